use std::fmt;

use crate::classify::{Bands, Compare, Cut, Segment, Side};
use crate::quantity::{Name, Ratio};
use rust_decimal::Decimal;

/// Where a parameter's value comes from. Nothing is invented silently.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Source {
    /// Stated in a source article; the id of its rule.
    Article(&'static str),
    /// Published elsewhere; by whom.
    Published(&'static str),
    /// Our choice, where the article gives no number; the id of the rule that needs one.
    Assumption(&'static str),
    /// Given by the author of the policy.
    Given,
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Article(id) => write!(f, "article {id}"),
            Self::Published(by) => write!(f, "published ({by})"),
            Self::Assumption(id) => write!(f, "assumption ({id})"),
            Self::Given => f.write_str("given"),
        }
    }
}

/// A parameter's value with its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Sourced<T> {
    /// The value.
    pub value: T,
    /// Where it comes from.
    pub source: Source,
}

impl<T> Sourced<T> {
    pub(super) const fn article(value: T, rule: &'static str) -> Self {
        Self { value, source: Source::Article(rule) }
    }

    pub(super) const fn assumption(value: T, rule: &'static str) -> Self {
        Self { value, source: Source::Assumption(rule) }
    }

    pub(super) const fn given(value: T) -> Self {
        Self { value, source: Source::Given }
    }

    pub(super) fn list(&self, name: Name, show: impl FnOnce(&T) -> String) -> Parameter {
        Parameter { name, value: show(&self.value), source: self.source }
    }
}

/// Where bands begin, with their margins, one parameter a band.
pub(super) fn cuts<V: Compare, G: Segment>(
    bands: &Bands<V, G>,
    unit: &str,
    source: Source,
) -> Vec<Parameter> {
    let show = |cut: &Cut<V>| {
        let word = if cut.side() == Side::At { "from" } else { "above" };
        let (at, up, down) = (cut.at().value(), cut.upgrade_from().value(), cut.downgrade_below().value());
        if up == at && down == at {
            return format!("{word} {at}{unit}");
        }
        format!("{word} {at}{unit} (upgrade {word} {up}{unit}, downgrade below {down}{unit})")
    };
    let segments = bands.segments().filter_map(|(cut, segment)| Some((cut?, segment)));
    segments.map(|(cut, segment)| Parameter { name: segment.name(), value: show(cut), source }).collect()
}

/// One parameter of a policy, for showing: its name, its value as text, its source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// The parameter.
    pub name: Name,
    /// Its value.
    pub value: String,
    /// Where the value comes from.
    pub source: Source,
}

/// Everything that is wrong with the parameters of a policy, up to 100 faults.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyError {
    faults: Vec<PolicyFault>,
    more: usize,
}

/// One parameter that a policy cannot have.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{parameter}: {problem}")]
pub struct PolicyFault {
    parameter: Name,
    problem: String,
    /// Which of the policy's decisions by people it is about.
    decision: Option<usize>,
}

impl PolicyError {
    /// What is wrong, in the order of the parameters.
    #[must_use]
    pub fn faults(&self) -> &[PolicyFault] {
        &self.faults
    }

    /// Faults beyond those listed.
    #[must_use]
    pub const fn more(&self) -> usize {
        self.more
    }
}

impl PolicyFault {
    /// The parameter.
    #[must_use]
    pub const fn parameter(&self) -> Name {
        self.parameter
    }

    /// The place among the decisions by people that the policy was given, where it is about one of them.
    pub(crate) const fn decision(&self) -> Option<usize> {
        self.decision
    }

    /// The value given, what is allowed, and what to do.
    #[must_use]
    pub fn problem(&self) -> &str {
        &self.problem
    }
}

impl fmt::Display for PolicyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, fault) in self.faults.iter().enumerate() {
            write!(f, "{}{fault}", if index == 0 { "" } else { "; " })?;
        }
        match self.more {
            0 => Ok(()),
            more => write!(f, "; and {more} more"),
        }
    }
}

impl std::error::Error for PolicyError {}

/// At most this many faults are reported; the rest is counted.
const MAX_FAULTS: usize = 100;

/// The faults that a builder has met so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Faults {
    faults: Vec<PolicyFault>,
    more: usize,
}

impl Faults {
    pub(super) fn push(&mut self, parameter: Name, problem: impl fmt::Display) {
        self.push_of(parameter, None, problem);
    }

    /// A fault of one of the policy's decisions by people.
    pub(super) fn push_of(&mut self, parameter: Name, decision: Option<usize>, problem: impl fmt::Display) {
        if self.faults.len() < MAX_FAULTS {
            self.faults.push(PolicyFault { parameter, problem: problem.to_string(), decision });
        } else {
            self.more = self.more.saturating_add(1);
        }
    }

    /// A threshold from the number that its author wrote.
    pub(super) fn ratio(&mut self, parameter: Name, value: Decimal) -> Option<Sourced<Ratio>> {
        match Ratio::from_decimal(value) {
            Ok(ratio) => Some(Sourced::given(ratio)),
            Err(error) => {
                self.push(parameter, error);
                None
            }
        }
    }

    pub(super) fn finish<P>(self, policy: P) -> Result<P, PolicyError> {
        if self.faults.is_empty() { Ok(policy) } else { Err(self.into_error()) }
    }

    /// The policy made of a part that is there unless a fault says why not.
    pub(super) fn finish_with<T, P>(
        self,
        part: Option<T>,
        policy: impl FnOnce(T) -> P,
    ) -> Result<P, PolicyError> {
        match part {
            Some(part) => self.finish(policy(part)),
            None => Err(self.into_error()),
        }
    }

    fn into_error(self) -> PolicyError {
        PolicyError { faults: self.faults, more: self.more }
    }
}
