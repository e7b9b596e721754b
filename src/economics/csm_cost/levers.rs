use super::combination::{Combination, Path};
use super::factors::Factors;
use super::{Bounds, CsmCost, Lever, LeverAnswer, LeverOutcome, OVERFLOW, Target, TargetStatus};
use crate::economics::EconomicsError;
use crate::quantity::{Decimal, Exact};

/// What each lever must do to meet the target (A1-8), and what two of them can do together.
///
/// ```
/// use segmentry::economics::csm_cost::{Bounds, CsmCost, FeeBasis, Lever, LeverOutcome, Target};
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
/// // A CSM has time for 45 accounts; nothing else is known to be limited.
/// let bounds = Bounds { max_accounts_per_csm: Some(dec!(45)), ..Bounds::NONE };
/// let levers = midmarket.levers(Target::ARTICLE, &bounds)?;
///
/// let ranked: Vec<_> = levers.ranked().iter().map(|answer| answer.lever()).collect();
/// assert_eq!(ranked, [Lever::CostPerCsm, Lever::ArrPerAccount, Lever::FeePerAccount, Lever::AccountsPerCsm]);
/// let cost = levers.get(Lever::CostPerCsm).required().expect("some cost meets it");
/// assert_eq!((cost.exact, cost.rounded.to_string().as_str()), (dec!(170000), "170000.00 EUR"));
///
/// let accounts = levers.get(Lever::AccountsPerCsm);
/// assert!(matches!(accounts.outcome(), LeverOutcome::BeyondBound { required, .. } if required.rounded.number() == dec!(48)));
/// // With 45 accounts each, the rest is left to the fee, or to the cost.
/// let at_capacity = levers.at_capacity().expect("48 accounts are too many");
/// let [fee, cost] = [at_capacity.fee, at_capacity.cost].map(|it| it.required().unwrap().rounded.to_string());
/// assert_eq!((fee.as_str(), cost.as_str()), ("694.45 EUR", "191250.00 EUR"));
/// # Ok::<(), segmentry::economics::EconomicsError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Levers {
    status: TargetStatus,
    /// In the order of the levers.
    answers: [LeverAnswer; 4],
    at_capacity: Option<AtCapacity>,
    combinations: Vec<Combination>,
}

/// What fee or cost would be needed if every CSM had as many accounts as there is time for.
#[derive(Clone, Copy, Debug)]
pub struct AtCapacity {
    /// The accounts that a CSM has time for.
    pub accounts_per_csm: Decimal,
    /// The fee that would then be needed, the cost held.
    pub fee: LeverAnswer,
    /// The cost that would then be needed, the fee held.
    pub cost: LeverAnswer,
}

impl CsmCost {
    /// What each lever must do to meet a target within its bound, alone and together with another.
    ///
    /// With `t` = target, and the symbols of [`CsmCost`] (economics of A1-8; each solution put back gives the target):
    ///
    /// | lever | fee outside ARR | fee inside ARR | must be |
    /// |---|---|---|---|
    /// | ARR per account | `(C/N - P) / t` | `(C/N - P) / t - P` | at least that; every ARR does where it is not positive |
    /// | accounts per CSM | `C / (t*A + P)` | `C / (t*(A + P) + P)` | at least that |
    /// | cost per CSM | `N * (t*A + P)` | `N * (t*(A + P) + P)` | at most that |
    /// | fee per account | `C/N - t*A` | `(C/N - t*A) / (1 + t)` | at least that; none is needed where it is not positive |
    ///
    /// A target of zero divides by zero in the first row, and in the second where there is no fee: no value does then.
    ///
    /// # Errors
    /// Those of [`CsmCost::ratio`], and the same for the bounds: negative or of another currency.
    pub fn levers(&self, target: Target, bounds: &Bounds) -> Result<Levers, EconomicsError> {
        let factors = Factors::of(self)?;
        bounds.check(factors.currency)?;
        let status = factors.ratio().ok_or(OVERFLOW)?.status(target);
        let solve = |lever| LeverAnswer::solve(&factors, lever, target, bounds);
        let [arr, accounts, cost, fee] = Lever::ALL;
        let answers = [solve(arr)?, solve(accounts)?, solve(cost)?, solve(fee)?];
        let at_capacity = AtCapacity::of(&factors, &answers, target, bounds)?;
        let combinations = Combination::all(&factors, &answers, target, bounds)?;
        Ok(Levers { status, answers, at_capacity, combinations })
    }
}

