//! Customer lifetime where contracts are renewed and customers differ: the shifted beta geometric model (sBG).
//!
//! # Why the simple lifetime value is too low
//!
//! The simple LTV divides by one churn: it takes all customers for alike. Say half of 1,000 customers leave at a renewal
//! with 5 % and half with 35 %: retention is 80 % in the first year. But those who leave easily leave first. Of the 800 who
//! are left 475 are loyal, so the second year keeps 83 %, and the fifth 90 %. Nobody has become more loyal; the others
//! have gone. One retention of 80 % (or any average of the past) misses this twice: new customers live longer than it
//! says, and the customers of today, who have renewed before, still longer.
//!
//! How much that is, Fader & Hardie show with two bases that both keep 80 % at the first renewal. At a discount of 10 %, one
//! retention of 80 % gives 2.93 further payments to everybody, just before a renewal. With customers who are much alike
//! (`alpha` 3.8, `beta` 15.2) it is 3.31 before the first renewal and 3.84 after four; with customers who are not alike
//! (1/15 and 4/15), 7.68 and 10.19. The whole base of the first, valued with the one retention that last year's report shows
//! (81.2 %), comes to 105,848 instead of 120,543: 12.2 % too low ([`CustomerBase`]).
//!
//! # From survivors to value
//!
//! 1. [`Cohort`]: how many of those who began together were left after each renewal.
//! 2. [`Fit::of`]: the two parameters of maximum likelihood, or what the cohorts say instead of them: [`Homogeneous`] where
//!    retention does not rise, nobody left, nobody stayed.
//! 3. [`ShiftedBetaGeometric`]: retention and survival of the years to come, discounted lifetimes (DEL, DERL).
//! 4. [`CustomerBase`]: margins times the lifetime of each customer's own renewals.
//!
//! ```
//! use segmentry::economics::Rate;
//! use segmentry::economics::sbg::{Cohort, Fit};
//! use segmentry::rust_decimal::dec;
//!
//! let fit = Fit::of(&[Cohort::from_counts(&[1000, 869, 743, 653, 593, 551, 517, 491])?])?;
//! let Fit::Heterogeneous { model, log_likelihood } = fit else { panic!("retention rises") };
//! assert!((log_likelihood / 1000.0 - -1.611).abs() < 0.001);
//! assert!((model.survival(12) - 0.378).abs() < 0.001);
//! assert!((model.residual_lifetime(7, Rate::annual(dec!(0.1))?)? - 7.530).abs() < 0.001);
//! # Ok::<(), segmentry::economics::EconomicsError>(())
//! ```
//!
//! Contracts of a year are renewed yearly, and churn is seen at the renewal; between them nobody leaves. The model does
//! not suit customers who can leave any day without notice.

mod base;
mod cohort;
mod continued_fraction;
mod fit;
mod homogeneous;
mod likelihood;
mod model;
mod residual;

pub use base::{BaseValue, CustomerBase, RenewalGroup};
pub use cohort::Cohort;
pub use fit::Fit;
pub use homogeneous::Homogeneous;
pub use model::ShiftedBetaGeometric;
