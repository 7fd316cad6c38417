use std::cell::{OnceCell, RefCell};
use std::collections::{HashMap, HashSet};

use crate::align::Pair;
use crate::analyse::names::pronoun_gender;
use crate::analyse::{Analysis, Class, NameKind};
use crate::compare::Case;
use crate::compare::unmatched_names::{self, romanised};
use crate::finding::{Finding, Severity};
use crate::knowledge::names;
use crate::knowledge::titles::Gender;
use crate::text::{RewriteSpan, WireSpan};

rule! {
    /// # What it reports
    /// A man referred to as a woman, or a woman as a man: "his" for "her", "the actress" for "the actor".
    ///
    /// # Why it matters
    /// It is wrong about the person, and a reader takes the pronoun for somebody else.
    ///
    /// # Evidence it asks for
    /// A pronoun of one gender where the wire has one of the other; or in a sentence for which the wire has pronouns of
    /// the other gender only; or for a person whom the wire refers to by the other one throughout. "He or she", "they"
    /// and wording without gender are not evidence.
    ///
    /// # Example
    /// ```text
    /// wire: Ilse Brandt said her firm had lost the order.
    /// rewrite: Ilse Brandt said his firm had lost the order.
    /// fires: his
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: Ilse Brandt said the firm had lost the order.
    /// rewrite: Ilse Brandt said her firm had lost the order.
    /// silent
    /// wire: A pilot must renew his or her licence every year, the agency said.
    /// rewrite: A pilot has to renew his or her licence every year, the agency said.
    /// silent
    /// wire: Keller's coach, Martin Obi, denied a report that she would leave the club.
    /// rewrite: A report that Keller would leave the club was rejected by her coach, Martin Obi. Nobody, he said, had asked.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// A person for whom the wire has no pronoun and no title that shows the gender.
    id: "gender-changed",
    group: Names,
    category: Mistranslation,
    severity: Major,
    speaks: Sharp,
    ground: Wire,
    fix: Advice,
    names: Spared,
}

/// Compares the gendered words of each sentence with those of the wire's.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    let a = case.rewrite;
    let people = People::of(case);
    for pair in case.going(&case.alignment.pairs) {
        if pair.wire.is_empty() {
            continue;
        }
        let tokens = a.sentences[pair.sentence].tokens.clone();
        let genders: Vec<(usize, Gender)> = tokens.clone().filter_map(|i| gender(a, i).map(|g| (i, g))).collect();
        let both = |g: Gender| genders.iter().any(|(_, h)| *h != g);
        let said = out.len();
        for &(i, g) in &genders {
            if either(a, i) {
                continue;
            }
            if let Some((wire, confidence)) = evidence(case, &people, (pair, i), g, both(g)) {
                // "He said he would go himself": one fault.
                if let Some(f) = out.get_mut(said) {
                    f.also.push(RewriteSpan(a.tokens[i].span));
                    continue;
                }
                let there = wire.span.of(&case.wires[wire.take].text);
                out.push(
                    Finding::at(
                        &RULE,
                        RewriteSpan(a.tokens[i].span),
                        format!("the wire says “{there}” of this person, the rewrite “{}”", a.word(i)),
                    )
                    .severity(Severity::Major)
                    .confidence(confidence)
                    .against(wire)
                    .one_fault(&format!("{g:?} {:?}", people.last_named(i))),
                );
            }
        }
    }
}

/// From this share of the wire's words on, a pronoun stands for whom it stands for in the wire.
const CLOSE: f32 = 0.6;

/// So many tokens before a pronoun may stand the noun that it is for.
const REACH: usize = 30;

/// The gender that a noun for a person fixes by itself.
fn noun_gender(word: &str) -> Option<Gender> {
    Some(match word {
        "woman" | "girl" | "lady" | "mother" | "daughter" | "sister" | "wife" | "widow" | "aunt" | "niece" => {
            Gender::Female
        }
        "man" | "boy" | "gentleman" | "father" | "son" | "brother" | "husband" | "widower" | "uncle" | "nephew" => {
            Gender::Male
        }
        _ => return None,
    })
}

/// The take and the word that give a person another gender, where one does.
type Otherwise = Option<(usize, usize)>;

/// What is asked about the people of both sides for each pronoun: found once.
struct People {
    /// The persons whom the rewrite names, in text order: the first token of the name, and who it is.
    named: Vec<(usize, usize)>,
    /// The genders of the first names that a person has, here or at the full name.
    first_names: HashSet<(usize, Gender)>,
    /// The genders of the wires' pronouns.
    in_wires: Vec<Gender>,
    /// For each wire, the persons to whom its words give a gender; asked for where a pronoun stands for a name.
    told: OnceCell<Vec<Vec<(usize, usize, Gender)>>>,
    /// What the wires tell otherwise of a name, by the name's key and the gender here.
    otherwise: RefCell<HashMap<(u64, Gender), Otherwise>>,
}

