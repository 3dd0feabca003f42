"""What the story tells of facts: what one outlet alone tells or leaves out, what several print in the same words."""

from collections import Counter
from dataclasses import replace

import msgspec
import pytest

from framing.report.findings import Places, tell_story
from framing.report.findings.shared import _main_speaker
from framing.report.focus import focus
from framing.report.view import build_view
from framing.schema import (
    Fact,
    Silence,
    Telling,
    Utterance,
)

from .conftest import PLAIN, told


def test_what_only_introduces_a_quotation_is_not_told_as_an_outlets_own(make_view):
    view = make_view(("Alpha", (1, 3)), ("Reuters", (0, 5)), ("Gamma", (5, 6)), reuse=[], figures=[])
    id_, text = view.comparison.articles[0].id, view.comparison.articles[0].text

    def alone(label):
        start = text.index(label)
        telling = Telling(span=(start, start + len(label)), voice="own")
        fact = Fact(label=label, told={id_: [telling]}, cells={id_: "own"})
        silence = Silence(outlet="Alpha", kind="told by no other", fact=0, label=label, articles=[id_])
        return told(
            build_view(
                msgspec.structs.replace(view.comparison, coverage=[fact], silence=[silence]), view.annotations
            )
        )

    assert alone("Mayor Ann Hill said") == []
    assert len(alone(text[text.index("The so-called") : text.index(" valley.") + 7])) == 1


@pytest.mark.parametrize(
    ("label", "is_told"),
    [
        ("Its figures for the coming harvest could not be verified.", False),
        ("“Their boats were counted by neighbours on the evening before.", False),
        ("She arrived at the harbour without a single companion.", False),
        ("This was the longest crossing of the season.", False),
        ("Some were found asleep under tarpaulins beside the quay.", False),
        ("This winter's crossing was the longest of the decade.", True),
        ("Some sixty vehicles were found under tarpaulins.", True),
        ("Italian figures for the coming harvest could not be verified.", True),
    ],
)
def test_a_fact_that_begins_with_a_word_for_something_earlier_is_not_told(make_view, label, is_told):
    view = make_view(("Alpha", (1, 3)), ("Reuters", (0, 5)), ("Gamma", (5, 6)), reuse=[], figures=[])
    id_, text = view.comparison.articles[0].id, view.comparison.articles[0].text
    span = (text.index("The so-called"), text.index(" valley.") + 8)
    fact = Fact(label=label, told={id_: [Telling(span=span, voice="own")]}, cells={id_: "own"})
    silence = Silence(outlet="Alpha", kind="told by no other", fact=0, label=label, articles=[id_])
    changed = msgspec.structs.replace(view.comparison, coverage=[fact], silence=[silence])
    assert bool(told(build_view(changed, view.annotations))) is is_told


def test_what_all_others_tell_is_told_unless_it_had_not_happened(make_view):
    view = make_view(*PLAIN, ("Gamma", (5, 6)), reuse=[])
    ids = [article.id for article in view.comparison.articles]
    tellings = {id_: [Telling(span=(0, 30), voice="own")] for id_ in ids[:2]}
    cells = {ids[0]: "own", ids[1]: "own", ids[2]: "absent"}
    fact = Fact(label='The dam "broke".', told=tellings, cells=cells)
    silence = Silence(outlet="Gamma", kind="told by all others", fact=0, label=fact.label, articles=[])
    changed = msgspec.structs.replace(view.comparison, coverage=[fact], silence=[silence], figures=[])
    assert told(build_view(changed, view.annotations)) == [
        "“The dam 'broke'”: told by both others, not found in Gamma's article."
    ]
    (finding,) = tell_story(build_view(changed, view.annotations)).findings
    (places,) = [part for part in finding.parts if isinstance(part, Places)]
    assert [(passage.article, passage.spans) for passage in places.passages] == [
        (id_, [(0, 30)]) for id_ in ids[:2]
    ]
    early = Fact(label="Later", told={}, cells={**cells, ids[2]: "not yet happened"})
    late = build_view(msgspec.structs.replace(changed, coverage=[fact, early]), view.annotations)
    story = tell_story(late)
    assert story.findings == []
    assert any(limit.startswith("Gamma's article was written before") for limit in story.limits)
    twice = make_view(*PLAIN, ("Gamma", (5, 6)), ("Gamma", (5,)), reuse=[], figures=[])
    early = Fact(
        label="Later",
        told={},
        cells=dict.fromkeys((a.id for a in twice.comparison.articles), "not yet happened"),
    )
    late = msgspec.structs.replace(twice.comparison, coverage=[early], silence=[])
    limits = tell_story(build_view(late, twice.annotations)).limits
    assert any(
        "were written before some of this had happened: what they do not tell" in limit for limit in limits
    )


def test_what_one_tells_alone_is_told_where_its_words_are_its_own(make_view):
    view = make_view(("Alpha", (3, 5)), ("Reuters", (0, 5)), ("Gamma", (5, 6)), reuse=[], figures=[])
    id_ = view.comparison.articles[0].id
    labels = ["Rescue teams arrived in the night with boats", "The so-called accident damaged forty houses"]
    facts = [
        Fact(label=label, told={id_: [Telling(span=(0, 30), voice="own")]}, cells={id_: "own"})
        for label in labels
    ]
    silence = [
        Silence(outlet="Alpha", kind="told by no other", fact=number, label=label, articles=[id_])
        for number, label in enumerate(labels)
    ]
    changed = msgspec.structs.replace(view.comparison, coverage=facts, silence=silence)
    assert told(build_view(changed, view.annotations)) == [
        f"Found in Alpha's article alone, and in the outlet's own words: “{labels[1]}”."
    ]
    text = view.comparison.articles[0].text
    amid = text[: text.index(" ", 12)]  # begins a sentence and breaks off
    for label in (
        "damaged forty houses and the only school",
        f"{labels[1]}!’ said”",
        f"{labels[1]}!'",
        amid,
        f"{labels[1]} #levee",
    ):
        scrap = msgspec.structs.replace(silence[1], label=label)
        span = (0, len(amid)) if label == amid else (0, 30)
        facts[1] = Fact(label=label, told={id_: [Telling(span=span, voice="own")]}, cells={id_: "own"})
        changed = msgspec.structs.replace(changed, coverage=facts, silence=[scrap])
        assert told(build_view(changed, view.annotations)) == [], label


