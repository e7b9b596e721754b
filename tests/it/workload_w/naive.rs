//! W's tables as they are written down, without anything of the crate. A bench uses this file too.

use super::accounts::Row;
use super::policy::VOLATILE;

/// The codes of tier, trajectory, wallet, risk and attention, and the risk points.
pub(crate) fn codes(row: &Row) -> ([u8; 5], u64) {
    let tier = match row.arr {
        _ if row.strategic => 3,
        10_000_000.. => 2,
        2_500_000.. => 1,
        _ => 0,
    };
    let trajectory = match row.prior {
        None | Some(..=0) => 0,
        Some(prior) if 10 * row.arr >= 11 * prior => 3,
        Some(prior) if 1000 * row.arr >= 1001 * prior => 2,
        Some(_) => 1,
    };
    let wallet = match (row.wallet_now, row.wallet_future) {
        (Some(now), Some(_)) if now <= 0 => 0,
        (Some(now), Some(_)) if 5 * row.arr >= 4 * now => 1,
        (Some(now), Some(future)) if 5 * future >= 6 * now => 2,
        (Some(now), Some(_)) if 10 * row.arr >= 3 * now => 3,
        (Some(_), Some(_)) => 4,
        _ => 0,
    };
    let mut points = match row.utilization {
        None => 10,
        Some(..3000) => 30,
        Some(..6000) => 15,
        Some(_) => 0,
    };
    points += if row.health < 40 {
        25
    } else if row.health < 70 {
        10
    } else {
        0
    };
    points += match (row.contracted, row.activated) {
        (0, _) => 10,
        (contracted, activated) if 2 * activated < contracted => 20,
        (contracted, activated) if 5 * activated < 4 * contracted => 8,
        _ => 0,
    };
    points += match row.nps {
        Some(..0) => 15,
        None | Some(..30) => 5,
        Some(_) => 0,
    };
    points += if row.cancel { 60 } else { 0 };
    points += match row.renewal {
        0..=30 => 15,
        31..=90 => 8,
        _ => 0,
    };
    points += if row.support >= 20 {
        10
    } else if row.support >= 8 {
        4
    } else {
        0
    };
    points += if row.tenure < 365 { 6 } else { 0 };
    points += if VOLATILE.contains(&row.industry) { 5 } else { 0 };
    let risk = if points >= 60 { 2 } else { u8::from(points >= 30) };
    let attention = [[0, 0, 1], [0, 1, 2], [1, 2, 3], [1, 3, 3]][usize::from(tier)][usize::from(risk)];
    ([tier, trajectory, wallet, risk, attention], points)
}
