"""One text to one article (room: reading): front matter, language, regions, publisher."""

from collections.abc import Sequence

from framing.errors import ReadingError
from framing.reading.dates import day_given, find_date
from framing.reading.decode import check_controls
from framing.reading.front_matter import FrontMatter, read_front_matter
from framing.reading.language import detect_language
from framing.reading.lines import key_of, spans_of_lines
from framing.reading.metadata import Metadata, join
from framing.reading.options import ReadingOptions
from framing.reading.outlet import find_publisher
from framing.reading.regions import mark_regions
from framing.reading.vocabulary import load_vocabulary
from framing.resources import shipped_languages
from framing.schema import Article, Region

MOST_BYTES = 5_000_000
_FEWEST_WORDS = 2
# The language of most articles, and of those too short to tell.
_FIRST_LANGUAGE = "en"
_GLANCE = 40
_BYTES_PER_CHARACTER = 4


def read_text(
    text: str,
    *,
    file: str,
    id: str,
    metadata: Metadata | None = None,
    front_matter: bool = True,
    encoding: str = "utf-8",
    notes: Sequence[str] = (),
    options: ReadingOptions | None = None,
) -> Article:
    """Make an article of a text.

    `metadata` and then front matter, where `front_matter` is true, give outlet, title, date and URL; an `id`
    there replaces `id`. The text is kept as it is. Raises `ReadingError` for a text that is empty, binary, of one
    word, longer than 5 MB, or in a language without lexicons.
    """
    options = options or ReadingOptions()
    first = vocabulary = options.vocabulary or load_vocabulary(_FIRST_LANGUAGE, options.lexicons)
    check_size(text, file)
    check_controls(text, file)
    front = read_front_matter(text) if front_matter else FrontMatter(0, Metadata(), None)
    given = join(metadata or Metadata(), front.metadata)
    _check_words(text[front.end :], file)
    language = _FIRST_LANGUAGE
    if options.detect_languages:
        language = detect_language(text[front.end :], vocabulary.furniture, _FIRST_LANGUAGE)
        if language != _FIRST_LANGUAGE:
            _check_language(language, file)
            vocabulary = options.vocabulary or load_vocabulary(language, options.lexicons)
    marked = mark_regions(text, vocabulary, title=given.title, start=front.end)
    regions = [*_front_region(text, front.end), *marked.regions]
    given_day = day_given(given.published, (vocabulary.furniture, first.furniture))
    publisher = find_publisher(text, regions, vocabulary, given)
    return Article(
        id=given.id or id,
        file=file,
        text=text,
        regions=regions,
        outlet=publisher.outlet,
        outlet_evidence=publisher.evidence,
        agency=publisher.agency,
        title=marked.title,
        published=given_day.day or find_date(text, regions, vocabulary.furniture),
        url=given.url,
        language=language,
        encoding=encoding,
        notes=[*notes, *filter(None, (front.note, given_day.note))],
    )


def check_size(text: str, where: str) -> None:
    """Raise `ReadingError` for a text of more than 5 MB in UTF-8."""
    if len(text) * _BYTES_PER_CHARACTER > MOST_BYTES and len(text.encode("utf-8", "replace")) > MOST_BYTES:
        raise too_large(where)


def too_large(where: str) -> ReadingError:
    """Return the error for an article of more than 5 MB."""
    return ReadingError(
        where,
        "is larger than 5 MB",
        "one article",
        "split it into articles; many articles in one file belong into a table (JSON Lines, CSV)",
    )


def _check_words(text: str, where: str) -> None:
    if len(key_of(text[:_GLANCE]).split()) >= _FEWEST_WORDS:
        return
    if not text.strip():
        raise ReadingError(where, "is empty", "an article", "remove it or give it its text")
    words = key_of(text[:10_000]).split() or key_of(text).split()
    if not words:
        raise ReadingError(where, "holds no word", "an article", "remove it or give it its text")
    if len(words) < _FEWEST_WORDS and len(words[0]) < _FEWEST_LETTERS:
        raise ReadingError(where, "holds one word", "an article", "remove it or give it its whole text")


# Scripts without spaces write a sentence as one word; language detection answers for those.
_FEWEST_LETTERS = 40


def _check_language(language: str, where: str) -> None:
    shipped = shipped_languages()
    if language not in shipped:
        raise ReadingError(
            where,
            f"is written in a language for which there are no lexicons ({language!r})",
            f"one of: {', '.join(shipped)}",
            "leave it out, translate it, or add lexicons for the language",
        )


def _front_region(text: str, end: int) -> list[Region]:
    lines = list(spans_of_lines(text, end=end))
    if not lines:
        return []
    return [Region(kind="boilerplate", start=lines[0][0], end=lines[-1][1], reason="front matter")]
