"""Scoring: which article tells which fact, by aligning what the sentences of one event's articles tell.

The unit is the part of a sentence that tells one thing (`tellings`); a fact is a cluster of parts that share more of
their words, names and numbers than chance would have them share (`content`, `alignment`). The clustering knows words
and their plainest synonyms, not meanings: the same fact in other words may stand twice.
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from framing.lexicon.language import load_language
from framing.lexicon.words import fold
from framing.schema import (
    AMID,
    VOICES,
    Annotations,
    Cell,
    Fact,
    NearPassage,
    Span,
    Telling,
    Voice,
    passage_text,
)
from framing.scoring.alignment import align, cluster
from framing.scoring.bootstrap import Matrix
from framing.scoring.content import DENIED, Content, Terms, bound_names
from framing.scoring.tellings import TERMS_AT_LEAST, Frames, Part
from framing.scoring.timing import Timing, Told, article_timing, narrated_after, not_yet_happened

WORDS_TO_LEAVE_OUT_A_FACT = 150
"""An article with fewer words may lack a fact for want of room: its empty cells say "too short"."""

PARTS_AT_MOST = 3000
"""Distinct parts that are aligned at most: memory grows with their square (72 MB for 3,000)."""

NEAREST_AT_MOST = 2
"""So many passages are shown beside a fact that an outlet seems to leave out."""

_CENTRAL = 0.9
_CENTRAL_ENOUGH = 0.6


class _Place(NamedTuple):
    """A part of an article's sentence, with all that a fact's row needs of it."""

    article: str
    part: Part
    voice: Voice
    label: str
    whole: bool
    terms: Terms
    told: Told


class Coverage(NamedTuple):
    """The facts of an event, notes on what could not be done, and what comes nearest to a fact.

    ``nearest(fact number, articles)`` returns the passages of these articles that are most like the fact's label, of
    equal ones those most like any telling of it, then the earlier article's and passage; at most `NEAREST_AT_MOST`.
    """

    facts: list[Fact]
    notes: list[str]
    nearest: Callable[[int, Collection[str]], list[NearPassage]]


def coverage(annotations: Sequence[Annotations], lexicons: Sequence[Path] = ()) -> Coverage:
    """Return the facts of an event with the articles that tell them, and notes on what could not be done.

    Facts of two or more articles come first, those that most articles tell at the top. A cell is the best voice in
    which an article tells the fact (own before attributed before quoted); "not yet happened" where the article was
    written before what others tell as done, whether it tells it as to come or not at all; "absent", or "too short"
    where the article has fewer than `WORDS_TO_LEAVE_OUT_A_FACT` words. The label is the shortest of the passages that
    have most in common with the rest, of those that can be understood alone if there is one; one that begins amid a
    sentence opens with an ellipsis. A sentence may tell
    several facts, by parts that do not overlap. `lexicons` are files that add to the shipped ones, such as synonyms.

    Fewer than two articles cannot be compared and give no facts; nor do more than `PARTS_AT_MOST` distinct parts
    of sentences, which the notes then say. The order of the articles changes nothing. Loads scikit-learn, SciPy and
    NLTK when called with two articles or more; raises `UsageError` for an article in a language without lexicons.
    """
    if len(annotations) < 2:
        return _nothing()
    ordered = sorted(annotations, key=lambda annotation: annotation.article.id)
    sentences = _count_distinct_sentences(ordered)
    if sentences > PARTS_AT_MOST:
        return _nothing(_too_much(sentences))
    places, timings = _read(ordered, tuple(lexicons))
    # Copies of one part (an agency's, printed by many papers) are one point: cost follows what differs.
    points: dict[frozenset[str], list[_Place]] = {}
    for place in places:
        points.setdefault(place.terms.all, []).append(place)
    if len(points) > PARTS_AT_MOST:
        return _nothing(_too_much(len(points)))
    if not points:
        return _nothing()
    alignment = align(
        list(points),
        [frozenset(place.article for place in held) for held in points.values()],
        [DENIED in terms for terms in points],
        [frozenset().union(*(place.terms.matter for place in held)) for held in points.values()],
    )
    counts = [Counter(place.article for place in held) for held in points.values()]
    held = list(points.values())
    words = {annotation.article.id: _count_words(annotation) for annotation in ordered}
    groups = [
        group
        for group in cluster(alignment, counts)
        if any(_is_enough(place) for point in group for place in held[point])
    ]
    tellings = [_tellings(group, held) for group in groups]
    before = [not_yet_happened(one, timings) for one in tellings]
    early = frozenset[str]().union(*before)
    told = [
        (
            _fact(
                group, held, alignment.similarities, words, is_before | narrated_after(one, timings, early)
            ),
            group,
        )
        for group, one, is_before in zip(groups, tellings, before, strict=True)
    ]
    told.sort(key=lambda one: -len(one[0].told))
    return Coverage(
        [fact for fact, _ in told],
        [],
        lambda fact, articles: _nearest(
            told[fact][1], told[fact][0].label, held, alignment.similarities, articles
        ),
    )


def _nothing(*notes: str) -> Coverage:
    return Coverage([], list(notes), lambda fact, articles: [])


def _nearest(
    group: Sequence[int],
    label: str,
    points: Sequence[Sequence[_Place]],
    similarities: Matrix,
    articles: Collection[str],
) -> list[NearPassage]:
    """Return what comes nearest to the telling that a reader is shown, or to any other where that says nothing."""
    shown = next(point for point in group if any(place.label == label for place in points[point]))
    to_shown = np.round(similarities[shown], 9)
    to_any = np.round(similarities[np.array(group)].max(axis=0), 9)
    near: list[tuple[float, float, str, bool, Span, Voice]] = []
    for point in np.lexsort((-to_any, -to_shown)).tolist():
        likeness = (float(to_shown[point]), float(to_any[point]))
        if not likeness[1] or (len(near) >= NEAREST_AT_MOST and (-likeness[0], -likeness[1]) > near[-1][:2]):
            break
        near += [
            (-likeness[0], -likeness[1], one.article, one.part.where == "text", one.part.span, one.voice)
            for one in points[point]
            if one.article in articles
        ]
    return [
        NearPassage(
            article=article,
            telling=Telling(span=span, voice=voice, where="text" if in_text else "title"),
            similarity=-unlikeness,
        )
        for _, unlikeness, article, in_text, span, voice in sorted(near)[:NEAREST_AT_MOST]
    ]


def _count_distinct_sentences(annotations: Sequence[Annotations]) -> int:
    """Count sentences that differ: enough to refuse a whole archive before any of it is cut and stemmed."""
    return len(
        {
            passage_text(annotation.article, (one.start, one.end), one.where)
            for annotation in annotations
            for one in annotation.sentences
        }
    )


def _too_much(passages: int) -> str:
    return (
        f"The coverage matrix was left out: {passages:,} different passages, at most {PARTS_AT_MOST:,} are aligned. "
        "Compare the articles of one event at a time."
    )


def _read(
    ordered: Sequence[Annotations], lexicons: tuple[Path, ...]
) -> tuple[list[_Place], dict[str, Timing]]:
    """Read articles into places, and say for each what it tells of the day on which it was written."""
    languages = {
        code: load_language(code, lexicons) for code in sorted({one.article.language for one in ordered})
    }
    readers = {code: Content(language) for code, language in languages.items()}
    parts = [readers[one.article.language].parts(one) for one in ordered]
    bound: dict[str, frozenset[str]] = {
        code: bound_names(
            (
                part
                for one, held in zip(ordered, parts, strict=True)
                if one.article.language == code
                for part in held
            ),
            reader.stem,
        )
        for code, reader in readers.items()
    }
    places, timings = [], {}
    for annotation, held in zip(ordered, parts, strict=True):
        article, code = annotation.article, annotation.article.language
        timing = article_timing(annotation, held, languages[code].grammar, readers[code].stem)
        timings[article.id] = timing
        voices = _Voices(annotation)
        whole = _stand_alone(held, languages[code].grammar)
        terms = readers[code].terms(annotation, held)
        for n, (part, told) in enumerate(zip(held, timing.told, strict=True)):
            if left := terms[n].all - bound[code]:
                label = " ".join(passage_text(article, part.span, part.where).split())
                places.append(
                    _Place(
                        article.id,
                        part,
                        voices.main(part),
                        AMID + label if _amid(held, n) else label,
                        n in whole,
                        Terms(left, terms[n].matter - bound[code]),
                        told,
                    )
                )
    return places, timings


def _amid(parts: Sequence[Part], n: int) -> bool:
    """Whether a part begins amid a sentence."""
    return n > 0 and parts[n - 1].sentence == parts[n].sentence


def _stand_alone(parts: Sequence[Part], grammar: Mapping[str, frozenset[str]]) -> frozenset[int]:
    """Return the numbers of the parts that a reader understands alone.

    They are whole sentences, or begin one and not with a clause that leans on the next ("Although both deny it, ...").
    """
    leaning = grammar["circumstance opener"] | grammar["clause opener"] | grammar["coordinator"]
    in_sentence = Counter(part.sentence for part in parts)
    return frozenset(
        n
        for n, part in enumerate(parts)
        if in_sentence[part.sentence] == 1
        or (not _amid(parts, n) and fold(part.words[0].text) not in leaning)
    )


class _Voices:
    """The voice of an article's parts: that of most of their words, apart from those that say who speaks."""

    def __init__(self, annotations: Annotations) -> None:
        self._frames = {where: Frames(annotations.attributions, where) for where in ("title", "text")}
        self._starts: dict[str, list[tuple[int, int, Voice]]] = {"title": [], "text": []}
        for one in sorted(annotations.utterances, key=lambda one: (one.where, one.start)):
            self._starts[one.where].append((one.start, one.end, one.voice))

    def main(self, part: Part) -> Voice:
        """Return the voice with most words; of equal ones the more outspoken."""
        counted: Counter[Voice] = Counter()
        near = [
            held for held in self._starts[part.where] if held[0] < part.span[1] and held[1] > part.span[0]
        ]
        frames = self._frames[part.where]
        for word in part.words:
            if not frames.carries(word.start) and not frames.says(word.start):
                counted.update(voice for start, end, voice in near if start <= word.start < end)
        return max(VOICES, key=lambda voice: (counted[voice], -VOICES.index(voice)))


