//! Whatever arrives: pages, mails and old wires are read for their story, and what is not of it is silent or told, never compared.

use truecopy::check::{Checker, Options};
use truecopy::finding::Severity;
use truecopy::ingest::{self, BlockKind, CodeKind, Format, Story};
use truecopy::report::Report;

const HEADLINE: &str = "Lighthouse road to stay shut for a year";
const FIRST: &str = "The lighthouse road in Tarnby will stay shut until May for repairs that are expected to cost 12 million crowns, the \
                     county said on Monday.";
const SECOND: &str = "“We cannot wait for another winter,” said the county's engineer, Ida Brandt. Some 2,300 cars use the road every day.";
const THIRD: &str = "Buses will run over the hill instead, and the fare will be waived for children under 12.";

fn plain() -> String {
    format!("{HEADLINE}\n\n{FIRST}\n\n{SECOND}\n\n{THIRD}\n")
}

fn read(name: &str, text: &str) -> Story {
    ingest::from_bytes(name, text.as_bytes()).unwrap_or_else(|e| panic!("{e}"))
}

fn check(wire: &Story, rewrite: &Story) -> Report {
    Checker::new(Options::default()).check(wire.clone(), rewrite.clone())
}

/// What is said louder than a hint.
fn said(report: &Report) -> Vec<String> {
    let loud = report.findings.iter().filter(|f| f.severity > Severity::Neutral);
    loud.map(|f| format!("{}: {}", f.rule.id, f.message)).collect()
}

/// Nothing at all is said of the words of the sample, on either side.
#[track_caller]
fn assert_same(name: &str, text: &str) {
    let (plain, other) = (read("plain.txt", &plain()), read(name, text));
    for (wire, rewrite) in [(&plain, &other), (&other, &plain)] {
        let report = check(wire, rewrite);
        let all: Vec<&str> = report.findings.iter().map(|f| f.message.as_str()).collect();
        assert!(all.is_empty(), "{name}: {all:#?}\n{:#?}", other.blocks);
    }
}

fn page(head: &str, before: &str, inside: &str, after: &str) -> String {
    format!(
        "<!DOCTYPE html><html lang=\"en\"><head>{head}</head><body>{before}<article><h1>{HEADLINE}</h1><p>{FIRST}</p>{inside}<p>{SECOND}</p>\
         <p>{THIRD}</p></article>{after}</body></html>"
    )
}

