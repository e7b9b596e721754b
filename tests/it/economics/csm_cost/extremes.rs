//! The ends of every range: an error or the right answer, never a panic.

use segmentry::economics::EconomicsError;
use segmentry::economics::csm_cost::{
    Bounds, CsmCost, CsmSpend, FeeBasis, Lever, LeverOutcome, PerAccount, PortfolioCost, SegmentCost, Target,
    TargetStatus, WorkingTime, accounts_at_coverage, split_pooled_cost,
};
use segmentry::rust_decimal::dec;
use segmentry::{Currency, Decimal, Money, Total};

use super::{eur, number};

const EUR: Currency = Currency::EUR;

fn largest() -> Money {
    Money::from_ticks(Money::MAX_TICKS, EUR).unwrap()
}

/// The largest sum: 2^95 ten-thousandths.
fn largest_total() -> Total {
    let mut sum = Money::total([Money::from_ticks(1, EUR).unwrap()], EUR).unwrap();
    for _ in 0..95 {
        sum = sum.checked_merge(sum).unwrap();
    }
    sum
}

fn amounts() -> [Money; 5] {
    [eur("0"), eur("0.0001"), eur("0.01"), eur("1"), largest()]
}

fn numbers() -> [Decimal; 7] {
    let tiny = number("0.0000000000000000000000000001");
    let odd = number("0.0166666666666666666666666667");
    [tiny, odd, dec!(0), dec!(-0.0), dec!(1), number("7.922816251426433759354395033"), Decimal::MAX]
}

#[test]
fn every_combination_of_ends() {
    let mut answered = 0;
    for cost in amounts() {
        for accounts in numbers() {
            for arr in amounts() {
                for fee in amounts() {
                    for fee_basis in [FeeBasis::OutsideArr, FeeBasis::InsideArr] {
                        let now = CsmCost {
                            cost_per_csm: cost,
                            accounts_per_csm: accounts,
                            arr_per_account: arr.into(),
                            fee_per_account: fee.into(),
                            fee_basis,
                        };
                        answered += u32::from(everything(&now));
                    }
                }
            }
        }
    }
    assert!(answered > 500, "{answered}");
}

/// Asks all there is; whether there was a ratio.
fn everything(now: &CsmCost) -> bool {
    for target in [dec!(0), number("0.0000000000000000000000000001"), dec!(0.15), Decimal::MAX] {
        for bounds in [
            Bounds::NONE,
            Bounds {
                max_arr_per_account: Some(largest()),
                max_accounts_per_csm: Some(Decimal::MAX),
                min_cost_per_csm: Some(eur("0")),
                max_fee_per_account: Some(eur("0.0001")),
            },
        ] {
            let target = Target::new(target).unwrap();
            if let (Ok(levers), Ok(ratio)) = (now.levers(target, &bounds), now.ratio()) {
                assert_eq!(levers.status(), ratio.status(target));
                let _ = (levers.ranked(), levers.least_change());
            }
        }
    }
    let _ = now.sensitivity();
    for accounts in [0, 1, u64::MAX] {
        let _ = now.headcount(accounts);
    }
    match now.ratio() {
        Ok(_) => true,
        Err(EconomicsError::ZeroBase { .. } | EconomicsError::Overflow { .. }) => false,
        Err(other) => panic!("{other}"),
    }
}

#[test]
fn digits_beyond_a_decimal_decide() {
    // 28 decimals times 28 decimals: C/(N*A) against the target, decided by the last of them.
    let now = CsmCost {
        cost_per_csm: eur("1"),
        accounts_per_csm: number("0.0166666666666666666666666667"),
        arr_per_account: eur("400").into(),
        fee_per_account: eur("0").into(),
        fee_basis: FeeBasis::OutsideArr,
    };
    // 1 / (0.01666..67 * 400) is a little below 0.15.
    let status = now.ratio().unwrap().status(Target::ARTICLE);
    assert_eq!(status, TargetStatus::Within);
    let higher = CsmCost { accounts_per_csm: number("0.0166666666666666666666666666"), ..now };
    assert_eq!(higher.ratio().unwrap().status(Target::ARTICLE), TargetStatus::Over);
    // The cost that is allowed is a little more than 1, and less than a cent more.
    let levers = now.levers(Target::ARTICLE, &Bounds::NONE).unwrap();
    let LeverOutcome::AlreadyMet(required) = levers.get(Lever::CostPerCsm).outcome() else { panic!("met") };
    assert_eq!(required.rounded.to_string(), "1.00 EUR");
    assert_eq!(required.exact, number("1.000000000000000000000000002"));
}

