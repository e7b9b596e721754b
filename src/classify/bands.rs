use super::context::Watch;
use super::explanation::Trace;
use super::part::{Addend, Inversion};
use super::probe::Probe;
use super::{BandsBuilder, Compare, Comparison, Cx, Segment, Step, Verdict};
use crate::quantity::Name;

/// A line cut into segments: without gaps and without overlaps, whatever the value.
///
/// A cut can have a margin against flapping: then it lies elsewhere for a subject that comes from a lower band than for
/// one that comes from this band or a higher one. Where it comes from, [`Classifier::held`](super::Classifier::held) says.
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
///     .upgrade_from(score(dec!(78)))
///     .downgrade_below(score(dec!(72)))
///     .build()?;
/// let mut cx = Cx::new(parse_date("2026-01-01")?);
/// assert_eq!(bands.locate(name!("health"), score(dec!(75)), &mut cx), Ok(name!("yellow")));
/// assert_eq!(bands.locate(name!("health"), score(dec!(76)), &mut cx), Ok(name!("green")));
/// let mut from = |before, at| cx.coming_from(Some(before), |cx| bands.locate(name!("health"), score(at), cx));
/// assert_eq!(from(name!("yellow"), dec!(76)), Ok(name!("yellow")));
/// assert_eq!(from(name!("green"), dec!(74)), Ok(name!("green")));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bands<V, G> {
    pub(super) lowest: G,
    /// Ascending.
    pub(super) upper: Box<[(Cut<V>, G)]>,
}

/// Where a band begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cut<V> {
    pub(super) at: V,
    pub(super) side: Side,
    pub(super) upgrade_from: V,
    pub(super) downgrade_below: V,
}

/// To which band the value at a cut belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// To the upper band: its lower end is inclusive.
    At,
    /// To the lower band: the upper band's lower end is exclusive.
    Above,
}

impl Side {
    #[inline]
    const fn comparison(self) -> Comparison {
        match self {
            Self::At => Comparison::AtLeast,
            Self::Above => Comparison::Above,
        }
    }
}

impl<V: Compare> Cut<V> {
    pub(super) const fn new(at: V, side: Side) -> Self {
        Self { at, side, upgrade_from: at, downgrade_below: at }
    }

    /// The value of the cut.
    pub const fn at(&self) -> V {
        self.at
    }

    /// To which band that value belongs.
    #[must_use]
    pub const fn side(&self) -> Side {
        self.side
    }

    /// Where the cut lies for a subject that comes from a lower band.
    pub const fn upgrade_from(&self) -> V {
        self.upgrade_from
    }

    /// Where the cut lies for a subject that comes from this band or a higher one.
    pub const fn downgrade_below(&self) -> V {
        self.downgrade_below
    }
}

impl<V: Compare, G: Segment> Bands<V, G> {
    /// Bands from the lowest upwards.
    pub const fn builder(lowest: G) -> BandsBuilder<V, G> {
        BandsBuilder::new(lowest)
    }

    /// The band in which a value lies; for a subject that was in one of these bands before
    /// ([`Cx::coming_from`]), with the margins. Compares from the top down; the explanation names the fact.
    ///
    /// # Errors
    /// A fault for an amount in another currency than the cuts.
    #[inline(always)]
    pub fn locate(&self, fact: Name, observed: V, cx: &mut Cx<'_>) -> Verdict<G> {
        self.locate_lent(&fact, observed, cx)
    }

    /// The same for a name that is kept: it is copied only where somebody looks on.
    #[inline(always)]
    pub(crate) fn locate_lent(&self, fact: &Name, observed: V, cx: &mut Cx<'_>) -> Verdict<G> {
        self.locate_part(fact, observed, cx, None)
    }

    /// The same for a band that is part of a sum: what each cut, inverted alone, would have it add is noted.
    #[inline(always)]
    pub(super) fn locate_part(
        &self,
        fact: &Name,
        observed: V,
        cx: &mut Cx<'_>,
        addend: Option<Addend<G>>,
    ) -> Verdict<G> {
        if cx.is_unwatched() {
            self.locate_unwatched(observed)
        } else if cx.is_tracing() {
            self.locate_by_steps(fact, observed, cx, addend)
        } else {
            self.locate_watched(fact, observed, cx)
        }
    }

    /// Whether other values lie in the band of this one, margins aside; those that cannot be compared do not.
    #[inline]
    pub(crate) fn band_of(&self, observed: V) -> impl Fn(V) -> bool {
        let reaches = |value: V, cut: &Cut<V>| {
            value.compare(cut.at).map(|ordering| cut.side.comparison().holds(ordering)).ok()
        };
        let above = self.upper.iter().position(|(cut, _)| reaches(observed, cut) != Some(true));
        let own = above.unwrap_or(self.upper.len()).checked_sub(1).and_then(|own| self.upper.get(own));
        let next = above.and_then(|above| self.upper.get(above));
        move |other| {
            own.is_none_or(|(cut, _)| reaches(other, cut) == Some(true))
                && next.is_none_or(|(cut, _)| reaches(other, cut) == Some(false))
        }
    }

    /// The same band for nobody to see. All cuts are compared, since picking the last that is reached needs no branch, and
    /// where a value lies cannot be foreseen; a value can be compared with all cuts or with none.
    #[inline(always)]
    fn locate_unwatched(&self, observed: V) -> Verdict<G> {
        let mut reached = &self.lowest;
        // By what is left, not by an iterator: finding out how many there are would need a division.
        let mut cuts = &*self.upper;
        while let [(cut, segment), above @ ..] = cuts {
            let holds = cut.side.comparison().holds(observed.compare(cut.at)?);
            reached = if holds { segment } else { reached };
            cuts = above;
        }
        Ok(*reached)
    }

