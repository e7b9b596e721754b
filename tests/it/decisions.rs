//! The whole policy over accounts with a past and with decisions by people: every way of asking gives one answer.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use segmentry::account::{AccountBuilder, Override, Previous, facts};
use segmentry::calendar::Days;
use segmentry::chrono::TimeDelta;
use segmentry::classify::{Answer, Delay, Hysteresis, PlainText, Rating, Side, Step, laws};
use segmentry::rust_decimal::dec;
use segmentry::segment::{
    ATTENTION, AttentionPolicy, Axis, FitPolicy, HealthPolicy, Indicator, LifecyclePolicy, Points,
    PolicyExplanation, ProvisionalTierPolicy, RISK, RiskPolicy, SegmentationPolicyBuilder, TIER, TierPolicy,
    WALLET,
};
use segmentry::{Account, Explanation, Name, Ratio, Score, SegmentationPolicy, Segments, from_fn, name};

use crate::strategy::{EUR, account, as_of, eur, growth, tiers};

pub(crate) const OWNER: Name = name!("owner");

/// Every dimension that there is, and one more.
pub(crate) fn whole() -> SegmentationPolicyBuilder {
    let rated = || {
        from_fn(name!("rated"), |account: &Account, cx| {
            let arr = cx.need(facts::ARR, account.arr(), None)?;
            Ok(Rating::clamped(arr.amount().checked_div(dec!(1000)).unwrap_or_default()))
        })
    };
    let demanding = |account: &Account, cx: &mut segmentry::Cx<'_>| {
        let demanding = cx.need(facts::DEMANDING, account.demanding(), None)?;
        Ok(cx.is_set(facts::DEMANDING, demanding))
    };
    let score = |value| Score::new(value).unwrap();
    let health = HealthPolicy::builder(name!("red"))
        .band(name!("green"), score(dec!(20)), Side::At)
        .upgrade_from(score(dec!(30)))
        .downgrade_below(score(dec!(10)))
        .indicator(Indicator::new(name!("rated"), dec!(1), rated()))
        .cap(facts::DEMANDING, name!("red"), demanding);
    let fit = FitPolicy::builder(name!("not_a_fit")).band(name!("ideal"), score(dec!(50)), Side::Above);
    let fit = fit.indicator(Indicator::new(name!("rated"), dec!(1), rated()));
    let points = from_fn(name!("nps"), |account: &Account, cx| {
        let unhappy = account.nps().is_some_and(|nps| nps.value.value() < dec!(0));
        Ok(Points(u32::from(cx.is_set(facts::NPS, unhappy))))
    });
    let risk = RiskPolicy::builder(name!("low")).factor(facts::NPS, points).band(name!("high"), 1);
    let tier_axis = ["smb", "midmarket", "enterprise", "strategic"].map(|name| Name::new(name).unwrap());
    let risk_axis = Axis::new(RISK, &[name!("low"), name!("high")]);
    let levels = [name!("none"), name!("some"), name!("most")];
    let attention = AttentionPolicy::builder(Axis::new(TIER, &tier_axis), risk_axis, &levels);
    let attention = attention.row(&[0, 1]).row(&[0, 2]).row(&[1, 2]).row(&[1, 2]);
    let owner = from_fn(OWNER, |account: &Account, cx| match account.country() {
        Some(_) => Ok(name!("local")),
        None => Err(cx.missing(facts::COUNTRY)),
    });
    let provisional = ProvisionalTierPolicy::builder(name!("small")).tier(name!("big"), 100);
    SegmentationPolicy::builder(tiers())
        .provisional_tier(provisional.build().unwrap())
        .health(health.build().unwrap())
        .risk(risk.build().unwrap())
        .lifecycle(LifecyclePolicy::default())
        .fit(fit.build().unwrap())
        .attention(attention.build().unwrap())
        .custom(OWNER, owner)
}

/// Policies that differ in what they decide, from the most to the least.
fn policies() -> [SegmentationPolicy; 4] {
    let slow = Delay { confirmations: 2, dwell: Days(60) };
    let brake = Hysteresis::OFF.upgrades(slow).downgrades(slow);
    let dimensions: Vec<Name> =
        whole().build().unwrap().dimensions().filter(|it| *it != OWNER && *it != ATTENTION).collect();
    let held = dimensions.iter().fold(whole().version(2), |it, dimension| it.hysteresis(*dimension, brake));
    let wide = TierPolicy::builder(name!("smb")).tier(name!("midmarket"), eur(25_000));
    let wide = wide.upgrade_from(eur(99_999)).downgrade_below(eur(1)).build().unwrap();
    let custom = from_fn(name!("flat"), |_: &Account, _| Ok(name!("same")));
    let few = SegmentationPolicy::builder(wide).custom(name!("flat"), custom).hysteresis(WALLET, brake);
    let least = SegmentationPolicy::builder(tiers());
    [held, whole(), few, least].map(|builder| builder.build().unwrap())
}

