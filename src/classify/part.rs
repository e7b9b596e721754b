//! Independent parts of one answer: the factors of a risk, the indicators of a score.
//!
//! Finding misses evaluates again with one thing altered. Where an answer is made of parts that do not depend on each
//! other, those that the alteration does not touch would give what they gave before; so they are remembered, not
//! evaluated.

use rust_decimal::Decimal;

use crate::quantity::Name;

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
    /// Whether they are the first of the whole evaluation.
    first: bool,
}

/// What an answer adds to a sum. Nobody else can make one, so that only classifiers of ours note inversions: those whose
/// last comparisons alone decide.
#[derive(Clone, Copy, Debug)]
pub struct Addend<G>(pub(crate) fn(G) -> u32);

impl<G> Addend<G> {
    /// What the part adds where the comparison at hand, inverted alone, leads to this answer.
    #[inline]
    pub(super) fn inversion(self, answer: G) -> Inversion {
        Inversion::Adds((self.0)(answer))
    }
}

/// What inverting a comparison alone leads to, as far as the record tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Inversion {
    /// It has to be tried.
    Unknown,
    /// Its part adds this to the sum.
    Adds(u32),
    /// The sum is this.
    Sums(u64),
    /// The same answer.
    Idle,
}

/// A set of facts, one bit each. Two facts can share a bit: then a part is evaluated again for nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct FactSet(u64);

impl FactSet {
    pub(super) const EMPTY: Self = Self(0);

    pub(super) fn of(fact: &Name) -> Self {
        Self(1_u64.wrapping_shl(fact.mix().into()))
    }

    const fn add(&mut self, other: Self) {
        self.0 |= other.0;
    }

    const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    const fn shared_with(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
}

/// A comparison of a recorded evaluation that was reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reached {
    /// The position of its step.
    pub(super) position: usize,
    /// The part that it belongs to.
    pub(super) part: Option<usize>,
    pub(super) inversion: Inversion,
}

/// One part of a recorded evaluation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Remembrance {
    /// Which list of parts of the evaluation it belongs to.
    list: usize,
    /// How many of its comparisons were reached.
    comparisons: usize,
    /// The facts that it compared.
    facts: FactSet,
    /// `None` where it gave none.
    result: Option<Remembered>,
}

/// The parts of one recorded evaluation, and how far another one has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Memory {
    parts: Vec<Remembrance>,
    /// The facts that the present part has compared so far.
    facts: FactSet,
    /// The facts that any part has compared, and those that more than one has.
    compared: FactSet,
    compared_twice: FactSet,
    /// The sum of the first list of parts, and the comparisons up to its end.
    sum: Option<(u64, usize)>,
    /// Lists of parts begun so far.
    lists: usize,
    /// Parts within parts belong to the outer one.
    within: bool,
}

impl Memory {
    pub(super) const fn new() -> Self {
        Self {
            parts: Vec::new(),
            facts: FactSet::EMPTY,
            compared: FactSet::EMPTY,
            compared_twice: FactSet::EMPTY,
            sum: None,
            lists: 0,
            within: false,
        }
    }

    pub(super) fn clear(&mut self) {
        self.parts.clear();
        self.facts = FactSet::EMPTY;
        self.compared = FactSet::EMPTY;
        self.compared_twice = FactSet::EMPTY;
        self.sum = None;
        self.rewind();
    }

    /// Notes that a fact is compared; the part that it is compared in.
    #[inline]
    pub(super) fn compared(&mut self, fact: &Name) -> Option<usize> {
        if self.within {
            self.facts.add(FactSet::of(fact));
        }
        self.within.then_some(self.parts.len())
    }

    /// Before another evaluation.
    pub(super) const fn rewind(&mut self) {
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
        Parts { next: unaltered.then_some(first), first: list == 0 }
    }

    /// Keeps the sum of a list whose parts have all given something, the comparisons up to its end, and what inverting one
    /// of them makes of it. The first list of an evaluation has it: others find their parts one by one.
    pub(super) fn keep_sum(
        &mut self,
        parts: Parts,
        sum: u64,
        comparisons: &mut [Reached],
        is_idle: impl Fn(u64) -> bool,
    ) {
        if !parts.first || self.parts.iter().any(|part| part.result.is_none()) {
            return;
        }
        self.sum = Some((sum, comparisons.len()));
        for Reached { part, inversion, .. } in comparisons {
            let Inversion::Adds(after) = *inversion else { continue };
            let result = part.and_then(|part| self.parts.get(part)?.result);
            let Some(Remembered::Points(before)) = result else { continue };
            // No sum is too large: what was added can be taken away again.
            let other = sum.saturating_sub(before.into()).saturating_add(after.into());
            *inversion = if is_idle(other) { Inversion::Idle } else { Inversion::Sums(other) };
        }
    }

    /// The sum of the first list, which an evaluation that has not been altered yet begins here, and at which comparison to
    /// go on; `None` where its parts are to be asked one by one.
    #[inline]
    pub(super) fn known_sum(
        &mut self,
        part: Option<usize>,
        inversion: Inversion,
        facts: impl Fn() -> FactSet,
    ) -> Option<(u64, usize)> {
        let (sum, end) = self.sum.filter(|_| self.lists == 0 && !self.within)?;
        let sum = match (part.and_then(|index| self.parts.get(index)), inversion) {
            (None, _) if self.compared.meets(facts()) => return None,
            // The altered part has compared the fact itself; no other part may have.
            (Some(part), _)
                if self.compared_twice.meets(part.facts) && self.compared_twice.meets(facts()) =>
            {
                return None;
            }
            (Some(_), Inversion::Sums(other)) => other,
            (Some(part), _) if part.list == 0 => return None,
            _ => sum,
        };
        self.lists = 1;
        Some((sum, end))
    }

    /// What the next part gave, and how many comparisons it made, unless it gave nothing or compares what a probe alters.
    #[inline]
    pub(super) fn recall<T: Part>(&self, parts: &mut Parts, altered: FactSet) -> Option<(T, usize)> {
        let index = parts.next?;
        parts.next = index.checked_add(1);
        let part = self.parts.get(index)?;
        if part.facts.meets(altered) {
            return None;
        }
        Some((T::recall(part.result?)?, part.comparisons))
    }

    /// Enters a part; whether it lies within no other.
    pub(super) const fn enter(&mut self) -> bool {
        if self.within {
            return false;
        }
        self.within = true;
        self.facts = FactSet::EMPTY;
        true
    }

    /// Enters or leaves a part that lies within no other.
    pub(super) const fn mark_part(&mut self, within: bool) {
        self.within = within;
    }

    /// Remembers the part that was entered, and how many comparisons it made.
    pub(super) fn remember<T: Part>(&mut self, comparisons: usize, result: Option<T>) {
        self.compared_twice.add(self.compared.shared_with(self.facts));
        self.compared.add(self.facts);
        self.parts.push(Remembrance {
            list: self.lists.saturating_sub(1),
            comparisons,
            facts: self.facts,
            result: result.map(Part::keep),
        });
    }
}
