//! What people decided on the accounts of a review.

use super::{Portfolio, Review, Row};
use crate::account::{Designation, Override};
use crate::segment::{OverrideScope, SegmentationPolicy};

/// A decision by people that stands in the policy, with the accounts of a review for which it is meant.
#[derive(Clone, Copy, Debug)]
pub struct PolicyOverride<'r> {
    review: &'r Review<'r>,
    decided: &'r Decided,
}

/// What a review keeps of it: a review holds no policy.
#[derive(Clone, Debug)]
pub(super) struct Decided {
    scope: OverrideScope,
    decision: Override,
    rows: Vec<usize>,
}

impl Decided {
    pub(super) fn of(policy: &SegmentationPolicy, portfolio: &Portfolio) -> Vec<Self> {
        let of = |(scope, decision): &(OverrideScope, Override)| Self {
            scope: scope.clone(),
            decision: decision.clone(),
            rows: Vec::new(),
        };
        let mut list: Vec<Self> = policy.overrides().iter().map(of).collect();
        if list.is_empty() {
            return list;
        }
        for (row, account) in portfolio.accounts().iter().enumerate() {
            for position in policy.overrides_meant_for(account, portfolio.as_of()) {
                if let Some(decided) = list.get_mut(position) {
                    decided.rows.push(row);
                }
            }
        }
        list
    }
}

impl<'r> PolicyOverride<'r> {
    /// For whom it stands in the policy.
    #[must_use]
    pub const fn scope(&self) -> &'r OverrideScope {
        &self.decided.scope
    }

    /// The decision: whether it is in force on the day of the review, [`Override::is_live`] says.
    pub const fn decision(&self) -> &'r Override {
        &self.decided.decision
    }

    /// The accounts for which it is meant, in the order of the portfolio, whether or not it is in force. One of whom nobody
    /// knows whether it is meant is not among them.
    pub fn rows(&self) -> impl Iterator<Item = Row<'r>> + use<'r> {
        let review = self.review;
        self.decided.rows.iter().filter_map(move |row| review.row(*row))
    }

    /// Whether it is meant for none of the accounts, so that nothing follows from it here: a typing error, or an account that
    /// left.
    #[must_use]
    pub fn is_stray(&self) -> bool {
        self.decided.rows.is_empty()
    }
}

impl Review<'_> {
    /// The decisions by people on these accounts that have begun, those in force and those that have expired: on the accounts,
    /// then for each account for which it is meant those of the policy.
    pub fn overrides(&self) -> impl Iterator<Item = (Row<'_>, &Override)> {
        let as_of = self.as_of();
        let begun = move |decision: &&Override| decision.first_day().is_some_and(|first| first <= as_of);
        let on_accounts = self
            .rows()
            .flat_map(move |row| row.account.overrides().iter().filter(begun).map(move |of| (row, of)));
        let of_policy = self.policy_overrides().filter(move |of| begun(&of.decision()));
        on_accounts.chain(of_policy.flat_map(|of| of.rows().map(move |row| (row, of.decision()))))
    }

    /// The decisions by people that stand in the policy, each with the accounts for which it is meant: in force, expired, not
    /// begun, or meant for nobody here.
    ///
    /// ```
    /// use segmentry::account::Override;
    /// use segmentry::rust_decimal::dec;
    /// use segmentry::segment::{OverrideScope, TIER, TierPolicy};
    /// use segmentry::{Account, Currency, Money, Portfolio, SegmentationPolicy, calendar::parse_date, name};
    ///
    /// let decision = Override::new(TIER, name!("strategic"))
    ///     .by("head of sales")
    ///     .because("reference customer")
    ///     .from(parse_date("2026-01-01")?)
    ///     .indefinitely();
    /// let tiers = TierPolicy::three_tiers(Money::new(dec!(25000), Currency::EUR)?)?;
    /// let policy = SegmentationPolicy::builder(tiers)
    ///     .overridden(OverrideScope::account("acme"), decision.clone())
    ///     .overridden(OverrideScope::account("amce"), decision)
    ///     .build()?;
    /// let acme = Account::builder("acme", Currency::EUR).build()?;
    /// let portfolio = Portfolio::new(vec![acme], Currency::EUR, parse_date("2026-06-30")?)?;
    ///
    /// let review = portfolio.review(&policy);
    /// let stray: Vec<String> =
    ///     review.policy_overrides().filter(|of| of.is_stray()).map(|of| of.scope().to_string()).collect();
    /// assert_eq!(stray, ["account `amce`"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn policy_overrides(&self) -> impl Iterator<Item = PolicyOverride<'_>> {
        self.decided().iter().map(|decided| PolicyOverride { review: self, decided })
    }

    /// The decisions by people on accounts, on dimensions that the policy does not decide: nothing follows from them, so
    /// somebody should know. (A policy is not built with such a decision.)
    pub fn stray_overrides(&self) -> impl Iterator<Item = (Row<'_>, &Override)> {
        let stray = |row: Row<'_>, of: &Override| row.segments.get(of.dimension()).is_none();
        self.rows()
            .flat_map(move |row| row.account.overrides().iter().map(move |of| (row, of)))
            .filter(move |(row, of)| stray(*row, of))
    }

    /// The designations as strategic that have expired.
    pub fn expired_designations(&self) -> impl Iterator<Item = (Row<'_>, &Designation)> {
        let as_of = self.as_of();
        let expired = move |designation: &&Designation| designation.has_expired(as_of);
        self.rows().filter_map(move |row| Some((row, row.account.designation().filter(expired)?)))
    }
}
