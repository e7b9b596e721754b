//! Writing documents: one form for each, so that they can be compared as text.
//!
//! What is not given is left out where people read; binary formats, which know no keys, get every value.

use serde::ser::{Error, SerializeStruct};
use serde::{Serialize, Serializer};

use super::PolicyDocument;
use super::condition::{Against, Categories, Compared, Condition, Node, Period, WORDS};
use super::dimension::{Dimension, Matching, Otherwise, Rule, SegmentEntry};
use super::term::Span;

/// Writes a struct of required and optional values.
macro_rules! write_struct {
    ($serializer:ident, $name:literal, [$($kind:ident $key:literal: $value:expr),+ $(,)?]) => {{
        let all = !$serializer.is_human_readable();
        let len = [$(all || write_struct!(@is $kind $value)),+].into_iter().filter(|written| *written).count();
        let mut out = $serializer.serialize_struct($name, len)?;
        $(
            if all || write_struct!(@is $kind $value) {
                out.serialize_field($key, &$value)?;
            } else {
                out.skip_field($key)?;
            }
        )+
        out.end()
    }};
    (@is required $value:expr) => { true };
    (@is optional $value:expr) => { $value.is_some() };
}

impl Serialize for PolicyDocument {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        write_struct!(serializer, "a policy document", [
            required "version": Self::VERSION,
            required "id": self.id,
            optional "description": self.description,
            required "currency": self.currency,
            required "dimensions": self.dimensions,
        ])
    }
}

impl Serialize for Dimension {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        write_struct!(serializer, "a dimension", [
            required "name": self.name,
            optional "description": self.description,
            required "match": self.matching,
            required "segments": self.segments,
            required "rules": self.rules,
            required "otherwise": self.otherwise,
        ])
    }
}

impl Serialize for SegmentEntry {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        write_struct!(serializer, "a segment", [
            required "name": self.name,
            optional "message": self.message,
        ])
    }
}

impl Serialize for Rule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        write_struct!(serializer, "a rule", [
            optional "name": self.name,
            required "segment": self.segment,
            optional "reason": self.reason,
            required "when": self.when,
        ])
    }
}

impl Serialize for Matching {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let [first, unique] = *Self::WORDS;
        match self {
            Self::First => serializer.serialize_unit_variant("match", 0, first),
            Self::Unique => serializer.serialize_unit_variant("match", 1, unique),
        }
    }
}

impl Serialize for Otherwise {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let [unclassified, segment] = *Self::WORDS;
        match self {
            Self::Unclassified => serializer.serialize_unit_variant("otherwise", 0, unclassified),
            Self::Segment(name) => serializer.serialize_newtype_variant("otherwise", 1, segment, name),
        }
    }
}

/// The recursion ends: no condition is deeper than [`Limits::DEEPEST`](super::Limits::DEEPEST).
impl Serialize for Condition {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let word = self.word();
        let place = WORDS.iter().position(|known| *known == word);
        let Some(place) = place.and_then(|place| u32::try_from(place).ok()) else {
            return Err(S::Error::custom("a condition that no document may hold"));
        };
        let name = "a condition";
        match self.node() {
            Node::All(conditions) | Node::Any(conditions) => {
                serializer.serialize_newtype_variant(name, place, word, conditions)
            }
            Node::Not(condition) => serializer.serialize_newtype_variant(name, place, word, condition),
            Node::Compare(_, compared) => serializer.serialize_newtype_variant(name, place, word, compared),
            Node::OneOf(set) => serializer.serialize_newtype_variant(name, place, word, set),
            Node::Within(_, period) => serializer.serialize_newtype_variant(name, place, word, period),
            Node::Set(fact) | Node::Known(fact) => {
                serializer.serialize_newtype_variant(name, place, word, fact)
            }
            Node::Refused(problem) => Err(S::Error::custom(problem)),
        }
    }
}

impl Serialize for Compared {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (value, other) = match &self.against {
            Against::Value(value) => (Some(value), None),
            Against::Fact(other) => (None, Some(other)),
        };
        write_struct!(serializer, "a comparison", [
            required "fact": self.fact,
            optional "per": self.per,
            optional "value": value,
            optional "other": other,
        ])
    }
}

impl Serialize for Categories {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        write_struct!(serializer, "a set of categories", [
            required "fact": self.fact,
            required "values": self.values,
        ])
    }
}

impl Serialize for Period {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (days, months) = match self.span {
            Span::Days(days) => (Some(days), None),
            Span::Months(months) => (None, Some(months)),
        };
        write_struct!(serializer, "a period", [
            required "fact": self.fact,
            optional "days": days,
            optional "months": months,
        ])
    }
}
