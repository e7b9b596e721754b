//! What the service knows about the people who decide (A3-10), and registers as facts beside those of the account.

use std::collections::BTreeMap;

use segmentry::policy::FactTable;
use segmentry::rust_decimal::dec;
use segmentry::{Account, Ratio, name};

/// The person inside who asks for us.
pub(crate) struct Champion {
    name: &'static str,
    position: &'static str,
    motivation: &'static str,
}

/// By account. A service would hold them in a registry that lives as long as it does.
const CHAMPIONS: &[(&str, Champion)] = &[
    ("acme", Champion { name: "R. Ito", position: "head of operations", motivation: "payback" }),
    ("bolt", Champion { name: "M. Weiss", position: "team lead", motivation: "ease of use" }),
    ("clinic", Champion { name: "A. Okafor", position: "chief medical officer", motivation: "safety" }),
    ("duo", Champion { name: "L. Silva", position: "founder", motivation: "growth" }),
];

fn champion(account: &Account) -> Option<&'static Champion> {
    CHAMPIONS.iter().find(|(id, _)| *id == account.id()).map(|(_, champion)| champion)
}

/// The facts that a document may ask for.
pub(crate) fn facts() -> FactTable<Account> {
    let discounts = BTreeMap::from([("duo", dec!(0.25)), ("flat", dec!(0.05))]);
    FactTable::accounts()
        .text(name!("champion"), |account| Some(champion(account)?.name))
        .text(name!("champion_position"), |account| Some(champion(account)?.position))
        .text(name!("champion_motivation"), |account| Some(champion(account)?.motivation))
        .ratio(name!("discount"), move |account| {
            discounts.get(account.id()).and_then(|discount| Ratio::from_decimal(*discount).ok())
        })
}
