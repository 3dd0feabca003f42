"""Room report: an article's text cut into stretches that carry the same marks, to be shown side by side."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from framing.schema import PROSE, Annotations, Attribution, Source, Span, Where


@dataclass
class Stretch:
    """A piece of text with the classes of its marks and the sentence that explains them."""

    text: str
    classes: list[str] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)

    @property
    def class_names(self) -> str:
        """The classes as HTML wants them."""
        return " ".join(self.classes)

    @property
    def explanation(self) -> str:
        """The reasons in one line, for the reader who points at the stretch."""
        return "; ".join(self.reasons)

    def mark(self, class_name: str, reason: str) -> None:
        """Add a mark once, with its reason."""
        if class_name not in self.classes:
            self.classes.append(class_name)
        if reason and reason not in self.reasons:
            self.reasons.append(reason)


Mark = tuple[Span, str, str]


def mark_text(annotations: Annotations, where: Where = "text") -> list[Stretch]:
    """Return the text, or the title that stands apart, as stretches whose texts join to the whole.

    Empty text gives an empty list.
    """
    article = annotations.article
    text = article.text if where == "text" else (article.title or "")
    marks = [mark for mark in _marks(annotations, where) if mark[0][0] < mark[0][1]]
    edges = sorted({0, len(text), *(edge for (start, end), _, _ in marks for edge in (start, end))})
    edges = [edge for edge in edges if 0 <= edge <= len(text)]
    stretches = [Stretch(text[start:end]) for start, end in pairwise(edges)]
    for (start, end), class_name, reason in marks:
        for place in range(bisect_left(edges, start), min(bisect_left(edges, end), len(stretches))):
            stretches[place].mark(class_name, reason)
    return stretches


def _marks(annotations: Annotations, where: Where) -> Iterable[Mark]:
    """Yield every mark of an article, the broad ones first."""
    attributions = {attribution.id: attribution for attribution in annotations.attributions}
    if where == "text":
        for region in annotations.article.regions:
            if region.kind not in PROSE:
                yield (region.start, region.end), "aside", f"set aside as {region.kind}: {region.reason}"
            elif region.kind == "title":
                yield (region.start, region.end), "headline", ""
    for utterance in annotations.utterances:
        if utterance.where == where and utterance.voice != "own":
            speaker = _speaker(attributions.get(utterance.attribution or ""))
            yield (utterance.start, utterance.end), utterance.voice, f"{utterance.voice}{speaker}"
    for attribution in annotations.attributions:
        if attribution.where == where:
            yield from _attribution_marks(attribution)
    for name in annotations.names:
        if name.where == where:
            distance = ", held at a distance" if name.distanced else ""
            class_name = "name distanced" if name.distanced else "name"
            yield name.span, class_name, f"names {name.concept}: “{name.variant}”{distance}"
    for kind, records in (("loaded", annotations.loaded), ("stance", annotations.stance)):
        for record in records:
            if record.where == where:
                yield record.span, kind, f"{kind} word: {record.category}, entry “{record.entry}”"


def _attribution_marks(attribution: Attribution) -> Iterable[Mark]:
    rule = f", rule {attribution.rule}" if attribution.rule else ""
    for source, role in ((attribution.source, "source"), (attribution.via, "channel")):
        if source is not None:
            for span in source.spans:
                yield span, "source", f"{role}: {_source_name(source)}{rule}"
    for span in attribution.cue.spans:
        yield span, "cue", f"cue: {attribution.cue.lemma} ({attribution.cue.class_}){rule}"


def _speaker(attribution: Attribution | None) -> str:
    if attribution is None:
        return ""
    source = f" from {_source_name(attribution.source)}" if attribution.source else ""
    channel = f" by way of {_source_name(attribution.via)}" if attribution.via else ""
    return source + channel


def _source_name(source: Source) -> str:
    return source.canonical or source.type
