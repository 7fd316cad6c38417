use crate::align::Bind;
use crate::analyse::{Analysis, Class, Shape, Token, TokenKind, hash};
use crate::compare::Case;
use crate::finding::Finding;
use crate::knowledge::lexicon::{self, Pos};
use crate::knowledge::tagger::{Tag, VerbForm};
use crate::text::{RewriteSpan, WireSpan};
use crate::weigh::fluency;

rule! {
    /// # What it reports
    /// Words that do not agree: "they was", "he have", "will went", "the United States hope", "for they", "between he
    /// and".
    ///
    /// # Why it matters
    /// The reader stumbles, and may look for a subject other than the one that is meant.
    ///
    /// # Evidence it asks for
    /// A closed list of pronouns, auxiliaries and irregular forms that cannot stand together, with exceptions for
    /// questions and the subjunctive; names of countries that look plural but take a singular verb. The wire must not
    /// have the same words.
    ///
    /// # Example
    /// ```text
    /// wire: Officials said they were ready.
    /// rewrite: Officials said they was ready.
    /// fires: they was
    /// wire: The United States hopes to sign in May.
    /// rewrite: The United States hope to sign in May.
    /// fires: hope
    /// wire: The crews said that they would leave and had gone ahead.
    /// rewrite: The crews said that they would left and had went ahead.
    /// fires: had went
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: If he were here, did he have time? Let he who has none, and those who like they do, speak.
    /// rewrite: If he were here, did he have time? Let he who has none, and those who like they do, speak.
    /// silent
    /// wire: Leaders of the United States have met, and Canada and the United States hope to sign.
    /// rewrite: Leaders of the United States have met, and Canada and the United States hope to sign.
    /// silent
    /// wire: The club marks its 101st year, and the coach has slept badly since he returned.
    /// rewrite: The club marks its hundred-and-first year, and the coach has slept badly since his return.
    /// silent
    /// wire: The delay took her more than an hour.
    /// rewrite: The delay cost her upwards of an hour, said friends of his, and she was late.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// Subjects far from their verb, and nouns that may be singular or plural.
    id: "agreement",
    group: Copy,
    category: Grammar,
    severity: Minor,
    speaks: Sharp,
    ground: Form,
    fix: Advice,
    names: Judged,
}

/// Walks over neighbouring words and reports pairs that break agreement, unless the wire has the same pair.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    let (a, index) = (case.rewrite, &case.wire_index);
    for i in 0..a.tokens.len().saturating_sub(1) {
        if a.tokens[i].class == Class::Pronoun
            && let Some((take, at)) = other_form(case, i)
        {
            let wire = case.wires[take].word(at);
            let message = format!("wrong form of the pronoun: the wire says “{wire}”, the rewrite “{}”", a.word(i));
            out.push(
                Finding::at(&RULE, RewriteSpan(a.tokens[i].span), message)
                    .confidence(0.7)
                    .against(WireSpan { take, span: case.wires[take].tokens[at].span })
                    .replace_with(wire),
            );
            continue;
        }
        if a.tokens[i].class == Class::Pronoun
            && let Some(better) = likelier_form(a, i)
            && !index.pair(a.tokens[i].hash, a.tokens[i + 1].hash)
        {
            let message = format!("wrong form of the pronoun: “{}” should be “{better}”", a.word(i));
            out.push(Finding::at(&RULE, RewriteSpan(a.tokens[i].span), message).confidence(0.65).replace_with(better));
            continue;
        }
        let (x, y) = (&a.tokens[i], &a.tokens[i + 1]);
        if x.kind != TokenKind::Word || y.kind != TokenKind::Word || x.sentence != y.sentence {
            continue;
        }
        let Some(why) = clash(a, i).or_else(|| slot(a, i)) else { continue };
        if index.pair(x.hash, y.hash) {
            continue;
        }
        let message = format!("“{}” is ungrammatical: {why}", a.words(i..i + 2));
        out.push(Finding::at(&RULE, RewriteSpan(a.span(i..i + 2)), message).confidence(0.8));
    }
}

/// Person and case of a pronoun: which ones are forms of one, and which form it is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Subject,
    Object,
    Both,
    Owner,
    OwnerAlone,
    Reflexive,
}

