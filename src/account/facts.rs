//! The table of facts: each one's name, type, meaning and range, in one place.
//!
//! The constants here are the names under which facts stand in explanations, reasons and documents.

use super::{Account, AccountBuilder, AccountFault, Fact, IntoFact, SupportRequests};
use crate::calendar::{self, Months, NaiveDate};
use crate::name;
use crate::quantity::{Csat, Currency, Money, Name, Nps, Ratio, Score};

/// Why a value is out of its range, or nothing.
type Problem = Option<&'static str>;

/// One row a fact: description, field, name, type, check.
macro_rules! facts {
    ($($(#[doc = $doc:literal])+ $field:ident, $name:ident: $type:ty, $check:expr;)+) => {
        $(
            #[doc = concat!("`", stringify!($field), "`: see [`Account::", stringify!($field), "`].")]
            pub const $name: Name = name!(stringify!($field));
        )+

        /// The names of all dated facts, in declared order.
        pub const OBSERVED: &[Name] = &[$($name),+];

        #[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
        pub(super) struct Facts {
            $(pub(super) $field: Option<Fact<$type>>,)+
        }

        impl Facts {
            pub(super) fn check(&self, currency: Currency, faults: &mut Vec<AccountFault>) {
                $(
                    if let Some(fact) = self.$field {
                        let check: fn($type, Currency) -> Problem = $check;
                        if let Some(problem) = check(fact.value, currency) {
                            faults.push(AccountFault { fact: $name, problem: format!("{} {problem}", fact.value) });
                        }
                        if let Some(Err(error)) = fact.observed_on.map(calendar::check_date) {
                            faults.push(AccountFault { fact: $name, problem: format!("observed on {error}") });
                        }
                    }
                )+
            }
        }

        impl Account {
            $(
                $(#[doc = $doc])+
                #[must_use]
                #[inline]
                pub fn $field(&self) -> Option<Fact<$type>> {
                    self.facts.$field
                }
            )+

            /// Whether the dated fact of this name is known. An unknown name is not.
            #[must_use]
            pub fn knows(&self, fact: Name) -> bool {
                match fact {
                    $(fact if fact == $name => self.facts.$field.is_some(),)+
                    _ => false,
                }
            }
        }

        impl AccountBuilder {
            $(
                $(#[doc = $doc])+
                pub fn $field(mut self, fact: impl IntoFact<$type>) -> Self {
                    self.account.facts.$field = fact.into_fact();
                    self
                }
            )+
        }
    };
}

facts! {
    /// Annual recurring revenue: the yearly value of the active contracts, not negative. Without it, and without a
    /// history, the account is a prospect.
    arr, ARR: Money, amount;
    /// ARR twelve months before the as-of date, not negative.
    prior_arr, PRIOR_ARR: Money, amount;
    /// What the customer can spend in our category now, per year, not negative (A4-1).
    wallet_current, WALLET_CURRENT: Money, amount;
    /// What the customer will be able to spend in our category at the horizon, per year, not negative (A4-1).
    wallet_potential, WALLET_POTENTIAL: Money, amount;
    /// Months until the potential wallet is reached (A2-9).
    wallet_horizon, WALLET_HORIZON: Months, |months, _| (months.0 > 1200).then_some("is over 1200 months; give months, not days");
    /// Growth of the customer's own business over the last year, as a fraction, -1 or more (A0-2).
    business_growth, BUSINESS_GROWTH: Ratio, growth;
    /// The same growth one year earlier; the difference is the acceleration (A0-4).
    prior_business_growth, PRIOR_BUSINESS_GROWTH: Ratio, growth;
    /// Growth of the customer's industry over the last year, as a fraction, -1 or more: the proxy (A0-2).
    industry_growth, INDUSTRY_GROWTH: Ratio, growth;
    /// First day of the first contract.
    started_on, STARTED_ON: NaiveDate, day;
    /// Day of the next renewal.
    renewal_on, RENEWAL_ON: NaiveDate, day;
    /// People that the customer employs.
    employees, EMPLOYEES: u32, any;
    /// Whether serving the customer in person needs travel (A2-9).
    needs_travel, NEEDS_TRAVEL: bool, any;
    /// Seats in the contract.
    seats_contracted, SEATS_CONTRACTED: u32, any;
    /// Seats in use (A2-2); more than contracted is an overage, not an error.
    seats_activated, SEATS_ACTIVATED: u32, any;
    /// Used part of what was bought, as a fraction; over 1 is an overage, 10 at most (A2-1).
    utilization, UTILIZATION: Ratio, |value, _| within(value, 10, "is outside 0 to 10; give a fraction (0.85 for 85 %)");
    /// Used part of the features, 0 to 1 (A2-2).
    feature_utilization, FEATURE_UTILIZATION: Ratio, part;
    /// Completed part of onboarding, 0 to 1 (A2-2).
    onboarding, ONBOARDING: Ratio, part;
    /// Number of types of user roles that work with the product (A2-2).
    user_roles, USER_ROLES: u32, any;
    /// Support requests in a period (A2-2).
    support_requests, SUPPORT_REQUESTS: SupportRequests, |requests, _| (requests.period.0 == 0).then_some("has no period; give at least a day");
    /// Net promoter score, -100 to 100.
    nps, NPS: Nps, any;
    /// Customer satisfaction on its scale.
    csat, CSAT: Csat, any;
    /// A health score that somebody else computed, 0 to 100, high is good.
    health_score, HEALTH_SCORE: Score, any;
    /// Whether a plan to keep the customer is running (A2-4).
    save_plan, SAVE_PLAN: bool, any;
    /// Whether the customer asked to cancel (A2-4).
    cancellation_requested, CANCELLATION_REQUESTED: bool, any;
    /// Whether our value proposition fits the customer's (A4-5).
    value_aligned, VALUE_ALIGNED: bool, any;
    /// Whether something outside the relationship disturbs it (A4-5).
    external_factor, EXTERNAL_FACTOR: bool, any;
    /// Whether the customer demands much without return (A4-6).
    demanding, DEMANDING: bool, any;
}

pub use super::attribute::ATTRIBUTES;

/// `id`: what an account is known by; 1 to 256 bytes.
pub const ID: Name = name!("account_id");
/// `name`: the account's name for people.
pub const NAME: Name = name!("name");
/// `industry`: see [`Account::industry`].
pub const INDUSTRY: Name = name!("industry");
/// `line_of_business`: see [`Account::line_of_business`].
pub const LINE_OF_BUSINESS: Name = name!("line_of_business");
/// `country`: see [`Account::country`].
pub const COUNTRY: Name = name!("country");
/// `time_zone`: see [`Account::time_zone`].
pub const TIME_ZONE: Name = name!("time_zone");
/// `sales_motion`: see [`Account::sales_motion`].
pub const SALES_MOTION: Name = name!("sales_motion");
/// `strategic`: see [`Account::designation`].
pub const STRATEGIC: Name = name!("strategic");
/// `arr_history`: see [`Account::arr_history`].
pub const ARR_HISTORY: Name = name!("arr_history");

fn amount(amount: Money, currency: Currency) -> Problem {
    if amount.currency() != currency {
        return Some("is not in the account's currency; convert it first");
    }
    amount.is_negative().then_some("is negative; it must be zero or more, keep credits outside it")
}

fn growth(growth: Ratio, _: Currency) -> Problem {
    let least = Ratio::new(-1, 1).unwrap_or(Ratio::ZERO);
    (growth < least)
        .then_some("is below -1; nothing shrinks by more than all of it (give a fraction, -0.05 for -5 %)")
}

fn part(part: Ratio, _: Currency) -> Problem {
    within(part, 1, "is outside 0 to 1; give a fraction (0.85 for 85 %)")
}

fn within(value: Ratio, most: i64, problem: &'static str) -> Problem {
    let most = Ratio::new(most, 1).unwrap_or(Ratio::ONE);
    (value < Ratio::ZERO || value > most).then_some(problem)
}

fn day(date: NaiveDate, _: Currency) -> Problem {
    calendar::check_date(date).is_err().then_some("is out of range; dates go from 1900-01-01 to 2199-12-31")
}

const fn any<T: Copy>(_: T, _: Currency) -> Problem {
    None
}
