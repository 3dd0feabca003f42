"""Measure attribution on news that people annotated in the PARC / PolNeAR scheme, by outlet and by form.

benchmarks/README.md says where the data come from and what each figure means.
"""

import re
import sys
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from data import Annotated, find_data, parser_for, read_annotated
from framing.lexicon.language import load_language
from framing.lexicon.match import pieces_in
from framing.lexicon.words import words_in

KEPT = ("id", "outlet", "title", "published", "text")
LEAST_OVERLAP = 0.5
RESAMPLES = 2000
SEED = 20180507

ROLES = ("content", "source", "cue")
FORMS = ("quoted", "direct", "mixed", "indirect")
CUES = ("reported", "nominal", "other")
GROUPS = ("all", *FORMS, *CUES)

MARK = re.compile('["“”]')
# A quotation with its marks; one that nobody closes runs to the end, one that nobody opens from the start.
QUOTATION = re.compile(r"""^[^"“”]*”|(?:["“]|'')(?:(?!'')[^"“”])*(?:["”]|''|$)""")
ORDINARY_VERBS = """
    say says said saying tell tells told telling add adds added adding report reports reported announce
    announced announces claim claims claimed state stated states warn warns warned deny denied denies
    insist insists insisted argue argued argues explain explains explained wrote writes tweeted note noted
    notes ask asks asked reply replies replied declare declared declares promise promised promises vow
    vowed vows acknowledge acknowledged acknowledges admit admits admitted confirm confirms confirmed
    describe described describes calls called quoted
"""
BEFORE_NOUNS = "a an the this that these those any no his her its their our my your"

Words = frozenset[int]
Spans = Sequence[Sequence[int]]
Floats = NDArray[np.float64]
Sums = Mapping[str, Floats]


class Relation(NamedTuple):
    """An attribution: its spans, the numbers of its words, and the groups that it belongs to."""

    spans: Mapping[str, Spans]
    content: Words
    source: Words
    cue: Words
    groups: frozenset[str]


class Reading(NamedTuple):
    """What was found and what is annotated in one text; `pairs` leads from the number of the one to the other."""

    id: str
    outlet: str
    text: str
    predicted: Sequence[Relation]
    annotated: Sequence[Relation]
    pairs: Mapping[int, int]


# --- pairing ----------------------------------------------------------------------------------------------------


def overlap(first: Words, second: Words) -> float:
    """Return the Jaccard overlap of two sets of words, from 0 to 1; 0 where both are empty."""
    union = len(first | second)
    return len(first & second) / union if union else 0.0


def pair(predicted: Sequence[Words], annotated: Sequence[Words]) -> dict[int, int]:
    """Pair contents one to one by number, closest first, where they overlap by half or more."""
    candidates = sorted(
        (
            (shared, i, j)
            for i, mine in enumerate(predicted)
            for j, theirs in enumerate(annotated)
            if (shared := overlap(mine, theirs)) >= LEAST_OVERLAP
        ),
        reverse=True,
    )
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in candidates:
        if i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    return pairs


# --- reading ----------------------------------------------------------------------------------------------------


def spans_of(role: Any) -> Spans:
    """Return the spans of a role, given as a list of spans, as a record that has them, or as null."""
    return list(role["spans"] if isinstance(role, dict) else role or ())


def numbering(text: str) -> Callable[[Spans], Words]:
    """Return a function that gives the numbers of the words that any of some spans touches."""
    words = words_in(text)
    starts, ends = [word.start for word in words], [word.end for word in words]
    return lambda spans: frozenset(
        number
        for start, end in spans
        for number in range(bisect_right(ends, start), bisect_left(starts, end))
    )


def content_groups(passages: Sequence[str]) -> Iterator[str]:
    """Yield what the quotation marks of a content make of it."""
    if any(MARK.search(passage) for passage in passages):
        yield "quoted"
    has_quotation = any(QUOTATION.search(passage) for passage in passages)
    has_more = any(re.search(r"\w", QUOTATION.sub(" ", passage)) for passage in passages)
    yield "indirect" if not has_quotation else "mixed" if has_more else "direct"


