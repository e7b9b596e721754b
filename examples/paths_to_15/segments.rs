//! The segments of a file, and their ratios.

use std::collections::BTreeSet;

use segmentry::economics::EconomicsError;
use segmentry::economics::csm_cost::{
    Bounds, CsmCost, CsmSpend, FeeBasis, Levers, PortfolioCost, SegmentCost, Target,
};
use segmentry::quantity::{MoneyError, parse_decimal};
use segmentry::{Currency, Decimal, Money, Total};

use super::sheet::{Faults, Row, Sheet};

const REQUIRED: [&str; 7] = [
    "segment",
    "currency",
    "accounts",
    "cost_per_csm",
    "accounts_per_csm",
    "arr_per_account",
    "fee_per_account",
];
const OPTIONAL: [&str; 5] =
    ["target", "max_arr_per_account", "max_accounts_per_csm", "min_cost_per_csm", "max_fee_per_account"];

pub(crate) struct Segment {
    pub(crate) name: String,
    pub(crate) accounts: u64,
    pub(crate) costs: CsmCost,
    pub(crate) target: Target,
    pub(crate) levers: Levers,
    arr: Total,
    fees: Total,
}

impl Segment {
    /// All segments of a file, or all of its faults.
    pub(crate) fn read(text: &str, basis: FeeBasis) -> Result<Vec<Self>, Faults> {
        let mut faults = Faults::default();
        let sheet = Sheet::read(text, &REQUIRED, &OPTIONAL, &mut faults);
        let (mut segments, mut currency): (Vec<Self>, Option<Currency>) = (Vec::new(), None);
        let mut names = BTreeSet::new();
        for row in sheet.rows() {
            let Some(code) = row.required("currency", &mut faults, Currency::from_code) else { continue };
            let first = *currency.get_or_insert(code);
            if code != first {
                let problem = format!("{code} after {first}; convert all amounts to one currency first");
                row.fault("currency", &problem, &mut faults);
                continue;
            }
            let Some(segment) = Self::of_row(&row, code, basis, &mut faults) else { continue };
            if !names.insert(segment.name.clone()) {
                row.fault("segment", "the segment stands twice; keep one row of it", &mut faults);
            }
            segments.push(segment);
        }
        if faults.is_empty() { Ok(segments) } else { Err(faults) }
    }

    fn of_row(row: &Row<'_>, currency: Currency, basis: FeeBasis, faults: &mut Faults) -> Option<Self> {
        let money = |text: &str| Money::parse(text, currency);
        let name = row.required("segment", faults, |text| Ok::<_, String>(text.to_owned()));
        let accounts = row.required("accounts", faults, count);
        let cost = row.required("cost_per_csm", faults, money);
        let per_csm = row.required("accounts_per_csm", faults, parse_decimal);
        let arr = row.required("arr_per_account", faults, money);
        let fee = row.required("fee_per_account", faults, money);
        let target = row.optional("target", faults, |text| {
            let ratio = parse_decimal(text).map_err(|error| error.to_string())?;
            if ratio > Decimal::ONE {
                return Err(format!("`{ratio}` is above 1; write 0.15 for 15 %"));
            }
            Target::new(ratio).map_err(|error| error.to_string())
        });
        let bounds = Bounds {
            max_arr_per_account: row.optional("max_arr_per_account", faults, money),
            max_accounts_per_csm: row.optional("max_accounts_per_csm", faults, parse_decimal),
            min_cost_per_csm: row.optional("min_cost_per_csm", faults, money),
            max_fee_per_account: row.optional("max_fee_per_account", faults, money),
        };
        let (accounts, arr, fee, target) = (accounts?, arr?, fee?, target.unwrap_or_default());
        let costs = CsmCost {
            cost_per_csm: cost?,
            accounts_per_csm: per_csm?,
            arr_per_account: arr.into(),
            fee_per_account: fee.into(),
            fee_basis: basis,
        };
        let (arr, fees) = match (times(arr, accounts), times(fee, accounts)) {
            (Ok(arr), Ok(fees)) => (arr, fees),
            (Err(error), _) | (_, Err(error)) => {
                row.fault("accounts", &error.to_string(), faults);
                return None;
            }
        };
        match costs.levers(target, &bounds) {
            Ok(levers) => Some(Self { name: name?, accounts, costs, target, levers, arr, fees }),
            Err(error) => {
                row.fault(column_of(&error), &error.to_string(), faults);
                None
            }
        }
    }
}

/// The column of which an error speaks, else the segment's name.
fn column_of(error: &EconomicsError) -> &'static str {
    let column = match error {
        EconomicsError::ZeroBase { base: column, .. } | EconomicsError::OutOfRange { field: column, .. } => {
            column
        }
        _ => "segment",
    };
    REQUIRED.into_iter().chain(OPTIONAL).find(|known| *known == column).unwrap_or("segment")
}

/// The ratios of all segments together, with CSMs in parts.
pub(crate) fn portfolio(segments: &[Segment], basis: FeeBasis) -> Result<PortfolioCost<&str>, String> {
    let costs = segments.iter().map(|segment| SegmentCost {
        segment: segment.name.as_str(),
        spend: CsmSpend::ByAccounts {
            accounts: segment.accounts,
            accounts_per_csm: segment.costs.accounts_per_csm,
            cost_per_csm: segment.costs.cost_per_csm,
        },
        post_sales_revenue: segment.fees,
        arr: segment.arr,
        target: segment.target,
    });
    PortfolioCost::new(costs, basis, Target::ARTICLE).map_err(|error| error.to_string())
}

fn count(text: &str) -> Result<u64, String> {
    let number = parse_decimal(text).map_err(|error| error.to_string())?;
    let whole = Some(number.mantissa()).filter(|_| number.scale() == 0);
    let count = whole.and_then(|whole| u64::try_from(whole).ok());
    count.ok_or_else(|| format!("`{number}` is not a count; write a whole number, zero or more"))
}

fn times(amount: Money, accounts: u64) -> Result<Total, MoneyError> {
    let sum = amount.amount().checked_mul(accounts.into()).unwrap_or(Decimal::MAX);
    Total::zero(amount.currency()).checked_add(Money::new(sum, amount.currency())?)
}
