//! From a document to what runs: all faults at once.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::check::Check;
use super::compiled::{CompiledDimension, CompiledPolicy, CompiledRule, Plan, RuleInfo};
use super::dimension::{Dimension, Otherwise};
use super::nearest::hint;
use super::report::{Faults, Path, Report};
use super::{FactTable, PolicyDocument, warn};
use crate::quantity::Name;

impl PolicyDocument {
    /// Checks the document against the facts and makes classifiers of it.
    ///
    /// Every fact is looked up here, once: classifying neither looks up names nor allocates.
    ///
    /// # Errors
    /// A [`Report`] of all faults: facts that nobody registered, constants and comparisons of the wrong type, segments
    /// that the dimension does not list, names given twice, groups and sets without entries.
    pub fn compile<S: ?Sized>(&self, facts: &FactTable<S>) -> Result<CompiledPolicy<S>, Report> {
        let mut faults = Faults::default();
        for name in &facts.twice {
            let path = Path::root("facts");
            faults.push(&path.named(*name), || "registered twice; rename one of the two".into());
        }
        let path = Path::root("dimensions");
        let mut names = BTreeSet::new();
        let mut dimensions = Vec::new();
        for (index, dimension) in self.dimensions.iter().enumerate() {
            let path = path.index(index);
            unique(&path.key("name"), dimension.name, "dimensions", &mut names, &mut faults);
            let check = Check { facts, currency: self.currency, faults: &mut faults };
            dimensions.extend(compile_dimension(&path, dimension, check));
        }
        let policy = faults.finish(CompiledPolicy::new(self.clone(), dimensions))?;
        Ok(policy.with_warnings(warn::document(self, facts)))
    }
}

/// `None` where it has found a fault.
fn compile_dimension<S: ?Sized>(
    path: &Path<'_>,
    dimension: &Dimension,
    mut check: Check<'_, S>,
) -> Option<CompiledDimension<S>> {
    let segments = segments(path, dimension, check.faults);
    let known = |path: &Path<'_>, segment: Name, faults: &mut Faults| {
        if !segments.contains(&segment) {
            faults.push(path, || no_segment(segment, dimension));
        }
    };
    let path_of_rules = path.key("rules");
    if dimension.rules.is_empty() {
        check.faults.push(&path_of_rules, || "no rules; write at least one".into());
    }
    let mut names = BTreeSet::new();
    let mut rules = Vec::new();
    for (index, rule) in dimension.rules.iter().enumerate() {
        let path = path_of_rules.index(index);
        unique(&path.key("name"), rule.shown(), "rules", &mut names, check.faults);
        known(&path.key("segment"), rule.segment, check.faults);
        let when = check.condition(&path.key("when"), &rule.when);
        let info = RuleInfo { name: rule.shown(), segment: rule.segment, reason: rule.reason.clone() };
        rules.push(when.map(|when| CompiledRule { info: Box::new(info), when }));
    }
    let otherwise = match dimension.otherwise {
        Otherwise::Unclassified => None,
        Otherwise::Segment(segment) => {
            known(&path.key("otherwise").key("segment"), segment, check.faults);
            Some(segment)
        }
    };
    let plan = Plan {
        name: dimension.name,
        description: dimension.description.clone(),
        matching: dimension.matching,
        segments: dimension.segments.iter().map(|segment| segment.name).collect(),
        messages: dimension.segments.iter().map(|segment| segment.message.clone()).collect(),
        rules: rules.into_iter().collect::<Option<_>>()?,
        otherwise,
    };
    Some(CompiledDimension { plan: Arc::new(plan) })
}

fn segments(path: &Path<'_>, dimension: &Dimension, faults: &mut Faults) -> BTreeSet<Name> {
    let path = path.key("segments");
    if dimension.segments.is_empty() {
        faults.push(&path, || "no segments; list those that the rules assign".into());
    }
    let mut names = BTreeSet::new();
    for (index, segment) in dimension.segments.iter().enumerate() {
        unique(&path.index(index).key("name"), segment.name, "segments", &mut names, faults);
    }
    names
}

fn unique(path: &Path<'_>, name: Name, what: &str, names: &mut BTreeSet<Name>, faults: &mut Faults) {
    if !names.insert(name) {
        faults.push(path, || format!("two {what} are named `{name}`; give one of them another name"));
    }
}

fn no_segment(segment: Name, dimension: &Dimension) -> String {
    let known = || dimension.segments.iter().map(|known| known.name.as_str());
    let hint = hint(segment.as_str(), known());
    let listed = crate::quantity::excerpt_to(&known().collect::<Vec<_>>().join(", "), 256);
    format!("the dimension lists no segment `{segment}`{hint} (it lists: {listed})")
}
