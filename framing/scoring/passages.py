"""Scoring: the passages that figures count, made once from an article's annotations and shared by all measures.

An id is ``<article id>#<letter><number>``: u utterance, a attribution, n name, s stance, l loaded word, m sentiment
of a sentence in one voice, f frame of a sentence, p the place where a source first speaks, e that of a frame's
earliest cue, i that of a wording's first mention, w weight of a loaded word, g agency.
"""

from collections.abc import Sequence
from typing import Literal, NamedTuple

import msgspec

from framing.schema import (
    VOICES,
    Agency,
    Attribution,
    FrameCue,
    Loaded,
    Name,
    Passage,
    Span,
    Stance,
    Utterance,
    Voice,
    Where,
)
from framing.scoring.places import Places, all_spans, speaker_key

AnyVoice = Voice | Literal["all"]


class Passages(NamedTuple):
    """An article's passages beside the records they were made from; empty where the article has none of a kind.

    Utterances without a word have no passage; `words` are those of the others by sentence. Frames and sentiment stand
    under their sentence's number, the first place of a source, frame or wording under what is placed. What stands under
    a voice and under "all" is one passage where both are the same.
    """

    utterances: list[tuple[Utterance, Passage]]
    words: list[list[tuple[int | None, int]]]
    attributions: list[tuple[Attribution, Passage]]
    names: list[tuple[Name, Passage]]
    stance: list[tuple[Stance, Passage]]
    loaded: list[tuple[Loaded, Passage]]
    sentiment: dict[tuple[int, Voice], Passage]
    frames: dict[tuple[int, str, AnyVoice], Passage]
    first_places: dict[tuple[str, AnyVoice], Passage]
    first_frames: dict[tuple[str, AnyVoice], Passage]
    first_names: dict[tuple[str, AnyVoice], Passage]
    weights: list[tuple[Loaded, Passage]]
    agency: list[tuple[Agency, Passage]]

    def all(self) -> list[Passage]:
        """Return every passage, kind by kind."""
        beside = (self.utterances, self.attributions, self.names, self.stance, self.loaded, self.weights)
        listed = [passage for kind in (*beside, self.agency) for _, passage in kind]
        places = (self.first_places, self.first_frames, self.first_names)
        keyed = {one.id: one for kind in (self.frames, *places) for one in kind.values()}
        return [*listed, *self.sentiment.values(), *keyed.values()]


def build_passages(places: Places) -> Passages:
    """Return all passages of an article. One that is a record has its id: attributions, names, marks, agency.

    Raises `ScoringError` where an utterance's attribution is missing.
    """
    annotations = places.annotations
    article = annotations.article.id
    loaded = [(mark, _mark(places, mark)) for mark in annotations.loaded]
    spoken = _utterances(places)
    return Passages(
        utterances=[(utterance, passage) for utterance, passage, _ in spoken],
        words=[words for _, _, words in spoken],
        attributions=[(one, _attribution(article, one)) for one in annotations.attributions],
        names=[(name, _name(article, name)) for name in annotations.names],
        stance=[(mark, _mark(places, mark)) for mark in annotations.stance],
        loaded=loaded,
        sentiment=_sentiment(places),
        frames=_frames(places),
        first_places=_first_places(places),
        first_frames=_first_marks(places, "e", [(cue.frame, cue) for cue in annotations.frames]),
        first_names=_first_marks(places, "i", [(name_key(name), name) for name in annotations.names]),
        weights=[(mark, _weight(article, n, mark, passage)) for n, (mark, passage) in enumerate(loaded)],
        agency=[(one, _agency(article, one)) for one in annotations.agency if _counts(one)],
    )


def _utterances(places: Places) -> list[tuple[Utterance, Passage, list[tuple[int | None, int]]]]:
    article = places.annotations.article.id
    found = []
    for n, utterance in enumerate(places.annotations.utterances):
        words = places.words_by_sentence(utterance)
        if not words:
            continue
        attribution = places.attribution_of(utterance)
        passage = Passage(
            id=f"{article}#u{n}",
            article=article,
            spans=[(utterance.start, utterance.end)],
            amount=float(sum([count for _, count in words])),
            voice=utterance.voice,
            source=places.speaker_of(utterance),
            entry=attribution.rule if attribution else "",
            where=utterance.where,
        )
        found.append((utterance, passage, words))
    return found


def _attribution(article: str, attribution: Attribution) -> Passage:
    return Passage(
        id=f"{article}#{attribution.id}",
        article=article,
        spans=attribution.content or attribution.cue.spans,
        amount=1.0,
        voice="quoted" if attribution.form == "direct" else "attributed",
        source=speaker_key(attribution),
        entry=attribution.rule,
        where=attribution.where,
    )


def _name(article: str, name: Name) -> Passage:
    return Passage(
        id=f"{article}#{name.id}",
        article=article,
        spans=[name.span],
        amount=1.0,
        voice=name.voice,
        source=name.source,
        entry=name.entry,
        where=name.where,
        distanced=name.distanced,
    )


def _mark(places: Places, mark: Stance | Loaded) -> Passage:
    article = places.annotations.article.id
    return Passage(
        id=f"{article}#{mark.id}",
        article=article,
        spans=[mark.span],
        amount=1.0,
        voice=mark.voice,
        source=_speaker(places, mark),
        entry=mark.entry,
        where=mark.where,
    )


def _speaker(places: Places, mark: Stance | Loaded | FrameCue | Name) -> str | None:
    """Whose words a mark is; nobody's in the outlet's own voice, where most are and nothing need be looked up."""
    return None if mark.voice == "own" else places.speaker_at(mark.span[0], mark.where)


