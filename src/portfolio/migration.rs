use super::{Cell, Changes, CrossTable, Mover, Row, Tally};
use crate::classify::Reason;

/// From where to where the accounts of two reviews move, by one axis: the migration matrix.
///
/// Nobody is lost: who stands in both reviews, by where in the first and where in the second, and who went make the
/// [`opening`](Self::opening), with the ARR before; the same accounts and who came make the [`closing`](Self::closing), with
/// the ARR after. In no segment for the same reason is the same place.
#[derive(Clone, Debug)]
pub struct Migration<'r, K> {
    before: CrossTable<K, K>,
    after: CrossTable<K, K>,
    went: Tally<K>,
    came: Tally<K>,
    movers: Vec<Mover<'r, K>>,
}

/// The same accounts in two reviews.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BeforeAfter {
    /// With their ARR in the first.
    pub before: Cell,
    /// With their ARR in the second.
    pub after: Cell,
}

/// One cell of a [`Migration`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flow<'m, K> {
    /// Where the accounts stand in the first review; `None` for those that came.
    pub from: Option<&'m Result<K, Reason>>,
    /// Where they stand in the second; `None` for those that went.
    pub to: Option<&'m Result<K, Reason>>,
    /// The accounts with their ARR in the first review; nobody where they came.
    pub before: Cell,
    /// The accounts with their ARR in the second review; nobody where they went.
    pub after: Cell,
}

impl<'r, K: Ord + Clone> Migration<'r, K> {
    pub(super) fn new(changes: &Changes<'r>, axis: impl Fn(&Row<'r>) -> Result<K, Reason>) -> Self {
        let currency = changes.currency();
        let (mut before, mut after) = (CrossTable::empty(currency), CrossTable::empty(currency));
        let mut movers = Vec::new();
        for (old, new) in changes.pairs() {
            let key = (axis(old), axis(new));
            if key.0 != key.1 {
                movers.push(Mover { from: key.0.clone(), to: key.1.clone(), before: *old, after: *new });
            }
            before.add(key.clone(), old);
            after.add(key, new);
        }
        movers.sort_by(Mover::order);
        let tally = |rows: &[Row<'r>]| {
            let mut tally = Tally::empty(currency);
            rows.iter().for_each(|row| tally.add(axis(row), row));
            tally
        };
        Self { before, after, went: tally(changes.went()), came: tally(changes.came()), movers }
    }

    /// The accounts of both reviews by where they stand in the first and in the second, with their ARR in the first.
    #[must_use]
    pub const fn before(&self) -> &CrossTable<K, K> {
        &self.before
    }

    /// The same accounts with their ARR in the second.
    #[must_use]
    pub const fn after(&self) -> &CrossTable<K, K> {
        &self.after
    }

    /// The accounts that stand in the first review alone.
    #[must_use]
    pub const fn went(&self) -> &Tally<K> {
        &self.went
    }

    /// The accounts that stand in the second review alone.
    #[must_use]
    pub const fn came(&self) -> &Tally<K> {
        &self.came
    }

    /// The whole matrix: who stands in both reviews, by row, then by column, segments before reasons; then who went; then
    /// who came.
    pub fn flows(&self) -> impl Iterator<Item = Flow<'_, K>> {
        // Both tables have the same keys, since every account goes into both.
        let both = self.before.cells().zip(self.after.cells()).map(|((from, to, before), (_, _, after))| {
            Flow { from: Some(from), to: Some(to), before: *before, after: *after }
        });
        let went = self.went.iter().map(|(from, cell)| Flow {
            from: Some(from),
            to: None,
            before: *cell,
            after: cell.nobody(),
        });
        let came = self.came.iter().map(|(to, cell)| Flow {
            from: None,
            to: Some(to),
            before: cell.nobody(),
            after: *cell,
        });
        both.chain(went).chain(came)
    }

    /// The first review by this axis: its segments, and its unclassified with their reasons. The rows of the matrix add up to
    /// it, to the cent.
    #[must_use]
    pub fn opening(&self) -> Tally<K> {
        let mut opening = self.before.rows();
        opening.merge(&self.went);
        opening
    }

    /// The second review by this axis. The columns of the matrix add up to it, to the cent.
    #[must_use]
    pub fn closing(&self) -> Tally<K> {
        let mut closing = self.after.columns();
        closing.merge(&self.came);
        closing
    }

    /// The accounts that stand in the same place in both reviews: the diagonal.
    #[must_use]
    pub fn stayed(&self) -> BeforeAfter {
        BeforeAfter { before: self.before.diagonal(), after: self.after.diagonal() }
    }

    /// The accounts that stand in both reviews, each time elsewhere: as many as [`movers`](Self::movers).
    #[must_use]
    pub fn moved(&self) -> BeforeAfter {
        BeforeAfter { before: self.before.off_diagonal(), after: self.after.off_diagonal() }
    }

    /// The accounts that stand in both reviews, each time elsewhere, one by one: by the larger of their two ARRs, the highest
    /// first, then by id; who is a prospect both times comes last.
    #[must_use]
    pub fn movers(&self) -> &[Mover<'r, K>] {
        &self.movers
    }
}
