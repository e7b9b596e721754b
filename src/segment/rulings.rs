use super::parameter::{Faults, Parameter, Source};
use super::{OverrideScope, SegmentationPolicy};
use crate::account::{Account, Override, Ruling, Term};
use crate::classify::{Cx, Fault, FaultKind, Verdict};
use crate::name;
use crate::quantity::{Name, excerpt};

type Scoped = (OverrideScope, Override);

/// The decisions by people that stand in a policy.
#[derive(Clone, Debug, Default)]
pub(super) struct Rulings {
    given: Vec<Scoped>,
    /// Positions by the account's id, so that a policy can hold many accounts; those by a condition come first.
    sorted: Vec<usize>,
}

impl Rulings {
    pub(super) fn push(&mut self, scope: OverrideScope, decision: Override) {
        let id = scope.account_id();
        let place = self.sorted.partition_point(|at| self.id(*at) <= id);
        self.sorted.insert(place, self.given.len());
        self.given.push((scope, decision));
    }

    /// Whether nobody has decided anything of an account, on it or here: so of nearly all.
    #[inline]
    pub(super) fn leave_alone(&self, account: &Account) -> bool {
        self.given.is_empty() && account.overrides().is_empty()
    }

    /// In the order given.
    pub(super) fn given(&self) -> &[Scoped] {
        &self.given
    }

    fn id(&self, at: usize) -> Option<&str> {
        self.given.get(at).and_then(|(scope, _)| scope.account_id())
    }

    /// The positions of those of one account; of those by a condition without an id.
    fn of(&self, id: Option<&str>) -> impl Iterator<Item = usize> {
        let start = self.sorted.partition_point(|at| self.id(*at) < id);
        self.sorted.iter().skip(start).copied().take_while(move |at| self.id(*at) == id)
    }

    /// Those that could be meant for an account, with their positions.
    fn near(&self, account: &Account) -> impl Iterator<Item = (usize, &Scoped)> {
        let positions = self.of(None).chain(self.of(Some(account.id())));
        positions.filter_map(|at| Some((at, self.given.get(at)?)))
    }

    /// The positions of those whose scope holds for an account, whenever they are in force.
    pub(super) fn matching(&self, account: &Account, cx: &mut Cx<'_>) -> impl Iterator<Item = usize> {
        self.near(account).filter(|(_, (scope, _))| scope.holds(account, cx) == Ok(true)).map(|(at, _)| at)
    }

    /// What people decided of an account on a dimension, on the account or here: the one decision in force, else the last
    /// that has ended.
    pub(super) fn ruling(
        &self,
        dimension: Name,
        account: &Account,
        cx: &mut Cx<'_>,
    ) -> Verdict<Option<Ruling>> {
        let as_of = cx.as_of();
        let near =
            || self.near(account).map(|(_, given)| given).filter(|(_, of)| of.dimension() == dimension);
        let mut found = account.ruling(dimension, as_of);
        for (scope, decision) in near().filter(|(_, decision)| decision.is_live(as_of)) {
            if scope.holds(account, cx)? {
                let ruling = decision.ruling(Some(scope.name()), as_of);
                if let Some(other) = found.filter(|other| !other.has_expired) {
                    // Which of them people meant, nobody can tell.
                    return Err(Fault::from(FaultKind::TwoOverrides(Box::new([other, ruling]))).into());
                }
                found = Some(ruling);
            }
        }
        if cx.is_tracing() && found.is_none_or(|ruling| ruling.has_expired) {
            // What has ended decides nothing, so only an explanation asks whom it was meant for.
            for (scope, decision) in near().filter(|(_, decision)| decision.has_expired(as_of)) {
                let ruling = decision.ruling(Some(scope.name()), as_of);
                let is_last = found.is_none_or(|other| other.until < ruling.until);
                if is_last && cx.shaded(|cx| scope.holds(account, cx)) == Some(Ok(true)) {
                    found = Some(ruling);
                }
            }
        }
        Ok(found)
    }

    /// For showing, each under its dimension.
    pub(super) fn parameters(&self) -> impl Iterator<Item = (Name, Parameter)> {
        self.given.iter().map(|(scope, decision)| {
            let from = decision.first_day().map(|day| format!(" from {day}")).unwrap_or_default();
            let until = decision.term().and_then(Term::last_day).map(|day| format!(" until {day}"));
            let term = from + until.as_deref().unwrap_or(", indefinitely");
            let (author, reason) = (decision.author(), decision.reason());
            let value = format!("{} for {scope}{term}, by {author}: {reason}", decision.segment());
            (decision.dimension(), Parameter { name: name!("override"), value, source: Source::Given })
        })
    }

    /// What is wrong with them in a policy that is complete otherwise.
    pub(super) fn check(&self, policy: &SegmentationPolicy, faults: &mut Faults) {
        for (position, (scope, decision)) in self.given.iter().enumerate() {
            let (dimension, segment) = (decision.dimension(), decision.segment());
            let mut fault = |problem: String| faults.push_of(dimension, Some(position), problem);
            scope.check().unwrap_or_else(&mut fault);
            decision.check().unwrap_or_else(|problem| fault(format!("{scope}: {problem}")));
            let known = policy.segments(dimension);
            if !policy.dimensions().any(|decided| decided == dimension) {
                fault(format!(
                    "{scope}: override to `{segment}`: the policy does not decide this dimension; add it, or take the override out"
                ));
            } else if !known.is_empty() && !known.contains(&segment) {
                let known: Vec<&str> = known.iter().map(Name::as_str).collect();
                let known = known.join(", ");
                fault(format!(
                    "{scope}: override to `{segment}`: the dimension has no such segment; it has {known}"
                ));
            }
            let earlier = self.of(scope.account_id()).filter(|at| *at < position);
            let mut earlier = earlier.filter_map(|at| self.given.get(at));
            if let Some((_, other)) = earlier.find(|(of, other)| of == scope && other.overlaps(decision)) {
                let named = |of: &Override| format!("to `{}` by `{}`", of.segment(), excerpt(of.author()));
                let (one, two) = (named(other), named(decision));
                fault(format!("{scope}: overrides {one} and {two} are in force together; end one of them"));
            }
        }
    }
}
