"""Room classroom: the exercise "Write a neutral lead", from what most articles tell, with a check list."""

from framing.classroom.exercises import Answer, Exercise, Group, Item, assemble, make_id
from framing.classroom.facts import OTHER
from framing.classroom.material import Material
from framing.classroom.sentences import Sentence
from framing.classroom.texts import texts
from framing.schema import VOICES, Fact

MOST, LINES = 6, 4


def make_lead(material: Material, wanted: int) -> Exercise:
    """Return the exercise, one item whatever is wanted; missing where no two articles plainly tell the same.

    A line is the sentence that comes nearest to a fact's label, whichever article has it.
    """
    held = [(fact, tellers) for fact in material.comparison.coverage if (tellers := _tellers(material, fact))]
    ranked = sorted((one for one in held if len(one[1]) > 1), key=lambda one: -len(one[1]))
    lines: list[tuple[Sentence, list[Sentence]]] = []
    for fact, tellers in ranked:
        whole = [one for one in tellers if material.fits(one) and one.stands_alone]
        best = max(
            whole,
            # Who tells that it has happened goes before who tells that it will.
            key=lambda one: (
                fact.cells.get(one.article.id) in VOICES,
                material.likeness.of(fact.label, one.text),
            ),
            default=None,
        )
        if best is not None and all(best.id != other.id for other, _ in lines):
            lines.append((best, tellers))
    lines = lines[:MOST]
    if len(lines) < 2 or not wanted:
        return assemble("lead", [], material.level)
    words = texts("exercises")["lead"]
    item = Item(
        id=make_id("lead", *(line.id for line, _ in lines)),
        question=words["facts"],
        shown=tuple(line.mark([]) for line, _ in lines),
        lines=("",) * LINES,
        answers=[
            Answer(
                label=f"Line {number}",
                text="told, or told of as still to come, in "
                + "; ".join(material.sheets.place(one) for one in tellers),
            )
            for number, (_, tellers) in enumerate(lines, 1)
        ],
        evidence="Coverage matrix: what most articles tell.",
    )
    return assemble("lead", [Group(heading="", items=[item])], material.level)


def _tellers(material: Material, fact: Fact) -> list[Sentence]:
    """Return the sentence of each article that tells a fact most plainly, of those that tell it plainly enough."""
    best: dict[str, Sentence] = {}
    for sentence in material.sentences:
        spans = [one.span for one in fact.told.get(sentence.article.id, ()) if one.where == "text"]
        if any(start < sentence.end and end > sentence.start for start, end in spans):
            score = material.likeness.of(fact.label, sentence.text)
            held = best.get(sentence.article.id)
            if score > (OTHER if held is None else material.likeness.of(fact.label, held.text)):
                best[sentence.article.id] = sentence
    return list(best.values())
