//! Every number of the policy, and who says so.

use segmentry::segment::Source;

use super::chosen::Chosen;
use super::policy::{giver, scales};
use super::tables::text_table;

pub(crate) fn render(chosen: &Chosen) -> String {
    let (policy, document) = (chosen.segmentation(), chosen.document());
    let mut table = text_table(["", "source", "parameters"]);
    let mut all = policy.parameters();
    // The scales say what each factor of the risk gives.
    all.retain(|(_, parameter)| parameter.value != "factor");
    for dimension in policy.dimensions() {
        let mut label = dimension.to_string();
        let giver =
            document.map_or_else(|| giver(dimension).to_string(), |document| document.id().to_string());
        let giver = giver.as_str();
        let scales = if document.is_none() { scales(dimension) } else { Vec::new() };
        for kind in ["articles", "published", "assumed", giver] {
            let these = all.iter().filter(|(of, _)| *of == dimension).filter_map(|(_, parameter)| {
                let (its_kind, rule) = source(parameter.source, giver);
                (its_kind == kind).then(|| format!("{} {}{rule}", parameter.name, parameter.value))
            });
            let scales = scales.iter().filter(|(by, _)| *by == kind).map(|(_, text)| text.clone());
            let these: Vec<_> = these.chain(scales).collect();
            if !these.is_empty() {
                table.add_row([std::mem::take(&mut label), kind.into(), these.join(" · ")]);
            }
        }
    }
    let given = match document {
        None => "what stands under this example is its own assumption".into(),
        Some(document) => format!(
            "what stands under {} is what the document says; `policy_check --values` lists points and scales too",
            document.id()
        ),
    };
    format!(
        "\nThe policy in force (in brackets the rule of an article that states the number, or needs one; {given})\n{table}\n"
    )
}

/// Who says so, and the rule in question.
fn source(source: Source, giver: &str) -> (&str, String) {
    match source {
        Source::Given => (giver, String::new()),
        Source::Article(rule) => ("articles", format!(" ({rule})")),
        Source::Published(by) => ("published", format!(" ({by})")),
        Source::Assumption(rule) => ("assumed", format!(" ({rule})")),
    }
}
