//! The public cases, by id.

use segmentry::economics::csm_cost::{
    Bounds, CsmSpend, FeeBasis, Lever, PortfolioCost, SegmentCost, Target, TargetStatus, WorkingTime,
    accounts_at_coverage, split_pooled_cost,
};
use segmentry::rust_decimal::dec;
use segmentry::{Currency, Money};

use super::{assert_near, eur, inside, outside, total};

#[test]
fn oracle_1_p1() {
    let ratio = outside("150000", "50", "20000", "0").ratio().unwrap();
    assert_eq!((ratio.gross(), ratio.net()), (dec!(0.15), dec!(0.15)));
    assert_eq!(ratio.status(Target::default()), TargetStatus::AtTarget);
    assert!(ratio.status(Target::default()).is_met());
}

#[test]
fn oracle_1_p2() {
    let ratio = outside("180000", "25", "60000", "1200").ratio().unwrap();
    assert_eq!((ratio.gross(), ratio.net()), (dec!(0.12), dec!(0.1)));
    assert_near(ratio.recovery_share().unwrap(), "0.166666666666666666666667");
}

#[test]
fn oracle_1_p3() {
    let now = outside("200000", "40", "25000", "500");
    assert_eq!(now.ratio().unwrap().net(), dec!(0.18));
    let levers = now.levers(Target::new(dec!(0.15)).unwrap(), &Bounds::NONE).unwrap();
    let required = |lever| levers.get(lever).required().unwrap();
    assert_eq!(required(Lever::ArrPerAccount).exact, dec!(30000));
    assert_eq!(required(Lever::CostPerCsm).exact, dec!(170000));
    assert_eq!(required(Lever::FeePerAccount).exact, dec!(1250));
    assert_near(required(Lever::AccountsPerCsm).exact, "47.0588235294117647058824");
    assert_eq!(required(Lever::AccountsPerCsm).rounded.number(), dec!(48));
    let at = |accounts| outside("200000", accounts, "25000", "500").ratio().unwrap().net();
    assert_near(at("47"), "0.150212765957446808510638");
    assert_near(at("48"), "0.146666666666666666666667");
}

#[test]
fn oracle_1_p4() {
    let segment = |segment, cost, csms, arr, fees| SegmentCost {
        segment,
        spend: CsmSpend::Csms { csms, cost_per_csm: eur(cost) },
        post_sales_revenue: total(fees),
        arr: total(arr),
        target: Target::ARTICLE,
    };
    let segments = [
        segment("Strategic", "220000", dec!(6), "12000000", "120000"),
        segment("EnterpriseMidmarket", "160000", dec!(10), "8000000", "200000"),
        segment("SMB", "110000", dec!(4), "1600000", "0"),
    ];
    let portfolio = PortfolioCost::new(segments, FeeBasis::OutsideArr, Target::ARTICLE).unwrap();
    let nets: Vec<_> = portfolio.segments().iter().map(|it| it.ratio().unwrap().net()).collect();
    assert_eq!(nets, [dec!(0.1), dec!(0.175), dec!(0.275)]);
    assert_near(portfolio.ratio().unwrap().net(), "0.140740740740740740740741");
    assert_eq!((portfolio.status(), portfolio.over_target()), (Some(TargetStatus::Within), 2));
}

#[test]
fn oracle_1_p5() {
    let smb = outside("150000", "50", "12000", "0");
    let headcount = smb.headcount(101).unwrap();
    assert_eq!((headcount.fte(), headcount.csms(), headcount.cost()), (dec!(2.02), 3, dec!(450000)));
    assert_near(headcount.ratio().unwrap().net(), "0.371287128712871287128713");
    assert_near(headcount.accounts_per_csm().unwrap(), "33.6666666666666666666667");
    assert_eq!(smb.ratio().unwrap().net(), dec!(0.25));
}

#[test]
fn oracle_1_p6() {
    let quarter = WorkingTime {
        hours_per_week: dec!(40),
        weeks: dec!(13),
        utilisation: dec!(0.75),
        admin_share: dec!(0.15),
    };
    assert_eq!(quarter.productive_hours().unwrap(), dec!(331.5));
    assert_eq!(quarter.accounts(dec!(16)).unwrap(), 20);
}

#[test]
fn oracle_1_p7() {
    let usd = |amount| Money::new(amount, Currency::USD).unwrap();
    let accounts = |per_csm| accounts_at_coverage(usd(per_csm), usd(dec!(20000))).unwrap();
    assert_eq!([accounts(dec!(1000000)), accounts(dec!(2000000))], [dec!(50), dec!(100)]);
}

#[test]
fn oracle_1_p8() {
    let now = inside("200000", "40", "25000", "500");
    assert_near(now.ratio().unwrap().net(), "0.176470588235294117647059");
    let levers = now.levers(Target::ARTICLE, &Bounds::NONE).unwrap();
    let exact = |lever| levers.get(lever).required().unwrap().exact;
    assert_near(exact(Lever::FeePerAccount), "1086.95652173913043478261");
    assert_eq!(exact(Lever::ArrPerAccount), dec!(29500));
    assert_near(exact(Lever::AccountsPerCsm), "46.2427745664739884393064");
    assert_eq!(exact(Lever::CostPerCsm), dec!(173000));
}

#[test]
fn oracle_1_p9() {
    let parts = split_pooled_cost(eur("100000.00"), &[dec!(1), dec!(1), dec!(1)]).unwrap();
    assert_eq!(parts, [eur("33333.34"), eur("33333.33"), eur("33333.33")]);
}
