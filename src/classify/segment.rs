use std::fmt::Debug;

use crate::quantity::Name;

/// What a classifier assigns: a bare value, so that it can be counted, ordered, used as a key and kept.
///
/// The order is the one in which people read the segments, lowest first. Two segments of one classifier never
/// share a name ([`laws::check`](super::laws::check) tests that).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a segment",
    note = "give a name, such as `name!(\"pooled\")`, or implement `Segment` for an enum of your own"
)]
pub trait Segment: Copy + Eq + Ord + Debug + Send + Sync + 'static {
    /// The segment's name, in snake case by convention.
    fn name(&self) -> Name;
}

impl Segment for Name {
    fn name(&self) -> Name {
        *self
    }
}
