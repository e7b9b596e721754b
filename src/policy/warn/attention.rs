//! Attention: levels that no cell of the matrix has.

use super::warning::Warnings;
use crate::policy::section::Section;
use crate::policy::tree::Tree;

pub(super) fn attention(section: Section<'_>, warnings: &mut Warnings) {
    let rows = section.get("matrix").map(Tree::entries).unwrap_or_default();
    let given = |level: &Tree| rows.iter().flat_map(Tree::entries).any(|cell| cell == level);
    let path = section.path.key("levels");
    let levels = section.get("levels").map(Tree::entries).unwrap_or_default();
    for (index, level) in levels.iter().enumerate().filter(|(_, level)| !given(level)) {
        let name = level.as_text().unwrap_or_default();
        let problem =
            || format!("nobody gets `{name}`: no cell of the matrix has it; remove it, or give it to one");
        warnings.push(&path.index(index), problem);
    }
}
