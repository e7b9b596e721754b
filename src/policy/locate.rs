//! Where in a text a fault stands: the format itself says it.

use std::fmt;

use serde::Deserializer;
use serde::de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::limits::{Budget, Limits};
use super::tree::TreeSeed;
use super::{DocumentFault, Warning};

impl DocumentFault {
    /// The error that the format gives at the place of this fault, with its line and column where it knows them. The
    /// document is read again up to there; `document` gives a new reader of the same text each time it is asked.
    ///
    /// What is missing is found where it is missing from. `None` where nothing of it stands in the document: the fault is one of
    /// the facts, of a base, or of the document as a whole. Formats count columns in their own ways: `serde_json`'s is that of the
    /// character before the value. `toml::Deserializer::parse(text)` reads TOML.
    ///
    /// ```
    /// use segmentry::policy::UncheckedDocument;
    ///
    /// let text = "{\n  \"version\": 1,\n  \"id\": \"acme\",\n  \"currency\": \"euro\"\n}";
    /// let report = serde_json::from_str::<UncheckedDocument>(text)?.check().unwrap_err();
    /// let [fault] = report.faults() else { panic!("one fault") };
    /// let place = fault.locate(|here| here.with(&mut serde_json::Deserializer::from_str(text)));
    /// assert_eq!(place.map(|error| error.line()), Some(4));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub fn locate<E>(&self, document: impl FnMut(Here<'_>) -> Result<(), E>) -> Option<E> {
        locate(self.path(), document)
    }
}

impl Warning {
    /// The error that the format gives at the place of this warning, as [`DocumentFault::locate`].
    ///
    /// ```
    /// use segmentry::{FactTable, PolicyDocument};
    ///
    /// let text = r#"{"version": 1, "id": "acme", "currency": "EUR", "dimensions": [{
    ///     "name": "size", "match": "first", "segments": [{"name": "large"}, {"name": "huge"}], "otherwise": "unclassified",
    ///     "rules": [
    ///         {"segment": "large", "when": {"at_least": {"fact": "employees", "value": 100}}},
    ///         {"segment": "huge", "when": {"at_least": {"fact": "employees", "value": 1000}}}
    ///     ]
    /// }]}"#;
    /// let document: PolicyDocument = serde_json::from_str(text)?;
    /// let warnings = document.warnings(&FactTable::accounts());
    /// let place = warnings.listed()[0].locate(|here| here.with(&mut serde_json::Deserializer::from_str(text)));
    /// assert_eq!(place.map(|error| error.line()), Some(5));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn locate<E>(&self, document: impl FnMut(Here<'_>) -> Result<(), E>) -> Option<E> {
        locate(self.path(), document)
    }
}

fn locate<E>(path: &str, mut document: impl FnMut(Here<'_>) -> Result<(), E>) -> Option<E> {
    let steps = steps(path);
    // What is missing is shown where it is missing from.
    (1..=steps.len()).rev().find_map(|known| {
        let steps = steps.get(..known)?;
        document(Here { steps }).err()
    })
}

/// A place in a document: reading stops there with an error of the format.
#[derive(Clone, Copy, Debug)]
pub struct Here<'p> {
    steps: &'p [Step<'p>],
}

#[derive(Clone, Copy, Debug)]
enum Step<'p> {
    Key(&'p str),
    Index(usize),
}

impl Here<'_> {
    /// Reads to this place.
    ///
    /// # Errors
    /// The format's error at this place; none where there is no such place.
    pub fn with<'de, D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.deserialize(deserializer)
    }
}

impl<'de> DeserializeSeed<'de> for Here<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        if self.steps.is_empty() {
            // As something around a value, which formats hand over before they read it. An error raised here would be one of
            // the list or record around it: some formats know the places of values alone.
            deserializer.deserialize_newtype_struct("here", Stop)
        } else {
            deserializer.deserialize_any(self)
        }
    }
}

/// Reading ends at a value.
struct Stop;

impl<'de> Visitor<'de> for Stop {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("nothing further")
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, _: D) -> Result<(), D::Error> {
        Err(D::Error::custom("here"))
    }
}

