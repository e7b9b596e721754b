//! The warnings of a dimension.

use std::collections::BTreeSet;

use super::ask::{Ask, Types};
use super::formula::Formula;
use super::holds::{self, Holds};
use super::space::{Asked, Missing, Space};
use super::warning::Warnings;
use crate::policy::dimension::{Dimension, Matching, Otherwise, Rule};
use crate::policy::fact_table::FactTable;
use crate::policy::logic::Truth;
use crate::policy::report::Path;
use crate::quantity::Currency;

/// Adds the warnings of a dimension, in the order of the document. One that is at fault has none.
pub(in crate::policy) fn dimension<S: ?Sized>(
    path: &Path<'_>,
    dimension: &Dimension,
    facts: &FactTable<S>,
    currency: Currency,
    warnings: &mut Warnings,
) {
    segments(path, dimension, warnings);
    let types = Types { kind: &|name| facts.kind(name), currency };
    if let Some(drafts) =
        dimension.rules.iter().map(|rule| types.read(&rule.when)).collect::<Option<Vec<_>>>()
    {
        let rules = Rules::new(dimension, &drafts);
        rules.warn(path, types, warnings);
        rules.warn_of_gaps(path, warnings);
        rules.warn_of_otherwise(path, warnings);
    }
    warnings.say_what_is_open(path);
}

/// The rules of a dimension together.
pub(super) struct Rules<'d> {
    pub(super) dimension: &'d Dimension,
    pub(super) space: Space<'d>,
    /// One a rule.
    pub(super) formulas: Vec<Formula<Asked>>,
}

impl<'d> Rules<'d> {
    fn new(dimension: &'d Dimension, drafts: &[Formula<Ask<'d>>]) -> Self {
        let space = Space::new(drafts, Missing::WhereAsked);
        let formulas = drafts.iter().map(|draft| space.place(draft)).collect();
        Self { dimension, space, formulas }
    }

    fn warn(&self, path: &Path<'_>, types: Types<'_>, warnings: &mut Warnings) {
        let path = path.key("rules");
        let last = self.formulas.len().saturating_sub(1);
        let mut decided = false;
        for (index, rule) in self.dimension.rules.iter().enumerate() {
            if warnings.is_over() {
                return;
            }
            let path = path.index(index);
            let path = path.key("when");
            let holds = holds::condition(&path, &rule.when, types, warnings);
            match (holds, self.dimension.matching) {
                (Some(Holds::Never), _) => warnings.push(&path, || {
                    "the condition never holds, whatever the facts are; correct it, or remove the rule".into()
                }),
                // Said once, at the rule that always holds.
                (_, Matching::First) if decided => {}
                (Some(holds @ (Holds::WhereKnown | Holds::Always)), Matching::First) if index < last => {
                    decided = true;
                    self.warn_of_shadow(&path, index, warnings);
                    warnings.push(&path, || always(holds).into());
                }
                (_, Matching::First) => _ = self.warn_of_shadow(&path, index, warnings),
                (_, Matching::Unique) => {
                    if !self.warn_of_shadow(&path, index, warnings) {
                        self.warn_of_overlap(&path, index, warnings);
                    }
                }
            }
        }
    }

    /// The default, where rules are false for no account at all.
    fn warn_of_otherwise(&self, path: &Path<'_>, warnings: &mut Warnings) {
        let Otherwise::Segment(segment) = self.dimension.otherwise else { return };
        let none: Vec<_> = self.formulas.iter().map(|formula| (formula, Truth::False)).collect();
        if warnings.ask(|work| self.space.find(&none, work)) == Some(None) {
            warnings.push(&path.key("otherwise"), || {
                format!(
                    "no account reaches `{segment}`: for each a rule holds, or lacks a fact; ask for what is `known` in \
                     a rule of its own, or write \"unclassified\""
                )
            });
        }
    }

    pub(super) fn rule(&self, index: usize) -> Option<(&'d Rule, &Formula<Asked>)> {
        self.dimension.rules.get(index).zip(self.formulas.get(index))
    }
}

const fn always(holds: Holds) -> &'static str {
    match holds {
        Holds::Always => {
            "the condition holds for every account, so no rule after it decides; narrow it, or move the rule to the end"
        }
        _ => {
            "the condition holds wherever its facts are known, so no rule after it decides; narrow it, or move the rule \
             to the end"
        }
    }
}

/// The segments that neither a rule nor the default gives.
fn segments(path: &Path<'_>, dimension: &Dimension, warnings: &mut Warnings) {
    let mut given: BTreeSet<_> = dimension.rules.iter().map(|rule| rule.segment).collect();
    if let Otherwise::Segment(segment) = dimension.otherwise {
        given.insert(segment);
    }
    let path = path.key("segments");
    for (index, segment) in dimension.segments.iter().enumerate() {
        if !given.contains(&segment.name) {
            warnings.push(&path.index(index), || {
                format!("no rule leads to `{}`; add one, or remove the segment", segment.name)
            });
        }
    }
}
