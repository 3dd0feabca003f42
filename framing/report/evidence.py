"""Room report: what opens on the page: every number with its passages, as one compact record that the script reads."""

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from framing.report.figures import Number
from framing.report.limits import CONTEXT_LETTERS, EXCERPT_LETTERS, MOST_EXCERPTS, MOST_PASSAGES, spread
from framing.report.texts import say, say_all
from framing.report.wording import show_controls, show_on_one_line
from framing.schema import VOICES, Comparison, Passage, Telling, passage_text

MIXED = "mixed"
"""What stands for the voice of a passage that holds words of several voices."""

_VOICES = [*VOICES, MIXED]
_Key = tuple[Any, ...]
_Held = TypeVar("_Held")


class Evidence:
    """Gives everything that opens a number, in the order in which the page asks.

    An opening is ``[kind, heading, detail, numerator, denominator, unit, measure, passages, all passages]``, a passage
    ``[article, amount, voice, source, entry, title?, edges, distanced?]`` and, of an article whose text the page does
    not hold, ``[before, words, after]``. Words stand once, in ``strings``; elsewhere their numbers do.
    """

    def __init__(self, comparison: Comparison, shown: Collection[str], *, whole: bool) -> None:
        self._comparison = comparison
        self._shown = frozenset(shown)
        self._whole = whole
        self._articles = {article.id: article for article in comparison.articles}
        self._outlets = comparison.outlet_by_article
        self._strings: dict[str, int] = {}
        self._places: dict[str, int] = {}
        self._homes = _Homes(comparison.passages_by_id)
        self._passages: dict[_Key, int] = {}
        self._openings: dict[_Key, int] = {}
        self._article_records: list[Any] = []
        self._passage_records: list[Any] = []
        self._opening_records: list[Any] = []
        self._marks: dict[int, list[list[int]]] = {}
        for article in shown:
            self.article(article)

    def string(self, text: str) -> int:
        """Return the number of a text, which is shown on one line."""
        return self._strings.setdefault(show_on_one_line(text), len(self._strings))

    def article(self, identifier: str) -> int:
        """Return the number of an article."""
        if identifier not in self._places:
            article = self._articles[identifier]
            self._places[identifier] = len(self._article_records)
            outlet = self._outlets.get(identifier, article.outlet or "")
            held = [self.string(outlet), self.string(article.title or article.id)]
            self._article_records.append([*held, int(identifier in self._shown)])
        return self._places[identifier]

    def number(self, number: Number) -> int:
        """Return the number of the opening of a figure."""
        key = (number.kind, number.heading, number.detail, number.measure, number.unit, number.numerator)
        known = self._openings.get((*key, number.denominator, number.passages))
        if known is not None:
            return known
        held = [one for one in number.passages if self._homes[one]]
        return self._open(
            (*key, number.denominator, number.passages),
            [number.kind, number.heading, number.detail],
            [_short(number.numerator), _short(number.denominator), number.unit, number.measure],
            [
                (one, self._comparison.passages_by_id[one])
                for one in self._sample(held, self._homes.__getitem__)
            ],
            len(held),
        )

    def places(self, heading: str, detail: str, passages: Sequence[Passage]) -> int:
        """Return the number of an opening that counts nothing and only shows passages."""
        key = ("places", heading, detail, tuple(_place(passage) for passage in passages))
        if key in self._openings:
            return self._openings[key]
        held = [(_place(passage), passage) for passage in passages]
        listed = self._sample(held, lambda one: one[1].article)
        return self._open(key, ["places", heading, detail], [len(held), 0, "passages", ""], listed, len(held))

    def tellings(self, heading: str, detail: str, tellings: Iterable[tuple[str, Telling]]) -> int:
        """Return the number of the opening of the passages that tell a fact."""
        passages = [
            make_passage(article, telling.span, telling.voice, telling.where) for article, telling in tellings
        ]
        return self.places(heading, detail, passages)

    def marks(self, article: str, marks: list[list[int]]) -> None:
        """Keep the marks of an article's text, as the script reads them."""
        self._marks[self.article(article)] = marks

    def to_json(self, words: dict[str, Any]) -> str:
        """Return all that was asked for, with the script's words, safe to stand inside a script element."""
        held = {
            "words": words,
            "articles": self._article_records,
            "openings": self._opening_records,
            "passages": self._passage_records,
            "marks": {str(article): marks for article, marks in sorted(self._marks.items())},
            # Each behind its number: side by side, the labels of facts would tell again what excerpts leave out.
            "strings": {number: text for text, number in self._strings.items()},
        }
        written = json.dumps(held, ensure_ascii=False, separators=(",", ":"))
        return written.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")

    def _open(
        self, key: _Key, words: list[str], counts: list[Any], listed: list[tuple[Any, Passage]], total: int
    ) -> int:
        kind, heading, detail = words
        numerator, denominator, unit, measure = counts
        number = self._openings[key] = len(self._opening_records)
        # The parts of headings come again and again; each is kept once.
        parts = [self.string(part) for part in show_on_one_line(heading).split(" · ")]
        places = [self._passage(one, passage) for one, passage in listed]
        counted = [numerator, denominator, self.string(unit), self.string(measure)]
        record = [self.string(kind), parts, self.string(detail), *counted, places, total]
        self._opening_records.append(record)
        return number

    def _sample(self, held: Sequence[_Held], article_of: Callable[[_Held], str]) -> list[_Held]:
        """Return all of what the page can show in place if it is to show the whole; else some, evenly spread.

        Where these are few, some of the others are added.
        """
        are_here = [article_of(one) in self._shown for one in held]
        here = [one for one, is_here in zip(held, are_here, strict=True) if is_here]
        there = [one for one, is_here in zip(held, are_here, strict=True) if not is_here]
        return (here if self._whole else spread(here, MOST_PASSAGES)) + spread(
            there, max(0, MOST_EXCERPTS - len(here))
        )

    def _passage(self, key: Any, passage: Passage) -> int:
        found = self._passages.get((key,))
        if found is not None:
            return found
        number = self._passages[key,] = len(self._passage_records)
        spans = sorted(passage.spans)
        record: list[Any] = [
            self.article(passage.article),
            _short(passage.amount),
            _VOICES.index(passage.voice),
            self.string(passage.source or ""),
            self.string(_say_entry(passage.entry)),
            1 if passage.where == "title" else 0,
            [edge for span in spans for edge in span],
            1 if passage.distanced else 0,
        ]
        if passage.article not in self._shown:
            record.append(self._excerpt(passage))
        self._passage_records.append(record)
        return number

    def _excerpt(self, passage: Passage) -> list[str]:
        article = self._articles[passage.article]
        start, end = min(passage.spans)
        cut = min(end, start + EXCERPT_LETTERS)
        spans = ((max(0, start - CONTEXT_LETTERS), start), (start, cut), (cut, cut + CONTEXT_LETTERS))
        return [show_controls(passage_text(article, span, passage.where)) for span in spans]


