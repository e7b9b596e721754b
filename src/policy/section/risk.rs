use super::Section;
use super::bands::{ABOVE, FROM, POINTS, bands, begins};
use super::condition::CONDITION;
use super::value::{
    BESIDE_A_DATE, BESIDE_A_FACT, DAYS_SINCE, DAYS_UNTIL, DIRECTED, FACT, MAX_AGE, PER, Use, When, value,
};
use crate::classify::{Bands, Classifier, Cx, Number, Side, Signal, Verdict};
use crate::policy::check::Check;
use crate::policy::constant::Constant;
use crate::policy::limits;
use crate::policy::shape::{Choice, Key, List, ListKind, NAME, Record, Shape, WHOLE};
use crate::policy::tree::Tree;
use crate::quantity::Name;
use crate::segment::{Points, RiskPolicy, RiskPolicyBuilder, Source};

static STEPS: Shape = Shape::List(&List {
    of: limits::List::Other("bands"),
    entry: &Shape::Record(&Record {
        name: "a band",
        keys: &[Key::required("points", &WHOLE, "what a value in it gives"), FROM, ABOVE],
        choices: &[],
    }),
    kind: ListKind::OrderedSome,
});

static FACTORS: Shape = Shape::List(&List {
    of: limits::List::Other("factors"),
    entry: &Shape::Record(&Record {
        name: "a factor",
        keys: &[
            Key::required("name", &NAME, "under which explanations show it"),
            FACT,
            PER,
            DAYS_UNTIL,
            DAYS_SINCE,
            MAX_AGE,
            DIRECTED,
            Key::optional("bands", &STEPS, "the bands of the value, the lowest first"),
            Key::optional("when", &CONDITION, "a condition that gives points"),
            Key::optional("points", &WHOLE, "what it gives where it holds"),
            Key::or("otherwise", &WHOLE, |_| no_points(), "what it gives where it does not"),
            Key::optional(
                "missing",
                &WHOLE,
                "points for a fact that is missing; without it the risk is missing",
            ),
            Key::optional(
                "undefined",
                &WHOLE,
                "points where the question has no answer; without it there is no risk",
            ),
        ],
        choices: &[
            Choice { by: "fact", needs: &["bands"], may: BESIDE_A_FACT },
            Choice { by: "days_until", needs: &["bands"], may: BESIDE_A_DATE },
            Choice { by: "days_since", needs: &["bands"], may: BESIDE_A_DATE },
            Choice { by: "when", needs: &["points"], may: &["otherwise"] },
        ],
    }),
    kind: ListKind::By("name"),
});

#[expect(clippy::unnecessary_wraps, reason = "one shape for the defaults of all keys")]
const fn no_points() -> Option<(Tree, Source)> {
    Some((Tree::Whole(0), Source::Assumption("A2-3")))
}

/// Churn risk by points.
pub(super) static RISK: Record = Record {
    name: "the churn risk",
    keys: &[
        Key::required("bands", &POINTS, "the bands of the sum, the lowest first"),
        Key::required("factors", &FACTORS, "what gives points (A2-3)"),
    ],
    choices: &[],
};

pub(in crate::policy) fn risk<S: ?Sized + 'static>(
    section: Section<'_>,
    check: &mut Check<'_, S>,
) -> Option<RiskPolicy<S>> {
    let points = |text: &str| text.parse::<u64>().map_err(|error| error.to_string());
    let banded = bands(section, "bands", points, check.faults);
    let mut factors = Vec::new();
    let mut sound = true;
    section.each("factors", |entry| match factor(entry, check) {
        Some(factor) => factors.push(factor),
        None => sound = false,
    });
    let (lowest, upper) = banded?;
    let mut builder = RiskPolicy::builder(lowest);
    for add in factors {
        builder = add(builder);
    }
    for band in upper {
        let Some((from, _)) = band.begins else { continue };
        builder = builder.band(band.name, from);
        builder = band.upgrade_from.into_iter().fold(builder, RiskPolicyBuilder::upgrade_from);
        builder = band.downgrade_below.into_iter().fold(builder, RiskPolicyBuilder::downgrade_below);
    }
    // A factor at fault is missing from the list, which would be another fault.
    if sound { section.built(&RISK, builder.build(), check.faults) } else { None }
}

