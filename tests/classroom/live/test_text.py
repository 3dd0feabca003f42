"""Articles as pupils see them: cut into words, without the outlets' names, with the tool's labels kept here."""

import msgspec
import pytest

from framing import api
from framing.classroom.live.text import LiveFact, cut_words, make_lesson, single_voiced
from framing.errors import UsageError
from framing.schema import Fact


def test_no_name_of_an_outlet_is_shown(lesson):
    shown = " ".join(word.shown for article in lesson.articles for word in article.words)
    shown += lesson.title + " ".join(fact.label for fact in lesson.facts)
    for name in ("Valley Post", "Valley", "Hillwire", "Kyodo", "Ann Hill"):
        assert name not in shown
    assert "([outlet])" in shown


def test_words_stand_where_they_were_read(lesson):
    for article in lesson.articles:
        assert [word.number for word in article.words] == list(range(len(article.voices)))
        for word in article.words:
            read = article.text[word.start : word.end]
            assert word.shown == read or "[outlet]" in word.shown


def test_the_headline_is_set_apart_and_begins_a_paragraph(lesson):
    first, second, *_ = lesson.articles[0].lines
    assert first.heading
    assert not second.heading
    assert second.begins


def test_the_tool_labels_each_word(lesson):
    article = lesson.articles[0]
    labels = {word.shown: article.voices[word.number] for word in article.words}
    assert labels["Forty"] == "own"
    assert labels["flood"] == "reported"
    assert labels['"a'] == "quoted"  # the mark of quotation does not count, the letter does


def test_passages_of_one_voice_cover_all_words_once(lesson):
    for article in lesson.articles:
        covered = [at for first, last in single_voiced(article) for at in range(first, last + 1)]
        assert covered == list(range(len(article.voices)))


def test_a_covered_name_of_several_words_is_one_word():
    text = "told (The Valley Post), and Kyodo."
    words = list(cut_words(text, (0, len(text)), [(6, 21), (28, 33)]))
    assert [word.shown for word in words] == ["told", "([outlet]),", "and", "[outlet]."]
    assert text[words[1].start : words[1].end] == "(The Valley Post),"


def test_facts_to_choose_from_tell_articles_apart(compare_texts):
    comparison = compare_texts(("Kyodo", "One."), ("The Valley Post", "Two."))
    ids = [article.id for article in comparison.articles]
    told = [("own", "own"), ("own", "absent"), ("too short", "absent"), ("attributed", "not yet happened")]
    facts = [
        Fact(label=f"The Valley Post told fact {number}", told={}, cells=dict(zip(ids, cells, strict=True)))
        for number, cells in enumerate(told)
    ]
    lesson = make_lesson(msgspec.structs.replace(comparison, coverage=facts), _annotate(comparison))
    assert lesson.facts == (LiveFact(0, "[outlet] told fact 1", {"A": "own", "B": "absent"}),)


def test_more_articles_than_letters_are_refused(compare_texts):
    comparison = compare_texts(*(("Kyodo", "One.") for _ in range(27)))
    with pytest.raises(UsageError, match="27 articles"):
        make_lesson(comparison, _annotate(comparison))


def _annotate(comparison):
    return [api.annotate(article) for article in comparison.articles]


def test_the_digest_moves_with_the_text(lesson):
    article = lesson.articles[0]
    assert article.digest != article._replace(text=article.text + " ").digest
