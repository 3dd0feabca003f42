"""The charts draw what scores.json holds: each label, the length of each bar, both ends of each interval, each mark.

What is drawn is read from the page's SVG and measured; what should be drawn is worked out here from the scores alone.
"""

import itertools
import re
from collections import defaultdict

import pytest

from framing.report.wording import show_on_one_line

VOICES = ("own", "attributed", "quoted")
LEFT = ("negating", "distancing")


@pytest.fixture(scope="module")
def drawn():
    """The drawings of each report: a page is read once."""
    return {}


@pytest.fixture(params=["seeds", "several"])
def report(request):
    """A report with one article an outlet, and one with many."""
    return request.getfixturevalue(f"{request.param}_report")


@pytest.fixture
def charts(drawn, open_page, read_drawings, report):
    if report.folder not in drawn:
        drawn[report.folder] = read_drawings(open_page(report))
    return drawn[report.folder]


@pytest.fixture
def scores(report):
    return Scores(report.scores)


def near(one, other, within=0.03):
    """Whether two places are the same but for rounding: drawings have two decimals."""
    return abs(one - other) <= within


class Scores:
    """The figures of scores.json by measure, outlet, key and voice."""

    def __init__(self, held):
        self.held = held
        self.outlets = [one["name"] for one in held["outlets"]]
        self.by_name = {
            (one["measure"], one["outlet"], one["key"], one["voice"]): one
            for one in held["figures"] + held["together"]
        }

    def find(self, measure, outlet, key="", voice="all"):
        return self.by_name.get((measure, outlet, key, voice))

    def keys(self, measure):
        """The keys of a measure, by the labels that charts and tables give them."""
        keys = {one["key"] for one in self.held["figures"] if one["measure"] == measure}
        return {label_of(measure, key): key for key in keys}

    def outlet_of(self, head):
        """The outlet of a column's head, by its colour: colours go by the order of the outlets."""
        return self.outlets[int(head.colour.removeprefix("outlet-")) - 1]


def label_of(measure, key):
    label = key.replace("-", " ") if measure == "frame_share" else key.replace("/", ": ", 1)
    return show_on_one_line(label)


def show_share(score, *, interval=False):
    """A share as charts and tables write it."""
    if score["value"] is None:
        return f"{score['numerator']:g} of {score['denominator']:g}"
    text = "<1 %" if 0 < score["value"] < 0.005 else f"{100 * score['value']:.0f} %"
    if interval and score["low"] is not None:
        text += f" [{100 * score['low']:.0f}–{100 * score['high']:.0f}]"
    return text


def size(score):
    """How large a figure is drawn; a share that is refused is drawn pale."""
    return score["value"] if score["value"] is not None else score["numerator"] / score["denominator"]


def reach(score):
    return max(size(score), score["high"] or 0.0)


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


# --- naming, coverage -------------------------------------------------------------------------------------------


def test_each_mention_has_its_mark(charts, scores):
    chart = charts["naming"]
    heads, titles = chart.heads(), scores.held["concepts"]
    by_title = {title: id_ for id_, title in titles.items()}
    labels = [one for one in chart.texts if near(one.x, 10) and one.words.startswith("“")]
    assert labels
    for place, label in enumerate(labels):
        above = [one.words for one in chart.texts if near(one.x, 10) and one.y < label.y]
        concept = by_title[[words for words in above if words in by_title][-1]]
        variant = label.words.strip("“”").rstrip("…")
        wordings = {
            one["key"]
            for one in scores.held["figures"]
            if one["measure"] == "naming_share" and one["key"].startswith(f"{concept}/{variant}")
        }
        key = min(wordings, key=len)
        gap = min(abs(other.y - label.y) for n, other in enumerate(labels) if n != place) / 2
        for head in heads:
            inside = [
                one
                for one in [*chart.marks, *chart.texts]
                if head.x <= one.x < head.x + head.width + 4 and abs(one.y - label.y + 3) < gap
            ]
            for voice in VOICES:
                score = scores.find("naming_share", scores.outlet_of(head), key, voice)
                counted = int(score["numerator"]) if score else 0
                held = [one for one in inside if one.colour == voice]
                numbers = [int(one.words) for one in held if hasattr(one, "words")]
                assert (numbers or [len(held)]) == [counted], (label, head, voice)


