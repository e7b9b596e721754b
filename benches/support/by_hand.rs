//! The three models as a careful engineer would write them for this one policy: the same checks (missing, too old,
//! negative, another currency), the same reasons, integers throughout, and nothing that could explain itself.

use segmentry::account::facts;
use segmentry::calendar::{Days, days_between};
use segmentry::quantity::CurrencyMismatch;
use segmentry::segment::{Trajectory, WalletQuadrant};
use segmentry::{Account, Csat, Currency, Fact, Money, Name, Nps, Unclassified, Verdict};

use super::numbers::{AS_OF, EUR};

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
    let (now, before) = (account.arr_on(AS_OF)?, account.prior_arr_on(AS_OF));
    if now.is_none() && before.is_none() {
        return Err(Unclassified::Missing(facts::BUSINESS_GROWTH));
    }
    let arr = amount(facts::ARR, now, limits)?;
    let prior = amount(facts::PRIOR_ARR, before, limits)?;
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
    let troubled = need(facts::VALUE_ALIGNED, account.value_aligned(), limits).is_ok_and(|aligned| !aligned)
        || need(facts::EXTERNAL_FACTOR, account.external_factor(), limits).is_ok_and(|disturbed| disturbed)
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