impl People {
    fn of(case: &Case) -> Self {
        let a = case.rewrite;
        let named = a.names.iter().filter(|n| n.kind == NameKind::Person).map(|n| (n.tokens.start, n.entity)).collect();
        let full = a.names.iter().filter(|n| n.tokens.len() > 1);
        // Where the family name may come first, the first word tells nothing.
        let first = |word: &str| if romanised::may_be(word, word) { None } else { names::gender(word) };
        let first_names = full.filter_map(|n| Some((n.entity, first(a.fold(n.tokens.start))?))).collect();
        let mut in_wires = Vec::new();
        for wire in case.wires {
            for g in (0..wire.tokens.len()).filter_map(|k| gender(wire, k)) {
                if !in_wires.contains(&g) {
                    in_wires.push(g);
                }
            }
        }
        People { named, first_names, in_wires, told: OnceCell::new(), otherwise: RefCell::default() }
    }

    /// The person named last before a token: whom a pronoun there stands for, as far as the order of the text tells.
    fn last_named(&self, i: usize) -> Option<usize> {
        let before = self.named.partition_point(|(start, _)| *start < i);
        Some(self.named.get(before.checked_sub(1)?)?.1)
    }

    /// The word by which the wires give a person of the rewrite another gender, where none of them gives this one: titles that fix a gender,
    /// and the pronoun that follows the name with nobody else between.
    fn told_otherwise(&self, case: &Case, n: usize, g: Gender) -> Otherwise {
        let key = (case.rewrite.names[n].key, g);
        if let Some(found) = self.otherwise.borrow().get(&key) {
            return *found;
        }
        let told = self.told.get_or_init(|| case.wires.iter().map(told_genders).collect());
        let (mut own, mut other) = (false, None);
        for (take, wire) in case.wires.iter().enumerate() {
            for (m, token, h) in told.get(take).into_iter().flatten() {
                if case.likeness(n, wire, *m) <= unmatched_names::Likeness::Misspelt {
                    own |= *h == g;
                    other = other.or((*h != g).then_some((take, *token)));
                }
            }
        }
        let found = other.filter(|_| !own);
        self.otherwise.borrow_mut().insert(key, found);
        found
    }

    /// Whether the person named last has a first name of that gender: the pronoun is theirs, whomever the wire's sentence is about.
    fn suits(&self, i: usize, g: Gender) -> bool {
        self.last_named(i).is_some_and(|entity| self.first_names.contains(&(entity, g)))
    }
}

/// The gender that a token fixes as a personal pronoun.
fn gender(a: &Analysis, token: usize) -> Option<Gender> {
    let t = a.tokens.get(token).filter(|t| t.class == Class::Pronoun)?;
    pronoun_gender(a.fold_of(t))
}

/// "he or she", "his/her", "her and his": both are named on purpose.
fn either(a: &Analysis, i: usize) -> bool {
    let joins = |k: usize| matches!(a.fold(k), "or" | "/" | "and");
    let near = |k: Option<usize>| k.is_some_and(|k| gender(a, k).is_some());
    joins(i + 1) && near(Some(i + 2)) || i > 1 && joins(i - 1) && near(i.checked_sub(2))
}

