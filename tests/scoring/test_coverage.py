import random
from collections import Counter

import msgspec
import numpy as np
import pytest

import framing
from framing.lexicon.language import load_language
from framing.lexicon.words import words_in
from framing.schema import Article, Event, Fact, Name, NearPassage, Region, Silence, Telling, passage_text
from framing.scoring import compare, scores
from framing.scoring import coverage as module
from framing.scoring.alignment import ALIKE_AT_LEAST, PASSAGES_OF_AN_ARTICLE, Alignment, align, cluster
from framing.scoring.content import Content, bound_names
from framing.scoring.coverage import coverage
from framing.scoring.frame import table
from framing.scoring.silence import find_silence, missing_only_in, only_told_by
from framing.scoring.tellings import Part
from framing.scoring.tense import Outlook, latest, outlook_of


def tell(annotated, id_, *sentences, long=True, **options):
    """Make an article of whole sentences (text, voice); a long one has a tail that no other article shares."""
    tail = [[(f"{id_}{n} {id_}x{n} {id_}y{n} " * 5, "own", None)] for n in range(12)] if long else []
    return annotated(id_, [[(text, voice, None)] for text, voice in sentences] + tail, marks=False, **options)


def note(text):
    """Annotate a text by the rules alone."""
    body = Region(start=0, end=len(text), kind="body", reason="test")
    return framing.annotate(Article(id="one", file="one.txt", text=text, regions=[body]), attribution="rules")


@pytest.fixture
def event(annotated):
    return [
        tell(
            annotated,
            "a",
            ("The ferry Halcyon sank off Marden with 41 people aboard.", "own"),
            ("Divers recovered the engine log on Friday.", "own"),
        ),
        tell(
            annotated,
            "b",
            ("Halcyon, a ferry carrying 41 people, has sunk near Marden.", "attributed"),
            ("The harbour council will vote on new lights.", "own"),
        ),
        tell(
            annotated,
            "c",
            ("Forty-one were aboard when the ferry Halcyon sank off Marden.", "quoted"),
            long=False,
        ),
    ]


def test_the_same_fact_in_three_articles_is_one_row_with_voices(event):
    facts, notes, _ = coverage(event)
    assert notes == []
    sinking = facts[0]
    assert set(sinking.told) == {"a", "b", "c"}
    assert sinking.cells == {"a": "own", "b": "attributed", "c": "quoted"}
    assert "Halcyon" in sinking.label


def test_what_one_article_tells_is_kept_below_and_short_articles_are_not_called_silent(event):
    facts, *_ = coverage(event)
    assert [len(fact.told) for fact in facts] == sorted((len(fact.told) for fact in facts), reverse=True)
    divers = next(fact for fact in facts if fact.label.startswith("Divers"))
    assert divers.cells == {"a": "own", "b": "absent", "c": "too short"}


def test_every_sentence_is_told_once_and_its_span_is_its_words(event):
    facts, *_ = coverage(event)
    told = [(id_, telling.span) for fact in facts for id_, held in fact.told.items() for telling in held]
    assert len(told) == len(set(told)) == sum(len(annotation.sentences) for annotation in event)
    texts = {annotation.article.id: annotation.article for annotation in event}
    assert all(fact.label for fact in facts)
    for fact in facts:
        words = [
            " ".join(passage_text(texts[id_], one.span, one.where).split())
            for id_, held in fact.told.items()
            for one in held
        ]
        assert fact.label in words


def test_the_best_voice_makes_the_cell(annotated):
    same = "The ferry Halcyon sank off Marden."
    facts, *_ = coverage(
        [tell(annotated, "a", (same, "quoted"), (same, "attributed")), tell(annotated, "b", (same, "own"))]
    )
    assert facts[0].cells == {"a": "attributed", "b": "own"}
    assert len(facts[0].told["a"]) == 2


def test_a_title_that_stands_apart_tells_too(annotated):
    apart = tell(annotated, "a", title=[("Ferry Halcyon sinks off Marden", "own", None)])
    other = tell(annotated, "b", ("Ferry Halcyon sank off Marden.", "own"))
    facts, *_ = coverage([apart, other])
    assert [(one.where, one.span[0]) for one in facts[0].told["a"]] == [("title", 0)]


def test_order_changes_nothing(event):
    for seed in range(3):
        assert coverage(random.Random(seed).sample(event, 3))[:2] == coverage(event)[:2]


def test_copies_of_a_sentence_cost_nothing_and_stay_together(annotated):
    same = ("The ferry Halcyon sank off Marden.", "own")
    facts, notes, _ = coverage([tell(annotated, f"a{n:03}", same, long=False) for n in range(300)])
    assert (len(facts), notes) == (1, [])
    assert len(facts[0].told) == 300


def test_one_article_has_nothing_to_be_compared_with(event):
    assert coverage(event[:1])[:2] == ([], [])
    assert coverage([])[:2] == ([], [])


