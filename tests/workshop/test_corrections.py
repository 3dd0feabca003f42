"""Corrections by hand: what each kind changes, that everything still adds up, and what is said of a faulty file.

Who follows a file of corrections, and where it is looked for: see test_corrections_followed.py.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

import framing
from framing.errors import UsageError
from framing.schema import Annotations, Correction
from framing.workshop import Corrected, read_corrections

from .conftest import ONE, TWO, check_sums

Correct = Callable[[str], Corrected]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("event") / "harbour"
    made.mkdir()
    (made / "one.txt").write_text(ONE, encoding="utf-8")
    (made / "two.txt").write_text(TWO, encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def annotations(folder: Path) -> list[Annotations]:
    return [framing.annotate(article) for article in framing.read(folder)[0]]


@pytest.fixture
def correct(annotations: list[Annotations], tmp_path: Path) -> Correct:
    def apply(text: str) -> Corrected:
        file = tmp_path / "corrections.toml"
        file.write_text(text, encoding="utf-8")
        return framing.correct(annotations, file)

    return apply


def voices(held: Annotations, words: str) -> set[tuple[str, str | None]]:
    start = held.article.text.index(words)
    at = [held.voice_at(offset) for offset in range(start, start + len(words))]
    return {(voice, one.source.canonical if one and one.source else None) for voice, one in at}


def check_whole(held: Annotations) -> None:
    """Utterances cover what they covered, sentences count their words, and marks have the voice of their place."""
    known = {one.id for one in held.attributions}
    assert {one.attribution for one in held.utterances} - {None} <= known
    assert all((one.attribution is None) == (one.voice == "own") for one in held.utterances)
    for one in (*held.names, *held.stance, *held.loaded, *held.frames):
        assert one.voice == held.voice_at(one.span[0], one.where)[0]
    check_sums(framing.compare([held], resamples=0))


def test_a_file_without_entries_changes_nothing(correct: Correct, annotations: list[Annotations]) -> None:
    assert correct("# nothing yet\n") == (annotations, [])


def test_an_outlet_is_given_to_an_article_that_names_none(correct: Correct) -> None:
    done = correct('[[outlet]]\narticle = "one"\noutlet = "Harbour Post"\nreason = "the page said so"\n')
    assert [one.article.outlet for one in done.annotations] == ["Harbour Post", "Reuters"]
    (listed,) = done.corrections
    assert (listed.kind, listed.before, listed.after, listed.reason) == (
        "outlet", None, "Harbour Post", "the page said so",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ("\\tkyodo  news ", "Kyodo"),
        ("KYODO", "Kyodo"),
        ("Agence France-Presse", "AFP"),
        ("reuters", "Reuters"),
        (" Harbour\\n Post ", "Harbour Post"),
    ],
)
def test_an_outlet_has_one_name_however_it_is_written(correct: Correct, written: str, known: str) -> None:
    done = correct(f'[[outlet]]\narticle = "one"\noutlet = "{written}"\n')
    assert [one.article.outlet for one in done.annotations] == [known, "Reuters"]
    assert done.corrections[0].after == known


def test_an_outlet_of_another_article_gets_no_second_column(correct: Correct) -> None:
    done = correct(
        '[[outlet]]\narticle = "one"\noutlet = "Harbour Post"\n[[outlet]]\narticle = "two"\noutlet = "harbour post"\n'
    )
    assert [one.article.outlet for one in done.annotations] == ["Harbour Post"] * 2


def test_the_signature_of_every_article_names_the_file(correct: Correct) -> None:
    first = correct('[[outlet]]\narticle = "one"\noutlet = "A"\n').annotations
    second = correct('[[outlet]]\narticle = "one"\noutlet = "B"\n').annotations
    signatures = {one.signature for one in first}
    assert len(signatures) == 1
    assert "|corrections:" in signatures.pop()
    assert first[0].signature != second[0].signature


def test_a_speaker_is_replaced_with_the_source_of_the_names_in_the_words(correct: Correct) -> None:
    done = correct(
        '[[speaker]]\narticle = "two"\ntext = "has made fuel dear"\nspeaker = "Bo Lind"\ntype = "expert"\n'
    )
    held = done.annotations[1]
    assert voices(held, "special military operation") == {("attributed", "Bo Lind")}
    assert [name.source for name in held.names] == ["Bo Lind"]
    assert (done.corrections[0].before, done.corrections[0].after) == ("Ann Hill", "Bo Lind")
    assert held.attributions[0].source.canonical == "Ann Hill"
    check_whole(held)


def test_a_speaker_of_the_registry_or_the_articles_needs_no_type(correct: Correct) -> None:
    done = correct(
        '[[speaker]]\narticle = "one"\ntext = "they had not been asked"\nspeaker = "kremlin"\n'
        '[[speaker]]\narticle = "two"\ntext = "has made fuel dear"\nspeaker = "ines duarte"\n'
    )
    sources = [held.attributions[-1].source for held in done.annotations]
    assert (sources[1].canonical, sources[1].type) == ("Ines Duarte", "other")
    assert sources[0].type == "government"


def test_a_speaker_may_be_nobody_by_name(correct: Correct) -> None:
    done = correct('[[speaker]]\narticle = "two"\ntext = "has made fuel dear"\ntype = "unnamed official"\n')
    assert done.annotations[1].names[0].source is None
    assert done.corrections[0].after == "unnamed official"
    check_whole(done.annotations[1])


def test_reported_words_become_the_outlets_own(correct: Correct) -> None:
    done = correct(
        '[[voice]]\narticle = "one"\nvoice = "own"\n'
        'text = "the plan an outrageous invasion of the town, and perhaps a mistake"\n'
    )
    held = done.annotations[0]
    assert voices(held, "outrageous") == {("own", None)}
    assert [mark.voice for mark in (*held.loaded, *held.stance)] == ["own", "own"]
    assert len(held.attributions) == 3  # nothing is left of what the critics were found to say
    assert all(set(one.words) == set(one.sentiment) for one in held.sentences)
    assert set(next(one for one in held.sentences if "critics" in ONE[one.start : one.end]).words) == {"own"}
    check_whole(held)


THAT = """Council votes to close the harbour

