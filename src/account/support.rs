use std::fmt;

use crate::calendar::Days;

/// How many support requests came in during a period.
///
/// ```
/// use segmentry::account::SupportRequests;
/// use segmentry::calendar::Days;
///
/// let quarter = SupportRequests { count: 7, period: Days(90) };
/// assert_eq!(quarter.to_string(), "7 in 90 days");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SupportRequests {
    /// The requests.
    pub count: u32,
    /// The length of the period that ends with the observation; at least a day.
    pub period: Days,
}

impl fmt::Display for SupportRequests {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} in {}", self.count, self.period)
    }
}