def test_articles_without_words_tell_nothing(annotated):
    assert coverage([annotated("a", []), annotated("b", [[("of the and", "own", None)]])])[:2] == ([], [])


def test_too_many_sentences_are_said_to_be_too_many(event, monkeypatch):
    monkeypatch.setattr(module, "PARTS_AT_MOST", 5)
    comparison = compare(event, event=Event(title="The Halcyon"), resamples=0)
    assert comparison.coverage == []
    assert "The coverage matrix was left out" in comparison.notes[0]


def parts_as_words(annotation):
    reader = Content(load_language("en"))
    return [
        " ".join(passage_text(annotation.article, part.span, part.where).split())
        for part in reader.parts(annotation)
    ]


@pytest.mark.parametrize(
    ("sentence", "parts"),
    [
        (
            "The ferry Halcyon sank off Marden during its stormy winter crossing.",
            ["The ferry Halcyon sank off Marden", "during its stormy winter crossing."],
        ),
        (
            "Divers searched the dark hull on Friday, and the harbour council closed the northern channel.",
            [
                "Divers searched the dark hull on Friday",
                "and the harbour council closed the northern channel.",
            ],
        ),
        (
            "The mayor praised harbour crews who pulled twelve passengers from freezing water.",
            ["The mayor praised harbour crews", "who pulled twelve passengers from freezing water."],
        ),
        (
            "The storm flooded three coastal villages; engineers reopened the Marden bridge.",
            ["The storm flooded three coastal villages", "engineers reopened the Marden bridge."],
        ),
        # Names joined, an adjunct too short to be known again, a relative clause in the subject: one telling.
        (
            "The harbour master Ada Berg and the council chairman Ivo Lang opened the inquiry.",
            ["The harbour master Ada Berg and the council chairman Ivo Lang opened the inquiry."],
        ),
        (
            "The ferry Halcyon sank off Marden after dark.",
            ["The ferry Halcyon sank off Marden after dark."],
        ),
        (
            "The engineers, who are paid by Marden, repaired the bridge.",
            ["The engineers, who are paid by Marden, repaired the bridge."],
        ),
    ],
)
def test_a_sentence_is_cut_where_a_second_telling_begins(annotated, sentence, parts):
    assert parts_as_words(annotated("a", [[(sentence, "own", None)]], marks=False)) == parts


def test_a_sentence_may_tell_two_facts(annotated):
    both = "The ferry Halcyon sank off Marden during the worst winter gale since 1987."
    facts, *_ = coverage(
        [
            tell(annotated, "a", (both, "own")),
            tell(annotated, "b", ("Halcyon, a ferry, sank near Marden.", "own")),
            tell(annotated, "c", ("It was the worst winter gale since 1987.", "quoted")),
        ]
    )
    assert [set(fact.told) for fact in facts[:2]] == [{"a", "b"}, {"a", "c"}]
    (first,), (second,) = facts[0].told["a"], facts[1].told["a"]
    assert first.span[1] <= second.span[0]


def test_one_shared_word_is_no_shared_fact(annotated):
    facts, *_ = coverage(
        [
            tell(annotated, "a", ("Halcyon passengers praised the kitchen.", "own")),
            tell(annotated, "b", ("Investors sold shares of Halcyon.", "own")),
        ]
    )
    assert all(len(fact.told) == 1 for fact in facts)


def terms_of(annotated, sentence, **names):
    reader = Content(load_language("en"))
    annotation = annotated("a", [[(sentence, "own", None)]], marks=False)
    if names:
        annotation = msgspec.structs.replace(annotation, **names)
    ((terms, _),) = reader.terms(annotation, reader.parts(annotation))
    return terms


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Rebels delivered munitions at dawn.", "Rebels supplied weapons at dawn."),
        ("Officials denounced the explosion.", "Officials condemned the blast."),
        ("Moscow denied the allegation.", "Russia refuted the accusation."),
    ],
)
def test_synonyms_are_one_term(annotated, first, second):
    assert terms_of(annotated, first) == terms_of(annotated, second)


ONE_THING = """
    died killed; deaths dying; injured wounds; bombs bombings; gunmen shooting; arms weaponry; weapons munitions;
    fled flee; arrested detains; cops policeman; alleged accusation; jailed imprisonment; inmates prisoner;
    lawyers attorney; inquiry investigators; thieves stolen; won victory; lost losses; quit resigned; met meetings;
    invited invitation; treaty accords; ties relations; deterred deterrence; denounced condemnation; denies refuted;
    probed investigation; began started; halted stopped; prohibits banned; forbade barred; delays postponed;
    rose increasing; grew growth; supplied delivery; provides supplying; sent dispatches; bought purchases; sold sale;
    built construction; discovered discoveries; shuts closed; hid concealed; companies corporation; firms company;
    universities college; women woman; pregnant pregnancies; trains train; judges magistrate; justices judge;
    co-operation collaborate; cancelled cancellation
"""