/// A random account, with a past and decisions in some dimensions.
fn decided() -> impl Strategy<Value = Account> {
    with_a_past("a").prop_map(|(builder, decisions)| {
        decisions.into_iter().fold(builder, AccountBuilder::overridden).build().unwrap()
    })
}

/// A random account of this id with a past, and decisions that could be made on it.
pub(crate) fn with_a_past(id: &'static str) -> impl Strategy<Value = (AccountBuilder, Vec<Override>)> {
    let all = whole().build().unwrap();
    let places: Vec<(Name, Name)> = all
        .dimensions()
        .flat_map(|dimension| all.segments(dimension).into_iter().map(move |segment| (dimension, segment)))
        .chain([(OWNER, name!("local")), (TIER, name!("typo")), (name!("nowhere"), name!("typo"))])
        .collect();
    // The quadrant's own past must be a quadrant.
    let past = (select(places.clone()), select(places.clone()), 0..3_u32, 0..3_u32, -100..1_i64);
    let people = (select(places), -9..9_i64, proptest::option::of(0..9_i64));
    (account(), vec(past, 0..5), vec(people, 0..4), growth()).prop_map(
        move |(account, past, people, growth)| {
            let mut builder = Account::builder(id, EUR)
                .arr(account.arr())
                .prior_arr(account.prior_arr())
                .wallet_current(account.wallet_current())
                .wallet_potential(account.wallet_potential())
                .nps(account.nps())
                .started_on(account.started_on())
                .renewal_on(as_of() + TimeDelta::try_days(120).unwrap())
                .demanding(account.external_factor())
                .business_growth(growth)
                .country(account.country());
            for ((dimension, segment), (_, proposed), version, times, days) in past {
                let since = as_of() + TimeDelta::try_days(days).unwrap();
                let previous = Previous::new(segment).since(since).policy_version(version);
                builder = builder.previous(dimension, previous.proposing(proposed, times));
            }
            let mut taken: Vec<Name> = Vec::new();
            let mut decisions = Vec::new();
            for ((dimension, segment), first, length) in people {
                let from = as_of() + TimeDelta::try_days(first).unwrap();
                let decision = Override::new(dimension, segment).by("head of sales").because("y").from(from);
                let until = length.map(|length| from + TimeDelta::try_days(length).unwrap());
                if !taken.contains(&dimension) {
                    decisions.push(until.map_or(decision.clone().indefinitely(), |day| decision.until(day)));
                    taken.push(dimension);
                }
            }
            (builder, decisions)
        },
    )
}

