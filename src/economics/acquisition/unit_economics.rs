use rust_decimal::Decimal;

use super::{Acquisition, Cac, LtvCacStatus, LtvTarget, LtvToCac};
use crate::economics::lifetime::{Customer, Ltv, Valuation};
use crate::economics::payback::{Payback, PaybackMonths};
use crate::economics::{EconomicsError, Period};
use crate::quantity::{CurrencyMismatch, Exact, Name};

/// What is known of a segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SegmentUnit {
    /// The segment.
    pub name: Name,
    /// Its typical customer.
    pub customer: Customer,
    /// What its new customers cost. Where only the CAC is known: that, and one customer.
    pub acquisition: Acquisition,
}

/// LTV, CAC, LTV/CAC and payback per segment, and in total.
///
/// The total is that of the customers won, never a mean of ratios: what they are worth (sum of new customers x LTV) over
/// what they cost (sum of spends), which is the mean of the segments' LTV/CAC weighted by spend. The spend of a segment
/// that won nobody is in it.
///
/// ```
/// use segmentry::economics::acquisition::{Acquisition, LtvCacStatus, LtvTarget, SegmentUnit, UnitEconomics};
/// use segmentry::economics::lifetime::{Arpa, Customer, GrossMargin, Valuation};
/// use segmentry::economics::{Churn, Period};
/// use segmentry::portfolio::{Portfolio, Row};
/// use segmentry::rust_decimal::{Decimal, dec};
/// use segmentry::segment::{SegmentationPolicy, TierPolicy};
/// use segmentry::{Account, Currency, Money, Segment, calendar::parse_date};
///
/// let eur = |amount: Decimal| Money::new(amount, Currency::EUR).unwrap();
/// let accounts = [("a", dec!(5000)), ("b", dec!(7000)), ("c", dec!(40000))]
///     .map(|(id, arr)| Account::builder(id, Currency::EUR).arr(eur(arr)).build().unwrap());
/// let portfolio = Portfolio::new(accounts.into(), Currency::EUR, parse_date("2026-06-30")?)?;
/// let policy = SegmentationPolicy::builder(TierPolicy::three_tiers(eur(dec!(25000)))?).build()?;
/// let tiers = portfolio.review(&policy).tally(Row::tier);
///
/// let mut segments = Vec::new();
/// for (tier, cell) in tiers.segments() {
///     // Annual churn, spend and new customers of the last year.
///     let (churn, spend, new_customers) = match tier.name().as_str() {
///         "smb" => (dec!(0.24), dec!(30000), 3),
///         _ => (dec!(0.1), dec!(80000), 1),
///     };
///     let customers = cell.accounts() - cell.prospects();
///     segments.push(SegmentUnit {
///         name: tier.name(),
///         customer: Customer {
///             arpa: Arpa::of(cell.arr(), customers, Period::Year)?,
///             gross_margin: GrossMargin::AfterCustomerSuccess(dec!(0.8)),
///             churn: Churn::annual(churn)?,
///         },
///         acquisition: Acquisition { spend: eur(spend), new_customers },
///     });
/// }
/// let economics = UnitEconomics::of(&segments, Valuation::SIMPLE, LtvTarget::DEFAULT)?;
/// let statuses: Vec<_> = economics.rows().iter().map(|row| row.status.clone()).collect();
/// assert_eq!(statuses, [Ok(LtvCacStatus::Below), Ok(LtvCacStatus::Meets)]); // 2 and 4
/// // 3 x 20,000 + 320,000 for 110,000.
/// assert_eq!(economics.total().ltv_to_cac.clone()?.round_dp(4), dec!(3.4545));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitEconomics {
    rows: Vec<UnitRow>,
    total: UnitTotal,
}

/// One segment of [`UnitEconomics`]. A figure that has no value says why.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnitRow {
    /// The segment.
    pub name: Name,
    /// What a customer is worth.
    pub ltv: Result<Ltv, EconomicsError>,
    /// What a new one costs.
    pub cac: Result<Cac, EconomicsError>,
    /// How many times its cost it returns.
    pub ltv_to_cac: Result<LtvToCac, EconomicsError>,
    /// How that stands to the target.
    pub status: Result<LtvCacStatus, EconomicsError>,
    /// After how many months it has paid for itself, churn left aside.
    pub payback: Result<PaybackMonths, EconomicsError>,
}

/// All segments of [`UnitEconomics`] together.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnitTotal {
    /// Sum of spends / sum of new customers.
    pub cac: Result<Decimal, EconomicsError>,
    /// Sum of new customers x LTV / sum of spends.
    pub ltv_to_cac: Result<Decimal, EconomicsError>,
    /// How that stands to the target, on the exact fraction.
    pub status: Result<LtvCacStatus, EconomicsError>,
    /// Sum of spends / sum of new customers x what each leaves a month.
    pub payback: Result<PaybackMonths, EconomicsError>,
}

