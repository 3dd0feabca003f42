"""The errors that users meet: each says where, what was found, what was expected and what to do."""

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path


class FramingError(Exception):
    """Base of every error that framing raises on purpose."""

    def __init__(self, where: object, found: str, expected: str = "", remedy: str = "") -> None:
        self.where = str(where)
        self.found = found
        self.expected = expected
        self.remedy = remedy
        super().__init__(str(self))

    def __reduce__(self) -> tuple[type["FramingError"], tuple[str, str, str, str]]:
        """Let an error come back from another process as it was raised there."""
        return type(self), (self.where, self.found, self.expected, self.remedy)

    def __str__(self) -> str:
        parts = [f"{self.where}: {self.found}"]
        if self.expected:
            parts.append(f"expected {self.expected}")
        if self.remedy:
            parts.append(self.remedy)
        return "; ".join(parts)


class UsageError(FramingError):
    """A path, option or name that the user gave cannot be used."""


class LexiconError(FramingError):
    """A lexicon file that cannot be trusted: duplicate, unknown key, empty or all-matching form."""


class ReadingError(FramingError):
    """One article that cannot be read; it becomes a row of the rejects, and the batch goes on."""


class ScoringError(FramingError):
    """A comparison that cannot be made from the annotations given."""


def nearest_name(name: str, known: Iterable[str], likeness: float = 0.5) -> str:
    """Return the remedy for a name that is not known: "did you mean ...?", or nothing where none is near.

    Capitals do not count. `likeness` (0 to 1) is the least that is near, higher where there are many known names.
    """
    found = _nearest(name, known, likeness)
    return f"did you mean {found!r}?" if found else ""


def nearest_path(path: Path) -> str:
    """Return the remedy for a path that is not there: what stands in its folder under a name that is near, or nothing.

    Hidden files are passed over; a folder that cannot be read holds nothing near.
    """
    try:
        names = sorted(one.name for one in path.parent.iterdir() if not one.name.startswith("."))
    except OSError:
        return ""
    found = _nearest(path.name, names, likeness=0.6)
    return f"did you mean {str(path.with_name(found))!r}?" if found else ""


def _nearest(name: str, known: Iterable[str], likeness: float) -> str:
    by_folded = {one.casefold(): one for one in known}
    nearest = get_close_matches(name.casefold(), by_folded, n=1, cutoff=likeness)
    return by_folded[nearest[0]] if nearest else ""