#[test]
fn headcount_of_everybody() {
    let now = CsmCost {
        cost_per_csm: eur("1"),
        accounts_per_csm: dec!(1),
        arr_per_account: eur("1").into(),
        fee_per_account: eur("0").into(),
        fee_basis: FeeBasis::OutsideArr,
    };
    let all = now.headcount(u64::MAX).unwrap();
    assert_eq!((all.csms(), all.cost()), (u64::MAX, Decimal::from(u64::MAX)));
    let half = CsmCost { accounts_per_csm: dec!(0.5), ..now };
    assert!(matches!(half.headcount(u64::MAX), Err(EconomicsError::Overflow { .. })));
}

#[test]
fn sums_at_their_ends() {
    let segment = |spend, arr| SegmentCost {
        segment: (),
        spend,
        post_sales_revenue: Total::zero(EUR),
        arr,
        target: Target::ARTICLE,
    };
    let new =
        |segments: Vec<SegmentCost<()>>| PortfolioCost::new(segments, FeeBasis::InsideArr, Target::ARTICLE);
    let largest_booked = segment(CsmSpend::Booked(largest_total()), largest_total());
    assert_eq!(new(vec![largest_booked]).unwrap().ratio().unwrap().net(), dec!(1));
    assert!(matches!(new(vec![largest_booked; 2]), Err(EconomicsError::Overflow { .. })));
    let csms = CsmSpend::Csms { csms: Decimal::MAX, cost_per_csm: largest() };
    assert!(matches!(new(vec![segment(csms, largest_total())]), Err(EconomicsError::Overflow { .. })));
    // One account each, at 1 to n accounts per CSM: the sum of 1/k has a denominator of 136 bits for 100, and of more
    // than 512 for 400, where it is rounded to 60 decimals.
    let harmonic = |n: u32| {
        new((1..=n)
            .map(|k| CsmSpend::ByAccounts { accounts: 1, accounts_per_csm: k.into(), cost_per_csm: eur("1") })
            .map(|spend| segment(spend, Total::zero(EUR)))
            .collect())
    };
    assert_eq!(harmonic(100).unwrap().cost(), number("5.1873775176396202608051176757"));
    assert_eq!(harmonic(400).unwrap().cost(), number("6.5699296911765070340081535962"));
}

#[test]
fn a_mean_beyond_every_amount_is_refused() {
    let mean = PerAccount::Mean { total: largest_total(), accounts: 1 };
    let now = CsmCost {
        cost_per_csm: eur("1"),
        accounts_per_csm: dec!(1),
        arr_per_account: mean,
        fee_per_account: eur("0").into(),
        fee_basis: FeeBasis::OutsideArr,
    };
    assert!(now.ratio().unwrap_err().to_string().contains("at most 10^14"));
    let many = PerAccount::Mean { total: largest_total(), accounts: u64::MAX };
    assert!(CsmCost { arr_per_account: many, ..now }.ratio().is_ok());
}

#[test]
fn time_and_pools_at_their_ends() {
    let all = WorkingTime {
        hours_per_week: Decimal::MAX,
        weeks: Decimal::MAX,
        utilisation: dec!(1),
        admin_share: dec!(0),
    };
    assert!(matches!(all.productive_hours(), Err(EconomicsError::Overflow { .. })));
    assert!(matches!(all.accounts(dec!(1)), Err(EconomicsError::Overflow { .. })));
    let year = WorkingTime { hours_per_week: dec!(1), weeks: dec!(1), ..all };
    assert!(matches!(
        year.accounts(number("0.0000000000000000000000000001")),
        Err(EconomicsError::Overflow { .. })
    ));

    let parts =
        split_pooled_cost(largest(), &[Decimal::MAX, number("0.0000000000000000000000000001")]).unwrap();
    assert_eq!(parts, [largest(), eur("0")]);
    assert!(accounts_at_coverage(largest(), eur("0.0001")).is_ok());
}
