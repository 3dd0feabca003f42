"""Which language a text is in (room: reading), so that a text without lexicons is set aside and no other one.

A text with enough of the small words of a shipped language is in it; only the rest asks py3langid, whose model takes
a fifth of a second to load. It errs on short texts, so that these are never set aside.
"""

from framing.reading.lines import words_of
from framing.reading.vocabulary import Furniture

_SAMPLE_LETTERS = 1500
_FEWEST_WORDS = 20
_SMALL_WORD_SHARE = 0.2
_DOUBTFUL_SHARE = 0.1
_CLEAR_MARGIN = 20.0


def detect_language(text: str, furniture: Furniture, language: str = "en") -> str:
    """Return the code of a text's language; `language`, that of the lexicon, in doubt and for fewer than 20 words."""
    sample = text[:_SAMPLE_LETTERS]
    words = words_of(sample)
    if _is_spaced(sample, words):
        if len(words) < _FEWEST_WORDS:
            return language
        small = furniture.words("prose-word")
        share = sum(word in small for word in words) / len(words)
        if share >= _SMALL_WORD_SHARE:
            return language
    else:
        share = 0.0
    ranked = _rank(sample)
    best, score = ranked[0]
    own = dict(ranked).get(language, float("-inf"))
    if best == language or share >= _DOUBTFUL_SHARE or score - own < _CLEAR_MARGIN:
        return language
    return best


def _is_spaced(sample: str, words: list[str]) -> bool:
    # Chinese, Japanese and Thai have no spaces: few "words", each very long.
    return not words or sum(map(len, words)) / len(words) < 12 or len(sample) < _FEWEST_WORDS


def _rank(sample: str) -> list[tuple[str, float]]:
    import py3langid  # heavy: loads numpy and a model

    return [(str(code), float(score)) for code, score in py3langid.rank(sample)]
