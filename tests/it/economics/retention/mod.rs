//! Retention and the bridge.

mod conventions;
mod extremes;
mod histories;
mod laws;
mod oracles;
mod portfolios;
mod totals;

use segmentry::economics::retention::{AccountArr, Bridge, Movement, Past};
use segmentry::rust_decimal::Decimal;
use segmentry::{Currency, Money};

const USD: Currency = Currency::USD;

fn usd(amount: impl Into<Decimal>) -> Money {
    Money::new(amount.into(), USD).unwrap()
}

fn never(id: &str, opening: i64, closing: i64) -> AccountArr<'_> {
    AccountArr { id, opening: usd(opening), closing: usd(closing), past: Past::Never }
}

/// Accounts and amount of every row, in the order of a bridge: opening, the seven movements, closing.
fn rows(bridge: &Bridge) -> [(u64, Decimal); 9] {
    let of = |row: segmentry::economics::retention::BridgeRow| (row.accounts(), row.amount().amount());
    let [new, reactivation, expansion, contraction, churn, unchanged, absent] =
        Movement::ALL.map(|movement| of(bridge.row(movement)));
    let (opening, closing) = (of(bridge.opening()), of(bridge.closing()));
    [opening, new, reactivation, expansion, contraction, churn, unchanged, absent, closing]
}

fn amounts(bridge: &Bridge) -> [Decimal; 9] {
    rows(bridge).map(|(_, amount)| amount)
}

/// What the opening and the movements make, in ten-thousandths.
fn by_movements(bridge: &Bridge) -> i128 {
    let ticks = |movement| bridge.row(movement).amount().ticks();
    bridge.opening().amount().ticks()
        + ticks(Movement::New)
        + ticks(Movement::Reactivation)
        + ticks(Movement::Expansion)
        - ticks(Movement::Contraction)
        - ticks(Movement::Churn)
}
