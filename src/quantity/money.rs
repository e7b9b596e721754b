use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::decimal::canonical;
use super::digits::{padded, write_scaled};
use super::{Currency, Total, excerpt, parse_decimal, text_serde};

/// Decimals that an amount keeps: those of ISO 4217's finest currencies.
pub(super) const DECIMALS: u32 = 4;

/// An exact amount of one currency: an integer of ten-thousandths, between -10^14 and 10^14 units.
///
/// Four decimals are those of the finest ISO 4217 currency, and the bound leaves room for the difference of any
/// two amounts in an `i64`. What is finer or larger is an error; [`Money::rounded_from`] rounds where you say so.
/// Amounts of two currencies are never added or compared silently, hence no `+` and no `<`.
///
/// ```
/// use rust_decimal::dec;
/// use segmentry::{Currency, Money};
///
/// let price = Money::new(dec!(19.99), Currency::EUR)?;
/// let twice = price.checked_add(price)?;
/// assert_eq!(twice.amount(), dec!(39.98));
/// assert_eq!(twice.to_string(), "39.98 EUR");
/// assert_eq!("39.98 EUR".parse(), Ok(twice));
/// assert!(Money::new(dec!(0.00001), Currency::EUR).is_err());
/// assert!(price.checked_add(Money::new(dec!(1), Currency::USD)?).is_err());
/// # Ok::<(), segmentry::quantity::MoneyError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Money {
    ticks: i64,
    currency: Currency,
}

impl Money {
    /// The largest amount in ten-thousandths: 10^14 units.
    pub const MAX_TICKS: i64 = 1_000_000_000_000_000_000;

    /// An amount, exactly.
    ///
    /// # Errors
    /// [`MoneyError::TooFine`] beyond four decimals, [`MoneyError::TooLarge`] beyond 10^14 units.
    pub fn new(amount: Decimal, currency: Currency) -> Result<Self, MoneyError> {
        let amount = canonical(amount);
        // An amount with more decimals has no exact ticks.
        let factor = DECIMALS
            .checked_sub(amount.scale())
            .and_then(|power| 10_i128.checked_pow(power))
            .ok_or_else(|| MoneyError::TooFine { amount: amount.to_string() })?;
        amount
            .mantissa()
            .checked_mul(factor)
            .and_then(|ticks| i64::try_from(ticks).ok())
            .filter(|ticks| ticks.unsigned_abs() <= Self::MAX_TICKS.unsigned_abs())
            .map(|ticks| Self { ticks, currency })
            .ok_or_else(|| MoneyError::TooLarge { amount: amount.to_string() })
    }

    /// An amount rounded to four decimals, in the direction that you name.
    ///
    /// # Errors
    /// [`MoneyError::TooLarge`] beyond 10^14 units.
    pub fn rounded_from(amount: Decimal, currency: Currency, rounding: Rounding) -> Result<Self, MoneyError> {
        Self::new(amount.round_dp_with_strategy(DECIMALS, rounding.strategy()), currency)
    }

    /// An amount from text such as `-1250.50`; see [`parse_decimal`] for the form.
    ///
    /// # Errors
    /// [`MoneyError::Number`] for text of another form, and the errors of [`Money::new`].
    pub fn parse(amount: &str, currency: Currency) -> Result<Self, MoneyError> {
        Self::new(parse_decimal(amount).map_err(|error| MoneyError::Number(error.to_string()))?, currency)
    }

    /// An amount from ten-thousandths of the currency's unit.
    ///
    /// # Errors
    /// [`MoneyError::TooLarge`] beyond 10^14 units.
    pub fn from_ticks(ticks: i64, currency: Currency) -> Result<Self, MoneyError> {
        if ticks.unsigned_abs() > Self::MAX_TICKS.unsigned_abs() {
            return Err(MoneyError::TooLarge { amount: decimal_of_ticks(ticks.into()).to_string() });
        }
        Ok(Self { ticks, currency })
    }

    /// Nothing, in this currency.
    #[must_use]
    pub const fn zero(currency: Currency) -> Self {
        Self { ticks: 0, currency }
    }

    /// As `Display` writes it.
    pub(crate) fn write(self, out: &mut (impl fmt::Write + ?Sized)) -> fmt::Result {
        let (code, minor_digits) = self.currency.shown();
        write_scaled(out, self.ticks, DECIMALS, minor_digits)?;
        out.write_str(" ")?;
        out.write_str(code)
    }

    /// The amount in ten-thousandths of the currency's unit.
    #[must_use]
    #[inline]
    pub const fn ticks(self) -> i64 {
        self.ticks
    }

    /// The amount, exactly, without trailing zeros.
    #[must_use]
    pub fn amount(self) -> Decimal {
        decimal_of_ticks(self.ticks.into())
    }

