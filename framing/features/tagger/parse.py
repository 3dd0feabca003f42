"""What a spaCy pipeline that the user has installed sees of a text: a tree over our own tokens (room: features).

Nothing else of the package knows spaCy, and it is loaded only when a parser is asked for (extra ``framing[spacy]``).
Labels of ClearNLP (spaCy's English pipelines) and of Universal Dependencies (most others) are read alike.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from framing.errors import UsageError
from framing.text import Document, Token

Numbers = NDArray[np.int64]
Marks = NDArray[np.float32]
Flags = NDArray[np.bool_]

DEFAULT_PIPELINE: Final = "en_core_web_sm"
# They cost time, and nothing here asks for what they find. `senter` would part sentences that we have parted already.
_NOT_NEEDED = ("ner", "lemmatizer", "entity_linker", "entity_ruler", "senter", "sentencizer", "textcat")
# A sentence without end goes through in pieces: memory is bounded, and one odd article does not hold up a batch.
_TOKENS_A_PIECE, _CHARACTERS_A_PIECE = 200, 4000
_MOST_STEPS_UP = 24

_PARTS_OF_SPEECH = (
    "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT", "SCONJ",
    "SYM", "VERB", "X",
)  # fmt: skip
_RELATIONS = {
    "root": ("ROOT", "root"),
    "subject": ("nsubj", "csubj", "nsubj:outer", "csubj:outer"),
    "passive subject": ("nsubjpass", "csubjpass", "nsubj:pass", "csubj:pass"),
    "agent": ("agent", "obl:agent"),
    "object": ("dobj", "obj"),
    "indirect object": ("dative", "iobj"),
    "predicate": ("attr", "acomp", "oprd"),
    "clause": ("ccomp",),
    "open clause": ("xcomp",),
    "adverbial clause": ("advcl",),
    "relative clause": ("relcl", "acl:relcl"),
    "adnominal clause": ("acl",),
    "parataxis": ("parataxis",),
    "conjunct": ("conj",),
    "conjunction": ("cc", "preconj", "cc:preconj"),
    "apposition": ("appos",),
    "possessor": ("poss", "nmod:poss"),
    "preposition": ("prep", "case"),
    "of a preposition": ("pobj", "pcomp", "obl", "nmod"),
    "marker": ("mark",),
    "auxiliary": ("aux", "auxpass", "aux:pass", "cop"),
    "negation": ("neg",),
    "particle": ("prt", "compound:prt"),
    "modifier": ("amod", "advmod", "npadvmod", "nummod", "det", "compound"),
    "punctuation": ("punct",),
    "other": (),
}
_NUMBER_OF = {name: number for number, name in enumerate(_RELATIONS)}
_RELATION_OF = {label: _NUMBER_OF[name] for name, labels in _RELATIONS.items() for label in labels}
_OTHER, _NO_PART = _NUMBER_OF["other"], len(_PARTS_OF_SPEECH)
_PART_OF = {name: number for number, name in enumerate(_PARTS_OF_SPEECH)}
# What hangs on a word tells most of whether it is a cue.
_CHILDREN = ("subject", "passive subject", "object", "clause", "open clause", "marker", "preposition")

PARSE_MARKS = (
    *(f"parse: {part}" for part in _PARTS_OF_SPEECH),
    *(f"parse: is {relation}" for relation in _RELATIONS),
    *(f"parse: has {relation}" for relation in _CHILDREN),
    "parse: head before", "parse: head behind", "parse: head is verb", "parse: head is noun", "parse: head is cue",
    *(f"parse: in {relation} of listed cue" for relation in _RELATIONS),
)  # fmt: skip
PARSE_SIGNS = (
    *(f"in {relation} of cue" for relation in _RELATIONS),
    *(f"in {relation} of head of cue" for relation in _RELATIONS),
    "above cue",
)


class Parser(NamedTuple):
    """A spaCy pipeline, its name with its language ("en_core_web_sm") and its version."""

    pipeline: Any
    name: str
    version: str


class Tree(NamedTuple):
    """The dependency trees of a text's sentences over our tokens, all (tokens,).

    `heads` are tokens, a root's is itself; `relations` count in the labels above, `parts` in the parts of speech;
    `depths` are steps to the root.
    """

    heads: Numbers
    relations: Numbers
    parts: Numbers
    depths: Numbers

    def subjects(self) -> Numbers:
        """Return the tokens that are the head of a subject."""
        return np.flatnonzero(np.isin(self.relations, [_NUMBER_OF["subject"], _NUMBER_OF["passive subject"]]))


@lru_cache(maxsize=4)
def load_parser(pipeline: str = DEFAULT_PIPELINE) -> Parser:
    """Return a spaCy pipeline by the name of its package or the path of its folder.

    Raises `UsageError` where spaCy or the pipeline is not installed, or the pipeline has no parser.
    """
    try:
        import spacy
    except ImportError as error:
        raise UsageError(
            pipeline or "pipeline",
            "spaCy is not installed",
            remedy=f"pip install spacy, then python -m spacy download {DEFAULT_PIPELINE}",
        ) from error
    try:
        loaded = spacy.load(pipeline, exclude=list(_NOT_NEEDED))
    except (ImportError, OSError, ValueError) as error:
        raise UsageError(
            pipeline,
            f"spaCy cannot load this pipeline ({(str(error) or type(error).__name__).splitlines()[0]})",
            "the name or folder of a spaCy pipeline that you have installed",
            f"install one (python -m spacy download {DEFAULT_PIPELINE})",
        ) from error
    return as_parser(loaded, pipeline)


def as_parser(pipeline: Any, place: object = "pipeline") -> Parser:
    """Return a spaCy pipeline that has been loaded as a parser; raises `UsageError` where it parses nothing."""
    assigned = {name for part in pipeline.analyze_pipes()["summary"].values() for name in part["assigns"]}
    if not {"token.dep", "token.head"} <= assigned:
        raise UsageError(place, "this pipeline has no parser", "one whose components include a parser")
    meta = pipeline.meta
    return Parser(pipeline, f"{meta['lang']}_{meta['name']}", meta["version"])


# --- the tree -----------------------------------------------------------------------------------------------------


def parse_tokens(parser: Parser, document: Document, tokens: Sequence[Token], sentence: Numbers) -> Tree:
    """Return the trees over a document's tokens, of which `sentence` (tokens,) tells the sentence.

    Each of our sentences is parsed as one, so that no tree leaves it. A token that the pipeline does not see is a root.
    """
    heads = np.arange(len(tokens))
    relations = np.full(len(tokens), _OTHER)
    parts = np.full(len(tokens), _NO_PART)
    pieces = list(_pieces(sentence))
    docs = (_unparsed(parser, document.text, tokens[first:stop]) for first, stop in pieces)
    for (first, stop), doc in zip(pieces, parser.pipeline.pipe(docs), strict=True):
        if len(doc):
            here = slice(first, stop)
            heads[here], relations[here], parts[here] = _aligned(doc, tokens[here])
            heads[here] += first
    return Tree(heads, relations, parts, _depths(heads))


def _pieces(sentence: Numbers) -> Iterator[tuple[int, int]]:
    """Yield the sentences as tokens ``[first, stop)``, those without end in pieces."""
    borders = np.flatnonzero(np.diff(sentence, prepend=-1, append=-1)).tolist()
    for first, stop in pairwise(borders):
        for start in range(first, stop, _TOKENS_A_PIECE):
            yield start, min(stop, start + _TOKENS_A_PIECE)


def _unparsed(parser: Parser, text: str, tokens: Sequence[Token]) -> Any:
    start = tokens[0].start
    doc = parser.pipeline.make_doc(text[start : min(tokens[-1].end, start + _CHARACTERS_A_PIECE)])
    for token in doc:
        token.is_sent_start = token.i == 0
    return doc


def _aligned(doc: Any, tokens: Sequence[Token]) -> tuple[Numbers, Numbers, Numbers]:
    """Return head, relation and part of speech of our tokens; each stands for the highest of spaCy's that it holds."""
    starts = np.array([token.idx for token in doc])
    ends = np.array([token.idx + len(token) for token in doc])
    heads = np.array([token.head.i for token in doc])
    depths = _depths(heads)
    ours = np.array([(token.start, token.end) for token in tokens]) - tokens[0].start
    # The token of ours in which each of spaCy's begins.
    owner = np.minimum(np.searchsorted(ours[:, 1], starts, "right"), len(tokens) - 1)
    first = np.searchsorted(ends, ours[:, 0], "right").tolist()
    stop = np.searchsorted(starts, ours[:, 1], "left").tolist()
    aligned = (np.arange(len(tokens)), np.full(len(tokens), _OTHER), np.full(len(tokens), _NO_PART))
    for number in range(len(tokens)):
        if first[number] >= stop[number]:
            continue
        highest = first[number] + int(depths[first[number] : stop[number]].argmin())
        is_rest = owner[highest] != number  # the full stop of "U.S.", one token of spaCy's and two of ours
        aligned[0][number] = owner[highest if is_rest else heads[highest]]
        if not is_rest:
            aligned[1][number] = _RELATION_OF.get(doc[highest].dep_, _OTHER)
            aligned[2][number] = _PART_OF.get(doc[highest].pos_, _NO_PART)
    return aligned


