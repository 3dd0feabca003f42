"""A document: the analysed parts of an article as paragraphs, sentences, tokens and quotations, all as offsets."""

import re
from bisect import bisect_right
from functools import cached_property

from framing.lexicon.language import Language
from framing.lexicon.match import Piece, pieces_in
from framing.lexicon.words import WORD, fold
from framing.schema import PROSE, Article, Span, Where
from framing.text.quotations import Quotation, find_quotations
from framing.text.sentences import split_sentences, trim

_LINE = re.compile(r"[^\n\r\u2028\u2029\x0b\x0c]+")
_TOKEN = re.compile(WORD.pattern + r"|--+|''|``|\S")


class Token:
    """A word or a punctuation mark at ``[start, end)``; `folded` is its comparable form."""

    __slots__ = ("end", "folded", "is_word", "start", "text")

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text = text
        self.start = start
        self.end = end
        self.folded = fold(text)
        self.is_word = text[0].isalnum()

    def __repr__(self) -> str:
        return f"Token({self.text!r}, {self.start})"


class Document:
    """The analysed part of a text: its paragraphs (lines of title and body regions) and what they hold."""

    def __init__(self, text: str, paragraphs: list[Span], language: Language, where: Where = "text") -> None:
        self.text = text
        self.where = where
        self.paragraphs = paragraphs
        self.quotations = find_quotations(text, paragraphs)
        openers = language.grammar["sentence opener"]
        numbering, speech = language.grammar["numbering"], language.grammar["plain speech"]
        self.sentences: list[Span] = []
        self.paragraph_of: list[int] = []
        for number, (start, end) in enumerate(paragraphs):
            found = split_sentences(text, start, end, language.abbreviations, openers, numbering, speech)
            self.sentences += found
            self.paragraph_of += [number] * len(found)

    @cached_property
    def pieces(self) -> list[Piece]:
        """Return the hyphen-free words of all paragraphs, for the matchers."""
        return [piece for start, end in self.paragraphs for piece in pieces_in(self.text, start, end)]

    @cached_property
    def _quotation_starts(self) -> list[int]:
        return [quotation.start for quotation in self.quotations]

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [start for start, _ in self.sentences]

    def tokens(self, start: int, end: int) -> list[Token]:
        """Return the words and punctuation marks of a stretch."""
        return [Token(m.group(), m.start(), m.end()) for m in _TOKEN.finditer(self.text, start, end)]

    def quotation_at(self, offset: int) -> Quotation | None:
        """Return the quotation, marks included, that holds an offset, or None."""
        number = bisect_right(self._quotation_starts, offset) - 1
        if number >= 0 and offset < self.quotations[number].end:
            return self.quotations[number]
        return None

    def whole_quotation(self, offset: int) -> Span | None:
        """Return the quotation that holds an offset with all its lines, where it is broken over several; or None."""
        number = bisect_right(self._quotation_starts, offset) - 1
        if number < 0 or offset >= self.quotations[number].end:
            return None
        first = last = number
        while first > 0 and self.quotations[first].goes_on:
            first -= 1
        while last + 1 < len(self.quotations) and self.quotations[last + 1].goes_on:
            last += 1
        return self.quotations[first].start, self.quotations[last].end

    def sentence_at(self, offset: int) -> int | None:
        """Return the number of the sentence that holds an offset, or None."""
        number = bisect_right(self._sentence_starts, offset) - 1
        if number >= 0 and offset < self.sentences[number][1]:
            return number
        return None


def parse_article(article: Article, language: Language) -> list[Document]:
    """Return the documents of an article: its text, and its title first where that stands apart from the text."""
    documents = []
    if article.title and article.title_stands_apart:
        documents.append(parse_text(article.title, language, where="title"))
    prose = [(region.start, region.end) for region in article.regions if region.kind in PROSE]
    documents.append(Document(article.text, _lines(article.text, prose), language))
    return documents


def parse_text(text: str, language: Language, where: Where = "text") -> Document:
    """Return the document of a bare text, all of it analysed."""
    return Document(text, _lines(text, [(0, len(text))]), language, where)


def _lines(text: str, stretches: list[Span]) -> list[Span]:
    lines = (
        trim(text, match.start(), match.end())
        for start, end in stretches
        for match in _LINE.finditer(text, start, end)
    )
    return [line for line in lines if line]
