//! Verbs that report what somebody says, and what each of them adds to "said".
//!
//! The table is this project's own, made from common news usage.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::text::hash;

/// What a reporting verb adds to the bare fact that somebody said something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tone {
    /// Nothing: said, told, added.
    Neutral,
    /// Weight or a point of view, as any reporter may choose: stressed, argued, warned.
    Coloured,
    /// Doubt, guilt, pride, a threat: words that an editor asks a reporter to prove.
    Loaded,
    /// That it is so: confirmed, revealed.
    Factive,
    /// That it is not so: denied.
    Denial,
    /// A question: asked.
    Question,
    /// An order or a request: demanded, urged.
    Command,
    /// A promise: pledged, vowed.
    Promise,
    /// A thought or a wish rather than speech: believed, hoped.
    Thought,
}

/// One reporting verb.
#[derive(Clone, Copy, Debug)]
pub struct Verb {
    /// Its base form.
    pub lemma: &'static str,
    /// What it adds, as a class.
    pub tone: Tone,
    /// What it adds, in words that complete "“admitted” adds …"; empty for neutral verbs.
    pub adds: &'static str,
    /// Third person, past, participle and -ing forms; the participle may be the past form again.
    forms: [&'static str; 4],
    /// Whether some of its forms are everyday nouns or have everyday uses that report nothing.
    doubtful: bool,
}

/// Which form of a verb a word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// say
    Base,
    /// says
    Third,
    /// said: past tense, and the participle where it looks the same
    Past,
    /// shown, written: a participle with a form of its own
    Participle,
    /// saying
    Ing,
}

/// The reporting verb that a word is a form of, from the hash of its folded form ([`super::Token::hash`]).
pub fn verb(word: u64) -> Option<(&'static Verb, Form)> {
    FORMS.get(&word).map(|(verb, form)| (&VERBS[*verb as usize], *form))
}

impl Verb {
    /// Whether a word of this form can be taken for a report only if what stands around it agrees.
    pub fn is_doubtful(&self, form: Form) -> bool {
        self.doubtful || form == Form::Base
    }
}

static FORMS: LazyLock<HashMap<u64, (u16, Form)>> = LazyLock::new(|| {
    let mut map = HashMap::with_capacity(VERBS.len() * 5);
    for (i, v) in VERBS.iter().enumerate() {
        let [third, past, participle, ing] = v.forms;
        let forms = [
            (past, Form::Past),
            (third, Form::Third),
            (ing, Form::Ing),
            (v.lemma, Form::Base),
            (participle, Form::Participle),
        ];
        for (word, form) in forms {
            map.entry(hash(word)).or_insert((i as u16, form));
        }
    }
    map
});

macro_rules! verbs {
    ($($tone:ident $lemma:literal $third:literal $past:literal $participle:literal $ing:literal $doubt:literal $adds:literal;)*) => {
        &[$(Verb {
            lemma: $lemma, tone: Tone::$tone, adds: $adds,
            forms: [$third, $past, $participle, $ing], doubtful: $doubt,
        }),*]
    };
}

