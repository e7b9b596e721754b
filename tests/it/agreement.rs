//! Every way of asking gives the same answer, and each model gives the one of a naive oracle.

use std::sync::Arc;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use segmentry::account::{Designation, Previous, StrategicReason};
use segmentry::calendar::Days;
use segmentry::chrono::{Datelike, NaiveDate};
use segmentry::classify::{Answer, Entry, Fault, Step, Value};
use segmentry::rust_decimal::dec;
use segmentry::segment::{
    PolicyExplanation, TierFacts, TierPolicy, TrajectoryFacts, TrajectoryPolicy, WALLET, WalletFacts,
    WalletPolicy, WalletQuadrant,
};
use segmentry::{
    Account, Classifier, Csat, Cx, Explanation, Fact, Money, Name, Nps, Ratio, SegmentationPolicy, Segments,
    Unclassified, Verdict, name,
};

use super::strategy::{EUR, account, as_of, date, eur, policy, portfolio, tiers};

/// A verdict and why.
type Answered<S, C> = (Verdict<<C as Classifier<S>>::Segment>, Explanation);

/// Asks through the pointer itself, not what it points to; classified and explained are the same.
fn ask<S, C: Classifier<S>>(asked: &C, subject: &S, on: NaiveDate) -> Answered<S, C> {
    let (verdict, why) = asked.explain(subject, on);
    assert_eq!(asked.classify(subject, on), verdict);
    assert_eq!(why.answer(), Answer::of(&verdict));
    assert_eq!(asked.misses(subject, on), why.misses());
    (verdict, why)
}

/// Answers alike by value, by reference and behind every pointer.
pub(crate) fn alike<S, C: Classifier<S> + Clone + 'static>(
    one: &C,
    subject: &S,
    on: NaiveDate,
) -> Answered<S, C> {
    let answered = ask(one, subject, on);
    assert_eq!(ask(&one, subject, on), answered);
    assert_eq!(ask(&Box::new(one.clone()), subject, on), answered);
    assert_eq!(ask(&Arc::new(one.clone()), subject, on), answered);
    assert_eq!(ask(&one.clone().boxed(), subject, on), answered);
    answered
}

/// Days at the end of months of every length, so that a year and nine months earlier are clamped.
fn day() -> impl Strategy<Value = NaiveDate> {
    let days = [(2026, 6, 30), (2028, 2, 29), (2027, 2, 28), (2026, 7, 1), (2025, 9, 30), (2026, 3, 31)];
    select(days.map(|(year, month, day)| date(year, month, day)).to_vec())
}

proptest! {
    #[test]
    fn every_way_of_asking_gives_one_answer(account in account(), on in day()) {
        let policy = policy();
        let (segments, why) = policy.explain(&account, on);
        prop_assert_eq!(&policy.classify(&account, on), &segments);
        let tier = alike(&tiers().try_of(TierFacts::of_account), &account, on);
        prop_assert_eq!(&ask(&policy.tier_of_account(), &account, on), &tier);
        prop_assert_eq!(tier, (segments.tier, why.tier));
        let trajectory = policy.trajectory().clone().try_of(TrajectoryFacts::of_account);
        let trajectory = alike(&trajectory, &account, on);
        prop_assert_eq!(&ask(&policy.trajectory_of_account(), &account, on), &trajectory);
        prop_assert_eq!(trajectory, (segments.trajectory, why.trajectory));
        let wallet = alike(&WalletPolicy::default().try_of(WalletFacts::of_account), &account, on);
        prop_assert_eq!(&ask(&policy.wallet_of_account(), &account, on), &wallet);
        prop_assert_eq!(wallet, (segments.wallet, why.wallet));
    }

    #[test]
    fn reused_memory_changes_nothing(accounts in vec(account(), 1..12), on in day()) {
        let again = tiers().try_of(TierFacts::of_account);
        let policy = SegmentationPolicy::builder(tiers()).custom(name!("again"), again).build().unwrap();
        let mut why = PolicyExplanation::new();
        let (mut classified, mut explained) = (Segments::new(), Segments::new());
        for account in &accounts {
            policy.classify_into(account, on, &mut classified);
            prop_assert_eq!(&classified, &policy.classify(account, on));
            policy.explain_into(account, on, &mut explained, &mut why);
            let fresh = policy.explain(account, on);
            prop_assert_eq!((&explained, &why, &explained), (&fresh.0, &fresh.1, &classified));
        }
    }

    #[test]
    fn steps_alone_are_the_same_steps(accounts in vec(account(), 1..12), on in day()) {
        let again = tiers().try_of(TierFacts::of_account);
        let policy = SegmentationPolicy::builder(tiers()).custom(name!("again"), again).build().unwrap();
        let (mut segments, mut record) = (Segments::new(), PolicyExplanation::steps_only());
        for account in &accounts {
            policy.explain_into(account, on, &mut segments, &mut record);
            let (expected, why) = policy.explain(account, on);
            prop_assert_eq!(&segments, &expected);
            prop_assert_eq!(record.iter().count(), why.iter().count());
            for ((_, steps), (_, full)) in record.iter().zip(why.iter()) {
                prop_assert_eq!((steps.steps(), steps.answer(), steps.fault()), (full.steps(), full.answer(), full.fault()));
                let compared = |entry: &&Entry| entry.reached && matches!(entry.step, Step::Compared { .. });
                let comparisons = full.steps().iter().filter(compared).count();
                prop_assert_eq!((steps.misses().len(), steps.not_examined()), (0, u32::try_from(comparisons).unwrap()));
            }
        }
    }

    #[test]
    fn a_review_holds_what_the_policy_says(portfolio in portfolio()) {
        let policy = policy();
        let review = portfolio.review(&policy);
        let rows: Vec<_> = review.rows().map(|row| (row.account.clone(), row.segments.clone())).collect();
        let alone = |account: &Account| (account.clone(), policy.classify(account, portfolio.as_of()));
        prop_assert_eq!(rows, portfolio.accounts().iter().map(alone).collect::<Vec<_>>());
    }
}

