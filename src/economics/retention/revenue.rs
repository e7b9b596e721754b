use rust_decimal::Decimal;

use super::sums::{Sums, total};
use super::{Basis, MovementTotals};
use crate::economics::EconomicsError;
use crate::quantity::{Currency, Exact, Total};

/// The figures of revenue that follow from a bridge, or from its [totals](MovementTotals) alone. Fractions: 0.85 is 85 %.
///
/// `b` is the ARR at the opening. The cohort are the accounts with ARR at the opening; who comes or comes back is outside
/// its retention.
///
/// | figure | formula | used by |
/// |---|---|---|
/// | [gross retention](Self::gross_retention), GRR | sum of min(b, e) / b | SaaS Metrics Standards Board (second-hand, docs.imboard.ai) |
/// | [net retention](Self::net_retention), NRR | sum of e of the cohort / b | the same |
/// | [gross churn](Self::gross_churn) | (churn + contraction) / b | `ChartMogul`, gross MRR churn rate |
/// | [net churn](Self::net_churn) | 1 - NRR | who reports NRR |
/// | [`ChartMogul`'s net churn](Self::chartmogul_net_churn) | (churn + contraction - expansion - reactivation) / b | `ChartMogul`, net MRR churn rate |
/// | [quick ratio](Self::quick_ratio) | (new + expansion) / (churn + contraction) | Hamid; above 4 is good, below 1 shrinks |
///
/// On the snapshot basis, and from totals, GRR is from 0 to 1, and NRR not below 0: where totals would say otherwise, they
/// count losses of accounts that came within the period, and the figure is an error. On the event basis of a bridge GRR is
/// 1 - losses of the cohort / b, which falls below 0 where accounts lose more than they had, having grown in between;
/// there, who left and came back counts as lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Revenue {
    basis: Basis,
    opening: Total,
    new: Total,
    reactivation: Total,
    expansion: Total,
    /// Contraction and churn.
    lost: Total,
    /// Of the cohort alone.
    cohort_gained: Total,
    cohort_lost: Total,
}

const OPENING: &str = "opening ARR";

impl Revenue {
    pub(super) fn of_sums(sums: &Sums, currency: Currency, basis: Basis) -> Result<Self, EconomicsError> {
        // What is gained fits together, so that every quotient below fits a Decimal.
        let gains =
            sums.new.ticks.saturating_add(sums.reactivation.ticks).saturating_add(sums.expansion.ticks);
        total(gains, currency)?;
        let total = |ticks| total(ticks, currency);
        Ok(Self {
            basis,
            opening: total(sums.opening.ticks)?,
            new: total(sums.new.ticks)?,
            reactivation: total(sums.reactivation.ticks)?,
            expansion: total(sums.expansion.ticks)?,
            lost: total(sums.contraction.ticks.saturating_add(sums.churn.ticks))?,
            cohort_gained: total(sums.cohort.gained)?,
            cohort_lost: total(sums.cohort.lost)?,
        })
    }

    pub(super) fn of_totals(totals: &MovementTotals) -> Result<Self, EconomicsError> {
        let currency = totals.opening.currency();
        let ticks = |amount: crate::quantity::Money| i128::from(amount.ticks());
        let lost = total(ticks(totals.contraction).saturating_add(ticks(totals.churn)), currency)?;
        let total = |amount| total(ticks(amount), currency);
        Ok(Self {
            basis: Basis::Snapshot,
            opening: total(totals.opening)?,
            new: total(totals.new)?,
            reactivation: total(totals.reactivation)?,
            expansion: total(totals.expansion)?,
            lost,
            cohort_gained: total(totals.expansion)?,
            cohort_lost: lost,
        })
    }

