/// Months of payback that somebody holds for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PaybackBenchmark {
    /// For whom.
    pub name: &'static str,
    /// From so many months; 0 where only the upper end is given.
    pub from: u32,
    /// To so many months, these included.
    pub to: u32,
    /// Who says so.
    pub source: &'static str,
}

const fn months(name: &'static str, from: u32, to: u32, source: &'static str) -> PaybackBenchmark {
    PaybackBenchmark { name, from, to, source }
}

const SKOK: &str = "David Skok, forentrepreneurs.com";
const BVP: &str = "Bessemer Venture Partners, cloud law 6";
const PULSE: &str = "pulserevops.com";

/// Targets for payback by those who publish them. Opinions, not defaults.
///
/// ```
/// use segmentry::economics::payback::BENCHMARKS;
///
/// let bvp = BENCHMARKS.iter().filter(|of| of.source.starts_with("Bessemer"));
/// let ranges: Vec<_> = bvp.map(|of| (of.name, of.from, of.to)).collect();
/// assert_eq!(ranges, [("SMB", 6, 18), ("enterprise", 24, 36), ("any, a warning beyond it", 0, 36)]);
/// ```
pub const BENCHMARKS: [PaybackBenchmark; 8] = [
    months("any", 0, 12, SKOK),
    months("any, with cheap capital", 0, 18, SKOK),
    months("SMB", 6, 18, BVP),
    months("enterprise", 24, 36, BVP),
    months("any, a warning beyond it", 0, 36, BVP),
    months("SMB", 5, 12, PULSE),
    months("mid-market", 12, 20, PULSE),
    months("enterprise", 18, 30, PULSE),
];
