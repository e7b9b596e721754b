//! Conditions: what a document may say of them, and how they stand in it.

use crate::classify::Comparison;
use crate::policy::condition::{Against, Categories, Compared, Condition, Direction, Node, Period};
use crate::policy::shape::{Choice, Key, List, ListKind, NAME, Record, Shape, TEXT, WHOLE};
use crate::policy::term::Span;
use crate::policy::tree::Tree;
use crate::policy::{Limits, limits};
use crate::quantity::Name;

/// A condition, at any depth that is allowed.
pub(super) static CONDITION: Shape = Shape::Condition(&[
    ("all", &GROUP),
    ("any", &GROUP),
    ("not", &CONDITION),
    ("at_least", &COMPARISON),
    ("above", &COMPARISON),
    ("at_most", &COMPARISON),
    ("below", &COMPARISON),
    ("equals", &COMPARISON),
    ("one_of", &CATEGORIES),
    ("within_next", &PERIOD),
    ("within_last", &PERIOD),
    ("set", &NAME),
    ("known", &NAME),
]);

static GROUP: Shape = Shape::List(&List {
    of: limits::List::Other("conditions"),
    entry: &CONDITION,
    kind: ListKind::OrderedSome,
});

static COMPARISON: Shape = Shape::Record(&Record {
    name: "a comparison",
    keys: &[
        Key::required("fact", &NAME, "the fact that is compared"),
        Key::optional("per", &NAME, "divides the fact, exactly"),
        Key::optional("value", &TEXT, "a constant; what it may be follows from the fact"),
        Key::optional("other", &NAME, "another fact of the same type"),
    ],
    choices: &[
        Choice { by: "value", needs: &[], may: &["per"] },
        Choice { by: "other", needs: &[], may: &[] },
    ],
});

static CATEGORIES: Shape = Shape::Record(&Record {
    name: "a set of categories",
    keys: &[Key::required("fact", &NAME, "a category"), Key::required("values", &VALUES, "what it may be")],
    choices: &[],
});

static VALUES: Shape =
    Shape::List(&List { of: limits::List::Other("categories"), entry: &TEXT, kind: ListKind::OrderedSome });

static PERIOD: Shape = Shape::Record(&Record {
    name: "a period",
    keys: &[
        Key::required("fact", &NAME, "a date"),
        Key::optional("days", &WHOLE, "so many days"),
        Key::optional("months", &WHOLE, "so many calendar months"),
    ],
    choices: &[Choice { by: "days", needs: &[], may: &[] }, Choice { by: "months", needs: &[], may: &[] }],
});

/// The condition of a checked document.
///
/// The recursion ends: no condition is deeper than [`Limits::DEEPEST`](crate::policy::Limits::DEEPEST).
pub(in crate::policy) fn condition(tree: &Tree) -> Option<Condition> {
    let [(word, content)] = tree.fields() else { return None };
    let name = |key: &str| Name::new(content.get(key)?.as_text()?).ok();
    let group = || content.entries().iter().map(condition).collect::<Option<Vec<_>>>();
    let comparison = |comparison| {
        let against = match content.get("value").and_then(Tree::as_text) {
            Some(value) => Against::Value(value.into()),
            None => Against::Fact(name("other")?),
        };
        Some(Node::Compare(comparison, Compared { fact: name("fact")?, per: name("per"), against }))
    };
    let period = |direction| {
        let whole = |key: &str| match content.get(key)? {
            Tree::Whole(number) => u32::try_from(*number).ok(),
            _ => None,
        };
        let span = whole("days").map(Span::Days).or_else(|| whole("months").map(Span::Months))?;
        Some(Node::Within(direction, Period { fact: name("fact")?, span }))
    };
    let fact = || Name::new(content.as_text()?).ok();
    let node = match &**word {
        "all" => Node::All(group()?),
        "any" => Node::Any(group()?),
        "not" => Node::Not(Box::new(condition(content)?)),
        "at_least" => comparison(Comparison::AtLeast)?,
        "above" => comparison(Comparison::Above)?,
        "at_most" => comparison(Comparison::AtMost)?,
        "below" => comparison(Comparison::Below)?,
        "equals" => comparison(Comparison::Equals)?,
        "one_of" => {
            let values = content.get("values")?.entries().iter();
            let values = values.map(|value| value.as_text().map(Into::into)).collect::<Option<Vec<_>>>()?;
            Node::OneOf(Categories { fact: name("fact")?, values })
        }
        "within_next" => period(Direction::Next)?,
        "within_last" => period(Direction::Last)?,
        "set" => Node::Set(fact()?),
        "known" => Node::Known(fact()?),
        _ => return None,
    };
    Some(Condition::new(node))
}

/// How a condition stands in a document.
///
/// The recursion ends as above.
pub(in crate::policy) fn condition_tree(condition: &Condition) -> Tree {
    let text = |name: &Name| Tree::text(name.as_str());
    let content = match condition.node() {
        Node::All(conditions) | Node::Any(conditions) => {
            Tree::List(conditions.iter().map(condition_tree).collect())
        }
        Node::Not(condition) => condition_tree(condition),
        Node::Compare(_, compared) => {
            let (value, other) = match &compared.against {
                Against::Value(value) => (Some(Tree::text(value.clone())), None),
                Against::Fact(other) => (None, Some(text(other))),
            };
            let per = compared.per.as_ref().map(text);
            Tree::record([
                ("fact", Some(text(&compared.fact))),
                ("per", per),
                ("value", value),
                ("other", other),
            ])
        }
        Node::OneOf(set) => {
            let values = set.values.iter().map(|value| Tree::text(value.clone())).collect();
            Tree::record([("fact", Some(text(&set.fact))), ("values", Some(Tree::List(values)))])
        }
        Node::Within(_, period) => {
            let (key, length) = match period.span {
                Span::Days(days) => ("days", days),
                Span::Months(months) => ("months", months),
            };
            Tree::record([("fact", Some(text(&period.fact))), (key, Some(Tree::Whole(length.into())))])
        }
        Node::Set(fact) | Node::Known(fact) => text(fact),
        // Still deeper than any limit, so that the check of the document says so.
        Node::TooDeep => {
            (0..=Limits::DEEPEST).fold(Tree::Null, |below, _| Tree::record([("not", Some(below))]))
        }
    };
    Tree::record([(condition.word(), Some(content))])
}
