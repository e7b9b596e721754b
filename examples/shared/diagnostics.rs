//! What is wrong with a document, as compilers show it.

use std::fmt;

/// So much of a line is shown at the most; a document may stand on one line.
const WIDEST: usize = 100;
/// So much of it before the place.
const BEFORE: usize = 60;

pub(crate) const ERROR: &str = "error";

/// What is wrong, one after the other, and a count at the end.
#[derive(Default)]
pub(crate) struct Diagnostics {
    /// How bad it is, in a word, and the text.
    shown: Vec<(&'static str, String)>,
    more: usize,
}

impl Diagnostics {
    /// One more, at this byte of the file's text; `None` where it stands nowhere in it.
    pub(crate) fn push(
        &mut self,
        level: &'static str,
        problem: &str,
        path: &str,
        (name, text): (&str, &str),
        at: Option<usize>,
    ) {
        let path = if path.is_empty() { String::new() } else { format!("  {path}") };
        let place = match at.and_then(|at| Excerpt::of(text, at)) {
            Some(Excerpt { line, column, shown, before }) => {
                let number = line.to_string();
                let margin = " ".repeat(number.len());
                let indent = " ".repeat(before);
                format!(
                    "{margin}--> {name}:{line}:{column}{path}\n{margin} |\n{number} | {shown}\n{margin} | {indent}^\n"
                )
            }
            None => format!(" --> {name}{path}\n"),
        };
        self.shown.push((level, format!("{level}: {problem}\n{place}")));
    }

    /// Errors known only by their number.
    pub(crate) const fn more(&mut self, more: usize) {
        self.more = self.more.saturating_add(more);
    }

    /// Such as `2 errors, 1 warning`.
    fn counts(&self) -> String {
        let mut counts = vec![(ERROR, self.more)];
        for (level, _) in &self.shown {
            match counts.iter_mut().find(|(known, _)| known == level) {
                Some((_, count)) => *count = count.saturating_add(1),
                None => counts.push((level, 1)),
            }
        }
        let counts = counts.into_iter().filter(|(_, count)| *count > 0);
        let words =
            counts.map(|(level, count)| format!("{count} {level}{}", if count == 1 { "" } else { "s" }));
        words.collect::<Vec<_>>().join(", ")
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (_, text) in &self.shown {
            writeln!(f, "{text}")?;
        }
        if self.more > 0 {
            writeln!(f, "and {} more\n", self.more)?;
        }
        writeln!(f, "{}", self.counts())
    }
}

/// The line of a place, or the part of it around the place.
struct Excerpt {
    line: usize,
    column: usize,
    shown: String,
    /// So many letters of what is shown stand before the place.
    before: usize,
}

impl Excerpt {
    fn of(text: &str, at: usize) -> Option<Self> {
        let (before, after) = text.split_at_checked(at)?;
        let line = before.matches('\n').count().saturating_add(1);
        let start = before.rsplit('\n').next().unwrap_or(before);
        let column = start.chars().count();
        let skipped = column.saturating_sub(BEFORE);
        let end = after.split('\n').next().unwrap_or(after);
        let letters = start.chars().chain(end.trim_end().chars()).skip(skipped);
        // Whatever else moves the cursor would move the mark away from its place.
        let plain = |letter: char| if letter.is_control() { ' ' } else { letter };
        let mut shown: String = letters.clone().take(WIDEST).map(plain).collect();
        if letters.count() > WIDEST {
            shown.push('…');
        }
        let (cut, mark) = if skipped > 0 { ("…", 1) } else { ("", 0) };
        let before = column.saturating_sub(skipped).saturating_add(mark);
        let shown = format!("{cut}{}", shown.trim_end());
        Some(Self { line, column: column.saturating_add(1), shown, before })
    }
}
