"""Room report: how comparisons, annotations and articles show themselves in a notebook, and charts as figures there.

`framing/__init__.py` makes these functions the records' `_repr_html_`, so that no record knows of HTML.
"""

import warnings
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup

from framing.report.style import MUTED, VOICE_COLOURS
from framing.report.summary import summarise
from framing.report.texts import say
from framing.report.wording import show_controls, show_on_one_line
from framing.schema import PROSE, VOICES, Annotations, Article, Comparison, Voice

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_MOST_LETTERS = 20_000
_DOTS_PER_INCH = 110
_LINES = {"own": "", "attributed": "border-bottom:2px dashed {}", "quoted": "border-bottom:2px solid {}"}


class _Stretch(NamedTuple):
    start: int
    end: int
    style: str
    explanation: str


def show_comparison(comparison: Comparison) -> str:
    """Return a comparison as HTML: its short table, how much there is of what, and the signature."""
    header, rows = summarise(comparison)
    head = Markup("").join(Markup("<th>{}</th>").format(_line(cell)) for cell in header)
    body = Markup("").join(
        Markup("<tr>{}</tr>").format(
            Markup("").join(Markup("<td>{}</td>").format(_line(cell)) for cell in row)
        )
        for row in rows
    )
    counts = {
        "articles": len(comparison.articles),
        "figures": len(comparison.figures),
        "passages": len(comparison.passages_by_id),
        "corrections": len(comparison.corrections),
        "rejects": len(comparison.rejects),
    }
    return str(
        Markup(
            "<div><strong>{}</strong><table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>{}{}</div>"
        ).format(
            _line(comparison.event.title), head, body, _small(_count(counts)), _small(comparison.signature)
        )
    )


def show_annotations(held: Annotations) -> str:
    """Return annotations as HTML: how much was found, and the text with a line under whatever a source says."""
    counts = {"attributions": len(held.attributions), "names": len(held.names), "loaded": len(held.loaded)}
    legend = Markup(" · ").join(
        Markup('<span style="{}">{}</span>').format(_line_under(voice), say(f"notebook.voices.{voice}"))
        for voice in VOICES
    )
    return _show_text(held.article, _spoken(held), Markup("{} · {}").format(_count(counts), legend))


def show_article(article: Article) -> str:
    """Return an article as HTML: what is known of it, and the text with furniture in grey."""
    known = (article.id, article.agency, article.published, article.url, article.language)
    return _show_text(article, _aside(article), Markup(" · ").join(_line(one) for one in known if one))


def print_figure(figure: "Figure") -> bytes:
    """Return a figure as PNG; a notebook that has not loaded pyplot knows no picture of it."""
    written = BytesIO()
    with warnings.catch_warnings():
        # A letter that the typeface lacks is a box in the picture, and no news to whoever looks at it.
        warnings.filterwarnings("ignore", message="Glyph .* missing")
        figure.savefig(written, format="png", dpi=_DOTS_PER_INCH)
    return written.getvalue()


def _spoken(held: Annotations) -> Iterator[_Stretch]:
    sources = {one.id: one.source for one in held.attributions}
    for one in held.utterances:
        if one.where == "text" and one.voice != "own":
            source = sources.get(one.attribution or "")
            name = (source.canonical or source.type) if source else ""
            voice = say(f"notebook.voices.{one.voice}")
            told = say("notebook.from_source", voice=voice, source=name) if name else voice
            yield _Stretch(one.start, one.end, _line_under(one.voice), told)


def _aside(article: Article) -> Iterator[_Stretch]:
    for region in article.regions:
        if region.kind not in PROSE:
            told = say("notebook.aside", kind=region.kind, reason=region.reason)
            yield _Stretch(region.start, region.end, f"color:{MUTED};opacity:0.7", told)


def _line_under(voice: Voice) -> str:
    return _LINES[voice].format(VOICE_COLOURS[voice])


def _show_text(article: Article, stretches: Iterable[_Stretch], about: Markup) -> str:
    whole = show_controls(article.text)
    shown = whole[:_MOST_LETTERS]
    parts: list[Markup] = []
    behind = 0
    for one in sorted(stretches):
        start, end = max(behind, one.start), min(one.end, len(shown))
        if start < end:
            parts.append(_escaped(shown[behind:start]))
            parts.append(
                Markup('<span style="{}" title="{}">{}</span>').format(
                    one.style, _line(one.explanation), shown[start:end]
                )
            )
            behind = end
    parts.append(_escaped(shown[behind:]))
    if len(whole) > len(shown):
        parts.append(Markup("<p>{}</p>").format(say("notebook.more", n=len(whole) - len(shown))))
    heading = Markup(" · ").join(
        _line(one) for one in (article.outlet or say("notebook.unidentified"), article.title) if one
    )
    return str(
        Markup(
            '<div><strong>{}</strong>{}<div style="white-space:pre-wrap;max-width:46em">{}</div></div>'
        ).format(heading, _small(about), Markup("").join(parts))
    )


def _count(counts: dict[str, int]) -> Markup:
    told: Sequence[str] = [say(f"notebook.{name}", n=number) for name, number in counts.items() if number]
    return Markup(" · ").join(told)


def _small(text: str) -> Markup:
    return Markup('<div style="font-size:smaller;color:{}">{}</div>').format(MUTED, text)


def _escaped(text: str) -> Markup:
    return Markup("{}").format(text)


def _line(text: str) -> Markup:
    return _escaped(show_on_one_line(text))
