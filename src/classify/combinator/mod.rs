//! Classifiers made from classifiers; each stands as a method of [`Classifier`](super::Classifier).

mod held;
mod if_missing;
mod if_undefined;
mod map;
mod of;
mod or_else;
mod overridden;
mod try_of;
mod when;

pub use held::Held;
pub use if_missing::IfMissing;
pub use if_undefined::IfUndefined;
pub use map::Map;
pub use of::Of;
pub use or_else::OrElse;
pub use overridden::{Decisions, Overridden};
pub use try_of::TryOf;
pub use when::When;
