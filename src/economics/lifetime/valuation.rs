use std::fmt;

use rust_decimal::Decimal;

use super::Discount;
use crate::economics::Rate;
use crate::quantity::Money;

/// How the payments of a customer are added up to its lifetime value. [`Valuation::SIMPLE`] is `a / c`; the rest is said
/// beside it.
///
/// ```
/// use segmentry::economics::lifetime::{Horizon, Timing, Valuation};
///
/// let five_years = Valuation { horizon: Horizon::Payments(60), ..Valuation::SIMPLE };
/// assert_eq!(five_years.to_string(), "60 payments");
/// assert_eq!(Valuation::default().to_string(), "simple");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Valuation {
    /// How those who stay come to pay more.
    pub expansion: Expansion,
    /// What a later payment is worth today.
    pub discount: Discount,
    /// How many payments count.
    pub horizon: Horizon,
    /// Which payment is the first.
    pub timing: Timing,
}

/// How much more a customer who stays pays from one period to the next, before the margin.
///
/// Where expansion is said here, the churn is that of customers. Without it, take the churn of revenue, in which
/// expansion is contained as long as that is not negative (Skok).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Expansion {
    /// No more.
    #[default]
    None,
    /// So much more per period of the ARPA, in each such period: 5 a month more every month. Not negative.
    Linear(Money),
    /// The same as a part of the starting ARPA: 0.22 of it more in each period (Skok's `G`). Not negative.
    LinearShare(Decimal),
    /// By a rate, which compounds; a shrinking one is below zero.
    Compounding(Rate),
}

/// How many payments count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Horizon {
    /// All that will ever come. Their sum has a value only where they shrink.
    #[default]
    Unlimited,
    /// So many counted payments, at `t = 0` to `n - 1` (at 1 to `n` where [the first is not
    /// counted](Timing::FirstPaymentExcluded)). Has a value for any churn and growth.
    Payments(u32),
}

/// Which payment is the first that counts, and as of when: three textbook formulas that differ in nothing else (Fader &
/// Hardie 2012, "Reconciling and Clarifying CLV Formulas").
///
/// With retention `r` and discount `d`, for 1 of margin, and at `r` = 0.8, `d` = 0.1:
///
/// ```
/// use segmentry::economics::lifetime::{Arpa, Customer, Discount, GrossMargin, Timing, Valuation};
/// use segmentry::economics::{Churn, Rate};
/// use segmentry::rust_decimal::{Decimal, dec};
/// use segmentry::{Currency, Money};
///
/// let customer = Customer {
///     arpa: Arpa::annual(Money::new(dec!(1), Currency::USD)?)?,
///     gross_margin: GrossMargin::AfterCustomerSuccess(dec!(1)),
///     churn: Churn::annual(dec!(0.2))?,
/// };
/// let discount = Discount::PresentValue(Rate::annual(dec!(0.1))?);
/// let valued = |timing| customer.ltv_by(Valuation { timing, discount, ..Valuation::SIMPLE });
/// assert_eq!(valued(Timing::FirstPaymentCounted)?.amount().round_sf(5), Some(dec!(3.6667)));
/// assert_eq!(valued(Timing::FirstPaymentExcluded)?.amount().round_sf(5), Some(dec!(2.6667)));
/// assert_eq!(valued(Timing::CountedAtEnd)?.amount().round_sf(5), Some(dec!(3.3333)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Timing {
    /// The first payment comes now, and counts: `(1 + d) / (1 + d - r)`. What a new customer is worth.
    #[default]
    FirstPaymentCounted,
    /// The first payment has been made, and does not count: `r / (1 + d - r)`, the margin multiple. What a customer is
    /// worth that has just paid.
    #[doc(alias = "margin multiple")]
    FirstPaymentExcluded,
    /// The first payment counts, and each is booked at the end of its period: `1 / (1 + d - r)`.
    CountedAtEnd,
}

impl Valuation {
    /// `a / c`: no expansion, no discount, no limit, the first payment counted.
    pub const SIMPLE: Self = Self {
        expansion: Expansion::None,
        discount: Discount::None,
        horizon: Horizon::Unlimited,
        timing: Timing::FirstPaymentCounted,
    };
}

/// Its name in reports: what it has beyond the simple one.
impl fmt::Display for Valuation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let expansion = match self.expansion {
            Expansion::None => None,
            Expansion::Linear(_) | Expansion::LinearShare(_) => Some("linear expansion"),
            Expansion::Compounding(_) => Some("compounding expansion"),
        };
        let timing = match self.timing {
            Timing::FirstPaymentCounted => None,
            Timing::FirstPaymentExcluded => Some("first payment excluded"),
            Timing::CountedAtEnd => Some("booked at the end of the period"),
        };
        let discount = (self.discount != Discount::None).then(|| self.discount.to_string());
        let horizon = match self.horizon {
            Horizon::Unlimited => None,
            Horizon::Payments(1) => Some("1 payment".to_owned()),
            Horizon::Payments(count) => Some(format!("{count} payments")),
        };
        let words = [expansion.map(str::to_owned), discount, horizon, timing.map(str::to_owned)];
        let words: Vec<String> = words.into_iter().flatten().collect();
        f.pad(&if words.is_empty() { "simple".to_owned() } else { words.join(", ") })
    }
}
