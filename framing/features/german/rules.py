"""The rules that find who says what in one German sentence (room: features)."""

from msgspec.structs import replace

from framing.features.german.prepositions import find_by_preposition
from framing.features.german.sentence import GermanSentence
from framing.features.german.verbs import find_by_verb
from framing.features.rules.found import Found
from framing.schema import Span

_OWN_CLAUSE = frozenset({"content, as somebody said", "content, so source"})


def find_attributions(sentence: GermanSentence) -> list[Found]:
    """Return the attributions of a sentence in the order of their cues; a sentence without cues has none."""
    found: list[Found] = []
    for report in sentence.reports:
        one = find_by_verb(sentence, report, found)
        if one is not None and one.content:
            found.append(one)
    for cue in sentence.cues:
        if not sentence.is_inside(cue.first):
            one = find_by_preposition(sentence, cue)
            channelled = _with_channel(sentence, one, found) if one else None
            if channelled is not None:
                found = channelled
            elif one is not None and one.content and not _is_taken(one, found):
                found.append(one)
    return sorted(_cut_at_later(sentence, found), key=lambda one: one.place)


def _with_channel(sentence: GermanSentence, one: Found, found: list[Found]) -> list[Found] | None:
    """Return what is found with a channel for "sagte X der Agentur Interfax zufolge", or None for any other.

    Of "berichtete Reuters unter Berufung auf Insider" the insiders are the source, and Reuters is the channel.
    """
    cites = (
        " ".join(sentence.document.text[slice(*one.cue[0])].casefold().split()) in sentence.grammar["citing"]
    )
    for k, other in enumerate(found):
        at = sentence.token_at(other.cue[0][0])
        if at is None or one.source is None or other.source is None or other.via is not None:
            continue
        clause = sentence.clause_of(at)
        within = sentence.tokens[clause.first].start <= one.cue[0][0] < sentence.tokens[clause.last].end
        if not within or one.source == other.source:
            continue
        if cites:
            cited = replace(other, source=one.source, via=other.source)
            return [*found[:k], cited, *found[k + 1 :]]
        if other.rule.startswith("content, then"):
            return [*found[:k], replace(other, via=one.source), *found[k + 1 :]]
    return None


def _is_taken(one: Found, found: list[Found]) -> bool:
    return any(
        start <= one.cue[0][0] < end and other.source == one.source
        for other in found
        for start, end in (*other.cue, *([other.source] if other.source else []))
    )


def _cut_at_later(sentence: GermanSentence, found: list[Found]) -> list[Found]:
    """Let a content end before the clause of a later verb that shares its source, or that reports something else."""
    cut = []
    for one in found:
        stops = []
        for other in found:
            if other is one or other.cue[0][0] <= one.cue[0][0]:
                continue
            token = sentence.token_at(other.cue[0][0])
            if token is not None and (other.elliptic or other.rule in _OWN_CLAUSE):
                joined = other.elliptic and not sentence.is_stop(token - 1)
                edge = max(0, token - 2 if joined else sentence.clause_of(token).first - 1)
                at = sentence.tokens[edge]
                stops.append(at.start if sentence.is_stop(edge) else at.end)
        contents = tuple(_stopped(span, stops, sentence) for span in one.content)
        cut.append(replace(one, content=tuple(span for span in contents if span[1] > span[0])))
    return [one for one in cut if one.content]


def _stopped(span: Span, stops: list[int], sentence: GermanSentence) -> Span:
    inside = [stop for stop in stops if span[0] < stop < span[1]]
    if not inside:
        return span
    text = sentence.document.text[span[0] : min(inside)].rstrip(" ,;–—-")
    return span[0], span[0] + len(text)
