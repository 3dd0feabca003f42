"""Room classroom: the exercise "Write a neutral lead", from what most articles tell, with a check list."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from framing.classroom.exercises import Answer, Exercise, Group, Item, assemble, make_id
from framing.classroom.facts import OTHER, SAME
from framing.classroom.material import Material
from framing.classroom.reports import names_speaker
from framing.classroom.sentences import Sentence
from framing.classroom.texts import texts
from framing.lexicon.language import load_language
from framing.lexicon.words import fold, words_in
from framing.schema import VOICES, Fact

MOST, LINES = 6, 4


@dataclass(frozen=True)
class _Line:
    """A sentence to write from, the sentences that tell its fact, and those of other articles that may tell it too.

    A line with those that `perhaps` tell it is taken only where no other names a day.
    """

    sentence: Sentence
    tellers: list[Sentence]
    perhaps: list[Sentence]


def make_lead(material: Material, wanted: int) -> Exercise:
    """Return the exercise, one item whatever is wanted; missing where no two articles plainly tell the same.

    Taken is what most articles tell, all of them plainly; where none of it names a day, the last line gives way to the
    one that comes nearest to the headlines of those that do, for a lead says when.
    """
    held = [line for fact in material.comparison.coverage if (line := _line(material, fact)) is not None]
    held.sort(key=lambda line: -len(line.tellers))
    lines: list[_Line] = []
    for line in held:
        if not line.perhaps and len(lines) < MOST and not any(_is_same(material, line, one) for one in lines):
            lines.append(line)
    dated = [line for line in held if names_day(line.sentence)]
    if lines and dated and not any(names_day(line.sentence) for line in lines):
        main = max(dated, key=lambda line: _in_headlines(material, line.sentence))
        apart = [line for line in lines[: MOST - 1] if not _is_same(material, line, main)]
        lines = [*apart[:1], main, *apart[1:]]
    if len(lines) < 2 or not wanted:
        return assemble("lead", [], material.level)
    words = texts("exercises")["lead"]
    item = Item(
        id=make_id("lead", *(line.sentence.id for line in lines)),
        question=words["facts"],
        shown=tuple(line.sentence.mark([]) for line in lines),
        lines=("",) * LINES,
        answers=[
            Answer(label=f"Line {number}", text=_told(material, line)) for number, line in enumerate(lines, 1)
        ],
        evidence="Coverage matrix: what most articles tell.",
    )
    return assemble("lead", [Group(heading="", items=[item])], material.level)


def names_day(sentence: Sentence) -> bool:
    """Return whether what a sentence tells has a day of the week or of a month; on which day it was said is none."""
    spoken = [span for span, voice in sentence.parts if voice != "own"]
    content = spoken or [(sentence.start, sentence.end)]
    grammar = load_language(sentence.article.language).grammar
    days = {day for number in range(1, 8) for day in grammar.get(f"weekday {number}", ())}
    months = {fold(month) for month in texts("pages")["months"]}
    for start, end in content:
        words = [fold(word.text) for word in words_in(sentence.article.text, start, end)]
        pairs = [pair for one, other in pairwise(words) for pair in ((one, other), (other, one))]
        if days & {*words} or any(
            one in months and other.isdecimal() and int(other) < 32 for one, other in pairs
        ):
            return True
    return False


def _line(material: Material, fact: Fact) -> _Line | None:
    """Return the line of a fact, None where fewer than two articles tell it plainly or no sentence can stand alone.

    Of those that can, the one goes before that tells it as done, and a headline's event with its day; then what other
    exercises do not show.
    """
    tellers = _tellers(material, fact)
    weakest = min((material.likeness.of(fact.label, one.text) for one in tellers), default=0.0)
    fit = [one for one in tellers if material.fits(one) and one.stands_alone and names_speaker(one)]
    if len(tellers) < 2 or weakest <= OTHER or not fit:
        return None
    main = fact.label in {article.title for article in material.comparison.articles}
    best = max(
        fit,
        key=lambda one: (
            fact.cells.get(one.article.id) in VOICES,
            main and names_day(one),
            not material.is_spent(one),
            material.likeness.of(fact.label, one.text),
        ),
    )
    told = {one.article.id for one in tellers}
    others: dict[str, Sentence] = {}
    for one in material.sentences:
        if one.article.id not in told and material.likeness.of(fact.label, one.text) >= weakest:
            held = others.setdefault(one.article.id, one)
            others[one.article.id] = max(
                held, one, key=lambda each: material.likeness.between(best.text, each.text)
            )
    return _Line(best, tellers, list(others.values()))


def _tellers(material: Material, fact: Fact) -> list[Sentence]:
    """Return the sentence of each article that tells a fact most plainly, of those that the coverage matrix counts."""
    best: dict[str, Sentence] = {}
    for sentence in material.sentences:
        spans = [one.span for one in fact.told.get(sentence.article.id, ()) if one.where == "text"]
        if any(start < sentence.end and end > sentence.start for start, end in spans):
            held = best.setdefault(sentence.article.id, sentence)
            if material.likeness.of(fact.label, sentence.text) > material.likeness.of(fact.label, held.text):
                best[sentence.article.id] = sentence
    return list(best.values())


def _is_same(material: Material, line: _Line, other: _Line) -> bool:
    """Whether two lines are told in the same paragraphs: then they are one matter, and both would count it."""
    places, others = (
        {material.sheets.place(one) for one in (each.sentence, *each.tellers)} for each in (line, other)
    )
    return 2 * len(places & others) >= min(len(places), len(others))


def _in_headlines(material: Material, sentence: Sentence) -> float:
    return max(
        (material.likeness.of(a.title, sentence.text) for a in material.comparison.articles if a.title),
        default=0.0,
    )


def _told(material: Material, line: _Line) -> str:
    words = texts("exercises")["lead"]

    def show(sentences: Sequence[Sentence]) -> str:
        ranked = sorted(
            sentences,
            key=lambda one: (one != line.sentence, -material.likeness.between(line.sentence.text, one.text)),
        )
        return "; ".join(dict.fromkeys(material.sheets.place(one) for one in ranked))

    whole = [one for one in line.tellers if _holds(material, one, line.sentence)]
    told = {one.article.id for one in whole}
    parts = {
        "told_in": whole,
        "in_part": [
            one
            for one in material.sentences
            if one.article.id not in told
            and (one in line.tellers or _comes_near(material, one, line.sentence))
        ],
        "perhaps": line.perhaps,
    }
    return " ".join(words[part].format(places=show(held)) for part, held in parts.items() if held)


def _comes_near(material: Material, sentence: Sentence, line: Sentence) -> bool:
    """Whether a sentence holds a good part of a line, and not by its mere length."""
    likeness = material.likeness
    return min(likeness.of(line.text, sentence.text), likeness.between(line.text, sentence.text)) > OTHER


def _holds(material: Material, sentence: Sentence, line: Sentence) -> bool:
    """Whether a sentence holds most of a line: the weight of its words, and all of its numbers."""
    numbers, others = (
        {word.text for word in words_in(one.text) if word.text[:1].isdecimal()} for one in (line, sentence)
    )
    return numbers <= others and material.likeness.of(line.text, sentence.text) >= SAME
