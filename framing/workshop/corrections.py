"""Corrections made by hand, put into annotations before they are compared (room: workshop).

`apply_corrections` changes records and nothing else: what is counted from them afterwards, and the passages behind it,
agree as they do without corrections.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec

from framing.errors import UsageError, nearest_name
from framing.lexicon.entries import OrganisationEntry, SourceEntry
from framing.lexicon.language import Language, load_language
from framing.schema import (
    Annotations,
    Correction,
    FrameCue,
    Loaded,
    Name,
    OutletEvidence,
    Source,
    Stance,
)
from framing.workshop.corrected_voices import change_voice, describe_voices, name_of, respeak, utterances_in
from framing.workshop.correction_entries import (
    AsideEntry,
    CorrectionsFile,
    Entry,
    MatchEntry,
    MatchList,
    OutletEntry,
    SpeakerEntry,
    VoiceEntry,
)
from framing.workshop.locate import Place, locate
from framing.workshop.set_aside import set_aside

Match = Name | Stance | Loaded | FrameCue
_ASIDE = "set aside by hand"


class Corrected(NamedTuple):
    """Annotations as corrected, and what was changed; a correction that changes nothing is not listed."""

    annotations: list[Annotations]
    corrections: list[Correction]


class _Context(NamedTuple):
    """What an entry may ask: how messages name it, what types speakers have, by which name an outlet is known."""

    where: str
    type_of: Callable[[str], tuple[str, str] | None]
    types: frozenset[str]
    outlet_of: Callable[[str], str]
    organisations: frozenset[str]


def apply_corrections(
    annotations: Sequence[Annotations], corrections: CorrectionsFile, lexicons: tuple[Path, ...] = ()
) -> Corrected:
    """Return annotations as a file of corrections wants them; articles and records that it does not name stay.

    The signature of every article names the digest of the file, so that no corrected article is compared with one that
    is not. A file without entries changes nothing. Raises `UsageError` for articles and words that are not there or not
    told apart, and for speakers whose type nobody knows.
    """
    if not corrections.entries:
        return Corrected(list(annotations), [])
    held = {one.article.id: one for one in annotations}
    if len(held) < len(annotations):
        raise UsageError("articles", "two of them have one id", "one article an id", "rename them")
    seen: dict[str, str] = {}
    listed: list[Correction] = []
    for entry, where in corrections.entries:
        id_ = _find_article(entry.article, held, corrections.prefix, where)
        if isinstance(entry, OutletEntry) and seen.setdefault(id_, where) != where:
            raise UsageError(where, f"names the outlet of {entry.article!r} again", "one entry an article")
        language = load_language(held[id_].article.language, lexicons)
        context = _Context(
            where,
            _known_speakers(list(held.values()), language),
            _known_types(language),
            _known_outlets(list(held.values()), language),
            frozenset(one.name for one in language.organisation_entries),
        )
        held[id_], found = _apply(held[id_], entry, context)
        listed += found
    signed = [
        msgspec.structs.replace(one, signature=f"{one.signature}|corrections:{corrections.digest}")
        for one in held.values()
    ]
    return Corrected(signed, listed)


def _find_article(name: str, held: dict[str, Annotations], prefix: str, where: str) -> str:
    files = {one.article.file: id_ for id_, one in held.items()}
    for given in (prefix + name, name):
        if given in held or given in files:
            return given if given in held else files[given]
    known = [id_.removeprefix(prefix) for id_ in held]
    remedy = nearest_name(name, known) or f"for instance {known[0]!r}" if known else ""
    raise UsageError(
        where,
        f"no article that was read is called {name!r}",
        "its name in the report: the file's, without its ending",
        remedy,
    )


def _apply(held: Annotations, entry: Entry, context: _Context) -> tuple[Annotations, list[Correction]]:
    if isinstance(entry, OutletEntry):
        return _correct_outlet(held, entry, context)
    place = locate(held.article, entry, context.where)
    kind: Literal["aside", "speaker", "voice", "match"]
    before: str | None
    after: str | None
    if isinstance(entry, AsideEntry):
        told = f"{_ASIDE}: {entry.reason}" if entry.reason else _ASIDE
        changed = set_aside(held, place, told, context.where)
        kind, before, after = "aside", "part of the article", "set aside"
    elif isinstance(entry, VoiceEntry):
        source = _source(entry, None, context) if entry.speaker or entry.type else None
        changed = change_voice(held, place, entry.voice, context.where, source)
        kind, before, after = "voice", describe_voices(held, place), describe_voices(changed, place)
    elif isinstance(entry, SpeakerEntry):
        changed, before, after = _correct_speaker(held, entry, place, context)
        kind = "speaker"
    else:
        changed, before, after = _correct_match(held, entry, place, context)
        kind = "match"
    if changed == held:
        return held, []
    return changed, [
        Correction(
            kind=kind,
            article=held.article.id,
            span=place.span,
            before=before,
            after=after,
            reason=entry.reason,
            where=place.where,
        )
    ]


def _correct_outlet(
    held: Annotations, entry: OutletEntry, context: _Context
) -> tuple[Annotations, list[Correction]]:
    before, outlet = held.article.outlet, context.outlet_of(entry.outlet)
    if before == outlet:
        return held, []
    evidence = OutletEvidence(kind="metadata", registered=outlet in context.organisations)
    article = msgspec.structs.replace(held.article, outlet=outlet, outlet_evidence=evidence)
    correction = Correction(
        kind="outlet", article=article.id, span=None, before=before, after=outlet, reason=entry.reason
    )
    return msgspec.structs.replace(held, article=article), [correction]


def _correct_speaker(
    held: Annotations, entry: SpeakerEntry, place: Place, context: _Context
) -> tuple[Annotations, str, str]:
    there = {one.attribution for one in utterances_in(held, place) if one.attribution}
    found = [one for one in held.attributions if one.id in there]
    if len(found) != 1:
        names = ", ".join(name_of(one.source) or "nobody named" for one in found)
        raise UsageError(
            context.where,
            f"these words have {len(found)} speakers: {names}"
            if found
            else "nobody is found to say these words",
            "words that one speaker says",
            "give fewer words" if found else "say that somebody does, in a [[voice]] entry with a speaker",
        )
    (old,) = found
    source = _source(entry, old.source, context)
    if old.source and (source.canonical, source.type) == (old.source.canonical, old.source.type):
        return held, "", ""
    attributions = [
        msgspec.structs.replace(one, source=source) if one is old else one for one in held.attributions
    ]
    changed = respeak(msgspec.structs.replace(held, attributions=attributions))
    return changed, name_of(old.source) or "nobody", name_of(source)


def _source(entry: SpeakerEntry | VoiceEntry, old: Source | None, context: _Context) -> Source:
    """Return the speaker that an entry names, under the name by which the articles or the registry know it."""
    if entry.type is not None and entry.type not in context.types:
        raise UsageError(
            context.where,
            f"type is {entry.type!r}",
            " or ".join(sorted(context.types)),
            nearest_name(entry.type, context.types),
        )
    if entry.speaker is None:
        return Source(spans=[], text="", canonical=None, type=entry.type or "")
    known = context.type_of(entry.speaker)
    name = known[0] if known else " ".join(entry.speaker.split())
    kind = entry.type or (known[1] if known else None)
    if kind is None and old and old.canonical:
        kind = old.type
    if kind is None:
        raise UsageError(
            context.where,
            f"nobody knows what kind of source {entry.speaker!r} is",
            "type = " + " or ".join(sorted(context.types)),
            "add it",
        )
    return Source(spans=[], text=name, canonical=name, type=kind)


def _known_types(language: Language) -> frozenset[str]:
    entries = [entry for lexicon in language.lexicons for entry in lexicon.entries]
    types = {one.type for one in entries if isinstance(one, OrganisationEntry | SourceEntry)}
    return frozenset(types | {one.unnamed for one in entries if isinstance(one, SourceEntry) and one.unnamed})


def _known_speakers(
    annotations: Sequence[Annotations], language: Language
) -> Callable[[str], tuple[str, str] | None]:
    """Return a function that gives name and type of a speaker that the articles or the registry know, or None."""

    def find(name: str) -> tuple[str, str] | None:
        wanted = " ".join(name.split()).casefold()
        for annotation in annotations:
            for one in annotation.attributions:
                for source in (one.source, one.via):
                    if source and source.canonical and source.canonical.casefold() == wanted:
                        return source.canonical, source.type
        for entry in language.organisation_entries:
            if wanted in {known.casefold() for known in (entry.name, *entry.aliases)}:
                return entry.name, entry.type
        return None

    return find


def _known_outlets(annotations: Sequence[Annotations], language: Language) -> Callable[[str], str]:
    """Return a function that gives an outlet's name as the registry or an article has it, else as it is written."""

    def find(name: str) -> str:
        written = " ".join(name.split())
        entries = language.organisation_entries
        known = {held.article.outlet for held in annotations if held.article.outlet}
        names = {
            **{alias.casefold(): entry.name for entry in reversed(entries) for alias in entry.aliases},
            **{one.casefold(): one for one in sorted(known)},
            **{entry.name.casefold(): entry.name for entry in reversed(entries)},
        }
        return written if written in known else names.get(written.casefold(), written)

    return find


