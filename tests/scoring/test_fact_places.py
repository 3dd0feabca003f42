import msgspec
import pytest

from framing.schema import Event, Fact, Region, Telling
from framing.scoring import compare, figures, scores
from framing.scoring.fact_places import fact_figures, fact_keys
from framing.scoring.frame import passages_of, table
from framing.scoring.grouping import group_annotations

EVENT = Event(title="A storm")


def fact(label, **told):
    cells = {article: tellings[0].voice for article, tellings in told.items()}
    return Fact(label=label, told=told, cells=cells)


def telling(article, sentence, voice="own"):
    one = article.sentences[sentence]
    return Telling(span=(one.start, one.end - 1), voice=voice, where=one.where)


def place(articles, *facts, resamples=0, seed=0):
    found = fact_figures(facts, group_annotations(articles), resamples=resamples, seed=seed)
    return found, {passage.id: passage for passage in found.passages}


@pytest.fixture
def article(annotated):
    """Headline apart (2 words), then sentences of 3, 4, 5 and 6 words, the last quoted."""
    pieces = [[("one " * n, "own", None)] for n in (3, 4, 5)] + [[("said " * 6, "quoted", "mayor-1")]]
    return annotated("x", pieces, title=[("storm hits", "own", None)], marks=False)


def test_the_place_is_the_words_before_the_first_telling_over_all_words(article):
    late = fact("late", x=[telling(article, 4, "quoted"), telling(article, 3)])
    found, passages = place([article], late)
    first = next(one for one in found.figures if one.measure == "fact_first_position")
    assert (first.outlet, first.key, first.voice) == ("The Gull", "late", "all")
    assert (first.numerator, first.denominator) == (2 + 3 + 4, 2 + 3 + 4 + 5 + 6)
    assert first.passages == ["x#t0"]
    assert passages["x#t0"].amount == 9
    assert (passages["x#t0"].entry, passages["x#t0"].voice) == ("body", "own")
    assert passages["x#t0"].spans == [late.told["x"][1].span]


def test_the_headline_comes_before_the_text_and_the_lead_is_two_sentences(article):
    facts = [
        fact("in the headline", x=[telling(article, 2), telling(article, 0)]),
        fact("in the lead", x=[telling(article, 2)]),
        fact("below", x=[telling(article, 3)]),
        fact("said", x=[telling(article, 4, "quoted")]),
    ]
    found, passages = place([article], *facts)
    position = {f.key: f.numerator for f in found.figures if f.measure == "fact_first_position"}
    assert position == {"in the headline": 0, "in the lead": 5, "below": 9, "said": 14}
    salience = {f.key: f for f in found.figures if f.measure == "fact_salience_share"}
    told = {key: (f.numerator, f.denominator, f.passages) for key, f in salience.items()}
    assert told == {
        "in the headline": (1, 1, ["x#h0"]),
        "in the lead": (1, 1, ["x#h1"]),
        "below": (0, 1, []),
        "said": (0, 1, []),
    }
    assert [passages[id_].entry for id_ in ("x#h0", "x#h1", "x#t2")] == ["headline", "lead", "body"]
    assert passages["x#h0"].where == "title"
    assert (passages["x#t3"].voice, passages["x#t3"].source) == ("quoted", "Ada Berg")
    assert set(passages) == {"x#t0", "x#t1", "x#t2", "x#t3", "x#h0", "x#h1"}
    assert {f.value for f in salience.values()} == {0, 1}
    assert {f.refusal for f in salience.values()} == {"no interval: no resamples were asked for"}
    few = place([article], *facts, resamples=50)[0].figures[-1]
    assert few.refusal.startswith("no interval: a place in an article")


def test_a_title_within_the_text_is_the_headline(annotated):
    pieces = [[("one " * n, "own", None)] for n in (3, 4, 5, 6)]
    plain = annotated("x", pieces, marks=False)
    title = Region(kind="title", start=0, end=plain.sentences[0].end, reason="made up")
    titled = msgspec.structs.replace(plain, article=msgspec.structs.replace(plain.article, regions=[title]))
    third = fact("third", x=[telling(plain, 2)])
    assert place([plain], third)[0].figures[1].numerator == 0
    assert place([titled], third)[0].figures[1].numerator == 1


