use chrono::NaiveDate;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::finding::Findings;
use super::part::{Inversion, Memory, Reached};
use super::{Answer, Miss, Reason, Segment, Step, Unclassified, Value, Verdict};
use crate::calendar::iso;
use crate::quantity::Name;

/// Why an answer is what it is: every step that was taken, in order, and every number that would have to move for
/// another answer.
///
/// Rules that come after the one that won are listed too, marked as not reached. Serialisable in both directions,
/// version first, so that services can store it. Keep one and hand it to
/// [`explain_into`](super::Classifier::explain_into) to reuse its memory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Explanation {
    version: Version,
    #[serde(with = "iso")]
    as_of: NaiveDate,
    answer: Answer,
    fault: Option<String>,
    #[serde(rename = "steps")]
    trace: Trace,
    misses: Vec<Miss>,
    not_examined: u32,
}

/// How much is asked of an explanation: a matter of who fills it, not of what it says.
#[derive(Clone, Copy, Debug, Default)]
enum Extent {
    #[default]
    Misses,
    Steps,
}

impl PartialEq for Extent {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Extent {}

impl Explanation {
    /// An empty explanation, to be filled.
    #[must_use]
    pub const fn new() -> Self {
        Self::of(Extent::Misses)
    }

    const fn of(extent: Extent) -> Self {
        Self {
            version: Version,
            as_of: crate::calendar::EARLIEST,
            answer: Answer::Unclassified(Reason::NoMatch),
            fault: None,
            trace: Trace::new(extent),
            misses: Vec::new(),
            not_examined: 0,
        }
    }

    /// An empty explanation that is to hold the steps alone: for records of many answers, at about half of the cost.
    /// Its comparisons are all counted as [`not_examined`](Self::not_examined).
    ///
    /// ```
    /// use segmentry::classify::{Classifier, Explanation, from_fn};
    /// use segmentry::{calendar::parse_date, name};
    ///
    /// let size = from_fn(name!("size"), |seats: &u32, cx| {
    ///     Ok(if cx.at_least(name!("seats"), *seats, 100)? { name!("big") } else { name!("small") })
    /// });
    /// let mut record = Explanation::steps_only();
    /// assert_eq!(size.explain_into(&80, parse_date("2026-01-01")?, &mut record), Ok(name!("small")));
    /// assert_eq!((record.misses().len(), record.not_examined()), (0, 1));
    /// # Ok::<(), segmentry::calendar::DateError>(())
    /// ```
    #[must_use]
    pub const fn steps_only() -> Self {
        Self::of(Extent::Steps)
    }

    /// An empty one of the same extent.
    pub(crate) const fn another(&self) -> Self {
        Self::of(self.trace.extent)
    }

    /// The day of the question.
    #[must_use]
    pub const fn as_of(&self) -> NaiveDate {
        self.as_of
    }

    /// The answer explained.
    #[must_use]
    pub const fn answer(&self) -> Answer {
        self.answer
    }

    /// What went wrong, where the answer could not be computed: amounts of two currencies, say.
    #[must_use]
    pub fn fault(&self) -> Option<&str> {
        self.fault.as_deref()
    }

    /// The steps, in order.
    #[must_use]
    pub fn steps(&self) -> &[Entry] {
        &self.trace.entries
    }

    /// What would have to move for another answer, the smallest relative gap first:
    /// |observed - threshold| / max(|observed|, |threshold|), exact, ties in the order of the steps.
    #[must_use]
    pub fn misses(&self) -> &[Miss] {
        &self.misses
    }

    /// Comparisons that were not examined for misses: those beyond the first 1024, or all of them where the steps alone were
    /// asked for.
    #[must_use]
    pub const fn not_examined(&self) -> u32 {
        self.not_examined
    }

    /// The value of the first note of this name that was reached.
    #[must_use]
    pub fn note(&self, name: Name) -> Option<Value> {
        self.steps().iter().filter(|entry| entry.reached).find_map(|entry| match entry.step {
            Step::Note { note, value } if note == name => Some(value),
            _ => None,
        })
    }

    /// What the parts of a score or of a sum of points contributed, in order: name, weight, contribution.
    pub fn contributions(&self) -> impl Iterator<Item = (Name, Value, Value)> {
        self.steps().iter().filter(|entry| entry.reached).filter_map(|entry| match entry.step {
            Step::Weighted { fact, weight, contribution } => Some((fact, weight, contribution)),
            _ => None,
        })
    }

    /// Empties it, and keeps its memory.
    pub fn clear(&mut self) {
        // Mostly it is: of a dimension that a policy does not decide, account after account.
        if !self.is_clear() {
            self.restart(crate::calendar::EARLIEST);
            self.answer = Answer::Unclassified(Reason::NoMatch);
        }
    }

    fn is_clear(&self) -> bool {
        let Self { version: _, as_of, answer, fault, trace, misses, not_examined } = self;
        *as_of == crate::calendar::EARLIEST
            && matches!(answer, Answer::Unclassified(Reason::NoMatch))
            && fault.is_none()
            && trace.entries.is_empty()
            && misses.is_empty()
            && *not_examined == 0
    }

