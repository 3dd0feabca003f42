"""An article on another event, by another outlet, with other furniture than the seeds: nothing may single those out."""

from pathlib import Path

import pytest

import framing

ARTICLE = Path(__file__).parents[1] / "data" / "sixth.txt"


@pytest.fixture(scope="module")
def found():
    articles, rejects = framing.read(ARTICLE)
    assert not rejects
    return framing.annotate(articles[0])


def test_reading(found):
    article = found.article
    assert (article.outlet, article.title) == (
        "EFE",
        "Seoul protests after patrol ship nears disputed islets",
    )
    furniture = {
        article.text[region.start : region.end]: region.kind
        for region in article.regions
        if region.kind not in ("title", "body")
    }
    assert "Photo: Min-ho Park/Getty Images" in " ".join(furniture)
    assert "Five ways to cook winter cabbage" in " ".join(furniture)
    prose = " ".join(article.text[r.start : r.end] for r in article.regions if r.kind == "body")
    assert prose.startswith("South Korea has summoned")
    assert prose.endswith("spread to trade.")


def test_attributions(found):
    rows = [
        (
            one.source.canonical if one.source else None,
            one.cue.lemma,
            one.form,
            one.via.canonical if one.via else None,
        )
        for one in found.attributions
    ]
    assert rows == [
        ("foreign ministry", "say", "indirect", None),
        ("foreign ministry", "call", "mixed", None),
        ("foreign ministry", "demand", "indirect", None),
        ("Lee Sang-hoon", "tell", "direct", None),
        ("Japan", "reject", "indirect", None),
        (None, "accusation", "indirect", None),
        ("Aiko Tanaka", "say", "mixed", None),
        ("Aiko Tanaka", "add", "indirect", None),
        ("Japan", "call", "indirect", None),
        (None, "say", "indirect", None),
        ("Yomiuri Shimbun", "according to", "indirect", None),
        (None, "deny", "indirect", None),
        ("Aiko Tanaka", "quote", "indirect", "NHK"),
        ("Aiko Tanaka", "warn", "direct", None),
        (None, "believe", "indirect", None),
    ]


def test_names(found):
    assert [(one.variant, one.voice, one.source, one.distanced) for one in found.names] == [
        ("Dokdo", "quoted", "Lee Sang-hoon", False),
        ("Takeshima", "attributed", "Aiko Tanaka", False),
        ("Sea of Japan", "attributed", "Japan", True),
    ]
