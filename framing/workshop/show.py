"""Look into lexicons (room: workshop): which there are, and where a word stands in them."""

from collections.abc import Sequence
from pathlib import Path

import msgspec

from framing.errors import UsageError, nearest_name
from framing.lexicon.entries import Entry, Header
from framing.lexicon.load import Lexicon, labelled_forms, load_lexicon, load_shipped
from framing.lexicon.words import fold
from framing.lexicon.write import lexicon_text
from framing.resources import shipped_languages
from framing.schema import Record


class LexiconSummary(Record, frozen=True, kw_only=True):
    """A lexicon in a line: its header and digest, and the numbers of its entries and forms."""

    header: Header
    digest: str
    entries: int
    forms: int


class ShownEntry(Record, frozen=True, kw_only=True):
    """An entry of a lexicon: its number in the file, from 1, its name, all forms, and its keys as the file has them."""

    number: int
    name: str
    forms: list[str]
    keys: dict[str, object]


class ShownLexicon(Record, frozen=True, kw_only=True):
    """A lexicon's summary, the entries that were asked for, and the text of a file that would hold these."""

    summary: LexiconSummary
    entries: list[ShownEntry]
    text: str


def list_lexicons(language: str | None = None) -> list[LexiconSummary]:
    """Return the shipped lexicons of a language, or of all; raises `UsageError` for a language without any."""
    codes = [language] if language else shipped_languages()
    return [summarise_lexicon(one) for code in codes for kind in load_shipped(code).values() for one in kind]


def summarise_lexicon(lexicon: Lexicon) -> LexiconSummary:
    """Return the numbers of a lexicon."""
    forms = sum(1 for entry in lexicon.entries for _ in labelled_forms(entry))
    return LexiconSummary(
        header=lexicon.header, digest=lexicon.digest, entries=len(lexicon.entries), forms=forms
    )


def open_lexicon(name: str | Path) -> Lexicon:
    """Return a lexicon by the path of its file or by the id of a shipped one ("naming-en", or "naming").

    Raises `UsageError`, with the nearest id, where there is neither, and `LexiconError` for a file with a fault.
    """
    if Path(name).suffix == ".toml" or Path(name).is_file():
        return load_lexicon(Path(name))
    shipped = {
        one.header.id: one
        for code in shipped_languages()
        for kind in load_shipped(code).values()
        for one in kind
    }
    if found := shipped.get(str(name)) or shipped.get(f"{name}-en"):
        return found
    raise UsageError(
        f"lexicon {str(name)!r}",
        "is neither a file nor the id of a shipped lexicon",
        f"one of {', '.join(shipped)}",
        nearest_name(str(name), shipped),
    )


def show_lexicon(name: str | Path, words: Sequence[str] = ()) -> ShownLexicon:
    """Return a lexicon's entries, or those in whose name or forms one of the words stands, whatever its case.

    Raises as `open_lexicon` does.
    """
    lexicon = open_lexicon(name)
    wanted = [fold(word) for word in words]
    shown = [_shown(number, entry) for number, entry in enumerate(lexicon.entries, 1)]
    entries = [
        one
        for one in shown
        if not wanted or any(word in fold(text) for word in wanted for text in (one.name, *one.forms))
    ]
    header = msgspec.to_builtins(lexicon.header)
    text = lexicon_text(header, [one.keys for one in entries])
    return ShownLexicon(summary=summarise_lexicon(lexicon), entries=entries, text=text)


def _shown(number: int, entry: Entry) -> ShownEntry:
    pairs = list(labelled_forms(entry))
    name = next(
        (str(value) for key in ("lemma", "id", "name") if (value := getattr(entry, key, None))), pairs[0][1]
    )
    keys = {key: value for key, value in msgspec.to_builtins(entry).items() if value not in ([], None, "")}
    return ShownEntry(number=number, name=name, forms=[form for form, _ in pairs], keys=keys)
