"""Room report: what cannot be said of these articles: the few limits that a reader must know, chosen from the facts."""

from collections.abc import Sequence

from framing.report.figures import Number
from framing.report.findings.facts import written_early
from framing.report.findings.phrases import Speakers, listed
from framing.report.findings.records import Finding
from framing.report.findings.shares import Tested
from framing.report.texts import say
from framing.report.view import View
from framing.report.wording import rests_on_rules
from framing.schema import UNIDENTIFIED
from framing.scoring.tally import ARTICLES_TO_RESAMPLE

ARTICLES_OF_A_HABIT = 10
"""Articles from which on an outlet's figures speak of what it prints, and tests decide what differs."""

_LIMITS = 7


def tell_limits(view: View, tested: Tested, findings: Sequence[Finding]) -> list[str]:
    """Return what cannot be said, the weightiest first: at least one sentence, at most seven.

    `findings` are those that are told: a limit of what nobody claims is left out.
    """
    comparison = view.comparison
    sections = {finding.section for finding in findings}
    limits = [
        *([say("story.limits.nothing")] if not sections and len(view.columns) > 1 else []),
        *_how_many_articles(view),
        *([_what_was_tested(view, tested, sections)] if len(view.columns) > 1 else []),
        *([say("story.limits.bare")] if any(map(_has_bare_share, findings)) else []),
        _missed(view),
        *([say("story.limits.facts")] if "coverage" in sections else []),
        *_written_early(view),
        *_too_little(view),
    ]
    always = [
        say(f"story.limits.{name}", n=count)
        for name, count in (
            ("excerpts", int(view.excerpts and len(view.columns) > 2)),
            ("corrected", len(comparison.corrections)),
            ("rejected", len(comparison.rejects)),
            ("nobody", _unidentified(view)),
        )
        if count
    ]
    return [*limits[: max(_LIMITS - len(always), 3)], *always]


def _has_bare_share(finding: Finding) -> bool:
    shares = [part for part in finding.parts if isinstance(part, Number) and part.text.endswith("%")]
    return any(part.value is not None and part.low is None for part in shares)


def _missed(view: View) -> str:
    untested = rests_on_rules(view.comparison.articles)
    return say("story.limits.missed_untested" if untested else "story.limits.missed")


def _how_many_articles(view: View) -> list[str]:
    counts = [len(column.articles) for column in view.columns]
    if len(counts) == 1:
        return [say("story.limits.one_outlet")]
    if counts and max(counts) == 1:
        return [say("story.limits.one_article_each")]
    return [say("story.limits.few_articles")] if counts and min(counts) < ARTICLES_OF_A_HABIT else []


def _what_was_tested(view: View, tested: Tested, sections: set[str]) -> str:
    if not tested.count:
        has_few = any(1 < len(column.articles) < ARTICLES_TO_RESAMPLE for column in view.columns)
        return say("story.limits.untested_few" if has_few else "story.limits.untested")
    if not tested.held:
        none = say("story.limits.none_held", n=tested.count)
        # A key term is told only where a test holds it.
        counted = sections and "keyness" not in sections
        return f"{none} {say('story.limits.only_counted')}" if counted else none
    return say("story.limits.some_held", n=len(tested.held), tested=tested.count)


def _written_early(view: View) -> list[str]:
    early = written_early(view)
    if not early:
        return []
    speakers = Speakers(view)
    named = listed([speakers.articles(outlet) for outlet in early])
    articles = sum(len(column.articles) for column in view.columns if column.name in early)
    text = say("story.limits.early", n=articles, outlets="".join(str(part) for part in named))
    return [text[:1].upper() + text[1:] if text.startswith(say("story.article.the")) else text]


def _too_little(view: View) -> list[str]:
    comparison = view.comparison
    if len(view.columns) < 2:
        return []
    limits = []
    if comparison.keyness_notes and not comparison.keyness:
        limits.append(say("story.limits.no_terms"))
    if comparison.maps and not any(held.coordinates for held in comparison.maps):
        limits.append(say("story.limits.no_map"))
    return limits


def _unidentified(view: View) -> int:
    return sum(len(column.articles) for column in view.columns if column.name == UNIDENTIFIED)
