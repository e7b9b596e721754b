//! Finds what would have to change for another answer, by evaluating again with one thing altered.

use std::cmp::Ordering;

use super::explanation::Trace;
use super::part::{FactSet, Inversion, Memory, Reached};
use super::{
    Answer, Classifier, Comparison, Cx, Entry, Explanation, Move, Part, Parts, Step, Value, Verdict,
};
use crate::quantity::Name;

/// At most this many comparisons of one explanation are inverted; the rest is counted as not examined.
const MAX_PROBES: usize = 1024;

/// A fact that stands elsewhere, in every comparison: where it inverts one of them.
// Borrowed, as steps are all along: copying them costs more than most evaluations.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shift<'a> {
    fact: &'a Name,
    observed: &'a Value,
    comparison: Comparison,
    threshold: &'a Value,
    holds: bool,
}

impl<'a> Shift<'a> {
    pub(super) const fn of(step: &'a Step) -> Option<Self> {
        let Step::Compared { fact, observed, comparison, threshold, holds } = step else { return None };
        Some(Self { fact, observed, comparison: *comparison, threshold, holds: *holds })
    }

    /// Where the fact would have to stand to invert its comparison: at a value, or just beyond it. `None` where no other value
    /// is sure to.
    fn target(&self) -> Option<(&'a Value, Ordering)> {
        match (Move::across(self.observed, self.comparison, self.holds), self.observed) {
            (Move::Change, Value::Flag(true)) => Some((&Value::Flag(false), Ordering::Equal)),
            (Move::Change, Value::Flag(false)) => Some((&Value::Flag(true), Ordering::Equal)),
            (Move::Change, _) => None,
            (Move::Reach, _) => Some((self.threshold, Ordering::Equal)),
            (Move::Pass, _) => Some((
                self.threshold,
                match self.comparison {
                    Comparison::AtLeast | Comparison::Below => Ordering::Less,
                    Comparison::AtMost | Comparison::Above => Ordering::Greater,
                    Comparison::Equals | Comparison::OneOf => Ordering::Equal,
                },
            )),
        }
    }

    /// Whether there is such a place.
    fn is_movable(&self) -> bool {
        matches!(self.observed, Value::Flag(_))
            || Move::across(self.observed, self.comparison, self.holds) != Move::Change
    }

    /// What a comparison of the fact gives with the fact there; `None` for another kind of value, which stays.
    fn holds(&self, observed: &Value, comparison: Comparison, threshold: &Value) -> Option<bool> {
        let (to, nudge) = self.target()?;
        to.order(observed)?;
        comparison.holds_at(to, nudge, threshold)
    }
}

/// An evaluation with one thing altered: a comparison inverted, or a fact moved.
#[derive(Debug)]
pub(super) struct Probe<'a> {
    /// The comparison to invert, counting from 0; else the fact is moved.
    inverted: Option<usize>,
    /// The part that it belongs to.
    part: Option<usize>,
    inversion: Inversion,
    shift: Shift<'a>,
    /// The fact of the shift as a set, once somebody has asked for it.
    facts: Option<FactSet>,
    /// Whether all comparisons gave what they would give with the fact moved.
    agrees: bool,
    /// Comparisons made so far.
    seen: usize,
    /// Whether the alteration has been met.
    altered: bool,
    memory: &'a mut Memory,
}

impl<'a> Probe<'a> {
    /// Inverts one comparison, and watches whether moving its fact would do the same.
    pub(super) fn invert(
        index: usize,
        part: Option<usize>,
        inversion: Inversion,
        watched: Shift<'a>,
        memory: &'a mut Memory,
    ) -> Self {
        Self::new(Some(index), part, inversion, watched, memory)
    }

    fn shift(shift: Shift<'a>, memory: &'a mut Memory) -> Self {
        Self::new(None, None, Inversion::Unknown, shift, memory)
    }

    const fn new(
        inverted: Option<usize>,
        part: Option<usize>,
        inversion: Inversion,
        shift: Shift<'a>,
        memory: &'a mut Memory,
    ) -> Self {
        memory.rewind();
        Self { inverted, part, inversion, shift, facts: None, agrees: true, seen: 0, altered: false, memory }
    }

    /// Whether all comparisons gave what they would give with the fact moved.
    pub(super) const fn agrees(&self) -> bool {
        self.agrees
    }

    pub(super) fn parts(&mut self) -> Parts {
        self.memory.list(!self.altered)
    }

    #[inline]
    pub(super) fn recall<T: Part>(&mut self, parts: &mut Parts) -> Option<T> {
        // A comparison that is inverted is one of this fact.
        let altered = *self.facts.get_or_insert_with(|| FactSet::of(self.shift.fact));
        let (result, comparisons) = self.memory.recall(parts, altered)?;
        self.seen = self.seen.saturating_add(comparisons);
        Some(result)
    }

