//! What serving and winning the accounts of each tier costs, and what it returns.

mod cost_model;
pub(crate) mod json;
pub(crate) mod text;

use std::collections::BTreeMap;

use segmentry::economics::acquisition::{Acquisition, LtvTarget, SegmentUnit, UnitEconomics};
use segmentry::economics::csm_cost::{
    Bounds, CsmCost, CsmSpend, FeeBasis, Levers, PerAccount, PortfolioCost, SegmentCost, Target,
};
use segmentry::economics::lifetime::{Arpa, Customer, GrossMargin, Valuation};
use segmentry::economics::payback::{Payback, PaybackWithChurn};
use segmentry::economics::{Churn, EconomicsError, Period};
use segmentry::segment::TIER;
use segmentry::{Decimal, Money, Name, Review, Segment, SegmentationPolicy, Total};

use super::counts::Count;
use super::input::File;

use cost_model::{CostModel, TierCosts};

/// The figures of all tiers that have customers and a row in the cost model.
pub(crate) struct Figures {
    tiers: Vec<Tier>,
    cost: PortfolioCost<Name>,
    /// Of those tiers whose net CSM cost is known.
    units: Option<UnitEconomics>,
    /// Customers of tiers without a cost model, and of no tier.
    left_out: Count,
    /// Accounts whose ARR is 0: they have ended, or have not begun. Nobody serves them, and no mean counts them.
    without_arr: u64,
}

struct Tier {
    name: Name,
    customers: u64,
    arr: Total,
    levers: Result<Levers, EconomicsError>,
    payback: Result<PaybackWithChurn, EconomicsError>,
}

impl Figures {
    /// # Errors
    /// What is wrong with the file, or a figure that does not fit.
    pub(crate) fn of(
        review: &Review<'_>,
        policy: &SegmentationPolicy,
        cost_model: &File,
    ) -> Result<Self, String> {
        let currency = review.portfolio().currency();
        let names = policy.segments(TIER);
        let model = cost_model.parsed(|file, faults| cost_model::read(file, &names, currency, faults))?;
        Self::with(review, &names, &model).map_err(|error| format!("the cost model: {error}"))
    }

    fn with(review: &Review<'_>, names: &[Name], model: &CostModel) -> Result<Self, EconomicsError> {
        let currency = review.portfolio().currency();
        let (mut served, mut left_out, mut without_arr) = (BTreeMap::new(), Count::zero(currency), 0_u64);
        for row in review.rows() {
            match (row.arr, row.tier()) {
                (None, _) => {}
                (Some(arr), _) if arr.is_zero() => without_arr = without_arr.saturating_add(1),
                (arr, Ok(tier)) if model.contains_key(&tier.name()) => {
                    let count = served.entry(tier.name()).or_insert(Count::zero(currency));
                    count.add(Count::of_account(arr, currency));
                }
                (arr, _) => left_out.add(Count::of_account(arr, currency)),
            }
        }
        let (mut tiers, mut spends, mut units) = (Vec::new(), Vec::new(), Vec::new());
        // The highest first, as everywhere in the review.
        for name in names.iter().rev() {
            if let (Some(costs), Some(count)) = (model.get(name), served.get(name)) {
                let (tier, spend, unit) = Tier::of(*name, costs, *count)?;
                tiers.push(tier);
                spends.push(spend);
                units.extend(unit);
            }
        }
        let cost = PortfolioCost::new(spends, FeeBasis::OutsideArr, Target::ARTICLE)?;
        let units = match units.as_slice() {
            [] => None,
            units => Some(UnitEconomics::of(units, Valuation::SIMPLE, LtvTarget::DEFAULT)?),
        };
        Ok(Self { tiers, cost, units, left_out, without_arr })
    }
}

/// The tiers together.
struct Sums {
    customers: u64,
    arr: Decimal,
    fees: Decimal,
}

impl Figures {
    /// Sums of totals that fit one by one; a Decimal has room for thousands of them.
    fn sums(&self) -> Sums {
        let add = |sum: Decimal, amount: Total| sum.checked_add(amount.amount()).unwrap_or(sum);
        let zero = Sums { customers: 0, arr: Decimal::ZERO, fees: Decimal::ZERO };
        self.cost.segments().iter().zip(&self.tiers).fold(zero, |sums, (segment, tier)| Sums {
            customers: sums.customers.saturating_add(tier.customers),
            arr: add(sums.arr, tier.arr),
            fees: add(sums.fees, segment.inputs().post_sales_revenue),
        })
    }
}

impl Tier {
    fn of(
        name: Name,
        costs: &TierCosts,
        Count { accounts, arr }: Count,
    ) -> Result<(Self, SegmentCost<Name>, Option<SegmentUnit>), EconomicsError> {
        let target = costs.target.map_or(Ok(Target::ARTICLE), Target::new)?;
        let spend = SegmentCost {
            segment: name,
            spend: CsmSpend::ByAccounts {
                accounts,
                accounts_per_csm: costs.accounts_per_csm,
                cost_per_csm: costs.cost_per_csm,
            },
            post_sales_revenue: many(costs.post_sales_revenue_per_account, accounts)?.into(),
            arr,
            target,
        };
        let cost = CsmCost {
            cost_per_csm: costs.cost_per_csm,
            accounts_per_csm: costs.accounts_per_csm,
            arr_per_account: PerAccount::Mean { total: arr, accounts },
            fee_per_account: costs.post_sales_revenue_per_account.into(),
            fee_basis: FeeBasis::OutsideArr,
        };
        let ratio = cost.ratio();
        let unit = match &ratio {
            Ok(ratio) => Some(SegmentUnit {
                name,
                customer: Customer {
                    arpa: Arpa::of(arr, accounts, Period::Year)?,
                    gross_margin: GrossMargin::BeforeCustomerSuccess {
                        margin: costs.gross_margin,
                        net_csm_cost: (*ratio).into(),
                    },
                    churn: Churn::annual(costs.annual_churn)?,
                },
                // As if the customers of today were won at the CAC of today: so tiers weigh by their customers.
                acquisition: Acquisition { spend: many(costs.cac, accounts)?, new_customers: accounts },
            }),
            Err(_) => None,
        };
        let payback = ratio.and_then(|_| {
            let unit = unit.ok_or(EconomicsError::ZeroBase { base: "arr", figure: "payback" })?;
            Payback { cac: unit.acquisition.cac()?, customer: unit.customer }.with_churn()
        });
        let levers = cost.levers(target, &Bounds::NONE);
        Ok((Self { name, customers: accounts, arr, levers, payback }, spend, unit))
    }
}

/// An amount for each of so many accounts.
fn many(amount: Money, accounts: u64) -> Result<Money, EconomicsError> {
    let sum = amount.amount().checked_mul(accounts.into());
    sum.and_then(|sum| Money::new(sum, amount.currency()).ok())
        .ok_or(EconomicsError::Overflow { figure: "sum over the accounts of a tier" })
}
