use crate::calendar::Months;
use crate::classify::Segment;
use crate::name;
use crate::quantity::Name;

/// How soon a growth potential can be realised (A2-9). The article names 6 months, 1 year, and 2 years or more; the
/// edges of the buckets are ours (assumption).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Horizon {
    /// Within 6 months.
    SixMonths,
    /// Within 12 months.
    OneYear,
    /// Later.
    TwoYearsAndMore,
}

impl From<Months> for Horizon {
    fn from(months: Months) -> Self {
        match months.0 {
            0..=6 => Self::SixMonths,
            7..=12 => Self::OneYear,
            _ => Self::TwoYearsAndMore,
        }
    }
}

impl Segment for Horizon {
    fn name(&self) -> Name {
        match self {
            Self::SixMonths => name!("six_months"),
            Self::OneYear => name!("one_year"),
            Self::TwoYearsAndMore => name!("two_years_and_more"),
        }
    }
}
