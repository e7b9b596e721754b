use super::Section;
use super::bands::{COUNTS, bands};
use crate::policy::check::Check;
use crate::policy::shape::{Key, Record, WHOLE};
use crate::segment::{ProvisionalTierPolicy, ProvisionalTierPolicyBuilder};

/// Tiers by employees.
pub(super) static PROVISIONAL_TIER: Record = Record {
    name: "the provisional tiers",
    keys: &[
        Key::required("tiers", &COUNTS, "the tiers by employees, the lowest first (A1-4)"),
        Key::optional("max_age_days", &WHOLE, "a number observed longer ago counts as missing"),
    ],
    choices: &[],
};

pub(in crate::policy) fn provisional_tier<S: ?Sized>(
    section: Section<'_>,
    check: &mut Check<'_, S>,
) -> Option<ProvisionalTierPolicy> {
    let count = |text: &str| text.parse::<u32>().map_err(|error| error.to_string());
    let (lowest, upper) = bands(section, "tiers", count, check.faults)?;
    let mut builder = ProvisionalTierPolicy::builder(lowest);
    for tier in upper {
        builder = tier.begins.into_iter().fold(builder, |builder, (from, _)| builder.tier(tier.name, from));
    }
    builder = section.days("max_age_days").into_iter().fold(builder, ProvisionalTierPolicyBuilder::max_age);
    section.built(&PROVISIONAL_TIER, builder.build(), check.faults)
}
