//! Texts that grow by repetition: patterns that a story may be made of, in every format that is read, on the rewrite's side or on both.
//!
//! Whatever is repeated, the check of a text must cost no more than in proportion to its length, or nearly so.

/// What is repeated: how it is called, and what stands there the `i`th time. `{i}` stands for the number, `{w}` for a word that changes
/// with it.
pub struct Pattern {
    pub name: &'static str,
    unit: &'static str,
    /// Written as it is into markup, where other patterns are escaped.
    markup: bool,
}

const fn text(name: &'static str, unit: &'static str) -> Pattern {
    Pattern { name, unit, markup: false }
}

const fn markup(name: &'static str, unit: &'static str) -> Pattern {
    Pattern { name, unit, markup: true }
}

/// Every pattern.
pub static PATTERNS: &[Pattern] = &[
    // Words.
    text("one word", "ferry "),
    text("a letter a line", "a\n"),
    text("a word a line", "ferry\n"),
    text("many words", "{w} "),
    text("the", "the "),
    text("doubled words", "the the ferry ferry sailed "),
    text("one long word", "ferry"),
    text("words joined by hyphens", "ferry-"),
    text("capitals", "FERRY "),
    text("odd words", "{w}q{i}x "),
    text("not", "did not sail "),
    text("may and might", "it may sail but might not "),
    text("but and because", "but because although "),
    text("all some none", "all of some and none "),
    text("was sailing", "is sailing and was sailing "),
    text("misspelt", "teh recieve goverment "),
    text("a sentence", "The ferry sailed. "),
    text("a sentence that changes", "The clerk of ward {i} counted {i} ballots. "),
    text("a question", "Did the ferry sail? "),
    text("a clause", "the ferry sailed and "),
    // Marks.
    text("full stops", ". "),
    text("full stops, glued", "."),
    text("commas", ", "),
    text("words and commas", "ferry, "),
    text("commas with a space before", "ferry , "),
    text("semicolons", "ferry; "),
    text("dashes", "– "),
    text("hyphens", "-"),
    text("exclamations", "! "),
    text("ellipses", "... "),
    text("brackets", "("),
    text("brackets, closed", "(a) "),
    text("square brackets", "["),
    text("apostrophes", "' "),
    text("possessives", "'s "),
    text("a possessive name", "Brandt's "),
    text("slashes", "a/"),
    text("asterisks", "* "),
    text("hashes", "# a"),
    text("ampersands", "& "),
    text("stars", "*** "),
    // Quotes.
    text("quotes", "\"We will wait.\" "),
    text("quotes of many words", "\"{w} sailed {w}\" "),
    text("a letter in quotes", "\"a\" "),
    text("open quotation marks", "“"),
    text("open quotation marks and words", "“ferry "),
    text("straight quotation marks", "\""),
    text("straight quotation marks and words", "\"ferry "),
    text("single quotation marks", "‘ferry’ "),
    text("closing quotation marks", "ferry” "),
    text("he said", "he said "),
    text("said names", "said Ilse Brandt "),
    text("quotes with speakers", "\"We will wait,\" said Ilse Brandt. "),
    // Figures, dates, money.
    text("figures", "12 "),
    text("figures that change", "{i} "),
    text("figures with things", "{i} sailors, "),
    text("digits", "1"),
    text("money", "$5 million "),
    text("percent", "12% "),
    text("spelled figures", "two hundred "),
    text("ordinals", "3rd "),
    text("scores", "2-1 "),
    text("clock times", "5:17 p.m. "),
    text("dates", "May 4, "),
    text("dates with years", "4 May 2021 "),
    text("weekdays", "on Monday "),
    text("years", "2021 "),
    text("sums", "1,000,000,"),
    // Names.
    text("a name", "Ilse Brandt "),
    text("names", "Ilse {W} "),
    text("names and commas", "Ilse {W}, "),
    text("capitalised words", "Ferry "),
    text("initials", "J. "),
    text("titles", "Mr. "),
    text("offices", "President "),
    text("offices and names", "Mayor Ilse {W} said. "),
    text("places", "Paris, France, "),
    text("abbreviations", "U.S. "),
    text("abbreviations, glued", "U.S."),
    text("acronyms", "NATO "),
    text("bodies", "the Ministry of Finance of "),
    text("sites", "ferry.com "),
    text("addresses of pages", "https://ferry.example/{i} "),
    text("e-mail addresses", "desk@ferry.example "),
    // Lines of lists and furniture.
    text("list marks", "- ferry\n"),
    text("numbered lines", "{i}. ferry\n"),
    text("headings", "# ferry\n"),
    text("quoted lines", "> ferry\n"),
    text("lines of a table", "| a | b |\n"),
    text("empty lines", "\n"),
    text("spaces", " "),
    text("captions", "FILE PHOTO: The ferry. REUTERS/Ilse Brandt\n"),
    text("bylines", "By Ilse Brandt\n"),
    text("datelines", "PARIS, May 4 (Wire) - The ferry sailed.\n"),
    text("notices", "Read more: the ferry\n"),
    text("advisories", "CORRECTION: the ferry\n"),
    text("cookies", "We use cookies. Accept all\n"),
    text("copyright lines", "(c) 2021 Wire\n"),
    text("shortcodes", "[gallery ids={i}]\n"),
    text("template fields", "{{name}} "),
    text("emphasis", "**a** "),
    text("emphasis, open", "**a "),
    text("underscores", "_a"),
    text("links", "[a](b) "),
    text("links, open", "[a]("),
    text("code", "`a` "),
    text("code, open", "``` "),
    text("backslashes", "\\"),
    text("angle brackets", "< "),
    // Markup.
    markup("entities", "&amp; "),
    markup("entities, twice", "&amp;amp;"),
    markup("numeric entities", "&#8217;s "),
    markup("entities, open", "&a"),
    markup("breaks", "a<br/>"),
    markup("paragraphs", "<p>a</p>"),
    markup("empty paragraphs", "<p></p>"),
    markup("bold", "<b>a</b> "),
    markup("links in markup", "<a href=\"x\">a</a> "),
    markup("lists", "<ul><li>a</li></ul>"),
    markup("divisions", "<div>a</div>"),
    markup("scripts", "<script>a</script>"),
    markup("comments", "<!-- a -->"),
    markup("tables", "<table><tr><td>a</td></tr></table>"),
    markup("headings in markup", "<h2>a</h2>"),
    markup("images", "<figure><img src=\"x\"/><figcaption>a</figcaption></figure>"),
    markup("navigation", "<nav><a href=\"x\">a</a></nav>"),
    // Only where a broken page is read none the less.
    markup("open tags", "<b>"),
    markup("open divisions", "<div>"),
    markup("closing tags", "</b>"),
    markup("a tag that never ends", "<b a=\""),
    markup("comments, open", "<!--"),
    markup("linked data", "<script type=\"application/ld+json\">{\"@type\":\"NewsArticle\"}</script>"),
    // Letters.
    text("accents", "e\u{301}"),
    text("marks piled up", "\u{301}"),
    text("zero-width spaces", "a\u{200b}"),
    text("soft hyphens", "fer\u{ad}ry "),
    text("emoji", "\u{1f469}\u{200d}\u{1f467} "),
    text("Greek", "αβγ "),
    text("Chinese", "港の"),
    text("replacement signs", "\u{fffd}"),
    text("mangled letters", "â€™"),
];

