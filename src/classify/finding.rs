//! Misses while they are looked for.

use super::{Answer, Entry, Miss, Move, Step};
use crate::quantity::Gap;

/// A comparison whose inversion changes the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Finding {
    /// Of its step.
    position: usize,
    answer: Answer,
    fact_can_move: bool,
}

/// What was found, without what the steps say: the misses are written once their order is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Findings {
    found: Vec<Finding>,
    /// The gap of each, and which it is: what is put in order.
    gaps: Vec<(Gap, usize)>,
}

impl Findings {
    pub(super) const fn new() -> Self {
        Self { found: Vec::new(), gaps: Vec::new() }
    }

    pub(super) fn clear(&mut self) {
        self.found.clear();
        self.gaps.clear();
    }

    #[inline]
    pub(super) fn push(&mut self, position: usize, gap: Gap, answer: Answer, fact_can_move: bool) {
        self.gaps.push((gap, self.found.len()));
        self.found.push(Finding { position, answer, fact_can_move });
    }

    /// Writes the misses, the smallest gap first, in the order of the steps where gaps are equal.
    pub(super) fn write(&mut self, entries: &[Entry], misses: &mut Vec<Miss>) {
        self.gaps.sort_unstable_by(|(gap, index), (other, later)| gap.compare(*other).then(index.cmp(later)));
        misses.reserve(self.gaps.len());
        for (_, index) in &self.gaps {
            let Some(Finding { position, answer, fact_can_move }) = self.found.get(*index) else { continue };
            let step = entries.get(*position).map(|entry| &entry.step);
            let Some(Step::Compared { fact, observed, comparison, threshold, holds }) = step else {
                continue;
            };
            // Put together where it stays.
            misses.push(Miss {
                step: u32::try_from(*position).unwrap_or(u32::MAX),
                fact: *fact,
                observed: *observed,
                comparison: *comparison,
                threshold: *threshold,
                distance: Move::across(observed, *comparison, *holds),
                answer: *answer,
                fact_can_move: *fact_can_move,
            });
        }
    }
}
