//! Checks a tree against the tables: all faults at once, each in its place; what passes is in its one form.

use std::collections::BTreeSet;

use super::{Choice, List, ListKind, Presence, REMOVE, Record, Shape};
use crate::policy::limits::{Budget, Exceeded, Limits};
use crate::policy::nearest::hint;
use crate::policy::report::{Faults, Path};
use crate::policy::tree::Tree;
use crate::quantity::excerpt;

/// Checks one document.
pub(in crate::policy) struct Checker {
    budget: Budget,
    /// Whether the document changes another one, and so need not say everything.
    partial: bool,
    /// Whether the conditions are too many, which is said once.
    exhausted: bool,
    pub(in crate::policy) faults: Faults,
}

/// What of a record is in its one form.
pub(in crate::policy) struct Parts {
    pub(in crate::policy) tree: Tree,
    /// The keys whose values are not, or which may be misspelt.
    pub(in crate::policy) lost: Vec<&'static str>,
    /// Whether nothing is at fault.
    pub(in crate::policy) sound: bool,
}

impl Checker {
    pub(in crate::policy) fn new(limits: Limits, partial: bool) -> Self {
        Self { budget: Budget::new(limits), partial, exhausted: false, faults: Faults::default() }
    }

    /// The recursion ends: no tree is deeper than the limits allow.
    fn value(&mut self, shape: &Shape, path: &Path<'_>, tree: Tree, depth: u32) -> Option<Tree> {
        match *shape {
            Shape::Leaf(leaf) => {
                let checked = leaf.canonical(&tree);
                checked.map_err(|problem| self.faults.push(path, || problem)).ok()
            }
            Shape::Word(words) => self.word(words, path, &tree),
            Shape::WordOr(words, other) => match &tree {
                Tree::Text(text) if words.contains(&&**text) => Some(tree),
                // What is no text otherwise must be one of the words.
                Tree::Text(text) if !matches!(other, Shape::Leaf(_)) || is_misspelt(text, words) => self
                    .fault(path, || format!("{}; else write {}", unknown_word(text, words), expected(other))),
                Tree::Flag(_) | Tree::Null => self.fault(path, || {
                    format!("found {}; write {}, or {}", tree.kind(), words.join(", "), expected(other))
                }),
                _ => self.value(other, path, tree, depth),
            },
            Shape::List(list) => self.list(list, path, tree, depth),
            Shape::Record(record) => self.record(record, path, tree, depth),
            Shape::Condition(kinds) => self.condition(kinds, path, tree, depth.saturating_add(1)),
        }
    }

    fn fault<T>(&mut self, path: &Path<'_>, problem: impl FnOnce() -> String) -> Option<T> {
        self.faults.push(path, problem);
        None
    }

