//! Documents decide as the same rules written by hand, without the library.

use proptest::prelude::*;
use segmentry::account::facts;
use segmentry::calendar::{Days, Months, add_months};
use segmentry::chrono::TimeDelta;
use segmentry::classify::laws;
use segmentry::policy::{
    CompiledDimension, Dimension, FactTable, PolicyDocument, Rule, RuleInfo, all, any, fact, not,
};
use segmentry::rust_decimal::dec;
use segmentry::{Account, Classifier, Currency, Money, Name, Reason, Unclassified, Verdict, name};

use crate::strategy::{account, as_of, eur};

fn dimension() -> Dimension {
    Dimension::first(name!("need"))
        .segment(name!("not_a_fit"))
        .segment(name!("prospect"))
        .segment(name!("growing"))
        .segment(name!("fresh"))
        .segment(name!("unhappy"))
        .segment(name!("standard"))
        .rule(Rule::new(
            name!("not_a_fit"),
            all([fact(facts::INDUSTRY).one_of(["Retail"]), not(fact(facts::COUNTRY).equals("Software"))]),
        ))
        .rule(Rule::new(name!("prospect"), not(fact(facts::ARR).is_known())))
        .rule(Rule::new(
            name!("growing"),
            any([
                fact(facts::ARR).per(facts::PRIOR_ARR).at_least(dec!(1.2)),
                all([
                    fact(facts::WALLET_POTENTIAL).above(fact(facts::WALLET_CURRENT)),
                    fact(facts::ARR).at_least(dec!(25_000)),
                ]),
            ]),
        ))
        .rule(Rule::new(name!("fresh"), fact(facts::STARTED_ON).within_last(Months(12))))
        .rule(Rule::new(
            name!("unhappy"),
            all([
                fact(facts::NPS).below(0),
                fact(facts::CSAT).at_most(dec!(0.6)),
                fact(facts::VALUE_ALIGNED).is_set(),
            ]),
        ))
        .otherwise(name!("standard"))
}

pub(super) fn compiled(dimension: Dimension) -> CompiledDimension<Account> {
    let document =
        PolicyDocument::builder(name!("test"), Currency::EUR).dimension(dimension).build().unwrap();
    document.compile_dimensions(&FactTable::accounts()).unwrap().dimensions()[0].clone()
}

/// True, false, or the fact that is lacking.
type Truth = Result<bool, Reason>;

fn of<T>(fact: Name, given: Option<T>, holds: impl FnOnce(T) -> bool) -> Truth {
    given.map(holds).ok_or(Reason::Missing(fact))
}

fn and(parts: &[Truth]) -> Truth {
    if parts.contains(&Ok(false)) {
        Ok(false)
    } else {
        parts.iter().find(|p| p.is_err()).copied().unwrap_or(Ok(true))
    }
}

fn or(parts: &[Truth]) -> Truth {
    if parts.contains(&Ok(true)) {
        Ok(true)
    } else {
        parts.iter().find(|p| p.is_err()).copied().unwrap_or(Ok(false))
    }
}

fn by_hand(account: &Account) -> Result<Name, Reason> {
    let arr = account.arr_on(as_of()).unwrap().map(|fact| fact.value.ticks());
    let prior = account.prior_arr_on(as_of()).map(|fact| fact.value.ticks());
    let wallet = |fact: Option<segmentry::Fact<Money>>| fact.map(|fact| fact.value.ticks());
    let (current, potential) = (wallet(account.wallet_current()), wallet(account.wallet_potential()));
    let flag = account.value_aligned().map(|fact| fact.value);

    let ratio = match (arr, prior) {
        (None, _) => Err(Reason::Missing(facts::ARR)),
        (_, None) => Err(Reason::Missing(facts::PRIOR_ARR)),
        (_, Some(0)) => Err(Reason::Undefined(facts::PRIOR_ARR)),
        (Some(arr), Some(prior)) => Ok(i128::from(arr) * 5 >= i128::from(prior) * 6),
    };
    let expanding = match (potential, current) {
        (None, _) => Err(Reason::Missing(facts::WALLET_POTENTIAL)),
        (_, None) => Err(Reason::Missing(facts::WALLET_CURRENT)),
        (Some(potential), Some(current)) => Ok(potential > current),
    };
    let year_ago = add_months(as_of(), -12).unwrap();
    let rules = [
        (
            "not_a_fit",
            and(&[
                of(facts::INDUSTRY, account.industry(), |text| text == "Retail"),
                of(facts::COUNTRY, account.country(), |text| text != "Software"),
            ]),
        ),
        ("prospect", Ok(arr.is_none())),
        ("growing", or(&[ratio, and(&[expanding, of(facts::ARR, arr, |arr| arr >= 250_000_000)])])),
        (
            "fresh",
            of(facts::STARTED_ON, account.started_on(), |fact| {
                year_ago <= fact.value && fact.value <= as_of()
            }),
        ),
        (
            "unhappy",
            and(&[
                of(facts::NPS, account.nps(), |fact| fact.value < segmentry::Nps::ZERO),
                of(facts::CSAT, account.csat(), |fact| {
                    fact.value.value() * dec!(5) <= fact.value.scale() * dec!(3)
                }),
                of(facts::VALUE_ALIGNED, flag, |set| set),
            ]),
        ),
    ];
    for (segment, truth) in rules {
        if truth? {
            return Ok(Name::new(segment).unwrap());
        }
    }
    Ok(name!("standard"))
}

