"""Room classroom, quiz: a QTI 1.2 package as Canvas writes and reads it.

References: IMS Question & Test Interoperability, ASI XML binding 1.2.1 (IMS Global 2003), whose DTD a test's content
models are taken from; Instructure, Canvas, "QTI quizzes", for the metadata that tells Canvas the type of a question.
"""

from xml.etree import ElementTree

from framing.classroom.quiz.markup import (
    add,
    html_of_feedback,
    html_of_option,
    html_of_question,
    to_html,
    to_xml,
    to_zip,
)
from framing.classroom.quiz.questions import Pair, Question, Written, clean

_NAMESPACE = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
_PACKAGING = "http://www.imsglobal.org/xsd/imscp_v1p1"
_TYPES = {
    "choice": "multiple_choice_question",
    "multiple": "multiple_answers_question",
    "matching": "matching_question",
    "short": "short_answer_question",
}
_FILE = "quiz/quiz.xml"

SHUFFLED = (
    "qti12: whether options come shuffled is a setting of the quiz in Canvas; leave it off, "
    "for some options stand in an order that means something"
)


def write_qti12(title: str, questions: tuple[Question, ...]) -> Written:
    """Return the quiz as a zip package with one assessment and its manifest."""
    root = ElementTree.Element("questestinterop", xmlns=_NAMESPACE)
    assessment = add(root, "assessment", ident="quiz", title=clean(title))
    section = add(assessment, "section", ident="root_section")
    for question in questions:
        _write(section, question)
    package = {_FILE: to_xml(root), "imsmanifest.xml": to_xml(_manifest(title))}
    losses = (SHUFFLED,) if any(question.keep_order for question in questions) else ()
    return Written(files={"qti12.zip": to_zip(package)}, losses=losses)


def _manifest(title: str) -> ElementTree.Element:
    manifest = ElementTree.Element("manifest", identifier="quiz-package", xmlns=_PACKAGING)
    metadata = add(manifest, "metadata")
    add(metadata, "schema", "IMS Content")
    add(metadata, "schemaversion", "1.1.3")
    add(manifest, "organizations")
    resource = add(
        add(manifest, "resources"), "resource", identifier="quiz", type="imsqti_xmlv1p2", href=_FILE
    )
    add(resource, "file", href=_FILE)
    return manifest


def _write(section: ElementTree.Element, question: Question) -> None:
    item = add(section, "item", ident=question.id, title=clean(question.name))
    fields = add(add(item, "itemmetadata"), "qtimetadata")
    for label, entry in (("question_type", _TYPES[question.kind]), ("points_possible", "1.0")):
        field = add(fields, "qtimetadatafield")
        add(field, "fieldlabel", label)
        add(field, "fieldentry", entry)
    presentation = add(item, "presentation")
    _html(presentation, html_of_question(question))
    processing = ElementTree.Element("resprocessing")
    add(
        add(processing, "outcomes"),
        "decvar",
        varname="SCORE",
        vartype="Decimal",
        minvalue="0",
        maxvalue="100",
    )
    {"matching": _pairs, "short": _words}.get(question.kind, _options)(presentation, processing, question)
    item.append(processing)
    _feedback(item, "correct_fb", html_of_feedback(question, question.feedback_right))
    _feedback(item, "general_incorrect_fb", html_of_feedback(question, question.feedback_wrong))
    for option in question.options:
        if option.feedback:
            _feedback(item, f"{option.id}_fb", html_of_option(option))


def _options(presentation: ElementTree.Element, processing: ElementTree.Element, question: Question) -> None:
    response = add(presentation, "response_lid", ident="response1", rcardinality=_cardinality(question))
    _choices(response, [(option.id, to_html(option.text)) for option in question.options])
    for option in question.options:
        if option.feedback:
            condition = add(processing, "respcondition", **{"continue": "Yes"})
            add(add(condition, "conditionvar"), "varequal", option.id, respident="response1")
            _show(condition, f"{option.id}_fb")
    conditions = _right_and_wrong(processing)
    if question.kind == "choice":
        right = next(option for option in question.options if option.right)
        add(conditions, "varequal", right.id, respident="response1")
        return
    together = add(conditions, "and")
    for option in question.options:
        place: ElementTree.Element = together if option.right else add(together, "not")
        add(place, "varequal", option.id, respident="response1")


def _pairs(presentation: ElementTree.Element, processing: ElementTree.Element, question: Question) -> None:
    """Ask for each pair's answer among the answers of all, as Canvas has it."""
    answers = list({pair.answer_id: to_html(pair.answer) for pair in sorted_answers(question)}.items())
    share = 100 / len(question.pairs)
    for pair in question.pairs:
        response = add(presentation, "response_lid", ident=f"response_{pair.id}", rcardinality="Single")
        _html(response, to_html(pair.prompt))
        _choices(response, answers)
        condition = add(processing, "respcondition", **{"continue": "Yes"})
        add(add(condition, "conditionvar"), "varequal", pair.answer_id, respident=f"response_{pair.id}")
        add(condition, "setvar", f"{share:.2f}", varname="SCORE", action="Add")
    together = add(_right_and_wrong(processing, scores=False), "and")
    for pair in question.pairs:
        add(together, "varequal", pair.answer_id, respident=f"response_{pair.id}")


def _words(presentation: ElementTree.Element, processing: ElementTree.Element, question: Question) -> None:
    response = add(presentation, "response_str", ident="response1", rcardinality="Single")
    add(add(response, "render_fib"), "response_label", ident="answer1", rshuffle="No")
    conditions = _right_and_wrong(processing)
    for answer in question.accepted:
        add(conditions, "varequal", clean(answer), respident="response1", case="No")


def _right_and_wrong(processing: ElementTree.Element, *, scores: bool = True) -> ElementTree.Element:
    """Add what follows a right and any other answer; return where the conditions for a right one go."""
    right = add(processing, "respcondition", **{"continue": "No"})
    conditions = add(right, "conditionvar")
    if scores:
        add(right, "setvar", "100", varname="SCORE", action="Set")
    _show(right, "correct_fb")
    wrong = add(processing, "respcondition", **{"continue": "Yes"})
    add(add(wrong, "conditionvar"), "other")
    _show(wrong, "general_incorrect_fb")
    return conditions


def sorted_answers(question: Question) -> list[Pair]:
    """Return a matching's pairs in the order of their answers' ids, which tells nothing of what belongs where."""
    return sorted(question.pairs, key=lambda pair: pair.answer_id)


def _choices(response: ElementTree.Element, choices: list[tuple[str, str]]) -> None:
    rendered = add(response, "render_choice")
    for ident, html in choices:
        _html(add(rendered, "response_label", ident=ident), html)


def _html(parent: ElementTree.Element, html: str) -> None:
    add(add(parent, "material"), "mattext", html, texttype="text/html")


def _show(condition: ElementTree.Element, ident: str) -> None:
    add(condition, "displayfeedback", feedbacktype="Response", linkrefid=ident)


def _feedback(item: ElementTree.Element, ident: str, html: str) -> None:
    _html(add(add(item, "itemfeedback", ident=ident), "flow_mat"), html)


def _cardinality(question: Question) -> str:
    return "Single" if question.kind == "choice" else "Multiple"
