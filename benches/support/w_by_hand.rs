//! W as a careful engineer would write it for this one policy: its numbers are constants, and nothing could explain itself.
//!
//! Three rows: integers compared crosswise, decimals compared crosswise, and decimals divided as one would on paper.

use segmentry::calendar::days_between;
use segmentry::chrono::{NaiveDate, TimeDelta};
use segmentry::rust_decimal::{Decimal, dec};

use crate::accounts::{INDUSTRIES, Row};
use crate::policy::{AS_OF, VOLATILE};

pub(crate) type Codes = [u8; 5];

/// Money in cents, utilization in ten-thousandths, dates in days from the as-of date, the industry's position.
pub(crate) struct Integers {
    strategic: bool,
    cancel: bool,
    industry: u8,
    arr: i64,
    prior: Option<i64>,
    wallet_now: Option<i64>,
    wallet_future: Option<i64>,
    utilization: Option<u16>,
    health: u8,
    nps: Option<i8>,
    contracted: u32,
    activated: u32,
    renewal: i32,
    support: u32,
    tenure: i32,
}

impl Integers {
    pub(crate) fn new(row: &Row) -> Self {
        let industry = INDUSTRIES.iter().position(|name| *name == row.industry).unwrap();
        Self {
            strategic: row.strategic,
            cancel: row.cancel,
            industry: industry.try_into().unwrap(),
            arr: row.arr,
            prior: row.prior,
            wallet_now: row.wallet_now,
            wallet_future: row.wallet_future,
            utilization: row.utilization.map(|part| part.try_into().unwrap()),
            health: row.health.try_into().unwrap(),
            nps: row.nps.map(|nps| nps.try_into().unwrap()),
            contracted: row.contracted,
            activated: row.activated,
            renewal: row.renewal.try_into().unwrap(),
            support: row.support,
            tenure: row.tenure.try_into().unwrap(),
        }
    }

    pub(crate) fn codes(&self) -> Codes {
        let tier = match self.arr {
            _ if self.strategic => 3,
            10_000_000.. => 2,
            2_500_000.. => 1,
            _ => 0,
        };
        let trajectory = match self.prior {
            None | Some(..=0) => 0,
            Some(prior) if 10 * self.arr >= 11 * prior => 3,
            Some(prior) if 1000 * self.arr >= 1001 * prior => 2,
            Some(_) => 1,
        };
        let wallet = match (self.wallet_now, self.wallet_future) {
            (Some(..=0) | None, _) | (_, None) => 0,
            (Some(now), _) if 5 * self.arr >= 4 * now => 1,
            (Some(now), Some(future)) if 5 * future >= 6 * now => 2,
            (Some(now), _) if 10 * self.arr >= 3 * now => 3,
            _ => 4,
        };
        let mut points = match self.utilization {
            None => 10,
            Some(..3000) => 30,
            Some(..6000) => 15,
            Some(_) => 0,
        };
        points += match self.health {
            ..40 => 25,
            40..70 => 10,
            _ => 0,
        };
        points += activation(self.contracted, self.activated);
        points += match self.nps {
            Some(..0) => 15,
            None | Some(..30) => 5,
            Some(_) => 0,
        };
        points += rest(self.cancel, self.renewal.into(), self.support, self.tenure.into());
        // The positions of the volatile ones.
        points += if matches!(self.industry, 10 | 14 | 16 | 19) { 5 } else { 0 };
        with_attention(tier, trajectory, wallet, points)
    }
}

/// What a service has that keeps its numbers as decimals and its dates as dates.
pub(crate) struct Decimals {
    strategic: bool,
    cancel: bool,
    industry: String,
    arr: Decimal,
    prior: Option<Decimal>,
    wallet_now: Option<Decimal>,
    wallet_future: Option<Decimal>,
    utilization: Option<Decimal>,
    health: Decimal,
    nps: Option<Decimal>,
    contracted: u32,
    activated: u32,
    renewal: NaiveDate,
    support: u32,
    started: NaiveDate,
}

impl Decimals {
    pub(crate) fn new(row: &Row) -> Self {
        let scaled =
            |number: i64, scale: u32| Decimal::try_from_i128_with_scale(number.into(), scale).unwrap();
        let cents = |amount: i64| scaled(amount, 2);
        let day = |days: i64| AS_OF + TimeDelta::try_days(days).unwrap();
        Self {
            strategic: row.strategic,
            cancel: row.cancel,
            industry: row.industry.into(),
            arr: cents(row.arr),
            prior: row.prior.map(cents),
            wallet_now: row.wallet_now.map(cents),
            wallet_future: row.wallet_future.map(cents),
            utilization: row.utilization.map(|part| scaled(part, 4)),
            health: row.health.into(),
            nps: row.nps.map(Into::into),
            contracted: row.contracted,
            activated: row.activated,
            renewal: day(row.renewal),
            support: row.support,
            started: day(-row.tenure),
        }
    }