def _is_enough(place: _Place) -> bool:
    """Whether a part tells enough to be a fact: "It's unacceptable." and "tweeted the mayor of Marden" are none."""
    return len(place.terms.all) >= TERMS_AT_LEAST and bool(place.terms.matter)


def _tellings(group: Sequence[int], points: Sequence[Sequence[_Place]]) -> dict[str, list[Told]]:
    """Return how each article that tells a fact tells it."""
    found: dict[str, list[Told]] = {}
    for point in group:
        for place in points[point]:
            found.setdefault(place.article, []).append(place.told)
    return found


def _fact(
    group: Sequence[int],
    points: Sequence[Sequence[_Place]],
    similarities: Matrix,
    words: dict[str, int],
    before: Collection[str],
) -> Fact:
    rows = np.array(group)
    held = sorted(
        (
            (place, float(centrality))
            for point, centrality in zip(
                group, np.round(similarities[np.ix_(rows, rows)].sum(axis=1), 9), strict=True
            )
            for place in points[point]
        ),
        key=lambda one: (one[0].article, one[0].part.where == "text", one[0].part.span),
    )
    told: dict[str, list[Telling]] = {}
    for place, _ in held:
        telling = Telling(span=place.part.span, voice=place.voice, where=place.part.where)
        told.setdefault(place.article, []).append(telling)
    return Fact(
        label=_label(held),
        told=told,
        cells={
            article: "not yet happened" if article in before else _cell(told.get(article, []), count)
            for article, count in words.items()
        },
    )


def _label(held: Sequence[tuple[_Place, float]]) -> str:
    """Return the shortest of the central passages; what stands alone may be somewhat less central."""
    best = max(centrality for _, centrality in held)
    for share, wanted in ((_CENTRAL, True), (_CENTRAL_ENOUGH, True), (_CENTRAL, False)):
        central = [
            place.label
            for place, centrality in held
            if centrality >= share * best and (not wanted or (place.whole and _is_enough(place)))
        ]
        if central:
            break
    return min(central, key=lambda label: (label.startswith(AMID), len(label)))


def _cell(tellings: Sequence[Telling], words: int) -> Cell:
    if tellings:
        return min((telling.voice for telling in tellings), key=VOICES.index)
    return "too short" if words < WORDS_TO_LEAVE_OUT_A_FACT else "absent"


def _count_words(annotations: Annotations) -> int:
    return sum(sum(sentence.words.values()) for sentence in annotations.sentences)
