"""Words that came through somebody else: "Putin said, Reuters reported", "told TASS", "published by the daily"."""

from dataclasses import replace

from framing.features.clauses import Sentence
from framing.features.rules import Found
from framing.features.speakers import Cast

_NEAR = 90


def with_channels(sentence: Sentence, found: list[Found], cast: Cast) -> list[Found]:
    """Return a sentence's attributions with the channel through which the words came.

    An outlet's report whose content is itself an attribution becomes the channel of that attribution.
    """
    found = _merge_reports(found, cast)
    return [_with_channel(sentence, one, cast) for one in found]


def _merge_reports(found: list[Found], cast: Cast) -> list[Found]:
    merged = list(found)
    for outer in found:
        if outer not in merged or outer.source is None or not _is_media(outer.source, cast):
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


def _is_media(span: tuple[int, int], cast: Cast) -> bool:
    folded = cast.document.text[span[0] : span[1]].lower()
    if folded in cast.grammar["anaphoric source"]:
        return True
    if any(match.payload.role == "media" for match in cast.roles.inside(*span)):
        return True
    return any(match.payload.outlet for match in cast.organisations.inside(*span))


def _with_channel(sentence: Sentence, found: Found, cast: Cast) -> Found:
    if found.via is not None:
        return found
    if found.addressee and _is_media(found.addressee, cast):
        return replace(found, via=found.addressee)
    channel = _published_by(sentence, found, cast)
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
