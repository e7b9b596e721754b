//! Classifiers that can always say why.
//!
//! A [`Classifier`] answers with a [`Verdict`]: a segment, or the reason why there is none ([`Unclassified`]).
//! One method does the work, [`Classifier::evaluate`]; classifying and explaining are the same code, with the
//! trace off or on, so they cannot disagree. Facts are asked for and compared through the [`Cx`], which is what
//! makes an [`Explanation`] complete and lets it name the nearest [`Miss`].
//!
//! A classifier of your own is a function:
//!
//! ```
//! use segmentry::classify::{Classifier, Segment, Unclassified, from_fn};
//! use segmentry::{Name, calendar::parse_date, name};
//!
//! #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
//! enum Desk { Standard, Priority }
//!
//! impl Segment for Desk {
//!     fn name(&self) -> Name {
//!         match self {
//!             Desk::Standard => name!("standard"),
//!             Desk::Priority => name!("priority"),
//!         }
//!     }
//! }
//!
//! let desk = from_fn(name!("desk"), |seats: &u32, cx| {
//!     Ok(if cx.at_least(name!("seats"), *seats, 50)? { Desk::Priority } else { Desk::Standard })
//! });
//! let as_of = parse_date("2026-06-30")?;
//! let (verdict, why) = desk.explain(&40, as_of);
//! assert_eq!(verdict, Ok(Desk::Standard));
//! let nearest = &why.misses()[0];
//! assert_eq!(nearest.to_string(), "seats would have to reach 50 (now 40, 10 short): priority");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! | to | use |
//! |---|---|
//! | read the facts of another type | [`of`](Classifier::of), [`try_of`](Classifier::try_of) |
//! | rename segments | [`map`](Classifier::map) |
//! | ask another classifier where the first has no opinion | [`or_else`](Classifier::or_else), [`first_match`] |
//! | say what a missing fact means | [`if_missing`](Classifier::if_missing), [`if_undefined`](Classifier::if_undefined) |
//! | read a named value and cut it | [`signal`] |
//! | restrict a classifier to some subjects | [`when`](Classifier::when) |
//! | hold a segment against flapping | [`held`](Classifier::held) |
//! | let people decide | [`overridden`](Classifier::overridden) |
//! | store classifiers of different types | [`boxed`](Classifier::boxed) |
//! | cut a line into segments | [`Bands`] |
//! | test a classifier of your own | [`laws::check`] |

mod bands;
mod bands_builder;
mod classifier;
mod combinator;
mod compare;
mod context;
mod explanation;
mod fault;
mod finding;
mod hysteresis;
pub mod laws;
mod miss;
mod part;
mod probe;
mod render;
mod rule;
mod scale;
mod scope;
mod segment;
pub mod signal;
mod step;
mod value;
mod verdict;

pub use bands::{Bands, Cut, Side};
pub use bands_builder::{BandsBuilder, BandsError};
pub use classifier::{BoxClassifier, Classifier};
pub use combinator::{Decisions, Held, IfMissing, IfUndefined, Map, Of, OrElse, Overridden, TryOf, When};
pub use compare::{Compare, Comparison};
pub use context::Cx;
pub use explanation::{Entry, Explanation};
pub use fault::{Fault, FaultKind};
pub use hysteresis::{Delay, Hysteresis};
pub use miss::{Miss, Move};
pub(crate) use part::{Addend, Part, Parts, Remembered};
pub use render::PlainText;
pub use rule::{FirstMatch, FromFn, first_match, from_fn};
pub(crate) use scale::overflow;
pub use scale::{FlatScale, Linear, Number, Percentiles, Rated, Rating};
pub use segment::Segment;
pub use signal::Signal;
pub use step::Step;
pub use value::Value;
pub use verdict::{Answer, Reason, Unclassified, Verdict};
