"""Room classroom: the exercise "Fact or judgement?", from loaded and stance words in sentences whose voice is clear."""

from framing.classroom.exercises import (
    Answer,
    Exercise,
    Group,
    Item,
    assemble,
    make_id,
    shuffle,
    take_in_turns,
)
from framing.classroom.facts import LOADED
from framing.classroom.material import Material
from framing.classroom.reports import find_sayings, find_source
from framing.classroom.sentences import Sentence
from framing.classroom.texts import texts
from framing.classroom.voices import STANDS, article_of, show_stand
from framing.schema import Passage

STANCE = "stance_per_1k_words"
# Kinds of stance words that stress or judge; hedges and verbs of saying are for other exercises.
STRESSING = ("attitude marker", "booster")
# What each kind of word does, for whoever does not know its name.
KINDS: dict[str, str] = texts("exercises")["judgement"]["kinds"]
# The plainest judgements first.
_KINDS = ("judging word", "one-sided term", *STRESSING, "subjective intensifier")


def make_judgement(material: Material, wanted: int) -> Exercise:
    """Return the exercise with up to `wanted` passages, words of every voice in turn; missing where there are none."""
    items = [
        (kind, item)
        for kind, passage in _words(material)
        for sentence in material.sentences
        if sentence.article.id == passage.article
        and sentence.holds(passage.spans[0])
        and material.fits(sentence)
        if (item := _item(material, kind, passage, sentence)) is not None
    ]
    ranked = [
        item for _, item in sorted(items, key=lambda one: (_place(one[0]), material.rank(one[1].passage)))
    ]
    chosen = take_in_turns(
        ranked, lambda item: (item.right, article_of(item)), wanted, lambda item: item.passage.folded
    )
    shown = shuffle(chosen, lambda item: item.passage.id, material.seed)
    return assemble("judgement", [Group(heading="", items=shown)], material.level, choices=STANDS.values())


def _place(kind: str) -> int:
    return _KINDS.index(kind) if kind in _KINDS else len(_KINDS)


def _words(material: Material) -> list[tuple[str, Passage]]:
    found: dict[str, tuple[str, Passage]] = {}
    for figure in material.comparison.figures:
        if figure.measure == LOADED or (figure.measure == STANCE and figure.key in STRESSING):
            for id_ in figure.passages:
                passage = material.comparison.passages_by_id[id_]
                if passage.where == "text":
                    found[id_] = (figure.key, passage)
    return [found[id_] for id_ in sorted(found)]


def _item(material: Material, kind: str, passage: Passage, sentence: Sentence) -> Item | None:
    """Return the item of a word, or None where its voice cannot be seen in the sentence alone."""
    start, end = passage.spans[0]
    spoken = [span for span, voice in sentence.parts if voice != "own"]
    if passage.voice == "own":
        sayings = [cue for cue in find_sayings(sentence, spoken) if "that" in cue.payload.takes]
        if sayings or material.anonymity.names_outlet(sentence.text):
            return None
    else:
        plain = any(
            one.sentence.id == sentence.id and one.source == passage.source for one in material.reports
        )
        named = find_source(sentence, passage.source, spoken) if passage.source else []
        if not named or (passage.voice == "attributed" and not plain):
            return None
        if material.anonymity.hides_source(sentence, spoken):
            return None
    word = sentence.article.text[start:end]
    return Item(
        id=make_id("judgement", sentence.id, str(start)),
        shown=(sentence.mark([(start, end)]),),
        marks_shown=True,
        right=(STANDS[passage.voice],),
        answers=[
            Answer(label=f"“{word}”", text=show_stand(passage.voice, passage.source or "")),
            Answer(label="In the list as", text=KINDS[kind]),
        ],
        evidence=f"Word list, entry “{passage.entry}” ({kind}).",
    )
