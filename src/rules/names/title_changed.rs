use crate::analyse::{Analysis, RoleMark};
use crate::compare::unmatched_names::Likeness;
use crate::compare::{Case, kinship, standing};
use crate::finding::{Finding, Severity};
use crate::knowledge::titles::{self, Modifier, OfficeRelation, TitleRef, same_office};
use crate::text::{KeyMap, RewriteSpan};

rule! {
    /// # What it reports
    /// An office, rank or title that differs from the wire's: "Assistant Secretary" for "Deputy Secretary", "the
    /// president" for "the former president", "mayor" for "acting mayor"; a relative who is another one, "mother" for
    /// "sister"; an office that is over and is told as if it were not, "leads" for "led until 2021".
    ///
    /// # Why it matters
    /// A statement carries the weight of the speaker's office; a wrong title calls for a correction.
    ///
    /// # Evidence it asks for
    /// A title of a person to whom the wire gives titles too, none of which is the same office, a more general word for
    /// it, or the office at the same rank and time; or a title without a name in the place of the wire's. Words of rank and
    /// standing (deputy, acting, -elect, co-, former) count beside any noun for a person that both sides have, unless the rewrite
    /// says the same in other words. A relative counts where the wire has another in its place, or of the same person.
    ///
    /// Severity: major for a title without a name, or for one that is past or still to come; critical where a named
    /// person gets another office, rank or degree of kinship.
    ///
    /// # Example
    /// ```text
    /// wire: The dam is safe, Deputy Energy Minister Tarmo Lepp told reporters on Friday.
    /// rewrite: The dam is safe, Energy Minister Tarmo Lepp told reporters on Friday.
    /// fires: Energy Minister
    /// wire: Colonel Ilse Brandt closed the range on Friday.
    /// rewrite: Lieutenant Ilse Brandt closed the range on Friday.
    /// fires: Lieutenant
    /// wire: Ilse Brandt, deputy curator of the museum, opened the hall on Friday. It has 40 rooms.
    /// rewrite: Ilse Brandt, curator of the museum, opened the hall on Friday. It has 40 rooms.
    /// fires: curator
    /// wire: Acting governor Ilse Brandt opened the hall on Friday. It has 40 rooms.
    /// rewrite: Governor Ilse Brandt opened the hall on Friday. It has 40 rooms.
    /// fires: Governor
    /// wire: Ilse Brandt, co-owner of the brewery, opened the hall on Friday. It has 40 rooms.
    /// rewrite: Ilse Brandt, owner of the brewery, opened the hall on Friday. It has 40 rooms.
    /// fires: owner
    /// wire: Ilse Brandt, who headed the fund until 2019, opened the hall on Friday. It has 40 rooms.
    /// rewrite: Ilse Brandt, who heads the fund, opened the hall on Friday. It has 40 rooms.
    /// fires: heads
    /// wire: Tarmo Lepp, the boy's uncle, opened the hall on Friday. It has 40 rooms.
    /// rewrite: Tarmo Lepp, the boy's father, opened the hall on Friday. It has 40 rooms.
    /// fires: father
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: The dam is safe, Prime Minister Tarmo Lepp told reporters on Friday.
    /// rewrite: The dam is safe, Premier Tarmo Lepp told reporters on Friday.
    /// silent
    /// wire: The dam is safe, Foreign Minister Tarmo Lepp told reporters on Friday.
    /// rewrite: The dam is safe, the minister told reporters on Friday.
    /// silent
    /// wire: Mayor Ilse Brandt opened the hall on Friday. Her deputy, Tarmo Lepp, stayed away.
    /// rewrite: Deputy mayor Tarmo Lepp stayed away when Ilse Brandt, the mayor, opened the hall on Friday.
    /// silent
    /// wire: Ilse Brandt, the former head of the fund, opened the hall on Friday. It has 40 rooms.
    /// rewrite: Ilse Brandt, who used to head the fund, opened the hall on Friday. It has 40 rooms.
    /// silent
    /// wire: Tarmo Lepp, the boy's father, wept. He is the brother of Ilse Brandt, the boy's aunt.
    /// rewrite: The boy's father Tarmo Lepp wept. Ilse Brandt, the aunt, is his sister.
    /// silent
    /// wire: The mediator, former Kenyan president Amos Njoro, met both sides.
    /// rewrite: Amos Njoro, once president of Kenya and now the mediator, met both sides.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// Professions, which may be named in many ways.
    id: "title-changed",
    group: Names,
    category: Mistranslation,
    severity: Major,
    speaks: Sharp,
    ground: Wire,
    fix: Advice,
    names: Spared,
}