#[test]
fn what_the_markup_of_a_page_sets_apart_is_silent_and_compared_with_nothing() {
    let inside = [
        (
            "aside",
            "<aside><h3>More</h3><ul><li><a href=\"/1\">Three boats collide off Norland, killing 14</a></li></ul></aside>",
        ),
        (
            "figure",
            "<figure><img src=\"a.jpg\"><figcaption>Mayor Per Lie with 14 workers in 1999</figcaption></figure>",
        ),
        ("picture", "<div class=\"pic\"><img src=\"a.jpg\"><div>The road in 1999. (Ivar Moe/HarbourPix)</div></div>"),
        (
            "form",
            "<form><p>Get the day's top stories</p><label>Email</label><button>Go</button><p>You agree to our terms.</p></form>",
        ),
        (
            "hidden",
            "<p hidden>The road collapsed, killing 14.</p><div style=\"display: none\"><p>Draft: 90 million crowns.</p></div>",
        ),
        (
            "aria",
            "<div aria-hidden=\"true\"><p>Draft: 14 dead.</p></div><div role=\"navigation\"><p>Back to all 14 stories.</p></div>",
        ),
        (
            "tweet",
            "<blockquote class=\"twitter-tweet\"><p>Queues of 400 cars!</p>&mdash; Ole (@ole) March 3, 2026</blockquote>",
        ),
        ("link", "<p><strong>READ ALSO: <a href=\"/1\">Prime minister resigns over the 14 roads</a></strong></p>"),
        ("item", "<ul><li><a href=\"/1\">Prime minister resigns over tax affair</a></li></ul>"),
        ("bio", "<div class=\"author-bio\"><p>Marit Sund has covered roads since 2009 and won three prizes.</p></div>"),
        ("tags", "<p class=\"tags\">Tags: roads, Tarnby</p>"),
        ("time", "<time datetime=\"2026-03-03\">14:05</time>"),
        ("folded away", "<details><summary>About this road</summary><p>It was built by 14 men in 1931.</p></details>"),
        ("inert", "<div inert><p>Draft: 14 dead.</p></div>"),
        ("comment", "<div itemprop=\"comment\"><p>They should have shut it in 1995.</p></div>"),
        (
            "label",
            "<section aria-label=\"Related articles\"><p>Three boats collide off Norland, killing 14.</p></section>",
        ),
        ("advertisement", "<div aria-label=\"Advertisement\"><p>Win 500 crowns in our draw today.</p></div>"),
        ("camel", "<div class=\"NewsletterSignup\"><p>Have 14 stories in your inbox every day.</p></div>"),
        ("pair", "<div class=\"most-read\"><p>Prime minister resigns over tax affair in 14 towns.</p></div>"),
        ("undisplayed", "<div class=\"d-none\"><p>Draft: 14 dead.</p></div>"),
        ("one link", "<p><a href=\"/1\">Prime minister resigns over tax affair</a></p>"),
        ("one short link", "<p><a href=\"/1\">All 14 stories</a></p>"),
        ("one link in a box", "<div><a href=\"/1\">Prime minister resigns over tax affair</a></div>"),
        ("twice", &format!("<div class=\"mobile-only\"><p>{FIRST}</p></div>")),
    ];
    for (name, markup) in inside {
        assert_same(name, &page("", "", markup, ""));
    }
    assert_same("title", &page(&format!("<title>{HEADLINE}</title>"), "", "", ""));
    assert_same("title and house", &page(&format!("<title>{HEADLINE} | The Ledger</title>"), "", "", ""));
    let around = "<nav><a href=\"/\">Home</a></nav><div>LIVE: 14 dead in ferry crash</div>";
    let comments =
        "<section id=\"comments\"><h2>3 comments</h2><p>ole77: They should have shut it in 1995.</p></section>";
    assert_same("around", &page("", around, "", comments));
    assert_same(
        "below",
        &page(
            "",
            "",
            "",
            "<div><p>The Ledger was founded in 1904 by two brothers.</p></div><footer>All rights</footer>",
        ),
    );
}

#[test]
fn what_is_hidden_inside_a_sentence_is_not_read() {
    let seen =
        FIRST.replace("Tarnby", "Tarnby<span style=\"clip:rect(0,0,0,0);position:absolute\">, opens new tab</span>");
    let seen =
        seen.replace("12 million crowns", "12 million crowns<span style=\"display:none\"> (not 90 million)</span>");
    assert_same("hidden", &page("", "", "", "").replace(FIRST, &seen));
}

#[test]
fn furniture_that_a_page_shows_in_its_story_is_told() {
    let told = said(&check(&read("w", &plain()), &read("r", &page("", "", "<p>Sign up to our newsletter</p>", ""))));
    assert_eq!(told, ["page-furniture: share or sign-up line, not part of the story: “Sign up to our newsletter”"]);
    for line in [
        "Please enter a valid email address",
        "I would like to be emailed about offers and updates from The Ledger. Read our privacy notice",
        "Thanks for signing up to the evening email",
        "Advertisement - story continues below",
        "pic.twitter.com/aB3xYz9Q",
        "— Tarnby County (@tarnbycounty) March 3, 2026",
        "{{ #errors }} {{ message }} Something went wrong {{ /errors }}",
    ] {
        let rewrite = read("r", &plain().replace(SECOND, &format!("{line}\n\n{SECOND}")));
        let block = rewrite.blocks.iter().find(|b| rewrite.source.slice(b.span) == line).expect("a block of its own");
        assert!(matches!(block.kind, BlockKind::Furniture(_)), "{line}: {:?}", block.kind);
        assert!(!said(&check(&read("w", &plain()), &rewrite)).is_empty(), "{line}");
    }
}

