//! Checks a policy document, and shows everything that is wrong with it as compilers do.
//!
//! ```text
//! policy_check [FILE] [--base FILE] [--complete | --values]
//! ```
//!
//! | option | |
//! |---|---|
//! | `FILE`       | the document, .json or .toml; without it, an embedded one with several faults |
//! | `--base`     | the document that FILE names as its `base`: what FILE does not say, this one says |
//! | `--complete` | prints the document with every default said, as JSON |
//! | `--values`   | prints every value with its source |
//!
//! A document with a `tier` is a whole policy. One that has dimensions of its own, and no model but trajectory and wallet,
//! is checked for these dimensions alone. Facts are those of accounts; a service with facts of its own checks against its own table.
//!
//! Warnings say what a document probably does not mean, such as a rule that never decides. The exit code is 0 for a document
//! without faults, else 1.

mod args;
#[path = "../shared/diagnostics.rs"]
mod diagnostics;
#[path = "../shared/output.rs"]
mod output;
#[path = "../shared/policy_file.rs"]
mod policy_file;
#[expect(dead_code, reason = "the review shows more tables than this example")]
#[path = "../portfolio_review/tables.rs"]
mod tables;
mod whole;

use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;

use segmentry::PolicyDocument;

use args::Options;
use policy_file::PolicyFile;
use whole::Sound;

const SAMPLE: &str = include_str!("sample.json");

const USAGE: &str = "usage: policy_check [FILE] [--base FILE] [--complete | --values]\n--help says more";

/// What is printed, and whether the document is sound.
pub(crate) struct Answer {
    pub(crate) text: String,
    pub(crate) sound: bool,
}

fn main() -> ExitCode {
    match run(std::env::args_os().skip(1)) {
        Ok(Answer { text, sound }) => {
            let printed = output::print(&text);
            if sound { printed } else { ExitCode::FAILURE }
        }
        Err(problem) => {
            // Where not even this can be written, the exit code is all that is left.
            let _ = writeln!(io::stderr(), "error: {}", problem.trim_end());
            ExitCode::FAILURE
        }
    }
}

/// The whole program.
///
/// # Errors
/// What is wrong with the command line or the files; what is wrong with the documents is the answer.
pub(crate) fn run(args: impl IntoIterator<Item = OsString>) -> Result<Answer, String> {
    let options = Options::parse(args).map_err(|problem| format!("{problem}\n{USAGE}"))?;
    if options.help {
        return Ok(Answer { text: help(), sound: true });
    }
    let Some(path) = &options.file else { return Ok(demonstration(&options)) };
    let file = PolicyFile::read(path)?;
    let base = options.base.as_deref().map(PolicyFile::read).transpose()?;
    Ok(match whole::check(&file, base.as_ref()) {
        Ok(sound) => Answer { text: describe(&sound, &options, file.name()), sound: true },
        Err(diagnostics) => Answer { text: diagnostics.to_string(), sound: false },
    })
}

/// The embedded document. Its faults are what it is for.
fn demonstration(options: &Options) -> Answer {
    let file = PolicyFile::embedded("sample.json", SAMPLE);
    let text = match whole::check(&file, None) {
        Ok(sound) => describe(&sound, options, file.name()),
        Err(diagnostics) => {
            format!(
                "{diagnostics}\nA made-up document; name a file for your own, whose faults make the exit code 1.\n"
            )
        }
    };
    Answer { text, sound: true }
}

fn describe(sound: &Sound, options: &Options, file: &str) -> String {
    let document = &sound.document;
    if options.complete {
        return complete(document);
    }
    if options.values {
        return values(document);
    }
    let id = document.id();
    let purpose = document.description().map(|text| format!(" ({text})")).unwrap_or_default();
    let currency = document.currency().map(|currency| format!(", amounts in {currency}")).unwrap_or_default();
    let names: Vec<_> = sound.dimensions.iter().map(ToString::to_string).collect();
    let names = if names.is_empty() { "nothing".into() } else { names.join(", ") };
    let kind = if sound.whole { "a whole policy" } else { "dimensions of one's own, without a `tier`" };
    let mut warnings = sound.warnings.to_string();
    if !warnings.is_empty() {
        warnings.push('\n');
    }
    format!("{warnings}{file}: `{id}`{purpose}{currency}\n{kind}; it decides {names}\nno faults\n")
}

/// As documents are written everywhere.
fn complete(document: &PolicyDocument) -> String {
    // A document is made of texts and numbers, which JSON can always write.
    let text = serde_json::to_string_pretty(&document.complete()).unwrap_or_default();
    format!("{text}\n")
}

fn values(document: &PolicyDocument) -> String {
    let mut table = tables::text_table(["value", "", "source"]);
    for value in document.values() {
        table.add_row([value.path, value.value, value.source.to_string()]);
    }
    format!("{table}\n")
}

/// The text above, as it stands.
fn help() -> String {
    let lines = include_str!("main.rs").lines().map_while(|line| line.strip_prefix("//!"));
    let lines = lines.filter(|line| !line.contains("```") && !line.contains("|---|"));
    lines.map(|line| format!("{}\n", line.strip_prefix(' ').unwrap_or(line))).collect()
}
