use rust_decimal::Decimal;

use super::factors::{not_negative, same_currency};
use super::figure::Figure;
use super::{CostRatio, FeeBasis, OVERFLOW, Target, TargetStatus};
use crate::economics::EconomicsError;
use crate::quantity::{Currency, Exact, Money, MoneyError, Total};

/// What a whole segment costs and earns in a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SegmentCost<K> {
    /// The segment.
    pub segment: K,
    /// What its CSMs cost.
    pub spend: CsmSpend,
    /// What its accounts pay for premium support or their CSM.
    pub post_sales_revenue: Total,
    /// Its ARR, without those fees.
    pub arr: Total,
    /// Its target; [`Target::ARTICLE`] is the article's.
    pub target: Target,
}

/// What the CSMs of a segment cost in a year, in the form in which it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CsmSpend {
    /// As booked.
    Booked(Total),
    /// A number of CSMs, whole or in parts.
    Csms {
        /// How many; zero or positive.
        csms: Decimal,
        /// The fully loaded cost of each.
        cost_per_csm: Money,
    },
    /// As many CSMs as the accounts take, in parts of one: `accounts / accounts per CSM`.
    ByAccounts {
        /// How many accounts there are.
        accounts: u64,
        /// How many of them a CSM has; positive.
        accounts_per_csm: Decimal,
        /// The fully loaded cost of a CSM.
        cost_per_csm: Money,
    },
}

impl CsmSpend {
    const fn currency(&self) -> Currency {
        match self {
            Self::Booked(total) => total.currency(),
            Self::Csms { cost_per_csm, .. } | Self::ByAccounts { cost_per_csm, .. } => {
                cost_per_csm.currency()
            }
        }
    }

    fn exact(&self) -> Result<Exact, EconomicsError> {
        let per_csm = |cost: Money| not_negative("cost_per_csm", cost, Exact::of_money(cost));
        match *self {
            Self::Booked(total) => not_negative("spend", total, Exact::of_total(total)),
            Self::Csms { csms, cost_per_csm } => {
                let csms = not_negative("csms", csms, Exact::of(csms))?;
                csms.mul(per_csm(cost_per_csm)?).ok_or(OVERFLOW)
            }
            Self::ByAccounts { accounts, accounts_per_csm, cost_per_csm } => {
                let each = not_negative("accounts_per_csm", accounts_per_csm, Exact::of(accounts_per_csm))?;
                if each.is_zero() {
                    return Err(EconomicsError::ZeroBase { base: "accounts_per_csm", figure: "CSM cost" });
                }
                let csms = Exact::whole(accounts).div(each);
                csms.ok_or(OVERFLOW)?.mul(per_csm(cost_per_csm)?).ok_or(OVERFLOW)
            }
        }
    }
}

/// The cost ratio of every segment, and of all together.
///
/// The portfolio's ratio is the ratio of sums, `(sum of cost - sum of post-sales revenue) / sum of ARR`: the mean of the
/// segments' ratios weighted by ARR, never the plain mean. Article A1 wants the target met in every segment (A1-7), and a
/// portfolio that meets it can hide segments that do not; so [`over_target`](Self::over_target) stands beside it.
///
/// A segment without ARR has no ratio, whatever its fees and whether or not they count as ARR, just as
/// [`CsmCost::ratio`](super::CsmCost::ratio) has none; but its cost and fees stay in the portfolio's.
///
/// ```
/// use segmentry::economics::csm_cost::{CsmSpend, FeeBasis, PortfolioCost, SegmentCost, Target, TargetStatus};
/// use segmentry::rust_decimal::dec;
/// use segmentry::{Currency, Money, Total};
///
/// let usd = |amount| Money::new(amount, Currency::USD).unwrap();
/// let total = |amount| Money::total([usd(amount)], Currency::USD).unwrap();
/// let segment = |segment, csms, cost, fees, arr| SegmentCost {
///     segment,
///     spend: CsmSpend::Csms { csms, cost_per_csm: usd(cost) },
///     post_sales_revenue: total(fees),
///     arr: total(arr),
///     target: Target::ARTICLE,
/// };
/// let segments = [
///     segment("strategic", dec!(6), dec!(220000), dec!(120000), dec!(12000000)),
///     segment("midmarket", dec!(10), dec!(160000), dec!(200000), dec!(8000000)),
///     segment("smb", dec!(4), dec!(110000), dec!(0), dec!(1600000)),
/// ];
/// let portfolio = PortfolioCost::new(segments, FeeBasis::OutsideArr, Target::ARTICLE)?;
/// let ratios: Vec<_> = portfolio.segments().iter().map(|it| it.ratio().map(|ratio| ratio.net())).collect();
/// assert_eq!(ratios, [Some(dec!(0.1)), Some(dec!(0.175)), Some(dec!(0.275))]);
/// // 14.07 % in total: within the target, although two segments fail.
/// assert_eq!(portfolio.status(), Some(TargetStatus::Within));
/// assert_eq!(portfolio.over_target(), 2);
/// # Ok::<(), segmentry::economics::EconomicsError>(())
/// ```
#[derive(Clone, Debug)]
pub struct PortfolioCost<K> {
    segments: Vec<SegmentRatio<K>>,
    cost: Figure,
    ratio: Option<CostRatio>,
    target: Target,
}

