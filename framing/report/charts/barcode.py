"""Room report: the voice barcode: each article as a strip from first word to last, with who speaks where.

The strip is pale where the outlet speaks itself; a low bar are attributed words, a high bar quoted ones. The colour
says what kind of source speaks, a line below the strip through whom its words came.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from framing.report.charts.drawing import Plan
from framing.report.charts.phrases import (
    join_heard,
    keys_that_differ,
    note_more,
    say_range,
    short_name,
    shorten,
    shown_columns,
)
from framing.report.charts.sheet import Sheet, text_width
from framing.report.style import LINE, MUTED, PAPER, TYPE_COLOURS, family_of
from framing.report.texts import say, say_all
from framing.report.view import View
from framing.report.wording import rests_on_rules, show_on_one_line
from framing.schema import Annotations, Voice, passage_text

_MOST_STRIPS = 12
_LABEL_WIDTH = 120.0
_HEIGHTS: dict[Voice, float] = {"own": 27.0, "attributed": 17.0, "quoted": 27.0}
_HEIGHT = max(_HEIGHTS.values())
_NAME_SIZE = 7.5
_LABEL_SIZE = 8.0
_MOST_NAMES = 6
_LEAST_SHARE = 0.04
_WORD = re.compile(r"\w+(?:[-'’.]\w+)*")


@dataclass(frozen=True)
class _Stretch:
    """Words in one voice of one source, in their place in the article."""

    first: int
    words: int
    voice: Voice
    source: str
    family: str
    channel: str
    channel_family: str


@dataclass(frozen=True)
class _Strip:
    """An article's stretches, under its outlet's name."""

    outlet: str
    title: str
    words: int
    stretches: list[_Stretch]

    @property
    def carried(self) -> list[tuple[int, str, str]]:
        """Words, name or type, and family of the sources, the most carried first.

        What one says through another counts for both, as in the table of sources.
        """
        totals: dict[tuple[str, str], int] = {}
        for one in self.stretches:
            for source in sorted({(one.source, one.family), (one.channel, one.channel_family)}):
                if source[0]:
                    totals[source] = totals.get(source, 0) + one.words
        held = [(words, source, family) for (source, family), words in totals.items()]
        return sorted(held, key=lambda one: (-one[0], one[1]))


def _caption(view: View) -> str:
    rules = rests_on_rules(view.comparison.articles)
    return say("charts.barcode.caption_rules" if rules else "charts.barcode.caption")


def plan_barcode(view: View) -> Iterator[Plan]:
    """Plan barcode; nothing where the articles' annotations are not at hand or hold no words."""
    strips = _choose_strips(view)
    if not strips:
        return
    count = len(view.comparison.articles)
    families = _families(strips)
    row = view.reliance_row
    title = say_range(
        shown_columns(view),
        row.numbers,
        "charts.barcode",
        differ=view.reliance in keys_that_differ(view, "source_share"),
        source=shorten(view.reliance, 40),
    )
    yield Plan(
        name="barcode",
        section="words",
        data=("voices", "sources"),
        title=(title if view.reliance else "") or say("charts.barcode.plain"),
        caption=_caption(view)
        + (" " + say("charts.barcode.more", shown=len(strips), n=count) if count > len(strips) else "")
        + note_more(view),
        alternative=f"{say('charts.barcode.alternative')} {_describe(strips)}",
        draw=lambda sheet: _draw(sheet, strips, families),
    )


