//! Policies as documents: the whole policy of a tenant, written by analysts, checked like code.
//!
//! A [`PolicyDocument`] is data, read from any serde format or built in Rust. It is [compiled](PolicyDocument::compile)
//! against a [`FactTable`], and becomes a [`SegmentationPolicy`](crate::SegmentationPolicy)
//! that answers and explains itself as one built in Rust does: the document's numbers go through the same builders.
//!
//! ```
//! use segmentry::calendar::parse_date;
//! use segmentry::policy::UncheckedDocument;
//! use segmentry::{Account, Currency, FactTable, name};
//!
//! let text = r#"{
//!     "version": 1,
//!     "id": "acme",
//!     "currency": "EUR",
//!     "tier": {
//!         "tiers": [{"name": "smb"}, {"name": "midmarket", "from": "25000"}, {"name": "enterprise", "from": "100000"}],
//!         "strategic": "strategic"
//!     },
//!     "risk": {
//!         "bands": [{"name": "low"}, {"name": "high", "from": 60}],
//!         "factors": [
//!             {"name": "nps", "fact": "nps", "missing": 5, "bands": [{"points": 15}, {"from": "0", "points": 0}]},
//!             {"name": "leaving", "when": {"set": "cancellation_requested"}, "points": 60, "missing": 0}
//!         ]
//!     },
//!     "dimensions": [{
//!         "name": "size",
//!         "match": "first",
//!         "segments": [{"name": "small"}, {"name": "large", "message": "a contract for the whole group"}],
//!         "rules": [{"segment": "large", "when": {"any": [
//!             {"at_least": {"fact": "arr", "value": "25000"}},
//!             {"at_least": {"fact": "employees", "value": 500}}
//!         ]}}],
//!         "otherwise": {"segment": "small"}
//!     }]
//! }"#;
//! let document = serde_json::from_str::<UncheckedDocument>(text)?.check()?;
//! let policy = document.compile(&FactTable::accounts())?;
//!
//! let account = Account::builder("a", Currency::EUR).employees(800).cancellation_requested(true).build()?;
//! let segments = policy.segmentation().classify(&account, parse_date("2026-06-30")?);
//! assert_eq!(segments.get(name!("risk")), Some(Ok(name!("high"))));
//! // Unknown or true is true: ARR does not matter any more.
//! assert_eq!(segments.get(name!("size")), Some(Ok(name!("large"))));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What a document says
//!
//! | key | says | more |
//! |---|---|---|
//! | `version` | 1 | |
//! | `id`, `description` | what it is known by, and what it is for | |
//! | `base` | the id of the policy that it changes | [`over`](PolicyDocument::over) |
//! | `revision` | a number: where another one decided before, nothing is held back | [`version`](crate::segment::SegmentationPolicyBuilder::version) |
//! | `currency` | of all amounts | |
//! | `tier` | `tiers` with `from`, `upgrade_from`, `downgrade_below`; `strategic`, `arr_max_age_days` | [`TierPolicy`](crate::segment::TierPolicy) |
//! | `trajectory` | `growing_from`, `struggling_from`, `dire_straits_to`, `bases`, `acceleration_gate`, `max_age_days` | [`TrajectoryPolicy`](crate::segment::TrajectoryPolicy) |
//! | `wallet` | `protect_from`, `grow_from`, `re_evaluate_below`, its triggers, `longest_stay_months`, `typical_tenure_months`, `max_age_days` | [`WalletPolicy`](crate::segment::WalletPolicy) |
//! | `provisional_tier` | `tiers`, `max_age_days` | [`ProvisionalTierPolicy`](crate::segment::ProvisionalTierPolicy) |
//! | `health`, `fit` | `bands`, `min_coverage`, `groups` and `indicators` with weights, `caps` | [`ScorePolicy`](crate::segment::ScorePolicy) |
//! | `risk` | `bands`, `factors` with points | [`RiskPolicy`](crate::segment::RiskPolicy) |
//! | `lifecycle` | `onboarding_days`, `renewal_days`, `expansion_utilization`, `expansion_potential`; by stage `question`, `segmented_by` | [`LifecyclePolicy`](crate::segment::LifecyclePolicy) |
//! | `attention` | `rows`, `columns`, `levels`, `matrix` | [`AttentionPolicy`](crate::segment::AttentionPolicy) |
//! | `dimensions` | dimensions of one's own: see below | [`Dimension`] |
//! | `hysteresis` | by dimension `upgrades` and `downgrades`, each with `confirmations` and `dwell_days` | [`Hysteresis`](crate::classify::Hysteresis) |
//! | `overrides` | decisions by people, for one `account` or `when` a condition holds | [`Override`](crate::account::Override) |
//!
//! Only `version`, `id`, `currency` and `tier` must be there. Trajectory and quadrant are always part of a policy, the other
//! models where the document has them, or `"off"`. What is left out has the default of the model, with its source:
//! [`complete`](PolicyDocument::complete) says everything, [`values`](PolicyDocument::values) one by one. With the feature
//! `schemars` documents have a JSON Schema (`schemars::schema_for!(PolicyDocument)`), for editors; it is committed as
//! `tests/data/policies/schema.json`, and a document may name it under `$schema`.
//!
//! A document with every key of every model stands in `tests/data/policies/accept/every_key.json`. The less obvious ones:
//!
//! | record | keys |
//! |---|---|
//! | a factor or an indicator | `name`, and what it looks at: a `fact`, a `fact` `per` another, the days until (`days_until`) or since (`days_since`) a date, with `max_age_days` and `direction` (`high_is_good`, `high_is_bad`) where wanted; or `when`, a condition |
//! | a factor of the risk | `bands` of the value, each with `points` and, but for the lowest, `from` or `above`; or, beside `when`, the `points` where it holds and `otherwise` (0); `missing` and `undefined`: points where the fact is missing or the question has no answer, without which the risk has none either |
//! | an indicator | `weight`; a `scale` for the value; or, beside `when`, the `rating` where it holds and `otherwise`; `when_missing`: `renormalise`, `neutral`, `penalise`, `unknown` |
//! | a scale | `part` (0 to 1 as it is), `nps`, `tickets` (100 - 10 each), `days_since_login` (100 - 2 a day), `as_is`; or `{"zero_at": .., "hundred_at": ..}`, `{"bands": [..]}` with a `rating` each, `{"percentile_among": [..]}` |
//! | bands of health and fit | `name`, and but for the lowest `from` (this value included) or `above` (excluded), `upgrade_from`, `downgrade_below`; health may say `red_yellow_green` instead |
//! | a cap | `reason`, `at_most`, `when` |
//! | attention | `rows` and `columns`, each with `dimension` and `segments`; `levels`, the least first; `matrix`: for each row the levels, column by column |
//! | a stage of the lifecycle | `question`, `segmented_by` |
//! | an override | `account`, or `scope` (a name) with `when`; `dimension`, `segment`, `author`, `reason`, `from`, `until` (a day, or `indefinite`) |
//!
//! A dimension of one's own has `name`, `match` (`first` or `unique`), `segments` (`name`, and a `message` where there is
//! one), `rules` (`segment`, `when`, and where wanted `name` and `reason`) and `otherwise`: `"unclassified"` or
//! `{"segment": "..."}`. Conditions are
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
//! repeated keys are refused, and everything is bounded by [`Limits`]. Binary formats get the same document as a tree of
//! kinds, so that those which do not say what they hold (postcard) can pass it on; text is for keeping it.
//!
//! # What is wrong with it
//!
//! [`UncheckedDocument::check`] tells all faults of its form at once, [`PolicyDocument::compile`] all of what it says, and
//! [`UncheckedDocument::compile`] both together; each with its path, empty where the fault is the whole document's. What one
//! model says of another (attention by a dimension that the policy does not decide, an override to a segment that does not
//! exist) is looked at once the models are sound.
//!
//! # What it probably does not mean
//!
//! A document that compiles can still say what nobody wants: a rule that never decides, a band that no points reach.
//! [`PolicyDocument::warnings`] finds these by exact reasoning over the values of facts,
//! [`CompiledDimension::idle_rules`] on the accounts at hand.
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
//! # What does not compile
//!
//! Only what compiled can classify, whole policies look at accounts, and nobody makes a document or a condition but by
//! reading or building it:
//!
//! ```compile_fail
//! let document: segmentry::PolicyDocument = serde_json::from_str("{}").unwrap();
//! document.segmentation();
//! ```
//!
//! ```compile_fail
//! struct Customer;
//! fn whole(document: segmentry::PolicyDocument, facts: segmentry::FactTable<Customer>) {
//!     document.compile(&facts);
//! }
//! ```
//!
//! ```compile_fail
//! let document = segmentry::PolicyDocument::default();
//! ```
//!
//! ```compile_fail
//! fn deep(condition: segmentry::policy::Condition) -> segmentry::policy::Condition {
//!     segmentry::policy::Condition { node: condition.node, depth: 0 }
//! }
//! ```

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
mod look;
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
pub use warn::{Warning, Warnings};
