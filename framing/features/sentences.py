"""Each sentence's words and VADER sentiment, by voice."""

from framing.features.sentiment import compound_score
from framing.features.voice import Voices
from framing.schema import Sentence, Voice
from framing.text import Document


def describe_sentences(document: Document, voices: Voices) -> list[Sentence]:
    """Return the sentences of a document with words and VADER compound score (-1 to 1) for each voice they hold.

    A voice without words in a sentence has no entry there.
    """
    described = []
    for start, end in document.sentences:
        parts: dict[Voice, list[str]] = {}
        words: dict[Voice, int] = {}
        for utterance in voices.between(start, end):
            first, last = max(start, utterance.start), min(end, utterance.end)
            count = document.count_words(first, last)
            if count:
                parts.setdefault(utterance.voice, []).append(document.text[first:last].strip())
                words[utterance.voice] = words.get(utterance.voice, 0) + count
        described.append(
            Sentence(
                start=start,
                end=end,
                words=words,
                sentiment={voice: compound_score(" ".join(texts)) for voice, texts in parts.items()},
                where=document.where,
            )
        )
    return described
