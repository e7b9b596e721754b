use rust_decimal::Decimal;

use super::{Bridge, Revenue};
use crate::economics::EconomicsError;
use crate::quantity::{Exact, Total};

/// The two sides of retention (A3-7): what is not lost, and what is added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RetentionSide {
    /// Churn and contraction that do not happen.
    ChurnReduction,
    /// Expansion of customers.
    Upselling,
}

/// A function of a company that works on retention (A3-7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OwnerFunction {
    /// Sales.
    Sales,
    /// Customer success.
    CustomerSuccess,
    /// Finance.
    Finance,
    /// The executives.
    Executive,
}

/// Who does what on one side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SideOwner {
    /// The side.
    pub side: RetentionSide,
    /// The function.
    pub function: OwnerFunction,
    /// Its part in it.
    pub task: &'static str,
    /// Where that is from.
    pub source: &'static str,
}

/// A3-7 says that the functions work on both sides together, not who does what.
const FUNCTION: &str = "A3-7 names the function; the task is an assumption";

/// Who works on either side: data to show, or to replace by your own.
pub const SIDE_OWNERS: [SideOwner; 8] = {
    use OwnerFunction::{CustomerSuccess, Executive, Finance, Sales};
    use RetentionSide::{ChurnReduction, Upselling};
    const fn owner(side: RetentionSide, function: OwnerFunction, task: &'static str) -> SideOwner {
        SideOwner { side, function, task, source: FUNCTION }
    }
    [
        owner(ChurnReduction, CustomerSuccess, "find the accounts at risk, and run their save plans"),
        owner(ChurnReduction, Sales, "renew early, and sell nothing that does not fit"),
        owner(ChurnReduction, Finance, "report losses and their reasons, segment by segment"),
        owner(ChurnReduction, Executive, "sponsor the accounts whose loss would hurt most"),
        owner(Upselling, Sales, "close the expansions"),
        owner(Upselling, CustomerSuccess, "show the value reached, and name who has room to grow"),
        owner(Upselling, Finance, "price the steps, and report what they bring"),
        owner(Upselling, Executive, "set the target for net retention, and open doors"),
    ]
};

/// Both sides of retention beside each other (A3-7): what was lost, what upselling brought, and how far it makes good.
///
/// ```
/// use segmentry::economics::retention::{MovementTotals, RetentionSide};
/// use segmentry::rust_decimal::dec;
/// use segmentry::{Currency, Money};
///
/// let usd = |amount| Money::new(amount, Currency::USD).unwrap();
/// let totals = MovementTotals {
///     opening: usd(dec!(10_000_000)),
///     contraction: usd(dec!(600_000)),
///     churn: usd(dec!(900_000)),
///     expansion: usd(dec!(1_800_000)),
///     ..MovementTotals::none(Currency::USD)
/// };
/// let sides = totals.revenue()?.sides();
/// assert_eq!(sides.amount(RetentionSide::ChurnReduction).amount(), dec!(1_500_000));
/// assert_eq!(sides.rate(RetentionSide::ChurnReduction)?, dec!(0.15));
/// assert_eq!(sides.rate(RetentionSide::Upselling)?, dec!(0.18));
/// assert_eq!(sides.losses_made_good(), Some(dec!(1.2)));
/// // An NRR of 110 % needs 0.7M more: losses avoided, or expansion, or some of both.
/// assert_eq!(sides.arr_missing_for(dec!(1.1))?, dec!(700_000));
/// # Ok::<(), segmentry::economics::EconomicsError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetentionSides {
    revenue: Revenue,
}

impl Revenue {
    /// Churn reduction and upselling beside each other.
    #[must_use]
    pub const fn sides(&self) -> RetentionSides {
        RetentionSides { revenue: *self }
    }
}

impl Bridge {
    /// Churn reduction and upselling beside each other.
    #[must_use]
    pub const fn sides(&self) -> RetentionSides {
        self.revenue().sides()
    }
}

impl RetentionSides {
    /// What was lost (churn and contraction), or what upselling brought (expansion).
    #[must_use]
    pub const fn amount(&self, side: RetentionSide) -> Total {
        match side {
            RetentionSide::ChurnReduction => self.revenue.lost(),
            RetentionSide::Upselling => self.revenue.expansion(),
        }
    }

    /// The same as a part of the ARR at the opening: gross churn, or the expansion rate.
    ///
    /// # Errors
    /// [`EconomicsError::ZeroBase`] without ARR at the opening.
    pub fn rate(&self, side: RetentionSide) -> Result<Decimal, EconomicsError> {
        match side {
            RetentionSide::ChurnReduction => self.revenue.gross_churn(),
            RetentionSide::Upselling => self.revenue.expansion_rate(),
        }
    }

    /// Who works on a side, by [`SIDE_OWNERS`].
    pub fn owners(&self, side: RetentionSide) -> impl Iterator<Item = &'static SideOwner> {
        SIDE_OWNERS.iter().filter(move |owner| owner.side == side)
    }

    /// Expansion over losses: from 1 on upselling makes good what was lost. `None` where nothing was.
    #[must_use]
    pub fn losses_made_good(&self) -> Option<Decimal> {
        let lost = Exact::of_total(self.revenue.lost());
        Exact::of_total(self.revenue.expansion()).div(lost).and_then(Exact::to_decimal)
    }

    /// How much more ARR the cohort would have to pay for this NRR; zero where it is reached. Avoided losses can bring
    /// [what was lost](Self::amount) at the most; upselling has no such bound.
    ///
    /// # Errors
    /// [`EconomicsError::ZeroBase`] without ARR at the opening, [`EconomicsError::OutOfRange`] for a negative target and
    /// where there is no [NRR](Revenue::net_retention), [`EconomicsError::Overflow`] where the amount does not fit.
    pub fn arr_missing_for(&self, net_retention: Decimal) -> Result<Decimal, EconomicsError> {
        let figure = "ARR missing for an NRR";
        if net_retention.is_sign_negative() && !net_retention.is_zero() {
            let allowed = "a target is a fraction of zero or more; write 1.1 for 110 %";
            return Err(EconomicsError::out_of_range("net_retention", net_retention, allowed));
        }
        let net = self.revenue.net(figure)?;
        let wanted = Exact::of(net_retention).mul(Exact::of_total(self.revenue.opening()));
        let missing = wanted.and_then(|wanted| wanted.sub(net)?.max(Exact::ZERO).to_decimal());
        missing.ok_or(EconomicsError::Overflow { figure })
    }
}
