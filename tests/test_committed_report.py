"""The report in the repository is the one that the README's first command makes of the seeds.

Judged on scores, tables and words. Drawings differ by a few bytes between versions of matplotlib and are left out; what
comes of random draws (ends of intervals, tests, maps) may differ a little between versions of numpy, and does so much
less than it would after a change of the code.
"""

import csv
import json
import re
from collections.abc import Iterator
from itertools import zip_longest
from math import isclose
from pathlib import Path
from typing import Any

import pytest

import framing

_REMEDY = "the report in reports/ is stale: make it anew with `framing report seeds/pyongyang-2024`"
_DRAWN = {"low", "high", "p", "q", "distances", "coordinates", "stability"}
"""Fields that come of random draws."""
_TOLERANCE = 0.02
_DRAWN_COLUMNS = {"low", "high", "p", "q", "distance", "x", "y", "stability"}
_NUMBER = re.compile(r"[−-]?\d+(?:[.,]\d+)*")
_DRAWN_WORDS = re.compile(
    r"\[[−-]?[\d.,]+(?:–| to )[−-]?[\d.,]+\\?\]"  # an interval
    r"|[\d.]+ ?%(?= of random splits)|[\d.]+(?= apart\b)"
    r"|(?<=<td>)\d\.\d\d(?=</td>)|(?:(?<=\d\.\d\d</td><td>)|(?<=<td>–</td><td>))\d+ %(?=</td>)"  # distances, stability
)
_DATA = re.compile(r"<script\b[^>]*json[^>]*>(.*?)</script>", re.DOTALL)
_DRAWINGS = re.compile(r"<svg\b.*?</svg>|<style\b.*?</style>|<script\b(?![^>]*json).*?</script>", re.DOTALL)


@pytest.fixture(scope="module")
def committed(repository: Path) -> Path:
    if not (repository / "seeds").is_dir():
        pytest.skip(
            "a source distribution carries neither seeds nor their report: they are other people's texts"
        )
    return repository / "reports" / "pyongyang-2024"


