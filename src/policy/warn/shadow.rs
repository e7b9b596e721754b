//! Rules that never decide, since others always come before them or hold along with them.

use super::dimension::Rules;
use super::search::Wanted;
use super::warning::Warnings;
use crate::policy::dimension::Matching;
use crate::policy::logic::Truth;
use crate::policy::report::Path;
use crate::quantity::Name;

impl Rules<'_> {
    /// Warns of a rule that holds for some accounts and decides on none; says whether it does.
    ///
    /// A first match decides where all rules before it are false, since an unknown one stops the search; a unique one
    /// where all others are.
    pub(super) fn warn_of_shadow(&self, path: &Path<'_>, index: usize, warnings: &mut Warnings) -> bool {
        let Some((_, own)) = self.rule(index) else { return false };
        let mut wanted: Vec<Wanted<'_>> = vec![(own, Truth::True)];
        wanted.extend(self.rivals(index).filter_map(|rival| Some((self.rule(rival)?.1, Truth::False))));
        let found = warnings.ask(|work| self.space.find(&wanted, work));
        if let Some(Some(_)) = found {
            return false;
        }
        // One rule that suffices is easier to see than all of them, and may be found where all take too much work.
        let one = self.rivals(index).find_map(|rival| {
            let (rule, formula) = self.rule(rival)?;
            if warnings.is_over() {
                return None;
            }
            let both = [(own, Truth::True), (formula, Truth::False)];
            let suffices = warnings.ask(|work| self.space.find(&both, work)) == Some(None);
            suffices.then(|| rule.shown())
        });
        if found.is_none() && one.is_none() {
            return false;
        }
        warnings.push(path, || self.shadowed(one));
        true
    }

    /// The rules that must be false where one decides.
    fn rivals(&self, index: usize) -> impl Iterator<Item = usize> {
        let end = match self.dimension.matching {
            Matching::First => index,
            Matching::Unique => self.formulas.len(),
        };
        (0..end).filter(move |rival| *rival != index)
    }

    fn shadowed(&self, one: Option<Name>) -> String {
        let never = "the rule never decides: wherever it holds,";
        match (self.dimension.matching, one) {
            (Matching::First, Some(rule)) => format!(
                "{never} the rule `{rule}` before it holds too, or lacks a fact; move it before `{rule}`, or correct it"
            ),
            (Matching::First, None) => format!(
                "{never} one of the rules before it holds too, or lacks a fact; move it before them, or correct it"
            ),
            (Matching::Unique, Some(rule)) => {
                format!("{never} the rule `{rule}` holds too, or lacks a fact; make the two exclusive")
            }
            (Matching::Unique, None) => {
                format!("{never} another one holds too, or lacks a fact; make the rules exclusive")
            }
        }
    }
}
