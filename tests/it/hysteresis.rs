//! Hysteresis: agreement with a state machine that keeps the whole past, what bypasses it, and what it remembers.

use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::*;
use proptest::sample::select;
use segmentry::account::{AccountBuilder, Designation, Previous, StrategicReason, facts};
use segmentry::calendar::{Days, add_months};
use segmentry::chrono::{NaiveDate, TimeDelta};
use segmentry::classify::{Delay, Held, Hysteresis, Rating, Step, Value, laws};
use segmentry::rust_decimal::dec;
use segmentry::segment::{HEALTH, HealthPolicy, Indicator, TIER};
use segmentry::{Account, Classifier, Name, Score, SegmentationPolicy, Unclassified, Verdict, from_fn, name};

use crate::strategy::{EUR, as_of, date, eur, tiers};

const LEVELS: [Name; 3] = [name!("a"), name!("b"), name!("c")];
const LEVEL: Name = name!("level");

/// What is observed of it, whether that must not be held back, and where it was.
#[derive(Clone, Copy, Debug)]
struct Seen {
    level: Option<u32>,
    veto: bool,
    before: Option<Previous<Name>>,
}

/// The level as it is; `c` from 2 on, so that there is something to compare.
fn plain() -> impl Classifier<Seen, Segment = Name> + Clone {
    from_fn(LEVEL, |seen: &Seen, cx| {
        let level = cx.need(LEVEL, seen.level.map(Into::into), None)?;
        if seen.veto {
            cx.veto();
        }
        Ok(match (cx.at_least(LEVEL, level, 1)?, cx.at_least(LEVEL, level, 2)?) {
            (_, true) => LEVELS[2],
            (true, _) => LEVELS[1],
            _ => LEVELS[0],
        })
    })
}

type Look = fn(&Seen) -> Option<Previous<Name>>;
type Find = fn(Name) -> Option<Name>;

fn held(brake: Hysteresis) -> Held<impl Classifier<Seen, Segment = Name> + Clone, Seen, Find, Look> {
    let find: Find = |name| LEVELS.contains(&name).then_some(name);
    let look: Look = |seen| seen.before;
    plain().held(brake, find, look)
}

fn delay() -> impl Strategy<Value = Delay> {
    (0..5_u32, select(vec![0, 1, 30, 31, 90, 91]))
        .prop_map(|(confirmations, dwell)| Delay { confirmations, dwell: Days(dwell) })
}

fn brake() -> impl Strategy<Value = Hysteresis> {
    (delay(), delay()).prop_map(|(up, down)| Hysteresis::OFF.upgrades(up).downgrades(down))
}

fn before() -> impl Strategy<Value = Previous<Name>> {
    let name = || select(vec![LEVELS[0], LEVELS[1], LEVELS[2], name!("gone")]);
    let since = weighted(0.7, (-5..120_i64).prop_map(|days| as_of() - TimeDelta::try_days(days).unwrap()));
    let proposing = weighted(0.7, (name(), select(vec![0, 1, 2, 3, u32::MAX])));
    (name(), since, proposing, weighted(0.5, 1..3_u32)).prop_map(|(segment, since, proposing, version)| {
        let mut previous = Previous::new(segment);
        (previous.since, previous.policy_version) = (since, version);
        proposing.map_or(previous, |(segment, times)| previous.proposing(segment, times))
    })
}

fn seen() -> impl Strategy<Value = Seen> {
    (weighted(0.9, 0..4_u32), weighted(0.2, Just(())), weighted(0.9, before()))
        .prop_map(|(level, veto, before)| Seen { level, veto: veto.is_some(), before })
}

/// Every proposal so far with its day, and since which of them the account is where it is: a run is counted from the end.
#[derive(Default)]
struct Past {
    proposals: Vec<(Option<usize>, NaiveDate)>,
    stay: Option<(usize, NaiveDate, u32)>,
    counts_from: usize,
}

