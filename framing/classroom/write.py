"""Room classroom: `write_pack`, which puts a worksheet and its key into a folder as pages to print."""

from pathlib import Path

from markupsafe import Markup

from framing.classroom.anonymous import Anonymity
from framing.classroom.exercises import Exercise
from framing.classroom.names import make_names
from framing.classroom.reports import list_reports
from framing.classroom.sentences import list_sentences
from framing.classroom.verbs import make_verbs
from framing.classroom.voices import make_voices
from framing.errors import UsageError
from framing.report.templating import make_environment, read_asset
from framing.schema import Comparison

_TEMPLATES = Path(__file__).parent / "templates"
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

COPYRIGHT = (
    "The passages belong to the articles’ publishers and are quoted for teaching. The licence of framing does not "
    "cover them."
)


def write_pack(comparison: Comparison, folder: Path, *, seed: int = 0) -> list[Path]:
    """Write worksheet.html and key.html into a folder, which is made where it is missing, and return both.

    The worksheet names no outlet; the key does, with the passage and the rule or lexicon entry behind each answer.
    `seed` decides the order of the passages; the same input gives the same bytes. Raises `UsageError` where the
    articles hold too little for any exercise or are in another language than English, and `OSError` where the folder
    cannot be written.
    """
    _check_language(comparison)
    anonymity = Anonymity(comparison)
    exercises = make_exercises(comparison, anonymity, seed)
    if not any(exercise.groups for exercise in exercises):
        raise UsageError(
            comparison.event.title,
            "the articles hold too little for any exercise",
            "at least two clear sentences of 8 to 45 words in two voices, or two that report what somebody said",
            "add longer articles on the event",
        )
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for name in ("worksheet.html", "key.html"):
        path = folder / name
        path.write_bytes(render(name, comparison, exercises, anonymity).encode("utf-8"))
        files.append(path)
    return files


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


def make_exercises(comparison: Comparison, anonymity: Anonymity, seed: int = 0) -> list[Exercise]:
    """Return all exercises in the order of the worksheet; those that cannot be made say why."""
    sentences = list_sentences(comparison)
    reports = list_reports(comparison, sentences)
    reports = [one for one in reports if not anonymity.hides_source(one.sentence, one.passage.spans)]
    voices = make_voices(comparison, sentences, reports, anonymity, seed)
    used = {item.passage.folded for group in voices.groups for item in group.items}
    verbs = make_verbs(reports, used, anonymity, seed)
    used |= {item.passage.folded for group in verbs.groups for item in group.items}
    return [voices, verbs, make_names(comparison, sentences, used, anonymity)]


def render(name: str, comparison: Comparison, exercises: list[Exercise], anonymity: Anonymity) -> str:
    """Return a page as HTML without a script, which loads nothing."""
    environment = make_environment(_TEMPLATES)
    style = read_asset(_TEMPLATES, "pack.css")
    page = environment.get_template(f"{name}.j2").render(
        comparison=comparison,
        exercises=exercises,
        anonymity=anonymity,
        letters=anonymity.letters(),
        style=Markup(style),
        policy=_POLICY,
        copyright=COPYRIGHT,
    )
    return page.strip() + "\n"
