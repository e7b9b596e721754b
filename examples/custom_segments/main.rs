//! A whole policy that an analyst wrote as a document: tiers, and segments of one's own beside them: "price-sensitive",
//! "land and expand", a healthcare vertical, and who is not a fit at all, with the reason.
//!
//! `cargo run --example custom_segments`

mod personas;

use segmentry::calendar::{NaiveDate, parse_date};
use segmentry::classify::PlainText;
use segmentry::portfolio::Row;
use segmentry::rust_decimal::dec;
use segmentry::{Account, Classifier, Currency, Decimal, Money, PolicyDocument, Portfolio, name};

const DOCUMENT: &str = include_str!("policy.json");

type Failure = Box<dyn std::error::Error>;

fn eur(amount: Decimal) -> Result<Money, Failure> {
    Ok(Money::new(amount, Currency::EUR)?)
}

fn accounts() -> Result<Vec<Account>, Failure> {
    let account = |id, industry| Account::builder(id, Currency::EUR).industry(industry);
    let renewal = |date: &str| parse_date(date);
    Ok(vec![
        account("acme", "Logistics").arr(eur(dec!(48_000))?).wallet_current(eur(dec!(60_000))?).build()?,
        account("bolt", "Retail")
            .arr(eur(dec!(12_000))?)
            .seats_contracted(100)
            .seats_activated(93)
            .wallet_current(eur(dec!(20_000))?)
            .wallet_potential(eur(dec!(90_000))?)
            .renewal_on(renewal("2027-01-31")?)
            .build()?,
        account("clinic", "Charities").arr(eur(dec!(30_000))?).wallet_current(eur(dec!(40_000))?).build()?,
        account("duo", "Software").arr(eur(dec!(6_000))?).wallet_current(eur(dec!(9_000))?).build()?,
        account("edge", "Casinos").arr(eur(dec!(90_000))?).build()?,
        account("flat", "Software").wallet_current(eur(dec!(1_500))?).build()?,
        account("gown", "Hospitals").wallet_current(eur(dec!(50_000))?).build()?,
    ])
}

fn main() -> Result<(), Failure> {
    let as_of: NaiveDate = parse_date("2026-06-30")?;

    // A fault in the document would be reported with all others, each with its path.
    let document: PolicyDocument = serde_json::from_str(DOCUMENT)?;
    let policy = document.compile(&personas::facts())?;
    let need = policy.dimension(name!("need")).ok_or("the document has a dimension `need`")?;

    let portfolio = Portfolio::new(accounts()?, Currency::EUR, as_of)?;
    let review = portfolio.review(policy.segmentation());
    for dimension in policy.dimensions() {
        println!("{}", dimension.name());
        let tally = review.tally(|row| row.dimension(dimension.name()));
        for segment in dimension.segments() {
            let cell = tally.segment(*segment);
            let message = dimension.message(*segment).unwrap_or("-");
            println!("  {segment:16} {:>2} accounts  {:>14}  {message}", cell.accounts(), cell.arr());
        }
        for (reason, cell) in tally.reasons() {
            println!("  {reason:32} {:>2} accounts  {:>14}", cell.accounts(), cell.arr());
        }
    }
    let table = review.cross(Row::tier, |row| row.dimension(name!("need")));
    println!("{} accounts in {} cells of tier and need\n", table.total().accounts(), table.cells().count());

    println!("not a fit:");
    for account in portfolio.accounts() {
        let rule = need.deciding_rule(account, as_of).ok().flatten();
        if let Some(reason) = rule.and_then(|rule| rule.reason()) {
            println!("  {}: {reason}", account.id());
        }
    }

    let bolt = portfolio.find("bolt").ok_or("bolt is in the portfolio")?;
    let (_, why) = need.explain(bolt, as_of);
    print!("\nbolt, need: {}", PlainText(&why));
    Ok(())
}
