//! Laws, and every figure beside rational arithmetic.

#![expect(clippy::disallowed_methods, reason = "sums of a test's own values, of which none overflows")]

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed};
use proptest::collection::vec;
use proptest::prelude::*;
use segmentry::calendar::Months;
use segmentry::economics::EconomicsError;
use segmentry::economics::retention::{
    AccountArr, Annualized, ArrSnapshot, Bridge, BridgeSeries, Movement, Past, Placed, SegmentedBridge,
};
use segmentry::rust_decimal::{Decimal, dec};
use segmentry::{Money, Total};

use super::{USD, amounts, by_movements, rows};

fn amount() -> impl Strategy<Value = i64> {
    prop_oneof![3 => Just(0), 3 => 0_i64..5, 3 => 0_i64..2_000_000_000, 1 => 0..=Money::MAX_TICKS]
}

type Raw = (i64, i64, bool);

fn raw() -> impl Strategy<Value = Raw> {
    (amount(), amount(), any::<bool>(), any::<bool>())
        .prop_map(|(opening, closing, stays, was)| (opening, if stays { opening } else { closing }, was))
}

fn money(ticks: i64) -> Money {
    Money::from_ticks(ticks, USD).unwrap()
}

fn account<'a>(id: &'a str, (opening, closing, was): Raw) -> AccountArr<'a> {
    let past = if was { Past::Customer } else { Past::Never };
    AccountArr { id, opening: money(opening), closing: money(closing), past }
}

fn ids(count: usize) -> Vec<String> {
    (0..count).map(|index| format!("A-{index}")).collect()
}

fn bridge(raw: &[Raw]) -> Bridge {
    let ids = ids(raw.len());
    Bridge::of_accounts(ids.iter().zip(raw).map(|(id, raw)| account(id, *raw)), USD).unwrap()
}

fn big(number: Decimal) -> BigRational {
    BigRational::new(number.mantissa().into(), BigInt::from(10).pow(number.scale()))
}

fn ratio(numerator: i128, denominator: i128) -> Option<BigRational> {
    (denominator != 0).then(|| BigRational::new(numerator.into(), denominator.into()))
}

/// The quotient shown is the fraction, rounded to the last of its decimals.
fn shows(found: Option<Decimal>, expected: Option<BigRational>, what: &str) -> Result<(), TestCaseError> {
    match (found, expected) {
        (None, None) => Ok(()),
        (Some(found), Some(expected)) => {
            // 28 decimals, or as many as 28 digits leave.
            let digits = expected.abs().to_integer().to_string().len();
            let scale = u32::try_from(28_usize.saturating_sub(digits)).unwrap();
            let step = BigRational::new(BigInt::one(), BigInt::from(10).pow(scale));
            prop_assert!(
                (big(found) - &expected).abs() * BigInt::from(2) <= step,
                "{what}: {found} {expected}"
            );
            Ok(())
        }
        other => Err(TestCaseError::fail(format!("{what}: {other:?}"))),
    }
}

fn figure(found: Result<Decimal, EconomicsError>) -> Option<Decimal> {
    match found {
        Ok(figure) => Some(figure),
        Err(EconomicsError::ZeroBase { .. }) => None,
        Err(other) => panic!("{other}"),
    }
}

