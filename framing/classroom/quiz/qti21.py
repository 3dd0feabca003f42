"""Room classroom, quiz: a QTI 2.1 package, one file a question, for Blackboard and others.

Reference: IMS Question & Test Interoperability 2.1, assessment test, section and item information model (IMS Global
2012), from which a test's content models are taken.
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
from framing.classroom.quiz.qti12 import sorted_answers
from framing.classroom.quiz.questions import Question, Written, clean

_NAMESPACE = "http://www.imsglobal.org/xsd/imsqti_v2p1"
_PACKAGING = "http://www.imsglobal.org/xsd/imscp_v1p1"
_RESPONSE, _SCORE, _VERDICT, _CHOSEN = "RESPONSE", "SCORE", "VERDICT", "CHOSEN"

Element = ElementTree.Element


def write_qti21(title: str, questions: tuple[Question, ...]) -> Written:
    """Return the quiz as a zip package: an item a question, a test that holds them all, and the manifest."""
    package = {_file(question): to_xml(_item(question), indented=False) for question in questions}
    package["test.xml"] = to_xml(_test(title, questions))
    package["imsmanifest.xml"] = to_xml(_manifest(questions))
    return Written(files={"qti21.zip": to_zip(package)})


def _file(question: Question) -> str:
    return f"items/{question.id}.xml"


def _manifest(questions: tuple[Question, ...]) -> Element:
    manifest = Element("manifest", identifier="quiz-package", xmlns=_PACKAGING)
    metadata = add(manifest, "metadata")
    add(metadata, "schema", "QTIv2.1 Package")
    add(metadata, "schemaversion", "1.0.0")
    add(manifest, "organizations")
    resources = add(manifest, "resources")
    test = add(resources, "resource", identifier="test", type="imsqti_test_xmlv2p1", href="test.xml")
    add(test, "file", href="test.xml")
    for question in questions:
        add(test, "dependency", identifierref=question.id)
    for question in questions:
        file = _file(question)
        item = add(resources, "resource", identifier=question.id, type="imsqti_item_xmlv2p1", href=file)
        add(item, "file", href=file)
    return manifest


def _test(title: str, questions: tuple[Question, ...]) -> Element:
    test = Element("assessmentTest", identifier="quiz", title=clean(title), xmlns=_NAMESPACE)
    part = add(test, "testPart", identifier="part", navigationMode="nonlinear", submissionMode="individual")
    section = add(part, "assessmentSection", identifier="section", title=clean(title), visible="true")
    for question in questions:
        add(section, "assessmentItemRef", identifier=question.id, href=_file(question))
    return test


def _item(question: Question) -> Element:
    item = Element(
        "assessmentItem",
        identifier=question.id,
        title=clean(question.name),
        adaptive="false",
        timeDependent="false",
        xmlns=_NAMESPACE,
    )
    _declare(item, question)
    body = add(item, "itemBody")
    _html(add(body, "div"), html_of_question(question))
    _INTERACTIONS[question.kind](body, question)
    _process(item, question)
    _feedback(item, _VERDICT, "right", html_of_feedback(question, question.feedback_right))
    _feedback(item, _VERDICT, "wrong", html_of_feedback(question, question.feedback_wrong))
    for option in question.options:
        if option.feedback:
            _feedback(item, _CHOSEN, option.id, html_of_option(option))
    return item


def _declare(item: Element, question: Question) -> None:
    """Say what may be answered, what is right, and what an answer leads to."""
    cardinality = "single" if question.kind in ("choice", "short") else "multiple"
    kind = {"matching": "directedPair", "short": "string"}.get(question.kind, "identifier")
    declared = add(item, "responseDeclaration", identifier=_RESPONSE, cardinality=cardinality, baseType=kind)
    correct = add(declared, "correctResponse")
    for value in _right(question):
        add(correct, "value", value)
    if question.kind in ("matching", "short"):
        mapping = add(declared, "mapping", defaultValue="0")
        for value in _accepted(question):
            share = f"{1 / len(question.pairs):.4f}" if question.pairs else "1"
            entry = add(mapping, "mapEntry", mapKey=value, mappedValue=share)
            if question.kind == "short":
                entry.set("caseSensitive", "false")
    score = add(item, "outcomeDeclaration", identifier=_SCORE, cardinality="single", baseType="float")
    add(add(score, "defaultValue"), "value", "0")
    add(item, "outcomeDeclaration", identifier=_VERDICT, cardinality="single", baseType="identifier")
    if any(option.feedback for option in question.options):
        add(item, "outcomeDeclaration", identifier=_CHOSEN, cardinality=cardinality, baseType="identifier")


def _right(question: Question) -> list[str]:
    if question.kind == "matching":
        return [f"{pair.id} {pair.answer_id}" for pair in question.pairs]
    if question.kind == "short":
        return [clean(question.accepted[0])]
    return [option.id for option in question.options if option.right]


def _accepted(question: Question) -> list[str]:
    return [clean(answer) for answer in question.accepted] if question.accepted else _right(question)


def _choose(body: Element, question: Question) -> None:
    interaction = add(
        body,
        "choiceInteraction",
        responseIdentifier=_RESPONSE,
        shuffle="false" if question.keep_order else "true",
        maxChoices="1" if question.kind == "choice" else "0",
    )
    for option in question.options:
        _html(add(interaction, "simpleChoice", identifier=option.id), to_html(option.text))


def _match(body: Element, question: Question) -> None:
    interaction = add(
        body,
        "matchInteraction",
        responseIdentifier=_RESPONSE,
        shuffle="true",
        maxAssociations=str(len(question.pairs)),
    )
    prompts, answers = add(interaction, "simpleMatchSet"), add(interaction, "simpleMatchSet")
    for pair in question.pairs:
        choice = add(prompts, "simpleAssociableChoice", identifier=pair.id, matchMax="1")
        _html(choice, to_html(pair.prompt))
    for ident, text in {pair.answer_id: pair.answer for pair in sorted_answers(question)}.items():
        _html(add(answers, "simpleAssociableChoice", identifier=ident, matchMax="0"), to_html(text))


def _type(body: Element, question: Question) -> None:
    length = str(max(len(answer) for answer in question.accepted) + 10)
    add(add(body, "p"), "textEntryInteraction", responseIdentifier=_RESPONSE, expectedLength=length)


_INTERACTIONS = {"choice": _choose, "multiple": _choose, "matching": _match, "short": _type}


def _process(item: Element, question: Question) -> None:
    """Mark an answer: all or nothing for options, word by word and pair by pair where there is a mapping."""
    processing = add(item, "responseProcessing")
    mapped = question.kind in ("matching", "short")
    condition = add(processing, "responseCondition")
    right = add(condition, "responseIf")
    if question.kind == "short":
        compared = add(right, "gt")
        add(compared, "mapResponse", identifier=_RESPONSE)
        add(compared, "baseValue", "0", baseType="float")
    else:
        compared = add(right, "match")
        add(compared, "variable", identifier=_RESPONSE)
        add(compared, "correct", identifier=_RESPONSE)
    wrong = add(condition, "responseElse")
    for branch, verdict, score in ((right, "right", "1"), (wrong, "wrong", "0")):
        value = add(branch, "setOutcomeValue", identifier=_SCORE)
        if mapped and branch is wrong:
            add(value, "mapResponse", identifier=_RESPONSE)
        else:
            add(value, "baseValue", score, baseType="float")
        add(add(branch, "setOutcomeValue", identifier=_VERDICT), "baseValue", verdict, baseType="identifier")
    if any(option.feedback for option in question.options):
        add(add(processing, "setOutcomeValue", identifier=_CHOSEN), "variable", identifier=_RESPONSE)


def _feedback(item: Element, outcome: str, identifier: str, html: str) -> None:
    _html(add(item, "modalFeedback", outcomeIdentifier=outcome, identifier=identifier, showHide="show"), html)


def _html(parent: Element, html: str) -> None:
    """Put XHTML into an element that holds nothing yet."""
    whole = ElementTree.fromstring(f"<div>{html}</div>")
    parent.text = whole.text
    parent.extend(whole)