impl<'de> Visitor<'de> for Here<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a record or a list")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Some((Step::Key(wanted), steps)) = self.steps.split_first() else {
            while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
            return Ok(());
        };
        while let Some(key) = map.next_key::<Box<str>>()? {
            if *key == **wanted {
                map.next_value_seed(Here { steps })?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        if let Some((Step::Key(wanted), steps)) = self.steps.split_first() {
            while seq.next_element_seed(Known { by: wanted, steps })?.is_some() {}
            return Ok(());
        }
        let wanted = match self.steps.split_first() {
            Some((Step::Index(wanted), steps)) => Some((*wanted, steps)),
            _ => None,
        };
        let mut index: usize = 0;
        loop {
            let more = match wanted {
                Some((wanted, steps)) if wanted == index => seq.next_element_seed(Here { steps })?.is_some(),
                _ => seq.next_element::<IgnoredAny>()?.is_some(),
            };
            if !more {
                return Ok(());
            }
            index = index.saturating_add(1);
        }
    }

    // What has no parts holds no such place.
    fn visit_str<E: Error>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    #[expect(clippy::disallowed_types, reason = "serde hands over a float here, to be passed over")]
    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }
}

/// An entry of a list, if it is known by this name. What it is known by must come before what is looked for.
struct Known<'p> {
    by: &'p str,
    steps: &'p [Step<'p>],
}

impl<'de> DeserializeSeed<'de> for Known<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Known<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a record")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let budget = Budget::new(Limits::default());
        let mut is_it = false;
        while let Some(key) = map.next_key::<Box<str>>()? {
            if matches!(&*key, "name" | "reason" | "dimension") && !is_it {
                let name = map.next_value_seed(TreeSeed::new(&budget))?;
                is_it = name.as_text() == Some(self.by);
                if is_it && self.steps.is_empty() {
                    return Err(A::Error::custom("here"));
                }
                continue;
            }
            match self.steps.split_first() {
                Some((Step::Key(wanted), steps)) if is_it && *key == **wanted => {
                    map.next_value_seed(Here { steps })?;
                }
                _ => _ = map.next_value::<IgnoredAny>()?,
            }
        }
        Ok(())
    }
}

/// The steps of a path such as `dimensions[0].rules[2].when`.
fn steps(path: &str) -> Vec<Step<'_>> {
    let parts = path.split(['.', '[', ']']).filter(|part| !part.is_empty());
    parts.map(|part| part.parse().map_or(Step::Key(part), Step::Index)).collect()
}

#[cfg(test)]
mod tests {
    use crate::policy::UncheckedDocument;

    /// Entries of lists have lines of their own, in tables as in lines.
    #[test]
    fn faults_have_lines_in_every_format_that_knows_them() {
        let table = "version = 1\nid = \"acme\"\ncurrency = \"EUR\"\n[trajectory]\nbases = [\n  \"our_arr\",\n  \"ours\",\n]\n\
                     [[dimensions]]\nname = \"d\"\nmatch = \"first\"\nsegments = [{name = \"s\"}]\nrules = 1\notherwise = 1\n\
                     [[dimensions]]\nname = \"e\"\n";
        let report = toml::from_str::<UncheckedDocument>(table).unwrap().check().unwrap_err();
        let line = |at: usize| table.get(..at).unwrap().lines().count();
        let lines = report.faults().iter().map(|fault| {
            let error = fault.locate(|here| here.with(toml::Deserializer::parse(table)?)).unwrap();
            (fault.path(), line(error.span().unwrap().end))
        });
        let expected = [
            ("dimensions[0].otherwise", 14),
            ("dimensions[0].rules", 13),
            ("dimensions[1]", 15),
            ("dimensions[1]", 15),
            ("dimensions[1]", 15),
            ("dimensions[1]", 15),
            ("trajectory.bases[1]", 7),
        ];
        assert_eq!(lines.collect::<Vec<_>>(), expected);

        let text = "{\"version\": 1, \"id\": \"acme\", \"currency\": \"EUR\",\n\"trajectory\": {\"bases\": [\"our_arr\",\n \"ours\"]}}";
        let report = serde_json::from_str::<UncheckedDocument>(text).unwrap().check().unwrap_err();
        let [fault] = report.faults() else { panic!("one fault") };
        let error = fault.locate(|here| here.with(&mut serde_json::Deserializer::from_str(text))).unwrap();
        assert_eq!((error.line(), error.column()), (3, 1));
    }
}
