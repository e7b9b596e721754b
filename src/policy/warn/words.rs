//! Boxes of cells in words.

use super::ask::Subject;
use super::line::Line;
use super::space::{Cells, Space};
use crate::classify::Value;
use crate::policy::fact_table::FactKind;
use crate::quantity::excerpt;

impl Space<'_> {
    /// Where a box lies, such as "`arr` is at least 10000.00 EUR and below 25000.00 EUR"; empty for all cells.
    pub(super) fn describe(&self, cells: &Cells) -> String {
        let parts = self.narrowed(cells).map(|(line, (first, last), missing)| {
            if first >= missing {
                return format!("{} is missing", subject(line.subject));
            }
            line.describe(first, last.min(missing.saturating_sub(1)))
        });
        parts.collect::<Vec<_>>().join(", and ")
    }
}

impl Line<'_> {
    /// What the values of a range of classes have in common.
    pub(super) fn describe(&self, first: u32, last: u32) -> String {
        let (low, high) = self.of_classes(first, last);
        let subject = subject(self.subject);
        match self.subject {
            Subject::Fact(_, FactKind::Flag) => {
                return format!("{subject} is {}", if low > 0 { "set" } else { "not set" });
            }
            // One will do.
            Subject::Fact(_, FactKind::Text) => {
                return match self.category_at(low) {
                    Some(category) => format!("{subject} is `{}`", excerpt(category)),
                    None => format!("{subject} is another category"),
                };
            }
            Subject::Pair(_, other, FactKind::Text) => {
                return format!("{subject} is {}`{other}`", if low > 0 { "not " } else { "" });
            }
            _ => {}
        }
        let place = |place| self.mark_at(place).map(|value| self.constant(value));
        let at_low = place(low).filter(|_| low == high);
        let is = match at_low {
            Some(only) => only,
            None => [self.from(low), self.to(high)].into_iter().flatten().collect::<Vec<_>>().join(" and "),
        };
        let relative = matches!(self.subject, Subject::Days(_) | Subject::Months(_));
        format!("{subject} is {is}{}", if relative { " from the as-of date" } else { "" })
    }

    fn from(&self, low: i128) -> Option<String> {
        if low == self.low {
            return None;
        }
        let above = || self.mark_at(low.saturating_sub(1)).map(|value| ("above", value));
        let (word, value) = self.mark_at(low).map(|value| ("at least", value)).or_else(above)?;
        Some(format!("{word} {}", self.constant(value)))
    }

    fn to(&self, high: i128) -> Option<String> {
        if high == self.high {
            return None;
        }
        let below = || self.mark_at(high.saturating_add(1)).map(|value| ("below", value));
        let (word, value) = self.mark_at(high).map(|value| ("at most", value)).or_else(below)?;
        Some(format!("{word} {}", self.constant(value)))
    }

    fn constant(&self, value: Value) -> String {
        match (self.subject, value) {
            (Subject::Pair(_, other, _), _) => format!("`{other}`"),
            (Subject::Months(_), Value::Days(1)) => "1 month".into(),
            (Subject::Months(_), Value::Days(months)) => format!("{months} months"),
            _ => value.to_string(),
        }
    }
}

fn subject(subject: Subject) -> String {
    match subject {
        Subject::Quotient(fact, per, _) => format!("`{fact}` per `{per}`"),
        Subject::Fact(fact, _) | Subject::Pair(fact, _, _) | Subject::Days(fact) | Subject::Months(fact) => {
            format!("`{fact}`")
        }
    }
}
