use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::PolicyDocument;
use super::section::DOCUMENT;
use super::shape::{Completion, Shape};
use crate::segment::Source;

/// One value of a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentValue {
    /// Where it stands; entries that are known by a name stand by it, such as `risk.factors[nps].missing`.
    pub path: String,
    /// The value, in one line.
    pub value: String,
    /// Where it comes from: `given` where the document or its base says it.
    pub source: Source,
}

/// What two policies say differently in one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The place, as of a [`DocumentValue`].
    pub path: String,
    /// What the one says; `None` where only the other says something.
    pub before: Option<String>,
    /// What the other says.
    pub after: Option<String>,
}

/// In one line, such as `wallet.protect_from: 0.8 -> 0.75`.
impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = &self.path;
        match (&self.before, &self.after) {
            (Some(before), Some(after)) => write!(f, "{path}: {before} -> {after}"),
            (Some(before), None) => write!(f, "{path}: {before} -> nothing"),
            (None, Some(after)) => write!(f, "{path}: nothing -> {after}"),
            (None, None) => write!(f, "{path}: nothing"),
        }
    }
}

impl PolicyDocument {
    /// The same policy with every default said: what it prints complete. What a document that [changes another
    /// one](Self::over) does not say, its base says, so that nothing is added to it.
    ///
    /// ```
    /// use segmentry::PolicyDocument;
    ///
    /// let document: PolicyDocument = serde_json::from_str(r#"{"version": 1, "id": "acme", "currency": "EUR"}"#)?;
    /// let complete = serde_json::to_value(document.complete())?;
    /// assert_eq!(complete["trajectory"]["growing_from"], "0.05");
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn complete(&self) -> Self {
        Self { tree: self.completion().1, ..self.clone() }
    }

    /// Every value of the policy with its source, defaults included, in the order of documents.
    ///
    /// ```
    /// use segmentry::PolicyDocument;
    ///
    /// let document: PolicyDocument = serde_json::from_str(
    ///     r#"{"version": 1, "id": "acme", "currency": "EUR", "wallet": {"grow_from": "1.5"}}"#
    /// )?;
    /// let values = document.values();
    /// let of = |path| values.iter().find(|value| value.path == path).map(|v| format!("{} ({})", v.value, v.source));
    /// assert_eq!(of("wallet.grow_from").as_deref(), Some("1.5 (given)"));
    /// assert_eq!(of("wallet.protect_from").as_deref(), Some("0.8 (article A4-3)"));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn values(&self) -> Vec<DocumentValue> {
        let (values, _) = self.completion();
        values.into_iter().map(|(path, value, source)| DocumentValue { path, value, source }).collect()
    }

    /// What another document says differently, defaults included: every place in the order of this document, then what only
    /// the other has. A value that the other spells out and this one leaves to the same default is no difference.
    #[must_use]
    pub fn differences(&self, other: &Self) -> Vec<Difference> {
        let (before, after) = (self.values(), other.values());
        let later: BTreeMap<&str, &str> =
            after.iter().map(|value| (value.path.as_str(), value.value.as_str())).collect();
        let known: BTreeSet<&str> = before.iter().map(|value| value.path.as_str()).collect();
        let changed = before.iter().filter_map(|value| {
            let now = later.get(value.path.as_str());
            (now != Some(&value.value.as_str())).then(|| Difference {
                path: value.path.clone(),
                before: Some(value.value.clone()),
                after: now.map(ToString::to_string),
            })
        });
        let new = after.iter().filter(|value| !known.contains(value.path.as_str())).map(|value| Difference {
            path: value.path.clone(),
            before: None,
            after: Some(value.value.clone()),
        });
        changed.chain(new).collect()
    }

    fn completion(&self) -> (Vec<(String, String, Source)>, super::tree::Tree) {
        let mut completion = Completion::new(self.base().is_some());
        let complete = completion.of(&Shape::Record(&DOCUMENT), "", &self.tree, Source::Given);
        (completion.values, complete)
    }
}
