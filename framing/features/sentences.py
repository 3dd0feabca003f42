"""Each sentence's words and VADER sentiment, by voice."""

from collections.abc import Mapping, Sequence

from framing.features.sentiment import compound_score
from framing.features.voice import Voices
from framing.measures import is_measured
from framing.schema import Sentence, Voice
from framing.text import Document


def describe_sentences(document: Document, voices: Voices, language: str = "en") -> list[Sentence]:
    """Return the sentences of a document with words and VADER compound score (-1 to 1) for each voice they hold.

    A voice without words in a sentence has no entry there; in a language that VADER does not know, none has a score.
    """
    described = []
    for start, end in document.sentences:
        parts: dict[Voice, list[str]] = {}
        words: dict[Voice, int] = {}
        for utterance in voices.between(start, end):
            first = utterance.start if utterance.start > start else start
            last = utterance.end if utterance.end < end else end
            count = document.count_words(first, last)
            if count:
                voice = utterance.voice
                if voice in words:
                    words[voice] += count
                    parts[voice].append(document.text[first:last])
                else:
                    words[voice] = count
                    parts[voice] = [document.text[first:last]]
        described.append(
            Sentence(
                start=start,
                end=end,
                words=words,
                sentiment=sentiment_by_voice(parts, language),
                where=document.where,
            )
        )
    return described


def sentiment_by_voice(parts: Mapping[Voice, Sequence[str]], language: str) -> dict[Voice, float]:
    """Return the compound score of each voice's words in a sentence; empty in a language that VADER does not know."""
    if not is_measured("sentiment_mean", language):
        return {}
    return {voice: compound_score(" ".join(texts)) for voice, texts in parts.items()}
