"""Room report: how far outlets lie apart by their words, verbs and sources, and wordings: as a map, or pair by pair.

A map is drawn where some pair differs beyond chance and two dimensions keep the distances; else a dot a pair.
"""

from collections.abc import Collection, Iterator, Sequence

from framing.report.charts.drawing import Plan
from framing.report.charts.phrases import join_heard, outlet_colours, short_name
from framing.report.charts.sheet import Sheet, fit_name, text_width, wrap
from framing.report.distances import can_be_mapped, find_differing, list_pairs
from framing.report.style import INK, LINE, MUTED
from framing.report.texts import say
from framing.report.view import View
from framing.schema import OutletMap

_GAP = 24.0
_SIZE = 8.5
_MARK = 8.0
_TALLEST = 210.0
_STABLE = 0.5
_MOST_NAMES = 12
_MOST_PAIRS = 15
_ROW_HEIGHT = 15.0


def plan_map(view: View) -> Iterator[Plan]:
    """Plan map; nothing where no profile has text enough for distances among three outlets."""
    maps = [
        held for held in view.comparison.maps if held.coordinates and held.distances and len(held.outlets) > 2
    ]
    if not maps:
        return
    refused = [held for held in view.comparison.maps if not held.coordinates]
    is_map = [can_be_mapped(held) for held in maps]
    captions = [say("charts.map.caption", n=maps[0].words or 0)]
    captions += [say("charts.map.caption_map")] if any(is_map) else []
    captions += [say("charts.map.caption_pairs")] if not all(is_map) else []
    if any(
        len(list_pairs(held)) > _MOST_PAIRS for held, mapped in zip(maps, is_map, strict=True) if not mapped
    ):
        captions.append(say("charts.map.cut", shown=_MOST_PAIRS))
    if refused:
        captions.append(say("charts.map.refused", profiles=", ".join(held.profile for held in refused)))
    yield Plan(
        name="map",
        section="map",
        data=("maps", "map_places"),
        title=_say_title(next((held for held in maps if find_differing(held)), maps[0])),
        caption=" ".join(captions),
        alternative=say("charts.map.alternative" if any(is_map) else "charts.map.alternative_pairs")
        + " "
        + _describe(maps),
        draw=lambda sheet: _draw(sheet, view, maps),
    )


def _nearest(held: OutletMap, place: int) -> int:
    """Return the place of an outlet's nearest neighbour."""
    distances = held.distances or []
    others = [other for other in range(len(held.outlets)) if other != place]
    return min(others, key=lambda other: (distances[place][other], other))


def _say_title(held: OutletMap) -> str:
    """Say how many pairs differ beyond chance, and the nearest pair where a map is drawn and both keep each other."""
    distances, stability = held.distances or [], held.stability or [0.0] * len(held.outlets)
    pairs, differing = list_pairs(held), find_differing(held)
    if not differing:
        (first, second), (third, fourth) = pairs[0], pairs[-1]
        low, high = f"{distances[first][second]:.2f}", f"{distances[third][fourth]:.2f}"
        name = "charts.map.title_untested" if held.p is None else "charts.map.title_alike"
        return say(name, profile=held.profile, low=low, high=high)
    one, other = pairs[0]
    if not can_be_mapped(held) or min(stability[one], stability[other]) < _STABLE:
        return say("charts.map.title_apart", profile=held.profile, n=len(differing), pairs=len(pairs))
    return say(
        "charts.map.title",
        first=short_name(held.outlets[one]),
        second=short_name(held.outlets[other]),
        profile=held.profile,
        distance=f"{distances[one][other]:.2f}",
    )


def _draw(sheet: Sheet, view: View, maps: Sequence[OutletMap]) -> float:
    beside = 1 if sheet.narrow else min(len(maps), 2)
    width = (sheet.width - _GAP * (beside - 1)) / beside
    colours = {column.name: outlet_colours(view)[column.position] for column in view.columns}
    top = tallest = 0.0
    for place, held in enumerate(maps):
        if place and place % beside == 0:
            top, tallest = top + tallest + 22, 0.0
        left = (place % beside) * (width + _GAP)
        if can_be_mapped(held):
            height = _draw_panel(sheet, held, colours, left, top, width)
        else:
            height = _draw_pairs(sheet, held, left, top, width)
        tallest = max(tallest, height)
    return top + tallest


def _draw_pairs(sheet: Sheet, held: OutletMap, left: float, top: float, width: float) -> float:
    """Draw one profile's distances, a row a pair, the nearest first, from 0 to 1; return the height."""
    lines = wrap(held.profile, width, 9.5, bold=True, most=2)
    for place, line in enumerate(lines):
        sheet.text(left, top + 7 + 12 * place, line, size=9.5, bold=True)
    distances = held.distances or []
    pairs = list_pairs(held)[:_MOST_PAIRS]
    differing = set(find_differing(held))
    names = [f"{short_name(held.outlets[one])} – {short_name(held.outlets[other])}" for one, other in pairs]
    figures = [
        f"{distances[one][other]:.2f}" + (f", p {held.p[one][other]:.3f}" if held.p is not None else "")
        for one, other in pairs
    ]
    room = max(text_width(figure, _SIZE) for figure in figures) + 8
    start = left + min(max(text_width(name, _SIZE) for name in names) + 10, width * 0.45)
    scale = left + width - room - start - _MARK / 2
    head = top + 12.0 * len(lines) + 8
    foot = head + _ROW_HEIGHT * len(pairs)
    sheet.lines(
        [((start + scale * tick, head), (start + scale * tick, foot)) for tick in (0.0, 0.5, 1.0)], LINE, 0.8
    )
    for place, (pair, name, figure) in enumerate(zip(pairs, names, figures, strict=True)):
        middle = head + _ROW_HEIGHT * (place + 0.5)
        sheet.text(left, middle, name, size=_SIZE, width=start - left - 8, name=True)
        distance = distances[pair[0]][pair[1]]
        sheet.marks([(start + scale * distance, middle)], "o", INK, size=6, hollow=pair not in differing)
        sheet.text(
            left + width - room + 8, middle, figure, size=_SIZE, colour=INK if pair in differing else MUTED
        )
    for tick, align in ((0.0, "left"), (1.0, "right")):
        words = f"{tick:g}" if sheet.narrow else say("charts.map.alike" if not tick else "charts.map.apart")
        sheet.text(start + scale * tick, foot + 8, words, size=8, colour=MUTED, align=align)
    return foot + 16 - top


