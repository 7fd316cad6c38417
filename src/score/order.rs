//! The order in which people read findings, and the numbers by which they speak of them.

use crate::finding::Finding;

/// Gives every finding its number: the gravest first, in the order of the text among the equally grave. `late` says which come last whatever
/// they weigh: hints that some reports leave out, so that the numbers of the others are the same in all reports.
pub fn number(findings: &mut [Finding], late: impl Fn(usize) -> bool) {
    let mut order: Vec<usize> = (0..findings.len()).collect();
    // The findings are in the order of the text, and the sort keeps it.
    order.sort_by_key(|i| (late(*i), std::cmp::Reverse(findings[*i].severity)));
    for (n, i) in order.into_iter().enumerate() {
        findings[i].number = n + 1;
    }
}
