//! Laws that every classifier keeps, to be run on a classifier of your own.
//!
//! ```
//! use segmentry::classify::{from_fn, laws};
//! use segmentry::{calendar::parse_date, name};
//!
//! let size = from_fn(name!("size"), |seats: &u32, cx| {
//!     Ok(if cx.at_least(name!("seats"), *seats, 100)? { name!("big") } else { name!("small") })
//! });
//! laws::check(&size, &[0, 99, 100, 101, u32::MAX], parse_date("2026-01-01")?)?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::collections::BTreeMap;
use std::fmt;

use chrono::NaiveDate;

use super::part::{Inversion, Memory};
use super::probe::{Probe, Shift};
use super::{Answer, Classifier, Cx, Explanation, Segment, Step};
use crate::quantity::Name;

/// A law that a classifier breaks, and for which subject.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("subject {subject}: {law}: {found}")]
pub struct Violation {
    subject: usize,
    law: Law,
    found: String,
}

impl Violation {
    /// The position of the subject in the slice.
    #[must_use]
    pub const fn subject(&self) -> usize {
        self.subject
    }

    /// The law.
    #[must_use]
    pub const fn law(&self) -> Law {
        self.law
    }
}

/// The laws of [`Classifier`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Law {
    /// Asked again, a classifier answers the same.
    Repeatable,
    /// `explain` and `classify` give the same verdict.
    ExplainAgrees,
    /// An explanation that reuses memory equals a fresh one.
    ExplainIntoAgrees,
    /// Inverting the comparison of a miss gives the miss's answer.
    MissHolds,
    /// No two segments share a name.
    NamesAreUnique,
}

impl fmt::Display for Law {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Repeatable => "asked again, a classifier answers the same",
            Self::ExplainAgrees => "explain and classify give the same verdict",
            Self::ExplainIntoAgrees => "an explanation that reuses memory equals a fresh one",
            Self::MissHolds => "inverting the comparison of a miss gives its answer",
            Self::NamesAreUnique => "no two segments share a name",
        })
    }
}

/// Checks the laws on every subject, and reports the first violation.
///
/// # Errors
/// The [`Violation`].
pub fn check<S, C: Classifier<S> + ?Sized>(
    classifier: &C,
    subjects: &[S],
    as_of: NaiveDate,
) -> Result<(), Violation> {
    let mut reused = Explanation::new();
    let mut names: BTreeMap<Name, C::Segment> = BTreeMap::new();
    for (index, subject) in subjects.iter().enumerate() {
        let broken = |law, found: String| Err(Violation { subject: index, law, found });
        let verdict = classifier.classify(subject, as_of);
        let again = classifier.classify(subject, as_of);
        if again != verdict {
            return broken(Law::Repeatable, format!("{verdict:?}, then {again:?}"));
        }
        let (explained, fresh) = classifier.explain(subject, as_of);
        if explained != verdict || fresh.answer() != Answer::of(&verdict) {
            return broken(Law::ExplainAgrees, format!("{verdict:?} classified, {explained:?} explained"));
        }
        let refilled = classifier.explain_into(subject, as_of, &mut reused);
        if refilled != verdict || reused != fresh {
            return broken(Law::ExplainIntoAgrees, format!("{fresh:?} and {reused:?}"));
        }
        for miss in fresh.misses() {
            let before = usize::try_from(miss.step()).unwrap_or(usize::MAX);
            let earlier = fresh.steps().iter().take(before);
            let inverted =
                earlier.filter(|entry| entry.reached && matches!(entry.step, Step::Compared { .. })).count();
            let Some(shift) = fresh.steps().get(before).and_then(|entry| Shift::of(&entry.step)) else {
                return broken(Law::MissHolds, format!("{miss}, but that step compares nothing"));
            };
            // One that remembers nothing evaluates everything again.
            let mut memory = Memory::new();
            let mut probe = Probe::invert(inverted, None, Inversion::Unknown, shift, &mut memory);
            let other = classifier.evaluate(subject, &mut Cx::probing(as_of, &mut probe));
            if Answer::of(&other) != miss.answer() || other == verdict {
                return broken(Law::MissHolds, format!("{miss}, but {other:?}"));
            }
        }
        if let Ok(segment) = verdict {
            let first = *names.entry(segment.name()).or_insert(segment);
            if first != segment {
                return broken(Law::NamesAreUnique, format!("{first:?} and {segment:?}"));
            }
        }
    }
    Ok(())
}
