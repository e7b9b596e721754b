//! From a document to what runs: all faults at once.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::check::Check;
use super::compiled::{CompiledDimension, CompiledDimensions, CompiledPolicy, CompiledRule, Plan, RuleInfo};
use super::dimension::{Dimension, Otherwise};
use super::document::Form;
use super::nearest::hint;
use super::report::{Faults, Path, Report};
use super::section::{self, DOCUMENT, Section};
use super::shape::{Shape, named_path};
use super::{FactTable, Limits, PolicyDocument, UncheckedDocument};
use crate::account::Account;
use crate::quantity::Name;
use crate::segment::{FitPolicy, HealthPolicy, SegmentationPolicy, SegmentationPolicyBuilder};

impl PolicyDocument {
    /// Checks what the document says against the facts, and makes the whole policy of it.
    ///
    /// Every fact is looked up here, once: classifying neither looks up names nor allocates.
    ///
    /// # Errors
    /// A [`Report`] of all faults: no tiers; facts that nobody registered, constants and comparisons of the wrong type, segments
    /// that the dimension does not list, names given twice; and whatever the builders of the models refuse, each where it
    /// stands. What one model says of another (attention by a segment that its dimension does not have) is looked at once
    /// the models are sound. A document that [changes another](Self::over) says too little.
    pub fn compile(&self, facts: &FactTable<Account>) -> Result<CompiledPolicy, Report> {
        let mut faults = Faults::default();
        let policy = self.compiled(facts, &[], &mut faults);
        faults.finish_with(policy).map_err(|report| self.placed(report))
    }

