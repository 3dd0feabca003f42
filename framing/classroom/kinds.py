"""Room classroom: the exercise "Who could have written this?": clues that were counted, and no name."""

from itertools import combinations

from framing.classroom.exercises import Answer, Exercise, Group, Item, assemble, make_id, take_in_turns
from framing.classroom.material import Material
from framing.classroom.voices import name_plainly
from framing.lexicon.entries import OrganisationEntry
from framing.lexicon.language import load_language
from framing.schema import UNIDENTIFIED, Comparison, Figure, Outlet

SOURCES, NAMES, FEWEST_CLUES = 3, 4, 2


def make_kinds(material: Material, wanted: int) -> Exercise:
    """Return the exercise for up to `wanted` articles, one an outlet of which the registry knows the kind.

    It is missing where there is one article alone.
    """
    found = [
        (entry, item)
        for outlet in material.comparison.outlets
        if outlet.name != UNIDENTIFIED
        if (entry := _registered(material.comparison, outlet)) is not None
        if (item := _item(material, outlet, entry)) is not None
    ]
    # Outlets of different kinds in turn, so that the first two are not of one kind.
    chosen = take_in_turns(found, lambda one: (one[0].type, one[0].kind), wanted, lambda one: one[0].name)
    items = sorted((item for _, item in chosen), key=lambda item: item.question)
    if len(material.comparison.articles) < 2:
        # A guess needs another article beside it.
        items = []
    return assemble("outlets", [Group(heading="", items=items)], material.level)


def _item(material: Material, outlet: Outlet, entry: OrganisationEntry) -> Item | None:
    comparison = material.comparison
    article = next(one for one in comparison.articles if one.id == outlet.articles[0])
    clues = _clues(comparison, outlet)
    if len(clues) < FEWEST_CLUES:
        return None
    name = material.sheets.name(article.id)
    country = f", {entry.country}" if entry.country else ""
    state = "state media in the registry" if entry.type == "state media" else "not counted as state media"
    answers = [Answer(label="Outlet", text=f"{outlet.name}: {entry.kind}{country}; {state}")]
    if entry.ownership is not None:
        owned = entry.ownership
        answers.append(Answer(label="Form", text=f"{owned.form} ({owned.reference}, {owned.year})"))
    others = ", ".join(
        material.sheets.name(one.id) for one in comparison.articles if one.id not in outlet.articles
    )
    return Item(
        id=make_id("outlets", article.id),
        question=f"{name}\n" + "\n".join(clues),
        article=article.id,
        answers=[
            *answers,
            Answer(label="Why it is hard", text=f"hold each clue against {others}: who else shares it?"),
        ],
        evidence="The report’s shares of sources and of names (source_share, naming_share); the list of outlets.",
    )


def _clues(comparison: Comparison, outlet: Outlet) -> list[str]:
    clues = [f"{outlet.words:,} words."]
    held = _largest(comparison, outlet, "source_share")
    sources = [one for one in held if one.key != outlet.name][:SOURCES]
    if sources:
        listed = ", ".join(f"{name_plainly(one.key)} {100 * (one.value or 0):.0f} %" for one in sources)
        overlap = (
            " Some words count twice, for one of these tells what another said."
            if _overlap(comparison, sources)
            else ""
        )
        clues.append(f"Those whose words it passes on most (share of all its words): {listed}.{overlap}")
    named = [one for one in _largest(comparison, outlet, "naming_share") if _is_named(comparison, one.key)]
    # Whether "Pyongyang (for the state)" is meant, its passage alone can tell.
    names = [one for one in named if not one.key.endswith(")")][:NAMES]
    if names:
        listed = ", ".join(f"“{one.key.partition('/')[2]}”" for one in names)
        among = ", among others" if len(named) > len(names) else ""
        clues.append(f"In its own words it names things so{among}: {listed}.")
    return clues


def _overlap(comparison: Comparison, sources: list[Figure]) -> bool:
    """Whether words of one source are counted for another, too: an agency that quotes somebody passes them on."""
    spans = [
        {
            (passage.article, place)
            for id_ in one.passages
            if (passage := comparison.passages_by_id.get(id_)) is not None
            for start, end in passage.spans
            for place in range(start, end)
        }
        for one in sources
    ]
    return any(one & other for one, other in combinations(spans, 2))


def _is_named(comparison: Comparison, key: str) -> bool:
    """Whether a wording belongs to a dispute that matters for the event, to any where none is named."""
    concept, slash, _ = key.partition("/")
    return bool(slash) and (not comparison.event.concepts or concept in comparison.event.concepts)


def _largest(comparison: Comparison, outlet: Outlet, measure: str) -> list[Figure]:
    voices = ("own",) if measure == "naming_share" else ("all",)
    held = [
        one
        for one in comparison.figures
        if one.measure == measure
        and one.outlet == outlet.name
        and one.numerator
        and one.voice in voices
        and (one.value is not None or measure == "naming_share")
    ]
    return sorted(held, key=lambda one: (-one.numerator, one.key))


def _registered(comparison: Comparison, outlet: Outlet) -> OrganisationEntry | None:
    article = next(one for one in comparison.articles if one.id == outlet.articles[0])
    entries = (entry for lexicon in load_language(article.language).lexicons for entry in lexicon.entries)
    return next(
        (
            one
            for one in entries
            if isinstance(one, OrganisationEntry) and one.outlet and one.name == outlet.name
        ),
        None,
    )
