"""Room classroom: the exercise "Whose words are these?", own, reported or quoted."""

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
from framing.classroom.material import Material
from framing.classroom.reports import FEWEST_WORDS, Report, find_cues, find_source, says
from framing.classroom.sentences import Sentence
from framing.classroom.texts import texts
from framing.schema import VOICES, Passage, Span, Voice

MOSTLY = 0.6
# A quotation of fewer words is a part of somebody else's sentence, and "mostly" would be a matter of taste.
_HALF = 0.5
CHOICES: dict[Voice, str] = texts("exercises")["voices"]["choices"]
# Where a name or a word stands, for what is asked of a word and not of a whole passage.
STANDS: dict[Voice, str] = texts("exercises")["stands"]["choices"]
_MARKS = ('"', "“", "”", "«", "»")


def make_voices(material: Material, wanted: int) -> Exercise:
    """Return the exercise with up to `wanted` passages, as many of each voice, in an order that tells nothing.

    It is missing where passages of at least two voices cannot be found.
    """
    found: dict[Voice, list[Item]] = {
        "own": _own(material),
        "attributed": [
            _reported(report)
            for report in material.reports
            if says(report) and _is_mostly_reported(report.sentence)
        ],
        "quoted": _quoted(material),
    }
    held = [voice for voice in VOICES if found[voice]]
    chosen: list[Item] = []
    for place, voice in enumerate(held):
        share = (wanted - len(chosen)) // (len(held) - place)
        taken = {item.passage.folded for item in chosen}
        fresh = [item for item in found[voice] if item.passage.folded not in taken]
        ranked = sorted(fresh, key=lambda item: material.rank(item.passage))
        chosen += take_in_turns(ranked, article_of, share, lambda item: item.passage.folded)
    items = shuffle(chosen, lambda item: item.passage.id, material.seed) if len(held) > 1 else []
    return assemble("voices", [Group(heading="", items=items)], material.level, choices=CHOICES.values())


def article_of(item: Item) -> str:
    """Return the article of an item: passages are taken from the articles in turn."""
    return item.passage.article.id


def _own(material: Material) -> list[Item]:
    """Return sentences that nobody could take for anybody else's words.

    The paragraph holds the outlet's own words alone, for a source may reach over several sentences, and the sentence
    holds no word of saying, thinking or judging and no quotation mark.
    """
    mixed = {(s.article.id, s.paragraph) for s in material.sentences if s.voices != {"own"}}
    return [
        Item(
            id=make_id("voices", sentence.id),
            shown=(sentence.mark([]),),
            right=(CHOICES["own"],),
            answers=[Answer(label="Whose words", text="the outlet’s")],
            evidence="No source and no word of reporting in the paragraph.",
        )
        for sentence in material.sentences
        if material.fits(sentence)
        and (sentence.article.id, sentence.paragraph) not in mixed
        and not any(mark in sentence.text for mark in _MARKS)
        and not find_cues(sentence, [(sentence.start, sentence.end)])
    ]


def _is_mostly_reported(sentence: Sentence) -> bool:
    return not sentence.words("quoted") and sentence.words("attributed") >= MOSTLY * sentence.length


def _reported(report: Report) -> Item:
    return Item(
        id=make_id("voices", report.sentence.id),
        shown=(report.sentence.mark(report.passage.spans),),
        right=(CHOICES["attributed"],),
        answers=[Answer(label="Whose words", text=show_source(report.sentence, report.source, report.named))],
        evidence=show_rule(report.passage),
    )


def _quoted(material: Material) -> list[Item]:
    """Return sentences that quote a source whom they name, for at least half of their words."""
    comparison, anonymity = material.comparison, material.anonymity
    held: dict[str, list[Passage]] = {}
    for figure in comparison.figures:
        if figure.measure == "voice_share" and figure.voice == "quoted":
            for id_ in figure.passages:
                passage = comparison.passages_by_id[id_]
                if passage.where == "text":
                    held.setdefault(passage.article, []).append(passage)
    items = []
    for sentence in filter(material.fits, material.sentences):
        inside = [p for p in held.get(sentence.article.id, ()) if sentence.holds(p.spans[0])]
        sources = {passage.source for passage in inside}
        quoted = sentence.words("quoted")
        if len(sources) != 1 or quoted < max(FEWEST_WORDS, _HALF * sentence.length):
            continue
        source = next(iter(sources))
        spoken = [span for span, voice in sentence.parts if voice != "own"]
        named = find_source(sentence, source, spoken) if source else []
        if source and named and not anonymity.hides_source(sentence, spoken):
            items.append(_quotation(sentence, source, named[0], inside))
    return items


def _quotation(sentence: Sentence, source: str, named: Span, passages: list[Passage]) -> Item:
    return Item(
        id=make_id("voices", sentence.id),
        shown=(sentence.mark(span for passage in passages for span in passage.spans),),
        right=(CHOICES["quoted"],),
        answers=[Answer(label="Whose words", text=show_source(sentence, source, named))],
        evidence=show_rule(passages[0]),
    )


def show_stand(voice: Voice, source: str) -> str:
    """Return where words stand, for the key: in the outlet's own words, or in those that it has from a source.

    What is reported may be in other words than the source's, and the key says so.
    """
    words = texts("exercises")["stands"]
    where = words["told"][voice].format(source=source)
    return str(words["wording"].format(where=where) if voice == "attributed" else where)


def show_source(sentence: Sentence, source: str, named: Span) -> str:
    """Return who speaks: the words of the sentence, and the full name where it is another."""
    words = sentence.article.text[named[0] : named[1]]
    return words if words == source else f"{words} ({name_plainly(source)})"


def name_plainly(source: str) -> str:
    """Return a source as pupils read it: whoever has no name is "experts without a name", not "unnamed expert"."""
    return str(texts("exercises")["unnamed"].get(source, source))


def show_rule(passage: Passage) -> str:
    """Return the rule that found a passage, for the key."""
    return f"Rule “{passage.entry}”." if passage.entry else "No rule of attribution applied."