Mayor Ann Hill said on Monday that the old harbour would be closed for two years. The council met late. \
Fishermen claimed that the plan was a mistake of the mayor.
"""


@pytest.mark.parametrize(
    "words", ["the old harbour would be closed for two years", "old harbour would be closed for two years"]
)
def test_the_word_that_alone_keeps_no_attribution_alive(tmp_path: Path, words: str) -> None:
    (tmp_path / "one.txt").write_text(THAT, encoding="utf-8")
    (tmp_path / "corrections.toml").write_text(
        f'[[voice]]\narticle = "one"\ntext = "{words}"\nvoice = "own"\n', encoding="utf-8"
    )
    before = [framing.annotate(article) for article in framing.read(tmp_path)[0]]
    after = framing.correct(before, tmp_path / "corrections.toml").annotations

    def counted(held: list[Annotations], measure: str) -> dict[str, float]:
        figures = framing.compare(held, resamples=0).figures
        return {one.key: one.numerator for one in figures if one.measure == measure and one.numerator}

    assert "Ann Hill" in counted(before, "source_share")
    assert "Ann Hill" not in counted(after, "source_share")
    assert sum(counted(before, "cue_class_share").values()) == 2
    assert sum(counted(after, "cue_class_share").values()) == 1
    assert voices(after[0], "that the old harbour would be closed for two years") == {("own", None)}
    check_whole(after[0])


def test_a_word_with_a_meaning_of_its_own_stays_what_somebody_said(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(THAT, encoding="utf-8")
    (tmp_path / "corrections.toml").write_text(
        '[[voice]]\narticle = "one"\ntext = "the plan was a mistake"\nvoice = "own"\n', encoding="utf-8"
    )
    held = framing.annotate(framing.read(tmp_path)[0][0])
    (done,) = framing.correct([held], tmp_path / "corrections.toml").annotations
    assert voices(done, "of the mayor") == {("attributed", None)}
    assert voices(done, "that the plan was a mistake") == {("own", None)}
    check_whole(done)


def test_a_part_of_reported_words_becomes_the_outlets_own(correct: Correct) -> None:
    done = correct('[[voice]]\narticle = "one"\ntext = ", and perhaps a mistake"\nvoice = "own"\n')
    held = done.annotations[0]
    (content,) = next(one for one in held.attributions if one.cue.lemma == "call").content
    assert ONE[slice(*content)] == "the plan an outrageous invasion of the town"
    check_whole(held)


def test_own_words_are_given_to_a_speaker(correct: Correct) -> None:
    done = correct(
        '[[voice]]\narticle = "one"\ntext = "The war in Ukraine has made fuel dear"\n'
        'voice = "attributed"\nspeaker = "Ann Hill"\n'
    )
    held = done.annotations[0]
    assert voices(held, "The war in Ukraine has made fuel dear") == {("attributed", "Ann Hill")}
    assert held.names[0].source == "Ann Hill"
    assert held.attributions[-1].rule == "corrected by hand"
    assert (done.corrections[0].before, done.corrections[0].after) == ("own", "attributed, Ann Hill")
    check_whole(held)


def test_own_words_beside_those_of_a_speaker_join_them(correct: Correct) -> None:
    done = correct(
        '[[voice]]\narticle = "two"\ntext = "Monday. Russia\'s special military operation"\nvoice = "attributed"\n'
    )
    held = done.annotations[1]
    assert voices(held, "Monday. Russia's special") == {("attributed", "Ann Hill")}
    assert len(held.attributions) == 2
    check_whole(held)


def test_reported_words_become_quoted_and_keep_their_speaker(correct: Correct) -> None:
    done = correct('[[voice]]\narticle = "two"\ntext = "special military operation"\nvoice = "quoted"\n')
    held = done.annotations[1]
    assert voices(held, "special military operation") == {("quoted", "Ann Hill")}
    assert held.attributions[1].form == "mixed"
    check_whole(held)


def test_a_passage_is_set_aside_with_all_that_was_found_in_it(
    correct: Correct, annotations: list[Annotations]
) -> None:
    words = "The war in Ukraine has made fuel dear, and the work will begin in May."
    done = correct(f'[[aside]]\narticle = "one"\ntext = "{words}"\nreason = "an advertisement"\n')
    before, changed = annotations[0], done.annotations[0]
    start = changed.article.text.index(words)
    end = start + len(words)
    region = next(one for one in changed.article.regions if (one.start, one.end) == (start, end))
    assert (region.kind, region.reason) == ("boilerplate", "set aside by hand: an advertisement")
    for one in (*changed.utterances, *changed.sentences, *changed.article.regions):
        assert one is region or one.end <= start or one.start >= end
    for name in ("names", "stance", "loaded", "frames"):
        kept = [one for one in getattr(before, name) if one.span[1] <= start or one.span[0] >= end]
        assert getattr(changed, name) == kept
    assert any(one.concept == "ukraine-war" for one in before.names)
    assert not any(one.concept == "ukraine-war" for one in changed.names)
    (listed,) = done.corrections
    assert (listed.kind, listed.span, listed.before, listed.after, listed.reason) == (
        "aside", (start, end), "part of the article", "set aside", "an advertisement",
    )  # fmt: skip
    counted = [framing.compare([one], resamples=0).outlets[0].words for one in (before, changed)]
    assert counted[0] - counted[1] == len(words.split())
    check_whole(changed)


def test_what_is_left_of_a_sentence_and_of_a_quotation_is_counted(correct: Correct) -> None:
    words = "for the fishermen,” harbour master Ines Duarte told reporters"
    (changed, _), _ = correct(f'[[aside]]\narticle = "one"\ntext = "{words}"\n')
    assert voices(changed, "It is a sad day") == {("quoted", "Ines Duarte")}
    (attribution,) = [
        one for one in changed.attributions if one.source and one.source.canonical == "Ines Duarte"
    ]
    assert attribution.cue.spans == []
    assert attribution.source is not None
    assert attribution.source.spans == []
    held = [changed.article.text[one.start : one.end].strip() for one in changed.sentences]
    assert "“It is a sad day" in held
    check_whole(changed)


def test_words_that_are_set_aside_already_stay_so(correct: Correct) -> None:
    entry = '[[aside]]\narticle = "two"\ntext = "(Reuters) -"\n'
    assert correct(entry).corrections == []
    with pytest.raises(UsageError, match="title"):
        correct('[[aside]]\narticle = "two"\ntext = "Harbour to close"\n')


def test_a_match_is_removed_and_another_is_not_held_at_a_distance(correct: Correct) -> None:
    done = correct(
        '[[match]]\narticle = "one"\ntext = "outrageous"\nremove = true\n'
        '[[match]]\narticle = "two"\ntext = "special military operation in Ukraine"\n'
        'list = "naming"\ndistanced = true\n'
    )
    assert done.annotations[0].loaded == []
    assert done.annotations[1].names[0].distanced
    assert done.corrections[0].after is None
    assert "held at a distance" in (done.corrections[1].after or "")


def test_which_of_two_matches_is_said_by_its_entry(correct: Correct, annotations: list[Annotations]) -> None:
    done = correct(
        '[[match]]\narticle = "one"\ntext = "war in Ukraine"\nlist = "frame"\nentry = "war"\nremove = true\n'
    )
    assert len(done.annotations[0].frames) == len(annotations[0].frames) - 1
    assert done.annotations[0].names == annotations[0].names


def test_words_are_found_across_lines_and_with_other_quotation_marks(correct: Correct) -> None:
    done = correct(
        '[[voice]]\narticle = "one"\nvoice = "own"\n'
        "text = '''mistake.\n\n \"It is a sad day for the fishermen,\"'''\n"
    )
    assert voices(done.annotations[0], "sad day for the fishermen") == {("own", None)}


def test_offsets_and_occurrences_say_which_words(correct: Correct) -> None:
    start = ONE.rindex("It is a sad day")
    by_span = correct(
        f'[[voice]]\narticle = "one.txt"\nspan = [{start}, {start + 15}]\nvoice = "own"\n'
    ).annotations
    by_count = correct(
        '[[voice]]\narticle = "one"\ntext = "It is a sad day"\noccurrence = 2\nvoice = "own"\n'
    ).annotations
    assert by_span[0].utterances == by_count[0].utterances
    assert voices(by_span[0], "sad day for the fishermen") == {("quoted", "Ines Duarte")}


def test_a_correction_that_changes_nothing_is_not_listed(correct: Correct) -> None:
    done = correct('[[voice]]\narticle = "two"\ntext = "It is a sad day for the town."\nvoice = "own"\n')
    assert done.corrections == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[[outlet]\narticle = "one"', "cannot be read"),
        ('outlet = "AFP"', "with two brackets"),
        ('[[speeker]]\narticle = "one"', "did you mean 'speaker'"),
        ('[[outlet]]\narticle = "one"\noutlett = "AFP"', "did you mean 'outlet'"),
        ('[[outlet]]\narticle = "one"', "outlet is missing"),
        ('[[outlet]]\narticle = "one"\noutlet = ""', "outlet is empty"),
        ('[[outlet]]\narticle = "one"\noutlet = 3', "outlet is 3"),
        ('[[outlet]]\narticle = "one"\noutlet = "A\\u0007B"', "nobody can see"),
        ('[[outlet]]\narticle = "one"\noutlet = "A\\u202eB"', "nobody can see"),
        ('[[outlet]]\narticle = "one"\noutlet = 2024-06-19', "; expected `str`, got `date`"),
        ('[[outlet]]\narticle = "onne"\noutlet = "AFP"', "did you mean 'one'"),
        ('[[outlet]]\narticle = "one"\noutlet = "A"\n[[outlet]]\narticle = "one"\noutlet = "B"', "again"),
        ('[[voice]]\narticle = "one"\ntext = "harbour"\nvoice = "quote"', "did you mean 'quoted'"),
        ('[[voice]]\narticle = "one"\nvoice = "own"', "says nowhere which words"),
        ('[[voice]]\narticle = "one"\ntext = "x"\nspan = [1, 2]\nvoice = "own"', "both text and span"),
        ('[[voice]]\narticle = "one"\nspan = [1, 99999]\nvoice = "own"', "two offsets in order"),
        ('[[voice]]\narticle = "one"\ntext = "nowhere"\nvoice = "own"', "stands nowhere in one"),
        ('[[voice]]\narticle = "one"\ntext = "sad day"\nvoice = "own"', "stands 2 times in one"),
        ('[[voice]]\narticle = "one"\ntext = "sad day"\noccurrence = 3\nvoice = "own"', "occurrence is 3"),
        ('[[voice]]\narticle = "one"\ntext = "sad"\noccurrence = 0\nvoice = "own"', "1 or more"),
        ('[[voice]]\narticle = "one"\ntext = "fuel"\nvoice = "own"\nspeaker = "X"', "the outlet's own words"),
        ('[[voice]]\narticle = "two"\ntext = "(Reuters)"\nvoice = "quoted"', "were set aside"),
        ('[[voice]]\narticle = "two"\ntext = "military"\nvoice = "quoted"\nspeaker = "TASS"', "Ann Hill"),
        ('[[speaker]]\narticle = "one"\ntext = "fuel"\nspeaker = "Reuters"', "[[voice]]"),
        ('[[speaker]]\narticle = "one"\ntext = "not been asked"\nspeaker = "Bo Lind"', "type ="),
        ('[[speaker]]\narticle = "one"\ntext = "not been asked"\nspeaker = "B"\ntype = "goverment"', "'government'"),
        ('[[speaker]]\narticle = "one"\ntext = "not been asked"', "names no speaker"),
        (
            '[[speaker]]\narticle = "two"\ntext = "years, Mayor Ann Hill said on Monday. Russia"\ntype = "x"',
            "2 speakers",
        ),
        ('[[match]]\narticle = "one"\ntext = "fuel"\nremove = true', "0 matches"),
        ('[[match]]\narticle = "one"\ntext = "The war in Ukraine"\nremove = true', "2 matches"),
        ('[[match]]\narticle = "one"\ntext = "outrageous"', "one thing to do"),
        ('[[match]]\narticle = "one"\ntext = "outrageous"\ndistanced = true', "no naming"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused(correct: Correct, text: str, told: str) -> None:
    with pytest.raises(UsageError) as refused:
        correct(text)
    assert told in str(refused.value)
    assert "corrections.toml" in str(refused.value)


def test_a_file_saved_by_a_windows_editor_is_read(tmp_path: Path) -> None:
    file = tmp_path / "corrections.toml"
    file.write_bytes(b'\xef\xbb\xbf[[outlet]]\r\narticle = "one"\r\noutlet = "A"\r\n')
    assert len(read_corrections(file).entries) == 1


def test_two_articles_of_one_id_are_refused(annotations: list[Annotations], tmp_path: Path) -> None:
    file = tmp_path / "corrections.toml"
    file.write_text('[[outlet]]\narticle = "one"\noutlet = "A"\n', encoding="utf-8")
    with pytest.raises(UsageError, match="one id"):
        framing.correct([annotations[0], annotations[0]], file)


def test_corrections_from_python_reach_the_comparison(correct: Correct) -> None:
    done = correct('[[outlet]]\narticle = "one"\noutlet = "Harbour Post"\n')
    comparison = framing.compare(done.annotations, corrections=done.corrections, resamples=0)
    assert all(isinstance(one, Correction) for one in comparison.corrections)
    assert "|corrections:" in comparison.signature
