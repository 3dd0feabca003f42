"""Room classroom, quiz: GIFT, Moodle's format for people who read and change questions in an editor.

Reference: Moodle documentation, "GIFT format", https://docs.moodle.org/en/GIFT_format, and the importer itself
(moodle/moodle, question/format/gift/format.php), which decides what an escape means.
"""

import re

from framing.classroom.quiz.markup import (
    html_of_feedback,
    html_of_option,
    html_of_question,
    to_html,
)
from framing.classroom.quiz.moodle import has_shares, literal, losses_of_shares, name_category, share_of
from framing.classroom.quiz.questions import RIGHT, WRONG, Option, Question, Written, clean

_SPECIAL = re.compile(r"[\\~=#{}:]")

NO_IDS = (
    "gift: ids stand in comments, which older Moodle and other programs ignore: "
    "importing twice may make the questions twice"
)
ONE_FEEDBACK = (
    "gift: matching and short questions, and those with several right answers, have one feedback, "
    "the same after right and wrong answers"
)
SHUFFLED = "gift: options always come shuffled, also where they have an order"


def write_gift(title: str, questions: tuple[Question, ...]) -> Written:
    """Return the quiz as GIFT. A question with more than ten right or ten wrong options is left out."""
    held = tuple(question for question in questions if has_shares(question))
    # The importer takes the category as it stands: an escape would become a part of its name.
    blocks = [f"$CATEGORY: $course$/top/{name_category(title)}", *map(_write, held)]
    losses = [*losses_of_shares("gift", questions), NO_IDS]
    if any(question.kind != "choice" for question in held):
        losses.append(ONE_FEEDBACK)
    if any(question.keep_order for question in held):
        losses.append(SHUFFLED)
    return Written(files={"gift.txt": ("\n\n".join(blocks) + "\n").encode()}, losses=tuple(losses))


def escape_gift(text: str) -> str:
    """Return text in which the signs that mean something in GIFT are themselves."""
    return _SPECIAL.sub(r"\\\g<0>", text)


def _write(question: Question) -> str:
    """Return a question as lines without a blank one, for that would end it."""
    name, feedback = f"{question.name} ({question.id})", html_of_feedback(question, question.explanation)
    return "\n".join(
        [
            f"// [id:{question.id}]",
            f"::{escape_gift(clean(name))}::[html]{escape_gift(html_of_question(question))}{{",
            *(f"\t{answer}" for answer in _answers(question)),
            f"\t####{escape_gift(feedback)}",
            "}",
        ]
    )


def _answers(question: Question) -> list[str]:
    if question.kind == "matching":
        return [
            f"={escape_gift(_html(pair.prompt))} -> {escape_gift(clean(pair.answer))}"
            for pair in question.pairs
        ]
    if question.kind == "short":
        # The share keeps an answer that begins with one ("%50%") from being read as its own, the format likewise.
        typed = [literal(answer) for answer in question.accepted]
        return [f"=%100%{'[plain]' * one.startswith('[')}{escape_gift(one)}" for one in typed]
    return [_option(question, option) for option in question.options]


def _option(question: Question, option: Option) -> str:
    sign = (
        f"~%{share_of(question, option.right)}%"
        if question.kind == "multiple"
        else "="
        if option.right
        else "~"
    )
    # What the question as a whole has to say follows every answer; here stands the verdict.
    verdict = f"<p>{RIGHT if option.right else WRONG}</p>" if question.kind == "choice" else ""
    said = verdict + html_of_option(option)
    return f"{sign}{escape_gift(_html(option.text))}" + (f"#{escape_gift(said)}" if said else "")


def _html(text: str) -> str:
    """Return an answer as HTML that GIFT takes neither for a format ("[html]") nor for a share of the mark ("%50%")."""
    html = to_html(text)
    return f"&#{ord(html[0])};{html[1:]}" if html[:1] in ("[", "%") else html
