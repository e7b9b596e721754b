//! Numbers with a unit, and bounded text.
//!
//! Everything that decides a segment is an integer or an exact fraction of integers: [`Money`] counts
//! ten-thousandths of its currency's unit, a [`Ratio`] keeps numerator and denominator, a [`Score`] counts
//! 10^-18. [`Decimal`] is the number that people read and write; it stands at the door, never in the sums.
//!
//! | type | unit | range |
//! |---|---|---|
//! | [`Money`] | amount of one [`Currency`] | ±10^14 units, four decimals |
//! | [`Total`] | sum of amounts of one currency | ±2^95 ten-thousandths |
//! | [`Ratio`] | fraction (0.15 is 15 %) | `i64` over `u64` |
//! | [`Score`] | points, high is good | 0 to 100, 18 decimals |
//! | [`Nps`] | net promoter score | -100 to 100, four decimals |
//! | [`Csat`] | customer satisfaction on a stated scale | 0 to the scale's top |
//! | [`Name`], [`Label`] | text | 1 to 31, 1 to 256 bytes |
//!
//! All of them are written as text in documents, exactly and in one canonical form. A binary float is refused
//! on the way in, since it may already have lost digits.

mod currency;
mod decimal;
pub(crate) mod digits;
mod exact;
mod excerpt;
mod fraction;
mod money;
mod ratio;
mod score;
mod survey;
mod text;
mod total;
pub(crate) mod wire;

pub use currency::{Currency, CurrencyError};
pub use decimal::{DecimalError, parse_decimal};
pub use money::{CurrencyMismatch, Money, MoneyError, Rounding};
pub use ratio::{Ratio, RatioError};
pub use rust_decimal::Decimal;
pub use score::{Score, ScoreError};
pub use survey::{Csat, Nps, SurveyError};
pub use text::{Label, Name, TextError};
pub use total::Total;

pub(crate) use exact::Exact;
pub(crate) use excerpt::{excerpt, excerpt_to};
pub(crate) use fraction::Gap;
pub(crate) use wire::text_serde;
