//! The bridge for people.

use std::fmt::Write as _;

use segmentry::economics::retention::{Basis, Bridge, BridgeRow, Movement, OwnerFunction, RetentionSide};
use segmentry::{Decimal, Total};

use super::args::Options;
use super::json::known;
use super::words::{grouped, number, percent, rounded};

pub(crate) fn render(options: &Options, name: &str, bridge: &Bridge) -> Result<String, String> {
    let mut text = format!("ARR bridge from {} to {} in {}\n", options.from, options.to, bridge.currency());
    let source = match &options.history {
        Some(_) => format!("History: {name}"),
        None => "History: a made-up sample; name a file for your own (--help lists its columns)".into(),
    };
    let basis = match bridge.basis() {
        Basis::Snapshot => "snapshot: each account once, from the opening to the closing",
        Basis::Event => "event: every step within the period",
    };
    text += &format!("{source}\nBasis: {basis}\n\n");
    text += &rows(bridge);
    text += "\n";
    let revenue = bridge.revenue();
    let share = |figure| known(figure).map(percent);
    let ratio = |figure: Option<Decimal>| figure.map_or("– (nothing lost)".into(), |it| rounded(it, 4));
    for (label, figure) in [
        ("Gross revenue retention (GRR)", share(revenue.gross_retention())?),
        ("Net revenue retention (NRR)", share(revenue.net_retention())?),
        ("Logo retention", share(bridge.logo_retention())?),
        ("Net churn as ChartMogul counts it", share(revenue.chartmogul_net_churn())?),
        ("Quick ratio", ratio(revenue.quick_ratio())),
        ("Quick ratio with reactivation", ratio(revenue.quick_ratio_with_reactivation())),
    ] {
        // Writing into a String does not fail.
        let _ = writeln!(text, "{label:<34} {figure:>16}");
    }
    text += &sides(bridge)?;
    Ok(text)
}

fn rows(bridge: &Bridge) -> String {
    let signed = |sign: &'static str, movement: Movement| (sign, movement.name(), bridge.row(movement));
    let list: [(&str, &str, BridgeRow); 8] = [
        ("", "opening", bridge.opening()),
        signed("+", Movement::New),
        signed("+", Movement::Reactivation),
        signed("+", Movement::Expansion),
        signed("-", Movement::Contraction),
        signed("-", Movement::Churn),
        ("=", "closing", bridge.closing()),
        signed("", Movement::Unchanged),
    ];
    let mut text = format!("  {:<14} {:>10} {:>24}\n", "", "accounts", "ARR");
    for (sign, name, row) in list {
        let (accounts, amount) = (number(row.accounts()), amount(row.amount()));
        let _ = writeln!(text, "{sign:<1} {name:<14} {accounts:>10} {amount:>24}");
    }
    let absent = bridge.row(Movement::Absent).accounts();
    if absent > 0 {
        let _ = writeln!(text, "  {:<14} {:>10}   (no customers on either day)", "absent", number(absent));
    }
    text
}

/// Both sides of retention, and who works on them.
fn sides(bridge: &Bridge) -> Result<String, String> {
    let mut text = String::from("\nRetention has two sides:\n");
    for (side, label) in
        [(RetentionSide::ChurnReduction, "Lost"), (RetentionSide::Upselling, "Won by upselling")]
    {
        let (sides, rate) = (bridge.sides(), known(bridge.sides().rate(side))?);
        let _ = writeln!(text, "{label}: {} ({} of the opening)", amount(sides.amount(side)), percent(rate));
        for owner in sides.owners(side) {
            let function = match owner.function {
                OwnerFunction::Sales => "sales",
                OwnerFunction::CustomerSuccess => "customer success",
                OwnerFunction::Finance => "finance",
                OwnerFunction::Executive => "executives",
            };
            let _ = writeln!(text, "  {function:<17} {}", owner.task);
        }
    }
    text += "A3-7 names the functions; who does what is this crate's assumption.\n";
    Ok(text)
}

fn amount(total: Total) -> String {
    let amount = total.amount();
    let decimals = if amount.scale() == 0 { 0 } else { amount.scale().max(total.currency().minor_digits()) };
    grouped(amount, decimals)
}
