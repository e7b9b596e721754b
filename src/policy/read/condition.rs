//! Conditions, at any depth that is allowed.

use std::fmt;
use std::marker::PhantomData;

use serde::Deserializer;
use serde::de::{DeserializeSeed, EnumAccess, Error, VariantAccess, Visitor};

use super::list::ListSeed;
use super::record::{Entry, Record, RecordSeed, required};
use super::word::Word;
use crate::classify::Comparison;
use crate::policy::condition::{Against, Categories, Compared, Condition, Direction, Node, Period, WORDS};
use crate::policy::limits::{Budget, List};
use crate::policy::term::Span;
use crate::quantity::{Label, Name};

/// Reads a condition that stands this deep.
#[derive(Clone, Copy)]
pub(super) struct ConditionSeed<'b> {
    pub(super) budget: &'b Budget,
    pub(super) depth: u32,
}

impl<'b> ConditionSeed<'b> {
    fn below(self) -> Self {
        Self { depth: self.depth.saturating_add(1), ..self }
    }

    fn group(self) -> ListSeed<'b, Self> {
        ListSeed { budget: self.budget, list: List::Other("conditions of a group"), entry: self.below() }
    }

    fn record<R>(self) -> RecordSeed<'b, R> {
        RecordSeed::new(self.budget, self.depth)
    }
}

impl<'de> DeserializeSeed<'de> for ConditionSeed<'_> {
    type Value = Condition;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Condition, D::Error> {
        // Before anything of it is read: the recursion ends here.
        self.budget.condition(self.depth).map_err(D::Error::custom)?;
        deserializer.deserialize_enum("a condition", WORDS, self)
    }
}

impl<'de> Visitor<'de> for ConditionSeed<'_> {
    type Value = Condition;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a condition, such as {\"known\": \"arr\"}")
    }

    fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<Condition, A::Error> {
        let (place, content) = data.variant_seed(Word { what: "condition", words: WORDS })?;
        let word = WORDS.get(place).copied().unwrap_or_default();
        let node = match word {
            "all" => Node::All(content.newtype_variant_seed(self.group())?),
            "any" => Node::Any(content.newtype_variant_seed(self.group())?),
            "not" => Node::Not(Box::new(content.newtype_variant_seed(self.below())?)),
            "one_of" => Node::OneOf(content.newtype_variant_seed(self.record::<CategoriesRecord<'_>>())?),
            "within_next" => {
                Node::Within(Direction::Next, content.newtype_variant_seed(self.record::<PeriodRecord>())?)
            }
            "within_last" => {
                Node::Within(Direction::Last, content.newtype_variant_seed(self.record::<PeriodRecord>())?)
            }
            "set" => Node::Set(content.newtype_variant()?),
            "known" => Node::Known(content.newtype_variant()?),
            word => {
                let comparison = comparison(word).ok_or_else(|| A::Error::custom("unknown condition"))?;
                Node::Compare(comparison, content.newtype_variant_seed(self.record::<ComparedRecord>())?)
            }
        };
        Ok(Condition::new(node))
    }
}

fn comparison(word: &str) -> Option<Comparison> {
    Some(match word {
        "at_least" => Comparison::AtLeast,
        "above" => Comparison::Above,
        "at_most" => Comparison::AtMost,
        "below" => Comparison::Below,
        "equals" => Comparison::Equals,
        _ => return None,
    })
}

#[derive(Default)]
struct ComparedRecord {
    fact: Option<Name>,
    per: Option<Name>,
    value: Option<Label>,
    other: Option<Name>,
}

impl<'b> Record<'b> for ComparedRecord {
    const NAME: &'static str = "a comparison";
    const KEYS: &'static [&'static str] = &["fact", "per", "value", "other"];
    type Output = Compared;

    fn start(_: &'b Budget, _: u32) -> Self {
        Self::default()
    }

    fn take<'de, V: Entry<'de>>(&mut self, key: usize, value: V) -> Result<(), V::Error> {
        match key {
            0 => self.fact = Some(value.plain()?),
            1 => self.per = value.plain()?,
            2 => self.value = value.plain()?,
            _ => self.other = value.plain()?,
        }
        Ok(())
    }

    fn finish<E: Error>(self) -> Result<Compared, E> {
        let fact = required(self.fact, "fact")?;
        let against = match (self.value, self.other) {
            (Some(value), None) => Against::Value(value),
            (None, Some(other)) => Against::Fact(other),
            (Some(_), Some(_)) => {
                let problem = format!("`{fact}` is compared with `value` and `other`; remove one of the two");
                return Err(E::custom(problem));
            }
            (None, None) => {
                let problem =
                    format!("`{fact}` is compared with nothing; write `value`, or `other` for another fact");
                return Err(E::custom(problem));
            }
        };
        Ok(Compared { fact, per: self.per, against })
    }
}

struct CategoriesRecord<'b> {
    budget: &'b Budget,
    fact: Option<Name>,
    values: Option<Vec<Label>>,
}

impl<'b> Record<'b> for CategoriesRecord<'b> {
    const NAME: &'static str = "a set of categories";
    const KEYS: &'static [&'static str] = &["fact", "values"];
    type Output = Categories;

    fn start(budget: &'b Budget, _: u32) -> Self {
        Self { budget, fact: None, values: None }
    }

    fn take<'de, V: Entry<'de>>(&mut self, key: usize, value: V) -> Result<(), V::Error> {
        let list = List::Other("categories");
        match key {
            0 => self.fact = Some(value.plain()?),
            _ => {
                let seed = ListSeed { budget: self.budget, list, entry: PhantomData::<Label> };
                self.values = Some(value.read(seed)?);
            }
        }
        Ok(())
    }

    fn finish<E: Error>(self) -> Result<Categories, E> {
        Ok(Categories { fact: required(self.fact, "fact")?, values: required(self.values, "values")? })
    }
}

#[derive(Default)]
struct PeriodRecord {
    fact: Option<Name>,
    days: Option<u32>,
    months: Option<u32>,
}

impl<'b> Record<'b> for PeriodRecord {
    const NAME: &'static str = "a period";
    const KEYS: &'static [&'static str] = &["fact", "days", "months"];
    type Output = Period;

    fn start(_: &'b Budget, _: u32) -> Self {
        Self::default()
    }

    fn take<'de, V: Entry<'de>>(&mut self, key: usize, value: V) -> Result<(), V::Error> {
        match key {
            0 => self.fact = Some(value.plain()?),
            1 => self.days = value.plain()?,
            _ => self.months = value.plain()?,
        }
        Ok(())
    }

    fn finish<E: Error>(self) -> Result<Period, E> {
        let fact = required(self.fact, "fact")?;
        let span = match (self.days, self.months) {
            (Some(days), None) => Span::Days(days),
            (None, Some(months)) => Span::Months(months),
            _ => {
                let problem = format!("the period of `{fact}` needs either `days` or `months`");
                return Err(E::custom(problem));
            }
        };
        Ok(Period { fact, span })
    }
}
