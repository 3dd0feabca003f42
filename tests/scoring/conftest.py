"""Articles made up for the tests of scoring, annotated by construction."""

import random
from collections.abc import Callable

import pytest

import framing
from framing.lexicon.words import count_words
from framing.schema import (
    VOICES,
    Annotations,
    Article,
    Attribution,
    Cue,
    FrameCue,
    Loaded,
    Name,
    Region,
    Sentence,
    Source,
    Stance,
    Utterance,
    Voice,
)

Piece = tuple[str, Voice, str | None]
Make = Callable[..., Annotations]

SOURCES = {
    "mayor": (Source(spans=[], text="the mayor", canonical="Ada Berg", type="government"), None),
    "wire": (
        Source(spans=[], text="Ivo Lang", canonical="Ivo Lang", type="expert"),
        Source(spans=[], text="the Coast Wire", canonical="Coast Wire", type="news agency"),
    ),
    "agency": (Source(spans=[], text="Coast Wire", canonical="Coast Wire", type="news agency"), None),
    "officials": (Source(spans=[], text="officials", canonical=None, type="unnamed official"), None),
    "both": (Source(spans=[], text="A and B", canonical="Avia and Boria", type="government"), None),
    "nobody": (None, None),
}
WORDS = [
    "harbour",
    "ferry",
    "storm",
    "council",
    "budget",
    "engine",
    "signal",
    "bridge",
    "1987",
    "12",
    "Marden",
]


def annotate(
    id_: str,
    sentences: list[list[Piece]],
    *,
    outlet: str | None = "The Gull",
    title: list[Piece] | None = None,
    marks: bool = True,
    signature: str = "framing 0|cues:1",
) -> Annotations:
    """Lay out sentences of (words, voice, attribution) as a text; a title given stands apart from the text."""
    utterances: list[Utterance] = []
    found: list[Sentence] = []
    stance, loaded, frames, names = [], [], [], []
    used: dict[str, tuple[int, int]] = {}
    texts = {"title": "", "text": ""}
    for where, held in (("title", [title] if title else []), ("text", sentences)):
        text = ""
        for pieces in held:
            start = len(text)
            words: dict[Voice, int] = {}
            for piece, voice, by in pieces:
                begin = len(text)
                text += piece
                span = (begin, len(text))
                utterances.append(
                    Utterance(start=span[0], end=span[1] + 1, voice=voice, attribution=by, where=where)
                )
                words[voice] = words.get(voice, 0) + count_words(piece)
                if by and where == "text":
                    used.setdefault(by, span)
                if marks and count_words(piece):
                    common = {"span": span, "voice": voice, "where": where}
                    n = len(utterances)
                    stance.append(Stance(id=f"s{n}", category="hedge", entry="may", **common))
                    loaded.append(Loaded(id=f"l{n}", category="label", entry="dire", weight=1.0, **common))
                    frames.append(FrameCue(id=f"f{n}", frame=f"frame {n % 3}", entry="cue", **common))
                    names.append(
                        Name(
                            id=f"n{n}",
                            concept="storm",
                            variant=f"wording {n % 2}",
                            source=None,
                            distanced=voice == "quoted",
                            **common,
                        )
                    )
                text += " "
            compound = {voice: round(0.1 * count - 0.7, 4) for voice, count in words.items()}
            found.append(Sentence(start=start, end=len(text), words=words, sentiment=compound, where=where))
        texts[where] = text
    attributions = [
        Attribution(
            id=by,
            source=SOURCES[by.split("-")[0]][0],
            via=SOURCES[by.split("-")[0]][1],
            cue=Cue(spans=[span], lemma="say", class_="neutral"),
            content=[span],
            form="direct",
            rule="content-cue-source",
        )
        for by, span in used.items()
    ]
    return Annotations(
        article=Article(
            id=id_,
            file=f"{id_}.txt",
            text=texts["text"],
            regions=[Region(kind="body", start=0, end=len(texts["text"]), reason="made up")],
            outlet=outlet,
            title=texts["title"].strip() or None,
        ),
        attributions=attributions,
        names=names,
        stance=stance,
        loaded=loaded,
        frames=frames,
        sentences=found,
        utterances=utterances,
        signature=signature,
    )


def tell(annotated, id_, *sentences, long=True, **options):
    """Make an article of whole sentences (text, voice); a long one has a tail that no other article shares."""
    tail = [[(f"{id_}{n} {id_}x{n} {id_}y{n} " * 5, "own", None)] for n in range(12)] if long else []
    return annotated(id_, [[(text, voice, None)] for text, voice in sentences] + tail, marks=False, **options)


def note(text):
    """Annotate a text by the rules alone."""
    body = Region(start=0, end=len(text), kind="body", reason="test")
    return framing.annotate(Article(id="one", file="one.txt", text=text, regions=[body]), attribution="rules")


def make_up(id_: str, seed: int, *, sentences: int = 20, outlet: str | None = "The Gull") -> Annotations:
    """Make up an article of random words, voices and speakers."""
    dice = random.Random(seed)
    held: list[list[Piece]] = []
    for n in range(sentences + 1):
        pieces: list[Piece] = []
        for m in range(dice.randint(1, 3)):
            voice = dice.choice(VOICES)
            by = f"{dice.choice(sorted(SOURCES))}-{n}-{m}" if voice != "own" else None
            pieces.append((" ".join(dice.choices(WORDS, k=dice.randint(0, 9))), voice, by))
        held.append(pieces)
    title: list[Piece] = [(" ".join(dice.choices(WORDS, k=6)), "own", None)]
    return annotate(id_, held[1:], outlet=outlet, title=title if seed % 2 else None)


@pytest.fixture
def made_up() -> Make:
    return make_up


@pytest.fixture
def annotated() -> Make:
    return annotate


@pytest.fixture
def few() -> list[Annotations]:
    """Three outlets with one, two and no name: sentences are resampled."""
    return [
        make_up("a/1", 1),
        make_up("b/1", 2, outlet="The Heron"),
        make_up("b/2", 3, outlet="The Heron"),
        make_up("c/1", 4, outlet=None),
    ]


@pytest.fixture
def many() -> list[Annotations]:
    """Two outlets of twelve articles: articles are resampled."""
    return [
        make_up(f"{outlet}/{n:02}", 100 * k + n, sentences=8, outlet=outlet)
        for n in range(12)
        for k, outlet in enumerate(("The Gull", "The Heron"))
    ]
