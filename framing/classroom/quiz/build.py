"""Room classroom, quiz: questions out of the exercises, each with the evidence that the worksheet's key has."""

import re
from collections.abc import Sequence

from framing.classroom.anonymous import Anonymity
from framing.classroom.exercises import Exercise, Item, shuffle
from framing.classroom.material import Material
from framing.classroom.quiz.questions import Option, Pair, Question, Shown
from framing.classroom.sentences import Excerpt
from framing.classroom.texts import for_level, texts

_ENDED = re.compile(r"[.!?…][\"”’»)]*\Z")


def from_exercise(exercise: Exercise, material: Material) -> list[Question]:
    """Return a question for every item whose right answers are boxes to tick or an order.

    Open items make none, nor do those that are for a talk.
    """
    items = [item for item in exercise.items if not item.for_talk]
    # Where one item may have several right answers, all of them have boxes to tick: the form shall tell nothing.
    several = exercise.several or any(len(item.right) > 1 for item in items)
    made = (_from_item(exercise, item, material, several=several) for item in items)
    return [question for question in made if question is not None]


def _from_item(exercise: Exercise, item: Item, material: Material, *, several: bool) -> Question | None:
    offered, words = item.options or tuple(exercise.choices), texts("quiz").get(exercise.id)
    if words is None or not item.right or len(offered) < 2 or not set(item.right) <= set(offered):
        return None
    marks = sum(len(passage.marks) for passage in item.shown)
    asked = words.get("prompt_several", words["prompt"]) if marks > 1 else words["prompt"]
    prompt = " ".join([item.question, for_level(asked, material.level), *exercise.rules]).strip()
    if several and not item.ordered:
        prompt += f" {texts('quiz')['several']}"
    marked = bool(words.get("marked"))
    anonymity, cover = material.anonymity, material.anonymity.cover
    options = tuple(Option(text=cover(text), right=text in item.right) for text in offered)
    pairs: tuple[Pair, ...] = ()
    if item.ordered:
        placed = [Pair(prompt=cover(text), answer=str(place)) for place, text in enumerate(item.right, 1)]
        options, pairs = (), tuple(shuffle(placed, lambda pair: pair.prompt, material.seed))
    try:
        return Question(
            id=item.id,
            kind="matching" if pairs else "multiple" if several else "choice",
            name=words["name"],
            prompt=cover(prompt),
            passages=tuple(show(passage, anonymity, marked=marked) for passage in item.shown),
            options=options,
            pairs=pairs,
            keep_order=True,
            explanation=cover(_explain(item)),
            proof=tuple(show(passage, anonymity) for passage in item.quoted or item.shown),
        )
    except ValueError:
        # Two options that differ in an outlet's name alone are the same once it is covered.
        return None


def _explain(item: Item) -> str:
    """Return the lines of the key as sentences, the right boxes first."""
    lines = [f"{answer.label.rstrip('.')}: {answer.text}" for answer in item.answers]
    if not item.ordered:
        lines.insert(0, f"{texts('pages')['key']['right']}: {', '.join(item.right)}")
    return " ".join(line if _ENDED.search(line) else f"{line}." for line in lines)


def show(passage: Excerpt, anonymity: Anonymity, *, marked: bool = True) -> Shown:
    """Return a passage with outlets' names covered."""
    strips = passage.strips if marked else passage.mark([]).strips
    return Shown(label=anonymity.name(passage.article.id), strips=tuple(anonymity.cover_strips(strips)))


def texts_of(questions: Sequence[Question]) -> list[str]:
    """Return every text of the questions that pupils may see."""
    return [
        text
        for question in questions
        for text in (
            question.name,
            question.prompt,
            question.explanation,
            *question.accepted,
            *(text for option in question.options for text in (option.text, option.feedback)),
            *(text for pair in question.pairs for text in (pair.prompt, pair.answer)),
            *(shown.text for shown in question.passages + question.proof),
        )
    ]