/// How a pattern is put into a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Plain text, all on one line.
    Line,
    /// Plain text, some words to a line.
    Lines,
    Html,
    Markdown,
    Ninjs,
    Nitf,
    NewsMl,
    Rss,
}

impl Form {
    pub const ALL: [Form; 8] =
        [Form::Line, Form::Lines, Form::Html, Form::Markdown, Form::Ninjs, Form::Nitf, Form::NewsMl, Form::Rss];

    /// How the file is called.
    pub fn file(self) -> &'static str {
        match self {
            Form::Line | Form::Lines => "story.txt",
            Form::Html => "story.html",
            Form::Markdown => "story.md",
            Form::Ninjs => "story.json",
            Form::Nitf | Form::NewsMl | Form::Rss => "story.xml",
        }
    }
}

/// Where the pattern stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// In the wire and in the rewrite.
    Both,
    /// In the rewrite alone.
    Rewrite,
    /// In the wire alone.
    Wire,
}

/// One text that grows.
#[derive(Clone, Copy)]
pub struct Case {
    pub pattern: &'static Pattern,
    pub form: Form,
    pub side: Side,
}

impl std::fmt::Display for Case {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} / {:?} / {:?}", self.pattern.name, self.form, self.side)
    }
}

/// What both sides begin with: a few sentences, so that the text is taken for a story in English whatever comes after it.
const WIRE: &str = "Dockers walked out over night shifts at Port Halden on Monday, and two ferries did not sail. \
    The port handled 12 million tonnes last year. Mayor Ilse Brandt said that talks would go on until Sunday.";
const REWRITE: &str = "Dockers struck over night shifts at Port Halden on Monday, and two ferries did not sail. \
    The port handled 13 million tonnes last year. Mayor Ilse Brandt said talks would go on until Sunday.";

impl Case {
    /// The wire and the rewrite, with about so many bytes of the pattern in them.
    pub fn texts(&self, bytes: usize) -> (String, String) {
        let (wire, rewrite) = match self.side {
            Side::Both => (bytes, bytes),
            Side::Rewrite => (0, bytes),
            Side::Wire => (bytes, 0),
        };
        (self.file(WIRE, wire), self.file(REWRITE, rewrite))
    }