#[test]
fn furniture_inside_a_sentence_is_told_and_compared_with_nothing() {
    for note in [", opens new tab", " (opens in a new window)"] {
        let text = plain().replace("road in Tarnby", &format!("road in Tarnby{note}"));
        let (wire, other) = (read("w", &plain()), read("r", &text));
        let told = said(&check(&wire, &other));
        assert!(told.len() == 1 && told[0].starts_with("page-furniture: "), "{told:?}");
        assert!(said(&check(&other, &wire)).is_empty(), "{note}");
    }
}

#[test]
fn dividers_and_ends_that_the_wire_has_too_are_silent() {
    for line in ["* * *", "---", "###", "ENDS", "-30-"] {
        let with = plain().replace(THIRD, &format!("{THIRD}\n\n{line}"));
        let told = said(&check(&read("w", &with), &read("r", &with.replace("said on Monday", "said Monday"))));
        assert!(told.is_empty(), "{line}: {told:?}");
    }
}

#[test]
fn the_wires_own_line_of_rights_and_the_ends_of_its_lines_are_no_finding() {
    let wire = format!("{}\nCopyright 2026 Harbour Wire. All rights reserved.\n", plain());
    for rewrite in [wire.replace('\n', "\r\n"), wire.replace("said on Monday", "said Monday")] {
        let told = said(&check(&read("w", &wire), &read("r", &rewrite)));
        assert!(told.is_empty(), "{told:?}");
    }
    let told = said(&check(&read("w", &plain()), &read("r", &wire)));
    assert!(told.len() == 1 && told[0].starts_with("page-furniture: "), "{told:?}");
}

#[test]
fn null_characters_that_fill_up_a_text_are_left_out() {
    assert_same("filled", &format!("{}{}", plain(), "\0".repeat(200)));
}

#[test]
fn codes_that_readers_see_are_told_once_each_and_read_as_letters() {
    for (from, to, kind) in [
        ("county's", "county&amp;#8217;s", CodeKind::Reference),
        ("“We", "&amp;quot;We", CodeKind::Reference),
        ("county's", "county=E2=80=99s", CodeKind::QuotedPrintable),
        ("over the hill", "over%20the%20hill", CodeKind::Percent),
    ] {
        let story = read("r", &plain().replace(from, to));
        assert!(story.codes.iter().all(|c| c.kind == kind) && !story.codes.is_empty(), "{to}: {:?}", story.codes);
        let told = said(&check(&read("w", &plain()), &story));
        assert!(told.len() == 1 && told[0].starts_with("model-leftover: "), "{to}: {told:?}");
        // Whoever writes them in the wire writes them in the rewrite.
        let told = said(&check(&read("w", &plain().replace(from, to)), &story));
        assert!(told.is_empty(), "{to}: {told:?}");
    }
    let shown = page("", "", "", "").replace("“We", "&amp;quot;We");
    let told = said(&check(&read("w", &plain()), &read("r", &shown)));
    assert!(told.len() == 1 && told[0].starts_with("model-leftover: "), "{told:?}");
}

#[test]
fn a_line_of_the_page_that_came_with_the_wire_is_no_finding() {
    for line in ["Follow us on social media", "Copyright 2026 Harbour Wire. All rights reserved."] {
        let with = format!("{}\n{line}\n", plain());
        assert!(!said(&check(&read("w", &plain()), &read("r", &with))).is_empty(), "{line}");
        let told = said(&check(&read("w", &with), &read("r", &with.replace("county said", "county told us"))));
        assert!(told.iter().all(|t| !t.starts_with("page-furniture")), "{line}: {told:?}");
    }
}