fn reasons(verdict: Verdict<Name>) -> Result<Name, Reason> {
    verdict.map_err(|unclassified| unclassified.reason())
}

proptest! {
    #[test]
    fn a_document_decides_as_rules_by_hand(account in account()) {
        let need = compiled(dimension());
        prop_assert_eq!(reasons(need.classify(&account, as_of())), by_hand(&account));
        laws::check(&need, std::slice::from_ref(&account), as_of()).unwrap();
        // The rule that decides is the one of the segment.
        match need.deciding_rule(&account, as_of()) {
            Ok(rule) => prop_assert_eq!(
                rule.map_or(name!("standard"), RuleInfo::segment),
                by_hand(&account).unwrap()
            ),
            Err(lack) => prop_assert_eq!(Err(lack.reason()), by_hand(&account)),
        }
    }

    #[test]
    fn periods_include_both_ends(days in -800..800_i64, span in 0..400_u32) {
        let renewal = as_of() + TimeDelta::try_days(days).unwrap();
        let account = Account::builder("a", Currency::EUR).renewal_on(renewal).build().unwrap();
        let holds = |when| {
            let of = Dimension::first(name!("d")).segment(name!("yes")).rule(Rule::new(name!("yes"), when));
            compiled(of).classify(&account, as_of()).is_ok()
        };
        let renewal = fact(facts::RENEWAL_ON);
        let length = i64::from(span);
        prop_assert_eq!(holds(renewal.within_next(Days(span))), (0..=length).contains(&days));
        prop_assert_eq!(holds(renewal.within_last(Days(span))), (-length..=0).contains(&days));
    }
}

#[test]
fn periods_of_months_go_to_the_same_day() {
    let when = |span| Rule::new(name!("soon"), fact(facts::RENEWAL_ON).within_next(span));
    let soon = compiled(Dimension::first(name!("d")).segment(name!("soon")).rule(when(Months(1))));
    let january = segmentry::calendar::parse_date("2026-01-31").unwrap();
    for (day, within) in
        [("2026-01-30", false), ("2026-01-31", true), ("2026-02-28", true), ("2026-03-01", false)]
    {
        let day = segmentry::calendar::parse_date(day).unwrap();
        let account = Account::builder("a", Currency::EUR).renewal_on(day).build().unwrap();
        assert_eq!(soon.classify(&account, january).is_ok(), within, "{day}");
    }
}

#[test]
fn one_policy_holds_shipped_and_written_dimensions() {
    let need = compiled(dimension());
    let tiers = crate::strategy::tiers();
    let policy = segmentry::SegmentationPolicy::builder(tiers)
        .custom_ordered(need.name(), need.segments(), need.clone())
        .build()
        .unwrap();
    let account = Account::builder("a", Currency::EUR)
        .industry("Software")
        .arr(eur(30_000))
        .prior_arr(eur(10_000))
        .build()
        .unwrap();
    let segments = policy.classify(&account, as_of());
    assert_eq!(segments.get(name!("need")), Some(Ok(name!("growing"))));
    let (_, why) = need.explain(&account, as_of());
    let nearest = why.misses().iter().map(ToString::to_string).collect::<Vec<_>>();
    assert!(nearest.iter().any(|miss| miss.contains("arr per prior_arr")), "{nearest:?}");
    let dollars = Account::builder("b", Currency::USD)
        .industry("Software")
        .arr(Money::new(dec!(1), Currency::USD).unwrap())
        .wallet_current(Money::new(dec!(1), Currency::USD).unwrap())
        .wallet_potential(Money::new(dec!(2), Currency::USD).unwrap())
        .prior_arr(Money::new(dec!(1), Currency::USD).unwrap())
        .build()
        .unwrap();
    assert!(matches!(need.classify(&dollars, as_of()), Err(Unclassified::Fault(_))));
}
