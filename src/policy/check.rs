//! Checks a condition against the fact table, and resolves its facts: once, at compile.

use chrono::NaiveDate;

use super::condition::{Against as Side, Categories, Compared, Condition, Node, Period};
use super::constant::Constant;
use super::fact_table::{FactKind, FactTable, Reader};
use super::logic::{Against, Known, SameText, Source, Test, Threshold, Within};
use super::nearest::hint;
use super::quotient::Quotient;
use super::report::{Faults, Path};
use super::term::Span;
use crate::calendar::DayCount;
use crate::classify::Comparison;
use crate::quantity::{Currency, Money, Name, Nps, Ratio, Score, excerpt_to};

/// The longest period: a century.
const MOST_DAYS: u32 = 36_525;
const MOST_MONTHS: u32 = 1_200;

/// What a condition is checked with. Where it gives `None`, it has found a fault.
pub(super) struct Check<'a, S: ?Sized> {
    pub(super) facts: &'a FactTable<S>,
    pub(super) currency: Currency,
    pub(super) faults: &'a mut Faults,
}

impl<S: ?Sized> Check<'_, S> {
    /// The recursion ends: no condition is deeper than [`Limits::DEEPEST`](super::Limits::DEEPEST).
    pub(super) fn condition(&mut self, path: &Path<'_>, condition: &Condition) -> Option<Test<S>> {
        let path = path.key(condition.word());
        match condition.node() {
            Node::All(conditions) => self.group(&path, conditions).map(Test::All),
            Node::Any(conditions) => self.group(&path, conditions).map(Test::Any),
            Node::Not(condition) => Some(Test::Not(Box::new(self.condition(&path, condition)?))),
            Node::Compare(comparison, compared) => self.compare(&path, *comparison, compared),
            Node::OneOf(set) => self.one_of(&path, set),
            Node::Within(direction, Period { fact, span }) => {
                let spanned = self.span(&path, *span);
                let date = self.of_kind::<NaiveDate>(&path.key("fact"), *fact, condition.word());
                let within = Within { date: date?, direction: *direction, span: *span };
                spanned.map(|()| Test::Within(Box::new(within)))
            }
            Node::Set(fact) => match self.find(&path, *fact)? {
                Reader::Flag(read) => Some(Test::Set(Source { fact: *fact, read: read.clone() })),
                other => self.wrong_kind(&path, *fact, other.kind(), "set", FactKind::Flag),
            },
            Node::Known(fact) => {
                let read = self.find(&path, *fact)?.clone();
                let shown = Name::abbreviated(&format!("known {fact}"));
                Some(Test::Known(Box::new(Known { shown, read })))
            }
            // No document holds one.
            Node::TooDeep => self.fault(&path, || "the condition is deeper than any limit".into()),
        }
    }

    fn group(&mut self, path: &Path<'_>, conditions: &[Condition]) -> Option<Box<[Test<S>]>> {
        // All are checked before the first fault ends it.
        let checked: Vec<Option<Test<S>>> = conditions
            .iter()
            .enumerate()
            .map(|(index, condition)| self.condition(&path.index(index), condition))
            .collect();
        checked.into_iter().collect()
    }

    fn compare(&mut self, path: &Path<'_>, comparison: Comparison, compared: &Compared) -> Option<Test<S>> {
        if let Some(per) = compared.per {
            return self.quotient(path, comparison, compared, per);
        }
        match self.find(&path.key("fact"), compared.fact)?.kind() {
            FactKind::Money => self.against::<Money>(path, comparison, compared),
            FactKind::Ratio => self.against::<Ratio>(path, comparison, compared),
            FactKind::Count => self.against::<u64>(path, comparison, compared),
            FactKind::Score => self.against::<Score>(path, comparison, compared),
            FactKind::Nps => self.against::<Nps>(path, comparison, compared),
            FactKind::Days => self.against::<DayCount>(path, comparison, compared),
            FactKind::Date => self.against::<NaiveDate>(path, comparison, compared),
            FactKind::Text => self.text(path, comparison, compared),
            FactKind::Flag => {
                let fact = compared.fact;
                self.fault(&path.key("fact"), || {
                    format!("`{fact}` is a flag, which is not compared; ask whether it is `set`")
                })
            }
        }
    }

    fn against<V: Constant>(
        &mut self,
        path: &Path<'_>,
        comparison: Comparison,
        compared: &Compared,
    ) -> Option<Test<S>> {
        let fact = compared.fact;
        let read = V::reader(self.facts.reader(fact)?)?.clone();
        let threshold = match &compared.against {
            Side::Value(text) => match V::parse(text, self.currency) {
                Ok(constant) => Threshold::Constant(constant),
                Err(problem) => {
                    return self.fault(&path.key("value"), || format!("{problem}; `{fact}` is {}", V::KIND));
                }
            },
            Side::Fact(other) => {
                let path = path.key("other");
                let reader = self.find(&path, *other)?;
                match V::reader(reader) {
                    Some(read) => Threshold::Fact(Box::new(Source { fact: *other, read: read.clone() })),
                    None => return self.unlike(&path, fact, V::KIND, *other, reader.kind()),
                }
            }
        };
        Some(V::test(Against { source: Source { fact, read }, comparison, threshold }))
    }

    /// Categories have no order, but they can be the same.
    fn text(&mut self, path: &Path<'_>, comparison: Comparison, compared: &Compared) -> Option<Test<S>> {
        let fact = compared.fact;
        if comparison != Comparison::Equals {
            return self.fault(&path.key("fact"), || {
                format!("`{fact}` is a category, which has no order; use `one_of` or `equals`")
            });
        }
        let Reader::Text(read) = self.facts.reader(fact)? else { return None };
        let read = read.clone();
        match &compared.against {
            Side::Value(value) => Some(Test::OneOf { fact, read, values: Box::new([value.clone()]) }),
            Side::Fact(other) => {
                let path = path.key("other");
                match self.find(&path, *other)? {
                    Reader::Text(read_other) => {
                        let read_other = read_other.clone();
                        Some(Test::SameText(Box::new(SameText { fact, read, other: *other, read_other })))
                    }
                    reader => self.unlike(&path, fact, FactKind::Text, *other, reader.kind()),
                }
            }
        }
    }

    fn quotient(
        &mut self,
        path: &Path<'_>,
        comparison: Comparison,
        compared: &Compared,
        per: Name,
    ) -> Option<Test<S>> {
        let fact = compared.fact;
        let part = self.find(&path.key("fact"), fact);
        let divisor = self.find(&path.key("per"), per);
        let threshold = match &compared.against {
            Side::Value(text) => match Ratio::parse(text, self.currency) {
                Ok(threshold) => Some(threshold),
                Err(problem) => self
                    .fault(&path.key("value"), || format!("{problem}; `{fact}` per `{per}` is a fraction")),
            },
            Side::Fact(_) => self.fault(&path.key("other"), || {
                "one fact per another is compared with a constant; write `value`".into()
            }),
        };
        let (part, divisor, threshold) = (part?, divisor?, threshold?);
        let shown = Name::abbreviated(&format!("{fact} per {per}"));
        macro_rules! quotient {
            ($test:ident, $part:ident, $per:ident) => {
                Some(Test::$test(Box::new(Quotient {
                    shown,
                    part: Source { fact, read: $part.clone() },
                    per: Source { fact: per, read: $per.clone() },
                    comparison,
                    threshold,
                })))
            };
        }
        match (part, divisor) {
            (Reader::Money(part), Reader::Money(per)) => quotient!(AmountPer, part, per),
            (Reader::Count(part), Reader::Count(per)) => quotient!(CountPer, part, per),
            (Reader::Days(part), Reader::Days(per)) => quotient!(DaysPer, part, per),
            (part, divisor) => self.indivisible(&path.key("per"), (fact, part.kind()), (per, divisor.kind())),
        }
    }

    pub(super) fn indivisible<T>(
        &mut self,
        path: &Path<'_>,
        (fact, part): (Name, FactKind),
        (per, divisor): (Name, FactKind),
    ) -> Option<T> {
        self.fault(path, || {
            format!(
                "`{fact}` is {part} and `{per}` {divisor}; only amounts, counts and days can be divided, \
                 each by its own kind"
            )
        })
    }

    fn one_of(&mut self, path: &Path<'_>, set: &Categories) -> Option<Test<S>> {
        let path = path.key("fact");
        match self.find(&path, set.fact)? {
            Reader::Text(read) => {
                Some(Test::OneOf { fact: set.fact, read: read.clone(), values: set.values.clone().into() })
            }
            other => self.wrong_kind(&path, set.fact, other.kind(), "one_of", FactKind::Text),
        }
    }

    fn span(&mut self, path: &Path<'_>, span: Span) -> Option<()> {
        let (key, given, most) = match span {
            Span::Days(days) => ("days", days, MOST_DAYS),
            Span::Months(months) => ("months", months, MOST_MONTHS),
        };
        if given <= most {
            return Some(());
        }
        self.fault(&path.key(key), || {
            format!("`{given}` {key} are over a century; at most {most} are allowed")
        })
    }

    pub(super) fn of_kind<V: Constant>(
        &mut self,
        path: &Path<'_>,
        fact: Name,
        word: &str,
    ) -> Option<Source<S, V>> {
        let reader = self.find(path, fact)?;
        match V::reader(reader) {
            Some(read) => Some(Source { fact, read: read.clone() }),
            None => self.wrong_kind(path, fact, reader.kind(), word, V::KIND),
        }
    }

    fn wrong_kind<T>(
        &mut self,
        path: &Path<'_>,
        fact: Name,
        kind: FactKind,
        word: &str,
        needed: FactKind,
    ) -> Option<T> {
        self.fault(path, || format!("`{fact}` is {kind}; `{word}` needs {needed}"))
    }

    fn unlike<T>(
        &mut self,
        path: &Path<'_>,
        fact: Name,
        kind: FactKind,
        other: Name,
        other_kind: FactKind,
    ) -> Option<T> {
        self.fault(path, || {
            format!("`{fact}` is {kind} and `{other}` {other_kind}; only facts of one kind can be compared")
        })
    }

    pub(super) fn fault<T>(&mut self, path: &Path<'_>, problem: impl FnOnce() -> String) -> Option<T> {
        self.faults.push(path, problem);
        None
    }
}

impl<'a, S: ?Sized> Check<'a, S> {
    pub(super) fn find(&mut self, path: &Path<'_>, fact: Name) -> Option<&'a Reader<S>> {
        let facts = self.facts;
        let found = facts.reader(fact);
        if found.is_none() {
            self.faults.push(path, || {
                let names: Vec<Name> = facts.names().collect();
                let names = || names.iter().map(Name::as_str);
                let hint = hint(fact.as_str(), names());
                if !hint.is_empty() {
                    return format!("there is no fact `{fact}`{hint}");
                }
                let known = excerpt_to(&names().collect::<Vec<_>>().join(", "), 256);
                format!("there is no fact `{fact}`; register it, or use one of {known}")
            });
        }
        found
    }
}
