//! After how many months a customer has paid for itself.
//!
//! | figure | formula | who uses it |
//! |---|---|---|
//! | [`PaybackMonths::simple`], [`Payback::months`] | CAC / (monthly ARPA x margin) | nearly everybody; it leaves churn aside |
//! | [`Payback::with_churn`] | smallest `n` with `m (1 - (1-c)^n) / c >= CAC`; [`Never`](PaybackWithChurn::Never) where all payments together do not reach it | whoever has churn |
//! | [`BvpPayback::months`] | S&M of the prior period without account management / (new committed monthly recurring x margin) | Bessemer (cloud law 6) |
//!
//! "Never" is an answer, not an error. What others hold for good stands in [`BENCHMARKS`].
//!
//! # Periods
//!
//! Payback is counted in months: an annual ARPA counts with a twelfth a month, also where it is paid in advance, and
//! churn is compounded into a month.

mod benchmarks;
mod bvp;
mod churn;
mod months;

pub use benchmarks::{BENCHMARKS, PaybackBenchmark};
pub use bvp::BvpPayback;
pub use churn::PaybackWithChurn;
pub use months::{Payback, PaybackMonths};
