//! What the rules on the states of persons share.

use crate::analyse::{Analysis, RoleMark};
use crate::knowledge::places::{Kind, StateId, in_region};

/// The state that a role says its holder is of: an adjective or a state's name, not a town.
pub fn state_of(a: &Analysis, r: &RoleMark) -> Option<StateId> {
    let p = &a.places[r.place?];
    matches!(p.place.kind, Kind::State).then_some(p.state).flatten()
}

/// Two states that may both be said of one person, or one of them a region of the other.
pub fn compatible(a: StateId, b: StateId) -> bool {
    a.may_be_shared(b) || in_region(a, b.code()) || in_region(b, a.code())
}
