//! The warnings of a document.

use super::ask::Types;
use super::attention::attention;
use super::dimension::dimension;
use super::holds::{Holds, condition};
use super::range;
use super::risk::risk;
use super::scored::scored;
use super::warning::Warnings;
use crate::policy::report::Path;
use crate::policy::section::{self, Section};
use crate::policy::{FactTable, PolicyDocument};

impl PolicyDocument {
    /// What the document probably does not mean: rules that never decide, defaults that are never reached, gaps and overlaps;
    /// conditions that never or always hold; bands that no points or weights reach, factors that say nothing, points and
    /// ratings that run against their direction; levels that nobody gets; percentages where fractions are meant.
    ///
    /// Exact, and of the document alone: which rules decide on none of your accounts is for
    /// [`idle_rules`](crate::policy::CompiledDimension::idle_rules) to say. What is at fault has no warnings:
    /// [compile](Self::compile) the document first. They are asked for apart, since a service that loads a policy has no
    /// use for them.
    ///
    /// ```
    /// use segmentry::{FactTable, PolicyDocument};
    ///
    /// let document: PolicyDocument = serde_json::from_str(r#"{
    ///     "version": 1, "id": "acme", "currency": "EUR",
    ///     "risk": {
    ///         "bands": [{"name": "low"}, {"name": "high", "from": 60}],
    ///         "factors": [
    ///             {"name": "nps", "fact": "nps", "missing": 5, "bands": [{"points": 5}, {"from": "0", "points": 15}]},
    ///             {"name": "leaving", "when": {"set": "cancellation_requested"}, "points": 40, "missing": 0}
    ///         ]
    ///     }
    /// }"#)?;
    /// let warnings = document.warnings(&FactTable::accounts());
    /// let texts: Vec<String> = warnings.listed().iter().map(ToString::to_string).collect();
    /// assert_eq!(texts, [
    ///     "risk.factors[0].bands[1].points: a high value is good, and this band runs against it; correct it, or say another \
    ///      `direction`",
    ///     "risk.bands[1]: nobody reaches `high`, which begins at 60: the factors give at most 55 points",
    /// ]);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn warnings<S: ?Sized>(&self, facts: &FactTable<S>) -> Warnings {
        let mut warnings = Warnings::default();
        let Some(currency) = self.currency() else { return warnings };
        let types = Types { kind: &|name| facts.kind(name), currency };
        let root = Path::root("");
        let document = Section { tree: &self.tree, path: &root };
        for key in ["health", "fit"] {
            document.within(key, |of| {
                for groups in ["groups", "indicators"] {
                    of.each(groups, |group| group.each("indicators", |one| lone(one, types, &mut warnings)));
                }
                of.each("indicators", |indicator| lone(indicator, types, &mut warnings));
                of.each("caps", |cap| lone(cap, types, &mut warnings));
                scored(of, &mut warnings);
            });
        }
        document.within("risk", |of| {
            of.each("factors", |factor| lone(factor, types, &mut warnings));
            risk(of, &mut warnings);
        });
        document.within("attention", |of| attention(of, &mut warnings));
        document.each("dimensions", |of| {
            if let Some(read) = section::dimension(of) {
                let path = of.path.key("rules");
                for (index, rule) in read.rules.iter().enumerate() {
                    range::of_condition(&path.index(index).key("when"), &rule.when, types, &mut warnings);
                }
                dimension(of.path, &read, facts, currency, &mut warnings);
            }
        });
        document.each("overrides", |of| lone(of, types, &mut warnings));
        warnings.say_what_is_open(&root);
        warnings
    }
}

/// Warns of an entry whose condition holds for nobody, or for everybody, and of constants that its fact never reaches.
fn lone(entry: Section<'_>, types: Types<'_>, warnings: &mut Warnings) {
    range::of_value(entry, types, warnings);
    let Some(read) = entry.get("when").and_then(section::condition) else { return };
    let path = entry.path.key("when");
    range::of_condition(&path, &read, types, warnings);
    match condition(&path, &read, types, warnings) {
        Some(Holds::Never) => warnings.push(&path, || {
            "the condition never holds, whatever the facts are; correct it, or remove the entry".into()
        }),
        Some(Holds::Always) => {
            warnings.push(&path, || "the condition holds for every account; correct it".into());
        }
        Some(Holds::WhereKnown) => warnings.push(&path, || {
            "the condition holds wherever its facts are known; correct it, or ask for what must be `known` if that \
             is meant"
                .into()
        }),
        Some(Holds::Sometimes) | None => {}
    }
}