    /// The policy, unless something is at fault.
    fn compiled(
        &self,
        facts: &FactTable<Account>,
        lost: &[&'static str],
        faults: &mut Faults,
    ) -> Option<CompiledPolicy> {
        let mut of_dimensions = Faults::default();
        let dimensions = self.dimensions(facts, &mut of_dimensions);
        let own = of_dimensions.found().is_empty().then_some(dimensions.as_slice());
        let policy = self.segmentation(own, facts, lost, faults);
        // Documents are written with the models first.
        faults.append(of_dimensions);
        policy.map(|policy| CompiledPolicy::new(self.clone(), CompiledDimensions::new(dimensions), policy))
    }

    /// With the paths that a reader of the document knows.
    fn placed(&self, report: Report) -> Report {
        if !self.is_merged {
            return report;
        }
        report.renamed(|path| named_path(&Shape::Record(&DOCUMENT), &self.tree, path))
    }

    /// Checks the dimensions of one's own against the facts of any subjects, and makes classifiers of them. What the
    /// document says of the models that we ship, which look at accounts, is for [`compile`](Self::compile).
    ///
    /// # Errors
    /// A [`Report`] of all faults of the dimensions.
    pub fn compile_dimensions<S: ?Sized>(
        &self,
        facts: &FactTable<S>,
    ) -> Result<CompiledDimensions<S>, Report> {
        let mut faults = Faults::default();
        let dimensions = self.dimensions(facts, &mut faults);
        faults.finish(CompiledDimensions::new(dimensions)).map_err(|report| self.placed(report))
    }

    /// Those without faults.
    fn dimensions<S: ?Sized>(&self, facts: &FactTable<S>, faults: &mut Faults) -> Vec<CompiledDimension<S>> {
        for name in &facts.twice {
            let path = Path::root("facts");
            faults.push(&path.named(*name), || "registered twice; rename one of the two".into());
        }
        let root = Path::root("");
        let Some(currency) = self.whole(&root, faults) else { return Vec::new() };
        let mut dimensions = Vec::new();
        Section { tree: &self.tree, path: &root }.each("dimensions", |section| {
            let Some(dimension) = section::dimension(section) else { return };
            let check = Check { facts, currency, faults };
            dimensions.extend(compile_dimension(section.path, &dimension, check));
        });
        dimensions
    }

    /// The currency of a document that changes no other one.
    fn whole(&self, root: &Path<'_>, faults: &mut Faults) -> Option<crate::quantity::Currency> {
        if let Some(base) = self.base() {
            let problem = || {
                format!("the document changes `{base}`; lay it over that one first (`PolicyDocument::over`)")
            };
            faults.push(&root.key("base"), problem);
            return None;
        }
        self.currency()
    }

    fn segmentation(
        &self,
        // None where one of them is at fault: then the policy as a whole is not built.
        dimensions: Option<&[CompiledDimension<Account>]>,
        facts: &FactTable<Account>,
        // What was given and is not there, since its form is at fault.
        lost: &[&'static str],
        faults: &mut Faults,
    ) -> Option<SegmentationPolicy> {
        let root = Path::root("");
        let currency = self.currency().filter(|_| self.base().is_none())?;
        let document = Section { tree: &self.tree, path: &root };
        let check = &mut Check { facts, currency, faults };
        if !document.has("tier") && !lost.contains(&"tier") {
            check.faults.push(&root, || {
                "the key `tier` is missing: the tiers with their floors, for which there are no default amounts".into()
            });
        }
        let tier = document.within("tier", |of| section::tier(of, check)).flatten();
        let trajectory = document.within("trajectory", |of| section::trajectory(of, check));
        let wallet = document.within("wallet", |of| section::wallet(of, check));
        let provisional = document.within("provisional_tier", |of| section::provisional_tier(of, check));
        let health =
            document.within("health", |of| section::scored(of, HealthPolicy::red_yellow_green, check));
        let risk = document.within("risk", |of| section::risk(of, check));
        let lifecycle = document.within("lifecycle", |of| section::lifecycle(of, check));
        let fit = document.within("fit", |of| section::scored(of, no_preset, check));
        let attention = document.within("attention", |of| section::attention(of, check));

        let mut sound = lost.is_empty();
        let mut own = Vec::new();
        document.each("dimensions", |entry| own.extend(entry.name("name")));
        let known = |entry: Section<'_>, check: &mut Check<'_, Account>| {
            lost.contains(&"dimensions") || section::known_dimension(entry, &own, check)
        };
        let mut held = Vec::new();
        document.each("hysteresis", |entry| {
            sound &= known(entry, check);
            held.extend(section::hysteresis(entry));
        });
        let mut decisions = Vec::new();
        document.each("overrides", |entry| {
            sound &= known(entry, check);
            match section::overrides(entry, check) {
                Some(decision) => decisions.push(decision),
                None => sound = false,
            }
        });

        let mut builder = SegmentationPolicy::builder(tier?);
        builder = with(builder, trajectory, SegmentationPolicyBuilder::trajectory)?;
        builder = with(builder, wallet, SegmentationPolicyBuilder::wallet)?;
        builder = with(builder, provisional, SegmentationPolicyBuilder::provisional_tier)?;
        builder = with(builder, health, SegmentationPolicyBuilder::health)?;
        builder = with(builder, risk, SegmentationPolicyBuilder::risk)?;
        builder = with(builder, lifecycle, SegmentationPolicyBuilder::lifecycle)?;
        builder = with(builder, fit, SegmentationPolicyBuilder::fit)?;
        builder = with(builder, attention, SegmentationPolicyBuilder::attention)?;
        builder = document.whole("revision").into_iter().fold(builder, SegmentationPolicyBuilder::version);
        for dimension in dimensions? {
            builder = builder.custom_ordered(dimension.name(), dimension.segments(), dimension.clone());
        }
        for (dimension, hysteresis) in held {
            builder = builder.hysteresis(dimension, hysteresis);
        }
        for (scope, decision) in decisions {
            builder = builder.overridden(scope, decision);
        }
        if sound { document.built(&DOCUMENT, builder.build(), check.faults) } else { None }
    }
}

impl UncheckedDocument {
    /// The whole policy in one go: [`check`](Self::check), then [`compile`](PolicyDocument::compile).
    ///
    /// # Errors
    /// A [`Report`] of the faults of both at once: where the form of one part is at fault, what the others say is looked at all
    /// the same.
    ///
    /// ```
    /// use segmentry::{FactTable, policy::UncheckedDocument};
    ///
    /// let unchecked: UncheckedDocument = serde_json::from_str(r#"{
    ///     "version": 1, "id": "acme", "currency": "EUR",
    ///     "trajectory": {"growing_above": "0.05"},
    ///     "tier": {"tiers": [{"name": "smb"}, {"name": "enterprise", "from": "-5"}]}
    /// }"#)?;
    /// let report = unchecked.compile(&FactTable::accounts()).unwrap_err();
    /// let paths: Vec<&str> = report.faults().iter().map(|fault| fault.path()).collect();
    /// assert_eq!(paths, ["trajectory.growing_above", "tier.tiers[1]"]);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub fn compile(self, facts: &FactTable<Account>) -> Result<CompiledPolicy, Report> {
        self.in_one_go(|document, lost, faults| document.compiled(facts, lost, faults))
    }

    /// The dimensions of one's own in one go, of any subjects.
    ///
    /// # Errors
    /// As for [`compile`](Self::compile).
    pub fn compile_dimensions<S: ?Sized>(
        self,
        facts: &FactTable<S>,
    ) -> Result<CompiledDimensions<S>, Report> {
        self.in_one_go(|document, _, faults| {
            Some(CompiledDimensions::new(document.dimensions(facts, faults)))
        })
    }

    fn in_one_go<T>(
        self,
        compile: impl FnOnce(&PolicyDocument, &[&'static str], &mut Faults) -> Option<T>,
    ) -> Result<T, Report> {
        let Form { document, lost, mut faults } = Form::of(self.into_tree(), Limits::default());
        let compiled = compile(&document, &lost, &mut faults);
        faults.finish_with(compiled)
    }
}

/// With a model that the document may have; `None` where it has one that is at fault.
fn with<P>(
    builder: SegmentationPolicyBuilder,
    model: Option<Option<P>>,
    add: fn(SegmentationPolicyBuilder, P) -> SegmentationPolicyBuilder,
) -> Option<SegmentationPolicyBuilder> {
    match model {
        None => Some(builder),
        Some(model) => Some(add(builder, model?)),
    }
}

/// Fit has no published bands, and so no word for them; the table asks for bands.
fn no_preset() -> crate::segment::ScorePolicyBuilder<Account, crate::segment::FitBand> {
    FitPolicy::builder(crate::name!("lowest"))
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
    let mut names = BTreeSet::new();
    let mut rules = Vec::new();
    for (index, rule) in dimension.rules.iter().enumerate() {
        let path = path_of_rules.index(index);
        if !names.insert(rule.shown()) {
            let segment = rule.segment;
            check.faults.push(&path, || match rule.name {
                Some(name) => format!("two rules are named `{name}`; give one of them another name"),
                None => {
                    format!("two rules are named like their segment, `{segment}`; give one of them a `name`")
                }
            });
        }
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
