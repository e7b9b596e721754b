use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::account::{Fact, IntoFact};
use crate::calendar::DayCount;
use crate::classify::Fault;
use crate::quantity::{Money, Name, Nps, Ratio, Score};

/// The facts that documents may ask for: a name, a type, and how to read it from a subject.
///
/// [`FactTable::accounts`] knows all facts of an [`Account`](crate::Account); register your own beside them, or begin with
/// [`new`](Self::new) for subjects of your own.
///
/// ```
/// use segmentry::policy::FactTable;
/// use segmentry::{Account, name};
///
/// // What the service knows about the people who decide (A3-10), by account.
/// let champions = std::collections::BTreeMap::from([("acme", "economic_buyer")]);
/// let facts = FactTable::accounts().text(name!("champion"), move |account: &Account| {
///     champions.get(account.id()).copied()
/// });
/// assert!(facts.names().any(|name| name.as_str() == "champion"));
/// ```
pub struct FactTable<S: ?Sized> {
    facts: BTreeMap<Name, Reader<S>>,
    /// Names registered twice.
    pub(super) twice: Vec<Name>,
}

/// Reads a dated value as of a day.
pub(super) type ReadDated<S, V> = Arc<dyn Fn(&S, NaiveDate) -> Given<V> + Send + Sync>;

/// What is known of a fact.
pub(super) type Given<V> = Result<Option<Fact<V>>, Box<Fault>>;

/// Reads a category.
pub(super) type ReadText<S> = Arc<dyn for<'s> Fn(&'s S) -> Option<&'s str> + Send + Sync>;

/// How a fact is read.
pub(super) enum Reader<S: ?Sized> {
    Money(ReadDated<S, Money>),
    Ratio(ReadDated<S, Ratio>),
    Count(ReadDated<S, u64>),
    Score(ReadDated<S, Score>),
    Nps(ReadDated<S, Nps>),
    Days(ReadDated<S, DayCount>),
    Date(ReadDated<S, NaiveDate>),
    Flag(ReadDated<S, bool>),
    Text(ReadText<S>),
}

/// The type of a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum FactKind {
    /// An amount of one currency.
    Money,
    /// A fraction.
    Ratio,
    /// A number of things.
    Count,
    /// A score from 0 to 100.
    Score,
    /// A net promoter score, -100 to 100.
    Nps,
    /// A number of days.
    Days,
    /// A day.
    Date,
    /// Yes or no.
    Flag,
    /// A category.
    Text,
}

/// With its article, as it stands in a sentence.
impl fmt::Display for FactKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Money => "an amount",
            Self::Ratio => "a fraction",
            Self::Count => "a count",
            Self::Score => "a score",
            Self::Nps => "a net promoter score",
            Self::Days => "a number of days",
            Self::Date => "a date",
            Self::Flag => "a flag",
            Self::Text => "a category",
        })
    }
}

macro_rules! dated {
    ($($(#[doc = $doc:literal])+ $method:ident, $kind:ident: $type:ty;)+) => {
        impl<S: ?Sized> FactTable<S> {
            $(
                $(#[doc = $doc])+
                /// The closure gives the value, a [`Fact`] with its date, or an `Option` of either.
                #[must_use]
                pub fn $method<F: IntoFact<$type>>(
                    self,
                    name: Name,
                    read: impl Fn(&S) -> F + Send + Sync + 'static,
                ) -> Self {
                    self.with(name, Reader::$kind(Arc::new(move |subject, _| Ok(read(subject).into_fact()))))
                }
            )+
        }

        impl<S: ?Sized> Reader<S> {
            pub(super) const fn kind(&self) -> FactKind {
                match self {
                    $(Self::$kind(_) => FactKind::$kind,)+
                    Self::Text(_) => FactKind::Text,
                }
            }
        }

        impl<S: ?Sized> Clone for Reader<S> {
            fn clone(&self) -> Self {
                match self {
                    $(Self::$kind(read) => Self::$kind(read.clone()),)+
                    Self::Text(read) => Self::Text(read.clone()),
                }
            }
        }
    };
}

dated! {
    /// An amount.
    money, Money: Money;
    /// A fraction: 0.85 for 85 %.
    ratio, Ratio: Ratio;
    /// A number of things.
    count, Count: u64;
    /// A score from 0 to 100.
    score, Score: Score;
    /// A net promoter score.
    nps, Nps: Nps;
    /// A number of days, negative in the past.
    days, Days: DayCount;
    /// A day.
    date, Date: NaiveDate;
    /// Yes or no.
    flag, Flag: bool;
}

impl<S: ?Sized> FactTable<S> {
    /// No facts yet.
    #[must_use]
    pub const fn new() -> Self {
        Self { facts: BTreeMap::new(), twice: Vec::new() }
    }

    /// A category: any text, compared byte by byte.
    #[must_use]
    pub fn text(
        self,
        name: Name,
        read: impl for<'s> Fn(&'s S) -> Option<&'s str> + Send + Sync + 'static,
    ) -> Self {
        self.with(name, Reader::Text(Arc::new(read)))
    }

    /// The names, in alphabetical order.
    pub fn names(&self) -> impl Iterator<Item = Name> + '_ {
        self.facts.keys().copied()
    }

    /// The type of a fact; `None` where nobody registered it.
    #[must_use]
    pub fn kind(&self, name: Name) -> Option<FactKind> {
        self.facts.get(&name).map(Reader::kind)
    }

    pub(super) fn reader(&self, name: Name) -> Option<&Reader<S>> {
        self.facts.get(&name)
    }

    pub(super) fn with(mut self, name: Name, reader: Reader<S>) -> Self {
        if self.facts.insert(name, reader).is_some() {
            self.twice.push(name);
        }
        self
    }
}

impl<S: ?Sized> Default for FactTable<S> {
    fn default() -> Self {
        Self::new()
    }
}

impl<S: ?Sized> Clone for FactTable<S> {
    fn clone(&self) -> Self {
        Self { facts: self.facts.clone(), twice: self.twice.clone() }
    }
}

impl<S: ?Sized> fmt::Debug for FactTable<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.facts.iter().map(|(name, reader)| (name, reader.kind()))).finish()
    }
}
