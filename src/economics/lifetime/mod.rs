//! What a customer is worth until it leaves: lifetime value (LTV, also CLV).
//!
//! A [`Customer`] is the typical one of a segment: what it pays, what of that is left, how likely it is to leave.
//! A [`Valuation`] says how its payments are added up; the plain one is `ARPA * margin / churn`. Every [`Ltv`] keeps the
//! valuation by which it was made, since a discounted one is not comparable with one that is not.
//!
//! With `a` = ARPA x margin, `c` churn, `d` discount, `g` growth of those who stay, `m` growth in money x margin, all in
//! **the period of the ARPA**:
//!
//! | valuation | value | who uses it |
//! |---|---|---|
//! | [`Valuation::SIMPLE`] | `a / c` | nearly everybody; `c` is then churn of revenue |
//! | [`Expansion::Linear`] | `a / (1-K) + m K / (1-K)^2`, `K = 1-c`, which is `a / c + m (1-c) / c^2` | Skok; `c` is churn of customers |
//! | [`Expansion::Compounding`] | `a / (1-K)`, `K = (1-c)(1+g)` | textbooks; `K` of 1 and more is [`Divergent`](super::EconomicsError::Divergent) |
//! | [`Discount::PresentValue`] | the same with `K / (1+d)` for `K` | textbooks |
//! | [`Discount::Skok`] | the same with `K (1-d)` for `K` | forentrepreneurs.com/ltv |
//! | [`Horizon::Payments`] | the first `n` payments alone, for any `K`: `a (1-K^n) / (1-K)`, and `a n` where `K = 1` | whoever distrusts infinity |
//! | [`Timing`] | which payment is the first, and when it is booked | Fader & Hardie 2012 |
//!
//! Everything is exact up to one division at the end; powers and roots that fit no fraction are kept to 60 decimals.
//!
//! # Periods
//!
//! One rule: the period of the ARPA decides. Churn, discount and growth are compounded into it, exactly; amounts of
//! money that are stated per period (the ARPA itself, through [`Arpa::per`]) are multiplied or divided by twelve. An
//! annual ARPA means one payment a year in advance, so it is worth more than twelve monthly ones that a customer may
//! cease to pay: take the period in which customers can leave.
//!
//! ```
//! use segmentry::economics::lifetime::{Arpa, Customer, Discount, Expansion, GrossMargin, Valuation};
//! use segmentry::economics::{Churn, Rate};
//! use segmentry::rust_decimal::dec;
//! use segmentry::{Currency, Money};
//!
//! let customer = Customer {
//!     arpa: Arpa::monthly(Money::new(dec!(500), Currency::USD)?)?,
//!     gross_margin: GrossMargin::AfterCustomerSuccess(dec!(0.8)),
//!     churn: Churn::monthly(dec!(0.02))?,
//! };
//! assert_eq!(customer.ltv()?.amount(), dec!(20000));
//!
//! let discounted = Valuation { discount: Discount::PresentValue(Rate::annual(dec!(0.1))?), ..Valuation::SIMPLE };
//! let ltv = customer.ltv_by(discounted)?;
//! assert_eq!(ltv.amount().round(), dec!(14413));
//! assert_eq!(ltv.to_string(), "14412.942 USD (discounted to present value)");
//!
//! let growing = Valuation { expansion: Expansion::Compounding(Rate::monthly(dec!(0.01))?), ..discounted };
//! assert!(customer.ltv_by(growing)?.amount() > ltv.amount());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod arpa;
mod customer;
mod discount;
mod gross_margin;
mod ltv;
mod sums;
mod valuation;

pub use arpa::Arpa;
pub use customer::Customer;
pub use discount::{DISCOUNT_RATES, Discount, DiscountBenchmark};
pub use gross_margin::{GrossMargin, NetCsmCost};
pub use ltv::Ltv;
pub use valuation::{Expansion, Horizon, Timing, Valuation};
