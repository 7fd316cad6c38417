//! Whether a text is English, by what proves it: its script, its function words, and the common words that English does not have. Names,
//! figures and words that languages share prove nothing.
//!
//! Only the name of another language is left to a detector. Whether a text is English is decided here, because a short story is too short
//! for what a detector counts, and because a wrong answer lets a text through that nobody has compared.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;
use whatlang::Lang;

use super::{Analysis, Sentence, Shape, TokenKind};
use crate::knowledge::{lexicon, wordlist};
use crate::text::{KeyMap, as_read, fold_word};

/// What language a story is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// English, beyond doubt.
    English,
    /// Another language, with its name where that is sure.
    Other(Option<&'static str>),
    /// Nothing in it tells: names, figures, words that several languages have.
    Unclear,
}

/// What speaks for each side in some words.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Evidence {
    english: f32,
    foreign: f32,
}

/// What a function word counts that English alone has: a sentence with one or two of them is English, however many strange words it has.
const OWN: f32 = 2.5;
/// What a function word counts that other languages write as well ("in", "me", "do"), and what a common word counts: many have a twin.
const SHARED: f32 = 0.3;
/// A text in which less than this speaks for English shows no language.
const ENOUGH: f32 = 0.5;
/// A word with a lower rank than this is common.
const COMMON: u32 = 30_000;
/// The same where everything has a capital: what is left are the words of a flash.
const VERY_COMMON: u32 = 6_000;
/// A word with no more letters can be a short form in a list of results: "fav".
const SHORT_FORM: usize = 4;
/// What a strange word counts where everything has a capital and it may be a name.
const PERHAPS_A_NAME: f32 = 0.5;

impl Analysis {
    /// The language of the story; furniture, bylines and credits do not count.
    pub fn language(&self) -> Language {
        if other_script(self) {
            return Language::Other(name(self));
        }
        let (mut english, mut foreign, mut shown) = (0, 0, 0.0);
        for sentence in &self.sentences {
            let words = sentence.tokens.clone().filter(|i| self.tokens[*i].kind == TokenKind::Word).count();
            let evidence = self.evidence(sentence);
            if evidence.foreign > evidence.english {
                foreign += words;
            } else if evidence.english > 0.0 {
                english += words;
                shown += evidence.english;
            }
        }
        match (english, foreign) {
            (_, 0) if shown < ENOUGH => Language::Unclear,
            _ if english > foreign => Language::English,
            _ => Language::Other(name(self)),
        }
    }

    /// What speaks for and against English in a sentence. A quote in another language stands in many an English sentence: what stands
    /// outside the quotation marks decides, if anything does.
    fn evidence(&self, sentence: &Sentence) -> Evidence {
        let (outside, all) = (self.evidence_in(sentence, false), self.evidence_in(sentence, true));
        match outside.english {
            english if english > outside.foreign => Evidence { english: all.english, ..outside },
            // "Brandt sagte:" before what is quoted in English.
            0.0 if outside.foreign > 0.0 => outside,
            _ => all,
        }
    }

    fn evidence_in(&self, sentence: &Sentence, quoted: bool) -> Evidence {
        let lower = |i: usize| self.tokens[i].kind == TokenKind::Word && self.tokens[i].shape == Shape::Lower;
        // Of a headline in capitals the words count as if it had none.
        let capitals = !sentence.tokens.clone().any(|i| lower(i) && self.tokens[i].is_content());
        let flash = capitals && !sentence.span.of(&self.text).contains(char::is_lowercase);
        let results = self.is_list_of_results(sentence);
        let mut seen = FxHashSet::default();
        let mut sum = Evidence::default();
        for i in sentence.tokens.clone() {
            let (t, raw, form) = (&self.tokens[i], self.word(i), self.form(i));
            if t.kind != TokenKind::Word || !quoted && self.quote_at(i).is_some() {
                continue;
            }
            if !t.is_content() {
                if !plain(raw) {
                    sum.foreign += 1.0;
                } else if SHARED_FUNCTION_WORDS.binary_search(&self.fold(i)).is_ok() {
                    // One that comes back says no more: Hungarian has "a" in every sentence.
                    sum.english += if seen.insert(t.hash) { SHARED } else { 0.0 };
                } else {
                    sum.english += OWN;
                }
                continue;
            }
            if t.shape != Shape::Lower && !capitals {
                continue;
            }
            if foreign(t.hash) != 0 && !phrase(self, i) {
                sum.foreign += if capitals || self.in_name(i) { 0.0 } else { 1.0 };
                continue;
            }
            if is_english(raw, self.fold(i), form.is_listed() || form.is_word()) {
                // A name can be any word: "Brand" and "Tote" have a capital in German, and no English sentence consists of names.
                let common = if flash { VERY_COMMON } else { COMMON };
                let counts = flash || !capitals;
                sum.english += if counts && form.rank().is_some_and(|r| r < common) { SHARED } else { 0.0 };
            } else if !raw.contains(|c: char| c.is_ascii_digit()) && seen.insert(t.hash) {
                sum.foreign += match capitals {
                    true if results || self.name_at(i).is_some() => 0.0,
                    true => PERHAPS_A_NAME,
                    false if results && raw.len() <= SHORT_FORM => 0.0,
                    false if self.ends_name(i) => PERHAPS_A_NAME,
                    false => 1.0,
                };
            }
        }
        sum
    }

