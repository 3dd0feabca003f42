"""A spaCy pipeline for the tagger: how its trees come to lie over our tokens, and what is said where there is none.

The pipeline of these tests is made here, of rules that know a few words; no pipeline has to be installed.
"""

import hashlib
import importlib.util
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from framing.errors import UsageError
from framing.features.annotate import annotation_signature
from framing.features.attribution import describe_method, find_by_rules, find_document_attributions
from framing.features.tagger import load_model, parse
from framing.features.tagger.inputs import MARKS, MARKS_WITH_TREE, read_inputs, read_windows, read_words
from framing.features.tagger.parse import (
    PARSE_MARKS,
    PARSE_SIGNS,
    Tree,
    as_parser,
    load_parser,
    parse_marks,
    parse_signs,
)
from framing.features.tagger.weights import columns
from framing.lexicon.language import load_language
from framing.text import parse_text

LANGUAGE = load_language()
needs_spacy = pytest.mark.skipif(
    importlib.util.find_spec("spacy") is None, reason="spaCy is not installed: pip install spacy"
)
# spaCy's own code warns here and there.
pytestmark = pytest.mark.filterwarnings("ignore")

# "He said that U.N. envoys don't know." A word: its head, its relation, its part of speech.
SENTENCE = "He said that U.N. envoys don't know."
KNOWN = {
    "He": ("said", "nsubj", "PRON"),
    "said": ("said", "ROOT", "VERB"),
    "that": ("know", "mark", "SCONJ"),
    "U.N.": ("envoys", "compound", "PROPN"),
    "envoys": ("know", "nsubj", "NOUN"),
    "do": ("know", "aux", "AUX"),
    "n't": ("do", "neg", "PART"),
    "know": ("said", "ccomp", "VERB"),
}


def make_pipeline(with_parser=True):
    import spacy
    from spacy.language import Language

    @Language.component("known words", assigns=["token.pos", "token.dep", "token.head"])
    def know(doc):
        places = {token.text: token.i for token in doc}
        for token in doc:
            head, relation, part = KNOWN.get(token.text, (doc[0].text, "punct", "PUNCT"))
            token.pos_, token.dep_, token.head = part, relation, doc[places.get(head, 0)]
        return doc

    pipeline = spacy.blank("en", meta={"name": "known_words", "version": "1.2.3"})
    if with_parser:
        pipeline.add_pipe("known words")
    return pipeline


@pytest.fixture
def parser():
    return as_parser(make_pipeline())


def inputs_of(text, parser=None):
    document = parse_text(text, LANGUAGE)
    cues, found = find_by_rules(document, LANGUAGE)
    return read_inputs(document, cues, found, parser)


def tree_of(*heads):
    """A tree in which token 1 is a subject, token 3 a clause and all others "other"."""
    heads = np.array(heads)
    other = [name for name in PARSE_MARKS if name.startswith("parse: is ")].index("parse: is other")
    relations = np.full(len(heads), other)
    relations[1], relations[3] = 1, 7
    depths = np.zeros(len(heads), int)
    at = np.arange(len(heads))
    while (heads[at] != at).any():
        depths += heads[at] != at
        at = heads[at]
    return Tree(heads, relations, np.zeros(len(heads), int), depths)


def told(names, row):
    return {name for name, value in zip(names, row, strict=True) if value}


# --- without spaCy ------------------------------------------------------------------------------------------------


def test_marks_tell_what_hangs_on_a_cue():
    # 2 is the root and a cue; 1 its subject with 0 below; 3 its clause with 4 below.
    marks = parse_marks(tree_of(1, 2, 2, 2, 3), np.array([False, False, True, False, False]))
    assert marks.shape == (5, len(PARSE_MARKS))
    assert "parse: in subject of listed cue" in told(PARSE_MARKS, marks[0])
    assert "parse: in clause of listed cue" in told(PARSE_MARKS, marks[4])
    assert {"parse: has subject", "parse: has clause"} <= told(PARSE_MARKS, marks[2])
    assert "parse: head is cue" not in told(PARSE_MARKS, marks[2])


def test_signs_tell_the_way_from_a_place_to_its_cue():
    tree = tree_of(1, 2, 2, 2, 3)
    signs = parse_signs(tree, [(2, 3), (3, 4)], np.repeat([0, 1], 5), np.tile(range(5), 2))
    assert signs.shape == (10, len(PARSE_SIGNS))
    signs = signs.reshape(2, 5, -1)
    assert told(PARSE_SIGNS, signs[0, 0]) == {"in subject of cue"}
    assert told(PARSE_SIGNS, signs[0, 2]) == set()
    assert told(PARSE_SIGNS, signs[1, 0]) == {"in subject of head of cue"}
    assert told(PARSE_SIGNS, signs[1, 2]) == {"above cue"}


def test_the_two_models_differ_in_their_columns_alone():
    assert columns("") == (MARKS, ())
    assert columns("spacy") == (MARKS_WITH_TREE, PARSE_SIGNS)
    assert MARKS_WITH_TREE[: len(MARKS)] == MARKS
    assert len(set(MARKS_WITH_TREE)) == len(MARKS_WITH_TREE)