TWO_THINGS = """
    strikes overturned; struck overturn; fires ousted; fired ouster; called telephone; calls phoned; training railway;
    trained railways; forces compelled; land arrived; landed arrival; relatives ties; related relations; relative
    relationship; firmly company; firm companies; roses increased; universe university; universal universities;
    left departed; leave departure; wife husband; wives spouse; missiles weapons; rockets arms; shells munitions;
    warhead weapon; missile rocket; shooting bombing; shot bomb; court judge; arm weapons; troop soldiers;
    justice judge; building constructed; aide assistance; celebrity celebration; lying falsehood; declined decreased;
    fell decreased; damages harm; shell artillery; house home; meeting summit; talks negotiations; lead led;
    passed approved; prisoner prison; shots bombs; welcomed greeted; firing ouster; arming weapons;
    verdict ruling; embassy consulate; citizen citizenship; older elderly; admission admitted; concluded ended;
    commute pardon; promising pledge; compelling forced; army military; hostage kidnapped; hurricanes earthquake
"""


@pytest.mark.parametrize(
    ("words", "one"),
    [*((pair, True) for pair in ONE_THING.split(";")), *((pair, False) for pair in TWO_THINGS.split(";"))],
)
def test_golden_pairs_of_synonyms(annotated, words, one):
    first, second = words.split()
    both = [terms_of(annotated, f"They also {word}.") for word in (first, second)]
    assert (both[0] == both[1]) == one


def test_every_synonym_is_a_word_that_can_tell_facts_apart():
    language = load_language("en")
    reader = Content(language)
    assert [form for form in language.synonyms if not reader.is_content(form)] == []


@pytest.mark.parametrize(
    ("sentence", "is_name"),
    [
        ("They built a college in Marden.", False),
        ("They spoke to College leaders in Marden.", True),
        ("College Republicans met in Marden.", True),
        ("College prices increased in Marden.", False),
        ("They saw, when the mayor had opened Marden Bridge, College leaders leaving.", True),
        ("Marden College Burns Down", False),
    ],
)
def test_no_synonym_is_looked_for_in_a_name(annotated, sentence, is_name):
    reader = Content(load_language("en"))
    annotation = annotated("a", [[(sentence, "own", None)]], marks=False)
    terms = frozenset().union(*(one.all for one in reader.terms(annotation, reader.parts(annotation))))
    assert ("colleg" in terms, "~university" in terms) == (is_name, not is_name)


@pytest.mark.parametrize(
    ("other", "is_name"),
    [
        ("They wrote to the College again.", True),
        ("They wrote to the owner of the college again.", False),
        ("They left the college, a college that the College had bought.", False),
        ("To The College Again", False),
    ],
)
def test_a_first_word_is_a_name_where_the_article_makes_it_one(annotated, other, is_name):
    reader = Content(load_language("en"))
    annotation = annotated(
        "a", [[("College leaders met twice.", "own", None)], [(other, "own", None)]], marks=False
    )
    (first, _), *_ = reader.terms(annotation, reader.parts(annotation))
    assert ("colleg" in first, "~university" in first) == (is_name, not is_name)


def test_a_country_is_one_term_in_whatever_wording():
    noted = note("North Korean envoys left. The DPRK's envoys left. The North left.")
    content = Content(load_language("en"))
    terms = [one.all for one in content.terms(noted, content.parts(noted))]
    assert all("@North Korea" in one for one in terms)
    assert not any(term.startswith("^north") for one in terms for term in one)
    assert "korean" not in terms[0]


def test_numbers_in_words_tell_facts_apart_but_for_pairs():
    content = Content(load_language("en"))
    assert content.is_content("nine")
    assert not content.is_content("two")


def test_who_is_cited_is_no_fact_of_its_own():
    frame = "According to a presidential directive from Marden"
    noted = note(f"{frame}, during the visit a fishing treaty would be signed.")
    assert [noted.article.text[slice(*part.span)] for part in Content(load_language("en")).parts(noted)] == [
        noted.article.text
    ]


def test_a_concept_is_one_term_in_whatever_wording(annotated):
    def speak(sentence, wording):
        start = sentence.index(wording)
        name = Name(
            id="n0",
            concept="strait",
            variant=wording,
            span=(start, start + len(wording)),
            voice="own",
            source=None,
            distanced=False,
        )
        return terms_of(annotated, sentence, names=[name])

    first = speak("Ferries cross the narrows daily.", "narrows")
    second = speak("Storms closed the eastern channel.", "eastern channel")
    assert first & second == {"^strait"}


