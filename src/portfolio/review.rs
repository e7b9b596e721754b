use chrono::NaiveDate;

use super::coverage::fact_coverage;
use super::decisions::Decided;
use super::{Cell, CrossTable, FactCoverage, Horizon, Portfolio, Prospects, Tally, WorkList};
use crate::account::Account;
use crate::account::facts::{COUNTRY, INDUSTRY, LINE_OF_BUSINESS, SALES_MOTION, WALLET_HORIZON};
use crate::classify::{Reason, Unclassified, Verdict};
use crate::quantity::{Money, Name};
use crate::segment::{
    Attention, FitBand, HealthBand, LifecycleStage, ProvisionalTier, RiskBand, SegmentationPolicy, Segments,
    Tier, Trajectory, WalletQuadrant,
};

/// A portfolio with the segments of every account.
#[derive(Clone, Debug)]
pub struct Review<'p> {
    portfolio: &'p Portfolio,
    segments: Vec<Segments>,
    decided: Vec<Decided>,
}

/// One account with its segments: what an axis looks at.
///
/// Each method here is an axis: `review.tally(Row::tier)`, `review.cross(Row::tier, Row::industry)`. What is not known
/// is the reason, not a segment.
#[derive(Clone, Copy, Debug)]
pub struct Row<'r> {
    /// The account.
    pub account: &'r Account,
    /// Its segments.
    pub segments: &'r Segments,
    /// Its ARR on the as-of date; `None` for a prospect.
    pub arr: Option<Money>,
    /// The day of the question.
    pub as_of: NaiveDate,
}

impl<'p> Review<'p> {
    pub(super) fn new(portfolio: &'p Portfolio, policy: &SegmentationPolicy) -> Self {
        let as_of = portfolio.as_of();
        let segments = portfolio.accounts().iter().map(|account| policy.classify(account, as_of)).collect();
        Self { portfolio, segments, decided: Decided::of(policy, portfolio) }
    }

