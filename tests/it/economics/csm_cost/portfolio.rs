//! The ratio of many segments: a ratio of sums.

use segmentry::economics::EconomicsError;
use segmentry::economics::csm_cost::{
    CsmCost, CsmSpend, FeeBasis, PortfolioCost, SegmentCost, Target, TargetStatus,
};
use segmentry::rust_decimal::dec;
use segmentry::{Currency, Money, Total};

use super::{eur, total};

fn segment(spend: &str, fees: &str, arr: &str) -> SegmentCost<&'static str> {
    SegmentCost {
        segment: "any",
        spend: CsmSpend::Booked(total(spend)),
        post_sales_revenue: total(fees),
        arr: total(arr),
        target: Target::ARTICLE,
    }
}

fn portfolio<const N: usize>(segments: [SegmentCost<&'static str>; N]) -> PortfolioCost<&'static str> {
    PortfolioCost::new(segments, FeeBasis::OutsideArr, Target::ARTICLE).unwrap()
}

#[test]
fn a_segment_without_arr_keeps_its_cost_in_the_total() {
    let all = portfolio([segment("10", "0", "100"), segment("5", "0", "0")]);
    let [first, second] = all.segments() else { panic!("two segments") };
    assert_eq!(first.ratio().unwrap().net(), dec!(0.1));
    assert!(second.ratio().is_none() && second.status().is_none());
    assert_eq!((second.cost(), all.cost()), (dec!(5), dec!(15)));
    assert_eq!((all.ratio().unwrap().net(), all.status()), (dec!(0.15), Some(TargetStatus::AtTarget)));
    assert_eq!((all.over_target(), all.without_ratio()), (0, 1));
}

#[test]
fn each_segment_has_its_own_target() {
    let strict = SegmentCost { target: Target::new(dec!(0.05)).unwrap(), ..segment("10", "0", "100") };
    let loose = SegmentCost { target: Target::new(dec!(0.4)).unwrap(), ..segment("30", "0", "100") };
    let all = portfolio([strict, loose]);
    let statuses: Vec<_> = all.segments().iter().map(|it| it.status().unwrap()).collect();
    assert_eq!(statuses, [TargetStatus::Over, TargetStatus::Within]);
    assert_eq!((all.over_target(), all.status()), (1, Some(TargetStatus::Over)));
}

#[test]
fn fees_inside_arr_count_in_the_divisor() {
    let inside =
        PortfolioCost::new([segment("200", "20", "980")], FeeBasis::InsideArr, Target::ARTICLE).unwrap();
    assert_eq!(inside.ratio().unwrap().net(), dec!(0.18));
    assert_eq!(inside.ratio().unwrap().gross(), dec!(0.2));
}

#[test]
fn without_arr_fees_make_no_ratio_on_either_basis() {
    for basis in [FeeBasis::OutsideArr, FeeBasis::InsideArr] {
        let alone = PortfolioCost::new([segment("2", "8", "0")], basis, Target::ARTICLE).unwrap();
        assert!(alone.ratio().is_none() && alone.status().is_none(), "{basis:?}");
        assert_eq!((alone.without_ratio(), alone.over_target(), alone.cost()), (1, 0, dec!(2)));
        // As an account of it has none.
        let account = CsmCost {
            cost_per_csm: eur("2"),
            accounts_per_csm: dec!(1),
            arr_per_account: eur("0").into(),
            fee_per_account: eur("8").into(),
            fee_basis: basis,
        };
        assert!(matches!(account.ratio(), Err(EconomicsError::ZeroBase { base: "arr_per_account", .. })));
    }
    // Beside a segment with ARR, cost and fees still count: (204 - 30) / (970 + 30).
    let segments = [segment("200", "20", "970"), segment("4", "10", "0")];
    let both = PortfolioCost::new(segments, FeeBasis::InsideArr, Target::ARTICLE).unwrap();
    assert_eq!(both.ratio().unwrap().net(), dec!(0.174));
    assert_eq!(both.without_ratio(), 1);
}

#[test]
fn csms_in_parts_are_not_rounded() {
    // 100 accounts at 30 each are 3 1/3 CSMs, of 90000 each.
    let by_accounts =
        CsmSpend::ByAccounts { accounts: 100, accounts_per_csm: dec!(30), cost_per_csm: eur("90000") };
    let all = portfolio([SegmentCost { spend: by_accounts, ..segment("0", "0", "2000000") }]);
    assert_eq!((all.cost(), all.status()), (dec!(300000), Some(TargetStatus::AtTarget)));
    let half = CsmSpend::Csms { csms: dec!(0.5), cost_per_csm: eur("90000") };
    assert_eq!(portfolio([SegmentCost { spend: half, ..segment("0", "0", "1") }]).cost(), dec!(45000));
}

#[test]
fn nothing_has_no_ratio() {
    let none = portfolio([]);
    assert!(none.ratio().is_none() && none.status().is_none() && none.segments().is_empty());
    assert_eq!((none.cost(), none.over_target(), none.without_ratio()), (dec!(0), 0, 0));
}

#[test]
fn refuses_other_currencies_and_negative_sums() {
    let new = |segments: Vec<SegmentCost<&'static str>>| {
        PortfolioCost::new(segments, FeeBasis::OutsideArr, Target::ARTICLE).map(|_| ())
    };
    let dollars = Total::zero(Currency::USD);
    let one = segment("1", "1", "1");
    let spend = CsmSpend::Csms { csms: dec!(1), cost_per_csm: Money::zero(Currency::USD) };
    for mixed in [
        vec![SegmentCost { arr: dollars, ..one }],
        vec![SegmentCost { post_sales_revenue: dollars, ..one }],
        vec![SegmentCost { spend, ..one }],
        vec![one, SegmentCost { spend, post_sales_revenue: dollars, arr: dollars, ..one }],
    ] {
        assert!(matches!(new(mixed), Err(EconomicsError::Currency(_))));
    }
    for (wrong, field) in [
        (segment("-1", "1", "1"), "spend"),
        (segment("1", "-1", "1"), "post_sales_revenue"),
        (segment("1", "1", "-1"), "arr"),
        (SegmentCost { spend: CsmSpend::Csms { csms: dec!(-1), cost_per_csm: eur("1") }, ..one }, "csms"),
        (
            SegmentCost { spend: CsmSpend::Csms { csms: dec!(1), cost_per_csm: eur("-1") }, ..one },
            "cost_per_csm",
        ),
    ] {
        let error = new(vec![wrong]).unwrap_err();
        assert!(
            matches!(error, EconomicsError::OutOfRange { field: named, .. } if named == field),
            "{error}"
        );
    }
    let nobody = CsmSpend::ByAccounts { accounts: 1, accounts_per_csm: dec!(0), cost_per_csm: eur("1") };
    let error = new(vec![SegmentCost { spend: nobody, ..one }]).unwrap_err();
    assert!(matches!(error, EconomicsError::ZeroBase { base: "accounts_per_csm", .. }));
}
