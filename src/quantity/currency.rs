use std::fmt;
use std::num::NonZeroU64;
use std::str::FromStr;

use super::{excerpt, text_serde};

/// An ISO 4217 currency.
///
/// ```
/// use segmentry::Currency;
///
/// assert_eq!(Currency::from_code("JPY")?.minor_digits(), 0);
/// assert_eq!(Currency::EUR.to_string(), "EUR");
/// assert!(Currency::from_code("eur").is_err());
/// # Ok::<(), segmentry::quantity::CurrencyError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency {
    /// The letters of the code in one word, so that an amount has no padding: amounts are copied a lot, and padding
    /// makes the compiler copy them piecemeal. Big-endian, so that currencies order by their codes.
    letters: NonZeroU64,
}

impl Currency {
    /// Euro.
    pub const EUR: Self = Self::of_letters(*b"EUR");
    /// Pound sterling.
    pub const GBP: Self = Self::of_letters(*b"GBP");
    /// United States dollar.
    pub const USD: Self = Self::of_letters(*b"USD");

    const fn of_letters([a, b, c]: [u8; 3]) -> Self {
        match NonZeroU64::new(u64::from_be_bytes([0, 0, 0, 0, 0, a, b, c])) {
            Some(letters) => Self { letters },
            None => Self { letters: NonZeroU64::MIN },
        }
    }

    /// The entry of the currency table.
    fn entry(self) -> Option<iso_currency::Currency> {
        let [.., a, b, c] = self.letters.get().to_be_bytes();
        iso_currency::Currency::from_code(std::str::from_utf8(&[a, b, c]).ok()?)
    }

    /// The currency with this code of three capital letters.
    ///
    /// # Errors
    /// [`CurrencyError`] when ISO 4217 knows no such code.
    pub fn from_code(code: &str) -> Result<Self, CurrencyError> {
        let known = iso_currency::Currency::from_code(code).and_then(|_| code.as_bytes().try_into().ok());
        known.map(Self::of_letters).ok_or_else(|| CurrencyError { code: excerpt(code) })
    }

    /// The code of three capital letters.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.shown().0
    }

    /// Decimal digits of the smallest unit in use: 2 for the euro's cent, 0 for the yen, 4 at the most.
    /// Codes without one (metals, special drawing rights) have 4.
    #[must_use]
    pub fn minor_digits(self) -> u32 {
        self.shown().1
    }

    /// The code and the minor digits, with one look into the table. Every currency came from it.
    pub(super) fn shown(self) -> (&'static str, u32) {
        // The table is looked through code by code, and explanations show many amounts.
        match self {
            Self::EUR => return ("EUR", 2),
            Self::USD => return ("USD", 2),
            Self::GBP => return ("GBP", 2),
            _ => {}
        }
        self.entry().map_or(("", 4), |entry| (entry.code(), entry.exponent().map_or(4, u32::from).min(4)))
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Currency {
    type Err = CurrencyError;

    fn from_str(code: &str) -> Result<Self, CurrencyError> {
        Self::from_code(code)
    }
}

/// Text that is no ISO 4217 code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{code}` is no ISO 4217 currency; write its code in three capital letters, such as EUR")]
pub struct CurrencyError {
    code: String,
}

text_serde!(Currency, "an ISO 4217 code such as \"EUR\"", |text| Currency::from_code(text)
    .map_err(|error| error.to_string()));

#[cfg(test)]
mod tests {
    use super::Currency;

    #[test]
    fn those_at_hand_are_what_the_table_says() {
        for currency in [Currency::EUR, Currency::GBP, Currency::USD] {
            let entry = currency.entry().unwrap();
            assert_eq!(currency.shown(), (entry.code(), entry.exponent().unwrap().into()));
        }
    }
}
