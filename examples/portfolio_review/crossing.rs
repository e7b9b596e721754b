//! Which accounts are about to cross the floor of a tier.

use std::collections::BTreeMap;

use segmentry::calendar::{Months, NaiveDate};
use segmentry::economics::EconomicsError;
use segmentry::economics::growth::{ArrSeries, Direction, Threshold, Window};
use segmentry::portfolio::{Cell, CrossingForecast, CrossingItem, CrossingQuestion, Crossings, NoForecast};
use segmentry::rust_decimal::dec;
use segmentry::rust_decimal::prelude::FromPrimitive;
use segmentry::segment::Tier;
use segmentry::{Decimal, Money, Name, Portfolio, Segment, SegmentationPolicy};
use serde::Serialize;

use super::amounts::Amounts;
use super::tables::table;
use super::words::{number, percent, things};

/// Months from today: those of article A4, and what lies before and between them.
const WINDOWS: [(u32, u32); 4] = [(0, 6), (6, 9), (9, 12), (12, 15)];
/// An account is listed where it crosses within all of them with 50 % or more.
const ALL: (u32, u32) = (0, 15);
/// So many are shown; --json has all of them.
const SHOWN: usize = 10;

/// Every floor, up and down.
pub(crate) fn crossings<'p>(
    portfolio: &'p Portfolio,
    policy: &SegmentationPolicy,
) -> Result<Crossings<'p>, EconomicsError> {
    let window = window(ALL)?;
    let both = |(tier, floor): (Tier, Money)| {
        let sides = [Threshold::up_to(floor), Threshold::below(floor)];
        sides.map(|threshold| CrossingQuestion { tier: tier.name(), threshold, window })
    };
    let questions: Vec<_> = policy.tier().floors().flat_map(both).collect();
    portfolio.crossings(&questions, &CrossingForecast::default())
}

fn window((from, to): (u32, u32)) -> Result<Window, EconomicsError> {
    Window::new(Months(from), Months(to))
}

/// With what probability an account crosses in each of the windows.
#[expect(clippy::disallowed_types, reason = "probabilities are statistics")]
fn by_window(item: &CrossingItem<'_>, as_of: NaiveDate) -> Result<[Option<f64>; 4], EconomicsError> {
    let Some(history) = item.account.arr_history() else { return Ok([None; 4]) };
    let CrossingForecast { lookback, forecast, .. } = CrossingForecast::default();
    let trend = ArrSeries::monthly(history, as_of, lookback)?.log_linear();
    let crossing = trend.crossing(item.question.threshold)?;
    let [first, second, third, fourth] = WINDOWS.map(window);
    let windows = [first?, second?, third?, fourth?];
    Ok(windows.map(|window| crossing.probability_in(as_of, window, forecast)))
}

pub(crate) fn render(
    crossings: &Crossings<'_>,
    as_of: NaiveDate,
    amounts: Amounts,
) -> Result<String, String> {
    let items = crossings.items();
    let windows = WINDOWS.map(|(from, to)| format!("{from} to {to}"));
    let head = ["account", "crosses", "in 15 months"].map(String::from);
    let mut table = table(2, head.into_iter().chain(windows).chain([amounts.head("ARR")]));
    for item in items.iter().take(SHOWN) {
        let parts = by_window(item, as_of).map_err(|error| error.to_string())?;
        let crosses = format!("{} the floor of {}", side(item), item.question.tier);
        let stays = if is_designated(item, as_of) { "\n(stays strategic)" } else { "" };
        table.add_row(
            [item.account.id().to_string(), format!("{crosses}{stays}"), probability(Some(item.probability))]
                .into_iter()
                .chain(parts.map(probability))
                .chain([amounts.money(item.arr)]),
        );
    }
    let list = if items.is_empty() {
        "\nNo account is likely to cross the floor of a tier within 15 months.\n".into()
    } else {
        let shown = number(u64::try_from(items.len().min(SHOWN)).unwrap_or(u64::MAX));
        format!(
            "\nAbout to cross the floor of a tier: {shown} of {}, the most probable first; probability by months\n{table}\n",
            things(items.len(), "crossing")
        )
    };
    let part = |cell: &Cell, what: &str| {
        let accounts = usize::try_from(cell.accounts()).unwrap_or(usize::MAX);
        format!("{} {what}", things(accounts, "account"))
    };
    let rest = crossings.remainder().map(|(reason, cell)| part(cell, why(reason)));
    let all = [part(&crossings.listed(), "listed"), part(&crossings.others(), "not likely to cross")];
    Ok(format!(
        "{list}By the log-linear trend of the last 12 months, from 50 % within 15 months: {}.\n",
        all.into_iter().chain(rest).collect::<Vec<_>>().join(", ")
    ))
}

/// Whom people named strategic keeps that tier, whatever its ARR.
fn is_designated(item: &CrossingItem<'_>, as_of: NaiveDate) -> bool {
    item.account.designation().is_some_and(|designation| !designation.has_expired(as_of))
}

/// Never 100 %: a trend is not a promise.
#[expect(clippy::disallowed_types, reason = "a probability is a statistic")]
fn probability(probability: Option<f64>) -> String {
    match probability.and_then(Decimal::from_f64) {
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
pub(crate) struct Document<'p> {
    listed: Vec<Crossing<'p>>,
    not_likely: Entry,
    without_forecast: BTreeMap<&'static str, Entry>,
}

#[derive(Serialize)]
struct Crossing<'p> {
    id: &'p str,
    tier: Name,
    direction: &'static str,
    arr: String,
    stays_strategic: bool,
    #[expect(clippy::disallowed_types, reason = "a probability is a statistic")]
    probability: f64,
    #[expect(clippy::disallowed_types, reason = "a probability is a statistic")]
    by_months: BTreeMap<String, Option<f64>>,
}

#[derive(Serialize)]
struct Entry {
    accounts: u64,
    arr: String,
}

impl From<&Cell> for Entry {
    fn from(cell: &Cell) -> Self {
        Self { accounts: cell.accounts(), arr: cell.arr().amount().to_string() }
    }
}

pub(crate) fn document<'p>(
    crossings: &Crossings<'p>,
    as_of: NaiveDate,
) -> Result<Document<'p>, EconomicsError> {
    let listed = crossings.items().iter().map(|item| {
        let windows = WINDOWS.map(|(from, to)| format!("{from}-{to}"));
        Ok(Crossing {
            id: item.account.id(),
            tier: item.question.tier,
            direction: match item.question.threshold.direction {
                Direction::Up => "up",
                Direction::Down => "down",
            },
            arr: item.arr.amount().to_string(),
            stays_strategic: is_designated(item, as_of),
            probability: item.probability,
            by_months: windows.into_iter().zip(by_window(item, as_of)?).collect(),
        })
    });
    Ok(Document {
        listed: listed.collect::<Result<_, EconomicsError>>()?,
        not_likely: (&crossings.others()).into(),
        without_forecast: crossings.remainder().map(|(reason, cell)| (code(reason), cell.into())).collect(),
    })
}

const fn code(reason: NoForecast) -> &'static str {
    match reason {
        NoForecast::Prospect => "prospect",
        NoForecast::NoHistory => "no_history",
        NoForecast::TooFewObservations => "too_few_observations",
        NoForecast::Interrupted => "interrupted",
        _ => "other",
    }
}