fn form(word: &str) -> Option<(u8, Form)> {
    Some(match word {
        "i" => (1, Form::Subject),
        "me" => (1, Form::Object),
        "my" => (1, Form::Owner),
        "mine" => (1, Form::OwnerAlone),
        "myself" => (1, Form::Reflexive),
        "we" => (2, Form::Subject),
        "us" => (2, Form::Object),
        "our" => (2, Form::Owner),
        "ours" => (2, Form::OwnerAlone),
        "ourselves" | "ourself" => (2, Form::Reflexive),
        "you" => (3, Form::Both),
        "your" => (3, Form::Owner),
        "yours" => (3, Form::OwnerAlone),
        "yourself" | "yourselves" => (3, Form::Reflexive),
        "he" => (4, Form::Subject),
        "him" => (4, Form::Object),
        "his" => (4, Form::Owner),
        "himself" => (4, Form::Reflexive),
        "she" => (5, Form::Subject),
        "her" => (5, Form::Owner),
        "hers" => (5, Form::OwnerAlone),
        "herself" => (5, Form::Reflexive),
        "it" => (6, Form::Both),
        "its" => (6, Form::Owner),
        "itself" => (6, Form::Reflexive),
        "they" => (7, Form::Subject),
        "them" => (7, Form::Object),
        "their" => (7, Form::Owner),
        "theirs" => (7, Form::OwnerAlone),
        "themselves" => (7, Form::Reflexive),
        _ => return None,
    })
}

/// What a token is as a pronoun.
fn pronoun(a: &Analysis, i: usize) -> Option<(u8, Form)> {
    let t = a.tokens.get(i)?;
    let fold = a.fold_of(t);
    // "Us" may be a state, and "ourself" is hardly English: neither is in the class.
    (t.class == Class::Pronoun || matches!(fold, "us" | "ourself")).then(|| form(fold))?
}

/// Why a pronoun has the wrong form for its place: before a finite verb at the head of the sentence, or before a noun.
fn slot(a: &Analysis, i: usize) -> Option<&'static str> {
    let (_, form) = pronoun(a, i)?;
    let (t, next) = (&a.tokens[i], &a.tokens[i + 1]);
    let head = i == 0 || a.tokens[i - 1].sentence != t.sentence;
    let verb = matches!(next.class, Class::Auxiliary | Class::Modal)
        || next.tag == Tag::Verb && matches!(a.form(i + 1).verb_form(next.tag), Some(VerbForm::S | VerbForm::Past));
    let noun = next.tag == Tag::Noun && next.shape == Shape::Lower && next.is_content();
    let preposition = i > 0 && a.tokens[i - 1].class == Class::Preposition && a.tokens[i - 1].sentence == t.sentence;
    match form {
        Form::Object | Form::Reflexive | Form::OwnerAlone | Form::Owner
            if head
                && verb
                && t.shape == Shape::Title
                && !matches!(a.fold(i), "mine" | "her" | "his" | "us" | "hers") =>
        {
            Some("a subject needs another form of the pronoun")
        }
        Form::Reflexive if preposition && (noun || next.kind == TokenKind::Number) => {
            Some("a possessive pronoun is needed here")
        }
        Form::Owner if matches!(a.fold(i + 1), "is" | "was" | "are" | "were" | "has" | "had") && a.fold(i) == "its" => {
            Some("a subject needs another form of the pronoun")
        }
        _ => None,
    }
}

/// Another form of the wire's pronoun in the same place, between the same two words.
fn other_form(case: &Case, i: usize) -> Option<(usize, usize)> {
    let a = case.rewrite;
    let (person, here) = pronoun(a, i)?;
    if a.tokens[i].shape == Shape::Upper {
        return None;
    }
    // The word after it has to be the wire's: "his admission" is right where the wire has "he admitted".
    let link = |k: usize| case.alignment.link(a, k).filter(|l| l.how == Bind::Same).map(|l| l.to);
    let right = link(i + 1).filter(|_| a.tokens.get(i + 1).is_some_and(|n| n.sentence == a.tokens[i].sentence))?;
    let wire = case.wires.get(right.take as usize)?;
    let at = (right.token as usize).checked_sub(1)?;
    let (theirs, there) = form(wire.fold(at))?;
    if theirs != person || there == here || wire.tokens[at].sentence != wire.tokens[at + 1].sentence {
        return None;
    }
    // The word before has to be the same too, or both open their sentence.
    let opens = |x: &Analysis, k: usize| k == 0 || x.tokens[k - 1].sentence != x.tokens[k].sentence;
    let same = match (opens(a, i), opens(wire, at)) {
        (true, true) => true,
        (false, false) => a.tokens[i - 1].hash == wire.tokens[at - 1].hash,
        _ => false,
    };
    same.then_some((right.take as usize, at))
}

/// How much more expected another form must make the sentence, in natural-log units.
const LIKELIER: f32 = 7.0;

