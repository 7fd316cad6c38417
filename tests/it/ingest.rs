//! Reading: encodings, markup, page furniture, bad input. Every page here is invented.

use truecopy::ingest::{self, BlockKind, CodeKind, FurnitureKind, MAX_BYTES, ReadProblem, Story};
use truecopy::text::Span;

/// A block as one line: what it is, then its first words.
fn show(story: &Story) -> String {
    let mut out = String::new();
    for block in &story.blocks {
        let kind = match block.kind {
            BlockKind::Furniture(kind) => format!("({kind:?})").to_lowercase(),
            kind => format!("{kind:?}").to_lowercase(),
        };
        let text = story.source.slice(block.span).replace(['\n', '\r'], " ");
        let words: Vec<&str> = text.split_whitespace().take(4).collect();
        out.push_str(&format!("{kind}: {}\n", words.join(" ")));
    }
    out
}

#[track_caller]
fn assert_blocks(story: &Story, expected: &str) {
    let trim = |s: &str| s.lines().map(str::trim).filter(|l| !l.is_empty()).collect::<Vec<_>>().join("\n");
    assert_eq!(trim(&show(story)), trim(expected));
    check_shape(story);
}

/// What holds for every story: blocks in order, trimmed, on letter boundaries, and nothing but white space between them.
#[track_caller]
fn check_shape(story: &Story) {
    let text = &story.source.text;
    let mut at = 0;
    for block in &story.blocks {
        let range = block.span.range();
        assert!(range.start >= at && !block.span.is_empty(), "blocks overlap or are empty: {block:?}");
        assert!(text.get(at..range.start).is_some_and(|gap| gap.trim().is_empty()), "text lost before {block:?}");
        let inside = text.get(range.clone()).expect("a span on letter boundaries");
        assert_eq!(inside.trim(), inside);
        at = range.end;
    }
    assert!(text[at..].trim().is_empty(), "text lost at the end");
}

#[track_caller]
fn original<'a>(story: &Story, bytes: &'a [u8], words: &str) -> &'a [u8] {
    let at = story.source.text.find(words).expect("words are in the text");
    &bytes[story.source.original(Span::new(at, at + words.len())).range()]
}

const SCRAPED: &str = "\
Skip to content

Harbour Ledger

Home > News > Coast

Coast

Ferry strike enters third day as talks stall

By Mara Lindqvist and Tom Achterberg
14 May, 2021, 07:40 am
Last modified: 14 May, 2021, 09:12 am

Related News

Ferry strike enters third day as talks stall

Union leaders said late on Thursday that no progress had been made on night shifts, the point that has kept boats in port since Tuesday
Share
Passengers wait at the north pier in Ostrand on May 13, 2021. Lena Voss/Pool via REUTERS
Passengers wait at the north pier in Ostrand on May 13, 2021. Lena Voss/Pool via REUTERS

Summary:

  • Boats have not sailed since Tuesday
  • Mayor offers to mediate

Ferries between Ostrand and the islands stayed in port for a third day on Friday after talks between the crews and the operator broke up without a date for the next round.

\"We are as far apart as on Monday,\" said Mara Holm, who leads the crews' union. \"Nobody is laughing.\"

READ MORE: Island shops run short of bread

Night shifts

The operator, Nordsund Lines, wants crews to work two nights a week instead of one. It says that the change would keep 11 boats running through the winter.

WATCH | Islanders describe a week without boats:

How the islands get by without ferries

Pensioners and schoolchildren told our reporter how they manage. 2:47

Mayor Idris Bakken offered to mediate, but neither side had answered him by Friday noon.

(Reporting by Mara Lindqvist; Editing by Jo Barr)

Top News / Coast

Comments

Readers post what they think here. Abusive comments are deleted; moderators read all comments.

Most Read

1
Council votes to sell the old lighthouse. Photo: Ledger
Coast

Council votes to sell the old lighthouse

3h | Coast
A storm took the roof off the school on Monday, and the classes have moved to the church hall.

School moves into church hall after storm

5h | Town
";

