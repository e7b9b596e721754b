//! Many accounts as of one day: classified in one call, counted without losing an account or a cent.
//!
//! A [`Portfolio`] checks what holds for all its accounts (one currency, unique ids, an ARR that agrees with its
//! history). [`Portfolio::review`] classifies it. A [`Review`] is counted by any axis: a dimension, an attribute
//! of the account, or a function of yours over a [`Row`]; two axes make a cross-table. Two reviews make
//! [`Changes`]: who moves from where to where, under another policy or by another day.
//!
//! ```
//! use rust_decimal::dec;
//! use segmentry::portfolio::{Portfolio, Row};
//! use segmentry::segment::{SegmentationPolicy, TierPolicy};
//! use segmentry::{Account, Currency, Money, calendar::parse_date};
//!
//! let eur = |amount| Money::new(amount, Currency::EUR).unwrap();
//! let accounts = vec![
//!     Account::builder("acme", Currency::EUR).arr(eur(dec!(60000))).industry("Retail").build()?,
//!     Account::builder("bolt", Currency::EUR).arr(eur(dec!(4000))).build()?,
//!     Account::builder("coil", Currency::EUR).build()?,
//! ];
//! let portfolio = Portfolio::new(accounts, Currency::EUR, parse_date("2026-06-30")?)?;
//! let policy = SegmentationPolicy::builder(TierPolicy::three_tiers(eur(dec!(25000)))?).build()?;
//!
//! let review = portfolio.review(&policy);
//! let tiers = review.tally(Row::tier);
//! assert_eq!(tiers.total().accounts(), 3);
//! assert_eq!(tiers.total().arr().amount(), dec!(64000));
//! assert_eq!(tiers.unclassified().accounts(), 1);
//! for (tier, cell) in tiers.segments() {
//!     println!("{tier:?}: {} accounts, {}", cell.accounts(), cell.arr());
//! }
//! let by_industry = review.cross(Row::tier, Row::industry);
//! assert_eq!(by_industry.total(), tiers.total());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod accounts;
mod bridge;
mod changes;
mod concentration;
mod coverage;
mod crossings;
mod decisions;
mod horizon;
mod migration;
mod mover;
mod pairing;
mod review;
mod tally;
mod work_list;

pub use crate::economics::concentration::Concentration;
pub use accounts::{Portfolio, PortfolioError, PortfolioFault};
pub use bridge::{Bridged, LeftOut};
pub use changes::Changes;
pub use coverage::FactCoverage;
pub use crossings::{CrossingForecast, CrossingItem, CrossingQuestion, Crossings, NoForecast};
pub use decisions::PolicyOverride;
pub use horizon::Horizon;
pub use migration::{BeforeAfter, Flow, Migration};
pub use mover::{BothExplanations, Mover, OtherPolicy};
pub use review::{Review, Row};
pub use tally::{Cell, CrossTable, Tally};
pub use work_list::{Prospects, WorkItem, WorkList};
