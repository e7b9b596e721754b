use std::fmt::{self, Display, Write as _};

use super::{Answer, Comparison, Explanation, Reason, Step, Value};

/// An explanation as plain English text, for a terminal or a log. Services that need other words or another
/// language walk the typed [`steps`](Explanation::steps) instead.
///
/// ```
/// use segmentry::classify::{Classifier, PlainText, from_fn};
/// use segmentry::{calendar::parse_date, name};
///
/// let size = from_fn(name!("size"), |seats: &u32, cx| {
///     Ok(if cx.at_least(name!("seats"), *seats, 100)? { name!("big") } else { name!("small") })
/// });
/// let (_, why) = size.explain(&80, parse_date("2026-01-01")?);
/// assert_eq!(PlainText(&why).to_string(), "\
/// small as of 2026-01-01
///   size
///     seats: 80 >= 100? no
///   size: small
/// to change it:
///   seats would have to reach 100 (now 80, 20 short): big
/// ");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct PlainText<'a>(pub &'a Explanation);

impl Display for PlainText<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let explanation = self.0;
        // A line is put together first: what it is written to may be anything, and is asked once.
        let mut line = String::with_capacity(128);
        explanation.answer().write(&mut line)?;
        writeln!(line, " as of {}", explanation.as_of())?;
        f.write_str(&line)?;
        if let Some(fault) = explanation.fault() {
            writeln!(f, "  fault: {fault}")?;
        }
        for entry in explanation.steps() {
            line.clear();
            line.extend(std::iter::repeat_n("  ", usize::from(entry.depth).saturating_add(1)));
            if !entry.reached {
                line.push_str("(not reached) ");
            }
            write_step(&mut line, &entry.step)?;
            line.push('\n');
            f.write_str(&line)?;
        }
        if !explanation.misses().is_empty() {
            f.write_str("to change it:\n")?;
        }
        for miss in explanation.misses() {
            line.clear();
            line.push_str("  ");
            miss.write(&mut line)?;
            line.push('\n');
            f.write_str(&line)?;
        }
        match explanation.not_examined() {
            0 => Ok(()),
            count => writeln!(f, "  ({count} more comparisons were not examined)"),
        }
    }
}

/// The same as [`PlainText`].
impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        PlainText(self).fmt(f)
    }
}

// Piece by piece where a step is common: explanations are rendered while somebody waits.
fn write_step(out: &mut String, step: &Step) -> fmt::Result {
    match step {
        Step::Rule { rule } => out.push_str(rule.as_str()),
        Step::Answered { rule, answer } => {
            out.push_str(rule.as_str());
            out.push_str(": ");
            match answer {
                Answer::Unclassified(Reason::NoMatch) => out.push_str("no opinion"),
                answer => answer.write(out)?,
            }
        }
        Step::Missing { fact } => {
            out.push_str(fact.as_str());
            out.push_str(": not known");
        }
        Step::Stale { fact, observed_on, max_age } => {
            let days = if *max_age == 1 { "day" } else { "days" };
            write!(
                out,
                "{fact}: observed on {observed_on}, more than {max_age} {days} ago, so it counts as missing"
            )?;
        }
        Step::Undefined { fact } => write!(out, "{fact}: the question has no answer for this value")?,
        Step::Compared { fact, observed, comparison, threshold, holds } => {
            out.push_str(fact.as_str());
            if !matches!((observed, comparison), (Value::Flag(_), Comparison::Equals)) {
                out.push_str(": ");
                observed.write(out)?;
                out.push(' ');
                out.push_str(comparison.sign());
                out.push(' ');
                threshold.write(out)?;
            }
            out.push_str(if *holds { "? yes" } else { "? no" });
        }
        Step::Note { note, value } => {
            out.push_str("note: ");
            out.push_str(note.as_str());
            if *value != Value::Flag(true) {
                out.push(' ');
                value.write(out)?;
            }
        }
        Step::Mapped { from, to } => write!(out, "{from} is called {to}")?,
        Step::Assumed { because, segment } => {
            write!(out, "{because}: taken for {segment}, as the policy says")?;
        }
        Step::Weighted { fact, weight, contribution } => {
            out.push_str(fact.as_str());
            out.push_str(": ");
            contribution.write(out)?;
            out.push_str(" (weight ");
            weight.write(out)?;
            out.push(')');
        }
        Step::Held { proposed, kept } => write!(out, "{proposed} proposed, {kept} kept")?,
        Step::Overridden { computed, given } => {
            write!(out, "{given} by decision of people; computed: {computed}")?;
        }
    }
    Ok(())
}
