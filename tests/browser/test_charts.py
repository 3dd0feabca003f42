"""Charts of shares draw what scores.json holds: each label, the length of each bar, both ends of each interval.

What is drawn is read from the page's SVG and measured; what should be drawn is worked out from the scores alone.
"""

from collections import defaultdict

import pytest

from .scores import VOICES, near, reach, show_share, size

LEFT = ("negating", "distancing")


# --- grids of bars: sources, types of source, frames ------------------------------------------------------------

GRIDS = {"source-types": "source_type_share", "sources": "source_share", "frames": "frame_share"}


@pytest.mark.parametrize("name", GRIDS)
def test_bars_and_intervals_of_a_grid_are_as_long_as_the_scores_say(charts, scores, name):
    chart, measure = charts[name], GRIDS[name]
    heads, keys = chart.heads(), scores.keys(measure)
    rows = rows_of_grid(chart, heads)
    assert [scores.outlet_of(head) for head in heads] == scores.outlets[:8]
    assert rows
    known = {}
    for label in rows:
        # Where there is no room for a label, its end is cut off.
        (key,) = [keys[full] for full in keys if full == label] or [
            keys[full] for full in keys if label.endswith("…") and full.startswith(label[:-1])
        ]
        known[label] = [scores.find(measure, scores.outlet_of(head), key) for head in heads]
    most = max(reach(score) for held in known.values() for score in held if score and score["denominator"])
    for label, y in rows.items():
        for head, score in zip(heads, known[label], strict=True):
            check_cell(chart, head, y, score, head.width / most)


def check_cell(chart, head, y, score, scale):
    """A cell of a grid: its text stands at `y`, its bar and the line of its interval below it."""
    text = chart.text_at(head.x, y)
    if score is None or not score["denominator"]:
        assert text is None
        return
    assert text == (show_share(score) if score["numerator"] else "–"), (head, score)
    bar = chart.box_at(head.x, y + 3.94)
    if not score["numerator"]:
        assert bar is None
        return
    assert bar is not None
    assert near(bar.width, max(0.8, size(score) * scale), 0.05), (bar, score)
    ends = chart.interval_at(y + 14.44, head.x, head.x + head.width)
    if score["low"] is None:
        assert ends is None
    else:
        assert ends is not None
        assert near(ends[0], head.x + score["low"] * scale, 0.05), score
        assert near(ends[1], head.x + score["high"] * scale, 0.05), score


def rows_of_grid(chart, heads):
    """The rows of a grid by their labels: the foot of their cells' texts."""
    lefts = [head.x for head in heads]
    below = max(head.y for head in heads) + 14
    cells = [
        one
        for one in chart.texts
        if any(near(one.x, left) for left in lefts) and one.y > below and one.colour == "muted"
    ]
    labels = defaultdict(list)
    feet = sorted({one.y for one in cells})
    for one in chart.texts:
        if near(one.x, 10) and one.colour == "ink" and one.y > below:
            labels[min(feet, key=lambda foot: abs(foot + 2 - one.y))].append(one.words)
    return {" ".join(labels[foot]): foot for foot in feet}


# --- the tables behind the charts -------------------------------------------------------------------------------

TABLES = {
    "voices": ["voice_share"],
    "source-types": ["source_type_share"],
    "sources": ["source_share"],
    "cue-classes": ["cue_class_share"],
    "frames": ["frame_share"],
}
VOICE_LABELS = {"own words": "own", "attributed": "attributed", "quoted": "quoted", "in any voice": "all"}


@pytest.mark.parametrize("name", TABLES)
def test_tables_behind_the_charts_hold_the_scores_in_their_rows_and_columns(charts, scores, name):
    tables = [table for table in charts[name].tables if table["byOutlet"]]
    assert tables
    checked = 0
    for table, measure in zip(tables, TABLES[name] * len(tables), strict=False):
        with_voices = table["head"][1] == "voice"
        outlets = table["head"][2 if with_voices else 1 :]
        assert outlets == scores.outlets
        keys = scores.keys(measure)
        for row in table["rows"]:
            voice = VOICE_LABELS[row[1]] if with_voices else VOICE_LABELS.get(row[0], "all")
            key = "" if measure == "voice_share" else keys[row[0]]
            for outlet, cell in zip(outlets, row[2 if with_voices else 1 :], strict=True):
                score = scores.find(measure, outlet, key, voice)
                if score is None or not score["denominator"]:
                    assert cell == "–"
                else:
                    assert cell == show_share(score, interval=True), (row, outlet)
                    checked += 1
    assert checked >= len(scores.outlets)


