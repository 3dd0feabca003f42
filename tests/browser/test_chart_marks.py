"""Charts of marks draw what scores.json holds: each mention, each cell, each dot where its figure puts it.

What is drawn is read from the page's SVG and measured; what should be drawn is worked out from the scores alone.
"""

import itertools
import re

import pytest

from .scores import VOICES, near

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


def test_key_terms_lie_at_their_log_odds(charts, scores, charted):
    names = [name for name in charts if name.startswith("keyness-")]
    assert len(names) == len({one["outlet"] for one in charted.scores["keyness"]})
    for name in names:
        chart = charts[name]
        outlet = scores.outlets[int(name.removeprefix("keyness-")) - 1]
        held = [one for one in charted.scores["keyness"] if one["outlet"] == outlet]
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
            # Drawn as printed, "U.S." for "u.s".
            printed = texts[0].rstrip("….").lower()
            term = next(held for (words, counts), held in terms.items() if words.lower().startswith(printed)
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
