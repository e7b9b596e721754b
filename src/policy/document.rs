use super::condition::{Condition, Node};
use super::dimension::{Dimension, Refused, Rule, label};
use super::limits::{Budget, Limits, List};
use super::report::{Faults, Path, Report};
use crate::quantity::{Currency, Label, Name};

/// A policy as a document: written by an analyst, or built here; bounded, but not yet checked against facts.
///
/// Read it from any serde format, or [build](Self::builder) it; both give the same value, and writing it gives the same
/// text every time. [`compile`](Self::compile) checks it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyDocument {
    pub(super) id: Name,
    pub(super) description: Option<Label>,
    pub(super) currency: Currency,
    pub(super) dimensions: Vec<Dimension>,
}

impl PolicyDocument {
    /// The version of the documents that are written, and the only one that is read.
    pub const VERSION: u32 = 1;

    /// The keys of a document. Binary formats write them in this order.
    pub(super) const KEYS: &'static [&'static str] =
        &["version", "id", "description", "currency", "dimensions"];

    /// A document of this id, whose amounts are in this currency.
    pub const fn builder(id: Name, currency: Currency) -> PolicyDocumentBuilder {
        let document = Self { id, description: None, currency, dimensions: Vec::new() };
        PolicyDocumentBuilder { document, refused: Vec::new() }
    }

    /// What the policy is known by.
    #[must_use]
    pub const fn id(&self) -> Name {
        self.id
    }

    /// What it is for.
    #[must_use]
    pub fn description(&self) -> Option<&str> {
        self.description.as_ref().map(Label::as_str)
    }

    /// The currency of its amounts.
    #[must_use]
    pub const fn currency(&self) -> Currency {
        self.currency
    }
}

/// Builds a [`PolicyDocument`].
#[derive(Clone, Debug)]
#[must_use]
pub struct PolicyDocumentBuilder {
    document: PolicyDocument,
    refused: Refused,
}

impl PolicyDocumentBuilder {
    /// What the policy is for, in 1 to 256 bytes.
    pub fn description(mut self, text: &str) -> Self {
        self.document.description = label("description", text, &mut self.refused);
        self
    }

    /// One more dimension.
    pub fn dimension(mut self, dimension: Dimension) -> Self {
        self.document.dimensions.push(dimension);
        self
    }

    /// The document.
    ///
    /// # Errors
    /// A [`Report`] of every text and size that no document may have. Whether facts and segments exist is for
    /// [`compile`](PolicyDocument::compile) to say.
    pub fn build(self) -> Result<PolicyDocument, Report> {
        self.build_with(Limits::default())
    }

    /// The document, of other limits than the default ones.
    ///
    /// # Errors
    /// As for [`build`](Self::build).
    pub fn build_with(mut self, limits: Limits) -> Result<PolicyDocument, Report> {
        let mut check = Check { budget: Budget::new(limits), faults: Faults::default() };
        let root = Path::root("");
        check.refused(&root, &mut self.refused);
        let path = Path::root("dimensions");
        check.list(&path, List::Other("dimensions"), self.document.dimensions.len());
        for (index, dimension) in self.document.dimensions.iter_mut().enumerate() {
            check.dimension(&path.index(index), dimension);
        }
        check.faults.finish(self.document)
    }
}

/// Checks of what is built; documents that are read are bounded while they are.
struct Check {
    budget: Budget,
    faults: Faults,
}

impl Check {
    fn refused(&mut self, path: &Path<'_>, refused: &mut Refused) {
        for (key, problem) in refused.drain(..) {
            self.faults.push(&path.key(key), || problem);
        }
    }

    fn list(&mut self, path: &Path<'_>, list: List, len: usize) {
        if let Err(exceeded) = self.budget.limits.check_entry(list, len.saturating_sub(1)) {
            if len > 0 {
                self.faults.push(path, || exceeded.to_string());
            }
        }
    }

    fn dimension(&mut self, path: &Path<'_>, dimension: &mut Dimension) {
        self.refused(path, &mut dimension.refused);
        self.list(&path.key("segments"), List::Segments, dimension.segments.len());
        let path = path.key("rules");
        self.list(&path, List::Other("rules"), dimension.rules.len());
        for (index, rule) in dimension.rules.iter_mut().enumerate() {
            let path = path.index(index);
            self.refused(&path, &mut rule.refused);
            let Rule { when, .. } = rule;
            self.condition(&path.key("when"), when, 1);
        }
    }

    /// Recursion ends: no condition is deeper than [`Limits::DEEPEST`].
    fn condition(&mut self, path: &Path<'_>, condition: &Condition, depth: u32) {
        if let Err(exceeded) = self.budget.condition(depth) {
            self.faults.push(path, || exceeded.to_string());
            return;
        }
        let path = path.key(condition.word());
        let below = depth.saturating_add(1);
        match condition.node() {
            Node::All(conditions) | Node::Any(conditions) => {
                self.list(&path, List::Other("conditions of a group"), conditions.len());
                for (index, condition) in conditions.iter().enumerate() {
                    self.condition(&path.index(index), condition, below);
                }
            }
            Node::Not(condition) => self.condition(&path, condition, below),
            Node::OneOf(set) => {
                self.list(&path.key("values"), List::Other("categories"), set.values.len());
            }
            Node::Refused(problem) => self.faults.push(&path, || problem.clone()),
            Node::Compare(..) | Node::Within(..) | Node::Set(_) | Node::Known(_) => {}
        }
    }
}
