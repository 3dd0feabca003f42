"""The story as a whole: which findings it holds, in which order, what it calls articles, and what little can tell."""

import random
import re
from pathlib import Path

import msgspec
import pytest

import framing
from framing.report.figures import Number
from framing.report.findings import tell_story
from framing.report.findings.phrases import Speakers, fill, listed, merge, name_source, quoted, shorten
from framing.report.findings.records import Candidate, Finding, size_of, tempered
from framing.report.findings.story import MOST, choose
from framing.report.view import build_view
from framing.schema import UNIDENTIFIED

from .conftest import PLAIN, told

SEEDS = Path(__file__).parents[2] / "seeds" / "pyongyang-2024"


def test_the_heading_claims_no_more_than_the_findings(make_view):
    assert tell_story(make_view(*PLAIN)).heading == "What stands in one article and not in another"
    assert tell_story(make_view(("Alpha", (5,)))).heading == "What stands in these articles"
    nothing = make_view(*PLAIN, figures=[], reuse=[], coverage=[], silence=[], keyness=[])
    assert tell_story(nothing).heading == "No difference that holds up"


def test_the_seeds_have_a_story_whose_numbers_are_the_sums_of_their_passages():
    articles, _ = framing.read(SEEDS)
    held = [framing.annotate(article) for article in articles]
    view = build_view(framing.compare(held, "A visit", resamples=100), held)
    story = tell_story(view)
    assert 4 <= len(story.findings) <= MOST
    assert 3 <= len(story.limits) <= 7
    numbers = [part for finding in story.findings for part in finding.parts if isinstance(part, Number)]
    assert len(numbers) >= 3
    for number in numbers:
        assert sum(view.comparison.passages_by_id[id_].amount for id_ in number.passages) == pytest.approx(
            number.numerator
        )


def test_strangers_text_stays_text(comparison, annotations):
    story = tell_story(build_view(comparison, annotations))
    sentences = [*(finding.text for finding in story.findings), *story.limits]
    assert len(story.findings) >= 2
    assert any("alert(" in sentence for sentence in sentences)
    for sentence in sentences:
        assert not re.search("[\x00-\x1f\u202a-\u202e\u2066-\u2069]", sentence)
        assert "None" not in sentence
        assert "  " not in sentence
        assert sentence.endswith((".", "”"))
        assert sentence[0] == sentence[0].upper() or sentence.startswith("12")


def test_equal_articles_do_not_differ(make_view):
    view = make_view(("Alpha", (0, 1, 2, 3, 4, 5)), ("Reuters", (0, 1, 2, 3, 4, 5)))
    story = tell_story(view)
    assert [finding.section for finding in story.findings] == ["reuse"]
    assert "differ" not in story.findings[0].text


def test_nothing_found_is_said(make_view):
    story = tell_story(make_view(("Alpha", (5,)), ("Reuters", (6,))))
    assert story.findings == []
    assert story.limits[0].startswith("There is nothing to tell that holds up")


def test_one_outlet_is_described_and_not_compared(make_view):
    view = make_view(("Alpha", (0, 1, 2, 3, 4, 5, 6, 1)))
    story = tell_story(view)
    assert story.limits[0] == (
        "There is one outlet here, and so nothing to compare: these sentences describe it, and no more."
    )
    texts = [finding.text for finding in story.findings]
    assert "In its own words, Alpha calls the flood “accident” (once)." not in texts  # held at a distance
    assert any("of the words are the outlet's own." in text for text in texts)
    assert not any("none were found" in text or "apart" in text for text in texts)


def test_no_articles_tell_nothing(comparison):
    empty = msgspec.structs.replace(
        comparison, outlets=[], articles=[], figures=[], coverage=[], silence=[], reuse=[], differences=[]
    )
    assert tell_story(build_view(empty, [])).findings == []


