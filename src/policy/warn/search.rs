//! The search for cells on which conditions hold or do not.

use super::formula::{Answer, Formula};
use super::space::{Asked, Cells, Space};
use super::work::{TooMany, Work};
use crate::policy::logic::Truth;

/// A condition, and what it should be.
pub(super) type Wanted<'f> = (&'f Formula<Asked>, Truth);

/// A box that was halved.
struct Halved {
    variable: usize,
    whole: (u32, u32),
    /// `None` as soon as it is its turn.
    upper: Option<(u32, u32)>,
    open: usize,
}

impl Space<'_> {
    /// A box on every cell of which each condition is what is wanted; `None` where there is no such cell.
    ///
    /// # Errors
    /// Where it would take too much work.
    pub(super) fn find(&self, wanted: &[Wanted<'_>], work: &mut Work) -> Result<Option<Cells>, TooMany> {
        self.find_within(self.whole(), wanted, work)
    }

    /// The same, of a box only.
    pub(super) fn find_within(
        &self,
        mut cells: Cells,
        wanted: &[Wanted<'_>],
        work: &mut Work,
    ) -> Result<Option<Cells>, TooMany> {
        // Boxes and lists are copied.
        let copied = cells.len().saturating_add(wanted.len());
        work.steps(copied.checked_div(16).unwrap_or(0).saturating_add(2))?;
        // Those before `open` are not yet settled on the box.
        let mut wanted = wanted.to_vec();
        let mut open = wanted.len();
        // Not the stack: a box may be halved thousands of times.
        let mut halved: Vec<Halved> = Vec::new();
        loop {
            match self.settle(&mut wanted, &mut open, &cells, work)? {
                Step::Settled => return Ok(Some(cells)),
                Step::Split(variable, at) => {
                    let Some(left) = cells.get_mut(variable) else { return Ok(None) };
                    let whole = *left;
                    *left = (whole.0, at.saturating_sub(1));
                    halved.push(Halved { variable, whole, upper: Some((at, whole.1)), open });
                }
                Step::Impossible => loop {
                    let Some(last) = halved.last_mut() else { return Ok(None) };
                    let Some(left) = cells.get_mut(last.variable) else { return Ok(None) };
                    if let Some(upper) = last.upper.take() {
                        *left = upper;
                        open = last.open;
                        break;
                    }
                    *left = last.whole;
                    halved.pop();
                },
            }
        }
    }

    /// Asks the conditions that are open: each may rule out the box, and the first that is undecided says where to
    /// halve it.
    fn settle(
        &self,
        wanted: &mut [Wanted<'_>],
        open: &mut usize,
        cells: &Cells,
        work: &mut Work,
    ) -> Result<Step, TooMany> {
        let mut split = None;
        let mut next = 0_usize;
        while let Some((formula, truth)) = wanted.get(next).filter(|_| next < *open) {
            let answer: Answer = formula.answer(&mut |asked| {
                work.steps(1)?;
                Ok(self.answer(asked, cells))
            })?;
            if !answer.truths.can_be(*truth) {
                return Ok(Step::Impossible);
            }
            if answer.truths.is_settled() {
                // The settled ones stand behind the open ones: a box that is given up opens them again.
                *open = open.saturating_sub(1);
                wanted.swap(next, *open);
            } else {
                split = split.or(answer.split);
                // The first condition, mostly the one that is to hold, narrows the box before the many others are asked.
                if *open == wanted.len() {
                    break;
                }
                next = next.saturating_add(1);
            }
        }
        Ok(split.map_or(Step::Settled, |split| Step::Split(split.variable, split.at)))
    }
}

enum Step {
    Settled,
    Impossible,
    Split(usize, u32),
}
