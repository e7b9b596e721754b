//! A record of a checked document, with its place.

use rust_decimal::Decimal;

use crate::calendar::{Days, NaiveDate, parse_date};
use crate::policy::report::{Faults, Path};
use crate::policy::shape::{Key, List, ListKind, Record, Shape};
use crate::policy::tree::Tree;
use crate::quantity::{Name, parse_decimal};
use crate::segment::{Parameter, PolicyError, Source};

/// A record, and where it stands. Reading a value cannot fail but for what a table leaves open: the document has been
/// checked.
#[derive(Clone, Copy)]
pub(in crate::policy) struct Section<'t> {
    pub(in crate::policy) tree: &'t Tree,
    pub(in crate::policy) path: &'t Path<'t>,
}

impl<'t> Section<'t> {
    pub(in crate::policy) fn get(self, key: &str) -> Option<&'t Tree> {
        self.tree.get(key)
    }

    pub(in crate::policy) fn has(self, key: &str) -> bool {
        self.get(key).is_some()
    }

    pub(in crate::policy) fn text(self, key: &str) -> Option<&'t str> {
        self.get(key)?.as_text()
    }

    pub(in crate::policy) fn name(self, key: &str) -> Option<Name> {
        Name::new(self.text(key)?).ok()
    }

    pub(in crate::policy) fn names(self, key: &str) -> Vec<Name> {
        let entries = self.get(key).map(Tree::entries).unwrap_or_default();
        entries.iter().filter_map(|entry| Name::new(entry.as_text()?).ok()).collect()
    }

    pub(in crate::policy) fn decimal(self, key: &str) -> Option<Decimal> {
        parse_decimal(self.text(key)?).ok()
    }

    pub(in crate::policy) fn whole(self, key: &str) -> Option<u32> {
        if let Tree::Whole(number) = self.get(key)? { u32::try_from(*number).ok() } else { None }
    }

    pub(in crate::policy) fn days(self, key: &str) -> Option<Days> {
        self.whole(key).map(Days)
    }

    pub(in crate::policy) fn date(self, key: &str) -> Option<NaiveDate> {
        parse_date(self.text(key)?).ok()
    }

    /// Whether it is switched off.
    pub(in crate::policy) fn is_off(self, key: &str) -> bool {
        self.text(key) == Some("off")
    }

    /// A record within this one.
    pub(in crate::policy) fn within<T>(
        self,
        key: &'static str,
        read: impl FnOnce(Section<'_>) -> T,
    ) -> Option<T> {
        let tree = self.get(key).filter(|tree| matches!(tree, Tree::Record(_)))?;
        Some(read(Section { tree, path: &self.path.key(key) }))
    }

    /// The records of a list.
    pub(in crate::policy) fn each(self, key: &'static str, mut read: impl FnMut(Section<'_>)) {
        let path = self.path.key(key);
        for (index, tree) in self.get(key).map(Tree::entries).unwrap_or_default().iter().enumerate() {
            read(Section { tree, path: &path.index(index) });
        }
    }

    /// What a builder made of it, or its faults, each where its parameter stands.
    pub(in crate::policy) fn built<P>(
        self,
        record: &Record,
        built: Result<P, PolicyError>,
        faults: &mut Faults,
    ) -> Option<P> {
        let error = match built {
            Ok(policy) => return Some(policy),
            Err(error) => error,
        };
        for fault in error.faults() {
            let parameter = fault.parameter();
            if let Some(position) = fault.decision() {
                faults.push_below(self.path, &format!("overrides[{position}]"), || fault.problem().into());
                continue;
            }
            match find(record, self.tree, parameter.as_str()) {
                // Where a key says which parameter is meant, the problem is enough.
                Some(place) if is_key(&place, parameter.as_str()) => {
                    faults.push_below(self.path, &place, || fault.problem().into());
                }
                Some(place) => {
                    faults.push_below(self.path, &place, || format!("`{parameter}`: {}", fault.problem()));
                }
                None => faults.push(self.path, || format!("{parameter}: {}", fault.problem())),
            }
        }
        None
    }
}

/// Where a parameter stands: an entry of this name, or a key with the unit that documents give it.
fn find(record: &Record, tree: &Tree, parameter: &str) -> Option<String> {
    let among = |by_name: bool| {
        let lists = record.keys.iter().filter_map(|key| match inner(key.shape) {
            Shape::List(list) if (list.kind == ListKind::By("name")) == by_name => Some((key.name, list)),
            _ => None,
        });
        lists.into_iter().find_map(|(key, list)| find_entry(key, list, tree, parameter))
    };
    let key = record.keys.iter().find(|key| is_key(key.name, parameter));
    let given = key.filter(|key| tree.get(key.name).is_some());
    let place = |key: &Key| String::from(key.name);
    among(true).or(given.map(place)).or_else(|| among(false)).or(key.map(place))
}

fn is_key(name: &str, parameter: &str) -> bool {
    name == parameter || without_unit(name) == parameter
}

/// Among the entries of a list, and the entries of those: the last of this name, since one that stands twice is one too many.
fn find_entry(key: &str, list: &List, tree: &Tree, parameter: &str) -> Option<String> {
    let Shape::Record(of) = list.entry else { return None };
    let by = if let ListKind::By(by) = list.kind { by } else { "name" };
    let entries = tree.get(key).map(Tree::entries).unwrap_or_default();
    entries.iter().enumerate().rev().find_map(|(index, entry)| {
        let place = format!("{key}[{index}]");
        if entry.get(by).and_then(Tree::as_text) == Some(parameter) {
            return Some(place);
        }
        let below = of.keys.iter().find_map(|key| match inner(key.shape) {
            Shape::List(list) if matches!(list.kind, ListKind::By(_)) => {
                find_entry(key.name, list, entry, parameter)
            }
            _ => None,
        });
        below.map(|below| format!("{place}.{below}"))
    })
}

const fn inner(shape: &Shape) -> Shape {
    match shape {
        Shape::WordOr(_, other) => **other,
        shape => *shape,
    }
}

fn without_unit(key: &str) -> &str {
    key.strip_suffix("_days").or(key.strip_suffix("_months")).unwrap_or(key)
}

/// The default of a key, as the model itself says it.
pub(super) fn default_of(key: &str, parameters: &[Parameter]) -> Option<(Tree, Source)> {
    let parameter = parameters.iter().find(|parameter| parameter.name.as_str() == without_unit(key))?;
    let value = if without_unit(key) == key {
        Tree::text(parameter.value.as_str())
    } else {
        // With a unit in words, unless it is off.
        let number = parameter.value.split(' ').next().unwrap_or_default();
        number.parse().map_or_else(|_| Tree::text(number), Tree::Whole)
    };
    Some((value, parameter.source))
}
