//! The policy: tiers between the floors of the command line, and all other models.
//!
//! No article gives the weights, points, cuts and cells in these files: they are assumptions of this example, and the
//! review lists them as such. What is published says so. Trajectory, wallet and lifecycle are the crate's defaults.

mod attention;
mod fit;
mod health;
mod risk;
mod signals;

use std::error::Error;

use segmentry::quantity::Decimal;
use segmentry::segment::{FIT, HEALTH, LifecyclePolicy, ProvisionalTierPolicy, RISK, TIER, TierPolicy};
use segmentry::{Currency, Money, Name, SegmentationPolicy, name};

use super::words;

/// Who says what no source says.
const EXAMPLE: &str = "this example";

type Built<P> = Result<P, Box<dyn Error>>;

/// The policy with these tier floors, lowest first.
pub(crate) fn with_floors(floors: &[Decimal], currency: Currency) -> Result<SegmentationPolicy, String> {
    let tiers = tiers(floors, currency)?;
    models(tiers, floors.last().copied().unwrap_or_default()).map_err(|error| error.to_string())
}

fn tiers(floors: &[Decimal], currency: Currency) -> Result<TierPolicy, String> {
    let mut names = tier_names(floors.len()).into_iter();
    let mut tiers = TierPolicy::builder(names.next().unwrap_or(name!("smb")));
    for (floor, name) in floors.iter().zip(names) {
        tiers = tiers.tier(name, Money::new(*floor, currency).map_err(|error| words::money(&error))?);
    }
    tiers.strategic(name!("strategic")).build().map_err(|error| error.to_string())
}

fn models(tiers: TierPolicy, highest_floor: Decimal) -> Built<SegmentationPolicy> {
    let employees =
        ProvisionalTierPolicy::builder(name!("small")).tier(name!("midsize"), 100).tier(name!("large"), 1000);
    let risk = risk::policy()?;
    let attention = attention::policy(&tiers, &risk)?;
    let policy = SegmentationPolicy::builder(tiers)
        .provisional_tier(employees.build()?)
        .health(health::policy()?)
        .risk(risk)
        .lifecycle(LifecyclePolicy::default())
        .fit(fit::policy(highest_floor)?)
        .attention(attention);
    Ok(policy.build()?)
}

/// The tiers between these floors, the lowest first.
fn tier_names(floors: usize) -> Vec<Name> {
    match floors {
        1 => vec![name!("smb"), name!("enterprise_midmarket")],
        2 => vec![name!("smb"), name!("midmarket"), name!("enterprise")],
        _ => (0..=floors)
            .filter_map(|below| Name::new(&format!("tier_{}", below.saturating_add(1))).ok())
            .collect(),
    }
}

/// Who gave the numbers that no source gives.
pub(crate) const fn giver(dimension: Name) -> &'static str {
    if matches!(dimension, TIER) { "--tier-floors" } else { EXAMPLE }
}

/// What the policies do not list among their parameters, each with who says so: how values are rated, and how many points
/// they give.
pub(crate) fn scales(dimension: Name) -> Vec<(&'static str, String)> {
    match dimension {
        HEALTH => vec![("published", health::PUBLISHED_SCALES.into()), (EXAMPLE, health::SCALES.into())],
        RISK => vec![(EXAMPLE, risk::scales())],
        FIT => vec![(EXAMPLE, fit::SCALES.into())],
        _ => Vec::new(),
    }
}
