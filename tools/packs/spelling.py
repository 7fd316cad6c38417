"""British and American spellings, SCOWL word lists, and a few irregular forms WordNet lacks."""
import os
import re

from common import debian, rows, words_of

# form, part of speech (0 noun, 1 verb, 2 adjective, 3 adverb), base
EXTRA_FORMS = [
    ("did", 1, "do"), ("done", 1, "do"), ("does", 1, "do"), ("has", 1, "have"), ("had", 1, "have"), ("having", 1, "have"),
    ("is", 1, "be"), ("are", 1, "be"), ("am", 1, "be"), ("was", 1, "be"), ("were", 1, "be"), ("been", 1, "be"),
    ("being", 1, "be"), ("goes", 1, "go"), ("went", 1, "go"), ("gone", 1, "go"),
    ("least", 2, "little"), ("less", 2, "little"), ("most", 2, "many"), ("more", 2, "many"),
    ("worse", 3, "badly"), ("worst", 3, "badly"), ("better", 3, "well"), ("best", 3, "well"),
    ("people", 0, "person"), ("media", 0, "medium"), ("data", 0, "datum"),
]

# Derivations that WordNet does not draw between verb (or adjective) and noun.
EXTRA_DERIVED = [
    ("withdraw", "withdrawal"), ("invade", "invasion"), ("die", "death"), ("think", "thought"), ("lose", "loss"),
    ("sell", "sale"), ("speak", "speech"), ("give", "gift"), ("choose", "choice"), ("live", "life"), ("succeed", "success"),
    ("safe", "safety"), ("high", "height"), ("strong", "strength"), ("long", "length"), ("wide", "width"), ("deep", "depth"),
    ("hot", "heat"), ("poor", "poverty"), ("free", "freedom"), ("angry", "anger"), ("hungry", "hunger"), ("proud", "pride"),
    ("fly", "flight"), ("weigh", "weight"), ("see", "sight"), ("believe", "belief"), ("prove", "proof"), ("shoot", "shot"),
    ("bear", "birth"), ("kill", "killing"), ("grow", "growth"), ("rise", "rise"), ("seize", "seizure"), ("sit", "seat"),
]

RULES = [
    (r"our(?=$|s$|ed$|ing$|er|able|ite|ful|less|ly|hood|ist|al)", "or"), (r"is(e|es|ed|ing|er|ers|able|ation|ations)$", r"iz\1"),
    (r"ys(e|es|ed|ing|er|ers)$", r"yz\1"), (r"tre(s|d)?$", r"ter\1"), (r"tring$", "tering"), (r"bre(s|d)?$", r"ber\1"),
    (r"ogue(s|d)?$", r"og\1"), (r"ence(s|less|ly)?$", r"ense\1"), (r"ll(ed|ing|er|ers|or|ors|ist|ists)$", r"l\1"),
    (r"pp(ed|ing|er|ers)$", r"p\1"), (r"tt(ed|ing)$", r"t\1"), (r"l(ment|ments|ful|fully|s)?$", r"ll\1"), (r"ae", "e"), (r"oe", "e"),
    (r"que(s|d)?$", r"ck\1"), (r"mme(s)?$", r"m\1"), (r"ey(s)?$", r"y\1"), (r"cheque", "check"), (r"grey", "gray"), (r"mould", "mold"),
    (r"plough", "plow"), (r"tyre", "tire"), (r"kerb", "curb"), (r"pyjama", "pajama"), (r"moust", "must"), (r"sulph", "sulf"),
    (r"lycht", "licht"), (r"wool(l)?en", "woolen"), (r"jewell", "jewel"), (r"gramme", "gram"), (r"eable$", "able"), (r"dgement", "dgment"),
    (r"xion(s)?$", r"ction\1"), (r"aluminium", "aluminum"), (r"sceptic", "skeptic"), (r"manoeuv(re|r)", r"maneuv"), (r"wards$", "ward"),
]