def cue_groups(text: str, cue: Spans) -> Iterator[str]:
    """Yield what kind of cue this is; a noun that is also an ordinary verb of speech is of both kinds."""
    wording = " ".join(text[start:end] for start, end in cue).lower()
    reported = not set(ORDINARY_VERBS.split()).isdisjoint(re.findall(r"\w+", wording))
    reported = reported or bool(re.search(r"\baccording to\b", wording))
    nominal = any(is_noun(text, start, end) for start, end in cue)
    if reported:
        yield "reported"
    if nominal:
        yield "nominal"
    if not reported and not nominal:
        yield "other"


def is_noun(text: str, start: int, end: int) -> bool:
    """Return whether a noun of the cue lexicon stands in a stretch, and if it may be a verb, as a noun does."""
    matches = load_language().cues.find(text, pieces_in(text, start, end))
    kinds = {(match.start, match.payload.pos) for match in matches}
    for place, kind in kinds:
        if kind == "noun":
            before = re.findall(r"[\w'’]+", text[max(0, place - 30) : place])
            last = before[-1].lower() if before else ""
            if (
                (place, "verb") not in kinds
                or last in BEFORE_NOUNS
                or last.endswith(("'s", "’s", "s'", "s’"))
            ):
                return True
    return False


def read_relations(text: str, attributions: Iterable[Mapping[str, Any]]) -> list[Relation]:
    """Return the attributions in a text; those in a title that stands apart from it are left out."""
    numbers = numbering(text)
    relations = []
    for each in attributions:
        if each.get("where", "text") == "text":
            spans = {role: spans_of(each[role]) for role in ROLES}
            groups = {"all", *content_groups([text[start:end] for start, end in spans["content"]])}
            groups.update(cue_groups(text, spans["cue"]))
            content, source, cue = (numbers(spans[role]) for role in ROLES)
            relations.append(Relation(spans, content, source, cue, frozenset(groups)))
    return relations


def read_one(row: Mapping[str, Any], found: Mapping[str, Any] | None) -> Reading:
    """Return the reading of an article; one in which nothing was looked for is one without attributions."""
    predicted = read_relations(row["text"], found["attributions"] if found else ())
    annotated = read_relations(row["text"], row["attributions"])
    pairs = pair([mine.content for mine in predicted], [theirs.content for theirs in annotated])
    return Reading(row["id"], row.get("outlet") or "unidentified", row["text"], predicted, annotated, pairs)


def read_all(data: Annotated) -> list[Reading]:
    """Return the readings of all annotated articles."""
    return [read_one(row, data.found.get(row["id"])) for row in data.rows]


# --- counts and figures -----------------------------------------------------------------------------------------


def count(reading: Reading) -> Counter[str]:
    """Return the counts of an article, which add up: "content both" words, "nominal annotated" attributions."""
    counts: Counter[str] = Counter()
    for role in ROLES:
        mine, theirs = (
            frozenset[int]().union(*(getattr(each, role) for each in relations))
            for relations in (reading.predicted, reading.annotated)
        )
        counts[f"{role} both"] = len(mine & theirs)
        counts[f"{role} predicted"] = len(mine)
        counts[f"{role} annotated"] = len(theirs)
    partners = {j: reading.predicted[i] for i, j in reading.pairs.items()}
    for i, one in enumerate(reading.predicted):
        for group in one.groups:
            counts[f"{group} predicted"] += 1
            counts[f"{group} predicted, paired"] += i in reading.pairs
    for j, one in enumerate(reading.annotated):
        partner = partners.get(j)
        for group in one.groups:
            counts[f"{group} annotated"] += 1
            if partner:
                counts[f"{group} annotated, paired"] += 1
                counts[f"{group} exact"] += partner.content == one.content
                counts[f"{group} sourced"] += bool(one.source)
                counts[f"{group} source agrees"] += overlap(partner.source, one.source) >= LEAST_OVERLAP
    return counts


def percent(part: Floats, whole: Floats) -> Floats:
    """Return shares in percent; 0 where there is nothing to share."""
    return np.divide(100 * part, whole, out=np.zeros_like(part), where=whole > 0)


