//! Reports built by hand: every severity, overlapping findings, findings without words in the rewrite, two takes of the wire
//! and hostile text.

use truecopy::check::{Link, Report, Verdict};
use truecopy::finding::{Category, Finding, Fix, Ground, Group, Names, Rule, Severity, Speaks};
use truecopy::ingest::{BlockKind, FurnitureKind, Story, from_text};
use truecopy::text::{RewriteSpan, Span, WireSpan};

macro_rules! rule {
    ($name:ident, $id:literal, $group:ident, $category:ident, $severity:ident, $fix:ident) => {
        static $name: Rule = Rule {
            id: $id,
            group: Group::$group,
            category: Category::$category,
            severity: Severity::$severity,
            speaks: Speaks::Sharp,
            ground: Ground::Wire,
            fix: Fix::$fix,
            names: Names::Judged,
            docs: "# What it reports\n\nA rule of the tests.\n",
        };
    };
}

rule!(DEMONYM, "nationality-changed", Names, Mistranslation, Critical, Advice);
rule!(ITSELF, "disagrees-with-itself", Itself, Inconsistency, Major, Advice);
rule!(NUMBER, "number-changed", Figures, Mistranslation, Major, Advice);
rule!(QUOTE, "quote-altered", Quotes, Mistranslation, Major, Safe);
rule!(DROPPED, "sentence-dropped", Coverage, Omission, Minor, Advice);
rule!(DOUBLED, "doubled-word", Copy, Duplication, Minor, Advice);
rule!(STOP, "final-stop-missing", Copy, Punctuation, Minor, Advice);
rule!(ADDED, "claim-added", Coverage, Addition, Neutral, Advice);
rule!(FURNITURE, "page-furniture", Copy, NonContent, Neutral, Safe);

const WIRE: &str = "\
Ferry strike in Norland enters second week as talks stall
ARDHAVEN, March 3 (Coastal News) – Ferry crews in Norland voted on Monday to extend a strike that has cut off 12 islands, after talks with the state operator broke down.
Estonian mediator Liis Tamberg, who was called in on Friday, said both sides were \"closer than they look from the quay\". She declined to say when talks would resume.
About 1,400 crew members walked out on Feb. 24 over night shifts. The operator, Norferries, said it had lost 3.2 million crowns a day.
Supplies of medicine to the outer islands were not affected, the health ministry said.
";

const UPDATE: &str = "\
UPDATE 1 Ferry strike in Norland enters second week
Talks will resume on Thursday, Norferries said in a statement late on Monday.
";

const REWRITE: &str = "\
Ferry strike in Norland drags on
By Our Correspondent
Ferry crews in Norland voted on Monday to extend a strike that has cut off 21 islands, after talks with with the state operator broke down.
Latvian mediator Liis Tamberg said both sides were \"closer than ever before, as seen from the quay\". The Estonian negotiator declined to say when talks would resume
About 1,400 crew members walked out on Feb. 24 over night shifts, the longest walkout since the war. Norferries said it had lost 3.2 billion crowns a day.
Share this story on social media
";

/// The first place of `needle` after the first place of `after`.
fn place(text: &str, after: &str, needle: &str) -> Span {
    let from = text.find(after).unwrap_or_else(|| panic!("`{after}` is in the sample"));
    let at = text[from..].find(needle).unwrap_or_else(|| panic!("`{needle}` is in the sample")) + from;
    Span::new(at, at + needle.len())
}

fn in_rewrite(words: &str) -> RewriteSpan {
    RewriteSpan(place(REWRITE, "", words))
}

fn said(take: usize, words: &str) -> WireSpan {
    WireSpan { take, span: place(if take == 0 { WIRE } else { UPDATE }, "", words) }
}

fn kinds(mut story: Story, kinds: &[(usize, BlockKind)]) -> Story {
    for (i, kind) in kinds {
        story.blocks[*i].kind = *kind;
    }
    story
}

