use rust_decimal::Decimal;

use super::factors::Factors;
use super::figure::Figure;
use super::{CostRatio, CsmCost, Lever, OVERFLOW};
use crate::economics::EconomicsError;
use crate::quantity::Exact;

/// What becomes of the net ratio when one lever moves by 1 %.
#[derive(Clone, Copy, Debug)]
pub struct Sensitivity {
    lever: Lever,
    after: CostRatio,
    change: Figure,
}

impl Sensitivity {
    /// The lever.
    #[must_use]
    pub const fn lever(&self) -> Lever {
        self.lever
    }

    /// The net ratio after the move.
    #[must_use]
    pub fn ratio(&self) -> Decimal {
        self.after.net()
    }

    /// That less the ratio before: below zero where the move helps. More ARR does not help where fees exceed the cost.
    #[must_use]
    pub fn change(&self) -> Decimal {
        self.change.decimal()
    }
}

impl CsmCost {
    /// Which lever moves the net ratio most: each is moved by 1 % in its own direction (cost down, the others up), the other
    /// three held, and the ratio computed anew. The one that lowers it most comes first, equal ones in the order of [`Lever`].
    ///
    /// This is the finite form, exact for a step of 1 %. The derivative form (1 % times the elasticity) treats cost and
    /// accounts alike; here a cost of 0.99 lowers the ratio a little more than accounts of 1.01.
    ///
    /// # Errors
    /// Those of [`CsmCost::ratio`].
    ///
    /// ```
    /// use segmentry::economics::csm_cost::{CsmCost, FeeBasis, Lever};
    /// use segmentry::rust_decimal::dec;
    /// use segmentry::{Currency, Money};
    ///
    /// let eur = |amount| Money::new(amount, Currency::EUR).unwrap();
    /// let midmarket = CsmCost {
    ///     cost_per_csm: eur(dec!(200000)),
    ///     accounts_per_csm: dec!(40),
    ///     arr_per_account: eur(dec!(25000)).into(),
    ///     fee_per_account: eur(dec!(500)).into(),
    ///     fee_basis: FeeBasis::OutsideArr,
    /// };
    /// let [first, .., last] = midmarket.sensitivity()?;
    /// // 198,000 in place of 200,000: 0.178 in place of 0.18.
    /// assert_eq!((first.lever(), first.change()), (Lever::CostPerCsm, dec!(-0.002)));
    /// // 505 in place of 500.
    /// assert_eq!((last.lever(), last.change()), (Lever::FeePerAccount, dec!(-0.0002)));
    /// # Ok::<(), segmentry::economics::EconomicsError>(())
    /// ```
    pub fn sensitivity(&self) -> Result<[Sensitivity; 4], EconomicsError> {
        let factors = Factors::of(self)?;
        let [arr, accounts, cost, fee] = Lever::ALL.map(|lever| moved(&factors, lever).ok_or(OVERFLOW));
        let mut all = [arr?, accounts?, cost?, fee?];
        all.sort_by_key(|sensitivity| (sensitivity.change, sensitivity.lever));
        Ok(all)
    }
}

fn moved(factors: &Factors, lever: Lever) -> Option<Sensitivity> {
    let percent = match lever {
        Lever::CostPerCsm => 99,
        Lever::ArrPerAccount | Lever::AccountsPerCsm | Lever::FeePerAccount => 101,
    };
    let step = Exact::whole(percent).div(Exact::whole(100))?;
    let after = factors.with(lever, factors.get(lever).mul(step)?).ratio()?;
    let change = Figure::of(after.exact().sub(factors.ratio()?.exact())?)?;
    Some(Sensitivity { lever, after, change })
}
