"""Builds crates/truecopy-data/tables/places.tsv, the look-up table of place names, from the source tables beside it.

    python3 tools/knowledge/build_places.py

Reads states.tsv, us_states.tsv, regions.tsv, seats.tsv, city_names.tsv and cities.tsv; the result depends on nothing else.
"""
import pathlib
from fold import fold, rows

DATA = pathlib.Path(__file__).resolve().parents[2] / "crates/truecopy-data/tables"

# Names that are also everyday English words: they count as places only where something else says so.
WORDS = set("""nice reading mobile split bath orange van of man best batman male turkey china jersey polish chad jordan cuba georgia
guinea hull deal hove split essen bar kiel bari cork lodge cali tours mons sale corona buffalo hull wells york moss ore
wash ill mass miss ind ala pa la me mo md del cal id or in hi ok oh al de va ma ms mt co ct ga ks ky mn nc nd ne nh nj nm nv ny pa ri
sc sd tn tx ut vt wi wv wy ak ar az ca fl ia il car us roc rock enterprise independence surprise normal liberal superior providence
concord union commerce paradise beehive kirya lodge balfour west commonwealth pole finn dane swede scot scots brit
kiwi soviet gulf gulf central lots bend temple pasco rialto fulda most hall bend gary arab turk turks slough rugby crawley bolton
hastings paisley barking ware derby lincoln preston wigan halle linz tula perm orel tambov cancer dives spa chester battle
gold coast sunrise aurora olathe victorville edison clifton plantation concord peoria pearland allen frisco irving garland
grand prairie round rock midland vista downey compton orange fullerton burbank inglewood carson santa clarita
sandy springs high point league city sugar land college station broken arrow lakes
hamilton salem male angers canton centennial channel hue levant liege meshed natal queens states ark archway bender boulder butler chandler delta fez java mesa moron
phoenix ruse sari thane tyre wis med reunion pueblo hollywood iron fields hills lodge corner the lodge arctic alpine norman kent essex saxon mandarin""".split()) | {
    "gold coast", "high point", "round rock", "college station", "league city", "sugar land", "the states", "the lodge", "broken arrow",
    "grand prairie", "the gulf", "the channel", "west sea", "east sea", "yellow sea", "central african", "islamic republic", "the kirya",
    "national palace", "west bank of", "parliament hill", "government house", "pink house", "blue house", "south block", "occupied territories",
}
WORDS -= set("georgia jordan cuba gold coast arab finn dane swede scot brit soviet turk turks kent essex hamilton salem victorville".split())


# Names that are surnames of people in the news as well; first names are taken from first_names.tsv.
SURNAMES = set("""jackson lincoln stanley wellington hamilton houston douglas vaughan tyler richardson washington montgomery paterson columbus
bismarck gilbert warren norman mansfield cleveland windsor eugene clovis medina leon santos salvador lima dallas butler chandler bender langley
billings davenport dayton denver lansing salisbury churchill darwin carson irving allen bolton burton clinton clifton cordoba toledo navarro
london paris bush york kent lancaster hampton halifax sheffield bradford burke burnham preston stockton sutton milton newton norfolk
raleigh crawley darlington barnsley wells peterson fontana corona valencia soto aguilar madrid rosario sucre bolivar wagner berlin
hannover frankfurt posen danzig warsaw krakow balfour chesterfield pierce moreno vallejo murrieta thornton arvada frazier mcallen
sandy kirkland vance newman marshall fremont costa vista franco rocha leiria""".split())
FIRST = {r[0] for r in rows(DATA / "first_names.tsv")}


def nofull(text):
    return text.replace(".", "").strip()


table = {}


def add(name, kind, form, state, within, entity, shown, population=0, flags=""):
    """One key; the undotted spelling of an abbreviation goes in beside it."""
    key = fold(name)
    if key.startswith("the ") and key not in ("the hague", "the gambia", "the lodge"):
        key = key[4:]
    marks = set(flags)
    if key in WORDS:
        marks.add("w")
    bare = nofull(name)
    if bare.isupper() and len(bare) <= 4:
        marks.add("c")  # only when the text writes it in capitals, or with its full stops
    for k in {key, fold(nofull(name)) if "." in name else key}:
        if k.startswith("the ") and k not in ("the hague", "the gambia", "the lodge"):
            k = k[4:]
        if not k:
            continue
        m = set(marks)
        if k.replace(" ", "") != k.replace(" ", "").replace(".", ""):
            m.discard("c")
            m.discard("w")
        elif k in WORDS:
            m.add("w")
        if form == "name" and (k in FIRST or k in SURNAMES) and (kind != "state" or k in ("jordan", "chad", "israel", "georgia")):
            m.add("p")
        row = (kind, form, state, within, entity, shown, population, "".join(sorted(m)))
        have = table.setdefault(k, {})
        old = have.get((kind, form, entity))
        if old is None:
            have[(kind, form, entity)] = row


states, parents, currency = {}, {}, {}
capitals = {}
for code, _iso3, name, other, adjectives, people, capital, region, _cur, parent in rows(DATA / "states.tsv"):
    states[code] = name
    parents[code] = parent
    kind = "state"
    add(name, kind, "name", code, parent, code, name)
    for alias in filter(None, other.split(";")):
        add(alias, kind, "name", code, parent, code, name)
    for adjective in filter(None, adjectives.split(";")):
        add(adjective, kind, "adjective", code, parent, code, name)
    for pair in filter(None, people.split(";")):
        one, many = pair.split("/")
        add(one, kind, "person", code, parent, code, name)
        add(many, kind, "people", code, parent, code, name)
    for c in filter(None, capital.split(";")):
        # London is England's capital and the kingdom's: the state that is a member of the United Nations wins.
        if (fold(c)) not in capitals or not parent:
            capitals.setdefault(fold(c), []).append(code)

