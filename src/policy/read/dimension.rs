//! Dimensions, their segments and rules.

use std::fmt;

use serde::Deserializer;
use serde::de::{DeserializeSeed, EnumAccess, Error, VariantAccess, Visitor};

use super::condition::ConditionSeed;
use super::list::ListSeed;
use super::record::{Entry, Record, RecordSeed, required};
use super::word::{Choice, Word};
use crate::policy::condition::Condition;
use crate::policy::dimension::{Dimension, Matching, Otherwise, Rule, SegmentEntry};
use crate::policy::limits::{Budget, List};
use crate::quantity::{Label, Name};

pub(super) struct DimensionRecord<'b> {
    budget: &'b Budget,
    name: Option<Name>,
    description: Option<Label>,
    matching: Option<Matching>,
    segments: Option<Vec<SegmentEntry>>,
    rules: Option<Vec<Rule>>,
    otherwise: Option<Otherwise>,
}

impl<'b> Record<'b> for DimensionRecord<'b> {
    const NAME: &'static str = "a dimension";
    const KEYS: &'static [&'static str] = &["name", "description", "match", "segments", "rules", "otherwise"];
    type Output = Dimension;

    fn start(budget: &'b Budget, _: u32) -> Self {
        Self {
            budget,
            name: None,
            description: None,
            matching: None,
            segments: None,
            rules: None,
            otherwise: None,
        }
    }

    fn take<'de, V: Entry<'de>>(&mut self, key: usize, value: V) -> Result<(), V::Error> {
        let budget = self.budget;
        match key {
            0 => self.name = Some(value.plain()?),
            1 => self.description = value.plain()?,
            2 => {
                let words = Word { what: "match", words: Matching::WORDS };
                let unique = value.read(Choice(words))? == 1;
                self.matching = Some(if unique { Matching::Unique } else { Matching::First });
            }
            3 => {
                let entry = RecordSeed::<SegmentRecord>::new(budget, 0);
                self.segments = Some(value.read(ListSeed { budget, list: List::Segments, entry })?);
            }
            4 => {
                let entry = RecordSeed::<RuleRecord<'_>>::new(budget, 0);
                self.rules = Some(value.read(ListSeed { budget, list: List::Other("rules"), entry })?);
            }
            _ => self.otherwise = Some(value.read(OtherwiseSeed)?),
        }
        Ok(())
    }

    fn finish<E: Error>(self) -> Result<Dimension, E> {
        Ok(Dimension {
            name: required(self.name, "name")?,
            description: self.description,
            matching: required(self.matching, "match")?,
            segments: required(self.segments, "segments")?,
            rules: required(self.rules, "rules")?,
            otherwise: required(self.otherwise, "otherwise")?,
            refused: Vec::new(),
        })
    }
}

#[derive(Default)]
struct SegmentRecord {
    name: Option<Name>,
    message: Option<Label>,
}

impl<'b> Record<'b> for SegmentRecord {
    const NAME: &'static str = "a segment";
    const KEYS: &'static [&'static str] = &["name", "message"];
    type Output = SegmentEntry;

    fn start(_: &'b Budget, _: u32) -> Self {
        Self::default()
    }

    fn take<'de, V: Entry<'de>>(&mut self, key: usize, value: V) -> Result<(), V::Error> {
        match key {
            0 => self.name = Some(value.plain()?),
            _ => self.message = value.plain()?,
        }
        Ok(())
    }

    fn finish<E: Error>(self) -> Result<SegmentEntry, E> {
        Ok(SegmentEntry { name: required(self.name, "name")?, message: self.message })
    }
}

struct RuleRecord<'b> {
    budget: &'b Budget,
    name: Option<Name>,
    segment: Option<Name>,
    reason: Option<Label>,
    when: Option<Condition>,
}

impl<'b> Record<'b> for RuleRecord<'b> {
    const NAME: &'static str = "a rule";
    const KEYS: &'static [&'static str] = &["name", "segment", "reason", "when"];
    type Output = Rule;

    fn start(budget: &'b Budget, _: u32) -> Self {
        Self { budget, name: None, segment: None, reason: None, when: None }
    }

    fn take<'de, V: Entry<'de>>(&mut self, key: usize, value: V) -> Result<(), V::Error> {
        match key {
            0 => self.name = value.plain()?,
            1 => self.segment = Some(value.plain()?),
            2 => self.reason = value.plain()?,
            _ => self.when = Some(value.read(ConditionSeed { budget: self.budget, depth: 1 })?),
        }
        Ok(())
    }

    fn finish<E: Error>(self) -> Result<Rule, E> {
        Ok(Rule {
            name: self.name,
            segment: required(self.segment, "segment")?,
            reason: self.reason,
            when: required(self.when, "when")?,
            refused: Vec::new(),
        })
    }
}

/// Reads `"unclassified"` or `{"segment": "standard"}`.
#[derive(Clone, Copy)]
struct OtherwiseSeed;

impl<'de> DeserializeSeed<'de> for OtherwiseSeed {
    type Value = Otherwise;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Otherwise, D::Error> {
        deserializer.deserialize_enum("otherwise", Otherwise::WORDS, self)
    }
}

impl<'de> Visitor<'de> for OtherwiseSeed {
    type Value = Otherwise;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("\"unclassified\" or {\"segment\": \"...\"}")
    }

    fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<Otherwise, A::Error> {
        let words = Word { what: "default", words: Otherwise::WORDS };
        let (place, content) = data.variant_seed(words)?;
        if place == 0 {
            content.unit_variant()?;
            Ok(Otherwise::Unclassified)
        } else {
            content.newtype_variant().map(Otherwise::Segment)
        }
    }
}
