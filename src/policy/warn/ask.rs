//! What conditions ask for: variables, and what is asked about them.

use chrono::NaiveDate;

use super::formula::Formula;
use crate::calendar::DayCount;
use crate::classify::{Compare, Comparison, Value};
use crate::policy::condition::{Against, Compared, Condition, Direction, Node, Period};
use crate::policy::constant::Constant;
use crate::policy::fact_table::FactKind;
use crate::policy::term::Span;
use crate::quantity::{Currency, Money, Name, Nps, Ratio, Score};

/// A variable: what a comparison looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Subject {
    /// A fact itself.
    Fact(Name, FactKind),
    /// One fact per another.
    Quotient(Name, Name, FactKind),
    /// How one fact lies to another of its kind; the names are in their order.
    Pair(Name, Name, FactKind),
    /// The days from the as-of date to a date.
    Days(Name),
    /// The months from the as-of date to a date. How many days these are depends on the as-of date, so they are a line
    /// of their own.
    Months(Name),
}

/// One comparison of a condition.
#[derive(Clone, Debug)]
pub(super) struct Ask<'d> {
    pub(super) subject: Subject,
    pub(super) of: Of<'d>,
}

/// What is asked about a variable.
#[derive(Clone, Debug)]
pub(super) enum Of<'d> {
    Compared(Comparison, Value),
    /// Both ends included.
    Between(i64, i64),
    Among(&'d [Box<str>]),
    Known,
}

/// How a pair of facts lies where they are equal.
pub(super) const EQUAL: Value = Value::Days(0);

impl Subject {
    /// The facts of which it is made.
    pub(super) fn facts(self) -> impl Iterator<Item = Name> {
        let (first, second) = match self {
            Self::Fact(fact, _) | Self::Days(fact) | Self::Months(fact) => (fact, None),
            Self::Quotient(fact, other, _) | Self::Pair(fact, other, _) => (fact, Some(other)),
        };
        std::iter::once(first).chain(second)
    }
}

/// What conditions are read with: the types of facts, and the currency of amounts.
#[derive(Clone, Copy)]
pub(super) struct Types<'a> {
    pub(super) kind: &'a dyn Fn(Name) -> Option<FactKind>,
    pub(super) currency: Currency,
}

impl Types<'_> {
    /// What a condition asks; `None` where it is at fault, which is for the report to say.
    pub(super) fn read<'d>(self, condition: &'d Condition) -> Option<Formula<Ask<'d>>> {
        let leaf = |subject, of| Some(Formula::Leaf(Ask { subject, of }));
        let group = |conditions: &'d [Condition]| -> Option<Vec<_>> {
            conditions.iter().map(|condition| self.read(condition)).collect()
        };
        match condition.node() {
            Node::All(conditions) => Some(Formula::All(group(conditions)?)),
            Node::Any(conditions) => Some(Formula::Any(group(conditions)?)),
            Node::Not(condition) => Some(Formula::Not(Box::new(self.read(condition)?))),
            Node::Compare(comparison, compared) => self.compared(*comparison, compared).map(Formula::Leaf),
            Node::OneOf(set) => leaf(self.fact(set.fact)?, Of::Among(&set.values)),
            Node::Within(direction, Period { fact, span }) => {
                let (subject, length) = match *span {
                    Span::Days(days) => (Subject::Days(*fact), i64::from(days)),
                    Span::Months(months) => (Subject::Months(*fact), i64::from(months)),
                };
                leaf(
                    subject,
                    match direction {
                        Direction::Next => Of::Between(0, length),
                        Direction::Last => Of::Between(length.saturating_neg(), 0),
                    },
                )
            }
            Node::Set(fact) => leaf(self.fact(*fact)?, Of::Compared(Comparison::Equals, Value::Flag(true))),
            Node::Known(fact) => leaf(self.fact(*fact)?, Of::Known),
            Node::TooDeep => None,
        }
    }

    fn fact(self, fact: Name) -> Option<Subject> {
        Some(Subject::Fact(fact, (self.kind)(fact)?))
    }

    fn compared<'d>(self, comparison: Comparison, compared: &'d Compared) -> Option<Ask<'d>> {
        let fact = compared.fact;
        let kind = (self.kind)(fact)?;
        let (subject, of) = match (&compared.against, compared.per) {
            (Against::Value(text), Some(per)) => {
                let ratio = constant(FactKind::Ratio, text, self.currency)?;
                (Subject::Quotient(fact, per, kind), Of::Compared(comparison, ratio))
            }
            (Against::Value(text), None) if kind == FactKind::Text => {
                (Subject::Fact(fact, kind), Of::Among(std::slice::from_ref(text)))
            }
            (Against::Value(text), None) => {
                let constant = constant(kind, text, self.currency)?;
                (Subject::Fact(fact, kind), Of::Compared(comparison, constant))
            }
            (Against::Fact(other), _) if *other < fact => {
                (Subject::Pair(*other, fact, kind), Of::Compared(mirrored(comparison), EQUAL))
            }
            (Against::Fact(other), _) => (Subject::Pair(fact, *other, kind), Of::Compared(comparison, EQUAL)),
        };
        Some(Ask { subject, of })
    }
}

/// The comparison that holds of `b` and `a` where the given one holds of `a` and `b`.
const fn mirrored(comparison: Comparison) -> Comparison {
    match comparison {
        Comparison::AtLeast => Comparison::AtMost,
        Comparison::Above => Comparison::Below,
        Comparison::AtMost => Comparison::AtLeast,
        Comparison::Below => Comparison::Above,
        Comparison::Equals | Comparison::OneOf => comparison,
    }
}

/// A constant as the conditions themselves read it.
fn constant(kind: FactKind, text: &str, currency: Currency) -> Option<Value> {
    fn value<V: Constant>(text: &str, currency: Currency) -> Option<Value> {
        V::parse(text, currency).ok().map(Compare::value)
    }
    match kind {
        FactKind::Money => value::<Money>(text, currency),
        FactKind::Ratio => value::<Ratio>(text, currency),
        FactKind::Count => value::<u64>(text, currency),
        FactKind::Score => value::<Score>(text, currency),
        FactKind::Nps => value::<Nps>(text, currency),
        FactKind::Days => value::<DayCount>(text, currency),
        FactKind::Date => value::<NaiveDate>(text, currency),
        FactKind::Flag | FactKind::Text => None,
    }
}