def _depths(heads: Numbers) -> Numbers:
    """Return the steps from each token to its root, as far as anything here climbs."""
    depths = np.zeros(len(heads), np.int64)
    at = np.arange(len(heads))
    for _ in range(_MOST_STEPS_UP):
        above = heads[at]
        if (above == at).all():
            break
        depths += above != at
        at = above
    return depths


# --- what the network sees of it ----------------------------------------------------------------------------------


def parse_marks(tree: Tree, is_cue: Flags) -> Marks:
    """Return marks (tokens, `PARSE_MARKS`) of trees; `is_cue` (tokens,) are those that the cue lexicon lists."""
    count, relations = len(tree.heads), len(_RELATIONS)
    everyone = np.arange(count)
    has = np.zeros((count, relations), np.float32)
    has[tree.heads, tree.relations] = 1
    part_of_head = np.where(tree.heads == everyone, _NO_PART, tree.parts[tree.heads])
    head = np.stack(
        [
            tree.heads < everyone,
            tree.heads > everyone,
            np.isin(part_of_head, [_PART_OF["VERB"], _PART_OF["AUX"]]),
            np.isin(part_of_head, [_PART_OF["NOUN"], _PART_OF["PROPN"], _PART_OF["PRON"]]),
            is_cue[tree.heads] & (tree.heads != everyone),
        ],
        axis=1,
    )
    return np.concatenate(
        [
            np.eye(_NO_PART + 1, dtype=np.float32)[tree.parts][:, :_NO_PART],
            np.eye(relations, dtype=np.float32)[tree.relations],
            has[:, [_NUMBER_OF[name] for name in _CHILDREN]],
            head.astype(np.float32),
            _one_hot(_branches(tree, everyone, lambda above: is_cue[above])),
        ],
        axis=1,
    )


