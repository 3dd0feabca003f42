"""Measure attribution on the project's own sentences: the figures, the cases that fail, and where the marks are wrong.

The sentences stand in tests/features/golden.toml, those of other languages in files beside it (golden_de.toml); the
test run holds the same figures against the floors there.
"""

import argparse
import math
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import framing
from attribution import numbering, pair
from framing.schema import Article, Attribution, Region

FOLDER = Path(__file__).resolve().parents[1] / "tests" / "features"
GOLDEN = FOLDER / "golden.toml"
KEYS = ("source", "who", "type", "via", "cue", "content", "form", "polarity")
USUAL = {"via": "", "polarity": "asserted"}
CASE, FLOORS, MARK = "[[case]]\n", "[floors]\n", "known_failure = true\n"

Answer = Mapping[str, Any]


def golden_file(language: str) -> Path:
    """Return the golden set of a language."""
    return GOLDEN if language == "en" else FOLDER / f"golden_{language}.toml"


class Verdict(NamedTuple):
    """A case and its attributions side by side: what is wanted and what was found, with None where one is missing.

    What was found holds only the keys that the case asks for.
    """

    case: Mapping[str, Any]
    pairs: Sequence[tuple[Answer | None, Answer | None]]

    @property
    def right(self) -> bool:
        """Return whether all that is wanted was found, word for word, and nothing else."""
        return all(wanted == found for wanted, found in self.pairs)


def bare(passage: str) -> str:
    """Return a passage without what schools of annotation treat differently: "that" before, a full stop behind."""
    return re.sub(r"^that\s+", "", passage.rstrip(" ."), flags=re.IGNORECASE)


def without_ending(source: str) -> str:
    """Return a source without the ending of a possessive."""
    return re.sub(r"(?<=s)['’]$|['’]s$", "", source)


def answer(attribution: Attribution, text: str) -> dict[str, Any]:
    """Return an attribution in the terms of the golden set."""
    source, via = attribution.source, attribution.via
    return {
        "source": without_ending(source.text) if source else "",
        "who": (source.canonical or "") if source else "",
        "type": source.type if source else "",
        "via": (via.canonical or via.text) if via else "",
        "cue": attribution.cue.lemma,
        "content": [bare(text[start:end]) for start, end in attribution.content],
        "form": attribution.form,
        "polarity": attribution.polarity,
    }


def find_attributions(text: str, language: str = "en") -> list[Attribution]:
    """Return the attributions in a bare text of a language, all of it body."""
    body = Region(kind="body", start=0, end=len(text), reason="golden set")
    return framing.annotate(
        Article(id="golden", file="golden.toml", text=text, regions=[body], language=language)
    ).attributions


def judge(case: Mapping[str, Any], language: str = "en") -> Verdict:
    """Annotate the text of a case and put what was found beside what is wanted."""
    text = case["text"]
    wanted: list[dict[str, Any]] = [
        {**USUAL, **one, "content": [bare(passage) for passage in one["content"]]}
        for one in case["attributions"]
    ]
    attributions = find_attributions(text, language)
    numbers = numbering(text)
    partners = pair(
        [
            numbers([(text.index(passage), text.index(passage) + len(passage)) for passage in one["content"]])
            for one in wanted
        ],
        [numbers(one.content) for one in attributions],
    )
    found = [answer(one, text) for one in attributions]
    pairs: list[tuple[Answer | None, Answer | None]] = []
    for i, one in enumerate(wanted):
        partner = found[partners[i]] if i in partners else None
        pairs.append((one, partner and {key: partner[key] for key in one}))
    pairs += [(None, one) for j, one in enumerate(found) if j not in partners.values()]
    return Verdict(case, pairs)