impl AtCapacity {
    fn of(
        factors: &Factors,
        answers: &[LeverAnswer; 4],
        target: Target,
        bounds: &Bounds,
    ) -> Result<Option<Self>, EconomicsError> {
        let [_, accounts, ..] = answers;
        let is_blocked =
            matches!(accounts.outcome(), LeverOutcome::BeyondBound { .. } | LeverOutcome::Infeasible(_));
        let Some(capacity) = bounds.max_accounts_per_csm.filter(|most| is_blocked && !most.is_zero()) else {
            return Ok(None);
        };
        let full = factors.with(Lever::AccountsPerCsm, Exact::of(capacity));
        let solve = |lever| LeverAnswer::solve(&full, lever, target, bounds);
        let (fee, cost) = (solve(Lever::FeePerAccount)?, solve(Lever::CostPerCsm)?);
        Ok(Some(Self { accounts_per_csm: capacity, fee, cost }))
    }
}

impl Levers {
    /// Where the ratio stands as things are.
    #[must_use]
    pub const fn status(&self) -> TargetStatus {
        self.status
    }

    /// The answer for a lever.
    #[must_use]
    pub const fn get(&self, lever: Lever) -> &LeverAnswer {
        let [arr, accounts, cost, fee] = &self.answers;
        match lever {
            Lever::ArrPerAccount => arr,
            Lever::AccountsPerCsm => accounts,
            Lever::CostPerCsm => cost,
            Lever::FeePerAccount => fee,
        }
    }

    /// The levers, the one first that reaches the target with the least relative change.
    ///
    /// First those without which the target is met, then the feasible ones, then those beyond their bound, last the
    /// infeasible ones; within each by relative change, one without a change last; equal ones in the order of [`Lever`].
    #[must_use]
    pub fn ranked(&self) -> [LeverAnswer; 4] {
        let mut ranked = self.answers;
        ranked.sort_by_key(|answer| {
            let class = match answer.outcome() {
                LeverOutcome::AlwaysMet | LeverOutcome::NoChargeNeeded | LeverOutcome::AlreadyMet(_) => 0,
                LeverOutcome::Feasible(_) => 1,
                LeverOutcome::BeyondBound { .. } => 2,
                LeverOutcome::Infeasible(_) => 3,
            };
            (class, answer.change.is_none(), answer.change, answer.lever())
        });
        ranked
    }

    /// What fee or cost would be needed at capacity, where the bound on accounts per CSM keeps that lever from doing it
    /// alone. `None` where it does not, and where the capacity is not one account.
    #[must_use]
    pub const fn at_capacity(&self) -> Option<&AtCapacity> {
        self.at_capacity.as_ref()
    }

    /// Two levers together: every ordered pair whose first lever can move, but not far enough alone, so it is moved to its
    /// bound. The feasible ones first, then by relative change, one without a change last; equal ones in the order of
    /// [`Lever`].
    #[must_use]
    pub fn combinations(&self) -> &[Combination] {
        &self.combinations
    }

    /// The feasible lever, or the feasible pair of [`combinations`](Self::combinations), with the least relative change.
    /// `None` where the target is met, and where nothing of that meets it.
    ///
    /// A pair changes by the sum of its two changes. Of equal changes the single lever comes first; whatever has no change
    /// (a fee where there was none) comes last. Pairs that stop short of a bound are not searched.
    #[must_use]
    pub fn least_change(&self) -> Option<Path> {
        let alone = self.ranked().into_iter().filter(LeverAnswer::is_feasible).map(Path::Alone);
        let together = self.combinations.iter().copied().filter(Combination::is_feasible).map(Path::Together);
        // Of equal ones `min_by_key` takes the first.
        let paths = alone.chain(together).filter(|_| !self.status.is_met());
        paths.min_by_key(|path| (path.change().is_none(), path.change()))
    }
}
