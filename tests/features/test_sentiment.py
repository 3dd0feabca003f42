"""The compound score is vaderSentiment's own, to the last digit: only the way to it is shorter."""

import random

import pytest
from vaderSentiment.vaderSentiment import (
    BOOSTER_DICT,
    NEGATE,
    SPECIAL_CASES,
    SentimentIntensityAnalyzer,
)

from framing.features.sentiment import compound_score

SENTENCES = 25_000
MARKS = ["!", "!!", "!!!!!", "?", "??", "????", ".", ",", ":)", ":("]
STEERING = ["no", "nor", "or", "but", "BUT", "least", "at", "very", "never", "so", "this", "without", "doubt"]
STEERING += ["kind", "of", "don't", "isn't", "NO"]
PLAIN = ["the", "a", "and", "it", "with", "Minister", "Kyiv", "said", "2024", "U.S.", "e.g."]


@pytest.fixture(scope="module")
def vader():
    return SentimentIntensityAnalyzer()


def made_up_sentences(vader, seed: int) -> list[str]:
    chance = random.Random(seed)
    idioms = [word for idiom in SPECIAL_CASES for word in idiom.split()]
    pictograms = [sign for sign in vader.emojis if len(sign) == 1]
    kinds = [list(vader.lexicon), list(BOOSTER_DICT), NEGATE, idioms, STEERING, PLAIN, MARKS, pictograms]

    def word() -> str:
        (kind,) = chance.choices(kinds, weights=(6, 3, 2, 2, 5, 5, 1, 1))
        written = chance.choice(kind)
        written = written.upper() if chance.random() < 0.15 else written
        return written + chance.choice(MARKS) if chance.random() < 0.1 else written

    return [
        chance.choice([" ", " ", "  ", ""]).join(word() for _ in range(chance.randrange(18)))
        for _ in range(SENTENCES)
    ]


@pytest.mark.parametrize("seed", [1, 2])
def test_scores_are_those_of_the_package(seed, vader):
    for sentence in made_up_sentences(vader, seed):
        assert repr(compound_score(sentence)) == repr(float(vader.polarity_scores(sentence)["compound"])), (
            sentence
        )


@pytest.mark.parametrize(
    "sentence",
    [
        "",
        " \n",
        "Nobody spoke.",
        "The attack was brutal, but the rescue was a great success!",
        "It is not the worst, kind of.",
        "He was at least kind, and the least evil of them.",
        "She was never so happy, without doubt.",
        "A SHAMEFUL lie",
        "The food is the bomb? Yeah right??",
        "peace 🙂\N{NO-BREAK SPACE}war❤",
    ],
)
def test_each_rule(sentence, vader):
    assert compound_score(sentence) == vader.polarity_scores(sentence)["compound"]
