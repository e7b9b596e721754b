//! Splits CSV into records: RFC 4180, either line ending, spaces around quoted fields.
//!
//! The usual readers forgive too much for a review: where a quotation mark is never closed they take the rest of
//! the file for one field, and the accounts in it are gone. Here that is a fault with its line.

use std::borrow::Cow;

/// One record, not trimmed, and the line on which it begins.
pub(crate) struct Record<'a> {
    pub(crate) line: usize,
    /// The fields, or what is wrong with their quotation marks.
    pub(crate) fields: Result<Vec<Cow<'a, [u8]>>, &'static str>,
}

/// The records of a file; blank lines are none.
pub(crate) struct Records<'a> {
    rest: &'a [u8],
    line: usize,
}

impl<'a> Records<'a> {
    pub(crate) fn new(file: &'a [u8]) -> Self {
        const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";
        Self { rest: file.strip_prefix(BYTE_ORDER_MARK).unwrap_or(file), line: 1 }
    }

    fn fields(&mut self) -> Result<Vec<Cow<'a, [u8]>>, &'static str> {
        let mut fields = Vec::new();
        loop {
            fields.push(self.field()?);
            if !self.skip(b",") {
                self.skip_line_end();
                return Ok(fields);
            }
        }
    }

    fn field(&mut self) -> Result<Cow<'a, [u8]>, &'static str> {
        let plain = self.rest;
        self.take_while(|byte| matches!(byte, b' ' | b'\t'));
        if !self.skip(b"\"") {
            self.rest = plain;
            return Ok(Cow::Borrowed(self.take_while(is_inside_field)));
        }
        let text = self.quoted()?;
        if self.take_while(is_inside_field).trim_ascii().is_empty() {
            Ok(text)
        } else {
            Err("text follows a closing quotation mark; write a quotation mark inside a quoted field twice")
        }
    }

    /// The text up to the closing quotation mark.
    fn quoted(&mut self) -> Result<Cow<'a, [u8]>, &'static str> {
        let mut text: Cow<'a, [u8]> = Cow::Borrowed(&[]);
        loop {
            let part = self.take_while(|byte| byte != b'"');
            self.line = self.line.saturating_add(line_ends(part));
            if text.is_empty() {
                text = Cow::Borrowed(part);
            } else {
                text.to_mut().extend(part);
            }
            if !self.skip(b"\"") {
                return Err("a quotation mark opens a field and is never closed; close it");
            }
            if !self.skip(b"\"") {
                return Ok(text);
            }
            text.to_mut().push(b'"');
        }
    }

    fn take_while(&mut self, wanted: impl Fn(u8) -> bool) -> &'a [u8] {
        let length = self.rest.iter().take_while(|byte| wanted(**byte)).count();
        let (taken, rest) = self.rest.split_at_checked(length).unwrap_or((self.rest, &[]));
        self.rest = rest;
        taken
    }

    fn skip(&mut self, prefix: &[u8]) -> bool {
        let rest = self.rest.strip_prefix(prefix);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn skip_line_end(&mut self) {
        if self.skip(b"\r\n") || self.skip(b"\n") || self.skip(b"\r") {
            self.line = self.line.saturating_add(1);
        }
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Record<'a>;

    fn next(&mut self) -> Option<Record<'a>> {
        while !self.rest.is_empty() {
            let (line, start) = (self.line, self.rest);
            let fields = self.fields();
            match &fields {
                Ok(fields) if is_blank(fields) => continue,
                Ok(_) => {}
                // The next line is read as a record again, so that one stray quotation mark hides no other fault.
                Err(_) => {
                    (self.line, self.rest) = (line, start);
                    self.take_while(|byte| !matches!(byte, b'\r' | b'\n'));
                    self.skip_line_end();
                }
            }
            return Some(Record { line, fields });
        }
        None
    }
}

const fn is_inside_field(byte: u8) -> bool {
    !matches!(byte, b',' | b'\r' | b'\n')
}

fn is_blank(fields: &[Cow<'_, [u8]>]) -> bool {
    matches!(fields, [only] if only.trim_ascii().is_empty())
}

/// A line ends with `\n`, `\r\n` or a lone `\r`.
fn line_ends(text: &[u8]) -> usize {
    let after = text.iter().skip(1).map(Some).chain([None]);
    text.iter()
        .zip(after)
        .filter(|(byte, next)| **byte == b'\n' || (**byte == b'\r' && *next != Some(&b'\n')))
        .count()
}
