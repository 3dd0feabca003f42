"""All attributions of a German document by rule: sentence by sentence, and speech that runs on in the subjunctive.

(Room: features.)
"""

from bisect import bisect_left

from msgspec.structs import replace

from framing.features.chains import is_media
from framing.features.german.rules import find_attributions
from framing.features.german.sentence import GermanSentence
from framing.features.rules.found import Found
from framing.features.signs import COLON
from framing.features.speakers import Cast
from framing.lexicon.entries import CueEntry, plain_cue
from framing.lexicon.language import Language
from framing.lexicon.match import Match
from framing.text import Document

_RUNS_ON = "indirect speech"
_LONGEST_CITING = 40


def find_in_german(
    document: Document, language: Language, cast: Cast, matches: list[Match[CueEntry]]
) -> list[Found]:
    """Return what the rules find in each sentence, and the sentences in the subjunctive that go on from it.

    A sentence in the subjunctive that follows nobody's words is reported too, of a source that the text leaves out.
    """
    starts = [match.start for match in matches]
    everything: list[Found] = []
    for number, (start, end) in enumerate(document.sentences):
        cues = matches[bisect_left(starts, start) : bisect_left(starts, end)]
        sentence = GermanSentence(document, number, language, cues, cast.roles)
        found = [_with_channel(one, cast) for one in find_attributions(sentence)] if cues else []
        if not found:
            found = _before_colon(sentence, cast) or _running_on(document, sentence, everything)
        everything += found
    return sorted(everything, key=lambda one: one.place)


def _with_channel(found: Found, cast: Cast) -> Found:
    if found.addressee and is_media(found.addressee, cast):
        return replace(found, via=found.addressee)
    if found.via and _is_cited(found, cast) and not is_media(found.via, cast):
        return replace(found, source=found.via, via=None)  # who cites others speaks, unless it is an outlet
    return found


def _is_cited(found: Found, cast: Cast) -> bool:
    """Whether a source stands behind words such as "unter Berufung auf"."""
    start = found.source[0] if found.source else 0
    before = cast.document.text[max(0, start - _LONGEST_CITING) : start].casefold().rstrip()
    return before.endswith(tuple(cast.grammar["citing"]))


def _before_colon(sentence: GermanSentence, cast: Cast) -> list[Found]:
    """Return "Ministerin: Renten sind sicher", the form of headlines: somebody known, a colon, a whole sentence."""
    phrase = sentence.noun_phrase(0)
    colon = phrase.last + 1 if phrase else 0
    if (
        phrase is None
        or not sentence.text_is(colon, ":")
        or not sentence.has_verb(colon + 1, len(sentence) - 1)
    ):
        return []
    source = sentence.tokens[0].start, sentence.tokens[phrase.last].end
    known = cast.roles.inside(*source) or cast.organisations.inside(*source) or cast.people.named_in(*source)
    if not known:
        return []
    mark = sentence.tokens[colon]
    content = sentence.tokens[colon + 1].start, sentence.end
    return [Found("source, colon, content", COLON, ((mark.start, mark.end),), (content,), source)]


def _running_on(document: Document, sentence: GermanSentence, earlier: list[Found]) -> list[Found]:
    """Return a sentence in the subjunctive as the words of whoever spoke before it."""
    before = _speaker_before(document, sentence.number, earlier)
    verb = sentence.subjunctive(0, len(sentence) - 1)
    if verb is None and before is not None and _is_indirect(document, before):
        # Where the plural looks like the indicative, the subjunctive of the past stands in for it.
        verb = next(
            (
                i
                for i in range(len(sentence))
                if sentence.is_in(i, "subjunctive of the plural") and not sentence.is_inside(i)
            ),
            None,
        )
    if verb is not None and before is None and sentence.text_is(verb - 1, "man"):
        return []  # "Man nehme zwei Eier"
    # In a clause with a conjunction the subjunctive may be that of "ob", of a wish, of a doubt.
    if verb is None or sentence.is_in(sentence.clause_of(verb).first, "subordinator"):
        return []
    start, end = document.sentences[sentence.number]
    clause = sentence.clause_of(verb)
    if sentence.text_is(clause.first - 1, ":"):
        start = sentence.tokens[clause.first].start  # "Ihre Antwort: Sie werde nicht gehen."
    token = sentence.tokens[verb]
    entry = plain_cue(_RUNS_ON)
    return [
        Found(
            "subjunctive, goes on" if before else "subjunctive, nobody named",
            entry,
            ((token.start, token.end),),
            ((start, end),),
            before.source if before else None,
            via=before.via if before else None,
        )
    ]


def _is_indirect(document: Document, found: Found) -> bool:
    return document.quotation_at(found.content[-1][0]) is None


def _speaker_before(document: Document, number: int, earlier: list[Found]) -> Found | None:
    """Return the last attribution with a source of the sentence before, or of an earlier one of the paragraph."""
    for one in reversed(earlier):
        if one.source is None:
            continue
        last = document.sentence_at(max(one.content[-1][1], one.cue[-1][1]) - 1)
        if last is None:
            continue
        near = last == number - 1 or document.paragraph_of[last] == document.paragraph_of[number]
        return one if near else None
    return None
