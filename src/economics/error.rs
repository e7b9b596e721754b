use crate::quantity::{CurrencyMismatch, excerpt};

/// Why a figure has no value.
///
/// What is an answer rather than a failure ("never", "already above") is a variant of the answer's own type.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EconomicsError {
    /// Nothing to relate to: the ARR, the number of accounts, the cost that should be the base is zero.
    #[error("{base} is zero, so there is no {figure}")]
    ZeroBase {
        /// The field that is zero.
        base: &'static str,
        /// What was asked for.
        figure: &'static str,
    },
    /// A number that the formula does not allow.
    #[error("{field} is `{value}`; {allowed}")]
    OutOfRange {
        /// The field.
        field: &'static str,
        /// The value given.
        value: String,
        /// What is allowed, as a sentence that tells what to do.
        allowed: &'static str,
    },
    /// Two currencies in one call.
    #[error(transparent)]
    Currency(#[from] CurrencyMismatch),
    /// An infinite sum without a limit.
    #[error("{figure} grows without limit: {reason}")]
    Divergent {
        /// What was asked for.
        figure: &'static str,
        /// Why, and what to do.
        reason: &'static str,
    },
    /// Observations that cannot answer the question.
    #[error("{field}: {problem}")]
    Data {
        /// The field.
        field: &'static str,
        /// What is wrong, and what is needed.
        problem: String,
    },
    /// An iteration that did not settle.
    #[error("{figure} did not converge; {advice}")]
    NoConvergence {
        /// What was asked for.
        figure: &'static str,
        /// What to do.
        advice: &'static str,
    },
    /// A number that does not fit its type: an amount, a sum, a decimal of 28 digits, an `f64`, or a step on the way there.
    #[error(
        "{figure} does not fit; look for an input that is far too large, far too small, or has more decimals than it needs"
    )]
    Overflow {
        /// What was asked for.
        figure: &'static str,
    },
}

impl EconomicsError {
    /// For a number that the formula does not allow.
    pub(crate) fn out_of_range(
        field: &'static str,
        value: impl std::fmt::Display,
        allowed: &'static str,
    ) -> Self {
        Self::OutOfRange { field, value: excerpt(&value.to_string()), allowed }
    }
}
