use super::Section;
use super::place::default_of;
use crate::calendar::Months;
use crate::policy::check::Check;
use crate::policy::shape::{Key, NUMBER, NUMBER_OR_OFF, ON_OR_OFF, Record, WHOLE, WHOLE_OR_OFF};
use crate::policy::tree::Tree;
use crate::quantity::Nps;
use crate::segment::{Source, WalletPolicy, WalletPolicyBuilder};

/// The quadrant on wallet share.
pub(super) static WALLET: Record = Record {
    name: "the quadrant",
    keys: &[
        Key::or(
            "not_aligned_trigger",
            &ON_OR_OFF,
            default,
            "whether a value proposition that does not fit asks for a new look (A4-5)",
        ),
        Key::or(
            "external_factor_trigger",
            &ON_OR_OFF,
            default,
            "whether an external factor asks for a new look (A4-5)",
        ),
        Key::or(
            "nps_below",
            &NUMBER_OR_OFF,
            default,
            "NPS below which an account is to be re-evaluated (A4-5)",
        ),
        Key::or("csat_below", &NUMBER_OR_OFF, default, "part of the CSAT scale below which it is (A4-5)"),
        Key::or(
            "protect_from",
            &NUMBER,
            default,
            "share of the current wallet from which on to protect (A4-3)",
        ),
        Key::or("grow_from", &NUMBER, default, "potential / current wallet from which on to grow (A4-4)"),
        Key::or(
            "re_evaluate_below",
            &NUMBER_OR_OFF,
            default,
            "share of the current wallet below which an account is to be re-evaluated (A4-5)",
        ),
        Key::or("longest_stay_months", &WHOLE, default, "months after which Re-evaluate is overdue (A4-5)"),
        Key::or("typical_tenure_months", &WHOLE, default, "months up to which Grow is typical (A4-3, A4-4)"),
        Key::or("max_age_days", &WHOLE_OR_OFF, default, "a fact observed longer ago counts as missing"),
    ],
    choices: &[],
};

fn default(key: &str) -> Option<(Tree, Source)> {
    default_of(key, &WalletPolicy::default().parameters())
}

pub(in crate::policy) fn wallet<S: ?Sized>(
    section: Section<'_>,
    check: &mut Check<'_, S>,
) -> Option<WalletPolicy> {
    let mut builder = WalletPolicy::builder();
    if section.is_off("not_aligned_trigger") {
        builder = builder.without_not_aligned_trigger();
    }
    if section.is_off("external_factor_trigger") {
        builder = builder.without_external_factor_trigger();
    }
    if section.is_off("nps_below") {
        builder = builder.nps_below(None);
    } else if let Some(limit) = section.decimal("nps_below") {
        match Nps::new(limit) {
            Ok(limit) => builder = builder.nps_below(Some(limit)),
            Err(error) => check.faults.push(&section.path.key("nps_below"), || error.to_string()),
        }
    }
    if section.has("csat_below") {
        builder = builder.csat_below(section.decimal("csat_below"));
    }
    if section.has("re_evaluate_below") {
        builder = builder.re_evaluate_below(section.decimal("re_evaluate_below"));
    }
    builder = section.decimal("protect_from").into_iter().fold(builder, WalletPolicyBuilder::protect_from);
    builder = section.decimal("grow_from").into_iter().fold(builder, WalletPolicyBuilder::grow_from);
    let months = |key| section.whole(key).map(Months);
    builder = months("longest_stay_months").into_iter().fold(builder, WalletPolicyBuilder::longest_stay);
    builder = months("typical_tenure_months").into_iter().fold(builder, WalletPolicyBuilder::typical_tenure);
    builder = section.days("max_age_days").into_iter().fold(builder, WalletPolicyBuilder::max_age);
    section.built(&WALLET, builder.build(), check.faults)
}
