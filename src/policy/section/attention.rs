use super::Section;
use crate::policy::check::Check;
use crate::policy::limits;
use crate::policy::nearest::hint;
use crate::policy::shape::{Key, List, ListKind, NAME, Record, Shape};
use crate::policy::tree::Tree;
use crate::quantity::{Name, excerpt_to};
use crate::segment::{AttentionPolicy, Axis};

static SEGMENTS: Shape =
    Shape::List(&List { of: limits::List::Segments, entry: &NAME, kind: ListKind::OrderedSome });
static LEVELS: Shape =
    Shape::List(&List { of: limits::List::Other("levels"), entry: &NAME, kind: ListKind::OrderedSome });
static MATRIX: Shape =
    Shape::List(&List { of: limits::List::Other("rows"), entry: &LEVELS, kind: ListKind::OrderedSome });

static SIDE: Shape = Shape::Record(&Record {
    name: "a side of the matrix",
    keys: &[
        Key::required("dimension", &NAME, "a dimension that the policy decides"),
        Key::required("segments", &SEGMENTS, "all its segments, in the order of the matrix"),
    ],
    choices: &[],
});

/// Attention by a matrix.
pub(super) static ATTENTION: Record = Record {
    name: "attention",
    keys: &[
        Key::required("rows", &SIDE, "what the rows of the matrix are: value, say (A3-6)"),
        Key::required("columns", &SIDE, "what its columns are: risk, say (A3-6)"),
        Key::required("levels", &LEVELS, "the levels of attention, the least first"),
        Key::required("matrix", &MATRIX, "for each row the levels, column by column"),
    ],
    choices: &[],
};

pub(in crate::policy) fn attention<S: ?Sized>(
    section: Section<'_>,
    check: &mut Check<'_, S>,
) -> Option<AttentionPolicy> {
    let side = |key| {
        section
            .within(key, |side| side.name("dimension").map(|name| Axis::new(name, &side.names("segments"))))
    };
    let levels = section.names("levels");
    let mut builder = AttentionPolicy::builder(side("rows")??, side("columns")??, &levels);
    let path = section.path.key("matrix");
    let mut sound = true;
    for (row, entries) in section.get("matrix").map(Tree::entries).unwrap_or_default().iter().enumerate() {
        let mut ranks = Vec::new();
        for (column, entry) in entries.entries().iter().enumerate() {
            let name = entry.as_text().unwrap_or_default();
            let rank = levels.iter().position(|level| level.as_str() == name);
            match rank.and_then(|rank| u8::try_from(rank).ok()) {
                Some(rank) => ranks.push(rank),
                None => {
                    sound = false;
                    check.faults.push(&path.index(row).index(column), || no_level(name, &levels));
                }
            }
        }
        builder = builder.row(&ranks);
    }
    // Rows with a level too few would be another fault of the same cell.
    if sound { section.built(&ATTENTION, builder.build(), check.faults) } else { None }
}

fn no_level(name: &str, levels: &[Name]) -> String {
    let known = || levels.iter().map(Name::as_str);
    let hint = hint(name, known());
    let listed = excerpt_to(&known().collect::<Vec<_>>().join(", "), 256);
    format!("there is no level `{name}`{hint} (levels: {listed})")
}
