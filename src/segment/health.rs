use super::ranked::ranked;
use super::scored::{ScoreBand, ScorePolicy, ScorePolicyBuilder, sealed};
use crate::classify::Side;
use crate::name;
use crate::quantity::{Name, Score};

ranked! {
    /// A band of health, from the worst to the best: high is good. It does not convert into a risk band.
    HealthBand
}

impl ScoreBand for HealthBand {
    const SCORE: Name = name!("health");
    const COVERAGE: Name = name!("health_coverage");
}

impl sealed::Ranked for HealthBand {
    fn ranked(rank: u8, name: Name) -> Self {
        Self::new(rank, name)
    }
}

/// Who published the bands red, yellow and green.
pub(crate) const RED_YELLOW_GREEN: &str = "Gainsight scorecard";

/// Health by weighted indicators (A2-1, A2-2); how it is computed stands with [`ScorePolicy`].
///
/// ```
/// use segmentry::account::facts;
/// use segmentry::classify::{Classifier, Linear, Segment, signal};
/// use segmentry::rust_decimal::dec;
/// use segmentry::segment::{HealthPolicy, Indicator};
/// use segmentry::{Account, Currency, Nps, Ratio, calendar::parse_date, name};
///
/// let usage = signal::fact(facts::UTILIZATION, Account::utilization, None).linear(Linear::PART);
/// let survey = signal::fact(facts::NPS, Account::nps, None).linear(Linear::NPS);
/// let policy = HealthPolicy::red_yellow_green()
///     .indicator(Indicator::new(facts::UTILIZATION, dec!(60), usage))
///     .indicator(Indicator::new(facts::NPS, dec!(40), survey))
///     .cap(facts::CANCELLATION_REQUESTED, name!("red"), |account: &Account, cx| {
///         let asked = cx.need(facts::CANCELLATION_REQUESTED, account.cancellation_requested(), None)?;
///         Ok(cx.is_set(facts::CANCELLATION_REQUESTED, asked))
///     })
///     .build()?;
/// let account = Account::builder("acme", Currency::EUR).utilization(Ratio::from_decimal(dec!(0.8))?).build()?;
/// let as_of = parse_date("2026-06-30")?;
/// assert_eq!(policy.classify(&account, as_of)?.name(), name!("green"));
/// let health = policy.score(&account, as_of)?;
/// assert_eq!((health.coverage, health.lowest.value(), health.highest.value()), (Ratio::new(3, 5)?, dec!(48), dec!(88)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub type HealthPolicy<S> = ScorePolicy<S, HealthBand>;

impl<S: ?Sized> HealthPolicy<S> {
    /// Red up to 50, yellow up to 75, green above: lower ends exclusive (published: Gainsight's scorecard).
    pub fn red_yellow_green() -> ScorePolicyBuilder<S, HealthBand> {
        let score = |value: i64| Score::new(value.into()).unwrap_or(Score::MIN);
        Self::builder(name!("red"))
            .band(name!("yellow"), score(50), Side::Above)
            .band(name!("green"), score(75), Side::Above)
            .published(RED_YELLOW_GREEN)
    }
}
