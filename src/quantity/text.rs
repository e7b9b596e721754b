use std::borrow::Borrow;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use super::{excerpt, text_serde};
use crate::name;

/// A short name, kept inline and `Copy`: of a segment, a fact, a rule, a dimension.
///
/// 1 to 31 bytes of UTF-8 without control characters and without spaces at its ends. By convention names are
/// snake case, since they become keys of reports and documents. Build one from a literal with [`name!`], which
/// checks at compile time, or from data with [`Name::new`].
///
/// ```
/// use segmentry::{Name, name};
///
/// const VIP: Name = name!("vip");
/// assert_eq!(VIP.as_str(), "vip");
/// assert_eq!(Name::new("vip"), Ok(VIP));
/// assert!(Name::new("").is_err());
/// assert!(Name::new("a name of more than thirty-one bytes").is_err());
/// ```
///
/// [`name!`]: crate::name
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
// Aligned so that a name is copied in whole words: verdicts are moved a lot.
#[repr(align(8))]
pub struct Name {
    // The text, zero padded, and its length: names hold no NUL, so comparing the bytes is comparing the text. In one piece,
    // since a name is compared right after it was written, and reading it otherwise than it was written takes longest.
    bytes: [u8; Self::MAX_LEN + 1],
}

impl Name {
    /// The longest name, in bytes.
    pub const MAX_LEN: usize = 31;

    /// A name from text.
    ///
    /// # Errors
    /// [`TextError`] when the text is empty, longer than 31 bytes, holds a control character, or begins or ends
    /// with a space.
    #[expect(clippy::indexing_slicing, reason = "index < length <= 31 here, and const code knows no get_mut")]
    #[expect(clippy::as_conversions, reason = "length <= 31 here, and const code knows no try_from")]
    #[expect(clippy::cast_possible_truncation, reason = "length <= 31 here")]
    #[expect(clippy::arithmetic_side_effects, reason = "index < 31")]
    pub const fn new(text: &str) -> Result<Self, TextError> {
        let source = text.as_bytes();
        if let Err(error) = check(source, Self::MAX_LEN) {
            return Err(error);
        }
        let mut bytes = [0; Self::MAX_LEN + 1];
        let mut index = 0;
        while index < source.len() {
            bytes[index] = source[index];
            index += 1;
        }
        bytes[Self::MAX_LEN] = source.len() as u8;
        Ok(Self { bytes })
    }

    /// For [`name!`](crate::name) alone, which evaluates it at compile time.
    #[doc(hidden)]
    #[must_use]
    #[expect(clippy::panic, reason = "evaluated in a const block: the panic is a compile error")]
    pub const fn literal(text: &str) -> Self {
        match Self::new(text) {
            Ok(name) => name,
            Err(_) => panic!("a name has 1 to 31 bytes, no control characters, no space at its ends"),
        }
    }

    /// Text of any length, cut at a character boundary where it does not fit, control characters replaced: for
    /// showing an observed value, never for comparing one.
    #[must_use]
    pub fn abbreviated(text: &str) -> Self {
        Self::new(text).unwrap_or_else(|_| Self::listed([text.trim()]))
    }

