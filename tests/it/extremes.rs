//! The ends of every range, and everything beyond: no panic, and errors that say what was given and what is allowed.

use std::error::Error;
use std::fmt::{Debug, Display};

use proptest::option::weighted;
use proptest::prelude::*;
use segmentry::account::{ArrHistory, Designation, HistoryError, HistoryMismatch, Previous, StrategicReason};
use segmentry::calendar::{Days, EARLIEST, LATEST, Months, check_date, parse_date};
use segmentry::chrono::NaiveDate;
use segmentry::classify::{BoxClassifier, Fault, FaultKind, PlainText};
use segmentry::portfolio::{PortfolioFault, Row};
use segmentry::quantity::{CurrencyMismatch, MoneyError, RatioError, Rounding, TextError, parse_decimal};
use segmentry::rust_decimal::dec;
use segmentry::segment::{TIER, TierFacts, TierPolicy, TrajectoryPolicy, WALLET, WalletPolicy};
use segmentry::{
    Account, Bands, Classifier, Csat, Currency, Decimal, Fact, Label, Money, Name, Nps, Portfolio, Ratio,
    Score, SegmentationPolicy, Total, Unclassified, first_match, from_fn, name,
};

use crate::strategy::{EUR, account, as_of, date, eur, policy, ratio, ticks, tiers};

/// The message: one bounded line without control characters, which holds all of these.
fn says(error: &(impl Display + ?Sized), parts: &[&str]) {
    let message = error.to_string();
    assert!(!message.is_empty() && message.len() < 400, "{} bytes: {message}", message.len());
    assert!(!message.chars().any(char::is_control), "{message:?}");
    assert!(parts.iter().all(|part| message.contains(part)), "{message} {parts:?}");
}

fn failed<T: Debug, E: Error>(result: Result<T, E>, parts: &[&str]) -> E {
    let error = result.unwrap_err();
    says(&error, parts);
    error
}

const NUMBERS: &str = "79228162514264337593543950335 -79228162514264337593543950335 1e28 -1e28 0 1e-28 -1e-28 \
    1.234567890123456789012345678 100.0001 9223372036854775807 -100000000000000 100000000000000.0001";

fn dollars(amount: Decimal) -> Money {
    Money::new(amount, Currency::USD).unwrap()
}

#[test]
fn numbers_at_the_ends_of_their_ranges_are_values_or_errors() {
    for text in NUMBERS.split_whitespace() {
        let number = Decimal::from_str_exact(text).or_else(|_| Decimal::from_scientific(text)).unwrap();
        let csat = Csat::new(number, number).and(Csat::new(dec!(0), number));
        let _ = (Score::new(number), Score::rounded(number), Nps::new(number), csat);
        Money::new(number, EUR).map_or_else(|error| says(&error, &["`"]), drop);
        Ratio::from_decimal(number).map_or_else(|error| says(&error, &["`"]), drop);
        for rounding in [Rounding::Up, Rounding::Down, Rounding::HalfEven] {
            let rounded = Money::rounded_from(number, EUR, rounding).map(|money| money.rounded(rounding));
            assert!(rounded.is_ok() || number.abs() > dec!(100000000000000), "{number}");
        }
        let builder = TrajectoryPolicy::builder().growing_from(number).struggling_from(number);
        failed(builder.dire_straits_to(number).build(), &["growing_from"]);
        let wallet = WalletPolicy::builder().protect_from(number).grow_from(number).csat_below(Some(number));
        wallet.build().map_or_else(|error| says(&error.faults()[0], &[]), drop);
    }
    let widest = [i64::MIN, -1, 0, 1, i64::MAX].map(|n| [ratio(n, 1), ratio(n, u64::MAX)]).concat();
    for (a, b) in widest.iter().flat_map(|a| widest.iter().map(move |b| (*a, *b))) {
        let _ = (a.checked_sub(b), a.cmp(&b), a.to_decimal(), a.to_string());
    }
}

