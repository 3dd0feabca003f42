"""Room classroom, live session: articles cut into sentences and words to mark, without the outlets' names.

A word here is a run of characters without white space, so that a finger can hit it; where a name is covered, the
covered words are one. Pupils' pages know a word by its number alone: offsets, ids and files stay on this machine.
"""

import hashlib
import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from framing.classroom.anonymous import COVER, Anonymity
from framing.classroom.live.facts import LiveFact, choose_facts
from framing.classroom.written import say_when_written
from framing.errors import UsageError
from framing.schema import PROSE, Annotations, Comparison, Span

MOST_ARTICLES = 26

VOICE_LABELS = {"own": "own", "attributed": "reported", "quoted": "quoted"}

_RUN = re.compile(r"\S+")


class Word(NamedTuple):
    """A word to mark: its number in the article, what is shown, and its span in the article's text."""

    number: int
    shown: str
    start: int
    end: int


class Line(NamedTuple):
    """A sentence: its number in the article, its words, and whether a new paragraph begins with it."""

    number: int
    words: tuple[Word, ...]
    begins: bool
    heading: bool


class LiveArticle(NamedTuple):
    """An article as the class reads it, and what the tool has found in it, word by word.

    `headline` is a title that stands apart from the text; it is read and cannot be marked. `written` says when the
    article was written, as on paper. `voices` holds the tool's label of each word, `loaded` whether the tool calls it
    loaded.
    """

    letter: str
    id: str
    outlet: str
    headline: str
    written: str
    text: str
    lines: tuple[Line, ...]
    voices: tuple[str, ...]
    loaded: tuple[bool, ...]

    @property
    def words(self) -> list[Word]:
        """All words in order; a word's number is its place."""
        return [word for line in self.lines for word in line.words]

    @property
    def digest(self) -> str:
        """What tells whether an article is still the one that was marked."""
        return hashlib.sha256(repr((self.id, self.text, self.words)).encode()).hexdigest()


class Lesson(NamedTuple):
    """All that a session is about; `title` and facts show no outlet's name."""

    title: str
    articles: tuple[LiveArticle, ...]
    facts: tuple[LiveFact, ...]

    @property
    def lack(self) -> str:
        """What the articles do not allow, in plain words; "" where they allow everything."""
        if len(self.articles) == 1:
            return (
                "“What is missing?” is left out: it takes a second article about the same event. The class can mark "
                "whose words stand in this one and which are loaded, and write what it would want to know."
            )
        if not self.facts:
            return (
                "“What is missing?” is left out: the tool found nothing that one of these articles plainly tells "
                "and another does not. They may tell different events. Pupils can write what they would want to know."
            )
        return ""

    def article(self, letter: object) -> LiveArticle | None:
        """Return the article of a letter, or None for anything else that a stranger may send."""
        return next((one for one in self.articles if one.letter == letter), None)


def make_lesson(comparison: Comparison, annotations: Sequence[Annotations]) -> Lesson:
    """Cut articles into words to mark; raises `UsageError` for more articles than there are letters."""
    if len(comparison.articles) > MOST_ARTICLES:
        raise UsageError(
            comparison.event.title,
            f"has {len(comparison.articles)} articles",
            f"at most {MOST_ARTICLES} for a class",
            "give the files that the class shall read",
        )
    anonymity = Anonymity(comparison)
    by_id = {one.article.id: one for one in annotations}
    outlets = comparison.outlet_by_article
    letters = anonymity.letters()
    return Lesson(
        title=anonymity.cover(comparison.event.title),
        articles=tuple(
            cut_article(
                by_id[id_],
                letter,
                outlets.get(id_, ""),
                anonymity,
                say_when_written(comparison, by_id[id_].article, anonymity),
            )
            for id_, letter in letters.items()
        ),
        facts=choose_facts(comparison, anonymity),
    )