def _draw_panel(
    sheet: Sheet, held: OutletMap, colours: dict[str, str], left: float, top: float, width: float
) -> float:
    """Draw one profile's map; return its height."""
    lines = wrap(held.profile, width, 9.5, bold=True, most=2)
    for place, line in enumerate(lines):
        sheet.text(left, top + 7 + 12 * place, line, size=9.5, bold=True)
    head = 12.0 * len(lines) + 14
    points = held.coordinates or []
    low_x, high_x = min(x for x, _ in points), max(x for x, _ in points)
    low_y, high_y = min(y for _, y in points), max(y for _, y in points)
    margin = min(70.0, width / 4)
    across, down = max(1e-6, high_x - low_x), max(1e-6, high_y - low_y)
    scale = min((width - 2 * margin) / across, _TALLEST / down)
    height = down * scale + 44
    shift = left + (width - across * scale) / 2
    placed = [(shift + (x - low_x) * scale, top + head + 20 + (high_y - y) * scale) for x, y in points]
    sheet.lines(((placed[one], placed[_nearest(held, one)]) for one in range(len(placed))), LINE, 1.2)
    for name, point in zip(held.outlets, placed, strict=True):
        colour = colours.get(name, MUTED)
        sheet.marks([point], "o", colour, size=_MARK if colour != MUTED else 5)
    # Where there are many, those are named that have a colour.
    named = {
        name for name in held.outlets if colours.get(name, MUTED) != MUTED or len(held.outlets) <= _MOST_NAMES
    }
    room = (left, top + head, left + width, top + head + height - 8)
    _name_points(sheet, held, placed, named, room)
    bar = _round_length(across)
    foot = top + head + height + 2
    sheet.lines([((left, foot), (left + bar * scale, foot))], INK, 1.2)
    sheet.text(left + bar * scale + 6, foot, say("charts.map.scale", length=f"{bar:g}"), size=8, colour=MUTED)
    return head + height + 10


def _round_length(across: float) -> float:
    """Return a round length of at most a third of the width, for the scale."""
    return next((length for length in (0.5, 0.2, 0.1, 0.05, 0.02) if length <= across / 3), 0.01)


def _name_points(
    sheet: Sheet,
    held: OutletMap,
    points: Sequence[tuple[float, float]],
    named: Collection[str],
    room: tuple[float, float, float, float],
) -> None:
    """Write names beside their points where they hide neither a point nor another name; one without room is left."""
    taken = [(x - _MARK / 2, y - _MARK / 2, x + _MARK / 2, y + _MARK / 2) for x, y in points]
    left, above, right, below = room
    for place, (name, (x, y)) in enumerate(zip(held.outlets, points, strict=True)):
        if name not in named:
            continue
        kept = f" {100 * held.stability[place]:.0f} %" if held.stability else ""
        widest = (right - left) / 2 - text_width(kept, _SIZE)
        label = fit_name(name, widest, _SIZE)[0] + kept
        width = text_width(label, _SIZE)
        steps = (0, -10, 10, -20, 20, -30, 30, -40, 40)
        spots = [(x + 7, y), (x - 7 - width, y), (x - width / 2, y - 11), (x - width / 2, y + 11)]
        spots += [(at, y + step) for step in steps for at in (x + 7, x - 7 - width, x - width / 2)]
        inside = [
            (min(max(spot, left), right - width), min(max(middle, above + 6), below - 6))
            for spot, middle in spots
        ]
        best = min(inside, key=lambda spot: _hidden(spot, width, taken))
        if not _hidden(best, width, taken):
            taken.append((best[0] - 2, best[1] - 5, best[0] + width + 2, best[1] + 5))
            sheet.text(*best, label, size=_SIZE)


def _hidden(
    spot: tuple[float, float], width: float, taken: Sequence[tuple[float, float, float, float]]
) -> float:
    """Return the area that a name at this spot shares with what stands there."""
    left, right, top, bottom = spot[0], spot[0] + width, spot[1] - 5, spot[1] + 5
    return sum(
        max(0.0, min(right, box[2]) - max(left, box[0])) * max(0.0, min(bottom, box[3]) - max(top, box[1]))
        for box in taken
    )


def _describe(maps: Sequence[OutletMap]) -> str:
    parts = []
    for held in maps:
        near = [
            say(
                "charts.map.heard",
                outlet=short_name(name),
                other=short_name(held.outlets[_nearest(held, place)]),
                distance=f"{(held.distances or [])[place][_nearest(held, place)]:.2f}",
            )
            for place, name in enumerate(held.outlets)
        ]
        parts += [f"{held.profile}: {near[0]}", *near[1:]] if near else []
    return join_heard(parts)
