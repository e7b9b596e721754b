//! The changes as JSON: money as text, so that no reader rounds it.

use segmentry::portfolio::{BeforeAfter, Cell, Flow, Mover};
use segmentry::{Name, Reason, Review};
use serde::{Serialize, Serializer};

use super::diff::{DecidedBy, Diff, Dimension};

#[derive(Serialize)]
struct Document<'a> {
    as_of: String,
    currency: &'static str,
    old: Name,
    new: Name,
    parameters: Vec<Parameter<'a>>,
    dimensions: Map<Entry<'a>>,
}

#[derive(Serialize)]
struct Parameter<'a> {
    path: &'a str,
    old: Option<&'a str>,
    new: Option<&'a str>,
}

#[derive(Serialize)]
struct Entry<'a> {
    decided_by: &'static str,
    stayed: Count,
    moved: Count,
    unclassified_before: Count,
    unclassified_after: Count,
    matrix: Vec<Move>,
    movers: Vec<Account<'a>>,
}

#[derive(Serialize)]
struct Count {
    accounts: u64,
    arr: String,
}

#[derive(Serialize)]
struct Move {
    from: Place,
    to: Place,
    #[serde(flatten)]
    count: Count,
}

#[derive(Serialize)]
struct Account<'a> {
    id: &'a str,
    arr: Option<String>,
    from: Place,
    to: Place,
    why: String,
}

/// Where accounts stand.
#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Place {
    Segment(Name),
    Unclassified(Reason),
}

/// An object whose keys keep their order.
struct Map<T>(Vec<(String, T)>);

impl<T: Serialize> Serialize for Map<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
}

impl From<Cell> for Count {
    fn from(cell: Cell) -> Self {
        Self { accounts: cell.accounts(), arr: cell.arr().amount().to_string() }
    }
}

impl From<Result<Name, Reason>> for Place {
    fn from(place: Result<Name, Reason>) -> Self {
        match place {
            Ok(segment) => Self::Segment(segment),
            Err(reason) => Self::Unclassified(reason),
        }
    }
}

/// # Errors
/// As [`Diff::why`].
pub(crate) fn render(diff: &Diff<'_>, review: &Review<'_>) -> Result<String, String> {
    let parameters = diff.parameters.iter().map(|change| Parameter {
        path: &change.path,
        old: change.before.as_deref(),
        new: change.after.as_deref(),
    });
    let entries = diff.dimensions.iter().map(|dimension| {
        let entry = entry(diff, dimension)?;
        Ok((dimension.name.to_string(), entry))
    });
    let document = Document {
        as_of: review.as_of().to_string(),
        currency: review.portfolio().currency().code(),
        old: diff.old.document().id(),
        new: diff.new.document().id(),
        parameters: parameters.collect(),
        dimensions: Map(entries.collect::<Result<_, String>>()?),
    };
    let mut text = serde_json::to_string_pretty(&document).map_err(|error| error.to_string())?;
    text.push('\n');
    Ok(text)
}

fn entry<'a>(diff: &Diff<'a>, dimension: &Dimension<'a>) -> Result<Entry<'a>, String> {
    let migration = &dimension.migration;
    // Both reviews are of the same accounts on the same day, so that their ARR is the same before and after.
    let count = |both: BeforeAfter| both.before.into();
    let movers = migration.movers().iter().map(|mover| account(diff, mover, dimension.name));
    Ok(Entry {
        decided_by: match dimension.decided_by {
            DecidedBy::Both => "both",
            DecidedBy::Old => "old",
            DecidedBy::New => "new",
        },
        stayed: count(migration.stayed()),
        moved: count(migration.moved()),
        unclassified_before: migration.opening().unclassified().into(),
        unclassified_after: migration.closing().unclassified().into(),
        matrix: migration.flows().filter_map(one).collect(),
        movers: movers.collect::<Result<_, _>>()?,
    })
}

fn one(flow: Flow<'_, Name>) -> Option<Move> {
    Some(Move { from: (*flow.from?).into(), to: (*flow.to?).into(), count: flow.before.into() })
}

fn account<'a>(diff: &Diff<'a>, mover: &Mover<'a, Name>, dimension: Name) -> Result<Account<'a>, String> {
    Ok(Account {
        id: mover.id(),
        arr: mover.before.arr.map(|arr| arr.amount().to_string()),
        from: mover.from.into(),
        to: mover.to.into(),
        why: diff.why(mover, dimension)?,
    })
}