# The forms that stand before a hyphen: "Sino-Indian", "Franco-German".
for form, code in {"Sino": "CN", "Russo": "RU", "Franco": "FR", "Anglo": "GB", "Indo": "IN", "Nippo": "JP", "Greco": "GR", "Graeco": "GR",
                   "Turco": "TR", "Italo": "IT", "Hispano": "ES", "Luso": "PT", "Serbo": "RS", "Austro": "AT"}.items():
    add(form, "state", "adjective", code, "", code, states[code])

# News often says Korea for the southern state.
add("Korea", "state", "name", "KR", "", "KR", "South Korea", flags="e")
add("Korean", "state", "adjective", "KR", "", "KR", "South Korea", flags="e")
add("Koreans", "state", "people", "KR", "", "KR", "South Korea", flags="e")

for code, name, short, people, capital in rows(DATA / "us_states.tsv"):
    within = f"US-{code}"
    states[within] = name
    parents[within] = "US"
    add(name, "us-state", "name", "US", "US", within, name)
    for alias in filter(None, short.split(";")):
        add(alias, "us-state", "name", "US", "US", within, name)
    if code != "DC":
        # "K" marks a postal code, which stands for the state only after a city's name.
        add(code, "us-state", "name", "US", "US", within, name, flags="k")
    for pair in filter(None, people.split(";")):
        one, many = pair.split("/")
        add(one, "us-state", "person", "US", "US", within, name)
        add(one, "us-state", "adjective", "US", "US", within, name)
        add(many, "us-state", "people", "US", "US", within, name)

for rid, name, other, adjectives, people, _members, within, note in rows(DATA / "regions.tsv"):
    kind = "water" if note == "water" else "region"
    flags = "e" if note == "weak" else ""
    for n in [name] + list(filter(None, other.split(";"))):
        add(n, kind, "name", within, within, rid, name, flags=flags)
    for adjective in filter(None, adjectives.split(";")):
        add(adjective, kind, "adjective", within, within, rid, name, flags=flags)
    for pair in filter(None, people.split(";")):
        one, many = pair.split("/")
        add(one, kind, "person", within, within, rid, name, flags=flags)
        add(many, kind, "people", within, within, rid, name, flags=flags)

for state, name in rows(DATA / "seats.tsv"):
    add(name, "seat", "name", state, state, "seat:" + fold(name), name)


def root(code):
    while parents.get(code):
        code = parents[code]
    return code


geonames = {}
for name, within, population in rows(DATA / "cities.tsv"):
    geonames.setdefault(fold(name), []).append([within, int(population), name, False])
geonames.setdefault("washington", []).append(["US-DC", 601723, "Washington", False])

named = list(rows(DATA / "city_names.tsv"))
for name, within, other, people in named:
    names = [name] + list(filter(None, other.split(";")))
    population = 0
    for n in names:
        for g in geonames.get(fold(n), []) + geonames.get(fold(n) + ", d.c.", []):
            same = g[0] == within or (not within.startswith("US") and root(g[0]) == root(within))
            if same and fold(g[2]) != "delhi" or (same and name == "New Delhi"):
                population = max(population, g[1])
                g[3] = True
    owners = [c for c in capitals.get(fold(name), []) if root(c) == root(within) or c == within]
    owners.sort(key=lambda c: (parents.get(c) != "", c))
    kind, state = ("capital", owners[0]) if owners else ("city", root(within) if within.startswith("US") else within)
    entity = f"{fold(name)}/{within}"
    for n in names:
        add(n, kind, "name", state, within, entity, name, population)
    for pair in filter(None, people.split(";")):
        one, many = (pair.split("/") + [pair])[:2]
        add(one, kind, "adjective", state, within, entity, name, population)
        if many != one:
            add(one, kind, "person", state, within, entity, name, population)
            add(many, kind, "people", state, within, entity, name, population)

missing = [c for c in capitals if not any(fold(n[0]) == c for n in named)]
assert not missing, f"capitals without a row in city_names.tsv: {missing}"

for key, found in geonames.items():
    for within, population, name, used in found:
        if used or name.startswith("Washington, D"):
            continue
        assert within in states, f"{name}: unknown code {within}"
        add(name, "city", "name", root(within) if within.startswith("US") else within, within, f"{key}/{within}", name, population)
        if key.startswith("saint "):
            add("st. " + key[6:], "city", "name", root(within), within, f"{key}/{within}", name, population)

ORDER = ["state", "capital", "us-state", "region", "water", "seat", "city"]
FORMS = ["name", "adjective", "person", "people"]
with open(DATA / "places.tsv", "w", encoding="utf-8") as out:
    out.write("# Place names by folded key. Made by tools/knowledge/build_places.py from the tables beside it; cities from GeoNames (CC BY 4.0).\n")
    out.write("# key\tkind\tform\tstate\twithin\tentity\tname\tpopulation\tmarks\n")
    for key in sorted(table, key=lambda k: k.encode()):
        for row in sorted(table[key].values(), key=lambda r: (ORDER.index(r[0]), -r[6], FORMS.index(r[1]), r[4])):
            out.write("\t".join([key] + [str(c) for c in row]) + "\n")
