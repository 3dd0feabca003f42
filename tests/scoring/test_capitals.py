"""Names and the words of the grammar that they are spelled like: Mrs May, and what may be."""

from collections import Counter

import numpy as np
import pytest

from framing.scoring.capitals import tell_names
from framing.scoring.terms import small_words
from framing.scoring.words import read_corpus


def counted(annotated, *articles):
    """Count the words of articles, each a list of sentences in one voice, names apart."""
    corpus = read_corpus(
        annotated(f"a{n}", [[(text, "own", None)] for text in texts], marks=False)
        for n, texts in enumerate(articles)
    )
    small = np.array([word in small_words() for word in corpus.vocabulary], dtype=bool)
    words, vocabulary = tell_names(corpus, corpus.words, corpus.vocabulary, small)
    return Counter(vocabulary[word] for word in words)


def test_a_capital_amid_a_sentence_tells_a_name_from_a_modal_verb(annotated):
    found = counted(
        annotated,
        [
            "Later Mrs May and George Will left, and June may rain.",
            "It will rain, and May may not.",
            "But the US saw us.",
        ],
    )
    assert {word: found[word] for word in ("May", "may", "Will", "will", "US", "us")} == {
        "May": 2,
        "may": 2,
        "Will": 1,
        "will": 1,
        "US": 1,
        "us": 1,
    }


@pytest.mark.parametrize(
    ("elsewhere", "names"),
    [
        (["Voters met May again, and asked May why."], 3),
        (["Ferries may sail, and gulls may follow them."], 0),
        (["May Day Ferry"], 0),
    ],
)
def test_at_the_head_of_a_sentence_a_word_is_what_it_is_elsewhere(annotated, elsewhere, names):
    assert counted(annotated, ["May left the harbour.", *elsewhere])["May"] == names


def test_an_article_that_does_not_tell_is_read_as_the_others_are(annotated):
    telling = ["Voters met May again, and asked May why.", "Ferries may sail."]
    found = counted(annotated, telling, ["May left the harbour."], ["MAY LEAVES"])
    assert (found["May"], found["may"]) == (4, 1)


def test_house_style_and_articles_make_no_names(annotated):
    found = counted(annotated, ["Then the Government and I read The Gull.", "Then the government left."])
    assert (found["government"], found["the"], found["i"]) == (2, 3, 1)


def test_whom_german_addresses_with_a_capital_has_no_name():
    assert small_words("de").isdisjoint({"sie", "ihnen", "ihr"})
    assert {"mai", "uns"} <= small_words("de")
