"""The report in the repository is the one that the README's first command makes of the seeds.

Judged on scores, tables and words. Drawings differ by a few bytes between versions of matplotlib and are left out; what
comes of random draws (ends of intervals, tests, maps) may differ a little between versions of numpy, and does so much
less than it would after a change of the code.
"""

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
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
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
    texts = sorted(name for name in names_in(made) if name.endswith((".html", ".md", ".csv")))
    assert len(texts) > 20
    for name in texts:
        before, after = ((folder / name).read_text(encoding="utf-8") for folder in (committed, made))
        if name.endswith(".html"):
            before, after = (_DRAWINGS.sub("", page) for page in (before, after))
        for line, other in zip_longest(before.splitlines(), after.splitlines(), fillvalue=""):
            assert same_words(line, other), f"{_REMEDY}; {name}: {line[:200]!r} is now {other[:200]!r}"


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
    elif before != after:
        yield f"{path} was {before!r} and is {after!r}"


def same_words(before: str, after: str) -> bool:
    """Whether two lines differ in nothing but numbers, and in these by no more than random draws do."""
    if before == after:
        return True
    if _NUMBER.sub("#", before) != _NUMBER.sub("#", after):
        return False
    pairs = zip(_NUMBER.findall(before), _NUMBER.findall(after), strict=True)
    return all(
        isclose(_value(one), _value(other), rel_tol=_TOLERANCE, abs_tol=_step(one)) for one, other in pairs
    )


def _value(number: str) -> float:
    return float(number.replace(",", "")) if number.count(".") < 2 else 0.0


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
    assert not same_words("KCNA 27 % [15–38]", "KCNA 27 % [15–48]")
    assert not same_words("KCNA 27 %", "TASS 27 %")