impl Past {
    fn ask(
        &mut self,
        proposal: Option<usize>,
        at_once: bool,
        on: NaiveDate,
        version: u32,
        delays: [Delay; 2],
    ) -> Option<usize> {
        self.proposals.push((proposal, on));
        let proposed = proposal?;
        let Some((level, since, by)) = self.stay else {
            return Some(self.settle(proposed, proposed, on, version));
        };
        if level == proposed {
            self.stay = Some((level, since, version));
            return Some(level);
        }
        if at_once || by != version {
            return Some(self.settle(proposed, proposed, on, version));
        }
        let away = |it: &&(Option<usize>, NaiveDate)| {
            it.0.is_some_and(|it| if proposed < level { it < level } else { it > level })
        };
        let run: Vec<_> = self.proposals[self.counts_from..].iter().rev().take_while(away).collect();
        let days: std::collections::BTreeSet<NaiveDate> = run.iter().map(|it| it.1).collect();
        let levels = run.iter().filter_map(|it| it.0);
        let Delay { confirmations, dwell } = delays[usize::from(proposed < level)];
        let nearest = match confirmations {
            0 | 1 => proposed,
            _ if proposed < level => levels.max().unwrap(),
            _ => levels.min().unwrap(),
        };
        let waited = (on - since).num_days() >= dwell.0.into()
            && days.len() >= usize::try_from(confirmations).unwrap();
        if waited {
            return Some(self.settle(nearest, proposed, on, version));
        }
        self.stay = Some((level, since, version));
        Some(level)
    }

    /// A new place; what was proposed beyond it counts as the first of another run.
    fn settle(&mut self, level: usize, proposed: usize, on: NaiveDate, version: u32) -> usize {
        self.stay = Some((level, on, version));
        self.counts_from = self.proposals.len() - usize::from(level != proposed);
        level
    }
}

proptest! {
    /// Proposals month after month, or day after day, by policies that sometimes change.
    #[test]
    fn a_walk_agrees_with_a_state_machine(
        up in delay(), down in delay(),
        walk in vec((weighted(0.9, select(vec![0, 0, 1, 1, 1, 2])), select(vec![0, 1, 15, 30, 31, 45]), 0..12_u32), 1..30),
    ) {
        let (mut past, mut before, mut on, mut version) = (Past::default(), None, as_of(), 1);
        for (level, days, rare) in walk {
            on += TimeDelta::try_days(days).unwrap();
            version += u32::from(rare == 0);
            let veto = rare == 1;
            let held = held(Hysteresis::OFF.upgrades(up).downgrades(down).policy_version(version));
            let seen = Seen { level, veto, before };
            prop_assert_eq!(laws::check(&held, &[seen], on), Ok(()));
            let proposal = level.map(|level| usize::try_from(level).unwrap());
            let expected = past.ask(proposal, veto, on, version, [up, down]).map(|level| LEVELS[level]);
            prop_assert_eq!(held.classify(&seen, on), expected.ok_or(Unclassified::Missing(LEVEL)));
            before = held.remember(&seen, on);
            let kept = before.map(|previous| (previous.segment, previous.since));
            prop_assert_eq!(kept, past.stay.map(|(level, since, _)| (LEVELS[level], Some(since))));
        }
    }

    #[test]
    fn it_answers_what_is_proposed_or_what_was(seen in seen(), brake in brake(), version in weighted(0.5, 1..3_u32)) {
        let brake = version.map_or(brake, |version| brake.policy_version(version));
        let (verdict, why) = held(brake).explain(&seen, as_of());
        prop_assert_eq!(laws::check(&held(brake), &[seen], as_of()), Ok(()));
        let proposed = plain().classify(&seen, as_of());
        let kept = verdict.clone().ok().filter(|_| verdict != proposed);
        if let (Some(kept), Ok(proposed)) = (kept, &proposed) {
            // What was, or something on the way to what is proposed.
            let was = seen.before.unwrap().segment;
            prop_assert!(was.min(*proposed) <= kept && kept <= was.max(*proposed));
        }
        let step = why.steps().iter().find_map(|entry| match entry.step {
            Step::Held { proposed, kept } => Some((Ok(proposed), kept)),
            _ => None,
        });
        prop_assert_eq!(step, kept.map(|kept| (proposed.clone(), kept)));
        // What nothing holds back: no previous segment, one that is gone, a veto, another version, no brake.
        let open = [
            held(brake).classify(&Seen { before: None, ..seen }, as_of()),
            held(brake).classify(&Seen { before: Some(Previous::new(name!("gone"))), ..seen }, as_of()),
            held(brake).classify(&Seen { veto: true, ..seen }, as_of()),
            held(brake.policy_version(9)).classify(&Seen { before: seen.before.map(|it| it.policy_version(8)), ..seen }, as_of()),
            held(Hysteresis::OFF).classify(&seen, as_of()),
            held(Hysteresis::OFF.upgrades(Delay { confirmations: 0, dwell: Days(0) })).classify(&seen, as_of()),
        ];
        prop_assert!(open.iter().all(|answer| *answer == proposed), "{:?}", open);
        prop_assert!(proposed.is_ok() || verdict == proposed);
    }

    /// A proposal that goes on wins in the end.
    #[test]
    fn nobody_is_stuck_for_ever(mut seen in seen(), brake in brake(), level in 0..4_u32) {
        seen.level = Some(level);
        let proposed = plain().classify(&seen, as_of());
        let months: Vec<Verdict<Name>> = (0..9).map(|month| {
            let on = add_months(as_of(), month).unwrap();
            let answer = held(brake).classify(&seen, on);
            seen.before = held(brake).remember(&seen, on);
            answer
        }).collect();
        let moved = months.iter().position(|answer| *answer == proposed);
        prop_assert!(moved.is_some_and(|moved| months.iter().skip(moved).all(|answer| *answer == proposed)), "{:?}", months);
    }
}

