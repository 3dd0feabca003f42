"""Room classroom: the exercise "What is missing?", from the coverage matrix."""

import re
from dataclasses import replace

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
from framing.classroom.facts import PlainFact, find_later_event, is_matter_of_fact, list_judgements
from framing.classroom.material import Material
from framing.classroom.sentences import Excerpt
from framing.classroom.texts import texts
from framing.lexicon.words import count_words
from framing.schema import Fact, Passage

# How much of a line's weight the passage that comes nearest may hold, where nobody shall doubt that it is not told.
FAR = 0.2
# Less than this is a name or a word that stands everywhere: such a passage is not near at all.
NOTHING = 0.08
# Longer sentences tell several things at once, and a part of them may well stand elsewhere in other words.
LONGEST = 20
_YEAR = re.compile(r"\b[12]\d{3}\b")


def make_missing(material: Material, wanted: int) -> Exercise:
    """Return the exercise with up to `wanted` lines, each told by some articles and not found in the others.

    Only lines are taken on which no article is in doubt, those that several articles tell first, then the shortest.
    Articles that were written before it happened are no options.
    """
    judgements = list_judgements(material.comparison)
    fit = [fact for fact in material.facts if _is_plain(material, fact, judgements)]
    ranked = sorted(fit, key=lambda fact: (len(fact.told) == 1, len(fact.label), fact.label))
    chosen = take_in_turns(ranked, lambda fact: tuple(sorted(fact.told)), wanted, lambda fact: fact.label)
    items = [_item(material, fact) for fact in chosen]
    shown = shuffle(items, lambda item: item.id, material.seed)
    made = assemble("missing", [Group(heading="", items=shown)], material.level, several=True)
    return replace(made, task=made.task.format(when=_when(material)))


def _when(material: Material) -> str:
    """Return where pupils find when the articles were written: all may have a date, or some a date or an event."""
    comparison, words = material.comparison, texts("exercises")["missing"]["when"]
    dated = [bool(article.published) for article in comparison.articles]
    if all(dated):
        return str(words["all"])
    return str(words["some" if any(dated) or _events(material) else "none"])


def _events(material: Material) -> list[Fact]:
    """Return the facts before which some article was written, those of headlines first."""
    titles = {article.title for article in material.comparison.articles if article.title}
    held = [
        fact
        for fact in material.comparison.coverage
        if "not yet happened" in fact.cells.values() and not fact.label.startswith("…")
    ]
    return sorted(held, key=lambda fact: fact.label not in titles)


def _is_plain(material: Material, fact: PlainFact, judgements: list[Passage]) -> bool:
    later = {article for article, cell in fact.fact.cells.items() if cell == "not yet happened"}
    return (
        bool(fact.told)
        and bool(fact.nearest)
        and fact.doubtful <= later
        # What a colon opens has a heading before it, or somebody who speaks.
        and ": " not in fact.label
        # "Last in July 2000" may be told as "for the first time in 24 years".
        and not _YEAR.search(fact.label)
        and is_matter_of_fact(fact, judgements)
        and count_words(fact.label) <= LONGEST
        and _nearness(material, fact) <= FAR
        and not material.anonymity.names_outlet(fact.label)
    )


def _nearness(material: Material, fact: PlainFact) -> float:
    return max(material.likeness.of(fact.label, sentence.text) for sentence in fact.nearest.values())


def _item(material: Material, fact: PlainFact) -> Item:
    articles = [one.id for one in material.comparison.articles]
    name, words = material.sheets.name, texts("exercises")["missing"]
    answers = [
        Answer(
            label=name(article),
            text=words["tells"].format(place=_where(material, sentence), text=sentence.text),
        )
        for article, sentence in fact.told.items()
    ]
    answers += [
        Answer(label=name(article), text=_not_told(material, fact, article, sentence))
        for article, sentence in fact.nearest.items()
    ]
    answers += [
        Answer(label=name(article), text=words["left_out"])
        for article in articles
        if article in fact.doubtful
    ]
    return Item(
        id=make_id("missing", fact.label),
        question=words["told"].format(label=fact.label),
        options=tuple(name(article) for article in articles if article not in fact.doubtful),
        right=tuple(name(article) for article in articles if article in fact.told),
        answers=sorted(answers, key=lambda answer: (len(answer.label), answer.label)),
        evidence="Coverage matrix; a sentence tells the line where it holds half of its words, weighed by rarity.",
    )


def _not_told(material: Material, fact: PlainFact, article: str, sentence: Excerpt) -> str:
    """Return what the key says of an article that does not tell a line: that it could not, where this can be known."""
    words = texts("exercises")["missing"]
    nearest = words["nothing_near"]
    if material.likeness.of(fact.label, sentence.text) >= NOTHING:
        nearest = words["nearest"].format(place=_where(material, sentence), text=sentence.text)
    event = find_later_event(fact, article, _events(material))
    if event is None:
        return str(words["absent"].format(nearest=nearest))
    return str(words["before"].format(event=event.label, nearest=nearest))


def _where(material: Material, sentence: Excerpt) -> str:
    number = material.sheets.number_of(sentence)
    return "in the article" if number is None else f"paragraph {number}"
