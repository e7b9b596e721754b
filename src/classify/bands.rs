use super::{Compare, Comparison, Cx, Segment, Verdict};
use crate::quantity::Name;

/// A line cut into segments: without gaps and without overlaps, whatever the value.
///
/// ```
/// use rust_decimal::dec;
/// use segmentry::classify::{Bands, Cx};
/// use segmentry::{Score, calendar::parse_date, name};
///
/// // Red up to and including 50, yellow up to and including 75, green above: lower ends exclusive.
/// let score = |value| Score::new(value).unwrap();
/// let bands = Bands::builder(name!("red"))
///     .above(score(dec!(50)), name!("yellow"))
///     .above(score(dec!(75)), name!("green"))
///     .build()?;
/// let mut cx = Cx::new(parse_date("2026-01-01")?);
/// assert_eq!(bands.locate(name!("health"), score(dec!(75)), &mut cx), Ok(name!("yellow")));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bands<V, G> {
    lowest: G,
    /// Ascending.
    upper: Box<[(Cut<V>, G)]>,
}

/// Where a band begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cut<V> {
    at: V,
    side: Side,
}

/// To which band the value at a cut belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// To the upper band: its lower end is inclusive.
    At,
    /// To the lower band: the upper band's lower end is exclusive.
    Above,
}

impl<V: Compare> Cut<V> {
    /// The value of the cut.
    pub const fn at(&self) -> V {
        self.at
    }

    /// To which band that value belongs.
    #[must_use]
    pub const fn side(&self) -> Side {
        self.side
    }
}

impl<V: Compare, G: Segment> Bands<V, G> {
    /// Bands from the lowest upwards.
    pub const fn builder(lowest: G) -> BandsBuilder<V, G> {
        BandsBuilder { lowest, upper: Vec::new() }
    }

    /// The band in which a value lies. Compares from the top down; the explanation names the fact.
    ///
    /// # Errors
    /// A fault for an amount in another currency than the cuts.
    #[inline]
    pub fn locate(&self, fact: Name, observed: V, cx: &mut Cx<'_>) -> Verdict<G> {
        let mut cuts = self.upper.iter().rev();
        for (cut, segment) in cuts.by_ref() {
            if cut.reached(fact, observed, cx)? {
                for (lower, _) in cuts {
                    cx.not_reached(|cx| lower.reached(fact, observed, cx));
                }
                return Ok(*segment);
            }
        }
        Ok(self.lowest)
    }

    /// The segments, lowest first, each with the cut where it begins; the lowest has none.
    pub fn segments(&self) -> impl Iterator<Item = (Option<&Cut<V>>, G)> {
        std::iter::once((None, self.lowest))
            .chain(self.upper.iter().map(|(cut, segment)| (Some(cut), *segment)))
    }
}

impl<V: Compare> Cut<V> {
    #[inline]
    fn reached(&self, fact: Name, observed: V, cx: &mut Cx<'_>) -> Verdict<bool> {
        let comparison = match self.side {
            Side::At => Comparison::AtLeast,
            Side::Above => Comparison::Above,
        };
        cx.compare(fact, observed, comparison, self.at)
    }
}

/// Collects the cuts of [`Bands`], lowest first.
#[derive(Clone, Debug)]
#[must_use]
pub struct BandsBuilder<V, G> {
    lowest: G,
    upper: Vec<(Cut<V>, G)>,
}

impl<V: Compare, G: Segment> BandsBuilder<V, G> {
    /// The band from this value on, the value included.
    pub fn at(self, value: V, segment: G) -> Self {
        self.cut(Cut { at: value, side: Side::At }, segment)
    }

    /// The band above this value, the value excluded.
    pub fn above(self, value: V, segment: G) -> Self {
        self.cut(Cut { at: value, side: Side::Above }, segment)
    }

    fn cut(mut self, cut: Cut<V>, segment: G) -> Self {
        self.upper.push((cut, segment));
        self
    }

    /// The bands.
    ///
    /// # Errors
    /// [`BandsError`] where a cut does not lie above the one before, or cannot be compared with it. At one value,
    /// `at` comes before `above`: the band between them holds just that value.
    pub fn build(self) -> Result<Bands<V, G>, BandsError> {
        for pair in self.upper.windows(2) {
            let [(lower, _), (upper, segment)] = pair else { continue };
            let rises = match lower.at.compare(upper.at) {
                Ok(ordering) => ordering.then(lower.side.cmp(&upper.side)).is_lt(),
                Err(_) => false,
            };
            if !rises {
                return Err(BandsError {
                    segment: segment.name(),
                    cut: upper.at.value().to_string(),
                    below: lower.at.value().to_string(),
                });
            }
        }
        Ok(Bands { lowest: self.lowest, upper: self.upper.into() })
    }
}

/// Cuts that do not rise.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the band `{segment}` {}", self.problem())]
pub struct BandsError {
    segment: Name,
    cut: String,
    below: String,
}

impl BandsError {
    /// What is wrong with the cut, without the segment's name.
    #[must_use]
    pub fn problem(&self) -> String {
        format!(
            "begins at {}, which is not above {}, where the band before it begins; \
             list the bands from the lowest upwards, in one currency",
            self.cut, self.below
        )
    }

    /// The segment whose cut is at fault.
    #[must_use]
    pub const fn segment(&self) -> Name {
        self.segment
    }
}
