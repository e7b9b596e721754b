//! Evaluations within an evaluation: rules, parts, what is not reached, what a subject was before.

use super::context::{Orders, Watch};
use super::part::{Addend, Inversion};
use super::{Answer, Cx, Part, Parts, Segment, Step, Unclassified, Verdict};
use crate::quantity::Name;

/// For whoever looks on. Apart, so that an answer at which nobody looks is not moved through memory.
#[inline(never)]
fn watched_rule<G: Segment>(
    cx: &mut Cx<'_>,
    rule: &Name,
    evaluate: impl FnOnce(&mut Cx<'_>) -> Verdict<G>,
) -> Verdict<G> {
    if !cx.is_tracing() {
        return evaluate(cx);
    }
    let verdict = cx.within(rule, evaluate);
    cx.record(|| Step::Answered { rule: *rule, answer: Answer::of(&verdict) });
    verdict
}

impl Cx<'_> {
    /// Evaluates a named rule: its steps stand one level deeper, between its name and its answer.
    ///
    /// # Errors
    /// Those of the rule.
    #[inline(always)]
    pub fn rule<G: Segment>(
        &mut self,
        rule: Name,
        evaluate: impl FnOnce(&mut Cx<'_>) -> Verdict<G>,
    ) -> Verdict<G> {
        self.rule_lent(&rule, evaluate)
    }

    /// The same for a name that is kept.
    #[inline(always)]
    pub(crate) fn rule_lent<G: Segment>(
        &mut self,
        rule: &Name,
        evaluate: impl FnOnce(&mut Cx<'_>) -> Verdict<G>,
    ) -> Verdict<G> {
        if self.is_off() { evaluate(self) } else { watched_rule(self, rule, evaluate) }
    }

    /// Evaluates under a name, whose answer is for the caller to record.
    #[inline]
    pub(crate) fn within<T>(&mut self, rule: &Name, evaluate: impl FnOnce(&mut Self) -> T) -> T {
        self.record(|| Step::Rule { rule: *rule });
        self.nest(1);
        let result = evaluate(self);
        self.nest(-1);
        result
    }

    /// Begins parts of one answer that do not depend on each other; they are always asked in the same order.
    #[inline]
    pub(crate) fn parts(&mut self) -> Parts {
        match &mut self.watch {
            Watch::Off => Parts::default(),
            Watch::Record(trace) if trace.shade > 0 || !trace.seeks_misses() => Parts::default(),
            Watch::Record(trace) => trace.memory.list(false),
            Watch::Probe(probe) => probe.parts(),
        }
    }

    /// Evaluates the next part under its name; a probe that cannot change it recalls what it gave. What it gives is
    /// for the caller to record. Where it gives nothing, the reason is left in `lacking`: a verdict would be moved
    /// through memory again and again.
    #[inline(always)]
    pub(crate) fn part<T: Part>(
        &mut self,
        parts: &mut Parts,
        rule: &Name,
        lacking: &mut Unclassified,
        evaluate: impl FnOnce(&mut Self, &mut Unclassified) -> Option<T>,
    ) -> Option<T> {
        if self.is_unwatched() {
            return evaluate(self, lacking);
        }
        // In line, since most parts of a probe are recalled.
        if let Watch::Probe(probe) = &mut self.watch {
            if let recalled @ Some(_) = probe.recall(parts) {
                return recalled;
            }
        }
        self.looked_at_part(rule, lacking, evaluate)
    }

    /// Remembers the sum of parts, for probes that alter one of them at the most. Another sum that is idle leads to the same
    /// answer, margins aside.
    #[inline]
    pub(crate) fn keep_sum(&mut self, parts: Parts, sum: u64, is_idle: impl Fn(u64) -> bool) {
        let looks_back = self.came_from.is_some();
        if let Watch::Record(trace) = &mut self.watch {
            trace.memory.keep_sum(parts, sum, &mut trace.comparisons, |other| !looks_back && is_idle(other));
        }
    }

    /// The sum of the parts that would begin now, where a probe knows it without asking them.
    #[inline]
    pub(crate) fn known_sum(&mut self) -> Option<u64> {
        match &mut self.watch {
            Watch::Off | Watch::Record(_) => None,
            Watch::Probe(probe) => probe.known_sum(),
        }
    }

    /// Notes to what the comparison made last leads, inverted alone.
    #[inline]
    pub(super) fn note_inversion<G>(&mut self, addend: Addend<G>, answer: G) {
        if let Watch::Record(trace) = &mut self.watch {
            trace.note_inversion(addend.inversion(answer));
        }
    }

    /// Whether nobody minds any more what comparisons of a fact give: a probe that has met its alteration, and moves another.
    #[inline]
    pub(crate) fn is_past(&self, fact: &Name) -> bool {
        matches!(&self.watch, Watch::Probe(probe) if probe.is_past(fact)) && self.came_from.is_none()
    }

    /// Parts within a part belong to it.
    #[inline]
    const fn mark_part(&mut self, within: bool) {
        if let Watch::Probe(probe) = &mut self.watch {
            probe.memory().mark_part(within);
        }
    }

    #[inline(never)]
    fn looked_at_part<T: Part>(
        &mut self,
        rule: &Name,
        lacking: &mut Unclassified,
        evaluate: impl FnOnce(&mut Self, &mut Unclassified) -> Option<T>,
    ) -> Option<T> {
        // The subject was in a segment of the whole; of its parts, none is known.
        if self.came_from.is_some() {
            return self.coming_from(None, |cx| cx.looked_at_part(rule, lacking, evaluate));
        }
        match &mut self.watch {
            Watch::Off => evaluate(self, lacking),
            Watch::Record(_) => self.recorded_part(rule, lacking, evaluate),
            Watch::Probe(probe) => {
                let outermost = probe.memory().enter();
                let (result, _) = self.with_orders(|cx| evaluate(cx, lacking));
                if outermost {
                    self.mark_part(false);
                }
                result
            }
        }
    }

    #[inline]
    fn recorded_part<T: Part>(
        &mut self,
        rule: &Name,
        lacking: &mut Unclassified,
        evaluate: impl FnOnce(&mut Self, &mut Unclassified) -> Option<T>,
    ) -> Option<T> {
        let Watch::Record(trace) = &mut self.watch else { return evaluate(self, lacking) };
        // What is not reached is not probed.
        let first = trace.comparisons.len();
        let outermost = trace.shade == 0 && trace.seeks_misses() && trace.memory.enter();
        trace.push(Step::Rule { rule: *rule });
        trace.depth = trace.depth.saturating_add(1);
        // Mostly there are no orders to put aside.
        let (result, orders) = if self.orders.is_none() {
            (evaluate(self, lacking), self.orders)
        } else {
            self.with_orders(|cx| evaluate(cx, lacking))
        };
        let Watch::Record(trace) = &mut self.watch else { return result };
        trace.depth = trace.depth.saturating_sub(1);
        // What a part gives stands with its weight.
        if result.is_none() {
            trace.push(Step::Answered { rule: *rule, answer: Answer::Unclassified(lacking.reason()) });
        }
        if outermost {
            // Orders are not remembered: who gives them is always asked.
            let comparisons = trace.comparisons.len().saturating_sub(first);
            trace.memory.remember(comparisons, result.filter(|_| orders.is_none()));
            trace.memory.mark_part(false);
        } else {
            // What a part within a part would give says nothing of the outer one.
            let within = trace.comparisons.get_mut(first..).unwrap_or_default();
            within.iter_mut().for_each(|reached| reached.inversion = Inversion::Unknown);
        }
        result
    }

    #[inline]
    fn nest(&mut self, by: i16) {
        if let Watch::Record(trace) = &mut self.watch {
            trace.depth = trace.depth.saturating_add_signed(by);
        }
    }

    /// Evaluates what the answer does not depend on, for the explanation alone: its steps are marked as not
    /// reached, its verdict and its faults are dropped. Without a trace nothing is evaluated.
    #[inline]
    pub fn not_reached<G>(&mut self, evaluate: impl FnOnce(&mut Cx<'_>) -> Verdict<G>) {
        let _ = self.shaded(evaluate);
    }

    /// The same with its answer, for showing; `None` without a trace.
    #[inline]
    pub(crate) fn shaded<T>(&mut self, evaluate: impl FnOnce(&mut Cx<'_>) -> T) -> Option<T> {
        self.aside(|cx| {
            cx.shade(1);
            let result = evaluate(cx);
            cx.shade(-1);
            result
        })
    }

    /// Tells the explanation more, in a context of its own: orders that are given there are nobody's. `None` without a trace.
    #[inline]
    pub(crate) fn aside<T>(&mut self, tell: impl FnOnce(&mut Cx<'_>) -> T) -> Option<T> {
        self.recorder().map(|mut recorder| tell(&mut recorder))
    }

    /// Another context that goes on with the trace, so that this one is in memory for nobody. `None` without a trace.
    #[inline(always)]
    fn recorder(&mut self) -> Option<Cx<'_>> {
        let as_of = self.as_of();
        let Watch::Record(trace) = &mut self.watch else { return None };
        let mut recorder = Cx::recording(as_of, trace);
        recorder.came_from = self.came_from;
        Some(recorder)
    }

    /// Evaluates for a subject that was in this segment before, or in none that counts: the margins of
    /// [`Bands`](super::Bands) look at it.
    pub fn coming_from<T>(&mut self, segment: Option<Name>, evaluate: impl FnOnce(&mut Self) -> T) -> T {
        let outer = std::mem::replace(&mut self.came_from, segment);
        let result = evaluate(self);
        self.came_from = outer;
        result
    }

    /// The segment in which the subject was before, where somebody looks back.
    #[must_use]
    #[inline]
    pub const fn came_from(&self) -> Option<Name> {
        self.came_from
    }

    /// Says that this answer must not be held back by a [`Hysteresis`](super::Hysteresis): a decision by people, an event.
    #[inline]
    pub const fn veto(&mut self) {
        self.orders.vetoed = true;
    }

    /// Says that no [`Hysteresis`](super::Hysteresis) may keep the subject above this segment. The answer itself is for the
    /// classifier to lower.
    #[inline]
    pub const fn cap(&mut self, at_most: Name) {
        self.orders.at_most = Some(at_most);
    }

    /// A context where nobody looks on, in place of this one where that is so ([`is_unwatched`](Self::is_unwatched)): where a
    /// classifier is evaluated in line, the compiler sees that nobody does, and leaves out what only explanations need.
    #[inline(always)]
    pub(crate) const fn apart(&self) -> Cx<'static> {
        Cx::new(self.as_of())
    }

    /// Takes over the orders that were given apart.
    #[inline(always)]
    pub(crate) fn follow(&mut self, apart: &Cx<'_>) {
        if !apart.orders.is_none() {
            self.orders = self.orders.and(apart.orders);
        }
    }

    /// What an evaluation gives, and what it says about being held back.
    #[inline]
    pub(super) fn with_orders<T>(&mut self, evaluate: impl FnOnce(&mut Self) -> T) -> (T, Orders) {
        let outer = std::mem::replace(&mut self.orders, Orders::none());
        let result = evaluate(self);
        let orders = self.orders;
        self.orders = outer.and(orders);
        (result, orders)
    }

    /// Evaluates what may have no opinion; what has none gives no orders either.
    #[inline]
    pub(super) fn attempt<G>(&mut self, evaluate: impl FnOnce(&mut Self) -> Verdict<G>) -> Verdict<G> {
        let had_none = self.orders.is_none();
        let verdict = evaluate(self);
        if had_none && matches!(verdict, Err(Unclassified::NoMatch)) {
            self.orders = Orders::none();
        }
        verdict
    }

    fn shade(&mut self, by: i16) {
        if let Watch::Record(trace) = &mut self.watch {
            trace.shade(by);
        }
    }
}