    #[inline(always)]
    fn locate_watched(&self, fact: &Name, observed: V, cx: &mut Cx<'_>) -> Verdict<G> {
        if let (None, Watch::Probe(probe)) = (&cx.came_from, &mut cx.watch) {
            if let Some(segment) = self.locate_probed(fact, observed, probe)? {
                return Ok(*segment);
            }
        }
        self.locate_by_steps(fact, observed, cx, None)
    }

    /// The band by one comparison after the other. Apart from what most probes do, so that these are on their way soon.
    #[inline(never)]
    fn locate_by_steps(
        &self,
        fact: &Name,
        observed: V,
        cx: &mut Cx<'_>,
        addend: Option<Addend<G>>,
    ) -> Verdict<G> {
        match cx.came_from() {
            None => self.locate_by(|_, cut| cut.at, fact, observed, cx, addend),
            Some(previous) => self.locate_from(previous, fact, observed, cx),
        }
    }

    /// The band for a probe, in one go wherever it does not mind what each cut gives: where it moves no fact of these bands,
    /// and where it inverts one of their cuts. Cuts lie in order, so that moving the value across that cut does what
    /// inverting it does: the lower ones hold, the upper ones do not. `None` where it minds.
    #[inline(always)]
    fn locate_probed(&self, fact: &Name, observed: V, probe: &mut Probe<'_>) -> Verdict<Option<&G>> {
        let before_inverted = probe.before_inverted().filter(|_| !probe.shifts_flag());
        let (mut reached, mut compared) = (&self.lowest, self.upper.len());
        let mut cuts = self.upper.iter().rev().enumerate();
        while let Some((index, (cut, segment))) = cuts.next() {
            let holds = cut.side.comparison().holds(observed.compare(cut.at)?);
            if before_inverted == Some(index) {
                probe.pass_inverted();
                let below = cuts.next().map_or(&self.lowest, |(_, (_, below))| below);
                return Ok(Some(if holds { below } else { segment }));
            }
            if holds {
                (reached, compared) = (segment, index.saturating_add(1));
                break;
            }
        }
        if probe.minds(fact) {
            return Ok(None);
        }
        probe.pass(compared);
        Ok(Some(reached))
    }

    #[cold]
    fn locate_from(&self, previous: Name, fact: &Name, observed: V, cx: &mut Cx<'_>) -> Verdict<G> {
        // One that was elsewhere comes from nowhere.
        let Some(rank) = self.segments().position(|(_, segment)| segment.name() == previous) else {
            return self.locate_by(|_, cut| cut.at, fact, observed, cx, None);
        };
        // The cut at an index begins the band of the next rank.
        let at =
            |index: usize, cut: &Cut<V>| if index < rank { cut.downgrade_below } else { cut.upgrade_from };
        let kept = self.locate_by(at, fact, observed, cx, None)?;
        if cx.is_tracing() {
            let proposed = self.locate_by(|_, cut| cut.at, fact, observed, &mut Cx::new(cx.as_of()), None)?;
            if proposed != kept {
                cx.record(|| Step::Held { proposed: proposed.name(), kept: kept.name() });
            }
        }
        Ok(kept)
    }

    #[inline(always)]
    fn locate_by(
        &self,
        at: impl Fn(usize, &Cut<V>) -> V,
        fact: &Name,
        observed: V,
        cx: &mut Cx<'_>,
        addend: Option<Addend<G>>,
    ) -> Verdict<G> {
        if let Watch::Record(trace) = &mut cx.watch {
            return self.locate_recorded(at, fact, observed, trace, addend);
        }
        for (index, (cut, segment)) in self.upper.iter().enumerate().rev() {
            if cx.compare(*fact, observed, cut.side.comparison(), at(index, cut))? {
                return Ok(*segment);
            }
        }
        Ok(self.lowest)
    }

    /// The band for a record: the cuts below it are listed too, as not reached.
    #[inline]
    fn locate_recorded(
        &self,
        at: impl Fn(usize, &Cut<V>) -> V,
        fact: &Name,
        observed: V,
        trace: &mut Trace,
        addend: Option<Addend<G>>,
    ) -> Verdict<G> {
        let part = trace.part_of(fact);
        let addend = addend.filter(|_| trace.seeks_misses());
        let mut reached = None;
        let mut cuts = &*self.upper;
        while let [lower @ .., (cut, segment)] = cuts {
            let index = lower.len();
            let (comparison, threshold) = (cut.side.comparison(), at(index, cut));
            let holds = comparison.holds(observed.compare(threshold)?);
            let (observed, threshold) = (observed.value(), threshold.value());
            let step = Step::Compared { fact: *fact, observed, comparison, threshold, holds };
            let inversion = match (addend, reached) {
                (Some(addend), None) => {
                    let below = lower.last().map_or(&self.lowest, |(_, below)| below);
                    addend.inversion(*if holds { below } else { segment })
                }
                _ => Inversion::Unknown,
            };
            trace.place(step, part, reached.is_none(), inversion);
            if holds && reached.is_none() {
                reached = Some(segment);
            }
            cuts = lower;
        }
        Ok(*reached.unwrap_or(&self.lowest))
    }

    /// The segments, lowest first, each with the cut where it begins; the lowest has none.
    pub fn segments(&self) -> impl Iterator<Item = (Option<&Cut<V>>, G)> {
        std::iter::once((None, self.lowest))
            .chain(self.upper.iter().map(|(cut, segment)| (Some(cut), *segment)))
    }
}