def figures(verdicts: Sequence[Verdict]) -> dict[str, float]:
    """Return the figures of all cases together, in percent; a higher value is better in each.

    *cases* are those that are right in everything. *recall* and *precision* are of attributions, paired by their
    content. The others are the shares of wanted attributions that were found with this key as it is wanted, of those
    for which the case names it; for *via* and *polarity*, of those that have a channel or are denied.
    """
    hits: Counter[str] = Counter()
    of: Counter[str] = Counter()
    for verdict in verdicts:
        hits["cases"] += verdict.right
        of["cases"] += 1
        for wanted, found in verdict.pairs:
            both = bool(wanted and found)
            for name, one in (("recall", wanted), ("precision", found)):
                hits[name] += both
                of[name] += one is not None
            for key in (key for key in KEYS if wanted and wanted.get(key, USUAL.get(key)) != USUAL.get(key)):
                hits[key] += bool(wanted and found) and (wanted or {})[key] == (found or {})[key]
                of[key] += 1
    return {name: 100 * hits[name] / of[name] for name in ("cases", "recall", "precision", *KEYS) if of[name]}


def set_marks(text: str, failing: set[str]) -> str:
    """Return the golden set with the mark of a known failure on exactly the cases of these names."""
    head, *blocks = text.replace(MARK, "").split(CASE)
    marked = [
        block.replace("text = ", f"{MARK}text = ", 1) if tomllib.loads(block)["about"] in failing else block
        for block in blocks
    ]
    return CASE.join([head, *marked])


def raise_floors(text: str, figures: Mapping[str, float]) -> str:
    """Return the golden set with each floor at its figure, to a tenth below, or where it was if that is higher."""
    floors = tomllib.loads(text).get("floors", {})
    lines = [
        f"{name} = {max(floors.get(name, 0.0), math.floor(10 * figure) / 10)}\n"
        for name, figure in figures.items()
    ]
    head, cases = text.split(CASE, 1)
    return "".join([head.split(FLOORS)[0], FLOORS, *lines, "\n", CASE, cases])


def show(verdict: Verdict) -> str:
    """Return a case and its differences as lines of text."""
    lines = [f"{verdict.case['kind']}: {verdict.case['about']}", f"    {verdict.case['text']!r}"]
    for wanted, found in verdict.pairs:
        if wanted is None or found is None:
            lines.append(f"    missed: {dict(wanted)}" if wanted else f"    not wanted: {dict(found or {})}")
        else:
            lines += [
                f"    {key}: wanted {wanted[key]!r}, found {found[key]!r}"
                for key in wanted
                if wanted[key] != found[key]
            ]
    return "\n".join(lines)


def print_verdicts(verdicts: Sequence[Verdict]) -> None:
    """Print the cases that fail, and how many of each kind are right."""
    for verdict in verdicts:
        if not verdict.right:
            print(show(verdict), end="\n\n")
    kinds = Counter(verdict.case["kind"] for verdict in verdicts)
    right = Counter(verdict.case["kind"] for verdict in verdicts if verdict.right)
    print(f"{'kind':28}{'cases':>7}{'right':>7}")
    for kind, number in sorted(kinds.items()):
        print(f"{kind:28}{number:7}{right[kind]:7}")
    print(f"{'all':28}{kinds.total():7}{right.total():7}")


def main() -> int:
    """Print the figures beside their floors, and the cases that fail; with options, set marks and floors anew."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--mark", action="store_true", help="mark as known failures exactly the cases that fail"
    )
    parser.add_argument(
        "--raise", action="store_true", dest="raise_floors", help="raise the floors to the figures"
    )
    parser.add_argument("language", nargs="?", default="en", help="code of the language (default: en)")
    arguments = parser.parse_args()
    file = golden_file(arguments.language)
    text = file.read_text(encoding="utf-8")
    golden = tomllib.loads(text)
    verdicts = [judge(case, arguments.language) for case in golden["case"]]
    measured = figures(verdicts)
    failing = {verdict.case["about"] for verdict in verdicts if not verdict.right}
    print_verdicts(verdicts)
    print(f"\n{'figure':28}{'%':>7}{'floor':>7}")
    for name, figure in measured.items():
        print(f"{name:28}{figure:7.1f}{golden.get('floors', {}).get(name, 0):7.1f}")
    known = {case["about"] for case in golden["case"] if case.get("known_failure")}
    for name in sorted(failing - known):
        print(f"fails without a mark: {name}")
    for name in sorted(known - failing):
        print(f"is marked and does not fail: {name}")
    if arguments.mark:
        text = set_marks(text, failing)
    if arguments.raise_floors:
        text = raise_floors(text, measured)
    if arguments.mark or arguments.raise_floors:
        file.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
