//! Every threshold of the models: just below it, exactly on it, just above it. Test names begin with the rules' ids.

use segmentry::account::{Designation, Previous, StrategicReason};
use segmentry::calendar::{Days, Months};
use segmentry::classify::Value;
use segmentry::portfolio::{Horizon, Row};
use segmentry::rust_decimal::dec;
use segmentry::segment::{AccelerationGate, Basis, TierFacts, TierPolicy, Trajectory, WalletQuadrant};
use segmentry::segment::{
    TIER, TRAJECTORY, TrajectoryFacts, TrajectoryPolicy, WALLET, WalletFacts, WalletPolicy,
};
use segmentry::{Account, Classifier, Csat, Explanation, Fact, Money, Name, Nps, Portfolio, Ratio, Reason};
use segmentry::{Segment, SegmentationPolicy, Unclassified, Verdict, name};

use crate::strategy::{EUR, as_of, date, eur, policy, ratio, ticks, tiers};
use Trajectory::{Growing, Shrinking, Struggling};
use WalletQuadrant::{Grow, Manage, Protect, ReEvaluate};

/// Growth of the customer's business, in billionths.
fn own(growth: i64) -> TrajectoryFacts {
    let business_growth = Some(ratio(growth, 1_000_000_000).into());
    TrajectoryFacts { business_growth, ..TrajectoryFacts::default() }
}

fn trajectory(facts: &TrajectoryFacts) -> (Verdict<Trajectory>, Explanation) {
    TrajectoryPolicy::default().explain(facts, as_of())
}

#[test]
fn a0_1_a1_1_a4_2_the_segments_the_lowest_first() {
    let three = SegmentationPolicy::builder(TierPolicy::three_tiers(eur(25_000)).unwrap()).build().unwrap();
    for (policy, dimension, names) in [
        (&policy(), TRAJECTORY, "shrinking, struggling, growing"),
        (&policy(), WALLET, "manage, re_evaluate, protect, grow"),
        (&policy(), TIER, "smb, midmarket, enterprise, strategic"),
        (&three, TIER, "smb, enterprise_midmarket, strategic"),
    ] {
        let segments: Vec<_> = policy.segments(dimension).iter().map(Name::to_string).collect();
        assert_eq!(segments.join(", "), names);
    }
    assert!([100, 101, 0, -1].iter().all(|from| TierPolicy::four_tiers(eur(*from), eur(100)).is_err()));
}

#[test]
fn a0_2_own_business_before_industry_before_our_arr_and_proxies_are_noted() {
    let (arr, prior_arr) = (Some(eur(110).into()), Some(eur(100).into()));
    let all =
        TrajectoryFacts { industry_growth: Some(ratio(1, 100).into()), arr, prior_arr, ..own(-100_000_000) };
    let industry = TrajectoryFacts { business_growth: None, ..all };
    let our_arr = TrajectoryFacts { industry_growth: None, ..industry };
    for (facts, segment, basis, proxy) in [
        (all, Shrinking, Basis::OwnBusiness, false),
        (industry, Struggling, Basis::Industry, true),
        (our_arr, Growing, Basis::OurArr, true),
    ] {
        let (verdict, why) = trajectory(&facts);
        assert_eq!((verdict, why.note(name!("basis"))), (Ok(segment), Some(Value::Text(basis.name()))));
        assert_eq!(why.note(name!("proxy")).is_some(), proxy);
    }
    let reversed = TrajectoryPolicy::builder().bases(&[Basis::OurArr]).build().unwrap();
    assert_eq!(reversed.classify(&all, as_of()), Ok(Growing));
    // Without a basis: the reason. A prior ARR of zero gives no growth.
    let at = |arr, prior_arr| TrajectoryFacts { arr, prior_arr, ..TrajectoryFacts::default() };
    let zero = Some(eur(0).into());
    for (facts, expected) in [
        (at(None, None), Err(Unclassified::Missing(name!("business_growth")))),
        (at(arr, None), Err(Unclassified::Missing(name!("prior_arr")))),
        (at(arr, zero), Err(Unclassified::Undefined(name!("prior_arr")))),
        (at(zero, arr), Ok(Shrinking)),
    ] {
        assert_eq!(trajectory(&facts).0, expected, "{facts:?}");
    }
}

