//! Seeded accounts and the policy that they are classified by.

pub(crate) mod by_hand;
pub(crate) mod numbers;

use numbers::{AS_OF, EUR, Numbers, euros};
use segmentry::account::{Designation, StrategicReason};
use segmentry::calendar::add_months;
use segmentry::segment::TierPolicy;
use segmentry::{Account, Csat, Nps, Ratio, SegmentationPolicy};

pub(crate) fn policy() -> SegmentationPolicy {
    let tiers = TierPolicy::four_tiers(euros(25_000), euros(100_000)).unwrap();
    SegmentationPolicy::builder(tiers).build().unwrap()
}

impl Numbers {
    fn sometimes<T>(&mut self, percent: u64, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.below(100) < percent { Some(make(self)) } else { None }
    }
}

pub(crate) fn account(index: usize, numbers: &mut Numbers) -> Account {
    let arr = 500 + numbers.below(200_000);
    Account::builder(&format!("A-{index}"), EUR)
        .arr(numbers.sometimes(95, |_| euros(arr)))
        .prior_arr(numbers.sometimes(90, |n| euros(arr - arr.min(n.below(20_000)) + 5_000)))
        .business_growth(
            numbers.sometimes(30, |n| Ratio::new(i64::try_from(n.below(300)).unwrap() - 100, 1000).unwrap()),
        )
        .industry_growth(
            numbers.sometimes(30, |n| Ratio::new(i64::try_from(n.below(100)).unwrap() - 30, 1000).unwrap()),
        )
        .wallet_current(numbers.sometimes(75, |n| euros(arr + n.below(2 * arr))))
        .wallet_potential(numbers.sometimes(75, |n| euros(arr + n.below(4 * arr))))
        .nps(numbers.sometimes(60, |n| Nps::new((i64::try_from(n.below(120)).unwrap() - 20).into()).unwrap()))
        .csat(numbers.sometimes(60, |n| Csat::new((25 + n.below(25)).into(), 50.into()).unwrap()))
        .value_aligned(numbers.sometimes(50, |n| n.below(20) > 0))
        .external_factor(numbers.sometimes(50, |n| n.below(20) == 0))
        .started_on(
            numbers.sometimes(80, |n| add_months(AS_OF, -i32::try_from(n.below(60)).unwrap()).unwrap()),
        )
        .designation(numbers.sometimes(2, |_| Designation::new(StrategicReason::MajorUpsell)))
        .build()
        .unwrap()
}

pub(crate) fn accounts(count: usize) -> Vec<Account> {
    let mut numbers = Numbers::new(20_260_101);
    (0..count).map(|index| account(index, &mut numbers)).collect()
}
