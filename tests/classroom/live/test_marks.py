"""What a pupil may send, and what stands after marks in their order."""

import msgspec
import pytest

from framing.classroom.live.marks import (
    MOST_CHANGES,
    Mark,
    check_change,
    chosen_facts,
    decode_batch,
    label_words,
    runs_of,
)


def _decode(**change):
    return decode_batch(msgspec.json.encode({"marks": [change]}))


GOOD = {"do": "voices", "id": "12345678", "article": "A", "first": 0, "last": 2, "label": "own"}


def test_a_good_change_is_read(lesson):
    (change,) = _decode(**GOOD)
    assert check_change(change, lesson) == Mark("12345678", "A", "voices", "own", 0, 2)


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": "short"},
        {"id": "x" * 41},
        {"id": "../../../../etc"},
        {"article": "../../secret"},
        {"article": "AA"},
        {"article": 1},
        {"first": -1},
        {"first": 1.5},
        {"last": 10**30},
        {"label": "<script>"},
        {"do": "delete"},
        {"pupil": 2},
        {"label": None},
    ],
    ids=str,
)
def test_anything_else_is_refused(wrong):
    with pytest.raises(ValueError, match=r".+"):
        _decode(**GOOD | wrong)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"marks": 1}', b"[" * 30_000])
def test_what_is_no_batch_is_refused(body):
    with pytest.raises(ValueError, match=r".+"):
        decode_batch(body)


def test_too_many_at_once_are_refused():
    with pytest.raises(ValueError, match="length"):
        decode_batch(msgspec.json.encode({"marks": [GOOD] * (MOST_CHANGES + 1)}))


@pytest.mark.parametrize(
    "wrong",
    [
        {"article": "Z"},
        {"last": 9_999},
        {"first": 3, "last": 2},
    ],
    ids=str,
)
def test_words_that_are_not_there_are_refused_with_the_reason(lesson, wrong):
    (change,) = _decode(**GOOD | wrong)
    assert str(check_change(change, lesson)).startswith("there ")


def test_a_fact_that_is_not_there_is_refused(lesson):
    (change,) = _decode(do="missing", id="12345678", article="A", fact=999, label="missing")
    assert check_change(change, lesson) == "there is no such fact"


def test_a_note_is_one_line_without_controls(lesson):
    (change,) = _decode(do="notes", id="12345678", article="A", text=" who\n\x07paid\u202e? ")
    assert check_change(change, lesson).text == "who paid ?"
    (change,) = _decode(do="notes", id="12345678", article="A", text="\n")
    assert check_change(change, lesson) == "the note is empty"


def _mark(first, last, label):
    return Mark("x" * 8, "A", "voices", label, first, last)


def test_later_marks_cover_earlier_ones():
    marks = [_mark(0, 4, "own"), _mark(2, 3, "quoted"), _mark(3, 3, "none")]
    assert label_words(marks, 6) == ["own", "own", "quoted", "", "own", ""]


def test_runs_are_stretches_of_one_label():
    assert runs_of(["own", "own", "", "own", "quoted", ""]) == [
        (0, 1, "own"),
        (3, 3, "own"),
        (4, 4, "quoted"),
    ]


def test_the_last_word_on_a_fact_counts():
    marks = [_mark(1, 1, "missing"), _mark(2, 2, "missing"), _mark(1, 1, "none")]
    assert chosen_facts(marks) == {2}