/// Compares the titles of each person with those in the wire, then the titles without a name.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    let a = case.rewrite;
    let mut titled = None;
    for role in case.going(&a.roles) {
        if role.title.plural || role.title.domain() == "honorific" {
            continue;
        }
        let found = match role.name {
            Some(n) => of_person(case, titled.get_or_insert_with(|| Titled::of(case.wires)), role, n),
            None => in_place(case, role),
        };
        if let Some((take, w, fault, confidence)) = found {
            out.push(finding(case, role, take, w, fault, confidence));
        }
    }
    for changed in standing::find(case).into_iter().chain(standing::over(case)).chain(kinship::find(case)) {
        let words = |s: Option<&str>| s.unwrap_or_default().to_owned();
        let rewrite = words(a.text.get(changed.at.0.range()));
        let wire = words(case.wires.get(changed.wire.take).and_then(|w| w.text.get(changed.wire.span.range())));
        let severity = if changed.rank && changed.named { Severity::Critical } else { Severity::Major };
        let message = format!("the wire says “{wire}”, the rewrite “{rewrite}”");
        out.push(Finding::at(&RULE, changed.at, message).severity(severity).confidence(0.75).against(changed.wire));
    }
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fault {
    None,
    /// In office or not.
    Time,
    /// The same office at another rank.
    Rank,
    /// Another office.
    Office,
    /// Words that cannot be weighed against each other: professions, parts in a story.
    Unlike,
}

/// What the wires call those whom they name with a title: by take, for every way of writing a name the roles that stand with it.
struct Titled(Vec<Vec<Vec<usize>>>);

impl Titled {
    /// So many ways of writing a name, and so many roles with each, are looked at. No story has as many.
    const MOST: usize = 256;

    fn of(wires: &[Analysis]) -> Self {
        let of_take = |wire: &Analysis| {
            let mut by_key: KeyMap<usize> = KeyMap::default();
            let mut out: Vec<Vec<usize>> = Vec::new();
            for (w, role) in wire.roles.iter().enumerate() {
                let Some(m) = role.name.filter(|_| role.title.domain() != "honorific") else { continue };
                let at = *by_key.entry(wire.names[m].key).or_insert(out.len());
                if at == out.len() {
                    out.push(Vec::new());
                }
                out[at].push(w);
            }
            out
        };
        Titled(wires.iter().map(of_take).collect())
    }

    /// The roles of a take that stand with a name of which `like` holds, in no order.
    fn roles<'s>(
        &'s self,
        wire: &'s Analysis,
        take: usize,
        like: impl Fn(usize) -> bool + 's,
    ) -> impl Iterator<Item = usize> + 's {
        let named = self.0[take].iter().take(Self::MOST);
        let named = named.filter(move |roles| wire.roles[roles[0]].name.is_some_and(&like));
        named.flat_map(|roles| roles.iter().take(Self::MOST).copied())
    }
}

