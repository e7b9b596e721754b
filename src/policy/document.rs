use super::dimension::Dimension;
use super::limits::Limits;
use super::report::{Faults, Path, Report};
use super::section::{DOCUMENT, dimension_tree};
use super::shape::Checker;
use super::tree::Tree;
use crate::name;
use crate::quantity::{Currency, Name};

/// A policy as a document: written by an analyst, or built here; of the right form, but not yet checked against facts.
///
/// Read it from any serde format, or [build](Self::builder) it; both give the same value, and writing it gives the same
/// text every time. [`compile`](Self::compile) checks what it says.
///
/// As a part of a service's own configuration it can be deserialised at once; read as an
/// [`UncheckedDocument`](super::UncheckedDocument) it tells all its faults one by one.
#[derive(Clone, Debug)]
pub struct PolicyDocument {
    pub(super) tree: Tree,
    pub(super) id: Name,
    pub(super) currency: Option<Currency>,
    /// Whether it was laid over a base, so that places in its lists are those of no file.
    pub(super) is_merged: bool,
}

/// Two documents are the same where they say the same.
impl PartialEq for PolicyDocument {
    fn eq(&self, other: &Self) -> bool {
        self.tree == other.tree
    }
}

impl Eq for PolicyDocument {}

/// What of a document is of the right form.
pub(super) struct Form {
    /// Of the parts that are.
    pub(super) document: PolicyDocument,
    /// The keys whose values are not.
    pub(super) lost: Vec<&'static str>,
    /// None where all are.
    pub(super) faults: Faults,
}

impl Form {
    pub(super) fn of(tree: Tree, limits: Limits) -> Self {
        let partial = tree.get("base").is_some_and(|base| *base != Tree::Null);
        // What names the document cannot be left to the base.
        let lacks = |key: &&str| tree.get(key).is_none_or(|value| *value == Tree::Null);
        let unnamed: Vec<&str> = ["version", "id"].into_iter().filter(|key| partial && lacks(key)).collect();
        let mut checker = Checker::new(limits, partial);
        let root = Path::root("");
        let (tree, lost) = match checker.parts(&DOCUMENT, &root, tree, 0) {
            Some(parts) => (parts.tree, parts.lost),
            None => (Tree::Record(Vec::new()), Vec::new()),
        };
        let mut faults = checker.faults;
        for key in unnamed {
            faults.push(&root, || format!("the key `{key}` is missing; every document says its own"));
        }
        let id = tree.get("id").and_then(Tree::as_text).and_then(|id| Name::new(id).ok());
        let currency = tree.get("currency").and_then(Tree::as_text);
        let currency = currency.and_then(|code| Currency::from_code(code).ok());
        // Only a document that is at fault has none.
        let id = id.unwrap_or(name!("unnamed"));
        Self { document: PolicyDocument { tree, id, currency, is_merged: false }, lost, faults }
    }
}

impl PolicyDocument {
    /// The version of the documents that are written, and the only one that is read.
    pub const VERSION: u32 = 1;

    /// A document of this id, whose amounts are in this currency.
    pub const fn builder(id: Name, currency: Currency) -> PolicyDocumentBuilder {
        PolicyDocumentBuilder { id, description: None, currency, dimensions: Vec::new() }
    }

    /// Checks the form of a document.
    pub(super) fn check(tree: Tree, limits: Limits) -> Result<Self, Report> {
        let form = Form::of(tree, limits);
        form.faults.finish(form.document)
    }

    /// What the policy is known by.
    #[must_use]
    pub const fn id(&self) -> Name {
        self.id
    }

    /// What it is for.
    #[must_use]
    pub fn description(&self) -> Option<&str> {
        self.tree.get("description")?.as_text()
    }

    /// The id of the policy that it changes; see [`over`](Self::over).
    #[must_use]
    pub fn base(&self) -> Option<Name> {
        Name::new(self.tree.get("base")?.as_text()?).ok()
    }

    /// The currency of its amounts; `None` where it leaves that to its base.
    #[must_use]
    pub const fn currency(&self) -> Option<Currency> {
        self.currency
    }
}

/// Builds a [`PolicyDocument`] of dimensions of one's own.
#[derive(Clone, Debug)]
#[must_use]
pub struct PolicyDocumentBuilder {
    id: Name,
    description: Option<Box<str>>,
    currency: Currency,
    dimensions: Vec<Dimension>,
}

impl PolicyDocumentBuilder {
    /// What the policy is for, in 1 to 256 bytes.
    pub fn description(mut self, text: &str) -> Self {
        self.description = Some(text.into());
        self
    }

    /// One more dimension.
    pub fn dimension(mut self, dimension: Dimension) -> Self {
        self.dimensions.push(dimension);
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
    pub fn build_with(self, limits: Limits) -> Result<PolicyDocument, Report> {
        let dimensions = self.dimensions.iter().map(dimension_tree).collect();
        let tree = Tree::record([
            ("version", Some(Tree::Whole(PolicyDocument::VERSION.into()))),
            ("id", Some(Tree::text(self.id.as_str()))),
            ("description", self.description.map(Tree::Text)),
            ("currency", Some(Tree::text(self.currency.code()))),
            ("dimensions", Some(Tree::List(dimensions))),
        ]);
        PolicyDocument::check(tree, limits)
    }
}
