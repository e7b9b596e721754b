//! Whether a condition alone can hold, and whether it always does.

use super::ask::Types;
use super::formula::Formula;
use super::space::{Asked, Missing, Space};
use super::warning::Warnings;
use crate::policy::condition::{Condition, Node};
use crate::policy::logic::Truth;
use crate::policy::report::Path;

/// For which accounts a condition holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::policy) enum Holds {
    /// For none: false or unknown.
    Never,
    /// For some.
    Sometimes,
    /// For all of which the facts are known and can be computed with; unknown for the others, and false for none.
    WhereKnown,
    /// For all, whatever is known of them.
    Always,
}

/// For which accounts a condition holds, with a warning of every part of it that decides nothing; `None` where that would
/// take too much work, or where the condition is at fault.
pub(in crate::policy) fn condition(
    path: &Path<'_>,
    condition: &Condition,
    types: Types<'_>,
    warnings: &mut Warnings,
) -> Option<Holds> {
    let draft = types.read(condition)?;
    let space = Space::new([&draft], Missing::Everywhere);
    let formula = space.place(&draft);
    let holds = holds(&space, &formula, warnings)?;
    if holds == Holds::Sometimes {
        parts(path, condition, &space, &formula, warnings);
    }
    Some(holds)
}

fn holds(space: &Space<'_>, formula: &Formula<Asked>, warnings: &mut Warnings) -> Option<Holds> {
    let mut can_be =
        |truth| warnings.ask(|work| space.find(&[(formula, truth)], work)).map(|found| found.is_some());
    Some(match () {
        () if !can_be(Truth::True)? => Holds::Never,
        () if can_be(Truth::False)? => Holds::Sometimes,
        () if can_be(Truth::Unknown)? => Holds::WhereKnown,
        () => Holds::Always,
    })
}

/// Warns of every condition of a group that never or always holds, and so decides nothing there; what is within one that
/// was warned of is not looked at.
fn parts(
    path: &Path<'_>,
    condition: &Condition,
    space: &Space<'_>,
    formula: &Formula<Asked>,
    warnings: &mut Warnings,
) {
    let path = path.key(condition.word());
    match (condition.node(), formula) {
        (Node::All(conditions), Formula::All(formulas)) | (Node::Any(conditions), Formula::Any(formulas)) => {
            for (index, (condition, formula)) in conditions.iter().zip(formulas).enumerate() {
                let path = path.index(index);
                match holds(space, formula, warnings) {
                    Some(Holds::Sometimes) => parts(&path, condition, space, formula, warnings),
                    Some(Holds::Never) => warnings.push(&path, || {
                        "the condition never holds, whatever the facts are; correct it, or remove it".into()
                    }),
                    Some(Holds::WhereKnown) => warnings.push(&path, || {
                        "the condition holds wherever its facts are known; correct it, or ask for what must be \
                         `known` if that is meant"
                            .into()
                    }),
                    Some(Holds::Always) => warnings.push(&path, || {
                        "the condition holds for every account; correct it, or remove it".into()
                    }),
                    None => {}
                }
            }
        }
        (Node::Not(condition), Formula::Not(formula)) => parts(&path, condition, space, formula, warnings),
        _ => {}
    }
}
