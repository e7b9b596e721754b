//! The report for people.

use std::fmt::Write as _;

use comfy_table::{CellAlignment, Table, presets};
use segmentry::economics::csm_cost::{
    Combination, CostRatio, FeeBasis, Lever, LeverAnswer, LeverOutcome, LeverValue, Path, TargetStatus,
};
use segmentry::rust_decimal::{Decimal, RoundingStrategy};

use super::segments::{Segment, portfolio};

pub(crate) fn render(segments: &[Segment], basis: FeeBasis) -> Result<String, String> {
    let mut text = String::from("Paths to the target: net fully loaded CSM cost / ARR");
    text.push_str(match basis {
        FeeBasis::OutsideArr => ", fees outside ARR\n",
        FeeBasis::InsideArr => ", fees inside ARR\n",
    });
    section(&mut text, "Today", &today(segments, basis)?);
    section(&mut text, "What each lever must do, the other three held", &required(segments));
    let pairs = pairs(segments);
    if pairs.row_count() > 0 {
        section(&mut text, "Two levers: the first to its bound, the second for the rest", &pairs);
    }
    section(&mut text, "The least relative change, and what brings it about", &least(segments));
    section(
        &mut text,
        "What 1 % of a lever does to the net ratio, in percentage points",
        &sensitivity(segments)?,
    );
    Ok(text)
}

fn section(text: &mut String, title: &str, table: &Table) {
    // Writing to a String cannot fail.
    let _ = writeln!(text, "\n{title}\n{table}");
}

fn today(segments: &[Segment], basis: FeeBasis) -> Result<Table, String> {
    let header =
        ["segment", "accounts", "CSMs", "gross", "recovered", "net", "target", "", "net, whole CSMs"];
    let mut table = table(1, &header);
    for segment in segments {
        let ratio = segment.costs.ratio().map_err(|error| error.to_string())?;
        let headcount = segment.costs.headcount(segment.accounts).map_err(|error| error.to_string())?;
        table.add_row([
            segment.name.clone(),
            segment.accounts.to_string(),
            rounded(headcount.fte(), 2),
            percent(Some(ratio.gross())),
            percent(ratio.recovery_share()),
            percent(Some(ratio.net())),
            percent(Some(segment.target.ratio())),
            status(ratio.status(segment.target)).into(),
            percent(headcount.ratio().map(CostRatio::net)),
        ]);
    }
    let all = portfolio(segments, basis)?;
    let ratio = all.ratio();
    table.add_row([
        "all".into(),
        String::new(),
        String::new(),
        percent(ratio.map(CostRatio::gross)),
        percent(ratio.and_then(CostRatio::recovery_share)),
        percent(ratio.map(CostRatio::net)),
        String::new(),
        format!("{} over", all.over_target()),
        String::new(),
    ]);
    Ok(table)
}

const fn status(status: TargetStatus) -> &'static str {
    match status {
        TargetStatus::Within => "within",
        TargetStatus::AtTarget => "at target",
        TargetStatus::Over => "over",
    }
}

fn required(segments: &[Segment]) -> Table {
    let [arr, accounts, cost, fee] = Lever::ALL.map(|lever| lever.to_string());
    let mut table = table(5, &["segment", &arr, &accounts, &cost, &fee]);
    table.load_preset(presets::UTF8_FULL);
    for segment in segments {
        let answers = Lever::ALL.map(|lever| answer(segment.levers.get(lever)));
        let mut name = segment.name.clone();
        if let Some(full) = segment.levers.at_capacity() {
            let or = |answer: &LeverAnswer| {
                answer.required().map_or_else(String::new, |it| it.rounded.to_string())
            };
            let (fee, cost) = (or(&full.fee), or(&full.cost));
            let _ =
                write!(name, "\nwith {} accounts per CSM:\nfee {fee}\nor cost {cost}", full.accounts_per_csm);
        }
        table.add_row([name].into_iter().chain(answers));
    }
    table
}

