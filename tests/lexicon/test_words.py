from framing.lexicon import words
from framing.lexicon.words import ByWord


def test_what_is_known_of_a_word_is_worked_out_once_until_there_are_too_many(monkeypatch):
    monkeypatch.setattr(words, "MOST_WORDS", 2)
    asked = []
    known = ByWord(lambda word: asked.append(word) or word.upper())
    assert [known[word] for word in ("a", "b", "a", "c", "a")] == ["A", "B", "A", "C", "A"]
    assert asked == ["a", "b", "c", "a"]
    assert len(known) == 2