/// The wire's word of the other gender that stands for the pronoun at `i`, and how sure that is.
fn evidence(
    case: &Case,
    people: &People,
    (pair, i): (&Pair, usize),
    g: Gender,
    mixed: bool,
) -> Option<(WireSpan, f32)> {
    let a = case.rewrite;
    let first = a.sentences[pair.sentence].tokens.start;
    if let Some(link) = pair.link(first, i) {
        let wire = &case.wires[link.to.take as usize];
        if gender(wire, link.to.token as usize) == Some(g) {
            return None;
        }
    }
    // In a sentence that was told anew, it is another person: "a woman takes over; she", or whoever was named last.
    let noun = |k: usize| noun_gender(a.fold(k)) == Some(g);
    let told = || (i.saturating_sub(REACH).max(first)..i).any(noun) || people.suits(i, g);
    if case.alignment.kept(pair.sentence) < CLOSE && told() {
        return None;
    }
    let at = |take: usize, token: usize| crate::align::wire_span(case.wires, take, token..token + 1);
    // All gendered pronouns of the pair's wire sentences.
    let all: Vec<(usize, usize, Gender)> = pair
        .wire
        .iter()
        .flat_map(|s| {
            let wire = &case.wires[s.take];
            wire.sentences[s.sentence]
                .tokens
                .clone()
                .filter_map(move |k| gender(wire, k).filter(|_| !either(wire, k)).map(|h| (s.take, k, h)))
        })
        .collect();
    // As many of the other gender here as there: this one is somebody else, or stands where the wire has a name.
    let here = a.sentences[pair.sentence].tokens.clone();
    let others = here.filter(|k| gender(a, *k).is_some_and(|h| h != g)).count();
    let accounted = others >= all.iter().filter(|(_, _, h)| *h != g).count();
    // Somebody else of that gender in the wires may be meant.
    let somebody = people.in_wires.contains(&g);
    // The pronoun in its very place.
    if let Some(s) = pair.spots.iter().find(|s| s.rewrite.contains(&i))
        && let Some((t, k, _)) = all.iter().find(|(t, k, h)| *t == s.take && s.wire.contains(k) && *h != g)
    {
        let same_here = all.iter().any(|(t, k, h)| *t == s.take && s.wire.contains(k) && *h == g);
        // Where the wire has both genders, the word that follows has to be the same too: "her son's money" may be "his money".
        let follows =
            pair.link(first, i + 1).is_some_and(|l| l.to.take as usize == *t && l.to.token as usize == *k + 1);
        let other_too = all.iter().any(|(_, _, h)| *h == g);
        let sure = s.left_bound && s.right_bound && !other_too || follows;
        if !same_here
            && !accounted
            && (sure || (s.left_bound || s.right_bound) && !somebody && pair.score >= 0.5 && people_of(case, pair) <= 1)
        {
            return Some((at(*t, *k), if s.left_bound && s.right_bound { 0.9 } else { 0.75 }));
        }
    }
    // Only the other gender in all that the sentence says, and only one person of any gender here.
    let here = people_of(case, pair);
    if let Some((t, k, _)) = all.first().filter(|_| all.iter().all(|(_, _, h)| *h != g))
        && here <= 1
        && !somebody
        && !accounted
        && pair.score >= if mixed { 0.6 } else { 0.4 }
    {
        return Some((at(*t, *k), 0.65));
    }
    if !all.is_empty() {
        return None;
    }
    of_antecedent(case, people, i, g)
}

/// How many persons the sentence of the rewrite names.
fn people_of(case: &Case, pair: &Pair) -> usize {
    let a = case.rewrite;
    let tokens = a.sentences[pair.sentence].tokens.clone();
    let mut people: Vec<usize> =
        a.names_in(tokens).filter(|n| a.names[*n].kind == NameKind::Person).map(|n| a.names[n].entity).collect();
    people.sort_unstable();
    people.dedup();
    people.len()
}

/// The gender that the wires give the one person whom the pronoun can stand for.
fn of_antecedent(case: &Case, people: &People, i: usize, g: Gender) -> Option<(WireSpan, f32)> {
    let a = case.rewrite;
    let s = a.tokens[i].sentence as usize;
    let from = a.sentences[s.saturating_sub(1)].tokens.start;
    let mut named = a.names_in(from..i).filter(|n| matches!(a.names[*n].kind, NameKind::Person));
    let n = named.next()?;
    let entity = a.names[n].entity;
    if named.any(|n| a.names[n].entity != entity) || a.roles_in(from..i).any(|r| a.roles[r].name.is_none()) {
        return None;
    }
    let (take, token) = people.told_otherwise(case, n, g)?;
    Some((crate::align::wire_span(case.wires, take, token..token + 1), 0.6))
}

/// The gender that the words of a wire give each of its persons, where they give one: the name, the word that gives it, and the gender.
fn told_genders(wire: &Analysis) -> Vec<(usize, usize, Gender)> {
    // For each name the next one of another person.
    let mut next: Vec<Option<usize>> = vec![None; wire.names.len()];
    let mut person = None;
    for (m, mark) in wire.names.iter().enumerate().rev() {
        next[m] = person.filter(|p: &usize| wire.names[*p].entity != mark.entity).or_else(|| next[person?]);
        if mark.kind == NameKind::Person {
            person = Some(m);
        }
    }
    let people = (0..wire.names.len()).filter(|m| wire.names[*m].kind == NameKind::Person);
    people.filter_map(|m| told_gender(wire, m, next[m]).map(|(token, g)| (m, token, g))).collect()
}

/// The gender that the words around a wire's name give the person: a title before it, or the first pronoun after it in its sentence or
/// at the head of the next, with no other person between.
fn told_gender(wire: &Analysis, m: usize, next: Option<usize>) -> Option<(usize, Gender)> {
    let mark = &wire.names[m];
    if let Some(role) = mark.role.map(|r| &wire.roles[r])
        && let Some(h) = role.title.gender
    {
        return Some((role.tokens.start, h));
    }
    let s = wire.tokens[mark.tokens.start].sentence as usize;
    let stop = wire.sentences.get(s + 1).map_or(wire.sentences[s].tokens.end, |n| n.tokens.end.min(n.tokens.start + 4));
    let stop = next.map_or(stop, |o| stop.min(wire.names[o].tokens.start));
    (mark.tokens.end..stop).find_map(|k| gender(wire, k).map(|h| (k, h)))
}