fn answer(answer: &LeverAnswer) -> String {
    let value = |value: LeverValue| value.to_string();
    let change = change(answer.relative_change());
    match answer.outcome() {
        LeverOutcome::AlwaysMet => "met at any".into(),
        LeverOutcome::NoChargeNeeded => "none needed".into(),
        LeverOutcome::AlreadyMet(required) => format!("met; room to\n{}", value(required.rounded)),
        LeverOutcome::Feasible(required) => format!("{}\n{change}", value(required.rounded)),
        LeverOutcome::BeyondBound { required, bound } => {
            format!("{}\n{change}\nbeyond {}", value(required.rounded), value(bound))
        }
        LeverOutcome::Infeasible(_) => "not possible".into(),
    }
}

fn pairs(segments: &[Segment]) -> Table {
    let mut table = table(3, &["segment", "first", "then", "in sum"]);
    for segment in segments {
        for pair in segment.levers.combinations().iter().filter(|pair| pair.is_feasible()) {
            let (first, then) = steps(pair);
            table.add_row([segment.name.clone(), first, then, change(pair.relative_change())]);
        }
    }
    table
}

fn steps(pair: &Combination) -> (String, String) {
    let second = pair.second();
    let then = second.required().filter(|_| second.is_feasible()).map(|required| required.rounded);
    let then = then.map_or_else(|| "nothing".into(), |value| format!("{} to {value}", second.lever()));
    (format!("{} to {}", pair.first(), pair.moved_to()), then)
}

fn least(segments: &[Segment]) -> Table {
    let mut table = table(3, &["segment", "way", "by", "in sum"]);
    table.load_preset(presets::UTF8_FULL);
    for segment in segments {
        let (way, levers, sum) = match segment.levers.least_change() {
            None if segment.levers.status().is_met() => ("the target is met".into(), vec![], "–".into()),
            None => ("no lever and no two levers do it within their bounds".into(), vec![], "–".into()),
            Some(path @ Path::Alone(answer)) => {
                let value = answer.required().map_or_else(String::new, |it| it.rounded.to_string());
                (
                    format!("{} to {value}", answer.lever()),
                    vec![answer.lever()],
                    change(path.relative_change()),
                )
            }
            Some(path @ Path::Together(pair)) => {
                let (first, then) = steps(&pair);
                let levers = vec![pair.first(), pair.second().lever()];
                (format!("{first}\n{then}"), levers, change(path.relative_change()))
            }
        };
        let actions: Vec<_> =
            levers.into_iter().flat_map(Lever::actions).map(|action| action.advice).collect();
        table.add_row([segment.name.clone(), way, actions.join("\n"), sum]);
    }
    table
}

fn sensitivity(segments: &[Segment]) -> Result<Table, String> {
    let mut table = table(5, &["segment", "most", "", "", "least"]);
    for segment in segments {
        let moves = segment.costs.sensitivity().map_err(|error| error.to_string())?;
        let cells = moves.map(|it| {
            let points = it.change().checked_mul(Decimal::ONE_HUNDRED).unwrap_or_default();
            format!("{}\n{} points", it.lever(), rounded(points, 3))
        });
        table.add_row([segment.name.clone()].into_iter().chain(cells));
    }
    Ok(table)
}

/// A table whose first columns hold text and whose others hold numbers.
fn table(text_columns: usize, header: &[&str]) -> Table {
    let mut table = Table::new();
    table.load_preset(presets::UTF8_FULL_CONDENSED).set_header(header);
    for column in table.column_iter_mut().skip(text_columns) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table
}

fn change(change: Option<Decimal>) -> String {
    change.map_or_else(|| "a new fee".into(), |change| format!("{} change", percent(Some(change))))
}

/// A fraction as a percentage with one decimal.
fn percent(fraction: Option<Decimal>) -> String {
    let percent = fraction.and_then(|fraction| fraction.checked_mul(Decimal::ONE_HUNDRED));
    percent.map_or_else(|| "–".into(), |percent| format!("{} %", rounded(percent, 1)))
}

fn rounded(number: Decimal, decimals: u32) -> String {
    let places = usize::try_from(decimals).unwrap_or(0);
    format!("{:.places$}", number.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero))
}
