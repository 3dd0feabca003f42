"""Room report: whose words a passage holds: one speaker's, or those of several."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping

from framing.lexicon.words import words_in
from framing.report.evidence import MIXED, make_passage
from framing.schema import Annotations, Passage, Span, Voice, Where

Speaker = tuple[Voice, str]
"""A voice, and by name whose words they are; nobody's of the own."""


def count_speakers(held: Annotations, span: Span, where: Where) -> Counter[Speaker]:
    """Return how many words of a passage are whose."""
    text = held.article.text if where == "text" else held.article.title or ""
    starts = [word.start for word in words_in(text, *span)]
    by_id = {one.id: one.source or one.via for one in held.attributions}
    counted: Counter[Speaker] = Counter()
    for one in held.utterances:
        if one.where == where and one.start < span[1] and one.end > span[0]:
            speaker = None if one.voice == "own" else by_id.get(one.attribution or "")
            words = bisect_left(starts, one.end) - bisect_left(starts, one.start)
            counted[one.voice, (speaker and speaker.canonical) or ""] += words
    return +counted


def spoken_passage(article: str, span: Span, where: Where, speakers: Mapping[Speaker, int]) -> Passage:
    """Return a place of an article as a passage, with the voice and the source that all of it has, or as `MIXED`."""
    voices, sources = ({one[part] for one in speakers} for part in (0, 1))
    voice = MIXED if len(voices) > 1 else min(voices, default="own")
    return make_passage(article, span, voice, where, source=min(sources) if len(sources) == 1 else "")
