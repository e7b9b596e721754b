//! Who works for whom: focus, whole people, books of business.
//!
//! | question | answer |
//! |---|---|
//! | how many hours go to each segment, when one has the focus (A4-7) | [`FocusPlan`] |
//! | how many whole people, or cents, is that | [`largest_remainder`] |
//! | which accounts make which person's book | [`books_of_business`] |
//!
//! Hours, weights and loads are exact, and every tie has a written rule, so the same input always gives the same plan.

mod books;
mod focus;
mod largest_remainder;

pub use books::{Book, Books, books_of_business};
pub use focus::{Claim, Focus, FocusAllocation, FocusPlan, Served};
pub use largest_remainder::{Ties, largest_remainder};

pub(crate) use largest_remainder::apportioned;
