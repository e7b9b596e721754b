use super::Condition;
use crate::quantity::Name;

/// A dimension of one's own: its segments, and the rules that assign them.
///
/// The rules are asked in their order, and the first that holds decides ([`first`](Self::first)); or at most one of them
/// may hold ([`unique`](Self::unique)). Where none holds, the default segment answers, or the account stays unclassified.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct Dimension {
    pub(super) name: Name,
    pub(super) description: Option<Box<str>>,
    pub(super) matching: Matching,
    pub(super) segments: Vec<SegmentEntry>,
    pub(super) rules: Vec<Rule>,
    pub(super) otherwise: Otherwise,
}

/// How many rules may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Matching {
    First,
    Unique,
}

/// What follows where no rule holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Otherwise {
    Segment(Name),
    Unclassified,
}

impl Matching {
    pub(super) const WORDS: &'static [&'static str; 2] = &["first", "unique"];
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SegmentEntry {
    pub(super) name: Name,
    pub(super) message: Option<Box<str>>,
}

impl Dimension {
    /// A dimension whose first rule that holds decides. A rule that lacks a fact stops the search, since nobody knows
    /// whether it would have held: a later rule must not quietly win.
    pub const fn first(name: Name) -> Self {
        Self::new(name, Matching::First)
    }

    /// A dimension of which one rule may hold at the most: two are a fault that names both. A rule that lacks a fact
    /// leaves the account unclassified unless two others hold, since it might have been the second.
    pub const fn unique(name: Name) -> Self {
        Self::new(name, Matching::Unique)
    }

    const fn new(name: Name, matching: Matching) -> Self {
        Self {
            name,
            description: None,
            matching,
            segments: Vec::new(),
            rules: Vec::new(),
            otherwise: Otherwise::Unclassified,
        }
    }

    /// What it is for, in 1 to 256 bytes.
    pub fn description(mut self, text: &str) -> Self {
        self.description = Some(text.into());
        self
    }

    /// One more segment. List them as people should read them, the lowest first where they have an order.
    pub fn segment(mut self, name: Name) -> Self {
        self.segments.push(SegmentEntry { name, message: None });
        self
    }

    /// One more segment, with the message that its accounts should hear (A3-11), in 1 to 256 bytes.
    pub fn segment_with_message(mut self, name: Name, message: &str) -> Self {
        self.segments.push(SegmentEntry { name, message: Some(message.into()) });
        self
    }

    /// One more rule.
    pub fn rule(mut self, rule: Rule) -> Self {
        self.rules.push(rule);
        self
    }

    /// The segment where no rule holds. Without it the account stays unclassified:
    /// [`NoMatch`](crate::Unclassified::NoMatch).
    pub const fn otherwise(mut self, segment: Name) -> Self {
        self.otherwise = Otherwise::Segment(segment);
        self
    }
}

/// A rule: a segment for the accounts for which a condition holds.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct Rule {
    pub(super) name: Option<Name>,
    pub(super) segment: Name,
    pub(super) reason: Option<Box<str>>,
    pub(super) when: Condition,
}

impl Rule {
    /// The segment where the condition holds. The rule is named like the segment.
    pub const fn new(segment: Name, when: Condition) -> Self {
        Self { name: None, segment, reason: None, when }
    }

    /// Another name than the segment's; needed where several rules lead to one segment.
    pub const fn named(mut self, name: Name) -> Self {
        self.name = Some(name);
        self
    }

    /// Why, in words for people: why a prospect is no fit (A3-8). 1 to 256 bytes.
    pub fn reason(mut self, text: &str) -> Self {
        self.reason = Some(text.into());
        self
    }

    /// The name under which it stands in explanations.
    pub(super) fn shown(&self) -> Name {
        self.name.unwrap_or(self.segment)
    }
}
