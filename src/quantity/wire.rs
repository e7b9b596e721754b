//! Reading and writing quantities in documents: always text, the same whatever features other crates turn on.

use std::fmt;
use std::marker::PhantomData;

use serde::Deserializer;
use serde::de::{Error, MapAccess, Visitor};

/// A quantity whose wire form is its canonical text.
pub(crate) trait FromText: Sized {
    /// What a document must hold, for error messages.
    const EXPECTED: &'static str;
    fn from_text(text: &str) -> Result<Self, String>;
}

/// Implements serde for a type by its `Display` and a parser.
macro_rules! text_serde {
    ($type:ty, $expected:literal, $parse:expr) => {
        impl $crate::quantity::wire::FromText for $type {
            const EXPECTED: &'static str = $expected;
            fn from_text(text: &str) -> Result<Self, String> {
                let parse: fn(&str) -> Result<$type, String> = $parse;
                parse(text)
            }
        }
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::quantity::wire::read(deserializer)
            }
        }
    };
}
pub(crate) use text_serde;

pub(crate) fn read<'de, T: FromText, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    if deserializer.is_human_readable() {
        deserializer.deserialize_any(TextVisitor(PhantomData))
    } else {
        deserializer.deserialize_str(TextVisitor(PhantomData))
    }
}

struct TextVisitor<T>(PhantomData<T>);

impl<'de, T: FromText> Visitor<'de> for TextVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::EXPECTED)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        T::from_text(text).map_err(E::custom)
    }

    // A whole number loses nothing, so it may stand without quotes.
    fn visit_i64<E: Error>(self, number: i64) -> Result<T, E> {
        self.visit_str(&number.to_string())
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<T, E> {
        self.visit_str(&number.to_string())
    }

    #[expect(clippy::disallowed_types, reason = "serde hands over a float here, to be refused")]
    fn visit_f64<E: Error>(self, number: f64) -> Result<T, E> {
        Err(refused_float::<T, E>(&number.to_string()))
    }

    // serde_json hands numbers over like this when some other crate turns on its `arbitrary_precision`; the
    // answers must be those of the two methods above.
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
        match map.next_key::<String>()? {
            Some(key) if key == "$serde_json::private::Number" => {
                let number: String = map.next_value()?;
                if number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') {
                    self.visit_str(&number)
                } else {
                    Err(refused_float::<T, A::Error>(&number))
                }
            }
            _ => Err(A::Error::custom(format_args!("found a map, expected {}", T::EXPECTED))),
        }
    }
}

fn refused_float<T: FromText, E: Error>(number: &str) -> E {
    // What would not be accepted as text either is no advice.
    let advice = match T::from_text(number) {
        Ok(_) => format!("write it as text: \"{}\"", super::excerpt(number)),
        Err(_) => format!("write {}", T::EXPECTED),
    };
    let number = super::excerpt(number);
    E::custom(format_args!("{number} is a binary float, which may have lost digits; {advice}"))
}