#[test]
fn what_would_have_to_move_is_a_confirmation_or_a_day() {
    let since = Some(Previous::new(LEVELS[0]).since(date(2026, 6, 1)));
    let seen = Seen { level: Some(1), veto: false, before: since };
    for (confirmations, dwell, answer, misses) in [
        (2, 0, "a", vec!["confirmations would have to reach 2 (now 1, 1 short): b"]),
        (1, 30, "a", vec!["days_in_segment would have to reach 30 days (now 29 days, 1 day short): b"]),
        // Both lack: neither alone would do.
        (2, 30, "a", vec![]),
        (
            1,
            29,
            "b",
            vec!["days_in_segment would have to fall below 29 days (now 29 days, exactly on it): a"],
        ),
        (1, 0, "b", vec![]),
    ] {
        let held = held(Hysteresis::OFF.upgrades(Delay { confirmations, dwell: Days(dwell) }));
        laws::check(&held, &[seen], as_of()).unwrap();
        let (verdict, why) = held.explain(&seen, as_of());
        assert_eq!(verdict.unwrap().as_str(), answer, "{confirmations} {dwell}");
        let found: Vec<String> = why.misses().iter().map(ToString::to_string).collect();
        let of_time: Vec<&String> = found.iter().filter(|miss| !miss.contains("level")).collect();
        assert_eq!(of_time, misses.iter().collect::<Vec<_>>(), "{found:?}");
    }
}

/// A proposal that waits is given up where nothing can be said in between: `b` does not count when `c` is proposed twice.
#[test]
fn an_answer_without_a_segment_ends_a_run() {
    let held = held(Hysteresis::OFF.upgrades(Delay { confirmations: 2, dwell: Days(0) }));
    let mut before = Some(Previous::new(LEVELS[0]).since(date(2026, 1, 1)));
    let mut ask = |level, day| {
        let (seen, on) = (Seen { level, veto: false, before }, date(2026, 6, day));
        before = held.remember(&seen, on);
        (held.classify(&seen, on).ok(), before.map(|kept| (kept.segment, kept.proposed, kept.proposed_count)))
    };
    let [a, b, c] = LEVELS;
    assert_eq!(ask(Some(1), 1), (Some(a), Some((a, Some(b), 1))));
    assert_eq!(ask(None, 2), (None, Some((a, None, 0))));
    assert_eq!(ask(Some(2), 3), (Some(a), Some((a, Some(c), 1))));
    assert_eq!(ask(Some(2), 4), (Some(c), Some((c, None, 0))));
}