def test_a_claim_and_its_denial_are_two_facts(annotated):
    claim = "The Halcyon company bribed harbour inspectors in Marden."
    denial = "The Halcyon company bribed harbour inspectors in Marden in spring."

    def deny(annotation):
        (attribution,) = annotation.attributions
        cue = msgspec.structs.replace(attribution.cue, spans=[])
        denied = msgspec.structs.replace(attribution, cue=cue, polarity="denied")
        return msgspec.structs.replace(annotation, attributions=[denied])

    tail = [[(f"x{n} y{n} z{n}", "own", None)] for n in range(40)]
    event = [
        annotated("a", [[(claim, "own", None)], *tail[:20]], marks=False),
        annotated("b", [[(claim, "own", None)], *tail[20:]], marks=False),
        deny(annotated("c", [[(denial, "attributed", "mayor-1")]], marks=False)),
        deny(annotated("d", [[(denial, "attributed", "mayor-1")]], marks=False)),
    ]
    shared = [set(fact.told) for fact in coverage(event).facts if len(fact.told) > 1]
    assert shared == [{"a", "b"}, {"c", "d"}]


def test_scraps_are_no_facts_and_make_no_label(annotated):
    whole = "Harald Brandsen tweeted that lamps failed."
    facts = coverage(
        [
            tell(annotated, "a", ("It is unacceptable.", "own"), (whole, "own"), long=False),
            tell(annotated, "b", ("Brandsen tweeted.", "own"), (whole, "own"), long=False),
        ]
    ).facts
    assert [fact.label for fact in facts] == [whole]


def test_who_speaks_and_how_makes_no_shared_fact(annotated):
    one = note("The keeper Harald Brandsen denied that the lamps had failed. Nobody else was there.")
    other = note("The keeper Harald Brandsen denied owning a second boat. It belonged to his sister Ida.")
    annotations = [
        tell(annotated, "c"),
        *(
            msgspec.structs.replace(one, article=msgspec.structs.replace(one.article, id=id_))
            for id_, one in (("a", one), ("b", other))
        ),
    ]
    assert all(len(fact.told) == 1 for fact in coverage(annotations).facts)


def test_a_users_synonyms_are_asked_too(annotated, tmp_path):
    lexicon = tmp_path / "mine.toml"
    lexicon.write_text(
        'id = "mine"\nversion = "1"\nkind = "synonyms"\ntitle = "Mine"\nlanguage = "en"\nlicence = "MIT"\n'
        'references = []\nnotes = ""\nentries = [{ name = "boat", nouns = ["skiff", "dinghy"] },'
        ' { name = "sink", verbs = ["founder", "capsize"] }]\n',
        encoding="utf-8",
    )
    event = [
        tell(annotated, "a", ("A grey skiff foundered yesterday.", "own")),
        tell(annotated, "b", ("Yesterday one grey dinghy capsized.", "own")),
    ]
    assert all(len(fact.told) == 1 for fact in coverage(event).facts)
    assert len(coverage(event, [lexicon]).facts[0].told) == 2


def test_what_an_event_always_speaks_of_makes_no_fact():
    common = ["ferry", "halcyon"]
    terms = [frozenset([*common, f"a{n}", f"b{n}", f"c{n}"]) for n in range(20)]
    articles = [frozenset([f"article {n % 2}"]) for n in range(20)]
    assert not any(align(terms, articles).links)
    rare = [*terms, *(frozenset([*common, "engine", "log", "divers", end]) for end in ("x", "y"))]
    links = align(rare, [*articles, frozenset(["article 0"]), frozenset(["article 1"])]).links
    assert [n for n, near in enumerate(links) if near] == [20, 21]


def test_a_fact_holds_few_passages_of_an_article():
    alike = np.full((6, 6), 0.9)
    links = [set(range(6)) - {n} for n in range(6)]
    groups = cluster(Alignment(alike, links), [Counter(["a"])] * 5 + [Counter(["b"])])
    assert sorted(n for group in groups for n in group) == list(range(6))
    assert max(sum(n < 5 for n in group) for group in groups) == PASSAGES_OF_AN_ARTICLE


def test_clusters_are_average_linkage_where_all_is_linked():
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    dice = np.random.default_rng(5)
    vectors = dice.random((25, 4)) ** 3
    vectors /= np.linalg.norm(vectors, axis=1)[:, None]
    similarities = np.clip(2 * vectors @ vectors.T - 1, 0, 1)
    np.fill_diagonal(similarities, 1)
    links = [set(range(25)) - {n} for n in range(25)]
    ours = cluster(Alignment(similarities, links), [Counter([str(n)]) for n in range(25)])
    tree = linkage(squareform(1 - similarities, checks=False), "average")
    theirs = fcluster(tree, 1 - ALIKE_AT_LEAST, "distance")
    groups = {}
    for n, label in enumerate(theirs):
        groups.setdefault(label, []).append(n)
    assert sorted(ours) == sorted(groups.values())
    assert 1 < len(ours) < 25


