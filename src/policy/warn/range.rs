//! Constants that a fact never reaches: a percentage where a fraction is meant, mostly.

use super::ask::Types;
use super::warning::Warnings;
use crate::account::facts::{
    BUSINESS_GROWTH, CSAT, FEATURE_UTILIZATION, INDUSTRY_GROWTH, ONBOARDING, PRIOR_BUSINESS_GROWTH,
    UTILIZATION,
};
use crate::policy::condition::{Against, Condition, Node};
use crate::policy::fact_table::FactKind;
use crate::policy::report::Path;
use crate::policy::section::Section;
use crate::quantity::{Name, Ratio};

/// The fractions of an account from their lowest to their highest, as an account is checked; growth has no highest, but
/// beyond tenfold it is a percentage (assumption).
const RANGES: [(Name, i64, i64); 7] = [
    (CSAT, 0, 1),
    (FEATURE_UTILIZATION, 0, 1),
    (ONBOARDING, 0, 1),
    (UTILIZATION, 0, 10),
    (BUSINESS_GROWTH, -1, 10),
    (PRIOR_BUSINESS_GROWTH, -1, 10),
    (INDUSTRY_GROWTH, -1, 10),
];

/// Warns of the constants of a condition.
///
/// The recursion ends: no condition is deeper than [`Limits::DEEPEST`](crate::policy::Limits::DEEPEST).
pub(super) fn of_condition(
    path: &Path<'_>,
    condition: &Condition,
    types: Types<'_>,
    warnings: &mut Warnings,
) {
    let path = path.key(condition.word());
    match condition.node() {
        Node::All(conditions) | Node::Any(conditions) => {
            for (index, condition) in conditions.iter().enumerate() {
                of_condition(&path.index(index), condition, types, warnings);
            }
        }
        Node::Not(condition) => of_condition(&path, condition, types, warnings),
        Node::Compare(_, compared) if compared.per.is_none() => {
            if let Against::Value(value) = &compared.against {
                check(&path.key("value"), compared.fact, value, types, warnings);
            }
        }
        _ => {}
    }
}

/// Warns of the constants of a factor or an indicator.
pub(super) fn of_value(entry: Section<'_>, types: Types<'_>, warnings: &mut Warnings) {
    let Some(fact) = entry.name("fact").filter(|_| !entry.has("per")) else { return };
    let mut of = |section: Section<'_>, key: &'static str| {
        if let Some(value) = section.text(key) {
            check(&section.path.key(key), fact, value, types, warnings);
        }
    };
    entry.each("bands", |band| ["from", "above"].into_iter().for_each(|key| of(band, key)));
    entry.within("scale", |scale| {
        ["zero_at", "hundred_at"].into_iter().for_each(|key| of(scale, key));
        scale.each("bands", |band| ["from", "above"].into_iter().for_each(|key| of(band, key)));
    });
}

fn check(path: &Path<'_>, fact: Name, value: &str, types: Types<'_>, warnings: &mut Warnings) {
    let Some((_, low, high)) = RANGES.into_iter().find(|(known, ..)| *known == fact) else { return };
    let whole = |number| Ratio::new(number, 1).ok();
    let (Ok(given), Some(least), Some(most)) = (value.parse::<Ratio>(), whole(low), whole(high)) else {
        return;
    };
    if (types.kind)(fact) == Some(FactKind::Ratio) && (given < least || given > most) {
        warnings.push(path, || {
            format!(
                "`{fact}` lies between {low} and {high}, and {given} does not; write fractions, 0.85 for 85 %"
            )
        });
    }
}
