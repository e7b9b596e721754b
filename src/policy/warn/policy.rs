//! The warnings of a policy.

use super::warning::Warning;
use crate::policy::{CompiledDimensions, CompiledPolicy};

impl<S: ?Sized> CompiledDimensions<S> {
    /// What the document probably does not mean by its dimensions, in its order: rules that never decide, defaults that are never
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
    /// let policy = document.compile_dimensions(&FactTable::accounts())?;
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

impl CompiledPolicy {
    /// What the document probably does not mean; see [`CompiledDimensions::warnings`].
    #[must_use]
    pub fn warnings(&self) -> &[Warning] {
        self.dimensions.warnings()
    }

    /// Warnings beyond those listed.
    #[must_use]
    pub fn more_warnings(&self) -> usize {
        self.dimensions.more_warnings()
    }
}
