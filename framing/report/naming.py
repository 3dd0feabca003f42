"""Room report: what each outlet calls each thing, by wording and voice, distanced mentions marked."""

from collections.abc import Sequence
from dataclasses import dataclass

from framing.report.figures import FigureIndex, Number, count_number
from framing.report.texts import say
from framing.schema import VOICES, Comparison, Figure, Voice

_NAMING = "naming_share"


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A wording in one outlet: its count in each voice, and the voices in which it was held at a distance."""

    variant: str
    counts: dict[Voice, Number]
    distanced: dict[Voice, str]

    @property
    def total(self) -> float:
        """All mentions of the wording in the outlet."""
        return sum(number.numerator for number in self.counts.values())


@dataclass(frozen=True, kw_only=True)
class Concept:
    """A thing spoken of, and the wordings that each outlet chose for it, in the order of outlets."""

    id: str
    label: str
    cells: list[list[Choice]]

    @property
    def variants(self) -> list[str]:
        """All wordings of the concept, the most frequent first."""
        totals: dict[str, float] = {}
        for choice in (choice for cell in self.cells for choice in cell):
            totals[choice.variant] = totals.get(choice.variant, 0.0) + choice.total
        return sorted(totals, key=lambda variant: (-totals[variant], variant))

    @property
    def outlets_naming(self) -> int:
        """How many outlets name the thing at all."""
        return sum(1 for cell in self.cells if cell)

    def choice(self, outlet: int, variant: str) -> Choice | None:
        """Return an outlet's use of a wording, or None."""
        return next((choice for choice in self.cells[outlet] if choice.variant == variant), None)


def list_concepts(comparison: Comparison, index: FigureIndex) -> list[Concept]:
    """Return the concepts that an outlet names: first the event's own choice, then what is named in most ways."""
    found: dict[str, list[list[Choice]]] = {}
    for position, outlet in enumerate(index.outlets):
        for (concept, variant), by_voice in _counts(index.of(_NAMING, outlet)).items():
            label = say(
                "page.labels.called", thing=comparison.concepts.get(concept, concept), wording=variant
            )
            counts: dict[Voice, Number] = {}
            for voice in VOICES:
                number = count_number(by_voice.get(voice), label)
                if number is not None:
                    counts[voice] = number
            if counts:
                marks = {
                    voice: _word_distance(
                        [comparison.passages_by_id[id_].distanced for id_ in number.passages]
                    )
                    for voice, number in counts.items()
                }
                cells = found.setdefault(concept, [[] for _ in index.outlets])
                cells[position].append(Choice(variant=variant, counts=counts, distanced=marks))
    concepts = [
        Concept(
            id=concept,
            label=comparison.concepts.get(concept, concept),
            cells=[sorted(cell, key=lambda choice: (-choice.total, choice.variant)) for cell in cells],
        )
        for concept, cells in found.items()
    ]
    ranked = sorted(concepts, key=_rank)
    wanted = comparison.event.concepts
    return sorted(
        ranked, key=lambda concept: wanted.index(concept.id) if concept.id in wanted else len(wanted)
    )


def _rank(concept: Concept) -> tuple[int, int, str]:
    """Put first what most outlets name, and in the most ways."""
    return (-concept.outlets_naming * (len(concept.variants) > 1), -len(concept.variants), concept.label)


def _counts(figures: Sequence[Figure]) -> dict[tuple[str, str], dict[str, Figure]]:
    counts: dict[tuple[str, str], dict[str, Figure]] = {}
    for figure in figures:
        concept, slash, variant = figure.key.partition("/")
        if slash and figure.numerator:
            counts.setdefault((concept, variant), {})[figure.voice] = figure
    return counts


def _word_distance(marks: Sequence[bool]) -> str:
    if not any(marks):
        return ""
    return say("page.labels.distanced" if all(marks) else "page.labels.some_distanced")
