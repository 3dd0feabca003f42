"""Room report: the figures of a comparison, looked up, summed and made ready to show."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from framing.report.texts import say
from framing.report.wording import (
    definition_of,
    explain_figure,
    show_count,
    show_figure,
    shown_as,
    voice_labels,
)
from framing.schema import Comparison, Figure

# How keys begin that stand for sources without a name.
NAMELESS = ("unnamed", "no source", "document")


@dataclass(frozen=True, kw_only=True)
class Number:
    """A figure as it is shown: its text, what it says when opened, and the ids of its passages."""

    text: str
    kind: str
    heading: str
    detail: str
    numerator: float
    denominator: float
    unit: str
    measure: str
    passages: tuple[str, ...]
    value: float | None
    low: float | None
    high: float | None

    @property
    def refused(self) -> bool:
        """Whether a value was refused for want of text."""
        return self.value is None

    @property
    def share(self) -> float:
        """Numerator over denominator, 0 where there is nothing to divide by."""
        return self.numerator / self.denominator if self.denominator else 0.0


class FigureIndex:
    """All figures of a comparison, to be looked up and summed."""

    def __init__(self, comparison: Comparison) -> None:
        self.outlets = [outlet.name for outlet in comparison.outlets]
        self._figures: dict[tuple[str, str], dict[tuple[str, str], Figure]] = {}
        self._keys: dict[str, list[str]] = {}
        for figure in comparison.figures:
            held = self._figures.setdefault((figure.measure, figure.outlet), {})
            held[figure.key, figure.voice] = figure

    def of(self, measure: str, outlet: str) -> list[Figure]:
        """Return an outlet's figures of a measure, in the comparison's order; empty where there are none."""
        return list(self._figures.get((measure, outlet), {}).values())

    def find(self, measure: str, outlet: str, key: str = "", voice: str = "all") -> Figure | None:
        """Return one figure, or None."""
        return self._figures.get((measure, outlet), {}).get((key, voice))

    def total(self, measure: str, outlet: str, key: str = "") -> Figure | None:
        """Return a key's figure over all voices; summed, without interval, where only voices are given."""
        found = self.find(measure, outlet, key)
        if found is not None:
            return found
        return sum_figures(figure for figure in self.of(measure, outlet) if figure.key == key)

    def keys(self, measure: str) -> list[str]:
        """Return a measure's keys, the one with the largest shares over all outlets first."""
        if measure not in self._keys:
            self._keys[measure] = self._order(measure)
        return self._keys[measure]

    def _order(self, measure: str) -> list[str]:
        weights: dict[str, float] = {}
        for outlet in self.outlets:
            for key in {figure.key for figure in self.of(measure, outlet)}:
                figure = self.total(measure, outlet, key)
                if figure is not None and figure.numerator:
                    weight = abs(figure.numerator) / figure.denominator if figure.denominator else 0.0
                    weights[key] = weights.get(key, 0.0) + weight
        return sorted(weights, key=lambda key: (-weights[key], key))


def most_relied_on(index: FigureIndex) -> str:
    """Return the source with a name of its own that the outlets carry most; empty where none has one."""
    return next((key for key in index.keys("source_share") if not key.startswith(NAMELESS)), "")


def sum_figures(figures: Iterable[Figure]) -> Figure | None:
    """Return figures that share a denominator as one, without interval; None where there are none."""
    held = list(figures)
    if not held:
        return None
    first = held[0]
    return Figure(
        measure=first.measure,
        outlet=first.outlet,
        key=first.key,
        voice="all",
        numerator=sum(figure.numerator for figure in held),
        denominator=first.denominator,
        passages=[passage for figure in held for passage in figure.passages],
        refusal="these voices were counted one by one",
    )


def show_number(figure: Figure | None, label: str = "") -> Number | None:
    """Return a figure as it is shown in a table; None where there is none or its denominator is 0."""
    if figure is None or not figure.denominator:
        return None
    kind = "derived" if definition_of(figure.measure).derived else shown_as(figure.measure)
    return _number(figure, show_figure(figure), kind, label, explain_figure(figure))


def count_number(figure: Figure | None, label: str, unit: str = "") -> Number | None:
    """Return a figure's numerator alone, as a plain count; None where there is nothing to count."""
    if figure is None or not figure.numerator:
        return None
    return _number(figure, show_count(figure.numerator), "count", label, say("wording.figure.count"), unit)


def _number(figure: Figure, text: str, kind: str, label: str, detail: str, unit: str = "") -> Number:
    definition = definition_of(figure.measure)
    key = "" if label else figure.key.replace("/", ": ", 1)
    parts: Sequence[str] = (
        figure.outlet or say("page.labels.together"),
        label or definition.name,
        key,
        voice_labels().get(figure.voice, ""),
    )
    return Number(
        text=text,
        kind=kind,
        heading=" · ".join(part for part in parts if part),
        detail=detail,
        numerator=figure.numerator,
        denominator=figure.denominator,
        unit=unit or ("score" if kind == "mean" else _counted_unit(figure.measure)),
        measure=figure.measure,
        passages=tuple(figure.passages),
        value=figure.value,
        low=figure.low,
        high=figure.high,
    )


def _counted_unit(measure: str) -> str:
    """Return what the numerator counts; stance and loaded words are mentions among words."""
    definition = definition_of(measure)
    return "mentions" if definition.scale != 1 else definition.unit
