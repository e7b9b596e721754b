use super::Section;
use super::condition::CONDITION;
use crate::account::Override;
use crate::policy::limits;
use crate::policy::shape::{Choice, DATE, Key, List, ListKind, NAME, Record, Shape, TEXT};

/// Decisions by people.
pub(super) static OVERRIDES: Shape = Shape::List(&List {
    of: limits::List::Other("overrides"),
    entry: &Shape::Record(&Record {
        name: "an override",
        keys: &[
            Key::optional("account", &TEXT, "the id of the account that is meant"),
            Key::optional("when", &CONDITION, "the accounts that are meant; one that lacks its fact is not"),
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
            Choice { by: "when", needs: &[], may: &[] },
        ],
    }),
    kind: ListKind::Ordered,
});

/// The decision of a checked document. Its scope is for the caller.
pub(in crate::policy) fn overrides(section: Section<'_>) -> Option<Override> {
    let decision = Override::new(section.name("dimension")?, section.name("segment")?)
        .by(section.text("author")?)
        .because(section.text("reason")?)
        .from(section.date("from")?);
    Some(match section.date("until") {
        Some(until) => decision.until(until),
        None => decision.indefinitely(),
    })
}
