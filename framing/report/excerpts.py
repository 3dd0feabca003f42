"""Room report: a comparison and its annotations on shortened articles, for reports that go where the articles may not.

Everything that follows (page, tables, scores) reads articles and offsets, so both are changed up front, once, and
nothing else need know. Amounts and figures stay: they count the whole articles.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVar

from msgspec.structs import replace

from framing.lexicon.words import Word, words_in
from framing.report.texts import say
from framing.schema import (
    Annotations,
    Article,
    Attribution,
    Comparison,
    Fact,
    Figure,
    FrameCue,
    Loaded,
    Name,
    Passage,
    Silence,
    Source,
    Span,
    Stance,
    Telling,
    Where,
)
from framing.scoring.fact_places import POSITION, SALIENCE, fact_keys
from framing.scoring.packed import PackedPassages

GAP = "[…]"
LONGEST_RUN = 11
"""Words in a row that may be shown, a title of usual length apart."""
LARGEST_SHARE = 0.3
"""Of an article's words."""
# Words on each side: a few for every mark, then more for those that have room.
_CONTEXTS = ((2, 1, 0), (4, 3))
_SHORTEST_GAP = 3
_LONGEST_TITLE = 25
_LETTERS_IN_A_RUN = 200
_FEWEST_WORDS_OF_A_LABEL, _WORDS_OF_A_LABEL = 3, 8

Numbers = tuple[int, int]
"""The number of the first word of a stretch, and of the one behind its last."""
Marked = TypeVar("Marked", Name, Stance, Loaded, FrameCue)


class Excerpts(NamedTuple):
    """A comparison and annotations on shortened articles, and the sentence that tells a reader so."""

    comparison: Comparison
    annotations: list[Annotations]
    notice: str


def make_excerpts(comparison: Comparison, annotations: Sequence[Annotations]) -> Excerpts:
    """Return comparison and annotations in which each article is cut down to a few words around each mark.

    Kept are an article's title (of one that is longer than titles are, its first words) and, in this order as far as
    there is room, wordings, cues and sources of attributions, loaded words, words of stance, wordings that come again
    and words of frames. No more than `LONGEST_RUN` words stand in a row and no more than `LARGEST_SHARE` of an article;
    `GAP` stands for the rest, and for every passage of which nothing is kept. Labels of facts are cut too. Numbers and
    amounts are those of the whole articles; the signatures say what was done.
    """
    by_id = {held.article.id: held for held in annotations}
    cuts = {one.id: _Cut(one, _find_runs(one, by_id.get(one.id))) for one in comparison.articles}
    shortened = [
        _shorten_annotations(held, cuts[held.article.id]) for held in annotations if held.article.id in cuts
    ]
    notice = say("excerpts.notice", share=round(100 * LARGEST_SHARE))
    return Excerpts(_shorten_comparison(comparison, cuts), shortened, notice)


# --- what is kept ----------------------------------------------------------------------------------------------------


def _find_runs(article: Article, annotations: Annotations | None) -> list[Span]:
    """Return the stretches of a text that are kept, in order."""
    words = words_in(article.text)
    runs = _Runs(words)
    for region in article.regions:
        if region.kind == "title":
            first, last = _numbers(words, (region.start, region.end))
            if last - first <= _LONGEST_TITLE:
                runs.keep(first, last)
    room = int(LARGEST_SHARE * len(words)) - runs.words
    marks = [_numbers(words, span) for span in _marks(annotations)] if annotations else []
    for contexts in _CONTEXTS:
        for first, last in marks:
            for context in contexts:
                window = (max(0, first - context), min(len(words), last + context))
                if runs.fits(*window) and runs.added(*window) <= room:
                    room -= runs.added(*window)
                    runs.keep(*window)
                    break
    return [_with_marks(article.text, span) for span in runs.spans()]


