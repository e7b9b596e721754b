//! What explanations say beside the segment, counted: whom a person may want to look at.

use std::cmp::Reverse;

use segmentry::classify::{Answer, Value};
use segmentry::portfolio::Row;
use segmentry::segment::{HEALTH, PolicyExplanation};
use segmentry::{Explanation, Money, Name, Reason, Review, SegmentationPolicy, Segments, name};

use super::counts::Count;

/// The accounts of which one thing holds.
pub(crate) struct Note<'r> {
    pub(crate) what: &'static str,
    pub(crate) count: Count,
    /// Ids, the largest ARR first.
    pub(crate) examples: Vec<&'r str>,
}

type Test = fn(&Row<'_>, &PolicyExplanation) -> bool;

const NOTES: [(&str, Test); 12] = [
    ("exactly on a threshold", |_, why| why.iter().any(|(_, why)| is_on_a_threshold(why))),
    ("trajectory by a proxy: its industry, or our ARR", |_, why| has(&why.trajectory, name!("proxy"))),
    ("in dire straits", |_, why| has(&why.trajectory, name!("dire_straits"))),
    ("growth of 0 or a little more: below struggling's floor", |_, why| {
        has(&why.trajectory, name!("below_struggling_floor"))
    }),
    ("ARR above the whole wallet", |_, why| has(&why.wallet, name!("share_above_whole"))),
    ("health is capped by a veto", |_, why| has(&why.health, name!("capped_by"))),
    ("a customer of whose health too little is known", |row, why| {
        row.arr.is_some() && why.health.answer() == Answer::Unclassified(Reason::Insufficient(HEALTH))
    }),
    ("the renewal has passed, and nobody has moved it", |_, why| {
        has(&why.lifecycle, name!("renewal_passed"))
    }),
    ("onboarding takes too long", |_, why| has(&why.lifecycle, name!("onboarding_overdue"))),
    ("decided by people, on the account or in the policy", |_, why| {
        why.iter().any(|(_, why)| has(why, name!("decided_by")))
    }),
    ("a decision by people has expired", |_, why| {
        why.iter().any(|(_, why)| has(why, name!("override_expired")))
    }),
    ("in re_evaluate for too long", |_, why| has(&why.wallet, name!("overdue"))),
];

/// Those that occur.
pub(crate) fn notes<'r>(review: &'r Review<'_>, policy: &SegmentationPolicy) -> Vec<Note<'r>> {
    let mut found: [Vec<Row<'r>>; NOTES.len()] = Default::default();
    let (mut segments, mut why) = (Segments::new(), PolicyExplanation::new());
    for row in review.rows() {
        policy.explain_into(row.account, review.as_of(), &mut segments, &mut why);
        for ((_, holds), rows) in NOTES.iter().zip(&mut found) {
            if holds(&row, &why) {
                rows.push(row);
            }
        }
    }
    let currency = review.portfolio().currency();
    let occurring = NOTES.iter().zip(found).filter(|(_, rows)| !rows.is_empty());
    occurring
        .map(|((what, _), mut rows)| {
            rows.sort_by_key(|row| Reverse(row.arr.map(Money::ticks)));
            Note {
                what,
                count: Count::sum(rows.iter().map(|row| Count::of_account(row.arr, currency)), currency),
                examples: rows.iter().take(3).map(|row| row.account.id()).collect(),
            }
        })
        .collect()
}

fn has(why: &Explanation, note: Name) -> bool {
    why.note(note).is_some()
}

fn is_on_a_threshold(why: &Explanation) -> bool {
    let is_number = |value| !matches!(value, Value::Flag(_) | Value::Text(_));
    why.misses().iter().any(|miss| is_number(miss.observed()) && miss.observed() == miss.threshold())
}
