//! What the policy says for nobody: rules that decide on no account, decisions by people that are over or meant for nobody.

use segmentry::Review;

use super::chosen::Chosen;

/// Nothing where everything is of use.
pub(crate) fn render(chosen: &Chosen, review: &Review<'_>) -> String {
    let as_of = review.as_of();
    let dimensions = chosen.dimensions().iter();
    let rules = dimensions.flat_map(|dimension| {
        let idle = dimension.idle_rules(review.portfolio().accounts(), as_of).into_iter();
        idle.map(|rule| format!("the rule `{}` of {} decides on no account", rule.name(), dimension.name()))
    });
    let decisions = review.policy_overrides().filter_map(|of| {
        let (scope, decision) = (of.scope(), of.decision());
        let (dimension, segment) = (decision.dimension(), decision.segment());
        let problem = match (decision.has_expired(as_of), of.is_stray()) {
            (true, _) => "has expired",
            (false, true) => "is meant for nobody here",
            (false, false) => return None,
        };
        Some(format!("the decision of {} on {scope}, {dimension} to {segment}, {problem}", decision.author()))
    });
    let lines: String = rules.chain(decisions).map(|line| format!("  {line}\n")).collect();
    if lines.is_empty() { lines } else { format!("\nOf no use to these accounts\n{lines}") }
}
