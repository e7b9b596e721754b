//! What is known of a business customer: typed facts, checked once, when the account is built.
//!
//! An [`Account`] has an id and a currency; everything else may be missing, and a missing fact is an answer, never
//! a zero. An account without ARR is a prospect. An observation may carry the day on which it was made, so that
//! a policy can refuse what is too old ([`Fact::observed`]).
//!
//! To add a fact, add one row to the table in `facts.rs`.

mod attribute;
mod builder;
mod designation;
mod error;
mod fact;
pub mod facts;
mod history;
mod model;
mod overrides;
mod previous;
mod support;

pub use builder::AccountBuilder;
pub use designation::{Designation, StrategicReason};
pub use error::{AccountError, AccountFault, HistoryMismatch};
pub use fact::{Fact, IntoFact};
pub use history::{ArrHistory, HistoryError};
pub use model::Account;
pub use overrides::{Override, Ruling, Term};
pub use previous::Previous;
pub use support::SupportRequests;
