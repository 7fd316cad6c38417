use crate::analyse::{Analysis, Class, TokenKind};
use crate::compare::Case;
use crate::compare::directions::{Scale, way};
use crate::compare::sides::{View, content, is_class, pairs, said};
use crate::finding::{Finding, Severity};
use crate::knowledge::dates;
use crate::knowledge::tagger::Tag;

rule! {
    /// # What it reports
    /// A movement in the wrong direction: "rose" where the wire has "fell", "widened" for "narrowed", "eased" for
    /// "tightened".
    ///
    /// # Why it matters
    /// In a market report the direction is the news.
    ///
    /// # Evidence it asks for
    /// A word of movement on each side, on the same scale and in opposite directions, about the same thing: what moves,
    /// the figure it moves by or the thing that is moved is the same on both sides. Neither side has the other
    /// direction as well, and no negation reverses one of them.
    ///
    /// Severity: critical where the words on both sides of it are the wire's; major where the movement is told in other
    /// words.
    ///
    /// # Example
    /// ```text
    /// wire: Exports of tea fell 6% in August, the customs office said.
    /// rewrite: Exports of tea climbed 6% in August, the customs office said.
    /// fires: climbed
    /// wire: The government tightened the rules for foreign students on Monday.
    /// rewrite: The government eased the rules for foreign students on Monday.
    /// fires: eased
    /// wire: The krona rose 0.6 percent against the euro, while shares in Bergen fell 1.2 percent.
    /// rewrite: The krona lost 0.6 percent against the euro, and shares in Bergen added 1.2 percent.
    /// fires: lost
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: The crown fell to 25.10 per euro on Monday.
    /// rewrite: The euro rose to 25.10 crowns on Monday.
    /// silent
    /// wire: Unemployment dropped by half a point in May.
    /// rewrite: The jobless rate fell by half a point in May.
    /// silent
    /// wire: The skipper lost more than 40 minutes in the calm off the cape.
    /// rewrite: The calm off the cape cost the skipper upwards of 40 minutes.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// Sentences with movements in both directions where the figures do not tell which is meant, and movements shown by figures alone.
    id: "direction-reversed",
    group: Stance,
    category: Mistranslation,
    severity: Critical,
    speaks: Sharp,
    ground: Wire,
    fix: Advice,
    names: Judged,
}

type Move = (usize, Scale, bool);

fn moves(a: &Analysis, tokens: impl Iterator<Item = usize>) -> Vec<Move> {
    tokens
        .filter(|k| a.tokens[*k].kind == TokenKind::Word)
        .filter_map(|k| {
            let fold = a.fold(k);
            // "Up" and "down" say a movement beside a figure, or after a form of "be".
            if matches!(fold, "up" | "down") && !figure_near(a, k) {
                return None;
            }
            // "Upwards of 20 minutes" is more than 20.
            if matches!(fold, "upward" | "upwards") && a.tokens.get(k + 1).is_some() && a.fold(k + 1) == "of" {
                return None;
            }
            way(a.form(k), a.tokens[k].tag).map(|(scale, up)| (k, scale, up))
        })
        .collect()
}

fn figure_near(a: &Analysis, k: usize) -> bool {
    (k + 1..k + 4).any(|n| a.tokens.get(n).is_some_and(|t| t.kind == TokenKind::Number))
        || (k > 0
            && a.tokens[k - 1].class == Class::Auxiliary
            && a.tokens.get(k + 1).is_none_or(|t| t.tag != Tag::Verb))
}

