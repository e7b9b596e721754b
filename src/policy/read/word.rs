//! Keys of structs and words of enumerations.

use std::fmt;

use serde::Deserializer;
use serde::de::{DeserializeSeed, EnumAccess, Error, VariantAccess, Visitor};

use crate::policy::nearest::hint;
use crate::quantity::excerpt;

/// Reads one of these words as its place among them.
#[derive(Clone, Copy)]
pub(super) struct Word {
    /// What the words are, for error messages.
    pub(super) what: &'static str,
    pub(super) words: &'static [&'static str],
}

impl<'de> DeserializeSeed<'de> for Word {
    type Value = usize;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<usize, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Word {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a {}", self.what)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<usize, E> {
        self.words.iter().position(|word| *word == text).ok_or_else(|| {
            let (what, hint) = (self.what, hint(text, self.words.iter().copied()));
            let text = excerpt(text);
            E::custom(format_args!("unknown {what} `{text}`{hint} (known: {})", self.words.join(", ")))
        })
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<usize, E> {
        self.visit_str(&String::from_utf8_lossy(bytes))
    }

    // How binary formats write them.
    fn visit_u64<E: Error>(self, place: u64) -> Result<usize, E> {
        usize::try_from(place).ok().filter(|place| *place < self.words.len()).ok_or_else(|| {
            let (what, most) = (self.what, self.words.len());
            E::custom(format_args!("unknown {what} number {place}; there are {most}"))
        })
    }
}

/// Reads a word that stands alone.
#[derive(Clone, Copy)]
pub(super) struct Choice(pub(super) Word);

impl<'de> DeserializeSeed<'de> for Choice {
    type Value = usize;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<usize, D::Error> {
        deserializer.deserialize_enum(self.0.what, self.0.words, self)
    }
}

impl<'de> Visitor<'de> for Choice {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "one of {}", self.0.words.join(", "))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<usize, A::Error> {
        let (place, content) = data.variant_seed(self.0)?;
        content.unit_variant()?;
        Ok(place)
    }
}