/// Forms of one pronoun.
static FORMS: &[&[&str]] = &[
    &["i", "me", "my", "mine", "myself"],
    &["we", "us", "our", "ours", "ourselves"],
    &["you", "your", "yours", "yourself"],
    &["he", "him", "his", "himself"],
    &["she", "her", "hers", "herself"],
    &["it", "its", "itself"],
    &["they", "them", "their", "theirs", "themselves"],
];

/// Another form of a pronoun that fits its place far better.
fn likelier_form(a: &Analysis, i: usize) -> Option<&'static str> {
    let folded = a.fold(i);
    let forms = FORMS.iter().find(|f| f.contains(&folded))?;
    let sentence = a.sentences.get(a.tokens[i].sentence as usize)?.tokens.clone();
    let at = |k: Option<usize>| {
        k.filter(|k| sentence.contains(k)).map_or(fluency::BOUNDARY, |k| fluency::symbol(&a.tokens[k], a.form(k)))
    };
    let mut around = [at(i.checked_sub(2)), at(i.checked_sub(1)), at(Some(i)), at(Some(i + 1)), at(Some(i + 2))];
    let here = fluency::cost(&around);
    if here < LIKELIER {
        return None;
    }
    let (next, is) = (a.tokens.get(i + 1).filter(|n| n.sentence == a.tokens[i].sentence), form(folded)?.1);
    let governed = i > sentence.start && matches!(a.tokens[i - 1].tag, Tag::Verb | Tag::Adp);
    // "Cost her upwards of 20 minutes", "friends of his": both are at home there.
    if governed && (folded == "her" || folded == "his" && a.fold(i - 1) == "of") {
        return None;
    }
    let noun = next.is_some_and(|n| n.is_content() && matches!(n.tag, Tag::Noun | Tag::Adj | Tag::Propn));
    // "Its hundred-and-first match", and "since his return", where the verb's form is a noun too.
    let owned = |n: &Token| {
        let pos = lexicon::possible_pos(a.fold_of(n));
        n.tag == Tag::Num || n.kind == TokenKind::Number || pos.has(Pos::Noun) || pos.has(Pos::Adj)
    };
    let linking = next.is_some_and(|n| matches!(n.class, Class::Auxiliary | Class::Modal));
    if is == Form::Owner && !linking && (noun || next.is_some_and(owned)) {
        return None;
    }
    let mut best = (here - LIKELIER, None);
    for &other in forms.iter().filter(|f| **f != folded) {
        let fits = match form(other).map(|f| f.1) {
            // After a verb or a preposition an object is at home.
            Some(Form::Subject) => {
                !(is == Form::Object && governed)
                    && next.is_some_and(|n| {
                        let verb = |t: &Token| matches!(t.tag, Tag::Verb | Tag::Aux);
                        // "She quickly left", but not "cost her upwards of an hour".
                        let adverb = || n.tag == Tag::Adv && a.tokens.get(i + 2).is_some_and(verb);
                        matches!(n.class, Class::Auxiliary | Class::Modal) || verb(n) || adverb()
                    })
            }
            Some(Form::Owner) => noun && !(is == Form::Object && governed && here < 2.0 * LIKELIER),
            // A reflexive may stand wherever an object may.
            Some(Form::Object) => is != Form::Reflexive,
            Some(Form::Both) => is != Form::Reflexive || next.is_some_and(|n| matches!(n.tag, Tag::Verb | Tag::Aux)),
            _ => false,
        };
        if !fits {
            continue;
        }
        around[2] = hash(other);
        let cost = fluency::cost(&around);
        if cost < best.0 {
            best = (cost, Some(other));
        }
    }
    best.1
}

