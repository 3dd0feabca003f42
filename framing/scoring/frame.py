"""Scoring: a comparison as pandas tables, and the passages behind its figures with their words."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from framing.errors import ScoringError, UsageError, nearest_name
from framing.measures import MEASURES
from framing.schema import VOICES, Comparison, Figure, KeyTerm, Passage, Voice, passage_text
from framing.scoring.attributions import TABLE as ATTRIBUTIONS
from framing.scoring.rows import AnyVoice
from framing.scoring.table import check_name, figures
from framing.scoring.views import Row, View, kind_of, view_names, view_of

if TYPE_CHECKING:
    import pandas


class OpenedPassage(NamedTuple):
    """A passage behind a figure, with its outlet and its words; parts that stand apart are joined by " … "."""

    passage: Passage
    outlet: str
    text: str


def table(comparison: Comparison, view: str = "figures") -> "pandas.DataFrame":
    """Return a view of a comparison as a pandas table, rows in the comparison's order.

    `view` is one of `view_names`, a measure's id or "figures" for all: one row a figure with the columns of
    `tidy_table`, for "naming" with "concept" and "wording" in place of the key. "coverage" has one row a fact and
    article; "silence" one a fact that one outlet alone tells or leaves out, with the words that come nearest to what
    it seems to leave out; "keyness", "differences" and "reuse" (shared passages) one row a record; "reuse_shares" how
    much of each article other articles share, in all and each; "maps" one row a pair of outlets, "map_places" one an
    outlet; "passages" every passage with its words.
    What is undefined is pandas' NA, and `refusal` says why. A view without rows keeps its columns. What else there
    is to say, such as why there are no key terms, stands in the table's ``attrs["notes"]``, a list of sentences. Raises
    `ScoringError`, with the nearest name, for another view, and `UsageError` where pandas is not installed.
    """
    known = [*view_names(), *MEASURES]
    if view == ATTRIBUTIONS:
        raise ScoringError(
            "view",
            f"{view!r} is no part of a comparison",
            "a view that is",
            "take framing.attributions(annotations)",
        )
    if view not in known:
        raise ScoringError(
            "view", f"{view!r} is not known", "one of " + ", ".join(known), nearest_name(view, known)
        )
    frame = typed_frame(view, view_of(comparison, view))
    frame.attrs["notes"] = list(comparison.keyness_notes if view == "keyness" else comparison.notes)
    return frame


def passages_of(
    comparison: Comparison,
    measure: str,
    outlet: str | None = None,
    *,
    key: str | None = None,
    voice: AnyVoice | Voice | None = None,
) -> list[OpenedPassage]:
    """Return the passages that a measure's figures count, each once, with their words, in the figures' order.

    `outlet`, `key` and `voice` narrow them; a key that is counted elsewhere and not there gives an empty list. The
    measure "keyness" gives the occurrences of key terms, whose key is the term. Raises `ScoringError`, with the nearest
    name, for a measure that the registry does not know, an outlet that the comparison does not hold, a key under
    which nothing in it is counted, and a voice that there is not.
    """
    articles = {article.id: article for article in comparison.articles}
    opened: dict[str, OpenedPassage] = {}
    for one in _counting(comparison, measure, outlet, key, voice):
        for id_ in one.passages:
            if id_ not in opened:
                passage = comparison.passages_by_id[id_]
                parts = [
                    passage_text(articles[passage.article], span, passage.where) for span in passage.spans
                ]
                opened[id_] = OpenedPassage(passage, one.outlet, " … ".join(parts))
    return list(opened.values())


def _counting(
    comparison: Comparison, measure: str, outlet: str | None, key: str | None, voice: AnyVoice | Voice | None
) -> Sequence[Figure | KeyTerm]:
    if measure != "keyness":
        return figures(comparison, measure, outlet, key=key, voice=voice)
    if outlet is not None:
        check_name("outlet", outlet, [one.name for one in comparison.outlets])
    if voice is not None:
        check_name("voice", voice, (*VOICES, "all"))
    if key is not None:
        check_name("key term", key, [one.term for one in comparison.keyness])
    return [
        one
        for one in comparison.keyness
        if outlet in (None, one.outlet) and key in (None, one.term) and voice in (None, one.voice)
    ]


def _load_pandas() -> Any:
    try:
        import pandas
    except ImportError as error:
        raise UsageError(
            "table", "pandas is not installed", "pandas 2.2 or later", "pip install pandas"
        ) from error
    return pandas


def frame_of(rows: Sequence[Row], columns: Sequence[str]) -> "pandas.DataFrame":
    """Return rows as a pandas table; no rows give one that has its columns. Raises as `table` without pandas."""
    return _load_pandas().DataFrame(rows, columns=list(columns))


def typed_frame(name: str, view: View) -> "pandas.DataFrame":
    """Return a view, by its name, as a pandas table with typed columns. Raises as `table` without pandas."""
    columns = view.columns
    frame = frame_of(view.rows, columns)
    # pandas' own NA, not NaN: what is undefined must not pass for a number.
    numbers = {column: "Float64" for column in columns if kind_of(name, column) == "number"}
    whole = {column: "Int64" for column in columns if kind_of(name, column) == "whole number"}
    texts = {column: "string" for column in columns if column == "refusal" or column.startswith("nearest")}
    return frame.astype(texts | numbers | whole)


class OpenComparison(Comparison, frozen=True, kw_only=True):
    """What `compare` returns: a comparison that can be asked for its tables and passages by name."""

    def table(self, view: str = "figures") -> "pandas.DataFrame":
        """Return a view as a pandas table: see `table`."""
        return table(self, view)

    def passages(
        self,
        measure: str,
        outlet: str | None = None,
        *,
        key: str | None = None,
        voice: AnyVoice | Voice | None = None,
    ) -> list[OpenedPassage]:
        """Return the passages that a measure's figures count, with their words: see `passages_of`."""
        return passages_of(self, measure, outlet, key=key, voice=voice)
