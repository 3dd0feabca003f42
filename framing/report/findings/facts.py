"""Room report: findings on facts: what one outlet alone tells, or not."""

import re
from collections.abc import Iterable, Iterator, Mapping, Set
from itertools import combinations

from framing.lexicon.language import load_grammar
from framing.lexicon.words import fold, words_in
from framing.report.evidence import make_passage
from framing.report.findings.phrases import LONGEST_QUOTATION, Speakers, fill, finish, quoted, shorten
from framing.report.findings.records import Candidate, Places, size_of, tempered
from framing.report.texts import say
from framing.report.view import View
from framing.schema import (
    VOICES,
    Annotations,
    Article,
    Comparison,
    Fact,
    Passage,
    Silence,
    Telling,
    passage_text,
)
from framing.scoring.tellings import Frames

_WORD = re.compile(r"\w+")
_OPENING = "\"'“‘«„»"
_CLOSING = "\"'”’»“«)"
_STOPS = ".!?…"
_SINGLE_OPENING = re.compile(r"(?:^|[\s(])['‘]\w")
_SINGLE_CLOSING = re.compile(r"[.,!?]['’](?:\s|$)")
_PAIRS = (("“", "”"), ("«", "»"), ("(", ")"))
_COMPARED = 12
"""Tellings of a fact that are compared with one another, at most."""

_OWN_WORDS = 0.33
"""The share of a passage's words that no other outlet uses, from which on it is told that the outlet has it alone."""

_WORDS_OF_ITS_OWN = 2
"""Words that say something which a passage must hold beside the name and verb that only introduce what one says."""

_POINTING = ("he", "she", "it", "they", "possessive", "first person")
_DEMONSTRATIVES = ("determiner", "pronoun", "subject pronoun")
_VERBS = ("auxiliary", "modal")
"""Classes of words that stand for what an earlier sentence names, alone or before a verb."""


def find_facts(view: View) -> list[Candidate]:
    """Return what all others tell and one outlet does not, and what one outlet tells alone."""
    if len(view.columns) < 3 or view.excerpts:
        # Of two, each tells most of its sentences alone; of excerpts, nobody can say what else stands in the articles.
        return []
    return [*_find_left_out(view), *_find_alone(view)]


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
        is_left_out = silence.kind == "told by all others" and silence.outlet not in early
        if is_left_out and is_told and _is_whole(view, silence):
            phrase = fill(
                "facts.left_out",
                fact=quoted(silence.label),
                others=_open(
                    say("story.facts.both_others" if len(view.columns) == 3 else "story.facts.others"), fact
                ),
                article=speakers.articles(silence.outlet),
            )
            found.append(
                Candidate(kind="left out", finding=finish(phrase, "coverage"), size=_likeness(articles, fact))
            )
    return found


def _find_alone(view: View) -> list[Candidate]:
    """Return for each outlet what it alone tells in its own voice, the passage whose words are most its own.

    What others tell in other words counts as told by no other; where not even the words stand elsewhere, it is sure.
    """
    held = [
        silence
        for silence in view.comparison.silence
        if silence.kind == "told by no other" and _is_own(view, silence) and _is_whole(view, silence)
    ]
    words = _words_by_outlet(view.whole, {word for silence in held for word in _words_of(silence.label)})
    best: dict[str, tuple[float, Silence]] = {}
    for silence in held:
        told = _words_of(silence.label)
        others = {word for outlet, used in words.items() if outlet != silence.outlet for word in told & used}
        share = tempered(len(told - others), len(told))
        if share > best.get(silence.outlet, (_OWN_WORDS, silence))[0]:
            best[silence.outlet] = (share, silence)
    speakers = Speakers(view)
    found = []
    for outlet, (share, silence) in best.items():
        phrase = fill(
            "facts.alone",
            article=speakers.articles(outlet),
            alone=_open(
                say("story.facts.only"),
                view.comparison.coverage[silence.fact],
                say("story.facts.alone_heading", outlet=outlet),
                say("story.facts.alone_detail"),
            ),
            fact=quoted(silence.label),
        )
        found.append(Candidate(kind="alone", finding=finish(phrase, "coverage"), size=size_of(share, 0.0)))
    return found


