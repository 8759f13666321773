//! Thins a curve to what a screen can show, without losing a peak or a standstill.

/// A figure at a moment: unix milliseconds, and the value.
pub type Point = (i64, f64);

/// Returns at most `max` of the points, in their order: the first and the last, and of what lies between, cut into equal
/// spans of time, the lowest and the highest of each. `points` are in order of time; `max` is at least 4.
#[must_use]
pub fn thin(points: &[Point], max: usize) -> Vec<Point> {
    let (Some(first), Some(last)) = (points.first(), points.last()) else { return Vec::new() };
    if points.len() <= max {
        return points.to_vec();
    }
    let spans = (max.max(4) - 2) / 2;
    let length = (last.0 - first.0).max(1) as f64;
    let span_of = |at: i64| ((at - first.0) as f64 / length * spans as f64) as usize;
    let mut thinned = vec![*first];
    let between = &points[1..points.len() - 1];
    for span in between.chunk_by(|left, right| span_of(left.0) == span_of(right.0)) {
        let by_value = |left: &&Point, right: &&Point| left.1.total_cmp(&right.1);
        let ends = [span.iter().min_by(by_value), span.iter().max_by(by_value)];
        let mut ends: Vec<Point> = ends.into_iter().flatten().copied().collect();
        ends.sort_by_key(|point| point.0);
        ends.dedup();
        thinned.extend(ends);
    }
    thinned.push(*last);
    thinned
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_curve_keeps_its_ends_its_peaks_and_its_standstill() {
        let mut curve: Vec<Point> = (0..50_000).map(|at| (at, 10.0 + (at % 7) as f64)).collect();
        curve[31_234].1 = 999.0;
        curve[12_345].1 = 0.0;
        let thinned = thin(&curve, 600);
        assert!(thinned.len() <= 600 && thinned.len() > 500, "{}", thinned.len());
        assert!(thinned.windows(2).all(|two| two[0].0 < two[1].0));
        for point in [curve[0], curve[31_234], curve[12_345], curve[49_999]] {
            assert!(thinned.contains(&point), "{point:?}");
        }
    }

    #[test]
    fn a_short_curve_stays_as_it_is() {
        assert_eq!(thin(&[], 600), []);
        assert_eq!(thin(&[(1, 2.0)], 4), [(1, 2.0)]);
        let same_moment: Vec<Point> = (0..9).map(|_| (5, 1.0)).collect();
        assert!(thin(&same_moment, 4).len() <= 4);
    }
}