#[test]
fn every_error_of_a_quantity_is_typed_and_names_the_value_and_what_is_allowed() {
    let hostile = &format!("\n\u{202e}\u{0}{}", "9".repeat(1_000_000));
    let (long, usd) = ("é".repeat(129), dollars(dec!(0)));
    assert_eq!(failed(Name::new(""), &["is empty"]), TextError::Empty);
    assert_eq!(failed(Label::new(&long), &["258 bytes"]), TextError::TooLong { len: 258, max: 256 });
    assert_eq!(failed(Label::new("a\u{85}"), &["control character"]), TextError::Control);
    assert_eq!(failed(Name::new(" a"), &["trim it"]), TextError::OuterSpace);
    assert!(matches!(failed(Money::new(dec!(1e-5), EUR), &["0.00001"]), MoneyError::TooFine { .. }));
    assert!(matches!(failed(Money::from_ticks(i64::MIN, EUR), &["10^14"]), MoneyError::TooLarge { .. }));
    assert!(matches!(failed(usd.checked_add(eur(1)), &["USD and EUR"]), MoneyError::Currency(_)));
    assert!(matches!(failed(hostile.parse::<Money>(), &["1250.50 EUR"]), MoneyError::Number(_)));
    assert_eq!(failed(Ratio::new(1, 0), &["other than zero"]), RatioError::ZeroDenominator);
    assert!(matches!(failed(Ratio::from_decimal(dec!(1e-19)), &["18"]), RatioError::TooFine { .. }));
    assert!(matches!(failed(Ratio::from_decimal(dec!(1e28)), &["fits"]), RatioError::TooLarge { .. }));
    assert!(matches!(failed(hostile.parse::<Ratio>(), &["such as 1/3"]), RatioError::Form { .. }));
    failed(parse_decimal(hostile), &["at most 40 characters"]);
    failed(parse_decimal("79228162514264337593543950336"), &["more than 28 digits"]);
    failed(Currency::from_code(hostile), &["is no ISO 4217 currency"]);
    failed(Score::new(dec!(1e-19)), &["18 decimals"]);
    failed(hostile.parse::<Csat>(), &["such as 4.2/5"]);
    failed(Csat::new(Decimal::MIN, Decimal::MAX), &["4.2/5"]);
    failed(parse_date(hostile), &["YYYY-MM-DD"]);
    failed(check_date(NaiveDate::MIN), &["1900-01-01 to 2199-12-31"]);
    failed(hostile.parse::<StrategicReason>(), &["write major_upsell"]);
    let mixed = Bands::builder(name!("low")).at(eur(5), name!("x")).above(usd, name!("y"));
    failed(mixed.build(), &["`y`", "0.00 USD", "not above 5.00 EUR", "in one currency"]);
}

#[test]
fn messages_stay_as_they_are() {
    fn text<T: Debug, E: Error>(result: Result<T, E>) -> String {
        failed(result, &[]).to_string()
    }
    let messages = [
        text(parse_decimal("1e5")),
        text(Currency::from_code("eur")),
        text(Money::new(dec!(0.00001), EUR)),
        text(Money::new(dec!(1e28), EUR)),
        text("15%".parse::<Ratio>()),
        text(Score::new(dec!(100.1))),
        text(Nps::new(dec!(-100.0001))),
        text(parse_date("2026-02-31")),
        text(ArrHistory::new([])),
        text(Account::builder("a", EUR).arr(ticks(-1)).build()),
    ];
    let golden = "\
`1e5` is not a decimal number; write digits with an optional minus and decimal point, such as -12.5
`eur` is no ISO 4217 currency; write its code in three capital letters, such as EUR
`0.00001` has more than 4 decimals; round it first
`10000000000000000000000000000` is too large; an amount is at most 100000000000000 (10^14) units either way
`15%` is not a fraction; write a decimal such as 0.15 (for 15 %), or two integers such as 1/3
`100.1` is outside a score's range; it goes from 0 to 100
`-100.0001` is not a net promoter score; it goes from -100 to 100, with up to 4 decimals
`2026-02-31` is not a day of the calendar; check the day and the month
the history has no entries; leave it out if it is not known
account `a`: arr: -0.0001 EUR is negative; it must be zero or more, keep credits outside it";
    assert_eq!(messages.join("\n"), golden);
}

