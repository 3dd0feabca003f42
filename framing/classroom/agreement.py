"""How far coders agree, pupils or researchers (room: classroom), and the passages over which they do not."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations
from pathlib import Path

import msgspec
import numpy as np

from framing.classroom.codings import Unit, Unmarked, read_codings
from framing.errors import UsageError
from framing.schema import Record, Span
from framing.scoring.agreement import Alpha, Level, krippendorff_alpha


class PairAgreement(Record, frozen=True, kw_only=True):
    """Two coders: the units that both judged, the share of these with one label, and alpha or why there is none."""

    coders: tuple[str, str]
    units: int
    same: float
    alpha: float | None
    refusal: str | None


class Disagreement(Record, frozen=True, kw_only=True):
    """A passage, or a unit, with the coders who gave it each label; `start` and `end` are offsets in its article."""

    unit: str
    article: str
    start: int
    end: int
    text: str
    labels: dict[str, list[str]]


class AgreementReport(Record, frozen=True, kw_only=True):
    """How far coders agree: alpha of all labels and of each label against all others, by pair, and disagreements.

    `low` and `high` are the ends of the 95 % interval; `refusal` says why there is no alpha, `interval_refusal` why
    there is no interval. `units` were judged by two or more. Disagreements come in the order of the text.
    """

    coders: list[str]
    units: int
    alpha: float | None
    low: float | None
    high: float | None
    refusal: str | None
    interval_refusal: str | None
    by_label: dict[str, float | None]
    pairs: list[PairAgreement]
    disagreements: list[Disagreement] = msgspec.field(default_factory=list)


def measure_agreement(
    paths: Sequence[Path],
    texts: Mapping[str, str] | None = None,
    *,
    prose: Mapping[str, Sequence[Span]] | None = None,
    unmarked: Unmarked = "label",
    level: Level = "nominal",
    resamples: int = 1000,
    seed: int = 0,
) -> AgreementReport:
    """Read what coders marked and say how far they agree; see `read_codings` for the files, `prose` and `unmarked`.

    `level` is "nominal" (labels are names), "ordinal" (ranks) or "interval" (numbers); the last two need labels that
    are numbers. Raises `UsageError` as `read_codings` does, where there is only one coder, and for labels that are
    no numbers.
    """
    units = _as_level(read_codings(paths, texts, prose, unmarked), level)
    coders = sorted({coder for unit in units for coder in unit.labels})
    if len(coders) < 2:
        raise UsageError(
            ", ".join(map(str, paths)),
            f"holds the work of {'one coder' if coders else 'nobody'}",
            "at least two coders of the same things",
        )
    labels = sorted({label for unit in units for label in unit.labels.values()})
    if level != "nominal":
        labels.sort(key=float)
    whole = _alpha(units, coders, labels, level, resamples, seed)
    return AgreementReport(
        coders=coders,
        units=whole.units,
        alpha=whole.value,
        low=whole.low,
        high=whole.high,
        refusal=whole.refusal,
        interval_refusal=whole.interval_refusal,
        by_label={}
        if level != "nominal"
        else {label: _against_rest(units, coders, label) for label in labels},
        pairs=[_pair(units, pair, labels, level) for pair in combinations(coders, 2)],
        disagreements=_disagreements(units),
    )


def _as_level(units: list[Unit], level: Level) -> list[Unit]:
    """Return the units with one label for labels that are equal numbers, where labels are numbers."""
    if level == "nominal":
        return units
    first: dict[float, str] = {}
    return [
        unit._replace(
            labels={
                coder: first.setdefault(_number(label, level), label) for coder, label in unit.labels.items()
            }
        )
        for unit in units
    ]


def _number(label: str, level: Level) -> float:
    try:
        number = float(label)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise UsageError(
            f"label {label!r}", "is no number", f"numbers, for data of the level {level}", "choose nominal"
        )
    return number


def _alpha(
    units: Sequence[Unit],
    coders: Sequence[str],
    labels: Sequence[str],
    level: Level = "nominal",
    resamples: int = 0,
    seed: int = 0,
) -> Alpha:
    number = {label: at for at, label in enumerate(labels)}
    wanted = set(coders)
    counts = np.zeros((len(units), len(labels)))
    for row, unit in enumerate(units):
        for coder, label in unit.labels.items():
            if coder in wanted:
                counts[row, number[label]] += 1
    values = None if level == "nominal" else [float(label) for label in labels]
    groups = [unit.stretch if unit.article else -1 - unit.stretch for unit in units]
    return krippendorff_alpha(counts, level, values, groups, resamples, seed)


def _against_rest(units: Sequence[Unit], coders: Sequence[str], label: str) -> float | None:
    told = [
        unit._replace(labels={coder: str(given == label) for coder, given in unit.labels.items()})
        for unit in units
    ]
    return _alpha(told, coders, ["False", "True"]).value


def _pair(units: Sequence[Unit], pair: tuple[str, str], labels: Sequence[str], level: Level) -> PairAgreement:
    one, other = pair
    both = [unit for unit in units if one in unit.labels and other in unit.labels]
    same = sum(unit.labels[one] == unit.labels[other] for unit in both)
    alpha = _alpha(both, pair, labels, level)
    return PairAgreement(
        coders=pair,
        units=len(both),
        same=same / len(both) if both else 0.0,
        alpha=alpha.value,
        refusal=alpha.refusal,
    )


def _disagreements(units: Sequence[Unit]) -> list[Disagreement]:
    """Units with more than one label; words side by side over which the same coders differ in the same way are one."""
    found: list[Disagreement] = []
    last: Unit | None = None
    for unit in units:
        joins = last is not None and last.article == unit.article != "" and last.labels == unit.labels
        last = unit
        if len(set(unit.labels.values())) < 2:
            continue
        if joins:
            before = found[-1]
            found[-1] = msgspec.structs.replace(before, end=unit.end, text=f"{before.text} {unit.text}")
            continue
        labels: dict[str, list[str]] = {}
        for coder, label in sorted(unit.labels.items()):
            labels.setdefault(label, []).append(coder)
        order = Counter(unit.labels.values())
        found.append(
            Disagreement(
                unit=unit.id,
                article=unit.article,
                start=unit.start,
                end=unit.end,
                text=unit.text,
                labels={label: labels[label] for label in sorted(labels, key=lambda one: (-order[one], one))},
            )
        )
    return found
