use super::work::{TooMany, Work};
use crate::policy::report::{Finding, Listed, Path};

/// What a document probably does not mean: where, and what. The document compiles and runs nevertheless.
///
/// ```
/// use segmentry::{Currency, FactTable, PolicyDocument, name};
/// use segmentry::account::facts::ARR;
/// use segmentry::policy::{Dimension, Rule, fact};
///
/// let size = Dimension::first(name!("size"))
///     .segment(name!("large"))
///     .segment(name!("huge"))
///     .rule(Rule::new(name!("large"), fact(ARR).at_least(25_000)))
///     .rule(Rule::new(name!("huge"), fact(ARR).at_least(100_000)));
/// let document = PolicyDocument::builder(name!("acme"), Currency::EUR).dimension(size).build()?;
/// let warnings = document.warnings(&FactTable::accounts());
/// let warning = &warnings.listed()[0];
/// assert_eq!(warning.path(), "dimensions[0].rules[1].when");
/// assert_eq!(
///     warning.problem(),
///     "the rule never decides: wherever it holds, the rule `large` before it holds too, or lacks a fact; \
///      move it before `large`, or correct it"
/// );
/// # Ok::<(), segmentry::policy::Report>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    path: String,
    problem: String,
}

impl Warning {
    /// Warnings listed at the most; the rest is counted.
    pub const LISTED: usize = 100;

    /// Where it stands, such as `dimensions[0].rules[2].when`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What is probably not meant, and what to do.
    #[must_use]
    pub fn problem(&self) -> &str {
        &self.problem
    }
}

impl std::fmt::Display for Warning {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.path, self.problem)
    }
}

impl Finding for Warning {
    const LISTED: usize = Self::LISTED;

    fn new(path: String, problem: String) -> Self {
        Self { path, problem }
    }
}

/// Everything that a document probably does not mean, up to 100 warnings, in the order of the document's keys; see
/// [`PolicyDocument::warnings`](crate::policy::PolicyDocument::warnings).
#[derive(Debug, Default)]
pub struct Warnings {
    listed: Listed<Warning>,
    work: Work,
    left_open: bool,
    is_given_up: bool,
}

impl Warnings {
    /// One more warning.
    pub(super) fn push(&mut self, path: &Path<'_>, problem: impl FnOnce() -> String) {
        self.listed.push(path, problem);
    }

    /// The answer to one question; `None` where it would take too much work.
    pub(super) fn ask<T>(&mut self, question: impl FnOnce(&mut Work) -> Result<T, TooMany>) -> Option<T> {
        self.work.question();
        let answer = question(&mut self.work).ok();
        self.left_open |= answer.is_none();
        answer
    }

    /// Whether no work is left for the document, asked by those who have more to do.
    pub(super) fn is_over(&mut self) -> bool {
        // No `|=` of a comparison that is branched on afterwards: rustc 1.95 optimises the comparison away and reads what
        // was never written.
        if !self.work.is_over() {
            return false;
        }
        self.left_open = true;
        true
    }

    /// Says whether anything was left open since this was last asked: silence would read as a document without fault.
    pub(super) fn say_what_is_open(&mut self, path: &Path<'_>) {
        let left_open = std::mem::take(&mut self.left_open);
        if !left_open || self.is_given_up {
            return;
        }
        self.is_given_up = self.work.is_over();
        if self.is_given_up {
            self.push(path, || {
                "too many combinations to be examined: the work for one document ended here, and what follows was not \
                 examined; split the document"
                    .into()
            });
        } else {
            self.push(path, || {
                "too many combinations to be examined: what is said of the dimension is not all there is; split it, or \
                 ask for fewer facts in a rule"
                    .into()
            });
        }
    }

    /// What is probably not meant.
    #[must_use]
    pub fn listed(&self) -> &[Warning] {
        self.listed.found()
    }

    /// Warnings beyond those listed.
    #[must_use]
    pub const fn more(&self) -> usize {
        self.listed.more()
    }
}
