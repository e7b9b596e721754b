//! The policy in force: the example's own, or a document.

use segmentry::policy::{CompiledDimension, CompiledPolicy};
use segmentry::rust_decimal::{Decimal, dec};
use segmentry::{Account, Currency, PolicyDocument, SegmentationPolicy};

use super::args::Options;
use super::policy;
use super::policy_file::PolicyFile;
use super::whole_policy::whole_policy;
use super::words::grouped;

/// No article gives amounts: these are the example's assumption.
const ASSUMED_FLOORS: [Decimal; 2] = [dec!(25000), dec!(100000)];

pub(crate) enum Chosen {
    Own(Box<SegmentationPolicy>),
    Document(CompiledPolicy),
}

impl Chosen {
    /// For accounts in this currency.
    pub(crate) fn of(options: &Options, accounts: Currency) -> Result<Self, String> {
        if let Some(path) = &options.policy {
            let file = PolicyFile::read(path).map_err(|problem| format!("--policy: {problem}"))?;
            let policy =
                whole_policy(&file, None, accounts).map_err(|problem| format!("--policy: {problem}"))?;
            return Ok(Self::Document(policy));
        }
        let floors = options.tier_floors.as_deref().unwrap_or(&ASSUMED_FLOORS);
        let policy =
            policy::with_floors(floors, accounts).map_err(|problem| format!("--tier-floors: {problem}"))?;
        Ok(Self::Own(Box::new(policy)))
    }

    pub(crate) fn segmentation(&self) -> &SegmentationPolicy {
        match self {
            Self::Own(policy) => policy,
            Self::Document(policy) => policy.segmentation(),
        }
    }

    /// The document, where there is one.
    pub(crate) fn document(&self) -> Option<&PolicyDocument> {
        if let Self::Document(policy) = self { Some(policy.document()) } else { None }
    }

    /// The dimensions of one's own of the document.
    pub(crate) fn dimensions(&self) -> &[CompiledDimension<Account>] {
        if let Self::Document(policy) = self { policy.dimensions() } else { &[] }
    }

    /// What stands above the tables: where the tiers come from, and how to say otherwise.
    pub(crate) fn preamble(&self, options: &Options, accounts: Currency) -> String {
        match (&options.policy, self.document()) {
            (Some(path), Some(document)) => format!("\nPolicy: `{}` ({})", document.id(), path.display()),
            _ if options.tier_floors.is_some() => String::new(),
            _ => {
                let [lower, upper] = ASSUMED_FLOORS.map(|floor| grouped(floor, 0));
                format!(
                    "\nTier floors: {lower} and {upper} {accounts}, assumed by this example (--tier-floors sets others, \
                     --policy a policy of your own)"
                )
            }
        }
    }
}
