//! Every number of the policy, and who says so.

use segmentry::SegmentationPolicy;
use segmentry::segment::Source;

use super::policy::{giver, scales};
use super::tables::text_table;

pub(crate) fn render(policy: &SegmentationPolicy) -> String {
    let mut table = text_table(["", "source", "parameters"]);
    let mut all = policy.parameters();
    // The scales say what each factor of the risk gives.
    all.retain(|(_, parameter)| parameter.value != "factor");
    for dimension in policy.dimensions() {
        let mut label = dimension.to_string();
        let giver = giver(dimension);
        for kind in ["articles", "published", "assumed", giver] {
            let these = all.iter().filter(|(of, _)| *of == dimension).filter_map(|(_, parameter)| {
                let (its_kind, rule) = source(parameter.source, giver);
                (its_kind == kind).then(|| format!("{} {}{rule}", parameter.name, parameter.value))
            });
            let scales = scales(dimension).into_iter().filter(|(by, _)| *by == kind);
            let these: Vec<_> = these.chain(scales.map(|(_, text)| text)).collect();
            if !these.is_empty() {
                table.add_row([std::mem::take(&mut label), kind.into(), these.join(" · ")]);
            }
        }
    }
    format!(
        "\nThe policy in force (in brackets the rule of an article that states the number, or needs one; what stands \
         under this example is its own assumption)\n{table}\n"
    )
}

/// Who says so, and the rule in question.
fn source(source: Source, giver: &'static str) -> (&'static str, String) {
    match source {
        Source::Given => (giver, String::new()),
        Source::Article(rule) => ("articles", format!(" ({rule})")),
        Source::Published(by) => ("published", format!(" ({by})")),
        Source::Assumption(rule) => ("assumed", format!(" ({rule})")),
    }
}
