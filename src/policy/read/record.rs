//! Structs.

use std::fmt;
use std::marker::PhantomData;

use serde::Deserializer;
use serde::de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor};

use super::word::Word;
use crate::policy::limits::Budget;

/// A struct of a document, being read.
pub(super) trait Record<'b>: Sized {
    /// What it is, for error messages.
    const NAME: &'static str;
    /// Its keys, in the order in which they are written.
    const KEYS: &'static [&'static str];
    type Output;

    fn start(budget: &'b Budget, depth: u32) -> Self;

    /// Reads the value of a key.
    fn take<'de, V: Entry<'de>>(&mut self, key: usize, value: V) -> Result<(), V::Error>;

    fn finish<E: Error>(self) -> Result<Self::Output, E>;
}

/// The value of a key, still to be read.
pub(super) trait Entry<'de>: Sized {
    type Error: Error;

    fn read<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Self::Error>;

    fn plain<T: serde::Deserialize<'de>>(self) -> Result<T, Self::Error> {
        self.read(PhantomData)
    }
}

/// Reads a [`Record`].
pub(super) struct RecordSeed<'b, R> {
    pub(super) budget: &'b Budget,
    pub(super) depth: u32,
    record: PhantomData<R>,
}

impl<'b, R> RecordSeed<'b, R> {
    pub(super) const fn new(budget: &'b Budget, depth: u32) -> Self {
        Self { budget, depth, record: PhantomData }
    }
}

impl<R> Clone for RecordSeed<'_, R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R> Copy for RecordSeed<'_, R> {}

impl<'de, 'b, R: Record<'b>> DeserializeSeed<'de> for RecordSeed<'b, R> {
    type Value = R::Output;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<R::Output, D::Error> {
        deserializer.deserialize_struct(R::NAME, R::KEYS, self)
    }
}

impl<'de, 'b, R: Record<'b>> Visitor<'de> for RecordSeed<'b, R> {
    type Value = R::Output;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(R::NAME)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<R::Output, A::Error> {
        let mut record = R::start(self.budget, self.depth);
        let mut seen: Vec<usize> = Vec::new();
        while let Some(key) = map.next_key_seed(Word { what: "key", words: R::KEYS })? {
            if seen.contains(&key) {
                let key = R::KEYS.get(key).copied().unwrap_or_default();
                return Err(A::Error::custom(format_args!(
                    "the key `{key}` stands twice; remove one of the two"
                )));
            }
            seen.push(key);
            record.take(key, OfMap(&mut map))?;
        }
        record.finish()
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<R::Output, A::Error> {
        let mut record = R::start(self.budget, self.depth);
        for key in 0..R::KEYS.len() {
            record.take(key, OfSeq { seq: &mut seq, key, expected: &self })?;
        }
        record.finish()
    }
}

struct OfMap<'a, A>(&'a mut A);

impl<'de, A: MapAccess<'de>> Entry<'de> for OfMap<'_, A> {
    type Error = A::Error;

    fn read<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, A::Error> {
        self.0.next_value_seed(seed)
    }
}

struct OfSeq<'a, A, V> {
    seq: &'a mut A,
    key: usize,
    expected: &'a V,
}

impl<'de, A: SeqAccess<'de>, V: Visitor<'de>> Entry<'de> for OfSeq<'_, A, V> {
    type Error = A::Error;

    fn read<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, A::Error> {
        let too_short = || A::Error::invalid_length(self.key, self.expected);
        self.seq.next_element_seed(seed)?.ok_or_else(too_short)
    }
}

/// The value of a key that must be there.
pub(super) fn required<T, E: Error>(value: Option<T>, key: &'static str) -> Result<T, E> {
    value.ok_or_else(|| E::missing_field(key))
}