    /// Nothing is divided, so nothing is rounded.
    pub(crate) fn codes_crosswise(&self) -> Codes {
        let trajectory = match self.prior {
            Some(prior) if prior <= Decimal::ZERO => 0,
            Some(prior) if self.arr * dec!(10) >= prior * dec!(11) => 3,
            Some(prior) if self.arr * dec!(1000) >= prior * dec!(1001) => 2,
            Some(_) => 1,
            None => 0,
        };
        let wallet = match (self.wallet_now, self.wallet_future) {
            (Some(now), Some(_)) if now <= Decimal::ZERO => 0,
            (Some(now), Some(_)) if self.arr * dec!(5) >= now * dec!(4) => 1,
            (Some(now), Some(future)) if future * dec!(5) >= now * dec!(6) => 2,
            (Some(now), Some(_)) if self.arr * dec!(10) >= now * dec!(3) => 3,
            (Some(_), Some(_)) => 4,
            _ => 0,
        };
        let points = self.points(activation(self.contracted, self.activated));
        with_attention(self.tier(), trajectory, wallet, points)
    }

    /// As one would on paper: a growth, two shares and an activation, each a quotient of up to 28 digits.
    pub(crate) fn codes_divided(&self) -> Codes {
        let trajectory = match self.prior {
            Some(prior) if prior > Decimal::ZERO => {
                let growth = (self.arr - prior) / prior;
                if growth >= dec!(0.1) {
                    3
                } else if growth >= dec!(0.001) {
                    2
                } else {
                    1
                }
            }
            _ => 0,
        };
        let wallet = match (self.wallet_now, self.wallet_future) {
            (Some(now), Some(future)) if now > Decimal::ZERO => {
                let share = self.arr / now;
                if share >= dec!(0.8) {
                    1
                } else if future / now >= dec!(1.2) {
                    2
                } else if share >= dec!(0.3) {
                    3
                } else {
                    4
                }
            }
            _ => 0,
        };
        let activation = if self.contracted == 0 {
            10
        } else {
            let part = Decimal::from(self.activated) / Decimal::from(self.contracted);
            if part < dec!(0.5) {
                20
            } else if part < dec!(0.8) {
                8
            } else {
                0
            }
        };
        with_attention(self.tier(), trajectory, wallet, self.points(activation))
    }

    fn tier(&self) -> u8 {
        if self.strategic {
            3
        } else if self.arr >= dec!(100_000) {
            2
        } else {
            u8::from(self.arr >= dec!(25_000))
        }
    }

    fn points(&self, activation: u32) -> u32 {
        let mut points = activation;
        points += match self.utilization {
            None => 10,
            Some(part) if part < dec!(0.3) => 30,
            Some(part) if part < dec!(0.6) => 15,
            Some(_) => 0,
        };
        points += match self.health {
            health if health < dec!(40) => 25,
            health if health < dec!(70) => 10,
            _ => 0,
        };
        points += match self.nps {
            None => 5,
            Some(nps) if nps < Decimal::ZERO => 15,
            Some(nps) if nps < dec!(30) => 5,
            Some(_) => 0,
        };
        let (renewal, tenure) = (days_between(AS_OF, self.renewal), days_between(self.started, AS_OF));
        points += rest(self.cancel, renewal, self.support, tenure);
        points + if VOLATILE.contains(&self.industry.as_str()) { 5 } else { 0 }
    }
}

fn activation(contracted: u32, activated: u32) -> u32 {
    let (contracted, activated) = (u64::from(contracted), u64::from(activated));
    if contracted == 0 {
        10
    } else if 2 * activated < contracted {
        20
    } else if 5 * activated < 4 * contracted {
        8
    } else {
        0
    }
}

/// The factors that are integers in every row.
fn rest(cancel: bool, renewal: i64, support: u32, tenure: i64) -> u32 {
    let mut points = if cancel { 60 } else { 0 };
    points += match renewal {
        0..=30 => 15,
        31..=90 => 8,
        _ => 0,
    };
    points += match support {
        20.. => 10,
        8.. => 4,
        _ => 0,
    };
    points + if tenure < 365 { 6 } else { 0 }
}

fn with_attention(tier: u8, trajectory: u8, wallet: u8, points: u32) -> Codes {
    let risk = if points >= 60 { 2 } else { u8::from(points >= 30) };
    let attention = [[0, 0, 1], [0, 1, 2], [1, 2, 3], [1, 3, 3]][usize::from(tier)][usize::from(risk)];
    [tier, trajectory, wallet, risk, attention]
}
