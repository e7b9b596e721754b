//! Constants of documents: text whose type follows from the fact that is compared with it.

use chrono::NaiveDate;

use super::fact_table::{FactKind, ReadDated, Reader};
use super::logic::{Against, Test};
use crate::calendar::{DayCount, parse_date};
use crate::classify::Compare;
use crate::quantity::{Currency, Decimal, Money, Nps, Ratio, Score, excerpt, parse_decimal};

/// A type of facts that can be compared.
pub(super) trait Constant: Compare {
    const KIND: FactKind;

    fn parse(text: &str, currency: Currency) -> Result<Self, String>;

    /// How a fact is read, where it is of this type.
    fn reader<S: ?Sized>(reader: &Reader<S>) -> Option<&ReadDated<S, Self>>;

    fn test<S: ?Sized>(against: Against<S, Self>) -> Test<S>;
}

macro_rules! constants {
    ($($type:ty, $kind:ident: |$text:ident, $currency:ident| $parse:expr;)+) => {
        $(
            impl Constant for $type {
                const KIND: FactKind = FactKind::$kind;

                fn parse($text: &str, $currency: Currency) -> Result<Self, String> {
                    $parse
                }

                fn reader<S: ?Sized>(reader: &Reader<S>) -> Option<&ReadDated<S, Self>> {
                    if let Reader::$kind(read) = reader { Some(read) } else { None }
                }

                fn test<S: ?Sized>(against: Against<S, Self>) -> Test<S> {
                    Test::$kind(against)
                }
            }
        )+
    };
}

constants! {
    Money, Money: |text, currency| amount(text, currency);
    Ratio, Ratio: |text, _currency| text.parse().map_err(|error| format!("{error}"));
    u64, Count: |text, _currency| whole(text, "a whole number, 0 or more");
    Score, Score: |text, _currency| Score::new(decimal(text)?).map_err(|error| error.to_string());
    Nps, Nps: |text, _currency| Nps::new(decimal(text)?).map_err(|error| error.to_string());
    DayCount, Days: |text, _currency| whole(text, "a whole number of days").map(DayCount);
    NaiveDate, Date: |text, _currency| parse_date(text).map_err(|error| error.to_string());
}

fn decimal(text: &str) -> Result<Decimal, String> {
    parse_decimal(text).map_err(|error| error.to_string())
}

fn whole<T: std::str::FromStr>(text: &str, expected: &str) -> Result<T, String> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let number = if is_number { text.parse().ok() } else { None };
    number.ok_or_else(|| format!("`{}` is not {expected}", excerpt(text)))
}

/// An amount of the document's currency, which may be repeated.
fn amount(text: &str, currency: Currency) -> Result<Money, String> {
    let Some((number, code)) = text.split_once(' ') else {
        return Money::parse(text, currency).map_err(|error| error.to_string());
    };
    if code != currency.code() {
        return Err(format!(
            "`{}` is not in the document's currency; write an amount of {currency}",
            excerpt(text)
        ));
    }
    Money::parse(number, currency).map_err(|error| error.to_string())
}
