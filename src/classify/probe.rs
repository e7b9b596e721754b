//! Finds what would have to change for another answer, by evaluating again with one thing altered.

use std::cmp::Ordering;

use super::{Classifier, Comparison, Cx, Explanation, Miss, Step, Value, Verdict};
use crate::quantity::Name;

/// At most this many comparisons of one explanation are inverted; the rest is counted as not examined.
const MAX_PROBES: usize = 1024;

/// What to alter in an evaluation.
#[derive(Debug)]
pub(super) enum Probe {
    /// Invert this one comparison, counting from 0.
    Invert { index: usize, seen: usize },
    /// Let a fact stand elsewhere, in every comparison: at a value, or just beyond it.
    Move { fact: Name, to: Value, nudge: Ordering },
}

impl Probe {
    pub(super) fn answer(
        &mut self,
        fact: Name,
        observed: Value,
        comparison: Comparison,
        threshold: Value,
        holds: bool,
    ) -> bool {
        match self {
            Self::Invert { index, seen } => {
                let inverted = seen == index;
                *seen = seen.saturating_add(1);
                holds != inverted
            }
            Self::Move { fact: moved, to, nudge } if *moved == fact && to.order(observed).is_some() => {
                comparison.holds_at(*to, *nudge, threshold).unwrap_or(holds)
            }
            Self::Move { .. } => holds,
        }
    }
}

/// Lists every comparison that, inverted alone, changes the verdict, the smallest relative gap first.
pub(super) fn find_misses<S: ?Sized, C: Classifier<S> + ?Sized>(
    classifier: &C,
    subject: &S,
    verdict: &Verdict<C::Segment>,
    explanation: &mut Explanation,
) {
    let as_of = explanation.as_of();
    let mut index = 0;
    for position in 0..explanation.steps().len() {
        let Some(&entry) = explanation.steps().get(position) else { break };
        let Step::Compared { fact, observed, comparison, threshold, holds } = entry.step else { continue };
        if !entry.reached {
            continue;
        }
        if index == MAX_PROBES {
            explanation.skip_probe();
            continue;
        }
        let mut invert = Probe::Invert { index, seen: 0 };
        index = index.saturating_add(1);
        let inverted = classifier.evaluate(subject, &mut Cx::probing(as_of, &mut invert));
        if inverted == *verdict {
            continue;
        }
        let mut miss = Miss::new(position, fact, observed, comparison, threshold, holds, &inverted);
        if let Some((to, nudge)) = miss.fact_move() {
            let mut shift = Probe::Move { fact, to, nudge };
            let moved = classifier.evaluate(subject, &mut Cx::probing(as_of, &mut shift));
            miss.confirm_fact_move(moved == inverted);
        }
        explanation.push_miss(miss);
    }
    explanation.sort_misses();
}
