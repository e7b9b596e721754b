use std::fmt::{self, Display};

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

impl fmt::Display for PlainText<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let explanation = self.0;
        writeln!(f, "{} as of {}", explanation.answer(), explanation.as_of())?;
        if let Some(fault) = explanation.fault() {
            writeln!(f, "  fault: {fault}")?;
        }
        for entry in explanation.steps() {
            for _ in 0..=entry.depth {
                f.write_str("  ")?;
            }
            if !entry.reached {
                f.write_str("(not reached) ")?;
            }
            write_step(f, &entry.step)?;
            f.write_str("\n")?;
        }
        if !explanation.misses().is_empty() {
            f.write_str("to change it:\n")?;
        }
        for miss in explanation.misses() {
            writeln!(f, "  {miss}")?;
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
fn write_step(f: &mut fmt::Formatter<'_>, step: &Step) -> fmt::Result {
    match step {
        Step::Rule { rule } => f.write_str(rule.as_str()),
        Step::Answered { rule, answer: Answer::Unclassified(Reason::NoMatch) } => {
            write!(f, "{rule}: no opinion")
        }
        Step::Answered { rule, answer } => {
            f.write_str(rule.as_str())?;
            f.write_str(": ")?;
            answer.fmt(f)
        }
        Step::Missing { fact } => write!(f, "{fact}: not known"),
        Step::Stale { fact, observed_on, max_age } => {
            let days = if *max_age == 1 { "day" } else { "days" };
            write!(
                f,
                "{fact}: observed on {observed_on}, more than {max_age} {days} ago, so it counts as missing"
            )
        }
        Step::Undefined { fact } => write!(f, "{fact}: the question has no answer for this value"),
        Step::Compared { fact, observed, comparison, threshold, holds } => {
            f.write_str(fact.as_str())?;
            if !matches!((observed, comparison), (Value::Flag(_), Comparison::Equals)) {
                f.write_str(": ")?;
                observed.fmt(f)?;
                f.write_str(" ")?;
                comparison.fmt(f)?;
                f.write_str(" ")?;
                threshold.fmt(f)?;
            }
            f.write_str(if *holds { "? yes" } else { "? no" })
        }
        Step::Note { note, value: Value::Flag(true) } => write!(f, "note: {note}"),
        Step::Note { note, value } => write!(f, "note: {note} {value}"),
        Step::Mapped { from, to } => write!(f, "{from} is called {to}"),
        Step::Assumed { because, segment } => write!(f, "{because}: taken for {segment}, as the policy says"),
        Step::Weighted { fact, weight, contribution } => {
            f.write_str(fact.as_str())?;
            f.write_str(": ")?;
            contribution.fmt(f)?;
            f.write_str(" (weight ")?;
            weight.fmt(f)?;
            f.write_str(")")
        }
        Step::Held { proposed, kept } => write!(f, "{proposed} proposed, {kept} kept"),
        Step::Overridden { computed, given } => {
            write!(f, "{given} by decision of people; computed: {computed}")
        }
    }
}
