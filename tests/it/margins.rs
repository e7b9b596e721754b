//! Margins of bands: agreement with a clamp, and their edges in every model that has them.

use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::*;
use segmentry::account::{Previous, facts};
use segmentry::classify::{Hysteresis, Rating, Side, Step, laws};
use segmentry::rust_decimal::dec;
use segmentry::segment::{
    HEALTH, HealthPolicy, Indicator, Points, PolicyError, RISK, RiskPolicy, SegmentationPolicyBuilder, TIER,
    TierPolicy, TierPolicyBuilder,
};
use segmentry::{
    Account, Bands, Classifier, Cx, Decimal, Name, Score, Segment, SegmentationPolicy, from_fn, name,
};

use crate::strategy::{EUR, as_of, eur, ticks};

const VALUE: Name = name!("value");

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Band(usize);

impl Segment for Band {
    fn name(&self) -> Name {
        Name::new(&format!("band_{}", self.0)).unwrap()
    }
}

/// A cut: where it falls, where it is, where it rises, and whether the value itself is below it.
type Cut = (u32, u32, u32, bool);

fn cuts() -> impl Strategy<Value = Vec<Cut>> {
    let cut = (0..25_u32, 0..25_u32, 1..15_u32, any::<bool>());
    vec(cut, 0..5).prop_map(|drawn| {
        let mut from = 30;
        let mut risen = |step: u32| {
            from += step;
            from
        };
        drawn
            .into_iter()
            .map(|(down, up, step, above)| (risen(step), down, up, above))
            .map(|(at, down, up, above)| (at - down, at, at + up, above))
            .collect()
    })
}

fn bands_of(cuts: &[Cut]) -> Result<Bands<u32, Band>, String> {
    let builder =
        cuts.iter().zip(1..).fold(Bands::builder(Band(0)), |builder, ((down, at, up, above), rank)| {
            let builder = if *above { builder.above(*at, Band(rank)) } else { builder.at(*at, Band(rank)) };
            builder.upgrade_from(*up).downgrade_below(*down)
        });
    builder.build().map_err(|error| error.to_string())
}

/// How many cuts lie under a value, where each lies in one of three places.
fn rank(cuts: &[Cut], value: u32, place: fn(&Cut) -> u32) -> usize {
    let under = |cut: &&Cut| if cut.3 { value > place(cut) } else { value >= place(cut) };
    cuts.iter().filter(under).count()
}

/// The value looked up as it comes from a band.
#[derive(Clone, Copy, Debug)]
struct Coming {
    value: u32,
    from: Option<usize>,
}

