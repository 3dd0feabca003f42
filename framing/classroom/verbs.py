"""Room classroom: the exercises "Find the source and the verb" and "Swap the verb"."""

from collections.abc import Callable

from framing.classroom.exercises import (
    Answer,
    Exercise,
    Group,
    Item,
    assemble,
    make_id,
    shuffle,
    take_in_turns,
)
from framing.classroom.material import Material
from framing.classroom.reports import Report, says, takes_any_verb
from framing.classroom.texts import texts
from framing.classroom.voices import show_rule, show_source

FEWEST = 2

CLASSES: dict[str, str] = texts("exercises")["classes"]
# For each class, verbs of other classes that most sentences can take instead; a test holds them to the lexicon.
SWAPS: dict[str, dict[str, str]] = texts("exercises")["swaps"]


def make_verbs(material: Material, wanted: int) -> Exercise:
    """Return the exercise with up to `wanted` passages; it is missing where fewer than two can be found."""
    chosen = _choose(material, wanted, lambda report: True)
    items = [_verb_item(report) for report in chosen]
    return assemble("verbs", [Group(heading="", items=items)], material.level)


def make_swap(material: Material, wanted: int) -> Exercise:
    """Return "Swap the verb" with up to `wanted` passages; it is missing where fewer than two can be found.

    A verb can be changed for another where the lexicon lets it bring in a whole statement.
    """
    chosen = _choose(material, wanted, lambda report: report.entry.pos == "verb" and takes_any_verb(report))
    items = [_swap_item(report) for report in chosen]
    return assemble("swap", [Group(heading="", items=items)], material.level)


def _choose(material: Material, wanted: int, fits: Callable[[Report], bool]) -> list[Report]:
    """Return plain reports from the articles in turn, verbs of rare classes first, in an order that tells nothing."""
    fit = [report for report in material.reports if says(report) and fits(report)]
    classes = [report.entry.class_ for report in fit]
    ranked = sorted(
        fit,
        key=lambda report: (
            material.uses(report.sentence),
            classes.count(report.entry.class_),
            material.rank(report.sentence),
        ),
    )
    chosen = take_in_turns(
        ranked, lambda report: report.sentence.article.id, wanted, lambda report: report.sentence.folded
    )
    return shuffle(chosen, lambda report: report.sentence.id, material.seed) if len(chosen) >= FEWEST else []


def _verb_item(report: Report) -> Item:
    sentence = report.sentence
    cue = sentence.article.text[report.cue[0] : report.cue[1]]
    return Item(
        id=make_id("verbs", sentence.id),
        shown=(sentence.mark([report.named, report.cue]),),
        answers=[
            Answer(label="Source", text=show_source(sentence, report.source, report.named)),
            Answer(label="Word or words", text=f"“{cue}” {CLASSES[report.entry.class_]}."),
        ],
        evidence=_evidence(report),
    )


def _swap_item(report: Report) -> Item:
    sentence, class_ = report.sentence, report.entry.class_
    cue = sentence.article.text[report.cue[0] : report.cue[1]]
    swaps = SWAPS.get(class_, SWAPS["other"])
    return Item(
        id=make_id("swap", sentence.id),
        shown=(sentence.mark([report.cue]),),
        marks_shown=True,
        lines=tuple(swaps),
        answers=[
            Answer(label=f"“{cue}”", text=f"as it stands: {CLASSES[class_]}."),
            *(Answer(label=f"“{verb}”", text=f"{CLASSES[other]}.") for verb, other in swaps.items()),
        ],
        evidence=_evidence(report),
    )


def _evidence(report: Report) -> str:
    entry = report.entry
    return f"{show_rule(report.passage)} List of reporting words, entry “{entry.lemma}” ({entry.class_})."