    /// |a - b| of two amounts, whatever their currencies.
    pub(crate) fn distance(self, other: Self) -> Decimal {
        decimal_of_ticks(self.ticks.abs_diff(other.ticks).into())
    }

    /// The currency.
    #[must_use]
    pub const fn currency(self) -> Currency {
        self.currency
    }

    /// Whether the amount is below zero.
    #[must_use]
    #[inline]
    pub const fn is_negative(self) -> bool {
        self.ticks < 0
    }

    /// Whether the amount is zero.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.ticks == 0
    }

    /// The sum.
    ///
    /// # Errors
    /// [`MoneyError::Currency`] for two currencies, [`MoneyError::TooLarge`] beyond 10^14 units.
    pub fn checked_add(self, other: Self) -> Result<Self, MoneyError> {
        self.same_currency(other)?;
        // Within i64: both are within 10^18.
        Self::from_ticks(self.ticks.saturating_add(other.ticks), self.currency)
    }

    /// The difference.
    ///
    /// # Errors
    /// [`MoneyError::Currency`] for two currencies, [`MoneyError::TooLarge`] beyond 10^14 units.
    pub fn checked_sub(self, other: Self) -> Result<Self, MoneyError> {
        self.same_currency(other)?;
        Self::from_ticks(self.ticks.saturating_sub(other.ticks), self.currency)
    }

    /// The exact sum of many amounts; the same in every order. No amounts give zero.
    ///
    /// # Errors
    /// [`MoneyError::Currency`] for an amount of another currency, [`MoneyError::TooLarge`] beyond ±2^95
    /// ten-thousandths.
    pub fn total(amounts: impl IntoIterator<Item = Self>, currency: Currency) -> Result<Total, MoneyError> {
        amounts.into_iter().try_fold(Total::zero(currency), Total::checked_add)
    }

    /// Rounded to the currency's own minor unit (two decimals for the euro), in the direction that you name.
    ///
    /// # Errors
    /// [`MoneyError::TooLarge`] where rounding leaves the range.
    pub fn rounded(self, rounding: Rounding) -> Result<Self, MoneyError> {
        let digits = self.currency.minor_digits();
        Self::new(self.amount().round_dp_with_strategy(digits, rounding.strategy()), self.currency)
    }

    /// The order of two amounts of one currency.
    ///
    /// # Errors
    /// [`CurrencyMismatch`] for two currencies.
    #[inline]
    pub fn compare(self, other: Self) -> Result<Ordering, CurrencyMismatch> {
        self.same_currency(other).map(|()| self.ticks.cmp(&other.ticks))
    }

    #[inline]
    pub(super) fn same_currency(self, other: Self) -> Result<(), CurrencyMismatch> {
        if self.currency == other.currency {
            Ok(())
        } else {
            Err(CurrencyMismatch { left: self.currency, right: other.currency })
        }
    }
}

/// At most 2^95 ten-thousandths, which a Decimal holds.
pub(super) fn decimal_of_ticks(ticks: i128) -> Decimal {
    canonical(Decimal::try_from_i128_with_scale(ticks, DECIMALS).unwrap_or(Decimal::MAX))
}

/// The amount with at least the digits of the currency's minor unit, then the code: `19.90 EUR`.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        padded(f, |out| self.write(out))
    }
}

impl fmt::Debug for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Reads what `Display` writes: `19.90 EUR`.
impl FromStr for Money {
    type Err = MoneyError;

    fn from_str(text: &str) -> Result<Self, MoneyError> {
        let (amount, code) = text.split_once(' ').ok_or_else(|| MoneyError::Number(form_of(text)))?;
        let currency = Currency::from_code(code).map_err(|error| MoneyError::Number(error.to_string()))?;
        Self::parse(amount, currency)
    }
}

fn form_of(text: &str) -> String {
    format!("`{}` is not an amount with its currency; write it like 1250.50 EUR", excerpt(text))
}

/// How an amount is rounded; always stated, never a default.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rounding {
    /// Towards positive infinity: a price that must cover its cost.
    Up,
    /// Towards negative infinity: a cost that must stay below its limit.
    Down,
    /// To the nearest, ties to the even digit.
    HalfEven,
}

impl Rounding {
    const fn strategy(self) -> RoundingStrategy {
        match self {
            Self::Up => RoundingStrategy::ToPositiveInfinity,
            Self::Down => RoundingStrategy::ToNegativeInfinity,
            Self::HalfEven => RoundingStrategy::MidpointNearestEven,
        }
    }
}

/// Two amounts of different currencies where one currency is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{left} and {right} cannot be added or compared; convert to one currency first")]
pub struct CurrencyMismatch {
    /// Currency of the first amount.
    pub left: Currency,
    /// Currency of the second amount.
    pub right: Currency,
}

