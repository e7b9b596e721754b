//! Documents as they come: values whose meaning nobody has looked at yet.
//!
//! Every format gives the same tree, bounded while it is read; what a document may say is checked on the tree, so that all
//! faults of a document are found at once, each in its place.

mod read;
mod write;

pub(super) use read::TreeSeed;

/// A value of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Tree {
    /// Nothing: the same as a key that is left out.
    Null,
    Flag(bool),
    Whole(i64),
    /// A binary float, which is refused wherever it stands: its text.
    Float(Box<str>),
    Text(Box<str>),
    List(Vec<Tree>),
    /// In the order in which the keys stand; a key can stand twice until somebody has checked it.
    Record(Vec<(Box<str>, Tree)>),
}

impl Tree {
    pub(super) fn text(text: impl Into<Box<str>>) -> Self {
        Self::Text(text.into())
    }

    /// A record of what is there.
    pub(super) fn record<'k>(entries: impl IntoIterator<Item = (&'k str, Option<Self>)>) -> Self {
        let entries = entries.into_iter().filter_map(|(key, value)| Some((key.into(), value?)));
        Self::Record(entries.collect())
    }

    pub(super) fn as_text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// The entries of a list; nothing else has any.
    pub(super) fn entries(&self) -> &[Self] {
        if let Self::List(entries) = self { entries } else { &[] }
    }

    /// The values of a record with their keys; nothing else has any.
    pub(super) fn fields(&self) -> &[(Box<str>, Self)] {
        if let Self::Record(fields) = self { fields } else { &[] }
    }

    /// The value of a key of a record.
    pub(super) fn get(&self, key: &str) -> Option<&Self> {
        self.fields().iter().find(|(known, _)| &**known == key).map(|(_, value)| value)
    }

    /// What it is, for messages.
    pub(super) const fn kind(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Flag(_) => "true or false",
            Self::Whole(_) => "a number",
            Self::Float(_) => "a binary float",
            Self::Text(_) => "a text",
            Self::List(_) => "a list",
            Self::Record(_) => "a record",
        }
    }
}
