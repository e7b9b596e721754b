//! Health and fit: bands that no score reaches, weights that say nothing, ratings against their direction.

use super::direction::{Direction, check_bands, direction};
use super::warning::Warnings;
use crate::calendar::NaiveDate;
use crate::classify::{Rating, Segment, Unclassified, from_fn};
use crate::policy::section::Section;
use crate::policy::tree::Tree;
use crate::quantity::{Decimal, Name, Ratio, Score};
use crate::segment::{FitPolicy, HealthPolicy, Indicator, IndicatorGroup, MIN_COVERAGE, WhenMissing};

/// With more indicators than this, not every choice of what is known is tried.
const MOST_INDICATORS: usize = 12;

pub(super) fn scored(section: Section<'_>, warnings: &mut Warnings) {
    let mut indicators = Vec::new();
    section.each("groups", |group| {
        check_weight(group, warnings);
        let of = group.name("name").zip(group.decimal("weight"));
        group.each("indicators", |entry| indicators.extend(Known::read(entry, of, warnings)));
    });
    section.each("indicators", |entry| indicators.extend(Known::read(entry, None, warnings)));
    caps(section, warnings);
    unreachable(section, &indicators, warnings);
}

/// An indicator, with the lowest and the highest rating that it can have.
#[derive(Clone, Copy)]
struct Known {
    name: Name,
    weight: Decimal,
    group: Option<(Name, Decimal)>,
    ratings: (Decimal, Decimal),
    when_missing: WhenMissing,
}

impl Known {
    fn read(entry: Section<'_>, group: Option<(Name, Decimal)>, warnings: &mut Warnings) -> Option<Self> {
        check_weight(entry, warnings);
        check_direction(entry, warnings);
        let when_missing = match entry.text("when_missing") {
            Some("neutral") => WhenMissing::Neutral,
            Some("penalise") => WhenMissing::Penalise,
            Some("unknown") => WhenMissing::Unknown,
            _ => WhenMissing::Renormalise,
        };
        let (name, weight) = (entry.name("name")?, entry.decimal("weight")?);
        Some(Self { name, weight, group, ratings: ratings(entry), when_missing })
    }
}

fn check_weight(entry: Section<'_>, warnings: &mut Warnings) {
    if entry.decimal("weight").is_some_and(|weight| weight.is_zero()) {
        let problem = || "a weight of 0 counts for nothing; raise it, or remove the entry".into();
        warnings.push(&entry.path.key("weight"), problem);
    }
}

/// The lowest and the highest rating: the ends of a line, or those of the bands.
fn ratings(entry: Section<'_>) -> (Decimal, Decimal) {
    let mut given = Vec::new();
    given.extend([entry.decimal("rating"), entry.decimal("otherwise")].into_iter().flatten());
    entry.within("scale", |scale| scale.each("bands", |band| given.extend(band.decimal("rating"))));
    match (given.iter().min(), given.iter().max()) {
        (Some(least), Some(most)) => (*least, *most),
        _ => (Decimal::ZERO, Decimal::ONE_HUNDRED),
    }
}

fn check_direction(entry: Section<'_>, warnings: &mut Warnings) {
    let Some(direction) = direction(entry) else { return };
    let rises = match entry.text("scale") {
        Some("tickets" | "days_since_login") => Some(false),
        Some(_) => Some(true),
        None => entry
            .within("scale", |scale| scale.decimal("zero_at").zip(scale.decimal("hundred_at")))
            .flatten()
            .map(|(zero_at, hundred_at)| zero_at < hundred_at),
    };
    if rises.is_some_and(|rises| rises != (direction == Direction::HighIsGood)) {
        let way = direction.word();
        warnings.push(&entry.path.key("scale"), || {
            format!("a high value is {way}, and the scale rates it the other way; turn it, or say another `direction`")
        });
    }
    entry.within("scale", |scale| {
        check_bands(scale, "rating", direction, direction, |band| band.decimal("rating"), warnings);
    });
}

/// A cap at the best band caps nobody.
fn caps(section: Section<'_>, warnings: &mut Warnings) {
    let best = bands(section).last().map(|(name, _)| *name);
    section.each("caps", |cap| {
        if let Some(at_most) = cap.name("at_most").filter(|at_most| Some(*at_most) == best) {
            warnings.push(&cap.path.key("at_most"), || {
                format!("`{at_most}` is the best band: the cap lowers nobody")
            });
        }
    });
}

