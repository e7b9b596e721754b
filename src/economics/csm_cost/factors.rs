use super::{CostRatio, CsmCost, FeeBasis, Lever, PerAccount};
use crate::economics::EconomicsError;
use crate::quantity::{Currency, CurrencyMismatch, Exact};

/// The inputs as exact numbers that the formulas allow.
#[derive(Clone, Copy, Debug)]
pub(super) struct Factors {
    cost: Exact,
    accounts: Exact,
    arr: Exact,
    fee: Exact,
    basis: FeeBasis,
    pub(super) currency: Currency,
}

/// What a Money holds: a requirement for a mean must fit one.
const LARGEST_AMOUNT: i64 = 100_000_000_000_000;

/// Where a lever meets the target, if nothing else moves.
#[derive(Clone, Copy, Debug)]
pub(super) enum Threshold {
    /// Exactly here: from here upwards, or downwards for a cost.
    At(Exact),
    /// Wherever it stands.
    Anywhere,
    /// Nowhere.
    Nowhere,
}

impl Factors {
    pub(super) fn of(inputs: &CsmCost) -> Result<Self, EconomicsError> {
        let currency = inputs.cost_per_csm.currency();
        let cost = not_negative("cost_per_csm", inputs.cost_per_csm, Exact::of_money(inputs.cost_per_csm))?;
        let accounts =
            not_negative("accounts_per_csm", inputs.accounts_per_csm, Exact::of(inputs.accounts_per_csm))?;
        let arr = inputs.arr_per_account.exact("arr_per_account", currency)?;
        let fee = inputs.fee_per_account.exact("fee_per_account", currency)?;
        let zero = |base| Err(EconomicsError::ZeroBase { base, figure: "CSM cost / ARR" });
        if accounts.is_zero() {
            return zero("accounts_per_csm");
        }
        if arr.is_zero() {
            return zero("arr_per_account");
        }
        Ok(Self { cost, accounts, arr, fee, basis: inputs.fee_basis, currency })
    }

    pub(super) const fn get(&self, lever: Lever) -> Exact {
        match lever {
            Lever::ArrPerAccount => self.arr,
            Lever::AccountsPerCsm => self.accounts,
            Lever::CostPerCsm => self.cost,
            Lever::FeePerAccount => self.fee,
        }
    }

    pub(super) const fn with(mut self, lever: Lever, value: Exact) -> Self {
        match lever {
            Lever::ArrPerAccount => self.arr = value,
            Lever::AccountsPerCsm => self.accounts = value,
            Lever::CostPerCsm => self.cost = value,
            Lever::FeePerAccount => self.fee = value,
        }
        self
    }

    pub(super) fn ratio(&self) -> Option<CostRatio> {
        CostRatio::of(self.cost.div(self.accounts)?, self.fee, self.basis.divisor(self.arr, self.fee)?)
    }

    /// The same for a number of accounts and what their CSMs cost in fact.
    pub(super) fn ratio_at_cost(&self, cost: Exact, accounts: Exact) -> Option<CostRatio> {
        let (fees, arr) = (self.fee.mul(accounts)?, self.arr.mul(accounts)?);
        CostRatio::of(cost, fees, self.basis.divisor(arr, fees)?)
    }

    /// `C/N - P <= t * (A + k * P)`, with `k` = 1 where the fee is ARR, else 0, means `C/N <= t * A + w * P` with
    /// `w = 1 + k * t`. Each lever is that, solved for one factor.
    pub(super) fn threshold(&self, lever: Lever, target: Exact) -> Option<Threshold> {
        let weight = match self.basis {
            FeeBasis::OutsideArr => Exact::ONE,
            FeeBasis::InsideArr => Exact::ONE.add(target)?,
        };
        let per_account = self.cost.div(self.accounts)?;
        let (by_arr, by_fee) = (target.mul(self.arr)?, weight.mul(self.fee)?);
        let allowed = by_arr.add(by_fee)?;
        Some(match lever {
            Lever::ArrPerAccount => match per_account.sub(by_fee)? {
                open if !open.is_positive() => Threshold::Anywhere,
                _ if target.is_zero() => Threshold::Nowhere,
                open => Threshold::At(open.div(target)?),
            },
            Lever::AccountsPerCsm if self.cost.is_zero() => Threshold::Anywhere,
            Lever::AccountsPerCsm if allowed.is_zero() => Threshold::Nowhere,
            Lever::AccountsPerCsm => Threshold::At(self.cost.div(allowed)?),
            Lever::CostPerCsm => Threshold::At(self.accounts.mul(allowed)?),
            Lever::FeePerAccount => match per_account.sub(by_arr)? {
                open if !open.is_positive() => Threshold::Anywhere,
                open => Threshold::At(open.div(weight)?),
            },
        })
    }
}

impl FeeBasis {
    /// What the ratio divides by.
    pub(super) fn divisor(self, arr: Exact, fees: Exact) -> Option<Exact> {
        match self {
            Self::OutsideArr => Some(arr),
            Self::InsideArr => arr.add(fees),
        }
    }
}

impl PerAccount {
    fn exact(self, field: &'static str, currency: Currency) -> Result<Exact, EconomicsError> {
        match self {
            Self::Amount(amount) => {
                same_currency(currency, amount.currency())?;
                not_negative(field, amount, Exact::of_money(amount))
            }
            Self::Mean { total, accounts } => {
                same_currency(currency, total.currency())?;
                let sum = not_negative(field, total, Exact::of_total(total))?;
                let mean = sum.div(Exact::whole(accounts));
                let mean = mean.ok_or(EconomicsError::ZeroBase { base: "accounts", figure: field })?;
                if mean > Exact::whole(LARGEST_AMOUNT) {
                    let allowed = "the mean must be at most 10^14, as any amount";
                    return Err(EconomicsError::out_of_range(field, total, allowed));
                }
                Ok(mean)
            }
        }
    }
}

pub(super) fn same_currency(left: Currency, right: Currency) -> Result<(), EconomicsError> {
    if left == right { Ok(()) } else { Err(CurrencyMismatch { left, right }.into()) }
}

pub(super) fn not_negative(
    field: &'static str,
    value: impl std::fmt::Display,
    exact: Exact,
) -> Result<Exact, EconomicsError> {
    if exact.is_negative() {
        return Err(EconomicsError::out_of_range(
            field,
            value,
            "it must not be negative; give what is paid, without a sign",
        ));
    }
    Ok(exact)
}