/// A rewrite with faults of every severity, against two takes of the wire.
#[expect(clippy::too_many_lines, reason = "a list of findings, one after the other")]
pub fn drifted() -> Report {
    let rewrite = kinds(
        from_text("ferry/rewrite.txt", REWRITE),
        &[(0, BlockKind::Headline), (1, BlockKind::Byline), (5, BlockKind::Furniture(FurnitureKind::Promotion))],
    );
    let wires = vec![
        kinds(from_text("ferry/wire.txt", WIRE), &[(0, BlockKind::Headline)]),
        kinds(from_text("ferry/update-1.txt", UPDATE), &[(0, BlockKind::Headline)]),
    ];
    let stop = place(REWRITE, "talks would", "resume").end as usize;
    let findings = vec![
        Finding::at(&NUMBER, in_rewrite("21"), "12 islands in the wire, 21 in the rewrite")
            .confidence(0.972)
            .against(said(0, "12"))
            .replace_with("12"),
        Finding::at(&DOUBLED, in_rewrite("with with"), "“with” appears twice in a row")
            .confidence(0.9)
            .replace_with("with"),
        Finding::at(&DEMONYM, in_rewrite("Latvian"), "the wire calls Liis Tamberg Estonian, the rewrite Latvian")
            .confidence(0.914)
            .against(said(0, "Estonian"))
            .against_itself(in_rewrite("Estonian negotiator"))
            .known("Tamberg: a family name of Estonia (table of names, 2026)")
            .replace_with("Estonian"),
        Finding::at(&ITSELF, in_rewrite("Latvian mediator Liis Tamberg"), "one person with two nationalities")
            .confidence(0.7)
            .against_itself(in_rewrite("The Estonian negotiator")),
        Finding::at(
            &QUOTE,
            in_rewrite("closer than ever before, as seen from the quay"),
            "4 of 8 quoted words are not the wire's",
        )
        .confidence(0.85)
        .against(said(0, "closer than they look from the quay"))
        .replace_with("closer than they look from the quay"),
        Finding::at(&STOP, RewriteSpan(Span::new(stop, stop)), "no full stop at the end of the sentence")
            .confidence(0.6)
            .replace_with("."),
        Finding::at(&ADDED, in_rewrite("the longest walkout since the war"), "this is not in the wire")
            .confidence(0.41),
        Finding::at(&NUMBER, in_rewrite("3.2 billion"), "3.2 million in the wire, 3.2 billion in the rewrite")
            .severity(Severity::Critical)
            .confidence(0.995)
            .against(said(0, "3.2 million")),
        Finding::at(
            &FURNITURE,
            in_rewrite("Share this story on social media"),
            "a share line of the page, not of the story",
        )
        .confidence(0.8)
        .replace_with(""),
        Finding::missing(
            &DROPPED,
            said(0, "Supplies of medicine to the outer islands were not affected, the health ministry said."),
            "the rewrite leaves out a sentence of the wire",
        )
        .confidence(0.55),
        Finding::missing(
            &DROPPED,
            said(1, "Talks will resume on Thursday, Norferries said in a statement late on Monday."),
            "the rewrite leaves out a sentence of the wire",
        )
        .confidence(0.5),
    ];
    let link = |mine: &str, theirs: &[&str]| Link::new(in_rewrite(mine), theirs.iter().map(|t| said(0, t)).collect());
    let links = vec![
        link("Ferry strike in Norland drags on", &["Ferry strike in Norland enters second week as talks stall"]),
        link(
            "Ferry crews in Norland voted on Monday to extend a strike that has cut off 21 islands, after talks with with the state operator broke down.",
            &[
                "Ferry crews in Norland voted on Monday to extend a strike that has cut off 12 islands, after talks with the state operator broke down.",
            ],
        ),
        link(
            "Latvian mediator Liis Tamberg said both sides were \"closer than ever before, as seen from the quay\".",
            &[
                "Estonian mediator Liis Tamberg, who was called in on Friday, said both sides were \"closer than they look from the quay\".",
            ],
        ),
        link(
            "The Estonian negotiator declined to say when talks would resume",
            &["She declined to say when talks would resume."],
        ),
        link(
            "About 1,400 crew members walked out on Feb. 24 over night shifts, the longest walkout since the war.",
            &["About 1,400 crew members walked out on Feb. 24 over night shifts."],
        ),
        link(
            "Norferries said it had lost 3.2 billion crowns a day.",
            &["The operator, Norferries, said it had lost 3.2 million crowns a day."],
        ),
    ];
    let mut report = Report::new(wires, rewrite);
    report.verdict = Verdict::Drifted;
    report.reason = "one nationality and two figures are not the wire's".into();
    report.fidelity = 61.254_321;
    report.findings = findings;
    report.links = links;
    report.notes = vec!["names and offices as of 2026-06-30".into()];
    report
}

