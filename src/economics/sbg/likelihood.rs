#![expect(
    clippy::float_arithmetic,
    clippy::disallowed_types,
    reason = "a sum of logarithms; decides no segment"
)]

use super::Cohort;

/// Renewals of all cohorts together, by their number from 1: who left and who stayed.
///
/// A likelihood of staggered cohorts needs no more than this: each renewal is a draw of its own.
#[derive(Clone, Debug, Default)]
pub(super) struct Renewals {
    rows: Vec<Renewal>,
}

/// One renewal number.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Renewal {
    /// Renewals made before it.
    pub(super) made: f64,
    pub(super) lost: f64,
    pub(super) kept: f64,
}

impl Renewals {
    pub(super) fn of(cohorts: &[Cohort]) -> Self {
        let mut rows: Vec<Renewal> = Vec::new();
        for cohort in cohorts {
            let mut made = 0.0;
            for (index, &(lost, kept)) in cohort.renewals().iter().enumerate() {
                if rows.get(index).is_none() {
                    rows.push(Renewal { made, ..Renewal::default() });
                }
                if let Some(row) = rows.get_mut(index) {
                    row.lost += lost;
                    row.kept += kept;
                }
                made += 1.0;
            }
        }
        Self { rows }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Renewal> {
        self.rows.iter()
    }

    pub(super) fn sum(&self, part: impl Fn(&Renewal) -> f64) -> f64 {
        self.rows.iter().fold(0.0, |sum, row| sum + part(row))
    }

    /// By the probabilities to leave and to stay at a renewal, after so many made. What did not happen counts nothing,
    /// even where it is impossible.
    pub(super) fn log_likelihood(&self, probabilities: impl Fn(f64) -> (f64, f64)) -> f64 {
        let weighted = |weight: f64, probability: f64| {
            if weight > 0.0 { weight * probability.max(f64::MIN_POSITIVE).ln() } else { 0.0 }
        };
        self.sum(|row| {
            let (leave, stay) = probabilities(row.made);
            weighted(row.lost, leave) + weighted(row.kept, stay)
        })
    }
}
