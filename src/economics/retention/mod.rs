//! What became of last year's ARR: the bridge, GRR, NRR, logo retention, churn, the quick ratio, ARPA.
//!
//! The unit is the customer. Subscriptions of one account are added up first ([`ArrSnapshot::of_subscriptions`]), so one that
//! ends while others go on is a contraction, and a second one an expansion. The ARR of an account at both ends of a period
//! decides its [`Movement`]; the [`Bridge`] counts them, and its [`Revenue`] holds the figures.
//!
//! | from | use |
//! |---|---|
//! | accounts with their ARR at both ends | [`Bridge::of_accounts`] |
//! | the accounts of two days | [`Bridge::between`], [`BridgeSeries::of_snapshots`] |
//! | histories, for one period or for every month | [`Timeline::bridge`], [`Timeline::bridges`] |
//! | accounts by segment, also where they move | [`SegmentedBridge`], [`Timeline::bridges_by_segment`] |
//! | a portfolio or a review | [`Portfolio::bridge`](crate::Portfolio::bridge), [`Review::bridge`](crate::Review::bridge) |
//! | totals alone | [`MovementTotals`] |
//!
//! What is easily got wrong:
//!
//! - New and reactivated accounts are in the bridge, but in no retention: the cohort is who paid at the opening.
//! - What happened within the period and was undone is no movement ([`Basis::Snapshot`]); where each step counts, the basis
//!   says so ([`Basis::Event`]). The two are never mixed.
//! - Monthly NRR chained is not the NRR of a year's cohort: [`BridgeSeries`] has both.
//! - A year is not twelve times a month: [`Annualized`].
//! - An amount in another currency is not a movement, but an error.
//!
//! Benchmark, second-hand: KBCM/Sapphire 2024 report a GRR of private SaaS companies of 0.82, 0.91 and 0.95 at the
//! quartiles.

mod annual;
mod bridge;
mod movement;
mod revenue;
mod segments;
mod series;
mod sides;
mod snapshot;
mod sums;
mod timeline;
mod totals;
mod unique;
mod walk;

pub use annual::Annualized;
pub use bridge::{Bridge, BridgeRow};
pub use movement::{AccountArr, Movement, Past};
pub use revenue::Revenue;
pub use segments::{Placed, SegmentBridge, SegmentedBridge};
pub use series::{BridgeSeries, SegmentedSeries};
pub use sides::{OwnerFunction, RetentionSide, RetentionSides, SIDE_OWNERS, SideOwner};
pub use snapshot::ArrSnapshot;
pub use sums::Basis;
pub use timeline::Timeline;
pub use totals::MovementTotals;

pub(crate) use segments::SegmentedSums;
pub(crate) use sums::{Sum, Sums};
