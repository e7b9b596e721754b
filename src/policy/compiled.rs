use std::fmt;
use std::sync::Arc;

use chrono::NaiveDate;

use super::PolicyDocument;
use super::dimension::Matching;
use super::logic::{Lack, Test, Truth};
use crate::account::Account;
use crate::classify::{Classifier, Cx, Fault, Unclassified, Value, Verdict};
use crate::name;
use crate::quantity::Name;
use crate::segment::SegmentationPolicy;

/// A checked policy, ready to classify; cheap to clone, to be shared between threads.
#[derive(Clone, Debug)]
pub struct CompiledPolicy {
    document: Arc<PolicyDocument>,
    pub(super) dimensions: CompiledDimensions<Account>,
    segmentation: Arc<SegmentationPolicy>,
}

impl CompiledPolicy {
    pub(super) fn new(
        document: PolicyDocument,
        dimensions: CompiledDimensions<Account>,
        segmentation: SegmentationPolicy,
    ) -> Self {
        Self { document: Arc::new(document), dimensions, segmentation: Arc::new(segmentation) }
    }

    /// The document that it was made of.
    #[must_use]
    pub fn document(&self) -> &PolicyDocument {
        &self.document
    }

    /// The whole policy: it classifies, explains and reviews as one built in Rust does.
    #[must_use]
    pub fn segmentation(&self) -> &SegmentationPolicy {
        &self.segmentation
    }

    /// The dimensions of one's own, in the order of the document, with their messages and reasons. They are part of the
    /// whole policy too.
    #[must_use]
    pub fn dimensions(&self) -> &[CompiledDimension<Account>] {
        self.dimensions.dimensions()
    }

    /// The dimension of one's own of this name.
    #[must_use]
    pub fn dimension(&self, name: Name) -> Option<&CompiledDimension<Account>> {
        self.dimensions.dimension(name)
    }
}

/// The dimensions of one's own of a checked document; cheap to clone.
pub struct CompiledDimensions<S: ?Sized>(Arc<[CompiledDimension<S>]>);

impl<S: ?Sized> CompiledDimensions<S> {
    pub(super) fn new(dimensions: Vec<CompiledDimension<S>>) -> Self {
        Self(dimensions.into())
    }

    /// All of them, in the order of the document.
    #[must_use]
    pub fn dimensions(&self) -> &[CompiledDimension<S>] {
        &self.0
    }

    /// The dimension of this name.
    #[must_use]
    pub fn dimension(&self, name: Name) -> Option<&CompiledDimension<S>> {
        self.0.iter().find(|dimension| dimension.name() == name)
    }
}

impl<S: ?Sized> Clone for CompiledDimensions<S> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<S: ?Sized> fmt::Debug for CompiledDimensions<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&*self.0).finish()
    }
}

/// A dimension of a checked policy: a [`Classifier`] whose segments are names; cheap to clone.
pub struct CompiledDimension<S: ?Sized> {
    pub(super) plan: Arc<Plan<S>>,
}

pub(super) struct Plan<S: ?Sized> {
    pub(super) name: Name,
    pub(super) description: Option<Box<str>>,
    pub(super) matching: Matching,
    pub(super) segments: Box<[Name]>,
    /// One a segment.
    pub(super) messages: Box<[Option<Box<str>>]>,
    pub(super) rules: Box<[CompiledRule<S>]>,
    pub(super) otherwise: Option<Name>,
}

pub(super) struct CompiledRule<S: ?Sized> {
    pub(super) when: Test<S>,
    // Boxed, since only the rule that decides needs it.
    pub(super) info: Box<RuleInfo>,
}

/// What a rule of a checked policy says about itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleInfo {
    pub(super) name: Name,
    pub(super) segment: Name,
    pub(super) reason: Option<Box<str>>,
}

impl RuleInfo {
    /// Its name, as explanations show it.
    #[must_use]
    pub const fn name(&self) -> Name {
        self.name
    }

    /// The segment that it assigns.
    #[must_use]
    pub const fn segment(&self) -> Name {
        self.segment
    }

    /// Why, in words for people, where the document says so.
    #[must_use]
    pub fn reason(&self) -> Option<&str> {
        self.reason.as_deref()
    }
}

impl<S: ?Sized> CompiledDimension<S> {
    /// Its name.
    #[must_use]
    pub fn name(&self) -> Name {
        self.plan.name
    }

    /// What it is for.
    #[must_use]
    pub fn description(&self) -> Option<&str> {
        self.plan.description.as_deref()
    }

    /// Its segments, in the order of the document.
    #[must_use]
    pub fn segments(&self) -> &[Name] {
        &self.plan.segments
    }

    /// The message that the accounts of a segment should hear (A3-11), where the document has one.
    #[must_use]
    pub fn message(&self, segment: Name) -> Option<&str> {
        let mut messages = self.plan.segments.iter().zip(&self.plan.messages);
        messages.find(|(name, _)| **name == segment)?.1.as_deref()
    }

