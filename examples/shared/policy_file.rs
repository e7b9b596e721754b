//! A policy document in a file: JSON or TOML, by the extension.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use segmentry::PolicyDocument;
use segmentry::policy::{DocumentFault, Here, Report, UncheckedDocument, Warning};

use super::diagnostics::{Diagnostics, ERROR, WARNING};

/// One byte more than the largest text that is read, so that a larger one is recognised and not read to its end.
const TOO_LARGE: u64 = 1024 * 1024 + 1;

/// A text in memory, and what to call it.
pub(crate) struct PolicyFile {
    name: String,
    text: String,
    format: Format,
}

#[derive(Clone, Copy)]
enum Format {
    Json,
    Toml,
}

impl PolicyFile {
    /// Reads a file.
    ///
    /// # Errors
    /// Where there is no text that could be a document, and what to give instead.
    pub(crate) fn read(path: &Path) -> Result<Self, String> {
        let name = path.display().to_string();
        if path.is_dir() {
            return Err(format!("{name} is a directory; give a policy document, JSON or TOML"));
        }
        let extension = path.extension().map(|of| of.to_string_lossy().to_ascii_lowercase());
        let format = match extension.as_deref() {
            Some("json") => Format::Json,
            Some("toml") => Format::Toml,
            _ => {
                return Err(format!(
                    "{name}: its name does not say which format it is in; call it .json or .toml"
                ));
            }
        };
        let mut bytes = Vec::new();
        let read = File::open(path).and_then(|file| file.take(TOO_LARGE).read_to_end(&mut bytes));
        match read.map(u64::try_from) {
            Ok(Ok(length)) if length < TOO_LARGE => {}
            Ok(_) => {
                return Err(format!(
                    "{name} is larger than 1 MiB, and no policy document is; give another file"
                ));
            }
            Err(error) => return Err(format!("cannot read {name}: {error}")),
        }
        let text = String::from_utf8(bytes).map_err(|error| {
            let valid = error.utf8_error().valid_up_to();
            format!("{name} is not UTF-8 (from byte {valid} on); save it as UTF-8")
        })?;
        // Editors of one system put it there, and parsers refuse it.
        let text = text.strip_prefix('\u{feff}').map(String::from).unwrap_or(text);
        if text.trim().is_empty() {
            return Err(format!(
                "{name} is empty; a policy document has at least `version`, `id` and `currency`"
            ));
        }
        Ok(Self { name, text, format })
    }

    /// A JSON text that is part of the program.
    pub(crate) fn embedded(name: &str, text: &str) -> Self {
        Self { name: name.into(), text: text.into(), format: Format::Json }
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Its name and its text.
    pub(crate) fn named(&self) -> (&str, &str) {
        (&self.name, &self.text)
    }

    /// The document.
    ///
    /// # Errors
    /// The first fault that its format knows, or else all faults of its form.
    pub(crate) fn document(&self) -> Result<PolicyDocument, Diagnostics> {
        self.unchecked()?.check().map_err(|report| self.located(&report))
    }

    /// What the text holds.
    ///
    /// # Errors
    /// The first fault that its format knows.
    pub(crate) fn unchecked(&self) -> Result<UncheckedDocument, Diagnostics> {
        Ok(match self.format {
            Format::Json => serde_json::from_str(&self.text).map_err(|error| {
                // Its place is shown apart.
                let text = error.to_string();
                let place = format!(" at line {} column {}", error.line(), error.column());
                let problem = text.strip_suffix(&place).unwrap_or(&text);
                self.of_format(problem, Some(self.byte(error.line(), error.column().saturating_sub(1))))
            })?,
            Format::Toml => toml::from_str(&self.text)
                .map_err(|error| self.of_format(error.message(), error.span().map(|span| span.start)))?,
        })
    }

    fn of_format(&self, problem: &str, at: Option<usize>) -> Diagnostics {
        let mut diagnostics = Diagnostics::default();
        diagnostics.push(ERROR, problem, "", self.named(), at);
        diagnostics
    }

    /// The faults of this document, each where it stands.
    pub(crate) fn located(&self, report: &Report) -> Diagnostics {
        let mut diagnostics = Diagnostics::default();
        for fault in report.faults() {
            self.add(&mut diagnostics, fault);
        }
        diagnostics.more(ERROR, report.more());
        diagnostics
    }

    /// One more, where it stands.
    pub(crate) fn add(&self, diagnostics: &mut Diagnostics, finding: &impl Finding) {
        diagnostics.push(
            finding.level(),
            finding.problem(),
            finding.path(),
            self.named(),
            self.place(finding),
        );
    }

    /// The byte at which the value begins that is meant.
    pub(crate) fn place(&self, finding: &impl Finding) -> Option<usize> {
        match self.format {
            Format::Json => {
                let error =
                    finding.locate(|here| here.with(&mut serde_json::Deserializer::from_str(&self.text)))?;
                // The format stops before the value, and maybe before the space in front of it.
                let at = self.byte(error.line(), error.column());
                let rest = self.text.get(at..)?;
                Some(at.saturating_add(rest.len().saturating_sub(rest.trim_start().len())))
            }
            Format::Toml => {
                let error = finding.locate(|here| here.with(toml::Deserializer::parse(&self.text)?))?;
                error.span().map(|span| span.start)
            }
        }
    }

    /// The byte after this many of a line, the first line being 1.
    fn byte(&self, line: usize, bytes: usize) -> usize {
        let before = self.text.split_inclusive('\n').take(line.saturating_sub(1));
        before.map(str::len).fold(bytes, usize::saturating_add)
    }
}

/// What is found in a document.
pub(crate) trait Finding {
    fn level(&self) -> &'static str;
    fn path(&self) -> &str;
    fn problem(&self) -> &str;
    fn locate<E>(&self, document: impl FnMut(Here<'_>) -> Result<(), E>) -> Option<E>;
}

macro_rules! finding {
    ($($found:ident is $level:ident),+) => {
        $(impl Finding for $found {
            fn level(&self) -> &'static str {
                $level
            }

            fn path(&self) -> &str {
                $found::path(self)
            }

            fn problem(&self) -> &str {
                $found::problem(self)
            }

            fn locate<E>(&self, document: impl FnMut(Here<'_>) -> Result<(), E>) -> Option<E> {
                $found::locate(self, document)
            }
        })+
    };
}

finding!(DocumentFault is ERROR, Warning is WARNING);
