//! Lists.

use std::fmt;

use serde::Deserializer;
use serde::de::{DeserializeSeed, Error, SeqAccess, Visitor};

use crate::policy::limits::{Budget, List};

/// Reads a list whose entries are read by a seed. It grows by what is really there, whatever length the document claims.
#[derive(Clone, Copy)]
pub(super) struct ListSeed<'b, T> {
    pub(super) budget: &'b Budget,
    pub(super) list: List,
    pub(super) entry: T,
}

impl<'de, T: DeserializeSeed<'de> + Copy> DeserializeSeed<'de> for ListSeed<'_, T> {
    type Value = Vec<T::Value>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de, T: DeserializeSeed<'de> + Copy> Visitor<'de> for ListSeed<'_, T> {
    type Value = Vec<T::Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.list {
            List::Segments => f.write_str("a list of segments"),
            List::Other(what) => write!(f, "a list of {what}"),
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = seq.next_element_seed(self.entry)? {
            self.budget.limits.check_entry(self.list, entries.len()).map_err(A::Error::custom)?;
            entries.push(entry);
        }
        Ok(entries)
    }
}
