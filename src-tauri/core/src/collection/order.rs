//! The fewest moves that bring products into an order.

use std::collections::{HashMap, HashSet};

/// Returns the moves, one after the other, each with the place its product goes to, counted from 0, after it was
/// taken out. `wanted` stands at the front in the end and the rest behind it, as it is; what is wanted and not there
/// is passed over. Takes no more moves than needed: what already stands in a longest rising row stays.
pub fn moves<'a>(current: &[&'a str], wanted: &[&str]) -> Vec<(&'a str, usize)> {
    let place: HashMap<&str, usize> = current.iter().enumerate().map(|(at, id)| (*id, at)).collect();
    let mut seen = HashSet::new();
    let mut target: Vec<&'a str> = Vec::with_capacity(current.len());
    target
        .extend(wanted.iter().filter(|id| seen.insert(**id)).filter_map(|id| Some(current[*place.get(id)?])));
    target.extend(current.iter().filter(|id| !seen.contains(**id)));
    let ranks: Vec<usize> = target.iter().map(|id| place[id]).collect();
    let stays = longest_rising(&ranks);
    let mut now: Vec<&'a str> = current.to_vec();
    let mut moves = Vec::new();
    // From the front: each moved product goes right behind the one that is to stand before it.
    for (at, id) in target.iter().enumerate() {
        if stays[at] {
            continue;
        }
        now.retain(|other| other != id);
        let before =
            at.checked_sub(1).and_then(|before| now.iter().position(|other| *other == target[before]));
        let to = before.map_or(0, |before| before + 1);
        now.insert(to, id);
        moves.push((*id, to));
    }
    moves
}

/// Tells which items belong to a longest rising row.
fn longest_rising(items: &[usize]) -> Vec<bool> {
    // `ends[n]` is where the row of length n + 1 with the smallest end ends.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; items.len()];
    for (at, item) in items.iter().enumerate() {
        let length = ends.partition_point(|end| items[*end] < *item);
        before[at] = length.checked_sub(1).map(|shorter| ends[shorter]);
        if length == ends.len() {
            ends.push(at);
        } else {
            ends[length] = at;
        }
    }
    let mut stays = vec![false; items.len()];
    let mut next = ends.last().copied();
    while let Some(at) = next {
        stays[at] = true;
        next = before[at];
    }
    stays
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moved(current: &str, wanted: &str) -> (usize, String) {
        let ids = |text: &'static str| text.split("").filter(|id| !id.is_empty()).collect::<Vec<_>>();
        let (current, wanted) = (ids(current.to_owned().leak()), ids(wanted.to_owned().leak()));
        let moves = moves(&current, &wanted);
        let mut now = current;
        for (id, to) in &moves {
            now.retain(|other| other != id);
            now.insert(*to, id);
        }
        (moves.len(), now.concat())
    }

    #[test]
    fn orders_are_reached_with_the_fewest_moves() {
        for (current, wanted, moves, reached) in [
            ("", "", 0, ""),
            ("abc", "abc", 0, "abc"),
            ("abc", "bca", 1, "bca"),
            ("abc", "cba", 2, "cba"),
            ("abcx", "bxca", 2, "bxca"),
            ("abcd", "d", 1, "dabc"),
            ("abcd", "ab", 0, "abcd"),
            ("abcd", "dzda", 1, "dabc"),
            ("abcdefgh", "hgfedcba", 7, "hgfedcba"),
        ] {
            assert_eq!(moved(current, wanted), (moves, reached.to_owned()), "{current} → {wanted}");
        }
    }

    /// Every order of six, and every front of it.
    #[test]
    fn every_order_is_reached() {
        let mut orders = vec![String::new()];
        for letter in "abcdef".chars() {
            orders = orders
                .iter()
                .flat_map(|order| (0..=order.len()).map(move |at| (order.clone(), at)))
                .map(|(mut order, at)| {
                    order.insert(at, letter);
                    order
                })
                .collect();
        }
        for order in &orders {
            for front in 0..=order.len() {
                let (moves, reached) = moved("abcdef", &order[..front]);
                assert!(reached.starts_with(&order[..front]) && reached.len() == 6, "{order}: {reached}");
                assert_eq!(moved(&reached, &order[..front]).0, 0, "{order} is reached but not seen");
                assert!(moves < 6);
            }
        }
    }
}
