use super::Lever;

/// Something that moves a lever.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Action {
    /// The lever that it moves.
    pub lever: Lever,
    /// What to do.
    pub advice: &'static str,
    /// Where that stands.
    pub source: &'static str,
}

const fn of_article(lever: Lever, advice: &'static str) -> Action {
    Action { lever, advice, source: "article A1 (A1-8)" }
}

/// What article A1 names for each lever. Which of it is feasible is decided by the context: where the price is stuck, but
/// less time is tolerated, a CSM can have more accounts.
pub const ACTIONS: [Action; 13] = [
    of_article(Lever::ArrPerAccount, "a manager for renewals and expansion"),
    of_article(Lever::ArrPerAccount, "a higher selling price, by discipline and process"),
    of_article(Lever::ArrPerAccount, "solutions consultants in sales"),
    of_article(Lever::ArrPerAccount, "another profile of sellers"),
    of_article(Lever::ArrPerAccount, "other packaging"),
    of_article(Lever::AccountsPerCsm, "programs for many accounts at once (1:many)"),
    of_article(Lever::AccountsPerCsm, "standard onboarding"),
    of_article(Lever::AccountsPerCsm, "prescriptive use of the product"),
    of_article(Lever::AccountsPerCsm, "specialised roles"),
    of_article(Lever::AccountsPerCsm, "a pool of CSMs by touch point"),
    of_article(Lever::CostPerCsm, "more junior CSMs"),
    of_article(Lever::CostPerCsm, "CSMs at a cheaper location"),
    of_article(Lever::FeePerAccount, "a price for premium support, or for the CSM"),
];

impl Lever {
    /// The actions of [`ACTIONS`] that move this lever.
    ///
    /// ```
    /// use segmentry::economics::csm_cost::Lever;
    ///
    /// let actions: Vec<_> = Lever::CostPerCsm.actions().map(|action| action.advice).collect();
    /// assert_eq!(actions, ["more junior CSMs", "CSMs at a cheaper location"]);
    /// ```
    pub fn actions(self) -> impl Iterator<Item = &'static Action> {
        ACTIONS.iter().filter(move |action| action.lever == self)
    }
}
