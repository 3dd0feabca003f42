"""How far a store is: articles are counted within a shard, and the line on a terminal has room for the time left."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from framing import api
from framing.cli.show import how_far
from framing.corpus.annotate_folder import Progress
from framing.corpus.engine import run_shards
from framing.corpus.tally import Tally

pytest.importorskip("pyarrow")


def test_one_process_tells_of_every_article(tmp_path, write_stories):
    file = write_stories(tmp_path / "a.jsonl", range(5))
    seen = []
    api.annotate_folder(file, tmp_path / "store", attribution="rules", progress=seen.append)
    assert [(at.articles, at.shards) for at in seen] == [*((n, 0) for n in range(6)), (5, 1)]
    assert (seen[-1].bytes, seen[-1].all_bytes) == (file.stat().st_size,) * 2


def test_within_a_shard_bytes_go_by_the_shards_before(tmp_path, write_stories, monkeypatch):
    for name in "ab":
        write_stories(tmp_path / "news" / f"{name}.jsonl", range(ord(name), ord(name) + 4))
    monkeypatch.setattr("framing.corpus.shards.MOST_FILES", 1)
    seen = []
    api.annotate_folder(tmp_path / "news", tmp_path / "store", attribution="rules", progress=seen.append)
    done = [at.bytes for at in seen]
    assert done == sorted(done)
    assert max(done) == seen[-1].all_bytes
    assert seen[-1].all_shards == 2
    # While the second shard is in work, its bytes go by its articles.
    half = seen[-1].all_bytes / 2
    assert [at.bytes / half for at in seen if at.shards == 1] == pytest.approx(
        [1, 1.25, 1.5, 1.75, 2], abs=0.05
    )


def test_within_the_first_shard_bytes_go_by_the_records_that_were_counted(
    tmp_path, write_stories, monkeypatch
):
    monkeypatch.setattr("framing.corpus.shards.COUNTED_BYTES", 1)
    monkeypatch.setattr("framing.corpus.shards.FEWEST_RECORDS", 4)
    file = write_stories(tmp_path / "a.jsonl", range(10, 18))
    seen = []
    api.annotate_folder(file, tmp_path / "store", attribution="rules", progress=seen.append)
    eighth = file.stat().st_size / 8
    assert [at.bytes / eighth for at in seen if at.shards == 0] == pytest.approx([0, 1, 2, 3, 4], abs=0.05)
    assert seen[-1].bytes == seen[-1].all_bytes == file.stat().st_size


def test_several_processes_count_in_a_file(tmp_path):
    file = tmp_path / "tally"
    tally = Tally(str(file))
    assert tally.count() == 0
    tally.add()  # nobody looks: no file is made
    assert not file.exists()
    file.touch()
    for _ in range(3):
        tally.add()
    assert tally.count() == 3


def test_two_processes_tell_of_all_articles(tmp_path, write_stories):
    file = write_stories(tmp_path / "a.jsonl", range(9))
    seen = []
    api.annotate_folder(file, tmp_path / "store", attribution="rules", workers=2, progress=seen.append)
    assert seen[-1].articles == 9
    assert [at.articles for at in seen] == sorted(at.articles for at in seen)


def test_whoever_waits_looks_while_there_is_work():
    looked = threading.Event()

    @contextmanager
    def threads(places):
        with ThreadPoolExecutor(places) as pool:
            yield pool

    def work(shard):
        return looked.wait(60)  # ends only if somebody looked meanwhile

    assert list(run_shards(threads, work, ["a"], 1, look=looked.set)) == [("a", True)]


@pytest.mark.parametrize(
    ("at", "told"),
    [
        (Progress(0, 0, 3, 0, 300), "0 articles"),
        (Progress(50, 0, 3, 0, 300), "50 articles, 5 a second"),
        (Progress(50, 1, 3, 100, 300), "50 articles, 5 a second, 0:00:20 left"),
        (Progress(1_234_567, 1, 3, 1, 7201), "1,234,567 articles, 123457 a second, 20:00:00 left"),
    ],
)
def test_what_is_said_of_a_run_after_ten_seconds(at, told):
    assert how_far(at, 0, 10, shards=False) == told
    assert how_far(at, 0, 10, shards=True) == f"{at.shards} of 3 shards, {told}"
    assert "left" not in how_far(at, at.bytes, 10, shards=False)
    assert len(told) <= 55
