use rust_decimal::Decimal;

use super::factors::Factors;
use super::{CostRatio, CsmCost, OVERFLOW};
use crate::economics::EconomicsError;
use crate::quantity::{Exact, Rounding};

/// How many CSMs a number of accounts takes, and what ratio that really gives.
#[derive(Clone, Copy, Debug)]
pub struct Headcount {
    fte: Decimal,
    csms: u64,
    cost: Decimal,
    accounts_per_csm: Option<Decimal>,
    ratio: Option<CostRatio>,
}

impl Headcount {
    /// `accounts / accounts per CSM`, for CSMs who are pooled and stay fractional: full-time equivalents.
    #[must_use]
    pub const fn fte(&self) -> Decimal {
        self.fte
    }

    /// The same rounded up, for dedicated CSMs; none for no accounts.
    #[must_use]
    pub const fn csms(&self) -> u64 {
        self.csms
    }

    /// What those whole CSMs cost a year.
    #[must_use]
    pub const fn cost(&self) -> Decimal {
        self.cost
    }

    /// The accounts that each of them has on average. `None` without accounts.
    #[must_use]
    pub const fn accounts_per_csm(&self) -> Option<Decimal> {
        self.accounts_per_csm
    }

    /// The ratio with whole CSMs: `csms * C` in place of `fte * C`. `None` without accounts.
    #[must_use]
    pub const fn ratio(&self) -> Option<&CostRatio> {
        self.ratio.as_ref()
    }
}

impl CsmCost {
    /// The CSMs that so many accounts take.
    ///
    /// # Errors
    /// Those of [`CsmCost::ratio`].
    ///
    /// ```
    /// use segmentry::economics::csm_cost::{CsmCost, FeeBasis};
    /// use segmentry::rust_decimal::dec;
    /// use segmentry::{Currency, Money};
    ///
    /// let eur = |amount| Money::new(amount, Currency::EUR).unwrap();
    /// let smb = CsmCost {
    ///     cost_per_csm: eur(dec!(150000)),
    ///     accounts_per_csm: dec!(50),
    ///     arr_per_account: eur(dec!(12000)).into(),
    ///     fee_per_account: eur(dec!(0)).into(),
    ///     fee_basis: FeeBasis::OutsideArr,
    /// };
    /// let headcount = smb.headcount(101)?;
    /// assert_eq!((headcount.fte(), headcount.csms()), (dec!(2.02), 3));
    /// assert_eq!(smb.ratio()?.net(), dec!(0.25));
    /// let realised = headcount.ratio().expect("there are accounts").net();
    /// assert_eq!(realised.round_dp(6), dec!(0.371287));
    /// # Ok::<(), segmentry::economics::EconomicsError>(())
    /// ```
    pub fn headcount(&self, accounts: u64) -> Result<Headcount, EconomicsError> {
        Factors::of(self)?.headcount(accounts).ok_or(OVERFLOW)
    }
}

impl Factors {
    fn headcount(&self, accounts: u64) -> Option<Headcount> {
        let accounts = Exact::whole(accounts);
        let fte = accounts.div(self.get(super::Lever::AccountsPerCsm))?;
        let csms = u64::try_from(fte.to_whole(Rounding::Up)?).ok()?;
        let cost = self.get(super::Lever::CostPerCsm).mul(Exact::whole(csms))?;
        let (accounts_per_csm, ratio) = if accounts.is_zero() {
            (None, None)
        } else {
            let realised = accounts.div(Exact::whole(csms))?.to_decimal()?;
            (Some(realised), Some(self.ratio_at_cost(cost, accounts)?))
        };
        Some(Headcount { fte: fte.to_decimal()?, csms, cost: cost.to_decimal()?, accounts_per_csm, ratio })
    }
}
