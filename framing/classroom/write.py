"""Room classroom: `write_pack`, which puts worksheet, articles, key and lesson plan into a folder."""

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Literal, get_args

from markupsafe import Markup

from framing.classroom.anonymous import Anonymity
from framing.classroom.blocks import Page
from framing.classroom.lesson import make_lesson_plan
from framing.classroom.making import make_lesson
from framing.classroom.material import gather
from framing.classroom.pages import make_articles, make_key, make_worksheet
from framing.classroom.plan import Level
from framing.errors import UsageError
from framing.report.templating import make_environment, read_asset
from framing.schema import Comparison

Form = Literal["html", "word"]
FORMS: tuple[Form, ...] = get_args(Form)

_TEMPLATES = Path(__file__).parent / "templates"
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def write_pack(
    comparison: Comparison,
    folder: Path,
    *,
    level: Level = "15-18",
    minutes: int = 45,
    named: bool = False,
    forms: Sequence[Form] = FORMS,
    seed: int = 0,
) -> list[Path]:
    """Write worksheet, articles, key and lesson into a folder, made where it is missing, and return the files.

    The pupils' two name no outlet, unless they are `named`; the key does, with the passage and the rule or lexicon
    entry behind each answer. `level` and `minutes` say which exercises there are and how long. Word files are left out
    where python-docx is not installed. `seed` decides the order of the passages; the same input gives the same bytes.
    Raises `UsageError` where the articles hold too little for any exercise or are in another language than English, and
    `OSError` where the folder cannot be written.
    """
    pages = make_pages(comparison, level=level, minutes=minutes, named=named, seed=seed)
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for page in pages:
        if "html" in forms:
            files.append(_write(folder / f"{page.name}.html", render(page)))
        if "word" in forms and can_write_word():
            from framing.classroom.word import render_word

            files.append(_write(folder / f"{page.name}.docx", render_word(page)))
    return files


def can_write_word() -> bool:
    """Return whether Word files can be written: they need python-docx, of the extra `documents`."""
    return find_spec("docx") is not None


def make_pages(
    comparison: Comparison,
    *,
    level: Level = "15-18",
    minutes: int = 45,
    named: bool = False,
    seed: int = 0,
) -> list[Page]:
    """Return worksheet, articles, key and lesson plan; raises `UsageError` as `write_pack` does."""
    _check_language(comparison)
    material = gather(comparison, Anonymity(comparison, named=named), seed, level)
    plan, exercises = make_lesson(material, level, minutes)
    if not any(exercise.groups for exercise in exercises):
        raise UsageError(
            comparison.event.title,
            "the articles hold too little for any exercise",
            "at least two clear sentences of 8 to 45 words in two voices, or two that report what somebody said",
            "add longer articles on the event",
        )
    return [
        make_worksheet(material, exercises),
        make_articles(material),
        make_key(material, plan, exercises),
        make_lesson_plan(material, plan, exercises),
    ]


def _check_language(comparison: Comparison) -> None:
    """Raise `UsageError` where an article is not in English: its sentences would make no exercise, or a wrong one."""
    others = sorted({article.language for article in comparison.articles} - {"en"})
    if others:
        raise UsageError(
            comparison.event.title,
            f"some articles are in another language than English ({', '.join(others)})",
            "articles in English, for which the exercises are made",
            "give the English articles alone; `framing report` works with the others",
        )


def render(page: Page) -> bytes:
    """Return a page as HTML without a script, which loads nothing."""
    template = make_environment(_TEMPLATES).get_template("page.html.j2")
    style = Markup(read_asset(_TEMPLATES, "pack.css"))
    shown = template.render(page=page, style=style, policy=_POLICY)
    return ("\n".join(line for line in shown.split("\n") if line.strip()) + "\n").encode("utf-8")


def _write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path
