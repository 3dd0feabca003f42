"""Room report: findings on shares: differences that a test tells from chance, and what one has and another lacks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from framing.report.figures import FigureIndex, Number, show_number
from framing.report.findings.facts import written_early
from framing.report.findings.phrases import (
    Phrase,
    Speakers,
    fill,
    finish,
    listed,
    name_source,
    quote_wording,
    quoted,
)
from framing.report.findings.records import Candidate, Part, size_of
from framing.report.texts import say_all
from framing.report.view import View
from framing.report.wording import definition_of, show_on_one_line
from framing.schema import Difference

LEVEL = 0.05
"""The false discovery rate up to which a difference is told, within its measure and over all measures."""

EXPECTED = 3
"""Passages or articles that an outlet would have at the others' rate, for it to be told that it has none.

Where three are expected, chance alone leaves none in one of twenty (the rule of three, Hanley and Lippman-Hand 1983).
"""

LISTED = 5
"""Outlets that a sentence names; of more it names the extremes."""


class _Measure(NamedTuple):
    voice: str
    kind: str
    section: str
    counted: bool = False


# `counted` ones may say that one outlet has some and another none; word lists are too weak for that.
MEASURES = {
    "voice_share": _Measure("own", "voice", "words"),
    "source_share": _Measure("all", "source", "words", counted=True),
    "source_type_share": _Measure("all", "type", "words", counted=True),
    "unnamed_source_share": _Measure("all", "unnamed", "words", counted=True),
    "cue_class_share": _Measure("all", "cues", "cues", counted=True),
    "naming_share": _Measure("own", "naming", "naming"),
    "frame_share": _Measure("all", "frames", "tone"),
    "stance_per_1k_words": _Measure("own", "stance", "tone"),
    "loaded_per_1k_words": _Measure("own", "loaded", "tone"),
}


@dataclass(frozen=True, kw_only=True)
class Tested:
    """The differences that the story looked at, and those of them that hold up."""

    count: int
    held: list[Difference]


def hold_up(differences: Iterable[Difference]) -> Tested:
    """Return the differences that hold up: false discovery rates of at most `LEVEL`, in the measure and over all.

    Those are looked at that have a test and an interval, and for which the story has a sentence.
    """
    looked_at = [
        one
        for one in differences
        if one.measure in MEASURES
        and MEASURES[one.measure].voice == one.voice
        and one.q_overall is not None
        and not _nameless(one.measure, one.key)
    ]
    held = [
        one
        for one in looked_at
        if one.q is not None and one.q_overall is not None and max(one.q, one.q_overall) <= LEVEL
    ]
    return Tested(count=len(looked_at), held=held)


def find_tested(view: View, index: FigureIndex, tested: Tested) -> list[Candidate]:
    """Return a finding for each measure and key in which outlets differ beyond chance: its largest difference."""
    speakers = Speakers(view)
    by_subject = sorted(tested.held, key=lambda one: (one.measure, one.key))
    found = []
    for _, group in groupby(by_subject, key=lambda one: (one.measure, one.key)):
        largest = min(group, key=lambda one: (-abs(one.value or 0.0), one.outlets))
        candidate = _tell_difference(view, index, speakers, largest)
        found.extend([candidate] if candidate else [])
    return found


def find_counted(view: View, index: FigureIndex) -> list[Candidate]:
    """Return a finding for each measure and key of which one outlet has several passages and another none at all."""
    speakers = Speakers(view)
    found = []
    for measure, settings in MEASURES.items():
        if settings.counted:
            for key in index.keys(measure):
                if not _nameless(measure, key):
                    candidate = _tell_some_and_none(view, index, speakers, measure, key)
                    found.extend([candidate] if candidate else [])
    return found


def describe(view: View, index: FigureIndex) -> list[Candidate]:
    """Return what can be said of one outlet alone, without comparing: the largest share of each measure."""
    speakers, (outlet,) = Speakers(view), index.outlets
    found = []
    for measure in ("voice_share", "source_share", "source_type_share", "unnamed_source_share"):
        keys = (
            [""]
            if measure == "voice_share"
            else [k for k in index.keys(measure) if not _nameless(measure, k)]
        )
        for key in keys[:1]:
            number = _number(index, measure, outlet, key)
            if number is not None and number.value and number.numerator:
                start = _start(view, speakers, measure, key, outlet, number)
                found.append(
                    _candidate(view, measure, key, fill("compare.plain", start=start), number.share, 0.0)
                )
    return found


def _tell_difference(
    view: View, index: FigureIndex, speakers: Speakers, difference: Difference
) -> Candidate | None:
    measure, key = difference.measure, difference.key
    numbers = [_number(index, measure, outlet, key) for outlet in difference.outlets]
    first, second = numbers
    if first is None or difference.value is None or difference.low is None or difference.high is None:
        return None
    value, bounds = difference.value, (difference.low, difference.high)
    if second is None:
        start = _start(view, speakers, measure, key, difference.outlets[0], first)
        direction = "more" if value > 0 else "less"
        name, values = _apart(measure, value, bounds, direction)
        other = first.share - value / definition_of(measure).scale
        return _candidate(
            view, measure, key, fill(name, start=start, **values), first.share, other, tested=True
        )
    (high_outlet, high), (low_outlet, low) = sorted(
        zip(difference.outlets, (first, second), strict=True), key=lambda held: -held[1].share
    )
    if not low.numerator and _has_namesake(index, measure, key, low_outlet):
        return None
    name, values = _apart(measure, value, bounds, "")
    phrase = fill(
        name,
        start=_start(view, speakers, measure, key, high_outlet, high),
        article=speakers.short(low_outlet),
        number=low,
        **values,
    )
    return _candidate(view, measure, key, phrase, high.share, low.share, tested=True)


def _apart(
    measure: str, value: float, bounds: tuple[float, float], direction: str
) -> tuple[str, dict[str, str]]:
    """Return the name of the text that says how far two lie apart, and its numbers: points, or a rate."""
    low, high = sorted(abs(bound) for bound in bounds)
    if definition_of(measure).scale == 1:
        numbers = {"points": f"{100 * abs(value):.0f}", "interval": f"[{100 * low:.0f}–{100 * high:.0f}]"}
        return f"compare.{direction or 'difference'}", numbers
    numbers = {"points": f"{abs(value):.1f}", "interval": f"[{low:.1f}–{high:.1f}]"}
    return f"compare.rate{'_' + direction if direction else ''}", numbers


def _tell_some_and_none(
    view: View, index: FigureIndex, speakers: Speakers, measure: str, key: str
) -> Candidate | None:
    numbers = [(outlet, _number(index, measure, outlet, key)) for outlet in index.outlets]
    given = [
        (outlet, number) for outlet, number in numbers if number is not None and number.value is not None
    ]
    some = sorted((held for held in given if held[1].numerator), key=lambda held: (-held[1].share, held[0]))
    none = [(outlet, number) for outlet, number in given if not number.numerator]
    if not some or not any(_is_missing(view, given, outlet) for outlet, _ in none):
        return None
    if any(_has_namesake(index, measure, key, outlet) for outlet, _ in none):
        return None
    start = _start(view, speakers, measure, key, *some[0])
    if len(some) > LISTED:
        start = fill("compare.highest", start=start, outlets=f"{len(given):,}")
    else:
        start = _go_on(
            start,
            [
                fill("compare.other", article=speakers.short(outlet), number=number)
                for outlet, number in some[1:]
            ],
        )
    phrase = fill(
        "compare.none", start=start, articles=_name_few(view, speakers, [outlet for outlet, _ in none])
    )
    return _candidate(view, measure, key, phrase, some[0][1].share, 0.0)


def _has_namesake(index: FigureIndex, measure: str, key: str, outlet: str) -> bool:
    """Whether an outlet has a source that may be the one of a key by another name: the last word of one is in both."""
    if measure != "source_share":
        return False
    words = key.split()
    return any(
        other != key
        and (words[-1] in other.split() or other.split()[-1] in words)
        and (number := _number(index, measure, outlet, other)) is not None
        and bool(number.numerator)
        for other in index.keys(measure)
        if not _nameless(measure, other)
    )


def _is_missing(view: View, given: Sequence[tuple[str, Number]], outlet: str) -> bool:
    """Whether it is worth telling that an outlet has none: at the others' rate, one would expect three or more.

    Expected are passages; where outlets have several articles, articles, because a source clumps in some of them.
    """
    articles = {column.name: len(column.articles) for column in view.columns}
    if max(articles.values()) == 1:
        extents = {name: (len(number.passages), number.denominator) for name, number in given}
    else:
        held = view.comparison.passages_by_id
        extents = {
            name: (len({held[id_].article for id_ in number.passages}), float(articles[name]))
            for name, number in given
        }
    own = extents.pop(outlet)[1]
    found, others = (sum(extent) for extent in zip(*extents.values(), strict=True))
    return bool(found * own >= EXPECTED * others)


def _go_on(start: Phrase, others: Sequence[Part | Phrase]) -> Phrase:
    """Return a beginning and what goes on from it: "In A's article …; in B's 3 %, in C's 2 %"."""
    if not others:
        return start
    return fill("compare.on", start=start, others=listed(others))


def _name_few(view: View, speakers: Speakers, outlets: Sequence[str]) -> Phrase:
    """Return the articles of some outlets by name; of those that have none of something it matters when they were."""
    early = set(written_early(view))
    named: list[Part | Phrase] = [
        fill("compare.early", article=speakers.short(outlet)) if outlet in early else speakers.short(outlet)
        for outlet in outlets[:LISTED]
    ]
    if len(outlets) > LISTED:
        named = [*named[: LISTED - 2], fill("compare.many", len(outlets) - (LISTED - 2))]
    return listed(named)


def _candidate(
    view: View, measure: str, key: str, phrase: Phrase, share: float, other: float, *, tested: bool = False
) -> Candidate:
    settings = MEASURES[measure]
    kind = "reliance" if measure == "source_share" and key == view.reliance else settings.kind
    return Candidate(
        kind=kind, finding=finish(phrase, settings.section), size=size_of(share, other), tested=tested
    )


def _start(view: View, speakers: Speakers, measure: str, key: str, outlet: str, number: Number) -> Phrase:
    values: dict[str, Part | Phrase] = {"article": speakers.articles(outlet), "number": number}
    if measure == "naming_share":
        concept, _, wording = key.partition("/")
        values |= {
            "thing": view.comparison.concepts.get(concept, concept),
            "wording": quote_wording(view, wording, [number]),
        }
    elif key:
        values["thing"] = _thing(view, measure, key, number)
    return fill(f"share.{measure}", **values)


def _thing(view: View, measure: str, key: str, number: Number) -> str:
    """Return a key in words; one that no text knows stands as it is."""
    known = {"source_type_share": "type", "cue_class_share": "class", "stance_per_1k_words": "stance"}.get(
        measure
    )
    if known is not None:
        return say_all(f"story.{known}").get(key, show_on_one_line(key))
    if measure == "source_share":
        held = {view.comparison.passages_by_id[id_].article for id_ in number.passages}
        return name_source(key, [article for article in view.comparison.articles if article.id in held])
    return quoted(key.replace("-", " "))


def _number(index: FigureIndex, measure: str, outlet: str, key: str) -> Number | None:
    voice = MEASURES[measure].voice
    figure = index.total(measure, outlet, key) if voice == "all" else index.find(measure, outlet, key, voice)
    return show_number(figure)


def _nameless(measure: str, key: str) -> bool:
    """Whether a key stands for sources without a name, of which the measure of unnamed sources tells."""
    return measure in {"source_share", "source_type_share"} and key.startswith(
        ("unnamed", "no source", "document")
    )
