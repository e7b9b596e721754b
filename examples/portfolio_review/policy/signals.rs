//! What several models look at.

use segmentry::account::facts;
use segmentry::classify::{Signal, signal};
use segmentry::{Account, Csat, Cx, Fact, Name, Ratio, Verdict, name};

pub(super) const SEAT_ACTIVATION: Name = name!("seat_activation");

/// The part of the contracted seats that is in use; undefined where none is contracted.
pub(super) fn seat_activation()
-> Signal<Account, Ratio, impl Fn(&Account, &mut Cx<'_>) -> Verdict<Ratio> + Send + Sync> {
    signal::share(
        SEAT_ACTIVATION,
        signal::fact(facts::SEATS_ACTIVATED, Account::seats_activated, None),
        signal::fact(facts::SEATS_CONTRACTED, Account::seats_contracted, None),
    )
}

/// The satisfaction as a share of its scale.
pub(super) fn csat(account: &Account) -> Option<Fact<Ratio>> {
    account.csat().map(|fact| fact.map(Csat::share_of_scale))
}

/// The requests of 90 days: the period of the column.
pub(super) fn requests(account: &Account) -> Option<Fact<u32>> {
    account.support_requests().map(|fact| fact.map(|requests| requests.count))
}
