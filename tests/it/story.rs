//! A user's story, from a file's rows to a changed policy, as a service author would live it.

use segmentry::account::Previous;
use segmentry::calendar::{Days, add_months};
use segmentry::classify::{Delay, Hysteresis, PlainText};
use segmentry::portfolio::Row;
use segmentry::rust_decimal::dec;
use segmentry::segment::{TIER, TrajectoryPolicy, WalletQuadrant};
use segmentry::{
    Account, Classifier, Decimal, Name, Portfolio, Segment, SegmentationPolicy, Unclassified, from_fn, name,
};

use crate::strategy::{EUR, as_of, date, eur, policy, tiers};

fn customers() -> Vec<Account> {
    vec![
        Account::builder("acme", EUR)
            .arr(eur(98_000))
            .prior_arr(eur(95_000))
            .industry("Logistics")
            .wallet_current(eur(120_000))
            .wallet_potential(eur(150_000))
            .started_on(date(2020, 3, 1))
            .build()
            .unwrap(),
        Account::builder("bolt", EUR).arr(eur(12_000)).industry("Retail").build().unwrap(),
        Account::builder("coil", EUR).industry("Retail").build().unwrap(),
    ]
}

#[test]
fn somebody_asks_why_an_account_is_where_it_is_and_what_would_move_it() {
    let portfolio = Portfolio::new(customers(), EUR, as_of()).unwrap();
    let policy = policy();
    let review = portfolio.review(&policy);

    // Everybody is counted, the prospect too.
    let tiers = review.tally(Row::tier);
    assert_eq!(tiers.total().accounts(), 3);
    assert_eq!(tiers.total().arr().amount(), dec!(110_000));
    assert_eq!(tiers.unclassified().accounts(), 1);
    let reasons: Vec<String> = tiers.reasons().map(|(reason, _)| reason.to_string()).collect();
    assert_eq!(reasons, ["missing_arr"]);

    // Acme: midmarket, and 2,000 short of enterprise.
    let acme = portfolio.find("acme").unwrap();
    let (segments, why) = policy.explain(acme, as_of());
    assert_eq!(segments.tier.unwrap().name(), name!("midmarket"));
    assert_eq!(segments.wallet, Ok(WalletQuadrant::Protect));
    let nearest = why.tier.misses()[0];
    assert_eq!((nearest.gap(), nearest.fact_can_move()), (Some(Decimal::from(2000)), true));
    assert_eq!(nearest.answer().segment(), Ok(name!("enterprise")));
    let text = PlainText(&why.tier).to_string();
    assert!(text.contains("arr: 98000.00 EUR >= 100000.00 EUR? no"), "{text}");
    assert!(
        text.contains("arr would have to reach 100000.00 EUR (now 98000.00 EUR, 2000 short): enterprise"),
        "{text}"
    );

    // Selling the 2,000 does what the explanation said.
    let grown = Account::builder("acme", EUR).arr(eur(100_000)).build().unwrap();
    assert_eq!(policy.classify(&grown, as_of()).tier.unwrap().name(), name!("enterprise"));

    // One missing fact costs one dimension.
    let bolt = policy.classify(portfolio.find("bolt").unwrap(), as_of());
    assert_eq!(bolt.tier.unwrap().name(), name!("smb"));
    assert_eq!(bolt.trajectory, Err(Unclassified::Missing(name!("prior_arr"))));
    assert_eq!(bolt.wallet, Err(Unclassified::Missing(name!("wallet_current"))));
}