/// Compares the words of movement in each sentence with the wire's.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    for f in pairs(case) {
        let r = case.rewrite;
        let (mine, theirs) = (f.mine(), f.theirs());
        let wire = f.wire();
        let ours = moves(r, mine.clone());
        if ours.is_empty() || f.pair.score < 0.35 {
            continue;
        }
        let view: View = f.rewrite_view();
        let others: Vec<Move> = moves(wire, view.other_tokens());
        for &(i, scale, up) in &ours {
            // A way that the wire has too, unaccounted for, may be the one that is meant.
            let free = |m: &&Move| m.1 == scale && view.back(m.0).is_none_or(|(k, _)| k == i);
            if view.link(i).is_some_and(|(j, _)| way(wire.form(j), wire.tokens[j].tag).is_none_or(|w| w == (scale, up)))
            {
                continue;
            }
            // What moves and the figure that it moves by are the same: this is the one, whatever else moves.
            let tied = others.iter().find(|m| m.1 == scale && by_same_figure(&view, i, m.0));
            if tied.map_or_else(|| others.iter().filter(free).any(|m| m.2 == up), |m| m.2 == up) {
                continue;
            }
            let mut free = others.iter().filter(free).filter(|m| m.2 != up && theirs.contains(&m.0));
            let found = match tied {
                Some(m) => Some((m.0, true)),
                None => free.find_map(|m| Some((m.0, same_thing(&view, i, m.0)?))),
            };
            let Some((j, firm)) = found else { continue };
            if tied.is_none() && ours.iter().any(|m| m.0 != i && m.1 == scale && view.link(m.0).is_none() && m.2 != up)
            {
                continue;
            }
            let negated = |a: &Analysis, at: usize, start: usize| {
                (at.saturating_sub(4).max(start)..at).any(|k| {
                    is_class(a, k, Class::Negator)
                        || matches!(
                            a.fold(k),
                            "without"
                                | "stop"
                                | "stopped"
                                | "prevent"
                                | "halt"
                                | "halted"
                                | "failed"
                                | "less"
                                | "instead"
                                | "despite"
                                | "after"
                        )
                })
            };
            if negated(r, i, mine.start) != negated(wire, j, theirs.start) {
                continue;
            }
            out.push(
                Finding::at(
                    &RULE,
                    f.at(i..i + 1),
                    format!(
                        "opposite direction: the wire says “{}”, the rewrite “{}”",
                        said(wire, j..j + 1),
                        said(r, i..i + 1)
                    ),
                )
                .severity(if firm { Severity::Critical } else { Severity::Major })
                .confidence(if firm { 0.9 } else { 0.6 })
                .against(f.wire_at(j..j + 1)),
            );
        }
    }
}

/// The nearest thing before a word of movement: mostly what moves.
fn before(a: &Analysis, at: usize, start: usize) -> Option<usize> {
    (at.saturating_sub(7).max(start)..at).rev().find(|k| named(a, *k))
}

/// The figure after a word of movement: what it moves by or to.
fn figure(a: &Analysis, at: usize, end: usize) -> Option<usize> {
    (at + 1..end.min(at + 5)).find(|k| a.tokens[*k].kind == TokenKind::Number)
}

/// Whether both are there, and the same.
fn tied(v: &View, mine: Option<usize>, theirs: Option<usize>) -> bool {
    matches!((mine, theirs), (Some(x), Some(y)) if v.same(x) == Some(y))
}

/// Whether the same thing moves by the same figure.
fn by_same_figure(v: &View, i: usize, j: usize) -> bool {
    v.others.iter().find(|o| o.contains(&j)).is_some_and(|other| {
        tied(v, before(v.from, i, v.tokens.start), before(v.to, j, other.start))
            && tied(v, figure(v.from, i, v.tokens.end), figure(v.to, j, other.end))
    })
}

/// Whether the words of movement are about the same thing: some if so, true if what moves or is moved is the same, false if only a
/// figure says so.
fn same_thing(v: &View, i: usize, j: usize) -> Option<bool> {
    let other = v.others.iter().find(|o| o.contains(&j))?;
    let after = |a: &Analysis, at: usize, end: usize| (at + 1..end.min(at + 6)).find(|k| named(a, *k));
    let (mine_before, their_before) = (before(v.from, i, v.tokens.start), before(v.to, j, other.start));
    let (mine_after, their_after) = (after(v.from, i, v.tokens.end), after(v.to, j, other.end));
    // The thing of one side on the other end of the other side: seen from the other side, nothing is reversed.
    if tied(v, mine_before, their_after) || tied(v, mine_after, their_before) {
        return None;
    }
    if tied(v, mine_before, their_before) || tied(v, mine_after, their_after) {
        return Some(true);
    }
    // Something else moves by the same figure: more likely the same news seen from the other side.
    let apart = |x: Option<usize>, y: Option<usize>| matches!((x, y), (Some(x), Some(y)) if v.same(x).is_some() || v.back(y).is_some());
    if apart(mine_before, their_before) {
        return None;
    }
    tied(v, figure(v.from, i, v.tokens.end), figure(v.to, j, other.end)).then_some(false)
}

fn named(a: &Analysis, k: usize) -> bool {
    content(a, k)
        && matches!(a.tokens[k].tag, Tag::Noun | Tag::Propn)
        && a.tokens[k].kind == TokenKind::Word
        && !dates::is_weekday(a.fold(k))
        && !matches!(a.fold(k), "percent" | "cent" | "points" | "point" | "year" | "month" | "week" | "quarter")
}
