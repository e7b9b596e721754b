//! Bands of a line, from the lowest upwards: each but the first begins somewhere.

use super::Section;
use crate::classify::Side;
use crate::policy::limits;
use crate::policy::report::Faults;
use crate::policy::shape::{Key, List, ListKind, NAME, NUMBER, Record, Shape, TEXT, WHOLE};
use crate::policy::tree::Tree;
use crate::quantity::Name;

const NAME_DOC: &str = "the segment";
const FROM_DOC: &str = "where it begins, this value included; the lowest begins nowhere";
const ABOVE_DOC: &str = "where it begins, this value excluded";
const UPGRADE_DOC: &str = "how far a subject from a lower one must come, against flapping";
const DOWNGRADE_DOC: &str = "how low a subject from this one or a higher one must fall, against flapping";

macro_rules! bands {
    ($(#[doc = $doc:literal])+ $list:ident, $what:literal, $name:literal, [$($key:expr),+]) => {
        $(#[doc = $doc])+
        pub(super) static $list: Shape = Shape::List(&List {
            of: limits::List::Other($what),
            entry: &Shape::Record(&Record { name: $name, keys: &[$($key),+], choices: &[] }),
            kind: ListKind::OrderedSome,
        });
    };
}

bands! {
    /// Tiers by an amount.
    AMOUNTS, "tiers", "a tier", [
        Key::required("name", &NAME, NAME_DOC),
        Key::optional("from", &NUMBER, FROM_DOC),
        Key::optional("upgrade_from", &NUMBER, UPGRADE_DOC),
        Key::optional("downgrade_below", &NUMBER, DOWNGRADE_DOC)
    ]
}
bands! {
    /// Tiers by a count, which have no margins.
    COUNTS, "tiers", "a tier", [
        Key::required("name", &NAME, NAME_DOC),
        Key::optional("from", &WHOLE, FROM_DOC)
    ]
}
bands! {
    /// Bands of points.
    POINTS, "bands", "a band", [
        Key::required("name", &NAME, NAME_DOC),
        Key::optional("from", &WHOLE, FROM_DOC),
        Key::optional("upgrade_from", &WHOLE, UPGRADE_DOC),
        Key::optional("downgrade_below", &WHOLE, DOWNGRADE_DOC)
    ]
}
bands! {
    /// Bands of a score.
    SCORES, "bands", "a band", [
        Key::required("name", &NAME, NAME_DOC),
        Key::optional("from", &NUMBER, FROM_DOC),
        Key::optional("above", &NUMBER, ABOVE_DOC),
        Key::optional("upgrade_from", &NUMBER, UPGRADE_DOC),
        Key::optional("downgrade_below", &NUMBER, DOWNGRADE_DOC)
    ]
}

// Where a band of a value begins: what the value may be follows from its fact.
pub(super) const FROM: Key = Key::optional("from", &TEXT, FROM_DOC);
pub(super) const ABOVE: Key = Key::optional("above", &TEXT, ABOVE_DOC);

/// A band, or a tier.
pub(super) struct Band<V> {
    pub(super) name: Name,
    /// `None` for the lowest alone.
    pub(super) begins: Option<(V, Side)>,
    pub(super) upgrade_from: Option<V>,
    pub(super) downgrade_below: Option<V>,
}

/// The name of the lowest, and the others upwards; `None` where it has found a fault.
pub(super) fn bands<V>(
    section: Section<'_>,
    key: &'static str,
    parse: impl Fn(&str) -> Result<V, String>,
    faults: &mut Faults,
) -> Option<(Name, Vec<Band<V>>)> {
    let (mut lowest, mut upper, mut sound) = (None, Vec::new(), true);
    let mut is_lowest = true;
    section.each(key, |entry| {
        let Some(name) = entry.name("name") else { return };
        let begins = begins(entry, std::mem::take(&mut is_lowest), &parse, faults);
        let Some(begins) = begins else {
            sound = false;
            return;
        };
        let mut margin = |key| match value(entry, key, &parse, faults) {
            Ok(value) => value,
            Err(()) => {
                sound = false;
                None
            }
        };
        let (upgrade_from, downgrade_below) = (margin("upgrade_from"), margin("downgrade_below"));
        if begins.is_none() {
            for key in ["upgrade_from", "downgrade_below"].into_iter().filter(|key| entry.has(key)) {
                let problem = || "the lowest begins nowhere, so it has no margin; remove it".into();
                faults.push(&entry.path.key(key), problem);
                sound = false;
            }
            lowest = Some(name);
        } else {
            upper.push(Band { name, begins, upgrade_from, downgrade_below });
        }
    });
    lowest.filter(|_| sound).map(|lowest| (lowest, upper))
}

/// Where an entry begins: the lowest nowhere, every other one somewhere.
#[expect(clippy::option_option, reason = "a fault, the lowest, or where it begins")]
pub(super) fn begins<V>(
    entry: Section<'_>,
    is_lowest: bool,
    parse: &impl Fn(&str) -> Result<V, String>,
    faults: &mut Faults,
) -> Option<Option<(V, Side)>> {
    let (from, above) = (value(entry, "from", parse, faults), value(entry, "above", parse, faults));
    match (from.ok()?, above.ok()?) {
        (None, None) if is_lowest => Some(None),
        (from, above) if is_lowest => {
            let key = if from.is_some() { "from" } else { "above" };
            drop(above);
            let problem = || {
                "the first is the lowest, which begins nowhere; remove it, or list a lower one first".into()
            };
            faults.push(&entry.path.key(key), problem);
            None
        }
        (Some(from), None) => Some(Some((from, Side::At))),
        (None, Some(above)) => Some(Some((above, Side::Above))),
        (None, None) => {
            faults.push(entry.path, || {
                "the key `from` is missing: only the first, the lowest, begins nowhere".into()
            });
            None
        }
        (Some(_), Some(_)) => {
            faults.push(entry.path, || "`from` and `above` exclude each other; keep one of them".into());
            None
        }
    }
}

/// A value that is there, not there, or at fault.
fn value<V>(
    entry: Section<'_>,
    key: &'static str,
    parse: &impl Fn(&str) -> Result<V, String>,
    faults: &mut Faults,
) -> Result<Option<V>, ()> {
    let text = match entry.get(key) {
        None => return Ok(None),
        Some(Tree::Whole(number)) => number.to_string(),
        Some(tree) => tree.as_text().unwrap_or_default().into(),
    };
    match parse(&text) {
        Ok(value) => Ok(Some(value)),
        Err(problem) => {
            faults.push(&entry.path.key(key), || problem);
            Err(())
        }
    }
}
