use super::Segments;
use super::parameter::{Faults, Parameter, PolicyError, Source};
use super::ranked::{ranked, ranks};
use super::segments::Place;
use crate::classify::{Classifier, Cx, Reason, Segment, Unclassified, Verdict};
use crate::name;
use crate::quantity::Name;

ranked! {
    /// How much attention an account gets, the least first.
    Attention
}

/// A dimension with its segments in order: one side of a matrix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Axis {
    dimension: Name,
    place: Place,
    segments: Box<[Name]>,
    /// By the rank of the dimension's segments, where the whole policy is known.
    positions: Box<[Option<usize>]>,
}

impl Axis {
    /// The segments of a dimension, in the order of the matrix.
    #[must_use]
    pub fn new(dimension: Name, segments: &[Name]) -> Self {
        Self { dimension, place: Place::of(dimension), segments: segments.into(), positions: Box::default() }
    }

    /// The dimension of this side.
    #[must_use]
    pub const fn dimension(&self) -> Name {
        self.dimension
    }

    /// Its segments, in the order of the matrix.
    #[must_use]
    pub fn segments(&self) -> &[Name] {
        &self.segments
    }

    /// Looks its segments up among those that the dimension has, the lowest first.
    fn resolve(&mut self, known: &[Name]) {
        let position = |name: &Name| self.segments.iter().position(|segment| segment == name);
        self.positions = known.iter().map(position).collect();
    }

    #[inline]
    fn position(&self, segments: &Segments, cx: &mut Cx<'_>) -> Verdict<usize> {
        let ranked = segments.rank(self.place).and_then(|rank| *self.positions.get(rank)?);
        let Some((position, segment)) =
            ranked.and_then(|position| Some((position, self.segments.get(position)?)))
        else {
            return self.position_by_name(segments, cx);
        };
        cx.note_text(&self.dimension, segment);
        Ok(position)
    }

    #[cold]
    fn position_by_name(&self, segments: &Segments, cx: &mut Cx<'_>) -> Verdict<usize> {
        let segment = match segments.at(self.place) {
            Some(Ok(segment)) => segment,
            // The dimension's own reason: whoever fills that gap answers this one too.
            Some(Err(reason)) => {
                cx.note_text(&self.dimension, &name!("unclassified"));
                return Err(reason.into());
            }
            None => return Err(cx.missing(self.dimension)),
        };
        cx.note_text(&self.dimension, &segment);
        let position = self.segments.iter().position(|name| *name == segment);
        position.ok_or(Unclassified::NoMatch)
    }
}

/// Attention by a matrix of two dimensions that are decided already: value and risk, say (A3-6, A2-6).
///
/// Only one corner is from the article: high value with high churn risk gets the most attention. Every other cell is the
/// author's. What is unclassified in one of the two dimensions is unclassified here, for that dimension's reason.
///
/// ```
/// use segmentry::name;
/// use segmentry::segment::{AttentionPolicy, Axis, TIER};
///
/// let policy = AttentionPolicy::builder(
///     Axis::new(TIER, &[name!("smb"), name!("enterprise_midmarket"), name!("strategic")]),
///     Axis::new(name!("risk"), &[name!("low"), name!("high")]),
///     &[name!("none"), name!("some"), name!("most")],
/// )
/// .row(&[0, 1])
/// .row(&[0, 2])
/// .row(&[1, 2])
/// .build()?;
/// assert_eq!(policy.levels().count(), 3);
/// # Ok::<(), segmentry::segment::PolicyError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttentionPolicy {
    rows: Axis,
    columns: Axis,
    levels: Box<[Attention]>,
    /// Row by row.
    cells: Box<[Attention]>,
}

impl AttentionPolicy {
    /// A matrix over these two axes, with these levels, the least first.
    pub fn builder(rows: Axis, columns: Axis, levels: &[Name]) -> AttentionPolicyBuilder {
        AttentionPolicyBuilder { rows, columns, levels: levels.into(), cells: Vec::new() }
    }

    /// The two sides: rows, then columns.
    #[must_use]
    pub const fn axes(&self) -> [&Axis; 2] {
        [&self.rows, &self.columns]
    }

    /// Looks the segments of a side up among those that its dimension has.
    pub(super) fn resolve(&mut self, dimension: Name, known: &[Name]) {
        for axis in [&mut self.rows, &mut self.columns] {
            if axis.dimension == dimension {
                axis.resolve(known);
            }
        }
    }

