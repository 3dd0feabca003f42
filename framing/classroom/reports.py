"""Room classroom: sentences that plainly report: one source and one verb, both to be seen in the sentence."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from framing.classroom.sentences import Excerpt, Sentence, is_good
from framing.lexicon.entries import CueEntry, OrganisationEntry
from framing.lexicon.language import Language, load_language
from framing.lexicon.match import Match, pieces_in, without_overlap
from framing.lexicon.words import count_words, fold, words_in
from framing.schema import Comparison, Passage, Span

FEWEST_WORDS = 5
_FARTHEST = 6
# Words by which the rules of attribution tell what kind of content they found.
_NO_STATEMENT = {"object", "infinitive"}
# Classes of cues that bring in what somebody felt or wanted.
TELLING_NO_STATEMENT = ("evaluative", "mental")
# Within how many words after its verb "that" still belongs to it ("said on Friday that").
THAT_WITHIN = 5
_PLAINEST = "say"
# How many words before a verb of saying its subject stands at the farthest ("it has also said").
_NEAR = 3
_POINTING = frozenset({"the", "this", "that", "its", "their"})
_BETWEEN = re.compile("[,;] ")
_DETERMINERS = frozenset({"the", "a", "an"})
_NAME = r"(?:the )?[A-Z][\w-]*(?: [A-Z][\w-]*)*"
_LIST_AFTER = re.compile(rf"(?:, {_NAME})*,? (?:and|or) {_NAME}")
_OWNS = re.compile(r"['’]s\b|s['’](?=\s)")
_LIST_BEFORE = re.compile(r"[A-Z][\w-]*,? (?:and|or) (?:the )?\Z")


@dataclass(frozen=True, kw_only=True)
class Report:
    """A sentence in which one source says one thing.

    `named` is where the source's name stands, `cue` where the verb stands; `entry` is the verb's lexicon entry.
    """

    sentence: Sentence
    passage: Passage
    source: str
    named: Span
    cue: Span
    entry: CueEntry


def list_reports(comparison: Comparison, sentences: Sequence[Sentence]) -> list[Report]:
    """Return the sentences whose attribution anybody can check by eye, in order.

    Left out are sentences with several attributions, with a source that stands elsewhere or is several sources in one,
    with two verbs of saying or none, and content of a few words only.
    """
    held = _attributions(comparison)
    reports = []
    for sentence in sentences:
        inside = [
            (passage, class_)
            for passage, class_ in held.get(sentence.article.id, ())
            if any(start < sentence.end and end > sentence.start for start, end in passage.spans)
        ]
        if len(inside) == 1 and is_good(sentence):
            report = _read(sentence, *inside[0])
            if report is not None:
                reports.append(report)
    return reports


def find_source(sentence: Sentence, source: str, content: Sequence[Span]) -> list[Span]:
    """Return where the sentence names a source outside the content: by the registry, else by its name or a part of it.

    An unnamed source is found by the word for it ("officials"). Empty where the sentence does not name it, names it
    as one of several, or only as that from which something comes ("a letter from the ministry").
    """
    text, language = sentence.article.text, load_language(sentence.article.language)
    found: list[Span] = []
    for start, end in sentence.outside(content):
        pieces = pieces_in(text, start, end)
        organisations = language.organisations.find_longest(text, pieces)
        found += [(one.start, one.end) for one in organisations if one.payload.name == source]
        roles = language.sources.find_longest(text, pieces)
        found += [(one.start, one.end) for one in roles if one.payload.unnamed == source]
    if not found and source not in _registered(language.code):
        for span in sentence.outside(content):
            found += _by_name(text, span, source)
    return [span for span in sorted(set(found)) if _can_speak(sentence, span)]


def find_cues(sentence: Sentence, stretches: Sequence[Span]) -> list[Match[CueEntry]]:
    """Return every word or expression of attribution that stands in these stretches."""
    language: Language = load_language(sentence.article.language)
    text = sentence.article.text
    return [
        match for start, end in stretches for match in language.cues.find(text, pieces_in(text, start, end))
    ]


def find_sayings(sentence: Sentence, content: Sequence[Span]) -> list[Match[CueEntry]]:
    """Return the verbs and expressions outside the content that can bring in a whole statement.

    A word in a name is none ("State Department").
    """
    stretches = sentence.outside(content)
    language, text = load_language(sentence.article.language), sentence.article.text
    names = [
        (one.start, one.end)
        for stretch in stretches
        for one in language.organisations.find_longest(text, pieces_in(text, *stretch))
    ]
    return [
        match
        for match in without_overlap(find_cues(sentence, stretches))
        if _says(match.payload) and not any(start <= match.start < end for start, end in names)
    ]


def list_attributions(comparison: Comparison) -> list[tuple[Passage, str]]:
    """Return the passages of all attributions in the texts with the class of their cue, article by article."""
    return [one for held in _attributions(comparison).values() for one in held]


def is_statement(passage: Passage) -> bool:
    """Return whether a source states what a passage holds, so that "said" could bring it in.

    What follows "repeated" in "repeated its concerns", or "promised" in "promised to help", is no statement.
    """
    return not _NO_STATEMENT & set(_BETWEEN.split(passage.entry))


def says(report: Report) -> bool:
    """Return whether a source plainly says a whole statement, rather than thanks, thinks, wants or recounts something.

    That is plain where the statement stands before the verb, or after "that", "said" or several words ("according to").
    """
    start, end = report.cue
    several = " " in report.sentence.article.text[start:end]
    return (
        is_statement(report.passage)
        and not is_unsaid(report.sentence, report.cue)
        and report.entry.class_ not in TELLING_NO_STATEMENT
        and (several or report.entry.lemma == _PLAINEST or _said_before(report) or "that" in _after(report))
    )


def without_speaker(sentence: Sentence) -> str | None:
    """Return what a sentence tells, without the words before and after it that say who says so.

    A sentence of nobody else's words is returned as it is. None where what is left is no sentence or a quotation
    without its speaker, where the outlet's own words stand between what is said, and where the saying is denied,
    judged, or only due.
    """
    spoken = [span for span, voice in sentence.parts if voice != "own"]
    sayings = find_sayings(sentence, spoken)
    if not sayings or not spoken:
        return sentence.text
    first, last = spoken[0][0], spoken[-1][1]
    if any(
        first < cue.start < last
        or cue.payload.class_ in (*TELLING_NO_STATEMENT, "negating")
        or is_unsaid(sentence, (cue.start, cue.end))
        for cue in sayings
    ):
        return None
    text = sentence.article.text
    before = [cue.payload.lemma for cue in sayings if cue.start < first]
    after = any(cue.start >= last for cue in sayings)
    left = Excerpt(
        article=sentence.article,
        start=first if before else sentence.start,
        end=last if after else sentence.end,
    )
    between = [span for span, voice in sentence.parts if voice == "own" and first < span[0] < last]
    # After "reiterated" there may be concerns; after "said" and "that" is a statement, and before the verb of saying.
    states = not before or left.text.startswith("that ") or _PLAINEST in before or left.has_verb
    if (
        not states
        or "quoted" in sentence.voices
        or left.text.startswith("to ")
        or any(words_in(text, *span) for span in between)
    ):
        return None
    words = left.text.removeprefix("that ").rstrip(" ,.") + "."
    return words[:1].upper() + words[1:]


def names_speaker(sentence: Sentence) -> bool:
    """Return whether each speaker of a sentence is named in it, unlike that of "it said" and "the report said"."""
    spoken = [span for span, voice in sentence.parts if voice != "own"]
    language, text = load_language(sentence.article.language), sentence.article.text
    pronouns = {word for word in language.grammar.get("subject pronoun", ()) if word != "who"}
    documents = [
        one.start
        for stretch in sentence.outside(spoken)
        for one in language.sources.find_longest(text, pieces_in(text, *stretch))
        if one.payload.role == "document"
    ]
    sayings = find_sayings(sentence, spoken)
    for cue in sayings:
        before = [fold(word.text) for word in words_in(text, sentence.start, cue.start)]
        after = [fold(word.text) for word in words_in(text, cue.end, sentence.end)]
        if pronouns & {*before[-_NEAR:], *after[:1]}:
            return False
    return not sayings or not any(
        fold(word.text) in _POINTING
        for start in documents
        for word in words_in(text, sentence.start, start)[-1:]
    )


def is_unsaid(sentence: Sentence, cue: Span) -> bool:
    """Return whether a verb of saying tells what may or must be said and was not: "must certify", "is to tell"."""
    modals = load_language(sentence.article.language).grammar.get("modal", ())
    before = words_in(sentence.article.text, sentence.start, cue[0])[-1:]
    return bool(before) and fold(before[0].text) in {*modals, "to"}


def takes_any_verb(report: Report) -> bool:
    """Return whether another verb of saying can stand in this one's place.

    What the verb itself needs stands right after it, unless a sign parts them: "told the mayor that" can be no
    "claimed the mayor that", but "said on Friday that" a "claimed on Friday that".
    """
    text, (start, end) = report.sentence.article.text, report.cue
    grammar, after = load_language(report.sentence.article.language).grammar, _after(report)
    free = {"that"}.union(*(grammar.get(group, ()) for group in ("preposition", "time word", "adverb")))
    alone = not after or text[end : end + 1] != " " or after[0] in free or report.entry.lemma == _PLAINEST
    # "Said" in place of "denied" turns a statement round.
    denies = report.entry.class_ == "negating" or report.entry.author == "negative"
    return says(report) and not denies and " " not in text[start:end] and alone


def _said_before(report: Report) -> bool:
    return all(end <= report.cue[0] for _, end in report.passage.spans)


def _after(report: Report) -> list[str]:
    """Return the first words after the verb, folded."""
    words = words_in(report.sentence.article.text, report.cue[1], report.sentence.end)
    return [fold(word.text) for word in words[:THAT_WITHIN]]


def _attributions(comparison: Comparison) -> dict[str, list[tuple[Passage, str]]]:
    """Return attributions with the class of their cue, by article."""
    held: dict[str, dict[str, str]] = {}
    for figure in comparison.figures:
        if figure.measure == "cue_class_share":
            for id_ in figure.passages:
                passage = comparison.passages_by_id.get(id_)
                if passage is not None and passage.where == "text":
                    held.setdefault(passage.article, {})[id_] = figure.key
    return {
        article: [(comparison.passages_by_id[id_], class_) for id_, class_ in sorted(found.items())]
        for article, found in held.items()
    }


def _read(sentence: Sentence, passage: Passage, class_: str) -> Report | None:
    if passage.source is None or not all(sentence.holds(span) for span in passage.spans):
        return None
    words = sum(count_words(sentence.article.text[start:end]) for start, end in passage.spans)
    if words < FEWEST_WORDS:
        return None
    saying = find_sayings(sentence, passage.spans)
    named = find_source(sentence, passage.source, passage.spans)
    if len(saying) != 1 or saying[0].payload.class_ != class_ or not named:
        return None
    cue = (saying[0].start, saying[0].end)
    nearest = min(named, key=lambda span: (_words_between(sentence, span, cue), span))
    if not _stand_together(sentence, nearest, cue):
        return None
    return Report(
        sentence=sentence,
        passage=passage,
        source=passage.source,
        named=nearest,
        cue=cue,
        entry=saying[0].payload,
    )


def _says(entry: CueEntry) -> bool:
    """Whether a cue can bring in a whole statement; nouns cannot carry a sentence."""
    return entry.pos != "noun" and bool({"that", "quote"} & set(entry.takes))


def _can_speak(sentence: Sentence, span: Span) -> bool:
    text = sentence.article.text
    before, after = text[sentence.start : span[0]], text[span[1] : sentence.end]
    if _OWNS.match(after):
        # "The mayor's office" speaks, and not the mayor.
        return False
    if _LIST_AFTER.match(after) or _LIST_BEFORE.search(before):
        return False
    words = [word for word in pieces_in(before) if word.folded not in _DETERMINERS]
    if not words or words[-1].folded == "by":
        return True
    if words[-1].folded not in load_language(sentence.article.language).grammar.get("preposition", ()):
        return True
    end = sentence.start + words[-1].end
    return any(cue.end == end for cue in find_cues(sentence, [(sentence.start, span[0])]))


@lru_cache
def _registered(language: str) -> frozenset[str]:
    """The canonical names of the registry; a part of one may be the name of another ("Korea")."""
    lexicons = load_language(language).lexicons
    entries = (entry for lexicon in lexicons for entry in lexicon.entries)
    return frozenset(entry.name for entry in entries if isinstance(entry, OrganisationEntry))


def _by_name(text: str, span: Span, source: str) -> list[Span]:
    """Return where a name stands in full, else its last word, else its first: family names stand at either end."""
    words = words_in(text, *span)
    parts = source.split()
    for form in (parts, parts[-1:], parts[:1]):
        if form != parts and not form[0][0].isupper():
            continue
        found = [
            (words[i].start, words[i + len(form) - 1].end)
            for i in range(len(words) - len(form) + 1)
            if [word.text for word in words[i : i + len(form)]] == form
        ]
        if found:
            return found
    return []


def _stand_together(sentence: Sentence, named: Span, cue: Span) -> bool:
    """Whether source and cue are near, with no preposition and no other possible source between them.

    In "according to a letter from the ministry" the source is the letter.
    """
    language, text = load_language(sentence.article.language), sentence.article.text
    first, second = sorted((named, cue))
    between = pieces_in(text, first[1], second[0])
    return (
        len(between) <= _FARTHEST
        and not any(piece.folded in language.grammar.get("preposition", ()) for piece in between)
        and not language.sources.find(text, between)
        and not language.organisations.find(text, between)
    )


def _words_between(sentence: Sentence, one: Span, other: Span) -> int:
    first, second = sorted((one, other))
    return count_words(sentence.article.text[first[1] : second[0]])
