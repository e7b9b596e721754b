//! Reading: by hand, with the budget at hand, so that a hostile document is an error before it is a value.

use std::fmt;

use serde::Deserializer;
use serde::de::{DeserializeSeed, EnumAccess, Error, MapAccess, SeqAccess, VariantAccess, Visitor};

use super::Tree;
use crate::policy::limits::Budget;

/// Reads a value that stands this deep.
///
/// Formats for people say what they hold, so it is asked for. Of binary ones not all do: there a tree is an enumeration
/// of its kinds, which every format can read.
#[derive(Clone, Copy)]
pub(in crate::policy) struct TreeSeed<'b> {
    budget: &'b Budget,
    depth: u32,
}

impl<'b> TreeSeed<'b> {
    pub(in crate::policy) const fn new(budget: &'b Budget) -> Self {
        Self { budget, depth: 0 }
    }

    const fn below(self) -> Self {
        Self { depth: self.depth.saturating_add(1), ..self }
    }
}

/// The kinds in binary formats, which write their places.
pub(super) const KINDS: &[&str] = &["null", "flag", "whole", "text", "list", "record"];

/// The key under which `serde_json` hands a number over when somebody turns on its `arbitrary_precision`.
const JSON_NUMBER: &str = "$serde_json::private::Number";
/// The key under which toml hands a date over.
const TOML_DATE: &str = "$__toml_private_datetime";

impl<'de> DeserializeSeed<'de> for TreeSeed<'_> {
    type Value = Tree;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Tree, D::Error> {
        // Before anything of it is read: the recursion ends here.
        self.budget.value(self.depth).map_err(D::Error::custom)?;
        if deserializer.is_human_readable() {
            deserializer.deserialize_any(self)
        } else {
            deserializer.deserialize_enum("value", KINDS, self)
        }
    }
}

impl<'de> Visitor<'de> for TreeSeed<'_> {
    type Value = Tree;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value of a policy document")
    }

    fn visit_unit<E: Error>(self) -> Result<Tree, E> {
        Ok(Tree::Null)
    }

    fn visit_none<E: Error>(self) -> Result<Tree, E> {
        Ok(Tree::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Tree, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<Tree, E> {
        Ok(Tree::Flag(flag))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Tree, E> {
        Ok(Tree::Whole(number))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Tree, E> {
        Ok(i64::try_from(number).map_or_else(|_| Tree::text(number.to_string()), Tree::Whole))
    }

    #[expect(clippy::disallowed_types, reason = "serde hands over a float here, to be refused")]
    fn visit_f64<E: Error>(self, number: f64) -> Result<Tree, E> {
        Ok(Tree::Float(number.to_string().into()))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Tree, E> {
        Ok(Tree::text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Tree, A::Error> {
        // It grows by what is really there, whatever length the document claims.
        let mut entries = Vec::new();
        while let Some(entry) = seq.next_element_seed(self.below())? {
            entries.push(entry);
        }
        Ok(Tree::List(entries))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Tree, A::Error> {
        let mut fields: Vec<(Box<str>, Tree)> = Vec::new();
        while let Some(key) = map.next_key::<Box<str>>()? {
            fields.push((key, map.next_value_seed(self.below())?));
        }
        Ok(match fields.as_slice() {
            [(key, Tree::Text(number))] if &**key == JSON_NUMBER => match number.parse() {
                Ok(number) => Tree::Whole(number),
                Err(_) if number.bytes().all(|byte| byte.is_ascii_digit()) => Tree::Text(number.clone()),
                Err(_) => Tree::Float(number.clone()),
            },
            [(key, date)] if &**key == TOML_DATE => date.clone(),
            _ => Tree::Record(fields),
        })
    }

    fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<Tree, A::Error> {
        let (kind, content) = data.variant_seed(Kind)?;
        match kind {
            0 => content.unit_variant().map(|()| Tree::Null),
            1 => content.newtype_variant().map(Tree::Flag),
            2 => content.newtype_variant().map(Tree::Whole),
            3 => content.newtype_variant().map(Tree::Text),
            4 => content.newtype_variant_seed(Listed(self)),
            _ => content.newtype_variant_seed(Keyed(self)),
        }
    }
}

/// The entries of a list of a binary format.
struct Listed<'b>(TreeSeed<'b>);

impl<'de> DeserializeSeed<'de> for Listed<'_> {
    type Value = Tree;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Tree, D::Error> {
        deserializer.deserialize_seq(self.0)
    }
}

/// The values of a record of a binary format.
struct Keyed<'b>(TreeSeed<'b>);

impl<'de> DeserializeSeed<'de> for Keyed<'_> {
    type Value = Tree;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Tree, D::Error> {
        deserializer.deserialize_map(self.0)
    }
}

/// Reads the place of a kind.
struct Kind;

impl<'de> DeserializeSeed<'de> for Kind {
    type Value = usize;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<usize, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Kind {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "one of {}", KINDS.join(", "))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<usize, E> {
        let place = KINDS.iter().position(|kind| *kind == text);
        place.ok_or_else(|| E::unknown_variant(&crate::quantity::excerpt(text), KINDS))
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<usize, E> {
        self.visit_str(&String::from_utf8_lossy(bytes))
    }

    fn visit_u64<E: Error>(self, place: u64) -> Result<usize, E> {
        let known = usize::try_from(place).ok().filter(|place| *place < KINDS.len());
        known.ok_or_else(|| {
            E::custom(format_args!("unknown kind of value {place}; there are {}", KINDS.len()))
        })
    }
}