def _choose_strips(view: View) -> list[_Strip]:
    """Return the strips that are drawn, by outlet: all articles or, where they are many, each outlet's longest."""
    by_id = {held.article.id: held for held in view.annotations}
    columns = shown_columns(view)
    share = max(1, _MOST_STRIPS // max(1, len(columns)))
    if sum(len(column.articles) for column in columns) <= _MOST_STRIPS:
        share = _MOST_STRIPS
    strips = []
    for column in columns:
        made = [
            _make_strip(by_id[article.id], column.name) for article in column.articles if article.id in by_id
        ]
        longest = sorted((strip for strip in made if strip.words), key=lambda strip: -strip.words)[:share]
        strips += [strip for strip in made if any(strip is one for one in longest)]
    return strips


def _make_strip(held: Annotations, outlet: str) -> _Strip:
    article, first, stretches = held.article, 0, []
    attributions = {attribution.id: attribution for attribution in held.attributions}
    # A title that stands apart is read first.
    for one in sorted(held.utterances, key=lambda one: (one.where != "title", one.start)):
        words = len(_WORD.findall(passage_text(article, (one.start, one.end), one.where)))
        attribution = attributions.get(one.attribution or "")
        speaker = (attribution.source or attribution.via) if attribution and one.voice != "own" else None
        via = attribution.via if attribution and speaker is not attribution.via else None
        if words:
            stretches.append(
                _Stretch(
                    first=first,
                    words=words,
                    voice=one.voice,
                    source="" if speaker is None else speaker.canonical or speaker.type,
                    family=family_of(speaker.type) if speaker else "unnamed",
                    channel=(via.canonical or via.type) if via and one.voice != "own" else "",
                    channel_family=family_of(via.type) if via else "unnamed",
                )
            )
        first += words
    return _Strip(outlet=outlet, title=article.title or "", words=first, stretches=stretches)


def _families(strips: Sequence[_Strip]) -> list[str]:
    """Return the families of source that speak, in the order of the palette."""
    said = [one for strip in strips for one in strip.stretches if one.voice != "own"]
    spoken = {one.family for one in said} | {one.channel_family for one in said if one.channel}
    return [family for family in TYPE_COLOURS if family in spoken]


def _draw(sheet: Sheet, strips: Sequence[_Strip], families: Sequence[str]) -> float:
    top = _draw_key(sheet, strips, families)
    start = 0.0 if sheet.narrow else _LABEL_WIDTH
    scale = (sheet.width - start) / max(strip.words for strip in strips)
    before = ""
    for strip in strips:
        name = strip.outlet if strip.outlet != before else ""
        before = strip.outlet
        size = say("charts.barcode.words", n=strip.words)
        if sheet.narrow:
            taken = sheet.text(
                0, top + 5, name or strip.title, bold=bool(name), width=sheet.width - 70, name=True
            )
            sheet.text(taken + 6, top + 5, size, size=8, colour=MUTED)
            top += 14
        else:
            if not name:
                sheet.text(0, top + _HEIGHT - 16, strip.title, size=8, colour=MUTED, width=_LABEL_WIDTH - 12)
            else:
                sheet.text(
                    0, top + _HEIGHT - 16, name, bold=True, width=_LABEL_WIDTH - 12, size=9.5, name=True
                )
            sheet.text(0, top + _HEIGHT - 4, size, size=8, colour=MUTED)
        _draw_strip(sheet, strip, start, top, scale)
        top += _HEIGHT + 22
    _draw_scale(sheet, max(strip.words for strip in strips), start, top - 2, scale)
    return top + 14


def _draw_key(sheet: Sheet, strips: Sequence[_Strip], families: Sequence[str]) -> float:
    """Draw what heights and colours mean; return where the strips may begin."""
    labels = say_all("charts.families")
    left, top = 0.0, 0.0
    for voice, height in _HEIGHTS.items():
        words = say(f"charts.barcode.{voice}")
        needed = 22 + text_width(words, 8.5) + 14
        if left + needed > sheet.width:
            left, top = 0.0, top + 20
        small = height * 0.55
        colour = MUTED if voice != "own" else LINE
        sheet.boxes([(left, top + 16 - small, 16, small)], colour)
        sheet.text(left + 21, top + 11, words, size=8.5)
        left += needed
    if any(one.channel for strip in strips for one in strip.stretches):
        words = say("charts.barcode.channel")
        needed = 22 + text_width(words, 8.5) + 14
        if left + needed > sheet.width:
            left, top = 0.0, top + 20
        sheet.boxes([(left, top + 13.8, 16, 2.2)], MUTED)
        sheet.text(left + 21, top + 11, words, size=8.5)
    left, top = 0.0, top + 22
    for family in families:
        needed = 14 + text_width(labels[family], 8.5) + 14
        if left + needed > sheet.width:
            left, top = 0.0, top + 15
        sheet.boxes([(left, top + 2, 9, 9)], TYPE_COLOURS[family])
        sheet.text(left + 14, top + 6.5, labels[family], size=8.5)
        left += needed
    return top + 26


def _draw_scale(sheet: Sheet, words: int, start: float, top: float, scale: float) -> None:
    """Count the words below the last strip, in round steps."""
    step = next((step for step in (50, 100, 200, 500, 1000, 2000) if words / step <= 8), 5000)
    sheet.lines([((start, top), (start + words * scale, top))], MUTED, 0.6)
    for count in range(0, words + 1, step):
        x = start + count * scale
        sheet.lines([((x, top), (x, top + 3))], MUTED, 0.6)
        label = say("charts.barcode.words", n=count) if not count else f"{count:,}"
        align = "left" if not count else "center"
        if not count or x + text_width(label, 7.5) / 2 <= sheet.width:
            sheet.text(x, top + 9, label, size=7.5, colour=MUTED, align=align)


def _draw_strip(sheet: Sheet, strip: _Strip, start: float, top: float, scale: float) -> None:
    base, width = top + _HEIGHT, strip.words * scale
    sheet.boxes([(start, top, width, _HEIGHT)], LINE)
    spoken = [one for one in strip.stretches if one.voice != "own"]
    for one in spoken:
        left, room = start + one.first * scale, max(0.6, one.words * scale - 0.5)
        height = _HEIGHTS[one.voice]
        sheet.boxes([(left, base - height, room, height)], TYPE_COLOURS[one.family])
        if one.channel:
            # Whoever the words came through is a thin line below the speaker's bar.
            sheet.boxes([(left, base + 1.2, room, 2.2)], TYPE_COLOURS[one.channel_family])
    _name_inside(sheet, spoken, start, base, scale)
    _name_below(sheet, strip, start, base, scale)


def _name_inside(sheet: Sheet, spoken: Sequence[_Stretch], start: float, base: float, scale: float) -> None:
    """Name the sources on their bars where there is room."""
    for one in spoken:
        left, width = start + one.first * scale, one.words * scale
        name = show_on_one_line(one.source)
        if name and text_width(name, _NAME_SIZE, bold=True) + 5 < width:
            middle = base - _HEIGHTS["attributed"] / 2
            sheet.text(
                left + width / 2, middle, name, size=_NAME_SIZE, bold=True, colour=PAPER, align="center"
            )


def _name_below(sheet: Sheet, strip: _Strip, start: float, base: float, scale: float) -> None:
    """Name below the strip the largest sources, each under the longest of its stretches where there is room."""
    spoken = [one for one in strip.stretches if one.voice != "own"]
    taken: list[tuple[float, float]] = []
    for words, source, family in strip.carried[:_MOST_NAMES]:
        if taken and words < _LEAST_SHARE * strip.words:
            break
        label = say("charts.barcode.most", source=shorten(source, 40), n=words)
        stretches = sorted(
            (one for one in spoken if source in (one.source, one.channel)), key=lambda one: -one.words
        )
        width = text_width(label, _LABEL_SIZE)
        for one in stretches:
            middle = start + (one.first + one.words / 2) * scale
            left = min(max(middle - width / 2, start), max(start, sheet.width - width))
            if all(left > right + 9 or left + width < other - 9 for other, right in taken):
                room = sheet.width - left
                sheet.text(
                    left, base + 10.5, label, size=_LABEL_SIZE, colour=TYPE_COLOURS[family], width=room
                )
                taken.append((left, left + width))
                break


def _describe(strips: Sequence[_Strip]) -> str:
    return join_heard(
        say(
            "charts.barcode.heard",
            outlet=short_name(strip.outlet),
            n=strip.words,
            sources=", ".join(f"{shorten(source, 40)} {words}" for words, source, _ in strip.carried[:3])
            or "–",
        )
        for strip in strips
    )
