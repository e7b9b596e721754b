use chrono::NaiveDate;

use super::by_arr::OfArr;
use super::{WALLET, WalletQuadrant};
use crate::account::{Account, Fact, Previous};
use crate::classify::{Cx, Value, Verdict};
use crate::name;
use crate::quantity::{Csat, Money, Name, Nps};

/// What the quadrant looks at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct WalletFacts {
    /// What the customer spends with us.
    pub arr: Option<Fact<Money>>,
    /// What it can spend in our category now.
    pub wallet_current: Option<Fact<Money>>,
    /// What it will be able to spend.
    pub wallet_potential: Option<Fact<Money>>,
    /// Whether our value proposition fits.
    pub value_aligned: Option<Fact<bool>>,
    /// Whether something outside the relationship disturbs it.
    pub external_factor: Option<Fact<bool>>,
    /// Net promoter score.
    pub nps: Option<Fact<Nps>>,
    /// Customer satisfaction.
    pub csat: Option<Fact<Csat>>,
    /// First day of the first contract: for the notes on tenure.
    pub started_on: Option<Fact<NaiveDate>>,
    /// The quadrant in which the account was before, and since when: for the longest stay.
    pub previous: Option<Previous<WalletQuadrant>>,
}

impl WalletFacts {
    /// The facts of an account, for [`try_of`](crate::Classifier::try_of). The previous quadrant is the account's
    /// [`previous`](Account::previous) segment of the dimension [`WALLET`].
    ///
    /// # Errors
    /// A fault where the account's ARR differs from its history's.
    #[inline]
    pub fn of_account(account: &Account, cx: &mut Cx<'_>) -> Verdict<Self> {
        Ok(Self::with_arr(account, account.arr_on(cx.as_of())?, cx))
    }

    /// The previous quadrant, unless the name is none.
    #[cold]
    fn quadrant_of(previous: Previous<Name>) -> Option<Previous<WalletQuadrant>> {
        let mut found = Previous::new(WalletQuadrant::from_name(previous.segment)?);
        found.since = previous.since;
        found.proposed = previous.proposed.and_then(WalletQuadrant::from_name);
        found.proposed_count = previous.proposed_count;
        Some(found)
    }
}

impl OfArr for WalletFacts {
    #[inline(always)]
    fn with_arr(account: &Account, arr: Option<Fact<Money>>, cx: &mut Cx<'_>) -> Self {
        let mut facts = Self {
            arr,
            wallet_current: account.wallet_current(),
            wallet_potential: account.wallet_potential(),
            value_aligned: account.value_aligned(),
            external_factor: account.external_factor(),
            nps: account.nps(),
            csat: account.csat(),
            started_on: account.started_on(),
            previous: None,
        };
        if let Some(previous) = account.previous(WALLET) {
            facts.previous = Self::quadrant_of(previous);
            if facts.previous.is_none() {
                cx.note(name!("previous_unknown"), Value::Text(previous.segment));
            }
        }
        facts
    }
}