def cut_article(
    annotations: Annotations, letter: str, outlet: str, anonymity: Anonymity, written: str = ""
) -> LiveArticle:
    """Return an article's headline and body, cut into words; bylines, captions and credits are left out."""
    article = annotations.article
    covered = anonymity.places(article.text)
    lines: list[Line] = []
    number, last = 0, 0
    for start, end, heading in _stretches(annotations):
        words = tuple(cut_words(article.text, (start, end), covered, number))
        if not words:
            continue
        begins = not lines or "\n" in article.text[last:start] or heading or lines[-1].heading
        lines.append(Line(len(lines), words, begins, heading))
        number += len(words)
        last = end
    flat = [word for line in lines for word in line.words]
    return LiveArticle(
        letter=letter,
        id=article.id,
        outlet=outlet,
        headline=anonymity.cover(article.title or "") if article.title_stands_apart else "",
        written=written,
        text=article.text,
        lines=tuple(lines),
        voices=tuple(_voices(annotations, flat)),
        loaded=tuple(_touched(flat, [one.span for one in annotations.loaded if one.where == "text"])),
    )


def _stretches(annotations: Annotations) -> list[tuple[int, int, bool]]:
    """Return the sentences of headline and body, with whether they are of the headline."""
    regions = [one for one in annotations.article.regions if one.kind in PROSE]
    headings = [(one.start, one.end) for one in regions if one.kind == "title"]
    spans = sorted({(one.start, one.end) for one in annotations.sentences if one.where == "text"})
    return [(start, end, any(a <= start and end <= b for a, b in headings)) for start, end in spans]


def cut_words(text: str, span: Span, covered: Sequence[Span], first: int = 0) -> Iterable[Word]:
    """Yield the words of a stretch; words that a covered name touches are one, in which a sign stands for the name."""
    start, end = span
    runs = [(match.start(), match.end()) for match in _RUN.finditer(text, start, end)]
    hidden = [(max(a, start), min(b, end)) for a, b in covered if a < end and b > start]
    edges = sorted([*((a, b, False) for a, b in runs), *((a, b, True) for a, b in hidden)])
    joined: list[list[int]] = []
    for a, b, _ in edges:
        if joined and a < joined[-1][1]:
            joined[-1][1] = max(joined[-1][1], b)
        else:
            joined.append([a, b])
    for place, (a, b) in enumerate(joined):
        yield Word(first + place, _shown(text, (a, b), hidden), a, b)


def _shown(text: str, span: Span, hidden: Sequence[Span]) -> str:
    start, end = span
    pieces: list[str] = []
    for a, b in hidden:
        if start <= a and b <= end:
            pieces += [text[start:a], COVER]
            start = b
    return " ".join("".join([*pieces, text[start:end]]).split())


def _voices(annotations: Annotations, words: Sequence[Word]) -> Iterable[str]:
    """Yield the tool's label of each word: that of its first letter, for a quotation mark may stand before it."""
    spans = sorted((one.start, one.end, one.voice) for one in annotations.utterances if one.where == "text")
    starts = [start for start, _, _ in spans]
    text = annotations.article.text
    for word in words:
        letter = next((at for at in range(word.start, word.end) if text[at].isalnum()), word.start)
        place = bisect_left(starts, letter + 1) - 1
        voice = spans[place][2] if place >= 0 and letter < spans[place][1] else "own"
        yield VOICE_LABELS[voice]


def _touched(words: Sequence[Word], spans: Sequence[Span]) -> Iterable[bool]:
    for word in words:
        yield any(start < word.end and word.start < end for start, end in spans)


def single_voiced(article: LiveArticle) -> list[tuple[int, int]]:
    """Return the passages in which the tool hears one voice, as pairs of the first and the last word's numbers.

    A passage lies in one sentence; a quotation mark or dash without a letter belongs to what stands before it.
    """
    found: list[tuple[int, int]] = []
    for line in article.lines:
        numbers = [word.number for word in line.words]
        edges = [
            numbers[0],
            *(b for a, b in pairwise(numbers) if article.voices[a] != article.voices[b]),
            numbers[-1] + 1,
        ]
        found += [(a, b - 1) for a, b in pairwise(edges)]
    return found
