"""Scoring: a comparison as tidy tables, and its figures looked up by name."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from framing.errors import ScoringError, nearest_name
from framing.measures import MEASURES
from framing.schema import VOICES, Comparison, Figure, Voice
from framing.scoring.rows import AnyVoice

DECIMALS = 6

COLUMNS = (
    "measure",
    "name",
    "outlet",
    "key",
    "voice",
    "numerator",
    "denominator",
    "unit",
    "scale",
    "value",
    "low",
    "high",
    "resampled",
    "refusal",
    "passages",
)

_NAMES_AT_MOST = 12

_AS_THEY_ARE = frozenset({str, int, bool, type(None)})


def figures(
    comparison: Comparison,
    measure: str,
    outlet: str | None = None,
    *,
    key: str | None = None,
    voice: AnyVoice | Voice | None = None,
) -> list[Figure]:
    """Return the figures of a measure, of one outlet, key or voice where these are given, in their order.

    Empty where the outlet has nothing under a key that others have. Raises `ScoringError`, with the nearest name, for a
    measure that the registry does not know, an outlet that the comparison does not hold, a key under which the measure
    counts nothing in any outlet, and a voice that there is not.
    """
    check_name("measure", measure, MEASURES)
    if outlet is not None:
        check_name("outlet", outlet, [one.name for one in comparison.outlets])
    held = [figure for figure in comparison.figures if figure.measure == measure]
    if key is not None:
        check_name(f"key of {measure}", key, [figure.key for figure in held])
    if voice is not None:
        check_name("voice", voice, (*VOICES, "all"))
    return [
        figure
        for figure in held
        if outlet in (None, figure.outlet) and key in (None, figure.key) and voice in (None, figure.voice)
    ]


def check_name(what: str, name: str, known: Iterable[str]) -> None:
    """Raise `ScoringError` with the nearest name where a name is not among the known ones."""
    names = list(dict.fromkeys(known))
    if name in names:
        return
    listed = ", ".join(names[:_NAMES_AT_MOST])
    more = f" and {len(names) - _NAMES_AT_MOST:,} more" if len(names) > _NAMES_AT_MOST else ""
    expected = f"one of {listed}{more}" if names else "nothing is counted here"
    raise ScoringError(what, f"{name!r} is not known", expected, nearest_name(name, names))


def tidy_table(comparison: Comparison, measures: Collection[str] = MEASURES) -> list[dict[str, Any]]:
    """Return one row a figure, of all `measures` or some, with the `COLUMNS` in order; what cannot be known is None.

    `value`, `low` and `high` are `scale` times numerator over denominator; `passages` is how many passages count.
    """
    return [dict(zip(COLUMNS, row, strict=True)) for row in tidy_rows(comparison, measures)]


def tidy_rows(comparison: Comparison, measures: Collection[str] = MEASURES) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of `tidy_table` as tuples in the order of `COLUMNS`: there may be hundreds of thousands."""
    yield from rows_of_figures(comparison.figures, measures)


def rows_of_figures(
    figures: Iterable[Figure], measures: Collection[str] = MEASURES
) -> Iterator[tuple[Any, ...]]:
    """Yield one row a figure of these measures, in the order of `COLUMNS`."""
    rounded = Rounded()
    for one in figures:
        if one.measure in measures:
            of = MEASURES[one.measure]
            yield (
                *(one.measure, of.name, one.outlet, one.key, one.voice),
                *(rounded[one.numerator], rounded[one.denominator], of.unit, rounded[of.scale]),
                *(rounded[one.value], rounded[one.low], rounded[one.high]),
                *(one.resampled, one.refusal, len(one.passages)),
            )


class Rounded(dict[float | None, Any]):
    """Numbers as `round_numbers` returns them, each rounded once: most of a million are one of a few thousand."""

    def __missing__(self, number: float | None) -> Any:
        short = self[number] = round_numbers(number)
        return short


def round_numbers(value: Any) -> Any:
    """Return values, however nested, with whole numbers without a point and other floats of `DECIMALS` places."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, float):
        short = round(value, DECIMALS)
        return int(short) if short.is_integer() else short
    # Most of what is nested are ids and whole numbers, millions of them: not worth a call each.
    if isinstance(value, dict):
        return {key: one if type(one) in _AS_THEY_ARE else round_numbers(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [one if type(one) in _AS_THEY_ARE else round_numbers(one) for one in value]
    return value
