"""Room report: findings on naming: what outlets call a thing in their own words, and what only from others."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from framing.report.figures import Number
from framing.report.findings.phrases import (
    Phrase,
    Speakers,
    count_times,
    fill,
    finish,
    listed,
    merge,
    name_source,
    quote_wording,
    shorten,
)
from framing.report.findings.records import Candidate, Part, size_of, tempered
from framing.report.naming import Choice, Concept
from framing.report.texts import say
from framing.report.view import View
from framing.schema import Passage, Voice

_LONGEST = 60
"""Words of a sentence on naming, at most: of many outlets, fewer are named."""


class _Room(NamedTuple):
    """How much a sentence tells: wordings of outlets' own, outlets named for each, and who prints it from others."""

    wordings: int
    outlets: int
    carried: int


_ROOMS = (_Room(4, 5, 3), _Room(3, 5, 3), _Room(3, 3, 2), _Room(3, 3, 1), _Room(2, 2, 1), _Room(2, 2, 0))

Named = tuple[str, Choice, Number]


def find_naming(view: View, *, wanted_only: bool = False) -> list[Candidate]:
    """Return a finding for each concept that outlets do not call alike, the event's own first, or these alone."""
    wanted = view.comparison.event.concepts
    found = []
    for concept in view.concepts:
        if wanted_only and concept.id not in wanted:
            continue
        own = _leading(view, concept, ("own",))
        variants = {choice.variant for _, choice, _ in own}
        named_by = {outlet for outlet, _, _ in own}
        carried = _leading(view, concept, ("attributed", "quoted"))
        others = [named for named in carried if named[0] not in named_by]
        # An outlet that has its own wording is named again for another that no one else is named for.
        told = variants | {choice.variant for _, choice, _ in others}
        others += [named for named in carried if named[0] in named_by and named[1].variant not in told]
        # What an own wording repeats comes last.
        others.sort(key=lambda named: named[1].variant in variants)
        if own and (len(variants) > 1 or any(choice.variant not in variants for _, choice, _ in others)):
            found.append(
                Candidate(
                    kind="naming",
                    finding=finish(_tell(view, concept, own, others), "naming"),
                    size=_size(concept),
                    first=wanted.index(concept.id) if concept.id in wanted else len(wanted),
                )
            )
    return found


def describe_naming(view: View) -> list[Candidate]:
    """Return what one outlet alone calls the things that matter here, in its own words."""
    found = []
    for concept in view.concepts:
        own = _leading(view, concept, ("own",))
        if own:
            finding = finish(_tell(view, concept, own, []), "naming")
            found.append(Candidate(kind="naming", finding=finding, size=tempered(own[0][2].numerator, 0)))
    return found


def _leading(view: View, concept: Concept, voices: Sequence[Voice]) -> list[Named]:
    """Return each outlet's most frequent wordings in some voices, of others' words one: that which all use most.

    A wording that an outlet holds at a distance is no wording of its own; of others' words it is one as any other.
    """
    rank = {variant: place for place, variant in enumerate(concept.variants)}
    found = []
    for column, cell in zip(view.columns, concept.cells, strict=True):
        counted = [
            (choice, choice.counts[voice])
            for choice in cell
            for voice in voices
            if voice in choice.counts and (voice != "own" or not choice.distanced[voice])
        ]
        most = max((number.numerator for _, number in counted), default=0.0)
        first = sorted(
            (held for held in counted if held[1].numerator == most), key=lambda held: rank[held[0].variant]
        )
        # Of two own wordings that are used alike, neither is the outlet's first.
        kept = first if "own" in voices else first[:1]
        found += [(column.name, choice, number) for choice, number in kept]
    return found


def _tell(view: View, concept: Concept, own: Sequence[Named], carried: Sequence[Named]) -> Phrase:
    """Return the sentence in the first room in which it is short enough, else in the last."""
    for room in _ROOMS:
        phrase = _tell_in(room, view, concept, own, carried)
        if len(finish(phrase, "naming").text.split()) <= _LONGEST:
            break
    return phrase


def _tell_in(
    room: _Room, view: View, concept: Concept, own: Sequence[Named], carried: Sequence[Named]
) -> Phrase:
    speakers = Speakers(view)
    groups: dict[str, list[Named]] = {}
    for named in own:
        groups.setdefault(named[1].variant, []).append(named)
    ranked = sorted(groups.values(), key=lambda group: (-len(group), -sum(n.numerator for _, _, n in group)))
    outlets = len({outlet for outlet, _, _ in own})
    is_alone = outlets == 1 and len(view.columns) > 1
    call = "naming.call_most" if not is_alone and _has_rarer(view, concept, own) else "naming.call"
    phrases = [
        _tell_group(view, concept, group, room.outlets, "naming.also" if place else call)
        for place, group in enumerate(ranked[: room.wordings])
    ]
    whole = listed(phrases, "semicolon" if any(len(group) > 1 for group in ranked) else "comma")
    if is_alone:
        whole = fill("naming.alone", group=whole)
    sentence = fill("naming.own", whose=say("story.naming.whose", n=outlets), groups=whole)
    told: list[Part | Phrase] = [
        _tell_too(
            speakers,
            _tell_carried(view, speakers, named),
            _find_too(view, concept, named, carried),
            room.carried,
        )
        for named in carried[: room.carried]
    ]
    if not told:
        return sentence
    return merge([sentence, fill("naming.carried", outlets=listed(told, "semicolon"))])


