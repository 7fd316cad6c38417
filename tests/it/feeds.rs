//! Feeds and formats: realistic samples in `tests/it/feeds`, invented for this project, and broken ones.

use std::path::{Path, PathBuf};

use truecopy::check::{Checker, Options};
use truecopy::format;
use truecopy::ingest::{self, AdvisoryKind, BlockKind, Format, LinkKind, ReadError, ReadProblem, Story};
use truecopy::text::Span;

use crate::{cli, snap};

const SAMPLES: [(&str, Format); 9] = [
    ("ferry.atom.xml", Format::Atom),
    ("ferry.html", Format::Html),
    ("ferry.md", Format::Markdown),
    ("ferry.newsml.xml", Format::NewsMl),
    ("ferry.ninjs1.json", Format::Ninjs),
    ("ferry.ninjs2.json", Format::Ninjs),
    ("ferry.nitf.xml", Format::Nitf),
    ("ferry.rss.xml", Format::Rss),
    ("ferry.txt", Format::Plain),
];

/// Every snapshot of this module.
pub fn snapshots() -> Vec<String> {
    SAMPLES.iter().map(|(name, _)| (*name).to_owned()).collect()
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/feeds")
}

fn bytes(name: &str) -> Vec<u8> {
    std::fs::read(folder().join(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
}

fn stories(name: &str) -> Vec<Story> {
    ingest::stories_from_bytes(name, &bytes(name), None).unwrap_or_else(|e| panic!("{e}"))
}

/// Every block's words lead to bytes of the file that say the same, entities, escapes and tags aside.
fn check_places(name: &str, file: &[u8], story: &Story) {
    let mut before = 0;
    for block in &story.blocks {
        let text = story.source.slice(block.span);
        assert_eq!(text.trim(), text, "{name}");
        assert!(block.span.start >= before, "{name}: blocks overlap");
        before = block.span.end;
        for word in text.split_whitespace().filter(|w| w.is_ascii() && w.chars().all(char::is_alphanumeric)) {
            let at = word.as_ptr() as usize - story.source.text.as_ptr() as usize;
            let place = story.source.original(Span::new(at, at + word.len()));
            let found = String::from_utf8_lossy(&file[place.range()]).into_owned();
            assert_eq!(found, word, "{name}: {text}");
        }
    }
}

#[test]
fn samples_are_recognised_and_read_as_their_snapshots_show() {
    for (name, format) in SAMPLES {
        let all = stories(name);
        for story in &all {
            assert_eq!(story.meta.format, format, "{name}");
            check_places(name, &bytes(name), story);
        }
        let output = cli::run(&["inspect", folder().join(name).to_str().expect("a UTF-8 path")]);
        let shown = String::from_utf8(output.stdout).expect("UTF-8");
        let shown = shown.replace(folder().to_str().expect("a UTF-8 path"), "");
        snap::check("feeds", name, &shown.replace('\\', "/"));
    }
}

#[test]
fn places_survive_other_encodings() {
    for name in ["ferry.nitf.xml", "ferry.ninjs1.json", "ferry.rss.xml", "ferry.md"] {
        let text = String::from_utf8(bytes(name)).expect("UTF-8");
        let mut utf16 = vec![0xFF, 0xFE];
        text.encode_utf16().for_each(|u| utf16.extend(u.to_le_bytes()));
        let (plain, wide) = (stories(name), ingest::stories_from_bytes(name, &utf16, None).expect("UTF-16 is read"));
        for (a, b) in plain.iter().zip(&wide) {
            assert_eq!(a.source.text, b.source.text, "{name}");
            for (x, y) in a.blocks.iter().zip(&b.blocks) {
                assert_eq!(a.source.line_column(x.span.start), b.source.line_column(y.span.start), "{name}");
                let units: Vec<u16> = utf16[b.source.original(y.span).range()]
                    .chunks(2)
                    .map(|p| u16::from_le_bytes([p[0], p[1]]))
                    .collect();
                let raw = String::from_utf16(&units).expect("whole letters");
                let here = &text.as_bytes()[a.source.original(x.span).range()];
                assert_eq!(raw.as_bytes(), here, "{name}");
            }
        }
    }
}

/// The NITF sample in ISO-8859-2, with a place that needs it.
pub fn latin2() -> Vec<u8> {
    let text = String::from_utf8(bytes("ferry.nitf.xml")).expect("UTF-8");
    let text = text.replacen("encoding=\"UTF-8\"", "encoding=\"ISO-8859-2\"", 1).replacen(
        "All <num>",
        "For Łódź and Győr all <num>",
        1,
    );
    let text = text.replace(['–', '’', '“', '”'], "-");
    let (bytes, _, lossy) = encoding_rs::ISO_8859_2.encode(&text);
    assert!(!lossy && text.contains("ISO-8859-2"));
    bytes.into_owned()
}

#[test]
fn an_encoding_that_the_text_names_is_honoured() {
    let file = latin2();
    let story = ingest::from_bytes("latin2.xml", &file).expect("it is read");
    check_places("latin2.xml", &file, &story);
    assert_eq!(story.source.encoding.name(), "ISO-8859-2");
    let at = story.source.text.find("Łódź").expect("the place");
    let span = Span::new(at, at + "Łódź".len());
    assert_eq!(&file[story.source.original(span).range()], b"\xA3\xF3d\xBC");
    let (line, column) = story.source.line_column(span.start);
    let row = file.split(|b| *b == b'\n').nth(line - 1).expect("the line");
    assert!(row[column - 1..].starts_with(b"\xA3\xF3d\xBC"), "one byte is one character");
    // A page in Cyrillic letters, mended in place: no other byte changes.
    let folder = cli::Folder::new();
    let wire =
        "Юлия Назарова told reporters after the vote that the harbour would open in May, the board of Ardhaven said.\n";
    folder.file("wire.txt", wire);
    let page = format!(
        "<html><head><meta charset=\"windows-1251\"><title>x</title></head><body><p>{}</p></body></html>\n",
        wire.trim_end().replace("after the", "after the the")
    );
    let before = encoding_rs::WINDOWS_1251.encode(&page).0;
    let path = folder.file("page.html", &before);
    let output = cli::run(&[
        "check",
        "--fix",
        "--fail-on",
        "never",
        folder.0.join("wire.txt").to_str().expect("UTF-8"),
        path.to_str().expect("UTF-8"),
    ]);
    let after = std::fs::read(&path).expect("the page");
    let mended = page.replace("the the", "the");
    let wanted = encoding_rs::WINDOWS_1251.encode(&mended).0;
    assert_eq!(after, *wanted, "{}", cli::text(&output.stderr));
}

fn paragraphs(story: &Story) -> Vec<String> {
    let text = story.blocks.iter().filter(|b| b.kind == BlockKind::Paragraph).map(|b| story.source.slice(b.span));
    text.map(|t| t.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

#[test]
fn one_story_in_nine_formats_says_the_same() {
    for (name, _) in SAMPLES.iter().filter(|(n, _)| *n != "ferry.ninjs2.json") {
        let story = stories(name).swap_remove(0);
        let body = paragraphs(&story).join(" ");
        assert!(
            body.contains("stopped at noon on Tuesday after pay talks failed, the operator said."),
            "{name}: {body}"
        );
        assert!(
            body.contains("All 14 crossings until midnight were cancelled, and 2,300 passengers were told"),
            "{name}"
        );
        assert!(!body.contains("pier") && !body.contains("Corrects"), "{name}: {body}");
        assert!(
            story.meta.headline.as_deref().is_some_and(|h| h.starts_with("Norland ferries stop at noon")),
            "{name}"
        );
        let day = if *name == "ferry.txt" || story.date.is_some() { Some((2026, 3, 3)) } else { None };
        assert_eq!(story.date, day, "{name}");
    }
}

#[test]
fn reports_tell_what_a_story_says_about_itself() {
    let schema = crate::schema::Schema::open_whole("report.schema.json");
    let checker = Checker::new(Options::default());
    for (name, format) in SAMPLES {
        let report = checker.check(vec![stories(name).swap_remove(0)], stories("ferry.txt").swap_remove(0));
        let value: serde_json::Value = serde_json::from_str(&format::json::render(&report)).expect("JSON");
        assert_eq!(schema.faults(&value), [""; 0], "{name}");
        let (wire, rewrite) = (&value["wires"][0]["metadata"], &value["rewrite"]["metadata"]);
        assert_eq!(wire["format"], format.name(), "{name}");
        assert!(wire["headline"].as_str().is_some_and(|h| h.contains("erries")), "{name}: {wire}");
        for (field, said) in [
            ("slug", "NORLAND-FERRY/STRIKE"),
            ("version", "2"),
            ("byline", "By Marit Sund"),
            ("dateline", "ARDHAVEN, March 3 (Harbour Wire)"),
            ("date", "2026-03-03"),
        ] {
            assert_eq!(rewrite[field], said, "{field}");
        }
        let kinds: Vec<&str> =
            rewrite["advisories"].as_array().expect("a list").iter().filter_map(|a| a["kind"].as_str()).collect();
        assert!(kinds.contains(&"correction") && kinds.contains(&"embargo"), "{kinds:?}");
        // The page's head says it in short.
        let page = format::html::render(&report);
        let head = page.split("</header>").next().expect("a head");
        for said in ["NORLAND-FERRY/STRIKE", "version 2", "By Marit Sund", "2026-03-03", "correction, embargo"] {
            assert!(head.contains(said), "{name}: {said} is not in the head");
        }
    }
    // `inspect` says the same.
    let path = folder().join("ferry.txt");
    let output = cli::run(&["inspect", "--format", "json", path.to_str().expect("a UTF-8 path")]);
    let value: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    for (field, said) in format::json::metadata(&stories("ferry.txt").swap_remove(0)) {
        assert_eq!(value[&field], said, "{field}");
    }
}

#[test]
fn corrections_and_updates_of_the_wire_are_neither_missing_nor_added() {
    let checker = Checker::new(Options::default());
    let clean = "Norland ferries stop at noon as pay talks fail\n\nARDHAVEN, March 3 (Harbour Wire) – Ferries across the Norland \
                 Sound stopped at noon on Tuesday after pay talks failed, the operator said.\n\nAll 14 crossings until midnight were \
                 cancelled, and 2,300 passengers were told to travel by road.\n\n\"We did not want this,\" said Tora Lindahl, who \
                 leads the sailors' union.\n";
    let marked = String::from_utf8(bytes("ferry.txt")).expect("UTF-8");
    for (wire, rewrite) in [(marked.as_str(), clean), (clean, marked.as_str())] {
        let report = checker.check(vec![ingest::from_text("wire", wire)], ingest::from_text("rewrite", rewrite));
        let said: Vec<String> = report.findings.iter().map(|f| format!("{}: {}", f.rule.id, f.message)).collect();
        assert!(said.is_empty(), "{said:#?}");
    }
}

#[test]
fn a_fault_in_a_feed_is_pointed_at_in_the_feed() {
    let checker = Checker::new(Options::default());
    let file = bytes("ferry.ninjs2.json");
    for wire in ["ferry.ninjs1.json", "ferry.nitf.xml", "ferry.newsml.xml", "ferry.rss.xml", "ferry.atom.xml"] {
        let report = checker.check(vec![stories(wire).swap_remove(0)], stories("ferry.ninjs2.json").swap_remove(0));
        let found = report.findings.iter().find(|f| f.message.contains("41"));
        let found = found.unwrap_or_else(|| panic!("{wire}: {:#?}", report.findings));
        let at = found.at.expect("words of the rewrite");
        let place = report.rewrite.source.original(at.0);
        let words = String::from_utf8_lossy(&file[place.range()]).into_owned();
        assert!(words.contains("41"), "{wire}: {words}");
        let (line, _) = report.rewrite.source.line_column(at.0.start);
        assert_eq!(line, 19, "{wire}");
    }
}

#[test]
fn metadata_is_read_where_the_formats_keep_it() {
    let ninjs = stories("ferry.ninjs1.json").swap_remove(0).meta;
    assert_eq!(ninjs.version.as_deref(), Some("3"));
    assert_eq!(ninjs.embargo.as_deref(), Some("2026-03-03T15:00:00Z"));
    assert!(ninjs.advisories.iter().any(|a| a.kind == AdvisoryKind::Correction));
    let second = stories("ferry.ninjs2.json").swap_remove(0).meta;
    let made: Vec<&str> = second.links.iter().filter(|l| l.kind == LinkKind::MadeFrom).map(|l| l.id.as_str()).collect();
    assert_eq!(made, [ninjs.id.as_deref().expect("an id")], "the second names the first");
    let text = stories("ferry.txt").swap_remove(0).meta;
    let kinds: Vec<AdvisoryKind> = text.advisories.iter().map(|a| a.kind).collect();
    for kind in [AdvisoryKind::Correction, AdvisoryKind::Embargo, AdvisoryKind::Update, AdvisoryKind::Note] {
        assert!(kinds.contains(&kind), "{kinds:?}");
    }
    assert_eq!((text.version.as_deref(), text.slug.as_deref()), (Some("2"), Some("NORLAND-FERRY/STRIKE")));
}

#[track_caller]
fn refused(name: &str, text: &str) -> ReadError {
    match ingest::stories_from_bytes(name, text.as_bytes(), None) {
        Ok(all) => panic!("{name} was read: {}", all.len()),
        Err(e) => e,
    }
}

#[test]
fn bombs_and_absurd_nesting_are_refused_with_a_reason() {
    let mut bomb = String::from("<?xml version=\"1.0\"?>\n<!DOCTYPE nitf [\n<!ENTITY a0 \"ha\">\n");
    for i in 1..12 {
        bomb += &format!("<!ENTITY a{i} \"{}\">\n", format!("&a{};", i - 1).repeat(10));
    }
    bomb += "]>\n<nitf><body><body.content><p>&a11;</p></body.content></body></nitf>";
    let external = "<!DOCTYPE rss [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><rss><channel><item><title>&x;</title><description>&x;</description></item></channel></rss>";
    for text in [bomb.as_str(), external] {
        let e = refused("bomb.xml", text);
        assert!(matches!(e.problem, ReadProblem::Entities), "{e}");
        assert!(e.to_string().contains("declares its own entities"), "{e}");
    }
    let deep = format!("<nitf><body><body.content>{}", "<block>".repeat(100_000));
    assert!(matches!(refused("deep.xml", &deep).problem, ReadProblem::Nested(_)));
    let deep = format!("{{\"uri\": \"x\", \"slugline\": \"y\", \"body_text\": {}", "[".repeat(200_000));
    assert!(matches!(refused("deep.json", &deep).problem, ReadProblem::Nested(_)));
    // Namespaces and attributes by the thousand take no time by the square of their number.
    let many: String = (0..20_000).map(|i| format!(" a{i}='x'")).collect();
    let wide = format!("<nitf{many}><body><body.content><p>Boats stayed in.</p></body.content></body></nitf>");
    assert_eq!(ingest::stories_from_bytes("wide.xml", wide.as_bytes(), None).expect("it is read").len(), 1);
    // Depth in a page or in markup inside a feed is no nesting of a document.
    let page = format!("<html><body>{}<p>Boats stayed in the harbour.</p>", "<div>".repeat(50_000));
    assert_eq!(ingest::from_text("page", &page).source.text.trim(), "Boats stayed in the harbour.");
}

#[test]
fn broken_and_empty_feeds_say_what_is_wrong() {
    let said = |name: &str, text: &str| refused(name, text).to_string();
    let cut = String::from_utf8(bytes("ferry.nitf.xml")).expect("UTF-8");
    let at = cut.find("<hl2>Talks").expect("a line");
    assert!(said("cut.xml", &cut[..at]).contains("ends inside <block>"), "{}", said("cut.xml", &cut[..at]));
    let crossed = "<nitf>\n<body>\n<body.content><p>One</body.content></p></body></nitf>";
    assert!(said("crossed.xml", crossed).contains("line 3"), "{}", said("crossed.xml", crossed));
    let json = "{\"uri\": \"x\", \"slugline\": \"y\",\n\"body_text\": \"no end";
    assert!(said("cut.json", json).contains("JSON"), "{}", said("cut.json", json));
    let picture =
        "{\"uri\": \"x\", \"type\": \"picture\", \"pubstatus\": \"usable\", \"versioncreated\": \"2026-03-03\"}";
    assert!(said("picture.json", picture).contains("pictures"), "{}", said("picture.json", picture));
    let package = "<packageItem xmlns='http://iptc.org/std/nar/2006-10-01/' guid='p'><groupSet root='G'><group id='G'><itemRef residref='urn:ferry:7'/></group></groupSet></packageItem>";
    assert!(said("package.xml", package).contains("urn:ferry:7"), "{}", said("package.xml", package));
    let empty = "<rss version='2.0'><channel><title>None</title></channel></rss>";
    assert!(said("empty.xml", empty).contains("no <item>"), "{}", said("empty.xml", empty));
    let other = ingest::stories_from_bytes("x.xml", b"<rss><channel/></rss>", Some(Format::Nitf));
    assert!(other.expect_err("no NITF").to_string().contains("its root is <rss>"));
    let several = ingest::from_bytes("feed.xml", &bytes("ferry.rss.xml")).expect_err("two stories");
    assert!(
        matches!(several.problem, ReadProblem::Several(2)) && several.to_string().contains("feed.xml#1"),
        "{several}"
    );
}

#[test]
fn missing_parts_leave_the_rest_readable() {
    let bare = "<nitf><body><body.content><p>Boats stayed in the harbour on Monday, the pilot said.</p></body.content></body></nitf>";
    assert_eq!(
        paragraphs(&ingest::from_text("bare", bare)),
        ["Boats stayed in the harbour on Monday, the pilot said."]
    );
    let lone = "<item><title>Boats stay in</title><description>Boats stayed in the harbour on Monday &amp; Tuesday, a pilot said.</description></item>";
    assert_eq!(
        paragraphs(&ingest::from_text("lone", lone)),
        ["Boats stayed in the harbour on Monday & Tuesday, a pilot said."]
    );
    let plain = "{\"uri\": \"x\", \"slugline\": \"boats\", \"body_text\": \"Boats stayed in.\\n\\nNobody was hurt, R&amp;D said.\"}";
    assert_eq!(paragraphs(&ingest::from_text("plain", plain)), ["Boats stayed in.", "Nobody was hurt, R&D said."]);
    // Of several bodies the one with paragraphs; a brief has none but its description.
    let rich = r#"{"uri": "x", "versioncreated": "2026-03-03", "type": "text", "headline_main": "Boats stay in",
        "body_main": "Boats stayed in. Nobody was hurt.", "body_richtext": "<p>Boats stayed in.</p><p>Nobody was hurt.</p>"}"#;
    assert_eq!(paragraphs(&ingest::from_text("rich", rich)), ["Boats stayed in.", "Nobody was hurt."]);
    let brief = r#"{"guid": "x", "versioncreated": "2026-03-03", "type": "text", "headlines": [{"value": "Boats stay in"}],
        "descriptions": [{"contenttype": "text/plain", "value": "Boats stayed in the harbour on Monday."}]}"#;
    let brief =
        ingest::stories_from_bytes("brief", brief.as_bytes(), Some(Format::Ninjs)).expect("a brief").swap_remove(0);
    assert_eq!(paragraphs(&brief), ["Boats stayed in the harbour on Monday."]);
    assert_eq!(brief.meta.id.as_deref(), Some("x"));
    // A story in a broken feed that is part of a batch is still text.
    assert!(ingest::from_text("broken", "<nitf><body>").source.text.contains("nitf"));
    let lines = "{\"uri\": \"a\", \"slugline\": \"s\", \"body_text\": \"Boats stayed in.\"}\n{\"uri\": \"b\", \"slugline\": \"s\", \"body_text\": \"Boats went out.\"}\n";
    let all = ingest::stories_from_bytes("items.jsonl", lines.as_bytes(), None).expect("JSON lines");
    assert_eq!(all.iter().map(|s| s.source.name.as_str()).collect::<Vec<_>>(), ["items.jsonl#a", "items.jsonl#b"]);
    check_places("items.jsonl", lines.as_bytes(), &all[1]);
}

#[test]
fn a_page_that_is_filled_in_by_a_program_is_read_from_its_linked_data() {
    let page = r#"<html><head><title>App</title><script type="application/ld+json">
        {"@type": "NewsArticle", "headline": "Boats stay in", "articleBody": "Boats stayed in the harbour at Ardhaven on Monday as a storm came in from the west.\n\nThe pilot\u2019s office said that 14 boats were moored twice and nobody was hurt."}
        </script></head><body><div id="root"></div><noscript>Turn on scripts</noscript></body></html>"#;
    let story = ingest::from_text("app", page);
    assert_eq!(paragraphs(&story).len(), 2, "{:?}", paragraphs(&story));
    let at = story.source.text.find("pilot’s").expect("the word");
    let place = story.source.original(Span::new(at, at + "pilot’s".len()));
    assert_eq!(&page[place.range()], r"pilot\u2019s");
}

#[test]
fn microdata_bounds_the_story() {
    let page = r#"<html lang="en"><body><article itemscope itemtype="https://schema.org/NewsArticle">
        <h1 itemprop="headline">Boats stay in</h1><div itemprop="author">Marit Sund</div>
        <div itemprop="articleBody"><p>Boats stayed in the harbour at Ardhaven on Monday as a storm came in from the west.</p>
        <p>The pilot's office said that 14 boats were moored twice and nobody was hurt.</p></div>
        <div><p>A new bridge over the Norland Sound will be paid for by the county, its council said last week.</p>
        <p>The cost was put at 40 million crowns by the engineers who drew it, the council said.</p></div></article></body></html>"#;
    let story = ingest::from_text("page", page);
    assert_eq!(paragraphs(&story).len(), 2, "{:?}", paragraphs(&story));
    assert_eq!(story.meta.headline.as_deref(), Some("Boats stay in"));
    assert_eq!(story.meta.byline.as_deref(), Some("Marit Sund"));
}

#[test]
fn damaged_feeds_are_read_or_refused_but_never_break_the_program() {
    let mut dice = 17_u64;
    let mut roll = move |sides: usize| {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (dice >> 33) as usize % sides.max(1)
    };
    let marks = [
        &b"<"[..],
        b">",
        b"&",
        b"\"",
        b"\\",
        b"{",
        b"[",
        b"]]>",
        b"<![CDATA[",
        b"\\ud83d",
        b"&#0;",
        b"\xFF",
        b"\n",
        b"<p>",
        b"\xC3\xA9",
    ];
    for (name, format) in SAMPLES {
        let whole = bytes(name);
        for _ in 0..300 {
            let mut file = whole.clone();
            for _ in 0..=roll(4) {
                let at = roll(file.len());
                let to = (at + roll(60)).min(file.len());
                match roll(4) {
                    0 => drop(file.drain(at..to)),
                    1 => drop(file.splice(at..at, marks[roll(marks.len())].iter().copied())),
                    2 => {
                        let piece = file[at..to].to_vec();
                        let here = roll(file.len());
                        drop(file.splice(here..here, piece));
                    }
                    _ => file.truncate(at.max(1)),
                }
                if file.is_empty() {
                    file.push(b'x');
                }
            }
            for from in [None, Some(format)] {
                let Ok(all) = ingest::stories_from_bytes(name, &file, from) else { continue };
                for story in all {
                    let mut at = 0;
                    for block in &story.blocks {
                        assert!(block.span.start >= at && !block.span.is_empty(), "{name}: {block:?}");
                        at = block.span.end;
                        let words = story.source.text.get(block.span.range()).expect("a span on letter boundaries");
                        assert_eq!(words.trim(), words, "{name}");
                        let place = story.source.original(block.span);
                        assert!(place.end as usize <= file.len() && place.start <= place.end, "{name}: {place:?}");
                        story.source.line_column(block.span.start);
                    }
                }
            }
        }
    }
}

#[test]
fn odd_namespaces_and_bodies_inside_bodies_are_read() {
    let rdf = "<r:RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/' xmlns:d='http://purl.org/dc/elements/1.1/'>\
               <channel r:about='x'><title>Coast</title></channel><item r:about='urn:boats'><title>Boats stay in</title>\
               <description>Boats stayed in the harbour on Monday, a pilot said.</description><d:date>2026-03-02</d:date>\
               <d:creator>Marit Sund</d:creator></item></r:RDF>";
    let story = ingest::from_bytes("rdf.xml", rdf.as_bytes()).expect("RSS 1.0");
    assert_eq!((story.meta.id.as_deref(), story.date), (Some("urn:boats"), Some((2026, 3, 2))));
    assert_eq!((story.meta.byline.as_deref(), paragraphs(&story).len()), (Some("Marit Sund"), 1));

    let inside = "<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/' guid='urn:boats:2' version='2'><itemMeta>\
                  <pubStatus qcode='stat:canceled'/><link rel='irel:derivedFrom' residref='urn:boats:wire'/></itemMeta><contentSet>\
                  <inlineXML contenttype='application/nitf+xml'><x:nitf xmlns:x='http://iptc.org/std/NITF/2006-10-18/'><x:body>\
                  <x:body.head><x:hedline><x:hl1>RPT-Boats stay in</x:hl1></x:hedline></x:body.head><x:body.content>\
                  <x:p>Boats <x:em>stayed</x:em> in.</x:p><x:p>Nobody was hurt.</x:p></x:body.content></x:body></x:nitf></inlineXML>\
                  </contentSet></newsItem>";
    let story = ingest::from_bytes("inside.xml", inside.as_bytes()).expect("NITF in NewsML-G2");
    assert_eq!(story.meta.format, Format::NewsMl);
    assert_eq!(story.meta.headline.as_deref(), Some("Boats stay in"));
    assert_eq!(paragraphs(&story), ["Boats stayed in.", "Nobody was hurt."]);
    assert!(story.notes.iter().any(|n| n.contains("status is “canceled”")), "{:?}", story.notes);
    check_places("inside.xml", inside.as_bytes(), &story);

    let data = "<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/' guid='g'><contentMeta><headline>Boats stay in</headline></contentMeta>\
                <contentSet><inlineData contenttype='text/html'>&lt;p>Boats stayed&amp;nbsp;in.&lt;/p>&lt;p>Nobody was hurt.&lt;/p></inlineData></contentSet></newsItem>";
    let story = ingest::from_bytes("data.xml", data.as_bytes()).expect("HTML in NewsML-G2");
    assert_eq!(paragraphs(&story), ["Boats stayed in.", "Nobody was hurt."]);
    check_places("data.xml", data.as_bytes(), &story);

    let package = r#"{"uri": "p", "type": "composite", "versioncreated": "2026-03-03", "associations": {"main": {"uri": "a", "type": "text",
        "headline": "Boats stay in", "body_html": "<p>Boats stayed in.</p>"}, "side": [{"uri": "b", "type": "text", "body_text": "Buses ran."},
        {"uri": "c", "type": "picture"}]}}"#;
    let all = ingest::stories_from_bytes("package.json", package.as_bytes(), None).expect("a package");
    assert_eq!(all.iter().filter_map(|s| s.meta.id.as_deref()).collect::<Vec<_>>(), ["a", "b"]);
    for story in &all {
        check_places("package.json", package.as_bytes(), story);
    }

    let atom = "<a:feed xmlns:a='http://www.w3.org/2005/Atom'><a:entry><a:id>e</a:id><a:title>Boats stay in</a:title>\
                <a:content type='html'>&lt;p&gt;Boats stayed in.&lt;/p&gt;&lt;figure&gt;&lt;figcaption&gt;Boats&lt;/figcaption&gt;&lt;/figure&gt;</a:content>\
                </a:entry></a:feed>";
    assert_eq!(paragraphs(&ingest::from_bytes("atom.xml", atom.as_bytes()).expect("Atom")), ["Boats stayed in."]);
}