/// The plain story in every format that has markup or a frame of its own, its text put in as it is.
fn in_formats(text: &str) -> Vec<(&'static str, String)> {
    let lines: Vec<String> = text.split("\n\n").map(|p| p.trim().to_owned()).collect();
    let body: String = lines[1..].iter().map(|p| format!("<p>{p}</p>\n")).collect();
    let head = &lines[0];
    let json = |s: &str| s.replace('\n', "\\n");
    let indented = |by: &str| lines[1..].iter().map(|p| format!("{by}{p}")).collect::<Vec<_>>().join("\n\n");
    vec![
        ("r.txt", text.to_owned()),
        ("r.html", format!("<html><body><h1>{head}</h1>\n{body}</body></html>")),
        ("r.md", format!("# {head}\n\n{}", lines[1..].join("\n\n"))),
        (
            "r.nitf",
            format!(
                "<nitf><body><body.head><hedline><hl1>{head}</hl1></hedline></body.head><body.content>{body}</body.content></body></nitf>"
            ),
        ),
        (
            "r.json",
            format!(
                "{{\"uri\": \"urn:x\", \"headline\": \"{head}\", \"body_text\": \"{}\"}}",
                json(&lines[1..].join("\n\n"))
            ),
        ),
        ("x.json", format!("{{\"uri\": \"urn:x\", \"headline\": \"{head}\", \"body_xhtml\": \"{}\"}}", json(&body))),
        (
            "r.rss",
            format!(
                "<rss version=\"2.0\"><channel><item><title>{head}</title><description><![CDATA[{body}]]></description></item></channel></rss>"
            ),
        ),
        (
            "r.7901",
            format!(
                "\u{1}hwa012 4 p 90 hwcb hw 061\r\n\r\nTarnby-road/\r\n\u{2}{head} =\r\n\r\n{}\r\n\u{3}131137 GMT Nov 13\r\n\u{4}",
                indented("   ").replace('\n', "\r\n")
            ),
        ),
        (
            "r.tst",
            format!(
                "\u{16}\u{16}\u{1}W2870\u{1F}asian\nf l\u{13}\u{11} BC-NL--Tarnby-Road 11-13 1049\n\u{2}^BC-NL--Tarnby-Road,466<\n\
                 ^{head}<\n{}\n\u{3}AP-WF-11-13-26 1049GMT<\n\u{4}",
                indented("     ")
            ),
        ),
    ]
}

#[test]
fn codes_are_told_alike_in_every_format_and_never_where_the_wire_has_them() {
    for (from, to) in [
        ("county's", "county=E2=80=99s"),
        ("over the hill", "over%20the%20hill"),
        ("county's", "county%E2%80%99s"),
        ("over the hill", "over thÃ© hill"),
        ("county's", "countyâ€™s"),
    ] {
        let coded = plain().replace(from, to);
        assert_ne!(coded, plain());
        let alone = said(&check(&read("w", &plain()), &read("r.txt", &coded)));
        assert!(!alone.is_empty(), "{to}");
        for (name, text) in in_formats(&coded) {
            let told = said(&check(&read("w", &plain()), &read(name, &text)));
            assert_eq!(told, alone, "{name}: {to}");
            for (_, wire) in in_formats(&coded) {
                let told = said(&check(&read("w", &wire), &read(name, &text)));
                assert!(told.is_empty(), "{name}: {to}: {told:?}\n{wire}");
            }
        }
    }
}

#[test]
fn a_message_shows_a_code_as_readers_see_it() {
    let told = |from: &str, to: &str| {
        let text = page("", "", "", "").replace(from, to);
        said(&check(&read("w", &plain()), &read("r.html", &text)))
    };
    assert_eq!(
        told("“We", "&amp;quot;We"),
        ["model-leftover: an undecoded HTML entity was left in the text: “&quot;”"]
    );
    assert_eq!(
        told("“We", "&amp;amp;quot;We"),
        ["model-leftover: an undecoded HTML entity was left in the text: “&amp;quot;”"]
    );
    // The plain wire has what the page shows.
    let text = page("", "", "", "").replace("“We", "&amp;quot;We");
    let wire = read("w", &plain().replace("“We", "&quot;We"));
    let told = said(&check(&wire, &read("r.html", &text)));
    assert!(told.is_empty(), "{told:?}");
}

