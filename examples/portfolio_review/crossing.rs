//! Which accounts are about to cross the floor of a tier.

use segmentry::calendar::Months;
use segmentry::economics::EconomicsError;
use segmentry::economics::growth::{Direction, Threshold, Window};
use segmentry::portfolio::{Cell, CrossingForecast, CrossingItem, CrossingQuestion, Crossings, NoForecast};
use segmentry::rust_decimal::dec;
use segmentry::rust_decimal::prelude::FromPrimitive;
use segmentry::{Decimal, Portfolio, Segment, SegmentationPolicy};
use serde::Serialize;

use super::amounts::Amounts;
use super::tables::table;
use super::words::{number, percent, things};

/// Months from today: those of article A4, and what lies before and between them.
const WINDOWS: [(u32, u32); 4] = [(0, 6), (6, 9), (9, 12), (12, 15)];
/// So many are shown; --json has all of them.
const SHOWN: usize = 10;

/// Every floor, up and down, in every window.
pub(crate) fn crossings<'p>(
    portfolio: &'p Portfolio,
    policy: &SegmentationPolicy,
) -> Result<Crossings<'p>, EconomicsError> {
    let mut questions = Vec::new();
    for (tier, floor) in policy.tier().floors() {
        for (from, to) in WINDOWS {
            let window = Window::new(Months(from), Months(to))?;
            for threshold in [Threshold::up_to(floor), Threshold::below(floor)] {
                questions.push(CrossingQuestion { tier: tier.name(), threshold, window });
            }
        }
    }
    portfolio.crossings(&questions, &CrossingForecast::default())
}

pub(crate) fn render(crossings: &Crossings<'_>, amounts: Amounts) -> String {
    let items = crossings.items();
    let mut table = table(3, ["account", "crosses", "in months", "probability", &amounts.head("ARR")]);
    for item in items.iter().take(SHOWN) {
        let window = item.question.window;
        table.add_row([
            item.account.id().to_string(),
            format!("{} the floor of {}", side(item), item.question.tier),
            format!("{} to {}", window.from().0, window.to().0),
            probability(item),
            amounts.money(item.arr),
        ]);
    }
    let list = if items.is_empty() {
        "\nNo account is likely to cross the floor of a tier in any one of these spans of months.\n".into()
    } else {
        let shown = number(u64::try_from(items.len().min(SHOWN)).unwrap_or(u64::MAX));
        format!(
            "\nAbout to cross the floor of a tier: {shown} of {}, the most probable first\n{table}\n",
            things(items.len(), "crossing")
        )
    };
    let part = |cell: &Cell, what: &str| {
        let accounts = usize::try_from(cell.accounts()).unwrap_or(usize::MAX);
        format!("{} {what}", things(accounts, "account"))
    };
    let spans = WINDOWS.map(|(from, to)| format!("{from} to {to}")).join(", ");
    let rest = crossings.remainder().map(|(reason, cell)| part(cell, why(reason)));
    let all = [part(&crossings.listed(), "listed"), part(&crossings.others(), "not listed")];
    format!(
        "{list}By the log-linear trend of the last 12 months. Listed is who crosses with 50 % or more within one of these spans:\n\
         {spans} months; within all of them together others may do so too.\n{}.\n",
        all.into_iter().chain(rest).collect::<Vec<_>>().join(", ")
    )
}

/// Never 100 %: a trend is not a promise.
fn probability(item: &CrossingItem<'_>) -> String {
    match Decimal::from_f64(item.probability) {
        Some(probability) if probability > dec!(0.999) => "over 99.9 %".into(),
        probability => percent(probability),
    }
}

const fn side(item: &CrossingItem<'_>) -> &'static str {
    match item.question.threshold.direction {
        Direction::Up => "up to",
        Direction::Down => "below",
    }
}

const fn why(reason: NoForecast) -> &'static str {
    match reason {
        NoForecast::Prospect => "without ARR",
        NoForecast::NoHistory => "without a history",
        NoForecast::TooFewObservations => "too young",
        NoForecast::Interrupted => "interrupted",
        _ => "without a forecast",
    }
}

#[derive(Serialize)]
pub(crate) struct Crossing<'p> {
    id: &'p str,
    tier: segmentry::Name,
    direction: &'static str,
    from_month: u32,
    to_month: u32,
    #[expect(clippy::disallowed_types, reason = "a probability is a statistic")]
    probability: f64,
}

pub(crate) fn document<'p>(crossings: &Crossings<'p>) -> Vec<Crossing<'p>> {
    let items = crossings.items().iter();
    items
        .map(|item| Crossing {
            id: item.account.id(),
            tier: item.question.tier,
            direction: match item.question.threshold.direction {
                Direction::Up => "up",
                Direction::Down => "down",
            },
            from_month: item.question.window.from().0,
            to_month: item.question.window.to().0,
            probability: item.probability,
        })
        .collect()
}