def test_cells_of_the_matrix_have_the_colour_of_the_best_telling(charts, scores):
    chart = charts["coverage"]
    heads = chart.heads()
    facts = {fact["label"]: fact for fact in scores.held["coverage"]}
    articles = {one["name"]: one["articles"] for one in scores.held["outlets"]}
    # A label of two lines begins with its first; the last may be cut.
    starts = [one for one in chart.texts if near(one.x, 10) and one.y > heads[0].y]
    found = 0
    for one in starts:
        fact = next((fact for label, fact in facts.items() if label.startswith(one.words.rstrip("…"))), None)
        if fact is None:
            continue
        middle = next((box.y + 7 for box in chart.boxes if near(box.height, 14) and box.y > heads[0].y
                       and abs(box.y + 7 - one.y) < 10), None)  # fmt: skip
        found += middle is not None
        for head in heads:
            told = {fact["cells"].get(article, "absent") for article in articles[scores.outlet_of(head)]}
            best = next(
                (cell for cell in (*VOICES, "too short", "not yet happened") if cell in told), "absent"
            )
            box = chart.box_at(head.x, middle - 7) if middle else None
            assert (box.colour if box else "absent") == {"too short": "raised", "not yet happened": "raised"}.get(
                best, best
            ), (one.words, head)  # fmt: skip
    assert found >= 3


# --- tone -------------------------------------------------------------------------------------------------------


def test_marks_of_stance_lie_at_their_rates(charts, scores):
    chart = charts["stance"]
    heads = chart.heads()
    labels = {
        key: (measure, key)
        for measure in ("stance_per_1k_words", "loaded_per_1k_words")
        for key in scores.keys(measure).values()
    }
    tops = sorted({one.y for one in chart.lines if one.colour == "line" and near(one.x, one.end_x)})
    scales = [one for one in chart.texts if one.words.endswith("per 1,000")]
    assert len(tops) == len(scales) >= 2
    for top, said in zip(tops, scales, strict=True):
        lines = [one for one in chart.texts if near(one.x, 10) and top - 12 < one.y < said.y]
        measure, key = labels[" ".join(one.words for one in lines)]
        held = {(head, voice): scores.find(measure, scores.outlet_of(head), key, voice)
                for head in heads for voice in VOICES}  # fmt: skip
        every = [scores.find(measure, outlet, key, voice) for outlet in scores.outlets for voice in VOICES]
        end = max(max(one["value"] or 0, one["high"] or 0) for one in every if one)
        assert said.words == f"to {end:.1f} per 1,000"
        for (head, voice), score in held.items():
            y = top + 5 + 10.5 * VOICES.index(voice)
            marks = [
                one
                for one in chart.marks
                if near(one.y, y) and head.x - 1 <= one.x <= head.x + head.width and one.colour == voice
            ]
            if score is None or score["value"] is None:
                assert marks == []
                continue
            scale = (head.width - 20) / end
            assert [one.x for one in marks] == pytest.approx([head.x + score["value"] * scale], abs=0.05)
            ends = chart.interval_at(y, head.x, head.x + head.width)
            if score["low"] is None:
                assert ends is None
                if score["value"]:
                    assert chart.text_at(marks[0].x + 6, y + 2.52) == f"{score['value']:.1f}"
            else:
                assert ends == pytest.approx(
                    [head.x + score["low"] * scale, head.x + score["high"] * scale], abs=0.05
                )


# --- between outlets --------------------------------------------------------------------------------------------


def test_key_terms_lie_at_their_log_odds(charts, scores, report):
    names = [name for name in charts if name.startswith("keyness-")]
    assert len(names) == len({one["outlet"] for one in report.scores["keyness"]})
    for name in names:
        chart = charts[name]
        outlet = scores.outlets[int(name.removeprefix("keyness-")) - 1]
        held = [one for one in report.scores["keyness"] if one["outlet"] == outlet]
        # Those in the outlet's own voice, where there are any.
        voice = "own" if any(one["voice"] == "own" for one in held) else "all"
        terms = {
            (one["term"], f"{one['count']:,} : {one['other_count']:,}"): one
            for one in held
            if one["voice"] == voice
        }
        drawn = []
        for mark in chart.marks:
            texts = [one.words for one in chart.texts if abs(one.y - mark.y - 3.1) < 0.5]
            term = next(held for (words, counts), held in terms.items() if words.startswith(texts[0].rstrip("…"))
                        and counts == texts[1])  # fmt: skip
            drawn.append((mark, term))
        (zero,) = {one.x for one in chart.lines if one.colour == "muted" and near(one.x, one.end_x)}
        far, furthest = max(drawn, key=lambda one: abs(one[1]["log_odds"]))
        scale = (far.x - zero) / furthest["log_odds"]
        for mark, term in drawn:
            assert near(mark.x, zero + term["log_odds"] * scale, 0.1), term
            assert mark.colour == ("above" if term["log_odds"] > 0 else "below")
            ends = chart.interval_at(mark.y, 0, 640)
            assert ends == pytest.approx([zero + term[end] * scale for end in ("low", "high")], abs=0.1)
        strong = [term for _, term in drawn if term["log_odds"] > 0] or [term for _, term in drawn]
        first = min(strong, key=lambda term: (-abs(term["z"]), term["term"]))
        assert f"“{first['term']}”" in chart.title


