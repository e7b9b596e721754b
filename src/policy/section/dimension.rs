//! Dimensions of one's own: what a document may say of them, and how they stand in it.

use super::Section;
use super::condition::{CONDITION, condition, condition_tree};
use crate::policy::dimension::{Dimension, Matching, Otherwise, Rule, SegmentEntry};
use crate::policy::limits;
use crate::policy::shape::{Key, List, ListKind, NAME, Record, Shape, TEXT};
use crate::policy::tree::Tree;
use crate::quantity::Name;

static SEGMENTS: Shape = Shape::List(&List {
    of: limits::List::Segments,
    entry: &Shape::Record(&Record {
        name: "a segment",
        keys: &[
            Key::required("name", &NAME, "what the segment is called"),
            Key::optional("message", &TEXT, "what its accounts should hear (A3-11)"),
        ],
        choices: &[],
    }),
    kind: ListKind::OrderedSome,
});

static RULES: Shape = Shape::List(&List {
    of: limits::List::Other("rules"),
    entry: &Shape::Record(&Record {
        name: "a rule",
        keys: &[
            Key::optional("name", &NAME, "under which explanations show it; else the segment's"),
            Key::required("segment", &NAME, "a segment of the dimension"),
            Key::optional("reason", &TEXT, "why, in words for people (A3-8)"),
            Key::required("when", &CONDITION, "the accounts for which it holds"),
        ],
        choices: &[],
    }),
    kind: ListKind::OrderedSome,
});

static OTHERWISE: Shape = Shape::WordOr(
    &["unclassified"],
    &Shape::Record(&Record {
        name: "a default",
        keys: &[Key::required("segment", &NAME, "a segment of the dimension")],
        choices: &[],
    }),
);

/// Dimensions of one's own.
pub(super) static DIMENSIONS: Shape = Shape::List(&List {
    of: limits::List::Other("dimensions"),
    entry: &Shape::Record(&Record {
        name: "a dimension",
        keys: &[
            Key::required("name", &NAME, "what the dimension is called"),
            Key::optional("description", &TEXT, "what it is for"),
            Key::required(
                "match",
                &Shape::Word(Matching::WORDS),
                "`first`: the first rule that holds decides; `unique`: one may hold at the most",
            ),
            Key::required("segments", &SEGMENTS, "its segments, the lowest first where they have an order"),
            Key::required("rules", &RULES, "the rules, in the order in which they are asked"),
            Key::required("otherwise", &OTHERWISE, "what follows where no rule holds"),
        ],
        choices: &[],
    }),
    kind: ListKind::By("name"),
});

/// The dimension of a checked document.
pub(in crate::policy) fn dimension(section: Section<'_>) -> Option<Dimension> {
    let matching = if section.text("match") == Some("first") { Matching::First } else { Matching::Unique };
    let otherwise = section.within("otherwise", |default| default.name("segment")).flatten();
    let mut segments = Vec::new();
    section.each("segments", |segment| {
        let message = segment.text("message").map(Into::into);
        segments.extend(segment.name("name").map(|name| SegmentEntry { name, message }));
    });
    let mut rules = Vec::new();
    section.each("rules", |rule| {
        let when = rule.get("when").and_then(condition);
        rules.extend(rule.name("segment").zip(when).map(|(segment, when)| Rule {
            name: rule.name("name"),
            segment,
            reason: rule.text("reason").map(Into::into),
            when,
        }));
    });
    Some(Dimension {
        name: section.name("name")?,
        description: section.text("description").map(Into::into),
        matching,
        segments,
        rules,
        otherwise: otherwise.map_or(Otherwise::Unclassified, Otherwise::Segment),
    })
}

/// How a dimension stands in a document.
pub(in crate::policy) fn dimension_tree(dimension: &Dimension) -> Tree {
    let text = |text: &Option<Box<str>>| text.clone().map(Tree::Text);
    let name = |name: Name| Some(Tree::text(name.as_str()));
    let segments = dimension
        .segments
        .iter()
        .map(|segment| Tree::record([("name", name(segment.name)), ("message", text(&segment.message))]));
    let rules = dimension.rules.iter().map(|rule| {
        Tree::record([
            ("name", rule.name.and_then(name)),
            ("segment", name(rule.segment)),
            ("reason", text(&rule.reason)),
            ("when", Some(condition_tree(&rule.when))),
        ])
    });
    let [first, unique] = *Matching::WORDS;
    let otherwise = match dimension.otherwise {
        Otherwise::Unclassified => Tree::text("unclassified"),
        Otherwise::Segment(segment) => Tree::record([("segment", name(segment))]),
    };
    Tree::record([
        ("name", name(dimension.name)),
        ("description", text(&dimension.description)),
        ("match", Some(Tree::text(if dimension.matching == Matching::First { first } else { unique }))),
        ("segments", Some(Tree::List(segments.collect()))),
        ("rules", Some(Tree::List(rules.collect()))),
        ("otherwise", Some(otherwise)),
    ])
}
