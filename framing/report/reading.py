"""Room report: how to read it: measures, method and signature in paragraphs for a lay reader, as data."""

from collections.abc import Iterable
from dataclasses import dataclass

from framing.measures import MeasureDefinition
from framing.report.texts import say, say_all


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    """A paragraph with its title, and whom it follows where it follows somebody."""

    title: str
    text: str
    reference: str = ""


def explain_measures(measures: Iterable[MeasureDefinition]) -> list[Paragraph]:
    """Return a paragraph for each measure: what it counts, what a higher value means, an example, where it is weak."""
    return [
        Paragraph(title=measure.name, text=_explain(measure), reference=measure.reference)
        for measure in measures
    ]


def explain_method(other_languages: bool = False) -> list[Paragraph]:
    """Return what holds for the whole report: scope, voices, what the story may say, intervals, accuracy, facts.

    With `other_languages`, also what is different for articles that are not in English.
    """
    names = ("scope", "voices", "story", "intervals", "accuracy", "facts")
    return [
        Paragraph(title=say(f"reading.method.{name}.title"), text=say(f"reading.method.{name}.text"))
        for name in (*names, *(("languages",) if other_languages else ()))
    ]


def explain_signature(signature: str) -> list[Paragraph]:
    """Return the parts of a signature, each as it stands there (title) with what it is (text), unknown ones without."""
    known = say_all("reading.signature")
    return [
        Paragraph(title=part, text=known.get(part.partition(":")[0], ""))
        for part in signature.split("|")
        if part
    ]


def _explain(measure: MeasureDefinition) -> str:
    return say_all("reading.measure").get(measure.id) or say(
        "reading.unknown",
        counts=measure.counts,
        denominator=measure.denominator,
        higher=measure.higher_means,
        weaknesses=measure.weaknesses,
    )
