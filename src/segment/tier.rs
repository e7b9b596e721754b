use chrono::NaiveDate;

use super::by_arr::OfArr;
use super::parameter::{Faults, Parameter, PolicyError, Source, cuts};
use super::ranked::{ranked, ranked_bands};
use crate::account::facts::{ARR, STRATEGIC};
use crate::account::{Account, Fact, StrategicReason};
use crate::calendar::Days;
use crate::classify::{Bands, BandsBuilder, Classifier, Cx, Segment, Value, Verdict};
use crate::name;
use crate::quantity::{Money, Name};

/// What the tier looks at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct TierFacts {
    /// A designation as strategic by people, observed on the day on which it was made.
    pub strategic: Option<Fact<StrategicReason>>,
    /// ARR on the as-of date.
    pub arr: Option<Fact<Money>>,
}

impl TierFacts {
    /// The facts of an account, for [`try_of`](Classifier::try_of).
    ///
    /// # Errors
    /// A fault where the account's ARR differs from its history's.
    #[inline]
    pub fn of_account(account: &Account, cx: &mut Cx<'_>) -> Verdict<Self> {
        Ok(Self::with_arr(account, account.arr_on(cx.as_of())?, cx))
    }
}

impl OfArr for TierFacts {
    #[inline(always)]
    fn with_arr(account: &Account, arr: Option<Fact<Money>>, cx: &mut Cx<'_>) -> Self {
        let strategic = match account.designation() {
            Some(designation) if designation.has_expired(cx.as_of()) => {
                cx.note(name!("designation_expired"), Value::Flag(true));
                None
            }
            designation => designation.map(|of| Fact { value: of.reason(), observed_on: of.made_on() }),
        };
        Self { strategic, arr }
    }
}

ranked! {
    /// A tier, the lowest first.
    Tier
}

/// Tiers by ARR floors, and a strategic tier by designation above them (A1-1 to A1-5).
///
/// - A designation by people comes before ARR, from the day on which it was made to its last day (A1-2); one that has
///   expired is noted as `designation_expired`.
/// - Else the highest tier whose floor the ARR reaches; equality goes up (assumption, A1-3). The lowest tier has
///   no floor.
/// - Without ARR and without designation: `Missing(arr)`; a negative ARR, which no [`Account`] has, is `Undefined`.
///
/// There are no default amounts: no article gives any. The strategic tier is divided by industry, one director each
/// (A1-5): cross the tier with the industry; who owns a cell of that table is your data.
///
/// ```
/// use rust_decimal::dec;
/// use segmentry::classify::Classifier;
/// use segmentry::segment::{TierFacts, TierPolicy};
/// use segmentry::{Currency, Money, calendar::parse_date};
///
/// let eur = |amount| Money::new(amount, Currency::EUR).unwrap();
/// let tiers = TierPolicy::four_tiers(eur(dec!(25000)), eur(dec!(100000)))?;
/// let facts = TierFacts { arr: Some(eur(dec!(100000)).into()), ..TierFacts::default() };
/// let tier = tiers.classify(&facts, parse_date("2026-01-01")?)?;
/// assert_eq!(segmentry::classify::Segment::name(&tier).as_str(), "enterprise");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TierPolicy {
    strategic: Option<Tier>,
    bands: Bands<Money, Tier>,
    arr_max_age: Option<Days>,
}

impl TierPolicy {
    /// Tiers of your own, from the lowest upwards.
    pub fn builder(lowest: Name) -> TierPolicyBuilder {
        TierPolicyBuilder { bands: Bands::builder(lowest), strategic: None, arr_max_age: None }
    }

    /// Strategic, Enterprise/Midmarket, SMB (A1-1): `strategic`, `enterprise_midmarket`, `smb`.
    ///
    /// # Errors
    /// [`PolicyError`] unless the floor is positive.
    pub fn three_tiers(enterprise_midmarket_from: Money) -> Result<Self, PolicyError> {
        Self::builder(name!("smb"))
            .tier(name!("enterprise_midmarket"), enterprise_midmarket_from)
            .strategic(name!("strategic"))
            .build()
    }

    /// Strategic, Enterprise, Midmarket, SMB (A4): `strategic`, `enterprise`, `midmarket`, `smb`.
    ///
    /// # Errors
    /// [`PolicyError`] unless 0 < `midmarket_from` < `enterprise_from`, in one currency.
    pub fn four_tiers(midmarket_from: Money, enterprise_from: Money) -> Result<Self, PolicyError> {
        Self::builder(name!("smb"))
            .tier(name!("midmarket"), midmarket_from)
            .tier(name!("enterprise"), enterprise_from)
            .strategic(name!("strategic"))
            .build()
    }

    /// All tiers, the lowest first; the strategic one, if there is one, last.
    pub fn tiers(&self) -> impl Iterator<Item = Tier> {
        self.bands.segments().map(|(_, tier)| tier).chain(self.strategic)
    }

