//! Values between rules that no rule takes.

use super::ask::Subject;
use super::dimension::Rules;
use super::line::Line;
use super::warning::Warnings;
use crate::policy::dimension::Otherwise;
use crate::policy::fact_table::FactKind;
use crate::policy::logic::Truth;
use crate::policy::report::Path;

impl Rules<'_> {
    /// Warns of the first gap, where the rules look like an attempt to leave none: two or more of them, about one variable
    /// that has an order, and no default.
    ///
    /// What lies below or above all rules is usually left out on purpose (a floor), and mostly nobody knows whether it
    /// occurs; it counts only where it is the last value of a known range, which `below 100` for `at most 100` leaves out.
    pub(super) fn warn_of_gaps(&self, path: &Path<'_>, warnings: &mut Warnings) {
        let Some(line) = self.space.only_line().filter(|line| has_order(line.subject)) else { return };
        if self.dimension.otherwise != Otherwise::Unclassified || self.formulas.len() < 2 {
            return;
        }
        let Some(taken) = self.taken(line, warnings) else { return };
        let mut from = 0_u32;
        for (run, until) in taken.chunk_by(|a, b| a == b).map(|run| (run, u32::try_from(run.len()))) {
            let after = from.saturating_add(until.unwrap_or(u32::MAX));
            let last = after.saturating_sub(1);
            let is_within = from > 0 && after < line.classes();
            if run.first() == Some(&false) && (is_within || is_end_of_range(line, from, last)) {
                warnings.push(&path.key("rules"), || {
                    let place = line.describe(from, last);
                    format!("no rule holds where {place}; cover that, or name a segment in `otherwise`")
                });
                return;
            }
            from = after;
        }
    }

    /// For each class whether a rule holds there.
    fn taken(&self, line: &Line<'_>, warnings: &mut Warnings) -> Option<Vec<bool>> {
        let is_taken = |class: u32| {
            warnings.ask(|work| {
                for formula in &self.formulas {
                    let here = vec![(class, class)];
                    if self.space.find_within(here, &[(formula, Truth::True)], work)?.is_some() {
                        return Ok(true);
                    }
                }
                Ok(false)
            })
        };
        (0..line.classes()).map(is_taken).collect()
    }
}

const fn has_order(subject: Subject) -> bool {
    match subject {
        Subject::Fact(_, kind) => !matches!(kind, FactKind::Flag | FactKind::Text),
        Subject::Quotient(..) | Subject::Days(_) | Subject::Months(_) => true,
        Subject::Pair(..) => false,
    }
}

/// Whether these classes are the lowest or the highest value of a range, and nothing else.
fn is_end_of_range(line: &Line<'_>, first: u32, last: u32) -> bool {
    let (low, high) = line.of_classes(first, last);
    let Subject::Fact(_, kind) = line.subject else { return false };
    low == high
        && match kind {
            FactKind::Count => low == line.low,
            FactKind::Score | FactKind::Nps => low == line.low || low == line.high,
            _ => false,
        }
}
