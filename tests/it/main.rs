//! The integration suite: laws, agreements, boundaries, stories, extremes, and real data where it is present.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test stops at the first surprise, and computes on values of its own"
)]

mod agreement;
mod boundaries;
mod conservation;
mod decisions;
mod documents;
mod economics;
mod extremes;
mod health;
mod hysteresis;
mod inversions;
mod laws;
mod lifecycle;
mod looking_back;
mod margins;
mod migration;
mod misses;
mod overrides;
mod points;
mod policy;
mod policy_overrides;
mod programs;
mod real_data;
mod regressions;
mod sample;
mod sample_economics;
mod stages;
mod story;
mod strategy;
mod traits;
mod weighing;
mod work_lists;
mod workload_w;
