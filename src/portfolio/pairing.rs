use std::collections::BTreeMap;

/// What two lists say of one account.
pub(super) enum Paired<A, B> {
    Both(A, B),
    /// In the earlier list alone.
    Went(A),
    /// In the later list alone.
    Came(B),
}

/// The accounts of two lists by their ids, which are unique in each.
pub(super) fn pair_by_id<'r, A, B>(
    before: impl Iterator<Item = (&'r str, A)>,
    after: impl Iterator<Item = (&'r str, B)>,
    mut add: impl FnMut(Paired<A, B>),
) {
    let (mut before, mut after) = (before.fuse(), after.fuse());
    // Two lists of the same accounts in the same order need no search.
    let (one, other) = loop {
        match (before.next(), after.next()) {
            (Some((id, one)), Some((same, other))) if id == same => add(Paired::Both(one, other)),
            apart => break apart,
        }
    };
    let mut rest: BTreeMap<&str, B> = other.into_iter().chain(after).collect();
    for (id, one) in one.into_iter().chain(before) {
        add(match rest.remove(id) {
            Some(other) => Paired::Both(one, other),
            None => Paired::Went(one),
        });
    }
    rest.into_values().for_each(|other| add(Paired::Came(other)));
}