def test_a_name_in_two_words_is_one_thing():
    def part(text):
        return Part((0, len(text)), "text", 0, tuple(words_in(text)))

    parts = [part("Mayor Ada Berg spoke"), part("Ada Berg left"), part("Berg returned to Port Marden")]
    assert bound_names(parts, str) == {"mayor", "ada", "port"}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The council will close the channel.", Outlook(True, "close")),
        ("Both leaders are expected to close the channel.", Outlook(True, "close")),
        ("The channel is to be closed on Friday.", Outlook(True, "closed")),
        ("The mayor was to visit Marden.", Outlook(True, "visit")),
        ("The council has plans to widen it.", Outlook(True, "widen")),
        ("The council closed the channel.", Outlook(False, "closed")),
        ("The channel was closed on Friday.", Outlook(False, "closed")),
        ("The mayor said the council would close it.", Outlook(True, "close")),
        ("The mayor has told reporters that the council may close it.", Outlook(True, "close")),
        ("The mayor met engineers who will widen it.", Outlook(False, "met")),
        (
            "In a letter published Friday, the mayor said the council has a plan to widen it.",
            Outlook(True, "widen"),
        ),
        ("The mayor promised to widen it.", Outlook(True, "widen")),
        ("The channel is viewed with suspicion.", None),
        ("The council would have closed it.", None),
        ("A closure due to its age.", None),
        ("Council to close channel", None),
    ],
)
def test_tense_by_the_first_verb(sentence, expected):
    part = Part((0, len(sentence)), "text", 0, tuple(words_in(sentence)))
    assert outlook_of(part, load_language("en").grammar, str, headline=False) == expected


@pytest.mark.parametrize(
    ("sentence", "verb", "expected"),
    [
        ("The mayor announced that the council will close it.", "announced", Outlook(True, "close")),
        ("The mayor announced a holiday.", "announced", Outlook(False, "announced")),
        ("The mayor announced that the council closed it.", "announced", Outlook(False, "closed")),
    ],
)
def test_a_verb_of_speech_tells_what_happened_only_where_no_other_does(sentence, verb, expected):
    part = Part((0, len(sentence)), "text", 0, tuple(words_in(sentence)))
    grammar = load_language("en").grammar
    at = sentence.index(verb)
    assert outlook_of(part, grammar, str, False, lambda start: start == at) == expected


def test_a_headline_may_tell_by_an_infinitive():
    part = Part((0, 24), "title", 0, tuple(words_in("Council to close channel")))
    assert outlook_of(part, load_language("en").grammar, str, headline=True) == Outlook(True, "close")


def test_weekdays_in_order_where_they_lie_near():
    assert latest(frozenset({6, 0, 1})) == 1
    assert latest(frozenset({0, 4})) == 0
    assert latest(frozenset({0, 2, 4})) is None
    assert latest(frozenset()) is None


def test_who_tells_as_to_come_what_others_tell_as_done_wrote_before(annotated):
    facts, *_ = coverage(
        [
            tell(annotated, "a", ("Avia and Boria are expected to sign the Marden fishing treaty.", "own")),
            tell(annotated, "b", ("Avia and Boria signed the Marden fishing treaty.", "own")),
            tell(annotated, "c", ("Boria praised the Marden fishing treaty with Avia.", "own")),
        ]
    )
    treaty = next(fact for fact in facts if {"a", "b"} <= fact.told.keys())
    assert (treaty.cells["a"], treaty.cells["b"]) == ("not yet happened", "own")
    assert treaty.cells["c"] != "not yet happened"
    assert treaty.told["a"]


def test_what_is_still_to_come_for_all_has_not_happened_for_none(annotated):
    same = "Avia and Boria are expected to sign the Marden fishing treaty."
    facts, *_ = coverage([tell(annotated, "a", (same, "own")), tell(annotated, "b", (same, "own"))])
    assert facts[0].cells == {"a": "own", "b": "own"}


def test_whoever_only_expects_what_came_about_wrote_before_in_whatever_verb(annotated):
    facts, *_ = coverage(
        [
            tell(annotated, "a", ("Avia and Boria are expected to sign the Marden fishing treaty.", "own")),
            tell(annotated, "b", ("Avia and Boria signed the Marden fishing treaty.", "own")),
            tell(annotated, "c", ("Avia and Boria may produce the Marden fishing treaty.", "attributed")),
        ]
    )
    assert facts[0].cells == {"a": "not yet happened", "b": "own", "c": "not yet happened"}
    assert facts[0].tellers == ["b"]


def test_what_comes_before_something_else_is_not_told_as_done(annotated):
    facts, *_ = coverage(
        [
            tell(
                annotated,
                "a",
                ("The mayor said on Tuesday that coal was short.", "own"),
                ("The crew will load coal at Tarn quay before boarding the ferry Halcyon at Marden.", "own"),
            ),
            tell(annotated, "b", ("The crew boarded the ferry Halcyon at Marden on Wednesday.", "own")),
        ]
    )
    (boarded,) = [fact for fact in facts if {"a", "b"} == fact.told.keys()]
    assert boarded.cells == {"a": "not yet happened", "b": "own"}


