//! Everything that is wrong with a file, by line.

use std::fmt;

/// At most this many faults of a file are listed; the rest is counted.
const MAX_LISTED: usize = 100;

struct Fault {
    line: usize,
    column: Option<&'static str>,
    problem: String,
}

/// The faults of one file.
pub(crate) struct Faults {
    file: String,
    list: Vec<Fault>,
    more: usize,
}

impl Faults {
    pub(crate) const fn of(file: String) -> Self {
        Self { file, list: Vec::new(), more: 0 }
    }

    /// A fault of a whole line.
    pub(crate) fn push_line(&mut self, line: usize, problem: impl Into<String>) {
        self.list.push(Fault { line, column: None, problem: problem.into() });
    }

    /// A fault in one column of a line.
    pub(crate) fn push(&mut self, line: usize, column: &'static str, problem: impl Into<String>) {
        self.list.push(Fault { line, column: Some(column), problem: problem.into() });
    }

    /// Faults known only by their number.
    pub(crate) const fn push_unlisted(&mut self, more: usize) {
        self.more = self.more.saturating_add(more);
    }

    pub(crate) fn len(&self) -> usize {
        self.list.len().saturating_add(self.more)
    }

    /// Nothing, or everything that is wrong.
    pub(crate) fn finish(mut self) -> Result<(), Self> {
        self.list.sort_by_key(|fault| fault.line);
        if self.len() == 0 { Ok(()) } else { Err(self) }
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.len();
        let (noun, them) = if count == 1 { ("fault", "it") } else { ("faults", "them") };
        writeln!(f, "{} has {count} {noun}; correct {them}, nothing was reviewed", self.file)?;
        for Fault { line, column, problem } in self.list.iter().take(MAX_LISTED) {
            match column {
                Some(column) => writeln!(f, "  line {line}, column {column}: {problem}")?,
                None => writeln!(f, "  line {line}: {problem}")?,
            }
        }
        match count.saturating_sub(MAX_LISTED) {
            0 => Ok(()),
            more => writeln!(f, "  and {more} more"),
        }
    }
}