/// Also where an answer took no step, and the answer or the day is all there is to clear.
#[test]
fn a_cleared_explanation_is_a_new_one() {
    // Not from_fn, which takes steps.
    struct Rule(fn(&u32, &mut Cx<'_>) -> Verdict<Name>);
    impl Classifier<u32> for Rule {
        type Segment = Name;

        fn evaluate(&self, subject: &u32, cx: &mut Cx<'_>) -> Verdict<Name> {
            self.0(subject, cx)
        }
    }
    let rules: [fn(&u32, &mut Cx<'_>) -> Verdict<Name>; 5] = [
        |_, _| Ok(name!("any")),
        |_, _| Err(Unclassified::NoMatch),
        |_, _| Err(Fault::other("no such thing").into()),
        |seats, cx| Ok(if cx.at_least(name!("seats"), *seats, 9)? { name!("big") } else { name!("small") }),
        |_, cx| {
            cx.note(name!("seen"), Value::Flag(true));
            Err(Unclassified::NoMatch)
        },
    ];
    // The first of all days is that of an explanation of nothing too.
    let days = [as_of(), date(1900, 1, 1)];
    for (rule, on) in rules.into_iter().flat_map(|rule| days.map(|on| (rule, on))) {
        for empty in [Explanation::new(), Explanation::steps_only()] {
            let mut why = empty.clone();
            let _ = Rule(rule).explain_into(&7, on, &mut why);
            why.clear();
            assert_eq!(why, empty);
        }
    }
}

/// A service's own customer, with facts in places of its own.
struct Customer {
    key_account: Option<Fact<StrategicReason>>,
    revenue: [Option<Fact<Money>>; 2],
    budget: [Option<Fact<Money>>; 2],
    growth: [Option<Fact<Ratio>>; 3],
    flags: [Option<Fact<bool>>; 2],
    surveys: (Option<Fact<Nps>>, Option<Fact<Csat>>),
    before: Option<Previous<WalletQuadrant>>,
}

impl Customer {
    fn like(account: &Account, on: NaiveDate) -> Self {
        let key_account = |it: &Designation| Fact { value: it.reason(), observed_on: it.made_on() };
        let quadrant = |name| WalletQuadrant::from_name(name).unwrap();
        Self {
            key_account: account.designation().map(key_account),
            revenue: [account.arr_on(on).unwrap(), account.prior_arr_on(on)],
            budget: [account.wallet_current(), account.wallet_potential()],
            growth: [account.business_growth(), account.prior_business_growth(), account.industry_growth()],
            flags: [account.value_aligned(), account.external_factor()],
            surveys: (account.nps(), account.csat()),
            before: account.previous(WALLET).map(|previous| previous.map(quadrant)),
        }
    }

    fn trajectory_facts(&self) -> TrajectoryFacts {
        let [business_growth, prior_business_growth, industry_growth] = self.growth;
        let [arr, prior_arr] = self.revenue;
        TrajectoryFacts { business_growth, prior_business_growth, industry_growth, arr, prior_arr }
    }

    fn wallet_facts(&self) -> WalletFacts {
        let ([wallet_current, wallet_potential], previous, arr) = (self.budget, self.before, self.revenue[0]);
        let ([value_aligned, external_factor], (nps, csat)) = (self.flags, self.surveys);
        let none = WalletFacts::default();
        let amounts = WalletFacts { arr, wallet_current, wallet_potential, previous, ..none };
        WalletFacts { value_aligned, external_factor, nps, csat, ..amounts }
    }
}

proptest! {
    #[test]
    fn an_own_struct_is_classified_like_an_account(account in account(), on in day()) {
        let policy = policy();
        let (segments, why) = policy.explain(&account, on);
        let customer = Customer::like(&account, on);
        let tier = policy.tier().of(|it: &Customer| TierFacts { strategic: it.key_account, arr: it.revenue[0] });
        prop_assert_eq!(tier.explain(&customer, on), (segments.tier, why.tier));
        let trajectory = policy.trajectory().of(Customer::trajectory_facts);
        prop_assert_eq!(trajectory.explain(&customer, on), (segments.trajectory, why.trajectory));
        // The day of the first contract, which it does not know, is for a note only.
        let (verdict, explanation) = policy.wallet().of(Customer::wallet_facts).explain(&customer, on);
        prop_assert_eq!((verdict, explanation.misses()), (segments.wallet, why.wallet.misses()));
    }
}

fn ticks(amount: Money) -> i128 {
    amount.ticks().into()
}

/// The rules as a person would write them down, without anything of `src/segment`.
struct Oracle {
    on: NaiveDate,
    max_age: Option<i64>,
    low_share: bool,
}

impl Oracle {
    fn known<T>(&self, name: &str, fact: Option<Fact<T>>) -> Result<T, String> {
        let fact = fact.ok_or(format!("missing_{name}"))?;
        let age = fact.observed_on.map_or(0, |date| (self.on - date).num_days());
        let stale = self.max_age.is_some_and(|most| age > most);
        if stale { Err(format!("stale_{name}")) } else { Ok(fact.value) }
    }

    /// The same day so many months away, else the last day of that month.
    fn months_away(start: NaiveDate, months: i32) -> NaiveDate {
        let month = start.year() * 12 + i32::try_from(start.month0()).unwrap() + months;
        let (year, month) = (month.div_euclid(12), u32::try_from(month.rem_euclid(12)).unwrap() + 1);
        (1..=start.day()).rev().find_map(|day| NaiveDate::from_ymd_opt(year, month, day)).unwrap()
    }

    fn recorded(account: &Account, on: NaiveDate) -> Option<Fact<Money>> {
        let entries = account.arr_history()?.entries();
        let latest = entries.iter().filter(|(from, _)| *from <= on).max_by_key(|(from, _)| *from);
        Some(Fact::undated(latest.map_or(eur(0), |(_, arr)| *arr)))
    }

    fn arr(&self, account: &Account) -> Option<Fact<Money>> {
        account.arr().or(Self::recorded(account, self.on))
    }

    fn tier(&self, account: &Account) -> Result<&'static str, String> {
        let in_force = |it: &Designation| it.made_on().is_none_or(|made_on| made_on <= self.on);
        if account.designation().is_some_and(in_force) {
            return Ok("strategic");
        }
        let arr = ticks(self.known("arr", self.arr(account))?);
        let reached = [(1_000_000_000, "enterprise"), (250_000_000, "midmarket"), (0, "smb")];
        Ok(reached.into_iter().find(|(floor, _)| arr >= *floor).unwrap().1)
    }

    fn arr_growth(&self, account: &Account) -> Result<(i128, i128), String> {
        let now = ticks(self.known("arr", self.arr(account))?);
        let recorded = Self::recorded(account, Self::months_away(self.on, -12));
        let prior = ticks(account.prior_arr().or(recorded).ok_or("missing_prior_arr")?.value);
        if prior == 0 { Err("undefined_prior_arr".into()) } else { Ok((now - prior, prior)) }
    }

    fn trajectory(&self, account: &Account) -> Result<&'static str, String> {
        let terms = |growth: Ratio| (i128::from(growth.numerator()), i128::from(growth.denominator()));
        let business = self.known("business_growth", account.business_growth()).map(terms);
        let industry = self.known("industry_growth", account.industry_growth()).map(terms);
        let bases = [
            (account.business_growth().is_some(), business),
            (account.industry_growth().is_some(), industry),
            (self.arr(account).is_some() || account.prior_arr().is_some(), self.arr_growth(account)),
        ];
        match bases.iter().find_map(|(_, growth)| growth.as_ref().ok()) {
            Some((part, whole)) if part * 20 >= *whole => Ok("growing"),
            Some((part, whole)) if part * 1000 >= *whole => Ok("struggling"),
            Some(_) => Ok("shrinking"),
            None => {
                let known = bases.into_iter().find(|(something_known, _)| *something_known);
                Err(known.map_or("missing_business_growth".into(), |(_, reason)| reason.unwrap_err()))
            }
        }
    }

    fn wallet(&self, account: &Account) -> Result<&'static str, String> {
        let arr = ticks(self.known("arr", self.arr(account))?);
        let current = ticks(self.known("wallet_current", account.wallet_current())?);
        let potential = ticks(self.known("wallet_potential", account.wallet_potential())?);
        if current == 0 {
            return Err("undefined_wallet_current".into());
        }
        if self.known("", account.value_aligned()) == Ok(false) {
            let stay = account.previous(WALLET).filter(|previous| previous.segment.as_str() == "re_evaluate");
            let until = stay.and_then(|stay| stay.since).map(|since| Self::months_away(since, 9));
            let overdue = until.is_some_and(|last_day| self.on > last_day);
            return Ok(if overdue { "manage" } else { "re_evaluate" });
        }
        let disturbed = self.known("", account.external_factor()) == Ok(true);
        let detractor = self.known("", account.nps()).is_ok_and(|nps| nps.value() < dec!(0));
        let csat = self.known("", account.csat());
        let unhappy = csat.is_ok_and(|csat| csat.value() * dec!(5) < csat.scale() * dec!(3));
        let rules = [
            (disturbed || detractor || unhappy, "re_evaluate"),
            (arr * 5 >= current * 4, "protect"),
            (potential * 5 >= current * 6, "grow"),
            (self.low_share && arr * 10 < current * 3, "re_evaluate"),
        ];
        Ok(rules.into_iter().find(|(holds, _)| *holds).map_or("manage", |(_, quadrant)| quadrant))
    }

    /// The policy that the oracle knows.
    fn policy(&self) -> SegmentationPolicy {
        let floors = TierPolicy::builder(name!("smb")).tier(name!("midmarket"), eur(25_000));
        let mut tiers = floors.tier(name!("enterprise"), eur(100_000)).strategic(name!("strategic"));
        let (mut trajectory, mut wallet) = (TrajectoryPolicy::builder(), WalletPolicy::builder());
        if let Some(age) = self.max_age.map(|days| Days(u32::try_from(days).unwrap())) {
            tiers = tiers.arr_max_age(age);
            (trajectory, wallet) = (trajectory.max_age(age), wallet.max_age(age));
        }
        if self.low_share {
            wallet = wallet.re_evaluate_below(Some(dec!(0.3)));
        }
        let (trajectory, wallet) = (trajectory.build().unwrap(), wallet.build().unwrap());
        let policy = SegmentationPolicy::builder(tiers.build().unwrap());
        policy.trajectory(trajectory).wallet(wallet).build().unwrap()
    }
}

