//! Accounts of W's shape, drawn from whatever gives numbers: a property's values in tests, a seeded generator in benches.

#![expect(clippy::integer_division, reason = "amounts are drawn as whole cents, rounded anyhow")]

use segmentry::account::{Designation, StrategicReason, SupportRequests};
use segmentry::calendar::Days;
use segmentry::chrono::{NaiveDate, TimeDelta};
use segmentry::{Account, Money, Nps, Ratio, Score};

use super::policy::{AS_OF, EUR};

/// W's industries; four of them are volatile.
pub(crate) const INDUSTRIES: [&str; 20] = [
    "Aerospace",
    "Agriculture",
    "Automotive",
    "Banking",
    "Biotech",
    "Construction",
    "Education",
    "Energy",
    "Government",
    "Healthcare",
    "Hospitality",
    "Insurance",
    "Logistics",
    "Manufacturing",
    "Media",
    "NonProfit",
    "Retail",
    "Software",
    "Telecom",
    "Travel",
];

/// A row of W: money in cents, utilization in ten-thousandths, dates in days from the as-of date.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) strategic: bool,
    pub(crate) arr: i64,
    pub(crate) prior: Option<i64>,
    pub(crate) wallet_now: Option<i64>,
    pub(crate) wallet_future: Option<i64>,
    pub(crate) utilization: Option<i64>,
    pub(crate) health: i64,
    pub(crate) contracted: u32,
    pub(crate) activated: u32,
    pub(crate) nps: Option<i64>,
    pub(crate) cancel: bool,
    /// Never before the start.
    pub(crate) renewal: i64,
    pub(crate) support: u32,
    pub(crate) tenure: i64,
    pub(crate) industry: &'static str,
}

/// Where the numbers come from, and how often a value stands at the edge of a table instead of anywhere.
pub(crate) struct Draw<F> {
    pub(crate) below: F,
    pub(crate) edges_percent: u64,
}

impl<F: FnMut(u64) -> u64> Draw<F> {
    fn number(&mut self, from: i64, to: i64) -> i64 {
        let width = u64::try_from(to - from).unwrap() + 1;
        from + i64::try_from((self.below)(width)).unwrap()
    }

    fn percent(&mut self, percent: u64) -> bool {
        (self.below)(100) < percent
    }

    fn one_of<T: Copy>(&mut self, values: &[T]) -> T {
        values[usize::try_from((self.below)(u64::try_from(values.len()).unwrap())).unwrap()]
    }

    /// Between these, or at an edge.
    fn value(&mut self, from: i64, to: i64, edges: &[i64]) -> i64 {
        if self.percent(self.edges_percent) { self.one_of(edges) } else { self.number(from, to) }
    }

    /// The same with more high values than low ones, as a root of an even number gives.
    fn high(&mut self, from: i64, to: i64, edges: &[i64]) -> i64 {
        let other = self.number(from, to);
        self.value(other, to, edges)
    }

    fn known(&mut self, percent: u64, value: i64) -> Option<i64> {
        self.percent(percent).then_some(value)
    }

    /// ARR and the year before: a fifth at exactly a tenth more, a tenth exactly flat. Cents over several orders of
    /// magnitude, as contracts are.
    fn arr(&mut self) -> (i64, i64) {
        let most = self.one_of(&[1000, 2000, 4000, 6000, 12_000, 24_000]);
        // So that a third and a quarter are whole cents too.
        let unit = 300 * self.number(most / 24, most / 3);
        let (arr, prior) = match (self.below)(100) {
            0..20 => (11 * unit, 10 * unit),
            20..30 => (11 * unit, 11 * unit),
            30..32 => (1001 * (unit / 100), 1000 * (unit / 100)),
            32..35 => (11 * unit, 0),
            _ => (11 * unit, 1100 * unit / self.number(65, 145)),
        };
        let edges = [0, 1, 2_499_999, 2_500_000, 2_500_001, 9_999_999, 10_000_000, 10_000_001];
        (if self.percent(self.edges_percent / 4) { self.one_of(&edges) } else { arr }, prior)
    }

    /// The wallet now and later: a part of them exactly at a share of 80 % or 30 %, or at 1.2 times as much.
    fn wallets(&mut self, arr: i64) -> (i64, i64) {
        let now = match (self.below)(100) {
            0..5 => arr / 4 * 5,
            5 => 0,
            _ if self.percent(self.edges_percent / 5) => arr / 3 * 10,
            _ => arr * 100 / self.number(10, 110),
        };
        let future = if self.percent(10) { now / 5 * 6 } else { now / 100 * self.number(60, 200) };
        (now, future)
    }

    fn seats(&mut self) -> (u32, u32) {
        let five = u32::try_from(self.number(1, 400)).unwrap();
        let contracted = 10 * five;
        match (self.below)(100) {
            0..2 => (0, 0),
            2..8 => (contracted, 8 * five),
            8..11 => (contracted, 5 * five),
            _ => (contracted, u32::try_from(self.number(0, contracted.into())).unwrap()),
        }
    }

    pub(crate) fn row(&mut self) -> Row {
        let (arr, prior) = self.arr();
        let (wallet_now, wallet_future) = self.wallets(arr);
        let (contracted, activated) = self.seats();
        let tenure = self.value(30, 4000, &[-1, 0, 364, 365, 366]);
        let utilization = self.high(0, 10_000, &[0, 2999, 3000, 3001, 5999, 6000, 6001, 10_000]);
        let nps = self.high(-100, 100, &[-100, -1, 0, 29, 30, 100]);
        let most = self.number(0, 30);
        let support = self.value(0, most, &[0, 7, 8, 19, 20, 500]);
        Row {
            strategic: self.percent(2),
            arr,
            prior: self.known(94, prior),
            wallet_now: self.known(75, wallet_now),
            wallet_future: self.known(75, wallet_future),
            utilization: self.known(85, utilization),
            health: self.high(0, 100, &[0, 39, 40, 69, 70, 100]),
            contracted,
            activated,
            nps: self.known(60, nps),
            cancel: self.percent(3),
            renewal: self.value(-60, 720, &[-1, 0, 30, 31, 90, 91]).max(-tenure),
            support: u32::try_from(support).unwrap(),
            tenure,
            industry: self.one_of(&INDUSTRIES),
        }
    }
}

impl Row {
    pub(crate) fn account(&self, id: &str) -> Account {
        let money = |cents: i64| Money::from_ticks(cents * 100, EUR).unwrap();
        Account::builder(id, EUR)
            .designation(self.strategic.then(|| Designation::new(StrategicReason::Unrecorded)))
            .arr(money(self.arr))
            .prior_arr(self.prior.map(money))
            .wallet_current(self.wallet_now.map(money))
            .wallet_potential(self.wallet_future.map(money))
            .utilization(self.utilization.map(|part| Ratio::new(part, 10_000).unwrap()))
            .health_score(Score::new(self.health.into()).unwrap())
            .seats_contracted(self.contracted)
            .seats_activated(self.activated)
            .nps(self.nps.map(|nps| Nps::new(nps.into()).unwrap()))
            .cancellation_requested(self.cancel)
            .renewal_on(day(self.renewal))
            .support_requests(SupportRequests { count: self.support, period: Days(90) })
            .started_on(day(-self.tenure))
            .industry(self.industry)
            .build()
            .unwrap()
    }
}

fn day(from_as_of: i64) -> NaiveDate {
    AS_OF + TimeDelta::try_days(from_as_of).unwrap()
}