    pub(super) fn restart(&mut self, as_of: NaiveDate) -> &mut Trace {
        self.as_of = as_of;
        self.fault = None;
        self.misses.clear();
        self.not_examined = 0;
        self.trace.clear();
        &mut self.trace
    }

    pub(super) fn set_answer<G: Segment>(&mut self, verdict: &Verdict<G>) {
        self.answer = Answer::of(verdict);
        if let Err(Unclassified::Fault(fault)) = verdict {
            self.fault = Some(fault.to_string());
        }
    }

    /// What was recorded, to be probed.
    pub(super) fn trace(&mut self) -> &mut Trace {
        &mut self.trace
    }

    /// Writes down what was found, and forgets what was of use for that.
    pub(super) fn end_search(&mut self, not_examined: u32) {
        self.not_examined = not_examined;
        self.trace.findings.write(&self.trace.entries, &mut self.misses);
        self.trace.forget();
    }

    /// Whether misses are to be looked for; else the comparisons count as not examined.
    pub(super) fn seeks_misses(&mut self) -> bool {
        if self.trace.seeks_misses() {
            return true;
        }
        self.not_examined = u32::try_from(self.trace.comparisons.len()).unwrap_or(u32::MAX);
        self.trace.forget();
        false
    }
}

impl Default for Explanation {
    fn default() -> Self {
        Self::new()
    }
}

/// A step, how deep it is nested in rules, and whether the answer depended on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The step.
    pub step: Step,
    /// Rules around it.
    pub depth: u16,
    /// Whether it was reached. Steps after the winning rule are listed without having been.
    pub reached: bool,
}

/// The steps while they are recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Trace {
    pub(super) entries: Vec<Entry>,
    pub(super) depth: u16,
    pub(super) shade: u16,
    extent: Extent,
    pub(super) memory: Memory,
    /// The comparisons that were reached.
    pub(super) comparisons: Vec<Reached>,
    pub(super) findings: Findings,
}

impl Trace {
    const fn new(extent: Extent) -> Self {
        Self {
            entries: Vec::new(),
            depth: 0,
            shade: 0,
            extent,
            memory: Memory::new(),
            comparisons: Vec::new(),
            findings: Findings::new(),
        }
    }

    fn clear(&mut self) {
        self.entries.clear();
        self.depth = 0;
        self.shade = 0;
        self.forget();
    }

    /// Whether misses are looked for afterwards; else nothing is remembered or noted for that.
    #[inline]
    pub(super) const fn seeks_misses(&self) -> bool {
        matches!(self.extent, Extent::Misses)
    }

    /// What was of use while misses were found.
    fn forget(&mut self) {
        self.memory.clear();
        self.comparisons.clear();
        self.findings.clear();
    }

    /// Steps in the shade are not reached.
    #[inline]
    pub(super) const fn shade(&mut self, by: i16) {
        self.shade = self.shade.saturating_add_signed(by);
    }

    /// Whether another step finds its place without others being moved.
    #[inline]
    pub(super) fn has_room(&self) -> bool {
        self.entries.len() < self.entries.capacity()
    }

    #[inline(always)]
    pub(super) fn push(&mut self, step: Step) {
        let part = match &step {
            Step::Compared { fact, .. } => self.part_of(fact),
            _ => None,
        };
        self.place(step, part, true, Inversion::Unknown);
    }

    /// Notes what inverting the last comparison leads to.
    #[inline]
    pub(super) fn note_inversion(&mut self, inversion: Inversion) {
        if let (0, Some(last)) = (self.shade, self.comparisons.last_mut()) {
            last.inversion = inversion;
        }
    }

    /// The part that a comparison of a fact belongs to.
    #[inline(always)]
    pub(super) fn part_of(&mut self, fact: &Name) -> Option<usize> {
        if self.shade == 0 { self.memory.compared(fact) } else { None }
    }

    /// Pushes a step that is reached where what is around it is.
    // In line: a step that is put together here is not moved through memory.
    #[inline(always)]
    pub(super) fn place(&mut self, step: Step, part: Option<usize>, reached: bool, inversion: Inversion) {
        let reached = reached && self.shade == 0;
        if let (true, Step::Compared { .. }) = (reached, &step) {
            self.comparisons.push(Reached { position: self.entries.len(), part, inversion });
        }
        self.entries.push(Entry { step, depth: self.depth, reached });
    }
}

impl Serialize for Trace {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.entries.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Trace {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self { entries: Vec::deserialize(deserializer)?, ..Self::new(Extent::default()) })
    }
}

/// The version of the stored form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Version;

impl Version {
    const CURRENT: u32 = 1;
}

impl Serialize for Version {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u32(Self::CURRENT)
    }
}

impl<'de> Deserialize<'de> for Version {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match u32::deserialize(deserializer)? {
            Self::CURRENT => Ok(Self),
            other => Err(D::Error::custom(format_args!(
                "explanation of version {other}; this crate reads version {}",
                Self::CURRENT
            ))),
        }
    }
}