#[test]
fn every_error_of_histories_accounts_and_policies() {
    let day = as_of();
    assert_eq!(failed(ArrHistory::new([]), &["no entries"]), HistoryError::Empty);
    let twice = failed(ArrHistory::new([(day, eur(1)), (day, eur(1))]), &["2026-06-30"]);
    assert_eq!(twice, HistoryError::Duplicate { date: day });
    let mixed = failed(ArrHistory::new([(day, eur(1)), (LATEST, dollars(dec!(0)))]), &["EUR and USD"]);
    assert!(matches!(mixed, HistoryError::Currencies { .. }));
    let negative = failed(ArrHistory::new([(day, ticks(-1))]), &["-0.0001 EUR on 2026-06-30"]);
    assert!(matches!(negative, HistoryError::Negative { .. }));
    let late = failed(ArrHistory::new([(NaiveDate::MAX, eur(1))]), &["1900-01-01 to 2199-12-31"]);
    assert!(matches!(late, HistoryError::Date(_)));

    for (id, valid) in [(256, true), (257, false), (1, true), (0, false), (1_000_000, false)] {
        let built = Account::builder(&"x".repeat(id), EUR).build();
        assert_eq!(built.is_ok(), valid, "{id} bytes");
        built.map_or_else(|error| says(&error, &["account_id"]), drop);
    }
    failed(Account::builder("a\u{1b}[31m\nb", EUR).build(), &["control character", "a\\u{1b}[31m\\nb"]);
    let (early, hostile) = (date(1899, 12, 31), "\u{0}".repeat(300));
    let builder = || Account::builder("a", EUR);
    for (builder, parts) in [
        (builder().arr(ticks(-1)), ["arr: -0.0001 EUR is negative", "zero or more"]),
        (builder().wallet_current(dollars(dec!(0))), ["wallet_current: 0.00 USD", "convert"]),
        (builder().business_growth(ratio(-1_000_001, 1_000_000)), ["-1.000001", "below -1"]),
        (builder().utilization(ratio(85, 1)), ["utilization: 85", "0 to 10"]),
        (builder().onboarding(ratio(85, 1)), ["onboarding: 85", "0.85 for 85 %"]),
        (builder().started_on(early), ["started_on: 1899-12-31", "1900-01-01"]),
        (builder().nps(Fact::observed(Nps::ZERO, NaiveDate::MAX)), ["nps: observed on", "2199-12-31"]),
        (builder().started_on(LATEST).renewal_on(EARLIEST), ["renewal_on: 1900-01-01", "2199-12-31"]),
        (builder().wallet_horizon(Months(u32::MAX)), ["4294967295 months", "1200"]),
        (builder().industry(hostile.as_str()), ["industry: `", "300 bytes; at most 256"]),
        (builder().designation(Designation::new(StrategicReason::Unrecorded).by("")), ["strategic", "empty"]),
        (builder().previous(WALLET, Previous::new(TIER).since(early)), ["wallet: since `1899", "1900"]),
        (builder().arr_history(ArrHistory::new([(day, dollars(dec!(0)))]).unwrap()), ["USD", "EUR"]),
    ] {
        let error = failed(builder.build(), &parts);
        assert_eq!((error.id(), error.faults().len()), ("a", 1), "{error}");
    }
    let tier = |from| TierPolicy::builder(name!("low")).tier(name!("high"), from);
    failed(tier(ticks(0)).build(), &["high: a floor of 0.00 EUR"]);
    failed(tier(eur(5)).strategic(name!("low")).build(), &["low: the name stands twice"]);
    let many = (0..300).fold(TierPolicy::builder(name!("low")), |tiers, n| {
        tiers.tier(Name::new(&format!("t{n}")).unwrap(), eur(n + 1))
    });
    failed(many.build(), &["segments: 301 segments; at most 255 are allowed"]);
    let custom = from_fn(name!("x"), |_: &Account, _| Ok(name!("y")));
    failed(SegmentationPolicy::builder(tiers()).custom(TIER, custom).build(), &["tier: there is"]);
    failed(TrajectoryPolicy::builder().bases(&[]).build(), &["bases: no basis"]);
}