def _has_rarer(view: View, concept: Concept, own: Sequence[Named]) -> bool:
    """Whether an outlet uses other wordings of its own too, less often than those that are told."""
    told = {(outlet, choice.variant) for outlet, choice, _ in own}
    outlets = {outlet for outlet, _ in told}
    return any(
        column.name in outlets and (column.name, choice.variant) not in told
        for column, cell in zip(view.columns, concept.cells, strict=True)
        for choice in cell
        if "own" in choice.counts and not choice.distanced["own"]
    )


def _tell_group(view: View, concept: Concept, group: Sequence[Named], most: int, how: str) -> Phrase:
    speakers = Speakers(view)
    variant = group[0][1].variant
    largest = sorted(group, key=lambda named: (-named[2].numerator, named[0]))
    names: list[Part | Phrase]
    wording: Part | Phrase = quote_wording(view, variant, [number for _, _, number in group])
    if len(group) == 1:
        names = [speakers.name(group[0][0])]
        wording = fill("naming.counted", text=wording, count=_times(group[0][2]))
    else:
        # "And 2 more" saves room only in place of several.
        kept = len(group) if len(group) <= most else max(1, most - 2)
        names = [
            fill("naming.counted", text=speakers.name(outlet), count=_times(number))
            for outlet, _, number in largest[:kept]
        ]
        if len(group) > kept:
            names.append(fill("compare.many", len(group) - kept))
    return fill(how, len(group), outlets=listed(names), concept=shorten(concept.label), wording=wording)


def _tell_carried(view: View, speakers: Speakers, named: Named) -> Phrase:
    outlet, choice, number = named
    held = [view.comparison.passages_by_id[id_] for id_ in number.passages]
    sources = sorted({passage.source for passage in held if passage.source})
    voice = held[0].voice if held else "attributed"
    wording = fill("naming.counted", text=quote_wording(view, choice.variant, [number]), count=_times(number))
    values: dict[str, Part | Phrase] = {"outlet": speakers.name(outlet), "wording": wording}
    if sources and all(passage.source for passage in held):
        return fill(
            f"naming.{voice}", **values, source=listed([_name(view, source, held) for source in sources])
        )
    return fill(f"naming.{voice}_unknown", **values)


def _find_too(
    view: View, concept: Concept, named: Named, carried: Sequence[Named]
) -> list[tuple[str, Number]]:
    """Return who else prints a wording from others' mouths, and is not named for it already."""
    told = {outlet for outlet, choice, _ in carried if choice.variant == named[1].variant}
    return [
        (column.name, choice.counts[voice])
        for column, cell in zip(view.columns, concept.cells, strict=True)
        for choice in cell
        for voice in [voice for voice in ("attributed", "quoted") if voice in choice.counts][:1]
        if choice.variant == named[1].variant and column.name not in told
    ]


def _tell_too(speakers: Speakers, told: Phrase, too: Sequence[tuple[str, Number]], most: int) -> Phrase:
    if not too:
        return told
    names: list[Part | Phrase] = [
        fill("naming.counted", text=speakers.name(outlet), count=_times(number))
        for outlet, number in too[:most]
    ]
    if len(too) > most:
        names.append(fill("compare.many", len(too) - most))
    return fill("naming.too", len(too), told=told, outlets=listed(names))


def _name(view: View, source: str, passages: Sequence[Passage]) -> str:
    held = {passage.article for passage in passages}
    return name_source(source, [article for article in view.comparison.articles if article.id in held])


def _times(number: Number) -> Phrase:
    """Return a count as "(once)", "(twice)", "(7 times)", which opens to its passages."""
    # The brackets belong to what opens, so that no line ends between them and the word.
    times = count_times(int(number.numerator))
    return (replace(number, text=say("story.naming.in_brackets", times=times)),)


def _size(concept: Concept) -> float:
    """Return how far the two outlets lie apart that name the thing and differ most in one wording of their own."""
    shares: dict[str, list[float]] = {}
    for variant in concept.variants:
        for cell in concept.cells:
            own = {
                choice.variant: choice.counts["own"].numerator for choice in cell if "own" in choice.counts
            }
            if cell:
                shares.setdefault(variant, []).append(tempered(own.get(variant, 0.0), sum(own.values())))
    return max((size_of(max(held), min(held)) for held in shares.values()), default=0.0)