def test_bars_of_shared_text_are_as_long_as_the_scores_say(charts, scores):
    chart = charts["reuse"]
    held = scores.held["reuse_shares"]
    alone = all(len(one["articles"]) == 1 for one in scores.held["outlets"])
    rows = {}
    for outlet in scores.held["outlets"]:
        if alone:
            one = next(
                one for one in held if one["article"] == outlet["articles"][0] and one["other"] is None
            )
            text = f"{100 * one['share']:.0f} % of {one['total_words']:,} words"
            rows[outlet["name"]] = (one["share"], one["own_share"], None, None, text)
        else:
            whole, own = (
                next(one for one in scores.held["reuse_by_outlet"]
                     if (one["outlet"], one["voice"]) == (outlet["name"], voice))
                for voice in ("all", "own")
            )  # fmt: skip
            text = f"{100 * whole['value']:.0f} % of {whole['total_words']:,} words in {whole['articles']} articles"
            rows[outlet["name"]] = (whole["value"], own["value"], whole["low"], whole["high"], text)
    scale = None
    for share, own, low, high, words in sorted(rows.values(), reverse=True):
        found = [one for one in chart.texts if one.words == words]
        assert len(found) == (1 if share else 0)
        if not share:
            continue
        (left,) = {box.x for box in chart.boxes if near(box.height, 10) and box.colour == "raised"}
        bar, filled = (
            next(
                (box for box in chart.boxes
                 if box.colour == colour and near(box.x, left) and abs(box.y + 5 - found[0].y + 2.88) < 0.1),
                None,
            )
            for colour in ("raised", "ink")
        )  # fmt: skip
        scale = scale or bar.width / share
        assert near(bar.width, share * scale, 0.1)
        assert near(filled.width if filled else 0.0, own * scale, 0.1)
        ends = chart.interval_at(bar.y + 13.5, left, 640)
        assert (ends is None) == (low is None)
        if ends:
            assert ends == pytest.approx([left + low * scale, left + high * scale], abs=0.1)


def test_pairs_of_outlets_lie_where_the_scores_put_them(charts, scores):
    maps = [one for one in scores.held["maps"] if one["coordinates"]]
    chart, (first, *_) = charts["map"], maps
    # Few outlets, or none that differ: a dot a pair, and no map.
    left, _, right = sorted({one.x for one in chart.lines if near(one.x, one.end_x)})[:3]
    for one, other in itertools.combinations(range(len(first["outlets"])), 2):
        name = f"{first['outlets'][one]} – {first['outlets'][other]}"
        label = next(text for text in chart.texts if text.words == name)
        distance, p = first["distances"][one][other], first["p"][one][other]
        figure = f"{distance:.2f}, p {p:.3f}"
        assert figure in [text.words for text in chart.texts if near(text.y, label.y)]
        dots = sorted(mark.x for mark in chart.marks if near(mark.y, label.y - 3.06, 0.5))
        if len(maps) == 1:
            assert dots == pytest.approx([left + (right - left) * distance], abs=0.1)


def test_strips_are_as_long_as_their_articles_and_say_who_speaks(charts, scores):
    chart = charts["barcode"]
    grounds = [box for box in chart.boxes if box.colour == "line" and near(box.height, 27)]
    sizes = [one for one in chart.texts if re.fullmatch(r"[\d,]+ words?", one.words) and near(one.x, 10)]
    assert len(grounds) == len(sizes) >= len(scores.outlets)
    words = [int(one.words.split()[0].replace(",", "")) for one in sizes]
    scale = grounds[0].width / words[0]
    for box, number in zip(grounds, words, strict=True):
        assert near(box.width, number * scale, 0.05)
    if any(len(one["articles"]) > 1 for one in scores.held["outlets"]):
        return
    for outlet, box, number in zip(scores.held["outlets"], grounds, words, strict=True):
        assert number == outlet["words"]
        for voice, height in (("attributed", 17), ("quoted", 27)):
            parts = [one for one in chart.boxes if near(one.y + one.height, box.y + 27) and near(one.height, height)
                     and one.colour.startswith("type-")]  # fmt: skip
            counted = scores.find("voice_share", outlet["name"], "", voice)["numerator"]
            # Each part has half a point of gap behind it; one word alone is drawn wide enough to be seen.
            told = [1.0 if near(one.width, 0.6) else (one.width + 0.5) / scale for one in parts]
            assert near(sum(told), counted, 0.02 * len(parts)), (outlet["name"], voice)
        for one in chart.texts:
            if near(one.y, box.y + 27 + 10.5 + 2.88):
                source, _, count = one.words.rpartition(" ")
                assert scores.find("source_share", outlet["name"], source)["numerator"] == int(count)
