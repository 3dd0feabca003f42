"""Room classroom: all that exercises are made from, put together once from a comparison."""

from dataclasses import dataclass

from framing.classroom.anonymous import Anonymity
from framing.classroom.facts import Likeness, PlainFact, list_facts
from framing.classroom.reports import Report, list_reports
from framing.classroom.sentences import Excerpt, Sentence, list_sentences
from framing.classroom.sheet import Sheets
from framing.schema import Comparison


@dataclass(frozen=True, kw_only=True)
class Material:
    """A comparison's sentences, plain reports and plain facts; `used` are the passages that other exercises show."""

    comparison: Comparison
    anonymity: Anonymity
    sheets: Sheets
    sentences: list[Sentence]
    reports: list[Report]
    facts: list[PlainFact]
    likeness: Likeness
    seed: int
    used: frozenset[str] = frozenset()

    def rank(self, excerpt: Excerpt) -> tuple[bool, bool, bool, int, str]:
        """Return a passage's place among candidates, the best first.

        Best is what no other exercise shows, where nothing is covered, what points to nothing before it, and what is
        of a good length.
        """
        covered = self.anonymity.names_outlet(excerpt.text)
        return (
            excerpt.folded in self.used,
            covered,
            excerpt.leans,
            excerpt.distance_from_ideal,
            excerpt.id,
        )


def gather(comparison: Comparison, anonymity: Anonymity, seed: int = 0) -> Material:
    """Return the material of a comparison; its lists are empty where the articles hold nothing."""
    sentences = list_sentences(comparison)
    language = comparison.articles[0].language if comparison.articles else "en"
    likeness = Likeness(sentences, language)
    reports = list_reports(comparison, sentences)
    return Material(
        comparison=comparison,
        anonymity=anonymity,
        sheets=Sheets(comparison, anonymity),
        sentences=sentences,
        reports=[one for one in reports if not anonymity.hides_source(one.sentence, one.passage.spans)],
        facts=list_facts(comparison, sentences, likeness),
        likeness=likeness,
        seed=seed,
    )
