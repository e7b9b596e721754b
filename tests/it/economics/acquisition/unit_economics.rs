//! The table over segments: published cases, and a total that is a ratio of sums.

use segmentry::economics::acquisition::{Acquisition, LtvCacStatus, LtvTarget, SegmentUnit, UnitEconomics};
use segmentry::economics::lifetime::{Arpa, Customer, GrossMargin, Horizon, Valuation};
use segmentry::economics::payback::PaybackMonths;
use segmentry::economics::{Churn, EconomicsError, Period};
use segmentry::rust_decimal::{Decimal, dec};
use segmentry::{Currency, Money, Name, name};

use crate::economics::lifetime::{near, usd};

fn segment(
    name: Name,
    arpa: Decimal,
    margin: Decimal,
    churn: Decimal,
    (spend, new_customers): (Decimal, u64),
) -> SegmentUnit {
    SegmentUnit {
        name,
        customer: Customer {
            arpa: Arpa::monthly(usd(arpa)).unwrap(),
            gross_margin: GrossMargin::AfterCustomerSuccess(margin),
            churn: Churn::monthly(churn).unwrap(),
        },
        acquisition: Acquisition { spend: usd(spend), new_customers },
    }
}

fn published() -> [SegmentUnit; 3] {
    [
        segment(name!("smb"), dec!(900), dec!(0.72), dec!(0.035), (dec!(9000), 1)),
        segment(name!("midmarket"), dec!(4000), dec!(0.78), dec!(0.015), (dec!(60000), 1)),
        segment(name!("enterprise"), dec!(15000), dec!(0.8), dec!(0.008), (dec!(420000), 1)),
    ]
}

fn economics(segments: &[SegmentUnit]) -> UnitEconomics {
    UnitEconomics::of(segments, Valuation::SIMPLE, LtvTarget::DEFAULT).unwrap()
}

fn months(payback: &Result<PaybackMonths, EconomicsError>) -> Decimal {
    match payback {
        Ok(PaybackMonths::After(months)) => *months,
        other => panic!("{other:?}"),
    }
}

#[test]
fn oracle_2_p8() {
    let economics = economics(&published());
    let expected = [
        (
            dec!(18514.2857142857142857143),
            dec!(2.05714285714285714285714),
            dec!(13.8888888888888888888889),
            false,
        ),
        (dec!(208000), dec!(3.46666666666666666666667), dec!(19.2307692307692307692308), true),
        (dec!(1500000), dec!(3.57142857142857142857143), dec!(35), true),
    ];
    for (row, (ltv, ratio, payback, meets)) in economics.rows().iter().zip(expected) {
        assert!(near(row.ltv.as_ref().unwrap().amount(), ltv), "{}", row.name);
        assert!(near(row.ltv_to_cac.as_ref().unwrap().value(), ratio), "{}", row.name);
        assert!(near(months(&row.payback), payback), "{}", row.name);
        assert_eq!(row.status == Ok(LtvCacStatus::Meets), meets, "{}", row.name);
    }
}

#[test]
fn the_total_is_a_ratio_of_sums() {
    let mut segments = published();
    segments[0].acquisition = Acquisition { spend: usd(dec!(90000)), new_customers: 10 };
    let economics = economics(&segments);
    let total = economics.total();
    // 10 x 18514.29 + 208000 + 1500000 for 90000 + 60000 + 420000 and 12 customers.
    let worth = dec!(6480) / dec!(0.035) + dec!(1708000);
    assert!(near(*total.ltv_to_cac.as_ref().unwrap(), worth / dec!(570000)));
    assert_eq!(total.cac, Ok(dec!(47500)));
    assert_eq!(total.status, Ok(LtvCacStatus::Meets));
    assert!(near(months(&total.payback), dec!(570000) / (dec!(6480) + dec!(3120) + dec!(12000))));
    // The mean of the ratios is another number.
    let mean = (dec!(18514.285714) / dec!(9000) + dec!(208000) / dec!(60000) + dec!(25) / dec!(7)) / dec!(3);
    assert!((*total.ltv_to_cac.as_ref().unwrap() - mean).abs() > dec!(0.2));
}