impl UnitEconomics {
    /// The figures of these segments, in their order.
    ///
    /// # Errors
    /// [`EconomicsError::Data`] without segments, [`EconomicsError::Currency`] for two currencies,
    /// [`EconomicsError::OutOfRange`] for a spend below zero.
    pub fn of(
        segments: &[SegmentUnit],
        valuation: Valuation,
        target: LtvTarget,
    ) -> Result<Self, EconomicsError> {
        let mut won = Won::default();
        let mut rows = Vec::new();
        for segment in segments {
            check(segment, segments)?;
            let row = UnitRow::of(segment, valuation, target);
            won.add(segment, &row.ltv);
            rows.push(row);
        }
        if rows.is_empty() {
            let problem = "there are none; give at least one".to_owned();
            return Err(EconomicsError::Data { field: "segments", problem });
        }
        Ok(Self { rows, total: won.total(target) })
    }

    /// The segments, in the order given.
    #[must_use]
    pub fn rows(&self) -> &[UnitRow] {
        &self.rows
    }

    /// All of them together.
    #[must_use]
    pub const fn total(&self) -> &UnitTotal {
        &self.total
    }
}

fn check(segment: &SegmentUnit, all: &[SegmentUnit]) -> Result<(), EconomicsError> {
    let one = all.first().map_or(segment, |first| first).acquisition.spend.currency();
    for other in [segment.acquisition.spend.currency(), segment.customer.arpa.currency()] {
        if other != one {
            return Err(CurrencyMismatch { left: one, right: other }.into());
        }
    }
    // A spend below zero would hide in the total.
    Cac::given(segment.acquisition.spend).map(|_| ())
}

impl UnitRow {
    fn of(segment: &SegmentUnit, valuation: Valuation, target: LtvTarget) -> Self {
        let ltv = segment.customer.ltv_by(valuation);
        let cac = segment.acquisition.cac();
        let both = ltv.clone().and_then(|ltv| Ok((ltv, cac.clone()?)));
        let ltv_to_cac = both.and_then(|(ltv, cac)| LtvToCac::of(ltv, cac));
        Self {
            name: segment.name,
            status: ltv_to_cac.as_ref().map(|ratio| ratio.status(target)).map_err(Clone::clone),
            payback: cac.clone().and_then(|cac| Payback { cac, customer: segment.customer }.months()),
            ltv,
            cac,
            ltv_to_cac,
        }
    }
}

/// The customers won in all segments: sums that are divided once.
struct Won {
    spend: Option<Exact>,
    customers: Option<Exact>,
    value: Result<Exact, EconomicsError>,
    monthly_margin: Result<Exact, EconomicsError>,
}

impl Default for Won {
    fn default() -> Self {
        let zero = Exact::ZERO;
        Self { spend: Some(zero), customers: Some(zero), value: Ok(zero), monthly_margin: Ok(zero) }
    }
}

impl Won {
    fn add(&mut self, segment: &SegmentUnit, ltv: &Result<Ltv, EconomicsError>) {
        let Acquisition { spend, new_customers } = segment.acquisition;
        let count = Exact::whole(new_customers);
        self.spend = self.spend.and_then(|sum| sum.add(Exact::of_money(spend)));
        self.customers = self.customers.and_then(|sum| sum.add(count));
        // Where nobody was won, a customer's worth is nobody's.
        if new_customers == 0 {
            return;
        }
        let monthly = Customer { arpa: segment.customer.arpa.per(Period::Month), ..segment.customer };
        let value = ltv.as_ref().map(Ltv::exact).map_err(Clone::clone);
        for (sum, each) in
            [(&mut self.value, value), (&mut self.monthly_margin, monthly.margin_per_payment())]
        {
            let Ok(so_far) = sum else { continue };
            *sum = each.and_then(|each| {
                let all = each.mul(count).and_then(|all| so_far.add_or_places(all));
                all.ok_or(EconomicsError::Overflow { figure: "total of the segments" })
            });
        }
    }

    fn total(self, target: LtvTarget) -> UnitTotal {
        const LTV_TO_CAC: &str = "LTV/CAC";
        let ratio = self.value.and_then(|value| {
            let spend = self.spend.filter(|spend| !spend.is_zero());
            let spend = spend.ok_or(EconomicsError::ZeroBase { base: "spend", figure: LTV_TO_CAC })?;
            value.div_or_places(spend).ok_or(EconomicsError::Overflow { figure: LTV_TO_CAC })
        });
        let cac = self.spend.zip(self.customers).and_then(|(spend, customers)| spend.div(customers));
        let no_customers = EconomicsError::ZeroBase { base: "new_customers", figure: "CAC" };
        UnitTotal {
            cac: cac.and_then(Exact::to_decimal).ok_or(no_customers.clone()),
            ltv_to_cac: ratio
                .clone()
                .and_then(|ratio| ratio.to_decimal().ok_or(EconomicsError::Overflow { figure: LTV_TO_CAC })),
            status: ratio.map(|ratio| target.status(ratio)),
            payback: self.monthly_margin.and_then(|margin| {
                cac.ok_or(no_customers)?;
                PaybackMonths::of(self.spend.unwrap_or(Exact::ZERO), margin)
            }),
        }
    }
}
