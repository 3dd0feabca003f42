"""A document: the analysed parts of an article as paragraphs, sentences, tokens and quotations, all as offsets."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate

from framing.lexicon.language import Language
from framing.lexicon.match import Piece, Pieces, is_possessive, piece_of
from framing.lexicon.words import WORD, ByWord, fold
from framing.schema import PROSE, Article, Span, Where
from framing.text.marks import with_known_marks
from framing.text.quotations import Quotation, find_quotations
from framing.text.scan import Reading, Scan
from framing.text.sentences import split_sentences

# A line without the white space around it.
_LINE = re.compile(r"\S(?:[^\n\r\u2028\u2029\x0b\x0c]*\S)?")
_TOKEN = re.compile(rf"({WORD.pattern}|--+|''|``|\S)")


class Token(Piece, frozen=True, gc=False):
    """A word or a punctuation mark at ``[start, end)``; `folded` is its comparable form.

    `parts` are its pieces, as offsets from its start; None where it is its own only piece, as most words are. A
    punctuation mark has no pieces, and is not counted as a word.
    """

    is_word: bool
    parts: tuple[Piece, ...] | None


def read_tokens(text: str, start: int, end: int) -> Reading[Token]:
    """Return the words and punctuation marks of a stretch of text."""
    # White space and tokens in turn; their lengths tell where each begins and ends.
    parts = _TOKEN.split(text[start:end])
    edges = list(accumulate(map(len, parts), initial=start))
    starts, stops = edges[1:-1:2], edges[2::2]
    known = map(_KNOWN.__getitem__, parts[1::2])
    tokens = [
        Token(folded, word, begin, stop, is_word, parts)
        for (word, folded, is_word, parts), begin, stop in zip(known, starts, stops, strict=True)
    ]
    return Reading(tokens, starts, stops)


def _known(word: str) -> tuple[str, str, bool, tuple[Piece, ...] | None]:
    """Return a word, its comparable form, whether it is no mark, and its parts.

    Of equal words all tokens hold one string, which Python finds in tables faster than another like it.
    """
    folded = fold(word)
    return word, word if folded == word else folded, word[0].isalnum(), _parts(word)


_KNOWN = ByWord(_known)


class Document:
    """The analysed part of a text: its paragraphs (lines of title and body regions) and what they hold."""

    def __init__(self, text: str, paragraphs: list[Span], language: Language, where: Where = "text") -> None:
        self.text = text
        self.where = where
        self.paragraphs = paragraphs
        marked = with_known_marks(text, language.code)
        self.quotations = find_quotations(marked, paragraphs)
        openers = language.grammar["sentence opener"]
        numbering, speech = language.grammar["numbering"], language.grammar["plain speech"]
        self.sentences: list[Span] = []
        self.paragraph_of: list[int] = []
        for number, (start, end) in enumerate(paragraphs):
            found = split_sentences(marked, start, end, language.abbreviations, openers, numbering, speech)
            self.sentences += found
            self.paragraph_of += [number] * len(found)

    @cached_property
    def _tokens(self) -> Scan[Token]:
        return Scan(self.text, read_tokens)

    @cached_property
    def pieces(self) -> Pieces:
        """Return the hyphen-free words of all paragraphs, for the matchers."""
        pieces = Pieces()
        for start, end in self.paragraphs:
            pieces += self.pieces_in(start, end)
        return pieces

    @cached_property
    def tokens_of_sentences(self) -> list[list[Token]]:
        """Return the words and punctuation marks of each sentence, which nobody may change."""
        return [self.tokens(start, end) for start, end in self.sentences]

    @cached_property
    def _quotation_starts(self) -> list[int]:
        return [quotation.start for quotation in self.quotations]

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [start for start, _ in self.sentences]

    def tokens(self, start: int, end: int) -> list[Token]:
        """Return the words and punctuation marks of a stretch."""
        return self._tokens.within(start, end)

    def pieces_in(self, start: int, end: int) -> list[Piece]:
        """Return the hyphen-free words of a stretch."""
        pieces: list[Piece] = []
        append = pieces.append
        for token in self.tokens(start, end):
            if token.parts is None:
                append(token)
            else:
                shift = token.start
                for part in token.parts:
                    append(Piece(part.folded, part.text, shift + part.start, shift + part.end))
        return pieces

    def count_words(self, start: int, end: int) -> int:
        """Return the number of words in a stretch."""
        return sum([token.parts != () for token in self.tokens(start, end)])

    def quotation_at(self, offset: int) -> Quotation | None:
        """Return the quotation, marks included, that holds an offset, or None."""
        number = bisect_right(self._quotation_starts, offset) - 1
        if number >= 0 and offset < self.quotations[number].end:
            return self.quotations[number]
        return None

    def quotations_in(self, start: int, end: int) -> list[Quotation]:
        """Return the quotations of which some part stands in a stretch, in order."""
        first = bisect_right(self._quotation_starts, start)
        last = bisect_left(self._quotation_starts, end)
        # None overlaps another: only of the one that begins before the stretch, the end is to be looked at.
        if first and self.quotations[first - 1].end > start:
            first -= 1
        return self.quotations[first:last]

    def quotations_at(self, offsets: Sequence[int]) -> list[Quotation | None]:
        """Return what `quotation_at` gives for each of some rising offsets."""
        if not offsets:
            return []
        number = bisect_right(self._quotation_starts, offsets[0]) - 1
        last = bisect_right(self._quotation_starts, offsets[-1]) - 1
        if number == last and (number < 0 or self.quotations[number].end <= offsets[0]):
            return [None] * len(offsets)
        found: list[Quotation | None] = []
        for offset in offsets:
            while number < last and self._quotation_starts[number + 1] <= offset:
                number += 1
            holds = number >= 0 and offset < self.quotations[number].end
            found.append(self.quotations[number] if holds else None)
        return found

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

    @cached_property
    def opening_quotations(self) -> list[tuple[int, Span]]:
        """Return the quotations that open a sentence, with all their lines, each behind the sentence's number."""
        numbers = {start: number for number, (start, _) in enumerate(self.sentences)}
        return [
            (numbers[one.start], self.whole_quotation(one.start) or one[:2])
            for one in self.quotations
            if one.start in numbers and not one.goes_on
        ]

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


def _parts(word: str) -> tuple[Piece, ...] | None:
    """Return the pieces of a token, as offsets from its start; None where it is its own only piece."""
    if word.isalnum():
        return None  # nearly all words are letters alone
    if not word[0].isalnum() and word[0] != "_":
        return ()
    if "-" not in word and not is_possessive(word):
        return None
    parts = word.split("-")
    return tuple(map(piece_of, parts, accumulate((len(part) + 1 for part in parts[:-1]), initial=0)))


def _lines(text: str, stretches: list[Span]) -> list[Span]:
    return [match.span() for start, end in stretches for match in _LINE.finditer(text, start, end)]