    /// Whether a sentence has so many numbers that it can be a list of results or rates: names, figures and short forms.
    fn is_list_of_results(&self, sentence: &Sentence) -> bool {
        let count = |kind: TokenKind| self.tokens[sentence.tokens.clone()].iter().filter(|t| t.kind == kind).count();
        let numbers = count(TokenKind::Number);
        numbers >= 3 && numbers * 3 >= count(TokenKind::Word)
    }

    /// Whether a word follows one with a capital and a letter that English does not have: "Québec solidaire".
    fn ends_name(&self, i: usize) -> bool {
        let before = i.checked_sub(1).and_then(|k| Some((k, self.tokens.get(k)?)));
        before.is_some_and(|(k, t)| {
            let joined = t.kind == TokenKind::Word && t.sentence == self.tokens[i].sentence;
            joined && t.shape != Shape::Lower && !plain(self.word(k))
        })
    }

    /// Whether a small word stands between capitals: "Ursula von der Leyen", "the Banco de la Nación".
    fn in_name(&self, i: usize) -> bool {
        let capital = |mut at: Option<usize>, step: fn(usize) -> Option<usize>| {
            // "de la", "von der".
            if at.and_then(|k| self.tokens.get(k)).is_some_and(|t| t.shape == Shape::Lower && t.span.len() <= 3) {
                at = at.and_then(step);
            }
            let found = at.and_then(|k| self.tokens.get(k)).filter(|t| t.sentence == self.tokens[i].sentence);
            found.is_some_and(|t| t.kind == TokenKind::Word && t.shape != Shape::Lower)
        };
        capital(i.checked_sub(1), |k| k.checked_sub(1)) && capital(i.checked_add(1), |k| k.checked_add(1))
    }
}

/// Whether a word has no letter that English does not have.
fn plain(raw: &str) -> bool {
    raw.chars().all(|c| c.is_ascii() || matches!(c, '’' | '‐' | '‑'))
}

/// Whether a word is English as it is written. With an accent it is where a list has it so.
fn is_english(raw: &str, fold: &str, listed: bool) -> bool {
    if plain(raw) {
        // "Co-leader", "ex-wife": one whole word at the end, short or known ones before it.
        let joined = |(head, last): (&str, &str)| {
            last.len() > 3 && wordlist::is_known(last) && head.split('-').all(|p| p.len() <= 4 || wordlist::is_known(p))
        };
        return listed || wordlist::is_known(fold) || fold.rsplit_once('-').is_some_and(joined);
    }
    wordlist::is_known(&as_read(raw).to_lowercase())
}

/// Whether most letters are of another script, outside quotation marks if there are any. A sign of Chinese or Japanese says as much as two
/// letters.
fn other_script(a: &Analysis) -> bool {
    let (mut latin, mut other) = (0usize, 0usize);
    let words = || (0..a.tokens.len()).filter(|i| a.tokens[*i].kind == TokenKind::Word);
    let unquoted = words().any(|i| a.quote_at(i).is_none());
    for i in words().filter(|i| !unquoted || a.quote_at(*i).is_none()) {
        let t = &a.tokens[i];
        for c in t.span.of(&a.text).chars().filter(|c| c.is_alphabetic()) {
            match c {
                '\0'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' | '\u{2C60}'..='\u{2C7F}' | '\u{A720}'..='\u{A7FF}' => {
                    latin += 1
                }
                '\u{FB00}'..='\u{FB06}' | '\u{FF21}'..='\u{FF5A}' | '\u{1D400}'..='\u{1D7FF}' => latin += 1,
                '\u{2E80}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}' => other += 2,
                _ => other += 1,
            }
        }
    }
    other > latin
}

