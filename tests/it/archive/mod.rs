//! Finding the wire of a rewrite, and pairing, over generated stories.

mod commands;

use truecopy::archive::{BadIndex, Builder, Index, Memory, Prepared, ReadFile, Record, Scope, THRESHOLD};
use truecopy::ingest::{from_bytes, from_text};

/// A figure that looks like chance and is the same every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }

    fn name(&mut self) -> String {
        const HEAD: [&str; 16] = [
            "Ar", "Bel", "Cor", "Dan", "Els", "Fal", "Gor", "Hal", "Ist", "Jor", "Kel", "Lun", "Mar", "Nor", "Ost",
            "Per",
        ];
        const TAIL: [&str; 16] = [
            "anto", "berg", "dahl", "eska", "ford", "grad", "holm", "inska", "kova", "lund", "mond", "nes", "orth",
            "stad", "vik", "wen",
        ];
        format!("{}{}", HEAD[self.roll(16)], TAIL[self.roll(16)])
    }
}

/// A story told twice: as the wire tells it, and in other words.
fn story(n: u64) -> (String, String) {
    let mut d = Dice(n.wrapping_mul(0x9E37_79B9_7F4A_7C15) + 7);
    d.roll(2);
    let (place, other) = (d.name(), d.name());
    let (first, last, second) = (d.name(), d.name(), d.name());
    let (figure, sum, day) = (11 + d.roll(900), 2 + d.roll(97), ["Monday", "Tuesday", "Friday", "Sunday"][d.roll(4)]);
    const EVENTS: [(&str, &str); 8] = [
        (
            "A fire destroyed a warehouse near the harbour of PLACE on DAY",
            "Flames gutted a storehouse by PLACE's port on DAY",
        ),
        (
            "The council of PLACE voted on DAY to close its only hospital",
            "Councillors in PLACE decided on DAY to shut the town's sole clinic",
        ),
        (
            "Workers at the PLACE steel mill walked out on DAY over pay",
            "Staff of the steelworks in PLACE went on strike on DAY, asking for more money",
        ),
        (
            "A train left the rails outside PLACE on DAY after heavy rain",
            "Following downpours, a railway carriage derailed close to PLACE on DAY",
        ),
        (
            "Scientists in PLACE said on DAY they had found a new kind of frog",
            "A previously unknown frog has been discovered, researchers from PLACE announced on DAY",
        ),
        (
            "A court in PLACE on DAY jailed a banker for fraud",
            "On DAY judges in PLACE sent a financier to prison for cheating",
        ),
        (
            "The river rose over its banks in PLACE on DAY and drove families from their homes",
            "In PLACE, floodwater forced households out of their houses on DAY",
        ),
        (
            "PLACE won the cup final on DAY for the first time since the war",
            "For the first time in the post-war era the trophy went to PLACE on DAY",
        ),
    ];
    const MORE: [(&str, &str); 6] = [
        (
            "FIGURE people were counted by nightfall, said FIRST LAST, who leads the local office.",
            "By evening the tally stood at FIGURE, according to FIRST LAST, the head of the office there.",
        ),
        (
            "The damage was put at SUM million crowns by the insurer SECOND.",
            "SECOND, an insurance company, estimates the cost at SUM million crowns.",
        ),
        (
            "\"We have never seen anything like this,\" LAST told reporters.",
            "LAST said to journalists that nothing of the kind had been seen before.",
        ),
        (
            "Help was on its way from OTHER, some 40 kilometres to the north.",
            "Assistance is coming from OTHER, about 40 km northwards.",
        ),
        (
            "An inquiry will begin next week under a judge from OTHER.",
            "A magistrate of OTHER is to open an investigation in the coming week.",
        ),
        ("Schools stayed shut and buses did not run.", "There were no bus services and lessons were cancelled."),
    ];
    let (a, b) = EVENTS[d.roll(EVENTS.len())];
    let (mut wire, mut rewrite) = (vec![format!("{a}.")], vec![format!("{b}.")]);
    let start = d.roll(MORE.len());
    for k in 0..5 {
        let (a, b) = MORE[(start + k) % MORE.len()];
        wire.push(a.to_owned());
        // A rewrite leaves things out and changes their order.
        if k != 3 {
            rewrite.insert(1 + d.roll(rewrite.len()), b.to_owned());
        }
    }
    let fill = |lines: Vec<String>| {
        let text = lines.join("\n\n");
        let text =
            text.replace("PLACE", &place).replace("OTHER", &other).replace("FIRST", &first).replace("LAST", &last);
        let text = text.replace("SECOND", &second).replace("FIGURE", &figure.to_string());
        text.replace("SUM", &sum.to_string()).replace("DAY", day)
    };
    (fill(wire), fill(rewrite))
}

