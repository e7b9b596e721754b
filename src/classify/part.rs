//! Independent parts of one answer: the factors of a risk, the indicators of a score.
//!
//! Finding misses evaluates again with one thing altered. Where an answer is made of parts that do not depend on each
//! other, those that the alteration does not touch would give what they gave before; so they are remembered, not
//! evaluated.

use rust_decimal::Decimal;

use crate::quantity::{Gap, Name};

/// What a part gives, in a form that can be remembered.
pub(crate) trait Part: Copy {
    /// Into the remembered form.
    fn keep(self) -> Remembered;

    /// Back; `None` for what another type of part gave.
    fn recall(remembered: Remembered) -> Option<Self>;
}

/// What a part gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Remembered {
    Points(u32),
    Rating(Decimal),
}

/// The parts of one evaluation, while they are asked in order.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Parts {
    /// Where the next part stands among the remembered ones.
    next: Option<usize>,
}

/// A set of facts, one bit each. Two facts can share a bit: then a part is evaluated again for nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct FactSet(u64);

impl FactSet {
    pub(super) const EMPTY: Self = Self(0);

    pub(super) fn of(fact: Name) -> Self {
        Self(1_u64.wrapping_shl(fact.mix().into()))
    }

    const fn add(&mut self, other: Self) {
        self.0 |= other.0;
    }

    const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

/// What a probe alters, or looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Altered {
    /// One comparison, counting from 0.
    pub(super) comparison: Option<usize>,
    /// Facts, in all their comparisons.
    pub(super) facts: FactSet,
}

impl Altered {
    const NOTHING: Self = Self { comparison: None, facts: FactSet::EMPTY };
}

/// One part of a recorded evaluation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Remembrance {
    /// Which list of parts of the evaluation it belongs to.
    list: usize,
    /// Its comparisons among all that were reached.
    comparisons: (usize, usize),
    /// The facts that it compared.
    facts: FactSet,
    /// `None` where it gave none.
    result: Option<Remembered>,
}

impl Remembrance {
    fn is_touched_by(&self, altered: Altered) -> bool {
        let (start, end) = self.comparisons;
        altered.comparison.is_some_and(|index| start <= index && index < end)
            || self.facts.meets(altered.facts)
    }
}

/// The parts of one recorded evaluation, and how far another one has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Memory {
    parts: Vec<Remembrance>,
    /// Comparisons recorded so far, of those that were reached.
    comparisons: usize,
    /// The facts that the present part has compared so far.
    facts: FactSet,
    altered: Altered,
    /// Lists of parts begun so far.
    lists: usize,
    /// Parts within parts belong to the outer one.
    within: bool,
    /// The gaps of the misses found so far, in their order.
    gaps: Vec<Gap>,
}

impl Memory {
    pub(super) const fn new() -> Self {
        Self {
            parts: Vec::new(),
            comparisons: 0,
            facts: FactSet::EMPTY,
            altered: Altered::NOTHING,
            lists: 0,
            within: false,
            gaps: Vec::new(),
        }
    }

    pub(super) fn clear(&mut self) {
        self.parts.clear();
        self.gaps.clear();
        self.comparisons = 0;
        self.facts = FactSet::EMPTY;
        self.rewind(Altered::NOTHING);
    }

    /// Comparisons recorded so far, of those that were reached.
    pub(super) const fn comparisons(&self) -> usize {
        self.comparisons
    }

    /// Notes a comparison that was reached.
    pub(super) fn compared(&mut self, fact: Name) {
        self.comparisons = self.comparisons.saturating_add(1);
        if self.within {
            self.facts.add(FactSet::of(fact));
        }
    }

    /// Before another evaluation.
    pub(super) const fn rewind(&mut self, altered: Altered) {
        self.altered = altered;
        self.lists = 0;
        self.within = false;
    }

    /// Begins a list of parts. Only an evaluation that has not been altered yet is sure to be at the same list.
    pub(super) fn list(&mut self, unaltered: bool) -> Parts {
        if self.within {
            return Parts::default();
        }
        let list = self.lists;
        self.lists = self.lists.saturating_add(1);
        let first = if list == 0 { 0 } else { self.parts.partition_point(|part| part.list < list) };
        Parts { next: unaltered.then_some(first) }
    }

    /// What the next part gave, and how many comparisons it made, unless it gave nothing or can change.
    #[inline]
    pub(super) fn recall<T: Part>(&self, parts: &mut Parts) -> Option<(T, usize)> {
        let index = parts.next?;
        parts.next = index.checked_add(1);
        let part = self.parts.get(index)?;
        if part.is_touched_by(self.altered) {
            return None;
        }
        Some((T::recall(part.result?)?, part.comparisons.1.saturating_sub(part.comparisons.0)))
    }

    /// Hands over what the next parts gave, up to the first that gave nothing or can change, and this many at the most;
    /// how many they are, and how many comparisons they made.
    #[inline]
    pub(super) fn recall_run<T: Part>(
        &self,
        parts: &mut Parts,
        most: usize,
        mut take: impl FnMut(T),
    ) -> (usize, usize) {
        let rest = parts.next.and_then(|next| self.parts.get(next..)).unwrap_or_default();
        let mut count = 0_usize;
        for part in rest.iter().take(most).take_while(|part| !part.is_touched_by(self.altered)) {
            let Some(result) = part.result.and_then(T::recall) else { break };
            take(result);
            count = count.saturating_add(1);
        }
        parts.next = parts.next.and_then(|next| next.checked_add(count));
        let passed = rest.get(..count).unwrap_or_default();
        let comparisons = match (passed.first(), passed.last()) {
            (Some(first), Some(last)) => last.comparisons.1.saturating_sub(first.comparisons.0),
            _ => 0,
        };
        (count, comparisons)
    }

    /// Enters a part: the comparisons before it, unless it lies within another.
    pub(super) const fn enter(&mut self) -> Option<usize> {
        if self.within {
            return None;
        }
        self.within = true;
        self.facts = FactSet::EMPTY;
        Some(self.comparisons)
    }

    pub(super) const fn gaps(&mut self) -> &mut Vec<Gap> {
        &mut self.gaps
    }

    pub(super) const fn leave(&mut self) {
        self.within = false;
    }

    pub(super) fn remember<T: Part>(&mut self, start: usize, result: Option<T>) {
        self.parts.push(Remembrance {
            list: self.lists.saturating_sub(1),
            comparisons: (start, self.comparisons),
            facts: self.facts,
            result: result.map(Part::keep),
        });
    }
}
