"""Stance words, loaded words and the cues of frames: lexicon entries in a document, with their voice."""

from framing.features.voice import Voices
from framing.lexicon.entries import FrameEntry
from framing.lexicon.language import Language
from framing.lexicon.match import Match, without_overlap
from framing.schema import FrameCue, Loaded, Stance
from framing.text import Document


def find_stance(document: Document, voices: Voices, language: Language, first_id: int = 1) -> list[Stance]:
    """Return the stance words of a document in order; ids go on from `first_id`."""
    return [
        Stance(
            id=f"s{number}",
            span=(match.start, match.end),
            category=match.payload.category,
            entry=match.form,
            voice=voices.at(match.start).voice,
            where=document.where,
        )
        for number, match in enumerate(language.stance.find_longest(document.text, document.pieces), first_id)
    ]


def find_loaded(document: Document, voices: Voices, language: Language, first_id: int = 1) -> list[Loaded]:
    """Return the loaded words of a document in order; ids go on from `first_id`."""
    return [
        Loaded(
            id=f"l{number}",
            span=(match.start, match.end),
            category=match.payload.category,
            entry=match.form,
            weight=match.payload.weight,
            voice=voices.at(match.start).voice,
            where=document.where,
        )
        for number, match in enumerate(language.loaded.find_longest(document.text, document.pieces), first_id)
    ]


def find_frame_cues(
    document: Document, voices: Voices, language: Language, first_id: int = 1
) -> list[FrameCue]:
    """Return the words that speak for frames; one word may speak for several frames, but once for each."""
    by_frame: dict[str, list[Match[FrameEntry]]] = {}
    for match in language.frames.find(document.text, document.pieces):
        by_frame.setdefault(match.payload.id, []).append(match)
    kept = sorted(
        (match for matches in by_frame.values() for match in without_overlap(matches)),
        key=lambda match: (match.start, match.end, match.payload.id),
    )
    return [
        FrameCue(
            id=f"f{number}",
            span=(match.start, match.end),
            frame=match.payload.id,
            entry=match.form,
            voice=voices.at(match.start).voice,
            where=document.where,
        )
        for number, match in enumerate(kept, first_id)
    ]
