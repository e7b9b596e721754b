use super::Section;
use super::bands::{AMOUNTS, bands};
use crate::policy::check::Check;
use crate::policy::shape::{Key, NAME, Record, WHOLE};
use crate::quantity::Money;
use crate::segment::{TierPolicy, TierPolicyBuilder};

/// Tiers by ARR.
pub(super) static TIER: Record = Record {
    name: "the tiers",
    keys: &[
        Key::required(
            "tiers",
            &AMOUNTS,
            "the tiers by ARR, the lowest first; no article gives amounts (A1-3)",
        ),
        Key::optional(
            "strategic",
            &NAME,
            "the tier of accounts that people designate, above all others (A1-2)",
        ),
        Key::optional("arr_max_age_days", &WHOLE, "an ARR observed longer ago counts as missing"),
    ],
    choices: &[],
};

pub(in crate::policy) fn tier<S: ?Sized>(
    section: Section<'_>,
    check: &mut Check<'_, S>,
) -> Option<TierPolicy> {
    let currency = check.currency;
    let amount = |text: &str| Money::parse(text, currency).map_err(|error| error.to_string());
    let (lowest, upper) = bands(section, "tiers", amount, check.faults)?;
    let mut builder = TierPolicy::builder(lowest);
    for tier in upper {
        let Some((from, _)) = tier.begins else { continue };
        builder = builder.tier(tier.name, from);
        builder = tier.upgrade_from.into_iter().fold(builder, TierPolicyBuilder::upgrade_from);
        builder = tier.downgrade_below.into_iter().fold(builder, TierPolicyBuilder::downgrade_below);
    }
    builder = section.name("strategic").into_iter().fold(builder, TierPolicyBuilder::strategic);
    builder = section.days("arr_max_age_days").into_iter().fold(builder, TierPolicyBuilder::arr_max_age);
    section.built(&TIER, builder.build(), check.faults)
}
