//! segmentry: puts business customers into typed segments, exactly, and explains every answer.

pub mod account;
pub mod calendar;
pub mod classify;
pub mod quantity;

pub use quantity::{Csat, Currency, Decimal, Label, Money, Name, Nps, Ratio, Score, Total};
pub use account::{Account, Fact};
