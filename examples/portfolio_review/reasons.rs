//! Why somebody stands on a list: the largest contributions, in words.

use std::cmp::Reverse;

use segmentry::account::facts;
use segmentry::classify::{Comparison, Step, Value};
use segmentry::segment::PolicyExplanation;
use segmentry::{Decimal, Explanation, Name, name};

use super::words::{percent, rounded};

/// So many reasons are given.
const REASONS: usize = 3;

/// The factors with the most points, with what was observed, and the veto on health that the points do not show.
pub(crate) fn of_risk(why: &PolicyExplanation) -> String {
    let (mut factors, mut observed) = (Vec::new(), None);
    for entry in why.risk.steps().iter().filter(|entry| entry.reached) {
        match entry.step {
            Step::Compared { observed: value, comparison, .. } => {
                observed = Some(value).filter(|_| comparison != Comparison::Equals);
            }
            Step::Missing { .. } => observed = None,
            Step::Weighted { fact, contribution: Value::Count(points), .. } => {
                let value = observed.take();
                if points > 0 {
                    factors.push((points, factor(fact, value)));
                }
            }
            _ => {}
        }
    }
    factors.sort_by_key(|(points, _)| Reverse(*points));
    let vetoed = why.health.note(name!("capped_by")) == Some(Value::Text(facts::SAVE_PLAN));
    let vetoes = vetoed.then(|| "a save plan runs".into()).into_iter();
    let factors = factors.into_iter().map(|(points, text)| format!("{text} (+{points})"));
    joined(factors.chain(vetoes))
}

/// What is observed of a factor, or that it is not known.
fn factor(factor: Name, observed: Option<Value>) -> String {
    match (factor.as_str(), observed) {
        ("cancellation_requested", _) => "asked to cancel".into(),
        ("utilization", Some(Value::Ratio(part))) => format!("uses {}", percent(Some(part.to_decimal()))),
        ("seat_activation", Some(Value::Ratio(part))) => {
            format!("{} of seats in use", percent(Some(part.to_decimal())))
        }
        ("csat", Some(Value::Ratio(part))) => format!("CSAT {}", percent(Some(part.to_decimal()))),
        ("nps", Some(value)) => format!("NPS {value}"),
        ("days_to_renewal", Some(Value::Days(days))) if days < 0 => {
            format!("renewal passed {} ago", Value::Days(days.saturating_neg()))
        }
        ("days_to_renewal", Some(Value::Days(0))) => "renews today".into(),
        ("days_to_renewal", Some(days)) => format!("renews in {days}"),
        ("support_requests", Some(requests)) => format!("{requests} support requests"),
        ("tenure", Some(days)) => format!("customer for {days}"),
        (other, Some(value)) => format!("{other} {value}"),
        (other, None) => format!("{other} not known"),
    }
}

/// The indicators that add the most, each with its rating; a veto first.
pub(crate) fn of_fit(why: &Explanation) -> String {
    let veto = why.note(name!("capped_by")).map(|reason| format!("{reason}: a veto"));
    let (mut indicators, mut known) = (Vec::new(), true);
    for entry in why.steps().iter().filter(|entry| entry.reached) {
        match entry.step {
            Step::Missing { .. } => known = false,
            Step::Weighted { fact, weight: Value::Ratio(weight), contribution: Value::Score(rating) } => {
                let adds = weight.to_decimal().checked_mul(rating.value()).unwrap_or(Decimal::ZERO);
                let taken = if std::mem::replace(&mut known, true) { "" } else { "not known: " };
                indicators.push((adds, format!("{fact} {taken}{}", rounded(rating.value(), 0))));
            }
            // One that is left out adds nothing, and the next is another.
            Step::Rule { .. } => known = true,
            _ => {}
        }
    }
    indicators.sort_by_key(|(adds, _)| Reverse(*adds));
    joined(veto.into_iter().chain(indicators.into_iter().map(|(_, text)| text)))
}

fn joined(reasons: impl Iterator<Item = String>) -> String {
    reasons.take(REASONS).collect::<Vec<_>>().join(" · ")
}
