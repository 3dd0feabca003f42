"""Room report: what lies between outlets: key terms, distances, shared passages, and what one of them leaves out."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from heapq import nsmallest

from framing.lexicon.words import fold
from framing.report.figures import Number
from framing.report.limits import EXCERPT_LETTERS, MOST_PAIRS
from framing.report.spoken import count_speakers, spoken_passage
from framing.report.texts import say
from framing.report.wording import say_refusal, show_count, show_interval, show_value
from framing.schema import (
    Annotations,
    Comparison,
    KeyTerm,
    OutletMap,
    OutletReuse,
    Passage,
    Reuse,
    ReusedShare,
    Span,
    Where,
    passage_text,
)


@dataclass(frozen=True, kw_only=True)
class Term:
    """A key term as it is shown: its own count opens to its passages."""

    term: str
    voice: str
    count: Number
    others: str
    log_odds: str
    chance: str
    articles: str


@dataclass(frozen=True, kw_only=True)
class TermTable:
    """An outlet's key terms; `more` are those that it uses more than the others, `less` those that it uses less."""

    position: int
    outlet: str
    terms: list[Term]


@dataclass(frozen=True, kw_only=True)
class DistanceTable:
    """How far outlets lie apart by one profile: rows of distances, or why there are none."""

    profile: str
    outlets: list[str]
    rows: list[list[str]]
    stability: list[str]
    words: int | None
    refusal: str


@dataclass(frozen=True, kw_only=True)
class SharedPassage:
    """A passage that two articles share word for word, with both places."""

    outlets: tuple[str, str]
    words: int
    text: str
    places: tuple[Passage, Passage]


@dataclass(frozen=True, kw_only=True)
class LeftOut:
    """A fact that all outlets tell but one, and what of that one comes nearest: None and empty where nothing does."""

    outlet: str
    label: str
    nearest: Passage | None
    text: str


@dataclass(frozen=True, kw_only=True)
class SharedWords:
    """How much of an article stands in any other article."""

    article: str
    outlet: str
    shared: str
    carried: str
    total: str
    share: str


@dataclass(frozen=True, kw_only=True)
class OutletWords:
    """What share of an outlet's words stands in another article, and in its own voice, as texts; with the records."""

    outlet: str
    articles: str
    total: str
    share: str
    own_share: str
    all: OutletReuse
    own: OutletReuse


def list_terms(comparison: Comparison) -> list[TermTable]:
    """Return the key terms of every outlet that has some, in the order of outlets; empty where there are none."""
    by_outlet: dict[str, list[KeyTerm]] = {}
    for one in comparison.keyness:
        by_outlet.setdefault(one.outlet, []).append(one)
    return [
        TermTable(
            position=position,
            outlet=outlet.name,
            terms=[_term(comparison, one) for one in sorted(by_outlet[outlet.name], key=_by_weight)],
        )
        for position, outlet in enumerate(comparison.outlets)
        if outlet.name in by_outlet
    ]


def _by_weight(term: KeyTerm) -> tuple[bool, float, str, str]:
    """Put first what the outlet uses more than others, the surest on top; then what it uses less."""
    return (term.z < 0, -abs(term.z), term.term, term.voice)


def count_term(one: KeyTerm) -> Number:
    """Return how often a key term stands in its outlet, as a number that opens to the passages."""
    heading = say("page.keyness.heading", outlet=one.outlet, term=one.term, voice=one.voice)
    return Number(
        text=show_count(one.count),
        kind="count",
        heading=heading,
        detail=say("page.keyness.detail", total=show_count(one.total)),
        numerator=float(one.count),
        denominator=float(one.total),
        unit="mentions",
        measure="keyness",
        passages=tuple(one.passages),
        value=None,
        low=None,
        high=None,
    )


def print_term(comparison: Comparison, term: KeyTerm) -> str:
    """Return a term as it is printed most often, "U.S." for "u.s"; where it has no passages here, as it is counted."""
    passages = [comparison.passages_by_id[id_] for id_ in term.passages]
    wanted = {one.article for one in passages}
    articles = {article.id: article for article in comparison.articles if article.id in wanted}
    forms: Counter[str] = Counter()
    for one in passages:
        if one.article in articles:
            whole = articles[one.article].text if one.where == "text" else articles[one.article].title or ""
            start = one.spans[0][0]
            end = start + len(term.term)  # without a possessive ending
            if fold(whole[start:end]) == fold(term.term):
                # A shortened word keeps its last point, which the count leaves out.
                forms[whole[start : end + ("." in term.term and whole[end : end + 1] == ".")]] += 1
    return min(forms, key=lambda form: (-forms[form], form), default=term.term)


def _term(comparison: Comparison, one: KeyTerm) -> Term:
    return Term(
        term=print_term(comparison, one),
        voice=one.voice,
        count=count_term(one),
        others=f"{show_count(one.other_count)} / {show_count(one.other_total)}",
        log_odds=show_value(one.log_odds, "mean"),
        chance="<0.001" if one.q < 0.001 else f"{one.q:.3f}",
        articles=show_count(one.articles),
    )