def _runs_of_title(title: str) -> list[Span]:
    """A title is kept whole; of one that is longer than titles are, its first words."""
    words = words_in(title)
    if len(words) <= _LONGEST_TITLE:
        return [(0, len(title))]
    return [_with_marks(title, (words[0].start, words[LONGEST_RUN - 1].end))]


def _marks(held: Annotations) -> list[Span]:
    """Return what a reader wants to see of an article, the most telling first; of a wording that comes again, one."""
    first = {(name.concept, name.variant, name.voice): name.id for name in reversed(held.names)}
    spoken = [
        (one.where, span)
        for one in held.attributions
        for span in (*one.cue.spans, *(one.source.spans if one.source else ()))
    ]
    found = [
        *((name.where, name.span) for name in held.names if name.id in first.values()),
        *spoken,
        *((mark.where, mark.span) for mark in held.loaded),
        *((mark.where, mark.span) for mark in held.stance),
        *((name.where, name.span) for name in held.names),
        *((mark.where, mark.span) for mark in held.frames),
    ]
    return [span for where, span in found if where == "text"]


class _Runs:
    """Which words of a text are kept, in runs that are short and lie apart."""

    def __init__(self, words: Sequence[Word]) -> None:
        self._words = words
        self._kept = bytearray(len(words))

    def keep(self, first: int, last: int) -> None:
        """Keep the words of a stretch."""
        self._kept[first:last] = b"\1" * (last - first)

    @property
    def words(self) -> int:
        """How many words are kept."""
        return self._kept.count(1)

    def added(self, first: int, last: int) -> int:
        """Return how many of a stretch's words are not kept yet."""
        return self._kept[first:last].count(0)

    def fits(self, first: int, last: int) -> bool:
        """Whether a stretch, with what it would touch, is short and far enough from what is kept beside it."""
        if first >= last:
            return False
        start, end = first, last
        while start and self._kept[start - 1]:
            start -= 1
        while end < len(self._kept) and self._kept[end]:
            end += 1
        near = self._kept[max(0, start - _SHORTEST_GAP) : start] + self._kept[end : end + _SHORTEST_GAP]
        letters = self._words[end - 1].end - self._words[start].start
        return end - start <= LONGEST_RUN and not any(near) and letters <= _LETTERS_IN_A_RUN

    def spans(self) -> Iterator[Span]:
        """Yield the offsets of the runs."""
        first = self._kept.find(1)
        while first >= 0:
            last = self._kept.find(0, first)
            last = len(self._kept) if last < 0 else last
            yield self._words[first].start, self._words[last - 1].end
            first = self._kept.find(1, last)


def _numbers(words: Sequence[Word], span: Span) -> Numbers:
    first = bisect_right(words, span[0], key=lambda word: word.end)
    return first, bisect_left(words, span[1], key=lambda word: word.start)


def _with_marks(text: str, span: Span) -> Span:
    """Return a stretch with the quotation marks and stops that touch its words."""
    start, end = span
    while start and not text[start - 1].isspace() and not text[start - 1].isalnum():
        start -= 1
    while end < len(text) and not text[end].isspace() and not text[end].isalnum():
        end += 1
    return start, end


# --- where it stands now ---------------------------------------------------------------------------------------------


class _Piece(NamedTuple):
    """A stretch of the old text that is kept, or a gap; of a gap, `place` and `end` are those of its sign."""

    start: int
    place: int
    end: int
    is_kept: bool