    fn word(&mut self, words: &[&'static str], path: &Path<'_>, tree: &Tree) -> Option<Tree> {
        match tree {
            Tree::Text(text) if words.contains(&&**text) => Some(tree.clone()),
            Tree::Text(text) => self.fault(path, || unknown_word(text, words)),
            tree => self.fault(path, || format!("found {}; write one of {}", tree.kind(), words.join(", "))),
        }
    }

    fn list(&mut self, list: &List, path: &Path<'_>, tree: Tree, depth: u32) -> Option<Tree> {
        let Tree::List(entries) = tree else {
            return self.fault(path, || format!("found {}; write a list of {}", tree.kind(), list.of.what()));
        };
        if list.kind == ListKind::OrderedSome && entries.is_empty() {
            return self.fault(path, || format!("no {}; write at least one", list.of.what()));
        }
        if self.partial && matches!(list.kind, ListKind::By(_)) && entries.is_empty() {
            return self.fault(path, || {
                format!(
                    "no {} change nothing; take one out with `{REMOVE}`, or leave the key out",
                    list.of.what()
                )
            });
        }
        let mut checked = Vec::new();
        let mut sound = self.check_names(list, path, &entries);
        for (index, entry) in entries.into_iter().enumerate() {
            if let Err(exceeded) = self.budget.limits.check_entry(list.of, index) {
                return self.fault(path, || exceeded.to_string());
            }
            let path = path.index(index);
            let entry = match (list.kind, list.entry) {
                (ListKind::By(by), Shape::Record(record)) if self.partial => {
                    self.change(record, by, &path, entry, depth)
                }
                _ => self.value(list.entry, &path, entry, depth),
            };
            sound &= entry.is_some();
            checked.extend(entry);
        }
        sound.then_some(Tree::List(checked))
    }

    /// Whether no two entries are known by one name.
    fn check_names(&mut self, list: &List, path: &Path<'_>, entries: &[Tree]) -> bool {
        let ListKind::By(by) = list.kind else { return true };
        let mut seen = BTreeSet::new();
        let mut sound = true;
        for (index, entry) in entries.iter().enumerate() {
            let Some(name) = entry.get(by).and_then(Tree::as_text) else { continue };
            if seen.insert(name) {
                continue;
            }
            sound = false;
            let (what, name) = (list.of.what(), excerpt(name));
            self.faults.push(&path.index(index), || match by {
                "name" => format!("two {what} are named `{name}`; give one of them another name"),
                _ => format!("two entries have the {by} `{name}`; make one of them"),
            });
        }
        sound
    }

    /// An entry that changes one of the base, known by a key; or takes it out.
    fn change(
        &mut self,
        record: &'static Record,
        by: &str,
        path: &Path<'_>,
        tree: Tree,
        depth: u32,
    ) -> Option<Tree> {
        let known_by = tree.get(by).is_some_and(|known| *known != Tree::Null);
        if matches!(tree, Tree::Record(_)) && !known_by {
            return self.fault(path, || format!("the key `{by}` is missing; it says which entry is meant"));
        }
        match tree {
            Tree::Record(mut fields) => {
                let remove = fields.iter().find(|(key, _)| &**key == REMOVE).map(|(_, flag)| flag.clone());
                fields.retain(|(key, _)| &**key != REMOVE);
                match remove {
                    None | Some(Tree::Null) => self.record(record, path, Tree::Record(fields), depth),
                    Some(flag) => {
                        let path = path.key(REMOVE);
                        let flag = self.value(&Shape::Leaf(super::Leaf::True), &path, flag, depth)?;
                        if fields.len() > 1 {
                            let problem = format!("what is removed is not changed too; leave `{by}` alone");
                            return self.fault(&path, || problem);
                        }
                        let (key, name) = fields.pop()?;
                        Some(Tree::Record(vec![(key, name), (REMOVE.into(), flag)]))
                    }
                }
            }
            tree => self.record(record, path, tree, depth),
        }
    }

    fn record(&mut self, record: &'static Record, path: &Path<'_>, tree: Tree, depth: u32) -> Option<Tree> {
        let parts = self.parts(record, path, tree, depth)?;
        parts.sound.then_some(parts.tree)
    }

    /// A record key by key; `None` where it is none.
    pub(in crate::policy) fn parts(
        &mut self,
        record: &'static Record,
        path: &Path<'_>,
        tree: Tree,
        depth: u32,
    ) -> Option<Parts> {
        let Tree::Record(fields) = tree else {
            let found = tree.kind();
            return self.fault(path, || format!("found {found}; write {}", expected(&Shape::Record(record))));
        };
        let mut values: Vec<Option<Tree>> = vec![None; record.keys.len()];
        let mut seen: Vec<usize> = Vec::new();
        let mut lost = Vec::new();
        let (mut sound, mut misspelt) = (true, false);
        for (name, value) in fields {
            let Some((place, key)) = record.key(&name) else {
                self.unknown_key(record, path, &name);
                sound = false;
                misspelt = true;
                continue;
            };
            let path = path.key(key.name);
            if seen.contains(&place) {
                self.faults.push(&path, || "the key stands twice; remove one of the two".into());
                sound = false;
                continue;
            }
            seen.push(place);
            if value == Tree::Null {
                seen.pop();
                continue;
            }
            let value = self.value(key.shape, &path, value, depth);
            if value.is_none() {
                lost.push(key.name);
            }
            if let Some(slot) = values.get_mut(place) {
                *slot = value;
            }
        }
        if !self.partial {
            sound &= self.complete(record, path, &seen);
        }
        if misspelt {
            // Whatever is not there may have been meant.
            let given = |name| record.key(name).is_some_and(|(place, _)| seen.contains(&place));
            lost.extend(record.keys.iter().map(|key| key.name).filter(|name| !given(name)));
        }
        let fields = record.keys.iter().zip(values);
        let fields = fields.filter_map(|(key, value)| Some((key.name.into(), value?)));
        let tree = Tree::Record(fields.collect());
        sound &= lost.is_empty();
        Some(Parts { tree, lost, sound })
    }

    fn unknown_key(&mut self, record: &Record, path: &Path<'_>, name: &str) {
        self.faults.push_below(path, &excerpt(name), || {
            let known = || record.keys.iter().map(|key| key.name);
            let hint = hint(name, known());
            let known = known().collect::<Vec<_>>().join(", ");
            format!("unknown key `{}`{hint} (known: {known})", excerpt(name))
        });
    }

    /// Whether everything is there that must be, and nothing that does not go with the rest.
    fn complete(&mut self, record: &Record, path: &Path<'_>, seen: &[usize]) -> bool {
        let mut sound = true;
        let has = |name: &str| record.key(name).is_some_and(|(place, _)| seen.contains(&place));
        for key in record.keys {
            if matches!(key.presence, Presence::Required) && !has(key.name) {
                let doc = key.doc;
                self.faults.push(path, || format!("the key `{}` is missing: {doc}", key.name));
                sound = false;
            }
        }
        if record.choices.is_empty() {
            return sound;
        }
        let chosen: Vec<&Choice> = record.choices.iter().filter(|choice| has(choice.by)).collect();
        let listed = |choices: &[&Choice], word: &str| {
            choices.iter().map(|choice| format!("`{}`", choice.by)).collect::<Vec<_>>().join(word)
        };
        match chosen.as_slice() {
            [choice] => {
                for needed in choice.needs.iter().filter(|needed| !has(needed)) {
                    self.faults.push(path, || format!("`{}` needs `{needed}`; add it", choice.by));
                    sound = false;
                }
                let stray = |key: &&super::Key| record.is_chosen(key.name) && !choice.admits(key.name);
                for key in record.keys.iter().filter(stray).filter(|key| has(key.name)) {
                    let problem = || format!("does not go with `{}`; remove one of the two", choice.by);
                    self.faults.push(&path.key(key.name), problem);
                    sound = false;
                }
            }
            [] => {
                let all: Vec<&Choice> = record.choices.iter().collect();
                self.faults.push(path, || format!("one of {} is missing; write one", listed(&all, ", ")));
                sound = false;
            }
            several => {
                let all = listed(several, " and ");
                self.faults.push(path, || format!("{all} exclude each other; keep one of them"));
                sound = false;
            }
        }
        sound
    }

    fn condition(
        &mut self,
        kinds: &'static [(&'static str, &'static Shape)],
        path: &Path<'_>,
        tree: Tree,
        depth: u32,
    ) -> Option<Tree> {
        if self.exhausted {
            return None;
        }
        if let Err(exceeded) = self.budget.condition(depth) {
            self.exhausted = matches!(exceeded, Exceeded::Conditions(_));
            return self.fault(path, || exceeded.to_string());
        }
        let known = || kinds.iter().map(|(word, _)| *word).collect::<Vec<_>>().join(", ");
        let Tree::Record(mut fields) = tree else {
            return self.fault(path, || {
                format!("found {}; write a condition, such as {{\"known\": \"arr\"}}", tree.kind())
            });
        };
        if fields.len() > 1 {
            if fields.iter().any(|(word, _)| &**word == "fact") {
                return self.fault(path, || {
                    "the comparison comes first, and holds its fact: {\"at_least\": {\"fact\": \"arr\", \"value\": \"20000\"}}".into()
                });
            }
            let words: Vec<String> = fields.iter().map(|(word, _)| format!("`{}`", excerpt(word))).collect();
            return self.fault(path, || {
                let words = crate::quantity::excerpt_to(&words.join(", "), 256);
                format!("a condition says one thing, and this one says {words}; join them by `all` or `any`")
            });
        }
        let Some((word, content)) = fields.pop() else {
            return self.fault(path, || format!("the condition is empty; write one of {}", known()));
        };
        let Some((word, shape)) = kinds.iter().find(|(known, _)| *known == &*word) else {
            return self.fault(path, || {
                let hint = hint(&word, kinds.iter().map(|(word, _)| *word));
                format!("unknown condition `{}`{hint} (known: {})", excerpt(&word), known())
            });
        };
        let content = self.value(shape, &path.key(word), content, depth)?;
        Some(Tree::Record(vec![((*word).into(), content)]))
    }
}

fn unknown_word(text: &str, words: &[&'static str]) -> String {
    let hint = hint(text, words.iter().copied());
    format!("unknown word `{}`{hint} (known: {})", excerpt(text), words.join(", "))
}

/// What may stand in a place, in a few words.
fn expected(shape: &Shape) -> String {
    match shape {
        Shape::Leaf(leaf) => leaf.expected().into(),
        Shape::Word(words) => format!("one of {}", words.join(", ")),
        Shape::WordOr(words, other) => format!("{}, or {}", words.join(", "), expected(other)),
        Shape::List(list) => format!("a list of {}", list.of.what()),
        Shape::Record(record) => {
            let keys = record.keys.iter().map(|key| key.name).collect::<Vec<_>>().join(", ");
            format!("{}, with keys of {keys}", record.name)
        }
        Shape::Condition(_) => "a condition, such as {\"known\": \"arr\"}".into(),
    }
}

/// Whether a text is rather one of these words than what else may stand there.
fn is_misspelt(text: &str, words: &[&'static str]) -> bool {
    !hint(text, words.iter().copied()).is_empty()
}
