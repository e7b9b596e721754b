use super::Section;
use crate::calendar::Days;
use crate::classify::{Delay, Hysteresis};
use crate::policy::check::Check;
use crate::policy::limits;
use crate::policy::nearest::hint;
use crate::policy::shape::{Key, List, ListKind, NAME, Presence, Record, Shape, WHOLE};
use crate::policy::tree::Tree;
use crate::quantity::{Name, excerpt_to};
use crate::segment::{SHIPPED, Source};

static DELAY: Shape = Shape::Record(&Record {
    name: "a delay",
    keys: &[
        Key::or(
            "confirmations",
            &WHOLE,
            |_| whole(Delay::NONE.confirmations),
            "how many times in a row a move must be proposed",
        ),
        Key::or(
            "dwell_days",
            &WHOLE,
            |_| whole(Delay::NONE.dwell.0),
            "how long the account must have been in its segment",
        ),
    ],
    choices: &[],
});

#[expect(clippy::unnecessary_wraps, reason = "one shape for the defaults of all keys")]
fn whole(number: u32) -> Option<(Tree, Source)> {
    Some((Tree::Whole(number.into()), Source::Assumption("off by default")))
}

/// When dimensions move.
pub(super) static HYSTERESIS: Shape = Shape::List(&List {
    of: limits::List::Other("dimensions"),
    entry: &Shape::Record(&Record {
        name: "when a dimension moves",
        keys: &[
            Key::required("dimension", &NAME, "a dimension that the policy decides"),
            Key {
                name: "upgrades",
                shape: &DELAY,
                presence: Presence::Implied,
                doc: "how long a move to a higher segment waits",
            },
            Key {
                name: "downgrades",
                shape: &DELAY,
                presence: Presence::Implied,
                doc: "how long a move to a lower segment waits",
            },
        ],
        choices: &[],
    }),
    kind: ListKind::By("dimension"),
});

pub(in crate::policy) fn hysteresis(section: Section<'_>) -> Option<(Name, Hysteresis)> {
    let delay = |key| {
        let given = section.within(key, |delay| Delay {
            confirmations: delay.whole("confirmations").unwrap_or(Delay::NONE.confirmations),
            dwell: delay.days("dwell_days").unwrap_or(Days(0)),
        });
        given.unwrap_or(Delay::NONE)
    };
    let dimension = section.name("dimension")?;
    Some((dimension, Hysteresis::OFF.upgrades(delay("upgrades")).downgrades(delay("downgrades"))))
}

/// Whether the dimension of an entry exists, decided or not.
pub(in crate::policy) fn known_dimension<S: ?Sized>(
    section: Section<'_>,
    own: &[Name],
    check: &mut Check<'_, S>,
) -> bool {
    let Some(dimension) = section.name("dimension") else { return true };
    if SHIPPED.contains(&dimension) || own.contains(&dimension) {
        return true;
    }
    check.faults.push(&section.path.key("dimension"), || {
        let known = || SHIPPED.iter().chain(own).map(Name::as_str);
        let hint = hint(dimension.as_str(), known());
        let listed = excerpt_to(&known().collect::<Vec<_>>().join(", "), 256);
        format!("there is no dimension `{dimension}`{hint} (dimensions: {listed})")
    });
    false
}
