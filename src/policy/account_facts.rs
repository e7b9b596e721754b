use std::sync::Arc;

use chrono::NaiveDate;

use super::FactTable;
use super::fact_table::Reader;
use crate::account::{Account, Fact, facts};
use crate::classify::{Fault, FaultKind};
use crate::name;
use crate::quantity::{Csat, Money, Name, Ratio};

/// The requests of whatever period, for policies whose accounts are all counted over the same one.
const SUPPORT_REQUEST_COUNT: Name = name!("support_request_count");

impl FactTable<Account> {
    /// All facts of an account, under the names of [`account::facts`](crate::account::facts):
    ///
    /// | facts | type |
    /// |---|---|
    /// | `arr`, `prior_arr`, `wallet_current`, `wallet_potential` | amount; ARR by the history where there is one |
    /// | `business_growth`, `prior_business_growth`, `industry_growth`, `utilization`, `feature_utilization`, `onboarding` | fraction |
    /// | `csat` | fraction of its scale |
    /// | `support_requests` | fraction: requests a day over their period |
    /// | `support_request_count` | count: the same requests, whatever their period |
    /// | `employees`, `seats_contracted`, `seats_activated`, `user_roles` | count |
    /// | `wallet_horizon` | count of months |
    /// | `health_score` | score |
    /// | `nps` | net promoter score |
    /// | `started_on`, `renewal_on` | date |
    /// | `needs_travel`, `save_plan`, `cancellation_requested`, `value_aligned`, `external_factor`, `demanding` | flag |
    /// | `strategic` | flag: whether a designation is in force; always known |
    /// | `account_id`, `name`, `industry`, `line_of_business`, `country`, `time_zone`, `sales_motion` | category |
    #[must_use]
    pub fn accounts() -> Self {
        amounts()
            .ratio(facts::BUSINESS_GROWTH, Account::business_growth)
            .ratio(facts::PRIOR_BUSINESS_GROWTH, Account::prior_business_growth)
            .ratio(facts::INDUSTRY_GROWTH, Account::industry_growth)
            .ratio(facts::UTILIZATION, Account::utilization)
            .ratio(facts::FEATURE_UTILIZATION, Account::feature_utilization)
            .ratio(facts::ONBOARDING, Account::onboarding)
            .ratio(facts::CSAT, |account: &Account| Some(account.csat()?.map(Csat::share_of_scale)))
            .ratio(facts::SUPPORT_REQUESTS, requests_a_day)
            .count(SUPPORT_REQUEST_COUNT, |account: &Account| {
                Some(account.support_requests()?.map(|requests| u64::from(requests.count)))
            })
            .count(facts::EMPLOYEES, |account: &Account| Some(account.employees()?.map(u64::from)))
            .count(facts::SEATS_CONTRACTED, |account: &Account| {
                Some(account.seats_contracted()?.map(u64::from))
            })
            .count(facts::SEATS_ACTIVATED, |account: &Account| {
                Some(account.seats_activated()?.map(u64::from))
            })
            .count(facts::USER_ROLES, |account: &Account| Some(account.user_roles()?.map(u64::from)))
            .count(facts::WALLET_HORIZON, |account: &Account| {
                Some(account.wallet_horizon()?.map(|months| u64::from(months.0)))
            })
            .score(facts::HEALTH_SCORE, Account::health_score)
            .nps(facts::NPS, Account::nps)
            .date(facts::STARTED_ON, Account::started_on)
            .date(facts::RENEWAL_ON, Account::renewal_on)
            .flag(facts::NEEDS_TRAVEL, Account::needs_travel)
            .flag(facts::SAVE_PLAN, Account::save_plan)
            .flag(facts::CANCELLATION_REQUESTED, Account::cancellation_requested)
            .flag(facts::VALUE_ALIGNED, Account::value_aligned)
            .flag(facts::EXTERNAL_FACTOR, Account::external_factor)
            .flag(facts::DEMANDING, Account::demanding)
            .with(facts::STRATEGIC, Reader::Flag(Arc::new(|account, as_of| Ok(is_strategic(account, as_of)))))
            .text(facts::ID, |account: &Account| Some(account.id()))
            .text(facts::NAME, Account::name)
            .text(facts::INDUSTRY, Account::industry)
            .text(facts::LINE_OF_BUSINESS, Account::line_of_business)
            .text(facts::COUNTRY, Account::country)
            .text(facts::TIME_ZONE, Account::time_zone)
            .text(facts::SALES_MOTION, Account::sales_motion)
    }
}

fn amounts() -> FactTable<Account> {
    FactTable::new()
        .with(facts::ARR, Reader::Money(Arc::new(arr)))
        .with(
            facts::PRIOR_ARR,
            Reader::Money(Arc::new(|account: &Account, as_of| Ok(account.prior_arr_on(as_of)))),
        )
        .money(facts::WALLET_CURRENT, Account::wallet_current)
        .money(facts::WALLET_POTENTIAL, Account::wallet_potential)
}

fn arr(account: &Account, as_of: NaiveDate) -> Result<Option<Fact<Money>>, Box<Fault>> {
    account.arr_on(as_of).map_err(|mismatch| Box::new(FaultKind::History(mismatch).into()))
}

fn requests_a_day(account: &Account) -> Option<Fact<Ratio>> {
    let requests = account.support_requests()?;
    let a_day = Ratio::new(requests.value.count.into(), requests.value.period.0.into()).ok()?;
    Some(requests.map(|_| a_day))
}

/// As the tiers see it: from the day on which it was made to its last.
fn is_strategic(account: &Account, as_of: NaiveDate) -> Option<Fact<bool>> {
    let in_force = account.designation().is_some_and(|designation| {
        !designation.has_expired(as_of) && designation.made_on().is_none_or(|made_on| made_on <= as_of)
    });
    Some(Fact::undated(in_force))
}
