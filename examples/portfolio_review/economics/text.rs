//! The economics as text, for people.

use segmentry::Decimal;
use segmentry::economics::EconomicsError;
use segmentry::economics::acquisition::LtvCacStatus;
use segmentry::economics::csm_cost::{
    CostRatio, Lever, LeverAnswer, LeverOutcome, LeverValue, Levers, SegmentRatio, TargetStatus,
};
use segmentry::economics::payback::{PaybackMonths, PaybackWithChurn};
use segmentry::rust_decimal::RoundingStrategy;

use super::super::amounts::Amounts;
use super::super::tables::{table, text_table};
use super::super::words::{grouped, number, percent, rounded, things};
use super::{Figures, Tier};

pub(crate) fn render(figures: &Figures, amounts: Amounts) -> String {
    [
        cost(figures, amounts),
        levers(figures),
        units(figures),
        format!(
            "In none of these sums: {} of tiers without a row in the cost model (ARR {}), {} with an ARR of 0.\n",
            things(usize::try_from(figures.left_out.accounts).unwrap_or(usize::MAX), "customer"),
            amounts.count(figures.left_out),
            things(usize::try_from(figures.without_arr).unwrap_or(usize::MAX), "account"),
        ),
    ]
    .concat()
}

fn cost(figures: &Figures, amounts: Amounts) -> String {
    let head = ["tier", "customers", &amounts.head("ARR"), "CSM cost", "fees", "gross", "net", "target", ""];
    let mut table = table(1, head);
    for (tier, segment) in figures.tiers.iter().zip(figures.cost.segments()) {
        let inputs = segment.inputs();
        table.add_row([
            tier.name.to_string(),
            number(tier.customers),
            amounts.total(tier.arr),
            whole(segment.cost()),
            whole(inputs.post_sales_revenue.amount()),
            percent(segment.ratio().map(CostRatio::gross)),
            percent(segment.ratio().map(CostRatio::net)),
            percent(Some(inputs.target.ratio())),
            status(segment.status()).into(),
        ]);
    }
    // Without a target of its own: it is compared with the article's.
    let all = figures.sums();
    table.add_row([
        "all".into(),
        number(all.customers),
        amounts.sum(all.arr),
        whole(figures.cost.cost()),
        whole(all.fees),
        percent(figures.cost.ratio().map(CostRatio::gross)),
        percent(figures.cost.ratio().map(CostRatio::net)),
        percent(Some(segmentry::economics::csm_cost::Target::ARTICLE.ratio())),
        status(figures.cost.status()).into(),
    ]);
    let over = figures.cost.over_target();
    let verdict = match over {
        _ if figures.tiers.is_empty() => "No tier of the cost model has customers.".to_string(),
        0 => "Every tier meets its target.".to_string(),
        _ => format!(
            "{} over the target, which article A1 wants met in every tier and not only in total.",
            if over == 1 { "One tier is".into() } else { format!("{over} tiers are") },
        ),
    };
    format!(
        "\nWhat serving them costs: net CSM cost / ARR (a year; CSMs in parts of one)\n{table}\n{verdict}\n"
    )
}

fn status(status: Option<TargetStatus>) -> &'static str {
    match status {
        Some(TargetStatus::Within) => "within",
        Some(TargetStatus::AtTarget) => "at target",
        Some(TargetStatus::Over) => "over",
        None => "no ARR",
    }
}

/// What each lever alone would have to do, for the tiers over their target.
fn levers(figures: &Figures) -> String {
    let is_over = |segment: &SegmentRatio<_>| segment.status() == Some(TargetStatus::Over);
    let over = figures.tiers.iter().zip(figures.cost.segments()).filter(|(_, segment)| is_over(segment));
    let over: Vec<(&Tier, &Levers)> =
        over.filter_map(|(tier, _)| Some((tier, tier.levers.as_ref().ok()?))).collect();
    if over.is_empty() {
        return String::new();
    }
    let mut table = text_table(["tier", "lever", "now", "needed", "change", "how, by article A1"]);
    for (tier, levers) in over {
        for (index, answer) in levers.ranked().iter().enumerate() {
            let name = if index == 0 { tier.name.to_string() } else { String::new() };
            table.add_row([vec![name], lever(answer).to_vec()].concat());
        }
    }
    format!(
        "\nWhat would bring them to their target, one lever alone, the least change first\n{table}\n\
         The change is the exact one; what is needed is rounded so that it suffices, accounts to whole ones.\n"
    )
}

