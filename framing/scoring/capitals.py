"""Scoring: words that a capital makes names: the modal verb in "she may" is another word than the name in "Mrs May".

Asked are only words that no house style writes with a capital: closed classes, adverbs, forms of verbs, times. Of
others a capital says nothing: "the Government" and "the government" differ in style alone.
"""

from collections import Counter, defaultdict

import numpy as np

from framing.scoring.words import CAPITAL, SMALL, Corpus, Flags, Integers


def mark_names(corpus: Corpus, words: Integers, small: Flags) -> Flags:
    """Return which places hold names: a capital, in a word that is otherwise one of the `small` words.

    `words` numbers the words of the corpus's places, `small` has a flag for each number. At the head of a sentence or
    of what somebody says, and where all words have capitals as in a headline, a capital says nothing: there a word is
    what it more often is elsewhere in the article or, where the article does not tell, in the corpus.
    """
    place = np.flatnonzero(small[words] & (corpus.case > 0))
    amid = np.diff(corpus.stretch, prepend=-1) == 0
    in_sentences = np.zeros(int(corpus.stretch.max(initial=-1)) + 1, dtype=bool)
    in_sentences[corpus.stretch[(corpus.case == SMALL) & ~small[words]]] = True
    sure = amid[place] & in_sentences[corpus.stretch[place]]
    capital = corpus.case[place] == CAPITAL
    ever = np.zeros(len(small), dtype=bool)
    ever[words[place[capital & sure]]] = True
    held = ever[words[place]]
    place, sure, capital = place[held], sure[held], capital[held]
    votes = sure * np.where(capital, 1, -1)
    in_corpus = np.bincount(words[place], weights=votes, minlength=len(small))[words[place]]
    _, pair = np.unique(corpus.article[place] * np.int64(len(small)) + words[place], return_inverse=True)
    in_article = np.bincount(pair, weights=votes)[pair]
    likely = np.where(in_article, in_article, in_corpus) > 0
    names = np.zeros(len(corpus), dtype=bool)
    names[place] = capital & (sure | likely)
    return names


def tell_names(
    corpus: Corpus, words: Integers, vocabulary: list[str], small: Flags
) -> tuple[Integers, list[str]]:
    """Return words and vocabulary with the names that `mark_names` finds as words of their own, as they are spelled."""
    places = np.flatnonzero(mark_names(corpus, words, small))
    named, number = np.unique(words[places], return_inverse=True)
    told = words.copy()
    told[places] = len(vocabulary) + number
    spellings: dict[int, Counter[str]] = defaultdict(Counter)
    for place, word in zip(places.tolist(), words[places].tolist(), strict=True):
        spellings[word][corpus.text_at(place)[: len(vocabulary[word])]] += 1
    names = [
        min(held, key=lambda one: (-held[one], one)) for held in map(spellings.__getitem__, named.tolist())
    ]
    return told, vocabulary + names