def test_words_of_outlets_that_are_not_shown_count_too(make_view, monkeypatch):
    monkeypatch.setattr(focus, "__defaults__", (3,))
    shown = [("Alpha", (3, 5, 3, 5)), ("Reuters", (0, 5, 0, 5)), ("Gamma", (5, 6, 5, 6))]
    view = make_view(*shown, ("Delta", (1,)), reuse=[], figures=[])
    id_ = view.comparison.articles[0].id
    label = "The so-called accident damaged forty houses"
    fact = Fact(label=label, told={id_: [Telling(span=(0, 30), voice="own")]}, cells={id_: "own"})
    silence = Silence(outlet="Alpha", kind="told by no other", fact=0, label=label, articles=[id_])
    told_alone = msgspec.structs.replace(view.whole, coverage=[fact], silence=[silence])
    assert [column.name for column in view.columns] == ["Alpha", "Reuters", "Gamma"]
    assert any("alone" in text for text in told(build_view(told_alone, view.annotations)))
    *others, delta = told_alone.articles
    same = msgspec.structs.replace(delta, text=f"{delta.text} {label}.")
    told_twice = msgspec.structs.replace(told_alone, articles=[*others, same])
    assert not any("alone" in text for text in told(build_view(told_twice, view.annotations)))


def test_excerpts_are_not_taken_for_whole_articles(make_view):
    view = make_view(*[(name, (0, 1, 2)) for name in ("Alpha", "Reuters")], ("Gamma", (3, 5, 6)))
    assert any("alone" in text for text in told(view))
    cut = replace(view, excerpts=True)
    assert [text for text in told(cut) if "words" in text] == [
        "Alpha and Reuters print the same 52 words in a row, both mostly in their own words."
    ]
    assert not any("alone" in text for text in told(cut))


def test_shared_words_are_told_with_whose_they_are(make_view):
    view = make_view(("Alpha", (0, 1, 2)), ("Reuters", (0, 1, 2)), ("Gamma", (3, 5, 6)))

    def shared(*voices):
        held = []
        for one, voice in zip(view.annotations, (*voices, "own"), strict=True):
            spoken = [msgspec.structs.replace(part, voice=voice, attribution=None) for part in one.utterances]
            held.append(msgspec.structs.replace(one, utterances=spoken))
        (text,) = [text for text in told(build_view(view.comparison, held)) if "in a row" in text]
        return text

    assert "in a row, both in their own words" in shared("own", "own")
    assert "in a row, both reporting others" in shared("attributed", "attributed")
    assert "in a row, Alpha in its own words, Reuters reporting others" in shared("own", "attributed")


def test_shared_words_of_several_voices_are_nobodys_alone(make_view):
    view = make_view(("Alpha", (0, 1, 2)), ("Reuters", (0, 1, 2)), ("Gamma", (3, 5, 6)))
    (passage,) = [one for one in view.comparison.reuse if one.words >= 12]

    def shared(*shares):
        """Tell the passage with its first part in Alpha's own words and the rest quoted, and so for Reuters."""
        held = list(view.annotations)
        for n, (own, share) in enumerate(shares):
            (start, end), text = passage.spans[n], held[n].article.text
            middle = text.index(" ", start + int((end - start) * share)) + 1
            spoken = [
                Utterance(start=0, end=middle, voice=own),
                Utterance(start=middle, end=len(text), voice="quoted"),
            ]
            held[n] = msgspec.structs.replace(held[n], utterances=spoken)
        (finding,) = [
            one for one in tell_story(build_view(view.comparison, held)).findings if "row" in one.text
        ]
        (places,) = [part for part in finding.parts if isinstance(part, Places) and part.passages]
        return finding.text, [one.voice for one in places.passages]

    text, voices = shared(("own", 0.7), ("own", 0.8))
    assert "in a row, both mostly in their own words" in text
    assert voices == ["mixed", "mixed"]
    assert (
        "Alpha mostly in its own words, Reuters mostly in quotation marks"
        in shared(("own", 0.7), ("own", 0.2))[0]
    )
    text, voices = shared(("own", 0.2), ("quoted", 0.2))
    assert "in a row, Alpha mostly in quotation marks, Reuters in quotation marks" in text
    assert voices == ["mixed", "quoted"]


def test_where_nobody_has_most_of_the_shared_words_that_is_said():
    assert _main_speaker(Counter({("own", ""): 50, ("quoted", "Ada Berg"): 40, ("quoted", ""): 27})) == (
        "mixed",
        "",
        "",
    )
    assert _main_speaker(Counter({("quoted", "Ada Berg"): 6, ("quoted", "Bo Lind"): 6})) == (
        "several",
        "",
        "",
    )
    assert _main_speaker(Counter({("quoted", "Ada Berg"): 13})) == ("all", "quoted", "Ada Berg")
