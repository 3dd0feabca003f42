"""Room report: the articles that a page shows, marked, with the facts that they share with others."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from framing.report.evidence import Evidence
from framing.report.limits import MOST_LETTERS
from framing.report.marks import Mark, MarkedText, mark_article
from framing.report.view import Column, CoverageRow, View
from framing.schema import Annotations, Article, Span, Where


@dataclass(frozen=True, kw_only=True)
class ShownArticle:
    """An article on the page: its number, its outlet's column (None where it has none) and its texts."""

    number: int
    column: Column | None
    article: Article
    texts: list[MarkedText]


def choose_articles(view: View) -> list[Annotations]:
    """Return the articles whose texts the page holds, in the comparison's order.

    All, where they are short enough together; else as many of each outlet as fit, every outlet's first before any
    outlet's second.
    """
    held = {one.article.id: one for one in view.annotations}
    columns = [[held[one.id] for one in column.articles if one.id in held] for column in view.columns]
    chosen: set[str] = set()
    letters = 0
    for turn in zip_longest(*columns):
        for one in turn:
            if one is not None and (letters + len(one.article.text) <= MOST_LETTERS or not chosen):
                chosen.add(one.article.id)
                letters += len(one.article.text)
    return [one for one in view.annotations if one.article.id in chosen]


def show_articles(
    view: View, chosen: Sequence[Annotations], facts: Sequence[CoverageRow], evidence: Evidence
) -> list[ShownArticle]:
    """Return the chosen articles with their marks, which `evidence` keeps; `facts` are those that are marked."""
    columns = {article.id: column for column in view.columns for article in column.articles}
    places = _place_facts(facts)
    shown = []
    for annotations in chosen:
        article = annotations.article
        texts, marks = mark_article(annotations, places.get(article.id))
        evidence.marks(article.id, [_record(evidence, mark) for mark in marks])
        shown.append(
            ShownArticle(
                number=evidence.article(article.id),
                column=columns.get(article.id),
                article=article,
                texts=texts,
            )
        )
    return shown


def _record(evidence: Evidence, mark: Mark) -> list[int]:
    record = [
        evidence.string(mark.kind),
        evidence.string(mark.reason),
        -1 if mark.attribution is None else mark.attribution,
    ]
    return record if mark.fact is None else [*record, mark.fact]


def _place_facts(
    facts: Sequence[CoverageRow],
) -> dict[str, dict[Where, list[tuple[int, str, Span]]]]:
    places: dict[str, dict[Where, list[tuple[int, str, Span]]]] = {}
    for fact in facts:
        for cell in fact.cells:
            for article, telling in cell.tellings:
                held = places.setdefault(article, {}).setdefault(telling.where, [])
                held.append((fact.number, fact.label, telling.span))
    return places
