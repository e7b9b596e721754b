//! The report for programs. Amounts and ratios are text.

use segmentry::economics::csm_cost::{
    Combination, CostRatio, FeeBasis, Lever, LeverAnswer, LeverOutcome, Path, TargetStatus,
};
use serde_json::{Value, json};

use super::segments::{Segment, portfolio};

pub(crate) fn render(segments: &[Segment], basis: FeeBasis) -> Result<String, String> {
    let all = portfolio(segments, basis)?;
    let rows: Result<Vec<Value>, String> = segments.iter().map(row).collect();
    let document = json!({
        "fee": match basis { FeeBasis::OutsideArr => "outside_arr", FeeBasis::InsideArr => "inside_arr" },
        "segments": rows?,
        "all": {
            "net": all.ratio().map(|ratio| ratio.net().to_string()),
            "gross": all.ratio().map(|ratio| ratio.gross().to_string()),
            "status": all.status().map(status),
            "segments_over_target": all.over_target(),
        },
    });
    let mut text = serde_json::to_string_pretty(&document).map_err(|error| error.to_string())?;
    text.push('\n');
    Ok(text)
}

fn row(segment: &Segment) -> Result<Value, String> {
    let ratio = segment.costs.ratio().map_err(|error| error.to_string())?;
    let headcount = segment.costs.headcount(segment.accounts).map_err(|error| error.to_string())?;
    let least = segment.levers.least_change().map(|path| match path {
        Path::Alone(alone) => json!({ "levers": [answer(&alone)], "change": text(path.relative_change()) }),
        Path::Together(pair) => combination(&pair),
    });
    Ok(json!({
        "segment": segment.name,
        "accounts": segment.accounts,
        "currency": segment.costs.cost_per_csm.currency().code(),
        "gross": ratio.gross().to_string(),
        "net": ratio.net().to_string(),
        "recovery_share": text(ratio.recovery_share()),
        "target": segment.target.ratio().to_string(),
        "status": status(ratio.status(segment.target)),
        "fte": headcount.fte().to_string(),
        "whole_csms": headcount.csms(),
        "net_with_whole_csms": text(headcount.ratio().map(CostRatio::net)),
        "levers": segment.levers.ranked().iter().map(answer).collect::<Vec<_>>(),
        "at_capacity": segment.levers.at_capacity().map(|full| json!({
            "accounts_per_csm": full.accounts_per_csm.to_string(),
            "fee": answer(&full.fee),
            "cost": answer(&full.cost),
        })),
        "combinations": segment.levers.combinations().iter().map(combination).collect::<Vec<_>>(),
        "least_change": least,
    }))
}

fn answer(answer: &LeverAnswer) -> Value {
    let (outcome, bound) = match answer.outcome() {
        LeverOutcome::AlwaysMet => ("always_met", None),
        LeverOutcome::NoChargeNeeded => ("no_charge_needed", None),
        LeverOutcome::AlreadyMet(_) => ("already_met", None),
        LeverOutcome::Feasible(_) => ("feasible", None),
        LeverOutcome::BeyondBound { bound, .. } => ("beyond_bound", Some(bound)),
        LeverOutcome::Infeasible(_) => ("infeasible", None),
    };
    json!({
        "lever": key(answer.lever()),
        "current": answer.current().to_string(),
        "outcome": outcome,
        "required": answer.required().map(|required| required.rounded.number().to_string()),
        "exact": answer.required().map(|required| required.exact.to_string()),
        "bound": bound.map(|bound| bound.number().to_string()),
        "change": text(answer.relative_change()),
        "actions": answer.lever().actions().map(|action| action.advice).collect::<Vec<_>>(),
    })
}

fn combination(pair: &Combination) -> Value {
    json!({
        "first": key(pair.first()),
        "moved_to": pair.moved_to().number().to_string(),
        "second": answer(pair.second()),
        "feasible": pair.is_feasible(),
        "change": text(pair.relative_change()),
    })
}

const fn key(lever: Lever) -> &'static str {
    match lever {
        Lever::ArrPerAccount => "arr_per_account",
        Lever::AccountsPerCsm => "accounts_per_csm",
        Lever::CostPerCsm => "cost_per_csm",
        Lever::FeePerAccount => "fee_per_account",
    }
}

const fn status(status: TargetStatus) -> &'static str {
    match status {
        TargetStatus::Within => "within",
        TargetStatus::AtTarget => "at_target",
        TargetStatus::Over => "over",
    }
}

fn text(number: Option<segmentry::Decimal>) -> Option<String> {
    number.map(|number| number.to_string())
}
