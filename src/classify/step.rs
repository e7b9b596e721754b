use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Answer, Comparison, Reason, Value};
use crate::calendar::iso;
use crate::quantity::Name;

/// One step of an explanation: typed, so that a service can render it in its own words and language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Step {
    /// A rule is asked; its steps follow one level deeper.
    Rule {
        /// The rule.
        rule: Name,
    },
    /// A rule has answered.
    Answered {
        /// The rule.
        rule: Name,
        /// Its answer.
        answer: Answer,
    },
    /// A needed fact is absent.
    Missing {
        /// The fact.
        fact: Name,
    },
    /// A needed fact is too old.
    Stale {
        /// The fact.
        fact: Name,
        /// When it was observed.
        #[serde(with = "iso")]
        observed_on: NaiveDate,
        /// The age in days that the policy allows.
        max_age: u32,
    },
    /// A fact leaves the question without an answer.
    Undefined {
        /// The fact.
        fact: Name,
    },
    /// A fact was held against a threshold.
    Compared {
        /// The fact.
        fact: Name,
        /// What was observed.
        observed: Value,
        /// How it was compared.
        comparison: Comparison,
        /// With what.
        threshold: Value,
        /// Whether it held.
        holds: bool,
    },
    /// Something worth knowing that decided nothing.
    Note {
        /// What.
        note: Name,
        /// Its value; a flag where it simply holds.
        value: Value,
    },
    /// A segment was given another name.
    Mapped {
        /// The name before.
        from: Name,
        /// The name after.
        to: Name,
    },
    /// A policy said what a missing fact means.
    Assumed {
        /// What was missing.
        because: Reason,
        /// The segment assumed.
        segment: Name,
    },
    /// An indicator contributed to a score.
    Weighted {
        /// The fact.
        fact: Name,
        /// Its weight, or the points of its band.
        weight: Value,
        /// What it contributed.
        contribution: Value,
    },
    /// A segment was kept, or moved by less, although another was proposed.
    Held {
        /// The segment proposed.
        proposed: Name,
        /// The segment kept.
        kept: Name,
    },
    /// People decided otherwise.
    Overridden {
        /// The computed answer.
        computed: Answer,
        /// The segment given by people.
        given: Name,
    },
}
