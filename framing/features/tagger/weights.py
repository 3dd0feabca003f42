"""The trained weights: arrays in half precision in one file, and what must be known of them in JSON beside it.

(Room: features.)
"""

import hashlib
import io
import zipfile
from collections.abc import Iterable
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

import msgspec
import numpy as np

from framing.errors import UsageError
from framing.features.tagger.inputs import MARKS, MARKS_WITH_TREE
from framing.features.tagger.network import Weights, whereabouts
from framing.features.tagger.parse import PARSE_SIGNS, Parser
from framing.features.tagger.words import WordVectors
from framing.lexicon.language import Language

# The model that needs no parser has no name; the other sees the trees of a spaCy pipeline too.
Variant = Literal["", "spacy"]

_FOLDER = Path(__file__).parent


class Card(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """What goes with the weights, and what they were trained on.

    `marks` and `signs` are the columns that the weights were trained with, `pipeline` is the name and version of the
    parser, where there was one. A cue counts from the probability `least_cue_share`, one that no lexicon lists from
    `least_cue_share_unlisted`, one near a quotation that nobody has said yet from `least_cue_share_of_quotation`; a
    rule's finding falls below `least_share_of_ruled`. `digest` is of the file of arrays, `held_back` holds figures
    (0 to 1) on articles that were not trained on.
    """

    language: str
    variant: Variant = ""
    pipeline: str | None = None
    marks: list[str]
    signs: list[str] = []
    least_cue_share: float
    least_cue_share_unlisted: float
    least_share_of_ruled: float
    least_cue_share_of_quotation: float
    digest: str
    data: str
    data_digest: str
    articles: int
    attributions: int
    seed: int
    epochs: int
    held_back: dict[str, float]

    @cached_property
    def digest_with_thresholds(self) -> str:
        """Return twelve hexadecimal digits that stand for all but `held_back`, worked out once for all articles."""
        card = msgspec.structs.replace(self, held_back={})
        return hashlib.sha256(msgspec.json.encode(card)).hexdigest()[:12]


class Model(NamedTuple):
    """Weights in single precision, their card, and the parser that weights of the variant "spacy" need.

    `vectors` remembers the vectors of words by the lexicons that they were added up with.
    """

    weights: Weights
    card: Card
    vectors: dict[str, WordVectors]
    parser: Parser | None = None

    def words_of(self, language: Language) -> WordVectors:
        """Return the vectors of words with a language's lexicons."""
        if language.digests not in self.vectors:
            self.vectors[language.digests] = WordVectors(self.weights, language)
        return self.vectors[language.digests]

    @property
    def digest(self) -> str:
        """Return twelve hexadecimal digits that stand for arrays and thresholds, for signatures."""
        return self.card.digest_with_thresholds


@lru_cache
def load_model(language: str, folder: Path = _FOLDER, *, variant: Variant = "") -> Model | None:
    """Return the model of a language in a folder, the shipped one if none is given; None where there is none.

    Raises `ValueError` where arrays, card and code do not belong together.
    """
    name = _name(language, variant)
    card_file = folder / f"{name}.json"
    if not card_file.is_file():
        return None
    card = msgspec.json.decode(card_file.read_bytes(), type=Card)
    packed = (folder / f"{name}.npz").read_bytes()
    if hashlib.sha256(packed).hexdigest()[:12] != card.digest:
        raise ValueError(f"{card_file} is the card of other arrays: train again (training/attribution.py)")
    with np.load(io.BytesIO(packed), allow_pickle=False) as arrays:
        weights = {part: arrays[part].astype(np.float32) for part in arrays.files}
    weights["whereabouts"] = whereabouts(weights)
    if (tuple(card.marks), tuple(card.signs)) != columns(variant):
        raise ValueError(f"{card_file} was trained with other marks: train again (training/attribution.py)")
    return Model(weights, card, {})


def require_weights(folder: Path, languages: Iterable[str], variant: Variant = "") -> None:
    """Raise `UsageError` for a folder that has weights of none of the languages, or some that cannot be used."""
    expected = "what training/attribution.py has written" + (" with --spacy" if variant else "")
    try:
        models = [load_model(language, folder, variant=variant) for language in languages]
    except (OSError, ValueError, KeyError, msgspec.MsgspecError, zipfile.BadZipFile) as error:
        raise UsageError(
            folder, f"holds weights that cannot be used: {error}", expected, "train them anew"
        ) from error
    if not any(models):
        command = "python training/attribution.py DATA.jsonl.gz --out FOLDER"
        raise UsageError(folder, "holds no weights", expected, command)


def columns(variant: Variant) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the marks of a token, and the signs of a place near a cue that only a parser gives."""
    return (MARKS_WITH_TREE, PARSE_SIGNS) if variant == "spacy" else (MARKS, ())


def _name(language: str, variant: Variant) -> str:
    return f"{language}-{variant}" if variant else language


def save_arrays(weights: Weights, language: str, folder: Path, *, variant: Variant = "") -> str:
    """Write the arrays in half precision and return the digest of the file."""
    file = folder / f"{_name(language, variant)}.npz"
    halves: dict[str, Any] = {name: np.asarray(part, np.float16) for name, part in weights.items()}
    np.savez(file, **halves)
    return hashlib.sha256(file.read_bytes()).hexdigest()[:12]


def save_card(card: Card, folder: Path) -> None:
    """Write what must be known of the weights."""
    text = msgspec.json.format(msgspec.json.encode(card), indent=2)
    (folder / f"{_name(card.language, card.variant)}.json").write_bytes(text + b"\n")