def _is_whole(view: View, silence: Silence) -> bool:
    """Whether a fact's label can stand as a quotation: it is a sentence from its beginning to its end, and not cut."""
    label = silence.label
    first = label.lstrip(_OPENING)[:1]
    if len(label) > LONGEST_QUOTATION or not (first.isupper() or first.isdigit()):
        return False
    fact = view.comparison.coverage[silence.fact]
    languages = {article.language for article in view.comparison.articles if article.id in fact.told}
    if any(_points_back(label, language) for language in languages):
        return False
    places = [
        (article, telling)
        for article in view.comparison.articles
        for telling in fact.told.get(article.id, ())
        if " ".join(passage_text(article, telling.span, telling.where).split()) == " ".join(label.split())
    ]
    return not places or any(_ends(article, telling) for article, telling in places)


def _points_back(label: str, language: str) -> bool:
    """Whether a sentence begins with a word for what an earlier one names: "Its figures …", "This was …"."""
    grammar = load_grammar(language)
    first, second, *_ = [*(fold(word.text) for word in words_in(label)[:2]), "", ""]

    def is_any(word: str, classes: Iterable[str]) -> bool:
        return any(word in grammar.get(name, ()) for name in classes)

    return is_any(first, _POINTING) or (is_any(first, _DEMONSTRATIVES) and is_any(second, _VERBS))


def _ends(article: Article, telling: Telling) -> bool:
    """Whether a passage reaches to the end of a sentence, a line or the title."""
    whole = article.text if telling.where == "text" else article.title or ""
    rest = whole[telling.span[1] :].lstrip(" \t" + _CLOSING)
    return whole[: telling.span[1]].rstrip(_CLOSING)[-1:] in _STOPS or not rest or rest[0] in f"{_STOPS}\r\n"


def _is_own(view: View, silence: Silence) -> bool:
    """Whether the outlet tells the fact in its own voice: what somebody else said would need the speaker beside it.

    Words that only introduce a quotation ("Ada Berg, 34, said") are the outlet's own as well, and tell nothing.
    """
    if _sounds_spoken(silence.label):
        return False
    fact = view.comparison.coverage[silence.fact]
    held = {annotations.article.id: annotations for annotations in view.annotations}
    return any(
        fact.cells.get(article) == "own"
        and any(_tells(held[article], telling) for telling in fact.told[article] if telling.voice == "own")
        for article in silence.articles
        if article in held
    )


def _tells(annotations: Annotations, telling: Telling) -> bool:
    """Whether a passage says something beside who speaks, and the verb of it."""
    start = telling.span[0]
    frames = Frames(annotations.attributions, telling.where)
    text = passage_text(annotations.article, telling.span, telling.where)
    told = " ".join(word.text for word in words_in(text) if not frames.says(start + word.start))
    return len(_words_of(told)) >= _WORDS_OF_ITS_OWN


def _sounds_spoken(text: str) -> bool:
    """Whether words may be what is left of a quotation whose beginning or end stands elsewhere."""
    is_torn = any(text.count(opening) != text.count(closing) for opening, closing in _PAIRS)
    # A single closing mark behind a stop is no apostrophe.
    is_torn = is_torn or bool(_SINGLE_CLOSING.search(text) and not _SINGLE_OPENING.search(text))
    return is_torn or text.count('"') % 2 == 1 or "#" in text or text.rstrip(_CLOSING).endswith("!")


def _words_by_outlet(comparison: Comparison, wanted: Set[str]) -> dict[str, set[str]]:
    """Return which of the wanted words each outlet uses, whether the page shows it or not."""
    if not wanted:
        return {}
    outlets = comparison.outlet_by_article
    found: dict[str, set[str]] = {}
    for article in comparison.articles:
        found.setdefault(outlets.get(article.id, ""), set()).update(_words_of(article.text) & wanted)
    return found


def _words_of(text: str) -> set[str]:
    """Return the words of a text that say something: numbers, and words of five letters or more."""
    return {word for word in _WORD.findall(text.casefold()) if len(word) > 4 or word.isdigit()}


def _open(text: str, fact: Fact, heading: str = "", detail: str = "") -> Places:
    """Return words that open to where a fact is told. They are few: what opens does not go over the end of a line."""
    return Places(
        text=text,
        heading=heading or shorten(fact.label),
        detail=detail,
        passages=tuple(_tellings(fact, fact.told)),
    )


def _tellings(fact: Fact, articles: Iterable[str]) -> Iterator[Passage]:
    for article in articles:
        for telling in fact.told.get(article, []):
            yield make_passage(article, telling.span, telling.voice, telling.where)


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
