//! The lifecycle: what each stage asks of its accounts, and how they answer (A3-1, A3-9).

use std::collections::BTreeMap;

use segmentry::portfolio::Row;
use segmentry::segment::LifecycleStage;
use segmentry::{Name, Reason, Review, Segment, SegmentationPolicy};

use super::amounts::Amounts;
use super::counts::Count;
use super::tables::table;
use super::words::number;

/// The accounts of a stage, or of none.
pub(crate) struct Stage {
    name: String,
    question: String,
    pub(crate) count: Count,
    /// By the dimension that answers the question: its segments, the highest first, then the unclassified.
    answers: Vec<String>,
}

/// All stages in their order, then the accounts that are in none; no stages where the policy knows none.
pub(crate) fn stages(review: &Review<'_>, policy: &SegmentationPolicy) -> Vec<Stage> {
    let Some(lifecycle) = policy.lifecycle() else { return Vec::new() };
    let stage = |stage: Option<LifecycleStage>| {
        let rows: Vec<Row<'_>> = review.rows().filter(|row| row.lifecycle().ok() == stage).collect();
        let currency = review.portfolio().currency();
        let asks = stage.map(|stage| lifecycle.stage(stage));
        let given = rows.iter().filter_map(|row| asks?.answer(row.segments));
        Stage {
            name: stage.map_or("unclassified".into(), |stage| stage.name().to_string()),
            question: asks.map_or_else(String::new, |asks| asks.question().into()),
            count: Count::sum(rows.iter().map(|row| Count::of_account(row.arr, currency)), currency),
            answers: answers(given, policy),
        }
    };
    LifecycleStage::ALL.into_iter().map(Some).chain([None]).map(stage).collect()
}

fn answers(
    given: impl Iterator<Item = (Name, Result<Name, Reason>)>,
    policy: &SegmentationPolicy,
) -> Vec<String> {
    let mut counts: BTreeMap<Name, BTreeMap<Option<Name>, u64>> = BTreeMap::new();
    for (dimension, answer) in given {
        let count = counts.entry(dimension).or_default().entry(answer.ok()).or_default();
        *count = count.saturating_add(1);
    }
    let line = |(dimension, counts): (&Name, &BTreeMap<Option<Name>, u64>)| {
        let segments = policy.segments(*dimension).into_iter().rev().map(Some).chain([None]);
        let parts = segments.filter_map(|segment| {
            let name = segment.map_or("unclassified".into(), |name| name.to_string());
            Some(format!("{name} {}", number(*counts.get(&segment)?)))
        });
        format!("{dimension}: {}", parts.collect::<Vec<_>>().join(", "))
    };
    counts.iter().map(line).collect()
}

/// Nothing where the policy knows no stages.
pub(crate) fn render(stages: &[Stage], amounts: Amounts) -> String {
    if stages.is_empty() {
        return String::new();
    }
    let head =
        ["stage", "asks, and its accounts by the dimension that answers", "accounts", &amounts.head("ARR")];
    let mut table = table(2, head);
    for stage in stages.iter().filter(|stage| stage.count.accounts > 0) {
        let lines = [stage.question.clone()].into_iter().chain(stage.answers.iter().cloned());
        let lines: Vec<_> = lines.filter(|line| !line.is_empty()).collect();
        table.add_row([
            stage.name.clone(),
            lines.join("\n"),
            number(stage.count.accounts),
            amounts.count(stage.count),
        ]);
    }
    format!("\nThe lifecycle: each stage asks its own question\n{table}\n")
}