    /// The matrix, for showing: a parameter a row.
    #[must_use]
    pub fn parameters(&self) -> Vec<Parameter> {
        let width = self.columns.segments.len();
        let value = |row: usize| {
            let levels = self.cells.iter().skip(row.saturating_mul(width));
            let cells = self.columns.segments.iter().zip(levels);
            let cells: Vec<String> =
                cells.map(|(column, level)| format!("{column} {}", level.name())).collect();
            format!("at {} {}", self.columns.dimension, cells.join(", "))
        };
        let rows = self.rows.segments.iter().enumerate();
        rows.map(|(row, name)| Parameter { name: *name, value: value(row), source: Source::Given }).collect()
    }

    /// The levels, the least first.
    pub fn levels(&self) -> impl Iterator<Item = Attention> {
        self.levels.iter().copied()
    }
}

impl Classifier<Segments> for AttentionPolicy {
    type Segment = Attention;

    #[inline]
    fn evaluate(&self, segments: &Segments, cx: &mut Cx<'_>) -> Verdict<Attention> {
        let row = self.rows.position(segments, cx)?;
        let column = self.columns.position(segments, cx)?;
        let index = row.saturating_mul(self.columns.segments.len()).saturating_add(column);
        self.cells.get(index).copied().ok_or(Unclassified::NoMatch)
    }
}

impl From<Reason> for Unclassified {
    /// The same reason. A fault's details stay with the dimension that met it.
    fn from(reason: Reason) -> Self {
        match reason {
            Reason::NoMatch => Self::NoMatch,
            Reason::Missing(fact) => Self::Missing(fact),
            Reason::Stale(fact) => Self::Stale(fact),
            Reason::Undefined(fact) => Self::Undefined(fact),
            Reason::Insufficient(fact) => Self::Insufficient(fact),
            Reason::Fault => {
                crate::classify::Fault::other("a dimension that this one builds on met a fault").into()
            }
        }
    }
}

/// Collects the cells of an [`AttentionPolicy`].
#[derive(Clone, Debug)]
#[must_use]
pub struct AttentionPolicyBuilder {
    rows: Axis,
    columns: Axis,
    levels: Box<[Name]>,
    cells: Vec<Box<[u8]>>,
}

impl AttentionPolicyBuilder {
    /// The levels of the next row, column by column, as ranks from 0 for the least.
    pub fn row(mut self, levels: &[u8]) -> Self {
        self.cells.push(levels.into());
        self
    }

    /// The policy.
    ///
    /// # Errors
    /// [`PolicyError`] for two axes of one dimension, a segment or level named twice, a row too many or too few, a row
    /// of another length than there are columns, a level that does not exist.
    pub fn build(self) -> Result<AttentionPolicy, PolicyError> {
        let mut faults = Faults::default();
        let levels: Box<[Attention]> =
            ranks(&self.levels, &mut faults).map(|(rank, name)| Attention::new(rank, name)).collect();
        for axis in [&self.rows, &self.columns] {
            for (index, segment) in axis.segments.iter().enumerate() {
                if axis.segments.iter().take(index).any(|earlier| earlier == segment) {
                    faults
                        .push(axis.dimension, format!("the segment `{segment}` stands twice; name it once"));
                }
            }
        }
        if self.rows.dimension == self.columns.dimension {
            faults.push(self.rows.dimension, "both sides of the matrix are this dimension; name two");
        }
        let (rows, columns) = (self.rows.segments.len(), self.columns.segments.len());
        if self.cells.len() != rows {
            faults.push(name!("matrix"), format!("{} rows of levels for {rows} segments", self.cells.len()));
        }
        let mut cells = Vec::new();
        for (row, given) in self.cells.iter().enumerate() {
            if given.len() != columns {
                faults.push(
                    name!("matrix"),
                    format!("row {row} has {} levels for {columns} segments", given.len()),
                );
            }
            for rank in given {
                match levels.get(usize::from(*rank)) {
                    Some(level) => cells.push(*level),
                    None => faults.push(
                        name!("matrix"),
                        format!(
                            "row {row} names level {rank}; the highest is {}",
                            levels.len().saturating_sub(1)
                        ),
                    ),
                }
            }
        }
        faults.finish(AttentionPolicy { rows: self.rows, columns: self.columns, levels, cells: cells.into() })
    }
}
