//! Segments that a policy names: a rank from 0 upwards, and the name.

/// Declares a type of such segments. Each model has its own, so that a health band is never taken for a risk band.
macro_rules! ranked {
    ($(#[$doc:meta])+ $type:ident) => {
        $(#[$doc])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $type {
            rank: u8,
            name: $crate::quantity::Name,
        }

        impl $type {
            pub(super) const fn new(rank: u8, name: $crate::quantity::Name) -> Self {
                Self { rank, name }
            }

            /// 0 for the lowest of its policy.
            #[must_use]
            pub const fn rank(self) -> u8 {
                self.rank
            }
        }

        impl $crate::classify::Segment for $type {
            fn name(&self) -> $crate::quantity::Name {
                self.name
            }
        }
    };
}
pub(super) use ranked;

use super::parameter::Faults;
use crate::name;
use crate::quantity::Name;

/// The names of a policy's segments, the lowest first, each with its rank: unique, none kept for reports, 255 at most.
pub(super) fn ranks(names: &[Name], faults: &mut Faults) -> impl Iterator<Item = (u8, Name)> + use<> {
    for (index, name) in names.iter().enumerate() {
        if names.iter().take(index).any(|earlier| earlier == name) {
            faults.push(*name, "the name stands twice; each segment needs its own");
        }
        if name.as_str() == "unclassified" {
            faults.push(*name, "the name is kept for accounts without a segment; choose another");
        }
    }
    if names.len() > usize::from(u8::MAX) {
        faults.push(name!("segments"), format!("{} segments; at most 255 are allowed", names.len()));
    }
    (0..=u8::MAX).zip(names.to_vec())
}
