use super::Section;
use super::bands::{Band, SCORES, bands};
use super::condition::CONDITION;
use super::scale::{OnScale, SCALE, check_rating, rating};
use super::value::{
    BESIDE_A_DATE, BESIDE_A_FACT, DAYS_SINCE, DAYS_UNTIL, DIRECTED, FACT, MAX_AGE, PER, When, value,
};
use crate::policy::check::Check;
use crate::policy::limits;
use crate::policy::shape::{Choice, Key, List, ListKind, NAME, NUMBER, Record, Shape};
use crate::policy::tree::Tree;
use crate::quantity::{Name, Score, parse_decimal};
use crate::segment::{
    Indicator, IndicatorGroup, MIN_COVERAGE, RED_YELLOW_GREEN, ScoreBand, ScorePolicy, ScorePolicyBuilder,
    Source, WhenMissing,
};

const POLICIES: [(&str, WhenMissing); 4] = [
    ("renormalise", WhenMissing::Renormalise),
    ("neutral", WhenMissing::Neutral),
    ("penalise", WhenMissing::Penalise),
    ("unknown", WhenMissing::Unknown),
];

static INDICATORS: Shape = Shape::List(&List {
    of: limits::List::Other("indicators"),
    entry: &Shape::Record(&Record {
        name: "an indicator",
        keys: &[
            Key::required("name", &NAME, "under which explanations show it"),
            Key::required("weight", &NUMBER, "0 to 999999; weights need not add up to anything"),
            FACT,
            PER,
            DAYS_UNTIL,
            DAYS_SINCE,
            MAX_AGE,
            DIRECTED,
            Key::optional("scale", &SCALE, "how the value is rated from 0 to 100"),
            Key::optional("when", &CONDITION, "a condition that is rated"),
            Key::optional("rating", &NUMBER, "its rating where it holds, 0 to 100"),
            Key::optional("otherwise", &NUMBER, "its rating where it does not"),
            Key::or(
                "when_missing",
                &Shape::Word(&["renormalise", "neutral", "penalise", "unknown"]),
                |_| Some((Tree::text("renormalise"), Source::Published("Gainsight skips nulls"))),
                "what follows where it is not known: it is left out, counts as 50, as 0, or the whole is unknown",
            ),
        ],
        choices: &[
            Choice { by: "fact", needs: &["scale"], may: BESIDE_A_FACT },
            Choice { by: "days_until", needs: &["scale"], may: BESIDE_A_DATE },
            Choice { by: "days_since", needs: &["scale"], may: BESIDE_A_DATE },
            Choice { by: "when", needs: &["rating", "otherwise"], may: &[] },
        ],
    }),
    kind: ListKind::By("name"),
});

static GROUPS: Shape = Shape::List(&List {
    of: limits::List::Other("groups"),
    entry: &Shape::Record(&Record {
        name: "a group",
        keys: &[
            Key::required("name", &NAME, "what its indicators say together"),
            Key::required("weight", &NUMBER, "of their weighted mean, 0 to 999999"),
            Key::required("indicators", &INDICATORS, "the indicators of the group"),
        ],
        choices: &[],
    }),
    kind: ListKind::By("name"),
});

static CAPS: Shape = Shape::List(&List {
    of: limits::List::Other("caps"),
    entry: &Shape::Record(&Record {
        name: "a cap",
        keys: &[
            Key::required("reason", &NAME, "why: explanations show it"),
            Key::required("at_most", &NAME, "the best band while the condition holds"),
            Key::required("when", &CONDITION, "one that lacks its fact does not hold"),
        ],
        choices: &[],
    }),
    kind: ListKind::By("reason"),
});

const INDICATORS_KEY: Key = Key::optional("indicators", &INDICATORS, "indicators that stand for themselves");
const GROUPS_KEY: Key = Key::optional("groups", &GROUPS, "indicators whose weighted mean counts as one");
const CAPS_KEY: Key =
    Key::optional("caps", &CAPS, "vetoes: the band is at most so good while a condition holds");

fn least_coverage(_: &str) -> Option<(Tree, Source)> {
    let default = MIN_COVERAGE;
    Some((Tree::text(default.value.to_string()), default.source))
}

const COVERAGE_KEY: Key =
    Key::or("min_coverage", &NUMBER, least_coverage, "the least part of the weight that must be known");

/// Health.
pub(super) static HEALTH: Record = Record {
    name: "the health",
    keys: &[
        Key::or(
            "bands",
            &Shape::WordOr(&["red_yellow_green"], &SCORES),
            |_| Some((Tree::text("red_yellow_green"), Source::Published(RED_YELLOW_GREEN))),
            "the bands of the score, the worst first; or the published ones, above 50 and above 75",
        ),
        COVERAGE_KEY,
        GROUPS_KEY,
        INDICATORS_KEY,
        CAPS_KEY,
    ],
    choices: &[],
};

