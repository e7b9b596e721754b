use super::Section;
use super::place::default_of;
use crate::classify::Segment;
use crate::policy::check::Check;
use crate::policy::limits;
use crate::policy::shape::{Key, List, ListKind, NAME, NUMBER_OR_OFF, Presence, Record, Shape, TEXT, WHOLE};
use crate::policy::tree::Tree;
use crate::segment::{LifecyclePolicy, LifecyclePolicyBuilder, LifecycleStage, Source};

static DIMENSIONS: Shape =
    Shape::List(&List { of: limits::List::Other("dimensions"), entry: &NAME, kind: ListKind::OrderedSome });

macro_rules! stage {
    ($name:literal, $stage:ident) => {
        Key {
            name: $name,
            shape: &Shape::Record(&Record {
                name: "a stage",
                keys: &[
                    Key::or(
                        "question",
                        &TEXT,
                        |_| question(LifecycleStage::$stage),
                        "what is asked of its accounts (A3-9)",
                    ),
                    Key::or(
                        "segmented_by",
                        &DIMENSIONS,
                        |_| segmented_by(LifecycleStage::$stage),
                        "the dimensions that answer it; the first that the policy decides does (A3-1)",
                    ),
                ],
                choices: &[],
            }),
            presence: Presence::Implied,
            doc: "how the accounts of this stage are segmented",
        }
    };
}

/// Lifecycle stages.
pub(super) static LIFECYCLE: Record = Record {
    name: "the lifecycle",
    keys: &[
        Key::or(
            "onboarding_days",
            &WHOLE,
            days,
            "days from the start within which an account is in Onboarding",
        ),
        Key::or("renewal_days", &WHOLE, days, "days before the renewal from which on it is in Retention"),
        Key::or(
            "expansion_utilization",
            &NUMBER_OR_OFF,
            ratio,
            "utilization from which on it is in Expansion",
        ),
        Key::or(
            "expansion_potential",
            &NUMBER_OR_OFF,
            ratio,
            "potential / current wallet from which on it is in Expansion (A4-4)",
        ),
        stage!("acquisition", Acquisition),
        stage!("onboarding", Onboarding),
        stage!("success", Success),
        stage!("retention", Retention),
        stage!("expansion", Expansion),
    ],
    choices: &[],
};

fn ratio(key: &str) -> Option<(Tree, Source)> {
    default_of(key, &LifecyclePolicy::default().parameters())
}

/// These parameters carry their unit in their name everywhere.
fn days(key: &str) -> Option<(Tree, Source)> {
    let parameters = LifecyclePolicy::default().parameters();
    let parameter = parameters.into_iter().find(|parameter| parameter.name.as_str() == key)?;
    let number = parameter.value.split(' ').next()?.parse().ok()?;
    Some((Tree::Whole(number), parameter.source))
}

#[expect(clippy::unnecessary_wraps, reason = "one shape for the defaults of all keys")]
fn question(stage: LifecycleStage) -> Option<(Tree, Source)> {
    let policy = LifecyclePolicy::default();
    let stage = policy.stage(stage);
    Some((Tree::text(stage.question()), stage.source()))
}

fn segmented_by(stage: LifecycleStage) -> Option<(Tree, Source)> {
    let policy = LifecyclePolicy::default();
    // Of a stage the question comes first, the dimensions second.
    let parameters = policy.parameters();
    let source = parameters.iter().filter(|parameter| parameter.name == stage.name()).nth(1)?.source;
    let dimensions = policy.stage(stage).dimensions().iter().map(|name| Tree::text(name.as_str()));
    Some((Tree::List(dimensions.collect()), source))
}

pub(in crate::policy) fn lifecycle<S: ?Sized>(
    section: Section<'_>,
    check: &mut Check<'_, S>,
) -> Option<LifecyclePolicy> {
    let mut builder = LifecyclePolicy::builder();
    builder =
        section.days("onboarding_days").into_iter().fold(builder, LifecyclePolicyBuilder::onboarding_days);
    builder = section.days("renewal_days").into_iter().fold(builder, LifecyclePolicyBuilder::renewal_days);
    if section.has("expansion_utilization") {
        builder = builder.expansion_utilization(section.decimal("expansion_utilization"));
    }
    if section.has("expansion_potential") {
        builder = builder.expansion_potential(section.decimal("expansion_potential"));
    }
    for stage in LifecycleStage::ALL {
        let Some(key) = LIFECYCLE.keys.iter().find(|key| key.name == stage.name().as_str()) else { continue };
        let of = section.within(key.name, |of| {
            (of.text("question").map(String::from), of.has("segmented_by").then(|| of.names("segmented_by")))
        });
        let (question, dimensions) = of.unwrap_or_default();
        builder = question.into_iter().fold(builder, |builder, text| builder.question(stage, &text));
        builder = dimensions.into_iter().fold(builder, |builder, names| builder.segmented_by(stage, &names));
    }
    section.built(&LIFECYCLE, builder.build(), check.faults)
}
