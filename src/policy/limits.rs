use std::cell::Cell;
use std::fmt;

/// How large a document may be, so that a hostile one is an error and not the end of the service.
///
/// The same limits hold for documents that are read and for those that are built. The size of the text itself is for
/// the caller to bound before reading (1 MiB is plenty).
///
/// ```
/// use segmentry::policy::Limits;
///
/// let mut limits = Limits::default();
/// assert_eq!((limits.depth, limits.conditions, limits.segments, limits.list), (32, 4_096, 256, 10_000));
/// limits.conditions = 50_000;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Levels of a condition, a comparison alone being 1. 32 by default; more than 64 count as 64, since stacks are
    /// not ours.
    pub depth: u32,
    /// Conditions of a document, groups and comparisons alike. 4,096 by default.
    pub conditions: u32,
    /// Segments of a dimension. 256 by default.
    pub segments: u32,
    /// Entries of any other list: dimensions, rules, conditions of a group, categories of a set. 10,000 by default.
    pub list: u32,
    /// Values of a document, lists and records counted too. 250,000 by default.
    pub values: u32,
}

impl Limits {
    /// No condition is deeper, whatever the limits.
    pub const DEEPEST: u32 = 64;

    pub(super) const fn depth(&self) -> u32 {
        if self.depth < Self::DEEPEST { self.depth } else { Self::DEEPEST }
    }

    pub(super) const fn check_depth(&self, depth: u32) -> Result<(), Exceeded> {
        if depth > self.depth() { Err(Exceeded::Depth(self.depth())) } else { Ok(()) }
    }

    /// How deep the values of a document stand: each level of a condition takes two, and what holds them a few.
    const fn levels(&self) -> u32 {
        self.depth().saturating_mul(2).saturating_add(16)
    }

    /// Whether one more entry fits into a list of this many.
    pub(super) fn check_entry(&self, list: List, len: usize) -> Result<(), Exceeded> {
        let most = match list {
            List::Segments => self.segments,
            List::Other(_) => self.list,
        };
        if u32::try_from(len).is_ok_and(|len| len < most) { Ok(()) } else { Err(Exceeded::List(list, most)) }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self { depth: 32, conditions: 4_096, segments: 256, list: 10_000, values: 250_000 }
    }
}

/// A list of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum List {
    Segments,
    Other(&'static str),
}

impl List {
    pub(super) const fn what(self) -> &'static str {
        match self {
            Self::Segments => "segments",
            Self::Other(what) => what,
        }
    }
}

/// What is left of the limits while a document is read or checked.
#[derive(Debug)]
pub(super) struct Budget {
    pub(super) limits: Limits,
    conditions: Cell<u32>,
    values: Cell<u32>,
}

impl Budget {
    pub(super) const fn new(limits: Limits) -> Self {
        Self { limits, conditions: Cell::new(0), values: Cell::new(0) }
    }

    /// Takes one more value, this deep.
    pub(super) fn value(&self, depth: u32) -> Result<(), Exceeded> {
        if depth >= self.limits.levels() {
            return Err(Exceeded::Levels(self.limits.levels()));
        }
        take(&self.values, self.limits.values, Exceeded::Values)
    }

    /// Takes one more condition, this deep.
    pub(super) fn condition(&self, depth: u32) -> Result<(), Exceeded> {
        self.limits.check_depth(depth)?;
        take(&self.conditions, self.limits.conditions, Exceeded::Conditions)
    }
}

fn take(taken: &Cell<u32>, most: u32, exceeded: fn(u32) -> Exceeded) -> Result<(), Exceeded> {
    if taken.get() >= most {
        return Err(exceeded(most));
    }
    taken.set(taken.get().saturating_add(1));
    Ok(())
}

/// A limit that a document exceeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Exceeded {
    Depth(u32),
    Conditions(u32),
    List(List, u32),
    Levels(u32),
    Values(u32),
}

impl fmt::Display for Exceeded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Depth(most) => {
                write!(f, "the condition is deeper than {most} levels; flatten it, or raise `Limits::depth`")
            }
            Self::Conditions(most) => write!(
                f,
                "the document has more than {most} conditions; split it, or raise `Limits::conditions`"
            ),
            Self::Levels(most) => {
                write!(f, "values nested deeper than {most} levels; flatten them, or raise `Limits::depth`")
            }
            Self::Values(most) => {
                write!(f, "the document has more than {most} values; split it, or raise `Limits::values`")
            }
            Self::List(List::Segments, most) => {
                write!(f, "more than {most} segments; use fewer, or raise `Limits::segments`")
            }
            Self::List(List::Other(what), most) => {
                write!(f, "more than {most} {what}; use fewer, or raise `Limits::list`")
            }
        }
    }
}
