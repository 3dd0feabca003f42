"""The session's file: what is saved stays, once; what is deleted is gone."""

import os
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing, contextmanager

import pytest

from framing.classroom.live.export import export_marks
from framing.classroom.live.files import check_file, delete_file, hold_file
from framing.classroom.live.marks import MOST_MARKS, Mark, Undo
from framing.classroom.live.store import RefusedError, open_store
from framing.errors import UsageError


def _mark(id_="mark-0001", **fields):
    return Mark(id_, "A", "voices", "own", 0, 2)._replace(**fields)


@pytest.fixture
def ann(store):
    return store.pupil(store.join("Ann")).number


def test_a_mark_that_is_sent_again_counts_once(store, ann):
    assert store.save([(ann, [_mark(), _mark()])]) == [["", ""]]
    assert store.save([(ann, [_mark(label="quoted")])]) == [[""]]
    assert store.marks_of(ann) == [_mark()]


def test_two_pupils_may_use_one_id(store, ann):
    bob = store.pupil(store.join("Bob")).number
    store.save([(ann, [_mark()]), (bob, [_mark(label="quoted")])])
    assert [mark.label for _, mark in store.all_marks()] == ["own", "quoted"]


def test_to_undo_takes_back_one_s_own_marks_alone(store, ann):
    bob = store.pupil(store.join("Bob")).number
    store.save([(ann, [_mark()])])
    assert store.save([(bob, [Undo("undo-0001", "mark-0001")])]) == [["there is no such mark of yours"]]
    assert store.marks_of(ann)
    assert store.save([(ann, [Undo("undo-0002", "mark-0001")] * 2)]) == [["", ""]]
    assert store.marks_of(ann) == []


def test_what_is_undone_does_not_come_back_when_it_is_sent_again(store, ann):
    store.save([(ann, [_mark(), Undo("undo-0001", "mark-0001"), _mark()])])
    assert store.marks_of(ann) == []


def test_everybody_is_still_there_when_the_file_is_opened_again(file, lesson, store):
    key, teacher = store.join("Ann"), store.admit_teacher()
    store.save([(1, [_mark()])])
    code = store.get("code")
    store.close()
    again = open_store(file, lesson)
    assert again.pupil(key).nickname == "Ann"
    assert again.is_teacher(teacher)
    assert again.get("code") == code
    assert len(again.marks_of(1)) == 1
    again.close()


def test_keys_are_not_in_the_file(file, store):
    key, teacher = store.join("Ann"), store.admit_teacher()
    store.close()
    content = file.read_bytes()
    assert b"Ann" in content
    assert key.encode() not in content
    assert teacher.encode() not in content


def test_a_nickname_belongs_to_one(store):
    store.join("Ann")
    with pytest.raises(RefusedError, match="has this name"):
        store.join("ANN")


@pytest.mark.parametrize(
    "other", ["\u0410nn", "\uff21nn", "A nn", "\u0391nn"]
)  # Cyrillic, full width, apart, Greek
def test_a_nickname_that_looks_like_another_is_refused(store, other):
    store.join("Ann")
    with pytest.raises(RefusedError, match="looks like it"):
        store.join(other)


def test_a_class_is_full_at_some_point(store):
    store.put("places", "1")
    store.join("Ann")
    with pytest.raises(RefusedError, match="full"):
        store.join("Bob")


def test_a_pupil_can_make_so_many_marks_and_no_more(store, ann):
    store.save([(ann, [_mark(f"mark-{number:05}") for number in range(MOST_MARKS)])])
    assert "the most" in store.save([(ann, [_mark("one-too-many")])])[0][0]
    # Where the answer was lost the page sends again what was saved.
    assert store.save([(ann, [_mark("mark-00000"), _mark("mark-03999")])]) == [["", ""]]
    assert len(store.all_marks()) == MOST_MARKS


def test_who_is_removed_is_gone_with_all_marks_and_from_the_file(file, store):
    key = store.join("Mallory-the-joker")
    store.save([(1, [_mark(text="a-rude-word")])])
    store.remove(1)
    assert store.pupil(key) is None
    assert store.all_marks() == []
    assert store.save([(1, [_mark()])]) == [["you are no longer in this class"]]
    store.close()
    assert b"Mallory" not in file.read_bytes()
    assert b"a-rude-word" not in file.read_bytes()


def test_progress_counts_marks_and_who_has_finished(store, ann):
    done = _mark("done-0001", task="done", label="done")
    store.save([(ann, [_mark(), _mark("mark-0002"), done])])
    assert store.progress() == [(ann, "A", 2, 1)]
    store.save([(ann, [done._replace(id="done-0002", label="none")])])
    assert store.progress() == [(ann, "A", 2, 0)]


def test_of_a_batch_that_cannot_be_saved_nothing_is(store, ann):
    with pytest.raises(sqlite3.IntegrityError):
        store.save([(ann, [_mark("mark-0001"), Mark("mark-0002", "A", "voices", None)])])
    assert store.marks_of(ann) == []
    assert store.save([(ann, [_mark()])]) == [[""]]


def test_marks_of_other_articles_are_not_mixed_in(file, lesson, store):
    store.close()
    other = lesson._replace(articles=lesson.articles[:1])
    with pytest.raises(UsageError, match="other articles"):
        open_store(file, other)


