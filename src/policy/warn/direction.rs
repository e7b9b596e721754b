//! Which way values are good: as the document says, else as everybody takes them (assumption).

use super::warning::Warnings;
use crate::account::facts::{
    BUSINESS_GROWTH, CSAT, FEATURE_UTILIZATION, HEALTH_SCORE, INDUSTRY_GROWTH, NPS, ONBOARDING,
    SUPPORT_REQUESTS, USER_ROLES, UTILIZATION,
};
use crate::policy::section::Section;
use crate::quantity::{Decimal, Name};

const HIGH_IS_GOOD: [Name; 9] = [
    UTILIZATION,
    FEATURE_UTILIZATION,
    ONBOARDING,
    NPS,
    CSAT,
    HEALTH_SCORE,
    USER_ROLES,
    BUSINESS_GROWTH,
    INDUSTRY_GROWTH,
];

/// Which way the value of a factor or an indicator is good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    HighIsGood,
    HighIsBad,
}

/// The direction of a value; `None` where nobody says it. A quotient has that which the document gives it.
pub(super) fn direction(entry: Section<'_>) -> Option<Direction> {
    match entry.text("direction") {
        Some("high_is_good") => return Some(Direction::HighIsGood),
        Some("high_is_bad") => return Some(Direction::HighIsBad),
        _ => {}
    }
    let fact = entry.name("fact").filter(|_| !entry.has("per"))?;
    if HIGH_IS_GOOD.contains(&fact) {
        return Some(Direction::HighIsGood);
    }
    let requests = fact == SUPPORT_REQUESTS || fact.as_str() == "support_request_count";
    requests.then_some(Direction::HighIsBad)
}

impl Direction {
    pub(super) const fn opposite(self) -> Self {
        match self {
            Self::HighIsGood => Self::HighIsBad,
            Self::HighIsBad => Self::HighIsGood,
        }
    }

    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::HighIsGood => "good",
            Self::HighIsBad => "bad",
        }
    }
}

/// Warns of bands that run against the direction of the value: what they give must rise with the value where
/// `given` says that high is good, else fall.
pub(super) fn check_bands(
    entry: Section<'_>,
    key: &'static str,
    direction: Direction,
    given: Direction,
    gives: impl Fn(Section<'_>) -> Option<Decimal>,
    warnings: &mut Warnings,
) {
    let mut before: Option<Decimal> = None;
    entry.each("bands", |band| {
        let Some(now) = gives(band) else { return };
        let is_against = before.is_some_and(|before| match given {
            Direction::HighIsGood => now < before,
            Direction::HighIsBad => now > before,
        });
        if is_against {
            let way = direction.word();
            warnings.push(&band.path.key(key), || {
                format!(
                    "a high value is {way}, and this band runs against it; correct it, or say another `direction`"
                )
            });
        }
        before = Some(now);
    });
}