def test_only_articles_that_tell_it_count_and_outlets_that_do_not_have_no_figure(annotated):
    one, other = (
        annotated(id_, [[("one " * n, "own", None)] for n in (3, 4, 60)], marks=False) for id_ in "ab"
    )
    heron = annotated("c", [[("one " * 200, "own", None)]], outlet="The Heron", marks=False)
    both = fact("both", a=[telling(one, 1)], b=[telling(other, 2)])
    single = fact("single", b=[telling(other, 0)])
    found, _ = place([heron, other, one], both, single)
    held = {(f.measure, f.outlet, f.key): f for f in found.figures}
    assert set(held) == {
        (measure, "The Gull", key)
        for measure in ("fact_first_position", "fact_salience_share")
        for key in ("both", "single")
    }
    first = held["fact_first_position", "The Gull", "both"]
    assert (first.numerator, first.denominator, first.value) == (3 + 7, 2 * 67, pytest.approx(10 / 134))
    assert first.passages == ["a#t0", "b#t0"]
    top = held["fact_salience_share", "The Gull", "both"]
    assert (top.numerator, top.denominator, top.passages) == (1, 2, ["a#h0"])
    alone = held["fact_first_position", "The Gull", "single"]
    assert (alone.denominator, alone.value, alone.refusal) == (67, None, "67 words, at least 100 needed")
    assert place([heron])[0].figures == place([], both)[0].figures == []


def test_many_articles_are_resampled_and_their_order_changes_nothing(annotated):
    articles = [
        annotated(
            f"x{n:02}", [[("one " * (5 + (7 * k + n) % 11), "own", None)] for k in range(9)], marks=False
        )
        for n in range(12)
    ]
    often = fact("often", **{one.article.id: [telling(one, n % 7)] for n, one in enumerate(articles)})
    seldom = fact("seldom", x03=[telling(articles[3], 4)])
    forth = place(articles, often, seldom, resamples=300)[0]
    assert place(articles[::-1], often, seldom, resamples=300)[0] == forth
    position, top = forth.figures[0], forth.figures[2]
    assert position.low < position.value < position.high
    assert (position.resampled, position.refusal) == ("articles", None)
    assert top.value == pytest.approx(sum(n % 7 < 2 for n in range(12)) / 12)
    rare = forth.figures[1]
    assert rare.refusal is not None
    assert rare.low is None
    assert place(articles, often, resamples=300, seed=1)[0].figures[0].low != position.low


def test_facts_of_one_label_keep_figures_of_their_own():
    assert fact_keys([fact("a"), fact("b"), fact("a")]) == ["a", "b", "a (2)"]


def test_the_comparison_its_tables_and_its_scores_hold_the_places_of_its_facts(few):
    comparison = compare(few, event=EVENT, resamples=0)
    assert comparison.coverage
    told = {
        (key, a)
        for key, one in zip(fact_keys(comparison.coverage), comparison.coverage, strict=True)
        for a in one.told
    }
    held = figures(comparison, "fact_first_position")
    assert {(f.key, comparison.passages_by_id[id_].article) for f in held for id_ in f.passages} == told
    for one in (*held, *figures(comparison, "fact_salience_share")):
        assert sum(comparison.passages_by_id[id_].amount for id_ in one.passages) == one.numerator
    view = table(comparison, "salience")
    assert {"fact_first_position", "fact_salience_share"} <= set(view["measure"])
    assert passages_of(comparison, "fact_first_position", "The Heron", key=held[-1].key) is not None
    whole = scores(comparison)
    listed = {one["measure"] for one in whole["figures"]}
    assert {"fact_first_position", "fact_salience_share"} <= listed
    assert {id_ for one in whole["figures"] for id_ in one["passages"]} <= set(whole["passages"])


def test_an_article_that_was_written_before_a_fact_happened_does_not_tell_it(article):
    held = fact("Ferry sinks", x=[telling(article, 1)])
    assert place([article], held)[0].figures
    before = msgspec.structs.replace(held, cells={"x": "not yet happened"})
    assert place([article], before)[0].figures == []