#[test]
fn a0_3_a0_4_a0_5_a0_6_each_floor_is_inclusive_and_its_note_too() {
    let (dire, floor) = (name!("dire_straits"), name!("below_struggling_floor"));
    for (segment, is_dire, below_floor, growths) in [
        (Shrinking, true, false, [-1_000_000_000, -500_000_001, -500_000_000]),
        (Shrinking, false, false, [-499_999_999, -2, -1]),
        (Shrinking, false, true, [0, 1, 999_999]),
        (Struggling, false, false, [1_000_000, 1_000_001, 49_999_999]),
        (Growing, false, false, [50_000_000, 50_000_001, i64::MAX]),
    ] {
        for growth in growths {
            let (verdict, why) = trajectory(&own(growth));
            assert_eq!(verdict, Ok(segment), "{growth}");
            assert_eq!(
                (why.note(dire).is_some(), why.note(floor).is_some()),
                (is_dire, below_floor),
                "{growth}"
            );
        }
    }
    // A renewal at exactly +5 %, one ten-thousandth of a euro less, and the same below +0.1 %.
    for (now, segment) in [(1_050_000, Growing), (1_049_999, Struggling), (1_000_999, Shrinking)] {
        let (arr, prior_arr) = (Some(ticks(now).into()), Some(eur(100).into()));
        let facts = TrajectoryFacts { arr, prior_arr, ..TrajectoryFacts::default() };
        assert_eq!(trajectory(&facts).0, Ok(segment), "{now}");
    }
}

#[test]
fn a0_4_the_acceleration_gate_is_off_or_asks_where_known_or_always() {
    use AccelerationGate::{Off, Required, WhenKnown};
    let growth = 100_000_000;
    let [slower, same, faster] = [growth - 1, growth, growth + 1].map(|n| own(n).business_growth);
    let missing = || Err(Unclassified::Missing(name!("prior_business_growth")));
    for (gate, unknown, against_faster) in
        [(Off, Ok(Growing), Growing), (WhenKnown, Ok(Growing), Struggling), (Required, missing(), Struggling)]
    {
        let policy = TrajectoryPolicy::builder().acceleration_gate(gate).build().unwrap();
        let answers = [None, slower, same, faster].map(|prior_business_growth| {
            policy.classify(&TrajectoryFacts { prior_business_growth, ..own(growth) }, as_of())
        });
        assert_eq!(answers, [unknown, Ok(Growing), Ok(against_faster), Ok(against_faster)], "{gate:?}");
    }
    let (_, why) = trajectory(&TrajectoryFacts { prior_business_growth: faster, ..own(growth) });
    assert_eq!(why.note(name!("acceleration")), Some(Value::Ratio(ratio(-1, 1_000_000_000))));
}

#[test]
fn a0_7_a_prospect_stands_in_every_dimension_that_needs_no_arr() {
    let prospect = Account::builder("p", EUR).business_growth(ratio(1, 10)).wallet_current(eur(5));
    let plain = prospect.clone().build().unwrap();
    let (segments, no_arr) = (policy().classify(&plain, as_of()), Unclassified::Missing(name!("arr")));
    assert!(plain.is_prospect() && !Account::builder("z", EUR).arr(eur(0)).build().unwrap().is_prospect());
    assert_eq!(segments.trajectory, Ok(Growing));
    assert_eq!((segments.tier, segments.wallet), (Err(no_arr.clone()), Err(no_arr)));
    let designated = prospect.designation(Designation::new(StrategicReason::NewUseCase)).build().unwrap();
    assert_eq!(policy().classify(&designated, as_of()).tier.unwrap().name(), name!("strategic"));
}

#[test]
fn a1_2_a1_3_a_designation_comes_before_arr_and_a_floor_is_reached_by_equality() {
    let (before, on, after) = (date(2026, 6, 29), as_of(), date(2026, 7, 1));
    let (arr, s) = (Some(eur(100_000).into()), "strategic");
    for (day, tier) in [(None, s), (Some(before), s), (Some(on), s), (Some(after), "enterprise")] {
        let strategic = Some(Fact { value: StrategicReason::MajorUpsell, observed_on: day });
        let (verdict, why) = tiers().explain(&TierFacts { strategic, arr }, as_of());
        assert_eq!(verdict.unwrap().name().as_str(), tier, "{day:?}");
        assert_eq!(why.note(name!("designated_on")), day.map(Value::Date));
    }
    for (tier, amounts) in [
        ("smb", [0, 1, 249_999_999]),
        ("midmarket", [250_000_000, 250_000_001, 999_999_999]),
        ("enterprise", [1_000_000_000, 1_000_000_001, Money::MAX_TICKS]),
    ] {
        for arr in amounts.map(ticks) {
            let facts = TierFacts { arr: Some(arr.into()), ..TierFacts::default() };
            assert_eq!(tiers().classify(&facts, as_of()).unwrap().name().as_str(), tier, "{arr}");
        }
    }
}

