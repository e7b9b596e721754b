//! The day, the currency and the seeded numbers that all benches use.

use segmentry::chrono::NaiveDate;
use segmentry::{Currency, Money};

pub(crate) const EUR: Currency = Currency::EUR;

pub(crate) const AS_OF: NaiveDate = match NaiveDate::from_ymd_opt(2026, 1, 1) {
    Some(date) => date,
    None => NaiveDate::MIN,
};

pub(crate) fn euros(units: u64) -> Money {
    Money::from_ticks(i64::try_from(units).unwrap() * 10_000, EUR).unwrap()
}

/// A small generator with a fixed seed (a linear congruence: good enough to spread values).
pub(crate) struct Numbers(u64);

impl Numbers {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}
