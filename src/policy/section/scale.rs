//! How a value is rated from 0 to 100.

use rust_decimal::Decimal;

use super::Section;
use super::bands::{ABOVE, FROM};
use super::risk::steps;
use super::value::Use;
use crate::classify::{Classifier, Cx, Linear, Number, Percentiles, Rating, Signal, Verdict};
use crate::policy::check::Check;
use crate::policy::constant::Constant;
use crate::policy::limits;
use crate::policy::shape::{Choice, Key, List, ListKind, NUMBER, Record, Shape, TEXT};
use crate::policy::tree::Tree;
use crate::quantity::Name;
use crate::segment::Indicator;

/// Straight lines that are published, or say nothing new.
const LINES: [(&str, Linear); 4] = [
    ("part", Linear::PART),
    ("nps", Linear::NPS),
    ("tickets", Linear::TICKETS),
    ("days_since_login", Linear::DAYS_SINCE_LOGIN),
];

static RATINGS: Shape = Shape::List(&List {
    of: limits::List::Other("bands"),
    entry: &Shape::Record(&Record {
        name: "a band",
        keys: &[Key::required("rating", &NUMBER, "what a value in it is rated, 0 to 100"), FROM, ABOVE],
        choices: &[],
    }),
    kind: ListKind::OrderedSome,
});

static AMONG: Shape =
    Shape::List(&List { of: limits::List::Other("values"), entry: &TEXT, kind: ListKind::OrderedSome });

/// A scale.
pub(super) static SCALE: Shape = Shape::WordOr(
    &["part", "nps", "tickets", "days_since_login", "as_is"],
    &Shape::Record(&Record {
        name: "a scale",
        keys: &[
            Key::optional("zero_at", &NUMBER, "the value that is rated 0, on a straight line"),
            Key::optional(
                "hundred_at",
                &NUMBER,
                "the value that is rated 100; below zero_at where low is good",
            ),
            Key::optional("bands", &RATINGS, "ratings by bands of the value, the lowest first"),
            Key::optional(
                "percentile_among",
                &AMONG,
                "values of a portfolio: the mid-rank percentile among them",
            ),
        ],
        choices: &[
            Choice { by: "zero_at", needs: &["hundred_at"], may: &[] },
            Choice { by: "bands", needs: &[], may: &[] },
            Choice { by: "percentile_among", needs: &[], may: &[] },
        ],
    }),
);

/// An indicator that rates a value on the scale of its section.
#[derive(Clone, Copy)]
pub(super) struct OnScale<'t> {
    pub(super) section: Section<'t>,
    pub(super) name: Name,
    pub(super) weight: Decimal,
}

impl OnScale<'_> {
    /// Of whatever type the rating is, so that it is asked through one pointer and not through two.
    fn by<S: ?Sized>(self, rating: impl Classifier<S, Segment = Rating> + 'static) -> Indicator<S> {
        Indicator::new(self.name, self.weight, rating)
    }
}

impl<S: ?Sized + 'static> Use<S> for OnScale<'_> {
    type Made = Indicator<S>;

    fn make<V, R>(self, signal: Signal<S, V, R>, check: &mut Check<'_, S>) -> Option<Self::Made>
    where
        V: Constant + Number + Send + Sync + 'static,
        R: Fn(&S, &mut Cx<'_>) -> Verdict<V> + Send + Sync + 'static,
    {
        if let Some(word) = self.section.text("scale") {
            let line = LINES.into_iter().find(|(known, _)| *known == word);
            return Some(match line {
                Some((_, line)) => self.by(signal.linear(line)),
                // As it is.
                None => self.by(signal.rated(|value: V| Some(Rating::clamped(value.number())))),
            });
        }
        self.section.within("scale", |scale| on_scale(self, scale, signal, check))?
    }
}

fn on_scale<S: ?Sized + 'static, V, R>(
    indicator: OnScale<'_>,
    scale: Section<'_>,
    signal: Signal<S, V, R>,
    check: &mut Check<'_, S>,
) -> Option<Indicator<S>>
where
    V: Constant + Number + Send + Sync + 'static,
    R: Fn(&S, &mut Cx<'_>) -> Verdict<V> + Send + Sync + 'static,
{
    if let (Some(zero_at), Some(hundred_at)) = (scale.decimal("zero_at"), scale.decimal("hundred_at")) {
        return match Linear::new(zero_at, hundred_at) {
            Ok(line) => Some(indicator.by(signal.linear(line))),
            Err(error) => check.fault(scale.path, || error.to_string()),
        };
    }
    if scale.has("bands") {
        let bands = steps(scale, |entry| rating(entry, "rating"), check)?;
        return Some(indicator.by(signal.bands(bands)));
    }
    let path = scale.path.key("percentile_among");
    let (mut values, mut sound) = (Vec::new(), true);
    let entries = scale.get("percentile_among").map(Tree::entries).unwrap_or_default();
    for (index, entry) in entries.iter().enumerate() {
        match V::parse(entry.as_text().unwrap_or_default(), check.currency) {
            Ok(value) => values.push(value.number()),
            Err(problem) => {
                check.faults.push(&path.index(index), || problem);
                sound = false;
            }
        }
    }
    // By numbers, since amounts have an order within one currency alone; the document has one.
    let among = Percentiles::of(values);
    sound.then(|| indicator.by(signal.rated(move |value: V| among.rate(value.number()))))
}

/// A rating of a document; what lies outside 0 to 100 is refused by [`check_rating`].
pub(super) fn rating(section: Section<'_>, key: &str) -> Option<Rating> {
    section.decimal(key).map(Rating::clamped)
}

/// Whether the rating of this key lies between 0 and 100.
pub(super) fn check_rating<S: ?Sized>(section: Section<'_>, key: &'static str, check: &mut Check<'_, S>) {
    if let Some(given) =
        section.decimal(key).filter(|given| *given < Decimal::ZERO || *given > Decimal::ONE_HUNDRED)
    {
        check.faults.push(&section.path.key(key), || {
            format!("`{given}` is outside a rating's range; it goes from 0 to 100")
        });
    }
}
