//! Rules of which one may hold at the most, and two can.

use super::dimension::Rules;
use super::warning::Warnings;
use crate::policy::logic::Truth;
use crate::policy::report::Path;

impl Rules<'_> {
    /// Warns of the first rule before this one that can hold with it, where that can be said for certain: a fact
    /// that stands in two variables (as itself and in a quotient, say) may rule out what looks possible.
    pub(super) fn warn_of_overlap(&self, path: &Path<'_>, index: usize, warnings: &mut Warnings) {
        let Some((own_rule, own)) = self.rule(index) else { return };
        for (rule, formula) in self.dimension.rules.iter().zip(&self.formulas).take(index) {
            if warnings.is_over() {
                return;
            }
            let both = [(formula, Truth::True), (own, Truth::True)];
            let Some(Some(cells)) = warnings.ask(|work| self.space.find(&both, work)) else { continue };
            if !self.space.is_free([formula, own]) {
                continue;
            }
            warnings.push(path, || {
                let place = match self.space.describe(&cells) {
                    place if place.is_empty() => "for every account".into(),
                    place => format!("where {place}"),
                };
                let (rule, own) = (rule.shown(), own_rule.shown());
                format!("the rules `{rule}` and `{own}` both hold {place}; make them exclusive, since one may hold at the most")
            });
            return;
        }
    }
}