proptest! {
    #[test]
    fn each_model_agrees_with_a_naive_oracle(
        account in account(),
        day in day(),
        max_age in select(vec![None, Some(365)]),
        low_share in any::<bool>(),
    ) {
        // Nothing but ARR, and some time in Re-evaluate: rare among the random ones.
        let since = account.started_on().map_or(day, |fact| fact.value);
        let stay = Previous::new(name!("re_evaluate")).since(since);
        let history = account.arr_history().cloned();
        let bare = Account::builder("bare", EUR).arr(account.arr()).arr_history(history).previous(WALLET, stay);
        let bare = bare.wallet_current(eur(1)).wallet_potential(eur(1)).value_aligned(false).build().unwrap();
        // The last day on which a fact is fresh, or the stay in time.
        let growth = account.business_growth().and_then(|fact| fact.observed_on);
        let observed = [account.arr().and_then(|fact| fact.observed_on), growth].into_iter().flatten();
        let fresh = observed.map(|date| date + segmentry::chrono::Days::new(365));
        let last_days = fresh.chain([Oracle::months_away(since, 9), as_of()]);
        for on in last_days.flat_map(|last_day| [last_day, last_day.succ_opt().unwrap()]).chain([day]) {
            let oracle = Oracle { on, max_age, low_share };
            for account in [&account, &bare] {
                let said = [oracle.tier(account), oracle.trajectory(account), oracle.wallet(account)];
                for ((dimension, answer), said) in oracle.policy().classify(account, on).iter().zip(said) {
                    let said = said.map_or_else(|reason| format!("unclassified ({reason})"), String::from);
                    prop_assert_eq!(answer.to_string(), said, "{} on {}", dimension, on);
                }
            }
        }
    }
}
