//! Finds what would have to change for another answer, by evaluating again with one thing altered.

use std::cmp::Ordering;

use super::part::{Altered, FactSet, Memory};
use super::{Classifier, Comparison, Cx, Entry, Explanation, Miss, Part, Parts, Step, Value, Verdict};
use crate::quantity::Name;

/// At most this many comparisons of one explanation are inverted; the rest is counted as not examined.
const MAX_PROBES: usize = 1024;

/// What to alter in an evaluation.
#[derive(Clone, Copy, Debug)]
enum Alteration {
    /// Invert this one comparison, counting from 0.
    Invert { index: usize },
    /// Let a fact stand elsewhere, in every comparison: at a value, or just beyond it.
    Move { fact: Name, to: Value, nudge: Ordering },
}

/// An evaluation with one alteration.
#[derive(Debug)]
pub(super) struct Probe {
    alteration: Alteration,
    /// Comparisons made so far.
    seen: usize,
    /// Whether the alteration has been met.
    altered: bool,
    memory: Memory,
}

impl Probe {
    /// One that evaluates everything again.
    pub(super) const fn forgetful() -> Self {
        Self::new(Memory::new())
    }

    const fn new(memory: Memory) -> Self {
        Self { alteration: Alteration::Invert { index: 0 }, seen: 0, altered: false, memory }
    }

    fn start(&mut self, alteration: Alteration, altered: Altered) -> &mut Self {
        self.alteration = alteration;
        self.seen = 0;
        self.altered = false;
        self.memory.rewind(altered);
        self
    }

    pub(super) fn invert(&mut self, index: usize) -> &mut Self {
        self.start(Alteration::Invert { index }, Altered::Comparison(index))
    }

    fn shift(&mut self, fact: Name, to: Value, nudge: Ordering) -> &mut Self {
        self.start(Alteration::Move { fact, to, nudge }, Altered::Fact(FactSet::of(fact)))
    }

    pub(super) fn parts(&mut self) -> Parts {
        self.memory.list(!self.altered)
    }

    #[inline]
    pub(super) fn recall<T: Part>(&mut self, parts: &mut Parts) -> Option<T> {
        let (result, comparisons) = self.memory.recall(parts)?;
        self.seen = self.seen.saturating_add(comparisons);
        Some(result)
    }

    pub(super) const fn memory(&mut self) -> &mut Memory {
        &mut self.memory
    }

    /// What a comparison gives where one of them is inverted; `None` where a fact is moved, which depends on the values.
    pub(super) fn inverted(&mut self, holds: bool) -> Option<bool> {
        match self.alteration {
            Alteration::Invert { .. } => Some(self.invert_if_asked(holds)),
            Alteration::Move { .. } => None,
        }
    }

    /// For a comparison that no value can be moved through.
    pub(super) fn invert_if_asked(&mut self, holds: bool) -> bool {
        let Alteration::Invert { index } = self.alteration else { return holds };
        let inverted = self.seen == index;
        self.altered |= inverted;
        self.seen = self.seen.saturating_add(1);
        holds != inverted
    }

    pub(super) fn answer(
        &mut self,
        fact: Name,
        observed: Value,
        comparison: Comparison,
        threshold: Value,
        holds: bool,
    ) -> bool {
        match self.alteration {
            Alteration::Invert { .. } => self.invert_if_asked(holds),
            Alteration::Move { fact: moved, to, nudge } if moved == fact && to.order(observed).is_some() => {
                self.altered = true;
                comparison.holds_at(to, nudge, threshold).unwrap_or(holds)
            }
            Alteration::Move { .. } => holds,
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
    let mut probe = Probe::new(explanation.take_memory());
    let mut index = 0;
    for position in 0..explanation.steps().len() {
        let is_compared = |entry: &Entry| entry.reached && matches!(entry.step, Step::Compared { .. });
        if !explanation.steps().get(position).is_some_and(is_compared) {
            continue;
        }
        if index == MAX_PROBES {
            explanation.skip_probe();
            continue;
        }
        let inverted = classifier.evaluate(subject, &mut Cx::probing(as_of, probe.invert(index)));
        index = index.saturating_add(1);
        if inverted == *verdict {
            continue;
        }
        let Some(Entry { step: Step::Compared { fact, observed, comparison, threshold, holds }, .. }) =
            explanation.steps().get(position).copied()
        else {
            continue;
        };
        let mut miss = Miss::new(position, fact, observed, comparison, threshold, holds, &inverted);
        if let Some((to, nudge)) = miss.fact_move() {
            let shift = probe.shift(fact, to, nudge);
            let moved = classifier.evaluate(subject, &mut Cx::probing(as_of, shift));
            miss.confirm_fact_move(moved == inverted);
        }
        explanation.insert_miss(miss, probe.memory.gaps());
    }
    explanation.return_memory(probe.memory);
}
