//! What the rules on the states of persons share. No rule itself.

use crate::analyse::{Analysis, RoleMark};
use crate::knowledge::places::{Kind, StateId, in_region};

/// The state that a role says its holder is of: an adjective or a state's name, not a town.
pub fn state_of(a: &Analysis, r: &RoleMark) -> Option<StateId> {
    let p = &a.places[r.place?];
    matches!(p.place.kind, Kind::State).then_some(p.state).flatten()
}

/// Two states that may both be said of one person: a nation within a state, or a state of the past.
pub fn compatible(a: StateId, b: StateId) -> bool {
    let part = |x: StateId, y: StateId| x.info().and_then(|i| i.part_of()) == Some(y);
    let past = |x: StateId| x.info().is_some_and(|i| i.currency().is_empty());
    a == b || part(a, b) || part(b, a) || past(a) || past(b) || in_region(a, b.code()) || in_region(b, a.code())
}
