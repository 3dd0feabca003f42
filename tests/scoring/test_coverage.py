"""The facts of an event: which sentences tell the same, and who tells it in whose words."""

import random
from collections import Counter

import msgspec
import numpy as np
import pytest

from framing.lexicon.language import load_language
from framing.schema import Event, passage_text
from framing.scoring import compare
from framing.scoring import coverage as module
from framing.scoring.alignment import ALIKE_AT_LEAST, PASSAGES_OF_AN_ARTICLE, Alignment, align, cluster
from framing.scoring.content import Content
from framing.scoring.coverage import coverage

from .conftest import note, tell


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


def test_who_is_cited_is_no_fact_of_its_own():
    frame = "According to a presidential directive from Marden"
    noted = note(f"{frame}, during the visit a fishing treaty would be signed.")
    assert [noted.article.text[slice(*part.span)] for part in Content(load_language("en")).parts(noted)] == [
        noted.article.text
    ]


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


def test_a_label_does_not_begin_amid_a_sentence_where_another_telling_begins_one(annotated):
    amid = "Officials met reporters at noon in Marden, after the ferry Halcyon struck the northern pier."
    whole = "The ferry Halcyon had struck the northern pier on Tuesday."
    facts, *_ = coverage([tell(annotated, "a", (amid, "own")), tell(annotated, "b", (whole, "own"))])
    shared = next(fact for fact in facts if set(fact.told) == {"a", "b"})
    assert shared.label == whole
    assert "… after the ferry Halcyon struck the northern pier." in {
        fact.label for fact in coverage([tell(annotated, "a", (amid, "own")), tell(annotated, "b")]).facts
    }
