"""A store holds what annotating one by one gives, article for article and byte for byte, however it was made."""

import gzip
import json
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from math import fsum

import pytest
from pyarrow import parquet

from framing import api
from framing.corpus import annotate_folder, shards
from framing.corpus.storage import Folder, locked
from framing.corpus.store import annotations_file, annotations_of, read_store
from framing.errors import UsageError
from framing.schema import encode
from framing.scoring import measure_rows

RULES = {"attribution": "rules"}


@pytest.fixture
def small_shards(monkeypatch):
    """Shards of four records, so that few articles make several."""
    monkeypatch.setattr(shards, "COUNTED_BYTES", 0)
    monkeypatch.setattr(shards, "FEWEST_RECORDS", 4)
    monkeypatch.setattr(shards, "MOST_FILES", 3)


@pytest.fixture
def archive(tmp_path, write_stories):
    """Files of several forms, with articles that come twice: in one shard, in two, by their text, by their id."""
    folder = tmp_path / "news"
    write_stories(folder / "june.jsonl", range(11))
    write_stories(folder / "deep" / "july.jsonl", range(9, 21))  # 9 and 10 of June come again
    packed = write_stories(tmp_path / "august.jsonl", range(30, 39))
    (folder / "august.jsonl.gz").write_bytes(gzip.compress(packed.read_bytes()))
    for number in range(5):
        (folder / f"report-{number}.txt").write_text(
            f"Report {number} begins here.\n\nThe mayor said it is late."
        )
    rows = [
        {"id": "same", "text": "One wording came first, the mayor said."},
        {"id": "same", "text": "Another wording under the same id, she said."},
        {"id": "other", "text": "Another wording under the same id, she said."},
        {"id": "again", "text": "One wording came first, the mayor said."},
    ]
    lines = [json.dumps(row) for row in rows]
    (folder / "september.jsonl").write_text("\n".join([lines[0], "{broken", *lines[1:]]) + "\n")
    (folder / "damaged.jsonl.gz").write_bytes(gzip.compress(packed.read_bytes())[:-20])
    return folder


def held_in(folder):
    return [
        annotations
        for shard in read_store(Folder(str(folder))).shards
        for annotations in annotations_of(Folder(str(folder)), shard.name)
    ]


@pytest.mark.usefixtures("small_shards")
def test_a_store_holds_what_reading_all_at_once_gives(archive, tmp_path):
    annotations, rejects = api.annotate_all(archive, **RULES)
    summary = api.annotate_folder(archive, tmp_path / "store", **RULES)
    assert len(summary.store.shards) > 8
    assert list(map(encode, held_in(tmp_path / "store"))) == list(map(encode, annotations))
    assert summary.rejects == rejects
    assert len(rejects) > 5
    told = (tmp_path / "store" / "rejects.jsonl").read_bytes().splitlines()
    assert told == list(map(encode, rejects))
    assert summary.store.articles == len(annotations) == sum(one.articles for one in summary.store.shards)


@pytest.mark.usefixtures("small_shards")
def test_counts_are_the_tidy_table_added_up_by_article(archive, tmp_path):
    summary = api.annotate_folder(archive, tmp_path / "store", **RULES)
    sums = defaultdict(lambda: ([], []))
    for annotations in held_in(tmp_path / "store"):
        for row in measure_rows(annotations):
            above, below = sums[row.article, row.measure, row.key, row.voice]
            above.append(row.numerator)
            below.append(row.denominator)
    expected = {key: (fsum(above), fsum(below)) for key, (above, below) in sums.items()}
    held = {}
    for shard in summary.store.shards:
        for row in parquet.read_table(tmp_path / "store" / "counts" / f"{shard.name}.parquet").to_pylist():
            key = row["article"], row["measure"], row["key"], row["voice"]
            assert key not in held
            held[key] = row["numerator"], row["denominator"]
    assert held == expected


@pytest.mark.usefixtures("small_shards")
def test_columns_are_those_of_the_article(archive, tmp_path):
    summary = api.annotate_folder(archive, tmp_path / "store", **RULES)
    by_id = {one.article.id: one for one in held_in(tmp_path / "store")}
    for shard in summary.store.shards:
        table = parquet.read_table(tmp_path / "store" / annotations_file(shard.name))
        for row in table.to_pylist():
            one = by_id[row["id"]]
            fields = ("outlet", "agency", "published", "language", "title", "url", "file", "text")
            assert all(row[field] == getattr(one.article, field) for field in fields)
            assert row["words"] == sum(sum(sentence.words.values()) for sentence in one.sentences)
            assert '"text":""' in row["record"]
    head = parquet.read_metadata(tmp_path / "store" / annotations_file(shard.name)).metadata[b"framing"]
    assert next(iter(by_id.values())).signature in json.loads(head)["signature"]


