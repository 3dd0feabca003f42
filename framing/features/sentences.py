"""Each sentence's words and VADER sentiment, by voice."""

from functools import lru_cache

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from framing.features.voice import Voices
from framing.lexicon.words import count_words
from framing.schema import Sentence, Voice
from framing.text import Document

_DECIMALS = 4


@lru_cache
def _analyzer() -> SentimentIntensityAnalyzer:
    return SentimentIntensityAnalyzer()


def describe_sentences(document: Document, voices: Voices) -> list[Sentence]:
    """Return the sentences of a document with words and VADER compound score (-1 to 1) for each voice they hold.

    A voice without words in a sentence has no entry there.
    """
    described = []
    for start, end in document.sentences:
        parts: dict[Voice, list[str]] = {}
        for utterance in voices.between(start, end):
            part = document.text[max(start, utterance.start) : min(end, utterance.end)]
            if count_words(part):
                parts.setdefault(utterance.voice, []).append(part.strip())
        described.append(
            Sentence(
                start=start,
                end=end,
                words={voice: sum(map(count_words, texts)) for voice, texts in parts.items()},
                sentiment={
                    voice: round(_analyzer().polarity_scores(" ".join(texts))["compound"], _DECIMALS)
                    for voice, texts in parts.items()
                },
                where=document.where,
            )
        )
    return described
