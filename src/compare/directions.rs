//! Words that say which way something moves.

use crate::knowledge::lexicon::Pos;
use crate::knowledge::tagger::Tag;
use crate::knowledge::word::Word;

/// What moves: opposite ways are opposite only within one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// A level, a price, a number: rise, fall.
    Level,
    /// A gap: widen, narrow.
    Width,
    /// A speed: accelerate, slow.
    Speed,
    /// A rule or a policy: tighten, ease.
    Grip,
    /// A state of things: improve, worsen.
    State,
    /// Power or a currency: strengthen, weaken.
    Force,
}

macro_rules! table {
    ($($scale:ident $up:literal: $($word:literal)*;)*) => {
        fn verb(base: &str) -> Option<(Scale, bool)> {
            match base { $($($word)|* => Some((Scale::$scale, $up)),)* _ => None }
        }
    };
}

table! {
    Level true: "rise" "climb" "jump" "soar" "surge" "increase" "gain" "rally" "rocket" "skyrocket" "grow" "spike" "rebound" "raise" "hike" "boost" "swell" "leap" "advance" "double" "triple" "appreciate";
    Level false: "fall" "drop" "plunge" "slump" "sink" "tumble" "slide" "decline" "decrease" "plummet" "dip" "dwindle" "shrink" "nosedive" "lower" "cut" "reduce" "slash" "trim" "slip" "lose" "halve" "contract" "depreciate" "shed" "curb";
    Width true: "widen" "broaden";
    Width false: "narrow";
    Speed true: "accelerate" "quicken" "hasten";
    Speed false: "slow" "decelerate" "moderate";
    Grip true: "tighten" "toughen" "harden" "stiffen";
    Grip false: "ease" "loosen" "relax" "soften" "lift";
    State true: "improve" "brighten";
    State false: "worsen" "deteriorate" "darken";
    Force true: "strengthen" "bolster";
    Force false: "weaken" "undermine";
}

/// The scale and way of a folded word by its part of speech: true is up.
pub fn way(form: &Word, tag: Tag) -> Option<(Scale, bool)> {
    let fold = form.text();
    match tag {
        Tag::Verb | Tag::Aux => verb(form.base(Pos::Verb)),
        Tag::Noun => match fold {
            "growth" | "upturn" | "upswing" | "uptick" | "increases" | "rises" => Some((Scale::Level, true)),
            "loss" | "losses" | "reduction" | "reductions" | "downturn" | "decreases" | "falls" | "contraction" => {
                Some((Scale::Level, false))
            }
            "slowdown" | "deceleration" => Some((Scale::Speed, false)),
            "acceleration" => Some((Scale::Speed, true)),
            "easing" | "relaxation" => Some((Scale::Grip, false)),
            "tightening" => Some((Scale::Grip, true)),
            "improvement" | "improvements" => Some((Scale::State, true)),
            "deterioration" => Some((Scale::State, false)),
            _ => match form.base(Pos::Noun) {
                b @ ("rise" | "climb" | "jump" | "surge" | "increase" | "gain" | "rally" | "spike" | "rebound"
                | "hike" | "boost" | "leap" | "advance" | "fall" | "drop" | "plunge" | "slump" | "tumble"
                | "slide" | "decline" | "decrease" | "dip" | "cut") => verb(b),
                _ => None,
            },
        },
        Tag::Adj | Tag::Adv | Tag::Adp | Tag::Part => match fold {
            "up" | "higher" | "upward" | "upwards" | "rising" | "growing" | "increasing" => Some((Scale::Level, true)),
            "down" | "lower" | "downward" | "downwards" | "falling" | "declining" | "shrinking" => {
                Some((Scale::Level, false))
            }
            "stronger" => Some((Scale::Force, true)),
            "weaker" => Some((Scale::Force, false)),
            "wider" => Some((Scale::Width, true)),
            "narrower" => Some((Scale::Width, false)),
            "faster" => Some((Scale::Speed, true)),
            "slower" => Some((Scale::Speed, false)),
            "tighter" | "tougher" | "stricter" => Some((Scale::Grip, true)),
            "looser" | "milder" => Some((Scale::Grip, false)),
            _ => None,
        },
        _ => None,
    }
}

/// Whether two words say opposite ways on one scale.
pub fn opposed(a: &Word, a_tag: Tag, b: &Word, b_tag: Tag) -> bool {
    matches!((way(a, a_tag), way(b, b_tag)), (Some((x, up)), Some((y, down))) if x == y && up != down)
}
