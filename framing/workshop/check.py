"""Check a lexicon before it is used (room: workshop): faults, overlaps with shipped lexicons, matches in articles."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from framing.features.naming import find_wordings
from framing.lexicon.entries import EVERY_LANGUAGE, CueEntry, NamingEntry
from framing.lexicon.language import Wording, load_language, match_contexts
from framing.lexicon.load import (
    SHARING_KINDS,
    Lexicon,
    is_proper,
    labelled_forms,
    load_lexicon,
    load_shipped,
)
from framing.lexicon.match import Matcher, pieces_in, without_overlap
from framing.resources import shipped_languages
from framing.schema import Annotations, Article, Reject
from framing.text import Document, parse_article, parse_text
from framing.workshop.records import ConcordanceLine, EntryUse, LexiconReport, Overlap

_LINES_SHOWN = 3
_CONTEXT_WORDS = 6
# Far more characters than so many words have.
_REACH = 200


class _Row(NamedTuple):
    """What a form belongs to: the number of its entry, and the name of the entry or, of `naming`, of the variant."""

    number: int
    entry: str


class _Form(NamedTuple):
    """A form with its row; only forms of one scope can overlap."""

    form: str
    row: _Row
    scope: str


_Found = Iterable[tuple[_Row, int, int]]


def check_lexicon(
    file: Path | str,
    annotations_or_articles: Iterable[Annotations | Article] = (),
    rejects: Sequence[Reject] = (),
) -> LexiconReport:
    """Return what a lexicon holds, what overlaps with shipped ones, and how often its entries match in articles.

    Matches are those that ``framing annotate`` would look at: in title and body, of overlapping forms one, of `naming`
    in their context; of `furniture` in the whole text. Articles in another language than the lexicon's are passed over.
    `rejects` are articles that could not be read; they stand in the report. Raises `LexiconError` for a lexicon with
    a fault.
    """
    lexicon = load_lexicon(Path(file))
    forms = Counter(known.row for known in _forms_of(lexicon))
    shipped = _shipped_beside(lexicon)
    find = _finder(lexicon)
    matches: Counter[_Row] = Counter()
    holders: Counter[_Row] = Counter()
    lines: dict[_Row, list[ConcordanceLine]] = {row: [] for row in forms}
    articles = 0
    for given in annotations_or_articles:
        article = given.article if isinstance(given, Annotations) else given
        if lexicon.header.language not in (article.language, EVERY_LANGUAGE):
            continue
        articles += 1
        here: Counter[_Row] = Counter()
        for document in _documents_of(article, lexicon):
            for row, start, end in find(document):
                here[row] += 1
                if len(lines[row]) < _LINES_SHOWN:
                    lines[row].append(_line(article, document, start, end))
        matches.update(here)
        holders.update(here.keys())
    return LexiconReport(
        file=str(file),
        header=lexicon.header,
        digest=lexicon.digest,
        entries=len(lexicon.entries),
        forms=forms.total(),
        replaces=any(other.header.id == lexicon.header.id for other in shipped),
        overlaps=find_overlaps(lexicon, shipped),
        uses=[
            EntryUse(
                number=row.number,
                entry=row.entry,
                forms=number,
                matches=matches[row],
                articles=holders[row],
                lines=lines[row],
            )
            for row, number in forms.items()
        ],
        articles=articles,
        rejects=list(rejects),
    )


def find_overlaps(lexicon: Lexicon, others: Sequence[Lexicon]) -> list[Overlap]:
    """Return the forms that a lexicon shares with others, in its own order; a lexicon of the same id is passed over.

    Two forms overlap where one finds the other ("Ukrain*" and "Ukraine"); "us" and "US" do not. Where a kind's entries
    may share forms, only those of entries of one name overlap, and of cues only those of one part of speech.
    """
    own = _forms_of(lexicon)
    overlaps = []
    for other in others:
        if other.header.id == lexicon.header.id:
            continue
        theirs = _forms_of(other)
        pairs = {*_found_whole(theirs, own), *((mine, their) for their, mine in _found_whole(own, theirs))}
        overlaps += [
            Overlap(
                form=mine.form,
                entry=mine.row.entry,
                other_form=their.form,
                other_entry=their.row.entry,
                lexicon=other.header.id,
            )
            for mine, their in sorted(pairs, key=lambda pair: (pair[0].row, pair[0].form, pair[1]))
        ]
    return overlaps


def _found_whole(forms: Sequence[_Form], others: Sequence[_Form]) -> Iterator[tuple[_Form, _Form]]:
    """Yield each of the others with each form that finds all of it."""
    matcher = Matcher((known.form, known) for known in forms)
    for other in others:
        text = other.form.rstrip("*")
        pieces = pieces_in(text)
        for match in matcher.find(text, pieces):
            known = match.payload
            whole = (match.start, match.end) == (pieces[0].start, pieces[-1].end)
            if whole and known.scope == other.scope and is_proper(known.form) == is_proper(other.form):
                yield other, known


def _forms_of(lexicon: Lexicon) -> list[_Form]:
    """Return all forms of a lexicon in its order."""
    shares = lexicon.header.kind in SHARING_KINDS
    return [
        _Form(
            form, _Row(number, label), entry.pos if isinstance(entry, CueEntry) else label if shares else ""
        )
        for number, entry in enumerate(lexicon.entries, 1)
        for form, label in labelled_forms(entry)
    ]


def _shipped_beside(lexicon: Lexicon) -> Sequence[Lexicon]:
    header = lexicon.header
    languages = [code for code in shipped_languages() if header.language in (code, EVERY_LANGUAGE)]
    return [one for code in languages for one in load_shipped(code).get(header.kind, ())]


def _finder(lexicon: Lexicon) -> Callable[[Document], _Found]:
    """Return the function that finds a lexicon's rows in a document, as the features room does for its kind."""
    if lexicon.header.kind == "naming":
        return _naming_finder(lexicon)
    matcher = Matcher((known.form, known.row) for known in _forms_of(lexicon))

    def find(document: Document) -> _Found:
        if lexicon.header.kind not in SHARING_KINDS:
            for match in matcher.find_longest(document.text, document.pieces):
                yield match.payload, match.start, match.end
            return
        found = matcher.find(document.text, document.pieces)
        for row in dict.fromkeys(match.payload for match in found):
            for match in without_overlap(match for match in found if match.payload == row):
                yield row, match.start, match.end

    return find