@pytest.mark.parametrize(
    ("outlet", "articles", "long", "short", "name"),
    [
        ("Kyodo", 1, "Kyodo's article", "Kyodo's", "Kyodo"),
        ("Reuters", 1, "Reuters' article", "Reuters'", "Reuters"),
        ("Reuters", 3, "Reuters' articles", "Reuters'", "Reuters"),
        ("dpa", 2, "dpa's articles", "dpa's", "dpa"),
        ("A\u202eB\nC", 1, "A⇐B C's article", "A⇐B C's", "A⇐B C"),
        (
            None,
            1,
            "the article without an outlet",
            "the one without an outlet",
            "the article without an outlet",
        ),
        (
            None,
            2,
            "the articles without an outlet",
            "those without an outlet",
            "the articles without an outlet",
        ),
    ],
)
def test_articles_are_called_after_their_outlet(make_view, outlet, articles, long, short, name):
    speakers = Speakers(make_view(*[(outlet, (0, 5))] * articles))
    held = outlet or UNIDENTIFIED
    assert (speakers.articles(held), speakers.short(held), speakers.name(held)) == (long, short, name)


def test_lists_and_quotations():
    assert listed(["one"]) == ("one",)
    assert listed(["one", "two", "three"]) == ("one, two and three",)
    assert merge(["a", ("b", ""), "c"]) == ("abc",)
    assert quoted('"A summit is') == "“A summit is”"
    assert quoted('He said “no” to "it".') == "“He said ‘no’ to 'it'”"
    assert shorten("word " * 60).endswith("word…")
    assert len(shorten("x" * 10_000)) <= 181
    assert fill("compare.plain", start="{start} {0}") == ("{start} {0}.",)


def test_a_source_takes_the_article_that_the_texts_give_it(make_annotations):
    article = make_annotations("a", "A", (0, 5)).article

    def name(text, source):
        return name_source(source, [msgspec.structs.replace(article, text=text)])

    assert name("The Kremlin said so. Others told the Kremlin.", "Kremlin") == "the Kremlin"
    assert name("KCNA said so; the KCNA report is long.", "KCNA") == "KCNA"
    assert name("Nobody is named.", "US Justice Department") == "US Justice Department"


def make_candidate(kind, size, passages=(), *, tested=False, first=0, text=""):
    number = Number(
        text="1",
        kind="count",
        heading="",
        detail="",
        numerator=1,
        denominator=1,
        unit="",
        measure="",
        passages=tuple(passages),
        value=None,
        low=None,
        high=None,
    )
    finding = Finding(parts=(text or f"{kind} {size}", number), section="words")
    return Candidate(kind=kind, finding=finding, size=size, tested=tested, first=first)


def test_the_best_of_each_kind_come_first_and_none_twice():
    large = make_candidate("source", 0.9, ["a", "b", "c"])
    same = make_candidate("type", 0.8, ["a", "b"])
    other = make_candidate("type", 0.3, ["d"])
    tiny = make_candidate("cues", 0.01, ["e"])
    tested = make_candidate("frames", 0.02, ["f"], tested=True)
    assert choose([tiny, other, same, large, tested]) == [tested, large, other]


def test_a_story_has_at_most_eight_findings_whatever_the_order():
    kinds = ["reliance", "voice", "source", "type", "unnamed", "naming", "cues", "left out", "alone", "reuse"]
    candidates = [make_candidate(kind, 0.1 + 0.01 * n, [f"{kind}{n}"]) for kind in kinds for n in range(4)]
    chosen = choose(candidates)
    assert len(chosen) == MOST
    assert [candidate.kind for candidate in chosen] == sorted(
        (candidate.kind for candidate in chosen), key=kinds.index
    )
    random.Random(3).shuffle(candidates)
    assert choose(candidates) == chosen


def test_sizes_are_on_one_scale():
    assert size_of(0, 1) == pytest.approx(1)
    assert size_of(0.4, 0.4) == 0
    assert size_of(0.1, 0) > size_of(0.6, 0.5)
    assert tempered(1, 1) < tempered(9, 10)


def test_the_story_of_many_outlets_names_few(make_view):
    view = make_view(
        *[(f"Outlet {n}", (0, 1, 1, 4, 4) if n else (3, 5, 6, 3, 5)) for n in range(20)], resamples=10
    )
    for text in told(view):
        assert text.count("Outlet") <= 8
