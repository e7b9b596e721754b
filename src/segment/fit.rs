use super::ranked::ranked;
use super::scored::{ScoreBand, ScorePolicy, sealed};
use crate::name;
use crate::quantity::Name;

ranked! {
    /// A band of fit, from the worst to the best: how well a prospect suits us.
    FitBand
}

impl ScoreBand for FitBand {
    const SCORE: Name = name!("fit");
    const COVERAGE: Name = name!("fit_coverage");
}

impl sealed::Ranked for FitBand {
    fn ranked(rank: u8, name: Name) -> Self {
        Self::new(rank, name)
    }
}

/// Fit by weighted indicators (A3-8, A3-13): which prospects are worth the time. How it is computed stands with
/// [`ScorePolicy`].
///
/// When a prospect is *not* right is said with a cap at the lowest band, and its reason. There are no default indicators:
/// no article gives any.
///
/// ```
/// use segmentry::account::facts;
/// use segmentry::classify::{Classifier, Linear, Rating, Segment, Side, signal};
/// use segmentry::rust_decimal::dec;
/// use segmentry::segment::{FitPolicy, Indicator};
/// use segmentry::{Account, Currency, Score, calendar::parse_date, name};
///
/// let size = signal::fact(facts::EMPLOYEES, Account::employees, None).linear(Linear::new(dec!(0), dec!(1000))?);
/// let served = signal::one_of(facts::COUNTRY, Account::country, &["AT", "DE"], Rating::BEST, Rating::WORST);
/// let policy = FitPolicy::builder(name!("not_a_fit"))
///     .band(name!("possible"), Score::new(dec!(40))?, Side::At)
///     .band(name!("ideal"), Score::new(dec!(70))?, Side::At)
///     .indicator(Indicator::new(facts::EMPLOYEES, dec!(3), size))
///     .indicator(Indicator::new(facts::COUNTRY, dec!(1), served))
///     .cap(name!("price_sensitive"), name!("not_a_fit"), |account: &Account, cx| {
///         let demanding = cx.need(facts::DEMANDING, account.demanding(), None)?;
///         Ok(cx.is_set(facts::DEMANDING, demanding))
///     })
///     .build()?;
/// let prospect = Account::builder("acme", Currency::EUR).employees(800).country("DE").build()?;
/// assert_eq!(policy.classify(&prospect, parse_date("2026-06-30")?)?.name(), name!("ideal"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub type FitPolicy<S> = ScorePolicy<S, FitBand>;