/// Why there is no such amount.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MoneyError {
    /// More than four decimals.
    #[error("`{amount}` has more than 4 decimals; round it first")]
    TooFine {
        /// The amount given.
        amount: String,
    },
    /// Beyond the range.
    #[error("`{amount}` is too large; an amount is at most 100000000000000 (10^14) units either way")]
    TooLarge {
        /// The amount given.
        amount: String,
    },
    /// Two currencies.
    #[error(transparent)]
    Currency(#[from] CurrencyMismatch),
    /// Text that is no number.
    #[error("{0}")]
    Number(String),
}

/// The wire form of an amount: text, and its currency beside it.
#[derive(Serialize, Deserialize)]
#[serde(
    deny_unknown_fields,
    expecting = "an amount and its currency, such as {\"amount\": \"1250.50\", \"currency\": \"EUR\"}"
)]
struct MoneyDoc {
    amount: Amount,
    currency: Currency,
}

struct Amount(Decimal);

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

text_serde!(Amount, "an amount as text, such as \"1250.50\"", |text| parse_decimal(text)
    .map(Amount)
    .map_err(|error| error.to_string()));

impl Serialize for Money {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        MoneyDoc { amount: Amount(self.amount()), currency: self.currency }.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let MoneyDoc { amount, currency } = MoneyDoc::deserialize(deserializer)?;
        Self::new(amount.0, currency).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rust_decimal::dec;

    const EUR: Currency = Currency::EUR;

    #[test]
    fn the_range_ends_at_ten_to_the_fourteenth() {
        let max = Money::new(dec!(100_000_000_000_000), EUR).unwrap();
        assert_eq!(max.ticks(), Money::MAX_TICKS);
        assert!(matches!(Money::new(dec!(100_000_000_000_000.0001), EUR), Err(MoneyError::TooLarge { .. })));
        assert!(matches!(Money::new(Decimal::MIN, EUR), Err(MoneyError::TooLarge { .. })));
        assert!(matches!(Money::new(dec!(1e-28), EUR), Err(MoneyError::TooFine { .. })));
        assert!(Money::from_ticks(i64::MIN, EUR).is_err());
        let min = Money::from_ticks(-Money::MAX_TICKS, EUR).unwrap();
        assert!(max.checked_sub(min).is_err());
        assert_eq!(max.checked_add(min), Ok(Money::zero(EUR)));
    }

    #[test]
    fn finer_amounts_need_a_stated_rounding() {
        let fine = dec!(2.34565);
        let ticks = |rounding| Money::rounded_from(fine, EUR, rounding).unwrap().ticks();
        assert_eq!([Rounding::Up, Rounding::Down, Rounding::HalfEven].map(ticks), [23457, 23456, 23456]);
        let owed = Money::new(dec!(-2.345), EUR).unwrap();
        let cents = |rounding| owed.rounded(rounding).unwrap().to_string();
        assert_eq!(
            [Rounding::Up, Rounding::Down, Rounding::HalfEven].map(cents),
            ["-2.34 EUR", "-2.35 EUR", "-2.34 EUR"]
        );
    }

    #[test]
    fn shows_at_least_the_minor_digits() {
        let show = |amount, code| Money::new(amount, Currency::from_code(code).unwrap()).unwrap().to_string();
        assert_eq!(show(dec!(1250), "EUR"), "1250.00 EUR");
        assert_eq!(show(dec!(1250), "JPY"), "1250 JPY");
        assert_eq!(show(dec!(-0.0005), "EUR"), "-0.0005 EUR");
    }

    #[test]
    fn is_text_in_documents_and_refuses_floats() {
        let money = Money::new(dec!(100.10), EUR).unwrap();
        let json = serde_json::to_string(&money).unwrap();
        assert_eq!(json, r#"{"amount":"100.1","currency":"EUR"}"#);
        assert_eq!(serde_json::from_str::<Money>(&json).unwrap(), money);
        assert_eq!(
            serde_json::from_str::<Money>(r#"{"amount":25000,"currency":"EUR"}"#).unwrap().to_string(),
            "25000.00 EUR"
        );
        let error = serde_json::from_str::<Money>(r#"{"amount":100.10,"currency":"EUR"}"#).unwrap_err();
        assert!(error.to_string().contains(r#"write it as text: "100.1""#), "{error}");
        for wrong in [
            r#"{"amount":"1e5","currency":"EUR"}"#,
            r#"{"amount":"1","currency":"EURO"}"#,
            r#"{"amount":"1","currency":"EUR","note":1}"#,
            r#"{"amount":"1","amount":"2","currency":"EUR"}"#,
            r#"{"amount":"1"}"#,
            r#"{"amount":{"a":1},"currency":"EUR"}"#,
        ] {
            assert!(serde_json::from_str::<Money>(wrong).is_err(), "{wrong}");
        }
    }
}