#[test]
fn every_fault_of_a_portfolio_and_of_a_classifier() {
    let day = as_of();
    let plain = |id: &str| Account::builder(id, EUR).build().unwrap();
    let history = ArrHistory::new([(EARLIEST, eur(1))]).unwrap();
    let torn = |id: &str| Account::builder(id, EUR).arr(eur(2)).arr_history(history.clone()).build().unwrap();
    let american = Account::builder("d", Currency::USD).build().unwrap();
    let error = Portfolio::new(vec![plain("a"), american, plain("a"), torn("t")], EUR, day).unwrap_err();
    let [currency, duplicate, differs] = error.faults() else { panic!("{error}") };
    assert!(matches!(currency, PortfolioFault::Currency { row: 1, .. }));
    assert!(matches!(duplicate, PortfolioFault::DuplicateId { row: 2, first: 0, .. }));
    assert!(matches!(differs, PortfolioFault::History { row: 3, .. }));
    says(currency, &["row 1, account `d`: the currency is USD, the portfolio's EUR; convert it"]);
    assert_eq!(duplicate.to_string(), "row 2, account `a`: row 0 has the same id; keep one of them");
    says(differs, &["arr is 2.00 EUR", "1.00 EUR on 2026-06-30"]);
    let many = Portfolio::new(vec![torn("t"); 1000], EUR, day).unwrap_err();
    assert_eq!((many.faults().len(), many.more()), (100, 1899));

    let lost = Account::builder("l", EUR).previous(WALLET, Previous::new(TIER)).build().unwrap();
    let kind = |unclassified: Unclassified| match unclassified {
        Unclassified::Fault(fault) => {
            says(&fault, &[]);
            fault.kind().clone()
        }
        other => panic!("{other:?}"),
    };
    let mismatch = CurrencyMismatch { left: Currency::USD, right: EUR };
    let foreign = TierFacts { arr: Some(dollars(dec!(0)).into()), ..TierFacts::default() };
    assert_eq!(kind(tiers().classify(&foreign, day).unwrap_err()), FaultKind::Currency(mismatch));
    let recorded = HistoryMismatch { stated: eur(2), recorded: eur(1), as_of: day };
    for segment in policy().classify(&torn("t"), day).iter() {
        assert_eq!(segment.1.segment(), Err(segmentry::Reason::Fault));
    }
    assert_eq!(kind(policy().classify(&torn("t"), day).tier.unwrap_err()), FaultKind::History(recorded));
    // A previous segment that does not exist is noted, and holds nothing.
    assert_eq!(
        policy().explain(&lost, day).1.wallet.note(name!("previous_unknown")),
        Some(segmentry::classify::Value::Text(TIER))
    );
    let other = Fault::other(format!("\n{}", "x".repeat(1_000_000)));
    says(&other, &["\\nxxx"]);
    assert!(matches!(other.kind(), FaultKind::Other(_)));
    // Facts given directly are not checked: a negative amount leaves the question without an answer.
    let owed = TierFacts { arr: Some(ticks(-Money::MAX_TICKS).into()), ..TierFacts::default() };
    assert_eq!(tiers().classify(&owed, day), Err(Unclassified::Undefined(name!("arr"))));
}

#[test]
fn an_empty_portfolio_and_one_of_the_largest_amounts() {
    let empty = Portfolio::new(Vec::new(), EUR, NaiveDate::MAX).unwrap();
    let cell = empty.review(&policy()).total();
    assert_eq!((cell.accounts(), cell.share_of_accounts(&cell), cell.share_of_arr(&cell)), (0, None, None));
    assert_eq!(cell.arr(), Total::zero(EUR));
    let rich = |n| Account::builder(&format!("{n}"), EUR).arr(ticks(Money::MAX_TICKS)).build().unwrap();
    let all = Portfolio::new((0..1000).map(rich).collect(), EUR, NaiveDate::MIN).unwrap();
    assert_eq!(all.review(&policy()).tally(Row::tier).total().arr().amount(), dec!(100000000000000000));
}