FIXED = {
    "manoeuvre": "maneuver", "manoeuvres": "maneuvers", "manoeuvred": "maneuvered", "manoeuvring": "maneuvering",
    "defence": "defense", "offence": "offense", "licence": "license", "pretence": "pretense", "practise": "practice",
    "practised": "practiced", "practising": "practicing", "practises": "practices", "storey": "story", "storeys": "stories",
    "cheque": "check", "cheques": "checks", "draught": "draft", "draughts": "drafts", "tyre": "tire", "tyres": "tires",
    "programme": "program", "programmes": "programs", "analogue": "analog", "catalogue": "catalog", "dialogue": "dialog",
    "grey": "gray", "greys": "grays", "kerb": "curb", "plough": "plow", "mould": "mold", "axe": "ax", "artefact": "artifact",
    "artefacts": "artifacts", "speciality": "specialty", "specialities": "specialties", "aluminium": "aluminum",
    "aeroplane": "airplane", "aeroplanes": "airplanes", "mum": "mom", "mums": "moms", "whisky": "whiskey", "yoghurt": "yogurt",
    "pyjamas": "pajamas", "moustache": "mustache", "sceptic": "skeptic", "sceptical": "skeptical", "scepticism": "skepticism",
    "gaol": "jail", "gaoled": "jailed", "jewellery": "jewelry", "ageing": "aging", "judgement": "judgment",
    "judgements": "judgments", "acknowledgement": "acknowledgment", "enquiry": "inquiry", "enquiries": "inquiries",
    "enquire": "inquire", "towards": "toward", "afterwards": "afterward", "backwards": "backward", "forwards": "forward",
    "amongst": "among", "whilst": "while", "learnt": "learned", "burnt": "burned", "dreamt": "dreamed", "spelt": "spelled",
    "leapt": "leaped", "instalment": "installment", "instalments": "installments", "fulfil": "fulfill", "fulfils": "fulfills",
    "enrol": "enroll", "enrols": "enrolls", "skilful": "skillful", "wilful": "willful", "fulfilment": "fulfillment",
    "tonne": "ton", "disc": "disk", "cosy": "cozy", "sulphur": "sulfur", "foetus": "fetus", "encyclopaedia": "encyclopedia",
    "paediatric": "pediatric", "anaesthetic": "anesthetic", "haemorrhage": "hemorrhage", "leukaemia": "leukemia",
    "orthopaedic": "orthopedic", "oestrogen": "estrogen", "diarrhoea": "diarrhea", "archaeologist": "archeologist",
    "archaeology": "archeology", "mediaeval": "medieval", "adviser": "advisor", "advisers": "advisors", "per cent": "percent",
    "protestor": "protester", "protestors": "protesters",
}
# Different words that one of the rules would take for one another.
NOT_VARIANTS = {"tonne", "disc", "mum", "story", "prise", "prised", "prises", "prising"}


def scowl():
    """Lowercase words of the American and British SCOWL lists (size 70), without possessives."""
    found = set()
    for name, path in (("wamerican-large", "american-english-large"), ("wbritish-large", "british-english-large")):
        found |= read(name, path)
    return found


def read(package, path, lower=True):
    words = set()
    with open(os.path.join(debian(package), "usr", "share", "dict", path), encoding="utf-8") as lines:
        for line in lines:
            word = line.strip()
            if word.endswith("'s"):
                continue
            words.add(word.lower() if lower else word)
    return words


def variants(known):
    """{British spelling: American spelling}: words of the British list alone that a rule turns into a word of the American."""
    american = read("wamerican-large", "american-english-large")
    british = read("wbritish-large", "british-english-large")
    pairs = {}
    for word in sorted(british - american):
        for pattern, new in RULES:
            other = re.sub(pattern, new, word)
            if other != word and other in american and other not in british or other != word and other in american and pattern.startswith("is("):
                pairs[word] = other
                break
    for word in sorted(known):
        # Both lists have the Oxford spelling in -ize, so -ise words are paired from all known words.
        other = re.sub(r"is(e|es|ed|ing|er|ers|ation|ations|ational)$", r"iz\1", word)
        if other != word and other in known and word not in american:
            pairs.setdefault(word, other)
    pairs.update(FIXED)
    return {word: other for word, other in pairs.items() if word not in NOT_VARIANTS}
