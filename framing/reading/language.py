"""Which language a text is in (room: reading), so that a text without lexicons is set aside and no other one.

A text with enough of the small words of a shipped language is in it; only the rest asks py3langid, whose model takes
a fifth of a second and 100 MB to load. It errs on short texts, so that these are never set aside.
"""

from collections.abc import Collection, Sequence
from itertools import islice
from math import ceil

from framing.reading.lines import words_of
from framing.reading.vocabulary import Furniture, small_words
from framing.resources import shipped_languages

_SAMPLE_LETTERS = 1500
_FEWEST_WORDS = 20
_WORDS_A_SMALL_ONE = 10
_MOST_LETTERS = 12
_SHARE_OF_ANOTHER = 0.25
_FEWEST_SMALL_WORDS = 2
_CLEAR_MARGIN = 20.0


def detect_language(text: str, furniture: Furniture, language: str = "en") -> str:
    """Return the code of a text's language; `language`, that of the lexicon, in doubt.

    Fewer than 20 words are of another shipped language only where they hold its small words and none of `language`.
    """
    sample, small = text[:_SAMPLE_LETTERS], furniture.words("prose-word")
    if _is_plainly(sample.lower(), small):
        return language
    words = words_of(sample)
    if _is_spaced(sample, words):
        if len(words) < _FEWEST_WORDS:
            return _of_few_words(words, small, language)
        if _holds_small(words, small, len(words)):
            return language
        other, held = _other_language(words, small, language)
        if held >= _SHARE_OF_ANOTHER * len(words):
            return other
    ranked = _rank(sample)
    best, score = ranked[0]
    own = dict(ranked).get(language, float("-inf"))
    return language if best == language or score - own < _CLEAR_MARGIN else best


def _of_few_words(words: Sequence[str], small: Collection[str], language: str) -> str:
    if any(word in small for word in words):
        return language
    other, held = _other_language(words, small, language)
    return other if held >= _FEWEST_SMALL_WORDS else language


def _other_language(words: Sequence[str], small: Collection[str], language: str) -> tuple[str, int]:
    """Return the other shipped language of whose own small words a text holds most, and how many."""
    counts = {
        code: sum(word in theirs and word not in small for word in words)
        for code in shipped_languages()
        if code != language and (theirs := small_words(code))
    }
    best = max(counts, key=lambda code: counts[code], default=language)
    return best, counts.get(best, 0)


def _is_plainly(low: str, small: Collection[str]) -> bool:
    """Return whether a text in small letters holds enough of a language's small words: right when it says yes.

    Most texts do, told by their words without signs beside them, which no pattern need look for.
    """
    words = list(filter(str.isalnum, low.split()))
    # Each other word takes a letter and what parts it from the next one.
    others = (len(low) - sum(map(len, words)) - len(words) + 1) // 2
    is_spaced = len(words) >= _FEWEST_WORDS and len(low) < _MOST_LETTERS * len(words)
    return is_spaced and _holds_small(words, small, len(words) + others)


def _holds_small(words: Sequence[str], small: Collection[str], count: int) -> bool:
    """Return whether small words are one in ten of `count` words; no more of them are looked at than it takes."""
    needed = ceil(count / _WORDS_A_SMALL_ONE)
    return any(islice(filter(small.__contains__, words), needed - 1, None))


def _is_spaced(sample: str, words: Sequence[str]) -> bool:
    # Chinese, Japanese and Thai have no spaces: few "words", each very long.
    letters = sum(map(len, words))
    return not words or letters < _MOST_LETTERS * len(words) or len(sample) < _FEWEST_WORDS


def _rank(sample: str) -> list[tuple[str, float]]:
    import py3langid  # heavy: loads numpy and a model

    return [(str(code), float(score)) for code, score in py3langid.rank(sample)]
