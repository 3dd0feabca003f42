"""A live session with a class: what it reads, the server, its table and its end (room: api)."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from framing.api.annotations import prepare
from framing.api.comparisons import compare
from framing.api.paths import AnyPath, path_list
from framing.schema import Reject

if TYPE_CHECKING:
    from framing.classroom.live.export import What
    from framing.classroom.live.serve import Started
    from framing.classroom.live.text import Lesson


class ClassLesson(NamedTuple):
    """What a class reads, the file beside the articles that keeps what it marks, and what could not be read."""

    lesson: "Lesson"
    data: Path
    rejects: list[Reject]


def prepare_class(
    paths: AnyPath | Sequence[AnyPath], *, lexicons: Sequence[AnyPath] = (), **options: Any
) -> ClassLesson:
    """Read and annotate articles for a live session; `options` are as in `annotate_all`.

    Raises `UsageError` as `make_report` does, and for more articles than a class can read.
    """
    from framing.classroom.live.text import make_lesson

    prepared = prepare(paths, lexicons=lexicons, **options)
    held = prepared.annotations
    comparison = compare(held, prepared.event, lexicons=prepared.lexicons, resamples=0)
    first = path_list(paths)[0]
    beside = first if first.is_dir() else first.parent
    return ClassLesson(make_lesson(comparison, held), beside / "class.sqlite", prepared.rejects)


def serve_class(
    prepared: ClassLesson,
    data: AnyPath | None = None,
    *,
    tell: "Callable[[Started], None]",
    network: bool = False,
    address: str | None = None,
    port: int = 8000,
    places: int | None = None,
) -> None:
    """Serve a live session until it is interrupted: `framing.classroom.live.serve.serve_class`.

    `data` is the session's file, that beside the articles if not given; `places` is how many may join.
    """
    from framing.classroom.live.serve import serve_class as serve

    file = Path(data) if data else prepared.data
    serve(prepared.lesson, file, tell, network=network, address=address, port=port, places=places)


def export_class(file: AnyPath, what: "What" = "all") -> str:
    """Return what a class has marked as CSV; see `framing.classroom.live.export.export_marks`."""
    from framing.classroom.live.export import export_marks

    return export_marks(Path(file), what)


def delete_class(file: AnyPath) -> list[Path]:
    """Delete the file of a live session and what SQLite keeps beside it, and return what was deleted."""
    from framing.classroom.live.files import delete_file

    return delete_file(Path(file))