class _Homes(dict[str, str]):
    """The articles of passages, empty where the comparison does not hold one; a record is read once."""

    def __init__(self, passages: Mapping[str, Passage]) -> None:
        super().__init__()
        self._passages = passages

    def __missing__(self, passage: str) -> str:
        held = self._passages.get(passage)
        home = self[passage] = held.article if held else ""
        return home


def make_passage(
    article: str, span: tuple[int, int], voice: Any, where: Any = "text", entry: str = "", source: str = ""
) -> Passage:
    """Return a place of an article as a passage that stands for itself."""
    return Passage(
        id="", article=article, spans=[span], amount=1, voice=voice, entry=entry, where=where, source=source
    )


def _say_entry(entry: str) -> str:
    """Return in plain words why a passage is counted: the rule that found it, or the entry of a word list."""
    if not entry:
        return ""
    rule = say_rule(entry)
    return say("page.found.rule", x=rule) if rule else say("page.found.entry", x=entry)


def say_rule(rule: str) -> str:
    """Return what a rule of attribution looks for, in plain words; nothing for a rule that has none."""
    known = say_all("page.rules")
    parts = rule.split("; ")
    return say("page.found.and").join(known[part] for part in parts) if set(parts) <= set(known) else ""


def _place(passage: Passage) -> _Key:
    spans = tuple(tuple(span) for span in passage.spans)
    return ("at", passage.article, passage.where, spans, passage.voice, passage.entry, passage.source)


def _short(amount: float) -> float:
    """Return a whole number without its point."""
    return int(amount) if amount == int(amount) else amount