#[rustfmt::skip]
static VERBS: &[Verb] = verbs![
    Neutral "say" "says" "said" "said" "saying" false "";
    Neutral "tell" "tells" "told" "told" "telling" false "";
    Neutral "add" "adds" "added" "added" "adding" true "";
    Neutral "state" "states" "stated" "stated" "stating" true "";
    Neutral "note" "notes" "noted" "noted" "noting" true "";
    Neutral "observe" "observes" "observed" "observed" "observing" true "";
    Neutral "remark" "remarks" "remarked" "remarked" "remarking" true "";
    Neutral "comment" "comments" "commented" "commented" "commenting" true "";
    Neutral "explain" "explains" "explained" "explained" "explaining" false "";
    Neutral "reply" "replies" "replied" "replied" "replying" true "";
    Neutral "respond" "responds" "responded" "responded" "responding" true "";
    Neutral "answer" "answers" "answered" "answered" "answering" true "";
    Neutral "announce" "announces" "announced" "announced" "announcing" false "";
    Neutral "report" "reports" "reported" "reported" "reporting" true "";
    Neutral "mention" "mentions" "mentioned" "mentioned" "mentioning" true "";
    Neutral "write" "writes" "wrote" "written" "writing" true "";
    Neutral "tweet" "tweets" "tweeted" "tweeted" "tweeting" true "";
    Neutral "continue" "continues" "continued" "continued" "continuing" true "";
    Neutral "conclude" "concludes" "concluded" "concluded" "concluding" true "";
    Neutral "recall" "recalls" "recalled" "recalled" "recalling" true "";
    Neutral "describe" "describes" "described" "described" "describing" true "";
    Neutral "call" "calls" "called" "called" "calling" true "";
    Neutral "quote" "quotes" "quoted" "quoted" "quoting" true "";
    Neutral "inform" "informs" "informed" "informed" "informing" true "";
    Neutral "testify" "testifies" "testified" "testified" "testifying" false "";
    Neutral "find" "finds" "found" "found" "finding" true "";
    Neutral "show" "shows" "showed" "shown" "showing" true "";
    Neutral "indicate" "indicates" "indicated" "indicated" "indicating" true "";
    Neutral "estimate" "estimates" "estimated" "estimated" "estimating" true "";
    Coloured "declare" "declares" "declared" "declared" "declaring" true "solemn weight";
    Coloured "reiterate" "reiterates" "reiterated" "reiterated" "reiterating" false "that it was said before";
    Coloured "repeat" "repeats" "repeated" "repeated" "repeating" true "that it was said before";
    Coloured "stress" "stresses" "stressed" "stressed" "stressing" true "weight";
    Coloured "emphasise" "emphasises" "emphasised" "emphasised" "emphasising" false "weight";
    Coloured "emphasize" "emphasizes" "emphasized" "emphasized" "emphasizing" false "weight";
    Coloured "underline" "underlines" "underlined" "underlined" "underlining" true "weight";
    Coloured "underscore" "underscores" "underscored" "underscored" "underscoring" true "weight";
    Coloured "argue" "argues" "argued" "argued" "arguing" false "a point of view";
    Coloured "maintain" "maintains" "maintained" "maintained" "maintaining" true "that others doubt it";
    Coloured "assert" "asserts" "asserted" "asserted" "asserting" false "force";
    Coloured "affirm" "affirms" "affirmed" "affirmed" "affirming" false "force";
    Coloured "assure" "assures" "assured" "assured" "assuring" false "a promise that it is so";
    Coloured "contend" "contends" "contended" "contended" "contending" false "that others doubt it";
    Coloured "warn" "warns" "warned" "warned" "warning" true "a danger";
    Coloured "caution" "cautions" "cautioned" "cautioned" "cautioning" true "a danger";
    Coloured "suggest" "suggests" "suggested" "suggested" "suggesting" true "a guess";
    Coloured "predict" "predicts" "predicted" "predicted" "predicting" false "a look ahead";
    Coloured "complain" "complains" "complained" "complained" "complaining" false "a grievance";
    Coloured "lament" "laments" "lamented" "lamented" "lamenting" true "regret";
    Coloured "joke" "jokes" "joked" "joked" "joking" true "that it was no serious word";
    Coloured "quip" "quips" "quipped" "quipped" "quipping" true "that it was no serious word";
    Coloured "acknowledge" "acknowledges" "acknowledged" "acknowledged" "acknowledging" false "that it is so, and unwelcome";
    Coloured "insist" "insists" "insisted" "insisted" "insisting" false "that others doubt it";
    Coloured "object" "objects" "objected" "objected" "objecting" true "resistance";
    Coloured "protest" "protests" "protested" "protested" "protesting" true "resistance";
    Coloured "criticise" "criticises" "criticised" "criticised" "criticising" true "blame";
    Coloured "criticize" "criticizes" "criticized" "criticized" "criticizing" true "blame";
    Loaded "claim" "claims" "claimed" "claimed" "claiming" true "doubt about whether it is true";
    Loaded "allege" "alleges" "alleged" "alleged" "alleging" true "an accusation without proof";
    Loaded "admit" "admits" "admitted" "admitted" "admitting" true "guilt or reluctance";
    Loaded "concede" "concedes" "conceded" "conceded" "conceding" true "reluctance";
    Loaded "confess" "confesses" "confessed" "confessed" "confessing" false "guilt";
    Loaded "boast" "boasts" "boasted" "boasted" "boasting" true "vanity";
    Loaded "brag" "brags" "bragged" "bragged" "bragging" false "vanity";
    Loaded "threaten" "threatens" "threatened" "threatened" "threatening" true "a threat";
    Loaded "accuse" "accuses" "accused" "accused" "accusing" true "an accusation";
    Loaded "blame" "blames" "blamed" "blamed" "blaming" true "an accusation";
    Loaded "gloat" "gloats" "gloated" "gloated" "gloating" false "malice";
    Loaded "rant" "rants" "ranted" "ranted" "ranting" true "loss of temper";
    Loaded "rage" "rages" "raged" "raged" "raging" true "loss of temper";
    Loaded "scoff" "scoffs" "scoffed" "scoffed" "scoffing" false "contempt";
    Loaded "sneer" "sneers" "sneered" "sneered" "sneering" true "contempt";
    Loaded "mock" "mocks" "mocked" "mocked" "mocking" true "contempt";
    Loaded "whine" "whines" "whined" "whined" "whining" true "contempt for the speaker";
    Loaded "purport" "purports" "purported" "purported" "purporting" true "doubt about whether it is true";
    Loaded "insinuate" "insinuates" "insinuated" "insinuated" "insinuating" false "a hidden accusation";
    Factive "confirm" "confirms" "confirmed" "confirmed" "confirming" false "that it is so";
    Factive "reveal" "reveals" "revealed" "revealed" "revealing" true "that it is so, and was secret";
    Factive "disclose" "discloses" "disclosed" "disclosed" "disclosing" true "that it is so, and was secret";
    Factive "prove" "proves" "proved" "proven" "proving" true "that it is so";
    Factive "point" "points" "pointed" "pointed" "pointing" true "that it is so";
    Denial "deny" "denies" "denied" "denied" "denying" false "that it is not so";
    Denial "refute" "refutes" "refuted" "refuted" "refuting" true "proof that it is not so";
    Denial "rebut" "rebuts" "rebutted" "rebutted" "rebutting" true "that it is not so";
    Denial "dismiss" "dismisses" "dismissed" "dismissed" "dismissing" true "that it is not worth an answer";
    Question "ask" "asks" "asked" "asked" "asking" true "a question";
    Question "wonder" "wonders" "wondered" "wondered" "wondering" true "a question";
    Question "inquire" "inquires" "inquired" "inquired" "inquiring" true "a question";
    Command "order" "orders" "ordered" "ordered" "ordering" true "an order";
    Command "demand" "demands" "demanded" "demanded" "demanding" true "a demand";
    Command "urge" "urges" "urged" "urged" "urging" true "a request";
    Command "request" "requests" "requested" "requested" "requesting" true "a request";
    Command "propose" "proposes" "proposed" "proposed" "proposing" true "a proposal";
    Command "recommend" "recommends" "recommended" "recommended" "recommending" true "advice";
    Promise "pledge" "pledges" "pledged" "pledged" "pledging" true "a promise";
    Promise "promise" "promises" "promised" "promised" "promising" true "a promise";
    Promise "vow" "vows" "vowed" "vowed" "vowing" true "a promise";
    Thought "believe" "believes" "believed" "believed" "believing" true "that it is a belief";
    Thought "think" "thinks" "thought" "thought" "thinking" true "that it is a belief";
    Thought "hope" "hopes" "hoped" "hoped" "hoping" true "a wish";
    Thought "expect" "expects" "expected" "expected" "expecting" true "an expectation";
    Thought "feel" "feels" "felt" "felt" "feeling" true "that it is a feeling";
    Thought "fear" "fears" "feared" "feared" "fearing" true "fear";
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_lead_to_their_verb_and_no_verb_stands_twice() {
        let found = |w: &str| verb(hash(w)).map(|(v, f)| (v.lemma, f));
        assert_eq!(found("admitted"), Some(("admit", Form::Past)));
        assert_eq!(found("says"), Some(("say", Form::Third)));
        assert_eq!(found("table"), None);
        let mut lemmas: Vec<_> = VERBS.iter().map(|v| v.lemma).collect();
        lemmas.sort_unstable();
        let all = lemmas.len();
        lemmas.dedup();
        assert_eq!(lemmas.len(), all);
        assert!(VERBS.iter().all(|v| v.adds.is_empty() == (v.tone == Tone::Neutral)));
    }
}