def harmonic_mean(first: Floats, second: Floats) -> Floats:
    """Return harmonic means; 0 where both are 0."""
    return np.divide(2 * first * second, first + second, out=np.zeros_like(first), where=first + second > 0)


def role_figures(role: str, sums: Sums) -> dict[str, Floats]:
    """Return precision, recall and F1 of the words of a role."""
    precision = percent(sums[f"{role} both"], sums[f"{role} predicted"])
    recall = percent(sums[f"{role} both"], sums[f"{role} annotated"])
    return {
        f"{role} P": precision,
        f"{role} R": recall,
        f"{role} F1": harmonic_mean(precision, recall),
    }


def group_figures(group: str, sums: Sums) -> dict[str, Floats]:
    """Return the figures of a group of attributions: soft P, R and F1, exact F1, source given match."""
    predicted, annotated, exact = (sums[f"{group} {name}"] for name in ("predicted", "annotated", "exact"))
    precision = percent(sums[f"{group} predicted, paired"], predicted)
    recall = percent(sums[f"{group} annotated, paired"], annotated)
    return {
        "soft P": precision,
        "soft R": recall,
        "soft F1": harmonic_mean(precision, recall),
        "exact F1": harmonic_mean(percent(exact, predicted), percent(exact, annotated)),
        "source": percent(sums[f"{group} source agrees"], sums[f"{group} sourced"]),
    }


def all_figures(sums: Sums) -> dict[str, Floats]:
    """Return every figure of a set of articles."""
    figures = {name: values for role in ROLES for name, values in role_figures(role, sums).items()}
    figures.update(group_figures("all", sums))
    for group in ("quoted", "reported"):
        figures[f"{group} R"] = group_figures(group, sums)["soft R"]
    return figures


def add_up(tallies: Sequence[Counter[str]], weights: Floats) -> Sums:
    """Return the sums of counts over articles, one value for each row of weights, which has one for each article."""
    names = {name for tally in tallies for name in tally}
    sums: dict[str, Floats] = defaultdict(lambda: np.zeros(len(weights)))
    sums.update({name: weights @ np.array([tally[name] for tally in tallies], dtype=float) for name in names})
    return sums


class Estimate(NamedTuple):
    """A figure in percent with its 95 % percentile interval."""

    value: float
    low: float
    high: float


def estimate(
    tallies: Sequence[Counter[str]], figures: Callable[[Sums], dict[str, Floats]], resamples: int = RESAMPLES
) -> dict[str, Estimate]:
    """Return each figure over all articles, with the interval that comes from drawing articles anew."""
    drawn = figures(add_up(tallies, draw_articles(len(tallies), resamples)))
    return {name: with_interval(values) for name, values in drawn.items()}


def estimate_gain(
    before: Sequence[Counter[str]], after: Sequence[Counter[str]], resamples: int = RESAMPLES
) -> dict[str, Estimate]:
    """Return by how much each figure grows on the same articles, with the interval from drawing them anew."""
    draws = draw_articles(len(after), resamples)
    first, second = (all_figures(add_up(tallies, draws)) for tallies in (before, after))
    return {name: with_interval(values - first[name]) for name, values in second.items()}


def draw_articles(size: int, resamples: int) -> Floats:
    """Return how often each article counts: once in the first row, and as often as it is drawn in the others."""
    drawn = np.random.default_rng(SEED).multinomial(size, np.full(size, 1 / size), size=resamples)
    return np.vstack([np.ones(size), drawn])


def with_interval(values: Floats) -> Estimate:
    """Return the first value, with the interval of the others."""
    return Estimate(float(values[0]), *map(float, np.percentile(values[1:], [2.5, 97.5])))


# --- errors -----------------------------------------------------------------------------------------------------


class Mistake(NamedTuple):
    """A kind of error and where it was made; either side may be missing."""

    kind: str
    reading: Reading
    predicted: Relation | None
    annotated: Relation | None


def difference(mine: Words, theirs: Words) -> str:
    """Return how a content differs from the annotated one."""
    if mine > theirs:
        return "too long"
    return "too short" if mine < theirs else "beside it"