fn wire(n: u64) -> Prepared {
    let story = from_text("wire", &story(n).0);
    Prepared::of(&story, Record::of(&story, &format!("{n}.txt"), ""))
}

/// Adds stories, each as a file, and says what is kept after each hundred.
fn add(builder: &mut Builder<Memory>, stories: impl Iterator<Item = u64>) {
    for n in stories {
        builder.add(wire(n));
        builder.read(ReadFile { name: format!("{n}.txt"), stamp: n, ..ReadFile::default() });
        if builder.is_full() {
            builder.commit().expect("memory");
        }
    }
}

/// An index that holds so many terms in memory while it is built.
fn index(stories: impl Iterator<Item = u64>, held: usize) -> Index<Memory> {
    let mut builder = Builder::create(Memory::default()).expect("memory").holding(held);
    add(&mut builder, stories);
    builder.finish().expect("memory");
    Index::open(builder.into_store()).expect("an index")
}

fn search(index: &Index<Memory>, text: &str, most: usize) -> Vec<truecopy::archive::Match> {
    index.search(&from_text("rewrite", text), &Scope::default(), most).expect("memory")
}

#[test]
fn each_of_four_hundred_rewrites_finds_its_wire_and_strangers_find_none() {
    let index = index(0..400, usize::MAX);
    let (mut right, mut matched, mut strangers) = (0, 0, 0);
    for n in 0..400 {
        let found = search(&index, &story(n).1, 2);
        right += usize::from(found[0].record.file == format!("{n}.txt"));
        matched += usize::from(found[0].score >= THRESHOLD);
        assert!(found[0].score >= found[1].score && found[0].score <= 1.0);
    }
    for n in 1000..1400 {
        let found = search(&index, &story(n).1, 1);
        strangers += usize::from(found.first().is_some_and(|m| m.score >= THRESHOLD));
    }
    assert!(right >= 396 && matched >= 390, "{right} right, {matched} matched of 400");
    assert!(strangers <= 8, "{strangers} strangers of 400 matched");
}

#[test]
fn the_words_that_tell_are_named() {
    let index = index(0..50, usize::MAX);
    let (wire, rewrite) = story(17);
    let best = search(&index, &rewrite, 1).swap_remove(0);
    assert!(!best.shared.is_empty() && best.shared.iter().all(|w| rewrite.contains(w.as_str())), "{:?}", best.shared);
    assert!(wire.starts_with(best.record.title.split_whitespace().next().expect("a word")));
}

#[test]
fn little_memory_many_parts_and_updates_find_the_same() {
    let fresh = index(20..70, usize::MAX);
    // A part for every story or two; then they are made fewer.
    let parts = index(20..70, 100);
    // Twenty stories go, ten come.
    let mut builder = Builder::create(Memory::default()).expect("memory");
    add(&mut builder, 0..60);
    builder.finish().expect("memory");
    let mut builder = Builder::open(builder.into_store()).expect("an index");
    builder.forget(|name| name.trim_end_matches(".txt").parse::<u64>().expect("a number") < 20).expect("memory");
    add(&mut builder, 60..70);
    assert_eq!(builder.finish().expect("memory").stories, 50);
    assert!(builder.is_loose(), "a third of it no longer counts");
    let written_anew = builder.compact(Memory::default()).expect("memory");
    assert!(!written_anew.is_loose());
    let names: Vec<String> = written_anew.files().map(|f| f.expect("memory").name).collect();
    assert_eq!((names.len(), names.contains(&"5.txt".to_owned())), (50, false));
    let updated = Index::open(builder.into_store()).expect("an index");
    let written_anew = Index::open(written_anew.into_store()).expect("an index");
    for other in [&parts, &updated, &written_anew] {
        assert_eq!(other.len(), 50);
        for n in 15..75 {
            let found: Vec<_> = search(other, &story(n).1, 3).into_iter().map(|m| m.record).collect();
            let same: Vec<_> = search(&fresh, &story(n).1, 3).into_iter().map(|m| m.record).collect();
            assert_eq!(found[0], same[0], "{n}");
            assert_eq!(found.len(), same.len());
        }
    }
    for n in 15..75 {
        assert_eq!(search(&parts, &story(n).1, 3), search(&fresh, &story(n).1, 3), "{n}");
        assert_eq!(search(&written_anew, &story(n).1, 3), search(&fresh, &story(n).1, 3), "{n}");
    }
}

