//! Writing: as people read it, or as an enumeration of kinds for formats that do not say what they hold.

use serde::ser::{Error, SerializeMap};
use serde::{Serialize, Serializer};

use super::Tree;
use super::read::KINDS;

/// The recursion ends: no tree is deeper than [`Limits`](crate::policy::Limits) allow.
impl Serialize for Tree {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            match self {
                Self::Null => serializer.serialize_unit(),
                Self::Flag(flag) => serializer.serialize_bool(*flag),
                Self::Whole(number) => serializer.serialize_i64(*number),
                Self::Text(text) => serializer.serialize_str(text),
                Self::Float(number) => Err(refused::<S>(number)),
                Self::List(entries) => serializer.collect_seq(entries),
                Self::Record(fields) => Fields(fields).serialize(serializer),
            }
        } else {
            let [null, flag, whole, text, list, record] = KINDS else {
                return Err(S::Error::custom("kinds"));
            };
            match self {
                Self::Null => serializer.serialize_unit_variant("value", 0, null),
                Self::Flag(value) => serializer.serialize_newtype_variant("value", 1, flag, value),
                Self::Whole(value) => serializer.serialize_newtype_variant("value", 2, whole, value),
                Self::Text(value) => serializer.serialize_newtype_variant("value", 3, text, value),
                Self::Float(number) => Err(refused::<S>(number)),
                Self::List(entries) => serializer.serialize_newtype_variant("value", 4, list, entries),
                Self::Record(fields) => {
                    serializer.serialize_newtype_variant("value", 5, record, &Fields(fields))
                }
            }
        }
    }
}

/// No checked document holds a float.
fn refused<S: Serializer>(number: &str) -> S::Error {
    S::Error::custom(format_args!("{number} is a binary float, which no document holds"))
}

struct Fields<'t>(&'t [(Box<str>, Tree)]);

impl Serialize for Fields<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (key, value) in self.0 {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}
