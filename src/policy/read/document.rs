//! The document itself.

use serde::de::{DeserializeSeed, Error};
use serde::{Deserialize, Deserializer};

use super::dimension::DimensionRecord;
use super::list::ListSeed;
use super::record::{Entry, Record, RecordSeed, required};
use crate::policy::limits::{Budget, List};
use crate::policy::{Dimension, Limits, PolicyDocument};
use crate::quantity::{Currency, Label, Name};

impl PolicyDocument {
    /// Reads a document of other limits than the default ones.
    ///
    /// # Errors
    /// The format's, for anything that is no document, and for a document beyond the limits.
    pub fn parse_with<'de, D: Deserializer<'de>>(limits: Limits, deserializer: D) -> Result<Self, D::Error> {
        let budget = Budget::new(limits);
        RecordSeed::<DocumentRecord<'_>>::new(&budget, 0).deserialize(deserializer)
    }
}

/// With the default [`Limits`].
impl<'de> Deserialize<'de> for PolicyDocument {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse_with(Limits::default(), deserializer)
    }
}

struct DocumentRecord<'b> {
    budget: &'b Budget,
    version: Option<u32>,
    id: Option<Name>,
    description: Option<Label>,
    currency: Option<Currency>,
    dimensions: Option<Vec<Dimension>>,
}

impl<'b> Record<'b> for DocumentRecord<'b> {
    const NAME: &'static str = "a policy document";
    const KEYS: &'static [&'static str] = PolicyDocument::KEYS;
    type Output = PolicyDocument;

    fn start(budget: &'b Budget, _: u32) -> Self {
        Self { budget, version: None, id: None, description: None, currency: None, dimensions: None }
    }

    fn take<'de, V: Entry<'de>>(&mut self, key: usize, value: V) -> Result<(), V::Error> {
        let budget = self.budget;
        match key {
            0 => {
                let version = value.plain()?;
                if version != PolicyDocument::VERSION {
                    let known = PolicyDocument::VERSION;
                    let problem =
                        format!("the version {version} is not known; this library reads version {known}");
                    return Err(V::Error::custom(problem));
                }
                self.version = Some(version);
            }
            1 => self.id = Some(value.plain()?),
            2 => self.description = value.plain()?,
            3 => self.currency = Some(value.plain()?),
            _ => {
                let entry = RecordSeed::<DimensionRecord<'_>>::new(budget, 0);
                let seed = ListSeed { budget, list: List::Other("dimensions"), entry };
                self.dimensions = Some(value.read(seed)?);
            }
        }
        Ok(())
    }

    fn finish<E: Error>(self) -> Result<PolicyDocument, E> {
        required(self.version, "version")?;
        Ok(PolicyDocument {
            id: required(self.id, "id")?,
            description: self.description,
            currency: required(self.currency, "currency")?,
            dimensions: self.dimensions.unwrap_or_default(),
        })
    }
}