#[test]
fn what_waits_is_kept_from_the_moment_that_it_is_said() {
    let mut builder = Builder::create(Memory::default()).expect("memory");
    add(&mut builder, 0..10);
    builder.commit().expect("memory");
    let kept = builder.into_store().into_bytes();
    let mut builder = Builder::open(Memory::of(kept.clone())).expect("an index");
    add(&mut builder, 10..20);
    builder.commit().expect("memory");
    let later = builder.into_store().into_bytes();
    // A run that was killed has written some of what is new, and not yet that it counts: the head is as it was.
    for more in [1, 1000, later.len() - kept.len()] {
        let mut killed = later[..kept.len() + more].to_vec();
        killed[..8192].copy_from_slice(&kept[..8192]);
        let mut builder = Builder::open(Memory::of(killed)).expect("an index");
        assert_eq!(builder.len(), 10);
        add(&mut builder, 10..20);
        builder.commit().expect("memory");
        assert!(builder.into_store().into_bytes() == later, "the next run goes on from there");
    }
    // A power cut can spoil the place that was being written: the other one still says what was kept before.
    for at in [512, 4608] {
        let mut spoilt = later.clone();
        spoilt[at] ^= 1;
        assert!(Index::open(Memory::of(spoilt)).is_ok_and(|index| [10, 20].contains(&index.len())));
    }
}

#[test]
fn a_file_that_goes_twice_is_counted_once_and_a_run_without_news_writes_nothing() {
    let mut builder = Builder::create(Memory::default()).expect("memory");
    add(&mut builder, 0..6);
    builder.commit().expect("memory");
    let forget = |builder: &mut Builder<Memory>, names: &[&str]| {
        builder.forget(|name| names.contains(&name)).expect("memory");
        builder.len()
    };
    assert_eq!(forget(&mut builder, &["5.txt"]), 5);
    assert_eq!(forget(&mut builder, &["1.txt", "5.txt"]), 4);
    assert_eq!(forget(&mut builder, &["5.txt", "3.txt", "1.txt"]), 3);
    builder.commit().expect("memory");
    let kept = builder.into_store().into_bytes();
    let mut builder = Builder::open(Memory::of(kept.clone())).expect("an index");
    assert_eq!((builder.len(), forget(&mut builder, &["7.txt"])), (3, 3));
    builder.finish().expect("memory");
    assert!(builder.into_store().into_bytes() == kept);
}

#[test]
fn a_window_of_days_and_a_section_narrow_the_search() {
    let mut builder = Builder::create(Memory::default()).expect("memory").holding(500);
    let dated = |n: u64, day: i32, section: &str| {
        let story = from_text("wire", &story(n).0);
        let mut record = Record::of(&story, &format!("{n}-{day}.txt"), "");
        record.day = (day >= 0).then_some(day);
        record.section = section.to_owned();
        Prepared::of(&story, record)
    };
    // The same story on three days, and stories of other events between them.
    for (n, day) in [(7, 100), (7, 110), (7, 120)].into_iter().chain((20..60).map(|n| (n, 80 + n as i32))) {
        builder.add(dated(n, day, if day == 110 { "Coast" } else { "Harbour" }));
        if builder.is_full() {
            builder.commit().expect("memory");
        }
    }
    builder.finish().expect("memory");
    let index = Index::open(builder.into_store()).expect("an index");
    let mut text = from_text("rewrite", &story(7).1);
    let found = |text: &truecopy::ingest::Story, before, section| -> Vec<String> {
        let scope = Scope::around(text, before).of_section(section);
        let found = index.search(text, &scope, 9).expect("memory");
        found.into_iter().filter(|m| m.score >= THRESHOLD).map(|m| m.record.file).collect()
    };
    // Without a day of its own, all are looked at.
    assert_eq!(found(&text, 3, None), ["7-100.txt", "7-110.txt", "7-120.txt"]);
    // 23 April 1970 is day 112.
    text.date = Some((1970, 4, 23));
    assert_eq!(found(&text, 3, None), ["7-110.txt"]);
    assert_eq!(found(&text, 12, None), ["7-100.txt", "7-110.txt"]);
    assert_eq!(found(&text, 1, None), [""; 0]);
    assert_eq!(found(&text, 12, Some("harbour")), ["7-100.txt"]);
    assert_eq!(found(&text, 12, Some("chess")), [""; 0]);
}