proptest! {
    #[test]
    fn agrees_with_rational_arithmetic(raw in vec(raw(), 0..20)) {
        let bridge = bridge(&raw);
        let sum = |of: &dyn Fn(i128, i128) -> i128, wanted: &dyn Fn(&Raw) -> bool| -> i128 {
            raw.iter().filter(|raw| wanted(raw)).map(|(b, e, _)| of((*b).into(), (*e).into())).sum()
        };
        let count = |wanted: &dyn Fn(&Raw) -> bool| i128::try_from(raw.iter().filter(|raw| wanted(raw)).count()).unwrap();
        let (b, e) = (sum(&|b, _| b, &|_| true), sum(&|_, e| e, &|_| true));
        let new = sum(&|_, e| e, &|(b, _, was)| *b == 0 && !was);
        let back = sum(&|_, e| e, &|(b, _, was)| *b == 0 && *was);
        let kept = sum(&|b, e| b.min(e), &|_| true);
        let cohort = sum(&|_, e| e, &|(b, _, _)| *b > 0);
        let expansion = cohort - kept;
        let revenue = bridge.revenue();
        shows(figure(revenue.gross_retention()), ratio(kept, b), "GRR")?;
        shows(figure(revenue.net_retention()), ratio(cohort, b), "NRR")?;
        shows(figure(revenue.gross_churn()), ratio(b - kept, b), "gross churn")?;
        shows(figure(revenue.net_churn()), ratio(b - cohort, b), "net churn")?;
        shows(figure(revenue.chartmogul_net_churn()), ratio(b - cohort - back, b), "ChartMogul")?;
        shows(figure(revenue.expansion_rate()), ratio(expansion, b), "expansion")?;
        shows(revenue.quick_ratio(), ratio(new + expansion, b - kept), "quick ratio")?;
        shows(revenue.quick_ratio_with_reactivation(), ratio(new + expansion + back, b - kept), "with")?;
        let logos = count(&|(b, _, _)| *b > 0);
        let stayed = count(&|(b, e, _)| *b > 0 && *e > 0);
        shows(figure(bridge.logo_retention()), ratio(stayed, logos), "logos")?;
        shows(figure(bridge.logo_churn()), ratio(logos - stayed, logos), "logo churn")?;
        shows(figure(bridge.opening_arpa()), ratio(b, logos * 10_000), "ARPA")?;
        shows(figure(bridge.closing_arpa()), ratio(e, count(&|(_, e, _)| *e > 0) * 10_000), "ARPA")?;
        prop_assert_eq!(bridge.opening().amount().ticks(), b);
        prop_assert_eq!(bridge.closing().amount().ticks(), e);
    }

    #[test]
    fn the_bridge_closes_and_nobody_is_lost(raw in vec(raw(), 0..20)) {
        let bridge = bridge(&raw);
        prop_assert_eq!(by_movements(&bridge), bridge.closing().amount().ticks());
        let [opening, new, back, up, down, left, still, absent, closing] = rows(&bridge).map(|(count, _)| count);
        prop_assert_eq!(up + down + left + still, opening);
        prop_assert_eq!(new + back + up + down + still, closing);
        prop_assert_eq!(opening + new + back + absent, u64::try_from(raw.len()).unwrap());
        prop_assert!(rows(&bridge).iter().all(|(_, amount)| !amount.is_sign_negative() || amount.is_zero()));
        if let (Some(gross), Some(net)) = (figure(bridge.revenue().gross_retention()), figure(bridge.revenue().net_retention())) {
            prop_assert!(Decimal::ZERO <= gross && gross <= Decimal::ONE && gross <= net);
        }
    }

    #[test]
    fn order_and_scale_do_not_matter(raw in vec(raw(), 0..20), factor in 1_i64..1000) {
        let small: Vec<Raw> = raw.iter().map(|(b, e, was)| (b / 1000, e / 1000, *was)).collect();
        let large: Vec<Raw> = small.iter().map(|(b, e, was)| (b * factor, e * factor, *was)).collect();
        let (one, other) = (bridge(&small), bridge(&large));
        prop_assert_eq!(figure(one.revenue().net_retention()), figure(other.revenue().net_retention()));
        prop_assert_eq!(figure(one.revenue().gross_retention()), figure(other.revenue().gross_retention()));
        prop_assert_eq!(one.revenue().quick_ratio(), other.revenue().quick_ratio());
        prop_assert_eq!(rows(&one).map(|(count, _)| count), rows(&other).map(|(count, _)| count));
        let backwards: Vec<Raw> = raw.iter().rev().copied().collect();
        prop_assert_eq!(bridge(&raw), bridge(&backwards));
    }

    #[test]
    fn snapshots_make_the_same_bridge(raw in vec(raw(), 0..20)) {
        let ids = ids(raw.len());
        let side = |of: fn(&Raw) -> i64| {
            // An account without ARR may stand there or not.
            let rows = ids.iter().zip(&raw).filter(|(id, raw)| of(raw) > 0 || id.len() % 2 == 0);
            ArrSnapshot::of_accounts(rows.map(|(id, raw)| (id.as_str(), money(of(raw)))), USD).unwrap()
        };
        let earlier = ids.iter().zip(&raw).filter(|(_, raw)| raw.2).map(|(id, _)| id.as_str());
        let found = Bridge::between(&side(|raw| raw.0), &side(|raw| raw.1), earlier).unwrap();
        let expected = bridge(&raw);
        prop_assert_eq!(found.revenue(), expected.revenue());
        prop_assert_eq!(amounts(&found), amounts(&expected));
    }

    #[test]
    fn every_segment_closes(raw in vec((raw(), 0_u8..3, 0_u8..3), 0..20)) {
        let ids = ids(raw.len());
        let placed = ids.iter().zip(&raw).map(|(id, (raw, opening_segment, closing_segment))| Placed {
            account: account(id, *raw),
            opening_segment,
            closing_segment,
        });
        let bridges = SegmentedBridge::of_accounts(placed, USD).unwrap();
        let accounts: Vec<Raw> = raw.iter().map(|(raw, _, _)| *raw).collect();
        prop_assert_eq!(bridges.total(), &bridge(&accounts));
        let zero = [0_i128; 9];
        let (mut sums, mut moved_in, mut moved_out) = (zero, 0, 0);
        for (segment, of) in bridges.segments() {
            let into = of.segment_in().amount().ticks();
            let out = of.segment_out().amount().ticks();
            prop_assert_eq!(by_movements(of.bridge()) + into - out, of.closing().amount().ticks());
            // Who stands here at either end, counted anew.
            let at = |closing: bool| -> i128 {
                let here = raw.iter().filter(|((b, e, _), opening_segment, closing_segment)| match closing {
                    false => opening_segment == *segment,
                    true if *b > 0 && *e == 0 => false,
                    true => closing_segment == *segment,
                });
                here.map(|((b, e, _), _, _)| i128::from(if closing { *e } else { *b })).sum()
            };
            prop_assert_eq!(of.bridge().opening().amount().ticks(), at(false));
            prop_assert_eq!(of.closing().amount().ticks(), at(true));
            (moved_in, moved_out) = (moved_in + into, moved_out + out);
            let ticks = |amount: Total| amount.ticks();
            let own = [of.bridge().opening().amount(), of.bridge().closing().amount()].map(ticks);
            (sums[0], sums[8]) = (sums[0] + own[0], sums[8] + own[1]);
            for (sum, movement) in sums[1..8].iter_mut().zip(Movement::ALL) {
                *sum += of.bridge().row(movement).amount().ticks();
            }
        }
        prop_assert_eq!(moved_in, moved_out);
        let total = bridges.total();
        let middle = Movement::ALL.map(|movement| total.row(movement).amount().ticks());
        let expected: Vec<_> = [total.opening().amount().ticks()]
            .into_iter()
            .chain(middle)
            .chain([total.closing().amount().ticks()])
            .collect();
        prop_assert_eq!(sums.as_slice(), expected);
    }

    #[test]
    fn chained_is_the_product(days in vec(vec(0_i64..1000, 3), 2..30)) {
        let ids = ids(3);
        let snapshots: Vec<_> = days
            .iter()
            .map(|day| {
                let rows = ids.iter().zip(day).map(|(id, arr)| (id.as_str(), money(*arr)));
                ArrSnapshot::of_accounts(rows, USD).unwrap()
            })
            .collect();
        let series = BridgeSeries::of_snapshots(&snapshots, []).unwrap();
        let mut product = Some(BigRational::one());
        for pair in days.windows(2) {
            let opening: i128 = pair[0].iter().map(|arr| i128::from(*arr)).sum();
            let kept: i128 = pair[0].iter().zip(&pair[1]).filter(|(b, _)| **b > 0).map(|(_, e)| i128::from(*e)).sum();
            product = product.and_then(|product| Some(product * ratio(kept, opening)?));
        }
        let found = figure(series.chained_net_retention());
        prop_assert_eq!(found.is_some(), product.is_some());
        if let (Some(found), Some(product)) = (found, product) {
            let error = (big(found) - &product).abs();
            let tolerance = (product + BigRational::one()) * BigRational::new(1.into(), BigInt::from(10).pow(26));
            prop_assert!(error <= tolerance, "{}", error);
        }
    }

    #[test]
    fn compounding_undoes_itself(opening in 1_i64..=1_000_000, closing in 1_i64..=1_000_000, months in 12_u32..=60) {
        let over = |months| Annualized::over(Months(months)).unwrap();
        let factor = |months| over(months).growth(money(opening), money(closing)).unwrap().value() + Decimal::ONE;
        let near = |found: Decimal, expected: Decimal| {
            let error = (found - expected).abs();
            prop_assert!(error <= expected * dec!(1e-11), "{found} {expected}");
            Ok(())
        };
        // The same over half the time compounds twice, and over whole years to what it was.
        let slow = factor(2 * months);
        near(slow * slow, factor(months))?;
        let years = (0..5).map(|_| factor(60)).product();
        near(years, Decimal::from(closing) / Decimal::from(opening))?;
        // What is kept is a growth below zero.
        if closing < opening {
            let lost = Decimal::from(opening - closing) / Decimal::from(opening);
            near(Decimal::ONE - over(months).churn(lost).unwrap().value(), factor(months))?;
        }
    }
}
