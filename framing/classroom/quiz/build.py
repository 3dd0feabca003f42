"""Room classroom, quiz: questions out of the exercises, each with the evidence that the worksheet's key has."""

from collections.abc import Iterable, Sequence

from framing.classroom.anonymous import Anonymity
from framing.classroom.exercises import Exercise, Item, shuffle
from framing.classroom.quiz.questions import Option, Pair, Question, Shown
from framing.classroom.sentences import Excerpt, Strip
from framing.report.wording import show_on_one_line

# Some tasks speak of underlining and writing; on a screen these stand in their place, with the marks shown or not.
_ON_SCREEN = {
    "voices": (
        "What does this passage mostly give you: the outlet’s own words, somebody else’s words reported without "
        "quotation marks, or somebody else’s words quoted?",
        False,
    ),
    "names": ("Look at the marked words. Whose words are they?", True),
}
_PLACES = "Put them in order: which comes at which place?"


def from_exercises(exercises: Iterable[Exercise], anonymity: Anonymity, seed: int) -> list[Question]:
    """Return a question for every item whose right answers are boxes to tick or an order; open ones make none."""
    return [
        question
        for exercise in exercises
        for group in exercise.groups
        for item in group.items
        if (question := _from_item(exercise, item, anonymity, seed)) is not None
    ]


def _from_item(exercise: Exercise, item: Item, anonymity: Anonymity, seed: int) -> Question | None:
    offered = item.options or tuple(exercise.choices)
    if not item.right or len(offered) < 2 or not set(item.right) <= set(offered):
        return None
    prompt, marked = _ON_SCREEN.get(exercise.id, (item.question or exercise.task, item.marks_shown))
    cover = anonymity.cover
    options = tuple(Option(text=cover(text), right=text in item.right) for text in offered)
    pairs: tuple[Pair, ...] = ()
    if item.ordered:
        placed = [Pair(prompt=cover(text), answer=str(place)) for place, text in enumerate(item.right, 1)]
        options, pairs = (), tuple(shuffle(placed, lambda pair: pair.prompt, seed))
        prompt = f"{prompt} {_PLACES}"
    try:
        return Question(
            id=item.id,
            kind="matching" if pairs else "choice" if len(item.right) == 1 else "multiple",
            name=exercise.title,
            prompt=cover(prompt),
            passages=tuple(show(passage, anonymity, marked=marked) for passage in item.shown),
            options=options,
            pairs=pairs,
            keep_order=True,
            explanation=cover(" ".join(f"{answer.label}: {answer.text}." for answer in item.answers)).replace(
                "..", "."
            ),
            proof=tuple(show(passage, anonymity) for passage in item.quoted or item.shown),
        )
    except ValueError:
        # Two options that differ in an outlet's name alone are the same once it is covered.
        return None


def show(passage: Excerpt, anonymity: Anonymity, *, marked: bool = True) -> Shown:
    """Return a passage with outlets' names covered; without marks where one of them would split a name."""
    pieces = [_cover(strip, anonymity) for strip in passage.strips]
    whole = anonymity.cover(passage.text)
    if not marked or show_on_one_line("".join(piece.text for piece in pieces)) != whole:
        pieces = [Strip(whole)]
    return Shown(label=f"Article {anonymity.letter(passage)}", strips=tuple(pieces))


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


def _cover(strip: Strip, anonymity: Anonymity) -> Strip:
    before = " " if strip.text[:1].isspace() else ""
    after = " " if strip.text[-1:].isspace() and strip.text.strip() else ""
    return Strip(f"{before}{anonymity.cover(strip.text)}{after}", strip.marked)
