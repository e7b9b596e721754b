//! What somebody may have meant.

/// Of these names the one that is at most two letters away.
pub(crate) fn nearest<'n>(wanted: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    names
        .map(|name| (distance(&wanted.to_lowercase(), &name.to_lowercase()), name))
        .filter(|(distance, name)| *distance <= 2 && *distance < name.len())
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// Letters to insert, delete or replace (Levenshtein). Lengths that differ by more than two are not compared.
fn distance(from: &str, to: &str) -> usize {
    if from.len().abs_diff(to.len()) > 2 {
        return usize::MAX;
    }
    let mut row: Vec<usize> = (0..=to.chars().count()).collect();
    for (index, letter) in from.chars().enumerate() {
        let mut diagonal = index;
        let mut left = index.saturating_add(1);
        let mut cells = row.iter_mut();
        if let Some(first) = cells.next() {
            *first = left;
        }
        for (above, other) in cells.zip(to.chars()) {
            let replaced = diagonal.saturating_add(usize::from(letter != other));
            diagonal = *above;
            left = replaced.min(above.saturating_add(1)).min(left.saturating_add(1));
            *above = left;
        }
    }
    row.last().copied().unwrap_or(usize::MAX)
}
