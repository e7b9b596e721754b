//! The warnings of a policy.

use super::dimension::dimension;
use super::warning::{Warning, Warnings};
use crate::policy::report::Path;
use crate::policy::{CompiledPolicy, FactTable, PolicyDocument};

/// The warnings of a document without faults.
pub(in crate::policy) fn document<S: ?Sized>(document: &PolicyDocument, facts: &FactTable<S>) -> Warnings {
    let mut warnings = Warnings::default();
    let path = Path::root("dimensions");
    for (index, of) in document.dimensions.iter().enumerate() {
        dimension(&path.index(index), of, facts, document.currency, &mut warnings);
    }
    warnings
}

impl<S: ?Sized> CompiledPolicy<S> {
    /// What the document probably does not mean, in its order: rules that never decide, defaults that are never
    /// reached, gaps and overlaps. Exact, and of the document alone: which rules decide on none of your accounts is for
    /// [`idle_rules`](crate::policy::CompiledDimension::idle_rules) to say.
    ///
    /// ```
    /// use segmentry::account::facts::EMPLOYEES;
    /// use segmentry::policy::{Dimension, Rule, all, fact};
    /// use segmentry::{Currency, FactTable, PolicyDocument, name};
    ///
    /// let size = Dimension::first(name!("size"))
    ///     .segment(name!("small"))
    ///     .segment(name!("large"))
    ///     .rule(Rule::new(name!("small"), fact(EMPLOYEES).below(50)))
    ///     .rule(Rule::new(name!("large"), all([fact(EMPLOYEES).above(250), fact(EMPLOYEES).below(50)])));
    /// let document = PolicyDocument::builder(name!("acme"), Currency::EUR).dimension(size).build()?;
    /// let policy = document.compile(&FactTable::accounts())?;
    /// assert_eq!(
    ///     policy.warnings()[0].to_string(),
    ///     "dimensions[0].rules[1].when: the condition never holds, whatever the facts are; correct it, or remove the rule"
    /// );
    /// # Ok::<(), segmentry::policy::Report>(())
    /// ```
    #[must_use]
    pub fn warnings(&self) -> &[Warning] {
        self.warnings.listed()
    }

    /// Warnings beyond those listed.
    #[must_use]
    pub fn more_warnings(&self) -> usize {
        self.warnings.more()
    }
}
