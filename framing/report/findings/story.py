"""Room report: `tell_story`, which chooses among the findings: the largest that hold up, and no two of the same."""

from collections import Counter
from collections.abc import Sequence

from framing.report.findings.facts import find_facts
from framing.report.findings.limits import ARTICLES_OF_A_HABIT, tell_limits
from framing.report.findings.naming import describe_naming, find_naming
from framing.report.findings.records import Candidate, Story
from framing.report.findings.shared import find_shared
from framing.report.findings.shares import describe, find_counted, find_tested, hold_up
from framing.report.findings.terms import find_terms
from framing.report.texts import say
from framing.report.view import View

MOST = 8
_OF_A_KIND = {"naming": 2, "source": 2, "alone": 2}
_SHARED_GROUND = 0.5
_ORDER = (
    *("reliance", "voice", "source", "type", "unnamed", "naming", "cues"),
    *("left out", "alone", "frames", "stance", "loaded", "keyness", "reuse"),
)


def tell_story(view: View) -> Story:
    """Return the four to eight largest differences that hold up; fewer where fewer do.

    First come the differences that a test tells from chance, then what these articles have and lack, which needs none;
    among each the largest first. A finding that rests on the same passages as a larger one is left out. Of one outlet
    alone the story describes; without outlets it has no findings.
    """
    index = view.index
    tested = hold_up(view.comparison.differences)
    if len(view.columns) < 2:
        candidates = [*describe(view, index), *describe_naming(view)] if view.columns else []
    else:
        # Of outlets with many articles tests decide what differs; what a few articles hold can be told as it is.
        has_few = sum(len(column.articles) >= ARTICLES_OF_A_HABIT for column in view.columns) < 2
        candidates = [
            *find_tested(view, index, tested),
            *(find_counted(view, index) if has_few else []),
            *find_naming(view, wanted_only=not has_few),
            *find_facts(view),
            *find_shared(view),
            *find_terms(view),
        ]
    chosen = choose(candidates)
    findings = [candidate.finding for candidate in chosen]
    limits = tell_limits(view, tested, findings)
    return Story(heading=_head(view, chosen), findings=findings, limits=limits)


def _head(view: View, chosen: Sequence[Candidate]) -> str:
    """Return a heading that claims no more than the findings: only a test says that outlets differ."""
    if any(candidate.tested for candidate in chosen):
        return say("story.head.tested")
    if len(view.columns) == 1:
        return say("story.head.alone")
    return say("story.head.counted" if chosen else "story.head.nothing")


def choose(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return at most eight candidates, the best of each kind before any second one, in the order of a story."""
    kept: list[Candidate] = []
    of_a_kind: Counter[str] = Counter()
    ranked: list[tuple[int, Candidate]] = []
    for candidate in sorted(candidates, key=lambda one: one.order):
        has_room = of_a_kind[candidate.kind] < _OF_A_KIND.get(candidate.kind, 1)
        if has_room and candidate.is_large and not _is_told(candidate, kept):
            kept.append(candidate)
            ranked.append((of_a_kind[candidate.kind], candidate))
            of_a_kind[candidate.kind] += 1
    best = sorted(ranked, key=lambda held: (held[0], not held[1].tested, -held[1].size))[:MOST]
    return sorted((candidate for _, candidate in best), key=_place)


def _place(candidate: Candidate) -> tuple[bool, int, int, float]:
    """Put tested findings first; then as the page goes on, what the event asks for first, the larger before."""
    return (not candidate.tested, _ORDER.index(candidate.kind), candidate.first, -candidate.size)


def _is_told(candidate: Candidate, kept: Sequence[Candidate]) -> bool:
    """Whether a candidate rests on passages that another has told already."""
    return any(
        len(candidate.ground & other.ground) > _SHARED_GROUND * min(len(candidate.ground), len(other.ground))
        for other in kept
        if candidate.ground and other.ground
    )
