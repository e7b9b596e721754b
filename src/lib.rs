#![doc = include_str!("../README.md")]
//!
//! # The modules
//!
//! Data flows from left to right, and no module imports one to its right:
//! [`quantity`], [`calendar`] → [`account`] → [`classify`] → [`segment`] → [`policy`] → [`economics`] → [`portfolio`].
//!
//! | module | holds |
//! |---|---|
//! | [`quantity`] | money, fractions, scores, names: numbers with a unit, exact |
//! | [`calendar`] | months, anniversaries, quarters, without a clock |
//! | [`account`] | the typed facts of a business customer |
//! | [`classify`] | the trait, the verdict, the explanation, the combinators |
//! | [`segment`] | the models, one file each, and the policy that holds them |
//! | [`policy`] | dimensions of one's own as documents: written by analysts, checked like code |
//! | [`economics`] | what serving and winning accounts costs and returns |
//! | [`portfolio`] | many accounts: review, tallies, cross-tables |

pub mod account;
pub mod calendar;
pub mod classify;
pub mod economics;
pub mod policy;
pub mod portfolio;
pub mod quantity;
pub mod segment;

pub use chrono;
pub use rust_decimal;

pub use account::{Account, Fact};
pub use classify::{
    Bands, Classifier, Cx, Explanation, Miss, Reason, Segment, Unclassified, Verdict, first_match, from_fn,
};
pub use policy::{FactTable, PolicyDocument};
pub use portfolio::{Portfolio, Review};
pub use quantity::{Csat, Currency, Decimal, Label, Money, Name, Nps, Ratio, Score, Total};
pub use segment::{SegmentationPolicy, Segments};
