"""Room classroom, quiz: tables for spreadsheets and flash cards.

References: RFC 4180 for CSV; Anki manual, "Text files", for the lines that begin with a hash,
https://docs.ankiweb.net/importing/text-files.html.
"""

import csv
import html
import io
from collections.abc import Iterable, Sequence

from framing.classroom.quiz.markup import plain
from framing.classroom.quiz.questions import Question, Written, clean
from framing.report.tables import make_harmless

COLUMNS = ["id", "kind", "name", "passages", "question", "options", "right", "feedback", "proof"]
_BETWEEN = " | "

NO_FEEDBACK = "csv: cards and tables have no feedback on a single option; that on the whole question is kept"
ONE_SIDE = (
    "csv: flash cards (anki.txt, quizlet.txt) know no several answers: "
    "the back of the card lists all that are right, and a matching becomes a card for each pair, without its proof"
)
NO_IDS = "csv: Quizlet holds no ids: importing quizlet.txt twice makes the cards twice"


def write_cards(title: str, questions: tuple[Question, ...]) -> Written:
    """Return questions.csv for spreadsheets, anki.txt and quizlet.txt for flash cards."""
    losses = [NO_IDS]
    if any(option.feedback for question in questions for option in question.options):
        losses.insert(0, NO_FEEDBACK)
    if any(question.kind in ("multiple", "matching") for question in questions):
        losses.insert(0, ONE_SIDE)
    return Written(
        files={
            # Excel takes a file for UTF-8 only where it begins with this mark.
            "questions.csv": b"\xef\xbb\xbf" + _to_csv([COLUMNS, *map(_row, questions)]).encode(),
            "anki.txt": _to_anki(title, questions).encode(),
            "quizlet.txt": _to_quizlet(questions).encode(),
        },
        losses=tuple(losses),
    )


def _row(question: Question) -> list[str]:
    return [
        question.id,
        question.kind,
        question.name,
        _join(map(plain, question.passages)),
        question.prompt,
        _join(option.text for option in question.options),
        _join(question.right),
        question.explanation,
        _join(map(plain, question.proof)),
    ]


def _to_csv(rows: Iterable[Sequence[str]]) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerows(
        [make_harmless(clean(cell)) for cell in row] for row in rows
    )
    return written.getvalue()


def _cards(question: Question) -> list[tuple[str, str, str]]:
    """Return id, front and back of each card, lines parted by line ends: one a question, one a pair for a matching."""
    asked = [*map(plain, question.passages), question.prompt]
    if question.kind == "matching":
        return [
            (f"{question.id}-{pair.id}", _lines([*asked, pair.prompt]), clean(pair.answer))
            for pair in question.pairs
        ]
    options = [
        f"({chr(ord('a') + place)}) {option.text}" for place, option in enumerate(question.options[:26])
    ]
    back = [_join(question.right), question.explanation, *map(plain, question.proof)]
    return [(question.id, _lines([*asked, *options]), _lines(back))]


def _lines(texts: Iterable[str]) -> str:
    return "\n".join(filter(None, map(clean, texts)))


def _to_anki(title: str, questions: tuple[Question, ...]) -> str:
    """Return cards with ids of their own, so that a second import changes cards and makes none anew."""
    deck = clean(title).replace("::", ": ")
    lines = ["#separator:tab", "#html:true", "#notetype:Basic", f"#deck:{deck}", "#guid column:1"]
    for question in questions:
        for ident, front, back in _cards(question):
            lines.append("\t".join([ident, _anki(front), _anki(back)]))
    return "\n".join(lines) + "\n"


def _anki(text: str) -> str:
    """Return a field as HTML on one line; without a quotation mark, which would open a field of many lines."""
    return html.escape(text).replace("\n", "<br>")


def _to_quizlet(questions: tuple[Question, ...]) -> str:
    """Return term, tab and definition a line, which is what Quizlet takes as it stands."""
    cards = [card for question in questions for card in _cards(question)]
    return "".join(f"{_on_one_line(front)}\t{_on_one_line(back)}\n" for _, front, back in cards)


def _on_one_line(text: str) -> str:
    return text.replace("\n", " / ")


def _join(texts: Iterable[str]) -> str:
    return _BETWEEN.join(map(clean, texts))