@pytest.mark.usefixtures("small_shards")
@pytest.mark.parametrize("engine", ["processes", "threads"])
def test_the_engine_and_the_number_of_workers_change_nothing(archive, tmp_path, content, engine, monkeypatch):
    api.annotate_folder(archive, tmp_path / "one", **RULES)
    if engine == "threads":
        monkeypatch.setattr("framing.corpus.annotate_folder.processes", ThreadPoolExecutor)
    api.annotate_folder(archive, tmp_path / "two", workers=2, **RULES)
    assert content(tmp_path / "one") == content(tmp_path / "two")


@pytest.mark.usefixtures("small_shards")
def test_files_of_a_pattern_have_the_ids_that_the_folder_gives_them(archive, tmp_path):
    api.annotate_folder(f"{archive}/**/*.jsonl", tmp_path / "store", **RULES)
    annotations, _ = api.annotate_all(archive, **RULES)
    wanted = {one.article.id for one in annotations if one.article.file.endswith(".jsonl")}
    assert {one.article.id for one in held_in(tmp_path / "store")} == wanted
    assert "deep/july#7" in wanted


@pytest.mark.usefixtures("small_shards")
def test_inputs_and_store_may_be_at_addresses(archive, tmp_path):
    import fsspec

    memory = fsspec.filesystem("memory")
    for file in archive.rglob("*.jsonl"):
        memory.pipe(f"/archive-news/{file.relative_to(archive).as_posix()}", file.read_bytes())
    api.annotate_folder("memory://archive-news", "memory://archive-store", **RULES)
    api.annotate_folder([f"{archive}/**/*.jsonl"], tmp_path / "store", **RULES)
    folder = Folder("memory://archive-store")
    held = [one for shard in read_store(folder).shards for one in annotations_of(folder, shard.name)]
    assert list(map(encode, held)) == list(map(encode, held_in(tmp_path / "store")))
    more = api.annotate_folder("memory://archive-news", "memory://archive-store", resume=True, **RULES)
    assert more.done_before == len(more.store.shards)
    memory.rm("/archive-store", recursive=True)
    memory.rm("/archive-news", recursive=True)


@pytest.mark.parametrize(
    ("folder", "file"),
    [
        ("memory://", "memory://store.json"),
        ("memory://store/", "memory://store/store.json"),
        ("hdfs:///store", "hdfs:///store/store.json"),
        ("s3://bucket/store", "s3://bucket/store/store.json"),
    ],
)
def test_the_address_of_a_file_of_a_store(folder, file):
    assert Folder(folder).address_of("store.json") == file


def test_what_is_at_no_address_is_told(tmp_path):
    with pytest.raises(UsageError, match="names no file"):
        api.annotate_folder("memory://nowhere/*.jsonl", tmp_path / "store")
    with pytest.raises(UsageError, match="cannot be opened"):
        api.annotate_folder("nosuchthing://nowhere", tmp_path / "store")
    with pytest.raises(UsageError, match="names no file"):
        api.annotate_folder(str(tmp_path / "*.jsonl"), tmp_path / "store")
    assert not (tmp_path / "store").exists()


@pytest.mark.parametrize("library", ["pyarrow.parquet", "fsspec"])
def test_a_missing_library_names_the_extra(tmp_path, monkeypatch, archive, library):
    monkeypatch.setitem(__import__("sys").modules, library, None)
    inputs, output = (archive, tmp_path / "store") if "parquet" in library else ("memory://x", tmp_path / "y")
    with pytest.raises(UsageError, match=r"pip install 'framing\[scale\]'"):
        api.annotate_folder(inputs, output)
    assert not output.exists()


@pytest.mark.usefixtures("small_shards")
def test_more_files_make_more_shards_and_leave_the_others(tmp_path, write_stories, content):
    news = tmp_path / "news"
    write_stories(news / "b.jsonl", range(20))
    first = api.annotate_folder(news, tmp_path / "store", **RULES)
    # What stands before now has the text of what was there: it leaves where it was.
    write_stories(news / "a.jsonl", range(18, 30))
    second = api.annotate_folder(news, tmp_path / "store", resume=True, **RULES)
    assert second.done_before == len(first.store.shards)
    api.annotate_folder(news, tmp_path / "whole", **RULES)
    assert content(tmp_path / "store") == content(tmp_path / "whole")
    assert len(second.rejects) == 2