#[test]
fn a_tenant_has_another_threshold_and_a_dimension_of_its_own() {
    let contact = from_fn(name!("contact"), |account: &Account, cx| match account.industry() {
        Some(industry) if cx.one_of(name!("industry"), industry, &["Retail", "Travel"]) => {
            Ok(name!("partner"))
        }
        Some(_) => Ok(name!("direct")),
        None => Err(Unclassified::NoMatch),
    });
    let tenant = SegmentationPolicy::builder(tiers())
        .trajectory(TrajectoryPolicy::builder().growing_from(dec!(0.03)).build().unwrap())
        .custom(name!("contact"), contact)
        .build()
        .unwrap();
    let portfolio = Portfolio::new(customers(), EUR, as_of()).unwrap();
    let review = portfolio.review(&tenant);

    // 98,000 after 95,000 is 3.2 %.
    let trajectories = review.tally(Row::trajectory);
    assert_eq!(trajectories.segments().map(|(t, _)| t.name()).collect::<Vec<Name>>(), [name!("growing")]);
    let contacts = review.tally(|row| row.dimension(name!("contact")));
    assert_eq!(contacts.segment(name!("partner")).accounts(), 2);

    // Strategic by industry and the like: any two axes.
    let table = review.cross(Row::tier, Row::industry);
    assert_eq!(table.total(), review.total());
    assert_eq!(table.cells().count(), 3);
    let changed: Vec<String> = tenant
        .parameters()
        .iter()
        .filter(|(_, p)| p.source.to_string() == "given")
        .map(|(_, p)| p.name.to_string())
        .collect();
    assert!(changed.contains(&"growing_from".to_owned()), "{changed:?}");
}

#[test]
fn a_policy_is_shared_by_the_threads_of_a_service() {
    let policy = std::sync::Arc::new(policy());
    let accounts = std::sync::Arc::new(customers());
    let here: Vec<_> = accounts.iter().map(|account| policy.classify(account, as_of())).collect();
    let threads: Vec<_> = (0..4)
        .map(|_| {
            let (policy, accounts) = (policy.clone(), accounts.clone());
            std::thread::spawn(move || {
                accounts.iter().map(|a| policy.classify(a, as_of())).collect::<Vec<_>>()
            })
        })
        .collect();
    for thread in threads {
        assert_eq!(thread.join().unwrap(), here);
    }
    let tier = policy.tier_of_account();
    assert!(tier.classify(&accounts[0], as_of()).is_ok());
}

/// ARR of a year, in thousands: around the floor, one that grows for good, one that leaves, one that comes and goes.
const YEAR: [[i64; 12]; 4] = [
    [24, 26, 24, 26, 24, 26, 24, 26, 24, 26, 24, 26],
    [20, 24, 25, 26, 30, 31, 35, 40, 60, 80, 99, 101],
    [120, 118, 105, 99, 95, 60, 30, 24, 20, 10, 10, 10],
    [30, 30, 10, 10, 10, 10, 30, 30, 30, 30, 10, 30],
];

#[test]
fn a_portfolio_moves_less_in_a_year_and_ends_where_it_belongs() {
    let slow = Delay { confirmations: 2, dwell: Days(60) };
    let brake = Hysteresis::OFF.upgrades(Delay { confirmations: 2, dwell: Days(0) }).downgrades(slow);
    let plain = SegmentationPolicy::builder(tiers()).version(1).build().unwrap();
    let held = SegmentationPolicy::builder(tiers()).version(1).hysteresis(TIER, brake).build().unwrap();
    let walk = |policy: &SegmentationPolicy, arr: &[i64]| {
        let mut kept: Vec<(Name, Previous<Name>)> = Vec::new();
        let months = arr.iter().zip(0..).map(|(arr, month)| {
            let on = add_months(as_of(), month).unwrap();
            let builder = Account::builder("a", EUR).arr(eur(arr * 1000));
            let builder =
                kept.iter().fold(builder, |it, (dimension, before)| it.previous(*dimension, *before));
            let account = builder.build().unwrap();
            kept = policy.remember(&account, on);
            let tier = policy.classify(&account, on).tier.unwrap().name();
            let stays =
                kept.iter().find(|(dimension, _)| *dimension == TIER).map(|(_, before)| before.segment);
            assert_eq!(stays, Some(tier), "what is remembered is what was answered");
            tier.to_string()
        });
        months.collect::<Vec<_>>()
    };
    let moves = |months: &[String]| months.windows(2).filter(|pair| pair[0] != pair[1]).count();
    let of = |policy| YEAR.map(|arr| moves(&walk(policy, &arr)));
    assert_eq!((of(&plain), of(&held)), ([11, 2, 2, 4], [0, 1, 2, 2]));
    // One month more of the same, and the last one is there too.
    for arr in YEAR {
        let longer: Vec<i64> = arr.into_iter().chain([arr[11]; 3]).collect();
        assert_eq!(walk(&held, &longer).last(), walk(&plain, &longer).last(), "{arr:?}");
    }
}