#[test]
fn a0_2_a1_3_a4_5_facts_are_fresh_on_the_last_day_of_their_age() {
    let tier = TierPolicy::builder(name!("low")).arr_max_age(Days(90)).build().unwrap();
    let trajectory = TrajectoryPolicy::builder().max_age(Days(90)).build().unwrap();
    let wallet = WalletPolicy::builder().max_age(Days(90)).build().unwrap();
    // One day too old, on the last day, and after the day of the question.
    for (day, fresh) in [(date(2026, 3, 31), false), (date(2026, 4, 1), true), (date(2027, 1, 1), true)] {
        let arr = TierFacts { arr: Some(Fact::observed(eur(10), day)), ..TierFacts::default() };
        let place = tier.classify(&arr, as_of()).map(|tier| tier.name());
        assert_eq!(place, if fresh { Ok(name!("low")) } else { Err(Unclassified::Stale(name!("arr"))) });
        let growth = Some(Fact::observed(ratio(1, 10), day));
        // A stale growth gives way to the next basis; a stale trigger does not fire.
        let both =
            TrajectoryFacts { business_growth: growth, industry_growth: Some(Ratio::ZERO.into()), ..own(0) };
        assert_eq!(trajectory.classify(&both, as_of()), Ok(if fresh { Growing } else { Shrinking }));
        let upset = WalletFacts { external_factor: Some(Fact::observed(true, day)), ..kept() };
        assert_eq!(wallet.classify(&upset, as_of()), Ok(if fresh { ReEvaluate } else { Protect }), "{day}");
    }
}

#[test]
fn a1_5_a2_9_tiers_cross_with_industry_and_horizons_have_edges() {
    let rows =
        [(25_000, Some("Retail")), (24_999, Some("Retail")), (30_000, Some("Retail")), (100_000, None)];
    let accounts =
        rows.map(|(arr, of)| Account::builder(&arr.to_string(), EUR).arr(eur(arr)).industry(of).build());
    let portfolio = Portfolio::new(accounts.map(Result::unwrap).into(), EUR, as_of()).unwrap();
    let review = portfolio.review(&policy());
    let table = review.cross(|row| row.tier().map(|tier| tier.name()), Row::industry);
    let unknown = Err(Reason::Missing(name!("industry")));
    for (tier, industry, accounts, arr) in [
        (name!("midmarket"), Ok("Retail"), 2, eur(55_000)),
        (name!("smb"), Ok("Retail"), 1, eur(24_999)),
        (name!("enterprise"), unknown, 1, eur(100_000)),
    ] {
        let cell = table.cell(Ok(tier), industry);
        assert_eq!((cell.accounts(), cell.arr().amount()), (accounts, arr.amount()), "{tier}");
    }
    assert_eq!(table.total(), review.total());
    let horizons = [6, 7, 12, 13].map(|months| Horizon::from(Months(months)).name().to_string());
    assert_eq!(horizons, ["six_months", "one_year", "one_year", "two_years_and_more"]);
}

/// ARR, current and potential wallet.
fn wallet(arr: i64, current: i64, potential: i64) -> WalletFacts {
    let [arr, wallet_current, wallet_potential] = [arr, current, potential].map(|n| Some(eur(n).into()));
    WalletFacts { arr, wallet_current, wallet_potential, ..WalletFacts::default() }
}

fn kept() -> WalletFacts {
    wallet(80, 100, 300)
}

fn asked(facts: &WalletFacts) -> (Verdict<WalletQuadrant>, Explanation) {
    WalletPolicy::default().explain(facts, as_of())
}

#[test]
fn a4_1_all_three_amounts_are_needed_and_the_current_wallet_is_not_empty() {
    let (missing, undefined) = (|f| Err(Unclassified::Missing(f)), |f| Err(Unclassified::Undefined(f)));
    for (facts, expected) in [
        (WalletFacts { arr: None, ..kept() }, missing(name!("arr"))),
        (WalletFacts { wallet_current: None, ..kept() }, missing(name!("wallet_current"))),
        (WalletFacts { wallet_potential: None, ..kept() }, missing(name!("wallet_potential"))),
        (wallet(0, 0, 0), undefined(name!("wallet_current"))),
        (wallet(-1, 100, 300), undefined(name!("arr"))),
        (wallet(0, 100, 0), Ok(Manage)),
    ] {
        assert_eq!(asked(&facts).0, expected, "{facts:?}");
    }
}