fn noted(why: &segmentry::Explanation, note: &str) -> Option<Value> {
    why.note(Name::new(note).unwrap())
}

#[test]
fn what_bypasses_is_noted() {
    let never = Delay { confirmations: u32::MAX, dwell: Days(u32::MAX) };
    let brake = Hysteresis::OFF.upgrades(never).downgrades(never).policy_version(2);
    let seen = |before: Previous<Name>, veto| Seen { level: Some(2), veto, before: Some(before) };
    let (was, set) = (Previous::new(LEVELS[0]).since(as_of()), Some(Value::Flag(true)));
    let gone = Previous::new(name!("gone"));
    for (seen, answer, note, value) in [
        (seen(was.policy_version(1), false), "c", "policy_changed", set),
        (seen(gone, false), "c", "previous_unknown", Some(Value::Text(name!("gone")))),
        (seen(was, true), "c", "not_held_back", set),
        (seen(was.policy_version(2), false), "a", "policy_changed", None),
    ] {
        let (verdict, why) = held(brake).explain(&seen, as_of());
        assert_eq!((verdict.unwrap().as_str(), noted(&why, note)), (answer, value));
    }
}

/// A cap and a designation are decided elsewhere: they take their place at once.
#[test]
fn a1_2_a_designation_and_a_cap_are_not_held_back() {
    let never = Delay { confirmations: u32::MAX, dwell: Days(u32::MAX) };
    let brake = Hysteresis::OFF.upgrades(never).downgrades(never);
    let score = from_fn(name!("score"), |account: &Account, cx| {
        let score: Score = cx.need(facts::HEALTH_SCORE, account.health_score(), None)?;
        Ok(Rating::clamped(score.value()))
    });
    let health = HealthPolicy::red_yellow_green()
        .indicator(Indicator::new(name!("score"), dec!(1), score))
        .cap(facts::DEMANDING, name!("red"), |account: &Account, cx| {
            let demanding = cx.need(facts::DEMANDING, account.demanding(), None)?;
            Ok(cx.is_set(facts::DEMANDING, demanding))
        });
    let policy = SegmentationPolicy::builder(tiers()).health(health.build().unwrap());
    let policy = policy.hysteresis(TIER, brake).hysteresis(HEALTH, brake).build().unwrap();
    let builder = || {
        let known = Account::builder("a", EUR).arr(eur(100_000)).health_score(Score::new(dec!(60)).unwrap());
        known
            .previous(TIER, Previous::new(name!("smb")).since(as_of()))
            .previous(HEALTH, Previous::new(name!("green")).since(as_of()))
    };
    let answers = |builder: AccountBuilder| {
        let segments = policy.classify(&builder.build().unwrap(), as_of());
        [TIER, HEALTH].map(|dimension| segments.get(dimension).unwrap().unwrap().to_string())
    };
    let strategic = Designation::new(StrategicReason::MajorUpsell);
    assert_eq!(answers(builder()), ["smb", "green"]);
    assert_eq!(answers(builder().demanding(false)), ["smb", "green"]);
    assert_eq!(answers(builder().demanding(true)), ["smb", "red"]);
    assert_eq!(answers(builder().designation(strategic.clone())), ["strategic", "green"]);
    // From the day on which it was made.
    let tomorrow = as_of() + TimeDelta::try_days(1).unwrap();
    assert_eq!(answers(builder().designation(strategic.on(tomorrow))), ["smb", "green"]);
}