/// A segment and its ratio.
#[derive(Clone, Debug)]
pub struct SegmentRatio<K> {
    inputs: SegmentCost<K>,
    cost: Figure,
    ratio: Option<CostRatio>,
}

impl<K> SegmentRatio<K> {
    /// The segment.
    pub const fn segment(&self) -> &K {
        &self.inputs.segment
    }

    /// What was given for it.
    pub const fn inputs(&self) -> &SegmentCost<K> {
        &self.inputs
    }

    /// What its CSMs cost.
    #[must_use]
    pub fn cost(&self) -> Decimal {
        self.cost.decimal()
    }

    /// Its ratio. `None` where [its ARR](SegmentCost::arr) is zero, on either [`FeeBasis`].
    #[must_use]
    pub const fn ratio(&self) -> Option<&CostRatio> {
        self.ratio.as_ref()
    }

    /// Where that stands against the segment's own target. `None` without a ratio.
    #[must_use]
    pub fn status(&self) -> Option<TargetStatus> {
        self.ratio.map(|ratio| ratio.status(self.inputs.target))
    }
}

impl<K> PortfolioCost<K> {
    /// The ratios of segments whose fees are all outside ARR, or all inside. `target` is that of the whole; every segment
    /// has its own.
    ///
    /// # Errors
    /// [`EconomicsError::OutOfRange`] for a negative number, [`EconomicsError::ZeroBase`] for zero accounts per CSM,
    /// [`EconomicsError::Currency`] for two currencies, [`EconomicsError::Overflow`] where a sum or a ratio does not fit.
    pub fn new(
        segments: impl IntoIterator<Item = SegmentCost<K>>,
        basis: FeeBasis,
        target: Target,
    ) -> Result<Self, EconomicsError> {
        let mut sums: Option<Sums> = None;
        let mut ratios = Vec::new();
        for inputs in segments {
            let one = Sums::of(&inputs)?;
            let ratio = one.ratio(basis)?;
            ratios.push(SegmentRatio { inputs, cost: Figure::of(one.cost).ok_or(OVERFLOW)?, ratio });
            sums = Some(match sums {
                Some(sums) => sums.with(&one)?,
                None => one,
            });
        }
        let (cost, ratio) = match sums {
            Some(sums) => (Figure::of(sums.cost).ok_or(OVERFLOW)?, sums.ratio(basis)?),
            None => (Figure::ZERO, None),
        };
        Ok(Self { segments: ratios, cost, ratio, target })
    }

    /// The segments, in the order in which they were given.
    #[must_use]
    pub fn segments(&self) -> &[SegmentRatio<K>] {
        &self.segments
    }

    /// What all CSMs cost, those of segments without ARR too.
    #[must_use]
    pub fn cost(&self) -> Decimal {
        self.cost.decimal()
    }

    /// The ratio of the sums. `None` where no segment has ARR, on either [`FeeBasis`].
    #[must_use]
    pub const fn ratio(&self) -> Option<&CostRatio> {
        self.ratio.as_ref()
    }

    /// Where that stands against the target of the whole. `None` without a ratio.
    #[must_use]
    pub fn status(&self) -> Option<TargetStatus> {
        self.ratio.map(|ratio| ratio.status(self.target))
    }

    /// How many segments are over their own target.
    #[must_use]
    pub fn over_target(&self) -> usize {
        self.segments.iter().filter(|it| it.status() == Some(TargetStatus::Over)).count()
    }

    /// How many segments have no ratio, for want of ARR.
    #[must_use]
    pub fn without_ratio(&self) -> usize {
        self.segments.iter().filter(|it| it.ratio.is_none()).count()
    }
}

/// Cost, fees and ARR, of one segment or of many.
struct Sums {
    cost: Exact,
    fees: Total,
    arr: Total,
}

impl Sums {
    fn of<K>(segment: &SegmentCost<K>) -> Result<Self, EconomicsError> {
        let SegmentCost { spend, post_sales_revenue: fees, arr, .. } = segment;
        same_currency(arr.currency(), spend.currency())?;
        same_currency(arr.currency(), fees.currency())?;
        not_negative("post_sales_revenue", fees, Exact::of_total(*fees))?;
        not_negative("arr", arr, Exact::of_total(*arr))?;
        Ok(Self { cost: spend.exact()?, fees: *fees, arr: *arr })
    }

    fn with(self, other: &Self) -> Result<Self, EconomicsError> {
        let merged = |a: Total, b| {
            a.checked_merge(b).map_err(|error| match error {
                MoneyError::Currency(mismatch) => mismatch.into(),
                _ => OVERFLOW,
            })
        };
        let (fees, arr) = (merged(self.fees, other.fees)?, merged(self.arr, other.arr)?);
        // Exact for a hundred different numbers of accounts per CSM; to 60 decimals for more.
        Ok(Self { cost: self.cost.add_or_places(other.cost).ok_or(OVERFLOW)?, fees, arr })
    }

    fn ratio(&self, basis: FeeBasis) -> Result<Option<CostRatio>, EconomicsError> {
        let (fees, arr) = (Exact::of_total(self.fees), Exact::of_total(self.arr));
        if arr.is_zero() {
            return Ok(None);
        }
        let divisor = basis.divisor(arr, fees).ok_or(OVERFLOW)?;
        let rounded = || CostRatio::of(self.cost.to_places()?, fees, divisor);
        CostRatio::of(self.cost, fees, divisor).or_else(rounded).map(Some).ok_or(OVERFLOW)
    }
}
