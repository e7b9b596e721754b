//! How fast ARR grows, and when it will cross a threshold: the floor of a tier, upward or downward (A4-8, A4-9).
//!
//! | question | answer |
//! |---|---|
//! | growth from one amount to another | [`Change::growth`], exact |
//! | the same a year | [`Change::cagr`] |
//! | the trend of several observations | [`ArrSeries::log_linear`], with probabilities; [`ArrSeries::robust`], that one wrong month does not move |
//! | when it crosses a level, and how sure that is | [`LogLinearTrend::crossing`] |
//! | which accounts of a portfolio cross which tier | [`Portfolio::crossings`](crate::portfolio::Portfolio::crossings) |
//!
//! A line drawn through a year is a forecast, not a promise. What it cannot say is said: fewer than three observations
//! have no probabilities, a slope that may as well be zero has no interval, and a line that does not go there is
//! [`Expected::Never`].
//!
//! ```
//! use segmentry::calendar::{Months, parse_date};
//! use segmentry::economics::growth::{ArrSeries, Expected, Forecast, Threshold};
//! use segmentry::rust_decimal::dec;
//! use segmentry::{Currency, Money};
//!
//! let eur = |amount| Money::new(amount, Currency::EUR).unwrap();
//! let observed = [
//!     (parse_date("2025-12-31")?, eur(dec!(120000))),
//!     (parse_date("2026-03-31")?, eur(dec!(112000))),
//!     (parse_date("2026-06-30")?, eur(dec!(107000))),
//!     (parse_date("2026-09-30")?, eur(dec!(103000))),
//! ];
//! // A line of business in decline: when will it be below 100,000?
//! let crossing = ArrSeries::new(&observed)?.log_linear().crossing(Threshold::below(eur(dec!(100000))))?;
//! let Expected::Crosses(point) = crossing.expected() else { panic!("it falls") };
//! assert_eq!(point.date.map(|date| date.to_string()).as_deref(), Some("2026-11-10"));
//! let by_march = crossing.probability_after(parse_date("2026-09-30")?, Months(6), Forecast::Observation);
//! assert!(by_march.expect("four points") > 0.95);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod change;
mod crossing;
mod robust;
mod series;
mod student;
mod theil_sen;
mod threshold;
mod trend;

pub use change::{Change, YearBasis};
pub use crossing::{Crossing, CrossingInterval, CrossingPoint, Expected, Forecast};
pub use robust::{RobustCrossing, RobustTrend};
pub use series::ArrSeries;
pub use theil_sen::{InterceptRule, TheilSen};
pub use threshold::{Direction, Threshold, WINDOW_PRESETS, Window, WindowPreset};
pub use trend::LogLinearTrend;
