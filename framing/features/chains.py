"""Words that came through somebody else: "Putin said, Reuters reported", "told TASS", "published by the daily"."""

import re

from msgspec.structs import replace

from framing.features.clauses import Sentence
from framing.features.rules import Found
from framing.features.speakers import Cast, Speaker
from framing.lexicon.words import fold
from framing.schema import Span

_CITING = frozenset({"citing", "quoting"})
_NEAR = 90
# Broadcasters of the United States; three letters may be anything's.
# What they were told follows, or where and when; not whom of theirs ("told KFOR commanders"), and no number ("WWII").
_CALL_SIGN = re.compile(
    r"[KW](?![A-Z]*II\b)(?:[A-Z]{3}|[A-Z]{2,3}[- ](?:TV|FM|AM))(?![\w’'-])(?=\W*\Z|[^\w\s]| (?:that|on|in|at|by)\b)"
)
_TOLD = re.compile(r" (?:the )?")
_RUNS_ON = frozenset("-’'")
_FEWEST_OF_A_CHAIN = 2


def with_channels(sentence: Sentence, found: list[Found], cast: Cast) -> list[Found]:
    """Return a sentence's attributions with the channel through which the words came.

    An outlet's report whose content is itself an attribution becomes the channel of that attribution.
    """
    found = _merge_reports(found, cast)
    if not _CITING.isdisjoint(sentence.folded):
        found = [with_cited(sentence, one, cast) for one in found]
    published = not sentence.grammar["publication"].isdisjoint(sentence.folded)
    return [_with_channel(sentence, one, cast, published) for one in found]


def with_cited(sentence: Sentence, found: Found, cast: Cast) -> Found:
    """Give what an outlet reports "citing two officials" to those whom it cites, through the outlet."""
    if found.source is None or found.via is not None:
        return found
    for i, token in enumerate(sentence.tokens):
        if token.folded not in _CITING or sentence.quoted[i] or not sentence.text_is(i - 1, ","):
            continue
        cited = _cited_from(sentence, i + 1)
        reports = is_media(found.source, cast) or _may_be_outlet(found.source, cast)
        if cited is None or not reports or found.source[1] > token.start or found.cue[0][0] == token.start:
            return found
        content = _without_citation(sentence, found.content, i, cited)
        return (
            replace(found, source=cited, via=found.source, content=content, certain=True)
            if content
            else found
        )
    return found


def _without_citation(
    sentence: Sentence, content: tuple[Span, ...], citing: int, cited: Span
) -> tuple[Span, ...]:
    """Return contents without the ", citing two officials," in them: what stands before, and "that ..." behind."""
    begins = sentence.tokens[citing].start
    behind = next(
        (token for token in sentence.tokens[citing:] if token.start >= cited[1] and token.is_word), None
    )
    parts: list[Span] = []
    for start, end in content:
        if end <= begins or start >= cited[1]:
            parts.append((start, end))
            continue
        if start < begins:
            parts.append((start, sentence.tokens[citing - 2].end))
        if behind and behind.folded == "that" and behind.end < end:
            parts.append((behind.start, end))
    return tuple(parts)


def _cited_from(sentence: Sentence, first: int) -> Span | None:
    last = first - 1
    for i in range(first, len(sentence)):
        if sentence.is_stop(i) or sentence.is_quote_mark(i) or sentence.is_verbal(i):
            break
        if sentence.is_in(i, "subordinator", "relative"):
            break
        last = i
    return (sentence.tokens[first].start, sentence.tokens[last].end) if last >= first else None


def _merge_reports(found: list[Found], cast: Cast) -> list[Found]:
    if len(found) < _FEWEST_OF_A_CHAIN:
        return found
    merged = list(found)
    for outer in found:
        if outer not in merged or outer.source is None or not is_media(outer.source, cast):
            continue
        inner = [one for one in merged if one is not outer and one.source and _is_whole_of(one, outer, cast)]
        if not inner:
            continue
        merged = [
            replace(one, via=outer.source) if one.via is None and _lies_in(one.cue[0], outer) else one
            for one in merged
            if one is not outer
        ]
    return merged


