//! A made-up portfolio: a seller of planning software to mid-sized companies in Europe.

/// ACCOUNTS.csv.
pub(crate) const ACCOUNTS: &str = include_str!("sample/accounts.csv");
/// HISTORY.csv.
pub(crate) const HISTORY: &str = include_str!("sample/history.csv");
/// `COST_MODEL.csv`.
pub(crate) const COST_MODEL: &str = include_str!("sample/cost_model.csv");
/// The day of which both speak.
pub(crate) const AS_OF: &str = "2026-06-30";
/// An account with near misses in most dimensions.
pub(crate) const INTERESTING: &str = "A-1042";
