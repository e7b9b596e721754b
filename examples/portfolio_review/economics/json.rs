//! The economics as JSON: numbers as text, exact where they are.

use segmentry::economics::EconomicsError;
use segmentry::economics::acquisition::{LtvCacStatus, UnitEconomics, UnitRow};
use segmentry::economics::csm_cost::{
    CostRatio, Lever, LeverAnswer, LeverOutcome, LeverValue, SegmentRatio, TargetStatus,
};
use segmentry::economics::payback::{PaybackMonths, PaybackWithChurn};
use segmentry::{Decimal, Name};
use serde::Serialize;

use super::{Figures, Tier};

#[derive(Serialize)]
pub(crate) struct Document {
    tiers: Vec<TierDocument>,
    total: TotalDocument,
    without_cost_model: Rest,
    without_arr: u64,
}

#[derive(Serialize)]
struct TierDocument {
    tier: Name,
    customers: u64,
    arr: String,
    csm_cost: String,
    post_sales_revenue: String,
    gross_ratio: Option<String>,
    net_ratio: Option<String>,
    target: String,
    status: Option<&'static str>,
    levers: Vec<LeverDocument>,
    cac: Option<String>,
    ltv: Option<String>,
    ltv_to_cac: Option<String>,
    ltv_to_cac_status: Option<&'static str>,
    payback_months: Option<String>,
    payback_payments_with_churn: Option<String>,
}

#[derive(Serialize)]
struct LeverDocument {
    lever: &'static str,
    current: String,
    outcome: &'static str,
    required: Option<String>,
    rounded: Option<String>,
    relative_change: Option<String>,
}

#[derive(Serialize)]
struct TotalDocument {
    customers: u64,
    arr: String,
    csm_cost: String,
    post_sales_revenue: String,
    gross_ratio: Option<String>,
    net_ratio: Option<String>,
    status: Option<&'static str>,
    tiers_over_target: usize,
    cac: Option<String>,
    ltv_to_cac: Option<String>,
    ltv_to_cac_status: Option<&'static str>,
    payback_months: Option<String>,
}

#[derive(Serialize)]
struct Rest {
    customers: u64,
    arr: String,
}

pub(crate) fn document(figures: &Figures) -> Document {
    let (sums, cost) = (figures.sums(), &figures.cost);
    let units = figures.units.as_ref();
    let total = units.map(UnitEconomics::total);
    Document {
        tiers: figures.tiers.iter().map(|tier| tier_document(figures, tier)).collect(),
        total: TotalDocument {
            customers: sums.customers,
            arr: plain(sums.arr),
            csm_cost: plain(cost.cost()),
            post_sales_revenue: plain(sums.fees),
            gross_ratio: cost.ratio().map(CostRatio::gross).map(plain),
            net_ratio: cost.ratio().map(CostRatio::net).map(plain),
            status: cost.status().map(status),
            tiers_over_target: cost.over_target(),
            cac: total.and_then(|total| known(&total.cac).copied()).map(plain),
            ltv_to_cac: total.and_then(|total| known(&total.ltv_to_cac).copied()).map(plain),
            ltv_to_cac_status: total.and_then(|total| known(&total.status).copied()).map(compared),
            payback_months: total.and_then(|total| known(&total.payback)).map(months),
        },
        without_cost_model: Rest {
            customers: figures.left_out.accounts,
            arr: plain(figures.left_out.arr.amount()),
        },
        without_arr: figures.without_arr,
    }
}

fn tier_document(figures: &Figures, tier: &Tier) -> TierDocument {
    let segment = figures.cost.segments().iter().find(|segment| *segment.segment() == tier.name);
    let ratio = segment.and_then(|segment| segment.ratio());
    let unit = figures.units.as_ref().and_then(|units| units.rows().iter().find(|row| row.name == tier.name));
    let of_unit = |figure: fn(&UnitRow) -> Option<String>| unit.and_then(figure);
    let levers = tier.levers.as_ref().map(|levers| levers.ranked().iter().map(lever).collect());
    TierDocument {
        tier: tier.name,
        customers: tier.customers,
        arr: plain(tier.arr.amount()),
        csm_cost: segment.map_or_else(String::new, |segment| plain(segment.cost())),
        post_sales_revenue: segment
            .map_or_else(String::new, |segment| plain(segment.inputs().post_sales_revenue.amount())),
        gross_ratio: ratio.map(CostRatio::gross).map(plain),
        net_ratio: ratio.map(CostRatio::net).map(plain),
        target: segment.map_or_else(String::new, |segment| plain(segment.inputs().target.ratio())),
        status: segment.and_then(SegmentRatio::status).map(status),
        levers: levers.unwrap_or_default(),
        cac: of_unit(|row| known(&row.cac).map(|cac| plain(cac.amount()))),
        ltv: of_unit(|row| known(&row.ltv).map(|ltv| plain(ltv.amount()))),
        ltv_to_cac: of_unit(|row| known(&row.ltv_to_cac).map(|ratio| plain(ratio.value()))),
        ltv_to_cac_status: unit.and_then(|row| known(&row.status).copied()).map(compared),
        payback_months: of_unit(|row| known(&row.payback).map(months)),
        payback_payments_with_churn: known(&tier.payback).map(|payback| match payback {
            PaybackWithChurn::After { payments, .. } => payments.to_string(),
            PaybackWithChurn::Never => "never".into(),
        }),
    }
}

fn known<T>(figure: &Result<T, EconomicsError>) -> Option<&T> {
    figure.as_ref().ok()
}

fn lever(answer: &LeverAnswer) -> LeverDocument {
    let outcome = match answer.outcome() {
        LeverOutcome::AlwaysMet => "always_met",
        LeverOutcome::NoChargeNeeded => "no_charge_needed",
        LeverOutcome::AlreadyMet(_) => "already_met",
        LeverOutcome::Feasible(_) => "feasible",
        LeverOutcome::BeyondBound { .. } => "beyond_bound",
        LeverOutcome::Infeasible(_) => "infeasible",
    };
    LeverDocument {
        lever: match answer.lever() {
            Lever::ArrPerAccount => "arr_per_account",
            Lever::AccountsPerCsm => "accounts_per_csm",
            Lever::CostPerCsm => "cost_per_csm",
            Lever::FeePerAccount => "fee_per_account",
        },
        current: plain(answer.current()),
        outcome,
        required: answer.required().map(|required| plain(required.exact)),
        rounded: answer.required().map(|required| plain(LeverValue::number(required.rounded))),
        relative_change: answer.relative_change().map(plain),
    }
}

const fn status(status: TargetStatus) -> &'static str {
    match status {
        TargetStatus::Within => "within",
        TargetStatus::AtTarget => "at_target",
        TargetStatus::Over => "over",
    }
}

const fn compared(status: LtvCacStatus) -> &'static str {
    match status {
        LtvCacStatus::Meets => "meets",
        LtvCacStatus::Below => "below",
        LtvCacStatus::SignificantlyBelow => "significantly_below",
    }
}

fn months(payback: &PaybackMonths) -> String {
    match payback {
        PaybackMonths::After(months) => plain(*months),
        PaybackMonths::Never => "never".into(),
    }
}

fn plain(number: Decimal) -> String {
    number.normalize().to_string()
}
