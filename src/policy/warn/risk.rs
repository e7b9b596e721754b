//! Churn risk: sums that no points make, factors that say nothing, points against their direction.

use std::collections::BTreeSet;

use super::direction::{check_bands, direction};
use super::warning::Warnings;
use crate::policy::section::Section;
use crate::quantity::{Decimal, Name};

/// The most sums that are told apart.
const MOST_SUMS: usize = 20_000;

pub(super) fn risk(section: Section<'_>, warnings: &mut Warnings) {
    let mut sums = Sums::default();
    section.each("factors", |factor| {
        let points = points(factor);
        if points.len() == 1 {
            let only = points.first().copied().unwrap_or_default();
            let problem =
                || format!("the factor gives {only} points whatever the account; correct or remove it");
            warnings.push(factor.path, problem);
        }
        sums.add(&points);
        if let Some(direction) = direction(factor) {
            // Few points are good, so they must run the other way.
            let points = |band: Section<'_>| band.whole("points").map(Decimal::from);
            check_bands(factor, "points", direction, direction.opposite(), points, warnings);
        }
    });
    unreachable(section, &sums, warnings);
}

/// Every number of points that a factor can give.
fn points(factor: Section<'_>) -> BTreeSet<u64> {
    let mut points = BTreeSet::new();
    if factor.has("when") {
        points.extend(factor.whole("points").map(u64::from));
        points.insert(factor.whole("otherwise").unwrap_or(0).into());
    }
    factor.each("bands", |band| points.extend(band.whole("points").map(u64::from)));
    points.extend(factor.whole("missing").map(u64::from));
    points.extend(factor.whole("undefined").map(u64::from));
    points
}

/// The sums that factors can make, taken as independent: there are no others in reality.
struct Sums {
    /// `None` where they are too many to be told apart.
    each: Option<BTreeSet<u64>>,
    least: u64,
    most: u64,
}

impl Default for Sums {
    fn default() -> Self {
        Self { each: Some(BTreeSet::from([0])), least: 0, most: 0 }
    }
}

impl Sums {
    fn add(&mut self, points: &BTreeSet<u64>) {
        self.least = self.least.saturating_add(points.first().copied().unwrap_or_default());
        self.most = self.most.saturating_add(points.last().copied().unwrap_or_default());
        self.each = self.each.take().and_then(|sums| {
            let mut more = BTreeSet::new();
            for (sum, points) in sums.iter().flat_map(|sum| points.iter().map(move |points| (sum, points))) {
                more.insert(sum.saturating_add(*points));
                if more.len() > MOST_SUMS {
                    return None;
                }
            }
            Some(more)
        });
    }

    /// Whether some sum lies from the one to below the other.
    fn reach(&self, from: u64, below: Option<u64>) -> bool {
        match &self.each {
            Some(sums) => sums.range(from..).next().is_some_and(|sum| below.is_none_or(|below| *sum < below)),
            None => self.most >= from && below.is_none_or(|below| self.least < below),
        }
    }
}

fn unreachable(section: Section<'_>, sums: &Sums, warnings: &mut Warnings) {
    let mut bands: Vec<(Name, u64)> = Vec::new();
    section.each("bands", |band| {
        bands.extend(band.name("name").map(|name| (name, band.whole("from").unwrap_or(0).into())));
    });
    let mut next = bands.iter().skip(1).map(|(_, from)| *from);
    let path = section.path.key("bands");
    for (index, (name, from)) in bands.iter().enumerate() {
        let below = next.next();
        if sums.reach(*from, below) {
            continue;
        }
        let (least, most) = (sums.least, sums.most);
        warnings.push(&path.index(index), || {
            if most < *from {
                format!(
                    "nobody reaches `{name}`, which begins at {from}: the factors give at most {most} points"
                )
            } else if below.is_some_and(|below| least >= below) {
                format!("nobody is in `{name}`: the factors give at least {least} points")
            } else {
                format!("nobody is in `{name}`: no points add up to a sum in it")
            }
        });
    }
}
