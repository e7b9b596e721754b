//! Paths by names: in a document that was laid over its base, places in lists are those of neither file.

use super::{ListKind, Shape};
use crate::policy::tree::Tree;

/// The path with names instead of places, where entries are known by one.
pub(in crate::policy) fn named_path(shape: &Shape, tree: &Tree, path: &str) -> String {
    let mut named = String::new();
    let (mut shape, mut tree) = (Some(*shape), Some(tree));
    for part in path.split_inclusive(['.', '[', ']']) {
        let step = part.trim_end_matches(['.', '[', ']']);
        let within = tree.filter(|_| !step.is_empty());
        match (shape.map(within_words), step.parse::<usize>().ok(), within) {
            (_, _, None) => named.push_str(step),
            (Some(Shape::List(list)), Some(index), Some(entries)) => {
                let entry = entries.entries().get(index);
                let name = match list.kind {
                    ListKind::By(by) => entry.and_then(|entry| entry.get(by)?.as_text()),
                    ListKind::Ordered | ListKind::OrderedSome => None,
                };
                // What would be taken apart again stays a place.
                let name = name.filter(|name| !name.contains(['.', '[', ']']));
                named.push_str(name.unwrap_or(step));
                (shape, tree) = (Some(*list.entry), entry);
            }
            (Some(Shape::Record(record)), _, Some(fields)) => {
                named.push_str(step);
                (shape, tree) = (record.key(step).map(|(_, key)| *key.shape), fields.get(step));
            }
            (_, _, Some(_)) => {
                named.push_str(step);
                (shape, tree) = (None, None);
            }
        }
        named.push_str(part.get(step.len()..).unwrap_or_default());
    }
    named
}

const fn within_words(shape: Shape) -> Shape {
    match shape {
        Shape::WordOr(_, other) => *other,
        shape => shape,
    }
}
