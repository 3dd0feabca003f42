"""Room report: the grammar of the story: templates with numbers in them, lists, and what an article is called."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from framing.report.figures import Number
from framing.report.findings.records import Finding, Part
from framing.report.texts import say
from framing.report.view import Column, View
from framing.report.wording import show_on_one_line
from framing.schema import UNIDENTIFIED, Article, passage_text

LONGEST_NAME = 60
LONGEST_QUOTATION = 180
# "Pyongyang (for the state)": what a word list adds to a wording to tell it from others.
_ASIDE = re.compile(r"\s*\([^()]*\)$")
_GERMAN_MARKS = re.compile(r"„([^„“”\"]*)[“”\"]")

Phrase = tuple[Part, ...]


def fill(name: str, n: int | None = None, /, **values: Part | Phrase) -> Phrase:
    """Return a text of texts/*/story.toml as parts, each `{name}` in it replaced by a word, a number or a phrase."""
    numbers = {} if n is None else {"n": n}
    template = say(f"story.{name}", **numbers, **{key: f"\0{key}\0" for key in values})
    pieces = [piece if place % 2 == 0 else values[piece] for place, piece in enumerate(template.split("\0"))]
    return merge(pieces)


def merge(pieces: Iterable[Part | Phrase]) -> Phrase:
    """Return pieces in one row, neighbouring words joined and empty ones left out."""
    parts: list[Part] = []
    for piece in pieces:
        for part in piece if isinstance(piece, tuple) else (piece,):
            if isinstance(part, str) and parts and isinstance(parts[-1], str):
                parts[-1] += part
            elif part != "":
                parts.append(part)
    return tuple(parts)


def listed(phrases: Sequence[Part | Phrase], separator: str = "comma") -> Phrase:
    """Return phrases as a list: "one", "one and two", "one, two and three"."""
    pieces: list[Part | Phrase] = []
    for place, phrase in enumerate(phrases):
        if place:
            pieces.append(say(f"story.list.{separator}{'_last' if place == len(phrases) - 1 else ''}"))
        pieces.append(phrase)
    return merge(pieces)


def finish(phrase: Phrase, section: str) -> Finding:
    """Return a phrase as a finding; its first letter is made large where it is ours and no outlet's."""
    parts = list(phrase)
    if parts and isinstance(parts[0], str):
        ours = say("story.article.the")
        if parts[0].startswith(ours):
            parts[0] = parts[0][:1].upper() + parts[0][1:]
    return Finding(parts=tuple(parts), section=section)


def count_times(count: int) -> str:
    """Return "not once", "once", "twice", "7 times"."""
    words = ("none", "once", "twice")
    return (
        say(f"story.times.{words[count]}")
        if count < len(words)
        else say("story.times.more", count=f"{count:,}")
    )


def shorten(text: str, longest: int = LONGEST_QUOTATION) -> str:
    """Return a stranger's text on one line, cut after a word where it is too long, without a full stop at its end."""
    line = show_on_one_line(text)
    if len(line) > longest:
        cut = line[:longest]
        return (cut.rpartition(" ")[0] or cut).rstrip(",;:. ") + "…"
    return line.rstrip(".")


def quoted(text: str) -> str:
    """Return a passage between quotation marks; its own double ones become single."""
    if text.count('"') % 2:
        text = text.strip('"')
    line = _GERMAN_MARKS.sub(r"‚\1‘", shorten(text))  # noqa: RUF001 (single marks as German has them)
    inner = re.sub('[“”"]', lambda found: {"“": "‘", "”": "’"}.get(found[0], "'"), line)
    return say("story.quotation", text=inner)


def quote_wording(view: View, label: str, numbers: Iterable[Number]) -> str:
    """Return a wording as it is printed in the passages of each number, in quotation marks.

    A word list's label may be no form that anybody prints, and may stand for several: where no one form stands in all,
    the label is returned without marks.
    """
    articles = {article.id: article for article in view.comparison.articles}
    printed: list[Counter[str]] = []
    for number in numbers:
        held = [view.comparison.passages_by_id[id_] for id_ in number.passages]
        texts = (
            passage_text(articles[one.article], one.spans[0], one.where)
            for one in held
            if one.article in articles and one.spans
        )
        forms = Counter(" ".join(text.split()) for text in texts)
        printed += [forms] if forms else []
    plain = _ASIDE.sub("", label)
    if all(any(plain.casefold() in form.casefold() for form in forms) for forms in printed):
        return quoted(plain)
    common = set.intersection(*({form.casefold() for form in forms} for forms in printed))
    whole = sum(printed, Counter[str]())
    shared = [form for form in whole if form.casefold() in common]
    return quoted(min(shared, key=lambda form: (-whole[form], form))) if shared else shorten(label)


def name_source(source: str, articles: Iterable[Article]) -> str:
    """Return a source's name, with the definite article where the articles mostly write one: "the Kremlin"."""
    name = re.escape(source)
    word = say("story.article.definite")
    texts = [article.text for article in articles]
    plain = sum(len(re.findall(rf"\b{name}\b", text)) for text in texts)
    definite = sum(
        len(re.findall(rf"\b(?:{word}|{word.capitalize()}) {name}\b(?! [A-Z])", text)) for text in texts
    )
    shown = shorten(source, LONGEST_NAME)
    return f"{word} {shown}" if definite * 2 > plain else shown


class Speakers:
    """What each outlet and its articles are called in a sentence."""

    def __init__(self, view: View) -> None:
        self._columns = {column.name: column for column in view.columns}

    def articles(self, outlet: str) -> str:
        """Return "Kyodo's article", "Reuters' articles", "the article without an outlet"."""
        return self._say("article", outlet)

    def short(self, outlet: str) -> str:
        """Return what stands for the same after a first article: "Kyodo's", "the one without an outlet"."""
        return self._say("short", outlet)

    def name(self, outlet: str) -> str:
        """Return "Kyodo", or "the article without an outlet"."""
        return self._say("name", outlet)

    def count(self, outlet: str) -> int:
        """Return how many articles the outlet has here."""
        column: Column | None = self._columns.get(outlet)
        return len(column.articles) if column else 0

    def _say(self, form: str, outlet: str) -> str:
        count = self.count(outlet)
        if outlet == UNIDENTIFIED:
            return say(f"story.{form}.nobody", n=count)
        shown = shorten(outlet, LONGEST_NAME)
        owner = say("story.owner.s" if shown[-1:] in "sS" else "story.owner.other", outlet=shown)
        return say(f"story.{form}.outlet", n=count, owner=owner, outlet=shown)
