use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::{Cell, Review, Row};
use crate::account::facts;
use crate::classify::{Answer, Reason};
use crate::quantity::Name;

/// How well a fact is known over a portfolio, and what its absence costs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactCoverage {
    fact: Name,
    known: Option<Cell>,
    blocked: Cell,
    dimensions: Vec<(Name, Cell)>,
}

impl FactCoverage {
    /// The fact.
    #[must_use]
    pub const fn fact(&self) -> Name {
        self.fact
    }

    /// The accounts of which it is known; `None` for a fact that is not one of [`Account`](crate::Account)'s.
    #[must_use]
    pub const fn known(&self) -> Option<Cell> {
        self.known
    }

    /// The accounts that at least one dimension leaves unclassified because this fact is missing or too old: what could be
    /// classified if somebody filled it in. Of several facts that a dimension lacks, it names the first; a score that lacks
    /// too much ([`Reason::Insufficient`]) names none and is not counted here.
    #[must_use]
    pub const fn blocked(&self) -> Cell {
        self.blocked
    }

    /// The same, dimension by dimension.
    pub fn dimensions(&self) -> impl Iterator<Item = (Name, Cell)> {
        self.dimensions.iter().copied()
    }
}

/// What is counted of one fact.
struct Count {
    known: Option<Cell>,
    blocked: Cell,
    dimensions: BTreeMap<Name, Cell>,
}

pub(super) fn fact_coverage(review: &Review<'_>) -> Vec<FactCoverage> {
    let empty = Cell::empty(review.portfolio().currency());
    let count = |known| Count { known, blocked: empty, dimensions: BTreeMap::new() };
    let own = facts::OBSERVED.iter().chain(facts::ATTRIBUTES);
    let mut counts: BTreeMap<Name, Count> = own.map(|fact| (*fact, count(Some(empty)))).collect();
    for row in review.rows() {
        for (fact, count) in &mut counts {
            if let Some(known) = count.known.as_mut().filter(|_| row.knows(*fact)) {
                known.add(&row);
            }
        }
        let mut blocking: Vec<Name> = Vec::new();
        for (dimension, answer) in row.segments.iter() {
            let Answer::Unclassified(Reason::Missing(fact) | Reason::Stale(fact)) = answer else { continue };
            let count = counts.entry(fact).or_insert_with(|| count(None));
            count.dimensions.entry(dimension).or_insert(empty).add(&row);
            if !blocking.contains(&fact) {
                blocking.push(fact);
                count.blocked.add(&row);
            }
        }
    }
    let mut list: Vec<FactCoverage> = counts
        .into_iter()
        .map(|(fact, Count { known, blocked, dimensions })| FactCoverage {
            fact,
            known,
            blocked,
            dimensions: dimensions.into_iter().collect(),
        })
        .collect();
    list.sort_by_key(|of| (Reverse((of.blocked.arr().ticks(), of.blocked.accounts())), of.fact));
    list
}

impl Row<'_> {
    /// Whether a fact or an attribute of this name is known on the as-of date; of ARR, the history counts.
    #[must_use]
    pub fn knows(&self, fact: Name) -> bool {
        match fact {
            facts::ARR => self.arr.is_some(),
            facts::PRIOR_ARR => self.account.prior_arr_on(self.as_of).is_some(),
            fact => self.account.knows(fact) || self.account.attribute(fact).is_some(),
        }
    }
}
