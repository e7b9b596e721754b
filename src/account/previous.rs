use chrono::NaiveDate;

/// Where an account stood the last time, for policies that look back: a fact like any other.
///
/// [`SegmentationPolicy::remember`](crate::segment::SegmentationPolicy::remember) gives what to keep for the next time.
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
    /// The version of the policy that decided, if that is known.
    pub policy_version: Option<u32>,
    /// The other segment that was proposed the last time, but held back.
    pub proposed: Option<G>,
    /// How many times in a row it, or one farther away, was proposed.
    pub proposed_count: u32,
    /// The as-of date of that answer, if that is known: asked again on the same day, nothing counts twice.
    pub asked_on: Option<NaiveDate>,
}

impl<G> Previous<G> {
    /// In this segment, nobody knows since when.
    pub const fn new(segment: G) -> Self {
        Self { segment, since: None, policy_version: None, proposed: None, proposed_count: 0, asked_on: None }
    }

    /// In it since this day.
    #[must_use]
    pub fn since(mut self, date: NaiveDate) -> Self {
        self.since = Some(date);
        self
    }

    /// Decided by this version of the policy.
    #[must_use]
    pub fn policy_version(mut self, version: u32) -> Self {
        self.policy_version = Some(version);
        self
    }

    /// With another segment proposed so many times in a row, and held back.
    #[must_use]
    pub fn proposing(mut self, segment: G, times: u32) -> Self {
        self.proposed = Some(segment);
        self.proposed_count = times;
        self
    }

    /// The same state, its segments read as something else.
    #[must_use]
    pub fn map<H>(self, read: impl Fn(G) -> H) -> Previous<H> {
        Previous {
            segment: read(self.segment),
            since: self.since,
            policy_version: self.policy_version,
            proposed: self.proposed.map(read),
            proposed_count: self.proposed_count,
            asked_on: self.asked_on,
        }
    }

    /// Whether another version of the policy decided. Where either version is not known, it is taken for the same
    /// (assumption).
    #[must_use]
    pub fn is_of_another_policy(&self, version: Option<u32>) -> bool {
        matches!((self.policy_version, version), (Some(then), Some(now)) if then != now)
    }
}
