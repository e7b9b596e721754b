//! A document laid over its base.

use super::{List, ListKind, REMOVE, Shape};
use crate::policy::nearest::hint;
use crate::policy::report::{Faults, Path};
use crate::policy::tree::Tree;
use crate::quantity::excerpt;

/// The base with what the change says.
///
/// Records are changed key by key, lists of entries with a key of their own entry by entry, everything else whole. Both
/// trees have been checked; what the base does not have cannot be taken out of it.
pub(in crate::policy) fn merge(
    shape: &Shape,
    path: &Path<'_>,
    base: &Tree,
    change: Tree,
    faults: &mut Faults,
) -> Tree {
    match (*shape, base, change) {
        (Shape::WordOr(_, other), base, change) => merge(other, path, base, change, faults),
        (Shape::Record(record), Tree::Record(_), Tree::Record(changes)) => {
            let fields = record.keys.iter().filter_map(|key| {
                let change =
                    changes.iter().find(|(name, _)| &**name == key.name).map(|(_, value)| value.clone());
                let value = match (base.get(key.name), change) {
                    (Some(base), Some(change)) => merge(key.shape, &path.key(key.name), base, change, faults),
                    (None, Some(change)) => change,
                    (base, None) => base?.clone(),
                };
                Some((key.name.into(), value))
            });
            Tree::Record(fields.collect())
        }
        (
            Shape::List(List { kind: ListKind::By(by), entry, .. }),
            Tree::List(entries),
            Tree::List(changes),
        ) => {
            let mut merged = entries.clone();
            for (index, change) in changes.into_iter().enumerate() {
                merge_entry(entry, by, &path.index(index), &mut merged, change, faults);
            }
            Tree::List(merged)
        }
        (_, _, change) => change,
    }
}

fn merge_entry(
    shape: &Shape,
    by: &str,
    path: &Path<'_>,
    entries: &mut Vec<Tree>,
    change: Tree,
    faults: &mut Faults,
) {
    let place = entries.iter().position(|known| known.get(by) == change.get(by));
    match (place, change.get(REMOVE).is_some()) {
        (Some(_), true) => entries.retain(|known| known.get(by) != change.get(by)),
        (Some(place), false) => {
            if let Some(known) = entries.get_mut(place) {
                *known = merge(shape, path, known, change, faults);
            }
        }
        (None, true) => faults.push(&path.key(REMOVE), || {
            let name = || change.get(by).and_then(Tree::as_text).unwrap_or_default();
            let hint = hint(name(), entries.iter().filter_map(|known| known.get(by)?.as_text()));
            format!("the base has no `{}` here{hint}", excerpt(name()))
        }),
        (None, false) => entries.push(change),
    }
}
