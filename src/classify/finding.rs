//! Misses while they are looked for.

use super::{Answer, Entry, Miss, Move, Segment, Step, Verdict};
use crate::quantity::Gap;

/// A comparison whose inversion changes the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Finding {
    gap: Gap,
    /// Of its step.
    position: usize,
    answer: Answer,
    fact_can_move: bool,
}

/// What was found, without what the steps say: the misses are written once their order is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Findings(Vec<Finding>);

impl Findings {
    pub(super) const fn new() -> Self {
        Self(Vec::new())
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    #[inline]
    pub(super) fn push<G: Segment>(
        &mut self,
        position: usize,
        gap: Gap,
        inverted: &Verdict<G>,
        fact_can_move: bool,
    ) {
        self.0.push(Finding { gap, position, answer: Answer::of(inverted), fact_can_move });
    }

    /// Writes the misses, the smallest gap first, in the order of the steps where gaps are equal.
    pub(super) fn write(&mut self, entries: &[Entry], misses: &mut Vec<Miss>) {
        self.0.sort_unstable_by(|a, b| a.gap.compare(b.gap).then(a.position.cmp(&b.position)));
        misses.reserve(self.0.len());
        for Finding { position, answer, fact_can_move, .. } in &self.0 {
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