    /// Several texts, separated by commas, cut as [`abbreviated`](Self::abbreviated) cuts one; without allocating.
    pub(crate) fn listed<'t>(texts: impl IntoIterator<Item = &'t str>) -> Self {
        let mut name = Self { bytes: [0; Self::MAX_LEN + 1] };
        let texts = texts.into_iter().enumerate();
        let mut pieces = texts.flat_map(|(index, text)| if index == 0 { ["", text] } else { [", ", text] });
        if !pieces.all(|piece| name.append(piece)) {
            name.truncate(Self::MAX_LEN.saturating_sub("…".len()));
            name.append("…");
        }
        let text = name.as_str().trim();
        if let Ok(name) = Self::new(text) {
            return name;
        }
        let readable: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        Self::new(readable.trim()).unwrap_or(name!("…"))
    }

    /// Appends what fits of a text, up to a character boundary; whether all of it did.
    fn append(&mut self, text: &str) -> bool {
        let start = self.len();
        let mut end = text.len().min(Self::MAX_LEN.saturating_sub(start));
        while !text.is_char_boundary(end) {
            end = end.saturating_sub(1);
        }
        let room = self.bytes.get_mut(start..start.saturating_add(end));
        if let (Some(room), Some(part)) = (room, text.as_bytes().get(..end)) {
            room.copy_from_slice(part);
        }
        self.set_len(start.saturating_add(end));
        end == text.len()
    }

    /// Drops what lies beyond so many bytes, from a character boundary on.
    fn truncate(&mut self, len: usize) {
        let text = self.as_str();
        let end = (0..=len.min(text.len())).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
        self.bytes.iter_mut().skip(end).for_each(|byte| *byte = 0);
        self.set_len(end);
    }

    /// A copy, read in two halves. Behind a value, a copy as a whole is moved through memory together with the bytes that the
    /// value leaves unused, and waits until these can be read.
    #[inline(always)]
    pub(crate) fn in_halves(&self) -> Self {
        let mut bytes = [0; 32];
        for (to, from) in bytes.chunks_exact_mut(16).zip(self.bytes.chunks_exact(16)) {
            let piece: [u8; 16] = from.try_into().unwrap_or_default();
            to.copy_from_slice(&u128::from_ne_bytes(piece).to_ne_bytes());
        }
        Self { bytes }
    }

    fn len(&self) -> usize {
        let [.., len] = self.bytes;
        len.into()
    }

    /// At most [`MAX_LEN`](Self::MAX_LEN).
    fn set_len(&mut self, bytes: usize) {
        let [.., len] = &mut self.bytes;
        *len = u8::try_from(bytes).unwrap_or(0);
    }

    /// 0 to 63: the same for equal names, and mostly another for others.
    pub(crate) fn mix(&self) -> u8 {
        let words =
            self.bytes.chunks_exact(8).filter_map(|word| word.try_into().ok()).map(u64::from_le_bytes);
        let sum = words.fold(0_u64, |sum, word| sum.rotate_left(7) ^ word);
        let [first, ..] = sum.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes();
        first >> 2
    }

    /// The digits of a number, without allocating.
    pub(crate) fn of_number(number: u32) -> Self {
        let mut digits = [0; 10];
        let mut rest = number;
        let mut written = 0;
        for place in digits.iter_mut().rev() {
            if rest == 0 && written > 0 {
                break;
            }
            *place = b'0'.saturating_add(u8::try_from(rest % 10).unwrap_or(0));
            rest /= 10;
            written = usize::saturating_add(written, 1);
        }
        let shown = digits.get(digits.len().saturating_sub(written)..).unwrap_or_default();
        std::str::from_utf8(shown).ok().and_then(|text| Self::new(text).ok()).unwrap_or(name!("…"))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        // Always valid: the bytes came from a str of this length.
        self.bytes.get(..self.len()).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or("")
    }
}

/// A [`Name`](crate::Name) from a literal, checked at compile time.
///
/// ```
/// let name = segmentry::name!("at_risk");
/// assert_eq!(name.as_str(), "at_risk");
/// ```
/// ```compile_fail
/// let name = segmentry::name!("");
/// ```
#[macro_export]
macro_rules! name {
    ($text:expr) => {
        const { $crate::Name::literal($text) }
    };
}