def _is_whole_of(inner: Found, outer: Found, cast: Cast) -> bool:
    """Whether a report's content says no more than that somebody else said something."""
    assert inner.source is not None
    if not (_lies_in(inner.cue[0], outer) and _lies_in(inner.source, outer)) or inner.elliptic:
        return False
    if inner.rule in ("what they call", "noun, content") or inner.rule.startswith("passive"):
        return False
    start, end = outer.content[0]
    said = max(stop for _, stop in inner.content)
    lead = cast.document.text[start : inner.source[0]]
    # A whole sentence of its own before the inner speaker would be the outlet's report, not the speaker's.
    return len(lead.split()) <= 10 and said >= end - 3 and inner.content[0][0] >= inner.source[1]


def _lies_in(span: tuple[int, int], outer: Found) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in outer.content)


def is_media(span: tuple[int, int], cast: Cast) -> bool:
    """Whether a source or an addressee is an outlet, an agency or somebody else who carries words."""
    folded = cast.document.text[span[0] : span[1]].lower()
    if folded in cast.grammar["anaphoric source"]:
        return True
    if "media" in [match.payload.role for match in cast.roles.inside(*span)]:
        return True
    return True in [match.payload.outlet for match in cast.organisations.inside(*span)]


def outlet_in(span: Span, cast: Cast) -> Speaker | None:
    """Return the outlet that words name, or the broadcaster of a call sign ("KQVX"), or None."""
    named = next((one.payload for one in cast.organisations.inside(*span) if one.payload.outlet), None)
    if named:
        return Speaker(named.name, named.type)
    sign = _call_sign(span, cast)
    return Speaker(cast.document.text[slice(*sign)], "media") if sign else None


def _call_sign(span: Span, cast: Cast) -> Span | None:
    """Return a broadcaster's call sign with which words begin, if it is no other body's short name."""
    sign = _CALL_SIGN.match(cast.document.text, *span)
    if sign is None or cast.organisations.touching(*sign.span()):
        return None
    return None if fold(sign[0]) in cast.grammar["question word"] else sign.span()


def told_outlet(offset: int, cast: Cast) -> Span | None:
    """Return the outlet that stands right behind "told", or None."""
    text = cast.document.text
    told = _TOLD.match(text, offset)
    if told is None:
        return None
    start = told.end()
    match = cast.organisations.at(start)
    if match and match.start == start:
        plain = text[match.end : match.end + 1] not in _RUNS_ON
        return (match.start, match.end) if match.payload.outlet and plain else None
    return _call_sign((start, len(text)), cast)


def _may_be_outlet(span: Span, cast: Cast) -> bool:
    """Whether a name that nobody introduced may be an outlet's ("the Ledger"): no person's, and no office."""
    last = cast.document.text[slice(*span)].split()[-1]
    return last[0].isupper() and not cast.people.named_in(*span) and not cast.roles.inside(*span)


def _with_channel(sentence: Sentence, found: Found, cast: Cast, published: bool) -> Found:
    if found.via is not None:
        return found
    if found.addressee and (is_media(found.addressee, cast) or _call_sign(found.addressee, cast)):
        return replace(found, via=found.addressee)
    channel = _published_by(sentence, found, cast) if published else None
    return replace(found, via=channel) if channel else found


def _published_by(sentence: Sentence, found: Found, cast: Cast) -> tuple[int, int] | None:
    """Return the outlet in "in an article published by ...", outside the content and the source."""
    for i in [i for i, classes in enumerate(sentence.classes) if "publication" in classes]:
        token = sentence.tokens[i]
        if sentence.quoted[i]:
            continue
        taken = [*found.content, *([found.source] if found.source else []), *found.cue]
        if any(start <= token.start < end for start, end in taken):
            continue
        for match in cast.organisations.inside(token.end, min(token.end + _NEAR, sentence.end)):
            outside = not any(start <= match.start < end for start, end in taken)
            if outside and match.payload.outlet:
                return match.start, match.end
    return None