    /// What the cohort kept, without what it added: `sum of min(b, e) / b`.
    ///
    /// # Errors
    /// [`EconomicsError::ZeroBase`] without ARR at the opening; [`EconomicsError::OutOfRange`] for totals whose churn and
    /// contraction are more than that, so that they cannot be of the cohort alone.
    #[doc(alias = "GRR")]
    #[doc(alias = "GDR")]
    pub fn gross_retention(&self) -> Result<Decimal, EconomicsError> {
        let kept = self.opening.ticks().saturating_sub(self.cohort_lost.ticks());
        let retention = self.of_opening(kept, "GRR")?;
        match self.basis {
            Basis::Snapshot if kept < 0 => Err(self.lost_too_much(
                "GRR allows no more than the ARR at the opening; leave out what accounts lost that came within the period",
            )),
            Basis::Snapshot | Basis::Event => Ok(retention),
        }
    }

    /// What the cohort pays now, with what it added: `sum of e / b`.
    ///
    /// # Errors
    /// [`EconomicsError::ZeroBase`] without ARR at the opening; [`EconomicsError::OutOfRange`] for totals whose churn and
    /// contraction are more than opening and expansion together.
    #[doc(alias = "NRR")]
    #[doc(alias = "NDR")]
    pub fn net_retention(&self) -> Result<Decimal, EconomicsError> {
        self.of_opening(self.checked_net_ticks("NRR")?, "NRR")
    }

    /// `(churn + contraction) / b`, of all accounts, as `ChartMogul` counts it.
    ///
    /// ```
    /// use segmentry::economics::retention::MovementTotals;
    /// use segmentry::rust_decimal::dec;
    /// use segmentry::{Currency, Money};
    ///
    /// // ChartMogul's own example: 20 % gross, 10 % net.
    /// let usd = |amount| Money::new(amount, Currency::USD).unwrap();
    /// let totals = MovementTotals {
    ///     opening: usd(dec!(100)),
    ///     churn: usd(dec!(10)),
    ///     contraction: usd(dec!(10)),
    ///     expansion: usd(dec!(10)),
    ///     ..MovementTotals::none(Currency::USD)
    /// };
    /// assert_eq!(totals.revenue()?.gross_churn()?, dec!(0.2));
    /// assert_eq!(totals.revenue()?.chartmogul_net_churn()?, dec!(0.1));
    /// # Ok::<(), segmentry::economics::EconomicsError>(())
    /// ```
    ///
    /// # Errors
    /// [`EconomicsError::ZeroBase`] without ARR at the opening.
    #[doc(alias = "gross MRR churn rate")]
    pub fn gross_churn(&self) -> Result<Decimal, EconomicsError> {
        self.of_opening(self.lost.ticks(), "gross churn")
    }

    /// `1 - NRR`: below zero where the cohort grew.
    ///
    /// # Errors
    /// As [`net_retention`](Self::net_retention).
    pub fn net_churn(&self) -> Result<Decimal, EconomicsError> {
        let net = self.checked_net_ticks("net churn")?;
        self.of_opening(self.opening.ticks().saturating_sub(net), "net churn")
    }

    /// `(churn + contraction - expansion - reactivation) / b`: who comes back counts, so that 1 - this differs from NRR.
    ///
    /// # Errors
    /// [`EconomicsError::ZeroBase`] without ARR at the opening.
    #[doc(alias = "net MRR churn rate")]
    pub fn chartmogul_net_churn(&self) -> Result<Decimal, EconomicsError> {
        let gained = self.expansion.ticks().saturating_add(self.reactivation.ticks());
        self.of_opening(self.lost.ticks().saturating_sub(gained), "ChartMogul's net churn")
    }

    /// `expansion / b`, of all accounts: the other side of [gross churn](Self::gross_churn).
    ///
    /// # Errors
    /// [`EconomicsError::ZeroBase`] without ARR at the opening.
    pub fn expansion_rate(&self) -> Result<Decimal, EconomicsError> {
        self.of_opening(self.expansion.ticks(), "expansion rate")
    }

