use std::fmt;

use crate::quantity::{Name, excerpt_to};

/// Everything that is wrong with a document, up to 100 faults, in the order of the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    faults: Vec<DocumentFault>,
    more: usize,
}

/// One fault of a document: where, and what.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{path}{colon}{problem}", colon = if path.is_empty() { "" } else { ": " })]
pub struct DocumentFault {
    path: String,
    problem: String,
}

impl Report {
    /// Faults listed at the most; the rest is counted.
    pub const LISTED: usize = 100;

    /// What is wrong.
    #[must_use]
    pub fn faults(&self) -> &[DocumentFault] {
        &self.faults
    }

    /// Faults beyond those listed.
    #[must_use]
    pub const fn more(&self) -> usize {
        self.more
    }

    /// The same with other paths.
    pub(super) fn renamed(mut self, rename: impl Fn(&str) -> String) -> Self {
        for fault in &mut self.faults {
            fault.path = rename(&fault.path);
        }
        self
    }
}

impl DocumentFault {
    /// Where it stands, such as `dimensions[0].rules[2].when.all[1].at_least.fact`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What is wrong, the value found, and what is allowed.
    #[must_use]
    pub fn problem(&self) -> &str {
        &self.problem
    }
}

/// One fault a line.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, fault) in self.faults.iter().enumerate() {
            let separator = if index == 0 { "" } else { "\n" };
            write!(f, "{separator}{fault}")?;
        }
        if self.more > 0 {
            write!(f, "\nand {} more", self.more)?;
        }
        Ok(())
    }
}

impl std::error::Error for Report {}

/// Something found in a document, in its place.
pub(super) trait Finding {
    /// How many are listed at the most.
    const LISTED: usize;

    fn new(path: String, problem: String) -> Self;
}

impl Finding for DocumentFault {
    const LISTED: usize = Report::LISTED;

    fn new(path: String, problem: String) -> Self {
        Self { path, problem }
    }
}

/// What was found so far: the first are listed, the rest is counted.
#[derive(Debug)]
pub(super) struct Listed<T> {
    found: Vec<T>,
    more: usize,
}

/// The faults found so far.
pub(super) type Faults = Listed<DocumentFault>;

impl<T> Default for Listed<T> {
    fn default() -> Self {
        Self { found: Vec::new(), more: 0 }
    }
}

impl<T: Finding> Listed<T> {
    /// One more finding. The problem is put into words only where it is listed.
    pub(super) fn push(&mut self, path: &Path<'_>, problem: impl FnOnce() -> String) {
        self.push_at(|| path.to_string(), problem);
    }

    /// One more, below a place.
    pub(super) fn push_below(&mut self, path: &Path<'_>, below: &str, problem: impl FnOnce() -> String) {
        self.push_at(|| format!("{path}.{below}"), problem);
    }

    fn push_at(&mut self, path: impl FnOnce() -> String, problem: impl FnOnce() -> String) {
        if self.found.len() < T::LISTED {
            // The document itself has no name in a path.
            let path = excerpt_to(path().trim_start_matches('.'), 512);
            self.found.push(T::new(path, problem()));
        } else {
            self.more = self.more.saturating_add(1);
        }
    }

    /// What was found elsewhere comes last.
    pub(super) fn append(&mut self, others: Self) {
        for other in others.found {
            if self.found.len() < T::LISTED {
                self.found.push(other);
            } else {
                self.more = self.more.saturating_add(1);
            }
        }
        self.more = self.more.saturating_add(others.more);
    }

    pub(super) fn found(&self) -> &[T] {
        &self.found
    }

    pub(super) const fn more(&self) -> usize {
        self.more
    }
}

impl Faults {
    /// The value that is there unless a fault says why not.
    pub(super) fn finish_with<T>(self, value: Option<T>) -> Result<T, Report> {
        match value {
            Some(value) => self.finish(value),
            None => Err(Report { faults: self.found, more: self.more }),
        }
    }

    pub(super) fn finish<T>(self, value: T) -> Result<T, Report> {
        if self.found.is_empty() { Ok(value) } else { Err(Report { faults: self.found, more: self.more }) }
    }
}

/// A place in a document; only where a fault is found does it become text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Path<'a> {
    parent: Option<&'a Path<'a>>,
    step: Step,
}

#[derive(Clone, Copy, Debug)]
enum Step {
    Key(&'static str),
    Index(usize),
    Named(Name),
}

impl Path<'_> {
    pub(super) const fn root(key: &'static str) -> Path<'static> {
        Path { parent: None, step: Step::Key(key) }
    }

    pub(super) const fn key(&self, key: &'static str) -> Path<'_> {
        Path { parent: Some(self), step: Step::Key(key) }
    }

    pub(super) const fn index(&self, index: usize) -> Path<'_> {
        Path { parent: Some(self), step: Step::Index(index) }
    }

    pub(super) const fn named(&self, name: Name) -> Path<'_> {
        Path { parent: Some(self), step: Step::Named(name) }
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(parent) = self.parent {
            parent.fmt(f)?;
        }
        match self.step {
            Step::Key("") => Ok(()),
            Step::Key(key) if self.parent.is_none() => f.write_str(key),
            Step::Key(key) => write!(f, ".{key}"),
            Step::Index(index) => write!(f, "[{index}]"),
            Step::Named(name) => write!(f, ".{name}"),
        }
    }
}
