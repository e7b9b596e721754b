//! Churn risk (A2-3): points, the more the worse.

use std::error::Error;

use segmentry::account::facts;
use segmentry::calendar::DayCount;
use segmentry::classify::{Compare, Signal, signal};
use segmentry::quantity::Decimal;
use segmentry::rust_decimal::dec;
use segmentry::segment::{Points, RiskPolicy, RiskPolicyBuilder};
use segmentry::{Account, Bands, Classifier, Cx, Name, Nps, Ratio, name};

use super::Built;
use super::signals::{SEAT_ACTIVATION, csat, requests, seat_activation};

/// The points of a value: those of the last cut that it reaches.
struct Scale {
    factor: Name,
    lowest: u32,
    cuts: &'static [(Decimal, u32)],
    /// Where the fact is not known; without it the risk is not known either.
    missing: Option<u32>,
}

/// What is not known gives some points: fewer than what is known to be bad, more than what is known to be good.
const USE: Scale = Scale {
    factor: facts::UTILIZATION,
    lowest: 25,
    cuts: &[(dec!(0.3), 12), (dec!(0.6), 0)],
    missing: Some(10),
};
const SEATS: Scale =
    Scale { factor: SEAT_ACTIVATION, lowest: 20, cuts: &[(dec!(0.5), 8), (dec!(0.8), 0)], missing: Some(5) };
const RECOMMENDS: Scale =
    Scale { factor: facts::NPS, lowest: 15, cuts: &[(dec!(0), 5), (dec!(30), 0)], missing: Some(3) };
const SATISFIED: Scale =
    Scale { factor: facts::CSAT, lowest: 15, cuts: &[(dec!(0.6), 5), (dec!(0.8), 0)], missing: Some(3) };
/// Customers leave at the renewal: who does not know its day knows nothing about the risk. A day that has passed without
/// a new contract is the worst.
const RENEWAL: Scale = Scale {
    factor: name!("days_to_renewal"),
    lowest: 20,
    cuts: &[(dec!(0), 15), (dec!(31), 8), (dec!(91), 0)],
    missing: None,
};
/// A request that nobody has counted is no sign.
const REQUESTS: Scale = Scale {
    factor: facts::SUPPORT_REQUESTS,
    lowest: 0,
    cuts: &[(dec!(8), 4), (dec!(20), 10)],
    missing: Some(0),
};
const TENURE: Scale = Scale { factor: name!("tenure"), lowest: 5, cuts: &[(dec!(365), 0)], missing: Some(3) };
const CANCELLING: u32 = 60;

const SCALES: [&Scale; 7] = [&USE, &SEATS, &RECOMMENDS, &SATISFIED, &RENEWAL, &REQUESTS, &TENURE];

pub(super) fn policy() -> Built<RiskPolicy<Account>> {
    // Who is no customer cannot leave.
    let arr = Signal::new(facts::ARR, |account: &Account, cx: &mut Cx<'_>| {
        let arr = account.arr_on(cx.as_of())?;
        cx.need_amount(facts::ARR, arr, None)
    });
    let customer = arr.bands(Bands::builder(Points::ZERO).build()?);
    let use_of_it = signal::fact(facts::UTILIZATION, Account::utilization, None);
    let nps = signal::fact(facts::NPS, Account::nps, None);
    let satisfied = signal::fact(facts::CSAT, csat, None);
    let renewal =
        signal::days_until(RENEWAL.factor, signal::fact(facts::RENEWAL_ON, Account::renewal_on, None));
    let support = signal::fact(facts::SUPPORT_REQUESTS, requests, None);
    let tenure =
        signal::days_since(TENURE.factor, signal::fact(facts::STARTED_ON, Account::started_on, None));
    let cancelling = signal::flag(
        facts::CANCELLATION_REQUESTED,
        Account::cancellation_requested,
        Points(CANCELLING),
        Points::ZERO,
    );
    let days = |days: Decimal| i64::try_from(days).map(DayCount);
    let policy = RiskPolicy::builder(name!("low")).factor(name!("customer"), customer);
    let policy = USE.add(policy, use_of_it.bands(USE.bands(Ratio::from_decimal)?));
    // Where no seats are contracted, none can be left empty.
    let seats = seat_activation().bands(SEATS.bands(Ratio::from_decimal)?).if_undefined(Points::ZERO);
    let policy = SEATS.add(policy, seats);
    let policy = RECOMMENDS.add(policy, nps.bands(RECOMMENDS.bands(Nps::new)?));
    let policy = SATISFIED.add(policy, satisfied.bands(SATISFIED.bands(Ratio::from_decimal)?));
    // What nobody has noted, nobody has asked for.
    let policy = policy.factor(facts::CANCELLATION_REQUESTED, cancelling.if_missing(Points::ZERO));
    let policy = RENEWAL.add(policy, renewal.bands(RENEWAL.bands(days)?));
    let policy = REQUESTS.add(policy, support.bands(REQUESTS.bands(u32::try_from)?));
    let policy = TENURE.add(policy, tenure.bands(TENURE.bands(days)?));
    Ok(policy.band(name!("medium"), 20).band(name!("high"), 40).build()?)
}

/// The points of every factor.
pub(super) fn scales() -> String {
    let cancelling = format!("{} {CANCELLING} if yes, else 0", facts::CANCELLATION_REQUESTED);
    let points = SCALES.iter().map(|scale| scale.text()).chain([cancelling]).collect::<Vec<_>>().join(" · ");
    format!("points: {points}")
}

impl Scale {
    fn bands<V: Compare, E: Error + 'static>(
        &self,
        value: impl Fn(Decimal) -> Result<V, E>,
    ) -> Built<Bands<V, Points>> {
        let mut bands = Bands::builder(Points(self.lowest));
        for (at, points) in self.cuts {
            bands = bands.at(value(*at)?, Points(*points));
        }
        Ok(bands.build()?)
    }

    fn add(
        &self,
        policy: RiskPolicyBuilder<Account>,
        points: impl Classifier<Account, Segment = Points> + 'static,
    ) -> RiskPolicyBuilder<Account> {
        match self.missing {
            Some(missing) => policy.factor(self.factor, points.if_missing(Points(missing))),
            None => policy.factor(self.factor, points),
        }
    }

    fn text(&self) -> String {
        let cuts: String = self.cuts.iter().map(|(at, points)| format!(", {points} from {at}")).collect();
        let missing = self.missing.map_or("no answer".into(), |points| points.to_string());
        format!("{} {}{cuts}, {missing} if unknown", self.factor, self.lowest)
    }
}