    /// Its rules, in the order of the document.
    #[must_use]
    pub fn rules(&self) -> impl ExactSizeIterator<Item = &RuleInfo> {
        self.plan.rules.iter().map(|rule| &*rule.info)
    }

    /// The rule that decides on a subject; `None` where none holds and the default answers.
    ///
    /// # Errors
    /// The reason why nobody knows.
    pub fn deciding_rule(&self, subject: &S, as_of: NaiveDate) -> Verdict<Option<&RuleInfo>> {
        let decided = self.plan.decide(subject, &mut Cx::new(as_of))?;
        Ok(decided.map(|rule| &*rule.info))
    }
}

impl<S: ?Sized> Classifier<S> for CompiledDimension<S> {
    type Segment = Name;

    fn evaluate(&self, subject: &S, cx: &mut Cx<'_>) -> Verdict<Name> {
        match (self.plan.decide(subject, cx)?, self.plan.otherwise) {
            (Some(rule), _) => Ok(rule.info.segment),
            (None, Some(segment)) => {
                cx.note(name!("otherwise"), Value::Text(segment));
                Ok(segment)
            }
            (None, None) => Err(Unclassified::NoMatch),
        }
    }
}

impl<S: ?Sized> Plan<S> {
    fn decide(&self, subject: &S, cx: &mut Cx<'_>) -> Verdict<Option<&CompiledRule<S>>> {
        match self.matching {
            Matching::First => self.first(subject, cx),
            Matching::Unique => self.only(subject, cx),
        }
    }

    fn first(&self, subject: &S, cx: &mut Cx<'_>) -> Verdict<Option<&CompiledRule<S>>> {
        let mut lack = None;
        let mut rules = self.rules.iter();
        for rule in rules.by_ref() {
            let truth = rule.holds(subject, cx, &mut lack);
            if truth == Truth::False {
                continue;
            }
            for late in rules {
                cx.not_reached(|cx| {
                    late.holds(subject, cx, &mut None);
                    Ok(())
                });
            }
            return lack.map_or(Ok(Some(rule)), Err);
        }
        Ok(None)
    }

    /// Every rule is asked: two that hold are a fault, and one that lacks a fact might have been the second.
    fn only(&self, subject: &S, cx: &mut Cx<'_>) -> Verdict<Option<&CompiledRule<S>>> {
        let (mut found, mut twice, mut lack) = (None, None, None);
        for rule in &self.rules {
            if rule.holds(subject, cx, &mut lack) == Truth::True {
                match found {
                    None => found = Some(rule),
                    Some(first) => {
                        twice.get_or_insert((first, rule));
                    }
                }
            }
        }
        match (twice, lack) {
            (Some((first, second)), _) => Err(self.both(first, second).into()),
            (None, Some(lack)) => Err(lack),
            (None, None) => Ok(found),
        }
    }

    #[cold]
    fn both(&self, first: &CompiledRule<S>, second: &CompiledRule<S>) -> Fault {
        let (dimension, first, second) = (self.name, first.info.name, second.info.name);
        Fault::other(format_args!(
            "the rules `{first}` and `{second}` of `{dimension}` both hold, but one may at the most; make them exclusive"
        ))
    }
}

impl<S: ?Sized> CompiledRule<S> {
    #[inline]
    fn holds(&self, subject: &S, cx: &mut Cx<'_>, lack: &mut Lack) -> Truth {
        if cx.is_tracing() { self.recorded(subject, cx, lack) } else { self.when.truth(subject, cx, lack) }
    }

    /// The same, with the rule's name and answer in the explanation.
    #[cold]
    fn recorded(&self, subject: &S, cx: &mut Cx<'_>, lack: &mut Lack) -> Truth {
        let mut own = None;
        let mut truth = Truth::Unknown;
        let _ = cx.rule(self.info.name, |cx| {
            truth = self.when.truth(subject, cx, &mut own);
            match truth {
                Truth::True => Ok(self.info.segment),
                Truth::False => Err(Unclassified::NoMatch),
                Truth::Unknown => Err(own.clone().unwrap_or(Unclassified::NoMatch)),
            }
        });
        if lack.is_none() {
            *lack = own;
        }
        truth
    }
}

impl<S: ?Sized> Clone for CompiledDimension<S> {
    fn clone(&self) -> Self {
        Self { plan: self.plan.clone() }
    }
}

impl<S: ?Sized> fmt::Debug for CompiledDimension<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rules: Vec<&RuleInfo> = self.rules().collect();
        f.debug_struct("CompiledDimension")
            .field("name", &self.plan.name)
            .field("segments", &self.plan.segments)
            .field("rules", &rules)
            .field("otherwise", &self.plan.otherwise)
            .finish()
    }
}
