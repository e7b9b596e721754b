//! A document alone, or laid over its base: what both say together, and where it stands.

use segmentry::policy::{CompiledDimension, DocumentFault, Report};
use segmentry::{FactTable, Name, PolicyDocument};
use serde_json::Value;

use super::diagnostics::{Diagnostics, ERROR};
use super::policy_file::PolicyFile;

/// What only a whole policy says. Trajectory and wallet are not among it: a complete document of dimensions has them too.
const MODELS: [&str; 9] = [
    "tier",
    "provisional_tier",
    "health",
    "risk",
    "lifecycle",
    "fit",
    "attention",
    "hysteresis",
    "overrides",
];

/// A document without faults.
pub(crate) struct Sound {
    pub(crate) document: PolicyDocument,
    /// What it decides.
    pub(crate) dimensions: Vec<Name>,
    /// Whether it is a whole policy, and not only dimensions of one's own.
    pub(crate) whole: bool,
}

/// A file and what it says.
struct Part<'f> {
    file: &'f PolicyFile,
    document: PolicyDocument,
}

/// Checks a document, over its base where there is one.
///
/// # Errors
/// Everything that is wrong: first with the forms of the two, then with what they say together.
pub(crate) fn check(file: &PolicyFile, base: Option<&PolicyFile>) -> Result<Sound, Diagnostics> {
    let own = Part { file, document: file.document()? };
    let Some(base) = base else {
        return compiled(own.document.clone()).map_err(|report| match own.document.base() {
            Some(base) => lacks_base(file, base, &report),
            None => file.located(&report),
        });
    };
    let base = Part { file: base, document: base.document()? };
    let whole = own.document.over(&base.document).map_err(|report| file.located(&report))?;
    compiled(whole.clone()).map_err(|report| located(&report, &whole, &[own, base]))
}

/// A document that changes another one says too little to be checked alone.
fn lacks_base(file: &PolicyFile, base: Name, report: &Report) -> Diagnostics {
    let place =
        report.faults().iter().find(|fault| fault.path() == "base").and_then(|fault| file.place(fault));
    let problem = format!("the document changes `{base}`; give the file of that policy with --base");
    let mut diagnostics = Diagnostics::default();
    diagnostics.push(ERROR, &problem, "base", file.named(), place);
    diagnostics
}

fn compiled(document: PolicyDocument) -> Result<Sound, Report> {
    let facts = FactTable::accounts();
    let value = serde_json::to_value(&document).unwrap_or_default();
    let whole = MODELS.iter().any(|model| value.get(model).is_some()) || value.get("dimensions").is_none();
    let dimensions = if whole {
        document.compile(&facts)?.segmentation().dimensions().collect()
    } else {
        document.compile_dimensions(&facts)?.dimensions().iter().map(CompiledDimension::name).collect()
    };
    Ok(Sound { document, dimensions, whole })
}

/// The faults of a whole in the file that says it; what neither says as the whole does stands in no line.
fn located(report: &Report, whole: &PolicyDocument, parts: &[Part<'_>; 2]) -> Diagnostics {
    let whole = serde_json::to_value(whole).unwrap_or_default();
    let values = parts.each_ref().map(|part| serde_json::to_value(&part.document).unwrap_or_default());
    let names = parts.each_ref().map(|part| part.file.name()).join(" over ");
    let mut diagnostics = Diagnostics::default();
    for fault in report.faults() {
        let mut saying = parts.iter().zip(&values).filter(|(_, value)| says(value, &whole, fault));
        match saying.next() {
            Some((part, _)) => part.file.add(&mut diagnostics, fault, part.file.place(fault)),
            None => diagnostics.push(ERROR, fault.problem(), fault.path(), (&names, ""), None),
        }
    }
    diagnostics.more(report.more());
    diagnostics
}

/// Whether a part says in the place of a fault what the whole says there. Entries can stand elsewhere in the whole, so those
/// on the way must have the same name.
fn says(part: &Value, whole: &Value, fault: &DocumentFault) -> bool {
    let (mut part, mut whole) = (part, whole);
    for step in fault.path().split(['.', '[', ']']).filter(|step| !step.is_empty()) {
        let next = match step.parse::<usize>() {
            Ok(index) => part.get(index).zip(whole.get(index)),
            Err(_) => part.get(step).zip(whole.get(step)),
        };
        let Some(next) = next else { return false };
        (part, whole) = next;
        if ["name", "reason", "dimension"].iter().any(|key| part.get(key) != whole.get(key)) {
            return false;
        }
    }
    part == whole
}