def _weight(article: str, n: int, mark: Loaded, passage: Passage) -> Passage:
    return msgspec.structs.replace(passage, id=f"{article}#w{n}", amount=mark.weight)


def _sentiment(places: Places) -> dict[tuple[int, Voice], Passage]:
    article = places.annotations.article.id
    found: dict[tuple[int, Voice], Passage] = {}
    for n, sentence in enumerate(places.annotations.sentences):
        spans = _spans_by_voice(places, (sentence.start, sentence.end), sentence.where)
        for voice in VOICES:
            if not sentence.words.get(voice) or voice not in sentence.sentiment:
                continue
            found[n, voice] = Passage(
                id=f"{article}#m{len(found)}",
                article=article,
                spans=spans.get(voice) or [(sentence.start, sentence.end)],
                amount=sentence.sentiment[voice],
                voice=voice,
                where=sentence.where,
            )
    return found


def _spans_by_voice(places: Places, span: Span, where: Where) -> dict[Voice, list[Span]]:
    spans: dict[Voice, list[Span]] = {}
    utterances = places.annotations.utterances
    for start, end, n in places.utterances[where].overlapping(*span):
        spans.setdefault(utterances[n].voice, []).append((start, end))
    return spans


def _frames(places: Places) -> dict[tuple[int, str, AnyVoice], Passage]:
    """One passage a sentence, frame and voice, and one for all voices where there are several.

    A cue outside all sentences makes no sentence speak for its frame.
    """
    article = places.annotations.article.id
    cues: dict[tuple[int, str], list[FrameCue]] = {}
    for cue in places.annotations.frames:
        sentence = places.sentence_at(cue.span[0], cue.where)
        if sentence is not None:
            cues.setdefault((sentence, cue.frame), []).append(cue)
    found: dict[tuple[int, str, AnyVoice], Passage] = {}
    number = 0
    for (sentence, frame), every in cues.items():
        whole = found[sentence, frame, "all"] = _frame(places, f"{article}#f{number}", every)
        number += 1
        voices = {cue.voice for cue in every}
        if len(voices) == 1:
            found[sentence, frame, whole.voice] = whole
            continue
        for voice in sorted(voices, key=VOICES.index):
            held = [cue for cue in every if cue.voice == voice]
            found[sentence, frame, voice] = _frame(places, f"{article}#f{number}", held)
            number += 1
    return found


def _frame(places: Places, id_: str, cues: Sequence[FrameCue]) -> Passage:
    """The passage of a frame's cues in one sentence."""
    first = cues[0]
    alone = len(cues) == 1
    return Passage(
        id=id_,
        article=places.annotations.article.id,
        spans=[first.span] if alone else [cue.span for cue in cues],
        amount=1.0,
        voice=first.voice if alone else min((cue.voice for cue in cues), key=VOICES.index),
        source=_speaker(places, first),
        entry=first.entry if alone else ", ".join(dict.fromkeys(cue.entry for cue in cues)),
        where=first.where,
    )


def _first_places(places: Places) -> dict[tuple[str, AnyVoice], Passage]:
    article = places.annotations.article.id
    first: dict[str, tuple[int, int, Attribution]] = {}
    for n, attribution in enumerate(places.annotations.attributions):
        spans = all_spans(attribution)
        start = min(spans)[0] if spans else 0
        before = places.words_before(start, attribution.where)
        for key in places.keys_of(attribution):
            if key not in first or before < first[key][0]:
                first[key] = (before, n, attribution)
    return {
        (key, "all"): Passage(
            id=f"{article}#p{number}",
            article=article,
            spans=attribution.content or attribution.cue.spans,
            amount=float(before),
            voice="quoted" if attribution.form == "direct" else "attributed",
            source=key,
            entry=attribution.rule,
            where=attribution.where,
        )
        for number, (key, (before, _, attribution)) in enumerate(first.items())
    }


def name_key(name: Name) -> str:
    """Return the key of a naming choice: ``concept/wording``."""
    return f"{name.concept}/{name.variant}"


def _first_marks(
    places: Places, letter: str, marks: Sequence[tuple[str, FrameCue | Name]]
) -> dict[tuple[str, AnyVoice], Passage]:
    """The first of the marks under each key, in the outlet's own voice and in all, with the words before it.

    Where a quotation stands is said by where its source first speaks.
    """
    article = places.annotations.article.id
    first: dict[tuple[str, AnyVoice], FrameCue | Name] = {}
    for key, mark in marks:
        for at in ((key, mark.voice), (key, "all")) if mark.voice == "own" else ((key, "all"),):
            held = first.get(at)
            if held is None or (mark.where == "text", mark.span) < (held.where == "text", held.span):
                first[at] = mark
    made: dict[tuple[str, Span, Where], Passage] = {}
    found: dict[tuple[str, AnyVoice], Passage] = {}
    for (key, voice), mark in first.items():
        place = (key, mark.span, mark.where)
        if place not in made:
            made[place] = Passage(
                id=f"{article}#{letter}{len(made)}",
                article=article,
                spans=[mark.span],
                amount=float(places.words_before(mark.span[0], mark.where)),
                voice=mark.voice,
                source=_speaker(places, mark),
                entry=mark.entry,
                where=mark.where,
            )
        found[key, voice] = made[place]
    return found


def _counts(agency: Agency) -> bool:
    """Whether a measure counts the record: a named actor's role, or a passive that says nothing of an agent."""
    return agency.actor is not None or agency.role == "unsaid"


def _agency(article: str, agency: Agency) -> Passage:
    return Passage(
        id=f"{article}#{agency.id}",
        article=article,
        spans=sorted([*agency.spans, agency.verb]),
        amount=1.0,
        voice=agency.voice,
        source=agency.actor,
        entry="passive" if agency.passive else "active",
        where=agency.where,
    )