/// Why two neighbours cannot stand together.
fn clash(a: &Analysis, i: usize) -> Option<&'static str> {
    let (left, right) = (a.fold(i), a.fold(i + 1));
    match left {
        "he" | "she" | "it" => {
            let plural = matches!(right, "have" | "are" | "am") || right == "do" && a.fold(i + 2) != "not";
            (plural && subject(a, i)).then_some("singular subject, plural verb")
        }
        "they" | "we" => (matches!(right, "is" | "was" | "has" | "does" | "am") && subject(a, i))
            .then_some("plural subject, singular verb"),
        "i" if a.word(i) == "I" => (matches!(right, "is" | "are" | "has" | "does") && subject(a, i))
            .then_some("the verb is in the wrong person"),
        "will" | "would" | "can" | "could" | "must" | "should" | "shall" | "might" | "may" => {
            let noun = i > 0 && !matches!(a.tokens[i - 1].class, Class::Content | Class::Pronoun);
            let capital = a.tokens[i].shape != Shape::Lower;
            ((matches!(right, "has" | "is" | "was" | "were" | "are" | "does" | "did" | "been") || past_only(right))
                && !noun
                && !capital
                && !matches!(left, "can" | "might" | "may" | "will" if matches!(right, "is" | "was" | "has")))
            .then_some("the second verb should be an infinitive")
        }
        "did" | "does" => past_only(right).then_some("the second verb should be an infinitive"),
        "has" | "have" | "had" => past_only(right).then_some("the second verb should be a past participle"),
        "states" | "nations" | "netherlands" | "philippines" | "emirates" => plural_state(a, i, right),
        "of" | "to" | "with" | "from" | "at" | "between" | "against" | "without" | "about" | "by" => {
            let subject_form = matches!(right, "they" | "he" | "she" | "we");
            let who = matches!(a.fold(i + 2), "who" | "whom");
            let left_alone = left == "by"
                || left == "about"
                || left == "to"
                || left == "with"
                || left == "at"
                || left == "from"
                || left == "of";
            // "the firm he works with they say": a stranded preposition ends its clause before a verb.
            let stranded = left_alone
                && !a.tokens.get(i + 2).is_none_or(|n| n.kind == TokenKind::Punct || n.class == Class::Conjunction);
            (subject_form && !who && !stranded).then_some("a preposition needs the object form of the pronoun")
        }
        _ => None,
    }
}

/// Whether the pronoun is the subject of what follows: nothing before it that asks for an infinitive or makes a pair.
fn subject(a: &Analysis, i: usize) -> bool {
    let sentence = a.tokens[i].sentence;
    let from = i.saturating_sub(4);
    !(from..i).any(|k| {
        let t = &a.tokens[k];
        t.sentence == sentence
            && (matches!(t.class, Class::Auxiliary | Class::Modal) && k + 3 > i
                || k + 1 == i
                    && matches!(
                        a.fold(k),
                        "and"
                            | "or"
                            | "nor"
                            | "let"
                            | "lets"
                            | "make"
                            | "makes"
                            | "made"
                            | "that"
                            | "demand"
                            | "suggest"
                    )
                    && a.fold(k) != "that"
                || matches!(
                    a.fold(k),
                    "insist" | "insists" | "insisted" | "recommend" | "recommended" | "demanded" | "demands" | "lest"
                ))
    })
}

/// Past forms that are neither infinitive nor participle nor a common noun.
fn past_only(word: &str) -> bool {
    matches!(
        word,
        "went"
            | "took"
            | "gave"
            | "wrote"
            | "spoke"
            | "chose"
            | "drove"
            | "flew"
            | "knew"
            | "ate"
            | "began"
            | "forgot"
            | "threw"
            | "grew"
            | "drew"
            | "swam"
            | "sang"
            | "drank"
            | "rang"
            | "stole"
            | "withdrew"
            | "underwent"
            | "undertook"
            | "overcame"
            | "became"
            | "mistook"
            | "shook"
            | "arose"
            | "blew"
            | "forbade"
            | "foresaw"
    )
}

/// "The United States hope": plural in form, one state, at the head of its clause.
fn plural_state(a: &Analysis, i: usize, verb: &str) -> Option<&'static str> {
    if a.tokens[i].shape != Shape::Title || a.tokens[i + 1].glued {
        return None;
    }
    let the = (i.saturating_sub(3)..i).rev().find(|k| a.fold(*k) == "the")?;
    let name: Vec<&str> = (the + 1..=i).map(|k| a.fold(k)).collect();
    if !matches!(
        name.as_slice(),
        ["united", "states" | "nations"] | ["netherlands" | "philippines"] | ["united", "arab", "emirates"]
    ) {
        return None;
    }
    let head = the == 0
        || a.tokens[the - 1].sentence != a.tokens[the].sentence
        || matches!(
            a.fold(the - 1),
            "that" | "because" | "while" | "as" | "if" | "when" | "where" | "although" | "since" | "“" | "\""
        );
    let plural = matches!(
        verb,
        "have"
            | "are"
            | "were"
            | "do"
            | "hope"
            | "say"
            | "want"
            | "need"
            | "plan"
            | "seek"
            | "remain"
            | "believe"
            | "expect"
            | "intend"
            | "accuse"
            | "insist"
            | "continue"
            | "demand"
            | "consider"
            | "deny"
            | "call"
            | "support"
            | "warn"
    );
    (head && plural).then_some("the name of one country needs a singular verb")
}