#[test]
fn what_was_struck_out_and_the_numbers_of_notes_are_not_read() {
    for (from, to) in [
        ("12 million", "<del>2</del><ins>12</ins> million"),
        ("12 million", "<s>2 million</s> 12 million"),
        ("crowns", "crowns<sup><a href=\"#n1\">1</a></sup>"),
        ("crowns", "crowns<a href=\"#n1\"><sup>[1]</sup></a>"),
        ("crowns", "crowns<a role=\"doc-noteref\" href=\"#n1\">1</a>"),
    ] {
        assert_same("struck.html", &page("", "", "", "").replacen(from, to, 1));
    }
    for (from, to) in [("12 million", "<del>2</del>12 million"), ("12 million", "~~2 million~~ 12 million")] {
        assert_same("struck.md", &format!("# {}", plain()).replacen(from, to, 1));
    }
    // Without an end tag it ends with its paragraph; a power or an ordinal is read.
    let text =
        page("", "", "<p>The hall has 300 m<sup>2</sup> and opens on the 21<sup>st</sup>.</p><p>Was <del>3</p>", "");
    let story = read("open.html", &text);
    assert!(story.source.text.contains("300 m2 and opens on the 21st."), "{}", story.source.text);
    assert!(story.source.text.contains(THIRD), "{}", story.source.text);
}

#[test]
fn signs_of_print_are_no_faults() {
    for (from, to) in [
        ("fare", "\u{FB01}ne fare"),
        ("winter", "win\u{AD}ter"),
        ("winter", "win\u{200B}ter"),
        ("county's", "county\u{2019}s"),
        ("county's", "county\u{B4}s"),
        ("county's", "county\u{2032}s"),
        ("county's", "county\u{FF07}s"),
        ("12 million", "12\u{A0}million"),
        ("12 million", "12\u{202F}million"),
        ("another", "a\u{6E}other\u{2060}"),
    ] {
        let wire = read("w", &plain().replace(from, if from == "fare" { "fine fare" } else { from }));
        let told = said(&check(&wire, &read("r", &plain().replace(from, to))));
        assert!(told.is_empty(), "{to:?}: {told:?}");
    }
    let wire = read("w", &plain().replace("Buses", "The 2nd bus and the 1st"));
    let told = said(&check(&wire, &read("r", &plain().replace("Buses", "The 2º bus and the 1ª"))));
    assert!(told.is_empty(), "{told:?}");
}

fn mail(headers: &str, body: &str) -> String {
    format!(
        "Received: from a.example by b.example; Tue, 3 Mar 2026 10:00:00 +0000\r\nFrom: Harbour Wire <desk@wire.example>\r\n\
         To: desk@ledger.example\r\nDate: Tue, 3 Mar 2026 10:00:00 +0000\r\nMessage-ID: <road-7@wire.example>\r\n{headers}\r\n{}",
        body.replace('\n', "\r\n")
    )
}

