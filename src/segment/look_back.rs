use std::fmt;
use std::sync::Arc;

use crate::account::Previous;
use crate::quantity::Name;

/// Where a subject stood before, for margins against flapping.
type Read<S> = Arc<dyn Fn(&S) -> Option<Previous<Name>> + Send + Sync>;

/// How a policy of any subject looks back: not at all, until somebody says how.
pub(super) struct LookBack<S: ?Sized> {
    read: Option<Read<S>>,
    policy_version: Option<u32>,
}

impl<S: ?Sized> LookBack<S> {
    pub(super) const NONE: Self = Self { read: None, policy_version: None };

    pub(super) fn set(&mut self, read: impl Fn(&S) -> Option<Previous<Name>> + Send + Sync + 'static) {
        self.read = Some(Arc::new(read));
    }

    /// The same, where nobody has said yet how to look back.
    pub(super) fn or_set(&mut self, read: fn(&S) -> Option<Previous<Name>>)
    where
        S: 'static,
    {
        if self.read.is_none() {
            self.set(read);
        }
    }

    pub(super) const fn set_policy_version(&mut self, version: u32) {
        self.policy_version = Some(version);
    }

    /// The previous segment, unless another version of the policy decided.
    #[inline]
    pub(super) fn segment(&self, subject: &S) -> Option<Name> {
        let previous = self.read.as_ref()?(subject)?;
        (!previous.is_of_another_policy(self.policy_version)).then_some(previous.segment)
    }
}

impl<S: ?Sized> Clone for LookBack<S> {
    fn clone(&self) -> Self {
        Self { read: self.read.clone(), policy_version: self.policy_version }
    }
}

impl<S: ?Sized> fmt::Debug for LookBack<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LookBack")
            .field("set", &self.read.is_some())
            .field("policy_version", &self.policy_version)
            .finish()
    }
}