# --- voices -----------------------------------------------------------------------------------------------------


def test_bars_of_voices_add_up_to_all_words(charts, scores):
    chart = charts["voices"]
    for outlet in scores.outlets[:8]:
        name = next(one for one in chart.texts if one.words == outlet)
        parts = sorted(
            (box for box in chart.boxes if box.y < name.y < box.y + box.height), key=lambda box: box.x
        )
        shares = {voice: scores.find("voice_share", outlet, "", voice) for voice in VOICES}
        told = [voice for voice in VOICES if shares[voice]["numerator"]]
        assert [box.colour for box in parts] == told
        left = parts[0].x
        # Each part has a point of gap behind it.
        whole = 638 - left
        for box, voice in zip(parts, told, strict=True):
            assert near(box.width, max(0.5, shares[voice]["value"] * whole - 1), 0.1), (outlet, voice)
            inside = [one.words for one in chart.texts if box.x < one.x < box.x + box.width and
                      box.y < one.y < box.y + box.height]  # fmt: skip
            assert inside in ([], [show_share(shares[voice])])
        for voice, place, sign, level in (("own", left, 1, 4), ("quoted", 638, -1, 8.5)):
            bounds = shares[voice]["low"], shares[voice]["high"]
            ends = chart.interval_at(parts[0].y + parts[0].height + level, left, 638)
            assert (ends is None) == (bounds[0] is None)
            if ends:
                wanted = sorted(place + sign * whole * bound for bound in bounds)
                assert all(near(end, want, 0.1) for end, want in zip(ends, wanted, strict=True))


# --- verbs of attribution ---------------------------------------------------------------------------------------


def test_verbs_diverge_by_what_the_scores_say(charts, scores):
    chart = charts["cue-classes"]
    feet = sorted({one.x for one in chart.lines if one.colour == "line" and near(one.x, one.end_x)})
    classes = [
        *LEFT,
        "neutral",
        "factive",
        "emphatic",
        "evaluative",
        *("mental", "unlisted")[: len(feet) - 6],
    ]
    assert [one.words for one in chart.texts if one.words in classes][: len(classes)] == classes
    unit = feet[4] - feet[3]
    rows = [one for one in chart.texts if one.words.startswith("n = ")]
    known = []
    for count in rows:
        label = next(
            one.words for one in chart.texts if near(one.y, count.y - 11.64, 0.5) and one.x in (10, 18)
        )
        held = {
            name: scores.find("cue_class_share", label, name)
            or scores.find("cue_class_by_source_type_share", "", f"{label}/{name}")
            for name in classes
        }
        total = next(score["denominator"] for score in held.values() if score)
        assert count.words == f"n = {total:,.0f}", label
        known.append((count.y, label, held))
    assert {label for _, label, _ in known} > set(scores.outlets[:8])
    sides = [score for *_, held in known for name, score in held.items() if score and name != "neutral"]
    most = max([0.1, *(reach(score) for score in sides if score["numerator"])])
    for y, label, held in known:
        for foot, name in zip(feet, classes, strict=True):
            score, sign = held[name], -1 if name in LEFT else 1
            text = chart.text_at(foot + 3 * sign, y - 13.0)
            if score is None or not score["numerator"]:
                assert text is None, (label, name)
                continue
            assert text == show_share(score), (label, name)
            scale = (1.8 * unit - 8) if name == "neutral" else (unit - 8) / most
            width = max(0.8, score["value"] * scale)
            bar = chart.box_at(foot - width if sign < 0 else foot, y - 8.88)
            assert bar is not None, (label, name, width)
            assert near(bar.width, width, 0.05)
            room = 1.8 * unit - 8 if name == "neutral" else unit - 8
            column = (foot - room, foot) if sign < 0 else (foot, foot + room)
            ends = chart.interval_at(y + 1.62, *column)
            if score["low"] is None:
                assert ends is None, (label, name)
            else:
                wanted = sorted(foot + sign * scale * bound for bound in (score["low"], score["high"]))
                assert ends == pytest.approx(wanted, abs=0.05), (label, name)


def test_table_of_verbs_by_type_of_source_holds_the_scores(charts, scores):
    (table,) = [table for table in charts["cue-classes"].tables if not table["byOutlet"]]
    assert table["rows"]
    for label, total, *cells in table["rows"]:
        for name, cell in zip(table["head"][2:], cells, strict=True):
            score = scores.find("cue_class_by_source_type_share", "", f"{label}/{name}")
            assert cell == (show_share(score, interval=True) if score else "–"), (label, name)
            assert score is None or score["denominator"] == int(total)