@pytest.mark.usefixtures("small_shards")
def test_a_changed_file_is_done_again_and_what_it_had_taken_comes_back(tmp_path, write_stories, content):
    news = tmp_path / "news"
    write_stories(news / "a.jsonl", range(8))
    write_stories(news / "b.jsonl", range(6, 20))
    api.annotate_folder(news, tmp_path / "store", **RULES)
    write_stories(news / "a.jsonl", range(4))
    summary = api.annotate_folder(news, tmp_path / "store", resume=True, **RULES)
    assert summary.rejects == []
    api.annotate_folder(news, tmp_path / "whole", **RULES)
    assert content(tmp_path / "store") == content(tmp_path / "whole")


@pytest.mark.usefixtures("small_shards")
def test_a_store_is_refused_where_it_would_be_lost(tmp_path, write_stories):
    one = write_stories(tmp_path / "a.jsonl", range(5))
    two = write_stories(tmp_path / "b.jsonl", range(5, 9))
    store = tmp_path / "store"
    api.annotate_folder([one, two], store, **RULES)
    for message, inputs, how in (
        ("--resume", [one, two], RULES),
        ("attribution:hybrid", [one, two], {"resume": True}),
        ("b.jsonl", [one], {"resume": True, **RULES}),
        (
            "columns",
            [one, two],
            {"resume": True, "reading": api.ReadingOptions(columns={"url": "x"}), **RULES},
        ),
    ):
        with pytest.raises(UsageError, match=message):
            api.annotate_folder(inputs, store, **how)
    with pytest.raises(UsageError, match="is no store"):
        api.annotate_folder([one], tmp_path, resume=True, **RULES)
    with pytest.raises(UsageError, match="standard input"):
        api.annotate_folder("-", tmp_path / "other", **RULES)


def test_a_column_that_no_table_has_is_told_once(tmp_path, write_stories):
    one = write_stories(tmp_path / "a.jsonl", range(5))
    reading = api.ReadingOptions(columns={"url": "nowhere"})
    _, rejects = api.annotate_all(one, reading=reading, **RULES)
    summary = api.annotate_folder(one, tmp_path / "store", reading=reading, **RULES)
    assert summary.rejects == rejects
    assert len(rejects) == 1


def test_own_lexicons_go_with_the_store(tmp_path, write_stories):
    one = write_stories(tmp_path / "a.jsonl", range(5))
    own = tmp_path / "own.toml"
    api.new_lexicon(own, "naming")
    summary = api.annotate_folder(one, tmp_path / "store", lexicons=[own], **RULES)
    assert (tmp_path / "store" / summary.store.lexicons[0]).read_bytes() == own.read_bytes()
    assert "own@" in summary.store.signatures["en"]


def test_one_run_at_a_time(tmp_path, write_stories, monkeypatch):
    monkeypatch.setattr(annotate_folder, "_SECONDS_TO_WAIT", 0)
    one = write_stories(tmp_path / "a.jsonl", range(5))
    store = tmp_path / "store"
    with locked(Folder(str(store))), pytest.raises(UsageError, match="another run is writing"):
        api.annotate_folder(one, store, **RULES)
    assert not (store / "store.json").exists()
    assert api.annotate_folder(one, store, **RULES).store.articles == 5


def test_progress_ends_where_all_is_done(archive, tmp_path):
    told = []
    summary = api.annotate_folder(archive, tmp_path / "store", progress=told.append, **RULES)
    assert told[0].shards == 0
    assert told[-1].shards == told[-1].all_shards == len(summary.store.shards)
    assert told[-1].bytes == told[-1].all_bytes > 0


def test_an_error_of_a_worker_comes_back_as_it_was_raised():
    import pickle

    error = pickle.loads(pickle.dumps(UsageError("here", "is wrong", "right", "mend it")))
    assert (type(error), str(error)) == (UsageError, "here: is wrong; expected right; mend it")


@pytest.mark.parametrize("address", ["{}", "memory://kept-only{}"])
def test_of_a_folder_below_only_what_is_named_is_kept(tmp_path, address):
    folder = Folder(address.format(tmp_path))
    for name in ("lexicons/1-old.toml", "lexicons/1-new.toml", "annotations/old.parquet"):
        with folder.write(name) as stream:
            stream.write(b"content")
    folder.keep_only(["lexicons/1-new.toml"], "lexicons")
    folder.keep_only([], "corrections")
    assert folder.names("lexicons") == ["1-new.toml"]
    assert folder.names("annotations") == ["old.parquet"]
