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

/// The three models as a careful engineer would write them for this one policy: the same checks (missing, too old,
/// negative, another currency), the same reasons, integers throughout, and nothing that could explain itself.
pub(crate) mod by_hand {
    use segmentry::account::facts;
    use segmentry::calendar::{Days, days_between};
    use segmentry::quantity::CurrencyMismatch;
    use segmentry::{Fact, Name, Unclassified, Verdict};

    use super::*;

    /// What a policy could change; read at run time, as ours is.
    pub(crate) struct Limits {
        pub(crate) currency: Currency,
        pub(crate) max_age: Option<Days>,
        pub(crate) midmarket: i64,
        pub(crate) enterprise: i64,
    }

    pub(crate) const LIMITS: Limits =
        Limits { currency: EUR, max_age: None, midmarket: 250_000_000, enterprise: 1_000_000_000 };

    pub(crate) type Row = (Verdict<u8>, Verdict<Trajectory>, Verdict<WalletQuadrant>);

    fn need<T: Copy>(name: Name, fact: Option<Fact<T>>, limits: &Limits) -> Verdict<T> {
        let fact = fact.ok_or(Unclassified::Missing(name))?;
        match (limits.max_age, fact.observed_on) {
            (Some(limit), Some(date)) if days_between(date, AS_OF) > limit.0.into() => {
                Err(Unclassified::Stale(name))
            }
            _ => Ok(fact.value),
        }
    }

    fn amount(name: Name, fact: Option<Fact<Money>>, limits: &Limits) -> Verdict<i64> {
        let money = need(name, fact, limits)?;
        if money.currency() != limits.currency {
            return Err(CurrencyMismatch { left: money.currency(), right: limits.currency }.into());
        }
        if money.is_negative() { Err(Unclassified::Undefined(name)) } else { Ok(money.ticks()) }
    }

    fn arr(account: &Account, limits: &Limits) -> Verdict<i64> {
        amount(facts::ARR, account.arr_on(AS_OF)?, limits)
    }

    fn tier(account: &Account, limits: &Limits) -> Verdict<u8> {
        if account.designation().is_some_and(|d| d.made_on().is_none_or(|date| date <= AS_OF)) {
            return Ok(3);
        }
        let arr = arr(account, limits)?;
        Ok(if arr >= limits.enterprise { 2 } else { u8::from(arr >= limits.midmarket) })
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

    fn trajectory(account: &Account, limits: &Limits) -> Verdict<Trajectory> {
        for growth in [account.business_growth(), account.industry_growth()] {
            if let Ok(growth) = need(facts::BUSINESS_GROWTH, growth, limits) {
                return Ok(by_growth(growth.numerator().into(), growth.denominator().into()));
            }
        }
        let Ok(arr) = arr(account, limits) else { return Err(Unclassified::Missing(facts::BUSINESS_GROWTH)) };
        let prior = amount(facts::PRIOR_ARR, account.prior_arr_on(AS_OF), limits)?;
        if prior == 0 {
            return Err(Unclassified::Undefined(facts::PRIOR_ARR));
        }
        Ok(by_growth((arr - prior).into(), prior.into()))
    }

    fn wallet(account: &Account, limits: &Limits) -> Verdict<WalletQuadrant> {
        let arr = i128::from(arr(account, limits)?);
        let current = i128::from(amount(facts::WALLET_CURRENT, account.wallet_current(), limits)?);
        let potential = i128::from(amount(facts::WALLET_POTENTIAL, account.wallet_potential(), limits)?);
        if current == 0 {
            return Err(Unclassified::Undefined(facts::WALLET_CURRENT));
        }
        let low_csat = |csat: Csat| {
            let share = csat.share_of_scale();
            10 * i128::from(share.numerator()) < 6 * i128::from(share.denominator())
        };
        let troubled = need(facts::VALUE_ALIGNED, account.value_aligned(), limits)
            .is_ok_and(|aligned| !aligned)
            || need(facts::EXTERNAL_FACTOR, account.external_factor(), limits)
                .is_ok_and(|disturbed| disturbed)
            || need(facts::NPS, account.nps(), limits).is_ok_and(|nps| nps < Nps::ZERO)
            || need(facts::CSAT, account.csat(), limits).is_ok_and(low_csat);
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

    pub(crate) fn classify(account: &Account, limits: &Limits) -> Row {
        (tier(account, limits), trajectory(account, limits), wallet(account, limits))
    }
}