/// Fit of prospects.
pub(super) static FIT: Record = Record {
    name: "the fit",
    keys: &[
        Key::required("bands", &SCORES, "the bands of the score, the worst first"),
        COVERAGE_KEY,
        GROUPS_KEY,
        INDICATORS_KEY,
        CAPS_KEY,
    ],
    choices: &[],
};

/// Health or fit; `published` makes the bands that the document names by a word.
pub(in crate::policy) fn scored<S: ?Sized + 'static, B: ScoreBand>(
    section: Section<'_>,
    published: fn() -> ScorePolicyBuilder<S, B>,
    check: &mut Check<'_, S>,
) -> Option<ScorePolicy<S, B>> {
    let score = |text: &str| {
        let number = parse_decimal(text).map_err(|error| error.to_string())?;
        Score::new(number).map_err(|error| error.to_string())
    };
    let banded = match section.get("bands") {
        Some(Tree::List(_)) => bands(section, "bands", score, check.faults).map(builder),
        _ => Some(published()),
    };
    let mut groups = Vec::new();
    let mut sound = true;
    section.each("groups", |group| match self::group(group, check) {
        Some(group) => groups.push(group),
        None => sound = false,
    });
    let mut alone = Vec::new();
    section.each("indicators", |entry| match indicator(entry, check) {
        Some(indicator) => alone.push(indicator),
        None => sound = false,
    });
    let mut builder = banded?;
    builder = section.decimal("min_coverage").into_iter().fold(builder, ScorePolicyBuilder::min_coverage);
    builder = groups.into_iter().fold(builder, ScorePolicyBuilder::group);
    builder = alone.into_iter().fold(builder, ScorePolicyBuilder::indicator);
    let mut caps = Vec::new();
    section.each("caps", |cap| {
        let tree = cap.get("when").and_then(super::condition);
        let test = tree.and_then(|condition| check.condition(&cap.path.key("when"), &condition));
        match (cap.name("reason"), cap.name("at_most"), test) {
            (Some(reason), Some(at_most), Some(test)) => caps.push((reason, at_most, test)),
            _ => sound = false,
        }
    });
    for (reason, at_most, test) in caps {
        builder = builder.cap(reason, at_most, move |subject, cx| test.verdict(subject, cx));
    }
    // What is at fault is missing from the lists, which would be another fault.
    let record = if section.tree.get("bands").is_some() { &FIT } else { &HEALTH };
    if sound { section.built(record, builder.build(), check.faults) } else { None }
}

fn builder<S: ?Sized, B: ScoreBand>((lowest, upper): (Name, Vec<Band<Score>>)) -> ScorePolicyBuilder<S, B> {
    let mut builder = ScorePolicy::builder(lowest);
    for band in upper {
        let Some((from, side)) = band.begins else { continue };
        builder = builder.band(band.name, from, side);
        builder = band.upgrade_from.into_iter().fold(builder, ScorePolicyBuilder::upgrade_from);
        builder = band.downgrade_below.into_iter().fold(builder, ScorePolicyBuilder::downgrade_below);
    }
    builder
}

fn group<S: ?Sized + 'static>(section: Section<'_>, check: &mut Check<'_, S>) -> Option<IndicatorGroup<S>> {
    let mut group = Some(IndicatorGroup::new(section.name("name")?, section.decimal("weight")?));
    section.each("indicators", |entry| {
        let indicator = indicator(entry, check);
        group = group.take().zip(indicator).map(|(group, indicator)| group.indicator(indicator));
    });
    group
}

fn indicator<S: ?Sized + 'static>(section: Section<'_>, check: &mut Check<'_, S>) -> Option<Indicator<S>> {
    let name = section.name("name")?;
    let weight = section.decimal("weight")?;
    for key in ["rating", "otherwise"] {
        check_rating(section, key, check);
    }
    section.within("scale", |scale| scale.each("bands", |band| check_rating(band, "rating", check)));
    let indicator = if let Some(tree) = section.get("when") {
        let test = check.condition(&section.path.key("when"), &super::condition(tree)?)?;
        let when = When { test, holds: rating(section, "rating")?, otherwise: rating(section, "otherwise")? };
        Indicator::new(name, weight, when)
    } else {
        value(section, name, check, OnScale { section, name, weight })?
    };
    let missing = section.text("when_missing");
    let policy = POLICIES.into_iter().find(|(word, _)| missing == Some(word));
    let policy = policy.map_or_else(WhenMissing::default, |(_, policy)| policy);
    Some(indicator.when_missing(policy))
}