def test_the_weights_are_small_and_those_of_their_card():
    card = load_model("en", variant="spacy").card
    file = Path(parse.__file__).with_name("en-spacy.npz")
    assert file.stat().st_size <= 10_000_000
    assert hashlib.sha256(file.read_bytes()).hexdigest()[:12] == card.digest
    assert card.variant == "spacy"
    assert card.pipeline.startswith("en_core_web_sm ")


def test_without_spacy_the_error_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "spacy", None)
    with pytest.raises(UsageError, match="pip install spacy"):
        load_parser("no_such_pipeline")


def test_a_language_without_weights_is_refused(monkeypatch):
    monkeypatch.setattr("framing.features.attribution.load_model", lambda *_, **__: None)
    assert describe_method(LANGUAGE, "hybrid") == "rules"
    with pytest.raises(UsageError, match="no weights for the language en"):
        find_document_attributions(parse_text(SENTENCE, LANGUAGE), LANGUAGE, method="spacy")


# --- with spaCy ---------------------------------------------------------------------------------------------------


@needs_spacy
def test_a_pipeline_that_is_not_installed_is_named():
    with pytest.raises(UsageError, match="no_such_pipeline"):
        load_parser("no_such_pipeline")


@needs_spacy
def test_a_pipeline_without_parser_is_refused():
    with pytest.raises(UsageError, match="no parser"):
        as_parser(make_pipeline(with_parser=False))


@needs_spacy
def test_trees_lie_over_our_tokens(parser):
    inputs = inputs_of(f"{SENTENCE}\n\nNobody knew. {SENTENCE}", parser)
    for first in (0, [token.text for token in inputs.tokens].index("He", 1)):
        tokens = [token.text for token in inputs.tokens[first : first + 9]]
        assert tokens == ["He", "said", "that", "U.N", ".", "envoys", "don't", "know", "."]
        heads = [tokens[head - first] for head in inputs.tree.heads[first : first + 9]]
        assert heads == ["said", "said", "know", "envoys", "U.N", "know", "know", "said", "He"]
    _, marks = read_words(inputs, LANGUAGE)
    assert marks.shape == (len(inputs.tokens), len(MARKS_WITH_TREE))
    assert {"subject: he", "parse: has clause"} <= told(MARKS_WITH_TREE, marks[1])
    assert "head: process speech" in told(MARKS_WITH_TREE, marks[0])
    _, without_tree = read_words(inputs._replace(tree=None), LANGUAGE)
    assert (marks[:, : len(MARKS)] == without_tree).all()


@needs_spacy
def test_windows_carry_the_signs_of_the_tree(parser):
    inputs = inputs_of(SENTENCE, parser)
    windows = read_windows(inputs, [(1, 2)])
    assert windows.signs.shape[-1] == 4 + len(PARSE_SIGNS)
    signs = {
        inputs.tokens[token].text: told(PARSE_SIGNS, row[4:])
        for token, row, inside in zip(windows.token, windows.signs, windows.inside, strict=True)
        if inside
    }
    assert signs["He"] == {"in subject of cue"}
    assert signs["envoys"] == signs["U.N"] == signs["don't"] == {"in clause of cue"}


@needs_spacy
def test_signatures_name_pipeline_and_version(parser, monkeypatch):
    monkeypatch.setattr("framing.features.attribution.load_parser", lambda _: parser)
    digest = load_model("en", variant="spacy").digest
    signature = annotation_signature(LANGUAGE, "spacy")
    assert f"|attribution:spacy@{digest}+en_known_words@1.2.3|" in signature


@needs_spacy
def test_attributions_are_found_with_any_pipeline(parser, monkeypatch):
    monkeypatch.setattr("framing.features.attribution.load_parser", lambda _: parser)
    text = f'{SENTENCE} "It is over," said Ida Holm.'
    found = find_document_attributions(parse_text(text, LANGUAGE), LANGUAGE, method="spacy", pipeline="any")
    assert [one.cue.lemma for one in found] == ["say", "say"]
    assert (
        find_document_attributions(parse_text("", LANGUAGE), LANGUAGE, method="spacy", pipeline="any") == []
    )


@needs_spacy
@pytest.mark.parametrize("piece", ["said ", "a" * 50, ". ", " 'a", "â€œWe lost itâ€\x9d "])
def test_a_sentence_without_end_takes_linear_time(parser, piece):
    taken = []
    for length in (4_000, 16_000):
        text = piece * (length // len(piece))
        begin = time.process_time()
        inputs = inputs_of(text, parser)
        taken.append(time.process_time() - begin)
        assert len(inputs.tree.heads) == len(inputs.tokens)
        assert ((inputs.tree.heads >= 0) & (inputs.tree.heads < len(inputs.tokens))).all()
    assert taken[1] < 12 * taken[0] + 0.5
