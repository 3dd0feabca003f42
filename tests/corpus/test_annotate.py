"""Annotations in a file: read back, never taken for articles; writing them leaves Python's search for cycles alone."""

import gc
import gzip

import pytest

import framing
from framing import api
from framing.corpus.annotate import annotate_to_file
from framing.errors import UsageError
from framing.reading.article import read_text


def test_what_annotating_made_is_not_looked_through(tmp_path):
    article = read_text("The mayor said the bridge would open in May. " * 200, file="a.txt", id="a")
    annotate_to_file([article], tmp_path / "annotations.jsonl")
    gc.collect()
    thresholds, searches = gc.get_threshold(), gc.get_stats()[0]["collections"]
    annotate_to_file([article] * 3, tmp_path / "annotations.jsonl")
    made: list[list[int]] = [[] for _ in range(thresholds[0] // 2)]
    assert gc.get_stats()[0]["collections"] == searches, f"{len(made)} records started one"
    assert gc.get_threshold() == thresholds
    assert gc.get_freeze_count() == 0


STORIES = {
    "gazette.txt": 'Mayor Helen Brook said the dam was "a disaster" that nobody had foreseen.\n\nIt broke on Monday.',
    "post.txt": "Residents claimed that nobody in the town hall had read their letters about the wall.",
}


@pytest.fixture
def written(tmp_path):
    """Articles, and the file that annotating them has written."""
    folder = tmp_path / "news"
    folder.mkdir()
    for name, text in STORIES.items():
        (folder / name).write_text(text, encoding="utf-8")
    file = tmp_path / "annotations.jsonl"
    framing.annotate_file(folder, file)
    return folder, file


def test_a_file_of_annotations_is_read_back(written, tmp_path):
    folder, file = written
    held = [framing.annotate(article) for article in framing.read(folder)[0]]
    seen = []
    assert framing.read_annotations(file, progress=seen.append) == held
    assert seen == [1, 2]
    packed = tmp_path / "packed.jsonl.gz"
    packed.write_bytes(gzip.compress(file.read_bytes().replace(b"\n", b"\n\n")))
    assert framing.read_annotations(str(packed)) == held


def test_what_is_no_file_of_annotations_is_told_with_its_line(written, tmp_path):
    _, file = written
    file.write_bytes(file.read_bytes() + b'{"text": "The dam broke on Monday."}\n')
    with pytest.raises(UsageError, match=r"annotations\.jsonl, line 3: holds no annotations.*`article`"):
        framing.read_annotations(file)
    (tmp_path / "cut.jsonl.gz").write_bytes(gzip.compress(file.read_bytes())[:-20])
    with pytest.raises(UsageError, match=r"cut\.jsonl\.gz: cannot be read"):
        framing.read_annotations(tmp_path / "cut.jsonl.gz")
    with pytest.raises(UsageError, match="is no store and no file of annotations"):
        framing.read_annotations(tmp_path / "missing.jsonl")
    with pytest.raises(UsageError, match="chooses among the articles of a store"):
        framing.read_annotations(file, where="outlet = 'Harbour Gazette'")


def test_a_file_of_annotations_is_no_file_of_articles(written):
    folder, file = written
    with pytest.raises(UsageError, match=r"framing annotate has written.*framing\.read_annotations"):
        api.make_report(file)
    file.rename(folder / "annotations.jsonl")
    articles, rejects = framing.read(folder)
    assert len(articles) == 2
    assert [one.reason.partition(";")[0] for one in rejects] == [
        "is a file that framing annotate has written"
    ]


def test_annotations_are_not_written_among_the_articles(written):
    folder, _ = written
    for target in (folder / "x.jsonl", folder / "below" / ".." / "x.jsonl"):
        with pytest.raises(UsageError, match="would be read as articles next time"):
            framing.annotate_file(folder, target)
    assert sorted(one.name for one in folder.iterdir()) == sorted(STORIES)
