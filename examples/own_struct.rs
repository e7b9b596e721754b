//! Our models on a service's own type: nothing is converted, each model reads just the facts it needs.
//!
//! `cargo run --example own_struct`

use segmentry::calendar::parse_date;
use segmentry::chrono::NaiveDate;
use segmentry::classify::PlainText;
use segmentry::rust_decimal::dec;
use segmentry::segment::{
    TierFacts, TierPolicy, TrajectoryFacts, TrajectoryPolicy, WalletFacts, WalletPolicy,
};
use segmentry::{Classifier, Currency, Explanation, Fact, Money, Nps, Segment};

/// A row of the service's own database: amounts in cents, a survey with its date.
struct Subscriber {
    id: &'static str,
    arr_cents: i64,
    arr_last_year_cents: Option<i64>,
    budget_cents: Option<i64>,
    budget_next_year_cents: Option<i64>,
    survey: Option<(i8, NaiveDate)>,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let as_of = parse_date("2026-06-30")?;

    // A cent is a hundred ten-thousandths. What does not fit counts as not known.
    let money =
        |cents: i64| Money::from_ticks(cents.checked_mul(100)?, Currency::USD).ok().map(Fact::undated);
    let usd = |amount| Money::new(amount, Currency::USD);

    // Built once, shared by all threads.
    let tier = TierPolicy::four_tiers(usd(dec!(25000))?, usd(dec!(100000))?)?
        .of(move |s: &Subscriber| TierFacts { arr: money(s.arr_cents), ..TierFacts::default() });
    let trajectory = TrajectoryPolicy::default().of(move |s: &Subscriber| TrajectoryFacts {
        arr: money(s.arr_cents),
        prior_arr: s.arr_last_year_cents.and_then(money),
        ..TrajectoryFacts::default()
    });
    let wallet = WalletPolicy::default().of(move |s: &Subscriber| WalletFacts {
        arr: money(s.arr_cents),
        wallet_current: s.budget_cents.and_then(money),
        wallet_potential: s.budget_next_year_cents.and_then(money),
        nps: s.survey.and_then(|(score, on)| Some(Fact::observed(Nps::new(score.into()).ok()?, on))),
        ..WalletFacts::default()
    });

    let subscribers = [
        Subscriber {
            id: "S-1",
            arr_cents: 9_200_000,
            arr_last_year_cents: Some(8_000_000),
            budget_cents: Some(20_000_000),
            budget_next_year_cents: Some(30_000_000),
            survey: Some((40, parse_date("2026-05-02")?)),
        },
        Subscriber {
            id: "S-2",
            arr_cents: 1_200_000,
            arr_last_year_cents: None,
            budget_cents: Some(1_400_000),
            budget_next_year_cents: Some(1_400_000),
            survey: Some((-20, parse_date("2026-06-11")?)),
        },
    ];

    // One explanation, reused for every answer.
    let mut why = Explanation::new();
    for subscriber in &subscribers {
        println!("{}", subscriber.id);
        match tier.explain_into(subscriber, as_of, &mut why) {
            Ok(tier) => println!("  tier: {}", tier.name()),
            Err(reason) => println!("  tier: {reason}"),
        }
        if let Some(nearest) = why.misses().first() {
            println!("    {nearest}");
        }
        match trajectory.classify(subscriber, as_of) {
            Ok(trajectory) => println!("  trajectory: {}", trajectory.name()),
            Err(reason) => println!("  trajectory: {reason}"),
        }
        let _ = wallet.explain_into(subscriber, as_of, &mut why);
        println!("  wallet: {}", PlainText(&why).to_string().replace('\n', "\n    "));
    }
    Ok(())
}
