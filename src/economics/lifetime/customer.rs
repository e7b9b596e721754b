use super::sums::Sums;
use super::{Arpa, Expansion, GrossMargin, Horizon, Ltv, Timing, Valuation};
use crate::economics::{Churn, EconomicsError};
use crate::quantity::{CurrencyMismatch, Exact};

/// The typical customer of a segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Customer {
    /// What it pays, and how often.
    pub arpa: Arpa,
    /// What of that is left.
    pub gross_margin: GrossMargin,
    /// How likely it is to leave.
    pub churn: Churn,
}

const LTV: &str = "LTV";
const OVERFLOW: EconomicsError = EconomicsError::Overflow { figure: LTV };

impl Customer {
    /// The simple lifetime value `a / c`, with `a` = ARPA x margin and `c` the churn in the period of the ARPA. Take the
    /// churn of revenue here (Skok). Negative where the margin is.
    ///
    /// ```
    /// use segmentry::economics::{Churn, lifetime::{Arpa, Customer, GrossMargin}};
    /// use segmentry::rust_decimal::dec;
    /// use segmentry::{Currency, Money};
    ///
    /// let customer = Customer {
    ///     arpa: Arpa::monthly(Money::new(dec!(500), Currency::USD)?)?,
    ///     gross_margin: GrossMargin::AfterCustomerSuccess(dec!(0.8)),
    ///     churn: Churn::monthly(dec!(0.02))?,
    /// };
    /// assert_eq!(customer.ltv()?.amount(), dec!(20000));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`EconomicsError::Divergent`] without churn; [`EconomicsError::OutOfRange`] for a margin above 1.
    #[doc(alias = "CLV")]
    #[doc(alias = "lifetime value")]
    pub fn ltv(&self) -> Result<Ltv, EconomicsError> {
        self.ltv_by(Valuation::SIMPLE)
    }

    /// The lifetime value by a valuation; the formulas stand in the [module](super).
    ///
    /// ```
    /// use segmentry::economics::{Churn, EconomicsError};
    /// use segmentry::economics::lifetime::{Arpa, Customer, Expansion, GrossMargin, Horizon, Valuation};
    /// use segmentry::rust_decimal::dec;
    /// use segmentry::{Currency, Money};
    ///
    /// let usd = |amount| Money::new(amount, Currency::USD);
    /// // forentrepreneurs.com/ltv: 100 a month, 5 more every month, churn 3 %.
    /// let mut customer = Customer {
    ///     arpa: Arpa::monthly(usd(dec!(100))?)?,
    ///     gross_margin: GrossMargin::AfterCustomerSuccess(dec!(1)),
    ///     churn: Churn::monthly(dec!(0.03))?,
    /// };
    /// let growing = Valuation { expansion: Expansion::Linear(usd(dec!(5))?), ..Valuation::SIMPLE };
    /// assert_eq!(customer.ltv_by(growing)?.amount().round_dp(4), dec!(8722.2222));
    ///
    /// customer.churn = Churn::monthly(dec!(0))?;
    /// assert!(matches!(customer.ltv(), Err(EconomicsError::Divergent { .. })));
    /// let five_years = Valuation { horizon: Horizon::Payments(60), ..Valuation::SIMPLE };
    /// assert_eq!(customer.ltv_by(five_years)?.amount(), dec!(6000));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`EconomicsError::Divergent`] where payments do not shrink (`K >= 1`) and nothing limits them;
    /// [`EconomicsError::OutOfRange`] for a margin above 1, a discount below 0 (Skok's also from 1), a linear expansion
    /// below 0; [`EconomicsError::Currency`] for an expansion in another currency than the ARPA;
    /// [`EconomicsError::Overflow`] for a value beyond a Decimal.
    pub fn ltv_by(&self, valuation: Valuation) -> Result<Ltv, EconomicsError> {
        let margin = self.gross_margin.exact()?;
        let step = self.step(valuation.expansion)?;
        let discount = valuation.discount.factor(self.arpa.period())?;
        let factor = self.kept(valuation.expansion).and_then(|kept| kept.mul(discount)).ok_or(OVERFLOW)?;
        let factor = factor.reduced();
        let sums = match valuation.horizon {
            Horizon::Payments(count) => Sums::of_first(count, factor),
            Horizon::Unlimited if factor >= Exact::ONE => return Err(divergent(valuation.expansion)),
            Horizon::Unlimited => Sums::unlimited(factor),
        };
        let sums = sums.ok_or(OVERFLOW)?;
        let start = self.arpa.exact();
        let value = match valuation.timing {
            Timing::FirstPaymentCounted => worth(start, step, &sums),
            Timing::FirstPaymentExcluded => start
                .add_or_places(step)
                .and_then(|second| worth(second, step, &sums))
                .and_then(|value| value.mul_or_places(factor)),
            Timing::CountedAtEnd => worth(start, step, &sums).and_then(|value| value.mul_or_places(discount)),
        };
        let value = value.and_then(|value| value.mul_or_places(margin)).ok_or(OVERFLOW)?;
        Ltv::new(*self, valuation, value.reduced())
    }

    /// What of a payment comes again a period later: `(1 - c)(1 + g)`.
    fn kept(&self, expansion: Expansion) -> Option<Exact> {
        let period = self.arpa.period();
        let kept = Exact::ONE.sub(self.churn.exact(period)?)?;
        match expansion {
            Expansion::None | Expansion::Linear(_) | Expansion::LinearShare(_) => Some(kept),
            Expansion::Compounding(rate) => kept.mul(Exact::ONE.add(rate.exact(period)?)?),
        }
    }

    /// The growth in money from one payment to the next.
    fn step(&self, expansion: Expansion) -> Result<Exact, EconomicsError> {
        let allowed = "a linear expansion is 0 or more; a contraction is churn, or compounds";
        match expansion {
            Expansion::None | Expansion::Compounding(_) => Ok(Exact::ZERO),
            Expansion::Linear(amount) if amount.is_negative() => {
                Err(EconomicsError::out_of_range("expansion", amount, allowed))
            }
            Expansion::Linear(amount) if amount.currency() != self.arpa.currency() => {
                Err(CurrencyMismatch { left: self.arpa.currency(), right: amount.currency() }.into())
            }
            Expansion::Linear(amount) => Ok(Exact::of_money(amount)),
            Expansion::LinearShare(share) if Exact::of(share).is_negative() => {
                Err(EconomicsError::out_of_range("expansion", share, allowed))
            }
            Expansion::LinearShare(share) => self.arpa.exact().mul(Exact::of(share)).ok_or(OVERFLOW),
        }
    }

    /// What a payment leaves: ARPA x margin.
    pub(in crate::economics) fn margin_per_payment(&self) -> Result<Exact, EconomicsError> {
        self.arpa.exact().mul_or_places(self.gross_margin.exact()?).ok_or(OVERFLOW)
    }
}

/// `start * sum K^t + step * sum t K^t`.
fn worth(start: Exact, step: Exact, sums: &Sums) -> Option<Exact> {
    let level = start.mul_or_places(sums.powers)?;
    if step.is_zero() {
        return Some(level);
    }
    level.add_or_places(step.mul_or_places(sums.weighted)?)
}

fn divergent(expansion: Expansion) -> EconomicsError {
    let reason = match expansion {
        Expansion::Compounding(_) => {
            "what stays grows at least as fast as churn and discount shrink it; set a horizon"
        }
        Expansion::None | Expansion::Linear(_) | Expansion::LinearShare(_) => {
            "without churn the payments never end; set a horizon, or discount them"
        }
    };
    EconomicsError::Divergent { figure: LTV, reason }
}
