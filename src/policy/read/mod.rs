//! Reading documents from any serde format: strict, and bounded while it reads.
//!
//! Every struct, list and enumeration is read by hand, with the [`Budget`](super::limits::Budget) at hand, so that a
//! hostile document is an error before it is a value. Structs may come by keys or in order, which is how binary formats
//! write them.

mod condition;
mod dimension;
mod document;
mod list;
mod record;
mod word;