class _CutText:
    """A text cut to runs, and the place in it of every offset of the whole one."""

    def __init__(self, text: str, runs: Sequence[Span]) -> None:
        self._length = len(text)
        self._pieces: list[_Piece] = []
        self.text = ""
        behind = 0
        for start, end in [*runs, (self._length, self._length)]:
            self._leave_out(text, behind, start)
            self._keep(text, start, end)
            behind = end
        self._starts = [piece.start for piece in self._pieces]

    def span(self, span: Span) -> Span:
        """Return where a passage stands now: what is left of it, or the sign of the gap that swallowed it."""
        if span[0] >= span[1]:
            return span
        first, last = self._piece(span[0]), self._piece(span[1] - 1)
        start = first.place + (span[0] - first.start if first.is_kept else 0)
        return start, last.place + span[1] - last.start if last.is_kept else last.end

    def between(self, start: int, end: int) -> Span | None:
        """Return where one of several stretches that follow each other stands now; None where nothing is left of it."""
        start, end = self._edge(start), self._edge(end)
        return (start, end) if start < end else None

    def _edge(self, offset: int) -> int:
        """A gap's sign belongs to what begins before it, or with it."""
        if offset >= self._length:
            return len(self.text)
        piece = self._piece(offset)
        if piece.is_kept:
            return piece.place + offset - piece.start
        return piece.place if offset == piece.start else piece.end

    def _piece(self, offset: int) -> _Piece:
        return self._pieces[bisect_right(self._starts, offset) - 1]

    def _keep(self, text: str, start: int, end: int) -> None:
        if start < end:
            place = len(self.text)
            self._pieces.append(_Piece(start, place, place + end - start, True))
            self.text += text[start:end]

    def _leave_out(self, text: str, start: int, end: int) -> None:
        left = text[start:end]
        if not any(letter.isalnum() for letter in left):
            self._keep(text, start, end)
            return
        before = " " if start else ""
        place = len(self.text) + len(before)
        self._pieces.append(_Piece(start, place, place + len(GAP), False))
        self.text += before + GAP + ("" if end == len(text) else "\n\n" if "\n" in left else " ")


class _Cut:
    """An article of which text and title are cut, and where its passages stand now."""

    def __init__(self, article: Article, runs: Sequence[Span]) -> None:
        title = article.title or ""
        self._texts: dict[Where, _CutText] = {
            "text": _CutText(article.text, runs),
            "title": _CutText(title, _runs_of_title(title)),
        }
        self.article = self._shorten(article)

    def span(self, span: Span, where: Where = "text") -> Span:
        """Return where a passage stands now: what is left of it, or the sign of the gap that swallowed it."""
        return self._texts[where].span(span)

    def spans(self, spans: Iterable[Span], where: Where = "text") -> list[Span]:
        """Return where passages stand now, each once."""
        return list(dict.fromkeys(self.span(span, where) for span in spans))

    def between(self, start: int, end: int, where: Where = "text") -> Span | None:
        """Return where one of several stretches that follow each other stands now; None where nothing is left of it."""
        return self._texts[where].between(start, end)

    def _shorten(self, article: Article) -> Article:
        evidence = article.outlet_evidence
        if evidence and evidence.span:
            evidence = replace(evidence, span=self.span(evidence.span))
        regions = [
            replace(one, start=found[0], end=found[1])
            for one in article.regions
            if (found := self.between(one.start, one.end))
        ]
        return replace(
            article,
            text=self._texts["text"].text,
            title=article.title and self._texts["title"].text,
            regions=regions,
            outlet_evidence=evidence,
        )


# --- records on shortened articles -----------------------------------------------------------------------------------


def _shorten_annotations(held: Annotations, cut: _Cut) -> Annotations:
    def marked(one: Marked) -> Marked:
        return replace(one, span=cut.span(one.span, one.where))

    utterances = [
        replace(one, start=found[0], end=found[1])
        for one in held.utterances
        if (found := cut.between(one.start, one.end, one.where))
    ]
    sentences = [
        replace(one, start=found[0], end=found[1])
        for one in held.sentences
        for found in [cut.span((one.start, one.end), one.where)]
    ]
    return replace(
        held,
        article=cut.article,
        attributions=[_shorten_attribution(one, cut) for one in held.attributions],
        names=[marked(one) for one in held.names],
        stance=[marked(one) for one in held.stance],
        loaded=[marked(one) for one in held.loaded],
        frames=[marked(one) for one in held.frames],
        sentences=sentences,
        utterances=utterances,
        agency=[
            replace(one, spans=cut.spans(one.spans, one.where), verb=cut.span(one.verb, one.where))
            for one in held.agency
        ],
        signature=_sign(held.signature),
    )


