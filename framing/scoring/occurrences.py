"""Scoring: the places of a term in the corpus, and the passages made of them."""

from collections.abc import Sequence
from typing import Literal

import numpy as np

from framing.schema import VOICES, Passage, Voice
from framing.scoring.places import WHERES, Stretches, speaker_key
from framing.scoring.terms import Terms
from framing.scoring.words import Corpus, Integers

# More than the words of the longest term, so that place and length make one number.
_LENGTHS = 8


class Occurrences:
    """The places of a term, in an outlet and voice."""

    def __init__(self, table: Corpus, terms: Terms, outlet_of: Integers) -> None:
        self._table, self._outlet_of = table, outlet_of
        self._place = terms.place[np.argsort(terms.term, kind="stable")]
        self._edges = np.concatenate(
            [[0], np.cumsum(np.bincount(terms.term, minlength=len(terms.texts)))]
        ).astype(np.int64)

    def of(self, term: int, outlet: int, voice: Voice | Literal["all"]) -> Integers:
        """Return the places at which the term begins, in the order of the corpus."""
        places = self._place[self._edges[term] : self._edges[term + 1]]
        wanted = self._outlet_of[self._table.article[places]] == outlet
        if voice != "all":
            wanted &= self._table.voice[places] == VOICES.index(voice)
        held: Integers = places[wanted]
        return held


def make_passages(
    table: Corpus, terms: Terms, chosen: Sequence[int], held: Sequence[Integers]
) -> tuple[list[Passage], list[list[str]]]:
    """Return a passage for each occurrence of a term, once however often it is asked for, and the ids of each `held`.

    `held` gives the places of each term of `chosen`. Passages follow the corpus, numbered within their articles.
    """
    if not chosen:
        return [], []
    keys = [places * _LENGTHS + terms.lengths[term] for term, places in zip(chosen, held, strict=True)]
    every, first = np.unique(np.concatenate(keys), return_index=True)
    texts = np.repeat(chosen, [len(places) for places in held])[first]
    place, length = every // _LENGTHS, every % _LENGTHS
    speakers = Speakers(table)
    passages = []
    numbers: dict[int, int] = {}
    for p, words, term in zip(place.tolist(), length.tolist(), texts.tolist(), strict=True):
        article = int(table.article[p])
        number = numbers[article] = numbers.get(article, -1) + 1
        id_ = table.annotations[article].article.id
        passages.append(
            Passage(
                id=f"{id_}#k{number}",
                article=id_,
                spans=[(int(table.start[p]), int(table.end[p + words - 1]))],
                amount=1.0,
                voice=VOICES[table.voice[p]],
                source=speakers.at(p),
                entry=terms.texts[term],
                where=table.where_of(p),
            )
        )
    return passages, [[passages[i].id for i in np.searchsorted(every, key)] for key in keys]


class Speakers:
    """Whose words stand at a place; nobody's but the outlet's in its own words."""

    def __init__(self, table: Corpus) -> None:
        self._table = table
        self._held: dict[int, tuple[Stretches, list[str | None]]] = {}

    def at(self, place: int) -> str | None:
        """Return the source of the word at a place, or None."""
        if self._table.voice[place] == VOICES.index("own"):
            return None
        text = int(self._table.text_of[place])
        if text not in self._held:
            self._held[text] = self._read(text)
        stretches, speakers = self._held[text]
        found = stretches.at(int(self._table.start[place]))
        return speakers[found[2]] if found else None

    def _read(self, text: int) -> tuple[Stretches, list[str | None]]:
        annotation, where = self._table.annotations[text // len(WHERES)], WHERES[text % len(WHERES)]
        by_id = {attribution.id: speaker_key(attribution) for attribution in annotation.attributions}
        utterances = annotation.utterances
        stretches = Stretches([(u.start, u.end, n) for n, u in enumerate(utterances) if u.where == where])
        return stretches, [by_id.get(utterance.attribution or "") for utterance in utterances]
