use std::fmt;

use rust_decimal::Decimal;

use crate::economics::{EconomicsError, Period, Rate};
use crate::quantity::Exact;

/// What a payment is worth today that comes a period later.
///
/// Two conventions are about. At 10 % Skok's values a customer who leaves with 10 % a year 4 % lower, and the growing one
/// below 7 %; whoever compares with published figures has to know which one made them. A rate alone ([`From`]) means
/// present value.
///
/// ```
/// use segmentry::economics::lifetime::{Arpa, Customer, Discount, Expansion, GrossMargin, Valuation};
/// use segmentry::economics::{Churn, Rate};
/// use segmentry::rust_decimal::{Decimal, dec};
/// use segmentry::{Currency, Money};
///
/// // forentrepreneurs.com/ltv: 1 of margin, churn 10 %, growth by 22 % of the starting contract, discount 10 %.
/// let customer = Customer {
///     arpa: Arpa::annual(Money::new(dec!(1), Currency::USD)?)?,
///     gross_margin: GrossMargin::AfterCustomerSuccess(dec!(1)),
///     churn: Churn::annual(dec!(0.1))?,
/// };
/// let rate = Rate::annual(dec!(0.1))?;
/// let valued = |discount| {
///     let expansion = Expansion::LinearShare(dec!(0.22));
///     customer.ltv_by(Valuation { expansion, discount, ..Valuation::SIMPLE })
/// };
/// assert_eq!(valued(Discount::None)?.amount(), dec!(29.8));
/// assert_eq!(valued(rate.into())?.amount(), dec!(10.945));
/// assert_eq!(valued(Discount::Skok(rate))?.amount().round_sf(6), Some(dec!(10.1994)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Discount {
    /// As much as one today.
    #[default]
    None,
    /// `1 / (1 + d)` of it: textbook present value. Of 0 and more.
    PresentValue(Rate),
    /// `1 - d` of it: the convention of Skok's spreadsheet. From 0 to below 1.
    Skok(Rate),
}

impl Discount {
    /// What a payment of 1 is worth a period earlier.
    pub(super) fn factor(self, period: Period) -> Result<Exact, EconomicsError> {
        let rate = match self {
            Self::None => return Ok(Exact::ONE),
            Self::PresentValue(rate) | Self::Skok(rate) => rate,
        };
        if rate.value() < Decimal::ZERO {
            let allowed = "a discount is 0 or more; write 0.1 for 10 %";
            return Err(EconomicsError::out_of_range("discount", rate.value(), allowed));
        }
        let overflow = EconomicsError::Overflow { figure: "discount" };
        let d = rate.exact(period).ok_or(overflow.clone())?;
        if matches!(self, Self::PresentValue(_)) {
            return Exact::ONE.add(d).and_then(|base| Exact::ONE.div(base)).ok_or(overflow);
        }
        let factor = Exact::ONE.sub(d).filter(|factor| factor.is_positive());
        factor.ok_or_else(|| {
            let allowed = "Skok's discount is below 1 in the period of the ARPA; use the present value";
            EconomicsError::out_of_range("discount", rate.value(), allowed)
        })
    }
}

impl From<Rate> for Discount {
    fn from(rate: Rate) -> Self {
        Self::PresentValue(rate)
    }
}

impl fmt::Display for Discount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::None => "not discounted",
            Self::PresentValue(_) => "discounted to present value",
            Self::Skok(_) => "discounted as Skok does",
        })
    }
}

/// An annual discount rate that somebody recommends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DiscountBenchmark {
    /// For whom.
    pub name: &'static str,
    /// From this annual rate.
    pub from: Decimal,
    /// To this one; the same where there is one number.
    pub to: Decimal,
    /// Who says so.
    pub source: &'static str,
}

const SKOK: &str = "David Skok, forentrepreneurs.com/ltv";

/// Annual discount rates by the predictability of the business. Opinions, not defaults: nothing is discounted unless you
/// say so.
///
/// ```
/// use segmentry::economics::{Rate, lifetime::DISCOUNT_RATES};
///
/// let rates: Vec<_> = DISCOUNT_RATES.iter().map(|of| (of.name, of.from.to_string())).collect();
/// assert_eq!(rates[0], ("compared with public companies", "0.10".to_owned()));
/// assert!(DISCOUNT_RATES.iter().all(|of| Rate::annual(of.to).is_ok()));
/// ```
pub const DISCOUNT_RATES: [DiscountBenchmark; 3] = [
    DiscountBenchmark {
        name: "compared with public companies",
        from: percent(10),
        to: percent(10),
        source: SKOK,
    },
    DiscountBenchmark {
        name: "private, predictable revenue",
        from: percent(15),
        to: percent(15),
        source: SKOK,
    },
    DiscountBenchmark { name: "early stage", from: percent(20), to: percent(25), source: SKOK },
];

const fn percent(number: u32) -> Decimal {
    Decimal::from_parts(number, 0, 0, false, 2)
}
