//! What several rules work out of a case, once for all of them.

use std::cell::OnceCell;
use std::ops::Deref;

use crate::compare::Case;
use crate::compare::office_claims::{self, OfficeClaims};
use crate::compare::swaps::{self, Swapped};
use crate::compare::unmatched_names::{self, UnmatchedName};

/// A case, and what rules work out of it for each other: each part is filled by the first rule that asks.
pub struct Shared<'a> {
    case: Case<'a>,
    unmatched_names: OnceCell<Vec<UnmatchedName>>,
    office_claims: OnceCell<OfficeClaims>,
    swaps: OnceCell<Vec<Swapped>>,
}

impl<'a> Shared<'a> {
    /// A case of which nothing is worked out yet.
    pub fn new(case: Case<'a>) -> Self {
        Shared { case, unmatched_names: OnceCell::new(), office_claims: OnceCell::new(), swaps: OnceCell::new() }
    }

    /// The names of the rewrite that the wires do not have where it has them, in text order.
    pub(crate) fn unmatched_names(&self) -> &[UnmatchedName] {
        self.unmatched_names.get_or_init(|| unmatched_names::find(&self.case))
    }

    /// The days on which the story may have been written, and what its titles have against the facts.
    pub(crate) fn office_claims(&self) -> &OfficeClaims {
        self.office_claims.get_or_init(|| office_claims::find(&self.case))
    }

    /// What of the wire changed places in the rewrite, in text order.
    pub(crate) fn swaps(&self) -> &[Swapped] {
        self.swaps.get_or_init(|| swaps::find(&self.case))
    }
}

impl<'a> Deref for Shared<'a> {
    type Target = Case<'a>;

    fn deref(&self) -> &Case<'a> {
        &self.case
    }
}