def _shorten_attribution(one: Attribution, cut: _Cut) -> Attribution:
    return replace(
        one,
        source=_shorten_source(one.source, cut, one.where),
        via=_shorten_source(one.via, cut, one.where),
        cue=replace(one.cue, spans=cut.spans(one.cue.spans, one.where)),
        content=cut.spans(one.content, one.where),
    )


def _shorten_source(source: Source | None, cut: _Cut, where: Where) -> Source | None:
    if source is None:
        return None
    return replace(
        source, spans=cut.spans(source.spans, where), text=_cut_words(source.text, _WORDS_OF_A_LABEL)
    )


def _shorten_comparison(comparison: Comparison, cuts: Mapping[str, _Cut]) -> Comparison:
    facts = [_shorten_fact(fact, cuts) for fact in comparison.coverage]
    keys = dict(zip(fact_keys(comparison.coverage), fact_keys(facts), strict=True))
    return replace(
        comparison,
        articles=[cuts[one.id].article for one in comparison.articles],
        figures=[_shorten_key(one, keys) for one in comparison.figures],
        passages_by_id=PackedPassages(_shorten_passages(comparison.passages_by_id, cuts)),
        coverage=facts,
        silence=[_shorten_silence(one, facts, cuts) for one in comparison.silence],
        reuse=[
            replace(
                one,
                spans=tuple(
                    cuts[article].span(span, where)
                    for article, span, where in zip(one.articles, one.spans, one.where, strict=True)
                ),
            )
            for one in comparison.reuse
        ],
        corrections=[
            replace(one, span=cuts[one.article].span(one.span, one.where)) if one.span else one
            for one in comparison.corrections
        ],
        signature=_sign(comparison.signature),
    )


def _shorten_passages(passages: Mapping[str, Passage], cuts: Mapping[str, _Cut]) -> Iterator[Passage]:
    for id_ in passages:
        one = passages[id_]
        yield replace(one, spans=cuts[one.article].spans(one.spans, one.where))


def _shorten_fact(fact: Fact, cuts: Mapping[str, _Cut]) -> Fact:
    told = {
        article: [_shorten_telling(one, cuts[article]) for one in tellings]
        for article, tellings in fact.told.items()
    }
    return replace(fact, label=_shorten_label(fact.label), told=told)


def _shorten_silence(one: Silence, facts: Sequence[Fact], cuts: Mapping[str, _Cut]) -> Silence:
    nearest = [
        replace(near, telling=_shorten_telling(near.telling, cuts[near.article])) for near in one.nearest
    ]
    return replace(one, label=facts[one.fact].label, nearest=nearest)


def _shorten_telling(one: Telling, cut: _Cut) -> Telling:
    return replace(one, span=cut.span(one.span, one.where))


def _shorten_key(figure: Figure, keys: Mapping[str, str]) -> Figure:
    """Facts are named by their words, and so are the figures on them."""
    return replace(figure, key=keys[figure.key]) if figure.measure in (POSITION, SALIENCE) else figure


def _shorten_label(label: str) -> str:
    """Return the first words of a label, never all of a sentence: two that follow each other would tell both."""
    kept = min(_WORDS_OF_A_LABEL, max(_FEWEST_WORDS_OF_A_LABEL, len(words_in(label)) - _SHORTEST_GAP))
    return _cut_words(label, kept)


def _cut_words(text: str, kept: int) -> str:
    words = words_in(text)
    return text if len(words) <= kept else say("excerpts.cut", words=text[: words[kept - 1].end])


def _sign(signature: str) -> str:
    return f"{signature}|excerpts:{LONGEST_RUN} words, {round(100 * LARGEST_SHARE)} %"