#[test]
fn a_story_is_found_by_its_id() {
    let mut builder = Builder::create(Memory::default()).expect("memory");
    for (n, id) in [(1, "tag:a"), (2, "tag:b"), (3, "tag:b"), (4, "")] {
        let mut record = Record::of(&from_text("wire", &story(n).0), &format!("{n}.txt"), "");
        record.id = id.to_owned();
        builder.add(Prepared::of(&from_text("wire", &story(n).0), record));
    }
    builder.finish().expect("memory");
    let index = Index::open(builder.into_store()).expect("an index");
    let files = |id: &str| -> Vec<String> { index.with_id(id).expect("memory").into_iter().map(|r| r.file).collect() };
    assert_eq!(files("tag:a"), ["1.txt"]);
    assert_eq!(files("tag:b"), ["2.txt", "3.txt"]);
    assert_eq!([files("tag:c").len(), files("").len()], [0, 0]);
}

#[test]
fn what_is_no_whole_index_is_refused() {
    let open = |bytes: Vec<u8>| Index::open(Memory::of(bytes)).err();
    assert!(matches!(open(Vec::new()), Some(BadIndex::NoIndex)));
    assert!(matches!(open(vec![b'x'; 500]), Some(BadIndex::NoIndex)));
    assert!(matches!(open(vec![b'x'; 50_000]), Some(BadIndex::NoIndex)));
    let mut builder = Builder::create(Memory::default()).expect("memory");
    add(&mut builder, 1..2);
    builder.finish().expect("memory");
    let whole = builder.into_store().into_bytes();
    assert!(open(whole.clone()).is_none());
    for cut in [1, 50, whole.len() / 2, whole.len() - 64] {
        // What was there before the cut may still be a whole index: an empty one.
        let left = Index::open(Memory::of(whole[..whole.len() - cut].to_vec()));
        assert!(left.is_err() || left.is_ok_and(|index| index.is_empty()), "cut by {cut}");
    }
    let mut other = whole.clone();
    other[8] = 99;
    assert!(matches!(open(other), Some(BadIndex::Version(99))));
    // Whatever single byte is damaged, the index is refused, or searched and written anew without a panic.
    let text = from_text("rewrite", &story(1).1);
    let rest = (0..32).chain(512..600).chain(4608..4700).chain(8192..whole.len());
    for at in rest {
        let mut bytes = whole.clone();
        bytes[at] ^= 0xFF;
        if let Ok(index) = Index::open(Memory::of(bytes.clone())) {
            let _ = index.search(&text, &Scope::default(), 3);
            let _ = index.with_id("tag:a");
        }
        if let Ok(builder) = Builder::open(Memory::of(bytes)) {
            let _ = builder.compact(Memory::default());
        }
    }
}

#[test]
fn a_story_knows_the_section_that_it_was_filed_under() {
    let body = "The ferry ran aground off Ardhaven on Monday and nobody was hurt.";
    let linked = format!(
        r#"<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "Aground", "articleSection": ["Coast", "News"], "articleBody": "{body}"}}</script><article><h1>Aground</h1><p>{body}</p></article>"#
    );
    let rss = |field: &str| {
        format!("<rss><channel><item><title>A</title>{field}<description>{body}</description></item></channel></rss>")
    };
    for (text, section) in [
        (
            format!(
                r#"{{"uri": "a", "type": "text", "subject": [{{"uri": "x"}}, {{"name": "Coast"}}], "body_text": "{body}"}}"#
            ),
            Some("Coast"),
        ),
        (
            format!(r#"{{"uri": "a", "type": "text", "subjects": [{{"name": "Coast"}}], "body_text": "{body}"}}"#),
            Some("Coast"),
        ),
        (format!("---\nsection: Coast\n---\n{body}\n"), Some("Coast")),
        (rss("<category>Coast</category><category>News</category>"), Some("Coast")),
        (rss(""), None),
        (
            format!(
                r#"<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>a</id><category term="c" label="Coast"/><content>{body}</content></entry></feed>"#
            ),
            Some("Coast"),
        ),
        (
            format!(
                r#"<nitf><head><tobject><tobject.subject tobject.subject.type="Coast"/></tobject></head><body><body.content><p>{body}</p></body.content></body></nitf>"#
            ),
            Some("Coast"),
        ),
        (linked, Some("Coast")),
        (body.to_owned(), None),
    ] {
        let story = from_bytes("story", text.as_bytes()).expect("a story");
        assert_eq!(story.meta.section.as_deref(), section, "{text}");
    }
}