def test_an_announcement_of_what_all_expect_makes_nobody_early(annotated):
    ferry = "a second ferry will start from Marden to Tarn in May"
    facts, *_ = coverage(
        [
            tell(annotated, "a", (f"{ferry.capitalize()}.", "own"), ("The mayor said so on Tuesday.", "own")),
            tell(annotated, "b", (f"The mayor approved on Wednesday that {ferry}.", "own")),
            tell(annotated, "c", (f"The council decided {ferry}.", "own")),
        ]
    )
    assert facts[0].cells == dict.fromkeys("abc", "own")


def test_an_article_of_the_day_before_is_not_silent(annotated):
    early = ("The ferry Halcyon loaded coal, the mayor said on Tuesday.", "own")
    late = ("The ferry Halcyon sank off Marden on Wednesday.", "own")
    old = ("Marden widened its northern channel in 1987.", "own")
    facts, *_ = coverage(
        [
            tell(annotated, "a", early),
            tell(annotated, "b", late, old),
            tell(annotated, "c", late, old),
        ]
    )
    cells = {fact.label: fact.cells["a"] for fact in facts if set(fact.told) == {"b", "c"}}
    assert cells == {late[0]: "not yet happened", old[0]: "absent"}


def test_what_goes_on_after_a_later_day_has_not_happened_for_whoever_wrote_before(annotated):
    late = ("The ferry Halcyon sank off Marden on Wednesday.", "own")
    after = ("Divers pulled nine sailors aboard a trawler.", "own")
    old = ("Marden widened its northern channel in 1987.", "own")
    then = ("Gulls circled a broken lantern.", "own")
    expecting = ("The ferry Halcyon loaded coal, the mayor said on Tuesday.", "own")
    held = [tell(annotated, "b", late, after, old, then), tell(annotated, "c", late, after, old, then)]

    def cells(*told):
        facts, *_ = coverage([tell(annotated, "a", *told), *held])
        return [next(fact.cells["a"] for fact in facts if fact.label == one[0]) for one in (after, old, then)]

    assert cells(expecting) == ["not yet happened", "absent", "absent"]
    assert cells(("Coal was loaded at noon.", "own")) == ["absent", "absent", "absent"]


def test_what_an_article_tells_is_told_though_others_give_it_a_later_day(annotated):
    same = "Halcyon's first crossing to Marden in nine winters"
    held = [
        tell(
            annotated, "a", (f"It is {same}.", "own"), ("Coal was loaded, the mayor said on Tuesday.", "own")
        ),
        tell(annotated, "b", (f"The ferry began {same} on Wednesday.", "own")),
    ]
    fact = next(fact for fact in coverage(held).facts if {"a", "b"} == fact.told.keys())
    assert fact.cells == {"a": "own", "b": "own"}


def test_dates_decide_before_weekdays(annotated):
    late = ("The ferry Halcyon sank off Marden on Wednesday.", "own")
    held = [tell(annotated, "a", ("Coal was loaded at noon.", "own")), tell(annotated, "b", late)]
    days = {"a": "2024-06-18", "b": "2024-06-20T08:00:00Z"}

    def cell(annotations):
        return next(fact.cells["a"] for fact in coverage(annotations)[0] if fact.label == late[0])

    assert cell(on_days(held, days)) == "not yet happened"
    assert cell(on_days(held, {"a": "2024-06-19", "b": "2024-06-20"})) == "absent"
    assert cell(on_days(held, {"a": "not known", "b": "2024-06-20"})) == "absent"


def on_days(held, days):
    """Return annotations with the days on which the articles were published."""
    replace = msgspec.structs.replace
    return [replace(one, article=replace(one.article, published=days[one.article.id])) for one in held]


def test_what_happened_days_before_a_report_was_known_to_later_articles(annotated):
    ended = ("The ferry talks ended without a deal at Marden late on Friday.", "own")
    held = [
        tell(annotated, "a", ended),
        tell(annotated, "b", ended, ("The crews walked out at Tarn on Monday.", "own")),
        tell(annotated, "c", ("The ferries stood still at noon.", "own")),
        tell(annotated, "d", ("Shops closed early, the mayor said on Tuesday.", "own")),
    ]
    for tuesday in ("2024-03-05", None):
        days = {"a": "2024-03-04", "b": None, "c": tuesday, "d": None}
        told = next(fact for fact in coverage(on_days(held, days))[0] if set(fact.told) == {"a", "b"})
        assert (told.cells["c"], told.cells["d"]) == ("absent", "absent")


