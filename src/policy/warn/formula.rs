//! Conditions in three-valued logic over many cells at once.

use super::work::TooMany;
use crate::policy::logic::Truth;

/// A condition whose comparisons are of any form.
#[derive(Debug)]
pub(super) enum Formula<L> {
    All(Vec<Formula<L>>),
    Any(Vec<Formula<L>>),
    Not(Box<Formula<L>>),
    Leaf(L),
}

/// The answers that a condition can have on a box of cells; never none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Truths {
    pub(super) no: bool,
    pub(super) yes: bool,
    pub(super) unknown: bool,
}

/// Where a box is to be halved: a variable, and the first class of the upper half.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Split {
    pub(super) variable: usize,
    pub(super) at: u32,
}

/// What a condition says on a box, and where to halve it where it does not say one thing.
#[derive(Clone, Copy, Debug)]
pub(super) struct Answer {
    pub(super) truths: Truths,
    pub(super) split: Option<Split>,
}

impl Truths {
    const YES: Self = Self { no: false, yes: true, unknown: false };
    const NO: Self = Self { no: true, yes: false, unknown: false };

    pub(super) const fn can_be(self, truth: Truth) -> bool {
        match truth {
            Truth::False => self.no,
            Truth::True => self.yes,
            Truth::Unknown => self.unknown,
        }
    }

    /// Whether there is one answer alone.
    pub(super) const fn is_settled(self) -> bool {
        matches!(
            (self.no, self.yes, self.unknown),
            (true, false, false) | (false, true, false) | (false, false, true)
        )
    }

    const fn not(self) -> Self {
        Self { no: self.yes, yes: self.no, unknown: self.unknown }
    }

    /// Every answer of this with every answer of the other.
    const fn and(self, other: Self) -> Self {
        Self {
            no: self.no || other.no,
            yes: self.yes && other.yes,
            unknown: self.unknown && (other.yes || other.unknown) || other.unknown && self.yes,
        }
    }
}

impl<L> Formula<L> {
    /// The same of other leaves. The recursion ends, since no condition is deeper than
    /// [`Limits::DEEPEST`](crate::policy::Limits::DEEPEST); so everywhere in this folder.
    pub(super) fn map<M>(&self, leaf: &mut dyn FnMut(&L) -> M) -> Formula<M> {
        match self {
            Self::All(formulas) => Formula::All(formulas.iter().map(|formula| formula.map(leaf)).collect()),
            Self::Any(formulas) => Formula::Any(formulas.iter().map(|formula| formula.map(leaf)).collect()),
            Self::Not(formula) => Formula::Not(Box::new(formula.map(leaf))),
            Self::Leaf(content) => Formula::Leaf(leaf(content)),
        }
    }

    pub(super) fn each<'f>(&'f self, leaf: &mut dyn FnMut(&'f L)) {
        match self {
            Self::All(formulas) | Self::Any(formulas) => {
                for formula in formulas {
                    formula.each(leaf);
                }
            }
            Self::Not(formula) => formula.each(leaf),
            Self::Leaf(content) => leaf(content),
        }
    }

    /// What it says on a box of cells, of what its leaves say.
    pub(super) fn answer(
        &self,
        leaf: &mut dyn FnMut(&L) -> Result<Answer, TooMany>,
    ) -> Result<Answer, TooMany> {
        match self {
            Self::All(formulas) => all(formulas, Truths::into_itself, leaf),
            // De Morgan.
            Self::Any(formulas) => {
                let none = all(formulas, Truths::not, leaf)?;
                Ok(Answer { truths: none.truths.not(), ..none })
            }
            Self::Not(formula) => {
                let answer = formula.answer(leaf)?;
                Ok(Answer { truths: answer.truths.not(), ..answer })
            }
            Self::Leaf(content) => leaf(content),
        }
    }
}

impl Truths {
    const fn into_itself(self) -> Self {
        self
    }
}

fn all<L>(
    formulas: &[Formula<L>],
    seen: fn(Truths) -> Truths,
    leaf: &mut dyn FnMut(&L) -> Result<Answer, TooMany>,
) -> Result<Answer, TooMany> {
    let mut answer = Answer { truths: Truths::YES, split: None };
    for formula in formulas {
        let part = formula.answer(leaf)?;
        answer.truths = answer.truths.and(seen(part.truths));
        answer.split = answer.split.or(part.split);
        if answer.truths == Truths::NO {
            break;
        }
    }
    if answer.truths.is_settled() {
        answer.split = None;
    }
    Ok(answer)
}