/// The bands with where they begin, the worst first. Whether that value belongs to them is left open.
fn bands(section: Section<'_>) -> Vec<(Name, Decimal)> {
    let mut bands = Vec::new();
    if !matches!(section.get("bands"), Some(Tree::List(_))) {
        // The published ones, by a word or because the document says nothing.
        let any = from_fn(crate::name!("any"), |(): &(), _| Ok(Rating::BEST));
        let any = Indicator::new(crate::name!("any"), Decimal::ONE, any);
        let published = HealthPolicy::red_yellow_green().indicator(any).build();
        let begins = published.iter().flat_map(HealthPolicy::begins);
        bands.extend(begins.map(|(band, from)| (band.name(), from.unwrap_or(Score::MIN).value())));
    }
    section.each("bands", |band| {
        let begins = band.decimal("from").or_else(|| band.decimal("above"));
        bands.extend(band.name("name").map(|name| (name, begins.unwrap_or(Decimal::ZERO))));
    });
    bands
}

fn unreachable(section: Section<'_>, indicators: &[Known], warnings: &mut Warnings) {
    let bands = bands(section);
    let least_coverage = section.decimal("min_coverage").and_then(|part| Ratio::from_decimal(part).ok());
    let least_coverage = least_coverage.unwrap_or(MIN_COVERAGE.value);
    let Some(spans) = spans(indicators, least_coverage) else { return };
    let (Some(least), Some(most)) =
        (spans.iter().map(|span| span.0).min(), spans.iter().map(|span| span.1).max())
    else {
        return;
    };
    let path = section.path.key("bands");
    let ends = bands.iter().skip(1).map(|(_, begins)| Some(*begins)).chain([None]);
    for (index, ((name, begins), end)) in bands.iter().zip(ends).enumerate() {
        // The ends count as inside, so that nothing is claimed of a band that just one value reaches.
        let meets = |span: &(Decimal, Decimal)| span.1 >= *begins && end.is_none_or(|end| span.0 <= end);
        if spans.iter().any(meets) {
            continue;
        }
        warnings.push(&path.index(index), || {
            if most < *begins {
                format!("nobody reaches `{name}`, which begins at {begins}: the score is at most {most}")
            } else if end.is_some_and(|end| least > end) {
                format!("nobody is in `{name}`: the score is at least {least}")
            } else {
                format!("nobody is in `{name}`: no weights make a score in it")
            }
        });
    }
}

/// The lowest and the highest score for each choice of what is known, as far as it is enough to be scored. The scorecard
/// itself computes them.
fn spans(indicators: &[Known], least_coverage: Ratio) -> Option<Vec<(Decimal, Decimal)>> {
    let (lowest, highest) =
        (scorecard(indicators, |of| of.ratings.0)?, scorecard(indicators, |of| of.ratings.1)?);
    let all = 1_u32.checked_shl(u32::try_from(indicators.len()).ok()?)?.checked_sub(1)?;
    if indicators.len() > MOST_INDICATORS {
        // What is known of some indicators alone lies between the lowest and the highest of all.
        let least = indicators.iter().map(|of| of.ratings.0).min()?;
        let most = indicators.iter().map(|of| of.ratings.1).max()?;
        let neutral = Decimal::from(50);
        return Some(vec![(least.min(Decimal::ZERO), most.max(neutral))]);
    }
    let mut spans = Vec::new();
    for known in 1..=all {
        let score = |card: &FitPolicy<u32>| {
            let scored = card.score(&known, NaiveDate::default()).ok()?;
            scored.score.filter(|_| scored.coverage >= least_coverage).map(Score::value)
        };
        spans.extend(score(&lowest).zip(score(&highest)));
    }
    Some(spans)
}

/// The weights as they are, over subjects that say which indicators are known.
fn scorecard(indicators: &[Known], rating: fn(&Known) -> Decimal) -> Option<FitPolicy<u32>> {
    let mut builder = FitPolicy::builder(crate::name!("any"));
    let mut groups: Vec<IndicatorGroup<u32>> = Vec::new();
    let mut names: Vec<Name> = Vec::new();
    for (place, of) in (0_u32..).zip(indicators) {
        let (bit, rated, name) =
            (1_u32.checked_shl(place).unwrap_or(0), Rating::clamped(rating(of)), of.name);
        let known =
            from_fn(
                name,
                move |subject: &u32, _| {
                    if subject & bit == 0 { Err(Unclassified::Missing(name)) } else { Ok(rated) }
                },
            );
        let indicator = Indicator::new(name, of.weight, known).when_missing(of.when_missing);
        match of.group {
            None => builder = builder.indicator(indicator),
            Some((group, weight)) => {
                if names.last() != Some(&group) {
                    names.push(group);
                    groups.push(IndicatorGroup::new(group, weight));
                }
                let last = groups.pop()?.indicator(indicator);
                groups.push(last);
            }
        }
    }
    groups.into_iter().fold(builder, crate::segment::ScorePolicyBuilder::group).build().ok()
}
