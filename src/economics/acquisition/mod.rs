//! What winning a customer costs (CAC), and how many times that it returns.
//!
//! | figure | formula | source |
//! |---|---|---|
//! | [`Acquisition::cac`] | sales and marketing spend / new customers | usual; the [`Lag`] between them is said, never guessed |
//! | [`LtvToCac`] | LTV / CAC, against 3 | A3-4, Skok |
//! | [`LtvTarget::cac_ceiling`] | LTV / target: what a prospect may cost at the most, in money or in hours | A3-3 |
//! | [`UnitEconomics`] | all of it per segment and in total | A3-3 to A3-5 |
//!
//! Whether the target is met is decided on the exact fraction.
//!
//! ```
//! use segmentry::economics::Churn;
//! use segmentry::economics::acquisition::{Cac, LtvCacStatus, LtvTarget, LtvToCac};
//! use segmentry::economics::lifetime::{Arpa, Customer, GrossMargin};
//! use segmentry::rust_decimal::dec;
//! use segmentry::{Currency, Money};
//!
//! let usd = |amount| Money::new(amount, Currency::USD);
//! let customer = Customer {
//!     arpa: Arpa::monthly(usd(dec!(500))?)?,
//!     gross_margin: GrossMargin::AfterCustomerSuccess(dec!(0.8)),
//!     churn: Churn::monthly(dec!(0.02))?,
//! };
//! let ratio = LtvToCac::of(customer.ltv()?, Cac::given(usd(dec!(6000))?)?)?;
//! assert_eq!(ratio.value().round_dp(4), dec!(3.3333));
//! assert_eq!(ratio.status(LtvTarget::DEFAULT), LtvCacStatus::Meets);
//!
//! // A prospect like this one may cost 6,666.66, which are 83 hours at 80.
//! let ceiling = LtvTarget::DEFAULT.cac_ceiling(&customer.ltv()?)?;
//! assert_eq!(ceiling.limit()?, usd(dec!(6666.66))?);
//! assert_eq!(ceiling.hours_at(usd(dec!(80))?)?.floor(), dec!(83));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # The best prospects first (A3-13)
//!
//! [`LtvToCac::merit`] ranks them in [`Review::prospects_by`](crate::Review::prospects_by). What a prospect would pay and
//! cost is your estimate; here its wallet, and figures by line of business:
//!
//! ```
//! use segmentry::economics::Churn;
//! use segmentry::economics::acquisition::{Cac, LtvToCac};
//! use segmentry::economics::lifetime::{Arpa, Customer, GrossMargin};
//! use segmentry::portfolio::{Portfolio, Row};
//! use segmentry::rust_decimal::{Decimal, dec};
//! use segmentry::segment::{SegmentationPolicy, TierPolicy};
//! use segmentry::{Account, Currency, Money, calendar::parse_date};
//!
//! let eur = |amount: Decimal| Money::new(amount, Currency::EUR).unwrap();
//! let prospect = |id, wallet, line| {
//!     Account::builder(id, Currency::EUR).wallet_potential(eur(wallet)).line_of_business(line).build()
//! };
//! let accounts = vec![
//!     prospect("large", dec!(60000), "field")?,
//!     prospect("small", dec!(6000), "web")?,
//!     Account::builder("unknown", Currency::EUR).build()?,
//! ];
//! let portfolio = Portfolio::new(accounts, Currency::EUR, parse_date("2026-06-30")?)?;
//! let policy = SegmentationPolicy::builder(TierPolicy::three_tiers(eur(dec!(25000)))?).build()?;
//!
//! let ltv_to_cac = |row: &Row<'_>| {
//!     let (churn, cac) = match row.line_of_business().ok()? {
//!         "field" => (dec!(0.1), dec!(200000)),
//!         _ => (dec!(0.2), dec!(5000)),
//!     };
//!     let customer = Customer {
//!         arpa: Arpa::annual(row.account.wallet_potential()?.value).ok()?,
//!         gross_margin: GrossMargin::AfterCustomerSuccess(dec!(0.8)),
//!         churn: Churn::annual(churn).ok()?,
//!     };
//!     LtvToCac::of(customer.ltv().ok()?, Cac::given(eur(cac)).ok()?).ok()
//! };
//! let review = portfolio.review(&policy);
//! let prospects = review.prospects_by(|row| Some(ltv_to_cac(row)?.merit()));
//! let order: Vec<_> = prospects.rows().iter().map(|row| row.account.id()).collect();
//! assert_eq!(order, ["small", "large", "unknown"]); // 4.8, 2.4, and not known
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod cac;
mod ceiling;
mod ltv_to_cac;
mod target;
mod unit_economics;

pub use cac::{Acquisition, Cac, Lag};
pub use ceiling::CacCeiling;
pub use ltv_to_cac::LtvToCac;
pub use target::{LtvCacStatus, LtvTarget};
pub use unit_economics::{SegmentUnit, UnitEconomics, UnitRow, UnitTotal};