#[test]
fn a_scraped_page_gives_its_story_and_sets_the_rest_aside() {
    let story = ingest::from_text("page", SCRAPED);
    assert_blocks(
        &story,
        "(navigation): Skip to content
        (navigation): Harbour Ledger
        (navigation): Home > News >
        (navigation): Coast
        headline: Ferry strike enters third
        byline: By Mara Lindqvist and
        (timestamp): 14 May, 2021, 07:40
        (timestamp): Last modified: 14 May,
        (related): Related News
        (duplicate): Ferry strike enters third
        summary: Union leaders said late
        (promotion): Share
        (caption): Passengers wait at the
        (caption): Passengers wait at the
        summary: Summary:
        summary: • Boats have not
        summary: • Mayor offers to
        paragraph: Ferries between Ostrand and
        paragraph: \"We are as far
        (related): READ MORE: Island shops
        subhead: Night shifts
        paragraph: The operator, Nordsund Lines,
        (media): WATCH | Islanders describe
        (media): How the islands get
        paragraph: Pensioners and schoolchildren told
        (media): 2:47
        paragraph: Mayor Idris Bakken offered
        credit: (Reporting by Mara Lindqvist;
        (navigation): Top News / Coast
        (comments): Comments
        (comments): Readers post what they
        (related): Most Read
        (related): 1
        (caption): Council votes to sell
        (related): Coast
        (related): Council votes to sell
        (related): 3h | Coast
        (related): A storm took the
        (related): School moves into church
        (related): 5h | Town",
    );
    assert_eq!(story.date, Some((2021, 5, 14)));
}

const PAGE: &str = r#"<!DOCTYPE html><html><head><title>Dam holds after night of rain | The Valley Post</title>
<meta property="article:published_time" content="2019-10-03T06:15:00+02:00">
<script>var related = "<p>Not a paragraph.</p>";</script><style>p { color: red }</style></head>
<body class="has-sidebar"><div id="cookie-banner">We store cookies. <button>Fine</button></div>
<nav><ul><li><a href="/">Front page</a></li><li><a href="/valley">Valley</a></li></ul></nav>
<article><h1>Dam holds after night of rain</h1><p class="byline">Petra Nowak, <b>chief reporter</b></p>
<time datetime="2019-10-04">4 Oct 2019</time>
<figure><img src="dam.jpg" alt="x"><figcaption>The spillway at dawn</figcaption></figure>
<p>The dam at Upper Vale held through the night, the water board said&nbsp;on Thursday, although
the lake rose by 1.4&#8239;metres &amp; spilled over the eastern wall.</p>
<div class="share-bar">Tell your friends</div>
<h2>Villages emptied</h2>
<p>About 900 people left their homes in Lower Vale.<br>They may return on Friday.</p>
<p>&ldquo;We heard it all night,&rdquo; said Jiří Novák, 61.
<aside><h3>Also in the valley</h3><p>Trout are back in the river after forty years of absence.</p></aside>
<p>R&D chief Ann Cole said sensors showed no cracks.
</article><div class="comments"><p>First! This is a reader's comment that goes on for a while.</p></div>
<footer><p>The Valley Post is printed in Upper Vale.</p></footer></body></html>"#;

#[test]
fn an_html_page_is_read_by_its_elements() {
    let expected = "(duplicate): Dam holds after night
        (consent): We store cookies.
        (consent): Fine
        (navigation): Front page
        (navigation): Valley
        headline: Dam holds after night
        byline: Petra Nowak, chief reporter
        (timestamp): 4 Oct 2019
        (caption): The spillway at dawn
        paragraph: The dam at Upper
        (promotion): Tell your friends
        subhead: Villages emptied
        paragraph: About 900 people left
        paragraph: “We heard it all
        (related): Also in the valley
        (related): Trout are back in
        paragraph: R&D chief Ann Cole
        (comments): First! This is a
        (residue): The Valley Post is";
    for page in [PAGE.to_owned(), PAGE.replace('\n', "\r\n")] {
        let story = ingest::from_bytes("dam.html", page.as_bytes()).expect("a story");
        assert_blocks(&story, expected);
        assert_eq!(story.date, Some((2019, 10, 3)));
        assert!(
            story.source.text.contains("1.4\u{202F}metres & spilled"),
            "entities are decoded, wrapped lines joined"
        );
        assert_eq!(original(&story, page.as_bytes(), "& spilled"), b"&amp; spilled");
        assert_eq!(original(&story, page.as_bytes(), "“We heard"), b"&ldquo;We heard");
        assert_eq!(original(&story, page.as_bytes(), "Novák"), "Novák".as_bytes());
        assert_eq!(original(&story, page.as_bytes(), "R&D chief"), b"R&D chief");
    }
}

#[test]
fn html_around_which_a_form_was_wrapped_is_still_a_story() {
    let page = "<html><body><form id=aspnet class=sidebar><div><h1>Mine to close</h1><p>The mine at Karst will close in June, \
                its owner said.</p><p>Some 300 people work there, most of them from the town.</p></div></form></body></html>";
    let story = ingest::from_text("form", page);
    assert_blocks(&story, "headline: Mine to close\nparagraph: The mine at Karst\nparagraph: Some 300 people work");
}

const WIRE: &str =
    "LIMA, March 3 (AP) — Peru’s congress voted 71–44 on Wednesday to keep the café tax.\r\n\r\n“No,” said Núñez.\r\n";

#[test]
fn utf16_is_read_with_and_without_its_mark_and_leads_back_to_its_bytes() {
    for (mark, big) in [(true, false), (true, true), (false, false), (false, true)] {
        let bytes_of = |unit: u16| if big { unit.to_be_bytes() } else { unit.to_le_bytes() };
        let units = mark.then_some(0xFEFF).into_iter().chain(WIRE.encode_utf16());
        let bytes: Vec<u8> = units.flat_map(bytes_of).collect();
        let story = ingest::from_bytes("wire.txt", &bytes).expect("a story");
        assert_eq!(&*story.source.text, WIRE);
        assert_eq!(story.notes, [if big { "read as UTF-16BE" } else { "read as UTF-16LE" }]);
        let café: Vec<u8> = "café".encode_utf16().flat_map(bytes_of).collect();
        assert_eq!(original(&story, &bytes, "café"), café);
        let dateline = story.dateline.expect("a dateline");
        assert_eq!(story.source.slice(dateline.place), "LIMA");
        assert_eq!(dateline.agency.map(|a| story.source.slice(a)), Some("AP"));
        // Code points are those of the text, whatever the encoding.
        let at = WIRE.find("café").expect("in the text");
        let chars = WIRE[..at].chars().count();
        assert_eq!(story.source.code_points(&[Span::new(at, at + "café".len())]), [(chars, chars + 4)]);
    }
}

#[test]
fn html_in_utf16_leads_back_through_both() {
    let page = "<html><p>The inn &amp; the mill burned, said Zoë.</p></html>";
    let bytes: Vec<u8> = [0xFF, 0xFE].into_iter().chain(page.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let story = ingest::from_bytes("inn.html", &bytes).expect("a story");
    assert_eq!(&*story.source.text, "The inn & the mill burned, said Zoë.");
    let amp: Vec<u8> = "&amp; the".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(original(&story, &bytes, "& the"), amp);
    assert_eq!(story.source.code_points(&[Span::new(8, 9)]), [(17, 22)]);
}

#[test]
fn windows_1252_is_recognised_and_said() {
    let bytes = b"Caf\xE9 owners in Br\xFCgge said the \x93tax on chairs\x94 \x96 5 \x80 each \x96 was a joke.";
    let story = ingest::from_bytes("cafe.txt", bytes).expect("a story");
    assert_eq!(&*story.source.text, "Café owners in Brügge said the “tax on chairs” – 5 € each – was a joke.");
    assert_eq!(story.notes, ["read as windows-1252"]);
    assert_eq!(original(&story, bytes, "Brügge"), b"Br\xFCgge");
    assert_eq!(original(&story, bytes, "5 €"), b"5 \x80");
}

#[test]
fn a_letter_cut_in_two_does_not_make_a_text_windows_1252() {
    let mut bytes = "Zażółć gęślą jaźń, said the sign in the café.".as_bytes().to_vec();
    bytes.extend(&"é".as_bytes()[..1]);
    let story = ingest::from_bytes("cut.txt", &bytes).expect("a story");
    assert!(story.source.text.starts_with("Zażółć"), "{}", story.source.text);
    assert!(story.notes.iter().any(|n| n.contains("replaced")), "{:?}", story.notes);
    assert_eq!(original(&story, &bytes, "café"), "café".as_bytes());
}

#[test]
fn a_byte_order_mark_is_no_part_of_the_text() {
    let bytes = "\u{FEFF}Trams stop at nine.".as_bytes();
    let story = ingest::from_bytes("-", bytes).expect("a story");
    assert_eq!(&*story.source.text, "Trams stop at nine.");
    assert_eq!(original(&story, bytes, "Trams"), b"Trams");
    assert_eq!(story.source.code_points(&[Span::new(0, 5)]), [(0, 5)]);
}

#[test]
fn letters_that_were_encoded_twice_are_read_as_meant_and_known() {
    let text = "The cafÃ© in MÃ¼nster said â€œno commentâ€\u{9d}.";
    let story = ingest::from_bytes("-", text.as_bytes()).expect("a story");
    assert_eq!(&*story.source.text, "The café in Münster said “no comment”.");
    assert_eq!(original(&story, text.as_bytes(), "café"), "cafÃ©".as_bytes());
    assert_eq!(story.codes.iter().map(|c| c.kind).collect::<Vec<_>>(), [CodeKind::Garbled; 4]);
}

#[test]
fn line_ends_of_every_kind_part_the_same_paragraphs() {
    let lines =
        ["Mill burns down in Tarn", "", "A mill in Tarn burned down on Sunday, police said.", "", "Nobody was hurt."];
    for end in ["\n", "\r\n", "\r"] {
        let text = lines.join(end);
        let story = ingest::from_bytes("mill.txt", text.as_bytes()).expect("a story");
        assert_blocks(&story, "headline: Mill burns down in\nparagraph: A mill in Tarn\nparagraph: Nobody was hurt.");
        let last = story.blocks[2].span.start;
        assert_eq!(story.source.line_column(last), (5, 1), "{end:?}");
    }
}

#[test]
fn a_wrapped_wire_is_read_paragraph_by_paragraph() {
    let text = "Orchard growers ask for help after late frost\n\nBy Ines Duarte\n\n\
                FUNDAO, Portugal (Reuters) - Cherry growers in central Portugal asked\n\
                the government for help on Monday after two nights of frost took most\n\
                of the blossom. The growers' association put the loss at 40 million\neuros.\n\n\
                It was the third late frost in five years, said its chairman, Rui\n\
                Falcao. \"We cannot insure against every spring,\" he told reporters at\nthe market in Fundao.\n\n\
                (Reporting by Ines Duarte; Editing by Max Pohl)\n";
    let story = ingest::from_text("frost", text);
    assert_blocks(
        &story,
        "headline: Orchard growers ask for
        byline: By Ines Duarte
        paragraph: FUNDAO, Portugal (Reuters) -
        paragraph: It was the third
        credit: (Reporting by Ines Duarte;",
    );
    assert_eq!(story.dateline.map(|d| story.source.slice(d.place)), Some("FUNDAO, Portugal"));
}

#[test]
fn entities_in_plain_text_lead_back_to_the_string_given() {
    let text =
        "Bank of &Aring;land&#039;s R&D chief said &amp;quot;no&amp;quot; &ndash; AT&T; said &#8220;yes&#x201D;.";
    let story = ingest::from_text("batch", text);
    assert_eq!(&*story.source.text, "Bank of Åland's R&D chief said \"no\" – AT&T; said “yes”.");
    assert_eq!(story.source.raw.as_deref(), Some(text));
    assert_eq!(original(&story, text.as_bytes(), "\"no\""), b"&amp;quot;no&amp;quot;");
    let quote = story.source.text.find("“yes”").expect("in the text");
    let points = story.source.code_points(&[Span::new(quote, quote + "“yes”".len())]);
    let from = text.find("&#8220;").expect("in the text");
    assert_eq!(points, [(from, text.len() - 1)]);
}

#[test]
fn one_sentence_or_fragment_is_always_a_paragraph() {
    for text in [
        "Rain halts play",
        "This website uses cookies and asks you to accept them.",
        "Related News",
        "By Jane Doe",
        "14 May 2021",
        "Photo: Reuters",
        ".",
        "“No.”",
        "Watch: the dam breaks 5:51",
        "Mayor: 'We will rebuild'",
    ] {
        let story = ingest::from_text("pair", text);
        assert_eq!(story.blocks.len(), 1, "{text}");
        assert_eq!(story.blocks[0].kind, BlockKind::Paragraph, "{text}");
    }
    let lines = ingest::from_text("pair", "Rain halts play\nFerries stay in port\nMayor to speak at noon");
    assert!(lines.blocks.iter().all(|b| b.kind == BlockKind::Paragraph), "{}", show(&lines));
}

#[test]
fn a_story_about_cookies_and_films_is_kept_whole() {
    let text = "Regulator fines chain over cookie banner\n\n\
        A regulator fined the supermarket chain Lumo 2 million euros on Tuesday over the cookie banner on its website.\n\n\
        \"We use cookies to make the page work for you,\" the banner said, and offered one button: accept.\n\n\
        Visitors must be able to reject cookies as easily as they accept them, the regulator said. Lumo's settings took six clicks.\n\n\
        Watch what you click, it advised readers in a short video, which has been seen 40,000 times since 5:30 p.m. on Monday.\n\n\
        The chain did not comment.\n\n\
        Its new banner has three buttons:\n\n\
        - Yes to all\n- No to all\n- Let me choose\n\n\
        Related cases are pending in two countries, said Nina Arendt, who follows them for a consumer group.\n\n\
        \"Share the rules with your children,\" she added.\n\n\
        No.\n\n\
        That was the answer of one parent.";
    let story = ingest::from_text("cookies", text);
    let mut expected = vec![BlockKind::Paragraph; story.blocks.len()];
    expected[0] = BlockKind::Headline;
    assert_eq!(story.blocks.iter().map(|b| b.kind).collect::<Vec<_>>(), expected, "{}", show(&story));
}

#[test]
fn a_list_in_the_middle_does_not_end_the_story() {
    let text = "Two die as bus leaves road\n\nTwo people died on Saturday when a bus left the road near Brack, police said.\n\n\
        Nine others were taken to hospital in Tarn, where doctors called their condition stable.\n\nRelated Stories\n\n\
        Bus fleet failed checks in March\n\nRoad to Brack closed again\n\n\
        The bus was on its way from Tarn to the coast with 31 passengers, most of them students.\n\n\
        The driver, 48, was being questioned, the police said.\n\nShare this story\n\nCopyright 2020 Tarn Courier\n";
    let story = ingest::from_text("bus", text);
    assert_blocks(
        &story,
        "headline: Two die as bus
        paragraph: Two people died on
        paragraph: Nine others were taken
        (related): Related Stories
        (related): Bus fleet failed checks
        (related): Road to Brack closed
        paragraph: The bus was on
        paragraph: The driver, 48, was
        (promotion): Share this story
        (residue): Copyright 2020 Tarn Courier",
    );
}

#[test]
fn a_page_of_nothing_but_furniture_has_no_story() {
    let text = "Skip to content\n\nMenu\n\nHome\n\nWorld\n\nWe use cookies to make the page work for you.\n\nAccept\n\nMost Read\n\n\
                3h | World\n\nShare\n\nAdvertisement\n\nLeave a Reply\n\nCopyright 2020 The Ledger\n";
    let story = ingest::from_bytes("page.txt", text.as_bytes()).expect("readable");
    assert!(!story.has_story(), "{}", show(&story));
    check_shape(&story);
    let html = "<html><nav>Home</nav><script>var x;</script><footer>Imprint</footer></html>";
    assert!(!ingest::from_text("page", html).has_story());
}

#[test]
fn paragraphs_said_twice_count_once() {
    let para = "The bridge will stay closed until the end of the month, the council said.";
    let text = format!("Bridge closed\n\n{para}\n\nDrivers should take the ferry.\n\n{para}\n");
    let story = ingest::from_text("bridge", &text);
    assert_eq!(story.blocks.last().map(|b| b.kind), Some(BlockKind::Furniture(FurnitureKind::Duplicate)));
}

#[test]
fn invisible_characters_stay_in_the_text_and_are_told_of() {
    let text = "The \u{202E}mayor\u{202C} said\u{0} on Mon\u{200B}day that the \u{7}bell would ring.";
    let story = ingest::from_bytes("bidi.txt", text.as_bytes()).expect("a story");
    // Null characters are left out: they are no part of any word.
    assert_eq!(*story.source.text, text.replace('\0', ""));
    assert_eq!(story.notes.len(), 3, "{:?}", story.notes);
    check_shape(&story);
}

#[test]
fn deep_nesting_and_stray_end_tags_cost_time_in_proportion() {
    let deep = format!(
        "<html>{}<p>The well is 40 metres deep, the farmer said.{}",
        "<div>".repeat(50_000),
        "</span></p>".repeat(25_000)
    );
    let story = ingest::from_text("deep", &deep);
    assert!(story.has_story());
    let unclosed = "<ul><li><b><p>".repeat(25_000);
    assert!(!ingest::from_text("unclosed", &unclosed).has_story());
}

#[test]
fn a_megabyte_on_one_line_is_read() {
    let line = "The council met on Monday and voted on the road, the well & the mill. ".repeat(15_000);
    let story = ingest::from_text("long", &line);
    assert_eq!(story.blocks.len(), 1);
    check_shape(&story);
    let amps = ingest::from_text("amps", &"&".repeat(1_000_000));
    assert_eq!(amps.source.text.len(), 1_000_000);
    let tags = ingest::from_text("tags", &"<p".repeat(100_000));
    check_shape(&tags);
}

#[test]
fn bad_input_is_named_with_what_to_do() {
    let problem = |bytes: &[u8]| ingest::from_bytes("in.bin", bytes).expect_err("no story").problem;
    assert!(matches!(problem(b""), ReadProblem::Empty));
    assert!(matches!(problem(b" \r\n\t\n"), ReadProblem::Empty));
    assert!(matches!(problem(b"\xEF\xBB\xBF"), ReadProblem::Empty));
    assert!(matches!(problem(b"%PDF-1.7\n%\xE2\xE3"), ReadProblem::Binary("a PDF")));
    assert!(matches!(problem(b"PK\x03\x04\x14\0\x06\0"), ReadProblem::Binary(_)));
    assert!(matches!(problem(b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR"), ReadProblem::Binary(_)));
    assert!(matches!(problem(&[0, 1, 2, 3, 4, 5, 6, 7, 200, 13, 0, 0, 0, 9, 0, 0]), ReadProblem::Binary(_)));
    let huge = vec![b'a'; usize::try_from(MAX_BYTES).expect("fits") + 1];
    assert!(matches!(problem(&huge), ReadProblem::TooLarge(Some(_))));
    assert!(matches!(ingest::from_reader("-", &huge[..]).expect_err("too long").problem, ReadProblem::TooLarge(None)));

    let missing = ingest::from_path("no/such/story.txt").expect_err("no file");
    assert!(matches!(missing.problem, ReadProblem::Missing));
    assert_eq!(
        missing.to_string(),
        "no/such/story.txt: no such file; check the path, or give `-` to read standard input"
    );
    let directory = ingest::from_path(env!("CARGO_MANIFEST_DIR")).expect_err("a directory");
    assert!(matches!(directory.problem, ReadProblem::Directory), "{directory}");
}