/// Adds a factor of whatever type, so that the risk asks it through one pointer and not through two.
type AddFactor<S> = Box<dyn FnOnce(RiskPolicyBuilder<S>) -> RiskPolicyBuilder<S>>;

fn factor<S: ?Sized + 'static>(section: Section<'_>, check: &mut Check<'_, S>) -> Option<AddFactor<S>> {
    let name = section.name("name")?;
    let Some(tree) = section.get("when") else { return value(section, name, check, Steps { section, name }) };
    let test = check.condition(&section.path.key("when"), &super::condition(tree)?)?;
    let holds = section.whole("points").map(Points)?;
    let otherwise = section.whole("otherwise").map_or(Points::ZERO, Points);
    Some(adding(section, name, When { test, holds, otherwise }))
}

/// With the points for a missing and for an undefined fact, where the document says so.
fn adding<S: ?Sized + 'static>(
    section: Section<'_>,
    name: Name,
    factor: impl Classifier<S, Segment = Points> + 'static,
) -> AddFactor<S> {
    let points = |key| section.whole(key).map(Points);
    match (points("missing"), points("undefined")) {
        (None, None) => Box::new(move |risk| risk.factor(name, factor)),
        (Some(missing), None) => Box::new(move |risk| risk.factor(name, factor.if_missing(missing))),
        (None, Some(undefined)) => Box::new(move |risk| risk.factor(name, factor.if_undefined(undefined))),
        (Some(missing), Some(undefined)) => {
            Box::new(move |risk| risk.factor(name, factor.if_undefined(undefined).if_missing(missing)))
        }
    }
}

/// Points by the bands of a value.
struct Steps<'t> {
    section: Section<'t>,
    name: Name,
}

impl<S: ?Sized + 'static> Use<S> for Steps<'_> {
    type Made = AddFactor<S>;

    fn make<V, R>(self, signal: Signal<S, V, R>, check: &mut Check<'_, S>) -> Option<Self::Made>
    where
        V: Constant + Number + Send + Sync + 'static,
        R: Fn(&S, &mut Cx<'_>) -> Verdict<V> + Send + Sync + 'static,
    {
        let bands = steps::<V, Points, S>(self.section, |entry| entry.whole("points").map(Points), check)?;
        Some(adding(self.section, self.name, signal.bands(bands)))
    }
}

/// The bands of a value, each with what it gives.
pub(super) fn steps<V: Constant, G: crate::classify::Segment, S: ?Sized>(
    section: Section<'_>,
    gives: impl Fn(Section<'_>) -> Option<G>,
    check: &mut Check<'_, S>,
) -> Option<Bands<V, G>> {
    let currency = check.currency;
    let parse = |text: &str| {
        V::parse(text, currency).map_err(|problem| format!("{problem}; the value is {}", V::KIND))
    };
    let (mut builder, mut sound) = (None, true);
    section.each("bands", |entry| {
        let Some(given) = gives(entry) else { return };
        let is_lowest = builder.is_none();
        builder = match (builder.take(), begins(entry, is_lowest, &parse, check.faults)) {
            (None, Some(None)) => Some(Bands::builder(given)),
            (Some(builder), Some(Some((at, Side::At)))) => Some(builder.at(at, given)),
            (Some(builder), Some(Some((at, Side::Above)))) => Some(builder.above(at, given)),
            (before, _) => {
                sound = false;
                // What follows is checked all the same.
                before.or_else(|| Some(Bands::builder(given)))
            }
        };
    });
    let bands = builder?.build();
    let path = section.path.key("bands");
    match bands {
        Ok(bands) if sound => Some(bands),
        Err(error) if sound => check.fault(&path, || format!("a band {}", error.problem())),
        _ => None,
    }
}
