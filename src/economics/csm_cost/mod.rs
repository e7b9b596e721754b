//! What share of ARR customer success costs, and what would bring it to its target.
//!
//! Article A1 asks for net fully loaded CSM cost / ARR of at most 15 % in every segment (A1-7), names four levers (A1-8), and
//! wants touches per account behind it (A1-9).
//!
//! | question | answer |
//! |---|---|
//! | what is the ratio of a segment, by its four factors | [`CsmCost::ratio`] |
//! | and of all segments together | [`PortfolioCost`] |
//! | what must a lever do, alone or with another | [`CsmCost::levers`] |
//! | what moves it | [`ACTIONS`] |
//! | which lever moves the ratio most | [`CsmCost::sensitivity`] |
//! | how many CSMs are that, in whole people | [`CsmCost::headcount`] |
//! | what does each segment bear of a pool | [`split_pooled_cost`] |
//! | how many accounts has a CSM time for | [`WorkingTime`] |
//! | and with these touches each | [`Engagement`] |
//! | what do others say | [`BENCHMARKS`] |

mod actions;
mod answer;
mod benchmark;
mod combination;
mod engagement;
mod factors;
mod figure;
mod headcount;
mod inputs;
mod lever;
mod levers;
mod pooled;
mod portfolio;
mod ratio;
mod sensitivity;
mod target;
mod working_time;

pub use actions::{ACTIONS, Action};
pub use answer::{LeverAnswer, LeverOutcome, Obstacle, Required};
pub use benchmark::{BENCHMARKS, Benchmark, BenchmarkFigure, accounts_at_coverage};
pub use combination::{Combination, Path};
pub use engagement::{Engagement, Touch};
pub use headcount::Headcount;
pub use inputs::{CsmCost, FeeBasis, PerAccount};
pub use lever::{Bounds, Lever, LeverValue};
pub use levers::{AtCapacity, Levers};
pub use pooled::split_pooled_cost;
pub use portfolio::{CsmSpend, PortfolioCost, SegmentCost, SegmentRatio};
pub use ratio::CostRatio;
pub use sensitivity::Sensitivity;
pub use target::{Target, TargetStatus};
pub use working_time::WorkingTime;

use super::EconomicsError;

const OVERFLOW: EconomicsError = EconomicsError::Overflow { figure: "CSM cost / ARR" };
