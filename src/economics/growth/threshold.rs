use crate::calendar::{Months, NaiveDate, add_months};
use crate::economics::EconomicsError;
use crate::quantity::Money;

/// The side to which a threshold is crossed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// From below to the level or above it: equality counts as reached, as for the floor of a tier (A1-3).
    Up,
    /// From the level or above to below it: the account that will spend less (A4-9), the line of business in decline.
    Down,
}

/// A level of ARR, and the side to which it is crossed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Threshold {
    /// The level; positive.
    pub level: Money,
    /// The side.
    pub direction: Direction,
}

impl Threshold {
    /// Rising to this level or above.
    #[must_use]
    pub const fn up_to(level: Money) -> Self {
        Self { level, direction: Direction::Up }
    }

    /// Falling below this level.
    #[must_use]
    pub const fn below(level: Money) -> Self {
        Self { level, direction: Direction::Down }
    }

    /// Whether an ARR is already there.
    #[must_use]
    pub(super) const fn is_reached_by(self, arr: Money) -> bool {
        match self.direction {
            Direction::Up => arr.ticks() >= self.level.ticks(),
            Direction::Down => arr.ticks() < self.level.ticks(),
        }
    }

    pub(crate) fn check(self) -> Result<Self, EconomicsError> {
        if self.level.ticks() <= 0 {
            let allowed = "a trend of logarithms never meets zero; give a positive level";
            return Err(EconomicsError::out_of_range("level", self.level, allowed));
        }
        Ok(self)
    }
}

/// Months from the as-of date, the first excluded and the last included: what happens after 6 and within 9 of them.
///
/// Calendar months with clamped ends: 31 January and one month is 28 or 29 February.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Window {
    from: Months,
    to: Months,
}

/// A window that an article names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WindowPreset {
    /// The window.
    pub window: Window,
    /// What is said to happen in it.
    pub what: &'static str,
    /// Who says so.
    pub source: &'static str,
}

/// The windows that articles name.
pub const WINDOW_PRESETS: [WindowPreset; 2] = [
    WindowPreset {
        window: Window::SIX_TO_NINE,
        what: "SMB customers that will reach mid-market",
        source: "article A4 (A4-8)",
    },
    WindowPreset {
        window: Window::TWELVE_TO_FIFTEEN,
        what: "mid-market customers that will reach enterprise",
        source: "article A4 (A4-8)",
    },
];

impl Window {
    /// 6 to 9 months: SMB to mid-market (A4-8).
    pub const SIX_TO_NINE: Self = Self { from: Months(6), to: Months(9) };
    /// 12 to 15 months: mid-market to enterprise (A4-8).
    pub const TWELVE_TO_FIFTEEN: Self = Self { from: Months(12), to: Months(15) };

    /// A window.
    ///
    /// # Errors
    /// [`EconomicsError::OutOfRange`] unless it ends after it begins.
    pub fn new(from: Months, to: Months) -> Result<Self, EconomicsError> {
        if from >= to {
            let allowed = "a window ends after it begins; give a later end";
            return Err(EconomicsError::out_of_range("end of the window", to, allowed));
        }
        Ok(Self { from, to })
    }

    /// Months until it begins.
    #[must_use]
    pub const fn from(self) -> Months {
        self.from
    }

    /// Months until it ends.
    #[must_use]
    pub const fn to(self) -> Months {
        self.to
    }

    /// The last day before it and its last day; `None` where they leave the calendar.
    #[must_use]
    pub fn days(self, as_of: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
        Some((months_after(as_of, self.from)?, months_after(as_of, self.to)?))
    }
}

pub(super) fn months_after(as_of: NaiveDate, months: Months) -> Option<NaiveDate> {
    add_months(as_of, i32::try_from(months.0).ok()?)
}