    /// The sum of the parts that begin here, where it is known. The evaluation goes on after them all.
    #[inline]
    pub(super) fn known_sum(&mut self) -> Option<u64> {
        if self.altered {
            return None;
        }
        let fact = self.shift.fact;
        let (sum, end) = self.memory.known_sum(self.part, self.inversion, || FactSet::of(fact))?;
        self.altered = matches!(self.inversion, Inversion::Sums(_));
        self.seen = end;
        Some(sum)
    }

    /// How many comparisons come before the one that is inverted, unless it is past.
    #[inline]
    pub(super) const fn before_inverted(&self) -> Option<usize> {
        match self.inverted {
            Some(inverted) => inverted.checked_sub(self.seen),
            None => None,
        }
    }

    /// Whether the fact is a flag. Turning it does not invert every comparison of it, as moving any other across the
    /// threshold does.
    #[inline]
    pub(super) const fn shifts_flag(&self) -> bool {
        matches!(self.shift.observed, Value::Flag(_))
    }

    /// Whether a fact is watched, or moved.
    #[inline]
    pub(super) fn minds(&self, fact: &Name) -> bool {
        self.shift.fact == fact
    }

    /// Whether the alteration lies behind, and comparisons of a fact give what they give for nobody.
    #[inline]
    pub(super) fn is_past(&self, fact: &Name) -> bool {
        self.altered && !self.minds(fact)
    }

    /// Passes comparisons that are neither inverted nor of a fact that it minds.
    #[inline]
    pub(super) const fn pass(&mut self, comparisons: usize) {
        self.seen = self.seen.saturating_add(comparisons);
    }

    /// Passes comparisons up to the inverted one, all of which give what they would give with its fact moved.
    #[inline]
    pub(super) const fn pass_inverted(&mut self) {
        if let Some(inverted) = self.inverted {
            self.seen = inverted.saturating_add(1);
        }
        self.altered = true;
    }

    pub(super) const fn memory(&mut self) -> &mut Memory {
        self.memory
    }

    /// What a comparison gives. Its values are asked for where the fact stands elsewhere.
    #[inline]
    pub(super) fn compared(
        &mut self,
        fact: &Name,
        holds: bool,
        values: impl FnOnce() -> (Value, Comparison, Value),
    ) -> bool {
        let before_inverted = self.before_inverted();
        if before_inverted == Some(0) && !self.shifts_flag() {
            // Moving the fact across the threshold does the same.
            self.pass_inverted();
            return !holds;
        }
        let inverted = before_inverted == Some(0);
        self.pass(1);
        self.altered |= inverted;
        let answer = holds != inverted;
        if !self.minds(fact) {
            return answer;
        }
        let (observed, comparison, threshold) = values();
        let moved = self.shift.holds(&observed, comparison, &threshold);
        if self.inverted.is_some() {
            self.agrees &= moved.unwrap_or(holds) == answer;
            return answer;
        }
        self.altered |= moved.is_some();
        moved.unwrap_or(holds)
    }
}

/// Lists every comparison that, inverted alone, changes the verdict, the smallest relative gap first.
pub(super) fn find_misses<S: ?Sized, C: Classifier<S> + ?Sized>(
    classifier: &C,
    subject: &S,
    verdict: &Verdict<C::Segment>,
    explanation: &mut Explanation,
) {
    search(explanation, &mut |cx| {
        let other = classifier.evaluate(subject, cx);
        if other == *verdict { None } else { Some(Answer::of(&other)) }
    });
}

/// The same for any classifier, so that it is compiled once: `other` gives the answer where it is another.
fn search(explanation: &mut Explanation, other: &mut dyn FnMut(&mut Cx<'_>) -> Option<Answer>) {
    let as_of = explanation.as_of();
    let Trace { entries, memory, comparisons, findings, .. } = explanation.trace();
    let examined = comparisons.get(..MAX_PROBES).unwrap_or(comparisons);
    let not_examined = comparisons.len().saturating_sub(examined.len());
    for (index, Reached { position, part, inversion }) in examined.iter().copied().enumerate() {
        if inversion == Inversion::Idle {
            continue;
        }
        let Some(shift) = entries.get(position).and_then(|Entry { step, .. }| Shift::of(step)) else {
            continue;
        };
        let mut probe = Probe::invert(index, part, inversion, shift, memory);
        let mut cx = Cx::probing(as_of, &mut probe);
        let Some(inverted) = other(&mut cx) else { continue };
        // Where every comparison agrees with the moved fact, evaluating with it moved would do the same again.
        let can_move = shift.is_movable()
            && (cx.agrees()
                || other(&mut Cx::probing(as_of, &mut Probe::shift(shift, memory))) == Some(inverted));
        findings.push(position, shift.observed.relative_gap(shift.threshold, as_of), inverted, can_move);
    }
    explanation.end_search(u32::try_from(not_examined).unwrap_or(u32::MAX));
}