    /// The portfolio reviewed.
    #[must_use]
    pub const fn portfolio(&self) -> &'p Portfolio {
        self.portfolio
    }

    /// The day of the question.
    #[must_use]
    pub const fn as_of(&self) -> NaiveDate {
        self.portfolio.as_of()
    }

    /// The accounts with their segments, in the order of the portfolio.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        let accounts = self.portfolio.accounts().iter();
        accounts.zip(&self.segments).zip(self.portfolio.arr()).map(|((account, segments), arr)| Row {
            account,
            segments,
            arr,
            as_of: self.as_of(),
        })
    }

    /// The account at this place.
    pub(super) fn row(&self, index: usize) -> Option<Row<'_>> {
        let account = self.portfolio.accounts().get(index)?;
        let arr = self.portfolio.arr().nth(index)?;
        Some(Row { account, segments: self.segments.get(index)?, arr, as_of: self.as_of() })
    }

    pub(super) fn decided(&self) -> &[Decided] {
        &self.decided
    }

    /// All accounts together.
    #[must_use]
    pub fn total(&self) -> Cell {
        let mut total = Cell::empty(self.portfolio.currency());
        self.rows().for_each(|row| total.add(&row));
        total
    }

    /// Counts the accounts and their ARR by an axis.
    pub fn tally<'r, K: Ord>(&'r self, axis: impl Fn(&Row<'r>) -> Result<K, Reason>) -> Tally<K> {
        let mut tally = Tally::empty(self.portfolio.currency());
        self.rows().for_each(|row| tally.add(axis(&row), &row));
        tally
    }

    /// The customers in the order in which people should turn to them. The ARR of an account that is at risk counts as
    /// value at risk: `|row| row.risk().is_ok_and(|band| band.rank() >= 1)`, say.
    #[must_use]
    pub fn work_list<'r>(&'r self, is_at_risk: impl Fn(&Row<'r>) -> bool) -> WorkList<'r> {
        WorkList::new(self, is_at_risk)
    }

    /// The prospects in the order in which people should turn to them: by the band of their fit.
    #[must_use]
    pub fn prospects(&self) -> Prospects<'_> {
        self.prospects_by(|row| row.fit().ok().map(FitBand::rank))
    }

    /// The same by another merit, the highest first: the score of the fit instead of its band, say. `None` is not known.
    #[must_use]
    pub fn prospects_by<'r, K: Ord>(&'r self, merit: impl Fn(&Row<'r>) -> Option<K>) -> Prospects<'r> {
        Prospects::new(self, merit)
    }

    /// Every fact: how well it is known, and how many accounts are unclassified for want of it; what would classify most ARR
    /// comes first.
    #[must_use]
    pub fn fact_coverage(&self) -> Vec<FactCoverage> {
        fact_coverage(self)
    }

    /// Counts the accounts and their ARR by two axes.
    pub fn cross<'r, A: Ord, B: Ord>(
        &'r self,
        rows: impl Fn(&Row<'r>) -> Result<A, Reason>,
        columns: impl Fn(&Row<'r>) -> Result<B, Reason>,
    ) -> CrossTable<A, B> {
        let mut table = CrossTable::empty(self.portfolio.currency());
        self.rows().for_each(|row| table.add((rows(&row), columns(&row)), &row));
        table
    }
}

impl<'r> Row<'r> {
    /// The tier.
    ///
    /// # Errors
    /// The reason why there is none; so for every axis.
    pub fn tier(&self) -> Result<Tier, Reason> {
        self.segments.tier.as_ref().copied().map_err(Unclassified::reason)
    }

    /// The trajectory.
    ///
    /// # Errors
    /// The reason why there is none.
    pub fn trajectory(&self) -> Result<Trajectory, Reason> {
        self.segments.trajectory.as_ref().copied().map_err(Unclassified::reason)
    }

    /// The quadrant.
    ///
    /// # Errors
    /// The reason why there is none.
    pub fn wallet(&self) -> Result<WalletQuadrant, Reason> {
        self.segments.wallet.as_ref().copied().map_err(Unclassified::reason)
    }

    /// The provisional tier.
    ///
    /// # Errors
    /// The reason why there is none; [`Reason::NoMatch`] where the policy does not decide it. So for the next five.
    pub fn provisional_tier(&self) -> Result<ProvisionalTier, Reason> {
        decided(self.segments.provisional_tier.as_ref())
    }

    /// The band of health.
    ///
    /// # Errors
    /// The reason why there is none.
    pub fn health(&self) -> Result<HealthBand, Reason> {
        decided(self.segments.health.as_ref())
    }

    /// The band of churn risk.
    ///
    /// # Errors
    /// The reason why there is none.
    pub fn risk(&self) -> Result<RiskBand, Reason> {
        decided(self.segments.risk.as_ref())
    }

    /// The lifecycle stage.
    ///
    /// # Errors
    /// The reason why there is none.
    pub fn lifecycle(&self) -> Result<LifecycleStage, Reason> {
        decided(self.segments.lifecycle.as_ref())
    }

    /// The fit.
    ///
    /// # Errors
    /// The reason why there is none.
    pub fn fit(&self) -> Result<FitBand, Reason> {
        decided(self.segments.fit.as_ref())
    }

    /// The attention.
    ///
    /// # Errors
    /// The reason why there is none.
    pub fn attention(&self) -> Result<Attention, Reason> {
        decided(self.segments.attention.as_ref())
    }

    /// The segment's name in any dimension, custom ones included: `review.tally(|row| row.dimension(name!("desk")))`.
    ///
    /// # Errors
    /// The reason why there is none; [`Reason::NoMatch`] for a dimension that the policy does not have.
    pub fn dimension(&self, dimension: Name) -> Result<Name, Reason> {
        self.segments.get(dimension).unwrap_or(Err(Reason::NoMatch))
    }

    /// The industry.
    ///
    /// # Errors
    /// The fact that is missing.
    pub fn industry(&self) -> Result<&'r str, Reason> {
        self.account.industry().ok_or(Reason::Missing(INDUSTRY))
    }

    /// The line of business.
    ///
    /// # Errors
    /// The fact that is missing.
    pub fn line_of_business(&self) -> Result<&'r str, Reason> {
        self.account.line_of_business().ok_or(Reason::Missing(LINE_OF_BUSINESS))
    }

    /// The sales motion.
    ///
    /// # Errors
    /// The fact that is missing.
    pub fn sales_motion(&self) -> Result<&'r str, Reason> {
        self.account.sales_motion().ok_or(Reason::Missing(SALES_MOTION))
    }

    /// The country.
    ///
    /// # Errors
    /// The fact that is missing.
    pub fn country(&self) -> Result<&'r str, Reason> {
        self.account.country().ok_or(Reason::Missing(COUNTRY))
    }

    /// How soon the growth potential can be realised.
    ///
    /// # Errors
    /// The fact that is missing.
    pub fn horizon(&self) -> Result<Horizon, Reason> {
        let months = self.account.wallet_horizon().ok_or(Reason::Missing(WALLET_HORIZON))?;
        Ok(months.value.into())
    }
}

fn decided<G: Copy>(verdict: Option<&Verdict<G>>) -> Result<G, Reason> {
    match verdict {
        Some(Ok(segment)) => Ok(*segment),
        Some(Err(unclassified)) => Err(unclassified.reason()),
        None => Err(Reason::NoMatch),
    }
}
