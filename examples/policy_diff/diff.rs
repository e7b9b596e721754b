//! What another policy changes, as both the text and the JSON show it.

use segmentry::classify::{Miss, Step};
use segmentry::policy::{CompiledPolicy, Difference};
use segmentry::portfolio::{Changes, Migration, Mover};
use segmentry::segment::{ATTENTION, AttentionPolicy};
use segmentry::{Explanation, Name, Reason};

use super::words;

/// The policies, and what lies between them.
pub(crate) struct Diff<'r> {
    pub(crate) old: &'r CompiledPolicy,
    pub(crate) new: &'r CompiledPolicy,
    pub(crate) parameters: Vec<Difference>,
    pub(crate) dimensions: Vec<Dimension<'r>>,
}

/// One dimension of either policy.
pub(crate) struct Dimension<'r> {
    pub(crate) name: Name,
    pub(crate) decided_by: DecidedBy,
    pub(crate) migration: Migration<'r, Name>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum DecidedBy {
    Both,
    Old,
    New,
}

impl<'r> Diff<'r> {
    pub(crate) fn of(old: &'r CompiledPolicy, new: &'r CompiledPolicy, changes: &Changes<'r>) -> Self {
        let mut parameters = old.document().differences(new.document());
        // What a policy is called and for moves nobody.
        parameters.retain(|difference| !matches!(difference.path.as_str(), "id" | "description"));
        let decides =
            |policy: &CompiledPolicy, name| policy.segmentation().dimensions().any(|own| own == name);
        let dimensions = changes.dimensions().map(|(name, migration)| {
            let decided_by = match (decides(old, name), decides(new, name)) {
                (true, false) => DecidedBy::Old,
                (false, true) => DecidedBy::New,
                _ => DecidedBy::Both,
            };
            Dimension { name, decided_by, migration }
        });
        Self { old, new, parameters, dimensions: dimensions.collect() }
    }

    /// The segments of a dimension: those of the old policy in its order, then what the new one adds.
    pub(crate) fn segments(&self, dimension: Name) -> Vec<Name> {
        let mut segments = self.old.segmentation().segments(dimension);
        for segment in self.new.segmentation().segments(dimension) {
            if !segments.contains(&segment) {
                segments.push(segment);
            }
        }
        segments
    }

    /// Why an account moves: the comparison that would bring it back, or that would have moved it before.
    ///
    /// # Errors
    /// None that a review by these policies could have.
    pub(crate) fn why(&self, mover: &Mover<'_, Name>, dimension: Name) -> Result<String, String> {
        let (old, new) = (self.old.segmentation(), self.new.segmentation());
        if dimension == ATTENTION {
            return Ok(self.crossed(mover));
        }
        let why = mover.why(old, new).map_err(|error| error.to_string())?;
        let (before, after) = (why.before.get(dimension), why.after.get(dimension));
        let misses = after.map(Explanation::misses).unwrap_or_default();
        let mut back: Vec<&Miss> =
            misses.iter().filter(|miss| miss.answer().segment() == mover.from).collect();
        // What the old policy compared too has moved nobody.
        back.sort_by_key(|miss| before.is_some_and(|before| compares(before, miss)));
        if let Some(back) = back.first() {
            return Ok(back.to_string());
        }
        let mut there: Vec<&Miss> = before.map(Explanation::misses).unwrap_or_default().iter().collect();
        there.retain(|miss| miss.answer().segment() == mover.to);
        there.sort_by_key(|miss| after.is_some_and(|after| compares(after, miss)));
        if let Some(there) = there.first() {
            return Ok(format!("before, {there}"));
        }
        Ok(match (mover.from, mover.to, misses.first()) {
            (_, Err(reason), _) => words::reason(reason),
            (Err(reason), Ok(_), _) => format!("before, {}", words::reason(reason)),
            (Ok(_), Ok(_), Some(nearest)) => nearest.to_string(),
            (Ok(_), Ok(_), None) => "no single number or fact".into(),
        })
    }

    /// Attention compares nothing: it follows from two dimensions.
    fn crossed(&self, mover: &Mover<'_, Name>) -> String {
        let others = self.dimensions.iter().filter(|other| other.name != ATTENTION);
        let moved = others.filter_map(|other| {
            let (from, to) = (mover.before.dimension(other.name), mover.after.dimension(other.name));
            let matrices = [self.old, self.new].map(|policy| policy.segmentation().attention());
            let mut axes = matrices.into_iter().flatten().flat_map(AttentionPolicy::axes);
            let crosses = axes.any(|axis| axis.dimension() == other.name);
            (crosses && from != to).then(|| format!("{} {} → {}", other.name, place(from), place(to)))
        });
        let moved: Vec<_> = moved.collect();
        if moved.is_empty() { "the matrix itself".into() } else { moved.join(", ") }
    }
}

/// Whether the same comparison is made.
fn compares(explanation: &Explanation, miss: &Miss) -> bool {
    explanation.steps().iter().any(|entry| match entry.step {
        Step::Compared { fact, comparison, threshold, .. } => {
            (fact, comparison, threshold) == (miss.fact(), miss.comparison(), miss.threshold())
        }
        _ => false,
    })
}

/// A segment, or in brackets why there is none.
pub(crate) fn place(place: Result<Name, Reason>) -> String {
    place.map_or_else(|reason| format!("({reason})"), |segment| segment.to_string())
}
