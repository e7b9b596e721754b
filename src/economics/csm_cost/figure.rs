use rust_decimal::Decimal;

use crate::quantity::Exact;

/// An exact number that a Decimal has room for. It is divided where somebody asks for it: most figures of many segments are
/// compared only, and dividing 512 bits costs more than all the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Figure {
    exact: Exact,
}

impl Figure {
    pub(super) const ZERO: Self = Self { exact: Exact::ZERO };

    /// `None` where a Decimal has no room.
    pub(super) fn of(exact: Exact) -> Option<Self> {
        let limit = Exact::of(Decimal::MAX);
        let fits = exact <= limit && exact >= Exact::of(Decimal::MIN);
        fits.then_some(Self { exact })
    }

    pub(super) const fn exact(self) -> Exact {
        self.exact
    }

    /// One division, rounded half-even to at most 28 decimals.
    pub(super) fn decimal(self) -> Decimal {
        // There is room: that was checked.
        self.exact.to_decimal().unwrap_or(Decimal::MAX)
    }
}
