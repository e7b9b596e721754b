//! What serving and winning accounts costs, and what it returns.
//!
//! Amounts and ratios are exact: sums in integers, comparisons on fractions, one division at the end, and that comes back
//! as a [`Decimal`](crate::quantity::Decimal). Whether a target is met is decided on the fraction, never on the quotient
//! shown. What is a statistic says so: it is an `f64`, never NaN or infinite. Ratios are fractions: 0.15 is 15 %.
//!
//! The examples write numbers with `dec!`: for that, your own `Cargo.toml` needs `rust_decimal` with its `macros` feature.
//!
//! | module | answers |
//! |---|---|
//! | [`csm_cost`] | what share of ARR customer success costs, and what would bring it to its target |
//! | [`acquisition`] | what a new customer costs, and how many times that it returns |
//! | [`payback`] | after how many months it has paid for itself |
//! | [`lifetime`] | what a customer is worth until it leaves |
//! | [`sbg`] | the same where customers differ: retention that rises with the years |
//! | [`retention`] | what became of last year's ARR: the bridge, GRR, NRR |
//! | [`growth`] | how fast it grows, and when it will cross a threshold |
//! | [`concentration`] | on how few accounts the ARR rests |
//! | [`capacity`] | who works for whom: focus, whole people, books of business |

pub mod acquisition;
pub mod capacity;
pub mod concentration;
pub mod csm_cost;
mod error;
pub mod growth;
pub mod lifetime;
pub mod payback;
mod rate;
pub mod retention;
pub mod sbg;

pub use error::EconomicsError;
pub use rate::{Churn, Period, Rate};
