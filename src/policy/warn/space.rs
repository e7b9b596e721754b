//! The variables of some conditions together.

use std::collections::{BTreeMap, BTreeSet};

use super::ask::{Ask, Of, Subject};
use super::formula::{Answer, Formula, Split, Truths};
use super::line::Line;

/// All cells that some conditions tell apart.
#[derive(Debug)]
pub(super) struct Space<'d> {
    variables: Vec<Variable<'d>>,
    places: BTreeMap<Subject, usize>,
}

#[derive(Debug)]
struct Variable<'d> {
    line: Line<'d>,
    classes: u32,
    /// Whether the class after the last, in which nothing is known of it, is searched.
    missing: bool,
    /// The facts of which it is made, where they are variables themselves: while one is missing, this is unknown.
    made_of: Vec<usize>,
}

/// Where unknown facts are searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Missing {
    /// Where a condition asks whether a fact is known: enough for what is decided.
    WhereAsked,
    /// Everywhere: needed for what is unknown.
    Everywhere,
}

/// A comparison whose variable has its place.
#[derive(Debug)]
pub(super) enum Asked {
    /// Whether a variable lies in one of these ranges of classes.
    In(usize, Box<[(u32, u32)]>),
    Known(usize),
}

/// A box: for each variable the first and the last class.
pub(super) type Cells = Vec<(u32, u32)>;

impl<'d> Space<'d> {
    pub(super) fn new<'f>(drafts: impl IntoIterator<Item = &'f Formula<Ask<'d>>>, missing: Missing) -> Self
    where
        'd: 'f,
    {
        let mut asks: BTreeMap<Subject, Vec<&Ask<'d>>> = BTreeMap::new();
        for draft in drafts {
            draft.each(&mut |ask| asks.entry(ask.subject).or_default().push(ask));
        }
        let places: BTreeMap<Subject, usize> = asks.keys().copied().zip(0..).collect();
        let facts: BTreeMap<_, usize> = places
            .iter()
            .filter_map(|(subject, place)| match subject {
                Subject::Fact(fact, _) => Some((*fact, *place)),
                _ => None,
            })
            .collect();
        let variables = asks.into_iter().map(|(subject, asks)| {
            let line = Line::new(subject, &asks);
            let is_fact = matches!(subject, Subject::Fact(..));
            let of = subject.facts().filter_map(|fact| facts.get(&fact).copied());
            Variable {
                classes: line.classes(),
                line,
                missing: missing == Missing::Everywhere || asks.iter().any(|ask| matches!(ask.of, Of::Known)),
                made_of: if is_fact { Vec::new() } else { of.collect() },
            }
        });
        Self { variables: variables.collect(), places }
    }

    /// A condition among those of which the space was made.
    pub(super) fn place(&self, draft: &Formula<Ask<'d>>) -> Formula<Asked> {
        draft.map(&mut |ask| {
            let place = self.places.get(&ask.subject).copied().unwrap_or(usize::MAX);
            let variable = self.variables.get(place);
            match (&ask.of, variable) {
                (Of::Known, _) => Asked::Known(place),
                (_, Some(variable)) => Asked::In(place, variable.line.holds(ask)),
                (_, None) => Asked::In(place, Box::default()),
            }
        })
    }

    /// All cells.
    pub(super) fn whole(&self) -> Cells {
        let classes = |variable: &Variable<'_>| {
            let last = if variable.missing { variable.classes } else { variable.classes.saturating_sub(1) };
            (0, last)
        };
        self.variables.iter().map(classes).collect()
    }

    /// What a comparison says on a box.
    pub(super) fn answer(&self, asked: &Asked, cells: &Cells) -> Answer {
        match asked {
            Asked::Known(place) => {
                let (first, last, missing) = self.range(*place, cells);
                let truths = Truths { no: last >= missing, yes: first < missing, unknown: false };
                Answer { truths, split: split(truths, *place, missing) }
            }
            Asked::In(place, ranges) => {
                for fact in self.variables.get(*place).map_or(&[][..], |variable| &variable.made_of) {
                    let (first, last, missing) = self.range(*fact, cells);
                    if first >= missing {
                        let truths = Truths { no: false, yes: false, unknown: true };
                        return Answer { truths, split: None };
                    }
                    if last >= missing {
                        let truths = Truths { no: true, yes: true, unknown: true };
                        return Answer { truths, split: split(truths, *fact, missing) };
                    }
                }
                self.within(*place, ranges, cells)
            }
        }
    }

    fn within(&self, place: usize, ranges: &[(u32, u32)], cells: &Cells) -> Answer {
        let (first, last, missing) = self.range(place, cells);
        let unknown = last >= missing;
        if first >= missing {
            return Answer { truths: Truths { no: false, yes: false, unknown }, split: None };
        }
        let last = last.min(missing.saturating_sub(1));
        // The first range that does not end before the box begins.
        let next = ranges.get(ranges.partition_point(|range| range.1 < first)).copied();
        let (truths, at) = match next {
            Some((from, to)) if from <= first && last <= to => {
                (Truths { no: false, yes: true, unknown }, missing)
            }
            Some((from, to)) if from <= last => {
                let at = if from > first { from } else { to.saturating_add(1) };
                (Truths { no: true, yes: true, unknown }, at)
            }
            _ => (Truths { no: true, yes: false, unknown }, missing),
        };
        Answer { truths, split: split(truths, place, at) }
    }

    /// The first and the last class of a box, and the one that stands for missing.
    fn range(&self, place: usize, cells: &Cells) -> (u32, u32, u32) {
        let (first, last) = cells.get(place).copied().unwrap_or_default();
        (first, last, self.variables.get(place).map_or(u32::MAX, |variable| variable.classes))
    }

    /// The lines that a box narrows, with the classes that are left and the one that stands for missing.
    pub(super) fn narrowed<'s>(
        &'s self,
        cells: &'s Cells,
    ) -> impl Iterator<Item = (&'s Line<'d>, (u32, u32), u32)> + 's {
        let variables = self.variables.iter().zip(self.whole()).zip(cells);
        variables
            .filter(|((_, whole), left)| whole != *left)
            .map(|((variable, _), left)| (&variable.line, *left, variable.classes))
    }

    /// Whether every combination of what these conditions ask for can occur: no fact stands in two variables.
    pub(super) fn is_free(&self, formulas: [&Formula<Asked>; 2]) -> bool {
        let mut places = BTreeSet::new();
        for formula in formulas {
            formula.each(&mut |asked| {
                let (Asked::In(place, _) | Asked::Known(place)) = asked;
                places.insert(*place);
            });
        }
        let mut facts = BTreeSet::new();
        let mut of = places.iter().filter_map(|place| self.variables.get(*place));
        of.all(|variable| variable.line.subject.facts().all(|fact| facts.insert(fact)))
    }

    /// The line of the only variable; `None` where there are more.
    pub(super) fn only_line(&self) -> Option<&Line<'d>> {
        match self.variables.as_slice() {
            [variable] => Some(&variable.line),
            _ => None,
        }
    }
}

/// Where to halve a box for an answer that is not one alone.
fn split(truths: Truths, variable: usize, at: u32) -> Option<Split> {
    if truths.is_settled() { None } else { Some(Split { variable, at }) }
}