def _naming_finder(lexicon: Lexicon) -> Callable[[Document], _Found]:
    entries = [entry for entry in lexicon.entries if isinstance(entry, NamingEntry)]
    numbers = {
        entry.id: number for number, entry in enumerate(lexicon.entries, 1) if isinstance(entry, NamingEntry)
    }
    naming = Matcher(
        (form, Wording(entry, variant))
        for entry in entries
        for variant in entry.variants
        for form in variant.forms
    )
    contexts = match_contexts(entries)

    def find(document: Document) -> _Found:
        for match in find_wordings(document, naming, contexts):
            concept, variant = match.payload
            yield _Row(numbers[concept.id], f"{concept.id}: {variant.label}"), match.start, match.end

    return find


def _documents_of(article: Article, lexicon: Lexicon) -> list[Document]:
    language = load_language(article.language)
    if lexicon.header.kind == "furniture":
        return [parse_text(article.text, language)]
    return parse_article(article, language)


def _line(article: Article, document: Document, start: int, end: int) -> ConcordanceLine:
    text = document.text
    before = text[max(0, start - _REACH) : start].split()[-_CONTEXT_WORDS:]
    after = text[end : end + _REACH].split()[:_CONTEXT_WORDS]
    return ConcordanceLine(
        article=article.id,
        left=" ".join(before),
        hit=" ".join(text[start:end].split()),
        right=" ".join(after),
        span=(start, end),
        where=document.where,
    )
