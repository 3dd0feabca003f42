"""Room report: the passages behind the numbers, under short names so that the page stays small."""

import json
from collections.abc import Sequence
from typing import Any

from framing.report.wording import show_controls, show_on_one_line
from framing.schema import VOICES, Comparison, Passage, Telling

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_VOICES = list(VOICES)


class Evidence:
    """Gives every passage that a number shows a short name, in the order in which the page asks for them."""

    def __init__(self, comparison: Comparison) -> None:
        self._comparison = comparison
        self._places = {article.id: place for place, article in enumerate(comparison.articles)}
        self._outlets = {article: outlet.name for outlet in comparison.outlets for article in outlet.articles}
        self._names: dict[str, str] = {}
        self._records: dict[str, list[Any]] = {}

    def name(self, passages: Sequence[str]) -> str:
        """Return the short names of passages, set apart by spaces; those that are not held are left out."""
        return " ".join(
            self._name(passage, self._comparison.passages[passage])
            for passage in passages
            if passage in self._comparison.passages
        )

    def name_tellings(self, label: str, tellings: Sequence[tuple[str, Telling]]) -> str:
        """Return the short names of the passages that tell a fact."""
        return " ".join(self._name_telling(label, article, telling) for article, telling in tellings)

    def to_json(self) -> str:
        """Return articles and all passages named so far, safe to stand inside a script element."""
        articles = [
            {
                "outlet": show_on_one_line(self._outlets.get(article.id, article.outlet or "")),
                "title": show_on_one_line(article.title or article.id),
                "texts": [show_controls(article.text), show_controls(article.title or "")],
            }
            for article in self._comparison.articles
        ]
        held = {"articles": articles, "passages": self._records}
        written = json.dumps(held, ensure_ascii=False, separators=(",", ":"))
        return written.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")

    def _name(self, key: str, passage: Passage) -> str:
        if key not in self._names:
            self._names[key] = _short_name(len(self._names))
            self._records[self._names[key]] = [
                self._places.get(passage.article, 0),
                passage.amount,
                _VOICES.index(passage.voice),
                show_on_one_line(passage.source or ""),
                show_on_one_line(passage.entry),
                1 if passage.where == "title" else 0,
                [edge for span in sorted(passage.spans) for edge in span],
                1 if passage.distanced else 0,
            ]
        return self._names[key]

    def _name_telling(self, label: str, article: str, telling: Telling) -> str:
        passage = Passage(
            id="",
            article=article,
            spans=[telling.span],
            amount=1,
            voice=telling.voice,
            entry=label,
            where=telling.where,
        )
        place = f"{telling.where}\0{telling.span}\0{telling.voice}"
        return self._name(f"fact\0{label}\0{article}\0{place}", passage)


def _short_name(number: int) -> str:
    name = _DIGITS[number % 36]
    while number := number // 36:
        name = _DIGITS[number % 36] + name
    return name
