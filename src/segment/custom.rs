use std::sync::Arc;

use crate::account::Account;
use crate::classify::{Classifier, Segment};
use crate::quantity::Name;

/// A segment of a custom dimension that lists them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Listed {
    rank: u8,
    name: Name,
}

impl Segment for Listed {
    fn name(&self) -> Name {
        self.name
    }
}

/// A dimension of somebody else beside ours.
#[derive(Clone)]
pub(super) struct Custom {
    pub(super) dimension: Name,
    pub(super) model: Arc<dyn Classifier<Account, Segment = Name>>,
    /// The lowest first; empty where it does not list them.
    pub(super) segments: Box<[Name]>,
}

impl Custom {
    pub(super) fn new<C>(dimension: Name, segments: &[Name], model: C) -> Self
    where
        C: Classifier<Account> + 'static,
    {
        let model = Arc::new(model.map(|segment| segment.name()));
        Self { dimension, model, segments: segments.into() }
    }

    /// The segment of a name. One that is not listed is above all that are.
    pub(super) fn listed(&self, name: Name) -> Listed {
        self.find(name).unwrap_or(Listed { rank: u8::MAX, name })
    }

    pub(super) fn find(&self, name: Name) -> Option<Listed> {
        let ranks = (0..=u8::MAX).zip(&self.segments);
        ranks
            .into_iter()
            .find(|(_, listed)| **listed == name)
            .map(|(rank, name)| Listed { rank, name: *name })
    }
}
