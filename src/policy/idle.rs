use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::compiled::{CompiledDimension, RuleInfo};

impl<S: ?Sized> CompiledDimension<S> {
    /// The rules that decide on none of these subjects, in the order of the document: what a rule that was
    /// meant to do something is missing, or which one nobody needs any more. Of all subjects there could ever be,
    /// [`warnings`](super::PolicyDocument::warnings) speaks.
    ///
    /// ```
    /// use segmentry::account::facts::EMPLOYEES;
    /// use segmentry::calendar::parse_date;
    /// use segmentry::policy::{Dimension, FactTable, PolicyDocument, Rule, fact};
    /// use segmentry::{Account, Currency, name};
    ///
    /// let size = Dimension::first(name!("size"))
    ///     .segment(name!("small"))
    ///     .segment(name!("large"))
    ///     .rule(Rule::new(name!("large"), fact(EMPLOYEES).at_least(500)))
    ///     .rule(Rule::new(name!("small"), fact(EMPLOYEES).below(500)));
    /// let document = PolicyDocument::builder(name!("acme"), Currency::EUR).dimension(size).build()?;
    /// let policy = document.compile_dimensions(&FactTable::accounts())?;
    ///
    /// let accounts = [Account::builder("a", Currency::EUR).employees(20).build()?];
    /// let idle = policy.dimensions()[0].idle_rules(&accounts, parse_date("2026-06-30")?);
    /// assert_eq!(idle[0].name(), name!("large"));
    /// assert_eq!(idle.len(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn idle_rules<'s>(
        &self,
        subjects: impl IntoIterator<Item = &'s S>,
        as_of: NaiveDate,
    ) -> Vec<&RuleInfo>
    where
        S: 's,
    {
        // No two rules of a dimension have one name.
        let mut busy = BTreeSet::new();
        for subject in subjects {
            if let Ok(Some(rule)) = self.deciding_rule(subject, as_of) {
                busy.insert(rule.name());
            }
        }
        self.rules().filter(|rule| !busy.contains(&rule.name())).collect()
    }
}