def test_marks_of_other_facts_are_not_moved(file, lesson, store):
    store.close()
    first, second = lesson.facts
    moved = (first._replace(number=1), second._replace(number=0))
    for facts in (moved, lesson.facts[:1], (), (first._replace(label="Another."), second)):
        with pytest.raises(UsageError, match="other facts"):
            open_store(file, lesson._replace(facts=facts))
    # What the tool says of a fact moves no mark.
    open_store(file, lesson._replace(facts=(first._replace(findings={}), second))).close()


@pytest.mark.parametrize("content", [b"no database", b"SQLite format 3\0 and nothing else"])
def test_a_file_that_is_something_else_stays_as_it_is(tmp_path, lesson, content):
    file = tmp_path / "thesis.sqlite"
    file.write_bytes(content)
    with pytest.raises(UsageError, match="no file of a class"):
        open_store(file, lesson)
    with pytest.raises(UsageError, match="no file of a class"):
        delete_file(file)
    assert file.read_bytes() == content


def test_a_start_that_was_cut_off_begins_anew(tmp_path, lesson):
    for name, write in (("empty", lambda one: None), ("without tables", lambda one: one.execute("VACUUM"))):
        file = tmp_path / f"{name}.sqlite"
        file.touch()
        with closing(sqlite3.connect(file)) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            write(connection)
        store = open_store(file, lesson)
        assert store.state == "marking"
        store.close()


def test_to_delete_leaves_nothing(file, store):
    store.join("Ann")
    assert file.with_name("class.sqlite-wal").exists()
    assert delete_file(file)[0] == file
    assert list(file.parent.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps rights otherwise")
def test_the_file_is_its_owner_s_alone(file, store):
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_class_that_runs_is_not_deleted_nor_served_twice(file, store):
    key = store.join("Ann")
    with hold_file(file):
        for _ in range(2):
            with pytest.raises(UsageError, match="class is running"):
                delete_file(file)
        with pytest.raises(UsageError, match="class is running"), hold_file(file):
            pass
    assert store.pupil(key).nickname == "Ann"
    delete_file(file)
    assert list(file.parent.iterdir()) == []


def test_a_server_that_was_killed_holds_nothing(file, store):
    code = (
        "import sys; from pathlib import Path; from framing.classroom.live.files import hold_file\n"
        "with hold_file(Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as server:
        assert server.stdout.readline().strip() == b"held"
        with pytest.raises(UsageError, match="class is running"):
            delete_file(file)
        server.kill()
        server.wait()
    delete_file(file)
    assert list(file.parent.iterdir()) == []


def test_a_file_in_a_folder_that_is_not_there_is_told(tmp_path, lesson):
    file = tmp_path / "nowhere" / "class.sqlite"
    with pytest.raises(UsageError, match="make the folder"):
        open_store(file, lesson)
    with pytest.raises(UsageError, match="make the folder"), hold_file(file):
        pass


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps rights otherwise")
def test_an_empty_file_that_was_there_becomes_its_owner_s_alone(tmp_path, lesson):
    file = tmp_path / "made.sqlite"
    file.touch()
    file.chmod(0o644)
    store = open_store(file, lesson)
    store.join("Ann")
    for one in tmp_path.iterdir():
        assert stat.S_IMODE(one.stat().st_mode) == 0o600
    store.close()


# --- a full disk --------------------------------------------------------------------------------------------------


@contextmanager
def _no_room():
    """Let this process write nothing into any file, as on a full disk."""
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def _told(work, *arguments):
    with _no_room():
        try:
            work(*arguments)
        except UsageError as error:
            return str(error)
    return ""


def test_a_class_on_a_full_disk_is_begun_as_soon_as_there_is_room(file, lesson):
    told = _told(open_store, file, lesson)
    assert "cannot be written" in told
    assert "make room" in told
    store = open_store(file, lesson)
    assert store.state == "marking"
    store.close()


@pytest.mark.parametrize("work", [check_file, export_marks])
def test_a_file_on_a_full_disk_is_still_a_class_s(store, file, work):
    store.close()
    told = _told(work, file)
    assert told == "" or ("cannot be read" in told and "make room" in told)
    work(file)


def test_a_full_disk_is_no_other_server(file):
    with _no_room(), hold_file(file), pytest.raises(UsageError, match="class is running"), hold_file(file):
        pass


def test_on_a_full_disk_a_class_can_be_deleted(file, store):
    store.join("Ann")
    store.close()
    assert _told(delete_file, file) == ""
    assert list(file.parent.iterdir()) == []


def test_what_a_killed_class_left_can_be_deleted_on_a_full_disk(file, lesson):
    code = (
        "import os, sys; from pathlib import Path; from framing.classroom.live import store\n"
        "connection = store._connect(Path(sys.argv[1])); connection.executescript(store._TABLES)\n"
        "connection.execute('INSERT INTO session VALUES (?, ?)', ('format', store.FORMAT)); os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", code, str(file)], check=False)
    assert file.with_name("class.sqlite-wal").stat().st_size
    assert _told(delete_file, file) == ""
    assert list(file.parent.iterdir()) == []


def test_a_damaged_file_is_not_said_to_be_in_use(store, file):
    store.close()
    content = bytearray(file.read_bytes())
    content[100:4096] = b"\xff" * 3996
    file.write_bytes(content)
    with pytest.raises(UsageError, match="cannot be read"):
        check_file(file)
