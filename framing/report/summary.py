"""Room report: the short table that a terminal shows, one row an outlet."""

from collections import Counter
from typing import NamedTuple

from framing.report.figures import FigureIndex, most_relied_on
from framing.report.texts import say
from framing.report.wording import show_figure
from framing.schema import VOICES, Comparison, Figure

_MOST_WORDINGS = 3


class Summary(NamedTuple):
    """A header and one row of cells an outlet."""

    header: list[str]
    rows: list[list[str]]


def summarise(comparison: Comparison) -> Summary:
    """Return outlets with words, attributions, the share of one source, and what each calls one concept.

    Source and concept are the event's own choice, else those that the articles hold most of; where there is no source
    or concept at all, its column is left out.
    """
    index = FigureIndex(comparison)
    source = comparison.event.reliance or most_relied_on(index)
    concept = next((id_ for id_ in comparison.event.concepts if id_ in comparison.concepts), None)
    concept = concept or _most_mentioned(comparison)
    label = comparison.concepts.get(concept or "", concept or "")
    header = [
        *(say(f"wording.summary.{name}") for name in ("outlet", "words", "attributions")),
        *([say("wording.summary.share", source=source)] if source else []),
        *([say("wording.summary.calls", concept=label)] if concept else []),
    ]
    rows = [
        [
            outlet.name,
            f"{outlet.words:,}",
            f"{outlet.attributions:,}",
            *([_share(index, outlet.name, source)] if source else []),
            *([_wordings(comparison, outlet.name, concept)] if concept else []),
        ]
        for outlet in comparison.outlets
    ]
    return Summary(header, rows)


def _most_mentioned(comparison: Comparison) -> str | None:
    mentions: Counter[str] = Counter()
    for figure in comparison.figures:
        if figure.measure == "naming_share":
            mentions[figure.key.partition("/")[0]] += int(figure.numerator)
    return min(mentions, key=lambda concept: (-mentions[concept], concept), default=None)


def _share(index: FigureIndex, outlet: str, source: str) -> str:
    figure = index.find("source_share", outlet, source)
    if figure is None:
        return "0 %"
    shown = show_figure(figure)
    return say("wording.summary.refused", share=shown) if figure.value is None else shown


def _wordings(comparison: Comparison, outlet: str, concept: str) -> str:
    counted = [
        figure
        for figure in comparison.figures
        if figure.measure == "naming_share"
        and figure.outlet == outlet
        and figure.key.startswith(f"{concept}/")
        and figure.numerator
    ]
    counted.sort(
        key=lambda figure: (
            VOICES.index(figure.voice) if figure.voice != "all" else 0,
            -figure.numerator,
            figure.key,
        )
    )
    shown = [_wording(comparison, figure) for figure in counted[:_MOST_WORDINGS]]
    more = len(counted) - len(shown)
    return "; ".join([*shown, *([say("wording.summary.more", n=more)] if more else [])]) or "–"


def _wording(comparison: Comparison, figure: Figure) -> str:
    sources = sorted({comparison.passages_by_id[id_].source or "" for id_ in figure.passages} - {""})
    whose = f"{figure.voice}{': ' + ', '.join(sources) if sources and figure.voice != 'own' else ''}"
    times = f" ×{figure.numerator:.0f}" if figure.numerator > 1 else ""  # noqa: RUF001
    return f"{figure.key.partition('/')[2]}{times} ({whose})"
