//! Policies as documents: dimensions of one's own, written by analysts, checked like code.
//!
//! A [`PolicyDocument`] is data, read from any serde format or built in Rust. It is [compiled](PolicyDocument::compile)
//! against a [`FactTable`], which finds all its faults at once, and becomes [`Classifier`](crate::Classifier)s that
//! explain themselves as those written in Rust do.
//!
//! ```
//! use segmentry::calendar::parse_date;
//! use segmentry::{Account, Classifier, Currency, FactTable, PolicyDocument, name};
//!
//! let document: PolicyDocument = serde_json::from_str(r#"{
//!     "version": 1,
//!     "id": "acme",
//!     "currency": "EUR",
//!     "dimensions": [{
//!         "name": "size",
//!         "match": "first",
//!         "segments": [{"name": "small"}, {"name": "large", "message": "a contract for the whole group"}],
//!         "rules": [
//!             {"segment": "large", "when": {"any": [
//!                 {"at_least": {"fact": "arr", "value": "25000"}},
//!                 {"at_least": {"fact": "employees", "value": 500}}
//!             ]}}
//!         ],
//!         "otherwise": {"segment": "small"}
//!     }]
//! }"#)?;
//! let policy = document.compile_dimensions(&FactTable::accounts())?;
//! let size = &policy.dimensions()[0];
//!
//! // Unknown or true is true: ARR does not matter any more.
//! let account = Account::builder("a", Currency::EUR).employees(800).build()?;
//! let as_of = parse_date("2026-06-30")?;
//! assert_eq!(size.classify(&account, as_of), Ok(name!("large")));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What a document says
//!
//! `version`, `id`, `description` (may be left out), `currency`, and `dimensions`, each with `name`, `description` (may be left
//! out), `match` (`first` or `unique`), `segments` (`name`, and a `message` where there is one), `rules` (`segment`, `when`,
//! and where wanted `name` and `reason`) and `otherwise`: `"unclassified"` or `{"segment": "..."}`. Conditions are
//!
//! | condition | holds where |
//! |---|---|
//! | `{"all": [..]}`, `{"any": [..]}`, `{"not": ..}` | all, any, none of these hold |
//! | `{"at_least": {"fact": "arr", "value": "25000"}}` | the fact is as much or more; so `above`, `at_most`, `below`, `equals` |
//! | `{"above": {"fact": "arr", "other": "prior_arr"}}` | the fact is more than the other |
//! | `{"at_least": {"fact": "seats_activated", "per": "seats_contracted", "value": "0.8"}}` | the exact quotient of two facts is as much or more |
//! | `{"one_of": {"fact": "industry", "values": ["Retail"]}}` | the category is one of these |
//! | `{"within_next": {"fact": "renewal_on", "days": 90}}` | the date lies from the as-of date to so much later, ends included; so `within_last`, and `months` |
//! | `{"set": "strategic"}` | the flag is set |
//! | `{"known": "csat"}` | the fact is known |
//!
//! Numbers are whole or text, never binary floats; amounts are of the document's currency, dates `YYYY-MM-DD`. Unknown and
//! repeated keys are refused, and everything is bounded by [`Limits`]. Formats that write no keys (postcard) are
//! for passing documents on; text is for keeping them.
//!
//! # Built in Rust
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
//! let policy = document.compile_dimensions(&FactTable::accounts())?;
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
//!     document.compile_dimensions(&FactTable::accounts()).unwrap_err().to_string(),
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
//!
//! # Warnings
//!
//! What compiles may still not say what was meant. [`CompiledDimensions::warnings`] names rules that never decide, defaults
//! that are never reached, gaps and overlaps, found by exact reasoning over all values that facts can have;
//! [`CompiledDimension::idle_rules`] names the rules that decide on none of the accounts at hand.

mod account_facts;
mod check;
mod compare;
mod compile;
mod compiled;
mod condition;
mod constant;
mod dimension;
mod document;
mod fact_table;
mod idle;
mod limits;
mod locate;
mod logic;
mod nearest;
mod over;
mod quotient;
mod report;
mod section;
mod shape;
mod term;
mod tree;
mod unchecked;
mod warn;

pub use compare::{Difference, DocumentValue};
pub use compiled::{CompiledDimension, CompiledDimensions, CompiledPolicy, RuleInfo};
pub use condition::{Condition, all, any, not};
pub use dimension::{Dimension, Rule};
pub use document::{PolicyDocument, PolicyDocumentBuilder};
pub use fact_table::{FactKind, FactTable};
pub use limits::Limits;
pub use locate::Here;
pub use report::{DocumentFault, Report};
pub use term::{Operand, Quotient, Span, Term, fact};
pub use unchecked::UncheckedDocument;
pub use warn::Warning;
