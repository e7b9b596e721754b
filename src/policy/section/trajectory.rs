use super::Section;
use super::place::default_of;
use crate::policy::check::Check;
use crate::policy::limits;
use crate::policy::shape::{Key, List, ListKind, NUMBER, Record, Shape, WHOLE_OR_OFF};
use crate::policy::tree::Tree;
use crate::segment::{AccelerationGate, Basis, Source, TrajectoryPolicy, TrajectoryPolicyBuilder};

const BASES: [Basis; 3] = [Basis::OwnBusiness, Basis::Industry, Basis::OurArr];
const GATES: [(&str, AccelerationGate); 3] = [
    ("off", AccelerationGate::Off),
    ("when_known", AccelerationGate::WhenKnown),
    ("required", AccelerationGate::Required),
];

static BASIS_LIST: Shape = Shape::List(&List {
    of: limits::List::Other("bases"),
    entry: &Shape::Word(&["own_business", "industry", "our_arr"]),
    kind: ListKind::OrderedSome,
});

/// The trajectory of the customer's business.
pub(super) static TRAJECTORY: Record = Record {
    name: "the trajectory",
    keys: &[
        Key::or("growing_from", &NUMBER, default, "growth from which on an account is Growing (A0-4)"),
        Key::or("struggling_from", &NUMBER, default, "growth from which on it is at least Struggling (A0-3)"),
        Key::or("dire_straits_to", &NUMBER, default, "growth down to which it is in dire straits (A0-6)"),
        Key::or("bases", &BASIS_LIST, default, "whose growth is looked at, the preferred first (A0-2)"),
        Key::or(
            "acceleration_gate",
            &Shape::Word(&["off", "when_known", "required"]),
            default,
            "whether Growing needs growth that is faster than the year before (A0-4)",
        ),
        Key::or("max_age_days", &WHOLE_OR_OFF, default, "a growth observed longer ago counts as missing"),
    ],
    choices: &[],
};

fn default(key: &str) -> Option<(Tree, Source)> {
    let (value, source) = default_of(key, &TrajectoryPolicy::default().parameters())?;
    match (key, value) {
        ("bases", Tree::Text(bases)) => {
            Some((Tree::List(bases.split(", ").map(Tree::text).collect()), source))
        }
        (_, value) => Some((value, source)),
    }
}

pub(in crate::policy) fn trajectory<S: ?Sized>(
    section: Section<'_>,
    check: &mut Check<'_, S>,
) -> Option<TrajectoryPolicy> {
    let mut builder = TrajectoryPolicy::builder();
    builder =
        section.decimal("growing_from").into_iter().fold(builder, TrajectoryPolicyBuilder::growing_from);
    builder = section
        .decimal("struggling_from")
        .into_iter()
        .fold(builder, TrajectoryPolicyBuilder::struggling_from);
    builder = section
        .decimal("dire_straits_to")
        .into_iter()
        .fold(builder, TrajectoryPolicyBuilder::dire_straits_to);
    if section.has("bases") {
        let names = section.names("bases");
        let bases: Vec<Basis> =
            names.iter().filter_map(|name| BASES.into_iter().find(|basis| basis.name() == *name)).collect();
        builder = builder.bases(&bases);
    }
    let gate = section.text("acceleration_gate");
    let gate = GATES.into_iter().find(|(word, _)| gate == Some(word));
    builder = gate.into_iter().fold(builder, |builder, (_, gate)| builder.acceleration_gate(gate));
    builder = section.days("max_age_days").into_iter().fold(builder, TrajectoryPolicyBuilder::max_age);
    section.built(&TRAJECTORY, builder.build(), check.faults)
}