@pytest.fixture(scope="module")
def made(repository: Path, committed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    framing.make_report(repository / "seeds" / "pyongyang-2024", folder)
    return folder


def names_in(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_the_files_are_the_same(committed: Path, made: Path) -> None:
    assert names_in(committed) == names_in(made), _REMEDY


def test_the_scores_are_the_same(committed: Path, made: Path) -> None:
    scores = [
        json.loads((folder / "scores.json").read_text(encoding="utf-8")) for folder in (committed, made)
    ]
    faults = list(differences(*scores, path="scores"))
    assert not faults, f"{_REMEDY}; {faults[:5]}"


def test_the_annotations_are_the_same(committed: Path, made: Path) -> None:
    assert (committed / "annotations.jsonl").read_bytes() == (made / "annotations.jsonl").read_bytes(), (
        _REMEDY
    )


def test_the_words_are_the_same(committed: Path, made: Path) -> None:
    texts = sorted(name for name in names_in(made) if name.endswith((".html", ".md")))
    assert {"index.html", "report.md"} <= set(texts)
    for name in texts:
        before, after = ((folder / name).read_text(encoding="utf-8") for folder in (committed, made))
        faults = list(different_words(before, after))
        assert not faults, f"{_REMEDY}; {name}: {faults[0]}"


def test_the_tables_are_the_same(committed: Path, made: Path) -> None:
    tables = sorted(name for name in names_in(made) if name.endswith(".csv"))
    assert len(tables) > 20
    for name in tables:
        rows = [
            list(csv.reader((folder / name).read_text(encoding="utf-8").splitlines()))
            for folder in (committed, made)
        ]
        faults = list(different_cells(*rows))
        assert not faults, f"{_REMEDY}; {name}: {faults[0]}"


def different_cells(before: list[list[str]], after: list[list[str]]) -> Iterator[str]:
    """Yield where two tables differ; in columns of random draws, by more than a little."""
    if before[0] != after[0] or len(before) != len(after):
        yield f"{len(before)} rows of {before[0]} are now {len(after)} of {after[0]}"
        return
    for row, other in zip(before[1:], after[1:], strict=True):
        for column, cell, now in zip(before[0], row, other, strict=True):
            drawn = column in _DRAWN_COLUMNS and cell and now
            if not (_are_close(cell, now) if drawn else same_words(cell, now)):
                yield f"{column} of {row[:6]} is now {now!r}"


def different_words(before: str, after: str) -> Iterator[str]:
    """Yield where two texts differ: lines by what is no random draw, the data that a page holds by `differences`."""
    held = [_DATA.findall(text) for text in (before, after)]
    yield from differences(*([json.loads(one) for one in found] for found in held), path="data")
    lines, others = (_DRAWINGS.sub("", _DATA.sub("", text)).splitlines() for text in (before, after))
    for line, other in zip_longest(lines, others, fillvalue=""):
        if not same_words(line, other):
            yield f"{line[:200]!r} is now {other[:200]!r}"


def differences(before: Any, after: Any, *, path: str, drawn: bool = False) -> Iterator[str]:
    """Yield where two values differ, numbers that come of random draws by more than a little."""
    if isinstance(before, dict) and isinstance(after, dict) and before.keys() == after.keys():
        for key in before:
            scale = abs(before.get("scale") or 1)
            close = drawn or key in _DRAWN
            if key in _DRAWN and scale != 1 and None not in (before[key], after[key]):
                before_, after_ = before[key] / scale, after[key] / scale
            else:
                before_, after_ = before[key], after[key]
            yield from differences(before_, after_, path=f"{path}.{key}", drawn=close)
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for n, (one, other) in enumerate(zip(before, after, strict=True)):
            yield from differences(one, other, path=f"{path}[{n}]", drawn=drawn)
    elif isinstance(before, int | float) and isinstance(after, int | float):
        tolerance = _TOLERANCE if drawn else 1e-6
        if not isclose(before, after, rel_tol=tolerance, abs_tol=tolerance):
            yield f"{path} was {before} and is {after}"
    elif isinstance(before, str) and isinstance(after, str):
        if not same_words(before, after):
            yield f"{path} was {before!r} and is {after!r}"
    elif before != after:
        yield f"{path} was {before!r} and is {after!r}"


def same_words(before: str, after: str) -> bool:
    """Whether two texts differ in nothing but the numbers of random draws, and in these by no more than a little."""
    if before == after:
        return True
    if _DRAWN_WORDS.sub("#", before) != _DRAWN_WORDS.sub("#", after):
        return False
    pairs = zip(
        *(_NUMBER.findall(" ".join(_DRAWN_WORDS.findall(text))) for text in (before, after)), strict=False
    )
    return all(_are_close(one, other) for one, other in pairs)


def _are_close(number: str, other: str) -> bool:
    return isclose(_value(number), _value(other), rel_tol=_TOLERANCE, abs_tol=_step(number))


def _value(number: str) -> float:
    return float(number.replace(",", "").replace("−", "-"))


def _step(number: str) -> float:
    """How far apart two numbers of so many places may lie: two units of a whole number, two hundredths of others."""
    return _TOLERANCE if "." in number else 2.0


def test_a_stale_report_would_be_noticed() -> None:
    figure = {"value": 0.25, "low": 0.2, "scale": 1, "refusal": None, "passages": ["a#u1"]}
    assert not list(differences(figure, {**figure, "low": 0.201}, path="f"))
    for changed in ({"value": 0.26}, {"low": 0.3}, {"refusal": "too short"}, {"passages": ["a#u2"]}):
        assert list(differences(figure, {**figure, **changed}, path="f")), changed
    assert list(differences(figure, {"value": 0.25}, path="f"))
    assert same_words("KCNA 27 % [15–38]", "KCNA 27 % [14–38]")
    assert same_words("−0.06 [−0.20 to 0.07]", "−0.06 [−0.19 to 0.07]")
    assert same_words("<td>0.72</td><td>79 %</td>", "<td>0.71</td><td>78 %</td>")
    assert same_words("6.5% of random splits", "6.4% of random splits")
    for changed in ("28 % [15–38]", "27 % [15–48]", "27 % [15–38] of 3", "27 %"):
        assert not same_words("KCNA 27 % [15–38]", f"KCNA {changed}"), changed
    assert not same_words("KCNA 27 % [15–38]", "TASS 27 % [15–38]")
    assert not same_words("<td>424</td><td>6 %</td>", "<td>424</td><td>7 %</td>")
    assert not same_words("100 words", "101 words")


def test_a_count_or_an_offset_that_moved_would_be_noticed() -> None:
    page = (
        '<p>12 articles</p><script type="application/json">{"spans":[[100,112]],"d":"3 of 10 [2–4]"}</script>'
    )
    assert not list(different_words(page, page.replace("[2–4]", "[2–5]")))
    for old, new in (
        ("12 articles", "13 articles"),
        ("112", "113"),
        ("3 of 10", "3 of 11"),
        ("[2–4]", "[2–9]"),
    ):
        assert list(different_words(page, page.replace(old, new))), old
    table = [["outlet", "numerator", "low"], ["dpa", "241", "0.38789"]]
    assert not list(different_cells(table, [table[0], ["dpa", "241", "0.38912"]]))
    for row in (
        ["dpa", "242", "0.38789"],
        ["dpa", "241", "0.48"],
        ["dpa", "241", ""],
        ["Kyodo", "241", "0.38789"],
    ):
        assert list(different_cells(table, [table[0], row])), row
    assert list(different_cells(table, table[:1]))
