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
            pub(in crate::segment) const fn new(rank: u8, name: $crate::quantity::Name) -> Self {
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
use crate::classify::{Bands, BandsBuilder, Compare, Segment};
use crate::name;
use crate::quantity::Name;

/// The most segments that a dimension has: ranks are kept in a byte.
const MAX_SEGMENTS: usize = 255;

/// The names of a policy's segments, the lowest first, each with its rank: unique, none kept for reports, 255 at most.
pub(super) fn ranks(names: &[Name], faults: &mut Faults) -> impl Iterator<Item = (u8, Name)> + use<> {
    if names.len() > MAX_SEGMENTS {
        faults.push(name!("segments"), format!("{} segments; at most 255 are allowed", names.len()));
    }
    let names: Vec<Name> = names.iter().copied().take(MAX_SEGMENTS).collect();
    for (index, name) in names.iter().enumerate() {
        if names.iter().take(index).any(|earlier| earlier == name) {
            faults.push(*name, "the name stands twice; each segment needs its own");
        }
        if name.as_str() == "unclassified" {
            faults.push(*name, "the name is kept for accounts without a segment; choose another");
        }
    }
    (0..=u8::MAX).zip(names)
}

/// Bands of named segments as bands of ranked ones, and the segment above all bands, if there is one. Where something is
/// wrong, the faults say so.
pub(super) fn ranked_bands<V: Compare, G: Segment>(
    named: BandsBuilder<V, Name>,
    top: Option<Name>,
    of: fn(u8, Name) -> G,
    faults: &mut Faults,
) -> (Option<Bands<V, G>>, Option<G>) {
    let names: Vec<Name> = named.segments().map(|(_, name)| name).chain(top).collect();
    let mut ranked = ranks(&names, faults).map(|(rank, name)| of(rank, name));
    let lowest = ranked.next().unwrap_or(of(0, name!("lowest")));
    let bands = named.renamed(lowest, ranked.by_ref()).build();
    let bands = bands.map_err(|error| faults.push(error.segment(), error.problem())).ok();
    (bands, top.and(ranked.next()))
}
