"""Room classroom: all that exercises are made from, put together once from a comparison."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from framing.classroom.anonymous import Anonymity
from framing.classroom.facts import Likeness, PlainFact, list_facts
from framing.classroom.plan import Level, rules_of
from framing.classroom.reports import Report, list_reports
from framing.classroom.sentences import Excerpt, Sentence, is_good, list_sentences
from framing.classroom.sheet import Sheets
from framing.schema import Comparison

# How many exercises one paragraph may serve, where others are free.
MOST_USES = 2


@dataclass(frozen=True, kw_only=True)
class Material:
    """A comparison's sentences, plain reports and plain facts; `used` counts exercises by paragraph."""

    comparison: Comparison
    anonymity: Anonymity
    sheets: Sheets
    sentences: list[Sentence]
    reports: list[Report]
    facts: list[PlainFact]
    likeness: Likeness
    seed: int
    level: Level = "15-18"
    used: Mapping[str, int] = field(default_factory=dict)

    def rank(self, excerpt: Excerpt) -> tuple[int, bool, bool, int, str]:
        """Return a passage's place among candidates, the best first.

        Best is a paragraph that no other exercise shows, where nothing is covered, what points to nothing before it,
        and what is of a good length for the level.
        """
        covered = self.anonymity.names_outlet(excerpt.text)
        return (
            self.uses(excerpt),
            covered,
            excerpt.leans,
            abs(excerpt.length - int(rules_of(self.level)["best"])),
            excerpt.id,
        )

    def uses(self, excerpt: Excerpt) -> int:
        """Return how many other exercises show a passage of the same paragraph."""
        return self.used.get(self.sheets.place(excerpt), 0)

    def is_spent(self, excerpt: Excerpt) -> bool:
        """Return whether a paragraph has served so often that another one should be taken, if there is one."""
        return self.uses(excerpt) >= MOST_USES

    def unspent(self) -> "Material":
        """Return the material without the sentences and reports of spent paragraphs; facts stay."""
        return replace(
            self,
            sentences=[one for one in self.sentences if not self.is_spent(one)],
            reports=[one for one in self.reports if not self.is_spent(one.sentence)],
        )

    def fits(self, sentence: Sentence) -> bool:
        """Return whether pupils of the level can read a sentence alone: it is whole, and not too long for them."""
        return is_good(sentence) and sentence.length <= int(rules_of(self.level)["longest"])


def gather(comparison: Comparison, anonymity: Anonymity, seed: int = 0, level: Level = "15-18") -> Material:
    """Return the material of a comparison; its lists are empty where the articles hold nothing.

    Reports are those that pupils of the level can read; sentences and facts are all.
    """
    sentences = list_sentences(comparison)
    language = comparison.articles[0].language if comparison.articles else "en"
    likeness = Likeness(sentences, language)
    longest = int(rules_of(level)["longest"])
    reports = [one for one in list_reports(comparison, sentences) if one.sentence.length <= longest]
    return Material(
        comparison=comparison,
        anonymity=anonymity,
        sheets=Sheets(comparison, anonymity),
        sentences=sentences,
        reports=[one for one in reports if not anonymity.hides_source(one.sentence, one.passage.spans)],
        facts=list_facts(comparison, sentences, likeness),
        likeness=likeness,
        seed=seed,
        level=level,
    )