#[test]
fn mails_are_read_by_their_parts() {
    use base64::Engine as _;
    let flowed = format!(
        "{HEADLINE}\n\n{}\n\n{SECOND}\n\n{THIRD}\n\n-- \nMarit Sund, 14 Quay Street\n",
        FIRST.replace("until May ", "until May \n")
    );
    let subject = "Subject: The road\r\nMIME-Version: 1.0\r\n";
    let text = mail(&format!("{subject}Content-Type: text/plain; charset=utf-8; format=flowed\r\n"), &flowed);
    let story = read("m.eml", &text);
    assert_eq!((story.meta.format, story.meta.id.as_deref()), (Format::Mail, Some("road-7@wire.example")));
    assert_eq!((story.date, story.meta.provider.as_deref()), (Some((2026, 3, 3)), Some("Harbour Wire")));
    assert_same("flowed", &text);
    let coded = base64::engine::general_purpose::STANDARD.encode(plain());
    let coded: Vec<&str> = coded.as_bytes().chunks(76).map(|c| std::str::from_utf8(c).expect("ASCII")).collect();
    let both = format!(
        "--x\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n{}\n--x\nContent-Type: text/html\n\n\
         <p>See the text.</p>\n--x--\n",
        coded.join("\n")
    );
    let both = mail(&format!("{subject}Content-Type: multipart/alternative; boundary=x\r\n"), &both);
    assert_same("base64", &both);
    // Every word leads back to the letters that it was coded in.
    let story = read("m.eml", &both);
    let at = story.source.text.find("crowns").expect("in the text");
    let place = story.source.original(truecopy::text::Span::new(at, at + 6));
    assert!(coded.iter().any(|line| line.contains(&both[place.range()])), "{}", &both[place.range()]);
    let page = format!("<html><body><h1>{HEADLINE}</h1><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p></body></html>");
    assert_same("html", &mail(&format!("{subject}Content-Type: text/html; charset=utf-8\r\n"), &page));
    // An old encoding, named by the part.
    let latin = plain().replace(['“', '”'], "\"").replace("Ida Brandt", "Ida Br=E5ndt");
    let latin = mail(
        &format!(
            "{subject}Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n"
        ),
        &latin,
    );
    assert!(read("m.eml", &latin).source.text.contains("Ida Bråndt"));
    let none =
        mail(&format!("{subject}Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n"), "iVBORw0KGgo=\n");
    let refused = ingest::from_bytes("m.eml", none.as_bytes()).expect_err("no text").to_string();
    assert_eq!(
        refused,
        "m.eml: is not valid e-mail: it has no part with text: save the story that it carries; give another file, or another --from FORMAT"
    );
}

#[test]
fn wires_of_teleprinters_are_read() {
    let body = |indent: &str| [FIRST, SECOND, THIRD].map(|p| format!("{indent}{p}")).join("\r\n\r\n");
    let old = format!(
        "\u{1}hwa012 4 p 90 hwcb hw 061\r\n\r\nTarnby-road/\r\n\u{2}{HEADLINE} =\r\n\r\n{}\r\n\r\n# hw NOTEBOOK\r\n\r\n## Editorial contacts\r\n\
         - Editing by: Per Lie\r\nhw msd pli\r\n\u{3}131137 GMT Nov 13\r\n\u{7F}\r\n\u{4}",
        body("   ")
    );
    let story = read("w.txt", &old);
    assert_eq!((story.meta.format, story.meta.slug.as_deref()), (Format::Iptc7901, Some("Tarnby-road")));
    assert_eq!((story.meta.headline.as_deref(), story.meta.id.as_deref()), (Some(HEADLINE), Some("hwa012")));
    assert_same("iptc7901", &old);
    let teletype = |text: &str| text.replace('“', "``").replace('”', "\'\'");
    let anpa = format!(
        "\u{16}\u{16}\u{1}W2870\u{1F}asian\nf l\u{13}\u{11} BC-NL--Tarnby-Road 11-13 1049\n\u{2}^BC-NL--Tarnby-Road,466<\n^{HEADLINE}<\n\
         ^AP Photo XNP101<\n^Eds: With AP Photos.<\n^By MARIT SUND=\n^Harbour Wire=\n{}\n\n\u{3}AP-WF-11-13-26 1049GMT<\n\u{4}",
        teletype(&body("     ").replace('\r', ""))
    );
    let story = read("w.tst", &anpa);
    assert_eq!((story.meta.format, story.meta.headline.as_deref()), (Format::Anpa, Some(HEADLINE)));
    assert_eq!(story.meta.byline.as_deref(), Some("By MARIT SUND"));
    assert_same("anpa", &anpa);
}

