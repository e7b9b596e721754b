//! Tables of a folder, row by row, each with the place from which an error can point at it.

use std::fmt;
use std::path::Path;

use csv::{ErrorKind, ReaderBuilder, StringRecord, Trim};
use segmentry::Decimal;
use segmentry::calendar::parse_date;
use segmentry::chrono::NaiveDate;
use segmentry::quantity::parse_decimal;
use serde::de::{Deserialize, DeserializeOwned, Deserializer, Error as _};

pub(crate) type Failure = Box<dyn std::error::Error>;

/// A line of a file.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Place {
    file: &'static str,
    line: usize,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, line {}", self.file, self.line)
    }
}

/// The rows of a table. Columns go by their names in the header; those that nobody asks for are skipped.
pub(crate) fn rows<R: DeserializeOwned>(
    folder: &Path,
    file: &'static str,
) -> Result<Vec<(Place, R)>, Failure> {
    let path = folder.join(file);
    let text = std::fs::read(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut lines = Lines { text: &text, line: 1, byte: 0 };
    let mut reader = ReaderBuilder::new().trim(Trim::All).from_reader(text.as_slice());
    let header = reader.headers()?.clone();
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| describe(file, &error, &mut lines))?;
        let place = Place { file, line: lines.at(record.position()) };
        let row = record.deserialize(Some(&header));
        rows.push((place, row.map_err(|error| format!("{place}: {}", cell(&error, &header)))?));
    }
    Ok(rows)
}

/// A record that is none: of another length than the header, or not UTF-8.
fn describe(file: &'static str, error: &csv::Error, lines: &mut Lines<'_>) -> String {
    let place = Place { file, line: lines.at(error.position()) };
    match error.kind() {
        ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("{place}: {len} cells under a header of {expected_len}; quote a cell that holds a comma")
        }
        ErrorKind::Utf8 { .. } => format!("{place}: not UTF-8; save the file as UTF-8"),
        _ => format!("{place}: {error}"),
    }
}

/// What is wrong with a cell, with the name of its column.
fn cell(error: &csv::Error, header: &StringRecord) -> String {
    let ErrorKind::Deserialize { err, .. } = error.kind() else { return error.to_string() };
    let column = err.field().and_then(|field| header.get(usize::try_from(field).ok()?));
    column.map_or_else(|| err.kind().to_string(), |column| format!("{column}: {}", err.kind()))
}

/// Counts lines up to a position. The reader's own count is one too low in files with CRLF.
struct Lines<'t> {
    text: &'t [u8],
    line: usize,
    byte: usize,
}

impl Lines<'_> {
    fn at(&mut self, position: Option<&csv::Position>) -> usize {
        let ahead =
            position.and_then(|position| usize::try_from(position.byte()).ok()?.checked_sub(self.byte));
        let rest = self.text.get(self.byte..).unwrap_or_default();
        // The position may still lie before the end of the line before, and before blank lines.
        let ahead = ahead.unwrap_or(0);
        let ends = rest.iter().skip(ahead).take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let passed = rest.get(..ahead.saturating_add(ends)).unwrap_or(rest);
        self.line = self.line.saturating_add(passed.iter().filter(|byte| **byte == b'\n').count());
        self.byte = self.byte.saturating_add(passed.len());
        self.line
    }
}

/// A cell read by the crate's own parsers: no binary float comes near an amount, no date is guessed.
#[derive(Clone, Copy, PartialEq)]
pub(crate) struct Exact<T>(pub(crate) T);

impl<'de> Deserialize<'de> for Exact<NaiveDate> {
    fn deserialize<D: Deserializer<'de>>(cell: D) -> Result<Self, D::Error> {
        parse_date(&String::deserialize(cell)?).map(Self).map_err(D::Error::custom)
    }
}

impl<'de> Deserialize<'de> for Exact<Decimal> {
    fn deserialize<D: Deserializer<'de>>(cell: D) -> Result<Self, D::Error> {
        parse_decimal(&String::deserialize(cell)?).map(Self).map_err(D::Error::custom)
    }
}
