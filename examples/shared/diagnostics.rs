//! What is wrong with a document, as compilers show it.

use std::fmt;

/// So much of a line is shown at the most; a document may stand on one line.
const WIDEST: usize = 100;
/// So much of it before the place.
const BEFORE: usize = 60;

pub(crate) const ERROR: &str = "error";
pub(crate) const WARNING: &str = "warning";

/// What is wrong, one after the other, and a count at the end.
#[derive(Default)]
pub(crate) struct Diagnostics {
    /// How bad it is, in a word, and the text.
    shown: Vec<(&'static str, String)>,
    /// Those known only by their number.
    more: Vec<(&'static str, usize)>,
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

    /// So many more are not listed.
    pub(crate) fn more(&mut self, level: &'static str, more: usize) {
        if more > 0 {
            self.more.push((level, more));
        }
    }

    /// Such as `2 errors, 1 warning`.
    fn counts(&self) -> String {
        let counts = [ERROR, WARNING].into_iter().filter_map(|level| {
            let listed = self.shown.iter().filter(|(of, _)| *of == level).count();
            let more = self.more.iter().filter(|(of, _)| *of == level);
            let count = more.fold(listed, |sum, (_, more)| sum.saturating_add(*more));
            (count > 0).then(|| format!("{count} {level}{}", if count == 1 { "" } else { "s" }))
        });
        counts.collect::<Vec<_>>().join(", ")
    }
}

/// Nothing where nothing was found.
impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (_, text) in &self.shown {
            writeln!(f, "{text}")?;
        }
        for (level, more) in &self.more {
            writeln!(f, "and {more} more of the kind `{level}`\n")?;
        }
        match self.counts() {
            counts if counts.is_empty() => Ok(()),
            counts => writeln!(f, "{counts}"),
        }
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
