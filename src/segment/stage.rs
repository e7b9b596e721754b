use super::parameter::{Parameter, Source, Sourced};
use super::{FIT, HEALTH, PROVISIONAL_TIER, RISK, Segments, TIER, TRAJECTORY, WALLET};
use crate::classify::Reason;
use crate::quantity::Name;

/// How the accounts of one lifecycle stage are segmented (A3-1), and the question that the stage asks of them (A3-9).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StagePolicy {
    pub(super) question: Sourced<Box<str>>,
    pub(super) dimensions: Sourced<Box<[Name]>>,
}

impl StagePolicy {
    /// What is asked of the accounts of this stage.
    #[must_use]
    pub fn question(&self) -> &str {
        &self.question.value
    }

    /// Where the question comes from.
    #[must_use]
    pub const fn source(&self) -> Source {
        self.question.source
    }

    /// The dimensions that answer it: the first of them that a policy decides.
    #[must_use]
    pub fn dimensions(&self) -> &[Name] {
        &self.dimensions.value
    }

    /// The answer for an account: the dimension, and the segment in it or the reason why there is none. `None` where the
    /// policy decides none of the dimensions.
    #[must_use]
    pub fn answer(&self, segments: &Segments) -> Option<(Name, Result<Name, Reason>)> {
        self.dimensions().iter().find_map(|dimension| Some((*dimension, segments.get(*dimension)?)))
    }

    /// The question and the dimensions, each with its source.
    pub(super) fn parameters(&self, stage: Name) -> [Parameter; 2] {
        let names: Vec<&str> = self.dimensions().iter().map(Name::as_str).collect();
        let by = format!("by {}", names.join(", else "));
        [self.question.list(stage, ToString::to_string), self.dimensions.list(stage, |_| by)]
    }

    /// The built-in policies, in the order of the stages.
    pub(super) fn defaults() -> [Self; 5] {
        let article = Source::Article("A3-9");
        let of = |question: &str, source, dimensions: &[Name]| Self {
            question: Sourced { value: question.into(), source },
            dimensions: Sourced::assumption(dimensions.into(), "A3-1"),
        };
        let consumption = "what would make them reduce, keep or raise consumption?";
        [
            of("which features drive the purchase?", article, &[FIT, PROVISIONAL_TIER, TRAJECTORY]),
            of("what do they still need to reach their first value?", Source::Assumption("A3-9"), &[TIER]),
            of("which features drive how support is delivered?", article, &[HEALTH, TIER]),
            of(consumption, article, &[RISK, HEALTH, TIER]),
            of(consumption, article, &[WALLET]),
        ]
    }
}