proptest! {
    /// Who comes from somewhere stays there, unless even the cuts that lie highest say more, or those that lie lowest less.
    #[test]
    fn a_margin_is_a_clamp_and_rises(cuts in cuts(), values in vec(0..150_u32, 1..12), from in weighted(0.8, 0..7_usize)) {
        let rises = |place: fn(&Cut) -> u32| cuts.windows(2).all(|pair| (place(&pair[0]), pair[0].3) < (place(&pair[1]), pair[1].3));
        let built = bands_of(&cuts);
        prop_assert_eq!(built.is_ok(), rises(|cut| cut.0) && rises(|cut| cut.1) && rises(|cut| cut.2));
        let Ok(bands) = built else { return Ok(()) };
        let look = |coming: &Coming| coming.from.map(|from| Previous::new(Band(from).name()));
        let find = |name| bands.segments().map(|(_, band)| band).find(|band| band.name() == name);
        let located = from_fn(VALUE, |coming: &Coming, cx: &mut Cx<'_>| bands.locate(VALUE, coming.value, cx));
        let held = located.held(Hysteresis::OFF, find, look);
        let mut values = values;
        values.extend(cuts.iter().flat_map(|(down, at, up, _)| [*down, *at, *up]).flat_map(|edge| [edge.saturating_sub(1), edge, edge + 1]));
        values.sort_unstable();
        let mut lowest = Band(0);
        for value in values {
            let coming = Coming { value, from };
            prop_assert_eq!(laws::check(&held, &[coming], as_of()), Ok(()));
            let (verdict, why) = held.explain(&coming, as_of());
            let proposed = Band(rank(&cuts, value, |cut| cut.1));
            let known = from.filter(|from| *from <= cuts.len());
            let clamped = |from: usize| Band(from.clamp(rank(&cuts, value, |cut| cut.2), rank(&cuts, value, |cut| cut.0)));
            let expected = known.map_or(proposed, clamped);
            prop_assert_eq!(&verdict, &Ok(expected), "{} from {:?}", value, from);
            let steps: Vec<Step> = why.steps().iter().map(|entry| entry.step).filter(|step| matches!(step, Step::Held { .. })).collect();
            let shown = (expected != proposed).then_some(Step::Held { proposed: proposed.name(), kept: expected.name() });
            prop_assert_eq!(steps, shown.into_iter().collect::<Vec<_>>());
            prop_assert!(lowest <= expected);
            lowest = expected;
        }
    }
}

fn score(value: Decimal) -> Score {
    Score::new(value).unwrap()
}

fn wide_tiers() -> TierPolicyBuilder {
    let smb = TierPolicy::builder(name!("smb")).tier(name!("mid"), eur(25_000));
    let mid = smb.upgrade_from(eur(28_000)).downgrade_below(eur(22_000));
    mid.tier(name!("large"), eur(100_000)).upgrade_from(eur(110_000)).downgrade_below(eur(90_000))
}

/// Tiers, health with an exclusive and an inclusive end, and risk, each with margins.
fn policy() -> SegmentationPolicyBuilder {
    let rated = from_fn(VALUE, |account: &Account, cx| {
        let score: Score = cx.need(facts::HEALTH_SCORE, account.health_score(), None)?;
        Ok(Rating::clamped(score.value()))
    });
    let health = HealthPolicy::builder(name!("red"))
        .band(name!("yellow"), score(dec!(50)), Side::Above)
        .upgrade_from(score(dec!(55)))
        .downgrade_below(score(dec!(45)))
        .band(name!("green"), score(dec!(75)), Side::At)
        .upgrade_from(score(dec!(80)))
        .downgrade_below(score(dec!(70)))
        .indicator(Indicator::new(VALUE, dec!(1), rated));
    let points = from_fn(VALUE, |account: &Account, cx| {
        Ok(Points(cx.need(facts::EMPLOYEES, account.employees(), None)?))
    });
    let risk = RiskPolicy::builder(name!("low")).factor(VALUE, points).band(name!("high"), 60);
    let risk = risk.upgrade_from(70).downgrade_below(50);
    let policy = SegmentationPolicy::builder(wide_tiers().build().unwrap()).health(health.build().unwrap());
    policy.risk(risk.build().unwrap())
}

#[test]
fn just_below_on_and_above_both_ends_from_below_and_from_above() {
    let arr = |euros: i64, more: i64| Account::builder("a", EUR).arr(ticks(euros * 10_000 + more));
    let health = |value| Account::builder("a", EUR).health_score(score(value));
    let risk = |points| Account::builder("a", EUR).employees(points);
    let (just, up) = (dec!(0.000000000000000001), |value: i64, more: Decimal| Decimal::from(value) + more);
    for (dimension, from, rows) in [
        (TIER, "", vec![(arr(25_000, -1), "smb"), (arr(25_000, 0), "mid"), (arr(100_000, 0), "large")]),
        (TIER, "gone", vec![(arr(25_000, -1), "smb"), (arr(25_000, 0), "mid"), (arr(99_999, 0), "mid")]),
        (TIER, "smb", vec![(arr(28_000, -1), "smb"), (arr(28_000, 0), "mid"), (arr(28_000, 1), "mid")]),
        (TIER, "smb", vec![(arr(0, 0), "smb"), (arr(110_000, -1), "mid"), (arr(110_000, 0), "large")]),
        (TIER, "mid", vec![(arr(22_000, -1), "smb"), (arr(22_000, 0), "mid"), (arr(22_000, 1), "mid")]),
        (
            TIER,
            "mid",
            vec![(arr(110_000, -1), "mid"), (arr(110_000, 0), "large"), (arr(110_000, 1), "large")],
        ),
        (TIER, "large", vec![(arr(90_000, -1), "mid"), (arr(90_000, 0), "large"), (arr(90_000, 1), "large")]),
        (TIER, "large", vec![(arr(22_000, -1), "smb"), (arr(22_000, 0), "mid"), (arr(25_000, -1), "mid")]),
        (
            HEALTH,
            "red",
            vec![(health(up(55, -just)), "red"), (health(dec!(55)), "red"), (health(up(55, just)), "yellow")],
        ),
        (
            HEALTH,
            "red",
            vec![
                (health(up(80, -just)), "yellow"),
                (health(dec!(80)), "green"),
                (health(dec!(100)), "green"),
            ],
        ),
        (
            HEALTH,
            "yellow",
            vec![(health(up(45, -just)), "red"), (health(dec!(45)), "red"), (health(up(45, just)), "yellow")],
        ),
        (HEALTH, "yellow", vec![(health(up(80, -just)), "yellow"), (health(dec!(80)), "green")]),
        (
            HEALTH,
            "green",
            vec![
                (health(up(70, -just)), "yellow"),
                (health(dec!(70)), "green"),
                (health(up(70, just)), "green"),
            ],
        ),
        (HEALTH, "green", vec![(health(dec!(45)), "red"), (health(up(45, just)), "yellow")]),
        (
            HEALTH,
            "",
            vec![(health(dec!(50)), "red"), (health(up(50, just)), "yellow"), (health(dec!(75)), "green")],
        ),
        (RISK, "low", vec![(risk(69), "low"), (risk(70), "high"), (risk(71), "high")]),
        (RISK, "high", vec![(risk(49), "low"), (risk(50), "high"), (risk(51), "high")]),
        (RISK, "", vec![(risk(59), "low"), (risk(60), "high")]),
    ] {
        for (builder, expected) in rows {
            let previous = Name::new(from).ok().map(|from| Previous::new(from).policy_version(1));
            let policy = policy().version(1).build().unwrap();
            let before =
                previous.into_iter().fold(builder.clone(), |it, before| it.previous(dimension, before));
            let (before, alone) = (before.build().unwrap(), builder.clone().build().unwrap());
            let (segments, why) = policy.explain(&before, as_of());
            assert_eq!(segments, policy.classify(&before, as_of()));
            assert_eq!(
                segments.get(dimension).unwrap().unwrap().as_str(),
                expected,
                "{builder:?} from {from}"
            );
            // Another version lets go; another dimension's past is no past.
            let other = self::policy().version(2).build().unwrap().classify(&before, as_of());
            let elsewhere = previous.map_or(alone.clone(), |it| builder.previous(VALUE, it).build().unwrap());
            let free = policy.classify(&alone, as_of());
            assert_eq!((&other, &policy.classify(&elsewhere, as_of())), (&free, &free));
            let (_, explained) = why.iter().find(|(name, _)| *name == dimension).unwrap();
            let held = explained.steps().iter().any(|entry| matches!(entry.step, Step::Held { .. }));
            assert_eq!(held, free.get(dimension) != segments.get(dimension));
        }
    }
}

#[test]
fn margins_that_cannot_be() {
    let tier = |it: TierPolicyBuilder| it.build().unwrap_err();
    let smb = || TierPolicy::builder(name!("smb"));
    let mid = || smb().tier(name!("mid"), eur(25_000));
    let large = |it: TierPolicyBuilder| it.tier(name!("large"), eur(30_000));
    let around = "mid: begins at 25000.00 EUR; its margin, from";
    let twice = "which is not above 30000.00 EUR, where the band before it begins";
    let usd = segmentry::Money::new(dec!(30000), segmentry::Currency::USD).unwrap();
    let errors: Vec<(PolicyError, String)> = vec![
        (
            tier(mid().upgrade_from(ticks(249_999_999))),
            format!("{around} 25000.00 EUR to 24999.9999 EUR, must lie around that"),
        ),
        (
            tier(mid().downgrade_below(ticks(250_000_001))),
            format!("{around} 25000.0001 EUR to 25000.00 EUR, must lie around that"),
        ),
        (
            tier(mid().upgrade_from(usd)),
            format!("{around} 25000.00 EUR to 30000.00 USD, must lie around that"),
        ),
        (tier(large(mid().upgrade_from(eur(30_000)))), format!("large: begins at 30000.00 EUR, {twice}")),
        (
            tier(large(mid()).downgrade_below(eur(25_000))),
            "large: begins at 25000.00 EUR, which is not above 25000.00 EUR".into(),
        ),
        (
            tier(smb().upgrade_from(eur(1)).tier(name!("mid"), eur(2))),
            "smb: has a margin, but the lowest band begins nowhere; give it to a higher one".into(),
        ),
    ];
    for (error, start) in errors {
        assert!(error.to_string().starts_with(&start), "{error}");
    }
    let one = || from_fn(VALUE, |_: &Account, _| Ok(Points(1)));
    let risk = || RiskPolicy::builder(name!("low")).factor(VALUE, one());
    let error = risk().band(name!("high"), 60).upgrade_from(59).build().unwrap_err().to_string();
    assert_eq!(error, "high: begins at 60; its margin, from 60 to 59, must lie around that");
    let error = risk().downgrade_below(1).band(name!("high"), 60).build().unwrap_err().to_string();
    assert!(error.starts_with("low: has a margin"), "{error}");
    // A margin of nothing is none.
    assert!(large(mid().upgrade_from(eur(25_000)).downgrade_below(eur(25_000))).build().is_ok());
}