/// A rewrite without a fault.
pub fn faithful() -> Report {
    let story = |name: &str| from_text(name, "The ferry sailed.\n");
    let mut report = Report::new([story("wire.txt")], story("rewrite.txt"));
    report.reason = "every sentence of the rewrite is borne out".into();
    report
}

/// Two texts that do not tell the same story.
pub fn different() -> Report {
    let mut report = Report::new(faithful().wires, from_text("cup.txt", "The cup final was put off.\n"));
    report.verdict = Verdict::DifferentStory;
    report.reason = "1 of 14 sentences is told in both texts".into();
    report.fidelity = f64::NAN;
    report
}

/// What a hostile story holds.
pub const HOSTILE: &str = "</script><img src=x onerror=alert(1)> & \"quoted\" 'single' \u{202e}tpircs\u{202c} \u{1b}[31mred\u{1b}[0m \u{7}bell \
soft\u{ad}hyphen zero\u{200b}width @desk #12 [link](http://example.org) **bold** `code` | cell\n<!-- 株式会社 said 👩‍👩‍👧 no --> wide\n";

/// A report on a story that attacks its reader, with findings over the attacks, spans out of bounds and off character boundaries.
pub fn hostile() -> Report {
    let mark = |words: &str| RewriteSpan(place(HOSTILE, "", words));
    let wire = WireSpan { take: 0, span: place(HOSTILE, "", "<!-- 株式会社") };
    let findings = vec![
        Finding::at(
            &QUOTE,
            mark("<img src=x onerror=alert(1)>"),
            "the wire has no <img src=x onerror=alert(2)> \u{202e}here",
        )
        .against(wire)
        .known("<script>alert(3)</script>")
        .replace_with("</textarea><svg onload=alert(4)>"),
        Finding::at(&NUMBER, mark("\u{202e}tpircs\u{202c} \u{1b}[31mred"), "turned around").against(wire),
        Finding::at(&DOUBLED, mark("株式会社 said 👩‍👩‍👧 no"), "wide words"),
        Finding::at(&STOP, RewriteSpan(Span::new(9_000, 9_100)), "past the end"),
        Finding::at(&STOP, RewriteSpan(Span::new(mark("株").0.start as usize + 1, 9_100)), "inside a character"),
        Finding::at(&STOP, mark("bell"), "a take that is not there")
            .against(WireSpan { take: 7, span: Span::new(0, 3) }),
    ];
    // What reading says about such a text is a matter of ingest, not of the formats.
    let read = |name: &str| {
        let mut story = from_text(name, HOSTILE);
        story.notes.clear();
        story
    };
    let mut report = Report::new([read("\"wire\"\u{202e}txt.exe")], read("<b>re\u{1b}write</b>.txt"));
    report.verdict = Verdict::Drifted;
    report.reason = "<i>hostile</i>".into();
    report.fidelity = 12.5;
    report.findings = findings;
    report.notes = vec!["<u>note</u>".into()];
    report
}

/// All samples with their names.
pub fn all() -> Vec<(&'static str, Report)> {
    vec![("drifted", drifted()), ("faithful", faithful()), ("different", different()), ("hostile", hostile())]
}