def list_distances(comparison: Comparison) -> list[DistanceTable]:
    """Return a table for each map, those that were refused too, with the outlets in the comparison's order."""
    places = {outlet.name: place for place, outlet in enumerate(comparison.outlets)}
    found = []
    for one in comparison.maps:
        order = sorted(range(len(one.outlets)), key=lambda held: places.get(one.outlets[held], len(places)))
        found.append(
            DistanceTable(
                profile=one.profile,
                outlets=[one.outlets[place] for place in order],
                rows=[[_show_distance(one, place, other) for other in order] for place in order]
                if one.distances
                else [],
                stability=[show_value(one.stability[place], "share") for place in order]
                if one.stability
                else [],
                words=one.words,
                refusal=say_refusal(one.refusal or ""),
            )
        )
    return found


def _show_distance(held: OutletMap, place: int, other: int) -> str:
    """Return a distance, with the p of its test where there was one: "0.68 (p 0.775)"."""
    distance = f"{(held.distances or [])[place][other]:.2f}"
    return (
        distance if held.p is None else f"{distance} ({say('page.map.p', p=f'{held.p[place][other]:.3f}')})"
    )


def list_shared_passages(comparison: Comparison, annotations: Iterable[Annotations]) -> list[SharedPassage]:
    """Return the longest of the passages that two articles share, `MOST_PAIRS` at most, the longest first."""
    held = {one.article.id: one for one in annotations}
    outlets = comparison.outlet_by_article
    found = [one for one in comparison.reuse if all(name in held for name in one.articles)]
    longest = nsmallest(MOST_PAIRS, found, key=lambda one: (-one.words, one.articles, one.spans))
    return [_shared(one, held, outlets) for one in longest]


def _shared(one: Reuse, held: dict[str, Annotations], outlets: dict[str, str]) -> SharedPassage:
    first, second = (
        spoken_passage(article, span, where, count_speakers(held[article], span, where))
        for article, span, where in zip(one.articles, one.spans, one.where, strict=True)
    )
    return SharedPassage(
        outlets=(outlets.get(one.articles[0], ""), outlets.get(one.articles[1], "")),
        words=one.words,
        text=_cut(held[one.articles[0]], one.spans[0], one.where[0]),
        places=(first, second),
    )


def _cut(held: Annotations, span: Span, where: Where) -> str:
    text = passage_text(held.article, span, where)
    return text if len(text) <= EXCERPT_LETTERS else text[:EXCERPT_LETTERS].rsplit(" ", 1)[0] + " …"


def passage_at(held: Annotations, span: Span, where: Where) -> Passage:
    """Return a place of an article as a passage, in the voice in which it begins."""
    voice, attribution = held.voice_at(span[0], where)
    source = attribution.source.canonical if attribution and attribution.source else None
    return Passage(
        id="", article=held.article.id, spans=[span], amount=1, voice=voice, source=source, where=where
    )


def list_silences(comparison: Comparison, annotations: Iterable[Annotations]) -> list[LeftOut]:
    """Return the facts that all outlets tell but one, with what of that one comes nearest."""
    held = {one.article.id: one for one in annotations}
    found = []
    for one in comparison.silence:
        if one.kind == "told by all others":
            near = next((near for near in one.nearest if near.article in held), None)
            place = (
                None
                if near is None
                else passage_at(held[near.article], near.telling.span, near.telling.where)
            )
            text = "" if near is None else _cut(held[near.article], near.telling.span, near.telling.where)
            found.append(LeftOut(outlet=one.outlet, label=one.label, nearest=place, text=text))
    return found


def list_shared_words(comparison: Comparison) -> list[SharedWords]:
    """Return how much of each article stands word for word in any other, the largest share first."""
    outlets = comparison.outlet_by_article
    whole = [one for one in comparison.reuse_shares if one.other is None]
    return [
        SharedWords(
            article=one.article,
            outlet=outlets.get(one.article, ""),
            shared=show_count(one.own_words + one.carried_words),
            carried=show_count(one.carried_words),
            total=show_count(one.total_words),
            share=show_value(one.share or 0.0, "share"),
        )
        for one in sorted(whole, key=_by_share)
        if one.own_words + one.carried_words
    ]


def list_outlet_words(comparison: Comparison) -> list[OutletWords]:
    """Return what share of each outlet's words stands in any other article, in the order of outlets; none of none."""
    held = {(one.outlet, one.voice): one for one in comparison.reuse_by_outlet if one.value is not None}
    found = []
    for outlet in comparison.outlets:
        whole, own = held.get((outlet.name, "all")), held.get((outlet.name, "own"))
        if whole and own and whole.words:
            found.append(
                OutletWords(
                    outlet=outlet.name,
                    articles=show_count(whole.articles),
                    total=show_count(whole.total_words),
                    share=show_estimate(whole),
                    own_share=show_estimate(own),
                    all=whole,
                    own=own,
                )
            )
    return found


def show_estimate(one: OutletReuse) -> str:
    """Return an outlet's share with its interval, where it has one."""
    return f"{show_value(one.value or 0.0, 'share')} {show_interval(one.low, one.high, 'share')}".strip()


def _by_share(one: ReusedShare) -> tuple[float, str]:
    return (-(one.share or 0.0), one.article)
