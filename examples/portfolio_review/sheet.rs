//! A CSV file under its header: which column stands where, and cells as values.

use std::borrow::Cow;
use std::collections::BTreeMap;

use segmentry::calendar::{NaiveDate, parse_date};
use segmentry::quantity::{Currency, Decimal, Money, Ratio, parse_decimal};

use super::faults::Faults;
use super::near::nearest;
use super::records::{Record, Records};
use super::words::{self, excerpt};

const NOT_UTF_8: &str = "the text is not UTF-8; save the file as `CSV UTF-8`";

/// The names that a file's header may hold, and those that it must.
pub(crate) struct Columns {
    pub(crate) required: &'static [&'static str],
    pub(crate) optional: &'static [&'static str],
}

impl Columns {
    fn all(&self) -> impl Iterator<Item = &'static str> {
        self.required.iter().chain(self.optional).copied()
    }
}

/// A file whose header is known and whose rows have a field for each of its columns.
pub(crate) struct Sheet<'a> {
    positions: BTreeMap<&'static str, usize>,
    rows: Vec<(usize, Vec<Cow<'a, [u8]>>)>,
}

impl<'a> Sheet<'a> {
    /// `None` where no row can be read; the faults say why. Rows that cannot be split are faults, and left out.
    pub(crate) fn read(file: &'a [u8], columns: &Columns, faults: &mut Faults) -> Option<Self> {
        let mut records = Records::new(file);
        let required = columns.required.join(",");
        let Some(Record { line, fields: header }) = records.next() else {
            faults.push_line(
                1,
                format!("the file is empty; its first line names the columns, such as {required}"),
            );
            return None;
        };
        let header = header.map_err(|problem| faults.push_line(line, problem)).ok()?;
        let positions = positions(line, &header, columns, faults)?;
        let mut rows = Vec::new();
        let mut any = false;
        for Record { line, fields } in records {
            any = true;
            match fields {
                Ok(fields) if fields.len() == header.len() => rows.push((line, fields)),
                Ok(fields) => {
                    let (found, expected) = (fields.len(), header.len());
                    let hint = "a text that holds a comma stands in quotation marks";
                    faults.push_line(line, format!("{found} fields, but the header has {expected}; {hint}"));
                }
                Err(problem) => faults.push_line(line, problem),
            }
        }
        if !any {
            faults.push_line(line, "there is a header, but no row below it; add at least one");
        }
        Some(Self { positions, rows })
    }

    /// The first cell of a column that can be read.
    pub(crate) fn first<T>(&self, column: &'static str, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        let position = *self.positions.get(column)?;
        let cells =
            self.rows.iter().filter_map(|(_, fields)| std::str::from_utf8(fields.get(position)?).ok());
        cells.map(str::trim).find_map(read)
    }

    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    /// The rows, one after the other; what cannot be read goes to the faults.
    pub(crate) fn each(&self, faults: &mut Faults, mut read: impl FnMut(&mut Row<'_>)) {
        for (line, fields) in &self.rows {
            read(&mut Row { line: *line, positions: &self.positions, fields, faults });
        }
    }
}

/// Where each column stands. `None` where a required one does not.
fn positions(
    line: usize,
    header: &[Cow<'_, [u8]>],
    columns: &Columns,
    faults: &mut Faults,
) -> Option<BTreeMap<&'static str, usize>> {
    let names: Result<Vec<&str>, _> =
        header.iter().map(|name| std::str::from_utf8(name).map(str::trim)).collect();
    let Ok(names) = names else {
        faults.push_line(line, NOT_UTF_8);
        return None;
    };
    if let [only] = names.as_slice() {
        if let Some(separator) = only.chars().find(|letter| matches!(letter, ';' | '\t')) {
            let problem =
                format!("the columns seem to be separated by {separator:?}; separate them by commas");
            faults.push_line(line, problem);
            return None;
        }
    }
    let mut positions = BTreeMap::new();
    for (position, name) in names.into_iter().enumerate() {
        match columns.all().find(|known| *known == name) {
            Some(known) if positions.contains_key(known) => {
                faults.push(line, known, "the column stands twice; keep one of them");
            }
            Some(known) => {
                positions.insert(known, position);
            }
            None => faults.push_line(line, unknown_column(name, columns)),
        }
    }
    let missing: Vec<_> = columns.required.iter().filter(|name| !positions.contains_key(*name)).collect();
    for name in &missing {
        faults.push_line(line, format!("the column `{name}` is missing; it is required"));
    }
    missing.is_empty().then_some(positions)
}

fn unknown_column(name: &str, columns: &Columns) -> String {
    match nearest(name, columns.all()) {
        _ if name.is_empty() => "a column has no name; name it, or delete it".into(),
        Some(meant) => format!("unknown column `{}`; did you mean `{meant}`?", excerpt(name)),
        None => format!("unknown column `{}`; delete it, or see --help for the columns", excerpt(name)),
    }
}

/// One row. Every reader answers `None` for an empty cell, for a column that the file does not have, and for what
/// cannot be read, which goes to the faults.
pub(crate) struct Row<'r> {
    line: usize,
    positions: &'r BTreeMap<&'static str, usize>,
    fields: &'r [Cow<'r, [u8]>],
    faults: &'r mut Faults,
}

