"""Room classroom, live session: what pupils look for when they ask what is missing: whole sentences, told and not told.

A fact of the coverage matrix is shown as a sentence that tells it and can be understood alone (`classroom.facts`).
Articles that tell a part of it, or come near it, are said to do so, with the passage: what is missing is for the class
to find out, and "not found" is no verdict.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from framing.classroom.anonymous import Anonymity
from framing.classroom.exercises import take_in_turns
from framing.classroom.facts import (
    OTHER,
    Likeness,
    PlainFact,
    find_later_event,
    is_matter_of_fact,
    list_facts,
    list_headline_events,
    list_judgements,
)
from framing.classroom.sentences import Sentence, list_sentences
from framing.schema import VOICES, Comparison, Fact

MOST_FACTS = 12

Found = Literal["told", "told in part", "not found", "in doubt", "too short", "not yet happened"]


class Finding(NamedTuple):
    """What the tool found of a fact in an article, and the sentence that tells it or comes nearest, on one line.

    `before` is the event before which the article was written, where it is known and may be why the fact is not there.
    """

    found: Found
    passage: str = ""
    before: str = ""


class LiveFact(NamedTuple):
    """A fact to look for: its number, what is shown, and what the tool found in each article, by letter."""

    number: int
    label: str
    findings: dict[str, Finding]


def choose_facts(comparison: Comparison, anonymity: Anonymity) -> tuple[LiveFact, ...]:
    """Return up to `MOST_FACTS` facts that tell articles apart: plainly told here, not found there.

    Those that two or more articles tell come first, of these the ones about which the tool is in least doubt; then
    those of one article, the articles in turn. None for one article.
    """
    if len(comparison.articles) < 2:
        return ()
    sentences = list_sentences(comparison)
    likeness = Likeness(sentences, comparison.articles[0].language)
    by_article = {
        one.id: [sentence for sentence in sentences if sentence.article.id == one.id]
        for one in comparison.articles
    }
    judgements, events = list_judgements(comparison), list_headline_events(comparison)
    found = [
        _Found(
            fact,
            {
                letter: _find(fact, id_, by_article[id_], likeness, events)
                for id_, letter in anonymity.letters().items()
            },
        )
        for fact in list_facts(comparison, sentences, likeness)
        if fact.told and fact.nearest and is_matter_of_fact(fact, judgements)
    ]
    # What all others tell in part, or could not tell, is no question to ask.
    apart = [one for one in found if any(finding.found == "not found" for finding in one.findings.values())]
    apart.sort(key=lambda one: (len(one.fact.told) == 1, len(one.fact.doubtful), -len(one.fact.told)))
    return tuple(
        LiveFact(
            number,
            anonymity.cover(one.fact.label),
            {letter: _cover(finding, anonymity) for letter, finding in one.findings.items()},
        )
        for number, one in enumerate(_choose(apart))
    )


class _Found(NamedTuple):
    """A fact that may be asked for, and what the tool found of it in each article, by letter."""

    fact: PlainFact
    findings: dict[str, Finding]


def _choose(candidates: Iterable[_Found]) -> list[_Found]:
    """Return the first candidates of different sentences: one sentence may tell two facts best.

    Articles that alone tell something take turns, so that the list is not about one of them.
    """
    first: dict[str, _Found] = {}
    for one in candidates:
        first.setdefault(one.fact.label, one)
    several = [one for one in first.values() if len(one.fact.told) > 1][:MOST_FACTS]
    alone = [one for one in first.values() if len(one.fact.told) == 1]
    wanted = MOST_FACTS - len(several)
    return several + take_in_turns(alone, lambda one: min(one.fact.told), wanted, lambda one: one.fact.label)


def _find(
    fact: PlainFact, article: str, sentences: Sequence[Sentence], likeness: Likeness, events: Sequence[Fact]
) -> Finding:
    if article in fact.told:
        return Finding("told", fact.told[article].text)
    if article in fact.nearest:
        nearest = fact.nearest[article].text
        event = find_later_event(fact, article, events)
        if event is not None:
            return Finding("not yet happened", nearest, event.label)
        # What two sentences tell between them is not left out: in doubt there is no accusation.
        beside = (f"{one.text} {other.text}" for one, other in pairwise(sentences))
        told = any(likeness.of(fact.label, both) > OTHER for both in beside)
        return Finding("in doubt" if told else "not found", nearest)
    cell = fact.fact.cells[article]
    telling = [
        sentence
        for sentence in sentences
        for one in fact.fact.told.get(article, ())
        if one.where == "text" and one.span[0] < sentence.end and sentence.start < one.span[1]
    ]
    near = max(telling or sentences, key=lambda one: likeness.of(fact.label, one.text), default=None)
    passage = near.text if near else ""
    if cell == "too short" or cell == "not yet happened":
        return Finding(cell, passage)
    return Finding("told in part" if cell in VOICES else "in doubt", passage)


def _cover(finding: Finding, anonymity: Anonymity) -> Finding:
    return finding._replace(passage=anonymity.cover(finding.passage), before=anonymity.cover(finding.before))
