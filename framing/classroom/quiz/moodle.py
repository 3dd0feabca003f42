"""Room classroom, quiz: Moodle XML, which holds all that a question has.

Reference: Moodle documentation, "Moodle XML format", https://docs.moodle.org/en/Moodle_XML_format.
"""

from xml.etree import ElementTree

from framing.classroom.quiz.markup import (
    add,
    html_of_feedback,
    html_of_option,
    html_of_question,
    list_ids,
    to_html,
    to_xml,
)
from framing.classroom.quiz.questions import RIGHT, WRONG, Question, Written, clean

_TYPES = {"choice": "multichoice", "multiple": "multichoice", "matching": "matching", "short": "shortanswer"}
# Moodle takes no other shares of a mark: 100 over 1 to 10, as it writes them itself.
SHARES = ("100", "50", "33.33333", "25", "20", "16.66667", "14.28571", "12.5", "11.11111", "10")
PARTLY = "Some of this is right, but not all."
LONGEST_NAME = 255


def write_moodle(title: str, questions: tuple[Question, ...]) -> Written:
    """Return the quiz as Moodle XML. A question with more than ten right or ten wrong options is left out."""
    held = tuple(question for question in questions if has_shares(question))
    quiz = ElementTree.Element("quiz")
    category = add(quiz, "question", type="category")
    add(add(category, "category"), "text", f"$course$/top/{name_category(title)}")
    for question in held:
        _write(quiz, question)
    return Written(files={"moodle.xml": to_xml(quiz)}, losses=losses_of_shares("moodle", questions))


def has_shares(question: Question) -> bool:
    """Return whether Moodle can share a mark among the question's right options, and take it back for wrong ones."""
    right = sum(option.right for option in question.options)
    return question.kind != "multiple" or max(right, len(question.options) - right) <= len(SHARES)


def losses_of_shares(name: str, questions: tuple[Question, ...]) -> tuple[str, ...]:
    """Return the message on questions that Moodle cannot mark, or nothing."""
    lost = [question for question in questions if not has_shares(question)]
    return (
        f"{name}: Moodle marks up to ten right and ten wrong options; left out: {list_ids(lost)}",
    ) * bool(lost)


def share_of(question: Question, right: bool) -> str:
    """Return the part of the mark, in percent, that an option gives or takes.

    The right ones together give all; in a multiple the wrong ones together take all, so that ticking everything gives
    nothing.
    """
    if question.kind == "choice":
        return "100" if right else "0"
    count = sum(option.right == right for option in question.options)
    return SHARES[count - 1] if right else f"-{SHARES[count - 1]}"


def name_category(title: str) -> str:
    """Return a title as the name of a category, in which a slash would open another."""
    return clean(title).replace("/", "-") or "Quiz"


def literal(answer: str) -> str:
    """Return a short answer in which an asterisk is itself: in Moodle it stands for anything."""
    return clean(answer).replace("*", "\\*")


def _write(quiz: ElementTree.Element, question: Question) -> None:
    element = add(quiz, "question", type=_TYPES[question.kind])
    add(add(element, "name"), "text", clean(f"{question.name} ({question.id})")[:LONGEST_NAME])
    _html(element, "questiontext", html_of_question(question))
    _html(element, "generalfeedback", html_of_feedback(question, question.explanation))
    add(element, "defaultgrade", "1")
    add(element, "penalty", "0.3333333")
    add(element, "hidden", "0")
    add(element, "idnumber", question.id)
    if question.kind == "short":
        add(element, "usecase", "0")
        for answer in question.accepted:
            _html(
                _answer(element, literal(answer), "100", "moodle_auto_format"), "feedback", f"<p>{RIGHT}</p>"
            )
        # An asterisk stands for every other answer.
        _html(_answer(element, "*", "0", "moodle_auto_format"), "feedback", f"<p>{WRONG}</p>")
        return
    if question.kind != "matching":
        add(element, "single", "true" if question.kind == "choice" else "false")
        add(element, "answernumbering", "abc")
    add(element, "shuffleanswers", "false" if question.keep_order else "true")
    _html(element, "correctfeedback", f"<p>{RIGHT}</p>")
    _html(element, "partiallycorrectfeedback", f"<p>{PARTLY}</p>")
    _html(element, "incorrectfeedback", f"<p>{WRONG}</p>")
    for option in question.options:
        chosen = _answer(element, to_html(option.text), share_of(question, option.right), "html")
        _html(chosen, "feedback", html_of_option(option))
    for pair in question.pairs:
        part = _html(element, "subquestion", f"<p>{to_html(pair.prompt)}</p>")
        add(add(part, "answer"), "text", clean(pair.answer))


def _html(parent: ElementTree.Element, tag: str, html: str) -> ElementTree.Element:
    element = add(parent, tag, format="html")
    add(element, "text", html)
    return element


def _answer(parent: ElementTree.Element, text: str, share: str, form: str) -> ElementTree.Element:
    answer = add(parent, "answer", fraction=share, format=form)
    add(answer, "text", text)
    return answer
