use super::{Cx, Segment, Step, Value, Verdict};
use crate::account::Previous;
use crate::calendar::{DayCount, Days, NaiveDate, days_between};
use crate::name;
use crate::quantity::Name;

/// When a newly proposed segment takes the place of the previous one: a brake against flapping, upgrades and downgrades
/// apart. By default there is none.
///
/// The account moves once segments on the same side of the previous one have been proposed so many times in a row (twice on one
/// day counts once), to the nearest of them, and once it has been in the previous one for so many days. An answer that follows from a changed policy version, or that must not be held back (a decision by people,
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
    /// How many times in a row a move in this direction must be proposed, this time included; 1 (or 0) is at once.
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
        let run = Run::of(proposed, kept, previous, &find, cx.as_of());
        // One proposal is enough where no more are asked for: then the others of the run say nothing.
        let target = if delay.confirmations <= 1 { proposed } else { run.nearest };
        let decided = if Self::has_waited(delay, run.times, previous, cx)? { target } else { kept };
        if decided != proposed {
            cx.record(|| Step::Held { proposed: proposed.name(), kept: decided.name() });
        }
        Ok(decided)
    }

    fn has_waited(delay: Delay, times: u32, previous: Previous<Name>, cx: &mut Cx<'_>) -> Verdict<bool> {
        let confirmed =
            delay.confirmations <= 1 || cx.at_least(name!("confirmations"), times, delay.confirmations)?;
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
    pub(super) fn next<G: Segment + Ord>(
        &self,
        proposed: &Verdict<G>,
        decided: &Verdict<G>,
        previous: Option<Previous<Name>>,
        find: impl Fn(Name) -> Option<G>,
        as_of: NaiveDate,
    ) -> Option<Previous<Name>> {
        let decided = match decided {
            Ok(segment) => *segment,
            // What has no segment now still was where it was; nothing is proposed in its place.
            Err(_) => {
                return previous.map(|previous| Previous { proposed: None, proposed_count: 0, ..previous });
            }
        };
        let mut next = Previous::new(decided.name());
        let stays = previous.filter(|previous| previous.segment == decided.name());
        next.since = stays.map_or(Some(as_of), |previous| previous.since);
        next.policy_version = previous.and_then(|previous| previous.policy_version);
        next.asked_on = Some(as_of);
        match proposed {
            Ok(proposed) if *proposed != decided => {
                let before = previous.unwrap_or(next);
                let run = Run::of(*proposed, decided, before, find, as_of);
                next = next.proposing(run.nearest.name(), run.times);
            }
            _ => {}
        }
        Some(Previous { policy_version: self.policy_version.or(next.policy_version), ..next })
    }
}

/// Proposals in a row that lie on the same side of the segment kept.
struct Run<G> {
    /// The one that moves the account least.
    nearest: G,
    /// How many, this time included; asking twice on one day counts once.
    times: u32,
}

impl<G: Segment + Ord> Run<G> {
    fn of(
        proposed: G,
        kept: G,
        previous: Previous<Name>,
        find: impl Fn(Name) -> Option<G>,
        as_of: NaiveDate,
    ) -> Self {
        let up = proposed > kept;
        let earlier =
            previous.proposed.and_then(find).filter(|earlier| *earlier != kept && (*earlier > kept) == up);
        let Some(earlier) = earlier else { return Self { nearest: proposed, times: 1 } };
        let again = u32::from(previous.asked_on != Some(as_of));
        Self {
            nearest: if up { earlier.min(proposed) } else { earlier.max(proposed) },
            times: previous.proposed_count.saturating_add(again).max(1),
        }
    }
}
