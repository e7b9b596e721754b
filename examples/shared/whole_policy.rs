//! From a file to the policy by which accounts are classified.

use segmentry::policy::CompiledPolicy;
use segmentry::{Currency, FactTable, PolicyDocument};

use super::policy_file::PolicyFile;

/// The policy of a file, for accounts in this currency. A document that changes `base` is laid over it.
///
/// # Errors
/// Everything that is wrong with the document; another base; amounts in another currency than the accounts have.
pub(crate) fn whole_policy(
    file: &PolicyFile,
    base: Option<&PolicyDocument>,
    accounts: Currency,
) -> Result<CompiledPolicy, String> {
    let name = file.name();
    let faulty =
        |faults: String| format!("{name} is not sound; correct it, nothing was reviewed\n\n{faults}");
    let own = file.document().map_err(|diagnostics| faulty(diagnostics.to_string()))?;
    let merged = match (own.base(), base) {
        (None, _) => None,
        (Some(named), Some(base)) if named == base.id() => {
            Some(own.over(base).map_err(|report| faulty(report.to_string()))?)
        }
        (Some(named), _) => {
            return Err(format!(
                "{name} changes the policy `{named}`, and does not say everything itself; make one document of both: \
                 policy_check {name} --base {named}.json --complete"
            ));
        }
    };
    let document = merged.as_ref().unwrap_or(&own);
    if let Some(currency) = document.currency().filter(|currency| *currency != accounts) {
        return Err(format!(
            "{name}: its amounts are in {currency}, and the accounts are in {accounts}; give a policy in {accounts}, or \
             accounts in {currency}"
        ));
    }
    document.compile(&FactTable::accounts()).map_err(|report| match &merged {
        // What the base says stands in no line of this file.
        Some(_) => faulty(report.to_string()),
        None => faulty(file.located(&report).to_string()),
    })
}