def test_a_later_article_is_not_early_though_it_looks_forward(annotated):
    held = [
        tell(annotated, "a", ("Avia and Boria signed the Marden fishing treaty.", "own")),
        tell(annotated, "b", ("Avia and Boria are expected to sign the Marden fishing treaty.", "own")),
    ]

    def cell(late):
        (fact, *_) = coverage(on_days(held, {"a": "2024-03-04", "b": late}))[0]
        return fact.cells["b"]

    assert [cell(late) for late in ("2024-03-03", "2024-03-04", None)] == ["not yet happened"] * 3
    assert cell("2024-03-06") == "own"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # Both look forward, in two verbs; what one tells as done beside it is something else.
        (
            "Crews at Marden walked out on Monday over a plan that will cost 640 ferry jobs.",
            "A plan will wipe out 640 ferry jobs at Marden.",
        ),
        ("Crews at Marden refused on Monday to load coal.", "Crews at Marden will not load coal."),
    ],
)
def test_what_is_still_to_come_or_never_to_come_has_not_happened_meanwhile(annotated, one, other):
    said = ("Shops closed early, the mayor said on Monday.", "own")
    held = [tell(annotated, "a", (one, "own")), tell(annotated, "b", (other, "own"), said)]
    fact = next(fact for fact in coverage(held)[0] if set(fact.told) == {"a", "b"})
    assert fact.cells == {"a": "own", "b": "own"}


def test_what_one_alone_tells_and_one_alone_leaves_out():
    def fact(**cells):
        told = {id_: [Telling(span=(0, 1), voice="own")] for id_, cell in cells.items() if cell == "own"}
        return Fact(label="", told=told, cells=cells)

    facts = [
        fact(a="own", b="own", c="absent"),
        fact(a="own", b="own", c="not yet happened"),
        fact(a="own", b="absent", c="too short"),
        fact(a="own", b="own", c="own"),
    ]
    outlets = {"Gull": ["a"], "Heron": ["b"], "Tern": ["c"]}
    assert only_told_by(facts, outlets) == {"Gull": [2], "Heron": [], "Tern": []}
    assert missing_only_in(facts, outlets) == {"Gull": [], "Heron": [], "Tern": [0]}
    assert missing_only_in(facts, {"Gull": ["a"], "Tern": ["c"]}) == {"Gull": [], "Tern": []}
    assert only_told_by([], outlets) == {"Gull": [], "Heron": [], "Tern": []}


def test_a_label_does_not_begin_amid_a_sentence_where_another_telling_begins_one(annotated):
    amid = "Officials met reporters at noon in Marden, after the ferry Halcyon struck the northern pier."
    whole = "The ferry Halcyon had struck the northern pier on Tuesday."
    facts, *_ = coverage([tell(annotated, "a", (amid, "own")), tell(annotated, "b", (whole, "own"))])
    shared = next(fact for fact in facts if set(fact.told) == {"a", "b"})
    assert shared.label == whole
    assert "… after the ferry Halcyon struck the northern pier." in {
        fact.label for fact in coverage([tell(annotated, "a", (amid, "own")), tell(annotated, "b")]).facts
    }


def test_silence_lists_what_one_outlet_alone_tells_and_what_it_alone_leaves_out():
    def fact(label, **cells):
        told = {id_: [Telling(span=(0, 1), voice="own")] for id_, cell in cells.items() if cell == "own"}
        return Fact(label=label, told=told, cells=cells)

    facts = [
        fact("all but the Tern", a="own", b="own", b2="absent", c="absent"),
        fact("all but the Tern, which had no room", a="own", b="own", b2="own", c="too short"),
        fact("the Heron alone", a="absent", b="absent", b2="own", c="absent"),
        fact("two", a="own", b="absent", b2="absent", c="absent"),
    ]
    outlets = {"Gull": ["a"], "Heron": ["b", "b2"], "Tern": ["c"]}
    found = [
        (one.outlet, one.kind, one.fact, one.label, one.articles) for one in find_silence(facts, outlets)
    ]
    assert found == [
        ("Gull", "told by no other", 3, "two", ["a"]),
        ("Heron", "told by no other", 2, "the Heron alone", ["b2"]),
        ("Tern", "told by all others", 0, "all but the Tern", []),
    ]
    assert find_silence(facts, {"Gull": ["a"]}) == []
    assert find_silence([], outlets) == []


def test_the_comparison_its_tables_and_its_scores_hold_the_silence(few, annotated):
    few = [*few, tell(annotated, "far", ("Granite quarries near Ulvik reopened.", "own"), outlet="Tern")]
    comparison = compare(few, event=Event(title="A storm"), resamples=0)
    outlets = {one.name: one.articles for one in comparison.outlets}
    assert comparison.silence == find_silence(comparison.coverage, outlets, coverage(few).nearest)
    assert comparison.silence
    written = msgspec.convert(scores(comparison)["silence"], list[Silence])
    assert [one.fact for one in written] == [one.fact for one in comparison.silence]
    for one, held in zip(written, comparison.silence, strict=True):
        assert [near.telling for near in one.nearest] == [near.telling for near in held.nearest]
    for one in comparison.silence:
        assert comparison.coverage[one.fact].label == one.label
    pytest.importorskip("pandas")
    frame = table(comparison, "silence")
    told = ["outlet", "kind", "fact", "label", "articles"]
    near = ["nearest", "nearest_article", "nearest_voice", "nearest_similarity"]
    assert list(frame.columns) == told + near
    assert frame["fact"].tolist() == [one.fact for one in comparison.silence]


