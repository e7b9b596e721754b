use chrono::NaiveDate;

/// A value and, where it is known, the day on which it was observed.
///
/// ```
/// use segmentry::calendar::parse_date;
/// use segmentry::{Fact, Nps};
///
/// let survey = Fact::observed(Nps::ZERO, parse_date("2026-03-31")?);
/// let undated: Fact<Nps> = Nps::ZERO.into();
/// assert_eq!(survey.value, undated.value);
/// # Ok::<(), segmentry::calendar::DateError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Fact<T> {
    /// What was observed.
    pub value: T,
    /// When. Without a date a fact never counts as too old (assumption); a date after the as-of date counts as
    /// an age of zero days.
    pub observed_on: Option<NaiveDate>,
}

impl<T> Fact<T> {
    /// A fact without a date.
    pub const fn undated(value: T) -> Self {
        Self { value, observed_on: None }
    }

    /// A fact observed on this day.
    pub const fn observed(value: T, on: NaiveDate) -> Self {
        Self { value, observed_on: Some(on) }
    }

    /// The same observation, read as something else.
    pub fn map<U>(self, read: impl FnOnce(T) -> U) -> Fact<U> {
        Fact { value: read(self.value), observed_on: self.observed_on }
    }
}

impl<T> From<T> for Fact<T> {
    fn from(value: T) -> Self {
        Self::undated(value)
    }
}

/// What a builder takes for a fact: a value, a [`Fact`], or an `Option` of either, `None` being "not known".
pub trait IntoFact<T> {
    /// The fact, if there is one.
    fn into_fact(self) -> Option<Fact<T>>;
}

impl<T> IntoFact<T> for T {
    fn into_fact(self) -> Option<Fact<T>> {
        Some(Fact::undated(self))
    }
}

impl<T> IntoFact<T> for Fact<T> {
    fn into_fact(self) -> Option<Self> {
        Some(self)
    }
}

impl<T> IntoFact<T> for Option<T> {
    fn into_fact(self) -> Option<Fact<T>> {
        self.map(Fact::undated)
    }
}

impl<T> IntoFact<T> for Option<Fact<T>> {
    fn into_fact(self) -> Self {
        self
    }
}