/// Frequent words of other languages, none of which is a common English word, by language: a word of the list speaks against English, and a
/// language is named only where the text has words of it. Written for this project.
static LANGUAGES: &[(&str, Option<Lang>, &str)] = &[
    (
        "Spanish",
        Some(Lang::Spa),
        "el los las una y por con que del para sus este esta pero como dijo tras sobre desde hasta entre durante fue ser han hay más también unos",
    ),
    (
        "Portuguese",
        Some(Lang::Por),
        "os um uma das nos nas que por para não ao aos pelo pela foi são também mais após sobre seu sua ele ela até disse em",
    ),
    (
        "French",
        Some(Lang::Fra),
        "le les des du un une et est que qui dans sur avec aux ses cette leur mais été sont pas après ont selon nous ce à",
    ),
    (
        "Italian",
        Some(Lang::Ita),
        "il gli che di del della dei delle nel nella alla dal dalla sono non più anche dopo hanno stato è ha ogni con si al un una",
    ),
    (
        "Catalan",
        Some(Lang::Cat),
        "els les amb una que dels del al pel va han més també després aquest aquesta són ha durant",
    ),
    (
        "Romanian",
        Some(Lang::Ron),
        "și să în de la cu din pe nu că este un al lui sunt fost mai după pentru prin într vor spus",
    ),
    (
        "German",
        Some(Lang::Deu),
        "der das den dem des und ist mit auf für von nicht ein eine einen einem einer sich sind auch nach bei wird wurde zum zur im vom als wie aus rund sagte um dass haben sie es wir alle werden",
    ),
    (
        "Dutch",
        Some(Lang::Nld),
        "het een de en dat op te zijn voor niet maar aan ook bij naar nog wordt werd uit zei heeft hebben deze dit als om zich gaat",
    ),
    ("Afrikaans", Some(Lang::Afr), "het en wat nie vir sy op te aan ook hul ons uit gesê na"),
    (
        "Swedish",
        Some(Lang::Swe),
        "och att det som en ett på är av för med den har inte om från ska sade efter kan vid sitt hade eller skulle var",
    ),
    (
        "Danish or Norwegian",
        Some(Lang::Dan),
        "og det som en et på er af av med til den har ikke om fra skal sagde sa etter efter kan ved hadde havde blir ble vil",
    ),
    (
        "Finnish",
        Some(Lang::Fin),
        "ja ei että se oli hän joka mutta kuin myös ovat ole sen tai noin sanoi mukaan jälkeen yli",
    ),
    ("Estonian", Some(Lang::Est), "ja ei et see oli ka mis kui oma aga pärast kes ning üle umbes ütles ta"),
    ("Hungarian", Some(Lang::Hun), "és az egy hogy nem meg ez de el azt majd már csak után mintegy szerint"),
    ("Polish", Some(Lang::Pol), "na nie się że jest po od przez dla oraz za jak został została są było co ze tym roku"),
    ("Czech", Some(Lang::Ces), "na se že je po za jsou jako byl byla od ve jeho který která už asi podle při"),
    ("Slovak", Some(Lang::Slk), "na sa že je po pre za sú ako bol bola od vo jeho ktorý ktorá už asi podľa pri"),
    ("Slovenian", Some(Lang::Slv), "na se da je po za bi ali kot bil bila od pri še ki leto bodo pa tudi"),
    (
        "Bosnian, Croatian or Serbian",
        Some(Lang::Hrv),
        "na se da je su za od sa kako bi ali koji koja nije bio bila te što će oko po ne",
    ),
    ("Lithuanian", Some(Lang::Lit), "ir į kad su iš yra tai kaip nuo apie už po bus buvo dėl pagal sakė kas ne"),
    ("Latvian", Some(Lang::Lav), "un ir ka uz ar pēc līdz kā tika bija arī lai gadu viņa kas pa tiek sacīja aptuveni"),
    (
        "Turkish",
        Some(Lang::Tur),
        "ve bir bu da de için ile olan daha çok gibi kadar sonra göre dedi günü yaklaşık etti ne en",
    ),
    ("Azerbaijani", Some(Lang::Aze), "və bir bu da də üçün ilə olan daha çox kimi qədər sonra görə olub edib"),
    (
        "Indonesian or Malay",
        Some(Lang::Ind),
        "yang dan di untuk dengan pada dari ini itu tidak akan telah oleh sebagai ke bahwa dalam mereka adalah setiap sekitar selama juga",
    ),
    ("Tagalog", Some(Lang::Tgl), "ang ng sa mga na ay ni para si hindi ito kay isang noong nang"),
    (
        "Vietnamese",
        Some(Lang::Vie),
        "và của là các được cho không một có người trong đã với những khi này nói ở cũng đến từ",
    ),
    ("Swahili", None, "ya kwa wa na katika kuwa cha za kila hii lakini baada alisema"),
    ("Albanian", None, "të dhe në për një që nga është se ka"),
    ("Icelandic", None, "og að í er við sem ekki hefur var það til en af um"),
    ("Basque", None, "eta da du ez dira izan zen"),
    ("Irish", None, "agus ar na tá sé le ag"),
    ("Welsh", None, "yn yr ac ar ei oedd gan mae"),
];

