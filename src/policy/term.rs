//! How conditions on single facts are built in Rust.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::Condition;
use super::condition::{Against, Categories, Compared, Direction, Node, Period};
use crate::calendar::{Days, Months};
use crate::classify::Comparison;
use crate::quantity::{Money, Name, Ratio};

/// A fact, to build a condition of.
///
/// ```
/// use rust_decimal::dec;
/// use segmentry::account::facts::{ARR, INDUSTRY, RENEWAL_ON, SEATS_ACTIVATED, SEATS_CONTRACTED};
/// use segmentry::calendar::Days;
/// use segmentry::policy::{all, fact};
///
/// let condition = all([
///     fact(ARR).at_least(dec!(25_000)),
///     fact(SEATS_ACTIVATED).per(SEATS_CONTRACTED).below(dec!(0.8)),
///     fact(RENEWAL_ON).within_next(Days(90)),
///     fact(INDUSTRY).one_of(["Healthcare", "Pharmaceuticals"]),
/// ]);
/// ```
pub const fn fact(name: Name) -> Term {
    Term { fact: name }
}

/// See [`fact`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub struct Term {
    fact: Name,
}

/// One fact divided by another, exactly; see [`Term::per`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub struct Quotient {
    fact: Name,
    per: Name,
}

impl Term {
    /// This fact divided by another of the same type: two amounts, two counts, two numbers of days. It is never
    /// divided, but compared crosswise. Where the divisor is zero or negative the question has no answer: the condition
    /// is unknown, [`Undefined`](crate::Unclassified::Undefined).
    pub const fn per(self, divisor: Name) -> Quotient {
        Quotient { fact: self.fact, per: divisor }
    }

    /// Whether a category is one of these, byte by byte.
    #[must_use]
    pub fn one_of<'t>(self, categories: impl IntoIterator<Item = &'t str>) -> Condition {
        let values = categories.into_iter().map(Into::into).collect();
        Condition::new(Node::OneOf(Categories { fact: self.fact, values }))
    }

    /// Whether a date lies between the as-of date and so much later, both ends included.
    #[must_use]
    pub fn within_next(self, span: impl Into<Span>) -> Condition {
        Condition::new(Node::Within(Direction::Next, Period { fact: self.fact, span: span.into() }))
    }

    /// Whether a date lies between so much earlier and the as-of date, both ends included.
    #[must_use]
    pub fn within_last(self, span: impl Into<Span>) -> Condition {
        Condition::new(Node::Within(Direction::Last, Period { fact: self.fact, span: span.into() }))
    }

    /// Whether a flag is set. A flag that is not known is missing.
    #[must_use]
    pub fn is_set(self) -> Condition {
        Condition::new(Node::Set(self.fact))
    }

    /// Whether the fact is known at all: true or false, never unknown.
    #[must_use]
    pub fn is_known(self) -> Condition {
        Condition::new(Node::Known(self.fact))
    }
}

macro_rules! comparisons {
    ($($type:ident |$term:ident| $per:expr;)+) => {
        $(
            /// Comparisons with a constant or another fact. Both sides must be of one type, which is checked when
            /// the document is compiled.
            impl $type {
                /// Whether it is as much or more: `>=`.
                #[must_use]
                pub fn at_least(self, against: impl Into<Operand>) -> Condition {
                    self.compare(Comparison::AtLeast, against.into())
                }

                /// Whether it is more: `>`.
                #[must_use]
                pub fn above(self, against: impl Into<Operand>) -> Condition {
                    self.compare(Comparison::Above, against.into())
                }

                /// Whether it is as much or less: `<=`.
                #[must_use]
                pub fn at_most(self, against: impl Into<Operand>) -> Condition {
                    self.compare(Comparison::AtMost, against.into())
                }

                /// Whether it is less: `<`.
                #[must_use]
                pub fn below(self, against: impl Into<Operand>) -> Condition {
                    self.compare(Comparison::Below, against.into())
                }

                /// Whether it is exactly this.
                #[must_use]
                pub fn equals(self, against: impl Into<Operand>) -> Condition {
                    self.compare(Comparison::Equals, against.into())
                }

                fn compare(self, comparison: Comparison, against: Operand) -> Condition {
                    let $term = self;
                    let compared = Compared { fact: self.fact, per: $per, against: against.0 };
                    Condition::new(Node::Compare(comparison, compared))
                }
            }
        )+
    };
}

comparisons! {
    Term |_term| None;
    Quotient |term| Some(term.per);
}

/// What a fact is compared with: a constant, or another fact ([`fact`]).
///
/// A constant stands as text; which type it must have follows from the fact, when the document is compiled.
#[derive(Clone, Debug)]
pub struct Operand(Against);

impl From<&str> for Operand {
    fn from(text: &str) -> Self {
        Self(Against::Value(text.into()))
    }
}

impl From<Term> for Operand {
    fn from(term: Term) -> Self {
        Self(Against::Fact(term.fact))
    }
}

macro_rules! constants {
    ($($type:ty),+) => {
        $(
            impl From<$type> for Operand {
                fn from(value: $type) -> Self {
                    value.to_string().as_str().into()
                }
            }
        )+
    };
}

constants!(Decimal, Money, Ratio, NaiveDate, i32, i64, u32, u64);

/// A length of time, in days or in calendar months.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// So many days.
    Days(u32),
    /// So many months: to the same day of another month, clamped to its end.
    Months(u32),
}

impl From<Days> for Span {
    fn from(days: Days) -> Self {
        Self::Days(days.0)
    }
}

impl From<Months> for Span {
    fn from(months: Months) -> Self {
        Self::Months(months.0)
    }
}
