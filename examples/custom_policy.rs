//! A classifier of your own, as a dimension beside ours: who looks after an account.
//!
//! `cargo run --example custom_policy`

use segmentry::account::facts::{EMPLOYEES, ONBOARDING, SUPPORT_REQUESTS};
use segmentry::calendar::{Days, parse_date};
use segmentry::classify::{PlainText, laws};
use segmentry::portfolio::Row;
use segmentry::rust_decimal::dec;
use segmentry::segment::TierPolicy;
use segmentry::{
    Account, Classifier, Currency, Money, Name, Portfolio, Ratio, Segment, SegmentationPolicy, Unclassified,
    first_match, from_fn, name,
};

/// The segments are yours; their order is the one in which reports list them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Desk {
    SelfService,
    Pooled,
    OnboardingTeam,
}

impl Segment for Desk {
    fn name(&self) -> Name {
        match self {
            Self::SelfService => name!("self_service"),
            Self::Pooled => name!("pooled"),
            Self::OnboardingTeam => name!("onboarding_team"),
        }
    }
}

/// Rules in order, the first match wins. A rule that has no opinion says `NoMatch`.
fn desk() -> Result<impl Classifier<Account, Segment = Desk>, Box<dyn std::error::Error>> {
    let done = Ratio::from_decimal(dec!(0.8))?;
    let onboarding = from_fn(name!("still_onboarding"), move |account: &Account, cx| {
        // A missing fact would stop the search; here it only means that the rule has no opinion.
        let progress =
            cx.want(ONBOARDING, account.onboarding(), Some(Days(90))).ok_or(Unclassified::NoMatch)?;
        if cx.below(ONBOARDING, progress, done)? {
            Ok(Desk::OnboardingTeam)
        } else {
            Err(Unclassified::NoMatch)
        }
    });
    let busy = from_fn(name!("busy"), |account: &Account, cx| {
        let requests = cx.need(SUPPORT_REQUESTS, account.support_requests(), None)?;
        if cx.at_least(SUPPORT_REQUESTS, requests.count, 5)? {
            Ok(Desk::Pooled)
        } else {
            Err(Unclassified::NoMatch)
        }
    });
    let by_size = from_fn(name!("by_size"), |account: &Account, cx| {
        let employees = cx.need(EMPLOYEES, account.employees(), None)?;
        Ok(if cx.at_least(EMPLOYEES, employees, 50)? { Desk::Pooled } else { Desk::SelfService })
    });
    Ok(first_match([onboarding.boxed(), busy.if_missing(Desk::Pooled).boxed(), by_size.boxed()]))
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let eur = |amount| Money::new(amount, Currency::EUR);
    let as_of = parse_date("2026-06-30")?;
    let requests = |count| segmentry::account::SupportRequests { count, period: Days(90) };
    let accounts = vec![
        Account::builder("acme", Currency::EUR)
            .arr(eur(dec!(48000))?)
            .support_requests(requests(9))
            .build()?,
        Account::builder("bolt", Currency::EUR)
            .arr(eur(dec!(9000))?)
            .support_requests(requests(1))
            .employees(42)
            .build()?,
        Account::builder("coil", Currency::EUR)
            .arr(eur(dec!(30000))?)
            .onboarding(Ratio::from_decimal(dec!(0.5))?)
            .build()?,
    ];

    let desk = desk()?;
    laws::check(&desk, &accounts, as_of)?;
    let policy = SegmentationPolicy::builder(TierPolicy::three_tiers(eur(dec!(25000))?)?)
        .custom(name!("desk"), desk)
        .build()?;

    let portfolio = Portfolio::new(accounts, Currency::EUR, as_of)?;
    let review = portfolio.review(&policy);
    for (desk, cell) in review.tally(|row| row.dimension(name!("desk"))).segments() {
        println!("{desk:16} {:>3} accounts  {:>14}", cell.accounts(), cell.arr());
    }
    let table = review.cross(Row::tier, |row| row.dimension(name!("desk")));
    println!("{} accounts in {} cells\n", table.total().accounts(), table.cells().count());

    let bolt = portfolio.find("bolt").ok_or("bolt is in the portfolio")?;
    let (_, why) = policy.explain(bolt, as_of);
    for (dimension, explanation) in why.iter().filter(|(dimension, _)| *dimension == name!("desk")) {
        print!("bolt, {dimension}: {}", PlainText(explanation));
    }
    Ok(())
}