    /// `(new + expansion) / (churn + contraction)`; `None` where nothing was lost, since the ratio then has no bound.
    ///
    /// ```
    /// use segmentry::economics::retention::MovementTotals;
    /// use segmentry::rust_decimal::dec;
    /// use segmentry::{Currency, Money};
    ///
    /// let usd = |amount| Money::new(amount, Currency::USD).unwrap();
    /// // theprimecalculator.com
    /// let totals = MovementTotals {
    ///     new: usd(dec!(25000)),
    ///     expansion: usd(dec!(10000)),
    ///     churn: usd(dec!(8000)),
    ///     contraction: usd(dec!(4000)),
    ///     ..MovementTotals::none(Currency::USD)
    /// };
    /// assert_eq!(totals.revenue()?.quick_ratio(), Some(dec!(2.9166666666666666666666666667)));
    /// # Ok::<(), segmentry::economics::EconomicsError>(())
    /// ```
    #[must_use]
    pub fn quick_ratio(&self) -> Option<Decimal> {
        self.over_losses(self.new.ticks().saturating_add(self.expansion.ticks()))
    }

    /// `(new + expansion + reactivation) / (churn + contraction)`; `None` where nothing was lost.
    #[must_use]
    pub fn quick_ratio_with_reactivation(&self) -> Option<Decimal> {
        let gained = self.new.ticks().saturating_add(self.expansion.ticks());
        self.over_losses(gained.saturating_add(self.reactivation.ticks()))
    }

    pub(super) const fn opening(&self) -> Total {
        self.opening
    }

    pub(super) const fn expansion(&self) -> Total {
        self.expansion
    }

    pub(super) const fn lost(&self) -> Total {
        self.lost
    }

    /// What the cohort pays at the closing. Sums here are of four totals at the most, far within i128.
    const fn net_ticks(&self) -> i128 {
        self.opening
            .ticks()
            .saturating_add(self.cohort_gained.ticks())
            .saturating_sub(self.cohort_lost.ticks())
    }

    /// The same where there is an opening to relate it to. In a bridge it is a sum of ARR; totals can deny that.
    fn checked_net_ticks(&self, figure: &'static str) -> Result<i128, EconomicsError> {
        if self.opening.ticks() == 0 {
            return Err(EconomicsError::ZeroBase { base: OPENING, figure });
        }
        match self.net_ticks() {
            net if net < 0 => Err(self.lost_too_much(
                "NRR allows no more than opening ARR and expansion; leave out what accounts lost that came within the period",
            )),
            net => Ok(net),
        }
    }

    fn lost_too_much(&self, allowed: &'static str) -> EconomicsError {
        EconomicsError::out_of_range("churn and contraction", self.cohort_lost, allowed)
    }

    /// What the cohort pays at the closing, in the currency's unit.
    pub(super) fn net(&self, figure: &'static str) -> Result<Exact, EconomicsError> {
        let net = super::sums::total(self.checked_net_ticks(figure)?, self.opening.currency())?;
        Ok(Exact::of_total(net))
    }

    /// NRR, within a formula.
    pub(super) fn net_exact(&self) -> Result<Exact, EconomicsError> {
        let net = self.checked_net_ticks("NRR")?;
        Exact::whole(net)
            .div(Exact::whole(self.opening.ticks()))
            .ok_or(EconomicsError::Overflow { figure: "NRR" })
    }

    fn of_opening(&self, ticks: i128, figure: &'static str) -> Result<Decimal, EconomicsError> {
        let opening = Exact::whole(self.opening.ticks());
        if opening.is_zero() {
            return Err(EconomicsError::ZeroBase { base: OPENING, figure });
        }
        let quotient = Exact::whole(ticks).div(opening).and_then(Exact::to_decimal);
        quotient.ok_or(EconomicsError::Overflow { figure })
    }

    fn over_losses(&self, ticks: i128) -> Option<Decimal> {
        Exact::whole(ticks).div(Exact::whole(self.lost.ticks())).and_then(Exact::to_decimal)
    }
}
