//! Seeded accounts, and the three models written by hand with the same fact checks.

use segmentry::account::{Designation, StrategicReason};
use segmentry::calendar::add_months;
use segmentry::chrono::NaiveDate;
use segmentry::segment::{TierPolicy, Trajectory, WalletQuadrant};
use segmentry::{Account, Csat, Currency, Money, Nps, Ratio, SegmentationPolicy};

pub(crate) const EUR: Currency = Currency::EUR;

pub(crate) const AS_OF: NaiveDate = match NaiveDate::from_ymd_opt(2026, 1, 1) {
    Some(date) => date,
    None => NaiveDate::MIN,
};

pub(crate) fn euros(units: u64) -> Money {
    Money::from_ticks(i64::try_from(units).unwrap() * 10_000, EUR).unwrap()
}

pub(crate) fn policy() -> SegmentationPolicy {
    let tiers = TierPolicy::four_tiers(euros(25_000), euros(100_000)).unwrap();
    SegmentationPolicy::builder(tiers).build().unwrap()
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

    fn sometimes<T>(&mut self, percent: u64, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.below(100) < percent { Some(make(self)) } else { None }
    }
}

pub(crate) fn account(index: usize, numbers: &mut Numbers) -> Account {
    let arr = 500 + numbers.below(200_000);
    Account::builder(&format!("A-{index}"), EUR)
        .arr(numbers.sometimes(95, |_| euros(arr)))
        .prior_arr(numbers.sometimes(90, |n| euros(arr * 100 / (80 + n.below(40)))))
        .business_growth(
            numbers.sometimes(30, |n| Ratio::new(i64::try_from(n.below(300)).unwrap() - 100, 1000).unwrap()),
        )
        .industry_growth(
            numbers.sometimes(30, |n| Ratio::new(i64::try_from(n.below(100)).unwrap() - 30, 1000).unwrap()),
        )
        .wallet_current(numbers.sometimes(75, |n| euros(arr + n.below(2 * arr))))
        .wallet_potential(numbers.sometimes(75, |n| euros(arr + n.below(4 * arr))))
        .nps(numbers.sometimes(60, |n| Nps::new((i64::try_from(n.below(120)).unwrap() - 20).into()).unwrap()))
        .csat(numbers.sometimes(60, |n| Csat::new((25 + n.below(25)).into(), 50.into()).unwrap()))
        .value_aligned(numbers.sometimes(50, |n| n.below(20) > 0))
        .external_factor(numbers.sometimes(50, |n| n.below(20) == 0))
        .started_on(
            numbers.sometimes(80, |n| add_months(AS_OF, -i32::try_from(n.below(60)).unwrap()).unwrap()),
        )
        .designation(numbers.sometimes(2, |_| Designation::new(StrategicReason::MajorUpsell)))
        .build()
        .unwrap()
}

pub(crate) fn accounts(count: usize) -> Vec<Account> {
    let mut numbers = Numbers::new(20_260_101);
    (0..count).map(|index| account(index, &mut numbers)).collect()
}

/// What a careful engineer would write for this one policy: integers, the same checks, reasons as small codes.
pub(crate) mod by_hand {
    use super::*;

    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub(crate) enum Lack {
        Arr,
        PriorArr,
        ZeroPrior,
        WalletCurrent,
        WalletPotential,
        ZeroWallet,
        BusinessGrowth,
    }

    pub(crate) type Row = (Result<u8, Lack>, Result<Trajectory, Lack>, Result<WalletQuadrant, Lack>);

    fn arr(account: &Account) -> Option<i64> {
        account.arr_on(AS_OF).ok().flatten().map(|fact| fact.value.ticks())
    }

    fn tier(account: &Account) -> Result<u8, Lack> {
        if account.designation().is_some_and(|d| d.made_on().is_none_or(|date| date <= AS_OF)) {
            return Ok(3);
        }
        let arr = arr(account).ok_or(Lack::Arr)?;
        Ok(if arr >= 1_000_000_000 { 2 } else { u8::from(arr >= 250_000_000) })
    }

    fn by_growth(numerator: i128, denominator: i128) -> Trajectory {
        if 20 * numerator >= denominator {
            Trajectory::Growing
        } else if 1000 * numerator >= denominator {
            Trajectory::Struggling
        } else {
            Trajectory::Shrinking
        }
    }

    fn trajectory(account: &Account) -> Result<Trajectory, Lack> {
        if let Some(growth) = account.business_growth().or(account.industry_growth()) {
            return Ok(by_growth(growth.value.numerator().into(), growth.value.denominator().into()));
        }
        let Some(arr) = arr(account) else { return Err(Lack::BusinessGrowth) };
        let prior = account.prior_arr_on(AS_OF).ok_or(Lack::PriorArr)?.value.ticks();
        if prior <= 0 {
            return Err(Lack::ZeroPrior);
        }
        Ok(by_growth((arr - prior).into(), prior.into()))
    }

    fn wallet(account: &Account) -> Result<WalletQuadrant, Lack> {
        let arr = i128::from(arr(account).ok_or(Lack::Arr)?);
        let current = i128::from(account.wallet_current().ok_or(Lack::WalletCurrent)?.value.ticks());
        let potential = i128::from(account.wallet_potential().ok_or(Lack::WalletPotential)?.value.ticks());
        if current <= 0 {
            return Err(Lack::ZeroWallet);
        }
        let low_csat = |csat: Csat| {
            let share = csat.share_of_scale();
            10 * i128::from(share.numerator()) < 6 * i128::from(share.denominator())
        };
        let troubled = account.value_aligned().is_some_and(|fact| !fact.value)
            || account.external_factor().is_some_and(|fact| fact.value)
            || account.nps().is_some_and(|fact| fact.value < Nps::ZERO)
            || account.csat().is_some_and(|fact| low_csat(fact.value));
        Ok(if troubled {
            WalletQuadrant::ReEvaluate
        } else if 10 * arr >= 8 * current {
            WalletQuadrant::Protect
        } else if 10 * potential >= 12 * current {
            WalletQuadrant::Grow
        } else {
            WalletQuadrant::Manage
        })
    }

    pub(crate) fn classify(account: &Account) -> Row {
        (tier(account), trajectory(account), wallet(account))
    }
}