proptest! {
    #[test]
    fn explained_classified_and_remembered_agree(account in decided()) {
        for policy in policies() {
            let (segments, why) = policy.explain(&account, as_of());
            prop_assert_eq!(&segments, &policy.classify(&account, as_of()));
            let answers: Vec<(Name, Answer)> = why.iter().map(|(name, why)| (name, why.answer())).collect();
            prop_assert_eq!(answers, segments.iter().collect::<Vec<_>>());
            prop_assert_eq!(segments.iter().count(), policy.dimensions().count());
            // Stored and read again, and shown: what was held or overridden too.
            for (dimension, explanation) in why.iter() {
                let stored = serde_json::to_string(explanation).unwrap();
                prop_assert_eq!(&serde_json::from_str::<Explanation>(&stored).unwrap(), explanation);
                let text = PlainText(explanation).to_string();
                let people = account.override_on(dimension, as_of()).is_some();
                prop_assert_eq!(text.contains("head of sales"), people, "{}", text);
            }
            let one = std::slice::from_ref(&account);
            prop_assert_eq!(laws::check(&policy.tier_of_account(), one, as_of()), Ok(()));
            prop_assert_eq!(laws::check(&policy.trajectory_of_account(), one, as_of()), Ok(()));
            prop_assert_eq!(laws::check(&policy.wallet_of_account(), one, as_of()), Ok(()));
            // What nobody decided is remembered as it was answered.
            for (dimension, kept) in policy.remember(&account, as_of()) {
                let answer = segments.get(dimension).unwrap();
                let people = account.ruling(dimension, as_of()).is_some_and(|ruling| !ruling.has_expired);
                prop_assert!(people || answer.is_err() || answer == Ok(kept.segment), "{} {:?}", dimension, kept);
            }
        }
    }

    /// Without a past and without decisions, neither hysteresis nor overrides are there at all.
    #[test]
    fn without_a_past_and_decisions_nothing_changes(account in decided()) {
        let [held, plain, ..] = policies();
        let mut bare = Account::builder("a", EUR).arr(account.arr()).prior_arr(account.prior_arr()).nps(account.nps());
        bare = bare.demanding(account.demanding()).renewal_on(account.renewal_on()).started_on(account.started_on());
        let bare = bare.build().unwrap();
        prop_assert_eq!(held.explain(&bare, as_of()), plain.explain(&bare, as_of()));
    }

    /// Whatever it computes, a dimension that waits for ever stays where it was, and its neighbours move as they would.
    #[test]
    fn every_shipped_dimension_can_be_held(account in decided(), place in any::<proptest::sample::Index>()) {
        let plain = whole().build().unwrap();
        let never = Delay { confirmations: u32::MAX, dwell: Days(u32::MAX) };
        let bare = Account::builder("a", EUR).arr(account.arr()).prior_arr(account.prior_arr()).nps(account.nps());
        let bare = bare.wallet_current(account.wallet_current()).wallet_potential(account.wallet_potential());
        let bare = bare.employees(5).country("AT").renewal_on(account.renewal_on()).onboarding(Ratio::ONE);
        let free = plain.classify(&bare.clone().build().unwrap(), as_of());
        for dimension in plain.dimensions().filter(|it| *it != OWNER && *it != ATTENTION) {
            let segments = plain.segments(dimension);
            let was = segments[place.index(segments.len())];
            let held = whole().hysteresis(dimension, Hysteresis::OFF.upgrades(never).downgrades(never)).build().unwrap();
            let before = bare.clone().previous(dimension, Previous::new(was).since(as_of())).build().unwrap();
            let (segments, why) = held.explain(&before, as_of());
            let computed = free.get(dimension).unwrap();
            // Becoming a prospect is an event, and so is the end of a designation.
            let event = computed == Ok(name!("acquisition")) || was == name!("acquisition");
            if event || was == name!("strategic") {
                prop_assert_eq!(segments.get(dimension), Some(computed));
                continue;
            }
            prop_assert_eq!(segments.get(dimension), Some(computed.map(|_| was)), "{}", dimension);
            let (_, why) = why.iter().find(|(name, _)| *name == dimension).unwrap();
            let shown = why.steps().iter().any(|entry| matches!(entry.step, Step::Held { .. }));
            prop_assert_eq!(shown, computed.is_ok_and(|segment| segment != was));
            for other in plain.dimensions().filter(|it| *it != dimension && *it != ATTENTION) {
                prop_assert_eq!(segments.get(other), free.get(other));
            }
        }
    }

    #[test]
    fn memory_reused_across_policies_changes_nothing(accounts in vec(decided(), 1..4), order in vec(0..4_usize, 1..8)) {
        let policies = policies();
        let mut why = PolicyExplanation::new();
        let (mut classified, mut explained) = (Segments::new(), Segments::new());
        for (policy, account) in order.iter().zip(accounts.iter().cycle()) {
            let policy = &policies[*policy];
            let fresh = policy.explain(account, as_of());
            policy.classify_into(account, as_of(), &mut classified);
            prop_assert_eq!(&classified, &fresh.0);
            policy.explain_into(account, as_of(), &mut explained, &mut why);
            let names = |why: &PolicyExplanation| why.iter().map(|(name, _)| name).collect::<Vec<_>>();
            prop_assert_eq!(names(&why), names(&fresh.1));
            prop_assert_eq!((&explained, &why), (&fresh.0, &fresh.1));
        }
    }
}

#[test]
fn only_a_shipped_dimension_is_held_by_the_policy_and_the_last_word_counts() {
    let never = Delay { confirmations: u32::MAX, dwell: Days(u32::MAX) };
    let error = whole().hysteresis(OWNER, Hysteresis::OFF).build().unwrap_err();
    assert_eq!(
        error.to_string(),
        "owner: no dimension whose segments have an order; add it with custom_ordered"
    );
    let brake = Hysteresis::OFF.upgrades(never);
    let policy =
        whole().hysteresis(TIER, brake).hysteresis(TIER, Hysteresis::OFF).version(7).build().unwrap();
    assert_eq!(policy.hysteresis(TIER), Hysteresis::OFF.policy_version(7));
    assert_eq!(policy.hysteresis(OWNER), Hysteresis::OFF.policy_version(7));
    let account = Account::builder("a", EUR).arr(eur(30_000)).previous(TIER, Previous::new(name!("smb")));
    let tier = policy.classify(&account.build().unwrap(), as_of()).get(TIER);
    assert_eq!(tier, Some(Ok(name!("midmarket"))));
}