#[test]
fn a_segment_that_won_nobody_keeps_its_spend_in_the_total() {
    let mut segments = published();
    segments[0].acquisition.new_customers = 0;
    // Its customers never leave either, which is nobody's worth here.
    segments[0].customer.churn = Churn::monthly(dec!(0)).unwrap();
    let economics = economics(&segments);
    let row = &economics.rows()[0];
    assert!(matches!(row.ltv, Err(EconomicsError::Divergent { .. })));
    assert!(matches!(row.cac, Err(EconomicsError::ZeroBase { base: "new_customers", .. })));
    assert!(row.payback.is_err() && row.status.is_err());
    assert!(near(*economics.total().ltv_to_cac.as_ref().unwrap(), dec!(1708000) / dec!(489000)));
    assert_eq!(economics.total().cac, Ok(dec!(244500)));
    // Where somebody was won whose worth has no limit, the total has none either.
    segments[0].acquisition.new_customers = 1;
    let economics = self::economics(&segments);
    assert!(matches!(economics.total().ltv_to_cac, Err(EconomicsError::Divergent { .. })));
    assert!(matches!(economics.total().status, Err(EconomicsError::Divergent { .. })));
    assert!(near(months(&economics.total().payback), dec!(489000) / (dec!(648) + dec!(15120))));
}

#[test]
fn a_total_on_the_target_meets_it() {
    // 1/3 and 1/7 of fractions: worth 100/0.3 + 100/0.7 for a third of it, 10000/63.
    let won = |name, churn, spend| segment(name, dec!(100), dec!(1), churn, (spend, 1));
    let segments = [won(name!("a"), dec!(0.3), dec!(1)), won(name!("b"), dec!(0.7), dec!(157.7301))];
    assert_eq!(economics(&segments).total().status, Ok(LtvCacStatus::Meets));
    let segments = [won(name!("a"), dec!(0.3), dec!(1)), won(name!("b"), dec!(0.7), dec!(157.7302))];
    assert_eq!(economics(&segments).total().status, Ok(LtvCacStatus::Below));
    // What is shown as 3 and lies below it, in total as in a row: 30 payments of 2.7 at a churn of 0.9.
    let thirty = Valuation { horizon: Horizon::Payments(30), ..Valuation::SIMPLE };
    let one = segment(name!("a"), dec!(2.7), dec!(1), dec!(0.9), (dec!(1), 1));
    let close = UnitEconomics::of(&[one, one], thirty, LtvTarget::DEFAULT).unwrap();
    assert_eq!(close.total().ltv_to_cac, Ok(dec!(3)));
    assert_eq!(close.total().status, Ok(LtvCacStatus::Below));
    assert_eq!(close.rows()[1].status, Ok(LtvCacStatus::Below));
}

#[test]
fn wrong_tables_are_errors() {
    let of = |segments: &[SegmentUnit]| UnitEconomics::of(segments, Valuation::SIMPLE, LtvTarget::DEFAULT);
    assert_eq!(of(&[]).unwrap_err().to_string(), "segments: there are none; give at least one");
    let mut segments = published();
    segments[2].acquisition.spend = usd(dec!(-1));
    assert!(matches!(of(&segments), Err(EconomicsError::OutOfRange { .. })));
    let euros = Money::new(dec!(1), Currency::EUR).unwrap();
    let mut segments = published();
    segments[2].acquisition.spend = euros;
    assert!(matches!(of(&segments), Err(EconomicsError::Currency(_))));
    let mut segments = published();
    segments[1].customer.arpa = Arpa::of(euros, 1, Period::Year).unwrap();
    assert!(matches!(of(&segments), Err(EconomicsError::Currency(_))));
    // Nothing spent: paid back at once, and no ratio.
    let mut segments = published();
    segments.iter_mut().for_each(|segment| segment.acquisition.spend = usd(dec!(0)));
    let free = of(&segments).unwrap();
    assert!(matches!(free.total().ltv_to_cac, Err(EconomicsError::ZeroBase { base: "spend", .. })));
    assert_eq!(free.total().payback, Ok(PaybackMonths::After(dec!(0))));
    // Nobody won.
    segments.iter_mut().for_each(|segment| segment.acquisition.new_customers = 0);
    let nobody = of(&segments).unwrap();
    assert!(nobody.total().cac.is_err() && nobody.total().payback.is_err());
}
