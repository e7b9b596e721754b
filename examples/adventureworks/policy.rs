//! The policy: tiers by sales and by employees, the quadrant, and bands of the wallet share for everybody.
//!
//! The data names no floors and no cuts: but for the 80 % they are assumptions of this example.

use segmentry::account::facts;
use segmentry::classify::signal;
use segmentry::rust_decimal::dec;
use segmentry::segment::{ProvisionalTierPolicy, TierPolicy};
use segmentry::{Account, Bands, Classifier, Money, Name, Ratio, SegmentationPolicy, name};

use super::market::USD;
use super::tables::Failure;

/// The custom dimension.
pub(crate) const WALLET_SHARE: Name = name!("wallet_share");

/// Its bands, the lowest first. A policy does not list the segments of a custom dimension, and their names sort by
/// letters.
pub(crate) const SHARE_BANDS: [Name; 6] = [
    name!("nothing"),
    name!("below_1_percent"),
    name!("from_1_percent"),
    name!("from_10_percent"),
    name!("from_80_percent"),
    name!("above_the_whole"),
];

pub(crate) fn policy() -> Result<SegmentationPolicy, Failure> {
    let tiers = TierPolicy::builder(name!("smb"))
        .tier(name!("midmarket"), Money::new(dec!(25000), USD)?)
        .tier(name!("enterprise"), Money::new(dec!(100000), USD)?)
        .build()?;
    let by_employees = ProvisionalTierPolicy::builder(name!("small"))
        .tier(name!("medium"), 25)
        .tier(name!("large"), 75)
        .build()?;
    let policy = SegmentationPolicy::builder(tiers)
        .provisional_tier(by_employees)
        .custom(WALLET_SHARE, wallet_share()?);
    Ok(policy.build()?)
}

/// What the quadrant calls wallet share, without the potential wallet that the quadrant asks for.
fn wallet_share() -> Result<impl Classifier<Account, Segment = Name>, Failure> {
    let part = Ratio::from_decimal;
    let [nothing, below_1, from_1, from_10, from_80, above] = SHARE_BANDS;
    let bands = Bands::builder(nothing)
        .above(Ratio::ZERO, below_1)
        .at(part(dec!(0.01))?, from_1)
        .at(part(dec!(0.1))?, from_10)
        // From here on the quadrant protects (A4-3).
        .at(part(dec!(0.8))?, from_80)
        .above(Ratio::ONE, above)
        .build()?;
    let share = signal::share(
        WALLET_SHARE,
        signal::fact(facts::ARR, Account::arr, None),
        signal::fact(facts::WALLET_CURRENT, Account::wallet_current, None),
    );
    Ok(share.bands(bands))
}
