"""New lexicons (room: workshop): from a dictionary of another tool, or from an example to overwrite."""

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple, get_args

from framing.errors import UsageError
from framing.lexicon.entries import Kind, LoadedCategory, StanceCategory
from framing.lexicon.load import is_proper, labelled_forms, normal_form, parse_lexicon
from framing.lexicon.write import lexicon_text, write_new
from framing.workshop.dictionaries import Dictionary, Skipped, Word, check_category, read_dictionary

ImportKind = Literal["frames", "naming", "stance", "loaded"]

_EXAMPLES = Path(__file__).with_name("examples")
_NOT_STATED = "not stated"
_PLAIN_WEIGHT = 0.5


class Imported(NamedTuple):
    """The lexicon that was written, its numbers of entries and forms, and the words that were not taken over.

    `note` says what the first row of a table was taken for; other dictionaries have none.
    """

    file: Path
    entries: int
    forms: int
    skipped: list[Skipped]
    note: str = ""


def new_lexicon(file: Path, kind: Kind = "naming", language: str = "en") -> Path:
    """Write a lexicon of one example entry to overwrite, with a comment on each key, and return its file.

    Raises `UsageError` for a file that exists or does not end in ``.toml``, and for an unknown kind.
    """
    if kind not in get_args(Kind):
        raise UsageError("kind", f"{kind!r} is not known", f"one of {', '.join(get_args(Kind))}")
    _check_ending(file)
    text = (_EXAMPLES / f"{kind}.toml").read_text(encoding="utf-8")
    named = text.replace('id = "example"', f'id = "{_identifier(file.stem)}"', 1)
    return write_new(file, named.replace('language = "en"', f'language = "{language}"', 1))


def import_dictionary(
    file: Path,
    target: Path,
    kind: ImportKind = "frames",
    *,
    category: str | None = None,
    language: str = "en",
    licence: str = _NOT_STATED,
) -> Imported:
    """Write a dictionary of another tool as a lexicon, and return what was taken over and what was not.

    As `frames`, each category becomes a frame, counted by the sentences that hold one of its words; as `naming`, each
    category a concept and each word (or third column, or inner category) a variant; as `stance` and `loaded`, the
    categories must be those of the kind, or `category` is given for all words. Raises `UsageError` for a dictionary
    that cannot be read, for categories that the kind does not know, and for a target that exists.
    """
    _check_ending(target)
    dictionary = read_dictionary(file)
    if category is not None:
        dictionary = dictionary._replace(words=_in_category(dictionary.words, category))
    dictionary = _once(dictionary, kind)
    make = {"frames": _frames, "naming": _names, "stance": _stance, "loaded": _loaded}[kind]
    header = {
        "id": _identifier(target.stem),
        "version": "1",
        "kind": kind,
        "title": f"Words of {file.name}",
        "language": language,
        "licence": licence,
        "references": [],
        "notes": f"Taken over from {file.name} by framing lexicon import; its maker's terms go with it.",
    }
    text = lexicon_text(header, make(dictionary.words, file.name))
    lexicon = parse_lexicon(text.encode(), target)
    write_new(target, text)
    forms = sum(1 for entry in lexicon.entries for _ in labelled_forms(entry))
    return Imported(target, len(lexicon.entries), forms, dictionary.skipped, dictionary.note)


def _in_category(words: Sequence[Word], category: str) -> list[Word]:
    """Return words as of one category; what stood in several of the dictionary's stands there once."""
    first: dict[tuple[str, bool], Word] = {}
    for word in words:
        first.setdefault((normal_form(word.form), is_proper(word.form)), word._replace(category=(category,)))
    return list(first.values())


def _once(dictionary: Dictionary, kind: ImportKind) -> Dictionary:
    """Keep a word in its first category only where a kind wants each word once; frames may share words."""
    if kind in ("frames", "naming"):
        return dictionary
    first: dict[str, Word] = {}
    skipped = list(dictionary.skipped)
    for word in dictionary.words:
        earlier = first.setdefault(normal_form(word.form), word)
        if earlier is not word:
            skipped.append(Skipped(word.form, word.place, f"stands in {': '.join(earlier.category)} too"))
    return dictionary._replace(words=list(first.values()), skipped=skipped)


def _frames(words: Sequence[Word], name: str) -> list[dict[str, Any]]:
    ids = _identifiers(words, lambda word: ": ".join(word.category))
    return [
        {
            "id": ids[label],
            "label": label,
            "scheme": name,
            "definition": f"The category {label!r} of {name}.",
            "forms": forms,
        }
        for label, forms in _grouped(words, lambda word: ": ".join(word.category)).items()
    ]


def _names(words: Sequence[Word], name: str) -> list[dict[str, Any]]:
    ids = _identifiers(words, lambda word: word.category[0])
    entries = []
    for concept, held in _by(words, lambda word: word.category[0]).items():
        variants = _grouped(held, lambda word: ": ".join(word.category[1:]) or word.form)
        entries.append(
            {
                "id": ids[concept],
                "label": concept,
                "variants": [
                    {"label": label, "forms": forms, "used_by": _NOT_STATED, "since": _NOT_STATED}
                    for label, forms in variants.items()
                ],
            }
        )
    return entries


def _stance(words: Sequence[Word], name: str) -> list[dict[str, Any]]:
    return [
        {"forms": forms, "category": check_category(category, get_args(StanceCategory))}
        for category, forms in _grouped(words, lambda word: ": ".join(word.category)).items()
    ]


def _loaded(words: Sequence[Word], name: str) -> list[dict[str, Any]]:
    return [
        {
            "forms": [word.form],
            "category": check_category(": ".join(word.category), get_args(LoadedCategory)),
            "weight": _PLAIN_WEIGHT,
        }
        for word in words
    ]


def _by(words: Sequence[Word], key: Callable[[Word], str]) -> dict[str, list[Word]]:
    grouped: dict[str, list[Word]] = {}
    for word in words:
        grouped.setdefault(key(word), []).append(word)
    return grouped


def _grouped(words: Sequence[Word], key: Callable[[Word], str]) -> dict[str, list[str]]:
    return {name: [word.form for word in held] for name, held in _by(words, key).items()}


def _identifiers(words: Sequence[Word], key: Callable[[Word], str]) -> Mapping[str, str]:
    """Return an id without spaces for each name, no two alike."""
    ids: dict[str, str] = {}
    for name in dict.fromkeys(map(key, words)):
        wanted = _identifier(name)
        ids[name] = next(
            tried
            for number in range(1, len(ids) + 2)
            if (tried := wanted if number == 1 else f"{wanted}-{number}") not in ids.values()
        )
    return ids


def _identifier(name: str) -> str:
    return re.sub(r"[^\w]+", "-", name.casefold()).strip("-") or "lexicon"


def _check_ending(file: Path) -> None:
    if file.suffix.lower() != ".toml":
        raise UsageError(
            file, f"ends in {file.suffix!r}", "a file that ends in .toml", f"call it {file.stem}.toml"
        )