impl Hash for Name {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl Borrow<str> for Name {
    fn borrow(&self) -> &str {
        self.as_str()
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl FromStr for Name {
    type Err = TextError;

    fn from_str(text: &str) -> Result<Self, TextError> {
        Self::new(text)
    }
}

/// Text of an account: an industry, a country, a line of business.
///
/// 1 to 256 bytes of UTF-8 without control characters and without spaces at its ends, compared byte by byte.
///
/// ```
/// use segmentry::Label;
///
/// assert_eq!(Label::new("Information Technology & Services")?.as_str().len(), 33);
/// assert!(Label::new(" Retail").is_err());
/// # Ok::<(), segmentry::quantity::TextError>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Label(Box<str>);

impl Label {
    /// The longest label, in bytes.
    pub const MAX_LEN: usize = 256;

    /// A label from text.
    ///
    /// # Errors
    /// [`TextError`] when the text is empty, longer than 256 bytes, holds a control character, or begins or ends
    /// with a space.
    pub fn new(text: &str) -> Result<Self, TextError> {
        check(text.as_bytes(), Self::MAX_LEN).map(|()| Self(text.into()))
    }

    /// Stands in a builder whose text is at fault; it never leaves the builder.
    pub(crate) fn placeholder() -> Self {
        Self("?".into())
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl FromStr for Label {
    type Err = TextError;

    fn from_str(text: &str) -> Result<Self, TextError> {
        Self::new(text)
    }
}

/// Why text is no [`Name`] or [`Label`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// There is no text.
    #[error("the text is empty; leave the fact out if it is not known")]
    Empty,
    /// More bytes than fit.
    #[error("the text has {len} bytes; at most {max} are allowed")]
    TooLong {
        /// Bytes given.
        len: usize,
        /// Bytes allowed.
        max: usize,
    },
    /// A control character, such as a line break.
    #[error("the text holds a control character, such as a tab or a line break; remove it")]
    Control,
    /// A space at the beginning or the end.
    #[error("the text begins or ends with a space; trim it")]
    OuterSpace,
}

#[expect(clippy::indexing_slicing, reason = "the index is checked; const code knows no get")]
#[expect(clippy::arithmetic_side_effects, reason = "index < length")]
const fn check(bytes: &[u8], max: usize) -> Result<(), TextError> {
    let len = bytes.len();
    if len == 0 {
        return Err(TextError::Empty);
    }
    if len > max {
        return Err(TextError::TooLong { len, max });
    }
    if bytes[0] == b' ' || bytes[len - 1] == b' ' {
        return Err(TextError::OuterSpace);
    }
    let mut index = 0;
    while index < len {
        // C0 controls and DEL; C1 controls are 0xC2 0x80..=0x9F in UTF-8.
        let byte = bytes[index];
        let c1 = byte == 0xC2 && index + 1 < len && bytes[index + 1] <= 0x9F;
        if byte < 0x20 || byte == 0x7F || c1 {
            return Err(TextError::Control);
        }
        index += 1;
    }
    Ok(())
}

text_serde!(Name, "a name of 1 to 31 bytes", |text| Name::new(text)
    .map_err(|error| format!("`{}`: {error}", excerpt(text))));
text_serde!(Label, "a text of 1 to 256 bytes", |text| Label::new(text)
    .map_err(|error| format!("`{}`: {error}", excerpt(text))));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_holds_31_bytes_and_no_more() {
        let longest = "n".repeat(31);
        assert_eq!(Name::new(&longest).unwrap().as_str(), longest);
        assert_eq!(Name::new(&"n".repeat(32)), Err(TextError::TooLong { len: 32, max: 31 }));
        assert_eq!(Name::new("größe").unwrap().as_str(), "größe");
        for bad in ["a\nb", "a\u{7f}", "a\u{85}b", "\0"] {
            assert_eq!(Name::new(bad), Err(TextError::Control), "{bad:?}");
        }
        assert_eq!(Name::new("a "), Err(TextError::OuterSpace));
    }

    #[test]
    fn names_order_as_their_text() {
        let mut names = ["b", "ab", "a", "aé", "a b"].map(|n| Name::new(n).unwrap());
        names.sort();
        let texts: Vec<&str> = names.iter().map(Name::as_str).collect();
        assert_eq!(texts, ["a", "a b", "ab", "aé", "b"]);
    }

    #[test]
    fn an_abbreviated_name_fits_and_says_that_it_was_cut() {
        assert_eq!(Name::abbreviated("retail").as_str(), "retail");
        let cut = Name::abbreviated("Wholesale and retail trade; repair of motor vehicles");
        assert_eq!(cut.as_str(), "Wholesale and retail trade; …");
        assert_eq!(Name::abbreviated("").as_str(), "…");
        assert_eq!(Name::abbreviated(&"é".repeat(40)).as_str().chars().last(), Some('…'));
        assert_eq!(Name::abbreviated("a\nb").as_str(), "a b");
    }
}