_FIELDS: dict[MatchList, str] = {"naming": "names", "stance": "stance", "loaded": "loaded", "frame": "frames"}


def _correct_match(
    held: Annotations, entry: MatchEntry, place: Place, context: _Context
) -> tuple[Annotations, str, str | None]:
    found = [
        (name, one)
        for name in _FIELDS
        if entry.list in (None, name)
        for one in getattr(held, _FIELDS[name])
        if one.where == place.where and place.span[0] <= one.span[0] and one.span[1] <= place.span[1]
    ]
    named = [(name, one) for name, one in found if _is_called(one, entry.entry)]
    if len(named) != 1:
        told = "; ".join(f"{name}: {_label(one)}" for name, one in named or found)
        raise UsageError(
            context.where,
            f"{len(named)} matches of that kind stand at these words" + (f" ({told})" if told else ""),
            "one match of naming, stance, loaded or frame",
            "say which by list and entry, or give fewer words" if found else "check the words in the report",
        )
    ((name, match),) = named
    if entry.distanced is not None and not isinstance(match, Name):
        raise UsageError(context.where, "distanced stands beside a match that is no naming", "remove = true")
    before = f"{name}: {_label(match)}"
    after: str | None = None
    kept: list[Match] = []
    for one in getattr(held, _FIELDS[name]):
        if one is not match:
            kept.append(one)
        elif isinstance(one, Name) and entry.distanced is not None:
            kept.append(msgspec.structs.replace(one, distanced=entry.distanced))
            before, after = (f"{before}, {_distance(way)}" for way in (one.distanced, entry.distanced))
    return msgspec.structs.replace(held, **{_FIELDS[name]: kept}), before, after


def _distance(distanced: bool) -> str:
    return "held at a distance" if distanced else "not held at a distance"


def _is_called(match: Match, wanted: str | None) -> bool:
    names = [match.entry, *([match.concept, match.variant] if isinstance(match, Name) else [])]
    names += [match.frame] if isinstance(match, FrameCue) else []
    return wanted is None or wanted.casefold() in {name.casefold() for name in names}


def _label(match: Match) -> str:
    if isinstance(match, Name):
        return f"{match.concept} / {match.variant}"
    return (
        f"{match.frame} / {match.entry}"
        if isinstance(match, FrameCue)
        else f"{match.category} / {match.entry}"
    )
