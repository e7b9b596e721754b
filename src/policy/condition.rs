use crate::classify::Comparison;
use crate::quantity::Name;

use super::limits::Limits;
use super::term::Span;

/// A condition on facts, as a document says it: not yet checked against any fact table.
///
/// It is true, false or, where a fact is missing, unknown. `all` is false as soon as one of its conditions is false, `any`
/// true as soon as one is true, whatever else is unknown; `not` keeps the unknown. Build one with
/// [`fact`](super::fact), [`all`](super::all), [`any`](super::any) and [`not`](super::not).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    node: Node,
    depth: u32,
}

/// What a condition says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Node {
    All(Vec<Condition>),
    Any(Vec<Condition>),
    Not(Box<Condition>),
    Compare(Comparison, Compared),
    OneOf(Categories),
    Within(Direction, Period),
    Set(Name),
    Known(Name),
    /// What is deeper than any limit. No document holds it.
    TooDeep,
}

/// `fact`, or `fact` per `per`, against a constant or another fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Compared {
    pub(super) fact: Name,
    pub(super) per: Option<Name>,
    pub(super) against: Against,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Against {
    Value(Box<str>),
    Fact(Name),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Categories {
    pub(super) fact: Name,
    pub(super) values: Vec<Box<str>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    Next,
    Last,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Period {
    pub(super) fact: Name,
    pub(super) span: Span,
}

impl Condition {
    /// A condition of this content; one that would be deeper than any limit is refused instead, so that no deep value
    /// can exist (dropping one would overflow the stack).
    pub(super) fn new(node: Node) -> Self {
        let below = match &node {
            Node::All(conditions) | Node::Any(conditions) => {
                conditions.iter().map(|condition| condition.depth).max().unwrap_or(0)
            }
            Node::Not(condition) => condition.depth,
            _ => 0,
        };
        let depth = below.saturating_add(1);
        if depth > Limits::DEEPEST { Self { node: Node::TooDeep, depth: 1 } } else { Self { node, depth } }
    }

    pub(super) const fn node(&self) -> &Node {
        &self.node
    }

    /// The word under which it stands in documents.
    pub(super) const fn word(&self) -> &'static str {
        match &self.node {
            Node::All(_) => "all",
            Node::Any(_) => "any",
            Node::Not(_) | Node::TooDeep => "not",
            Node::Compare(Comparison::AtLeast, _) => "at_least",
            Node::Compare(Comparison::Above, _) => "above",
            Node::Compare(Comparison::AtMost, _) => "at_most",
            Node::Compare(Comparison::Below, _) => "below",
            Node::Compare(Comparison::Equals, _) => "equals",
            Node::Compare(Comparison::OneOf, _) | Node::OneOf(_) => "one_of",
            Node::Within(Direction::Next, _) => "within_next",
            Node::Within(Direction::Last, _) => "within_last",
            Node::Set(_) => "set",
            Node::Known(_) => "known",
        }
    }
}

/// All of these: false as soon as one is false, else unknown as soon as one is unknown.
#[must_use]
pub fn all(conditions: impl IntoIterator<Item = Condition>) -> Condition {
    Condition::new(Node::All(conditions.into_iter().collect()))
}

/// Any of these: true as soon as one is true, else unknown as soon as one is unknown.
#[must_use]
pub fn any(conditions: impl IntoIterator<Item = Condition>) -> Condition {
    Condition::new(Node::Any(conditions.into_iter().collect()))
}

/// The opposite; unknown stays unknown.
#[must_use]
pub fn not(condition: Condition) -> Condition {
    Condition::new(Node::Not(Box::new(condition)))
}
