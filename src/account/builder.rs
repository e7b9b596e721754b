use super::attribute::Attributes;
use super::facts::{self, Facts};
use super::{Account, AccountError, AccountFault, ArrHistory, Designation, Override, Previous};
use crate::quantity::{Currency, Label, Name, excerpt};

/// Collects what is known of an account; [`build`](Self::build) checks it and reports all faults at once.
///
/// Every setter takes a value, a dated [`Fact`](super::Fact), or an `Option` of either. A second call replaces
/// the first.
#[derive(Clone, Debug)]
#[must_use]
pub struct AccountBuilder {
    pub(super) account: Account,
    id: String,
    faults: Vec<AccountFault>,
}

impl AccountBuilder {
    pub(super) fn new(id: &str, currency: Currency) -> Self {
        let mut faults = Vec::new();
        let label = checked_label(facts::ID, id, &mut faults);
        Self {
            account: Account {
                facts: Facts::default(),
                currency,
                // Never seen where the id is at fault: build returns the fault.
                id: label.unwrap_or_else(Label::placeholder),
                name: None,
                designation: None,
                history: None,
                attributes: Attributes::default(),
                previous: Vec::new(),
                overrides: Vec::new(),
            },
            id: excerpt(id),
            faults,
        }
    }

    /// The account's name for people: 1 to 256 bytes, or `None`.
    pub fn name<'t>(mut self, text: impl Into<Option<&'t str>>) -> Self {
        self.account.name = self.label(facts::NAME, text.into());
        self
    }

    /// A designation as strategic, or `None`.
    pub fn designation(mut self, designation: impl Into<Option<Designation>>) -> Self {
        self.account.designation = designation.into();
        self
    }

    /// ARR over time, or `None`. It must be in the account's currency.
    pub fn arr_history(mut self, history: impl Into<Option<ArrHistory>>) -> Self {
        self.account.history = history.into();
        self
    }

    /// The segment of a dimension in which the account was before.
    pub fn previous(mut self, dimension: Name, previous: Previous<Name>) -> Self {
        self.account.previous.retain(|(name, _)| *name != dimension);
        self.account.previous.push((dimension, previous));
        self
    }

    /// A decision by people, beside those added before. Two that could be in force on one day in one dimension are an
    /// error.
    pub fn overridden(mut self, decision: Override) -> Self {
        self.account.overrides.push(decision);
        self
    }

    /// The account.
    ///
    /// # Errors
    /// [`AccountError`] with every fact at fault: text that is empty, too long or holds control characters,
    /// an amount that is negative or of another currency, a fraction or date out of its range, a renewal before
    /// the start, an override that is incomplete or meets another.
    pub fn build(self) -> Result<Account, AccountError> {
        let Self { account, id, mut faults } = self;
        let mut fault = |fact, problem| faults.push(AccountFault { fact, problem });
        if let Some(Err(problem)) = account.designation.as_ref().map(Designation::check) {
            fault(facts::STRATEGIC, problem);
        }
        if let Some(history) = account.history.as_ref().filter(|h| h.currency() != account.currency) {
            let (theirs, ours) = (history.currency(), account.currency);
            fault(facts::ARR_HISTORY, format!("is in {theirs}, the account in {ours}; convert it first"));
        }
        for (index, decision) in account.overrides.iter().enumerate() {
            if let Err(problem) = decision.check() {
                fault(decision.dimension(), problem);
            }
            let earlier = account.overrides.iter().take(index).find(|earlier| earlier.overlaps(decision));
            if let Some(earlier) = earlier {
                let (given, other) = (decision.segment(), earlier.segment());
                let problem =
                    format!("overrides to `{other}` and `{given}` are in force together; end one of them");
                fault(decision.dimension(), problem);
            }
        }
        for (dimension, previous) in &account.previous {
            if let Some(Err(error)) = previous.since.map(crate::calendar::check_date) {
                fault(*dimension, format!("since {error}"));
            }
        }
        if let (Some(start), Some(renewal)) = (account.facts.started_on, account.facts.renewal_on) {
            if renewal.value < start.value {
                let problem =
                    format!("{} lies before the start, {}; correct one of them", renewal.value, start.value);
                fault(facts::RENEWAL_ON, problem);
            }
        }
        account.facts.check(account.currency, &mut faults);
        if faults.is_empty() { Ok(account) } else { Err(AccountError { id, faults }) }
    }

    pub(super) fn label(&mut self, fact: Name, text: Option<&str>) -> Option<Label> {
        self.faults.retain(|fault| fault.fact != fact);
        checked_label(fact, text?, &mut self.faults)
    }
}

fn checked_label(fact: Name, text: &str, faults: &mut Vec<AccountFault>) -> Option<Label> {
    match Label::new(text) {
        Ok(label) => Some(label),
        Err(error) => {
            faults.push(AccountFault { fact, problem: format!("`{}`: {error}", excerpt(text)) });
            None
        }
    }
}
