"""Room report: the map of outlets: which lie near one another by their words, verbs and sources, and wordings."""

from collections.abc import Iterator, Sequence

from framing.report.charts.drawing import Plan
from framing.report.charts.phrases import join_heard, outlet_colours, shorten
from framing.report.charts.sheet import Sheet, fit, text_width, wrap
from framing.report.style import INK, LINE, MUTED
from framing.report.texts import say
from framing.report.view import View
from framing.schema import OutletMap

_GAP = 24.0
_SIZE = 8.5
_MARK = 8.0


def plan_map(view: View) -> Iterator[Plan]:
    """Plan map; nothing where no profile has text enough for one."""
    maps = [
        held for held in view.comparison.maps if held.coordinates and held.distances and len(held.outlets) > 2
    ]
    if not maps:
        return
    refused = [held for held in view.comparison.maps if not held.coordinates]
    nearest = [pair for held in maps[:1] for pair in [_nearest_pair(held)]]
    (first, second, distance), words = nearest[0], maps[0].words
    yield Plan(
        name="map",
        section="map",
        data=("maps",),
        title=say("charts.map.title", first=shorten(first), second=shorten(second), profile=maps[0].profile),
        caption=say("charts.map.caption", distance=f"{distance:.2f}", n=words or 0)
        + (
            " " + say("charts.map.refused", profiles=", ".join(held.profile for held in refused))
            if refused
            else ""
        ),
        alternative=say("charts.map.alternative") + " " + _describe(maps),
        draw=lambda sheet: _draw(sheet, view, maps),
    )


def _nearest(held: OutletMap, place: int) -> int:
    """Return the place of an outlet's nearest neighbour."""
    distances = held.distances or []
    others = [other for other in range(len(held.outlets)) if other != place]
    return min(others, key=lambda other: (distances[place][other], other))


def _nearest_pair(held: OutletMap) -> tuple[str, str, float]:
    distances = held.distances or []
    pairs = [(distances[one][_nearest(held, one)], one) for one in range(len(held.outlets))]
    distance, one = min(pairs)
    first, second = sorted((one, _nearest(held, one)))
    return held.outlets[first], held.outlets[second], distance


def _draw(sheet: Sheet, view: View, maps: Sequence[OutletMap]) -> float:
    beside = 1 if sheet.narrow else min(len(maps), 2)
    width = (sheet.width - _GAP * (beside - 1)) / beside
    colours = {column.name: outlet_colours(view)[column.position] for column in view.columns}
    top = tallest = 0.0
    for place, held in enumerate(maps):
        if place and place % beside == 0:
            top, tallest = top + tallest + 22, 0.0
        left = (place % beside) * (width + _GAP)
        tallest = max(tallest, _draw_panel(sheet, held, colours, left, top, width))
    return top + tallest


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
    scale = min((width - 2 * margin) / across, (width * 0.8) / down)
    height = down * scale + 44
    shift = left + (width - across * scale) / 2
    placed = [(shift + (x - low_x) * scale, top + head + 20 + (high_y - y) * scale) for x, y in points]
    sheet.lines(((placed[one], placed[_nearest(held, one)]) for one in range(len(placed))), LINE, 1.2)
    for name, point in zip(held.outlets, placed, strict=True):
        sheet.marks([point], "o", colours.get(name, MUTED), size=_MARK)
    _name_points(sheet, held, placed, (left, left + width))
    bar = _round_length(across)
    foot = top + head + height + 2
    sheet.lines([((left, foot), (left + bar * scale, foot))], INK, 1.2)
    sheet.text(left + bar * scale + 6, foot, say("charts.map.scale", length=f"{bar:g}"), size=8, colour=MUTED)
    return head + height + 10


def _round_length(across: float) -> float:
    """Return a round length of at most a third of the width, for the scale."""
    return next((length for length in (0.5, 0.2, 0.1, 0.05, 0.02) if length <= across / 3), 0.01)


def _name_points(
    sheet: Sheet, held: OutletMap, points: Sequence[tuple[float, float]], bounds: tuple[float, float]
) -> None:
    """Write each name beside its point, where it hides no point and no other name."""
    taken = [(x - _MARK / 2, y - _MARK / 2, x + _MARK / 2, y + _MARK / 2) for x, y in points]
    for place, (name, (x, y)) in enumerate(zip(held.outlets, points, strict=True)):
        stability = held.stability[place] if held.stability else None
        kept = f" {100 * stability:.0f} %" if stability is not None else ""
        room = (bounds[1] - bounds[0]) / 2 - text_width(kept, _SIZE)
        label = fit(name, room, _SIZE) + kept
        width = text_width(label, _SIZE)
        spots = [(x + 7, y), (x - 7 - width, y)]
        spots += [(x - width / 2, y + step) for step in (-11, 11, -22, 22, -33, 33, -44, 44)]
        spots += [(x + 7, y + step) for step in (-10, 10, -20, 20, -30, 30)]
        spots += [(x - 7 - width, y + step) for step in (-10, 10, -20, 20, -30, 30)]
        inside = [(min(max(left, bounds[0]), bounds[1] - width), middle) for left, middle in spots]
        best = min(inside, key=lambda spot: _hidden(spot, width, taken))
        taken.append((best[0], best[1] - 5, best[0] + width, best[1] + 5))
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
                outlet=shorten(name),
                other=shorten(held.outlets[_nearest(held, place)]),
                distance=f"{(held.distances or [])[place][_nearest(held, place)]:.2f}",
            )
            for place, name in enumerate(held.outlets)
        ]
        parts.append(f"{held.profile}: {', '.join(near)}")
    return join_heard(parts)
