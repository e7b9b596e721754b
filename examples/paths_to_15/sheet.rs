//! A CSV file under its header, and everything that is wrong with it by line and column.

use std::fmt::Write as _;

use csv::{ReaderBuilder, StringRecord, Trim};

/// At most this many faults are listed; the rest is counted.
const MAX_LISTED: usize = 100;

#[derive(Default)]
pub(crate) struct Faults {
    list: Vec<String>,
}

impl Faults {
    fn push(&mut self, line: usize, problem: &str) {
        self.list.push(format!("  line {line}: {problem}"));
    }

    fn push_cell(&mut self, line: usize, column: &str, problem: &str) {
        self.list.push(format!("  line {line}, column {column}: {problem}"));
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    pub(crate) fn render(&self, file: &str) -> String {
        let count = self.list.len();
        let (noun, them) = if count == 1 { ("fault", "it") } else { ("faults", "them") };
        let mut text = format!("{file} has {count} {noun}; correct {them}, nothing was computed\n");
        for fault in self.list.iter().take(MAX_LISTED) {
            // Writing to a String cannot fail.
            let _ = writeln!(text, "{fault}");
        }
        if let more @ 1.. = count.saturating_sub(MAX_LISTED) {
            let _ = writeln!(text, "  and {more} more");
        }
        text
    }
}

/// The rows of a file, each with its line, read cell by cell.
pub(crate) struct Sheet {
    header: StringRecord,
    rows: Vec<(usize, StringRecord)>,
}

impl Sheet {
    /// What can be read; the faults say what cannot.
    pub(crate) fn read(text: &str, required: &[&str], optional: &[&str], faults: &mut Faults) -> Self {
        let mut reader = ReaderBuilder::new().trim(Trim::All).flexible(true).from_reader(text.as_bytes());
        let header = reader.headers().cloned().unwrap_or_default();
        if header.is_empty() {
            let columns = required.join(",");
            faults
                .push(1, &format!("the file is empty; its first line names the columns, such as {columns}"));
            return Self { header, rows: Vec::new() };
        }
        for column in required.iter().filter(|name| !header.iter().any(|it| it == **name)) {
            faults.push(1, &format!("the column `{column}` is missing; it is required"));
        }
        for (at, name) in header.iter().enumerate() {
            if !required.iter().chain(optional).any(|known| *known == name) {
                let name = name.escape_debug();
                faults.push(1, &format!("unknown column `{name}`; delete it, or see --help for the columns"));
            } else if header.iter().take(at).any(|earlier| earlier == name) {
                faults.push_cell(1, name, "the column stands twice; keep one of them");
            }
        }
        let mut lines = Lines { text: text.as_bytes(), line: 1, byte: 0 };
        let mut rows = Vec::new();
        for record in reader.into_records() {
            match record {
                Ok(record) => {
                    let line = lines.at(record.position());
                    if record.len() == header.len() {
                        rows.push((line, record));
                    } else {
                        let (found, expected) = (record.len(), header.len());
                        faults.push(line, &format!("{found} fields, but the header has {expected}"));
                    }
                }
                Err(error) => faults.push(lines.at(error.position()), &error.to_string()),
            }
        }
        if rows.is_empty() && faults.is_empty() {
            faults.push(1, "there is a header, but no row below it; add at least one");
        }
        Self { header, rows }
    }

    pub(crate) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|(line, cells)| Row { line: *line, header: &self.header, cells })
    }
}

/// Counts lines while records pass. The reader's own count is one too low in files with CRLF, and a record may begin with
/// the end of the line before.
struct Lines<'t> {
    text: &'t [u8],
    line: usize,
    byte: usize,
}

impl Lines<'_> {
    /// The line of a position that does not lie before the one asked for last.
    fn at(&mut self, position: Option<&csv::Position>) -> usize {
        let at = position.and_then(|position| usize::try_from(position.byte()).ok()).unwrap_or(self.byte);
        let rest = self.text.get(at..).unwrap_or_default();
        let ends = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let to = at.saturating_add(ends);
        let passed = self.text.get(self.byte..to).unwrap_or_default();
        self.line = self.line.saturating_add(passed.iter().filter(|byte| **byte == b'\n').count());
        self.byte = self.byte.max(to);
        self.line
    }
}

pub(crate) struct Row<'s> {
    line: usize,
    header: &'s StringRecord,
    cells: &'s StringRecord,
}

impl Row<'_> {
    pub(crate) fn fault(&self, column: &str, problem: &str, faults: &mut Faults) {
        faults.push_cell(self.line, column, problem);
    }

    /// What `parse` makes of a cell; `None` where it is empty, or not there, or a fault.
    pub(crate) fn optional<T, E: ToString>(
        &self,
        column: &str,
        faults: &mut Faults,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        let at = self.header.iter().position(|name| name == column)?;
        let text = self.cells.get(at).filter(|text| !text.is_empty())?;
        parse(text).map_err(|error| self.fault(column, &error.to_string(), faults)).ok()
    }

    /// The same for a cell that must not be empty.
    pub(crate) fn required<T, E: ToString>(
        &self,
        column: &str,
        faults: &mut Faults,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        let at = self.header.iter().position(|name| name == column)?;
        if self.cells.get(at).is_none_or(str::is_empty) {
            self.fault(column, "the cell is empty; it is required", faults);
        }
        self.optional(column, faults, parse)
    }
}
