//! The whole of workload W with the shipped policy types, against a naive transcription of its tables.
//!
//! W's rules: five dimensions over ARR, wallet, usage, relationship and dates, as of 2026-01-01. The generator is our own,
//! with the edges of every table in it.

mod accounts;
pub(crate) mod naive;
pub(crate) mod policy;

use std::collections::BTreeSet;

use proptest::collection::vec;
use proptest::prelude::*;
use segmentry::classify::{Step, Value, laws};
use segmentry::{Account, Ratio};

use accounts::{Draw, Row};
use policy::{AS_OF, EUR, codes, policy, risk};

/// Shrinks towards the first choice of every draw.
pub(crate) fn row() -> impl Strategy<Value = Row> {
    vec(any::<u64>(), 64).prop_map(|drawn| {
        let mut drawn = drawn.into_iter();
        Draw { below: |limit| drawn.next().unwrap() % limit, edges_percent: 50 }.row()
    })
}

proptest! {
    #[test]
    fn w_is_expressed_point_for_point(row in row()) {
        let (policy, account) = (policy(), row.account("w"));
        let segments = policy.classify(&account, AS_OF);
        let (explained, why) = policy.explain(&account, AS_OF);
        prop_assert_eq!(&explained, &segments);
        // The points, from the contributions that the explanation shows.
        let points = why.risk.steps().iter().filter(|entry| entry.reached).filter_map(|entry| match entry.step {
            Step::Weighted { contribution: Value::Count(points), .. } => Some(points),
            _ => None,
        });
        let points = points.reduce(|sum, points| sum + points).unwrap();
        prop_assert_eq!((codes(&segments), points), naive::codes(&row));
        laws::check(&risk(), &[account], AS_OF).unwrap();
    }

    /// More of what is bad never lowers the risk.
    #[test]
    fn points_are_monotone(row in row(), more in 1..100_u32) {
        let risk = |row: &Row| policy().classify(&row.account("w"), AS_OF).risk.unwrap().unwrap();
        let worse = Row { support: row.support + more, ..row.clone() };
        prop_assert!(risk(&worse) >= risk(&row));
        let cancelling = Row { cancel: true, ..row.clone() };
        prop_assert!(risk(&cancelling) >= risk(&row));
        prop_assert_eq!(risk(&cancelling).rank(), 2);
    }
}

#[test]
fn a_factor_that_says_nothing_of_a_missing_fact_makes_the_risk_missing() {
    let account = Account::builder("w", EUR).utilization(Ratio::ONE).build().unwrap();
    let segments = policy().classify(&account, AS_OF);
    assert_eq!(segments.risk.unwrap().unwrap_err().to_string(), "the fact `health_score` is missing");
    assert_eq!(segments.attention.unwrap().unwrap_err().to_string(), "the fact `arr` is missing");
}

/// What the properties and the bench draw holds every code of every table: an agreement on less would say less.
#[test]
fn the_drawn_accounts_have_every_code() {
    let mut state = 20_260_101_u64;
    let below = |limit| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % limit
    };
    let mut draw = Draw { below, edges_percent: 10 };
    let drawn: Vec<_> = (0..1024).map(|_| naive::codes(&draw.row()).0).collect();
    let found: [BTreeSet<u8>; 5] =
        std::array::from_fn(|column| drawn.iter().map(|codes| codes[column]).collect());
    assert_eq!(found.map(|codes| codes.len()), [4, 4, 5, 3, 4]);
}
