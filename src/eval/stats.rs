//! Statistics that more than one figure needs.

/// The Wilson score interval of a share at 95 % (Wilson, 1927, "Probable inference, the law of succession, and statistical
/// inference"): lower and upper bound, each from 0 to 1. Nothing seen gives 0 to 1.
pub fn wilson(right: usize, total: usize) -> (f64, f64) {
    if total == 0 {
        return (0.0, 1.0);
    }
    const Z: f64 = 1.959_964;
    let (n, p) = (total as f64, right as f64 / total as f64);
    let centre = p + Z * Z / (2.0 * n);
    let reach = Z * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt();
    let scale = 1.0 + Z * Z / n;
    (((centre - reach) / scale).max(0.0), ((centre + reach) / scale).min(1.0))
}

/// `part / whole`; none where the whole is 0.
pub fn share(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// The chance that a faithful text scores above one with an error, ties counting half: the area under the ROC curve.
/// None where either side is empty.
pub fn auc(faithful: &[f64], with_error: &[f64]) -> Option<f64> {
    if faithful.is_empty() || with_error.is_empty() {
        return None;
    }
    let mut order: Vec<(f64, bool)> =
        faithful.iter().map(|v| (*v, true)).chain(with_error.iter().map(|v| (*v, false))).collect();
    order.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut below, mut wins) = (0usize, 0.0);
    for tied in order.chunk_by(|a, b| a.0 == b.0) {
        let errors = tied.iter().filter(|t| !t.1).count();
        wins += (tied.len() - errors) as f64 * (below as f64 + errors as f64 / 2.0);
        below += errors;
    }
    Some(wins / (faithful.len() as f64 * with_error.len() as f64))
}

/// One bin of a reliability curve.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Bin {
    /// Findings in it.
    pub findings: usize,
    /// Findings in it that are right.
    pub right: usize,
    /// Sum of what they state.
    pub stated: f64,
}

/// Sorts stated confidences, with whether they were right, into `bins` bins of equal width from 0 to 1.
pub fn reliability(stated: impl Iterator<Item = (f32, bool)>, bins: usize) -> Vec<Bin> {
    let mut out = vec![Bin::default(); bins];
    for (confidence, right) in stated {
        let i = (f64::from(confidence) * bins as f64) as usize;
        if let Some(bin) = out.get_mut(i.min(bins.saturating_sub(1))) {
            bin.findings += 1;
            bin.right += usize::from(right);
            bin.stated += f64::from(confidence);
        }
    }
    out
}

/// The expected calibration error: how far stated confidence lies from measured precision, averaged over all findings.
/// None without findings.
pub fn calibration_error(bins: &[Bin]) -> Option<f64> {
    let all: usize = bins.iter().map(|b| b.findings).sum();
    let off: f64 = bins.iter().map(|b| (b.stated - b.right as f64).abs()).sum();
    (all > 0).then(|| off / all as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wilson_interval_holds_the_share_and_narrows() {
        let (low, high) = wilson(8, 10);
        assert!((low - 0.4902).abs() < 1e-3 && (high - 0.9433).abs() < 1e-3, "{low} {high}");
        let (l, h) = wilson(800, 1000);
        assert!(low < l && l < 0.8 && 0.8 < h && h < high);
        assert_eq!(wilson(0, 0), (0.0, 1.0));
        assert!(wilson(0, 5).0 == 0.0 && wilson(5, 5).1 == 1.0);
    }

    #[test]
    fn ranking_counts_ties_half() {
        assert_eq!(auc(&[3.0, 2.0], &[1.0, 0.0]), Some(1.0));
        assert_eq!(auc(&[1.0], &[1.0]), Some(0.5));
        assert_eq!(auc(&[0.0, 2.0], &[1.0, 1.0]), Some(0.5));
        assert_eq!(auc(&[], &[1.0]), None);
    }

    #[test]
    fn calibration_error_is_the_mean_distance() {
        let bins = reliability([(0.95, true), (0.95, false), (0.05, false), (1.0, true)].into_iter(), 10);
        // 0.95 + 0.95 + 1.0 stated for two right ones, and 0.05 stated for none.
        let error = calibration_error(&bins).expect("four findings");
        assert!((error - (0.9 + 0.05) / 4.0).abs() < 1e-6, "{error}");
        assert_eq!(calibration_error(&reliability(std::iter::empty(), 10)), None);
    }
}
