//! Building bands, and what can be wrong with their cuts.

use super::bands::{Bands, Cut, Side};
use super::{Compare, Segment};
use crate::quantity::Name;

/// Collects the cuts of [`Bands`], lowest first.
#[derive(Clone, Debug)]
#[must_use]
pub struct BandsBuilder<V, G> {
    lowest: G,
    upper: Vec<(Cut<V>, G)>,
    /// Whether a margin was given before there was a cut.
    stray: bool,
}

impl<V: Compare, G: Segment> BandsBuilder<V, G> {
    pub(super) const fn new(lowest: G) -> Self {
        Self { lowest, upper: Vec::new(), stray: false }
    }

    /// The band from this value on, the value included.
    pub fn at(self, value: V, segment: G) -> Self {
        self.cut(Cut::new(value, Side::At), segment)
    }

    /// The band above this value, the value excluded.
    pub fn above(self, value: V, segment: G) -> Self {
        self.cut(Cut::new(value, Side::Above), segment)
    }

    /// A margin of the cut before: who comes from below must come so far.
    pub fn upgrade_from(self, value: V) -> Self {
        self.margin(|cut| cut.upgrade_from = value)
    }

    /// A margin of the cut before: who comes from above must fall so low.
    pub fn downgrade_below(self, value: V) -> Self {
        self.margin(|cut| cut.downgrade_below = value)
    }

    fn margin(mut self, change: impl FnOnce(&mut Cut<V>)) -> Self {
        match self.upper.last_mut() {
            Some((cut, _)) => change(cut),
            None => self.stray = true,
        }
        self
    }

    fn cut(mut self, cut: Cut<V>, segment: G) -> Self {
        self.upper.push((cut, segment));
        self
    }

    /// The segments, lowest first, each with its cut.
    pub(crate) fn segments(&self) -> impl Iterator<Item = (Option<Cut<V>>, G)> {
        let upper = self.upper.iter().map(|(cut, segment)| (Some(*cut), *segment));
        std::iter::once((None, self.lowest)).chain(upper)
    }

    /// The same cuts for other segments, the lowest first; the bands of those that are lacking are left out.
    pub(crate) fn renamed<H>(self, lowest: H, segments: impl Iterator<Item = H>) -> BandsBuilder<V, H> {
        let upper = self.upper.into_iter().zip(segments).map(|((cut, _), segment)| (cut, segment));
        BandsBuilder { lowest, upper: upper.collect(), stray: self.stray }
    }

    /// The bands.
    ///
    /// # Errors
    /// [`BandsError`] where a cut does not lie above the one before, or cannot be compared with it, with its margin or
    /// without; where a margin lies on the wrong side of its cut. At one value, `at` comes before `above`: the band
    /// between them holds just that value.
    pub fn build(self) -> Result<Bands<V, G>, BandsError> {
        if self.stray {
            return Err(BandsError {
                segment: self.lowest.name(),
                problem: "has a margin, but the lowest band begins nowhere; give it to a higher one".into(),
            });
        }
        for (cut, segment) in &self.upper {
            let problem = |problem| BandsError { segment: segment.name(), problem };
            cut.check_margin().map_err(problem)?;
        }
        for pair in self.upper.windows(2) {
            let [(lower, _), (upper, segment)] = pair else { continue };
            for end in [Cut::at, Cut::upgrade_from, Cut::downgrade_below] {
                if !lower.is_before(upper, end) {
                    return Err(BandsError {
                        segment: segment.name(),
                        problem: format!(
                            "begins at {}, which is not above {}, where the band before it begins; \
                             list the bands from the lowest upwards, in one currency",
                            end(upper).value(),
                            end(lower).value()
                        ),
                    });
                }
            }
        }
        Ok(Bands { lowest: self.lowest, upper: self.upper.into() })
    }
}

impl<V: Compare> Cut<V> {
    fn is_before(&self, upper: &Self, end: fn(&Self) -> V) -> bool {
        let ordering = end(self).compare(end(upper));
        ordering.is_ok_and(|ordering| ordering.then(self.side.cmp(&upper.side)).is_lt())
    }

    fn check_margin(&self) -> Result<(), String> {
        let rises = self.at.compare(self.upgrade_from).is_ok_and(std::cmp::Ordering::is_le);
        let falls = self.downgrade_below.compare(self.at).is_ok_and(std::cmp::Ordering::is_le);
        if rises && falls {
            return Ok(());
        }
        Err(format!(
            "begins at {}; its margin, from {} to {}, must lie around that",
            self.at.value(),
            self.downgrade_below.value(),
            self.upgrade_from.value()
        ))
    }
}

/// Cuts that do not rise.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the band `{segment}` {problem}")]
pub struct BandsError {
    segment: Name,
    problem: String,
}

impl BandsError {
    /// What is wrong with the cut, without the segment's name.
    #[must_use]
    pub fn problem(&self) -> &str {
        &self.problem
    }

    /// The segment whose cut is at fault.
    #[must_use]
    pub const fn segment(&self) -> Name {
        self.segment
    }
}
