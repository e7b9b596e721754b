//! Documents in any serde format.

use serde::de::{DeserializeSeed, Error};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::limits::Budget;
use super::tree::{Tree, TreeSeed};
use super::{Limits, PolicyDocument, Report};

/// What a format holds, before anybody has looked at what it says: bounded, and nothing else.
///
/// [`check`](Self::check) makes a document of it, or tells all faults of its form at once, each with its path; a format alone
/// stops at the first. [`compile`](Self::compile) tells the faults of what it says along with them.
///
/// ```
/// use segmentry::policy::UncheckedDocument;
///
/// let unchecked: UncheckedDocument = serde_json::from_str(r#"{
///     "version": 1, "id": "acme", "curency": "EUR",
///     "trajectory": {"growing_from": 0.05, "acceleration_gate": "sometimes"}
/// }"#)?;
/// assert_eq!(
///     unchecked.check().unwrap_err().to_string(),
///     "curency: unknown key `curency`; did you mean `currency`? (known: $schema, version, id, description, base, revision, currency, tier, \
///      trajectory, wallet, provisional_tier, health, risk, lifecycle, fit, attention, dimensions, hysteresis, overrides)\n\
///      trajectory.growing_from: 0.05 is a binary float, which may have lost digits; write it as text: \"0.05\"\n\
///      trajectory.acceleration_gate: unknown word `sometimes` (known: off, when_known, required)\n\
///      the key `currency` is missing: the currency of all amounts"
/// );
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UncheckedDocument(Tree);

impl UncheckedDocument {
    /// Reads what is larger or smaller than the default [`Limits`] allow.
    ///
    /// # Errors
    /// The format's, and one for a value beyond the limits.
    pub fn read_with<'de, D: Deserializer<'de>>(limits: Limits, deserializer: D) -> Result<Self, D::Error> {
        let budget = Budget::new(limits);
        TreeSeed::new(&budget).deserialize(deserializer).map(Self)
    }

    pub(super) fn into_tree(self) -> Tree {
        self.0
    }

    /// The document.
    ///
    /// # Errors
    /// A [`Report`] of all faults of its form: unknown keys and words, values of the wrong type, what is missing, what is
    /// beyond the default [`Limits`].
    pub fn check(self) -> Result<PolicyDocument, Report> {
        self.check_with(Limits::default())
    }

    /// The document, of other limits than the default ones.
    ///
    /// # Errors
    /// As for [`check`](Self::check).
    pub fn check_with(self, limits: Limits) -> Result<PolicyDocument, Report> {
        PolicyDocument::check(self.0, limits)
    }
}

/// With the default [`Limits`].
impl<'de> Deserialize<'de> for UncheckedDocument {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::read_with(Limits::default(), deserializer)
    }
}

/// With the default [`Limits`]; the error holds the whole [`Report`].
impl<'de> Deserialize<'de> for PolicyDocument {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        UncheckedDocument::deserialize(deserializer)?.check().map_err(D::Error::custom)
    }
}

/// As it was read.
impl Serialize for UncheckedDocument {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl Serialize for PolicyDocument {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.tree.serialize(serializer)
    }
}
