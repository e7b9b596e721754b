//! The tiers that the floors on the command line make.

use segmentry::quantity::Decimal;
use segmentry::segment::TierPolicy;
use segmentry::{Currency, Money, Name, SegmentationPolicy, name};

use crate::words;

/// The policy with these tier floors, lowest first, and the crate's defaults for everything else.
pub(crate) fn with_floors(floors: &[Decimal], currency: Currency) -> Result<SegmentationPolicy, String> {
    let mut names = tier_names(floors.len()).into_iter();
    let mut tiers = TierPolicy::builder(names.next().unwrap_or(name!("smb")));
    for (floor, name) in floors.iter().zip(names) {
        tiers = tiers.tier(name, Money::new(*floor, currency).map_err(|error| words::money(&error))?);
    }
    let tiers = tiers.strategic(name!("strategic")).build().map_err(|error| error.to_string())?;
    SegmentationPolicy::builder(tiers).build().map_err(|error| error.to_string())
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
