use crate::economics::EconomicsError;
use crate::quantity::excerpt;

/// Ids that may stand once each. In rising order that shows at once; else they are sorted at the end.
#[derive(Default)]
pub(super) struct UniqueIds<'a> {
    ids: Vec<&'a str>,
    is_out_of_order: bool,
}

impl<'a> UniqueIds<'a> {
    #[inline]
    pub(super) fn push(&mut self, id: &'a str) {
        self.is_out_of_order |= self.ids.last().is_some_and(|last| *last >= id);
        self.ids.push(id);
    }

    pub(super) fn finish(mut self) -> Result<(), EconomicsError> {
        if self.is_out_of_order {
            self.ids.sort_unstable();
        }
        let twice = self.ids.windows(2).find_map(|pair| match pair {
            [first, second] if first == second => Some(*first),
            _ => None,
        });
        twice.map_or(Ok(()), |id| Err(duplicate(id)))
    }
}

pub(super) fn duplicate(id: &str) -> EconomicsError {
    let id = excerpt(id);
    EconomicsError::Data {
        field: "id",
        problem: format!("the account `{id}` stands twice; keep one row, or add up its subscriptions first"),
    }
}