#[test]
fn a4_2_a4_3_a4_4_a4_7_floors_are_inclusive_and_protect_comes_before_grow() {
    for (quadrant, amounts) in [
        (Manage, [(0, 0), (0, 119_999), (79_999, 119_999)]),
        (Grow, [(0, 120_000), (79_999, 120_000), (79_999, 120_001)]),
        (Protect, [(80_000, 0), (80_001, 120_000), (100_000, 120_001)]),
        (Protect, [(100_001, 0), (100_001, 100_001), (144_000, 300_000)]),
    ] {
        for (arr, potential) in amounts {
            let (verdict, why) = asked(&wallet(arr, 100_000, potential));
            assert_eq!(verdict, Ok(quadrant), "{arr} {potential}");
            assert_eq!(why.note(name!("share_above_whole")).is_some(), arr > 100_000, "{arr}");
        }
    }
    // Tenure is a note, and the anniversary is within the first year.
    let (typical, untypical) = (Some(Value::Text(name!("typical"))), Some(Value::Text(name!("untypical"))));
    for (day, grow, protect) in [(30, typical, untypical), (29, untypical, typical)] {
        for (arr, potential, note) in [(0, 200, grow), (100, 0, protect), (0, 0, None)] {
            let started_on = Some(date(2025, 6, day).into());
            let (_, why) = asked(&WalletFacts { started_on, ..wallet(arr, 100, potential) });
            assert_eq!(why.note(name!("tenure")), note, "{day} {arr} {potential}");
        }
    }
    let low = WalletPolicy::builder().re_evaluate_below(Some(dec!(0.1))).build().unwrap();
    for (arr, potential, quadrant) in [(999, 11_999, ReEvaluate), (1000, 0, Manage), (999, 12_000, Grow)] {
        assert_eq!(low.classify(&wallet(arr, 10_000, potential), as_of()), Ok(quadrant), "{arr} {potential}");
    }
}

#[test]
fn a4_5_each_trigger_fires_below_its_threshold_and_can_be_turned_off() {
    let on = WalletPolicy::builder;
    let (aside, calm) = (on().without_not_aligned_trigger(), on().without_external_factor_trigger());
    let aligned = |fits: bool| WalletFacts { value_aligned: Some(fits.into()), ..kept() };
    let disturbed = |so: bool| WalletFacts { external_factor: Some(so.into()), ..kept() };
    let nps = |nps| WalletFacts { nps: Some(Nps::new(nps).unwrap().into()), ..kept() };
    let csat = |csat: &str| WalletFacts { csat: Some(csat.parse::<Csat>().unwrap().into()), ..kept() };
    for (trigger, fires, rests, off) in [
        (name!("not_aligned"), aligned(false), aligned(true), aside),
        (name!("external_factor"), disturbed(true), disturbed(false), calm),
        (name!("nps"), nps(dec!(-0.0001)), nps(dec!(0)), on().nps_below(None)),
        (name!("csat"), csat("2.9999/5"), csat("3/5"), on().csat_below(None)),
    ] {
        let (verdict, why) = asked(&fires);
        assert_eq!((verdict, why.note(name!("trigger"))), (Ok(ReEvaluate), Some(Value::Text(trigger))));
        assert_eq!(off.build().unwrap().classify(&fires, as_of()), Ok(Protect), "{trigger}");
        assert_eq!((asked(&rests).0, asked(&kept()).0), (Ok(Protect), Ok(Protect)), "{trigger}");
    }
}

#[test]
fn a4_5_the_longest_stay_ends_with_its_last_day() {
    let (last, over) = (as_of(), date(2026, 7, 1));
    let misaligned = WalletFacts { value_aligned: Some(false.into()), ..kept() };
    let upset = WalletFacts { external_factor: Some(true.into()), ..kept() };
    let since = |quadrant, day| Some(Previous::new(quadrant).since(day));
    let stay = since(ReEvaluate, date(2025, 9, 30));
    let (clamped, leap) = (since(ReEvaluate, date(2025, 5, 31)), date(2026, 2, 28));
    for (facts, previous, day, quadrant, overdue) in [
        (misaligned, stay, last, ReEvaluate, None),
        (misaligned, stay, over, Manage, Some(last)),
        (upset, stay, last, ReEvaluate, None),
        (upset, stay, over, ReEvaluate, Some(last)),
        (misaligned, clamped, leap, ReEvaluate, None),
        (misaligned, clamped, date(2026, 3, 1), Manage, Some(leap)),
        (misaligned, since(Grow, date(2020, 1, 1)), over, ReEvaluate, None),
        (misaligned, Some(Previous::new(ReEvaluate)), over, ReEvaluate, None),
    ] {
        let (verdict, why) = WalletPolicy::default().explain(&WalletFacts { previous, ..facts }, day);
        assert_eq!((verdict, why.note(name!("overdue"))), (Ok(quadrant), overdue.map(Value::Date)), "{day}");
    }
}
