use rust_decimal::Decimal;

use super::excerpt;

/// The longest text of a number, in bytes.
const MAX_LEN: usize = 40;

/// A decimal number from text, exactly: `-?[0-9]+(\.[0-9]+)?`, at most 40 bytes.
///
/// No exponent, no separators, no plus sign, no rounding: what does not fit is an error. The result has one form
/// (`1.50` becomes `1.5`, `-0` becomes `0`).
///
/// # Errors
/// [`DecimalError`] with an excerpt of the text and what would be accepted.
///
/// ```
/// use segmentry::quantity::parse_decimal;
///
/// assert_eq!(parse_decimal("-12.50")?.to_string(), "-12.5");
/// for refused in ["1e5", "1_000", "+1", ".5", "1.", "", "1,5", "0.00000000000000000000000000001"] {
///     assert!(parse_decimal(refused).is_err(), "{refused}");
/// }
/// # Ok::<(), segmentry::quantity::DecimalError>(())
/// ```
pub fn parse_decimal(text: &str) -> Result<Decimal, DecimalError> {
    let fault = |kind| DecimalError { text: excerpt(text), kind };
    if text.len() > MAX_LEN {
        return Err(fault(Kind::TooLong));
    }
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = match digits.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (digits, None),
    };
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(whole) || !fraction.is_none_or(is_number) {
        return Err(fault(Kind::Form));
    }
    let number = Decimal::from_str_exact(text).map_err(|_| fault(Kind::Range))?;
    Ok(canonical(number))
}

/// Without trailing zeros and without a negative zero: equal numbers print equal.
pub(super) fn canonical(number: Decimal) -> Decimal {
    if number.is_zero() { Decimal::ZERO } else { number.normalize() }
}

/// Text that is no decimal number.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` {kind}")]
pub struct DecimalError {
    text: String,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
enum Kind {
    #[error("is not a decimal number; write digits with an optional minus and decimal point, such as -12.5")]
    Form,
    #[error("is too long for a number; at most 40 characters are allowed")]
    TooLong,
    #[error("has more than 28 digits; shorten it")]
    Range,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_form_for_equal_numbers() {
        for (text, form) in [("-0", "0"), ("1.00", "1"), ("007.10", "7.1"), ("-0.000", "0"), ("100", "100")] {
            assert_eq!(parse_decimal(text).unwrap().to_string(), form);
        }
    }

    #[test]
    fn refuses_what_would_be_rounded_or_guessed() {
        let widest = "79228162514264337593543950335";
        assert_eq!(parse_decimal(widest).unwrap(), Decimal::MAX);
        for text in
            ["79228162514264337593543950336", "1E5", "１２", " 1", "1 ", "--1", "1.2.3", "NaN", "1__0", "0x1"]
        {
            assert!(parse_decimal(text).is_err(), "{text}");
        }
        let long = "9".repeat(5_000_000);
        assert!(parse_decimal(&long).unwrap_err().to_string().len() < 200);
    }
}
