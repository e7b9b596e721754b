//! What a document may say, as data: one table a record.
//!
//! Reading and checking, the complete printout, merging with a base, comparing and the JSON Schema all follow from
//! these tables, so that none of them can disagree with another.

mod check;
mod complete;
mod leaf;
mod merge;
mod named;
#[cfg(feature = "schemars")]
mod schema;

pub(super) use check::Checker;
pub(super) use complete::Completion;
pub(super) use leaf::Leaf;
pub(super) use merge::merge;
pub(super) use named::named_path;

use super::limits;
use super::tree::Tree;
use crate::segment::Source;

/// What stands in one place of a document.
#[derive(Clone, Copy, Debug)]
pub(super) enum Shape {
    Leaf(Leaf),
    /// One of these words.
    Word(&'static [&'static str]),
    /// One of these words, or something else.
    WordOr(&'static [&'static str], &'static Shape),
    List(&'static List),
    Record(&'static Record),
    /// One of the kinds of conditions: a record of one key.
    Condition(&'static [(&'static str, &'static Shape)]),
}

/// Entries of one shape.
#[derive(Clone, Copy, Debug)]
pub(super) struct List {
    pub(super) of: limits::List,
    pub(super) entry: &'static Shape,
    pub(super) kind: ListKind,
}

/// What the place of an entry means, and so how a document changes the list of its base.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ListKind {
    /// The order says something: the list is given whole.
    Ordered,
    /// The same, and one entry at least must be there.
    OrderedSome,
    /// Each entry is known by this key, and changed by itself.
    By(&'static str),
}

/// Keys with their values.
#[derive(Clone, Copy, Debug)]
pub(super) struct Record {
    /// With its article, as it stands in a sentence.
    pub(super) name: &'static str,
    /// In the order in which they are written.
    pub(super) keys: &'static [Key],
    /// Where not all keys go together: the alternatives, of which exactly one is chosen.
    pub(super) choices: &'static [Choice],
}

/// One key of a record.
#[derive(Clone, Copy, Debug)]
pub(super) struct Key {
    pub(super) name: &'static str,
    pub(super) shape: &'static Shape,
    pub(super) presence: Presence,
    /// What it says, for readers of the schema.
    pub(super) doc: &'static str,
}

/// What follows where a key is left out.
#[derive(Clone, Copy, Debug)]
pub(super) enum Presence {
    /// It cannot be.
    Required,
    /// Nothing.
    Optional,
    /// A record of defaults alone.
    Implied,
    /// The default of this key.
    Default(fn(&str) -> Option<(Tree, Source)>),
}

/// An alternative: chosen by a key, with those that it needs and those that may stand beside it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Choice {
    pub(super) by: &'static str,
    pub(super) needs: &'static [&'static str],
    pub(super) may: &'static [&'static str],
}

impl Choice {
    fn admits(&self, key: &str) -> bool {
        self.by == key || self.needs.contains(&key) || self.may.contains(&key)
    }
}

impl Record {
    fn key(&self, name: &str) -> Option<(usize, &'static Key)> {
        self.keys.iter().enumerate().find(|(_, key)| key.name == name)
    }

    /// Whether a key belongs to some of the alternatives alone.
    fn is_chosen(&self, key: &str) -> bool {
        self.choices.iter().any(|choice| choice.admits(key))
    }
}

impl Key {
    pub(super) const fn required(name: &'static str, shape: &'static Shape, doc: &'static str) -> Self {
        Self { name, shape, presence: Presence::Required, doc }
    }

    pub(super) const fn optional(name: &'static str, shape: &'static Shape, doc: &'static str) -> Self {
        Self { name, shape, presence: Presence::Optional, doc }
    }

    pub(super) const fn or(
        name: &'static str,
        shape: &'static Shape,
        default: fn(&str) -> Option<(Tree, Source)>,
        doc: &'static str,
    ) -> Self {
        Self { name, shape, presence: Presence::Default(default), doc }
    }
}

/// The key of an entry that a document takes out of its base's list.
pub(super) const REMOVE: &str = "remove";

pub(super) static NAME: Shape = Shape::Leaf(Leaf::Name);
pub(super) static TEXT: Shape = Shape::Leaf(Leaf::Text);
pub(super) static NUMBER: Shape = Shape::Leaf(Leaf::Number);
pub(super) static WHOLE: Shape = Shape::Leaf(Leaf::Whole);
pub(super) static DATE: Shape = Shape::Leaf(Leaf::Date);
pub(super) static NUMBER_OR_OFF: Shape = Shape::WordOr(&["off"], &NUMBER);
pub(super) static WHOLE_OR_OFF: Shape = Shape::WordOr(&["off"], &WHOLE);
pub(super) static ON_OR_OFF: Shape = Shape::Word(&["on", "off"]);
