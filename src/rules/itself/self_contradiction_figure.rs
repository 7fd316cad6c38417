use crate::align::figures_and_dates::Standing;
use crate::analyse::figures::{FigureRelation, compare};
use crate::analyse::{Analysis, Figure, FigureKind};
use crate::compare::Case;
use crate::compare::faced_marks::{is_idle, phrase};
use crate::finding::Finding;
use crate::text::{KeyMap, RewriteSpan};

rule! {
    /// # What it reports
    /// Two figures for one thing within the rewrite, one of which is not in the wire.
    ///
    /// # Why it matters
    /// A reader sees that one of them must be wrong and trusts neither.
    ///
    /// # Evidence it asks for
    /// Two figures of one kind that count the same noun in two sentences; one is the wire's, the other is not in the
    /// wire and cannot be a rounding of the first.
    ///
    /// # Example
    /// ```text
    /// wire: Five climbers died on the north face on Monday. Rescuers searched the ridge until dark.
    /// rewrite: Five climbers died on the north face on Monday. Rescuers searched the ridge until dark for the seven climbers.
    /// fires: seven climbers
    /// wire: Landslide kills five in Nepal\n\nFive farmers were killed by a landslide near Jumla on Monday.
    /// rewrite: Six dead after rain\n\nA landslide near Jumla killed five farmers on Monday.
    /// fires: Six
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: Five climbers died on the north face on Monday. Two climbers were saved.
    /// rewrite: Five climbers died on the north face on Monday. Two climbers were saved.
    /// silent
    /// wire: The fund holds 1,240 shares. It was founded in Graz.
    /// rewrite: The fund holds 1,240 shares. It was founded in Graz.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// Figures that count the same thing by different nouns.
    id: "self-contradiction-figure",
    group: Itself,
    category: Inconsistency,
    severity: Major,
    speaks: Sharp,
    ground: Itself,
    fix: Advice,
    names: Judged,
}

/// Compares the figures that are not in the wire with the others of the rewrite.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    let a = case.rewrite;
    let standings = &case.figures;
    let mut told: Option<Told> = None;
    for (i, f) in a.figures.iter().enumerate() {
        if is_idle(f) || !matches!(standings[i], Standing::Alone | Standing::Unmatched) {
            continue;
        }
        let told = told.get_or_insert_with(|| Told::of(case));
        if let Some(g) = told.against(a, f) {
            let message =
                format!("the rewrite says “{}” here but “{}” elsewhere, like the wire", phrase(a, f), phrase(a, g));
            out.push(
                Finding::at(&RULE, RewriteSpan(a.span(f.tokens.clone())), message)
                    .confidence(0.5)
                    .against_itself(RewriteSpan(a.span(g.tokens.clone()))),
            );
        }
    }
}

/// The figures that the wire has too.
struct Told {
    /// By the noun that they count.
    of: KeyMap<Vec<usize>>,
    /// Those of the dead below the headline.
    dead: Vec<usize>,
}

/// How many figures of one noun are looked at for each of it.
const LOOKED_AT: usize = 400;

impl Told {
    fn of(case: &Case) -> Self {
        let a = case.rewrite;
        let mut told = Told { of: KeyMap::default(), dead: Vec::new() };
        for (i, (g, standing)) in a.figures.iter().zip(&case.figures).enumerate() {
            if !matches!(standing, Standing::Matched(_)) {
                continue;
            }
            if let Some(noun) = g.head.and_then(|j| a.tokens.get(j)) {
                told.of.entry(noun.lemma).or_default().push(i);
            }
            if of_the_dead(a, g) {
                told.dead.push(i);
            }
        }
        told
    }

    /// The first of them that cannot hold beside another figure.
    fn against<'a>(&self, a: &'a Analysis, f: &Figure) -> Option<&'a Figure> {
        let noun = f.head.and_then(|i| a.tokens.get(i)).and_then(|t| self.of.get(&t.lemma));
        let counted = noun.into_iter().flatten().take(LOOKED_AT).find(|i| clashes(a, f, &a.figures[**i]));
        let dead = self.dead.iter().take(LOOKED_AT).find(|i| tolls(a, f, &a.figures[**i]));
        counted.into_iter().chain(dead).min().map(|i| &a.figures[*i])
    }
}

/// Whether two figures of different sentences count one noun and cannot both hold.
fn clashes(a: &Analysis, f: &Figure, g: &Figure) -> bool {
    let (Some(i), Some(j)) = (f.head, g.head) else { return false };
    let (Some(x), Some(y)) = (a.tokens.get(i), a.tokens.get(j)) else { return false };
    f.kind == FigureKind::Count
        && g.kind == FigureKind::Count
        && !g.weak
        && x.sentence != y.sentence
        && x.lemma == y.lemma
        && f.lo == f.hi
        && f.lo >= 2.0
        && definite(a, f)
        && matches!(compare(f, g), FigureRelation::Differs(_))
        && matches!(compare(g, f), FigureRelation::Differs(_))
}

/// Whether the headline's toll and the story's differ: both figures count the dead.
fn tolls(a: &Analysis, f: &Figure, g: &Figure) -> bool {
    let sentence = |x: &Figure| a.tokens.get(x.tokens.start).map(|t| t.sentence);
    f.kind == FigureKind::Count
        && g.kind == FigureKind::Count
        && sentence(f) == Some(0)
        && sentence(g) != Some(0)
        && of_the_dead(a, f)
        && of_the_dead(a, g)
        && matches!(compare(f, g), FigureRelation::Differs(_))
        && matches!(compare(g, f), FigureRelation::Differs(_))
}

fn of_the_dead(a: &Analysis, f: &Figure) -> bool {
    let sentence = a.tokens.get(f.tokens.start).map(|t| t.sentence);
    (f.tokens.start.saturating_sub(2)..f.tokens.end + 5)
        .filter(|i| a.tokens.get(*i).map(|t| t.sentence) == sentence)
        .any(|i| {
            matches!(
                a.fold(i),
                "dead"
                    | "die"
                    | "died"
                    | "dies"
                    | "death"
                    | "deaths"
                    | "kill"
                    | "kills"
                    | "killed"
                    | "killing"
                    | "perished"
                    | "perish"
            )
        })
}

/// "the seven climbers", "all seven climbers": the words point back at a group that the story has named.
fn definite(a: &Analysis, f: &Figure) -> bool {
    f.tokens
        .start
        .checked_sub(1)
        .is_some_and(|b| matches!(a.fold(b), "the" | "these" | "those" | "all" | "its" | "their"))
}
