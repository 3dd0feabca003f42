"""Room report: findings on facts and shared text: what one outlet alone tells or not, and who prints the same."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

from framing.report.evidence import make_passage
from framing.report.findings.phrases import LONGEST_QUOTATION, Speakers, fill, finish, quoted, shorten
from framing.report.findings.records import Candidate, Places, size_of, tempered
from framing.report.texts import say
from framing.report.view import View
from framing.schema import VOICES, Article, Fact, Passage, Reuse, Silence, passage_text

_WORD = re.compile(r"\w+")
_COMPARED = 12
"""Tellings of a fact that are compared with one another, at most."""

_SAME_WORDS = 12
"""Words in a row that two outlets must share for the story to tell it; fewer are names and titles of office."""


def find_facts(view: View) -> list[Candidate]:
    """Return what all others tell and one outlet does not, and what one outlet tells alone."""
    if len(view.columns) < 3:
        # Of two, each tells most of its sentences alone.
        return []
    return [*_find_left_out(view), *_find_alone(view)]


def find_shared(view: View) -> list[Candidate]:
    """Return the longest passage that articles of two outlets share word for word."""
    comparison = view.comparison
    outlets = {article: outlet.name for outlet in comparison.outlets for article in outlet.articles}
    held = [
        one
        for one in comparison.reuse
        if one.words >= _SAME_WORDS and len({outlets.get(article) for article in one.articles}) == 2
    ]
    if not held:
        return []
    longest = min(held, key=lambda one: (-one.words, one.articles))
    speakers = Speakers(view)
    phrase = fill(
        "facts.shared",
        words=Places(
            text=f"{longest.words:,}",
            heading=say("story.facts.shared_heading"),
            passages=tuple(
                make_passage(article, span, "own", where)
                for article, span, where in zip(longest.articles, longest.spans, longest.where, strict=True)
            ),
        ),
        first=speakers.name(outlets[longest.articles[0]]),
        second=speakers.name(outlets[longest.articles[1]]),
        passage=quoted(_text_of(view, longest)),
    )
    words = {outlet.name: outlet.words for outlet in comparison.outlets}
    total = min(words[outlets[article]] for article in longest.articles)
    return [
        Candidate(
            kind="reuse", finding=finish(phrase, "reuse"), size=size_of(longest.words / max(total, 1), 0.0)
        )
    ]


def written_early(view: View) -> list[str]:
    """Return the outlets whose every article was published before something that others tell."""
    return [
        column.name
        for column in view.columns
        if column.articles
        and all(
            any(fact.cells.get(article.id) == "not yet happened" for fact in view.comparison.coverage)
            for article in column.articles
        )
    ]


def _find_left_out(view: View) -> list[Candidate]:
    speakers = Speakers(view)
    early = set(written_early(view))
    articles = {article.id: article for article in view.comparison.articles}
    found = []
    for silence in view.comparison.silence:
        fact = view.comparison.coverage[silence.fact]
        is_told = all(fact.cells.get(article) in VOICES for article in fact.told)
        if silence.kind == "told by all others" and silence.outlet not in early and is_told:
            phrase = fill(
                "facts.left_out",
                fact=quoted(silence.label),
                others=_open(say("story.facts.others"), fact),
                article=speakers.articles(silence.outlet),
            )
            found.append(
                Candidate(kind="left out", finding=finish(phrase, "coverage"), size=_likeness(articles, fact))
            )
    return found


def _find_alone(view: View) -> list[Candidate]:
    alone: dict[str, list[Silence]] = {}
    for silence in view.comparison.silence:
        if silence.kind == "told by no other":
            alone.setdefault(silence.outlet, []).append(silence)
    speakers, told = Speakers(view), _count_told(view)
    found = []
    for outlet, held in alone.items():
        example = min(held, key=lambda one: _rank(view, one))
        facts = view.comparison.coverage
        count = Places(
            text=f"{len(held):,}",
            heading=say("story.facts.alone_heading", outlet=speakers.name(outlet)),
            passages=tuple(passage for one in held for passage in _tellings(facts[one.fact], one.articles)),
        )
        phrase = fill(
            "facts.alone",
            len(held),
            count=count,
            article=speakers.articles(outlet),
            fact=quoted(example.label),
        )
        size = size_of(tempered(len(held), told[outlet]), 0.0)
        found.append(Candidate(kind="alone", finding=finish(phrase, "coverage"), size=size))
    return found


def _open(text: str, fact: Fact) -> Places:
    """Return words that open to where a fact is told. They are few: what opens does not go over the end of a line."""
    return Places(text=text, heading=shorten(fact.label), passages=tuple(_tellings(fact, fact.told)))


def _tellings(fact: Fact, articles: Iterable[str]) -> Iterator[Passage]:
    for article in articles:
        for telling in fact.told.get(article, []):
            yield make_passage(article, telling.span, telling.voice, telling.where, entry=fact.label)


def _rank(view: View, silence: Silence) -> tuple[bool, bool, int, int]:
    """Put first what the outlet tells in its own words and what need not be cut, the longest of these."""
    is_own = "own" in view.comparison.coverage[silence.fact].cells.values()
    return (not is_own, len(silence.label) > LONGEST_QUOTATION, -len(silence.label), silence.fact)


def _count_told(view: View) -> Counter[str]:
    """Return how many facts each outlet tells."""
    outlets = {article: outlet.name for outlet in view.comparison.outlets for article in outlet.articles}
    return Counter(
        outlet
        for fact in view.comparison.coverage
        for outlet in {outlets[article] for article in fact.told if article in outlets}
    )


def _likeness(articles: Mapping[str, Article], fact: Fact) -> float:
    """Return how like each other the tellings of a fact are (0 to 1): the more, the surer that it is one fact."""
    tellings = [
        set(_WORD.findall(passage_text(articles[id_], told[0].span, told[0].where).casefold()))
        for id_, told in sorted(fact.told.items())
        if told and id_ in articles
    ]
    pairs = [
        len(first & second) / len(first | second)
        for first, second in combinations(tellings[:_COMPARED], 2)
        if first | second
    ]
    return sum(pairs) / len(pairs) if pairs else 0.0


def _text_of(view: View, reuse: Reuse) -> str:
    article = next(article for article in view.comparison.articles if article.id == reuse.articles[0])
    return passage_text(article, reuse.spans[0], reuse.where[0])
