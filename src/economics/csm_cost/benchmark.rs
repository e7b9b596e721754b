use rust_decimal::Decimal;

use super::OVERFLOW;
use super::factors::{not_negative, same_currency};
use crate::economics::EconomicsError;
use crate::quantity::{Currency, Exact, Money};
use crate::{Name, name};

/// A published rule of thumb: an opinion with a source, to compare with. Nothing here is a default of any formula.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Benchmark {
    /// What it is known by here.
    pub name: Name,
    /// What it says.
    pub figure: BenchmarkFigure,
    /// Who said it.
    pub source: &'static str,
}

/// What a [`Benchmark`] says: a range, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BenchmarkFigure {
    /// ARR that one CSM looks after, in whole units of a currency.
    ArrPerCsm {
        /// From.
        from: u64,
        /// To.
        to: u64,
        /// Of this currency.
        currency: Currency,
    },
    /// Accounts that one CSM looks after.
    AccountsPerCsm {
        /// From.
        from: u64,
        /// To.
        to: u64,
    },
    /// The cost of all work after the sale (support, services and success), as a fraction of revenue.
    PostSalesCostShare {
        /// The fraction.
        of_revenue: Decimal,
    },
}

/// The benchmarks that we know a source of.
pub const BENCHMARKS: [Benchmark; 5] = [
    Benchmark {
        name: name!("arr_per_csm"),
        figure: BenchmarkFigure::ArrPerCsm { from: 1_000_000, to: 2_000_000, currency: Currency::USD },
        source: "saastr.com: 50 or 100 accounts at an ACV of 20,000",
    },
    Benchmark {
        name: name!("post_sales_share"),
        figure: BenchmarkFigure::PostSalesCostShare { of_revenue: Decimal::from_parts(1, 0, 0, false, 1) },
        source: "SaaStr panel: 10 % of revenue for all post-sales work",
    },
    Benchmark {
        name: name!("accounts_per_csm_enterprise"),
        figure: BenchmarkFigure::AccountsPerCsm { from: 5, to: 15 },
        source: "lyniro.com",
    },
    Benchmark {
        name: name!("accounts_per_csm_midmarket"),
        figure: BenchmarkFigure::AccountsPerCsm { from: 20, to: 75 },
        source: "lyniro.com",
    },
    Benchmark {
        name: name!("accounts_per_csm_smb"),
        figure: BenchmarkFigure::AccountsPerCsm { from: 100, to: 500 },
        source: "lyniro.com",
    },
];

/// The accounts per CSM that an ARR per CSM comes to: `ARR per CSM / ARR per account`, not rounded.
///
/// # Errors
/// [`EconomicsError::ZeroBase`] where the ARR per account is zero, [`EconomicsError::OutOfRange`] for a negative amount,
/// [`EconomicsError::Currency`] for two currencies.
///
/// ```
/// use segmentry::economics::csm_cost::accounts_at_coverage;
/// use segmentry::rust_decimal::dec;
/// use segmentry::{Currency, Money};
///
/// let usd = |amount| Money::new(amount, Currency::USD).unwrap();
/// assert_eq!(accounts_at_coverage(usd(dec!(2000000)), usd(dec!(20000)))?, dec!(100));
/// # Ok::<(), segmentry::economics::EconomicsError>(())
/// ```
pub fn accounts_at_coverage(arr_per_csm: Money, arr_per_account: Money) -> Result<Decimal, EconomicsError> {
    same_currency(arr_per_csm.currency(), arr_per_account.currency())?;
    let coverage = not_negative("arr_per_csm", arr_per_csm, Exact::of_money(arr_per_csm))?;
    let arr = not_negative("arr_per_account", arr_per_account, Exact::of_money(arr_per_account))?;
    if arr.is_zero() {
        return Err(EconomicsError::ZeroBase { base: "arr_per_account", figure: "accounts per CSM" });
    }
    coverage.div(arr).and_then(Exact::to_decimal).ok_or(OVERFLOW)
}
