//! Numbers and reasons as people read them.

use segmentry::Reason;
use segmentry::account::facts::{ARR, BUSINESS_GROWTH, PRIOR_ARR, WALLET_CURRENT};
use segmentry::quantity::MoneyError;
use segmentry::rust_decimal::{Decimal, RoundingStrategy};

/// The start of text from a file, fit for one line: control characters are escaped.
pub(crate) fn excerpt(text: &str) -> String {
    const LONGEST: usize = 60;
    let mut short = String::new();
    for letter in text.chars().take(LONGEST) {
        match letter {
            '"' | '\'' => short.push(letter),
            _ => short.extend(letter.escape_debug()),
        }
    }
    if text.chars().nth(LONGEST).is_some() {
        short.push('…');
    }
    short
}

/// A number with this many decimals, which hold it exactly, and a comma before every third digit.
pub(crate) fn grouped(number: Decimal, decimals: u32) -> String {
    let decimals = usize::try_from(decimals).unwrap_or(0);
    let text = format!("{number:.decimals$}");
    let (whole, fraction) = text.split_once('.').map_or((text.as_str(), None), |(w, f)| (w, Some(f)));
    let digits = whole.trim_start_matches('-');
    let mut out = String::from(if number.is_sign_negative() { "-" } else { "" });
    for (index, digit) in digits.chars().enumerate() {
        let left = digits.len().saturating_sub(index);
        if index > 0 && left.checked_rem(3) == Some(0) {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(fraction) = fraction {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

/// A fraction as a percentage, rounded to one decimal; `–` where there is no whole to be a part of.
pub(crate) fn percent(fraction: Option<Decimal>) -> String {
    match fraction.and_then(|fraction| fraction.checked_mul(Decimal::ONE_HUNDRED)) {
        Some(percent) => {
            format!("{:.1} %", percent.round_dp_with_strategy(1, RoundingStrategy::MidpointAwayFromZero))
        }
        None => "–".into(),
    }
}

/// A whole number.
pub(crate) fn number(number: u64) -> String {
    grouped(number.into(), 0)
}

/// A whole number of things in memory.
pub(crate) fn count(count: usize) -> String {
    grouped(count.into(), 0)
}

/// So many of them, in words: `1 customer`.
pub(crate) fn things(number: usize, thing: &str) -> String {
    format!("{} {thing}{}", count(number), if number == 1 { "" } else { "s" })
}

/// A number for people, rounded to at most this many decimals.
pub(crate) fn rounded(number: Decimal, decimals: u32) -> String {
    number.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero).normalize().to_string()
}

/// Why there is no such amount, for somebody who writes files and not programs.
pub(crate) fn money(error: &MoneyError) -> String {
    match error {
        MoneyError::TooFine { amount } => format!("`{amount}` has more than 4 decimals; round it"),
        other => other.to_string(),
    }
}

/// Why accounts are in no segment.
pub(crate) fn reason(reason: Reason) -> String {
    match reason {
        Reason::Missing(ARR) => "no ARR: a prospect".into(),
        Reason::Missing(BUSINESS_GROWTH) => "no growth of any kind is known".into(),
        Reason::Missing(PRIOR_ARR) => "neither a growth nor the prior ARR is known".into(),
        Reason::Undefined(PRIOR_ARR) => "prior ARR is 0: no growth from nothing".into(),
        Reason::Undefined(WALLET_CURRENT) => "wallet is 0: no share of nothing".into(),
        Reason::Missing(fact) => format!("{fact} is not known"),
        Reason::Stale(fact) => format!("{fact} is too old"),
        Reason::Undefined(fact) => format!("{fact} leaves the question open"),
        Reason::Insufficient(fact) => format!("too little is known for {fact}"),
        Reason::NoMatch => "no rule matches".into(),
        Reason::Fault => "could not be computed".into(),
    }
}