def parse_signs(tree: Tree, cues: Sequence[tuple[int, int]], number: Numbers, token: Numbers) -> Marks:
    """Return signs (places, `PARSE_SIGNS`): where in the tree the token at each place stands to a cue.

    `cues` are tokens ``[first, stop)``, `number` (places,) counts in them, `token` (places,) are tokens.
    """
    first, stop = np.array(cues).T[:, number]
    highest = np.array([first + int(tree.depths[first:stop].argmin()) for first, stop in cues])
    steps = int(tree.depths[highest].max())
    highest = highest[number]
    head = np.where(tree.heads[highest] == highest, -1, tree.heads[highest])
    of_cue = _branches(tree, token, lambda above: (above >= first) & (above < stop))
    of_head = _branches(tree, token, lambda above: above == head)
    of_head[of_cue >= 0] = -1
    is_above = np.zeros(token.shape, bool)
    at = highest
    for _ in range(steps):
        at = tree.heads[at]
        is_above |= (token == at) & (at != highest)
    return np.concatenate(
        [_one_hot(of_cue), _one_hot(of_head), is_above[..., None].astype(np.float32)], axis=-1
    )


def _branches(tree: Tree, tokens: Numbers, is_target: Callable[[Numbers], Flags]) -> Numbers:
    """Return by which relation each token, or what it hangs on, hangs on the nearest target above; -1 for none."""
    branches = np.full(tokens.shape, -1)
    at = tokens
    for _ in range(_MOST_STEPS_UP):
        above = tree.heads[at]
        hangs = above != at
        if not hangs.any():
            break
        reached = hangs & is_target(above) & (branches < 0)
        branches[reached] = tree.relations[at[reached]]
        at = above
    return branches


def _one_hot(branches: Numbers) -> Marks:
    return np.eye(len(_RELATIONS) + 1, dtype=np.float32)[branches][..., :-1]