def test_what_comes_nearest_stands_beside_what_an_outlet_seems_to_leave_out(annotated):
    fact = "The ferry Halcyon struck the northern pier of Marden on Tuesday."
    near = "Repairs of the pier will take long."
    far = "The ferry company raised fares for cyclists."
    event = [
        tell(annotated, "a", (fact, "own"), outlet="Gull"),
        tell(annotated, "b", (fact, "own"), outlet="Heron"),
        tell(annotated, "c", ("Schools closed for want of teachers.", "own"), (far, "own"), outlet="Tern"),
        tell(annotated, "d", (near, "attributed"), outlet="Tern"),
    ]
    comparison = compare(event, event=Event(title="A ferry"), resamples=0)
    (gone,) = [one for one in comparison.silence if one.kind == "told by all others"]
    assert (gone.outlet, gone.label) == ("Tern", fact)
    texts = {one.article.id: one.article.text for one in event}
    shown = [
        (one.article, texts[one.article][slice(*one.telling.span)], one.telling.voice) for one in gone.nearest
    ]
    assert shown == [("d", near, "attributed"), ("c", far, "own")]
    first, second = (one.similarity for one in gone.nearest)
    assert 0 < second < first < 1
    assert compare(event[::-1], event=Event(title="A ferry"), resamples=0).silence[-1].nearest == gone.nearest

    pytest.importorskip("pandas")
    frame = table(comparison, "silence")
    row = frame[frame["kind"] == "told by all others"].iloc[0]
    assert row["nearest"] == near
    assert (row["nearest_article"], row["nearest_voice"]) == ("d", "attributed")
    assert row["nearest_similarity"] == pytest.approx(first)
    assert frame[frame["kind"] == "told by no other"]["nearest"].isna().all()


def test_an_outlet_that_comes_near_enough_to_doubt_is_not_called_silent():
    told = {id_: [Telling(span=(0, 1), voice="own")] for id_ in "ab"}
    facts = [Fact(label="", told=told, cells={"a": "own", "b": "own", "c": "absent"})]

    def kinds(similarity):
        near = NearPassage(article="c", telling=Telling(span=(0, 1), voice="own"), similarity=similarity)
        found = find_silence(facts, {"Gull": ["a"], "Heron": ["b"], "Tern": ["c"]}, lambda *_: [near])
        return [(one.outlet, one.kind) for one in found]

    assert kinds(0.29) == [("Tern", "told by all others")]
    assert kinds(0.3) == []


def test_what_is_hardly_like_it_is_not_shown_beside_it():
    told = {id_: [Telling(span=(0, 1), voice="own")] for id_ in "ab"}
    facts = [Fact(label="", told=told, cells={"a": "own", "b": "own", "c": "absent"})]

    def shown(similarity):
        near = NearPassage(article="c", telling=Telling(span=(0, 1), voice="own"), similarity=similarity)
        (found,) = find_silence(facts, {"Gull": ["a"], "Heron": ["b"], "Tern": ["c"]}, lambda *_: [near])
        return found.nearest

    assert not shown(0.14)
    assert shown(0.15)


def test_what_another_outlet_may_tell_in_other_words_is_not_told_alone():
    facts = [
        Fact(label="", told={"a": [Telling(span=(0, 1), voice="own")]}, cells={"a": "own", "b": "absent"})
    ]
    asked = []

    def kinds(similarity):
        def nearest(fact, articles):
            asked.append(sorted(articles))
            return [
                NearPassage(article="b", telling=Telling(span=(0, 1), voice="own"), similarity=similarity)
            ]

        return [
            (one.outlet, one.kind) for one in find_silence(facts, {"Gull": ["a"], "Heron": ["b"]}, nearest)
        ]

    assert kinds(0.29) == [("Gull", "told by no other")]
    assert kinds(0.3) == []
    assert asked == [["b"], ["b"]]


def test_nothing_comes_near_what_shares_no_word(annotated):
    fact = "The ferry Halcyon struck the northern pier of Marden on Tuesday."
    event = [
        tell(annotated, "a", (fact, "own"), outlet="Gull"),
        tell(annotated, "b", (fact, "own"), outlet="Heron"),
        tell(annotated, "c", ("Schools closed for want of teachers.", "own"), outlet="Tern"),
    ]
    comparison = compare(event, event=Event(title="A ferry"), resamples=0)
    assert [one.nearest for one in comparison.silence if one.kind == "told by all others"] == [[]]