/// Titles that the wires give the person named `n`; the nearest of them has to fit.
fn of_person(case: &Case, titled: &Titled, role: &RoleMark, n: usize) -> Option<(usize, usize, Fault, f32)> {
    let mut nearest: Option<(Fault, usize, usize)> = None;
    for (take, wire) in case.wires.iter().enumerate() {
        for w in titled.roles(wire, take, |m| case.likeness(n, wire, m) <= Likeness::Misspelt) {
            let f = fault(case.rewrite, role, wire, &wire.roles[w]);
            if f != Fault::Unlike && nearest.is_none_or(|nearest| (f, take, w) < nearest) {
                nearest = Some((f, take, w));
            }
            if f == Fault::None {
                return None;
            }
        }
    }
    let (f, take, w) = nearest?;
    // Somebody may have two offices, of which the wire's sentence gives the other without the name.
    let fits_unnamed = || {
        behind(case, role)
            .any(|(take, k)| fault(case.rewrite, role, &case.wires[take], &case.wires[take].roles[k]) == Fault::None)
    };
    (f != Fault::None && !fits_unnamed()).then_some((take, w, f, if f == Fault::Office { 0.75 } else { 0.85 }))
}

/// Roles of the wire sentences that match the sentence of a role of the rewrite.
fn behind<'a>(case: &Case<'a>, role: &RoleMark) -> impl Iterator<Item = (usize, usize)> + 'a {
    let sentence = case.rewrite.tokens[role.tokens.start].sentence as usize;
    let (wires, alignment) = (case.wires, case.alignment);
    alignment.pairs.get(sentence).into_iter().flat_map(move |p| {
        p.wire.iter().flat_map(move |s| {
            let wire = &wires[s.take];
            wire.roles_in(wire.sentences[s.sentence].tokens.clone()).map(move |k| (s.take, k))
        })
    })
}

/// The title of the wire in the place of a title without a name.
fn in_place(case: &Case, role: &RoleMark) -> Option<(usize, usize, Fault, f32)> {
    let a = case.rewrite;
    let sentence = a.tokens[role.tokens.start].sentence as usize;
    let pair = case.alignment.pairs.get(sentence)?;
    let first = a.sentences[sentence].tokens.start;
    // Any fitting title of the wire's sentence speaks for the rewrite.
    let fits = behind(case, role)
        .any(|(take, k)| fault(a, role, &case.wires[take], &case.wires[take].roles[k]) == Fault::None);
    if fits || pair.score < 0.5 {
        return None;
    }
    let head = role.tokens.end - 1;
    let link = pair.link(first, head);
    let faced = match link {
        Some(l) => {
            let (take, token) = (l.to.take as usize, l.to.token as usize);
            behind(case, role).find(|(t, k)| *t == take && case.wires[*t].roles[*k].tokens.contains(&token))
        }
        None => {
            let spot = pair.spots.iter().find(|s| s.rewrite.contains(&head) && s.left_bound && s.right_bound)?;
            behind(case, role).find(|(t, k)| {
                let w = &case.wires[*t].roles[*k].tokens;
                *t == spot.take && w.start < spot.wire.end && w.end > spot.wire.start
            })
        }
    };
    let (take, w) = faced?;
    let there = &case.wires[take].roles[w];
    if there.title.plural {
        return None;
    }
    let f = fault(a, role, &case.wires[take], there);
    // The title of a named person of the wire, without the name, may be any of the person's.
    (!matches!(f, Fault::None | Fault::Unlike)).then_some((take, w, f, if link.is_some() { 0.65 } else { 0.55 }))
}

/// What is wrong with the title `x`, if the wire has `y`.
fn fault(a: &Analysis, x: &RoleMark, b: &Analysis, y: &RoleMark) -> Fault {
    // "Her deputy" may be the deputy of anybody.
    let bare = |s: &Analysis, r: &RoleMark| r.tokens.len() == 1 && s.fold(r.tokens.start) == "deputy";
    let second = |r: &RoleMark| r.title.modifiers.has(Modifier::Deputy);
    if bare(a, x) && second(y) || bare(b, y) && second(x) {
        return Fault::None;
    }
    // Written small, it says that somebody speaks for others, and not that they sit in a parliament.
    let envoy = |s: &Analysis, r: &RoleMark| s.word(r.tokens.end - 1) == "representative";
    if envoy(a, x) || envoy(b, y) {
        return Fault::Unlike;
    }
    let relation = relation(a, x, b, y);
    let former = |r: &RoleMark| r.title.modifiers.has(Modifier::Former);
    match relation {
        OfficeRelation::Different if weighty(&x.title) && weighty(&y.title) => Fault::Office,
        OfficeRelation::Different => Fault::Unlike,
        OfficeRelation::RankDiffers if same_but_general(x, y) => Fault::None,
        OfficeRelation::RankDiffers if weighty(&x.title) || weighty(&y.title) => Fault::Rank,
        OfficeRelation::RankDiffers => Fault::Unlike,
        _ if (x.name.is_some() || weighty(&x.title))
            && former(x) != former(y)
            && !then(a, x)
            && !then(b, y)
            && !was(a, x)
            && !was(b, y) =>
        {
            Fault::Time
        }
        _ => Fault::None,
    }
}

