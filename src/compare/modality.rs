//! How sure a verb is said to be: what stands before it.

use std::ops::Range;

use crate::analyse::{Analysis, Class};
use crate::knowledge::tagger::{Tag, VerbForm};

/// How sure, or how binding, an action is said to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Degree {
    /// may, might
    May,
    /// could: possible, or once able
    Could,
    /// can, is able to
    Can,
    /// is considering
    Considered,
    /// plans to, is expected to
    Planned,
    /// should, ought to
    Should,
    /// must, has to
    Must,
    /// will, is going to
    Will,
    /// would, the same in reported speech, or under a condition
    Would,
    /// did, has done
    Done,
    /// does, is doing
    Does,
}

/// The degree of a verb and the words that say so; the verb alone where no word does.
#[derive(Clone, Debug)]
pub struct Stance {
    /// How sure.
    pub degree: Degree,
    /// The words that say so.
    pub words: Range<usize>,
}

fn modal(fold: &str) -> Option<Degree> {
    Some(match fold {
        "may" | "might" => Degree::May,
        "could" => Degree::Could,
        "can" => Degree::Can,
        "must" => Degree::Must,
        "should" | "ought" => Degree::Should,
        "will" | "shall" => Degree::Will,
        "would" => Degree::Would,
        _ => return None,
    })
}

/// What a word before "to" says of the verb after it.
fn before_to(fold: &str) -> Option<Degree> {
    Some(match fold {
        "expected" | "expects" | "expect" | "plans" | "plan" | "planned" | "planning" | "intends" | "intend"
        | "intended" | "intending" | "hopes" | "hope" | "hoped" | "hoping" | "aims" | "aim" | "aimed" | "aiming"
        | "wants" | "want" | "wanted" | "seeks" | "seek" | "sought" | "seeking" | "scheduled" | "poised"
        | "projected" | "forecast" => Degree::Planned,
        "have" | "has" | "had" | "obliged" | "required" | "forced" | "ordered" | "bound" => Degree::Must,
        "need" | "needs" | "needed" => Degree::Must,
        "able" | "allowed" | "permitted" | "free" => Degree::Can,
        "going" | "set" | "due" | "is" | "are" => Degree::Will,
        "was" | "were" => Degree::Planned,
        _ => return None,
    })
}

/// How sure the verb at `head` is said to be; `start` is the first token of its sentence. None where it is unclear.
pub fn stance(a: &Analysis, head: usize, start: usize) -> Option<Stance> {
    let t = a.tokens.get(head)?;
    let form = a.form(head).verb_form(Tag::Verb)?;
    let (mut k, mut helper, mut perfect) = (head, false, false);
    while k > start && head - k < 6 {
        k -= 1;
        let b = &a.tokens[k];
        let fold = a.fold(k);
        match b.class {
            Class::Modal => return Some(Stance { degree: modal(fold)?, words: k..head }),
            Class::Auxiliary => {
                helper = true;
                perfect |= matches!(fold, "has" | "have" | "had" | "was" | "were" | "did" | "been");
            }
            Class::Negator => {}
            _ if fold == "to" => {
                if form != VerbForm::Base && !helper {
                    return None;
                }
                let mut w = k.checked_sub(1).filter(|w| *w >= start)?;
                while w > start && (a.tokens[w].tag == Tag::Adv || a.tokens[w].class == Class::Negator) {
                    w -= 1;
                }
                return before_to(a.fold(w)).map(|degree| Stance { degree, words: w..head });
            }
            _ if form == VerbForm::Ing
                && matches!(fold, "considering" | "mulling" | "considers" | "contemplating" | "considered") =>
            {
                return Some(Stance { degree: Degree::Considered, words: k..head });
            }
            Class::Connective => {}
            _ if b.tag == Tag::Adv => {}
            _ => break,
        }
    }
    let degree = match form {
        VerbForm::Past if t.tag == Tag::Verb => Degree::Done,
        VerbForm::Past | VerbForm::Participle if helper && perfect => Degree::Done,
        VerbForm::Past | VerbForm::Participle if helper => Degree::Does,
        VerbForm::S if t.tag == Tag::Verb && !helper => Degree::Does,
        VerbForm::Ing if helper => Degree::Does,
        VerbForm::Base if helper && perfect => Degree::Done,
        _ => return None,
    };
    Some(Stance { degree, words: head..head })
}
