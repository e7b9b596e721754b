use std::fmt::Write as _;

/// The start of untrusted text, safe for one line of a log: at most 64 characters, control characters escaped.
pub(crate) fn excerpt(text: &str) -> String {
    excerpt_to(text, 64)
}

/// The same with another limit.
pub(crate) fn excerpt_to(text: &str, limit: usize) -> String {
    let mut out = String::new();
    for character in text.chars() {
        if out.len() >= limit {
            out.push('…');
            break;
        }
        if character.is_control() || matches!(character, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}') {
            // Writing into a String does not fail.
            let _ = write!(out, "{}", character.escape_default());
        } else {
            out.push(character);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::excerpt;

    #[test]
    fn stays_on_one_short_line() {
        assert_eq!(excerpt("plain"), "plain");
        assert_eq!(excerpt("a\nb\u{202e}c"), "a\\nb\\u{202e}c");
        let long = "x".repeat(1_000_000);
        assert!(excerpt(&long).len() <= 70);
    }
}
