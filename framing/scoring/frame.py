"""Scoring: a comparison as pandas tables, and the passages behind its figures with their words."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from framing.errors import ScoringError, UsageError
from framing.measures import MEASURES
from framing.schema import Article, Comparison, Passage, Record, ReusedShare, Silence, Voice, passage_text
from framing.scoring.grouping import nearest_name
from framing.scoring.rows import AnyVoice
from framing.scoring.table import COLUMNS, figures, tidy_table

if TYPE_CHECKING:
    import pandas

VIEWS: dict[str, tuple[str, ...]] = {
    "voices": ("voice_share",),
    "sources": (
        "source_share",
        "source_type_share",
        "source_attribution_share",
        "unnamed_source_share",
        "unnamed_source_share_by_position",
        "chain_share",
        "effective_sources",
    ),
    "cues": ("cue_class_share", "cue_class_by_source_type_share"),
    "naming": ("naming_share",),
    "divergence": ("naming_divergence",),
    "stance": ("stance_per_1k_words",),
    "loaded": ("loaded_per_1k_words", "loaded_weight_per_1k_words"),
    "sentiment": ("sentiment_mean", "actor_sentiment_mean"),
    "frames": ("frame_share", "frame_first_position"),
    "agency": ("agency_share", "agentless_passive_share"),
    "salience": (
        "source_salience_share",
        "naming_salience_share",
        "source_first_position",
        "naming_first_position",
        "frame_first_position",
        "fact_first_position",
        "fact_salience_share",
    ),
}
"""The measures of each view by name; "figures" is all of them, and a measure's id is a view of its own."""

_RECORDS = ("coverage", "silence", "keyness", "differences", "reuse", "reuse_shares")
_NUMBERS = ("numerator", "denominator", "scale", "value", "low", "high")
_NEAREST = ("nearest", "nearest_article", "nearest_voice", "nearest_similarity")
_SPLIT_KEYS = {"naming_share": ("concept", "wording"), "naming_salience_share": ("concept", "wording")}


class OpenedPassage(NamedTuple):
    """A passage behind a figure, with its outlet and its words; parts that stand apart are joined by " … "."""

    passage: Passage
    outlet: str
    text: str


def table(comparison: Comparison, view: str = "figures") -> "pandas.DataFrame":
    """Return a view of a comparison as a pandas table, rows in the comparison's order.

    `view` is a name in `VIEWS`, a measure's id or "figures" for all: one row a figure with the columns of
    `tidy_table`, for "naming" with "concept" and "wording" in place of the key. "coverage" has one row a fact and
    article; "silence" one a fact that one outlet alone tells or leaves out, with the words that come nearest to what
    it seems to leave out; "keyness", "differences" and "reuse"
    (shared passages) one row a record; "reuse_shares" how much of each article other articles share, in all and each.
    What is undefined is pandas' NA, and `refusal` says why. A view without rows keeps its columns. Raises
    `ScoringError`, with the nearest name, for another view, and `UsageError` where pandas is not installed.
    """
    known = ["figures", *VIEWS, *_RECORDS, *MEASURES]
    if view not in known:
        raise ScoringError(
            "view", f"{view!r} is not known", "one of " + ", ".join(known), nearest_name(view, known)
        )
    pandas = _load_pandas()
    if view in _RECORDS:
        return _as_frame(pandas, list(_records(comparison, view)), _record_columns(view))
    wanted = set(MEASURES) if view == "figures" else set(VIEWS.get(view, (view,)))
    rows = [row for row in tidy_table(comparison) if row["measure"] in wanted]
    names = _SPLIT_KEYS.get(next(iter(wanted))) if len(wanted) == 1 else None
    columns = list(COLUMNS)
    if names:
        place = columns.index("key")
        columns[place : place + 1] = names
        for row in rows:
            row[names[0]], _, row[names[1]] = row.pop("key").partition("/")
    return _as_frame(pandas, rows, columns)


def passages_of(
    comparison: Comparison,
    measure: str,
    outlet: str | None = None,
    *,
    key: str | None = None,
    voice: AnyVoice | Voice | None = None,
) -> list[OpenedPassage]:
    """Return the passages that a measure's figures count, each once, with their words, in the figures' order.

    `outlet`, `key` and `voice` narrow them; nothing counted gives an empty list. Raises `ScoringError`, with the
    nearest name, for a measure that the registry does not know and an outlet that the comparison does not hold.
    """
    articles = {article.id: article for article in comparison.articles}
    opened: dict[str, OpenedPassage] = {}
    for figure in figures(comparison, measure, outlet, key=key, voice=voice):
        for id_ in figure.passages:
            if id_ not in opened:
                passage = comparison.passages[id_]
                parts = [
                    passage_text(articles[passage.article], span, passage.where) for span in passage.spans
                ]
                opened[id_] = OpenedPassage(passage, figure.outlet, " … ".join(parts))
    return list(opened.values())


def _load_pandas() -> Any:
    try:
        import pandas
    except ImportError as error:
        raise UsageError(
            "table", "pandas is not installed", "pandas 2.2 or later", "pip install pandas"
        ) from error
    return pandas


def _records(comparison: Comparison, view: str) -> Iterator[dict[str, Any]]:
    if view == "coverage":
        outlets = {article: outlet.name for outlet in comparison.outlets for article in outlet.articles}
        for fact in comparison.coverage:
            for article, cell in fact.cells.items():
                tellings = len(fact.told.get(article, []))
                yield {
                    "fact": fact.label,
                    "outlet": outlets.get(article),
                    "article": article,
                    "cell": cell,
                    "passages": tellings,
                }
        return
    articles = {article.id: article for article in comparison.articles}
    for record in getattr(comparison, view):
        row = msgspec.structs.asdict(record)
        if "passages" in row:
            row["passages"] = len(row["passages"])
        if isinstance(record, ReusedShare):
            row |= {"share": record.share, "own_share": record.own_share}
        if isinstance(record, Silence):
            row |= _nearest(record, articles)
        yield row


def _nearest(silence: Silence, articles: Mapping[str, Article]) -> dict[str, Any]:
    """Return the cells of the passage that comes nearest; all None where there is none."""
    if not silence.nearest:
        return dict.fromkeys(_NEAREST)
    near = silence.nearest[0]
    words = passage_text(articles[near.article], near.telling.span, near.telling.where)
    return dict(zip(_NEAREST, (words, near.article, near.telling.voice, near.similarity), strict=True))


def _record_columns(view: str) -> list[str]:
    if view == "coverage":
        return ["fact", "outlet", "article", "cell", "passages"]
    from framing.schema import Difference, KeyTerm, Reuse

    records: dict[str, type[Record]] = {
        "silence": Silence,
        "keyness": KeyTerm,
        "differences": Difference,
        "reuse": Reuse,
        "reuse_shares": ReusedShare,
    }
    columns = [name for name in records[view].__struct_fields__ if name != "nearest"]
    return columns + {"reuse_shares": ["share", "own_share"], "silence": list(_NEAREST)}.get(view, [])


def _as_frame(pandas: Any, rows: list[dict[str, Any]], columns: Iterable[str]) -> "pandas.DataFrame":
    frame = pandas.DataFrame(rows, columns=list(columns))
    # pandas' own NA, not NaN: what is undefined must not pass for a number.
    numbers = {
        column: "Float64"
        for column in (*_NUMBERS, "p", "q", "dispersion", "share", "own_share", "nearest_similarity")
        if column in frame.columns
    }
    texts = {column: "string" for column in ("refusal", *_NEAREST[:-1]) if column in frame.columns}
    return frame.astype(numbers | texts)
