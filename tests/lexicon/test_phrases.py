"""Tests of the look at a text's words that tells which of many phrases it may hold."""

import pytest

from framing.lexicon.phrases import PhraseIndex

PHRASES = ("reporting by", "with material from", "©", "zuerst veröffentlicht in", "写真提供")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("reporting by jo roe; editing by al doe", {"reporting by"}),
        ("(with material\nfrom the agency)", {"with material from"}),
        ("zuerst veröffentlicht in beispiel", {"zuerst veröffentlicht in"}),
        ("the mayor spoke of reporting in general", set()),
        ("", set()),
    ],
)
def test_a_phrase_may_stand_where_all_its_words_do(text: str, expected: set[str]) -> None:
    index = PhraseIndex((phrase, phrase) for phrase in PHRASES)
    assert expected <= set(index.may_stand_in(text)) <= expected | {"©", "写真提供"}


def test_a_phrase_without_latin_letters_may_stand_anywhere() -> None:
    index = PhraseIndex((phrase, phrase) for phrase in PHRASES)
    assert {"©", "写真提供"} <= set(index.may_stand_in("© 2024 写真提供"))
