"""Articles as pupils see them: cut into words, without the outlets' names, with the tool's labels kept here."""

import msgspec
import pytest

from framing import api
from framing.classroom.live.text import cut_words, make_lesson, single_voiced
from framing.errors import UsageError
from framing.schema import Fact, Telling


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


HOUSES = "Forty houses and two bridges stood under water by the early afternoon."
NARROW = "Two bridges of the valley stood under water, firemen said."
LETTERS = "Nobody in the town hall had opened the letters of the Valley Post about the wall."
MARKET = "The market square was dry again on Monday morning."


@pytest.fixture
def with_facts(compare_texts):
    """Returns a comparison of four articles in whose coverage facts stand as they are given: label, told, cells."""

    def make(*facts):
        texts = [f"{HOUSES} {MARKET}", f"{NARROW} {MARKET}", f"{LETTERS} {MARKET}", f"{LETTERS} {MARKET}"]
        comparison = compare_texts(*zip(["Kyodo", "Hillwire", "The Valley Post", "AFP"], texts, strict=True))
        articles = comparison.articles
        coverage = [
            Fact(
                label=label,
                told={
                    articles[place].id: [
                        Telling(
                            span=(texts[place].index(words), texts[place].index(words) + len(words)),
                            voice="own",
                        )
                    ]
                    for place, words in told.items()
                },
                cells=dict(zip([one.id for one in articles], cells, strict=True)),
            )
            for label, told, cells in facts
        ]
        comparison = msgspec.structs.replace(comparison, coverage=coverage)
        return make_lesson(comparison, _annotate(comparison)).facts

    return make


def test_facts_are_whole_sentences_with_what_the_tool_found_and_the_nearest_passage(with_facts):
    houses = (
        "forty houses stood",
        {0: HOUSES, 1: NARROW},
        ("own", "attributed", "absent", "not yet happened"),
    )
    (fact,) = with_facts(houses)
    assert (fact.number, fact.label) == (0, HOUSES)
    assert [one.found for one in fact.findings.values()] == [
        "told",
        "told in part",
        "not found",
        "not yet happened",
    ]
    assert fact.findings["A"].passage == HOUSES
    assert fact.findings["B"].passage == NARROW
    assert not any(one.before for one in fact.findings.values())
    assert fact.findings["C"].passage in (LETTERS.replace("the Valley Post", "[outlet]"), MARKET)


def test_facts_show_no_outlet_s_name_and_the_surest_come_first(with_facts):
    houses = ("forty houses stood", {0: HOUSES, 1: NARROW}, ("own", "attributed", "absent", "absent"))
    letters = ("nobody had opened the letters", {2: LETTERS, 3: LETTERS}, ("absent", "absent", "own", "own"))
    first, second = with_facts(houses, letters)
    assert "Valley Post" not in f"{first} {second}"
    assert first.label == "Nobody in the town hall had opened the letters of [outlet] about the wall."
    assert second.label == HOUSES
    assert [first.number, second.number] == [0, 1]


def test_what_all_tell_or_no_sentence_tells_is_no_fact_to_look_for(with_facts):
    everybody = ("market square dry", dict.fromkeys(range(4), MARKET), ("own",) * 4)
    fragment = ("the railway station of the capital", {0: HOUSES}, ("own", "absent", "absent", "absent"))
    assert with_facts(everybody, fragment) == ()


def test_a_class_sees_when_articles_were_written_as_on_paper(compare_texts):
    """Days in words, and before what an article was written; no outlet's name, wherever it stands."""
    title = "Hillwire: forty houses under water"
    other = f"{LETTERS} {MARKET}"
    comparison = compare_texts(("Hillwire", f"{HOUSES} {MARKET}"), ("Kyodo", other), ("AFP", other))
    first, second, third = comparison.articles
    first = msgspec.structs.replace(first, title=title, published="2025-03-12")
    told = {first.id: [Telling(span=(0, len(HOUSES)), voice="own")]}
    coverage = [
        Fact(label=label, told=told, cells={first.id: "own", second.id: cell, third.id: "absent"})
        for label, cell in ((title, "not yet happened"), ("forty houses stood", "absent"))
    ]
    comparison = msgspec.structs.replace(comparison, articles=[first, second, third], coverage=coverage)
    lesson = make_lesson(comparison, _annotate(comparison))
    assert [one.written for one in lesson.articles] == [
        "Published on 12 March 2025.",
        "No date is given. It was written before this had happened: “[outlet]: forty houses under water”.",
        "No date is given.",
    ]
    (fact,) = lesson.facts
    assert (fact.findings["B"].found, fact.findings["B"].before) == (
        "not yet happened",
        "[outlet]: forty houses under water",
    )


def test_one_article_alone_has_nothing_missing(compare_texts):
    comparison = compare_texts(("Kyodo", HOUSES))
    assert make_lesson(comparison, _annotate(comparison)).facts == ()


def test_more_articles_than_letters_are_refused(compare_texts):
    comparison = compare_texts(*(("Kyodo", "One.") for _ in range(27)))
    with pytest.raises(UsageError, match="27 articles"):
        make_lesson(comparison, _annotate(comparison))


def _annotate(comparison):
    return [api.annotate(article) for article in comparison.articles]


def test_the_digest_moves_with_the_text(lesson):
    article = lesson.articles[0]
    assert article.digest != article._replace(text=article.text + " ").digest


def test_of_facts_that_one_article_alone_tells_the_articles_take_turns(compare_texts):
    first = [HOUSES, "Divers found the broken gate in the mud below an old mill.", LETTERS]
    second = [
        "Trains to the coast were stopped between two tunnels until Tuesday.",
        "A bakery at the harbour gave away bread and hot soup.",
    ]
    comparison = compare_texts(("Hillwire", " ".join(first)), ("Kyodo", " ".join(second)))
    ids = [one.id for one in comparison.articles]
    coverage = []
    for place, sentences in enumerate((first, second)):
        text = comparison.articles[place].text
        for sentence in sentences:
            span = (text.index(sentence), text.index(sentence) + len(sentence))
            cells = {id_: "own" if id_ == ids[place] else "absent" for id_ in ids}
            told = {ids[place]: [Telling(span=span, voice="own")]}
            coverage.append(Fact(label=sentence, told=told, cells=cells))
    comparison = msgspec.structs.replace(comparison, coverage=coverage)
    facts = make_lesson(comparison, _annotate(comparison)).facts
    told = [letter for fact in facts for letter, one in fact.findings.items() if one.found == "told"]
    assert told == ["A", "B", "A", "B", "A"]


def test_what_no_article_plainly_lacks_is_no_question(with_facts):
    houses = ("forty houses stood", {0: HOUSES, 1: NARROW}, ("own", "attributed", "too short", "too short"))
    assert with_facts(houses) == ()