def lacks_that(text: str, mine: Relation, theirs: Relation) -> bool:
    """Return whether nothing but an opening "that" of the annotated content was left out."""
    begin = min(start for start, _ in theirs.spans["content"])
    return len(theirs.content - mine.content) == 1 and text[begin : begin + 5].lower() == "that "


def find_mistakes(reading: Reading) -> Iterator[Mistake]:
    """Yield what went wrong in an article, each attribution once as missed, spurious or wrong in its content."""
    matches = load_language().cues.find(reading.text, pieces_in(reading.text))
    known = numbering(reading.text)([(match.start, match.end) for match in matches])
    loose = {i: mine for i, mine in enumerate(reading.predicted) if i not in reading.pairs}
    found = set(reading.pairs.values())
    for j, theirs in enumerate(reading.annotated):
        if j in found:
            continue
        near = next((i for i, mine in loose.items() if mine.cue & theirs.cue), None)
        if near is not None:
            mine = loose.pop(near)
            kind = f"missed: with its cue a content is found, {difference(mine.content, theirs.content)}"
            yield Mistake(kind, reading, mine, theirs)
        elif not theirs.cue:
            yield Mistake("missed: the cue is a mark, or none is annotated", reading, None, theirs)
        elif not theirs.cue & known:
            yield Mistake("missed: the cue is not in the lexicon", reading, None, theirs)
        elif any(theirs.cue & mine.content for mine in reading.predicted):
            yield Mistake("missed: the cue is within the content of another", reading, None, theirs)
        else:
            yield Mistake("missed: the cue is in the lexicon", reading, None, theirs)
    annotated = frozenset[int]().union(*(theirs.content for theirs in reading.annotated))
    for mine in loose.values():
        where = "within annotated content" if mine.content & annotated else "where none is annotated"
        yield Mistake(f"spurious: {where}", reading, mine, None)
    for i, j in reading.pairs.items():
        mine, theirs = reading.predicted[i], reading.annotated[j]
        if mine.content != theirs.content:
            kind = difference(mine.content, theirs.content)
            if kind == "too short" and lacks_that(reading.text, mine, theirs):
                kind = "all but a first that"
            yield Mistake(f"content: {kind}", reading, mine, theirs)
        if theirs.source and overlap(mine.source, theirs.source) < LEAST_OVERLAP:
            kind = "wrong or of other length" if mine.source else "missing"
            yield Mistake(f"source: {kind}", reading, mine, theirs)
        elif mine.source and not theirs.source:
            yield Mistake("source: none is annotated", reading, mine, theirs)


def quote(text: str, relation: Relation | None) -> str:
    """Return an attribution in one line: source | cue | content."""
    if relation is None:
        return "-"
    roles = (
        " … ".join(text[start:end] for start, end in relation.spans[role])
        for role in ("source", "cue", "content")
    )
    return " | ".join(" ".join(role.split()) for role in roles)


# --- tables -----------------------------------------------------------------------------------------------------


def format_rows(name: str, sizes: Sequence[int], estimates: Iterable[Estimate]) -> str:
    """Return two lines of a table: the figures, and below them the intervals."""
    shown = list(estimates)
    values = "".join(f"{one.value:12.1f}" for one in shown)
    intervals = "".join(f"{f'({one.low:.1f}, {one.high:.1f})':>12}" for one in shown)
    return (
        f"{name:16}{''.join(f'{size:10}' for size in sizes)}{values}\n{'':{16 + 10 * len(sizes)}}{intervals}"
    )


