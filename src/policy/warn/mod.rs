//! What a document probably does not mean: warnings about policies that are sound, but cannot do all that they say.
//!
//! The reasoning is exact and knows no accounts. Whatever conditions ask for is a *variable*: a fact, one fact per
//! another, the order of two facts, the days or months from the as-of date to a date. The constants with which a document
//! compares a variable cut its line into *classes*, within which no condition of the document tells two values apart;
//! that the fact is missing is one class more. A *cell* picks one class for every variable. A condition is false, unknown
//! or true on a cell by the same logic as on an account, so what holds on no cell holds for no account.
//!
//! Three things keep that both sound and small:
//!
//! - Variables count as independent of each other, except that what hangs on a missing fact is unknown. Reality knows
//!   fewer combinations, never more: what is impossible here is impossible there. What is *possible* here is claimed
//!   only where no fact stands in two variables.
//! - What is asked is always whether some conditions can be true and others false at once. Unknown never helps: by
//!   Kleene's logic, what is decided while a fact is unknown stays so whatever the fact is. So nothing is searched for facts
//!   that are missing, unless a condition asks whether they are known; nor for quotients without an answer, amounts of
//!   another currency, and whatever else cannot be computed.
//! - Cells are searched in *boxes*: a range of classes for every variable. On a box a condition has a set of answers;
//!   a box without the answer that is wanted is left at once, others are halved where a condition changes its mind.
//!
//! The search is exponential at worst, so [`Work`](work::Work) bounds it, and what was given up is a warning of its own.

mod ask;
mod attention;
mod dimension;
mod direction;
mod formula;
mod gap;
mod holds;
mod line;
mod overlap;
mod policy;
mod range;
mod risk;
mod scored;
mod search;
mod shadow;
mod space;
mod warning;
mod words;
mod work;

pub use warning::{Warning, Warnings};
