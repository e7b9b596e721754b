//! A document alone, or laid over its base: what both say together, and where it stands.

use segmentry::policy::{CompiledDimension, Report, UncheckedDocument};
use segmentry::{FactTable, Name, PolicyDocument};
use serde::Serialize;
use serde_json::Value;

use super::diagnostics::{Diagnostics, ERROR, WARNING};
use super::policy_file::{Finding, PolicyFile};

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
    /// What it probably does not mean.
    pub(crate) warnings: Diagnostics,
}

/// Checks a document, over its base where there is one.
///
/// # Errors
/// Everything that is wrong. Of two documents: first with the forms of both, then with what they say together.
pub(crate) fn check(file: &PolicyFile, base: Option<&PolicyFile>) -> Result<Sound, Diagnostics> {
    let Some(base) = base else {
        let unchecked = file.unchecked()?;
        let own = unchecked.clone().check().map_err(|form| file.located(&everything(unchecked, form)))?;
        if let Some(base) = own.base() {
            return Err(lacks_base(file, &own, base));
        }
        return compiled(&Whole { parts: vec![Part::of(file, &own)], document: own });
    };
    let (own, below) = (file.document()?, base.document()?);
    let document = own.over(&below).map_err(|report| file.located(&report))?;
    compiled(&Whole { document, parts: vec![Part::of(file, &own), Part::of(base, &below)] })
}

/// A document that changes another one says too little to be checked alone.
fn lacks_base(file: &PolicyFile, document: &PolicyDocument, base: Name) -> Diagnostics {
    let report = document.compile_dimensions(&FactTable::accounts()).err();
    let faults = report.as_ref().map(Report::faults).unwrap_or_default();
    let place = faults.iter().find(|fault| fault.path() == "base").and_then(|fault| file.place(fault));
    let mut diagnostics = Diagnostics::default();
    let problem = format!("the document changes `{base}`; give the file of that policy with --base");
    diagnostics.push(ERROR, &problem, "base", file.named(), place);
    diagnostics
}

/// The faults of what a document says too, where its form is at fault.
fn everything(unchecked: UncheckedDocument, form: Report) -> Report {
    let facts = FactTable::accounts();
    let report = if is_whole(&unchecked) {
        unchecked.compile(&facts).err()
    } else {
        unchecked.compile_dimensions(&facts).err()
    };
    report.unwrap_or(form)
}

/// Whether a document is a whole policy, and not only dimensions of one's own.
fn is_whole(document: &impl Serialize) -> bool {
    let value = serde_json::to_value(document).unwrap_or_default();
    MODELS.iter().any(|model| value.get(model).is_some()) || value.get("dimensions").is_none()
}

fn compiled(whole: &Whole<'_>) -> Result<Sound, Diagnostics> {
    let document = &whole.document;
    let facts = FactTable::accounts();
    let is_whole = is_whole(document);
    let dimensions = if is_whole {
        document.compile(&facts).map(|policy| policy.segmentation().dimensions().collect())
    } else {
        document
            .compile_dimensions(&facts)
            .map(|own| own.dimensions().iter().map(CompiledDimension::name).collect())
    };
    let dimensions = dimensions.map_err(|report| whole.found(ERROR, report.faults(), report.more()))?;
    let said = document.warnings(&facts);
    let warnings = whole.found(WARNING, said.listed(), said.more());
    Ok(Sound { document: document.clone(), dimensions, whole: is_whole, warnings })
}

/// A document, and what it is made of.
struct Whole<'f> {
    document: PolicyDocument,
    parts: Vec<Part<'f>>,
}

/// A file and what it says.
struct Part<'f> {
    file: &'f PolicyFile,
    value: Value,
}

impl<'f> Part<'f> {
    fn of(file: &'f PolicyFile, document: &PolicyDocument) -> Self {
        Self { file, value: serde_json::to_value(document).unwrap_or_default() }
    }
}

impl Whole<'_> {
    /// What was found, each in the file that says it; what no part says as the whole does stands in no line.
    fn found(&self, level: &'static str, findings: &[impl Finding], more: usize) -> Diagnostics {
        let whole = serde_json::to_value(&self.document).unwrap_or_default();
        let names = self.parts.iter().map(|part| part.file.name()).collect::<Vec<_>>().join(" over ");
        let mut diagnostics = Diagnostics::default();
        for finding in findings {
            let mut saying = self.parts.iter().filter(|part| says(&part.value, &whole, finding));
            let part = match self.parts.as_slice() {
                // What is missing from it stands somewhere in it too.
                [only] => Some(only),
                _ => saying.next(),
            };
            match part {
                Some(part) => part.file.add(&mut diagnostics, finding),
                None => diagnostics.push(level, finding.problem(), finding.path(), (&names, ""), None),
            }
        }
        diagnostics.more(level, more);
        diagnostics
    }
}

/// Whether a part says in the place of what was found what the whole says there. Entries can stand elsewhere in the whole, so those
/// on the way must have the same name.
fn says(part: &Value, whole: &Value, finding: &impl Finding) -> bool {
    let (mut part, mut whole) = (part, whole);
    for step in finding.path().split(['.', '[', ']']).filter(|step| !step.is_empty()) {
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
