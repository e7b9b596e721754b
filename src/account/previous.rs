use chrono::NaiveDate;

/// The segment in which an account was the last time, for policies that look back.
///
/// ```
/// use segmentry::account::Previous;
/// use segmentry::calendar::parse_date;
/// use segmentry::name;
///
/// let before = Previous::new(name!("re_evaluate")).since(parse_date("2025-11-30")?);
/// assert_eq!(before.segment, name!("re_evaluate"));
/// # Ok::<(), segmentry::calendar::DateError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Previous<G> {
    /// The segment.
    pub segment: G,
    /// Since when, if that is known.
    pub since: Option<NaiveDate>,
}

impl<G> Previous<G> {
    /// In this segment, nobody knows since when.
    pub const fn new(segment: G) -> Self {
        Self { segment, since: None }
    }

    /// In it since this day.
    #[must_use]
    pub fn since(mut self, date: NaiveDate) -> Self {
        self.since = Some(date);
        self
    }

    /// The same state, its segment read as something else.
    pub fn map<H>(self, read: impl FnOnce(G) -> H) -> Previous<H> {
        Previous { segment: read(self.segment), since: self.since }
    }
}