/// "who was president until 2018": the verb or the time says that the office is over.
fn was(a: &Analysis, r: &RoleMark) -> bool {
    let before = (r.whole.start.saturating_sub(4)..r.whole.start)
        .any(|i| matches!(a.fold(i), "was" | "were" | "served" | "been" | "became" | "had"));
    before || (r.whole.end..r.whole.end + 3).any(|i| matches!(a.fold(i), "until" | "till" | "from" | "between" | "at"))
}

/// "then-president": the office of that time, neither former nor present.
fn then(a: &Analysis, r: &RoleMark) -> bool {
    a.fold(r.whole.start).starts_with("then") || r.whole.start > 0 && a.fold(r.whole.start - 1) == "then"
}

/// A bare "minister" or "secretary" for a deputy minister loses the rank but names a group that both belong to.
fn same_but_general(x: &RoleMark, y: &RoleMark) -> bool {
    x.name.is_none() && x.title.office != y.title.office && x.title.modifiers.is_empty()
}

/// Offices that one holds and is named by; professions and parts in a story have many names.
fn weighty(t: &TitleRef) -> bool {
    matches!(
        t.domain(),
        "state" | "parliament" | "military" | "royal" | "law" | "diplomacy" | "economy" | "regional" | "church"
    ) && !matches!(
        t.office,
        "leader"
            | "official"
            | "politician"
            | "minister"
            | "soldier"
            | "diplomat"
            | "head-of-state"
            | "head-of-government"
            | "adviser"
    )
}

/// The nearest relation between any readings of the two titles.
fn relation(a: &Analysis, x: &RoleMark, b: &Analysis, y: &RoleMark) -> OfficeRelation {
    let near = same_office(&x.title, &y.title);
    if near == OfficeRelation::Same {
        return near;
    }
    let readings = |s: &Analysis, r: &RoleMark| -> Vec<TitleRef> {
        let key = crate::knowledge::key::fold(s.words(r.tokens.clone()));
        let extra = r.title.modifiers;
        // "Rep." is listed with its full stop, which is no part of the words.
        std::iter::once(r.title)
            .chain(titles::lookup(&key).map(|mut t| {
                if t.modifiers.is_empty() {
                    t.modifiers = extra;
                }
                t
            }))
            .collect()
    };
    let (xs, ys) = (readings(a, x), readings(b, y));
    xs.iter().flat_map(|p| ys.iter().map(move |q| same_office(p, q))).min().unwrap_or(near).min(near)
}

fn finding(case: &Case, role: &RoleMark, take: usize, w: usize, fault: Fault, confidence: f32) -> Finding {
    let there = &case.wires[take].roles[w];
    let (wire, rewrite) = (case.wires[take].words(there.whole.clone()), case.rewrite.words(role.whole.clone()));
    let named = role.name.is_some();
    let severity = match fault {
        Fault::Time => Severity::Major,
        _ if named => Severity::Critical,
        _ => Severity::Major,
    };
    let message = format!("the wire says “{wire}”, the rewrite “{rewrite}”");
    let at = RewriteSpan(case.rewrite.span(role.whole.clone()));
    Finding::at(&RULE, at, message).severity(severity).confidence(confidence).against(crate::align::wire_span(
        case.wires,
        take,
        there.whole.clone(),
    ))
}