#[test]
fn ten_thousand_rules_and_a_chain_of_a_thousand_are_explained() {
    let rule = |at: u32| {
        from_fn(name!("rule"), move |n: &u32, cx| {
            if cx.at_least(name!("n"), *n, at)? { Ok(name!("hit")) } else { Err(Unclassified::NoMatch) }
        })
    };
    let rules = first_match((0..10_000).rev().map(|at| rule(at + 1).boxed()));
    let (verdict, why) = rules.explain(&0, as_of());
    assert_eq!((verdict, why.not_examined(), why.misses().len()), (Err(Unclassified::NoMatch), 8976, 1024));
    assert!(PlainText(&why).to_string().contains("(8976 more comparisons were not examined)"));
    assert_eq!(rules.classify(&1, as_of()), Ok(name!("hit")));
    let mut chain: BoxClassifier<u32, Name> = rule(u32::MAX).boxed();
    for _ in 0..1000 {
        chain = chain.or_else(rule(u32::MAX)).boxed();
    }
    assert_eq!(chain.explain(&0, as_of()).1.misses().len(), 1001);
    assert_eq!(chain.classify(&u32::MAX, as_of()), Ok(name!("hit")));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// On the first and the last day that there is, and around the ends of what an account may carry.
    #[test]
    fn any_account_is_classified_on_any_day(account in account()) {
        for day in [NaiveDate::MIN, EARLIEST, LATEST, NaiveDate::MAX] {
            let (segments, why) = policy().explain(&account, day);
            prop_assert_eq!(policy().classify(&account, day), segments);
            why.iter().for_each(|(_, why)| assert!(!PlainText(why).to_string().is_empty()));
            let _ = (account.arr_on(day), account.prior_arr_on(day));
        }
    }

    #[test]
    fn no_input_of_a_builder_panics(
        mantissa in any::<i128>(), scale in 0..=28_u32, amount in any::<i64>(), below in any::<u64>(),
        texts in any::<[String; 3]>(), count in any::<u32>(), days in weighted(0.8, any::<i32>()),
    ) {
        let number = Decimal::try_from_i128_with_scale(mantissa >> 32, scale).unwrap_or(Decimal::MIN);
        let day = days.and_then(NaiveDate::from_num_days_from_ce_opt);
        let money = Money::from_ticks(amount, EUR).or_else(|_| Money::rounded_from(number, EUR, Rounding::Up));
        let designation = Designation::new(StrategicReason::Unrecorded).by(&texts[2]);
        let growth = Ratio::from_decimal(number).or_else(|_| Ratio::new(amount, below)).ok();
        let built = Account::builder(&texts[0], EUR)
            .name(texts[1].as_str()).country(texts[2].as_str()).designation(designation)
            .arr(money.clone().ok()).wallet_current(money.clone().ok()).wallet_potential(money.ok())
            .business_growth(growth.map(|value| Fact { value, observed_on: day })).utilization(growth)
            .nps(Nps::new(number).ok()).csat(Csat::new(number, Decimal::from(amount)).ok())
            .health_score(Score::rounded(number).ok()).employees(count).started_on(day).renewal_on(day)
            .wallet_horizon(Months(count)).previous(WALLET, Previous::new(Name::abbreviated(&texts[2]))).build();
        match built {
            Ok(account) => {
                let max_age = TierPolicy::builder(TIER).arr_max_age(Days(count)).build().unwrap();
                let policy = SegmentationPolicy::builder(max_age).build().unwrap();
                let _ = policy.explain(&account, day.unwrap_or(NaiveDate::MIN));
            }
            Err(error) => error.faults().iter().for_each(|fault| says(fault, &[])),
        }
        let _ = (parse_date(&texts[0]), parse_decimal(&texts[0]), texts[0].parse::<Csat>(), texts[1].parse::<Money>());
    }
}