    fn file(&self, head: &str, bytes: usize) -> String {
        let escaped = |s: &str| s.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        let marked = !matches!(self.form, Form::Line | Form::Lines | Form::Markdown | Form::Ninjs);
        let unit = |i: usize| {
            let unit = self.pattern.unit(i);
            if marked && !self.pattern.markup { escaped(&unit) } else { unit }
        };
        let (open, close, long) = match self.form {
            Form::Line => ("", "", usize::MAX),
            Form::Lines => ("", "\n", 60),
            Form::Markdown | Form::Ninjs => ("", "\n\n", 400),
            _ => ("<p>", "</p>\n", 400),
        };
        let mut body = format!("{open}{head}{close}");
        let end = body.len() + bytes;
        let mut i = 0;
        while body.len() < end {
            body.push_str(open);
            let from = body.len();
            while body.len() < end && body.len() - from < long {
                body.push_str(&unit(i));
                i += 1;
            }
            body.push_str(close);
        }
        let title = "Dockers walk out at Port Halden";
        match self.form {
            Form::Line | Form::Lines => format!("{title}\n\n{body}\n"),
            Form::Markdown => format!("# {title}\n\n{body}"),
            Form::Html => format!(
                "<!doctype html><html><head><title>{title}</title></head><body><article><h1>{title}</h1>{body}</article></body></html>"
            ),
            Form::Ninjs => {
                let body = serde_json::Value::String(body);
                format!("{{\"uri\":\"urn:x:1\",\"type\":\"text\",\"headline\":\"{title}\",\"body_text\":{body}}}")
            }
            Form::Nitf => format!(
                "<?xml version=\"1.0\"?><nitf><head><title>{title}</title></head><body><body.head><hedline><hl1>{title}</hl1></hedline></body.head><body.content>{body}</body.content></body></nitf>"
            ),
            Form::NewsMl => format!(
                "<?xml version=\"1.0\"?><newsItem xmlns=\"http://iptc.org/std/nar/2006-10-01/\" guid=\"urn:x:1\" version=\"1\"><contentMeta><headline>{title}</headline></contentMeta><contentSet><inlineXML contenttype=\"application/xhtml+xml\"><html xmlns=\"http://www.w3.org/1999/xhtml\"><body>{body}</body></html></inlineXML></contentSet></newsItem>"
            ),
            Form::Rss => format!(
                "<?xml version=\"1.0\"?><rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"><channel><title>Wire</title><item><guid>1</guid><title>{title}</title><content:encoded>{}</content:encoded></item></channel></rss>",
                escaped(&body)
            ),
        }
    }
}

impl Pattern {
    /// What stands there the `i`th time.
    fn unit(&self, i: usize) -> String {
        if !self.unit.contains(['{']) {
            return self.unit.to_owned();
        }
        let word = WORDS[i * 7 % WORDS.len()];
        let name = format!("{}{}", ["B", "Br", "D", "G", "K", "L", "M", "T"][i / 3 % 8], ENDS[i * 5 % ENDS.len()]);
        self.unit.replace("{i}", &(i * 7919 % 100_003).to_string()).replace("{w}", word).replace("{W}", &name)
    }
}

static WORDS: &[&str] = &[
    "harbour", "ferry", "council", "river", "strike", "bridge", "storm", "budget", "school", "driver", "market",
    "forest", "engine", "vote", "nurse", "winter", "railway", "protest", "island", "minister", "wage", "court",
    "tunnel", "hospital", "farmer", "signal", "export", "library", "teacher",
];

static ENDS: &[&str] =
    &["andt", "ekker", "olm", "ustav", "arsen", "indqvist", "uyper", "ovak", "esser", "allin", "orsch"];

/// Every case: each pattern on one line and in lines, on both sides and on the rewrite's; and in every other format that it says something
/// new in.
pub fn all() -> Vec<Case> {
    let mut out = Vec::new();
    for pattern in PATTERNS {
        for form in Form::ALL {
            // XML that is not well formed is refused, which takes no time.
            let broken =
                pattern.name.contains("open") || pattern.name.contains("never") || pattern.name == "closing tags";
            let strict = matches!(form, Form::Nitf | Form::NewsMl);
            let foreign = pattern.markup && form == Form::Ninjs;
            if (pattern.markup && broken && strict) || foreign {
                continue;
            }
            let sides: &[Side] = match form {
                Form::Line => &[Side::Both, Side::Rewrite, Side::Wire],
                Form::Lines | Form::Html => &[Side::Both, Side::Rewrite],
                _ => &[Side::Both],
            };
            out.extend(sides.iter().map(|side| Case { pattern, form, side: *side }));
        }
    }
    out
}
