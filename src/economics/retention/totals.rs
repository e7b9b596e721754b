use super::sums::total;
use super::{Movement, Revenue};
use crate::economics::EconomicsError;
use crate::quantity::{Currency, CurrencyMismatch, Money, Total};

/// The movements of a period in total, where the accounts behind them are not at hand.
///
/// All amounts are zero or more, in one currency. Expansion, contraction and churn are taken to be of the cohort: the
/// accounts with ARR at the opening. Where churn and contraction are more than that ARR they cannot be: then there is no
/// GRR (and no NRR where expansion does not make up for it), while gross churn and the quick ratio count all accounts and
/// stay.
///
/// ```
/// use segmentry::economics::retention::MovementTotals;
/// use segmentry::rust_decimal::dec;
/// use segmentry::{Currency, Money};
///
/// // pulserevops.com: 10.0M, of which 0.6M shrinks and 0.9M leaves, while 1.8M is added.
/// let usd = |amount| Money::new(amount, Currency::USD).unwrap();
/// let totals = MovementTotals {
///     opening: usd(dec!(10_000_000)),
///     contraction: usd(dec!(600_000)),
///     churn: usd(dec!(900_000)),
///     expansion: usd(dec!(1_800_000)),
///     ..MovementTotals::none(Currency::USD)
/// };
/// assert_eq!(totals.revenue()?.gross_retention()?, dec!(0.85));
/// assert_eq!(totals.revenue()?.net_retention()?, dec!(1.03));
/// assert_eq!(totals.closing()?.amount(), dec!(10_300_000));
/// # Ok::<(), segmentry::economics::EconomicsError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MovementTotals {
    /// ARR at the opening.
    pub opening: Money,
    /// Of accounts that never were customers before.
    pub new: Money,
    /// Of accounts that had been customers before.
    pub reactivation: Money,
    /// Of customers that pay more.
    pub expansion: Money,
    /// Of customers that pay less.
    pub contraction: Money,
    /// Of customers that left.
    pub churn: Money,
}

impl MovementTotals {
    /// Nothing at all, in this currency: for the fields that you leave out.
    #[must_use]
    pub const fn none(currency: Currency) -> Self {
        let zero = Money::zero(currency);
        Self { opening: zero, new: zero, reactivation: zero, expansion: zero, contraction: zero, churn: zero }
    }

    /// ARR at the closing.
    ///
    /// # Errors
    /// [`EconomicsError::Currency`] for two currencies, [`EconomicsError::OutOfRange`] for a negative amount, and for
    /// losses of more than there was, an opening of zero included.
    pub fn closing(&self) -> Result<Total, EconomicsError> {
        total(self.closing_ticks()?, self.opening.currency())
    }

    /// The figures of revenue. Without an opening there is the quick ratio alone, of losses above the gains too; what is
    /// a part of the opening is [`EconomicsError::ZeroBase`].
    ///
    /// # Errors
    /// [`EconomicsError::Currency`] for two currencies, [`EconomicsError::OutOfRange`] for a negative amount, and for
    /// losses of more than there was, where an opening is given.
    pub fn revenue(&self) -> Result<Revenue, EconomicsError> {
        if self.opening.is_zero() {
            self.checked_ticks()?;
        } else {
            self.closing_ticks()?;
        }
        Revenue::of_totals(self)
    }

    /// The amounts in the order of a bridge.
    fn checked_ticks(&self) -> Result<[i128; 6], EconomicsError> {
        let currency = self.opening.currency();
        let amounts = [
            ("opening", self.opening),
            (Movement::New.name(), self.new),
            (Movement::Reactivation.name(), self.reactivation),
            (Movement::Expansion.name(), self.expansion),
            (Movement::Contraction.name(), self.contraction),
            (Movement::Churn.name(), self.churn),
        ];
        for (field, amount) in amounts {
            if amount.currency() != currency {
                return Err(CurrencyMismatch { left: currency, right: amount.currency() }.into());
            }
            if amount.is_negative() {
                let allowed = "give each movement as an amount of zero or more, losses too";
                return Err(EconomicsError::out_of_range(field, amount, allowed));
            }
        }
        Ok(amounts.map(|(_, amount)| i128::from(amount.ticks())))
    }

    fn closing_ticks(&self) -> Result<i128, EconomicsError> {
        let [opening, new, reactivation, expansion, contraction, churn] = self.checked_ticks()?;
        // Six amounts are far within i128.
        let gained = opening.saturating_add(new).saturating_add(reactivation).saturating_add(expansion);
        let closing = gained.saturating_sub(contraction).saturating_sub(churn);
        if closing < 0 {
            let allowed =
                "contraction and churn cannot exceed what was there and what came; correct the totals";
            return Err(EconomicsError::out_of_range(Movement::Churn.name(), self.churn, allowed));
        }
        Ok(closing)
    }
}
