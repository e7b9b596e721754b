use std::cmp::Ordering;
use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Value, Verdict};
use crate::calendar::{DayCount, Days};
use crate::quantity::{Money, Nps, Ratio, Score};

/// A type whose values can be compared in a [`Cx`](super::Cx), exactly.
///
/// Implement it for a quantity of your own by naming the [`Value`] under which explanations show it; the order of
/// the values must be the order of the type.
pub trait Compare: Copy {
    /// What an explanation shows.
    fn value(self) -> Value;

    /// The order of two values.
    ///
    /// # Errors
    /// A fault where they cannot be compared, such as amounts of two currencies.
    fn compare(self, other: Self) -> Verdict<Ordering>;
}

impl Compare for Money {
    fn value(self) -> Value {
        Value::Money(self)
    }

    #[inline]
    fn compare(self, other: Self) -> Verdict<Ordering> {
        Ok(Self::compare(self, other)?)
    }
}

macro_rules! compare_by_order {
    ($($type:ty => |$value:ident| $wrapped:expr;)+) => {
        $(
            impl Compare for $type {
                fn value(self) -> Value {
                    let $value = self;
                    $wrapped
                }

                #[inline]
                fn compare(self, other: Self) -> Verdict<Ordering> {
                    Ok(self.cmp(&other))
                }
            }
        )+
    };
}

compare_by_order! {
    Ratio => |value| Value::Ratio(value);
    Score => |value| Value::Score(value);
    Nps => |value| Value::Nps(value);
    u32 => |value| Value::Count(value.into());
    u64 => |value| Value::Count(value);
    Days => |value| Value::Days(value.0.into());
    DayCount => |value| Value::Days(value.0);
    NaiveDate => |value| Value::Date(value);
}

/// How an observed value is held against a threshold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Comparison {
    /// `>=`
    AtLeast,
    /// `>`
    Above,
    /// `<=`
    AtMost,
    /// `<`
    Below,
    /// `=`
    Equals,
    /// One of several categories.
    OneOf,
}

impl Comparison {
    /// Whether it holds for an observed value that lies so to the threshold. One category of several is no order:
    /// `OneOf` never holds here.
    #[inline]
    pub(crate) const fn holds(self, ordering: Ordering) -> bool {
        match self {
            Self::AtLeast => ordering.is_ge(),
            Self::Above => ordering.is_gt(),
            Self::AtMost => ordering.is_le(),
            Self::Below => ordering.is_lt(),
            Self::Equals => ordering.is_eq(),
            Self::OneOf => false,
        }
    }

    /// As it is written.
    pub(super) const fn sign(self) -> &'static str {
        match self {
            Self::AtLeast => ">=",
            Self::Above => ">",
            Self::AtMost => "<=",
            Self::Below => "<",
            Self::Equals => "=",
            Self::OneOf => "one of",
        }
    }

    /// Whether it would hold for another value, or one just beside it. `None` where values have no order.
    pub(super) fn holds_at(self, value: &Value, nudge: Ordering, threshold: &Value) -> Option<bool> {
        if self == Self::OneOf {
            return None;
        }
        value.order(threshold).map(|ordering| self.holds(ordering.then(nudge)))
    }
}

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.sign())
    }
}