/// For each word of [`LANGUAGES`], a bit for every language that has it.
fn foreign(hash: u64) -> u64 {
    static WORDS: LazyLock<KeyMap<u64>> = LazyLock::new(|| {
        let mut map = KeyMap::default();
        for (i, (_, _, words)) in LANGUAGES.iter().enumerate() {
            for word in words.split(' ') {
                *map.entry(crate::text::hash(&fold_word(word))).or_insert(0) |= 1u64 << i;
            }
        }
        map
    });
    WORDS.get(&hash).copied().unwrap_or(0)
}

/// English function words that other languages write as well, whatever they mean by them; sorted.
static SHARED_FUNCTION_WORDS: &[&str] = &[
    "'", "'s", "a", "all", "am", "an", "and", "any", "as", "at", "but", "by", "can", "do", "for", "from", "had", "he",
    "her", "here", "him", "his", "i", "in", "is", "it", "its", "like", "may", "me", "mine", "more", "most", "must",
    "my", "no", "none", "of", "off", "on", "or", "our", "out", "over", "own", "per", "she", "so", "some", "such",
    "than", "then", "till", "to", "too", "under", "up", "us", "via", "was", "we", "well", "what", "will", "you",
];

/// One word in so many is a function word that the list has, in every language of it.
const OWN_WORDS: usize = 12;

/// How much of a story the detector is shown, in bytes.
const SHOWN: usize = 4000;

/// Whether the word makes a term of English with its neighbour: "de facto", "en route".
fn phrase(a: &Analysis, i: usize) -> bool {
    let pair = |k: usize| lexicon::id(&format!("{} {}", a.fold(k), a.fold(k + 1))).is_some();
    pair(i) || i > 0 && pair(i - 1)
}

/// Languages whose script is theirs alone, or nearly so.
static BY_SCRIPT: &[Lang] = &[
    Lang::Ara,
    Lang::Ben,
    Lang::Bul,
    Lang::Ell,
    Lang::Heb,
    Lang::Hin,
    Lang::Hye,
    Lang::Jpn,
    Lang::Kat,
    Lang::Kor,
    Lang::Rus,
    Lang::Tam,
    Lang::Tha,
    Lang::Ukr,
    Lang::Urd,
];

/// The name of the language, where the detector is sure and, for those that share the Latin script, the text has words of it.
fn name(a: &Analysis) -> Option<&'static str> {
    let shown: String = a
        .sentences
        .iter()
        .flat_map(|s| [s.span.of(&a.text), "\n"])
        .take_while({
            let mut sum = 0;
            move |part| {
                let fits = sum < SHOWN;
                sum += part.len();
                fits
            }
        })
        .collect();
    let lang = whatlang::detect(&shown).filter(whatlang::Info::is_reliable)?.lang();
    if lang == Lang::Cmn {
        return Some("Chinese");
    }
    if BY_SCRIPT.contains(&lang) {
        return Some(lang.eng_name());
    }
    let lang = if lang == Lang::Nob { Lang::Dan } else { lang };
    let (at, (name, ..)) = LANGUAGES.iter().enumerate().find(|(_, (_, code, _))| *code == Some(lang))?;
    let words = || a.tokens.iter().filter(|t| t.kind == TokenKind::Word);
    let own = words().filter(|t| foreign(t.hash) & (1 << at) != 0).count();
    (own * OWN_WORDS >= words().count()).then_some(name)
}
