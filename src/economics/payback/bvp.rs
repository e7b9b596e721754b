use super::PaybackMonths;
use crate::economics::EconomicsError;
use crate::economics::acquisition::Cac;
use crate::economics::lifetime::GrossMargin;
use crate::quantity::{Exact, Money};

/// Payback as Bessemer Venture Partners count it (cloud law 6): for a whole period, without a number of customers.
///
/// ```
/// use segmentry::economics::lifetime::GrossMargin;
/// use segmentry::economics::payback::{BvpPayback, PaybackMonths};
/// use segmentry::rust_decimal::dec;
/// use segmentry::{Currency, Money};
///
/// let usd = |amount| Money::new(amount, Currency::USD);
/// let quarter = BvpPayback {
///     sales_and_marketing: usd(dec!(850000))?,
///     account_management: usd(dec!(80000))?,
///     new_monthly_recurring: usd(dec!(100000))?,
///     gross_margin: GrossMargin::AfterCustomerSuccess(dec!(0.7)),
/// };
/// assert_eq!(quarter.months()?, PaybackMonths::After(dec!(11)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BvpPayback {
    /// Sales and marketing of the period before.
    pub sales_and_marketing: Money,
    /// Of that, those who manage accounts that are customers already: taken off.
    pub account_management: Money,
    /// Committed monthly recurring revenue won in the period.
    #[doc(alias = "CMRR")]
    pub new_monthly_recurring: Money,
    /// What of it is left.
    pub gross_margin: GrossMargin,
}

impl BvpPayback {
    /// `(S&M - account management) / (new monthly recurring x margin)`; never where that leaves nothing.
    ///
    /// # Errors
    /// [`EconomicsError::Currency`] for two currencies; [`EconomicsError::OutOfRange`] for amounts below zero, account
    /// management above S&M, or a margin above 1; [`EconomicsError::Overflow`] for months beyond a Decimal.
    pub fn months(&self) -> Result<PaybackMonths, EconomicsError> {
        for amount in [self.account_management, self.new_monthly_recurring] {
            self.sales_and_marketing.compare(amount)?;
        }
        // Refuses amounts below zero.
        let spend = Cac::given(self.sales_and_marketing)?.exact();
        let kept = Exact::of_money(self.account_management);
        if kept.is_negative() || kept > spend {
            let allowed = "it is a part of sales_and_marketing";
            return Err(EconomicsError::out_of_range("account_management", self.account_management, allowed));
        }
        if self.new_monthly_recurring.is_negative() {
            let (value, allowed) = (self.new_monthly_recurring, "what was won is not negative");
            return Err(EconomicsError::out_of_range("new_monthly_recurring", value, allowed));
        }
        let overflow = EconomicsError::Overflow { figure: "payback" };
        let margin = Exact::of_money(self.new_monthly_recurring).mul(self.gross_margin.exact()?);
        PaybackMonths::of(spend.sub(kept).ok_or(overflow.clone())?, margin.ok_or(overflow)?)
    }
}