def print_tables(readings: Sequence[Reading]) -> None:
    """Print the figures of all articles, by outlet and by form."""
    tallies = [count(reading) for reading in readings]
    total = sum(tallies, Counter[str]())
    print(f"articles {len(tallies)}  annotated {total['all annotated']}  predicted {total['all predicted']}")
    print("percent, with 95 % intervals from drawing articles anew\n")
    overall = estimate(tallies, all_figures)
    for name, one in overall.items():
        print(f"{name:16}{one.value:6.1f}  ({one.low:.1f}, {one.high:.1f})")

    by_outlet: dict[str, list[Counter[str]]] = defaultdict(list)
    for reading, tally in zip(readings, tallies, strict=True):
        by_outlet[reading.outlet].append(tally)
    columns = [
        name for name in overall if not name.startswith(ROLES) or name.endswith("F1") or name == "source"
    ]
    print(f"\n{'outlet':16}{'articles':>10}{'annotated':>10}{''.join(f'{name:>12}' for name in columns)}")
    for outlet, mine in sorted(by_outlet.items()):
        figures = estimate(mine, all_figures)
        sizes = [len(mine), sum(tally["all annotated"] for tally in mine)]
        print(format_rows(outlet, sizes, (figures[name] for name in columns)))

    columns = list(group_figures("all", defaultdict(lambda: np.zeros(1))))
    print(f"\n{'form':16}{'predicted':>10}{'annotated':>10}{''.join(f'{name:>12}' for name in columns)}")
    for group in GROUPS:
        figures = estimate(tallies, partial(group_figures, group))
        sizes = [total[f"{group} predicted"], total[f"{group} annotated"]]
        print(format_rows(group, sizes, figures.values()))


def print_gain(before: Sequence[Reading], after: Sequence[Reading]) -> None:
    """Print what each figure gains over what was found before."""
    print("\npoints gained, with 95 % intervals from drawing articles anew\n")
    gains = estimate_gain([count(reading) for reading in before], [count(reading) for reading in after])
    for name, one in gains.items():
        print(f"{name:16}{one.value:+6.1f}  ({one.low:+.1f}, {one.high:+.1f})")


def print_mistakes(readings: Sequence[Reading], examples: int) -> None:
    """Print how often each kind of error was made, and some examples of each, spread over the articles."""
    by_kind: dict[str, list[Mistake]] = defaultdict(list)
    for reading in readings:
        for mistake in find_mistakes(reading):
            by_kind[mistake.kind].append(mistake)
    print()
    for kind, mistakes in sorted(by_kind.items(), key=lambda item: (-len(item[1]), item[0])):
        print(f"{len(mistakes):6}  {kind}")
        for mistake in mistakes[:: max(1, len(mistakes) // examples)][:examples] if examples else ():
            print(f"          {mistake.reading.id}")
            print(f"            found:     {quote(mistake.reading.text, mistake.predicted)}")
            print(f"            annotated: {quote(mistake.reading.text, mistake.annotated)}")


def main() -> int:
    """Print the tables and return 0, also where there are no data to measure on."""
    parser = parser_for(__doc__)
    parser.add_argument(
        "--part", default="dev", help="dev, train, or the path of a file of that format (dev)"
    )
    parser.add_argument(
        "--against",
        type=Path,
        metavar="FILE",
        help="tell the gain over another file of framing annotate, article by article",
    )
    parser.add_argument("--errors", action="store_true", help="count the kinds of error too")
    parser.add_argument(
        "--examples",
        type=int,
        default=0,
        metavar="N",
        help="with --errors: show N of each kind, other people's texts",
    )
    arguments = parser.parse_args()
    if arguments.part in ("dev", "train"):
        gold = find_data(Path("attribution", f"polnear-{arguments.part}.jsonl.gz"))
    else:
        gold = Path(arguments.part)
    if gold is None:
        return 0
    data = read_annotated(gold, KEPT, arguments.predicted)
    readings = read_all(data)
    if not readings:
        print(f"{gold}: no articles")
        return 0
    if missing := sum(reading.id not in data.found for reading in readings):
        print(f"set aside by framing annotate, counted as articles without attributions: {missing}")
    print_tables(readings)
    if data.seconds:
        words = sum(len(words_in(reading.text)) for reading in readings) / len(readings)
        speed = len(readings) / data.seconds
        print(f"\n{speed:.1f} articles/s of {words:.0f} words on average, framing annotate from start to end")
    if arguments.against:
        print_gain(read_all(read_annotated(gold, KEPT, arguments.against)), readings)
    if arguments.errors:
        print_mistakes(readings, arguments.examples)
    return 0


if __name__ == "__main__":
    sys.exit(main())
