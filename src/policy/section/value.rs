//! What a factor or an indicator looks at: a fact, one fact per another, or the days from or until a date.

use super::Section;
use crate::calendar::{DayCount, Days, NaiveDate, days_between};
use crate::classify::{Classifier, Cx, Number, Segment, Signal, Unclassified, Verdict};
use crate::policy::check::Check;
use crate::policy::constant::Constant;
use crate::policy::fact_table::{ReadDated, Reader};
use crate::policy::logic::Test;
use crate::policy::quotient::Divide;
use crate::policy::shape::{Key, NAME, Shape, WHOLE};
use crate::quantity::{Name, Ratio};

/// Which way a value is good.
static DIRECTION: Shape = Shape::Word(&["high_is_good", "high_is_bad"]);

// The keys that say what is looked at, in this order.
pub(super) const FACT: Key = Key::optional("fact", &NAME, "the fact that is looked at");
pub(super) const PER: Key = Key::optional("per", &NAME, "divides the fact, exactly");
pub(super) const DAYS_UNTIL: Key =
    Key::optional("days_until", &NAME, "a date: days from the as-of date until it");
pub(super) const DAYS_SINCE: Key =
    Key::optional("days_since", &NAME, "a date: days from it to the as-of date");
pub(super) const MAX_AGE: Key =
    Key::optional("max_age_days", &WHOLE, "a fact observed longer ago counts as missing");
pub(super) const DIRECTED: Key =
    Key::optional("direction", &DIRECTION, "which way the value is good; what runs against it is warned of");

/// What may stand beside a date that is looked at.
pub(super) const BESIDE_A_DATE: &[&str] = &["max_age_days", "direction"];
/// What may stand beside a fact that is looked at.
pub(super) const BESIDE_A_FACT: &[&str] = &["per", "max_age_days", "direction"];

/// What is made of a value, whatever its type.
pub(super) trait Use<S: ?Sized> {
    type Made;

    fn make<V, R>(self, signal: Signal<S, V, R>, check: &mut Check<'_, S>) -> Option<Self::Made>
    where
        V: Constant + Number + Send + Sync + 'static,
        R: Fn(&S, &mut Cx<'_>) -> Verdict<V> + Send + Sync + 'static;
}

/// Finds the value of a section and makes something of it; `None` where it has found a fault.
pub(super) fn value<S: ?Sized + 'static, U: Use<S>>(
    section: Section<'_>,
    shown: Name,
    check: &mut Check<'_, S>,
    user: U,
) -> Option<U::Made> {
    let max_age = section.days("max_age_days");
    if let Some(fact) = section.name("days_until") {
        let date = check.of_kind::<NaiveDate>(&section.path.key("days_until"), fact, "days_until")?.read;
        let days = move |subject: &S, cx: &mut Cx<'_>| {
            let date = need(&date, &fact, max_age, subject, cx)?;
            Ok(DayCount(days_between(cx.as_of(), date)))
        };
        return user.make(Signal::new(shown, days), check);
    }
    if let Some(fact) = section.name("days_since") {
        let date = check.of_kind::<NaiveDate>(&section.path.key("days_since"), fact, "days_since")?.read;
        let days = move |subject: &S, cx: &mut Cx<'_>| {
            let date = need(&date, &fact, max_age, subject, cx)?;
            Ok(DayCount(days_between(date, cx.as_of())))
        };
        return user.make(Signal::new(shown, days), check);
    }
    let fact = section.name("fact")?;
    let path = section.path.key("fact");
    let reader = check.find(&path, fact);
    if let Some(per) = section.name("per") {
        let divisor = check.find(&section.path.key("per"), per);
        return match (reader?, divisor?) {
            (Reader::Money(part), Reader::Money(of)) => {
                user.make(quotient(shown, (fact, part.clone()), (per, of.clone()), max_age), check)
            }
            (Reader::Count(part), Reader::Count(of)) => {
                user.make(quotient(shown, (fact, part.clone()), (per, of.clone()), max_age), check)
            }
            (Reader::Days(part), Reader::Days(of)) => {
                user.make(quotient(shown, (fact, part.clone()), (per, of.clone()), max_age), check)
            }
            (part, of) => check.indivisible(&section.path.key("per"), (fact, part.kind()), (per, of.kind())),
        };
    }
    match reader? {
        Reader::Money(read) => user.make(plain(fact, read.clone(), max_age), check),
        Reader::Ratio(read) => user.make(plain(fact, read.clone(), max_age), check),
        Reader::Count(read) => user.make(plain(fact, read.clone(), max_age), check),
        Reader::Score(read) => user.make(plain(fact, read.clone(), max_age), check),
        Reader::Nps(read) => user.make(plain(fact, read.clone(), max_age), check),
        Reader::Days(read) => user.make(plain(fact, read.clone(), max_age), check),
        reader @ Reader::Date(_) => {
            let kind = reader.kind();
            check.fault(&path, || format!("`{fact}` is {kind}; use `days_until` or `days_since`"))
        }
        reader @ (Reader::Flag(_) | Reader::Text(_)) => {
            let kind = reader.kind();
            check.fault(&path, || format!("`{fact}` is {kind}, which has no bands; use `when`"))
        }
    }
}

/// Inlined, so that the verdict of a factor is made once and not moved from one function to the next.
#[inline(always)]
fn need<S: ?Sized, V: Copy>(
    read: &ReadDated<S, V>,
    fact: &Name,
    max_age: Option<Days>,
    subject: &S,
    cx: &mut Cx<'_>,
) -> Verdict<V> {
    let given = read(subject, cx.as_of()).map_err(Unclassified::Fault)?;
    cx.need_lent(fact, given, max_age)
}

fn plain<S: ?Sized + 'static, V: Copy + 'static>(
    fact: Name,
    read: ReadDated<S, V>,
    max_age: Option<Days>,
) -> Signal<S, V, impl Fn(&S, &mut Cx<'_>) -> Verdict<V> + Send + Sync + 'static> {
    Signal::new(fact, move |subject: &S, cx: &mut Cx<'_>| need(&read, &fact, max_age, subject, cx))
}

fn quotient<S: ?Sized + 'static, V: Divide + 'static>(
    shown: Name,
    (fact, part): (Name, ReadDated<S, V>),
    (per, whole): (Name, ReadDated<S, V>),
    max_age: Option<Days>,
) -> Signal<S, Ratio, impl Fn(&S, &mut Cx<'_>) -> Verdict<Ratio> + Send + Sync + 'static> {
    Signal::new(shown, move |subject: &S, cx: &mut Cx<'_>| {
        let part = need(&part, &fact, max_age, subject, cx)?;
        let whole = need(&whole, &per, max_age, subject, cx)?;
        part.per(whole)?.ok_or_else(|| cx.undefined(per))
    })
}

/// A classifier by whether a condition holds: unknown for the first reason in the order of the document.
pub(super) struct When<S: ?Sized, G> {
    pub(super) test: Test<S>,
    pub(super) holds: G,
    pub(super) otherwise: G,
}

impl<S: ?Sized, G: Segment> Classifier<S> for When<S, G> {
    type Segment = G;

    fn evaluate(&self, subject: &S, cx: &mut Cx<'_>) -> Verdict<G> {
        Ok(if self.test.verdict(subject, cx)? { self.holds } else { self.otherwise })
    }
}
