use super::Section;
use super::condition::CONDITION;
use crate::account::{Account, Override};
use crate::policy::check::Check;
use crate::policy::limits;
use crate::policy::shape::{Choice, DATE, Key, List, ListKind, NAME, Record, Shape, TEXT};
use crate::segment::OverrideScope;

/// Decisions by people.
pub(super) static OVERRIDES: Shape = Shape::List(&List {
    of: limits::List::Other("overrides"),
    entry: &Shape::Record(&Record {
        name: "an override",
        keys: &[
            Key::optional("account", &TEXT, "the id of the account that is meant"),
            Key::optional("scope", &TEXT, "a name for the accounts that are meant"),
            Key::optional("when", &CONDITION, "what holds for them; one that lacks its fact is not meant"),
            Key::required("dimension", &NAME, "a dimension that the policy decides"),
            Key::required("segment", &NAME, "the segment, whatever is computed"),
            Key::required("author", &TEXT, "who decided"),
            Key::required("reason", &TEXT, "why"),
            Key::required("from", &DATE, "the first day on which it is in force"),
            Key::required(
                "until",
                &Shape::WordOr(&["indefinite"], &DATE),
                "the last day on which it is in force, or `indefinite`",
            ),
        ],
        choices: &[
            Choice { by: "account", needs: &[], may: &[] },
            Choice { by: "when", needs: &["scope"], may: &[] },
        ],
    }),
    kind: ListKind::Ordered,
});

/// The decision of a checked document, and for whom it is meant; `None` where it has found a fault.
pub(in crate::policy) fn overrides(
    section: Section<'_>,
    check: &mut Check<'_, Account>,
) -> Option<(OverrideScope, Override)> {
    let scope = match section.get("when") {
        None => OverrideScope::account(section.text("account")?),
        Some(tree) => {
            let test = check.condition(&section.path.key("when"), &super::condition(tree)?)?;
            OverrideScope::new(section.text("scope")?, move |account, cx| test.verdict(account, cx))
        }
    };
    let decision = Override::new(section.name("dimension")?, section.name("segment")?)
        .by(section.text("author")?)
        .because(section.text("reason")?)
        .from(section.date("from")?);
    Some(match section.date("until") {
        Some(until) => (scope, decision.until(until)),
        None => (scope, decision.indefinitely()),
    })
}
