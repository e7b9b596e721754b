//! Numbers as text without the machinery of formatting: it takes ten times as long as the digits themselves, and
//! explanations are rendered while somebody waits.

use std::fmt::{self, Write};

use rust_decimal::Decimal;

/// What `Display` writes of an integer of 10^-`scale`. Trailing zeros go as far as `least` decimals stay.
pub(crate) fn write_scaled(
    out: &mut (impl Write + ?Sized),
    mantissa: i64,
    mut scale: u32,
    least: u32,
) -> fmt::Result {
    let mut rest = mantissa.unsigned_abs();
    while scale > least && rest % 10 == 0 {
        rest /= 10;
        scale = scale.saturating_sub(1);
    }
    // Weights and points are mostly small.
    if let (0..=9, 0) = (mantissa, scale) {
        return out.write_char(char::from(b'0'.saturating_add(u8::try_from(mantissa).unwrap_or(0))));
    }
    // A sign, 28 decimals at the most, a point, and 20 digits.
    let mut text = [0_u8; 50];
    let mut places = text.iter_mut().rev();
    let mut write = |byte| {
        *places.next().ok_or(fmt::Error)? = byte;
        Ok(())
    };
    let mut digit = || {
        let last = u8::try_from(rest % 10).unwrap_or(0);
        rest /= 10;
        (b'0'.saturating_add(last), rest == 0)
    };
    if scale > 0 {
        for _ in 0..scale {
            write(digit().0)?;
        }
        write(b'.')?;
    }
    loop {
        let (byte, is_last) = digit();
        write(byte)?;
        if is_last {
            break;
        }
    }
    if mantissa < 0 {
        write(b'-')?;
    }
    let start = places.len();
    // Digit by digit, since text from bytes would be checked first. Of seven bits each: the compiler sees that a byte will do.
    text.iter().skip(start).try_for_each(|byte| out.write_char(char::from(*byte & 0x7f)))
}

/// What `Display` writes of a number in its canonical form.
pub(crate) fn write_decimal(out: &mut (impl Write + ?Sized), value: Decimal) -> fmt::Result {
    match i64::try_from(value.mantissa()) {
        Ok(mantissa) => write_scaled(out, mantissa, value.scale(), value.scale()),
        Err(_) => write!(out, "{value}"),
    }
}

/// What `Display` writes of a whole number.
pub(crate) fn write_whole(
    out: &mut (impl Write + ?Sized),
    value: impl TryInto<i64> + fmt::Display + Copy,
) -> fmt::Result {
    match value.try_into() {
        Ok(small) => write_scaled(out, small, 0, 0),
        Err(_) => write!(out, "{value}"),
    }
}

/// Text padded where that is asked for; else it needs no place of its own.
pub(crate) fn padded(
    f: &mut fmt::Formatter<'_>,
    write: impl FnOnce(&mut dyn Write) -> fmt::Result,
) -> fmt::Result {
    if f.width().is_none() && f.precision().is_none() {
        return write(f);
    }
    let mut text = String::new();
    write(&mut text)?;
    f.pad(&text)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(write: impl FnOnce(&mut String) -> fmt::Result) -> String {
        let mut text = String::new();
        write(&mut text).unwrap();
        text
    }

    proptest! {
        #[test]
        fn decimals_read_as_the_library_writes_them(mantissa: i128, shift in 33..128_u32, scale in 0..=28_u32) {
            let mantissa = mantissa >> shift;
            let value = Decimal::try_from_i128_with_scale(mantissa, scale).unwrap();
            prop_assert_eq!(shown(|out| write_decimal(out, value)), value.to_string());
        }

        #[test]
        fn trailing_zeros_stay_as_far_as_asked(value: i32, zeros in 0..=6_u32, scale in 0..=9_u32, least in 0..=9_u32) {
            let mantissa = i64::from(value).checked_mul(10_i64.checked_pow(zeros).unwrap()).unwrap();
            let normal = Decimal::try_from_i128_with_scale(mantissa.into(), scale).unwrap().normalize();
            let normal = if normal.is_zero() { Decimal::ZERO } else { normal };
            let decimals = usize::try_from(normal.scale().max(least.min(scale))).unwrap();
            prop_assert_eq!(shown(|out| write_scaled(out, mantissa, scale, least)), format!("{normal:.decimals$}"));
        }

        #[test]
        fn whole_numbers_read_as_always(number: u64, signed: i64, shift in 0..64_u32) {
            prop_assert_eq!(shown(|out| write_whole(out, number >> shift)), (number >> shift).to_string());
            prop_assert_eq!(shown(|out| write_whole(out, signed >> shift)), (signed >> shift).to_string());
        }
    }

    #[test]
    fn the_ends_of_the_ranges() {
        for value in [i64::MIN, i64::MAX, 0, -1] {
            assert_eq!(shown(|out| write_whole(out, value)), value.to_string());
            for scale in [0, 1, 19, 20, 28] {
                let decimal = Decimal::try_from_i128_with_scale(value.into(), scale).unwrap();
                assert_eq!(shown(|out| write_decimal(out, decimal)), decimal.to_string());
            }
        }
        assert_eq!(shown(|out| write_whole(out, u64::MAX)), u64::MAX.to_string());
        assert_eq!(format!("{:>6}|", crate::Nps::ZERO), "     0|");
    }
}
