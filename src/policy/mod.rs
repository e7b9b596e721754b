//! Policies as documents: dimensions of one's own, written by analysts, checked like code.
//!
//! A [`PolicyDocument`] is data. It is built here; then it is [compiled](PolicyDocument::compile) against a
//! [`FactTable`], which finds all its faults at once, and becomes [`Classifier`](crate::Classifier)s that explain
//! themselves as those written in Rust do.
//!
//! ```
//! use rust_decimal::dec;
//! use segmentry::account::facts::{ARR, INDUSTRY, RENEWAL_ON};
//! use segmentry::calendar::{Days, parse_date};
//! use segmentry::policy::{Dimension, FactTable, PolicyDocument, Rule, all, fact};
//! use segmentry::{Account, Classifier, Currency, Money, name};
//!
//! let need = Dimension::first(name!("need"))
//!     .segment(name!("not_a_fit"))
//!     .segment_with_message(name!("price_sensitive"), "Low upfront cost, payback within the year")
//!     .segment(name!("standard"))
//!     .rule(
//!         Rule::new(name!("not_a_fit"), fact(INDUSTRY).one_of(["Gambling"]))
//!             .reason("we do not sell to gambling"),
//!     )
//!     .rule(Rule::new(
//!         name!("price_sensitive"),
//!         all([fact(ARR).below(dec!(10_000)), fact(RENEWAL_ON).within_next(Days(90))]),
//!     ))
//!     .otherwise(name!("standard"));
//! let document = PolicyDocument::builder(name!("acme"), Currency::EUR).dimension(need).build()?;
//! let policy = document.compile(&FactTable::accounts())?;
//! let need = policy.dimension(name!("need")).unwrap();
//!
//! let account = Account::builder("a", Currency::EUR)
//!     .industry("Retail")
//!     .arr(Money::new(dec!(8_000), Currency::EUR)?)
//!     .renewal_on(parse_date("2026-08-31")?)
//!     .build()?;
//! let as_of = parse_date("2026-06-30")?;
//! assert_eq!(need.classify(&account, as_of), Ok(name!("price_sensitive")));
//! assert_eq!(need.message(name!("price_sensitive")), Some("Low upfront cost, payback within the year"));
//!
//! let typo = Dimension::first(name!("need"))
//!     .segment(name!("small"))
//!     .rule(Rule::new(name!("smal"), fact(name!("arrr")).below(fact(RENEWAL_ON))));
//! let document = PolicyDocument::builder(name!("acme"), Currency::EUR).dimension(typo).build()?;
//! assert_eq!(
//!     document.compile(&FactTable::accounts()).unwrap_err().to_string(),
//!     "dimensions[0].rules[0].segment: the dimension lists no segment `smal`; did you mean `small`? (it lists: small)\n\
//!      dimensions[0].rules[0].when.below.fact: there is no fact `arrr`; did you mean `arr`?"
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Unknown
//!
//! A fact that is missing makes a condition unknown, neither true nor false. `all` with a false condition is false and
//! `any` with a true one is true, whatever else is unknown; what stays unknown leaves the account
//! [unclassified](crate::Unclassified), with the first fact lacking, in the order of the document. What could not be
//! computed (amounts of two currencies) counts as unknown in the same way.

mod account_facts;
mod check;
mod compile;
mod compiled;
mod condition;
mod constant;
mod dimension;
mod document;
mod fact_table;
mod limits;
mod nearest;
mod read;
mod report;
mod term;
mod test;
mod write;

pub use compiled::{CompiledDimension, CompiledPolicy, RuleInfo};
pub use condition::{Condition, all, any, not};
pub use dimension::{Dimension, Rule};
pub use document::{PolicyDocument, PolicyDocumentBuilder};
pub use fact_table::{FactKind, FactTable};
pub use limits::Limits;
pub use report::{DocumentFault, Report};
pub use term::{Operand, Quotient, Span, Term, fact};
