//! Says everything that a document leaves to the defaults, and where each value comes from.

use std::collections::BTreeSet;

use super::{List, ListKind, Presence, REMOVE, Record, Shape};
use crate::policy::tree::Tree;
use crate::segment::Source;

/// A document that says everything, and its values one by one.
#[derive(Debug)]
pub(in crate::policy) struct Completion {
    /// Path, value and source of every value without parts, in the order of the document.
    pub(in crate::policy) values: Vec<(String, String, Source)>,
    /// Whether the document changes another one, which then says what this one does not.
    partial: bool,
}

impl Completion {
    pub(in crate::policy) const fn new(partial: bool) -> Self {
        Self { values: Vec::new(), partial }
    }

    /// The value with its defaults. Entries that are known by a name stand in paths by it.
    ///
    /// The recursion ends: no tree is deeper than the limits allow.
    pub(in crate::policy) fn of(&mut self, shape: &Shape, path: &str, tree: &Tree, source: Source) -> Tree {
        match (*shape, tree) {
            (Shape::WordOr(_, other), tree) if !matches!(tree, Tree::Text(_)) => {
                self.of(other, path, tree, source)
            }
            (Shape::Record(record), Tree::Record(_)) => self.record(record, path, tree, source),
            (Shape::List(list), Tree::List(entries)) => self.list(list, path, entries, source),
            // A condition is one value: it is changed as a whole.
            (_, tree) => {
                self.values.push((path.into(), shown(tree), source));
                tree.clone()
            }
        }
    }

    /// Entries stand by their names where each has one of its own: then their order is a value too.
    fn list(&mut self, list: &List, path: &str, entries: &[Tree], source: Source) -> Tree {
        let names = names(list, entries);
        if let (Some(names), true) = (&names, !matches!(list.kind, ListKind::By(_))) {
            self.values.push((path.into(), format!("[{}]", names.join(", ")), source));
        }
        let entries = entries.iter().enumerate().map(|(index, entry)| {
            let name = names.as_ref().and_then(|names| names.get(index)).cloned();
            let place = name.unwrap_or_else(|| index.to_string());
            self.of(list.entry, &format!("{path}[{place}]"), entry, source)
        });
        Tree::List(entries.collect())
    }

    fn record(&mut self, record: &Record, path: &str, tree: &Tree, source: Source) -> Tree {
        let chosen = record.choices.iter().find(|choice| tree.get(choice.by).is_some());
        let mut fields = Vec::new();
        for key in record.keys {
            let default = match (tree.get(key.name), key.presence) {
                (Some(value), _) => Some((value.clone(), source)),
                // What does not go with the alternative chosen is not there.
                _ if record.is_chosen(key.name) && !chosen.is_some_and(|of| of.admits(key.name)) => None,
                _ if self.partial => None,
                (None, Presence::Default(default)) => default(key.name),
                (None, Presence::Implied) => Some((Tree::Record(Vec::new()), source)),
                (None, Presence::Required | Presence::Optional) => None,
            };
            if let Some((value, source)) = default {
                let path = if path.is_empty() { key.name.into() } else { format!("{path}.{}", key.name) };
                fields.push((key.name.into(), self.of(key.shape, &path, &value, source)));
            }
        }
        // In no table, since it is no part of what the base gets.
        if let Some(remove) = tree.get(REMOVE) {
            self.values.push((format!("{path}.{REMOVE}"), shown(remove), source));
            fields.push((REMOVE.into(), remove.clone()));
        }
        Tree::Record(fields)
    }
}

/// The names of the entries, where each has one of its own.
fn names(list: &List, entries: &[Tree]) -> Option<Vec<String>> {
    let by = if let ListKind::By(by) = list.kind { by } else { "name" };
    // A rule without a name is named like its segment.
    let name = |entry: &Tree| entry.get(by).or_else(|| entry.get("segment")).map(shown);
    let names = entries.iter().map(name).collect::<Option<Vec<String>>>()?;
    let unique: BTreeSet<&String> = names.iter().collect();
    (unique.len() == names.len() && !names.is_empty()).then_some(names)
}

/// A value in one line, as near to how documents write it as its kind allows.
pub(in crate::policy) fn shown(tree: &Tree) -> String {
    match tree {
        Tree::Null => "null".into(),
        Tree::Flag(flag) => flag.to_string(),
        Tree::Whole(number) => number.to_string(),
        Tree::Float(text) | Tree::Text(text) => text.to_string(),
        Tree::List(entries) => {
            format!("[{}]", entries.iter().map(shown).collect::<Vec<_>>().join(", "))
        }
        Tree::Record(fields) => {
            let fields: Vec<String> =
                fields.iter().map(|(key, value)| format!("{key}: {}", shown(value))).collect();
            format!("{{{}}}", fields.join(", "))
        }
    }
}
