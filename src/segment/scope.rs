use std::fmt;
use std::sync::Arc;

use crate::account::Account;
use crate::classify::{Cx, Unclassified, Verdict};
use crate::quantity::{Label, Name, excerpt};

/// A question about a subject, asked through the context so that explanations show it.
pub(super) type Condition<S> = Arc<dyn Fn(&S, &mut Cx<'_>) -> Verdict<bool> + Send + Sync>;

/// Whether a condition holds. One that lacks its fact does not; a fault stays a fault.
pub(super) fn holds<S: ?Sized>(condition: &Condition<S>, subject: &S, cx: &mut Cx<'_>) -> Verdict<bool> {
    match condition(subject, cx) {
        Err(Unclassified::Fault(fault)) => Err(Unclassified::Fault(fault)),
        verdict => Ok(verdict.unwrap_or(false)),
    }
}

/// For which accounts a decision by people in a policy is meant.
///
/// Two scopes are the same where they name the same account, or where their conditions share a name.
///
/// ```
/// use rust_decimal::dec;
/// use segmentry::account::{Override, facts};
/// use segmentry::segment::{OverrideScope, SegmentationPolicy, TIER, TierPolicy};
/// use segmentry::{Account, Currency, Money, calendar::parse_date, name};
///
/// let decided = |segment, why| Override::new(TIER, segment).by("head of sales").because(why);
/// let logistics = OverrideScope::new("logistics", |account, cx| match account.industry() {
///     Some(industry) => Ok(cx.one_of(facts::INDUSTRY, industry, &["Logistics"])),
///     None => Err(cx.missing(facts::INDUSTRY)),
/// });
/// let eur = |amount| Money::new(amount, Currency::EUR).unwrap();
/// let policy = SegmentationPolicy::builder(TierPolicy::three_tiers(eur(dec!(25000)))?)
///     .overridden(
///         logistics,
///         decided(name!("enterprise_midmarket"), "new market")
///             .from(parse_date("2026-01-01")?)
///             .until(parse_date("2026-12-31")?),
///     )
///     .overridden(
///         OverrideScope::account("acme"),
///         decided(name!("strategic"), "reference customer").from(parse_date("2026-01-01")?).indefinitely(),
///     )
///     .build()?;
///
/// let as_of = parse_date("2026-06-30")?;
/// let (acme, bolt) = (Account::builder("acme", Currency::EUR), Account::builder("bolt", Currency::EUR));
/// let acme = policy.classify(&acme.arr(eur(dec!(9000))).build()?, as_of);
/// assert_eq!(acme.tier?.name(), name!("strategic"));
/// let bolt = policy.classify(&bolt.arr(eur(dec!(9000))).industry("Logistics").build()?, as_of);
/// assert_eq!(bolt.tier?.name(), name!("enterprise_midmarket"));
/// # use segmentry::Segment;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct OverrideScope {
    whose: Whose,
}

#[derive(Clone)]
enum Whose {
    /// The one of this id.
    Account(String),
    /// All for which the condition of this name holds.
    Those(String, Condition<Account>),
}

impl OverrideScope {
    /// The one account of this id.
    #[must_use]
    pub fn account(id: &str) -> Self {
        Self { whose: Whose::Account(id.into()) }
    }

    /// All accounts for which a condition holds, under a name of 1 to 256 bytes. A condition that lacks its fact does not
    /// hold; a fault of it is a fault of the verdict. Ask for facts and compare them through the context: the explanation
    /// shows it then, and knows what would have to move.
    #[must_use]
    pub fn new(
        name: &str,
        holds: impl Fn(&Account, &mut Cx<'_>) -> Verdict<bool> + Send + Sync + 'static,
    ) -> Self {
        Self { whose: Whose::Those(name.into(), Arc::new(holds)) }
    }

    /// The id or the name.
    fn text(&self) -> &str {
        match &self.whose {
            Whose::Account(text) | Whose::Those(text, _) => text,
        }
    }

    /// The same for a step of an explanation, cut to 31 bytes.
    pub(super) fn name(&self) -> Name {
        Name::abbreviated(self.text())
    }

    /// The account's id, where it is one account.
    pub(super) fn account_id(&self) -> Option<&str> {
        match &self.whose {
            Whose::Account(id) => Some(id),
            Whose::Those(..) => None,
        }
    }

    /// Whether it holds for an account.
    pub(super) fn holds(&self, account: &Account, cx: &mut Cx<'_>) -> Verdict<bool> {
        match &self.whose {
            Whose::Account(id) => Ok(id == account.id()),
            Whose::Those(_, condition) => cx.within(&self.name(), |cx| holds(condition, account, cx)),
        }
    }

    pub(super) fn check(&self) -> Result<(), String> {
        match Label::new(self.text()) {
            Ok(_) => Ok(()),
            Err(_) if self.text().is_empty() => {
                let what = self.account_id().map_or("name", |_| "id of an account");
                Err(format!("a scope without {what}; give one"))
            }
            Err(error) => Err(format!("{self}: {error}")),
        }
    }
}

impl PartialEq for OverrideScope {
    fn eq(&self, other: &Self) -> bool {
        (self.account_id().is_some(), self.text()) == (other.account_id().is_some(), other.text())
    }
}

impl Eq for OverrideScope {}

/// ``account `acme` `` or ``scope `logistics` ``, on one line.
impl fmt::Display for OverrideScope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = self.account_id().map_or("scope", |_| "account");
        write!(f, "{kind} `{}`", excerpt(self.text()))
    }
}

impl fmt::Debug for OverrideScope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = self.account_id().map_or("OverrideScope::new", |_| "OverrideScope::account");
        f.debug_tuple(kind).field(&self.text()).finish()
    }
}