fn lever(answer: &LeverAnswer) -> [String; 5] {
    let needed = match answer.outcome() {
        LeverOutcome::AlwaysMet | LeverOutcome::AlreadyMet(_) => "met already".into(),
        LeverOutcome::NoChargeNeeded => "none".into(),
        LeverOutcome::Feasible(required) | LeverOutcome::BeyondBound { required, .. } => {
            shown(required.rounded)
        }
        LeverOutcome::Infeasible(_) => "cannot do it".into(),
    };
    let how: Vec<_> = answer.lever().actions().map(|action| action.advice).collect();
    let now = match answer.lever() {
        Lever::AccountsPerCsm => rounded(answer.current(), 1),
        Lever::ArrPerAccount | Lever::CostPerCsm | Lever::FeePerAccount => whole(answer.current()),
    };
    [answer.lever().to_string(), now, needed, percent(answer.relative_change()), how.join("; ")]
}

fn shown(value: LeverValue) -> String {
    match value {
        LeverValue::Amount(amount) => grouped(amount.amount(), amount.currency().minor_digits()),
        LeverValue::Accounts(accounts) => accounts.to_string(),
    }
}

fn units(figures: &Figures) -> String {
    let Some(units) = &figures.units else { return String::new() };
    let mut table = table(1, ["tier", "CAC", "LTV", "LTV/CAC", "", "payback", "with churn"]);
    for row in units.rows() {
        let tier = figures.tiers.iter().find(|tier| tier.name == row.name);
        table.add_row([
            row.name.to_string(),
            row.cac.as_ref().map_or_else(why, |cac| whole(cac.amount())),
            row.ltv.as_ref().map_or_else(why, |ltv| whole(ltv.amount())),
            row.ltv_to_cac.as_ref().map_or_else(why, |ratio| rounded(ratio.value(), 2)),
            row.status.as_ref().map_or("", |status| compared(*status)).into(),
            row.payback.as_ref().map_or_else(why, months),
            tier.map_or_else(String::new, |tier| tier.payback.as_ref().map_or_else(why, payments)),
        ]);
    }
    let total = units.total();
    table.add_row([
        "all".into(),
        total.cac.as_ref().map_or_else(why, |cac| whole(*cac)),
        String::new(),
        total.ltv_to_cac.as_ref().map_or_else(why, |ratio| rounded(*ratio, 2)),
        total.status.as_ref().map_or("", |status| compared(*status)).into(),
        total.payback.as_ref().map_or_else(why, months),
        String::new(),
    ]);
    format!(
        "\nWhat winning them costs and returns: LTV/CAC against 3 (article A3), payback in months\n{table}\n\
         LTV is ARR per customer x (gross margin - net CSM cost / ARR) / churn, neither discounted nor expanding. \
         In total, as if\nall customers of today had been won at the CAC of their tier. With churn: the monthly payments after which the CAC is\nback, where a part of the customers leaves each month.\n"
    )
}

const fn compared(status: LtvCacStatus) -> &'static str {
    match status {
        LtvCacStatus::Meets => "meets",
        LtvCacStatus::Below => "below",
        LtvCacStatus::SignificantlyBelow => "far below",
    }
}

fn months(payback: &PaybackMonths) -> String {
    match payback {
        PaybackMonths::After(months) => rounded(*months, 1),
        PaybackMonths::Never => "never".into(),
    }
}

fn payments(payback: &PaybackWithChurn) -> String {
    match payback {
        PaybackWithChurn::After { payments, .. } => number((*payments).into()),
        PaybackWithChurn::Never => "never".into(),
    }
}

/// In place of a figure that has no value.
fn why(error: &EconomicsError) -> String {
    match error {
        EconomicsError::Divergent { .. } => "no limit".into(),
        EconomicsError::ZeroBase { base, .. } => format!("no {base}"),
        other => other.to_string(),
    }
}

/// Rounded to whole units, for reading.
fn whole(amount: Decimal) -> String {
    grouped(amount.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero), 0)
}