impl<'r> Row<'r> {
    pub(crate) const fn line(&self) -> usize {
        self.line
    }

    /// Records that something is wrong with a cell.
    pub(crate) fn fault(&mut self, column: &'static str, problem: impl Into<String>) {
        self.faults.push(self.line, column, problem);
    }

    /// The cell without the spaces around it.
    pub(crate) fn cell(&mut self, column: &'static str) -> Option<&'r str> {
        let bytes = self.fields.get(*self.positions.get(column)?)?;
        let Ok(text) = std::str::from_utf8(bytes) else {
            self.fault(column, NOT_UTF_8);
            return None;
        };
        Some(text.trim()).filter(|text| !text.is_empty())
    }

    /// The cell, which must not be empty.
    pub(crate) fn required(&mut self, column: &'static str, what: &str) -> Option<&'r str> {
        let faults = self.faults.len();
        let cell = self.cell(column);
        if cell.is_none() && self.faults.len() == faults {
            self.fault(column, format!("the cell is empty; give {what}"));
        }
        cell
    }

    /// The cell as whatever `parse` makes of it.
    pub(crate) fn parse<T>(
        &mut self,
        column: &'static str,
        parse: impl FnOnce(&str) -> Result<T, String>,
    ) -> Option<T> {
        let text = self.cell(column)?;
        parse(text).map_err(|problem| self.fault(column, problem)).ok()
    }

    /// Text for people: a line break within it counts as a space.
    pub(crate) fn text(&mut self, column: &'static str) -> Option<Cow<'r, str>> {
        let text = self.cell(column)?;
        Some(if text.contains(['\n', '\r', '\t']) {
            Cow::Owned(text.split_whitespace().collect::<Vec<_>>().join(" "))
        } else {
            Cow::Borrowed(text)
        })
    }

    pub(crate) fn money(&mut self, column: &'static str, currency: Currency) -> Option<Money> {
        self.parse(column, |text| Money::parse(text, currency).map_err(|error| words::money(&error)))
    }

    pub(crate) fn decimal<T, E: ToString>(
        &mut self,
        column: &'static str,
        new: impl FnOnce(Decimal) -> Result<T, E>,
    ) -> Option<T> {
        self.parse(column, |text| {
            parse_decimal(text)
                .map_err(|error| error.to_string())
                .and_then(|n| new(n).map_err(|error| error.to_string()))
        })
    }

    pub(crate) fn ratio(&mut self, column: &'static str) -> Option<Ratio> {
        self.decimal(column, Ratio::from_decimal)
    }

    /// A whole number. `120.0` is one: programs that know no missing integers write it so.
    pub(crate) fn count(&mut self, column: &'static str) -> Option<u32> {
        self.decimal(column, |number| {
            let whole = Some(number.mantissa()).filter(|_| number.scale() == 0);
            whole.and_then(|whole| u32::try_from(whole).ok()).ok_or_else(|| {
                format!("`{number}` is not a whole number from 0 to {}; count in whole things", u32::MAX)
            })
        })
    }

    pub(crate) fn date(&mut self, column: &'static str) -> Option<NaiveDate> {
        self.parse(column, |text| parse_date(text).map_err(|error| error.to_string()))
    }

    /// `true` or `false`, also in the capitals of spreadsheets.
    pub(crate) fn flag(&mut self, column: &'static str) -> Option<bool> {
        self.parse(column, |text| match text.to_ascii_lowercase().as_str() {
            "true" => Ok(true),
            "false" => Ok(false),
            _ => Err(format!("`{}` is no flag; write true or false, or leave the cell empty", excerpt(text))),
        })
    }
}