    /// The tiers that have a floor, the lowest first, each with it: what an account crosses on its way up or down. The
    /// lowest tier has none, nor has the strategic one.
    pub fn floors(&self) -> impl Iterator<Item = (Tier, Money)> {
        self.bands.segments().filter_map(|(cut, tier)| Some((tier, cut?.at())))
    }

    /// The parameters and their sources.
    #[must_use]
    pub fn parameters(&self) -> Vec<Parameter> {
        let given = |name, value| Parameter { name, value, source: Source::Given };
        let mut list = cuts(&self.bands, "", Source::Given);
        list.extend(self.strategic.map(|tier| given(tier.name(), "by designation".into())));
        list.extend(self.arr_max_age.map(|age| given(name!("arr_max_age"), age.to_string())));
        list
    }

    #[inline(always)]
    fn is_designated(facts: &TierFacts, cx: &mut Cx<'_>) -> bool {
        let in_force = |made_on: Option<NaiveDate>| made_on.is_none_or(|date| date <= cx.as_of());
        let designated = facts.strategic.is_some_and(|designation| in_force(designation.observed_on));
        if let Some(Fact { value: reason, observed_on }) = facts.strategic.filter(|_| cx.is_tracing()) {
            cx.note(name!("designation"), Value::Text(Name::abbreviated(reason.code())));
            if let Some(date) = observed_on {
                cx.note(name!("designated_on"), Value::Date(date));
            }
        }
        cx.is_set(STRATEGIC, designated)
    }

    #[inline(always)]
    fn by_arr(&self, facts: &TierFacts, cx: &mut Cx<'_>) -> Verdict<Tier> {
        let arr = cx.need_amount(ARR, facts.arr, self.arr_max_age)?;
        self.bands.locate_lent(&ARR, arr, cx)
    }
}

impl Classifier<TierFacts> for TierPolicy {
    type Segment = Tier;

    #[inline(always)]
    fn evaluate(&self, facts: &TierFacts, cx: &mut Cx<'_>) -> Verdict<Tier> {
        match self.strategic {
            Some(strategic) if Self::is_designated(facts, cx) => {
                cx.veto();
                cx.not_reached(|cx| self.by_arr(facts, cx));
                Ok(strategic)
            }
            strategic => {
                // Ending a designation is a decision by people too.
                if cx.came_from().is_some() && cx.came_from() == strategic.map(|tier| tier.name()) {
                    cx.veto();
                }
                self.by_arr(facts, cx)
            }
        }
    }
}

/// Collects the tiers of a [`TierPolicy`].
#[derive(Clone, Debug)]
#[must_use]
pub struct TierPolicyBuilder {
    bands: BandsBuilder<Money, Name>,
    strategic: Option<Name>,
    arr_max_age: Option<Days>,
}

impl TierPolicyBuilder {
    /// The next higher tier, from this ARR on.
    pub fn tier(mut self, name: Name, from: Money) -> Self {
        self.bands = self.bands.at(from, name);
        self
    }

    /// A margin of the tier before, against flapping: who comes from a lower tier must reach this ARR.
    pub fn upgrade_from(mut self, arr: Money) -> Self {
        self.bands = self.bands.upgrade_from(arr);
        self
    }

    /// A margin of the tier before, against flapping: who comes from it or a higher one must fall below this ARR.
    pub fn downgrade_below(mut self, arr: Money) -> Self {
        self.bands = self.bands.downgrade_below(arr);
        self
    }

    /// The tier of the accounts that people designate, above all others. Without it designations count for nothing.
    pub fn strategic(mut self, name: Name) -> Self {
        self.strategic = Some(name);
        self
    }

    /// An ARR observed longer ago counts as missing. By default no age is too old (assumption).
    pub fn arr_max_age(mut self, age: Days) -> Self {
        self.arr_max_age = Some(age);
        self
    }

    /// The policy.
    ///
    /// # Errors
    /// [`PolicyError`] for a floor that is not positive, floors that do not rise or differ in currency, a name used
    /// twice or kept for reports (`unclassified`), more than 255 tiers.
    pub fn build(self) -> Result<TierPolicy, PolicyError> {
        let mut faults = Faults::default();
        for (cut, name) in self.bands.segments().filter_map(|(cut, name)| Some((cut?, name))) {
            let (floor, margin) = (cut.at(), cut.downgrade_below());
            if floor.ticks() <= 0 {
                faults.push(name, format!("a floor of {floor} keeps nobody out; give a positive amount"));
            } else if margin.ticks() <= 0 {
                let problem = format!("a margin down to {margin} lets nobody leave; give a positive amount");
                faults.push(name, problem);
            }
        }
        let (bands, strategic) = ranked_bands(self.bands, self.strategic, Tier::new, &mut faults);
        let arr_max_age = self.arr_max_age;
        faults.finish_with(bands, |bands| TierPolicy { strategic, bands, arr_max_age })
    }
}