#[test]
fn newsml_1_is_read_with_its_lines() {
    for content in [
        format!("<nitf><body><body.content><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p></body.content></body></nitf>"),
        format!("<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>"),
        format!("{FIRST}\n\n{SECOND}\n\n{THIRD}"),
    ] {
        let document = format!(
            "<NewsML Version=\"1.2\"><NewsItem><Identification><NewsIdentifier><PublicIdentifier>urn:x:7</PublicIdentifier></NewsIdentifier>\
             </Identification><NewsManagement><FirstCreated>20260303T090000Z</FirstCreated></NewsManagement><NewsComponent><NewsLines>\
             <HeadLine>{HEADLINE}</HeadLine><DateLine>TARNBY, March 3 (HW) -</DateLine></NewsLines><NewsComponent><Role FormalName=\"Main\"/>\
             <ContentItem><DataContent>{content}</DataContent></ContentItem></NewsComponent><NewsComponent><Role FormalName=\"Caption\"/>\
             <ContentItem><DataContent><p>Mayor Per Lie in 1999.</p></DataContent></ContentItem></NewsComponent></NewsComponent></NewsItem></NewsML>"
        );
        let story = read("n.xml", &document);
        assert_eq!((story.meta.id.as_deref(), story.date), (Some("urn:x:7"), Some((2026, 3, 3))));
        assert_eq!((story.meta.headline.as_deref(), story.meta.located.as_deref()), (Some(HEADLINE), Some("TARNBY")));
        assert_same("newsml1", &document);
    }
    let empty = "<NewsML><NewsItem><NewsComponent/></NewsItem></NewsML>";
    let refused = ingest::from_bytes("n.xml", empty.as_bytes()).expect_err("no text").to_string();
    assert!(refused.contains("NewsML 1 text"), "{refused}");
}

#[test]
fn a_time_for_machines_is_no_place() {
    let nitf = format!(
        "<nitf><head/><body><body.head><hedline><hl1>{HEADLINE}</hl1></hedline><dateline><story.date norm=\"20260102T222800+0000\">\
         20260102T222800+0000</story.date></dateline></body.head><body.content><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p></body.content></body></nitf>"
    );
    let story = read("n.xml", &nitf);
    assert_eq!((story.meta.located.as_deref(), story.date), (None, Some((2026, 1, 2))));
    assert!(!story.source.text.contains("2026"), "{}", story.source.text);
}

#[test]
fn linked_data_do_not_stand_for_what_a_page_shows() {
    let read = |shown: &str| {
        let page = format!(
            r#"<html><head><title>Boats stay in | Tarnby Post</title><script type="application/ld+json">
            {{"@type": "NewsArticle", "headline": "Boats stay in", "articleBody": "Boats stayed in the harbour at Ardhaven on Monday as a storm came in from the west.\n\nThe pilot's office said that 14 boats were moored twice and nobody was hurt. Nobody knows what the repairs will cost, and the ferry to the islands will not sail before the end of the week."}}
            </script></head><body>{shown}</body></html>"#
        );
        ingest::from_text("page", &page)
    };
    // The beginning of the story, or nothing: the rest is in the linked data, and the report says that it comes from there.
    for shown in [
        "<div id=\"root\"></div>",
        "<p>Loading…</p>",
        "<h1>Boats stay in</h1><p>Boats stayed in the harbour at Ardhaven on Monday as a storm came in …</p><p>Subscribe to read on</p>",
    ] {
        let story = read(shown);
        assert!(story.source.text.contains("moored twice"), "{shown}: {}", story.source.text);
        assert!(story.notes.iter().any(|n| n.contains("linked data")), "{shown}: {:?}", story.notes);
    }
    for shown in [
        "<h1>Boats stay in</h1><p>The pilot's office said that 41 boats were moored twice.</p>",
        "<h1>404 Not found</h1>",
        "<h1>Error</h1><p>The page that you asked for does not exist.</p>",
    ] {
        let story = read(shown);
        assert!(!story.source.text.contains("Ardhaven"), "{shown}: {}", story.source.text);
        assert!(story.notes.iter().any(|n| n.contains("linked data")), "{shown}: {:?}", story.notes);
    }
}
