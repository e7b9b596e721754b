//! What somebody who mistyped a name probably meant.

/// The known name that is the fewest edits away (a letter more, less, another, or two swapped), where these are at most a
/// third of the letters; among equals the first.
pub(super) fn nearest<'n>(given: &str, known: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let given: Vec<char> = given.chars().take(LONGEST).collect();
    let near = known.into_iter().filter_map(|name| {
        let letters: Vec<char> = name.chars().take(LONGEST).collect();
        let edits = edits(&given, &letters);
        let most = given.len().max(letters.len()).checked_div(3).unwrap_or(0);
        (edits > 0 && edits <= most).then_some((edits, name))
    });
    near.min_by_key(|(edits, _)| *edits).map(|(_, name)| name)
}

/// `; did you mean ...?`, or nothing.
pub(super) fn hint<'n>(given: &str, known: impl IntoIterator<Item = &'n str>) -> String {
    nearest(given, known).map_or_else(String::new, |name| format!("; did you mean `{name}`?"))
}

/// Names are not longer.
const LONGEST: usize = 40;

/// The distance of Damerau and Levenshtein, with swaps of neighbours only.
fn edits(left: &[char], right: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=right.len()).collect();
    for (i, a) in left.iter().enumerate() {
        let mut row = vec![i.saturating_add(1)];
        for (j, b) in right.iter().enumerate() {
            let at = |row: &[usize], index: usize| row.get(index).copied().unwrap_or(usize::MAX);
            let insert = at(&row, j).saturating_add(1);
            let delete = at(&above, j.saturating_add(1)).saturating_add(1);
            let change = at(&above, j).saturating_add(usize::from(a != b));
            let swapped = i > 0
                && j > 0
                && left.get(i.saturating_sub(1)) == Some(b)
                && right.get(j.saturating_sub(1)) == Some(a);
            let swap = if swapped { at(&before, j.saturating_sub(1)).saturating_add(1) } else { usize::MAX };
            row.push(insert.min(delete).min(change).min(swap));
        }
        before = std::mem::replace(&mut above, row);
    }
    above.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_was_meant() {
        let known = ["arr", "prior_arr", "seats_activated", "seats_contracted"];
        for (given, meant) in [
            ("ar", Some("arr")),
            ("arrr", Some("arr")),
            ("rar", Some("arr")),
            ("seats_actvated", Some("seats_activated")),
            ("seats_contarcted", Some("seats_contracted")),
            ("prior", None),
            ("health", None),
            ("", None),
        ] {
            assert_eq!(nearest(given, known), meant, "{given}");
        }
    }

    #[test]
    fn counts_edits() {
        let edits = |a: &str, b: &str| edits(&a.chars().collect::<Vec<_>>(), &b.chars().collect::<Vec<_>>());
        for (a, b, count) in
            [("", "", 0), ("", "abc", 3), ("abc", "", 3), ("kitten", "sitting", 3), ("ab", "ba", 1)]
        {
            assert_eq!(edits(a, b), count, "{a} {b}");
        }
    }
}
