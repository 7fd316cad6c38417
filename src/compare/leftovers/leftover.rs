//! The shape of what was left in a text.

use std::ops::Range;

use crate::finding::Severity;

/// What a program left in the text.
pub struct Leftover {
    /// Where, in bytes of the rewrite.
    pub span: Range<usize>,
    /// What an editor would call it.
    pub what: &'static str,
    /// How bad it would be in print.
    pub severity: Severity,
}
