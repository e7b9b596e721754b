use super::{Cx, Segment, Step, Value, Verdict};
use crate::account::Previous;
use crate::calendar::{DayCount, Days, NaiveDate, days_between};
use crate::name;
use crate::quantity::Name;

/// When a newly proposed segment takes the place of the previous one: a brake against flapping, upgrades and downgrades
/// apart. By default there is none.
///
/// The account moves once the same segment has been proposed so many times in a row, and it has been in the previous one for
/// so many days. An answer that follows from a changed policy version, or that must not be held back (a decision by people,
/// an event: [`Cx::veto`]), takes its place at once; so does the reason why there is no segment. Nothing is kept above a cap
/// ([`Cx::cap`]), which moves nobody up.
///
/// [`Classifier::held`](super::Classifier::held) applies it; the explanation shows what was proposed and what was kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[must_use]
pub struct Hysteresis {
    policy_version: Option<u32>,
    upgrades: Delay,
    downgrades: Delay,
}

/// How long a move waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Delay {
    /// How many times in a row the segment must be proposed, this time included; 1 (or 0) is at once.
    pub confirmations: u32,
    /// How long the account must have been in the previous segment. Where nobody knows since when, it was long enough
    /// (assumption).
    pub dwell: Days,
}

impl Delay {
    /// At once.
    pub const NONE: Self = Self { confirmations: 1, dwell: Days(0) };
}

impl Default for Delay {
    fn default() -> Self {
        Self::NONE
    }
}

impl Hysteresis {
    /// None: every proposal takes its place at once.
    pub const OFF: Self = Self { policy_version: None, upgrades: Delay::NONE, downgrades: Delay::NONE };

    /// How long a move to a higher segment waits.
    pub const fn upgrades(mut self, delay: Delay) -> Self {
        self.upgrades = delay;
        self
    }

    /// How long a move to a lower segment waits.
    pub const fn downgrades(mut self, delay: Delay) -> Self {
        self.downgrades = delay;
        self
    }

    /// The version of the policy: where another one decided before, nothing waits.
    pub const fn policy_version(mut self, version: u32) -> Self {
        self.policy_version = Some(version);
        self
    }

    /// How long upgrades and downgrades wait.
    #[must_use]
    pub const fn delays(self) -> (Delay, Delay) {
        (self.upgrades, self.downgrades)
    }

    pub(super) fn is_of_another_policy(&self, previous: Previous<Name>) -> bool {
        previous.is_of_another_policy(self.policy_version)
    }

    /// The proposed segment, or the previous one where the move must wait.
    pub(super) fn decide<G: Segment + Ord>(
        &self,
        proposed: G,
        previous: Previous<Name>,
        at_most: Option<G>,
        find: impl Fn(Name) -> Option<G>,
        cx: &mut Cx<'_>,
    ) -> Verdict<G> {
        if previous.segment == proposed.name() {
            return Ok(proposed);
        }
        if self.is_of_another_policy(previous) {
            cx.note(name!("policy_changed"), Value::Flag(true));
            return Ok(proposed);
        }
        // A segment that the policy does not have any more is no place to stay.
        let Some(kept) = find(previous.segment) else {
            cx.note(name!("previous_unknown"), Value::Text(previous.segment));
            return Ok(proposed);
        };
        // What a cap lowers moves at once, as far as the cap says.
        let kept = at_most.map_or(kept, |at_most| kept.min(at_most));
        if kept == proposed {
            return Ok(proposed);
        }
        let delay = if proposed > kept { self.upgrades } else { self.downgrades };
        if Self::has_waited(delay, proposed.name(), previous, cx)? {
            return Ok(proposed);
        }
        cx.record(|| Step::Held { proposed: proposed.name(), kept: kept.name() });
        Ok(kept)
    }

    fn has_waited(delay: Delay, proposed: Name, previous: Previous<Name>, cx: &mut Cx<'_>) -> Verdict<bool> {
        let confirmed = delay.confirmations <= 1
            || cx.at_least(name!("confirmations"), times(proposed, previous), delay.confirmations)?;
        let dwelt = match previous.since {
            Some(since) if delay.dwell > Days(0) => {
                let stay = DayCount(days_between(since, cx.as_of()));
                cx.at_least(name!("days_in_segment"), stay, delay.dwell.into())?
            }
            _ => true,
        };
        Ok(confirmed && dwelt)
    }

    /// What to keep for the next time.
    pub(super) fn next<G: Segment>(
        &self,
        proposed: &Verdict<G>,
        decided: &Verdict<G>,
        previous: Option<Previous<Name>>,
        as_of: NaiveDate,
    ) -> Option<Previous<Name>> {
        let segment = match (decided, previous) {
            (Ok(segment), _) => segment.name(),
            // What has no segment now still was where it was; nothing is proposed in its place.
            (Err(_), previous) => {
                return previous.map(|previous| Previous { proposed: None, proposed_count: 0, ..previous });
            }
        };
        let stays = previous.filter(|previous| previous.segment == segment);
        let mut next = Previous::new(segment);
        next.since = stays.map_or(Some(as_of), |previous| previous.since);
        next.policy_version = previous.and_then(|previous| previous.policy_version);
        if let Ok(other) = proposed.as_ref().map(Segment::name) {
            if other != segment {
                next = next.proposing(other, previous.map_or(1, |previous| times(other, previous)));
            }
        }
        Some(Previous { policy_version: self.policy_version.or(next.policy_version), ..next })
    }
}

/// How many times in a row a segment has been proposed, this time included.
fn times(proposed: Name, previous: Previous<Name>) -> u32 {
    if previous.proposed == Some(proposed) { previous.proposed_count.saturating_add(1) } else { 1 }
}
