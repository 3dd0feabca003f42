import random
import tomllib
from pathlib import Path

import pytest

CASES = tomllib.loads((Path(__file__).parent / "golden.toml").read_text(encoding="utf-8"))["case"]


def as_expected(attribution, text, wanted):
    found = {
        "source": attribution.source.text if attribution.source else "",
        "who": (attribution.source.canonical or "") if attribution.source else "",
        "type": attribution.source.type if attribution.source else "",
        "via": attribution.via.canonical if attribution.via else "",
        "cue": attribution.cue.lemma,
        "content": [text[start:end] for start, end in attribution.content],
        "form": attribution.form,
        "polarity": attribution.polarity,
    }
    asked = {"via": "", "polarity": "asserted", **wanted}
    return {key: found[key] for key in asked}, asked


@pytest.mark.parametrize("case", CASES, ids=[case["about"] for case in CASES])
def test_golden_sentences(case, attribute):
    found = attribute(case["text"])
    pairs = [
        as_expected(one, case["text"], wanted)
        for one, wanted in zip(found, case["attributions"], strict=False)
    ]
    assert [got for got, _ in pairs] == [asked for _, asked in pairs]
    assert len(found) == len(case["attributions"])


@pytest.mark.parametrize(
    "text",
    [
        '"',
        '""',
        "said",
        "said said said.",
        '"Unclosed, he said.',
        'He said "this "and" that" too.',
        "According to",
        "According to .",
        ", said .",
        "’’‘‘“„«»'",
        "who said that what said as saying by of",
        "He said: ",
        "—— said —— that ——",
        "Mr. Mr. Mr. said Mr.",
        "a" * 10_000,
        '"' * 2_001,
        "said, " * 500,
    ],
)
def test_no_text_is_too_strange(text, annotate):
    found = annotate(text)
    assert all(0 <= start < end <= len(text) for one in found.attributions for start, end in one.content)


def test_shuffled_words_never_raise(annotate):
    words = [word for case in CASES for word in case["text"].split()] + ['"', "“", "”", "'", ",", "--", "\n"]
    for seed in range(60):
        chosen = random.Random(seed).choices(words, k=80)
        annotate(" ".join(chosen))


def test_ids_are_unique_and_in_order(annotate):
    found = annotate("A said X was lost. B said Y was lost.", title="C says Z is lost")
    assert [one.id for one in found.attributions] == [f"a{n}" for n in range(1, len(found.attributions) + 1)]


def test_a_title_that_stands_apart_has_offsets_of_its_own(annotate):
    found = annotate("The vote is on Sunday.", title="Minister says vote will be fair")
    (one,) = found.attributions
    assert one.where == "title"
    assert found.article.title[slice(*one.content[0])] == "vote will be fair"
