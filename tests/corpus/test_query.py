"""Articles are chosen from Parquet files by an expression that can do nothing else."""

import builtins
import json
from pathlib import Path

import pytest

from framing.corpus.query import (
    COLUMNS,
    EXAMPLE,
    find_event,
    find_outlets,
    find_rows,
    outlets_named,
    unknown_event,
)
from framing.errors import UsageError

pyarrow = pytest.importorskip("pyarrow")
pytest.importorskip("duckdb")

ROWS_A_GROUP = 10


def rows(shard, count=30):
    """Articles of one day a group of rows, so that a condition on the day can pass the others over."""
    return [
        {
            "id": f"{shard}#{number}",
            "outlet": ("dpa", "Yonhap", None)[number % 3],
            "agency": None,
            "published": f"2024-06-{number // ROWS_A_GROUP + 1:02d}",
            "language": "en",
            "title": f"Title {number}",
            "url": None,
            "file": f"{shard}.jsonl",
            "words": number,
            "text": f"Text {number} of shard {shard}.",
            "record": json.dumps({"number": number}),
        }
        for number in range(count)
    ]


@pytest.fixture
def files(tmp_path):
    from pyarrow import parquet

    # Their order is the one in which they are given, whatever their names.
    made = [tmp_path / f"it's {name}.parquet" for name in ("zebra", "ape")]
    for file in made:
        table = pyarrow.Table.from_pylist(rows(file.stem[5:]))
        # Plain bytes, so that a test can find and spoil them.
        parquet.write_table(
            table, file, row_group_size=ROWS_A_GROUP, compression="none", use_dictionary=["outlet"]
        )
    return [str(file) for file in made]


def ids(files, **how):
    return [id_ for (id_,) in find_rows(files, ["id"], **how)]


def test_without_a_condition_all_articles_come_in_their_order(files):
    assert ids(files) == [f"{shard}#{number}" for shard in ("zebra", "ape") for number in range(30)]


def test_a_condition_chooses(files):
    assert ids(files, where="outlet in ('dpa') and published between '2024-06-02' and '2024-06-02'") == [
        "zebra#12", "zebra#15", "zebra#18", "ape#12", "ape#15", "ape#18",
    ]  # fmt: skip
    assert ids(files, where="outlet is null and words > 28") == ["zebra#29", "ape#29"]
    assert ids(files, where="text like '%shard ape%' and month(published::date) = 6 and words = 3") == [
        "ape#3"
    ]
    assert ids(files, where=EXAMPLE)
    assert ids(files, where="outlet = 'nobody'") == []
    assert [column for column in COLUMNS if not ids(files, where=f"{column} is null or true")] == []


def test_a_day_is_a_day_whatever_stands_behind_it_and_what_is_none_is_passed_over(tmp_path):
    from pyarrow import parquet

    given = ["2024-06-30T23:00:00+02:00", "2024-06-30", "2024-07-01", "2024", "yesterday", None]
    made = [{**row, "published": day} for row, day in zip(rows("x", len(given)), given, strict=True)]
    file = str(tmp_path / "x.parquet")
    parquet.write_table(pyarrow.Table.from_pylist(made), file)
    assert ids([file], where="published between '2024-06-01' and '2024-06-30'") == ["x#0", "x#1"]
    assert ids([file], where="published::date > date '2024-06-30'") == ["x#2"]
    assert ids([file], where="month(published) = 6") == ["x#0", "x#1"]
    assert ids([file], where="published is null") == ["x#3", "x#4", "x#5"]
    assert ids([file], where="published_text like '2024%' and published is null") == ["x#3"]


def test_outlets_are_listed_and_those_that_a_condition_names(files):
    assert find_outlets(files) == ["Yonhap", "dpa"]
    assert find_outlets([]) == []
    where = "outlet in ('BBC', 'it''s') and not (articles.outlet <> 'c') or 'd' = outlet and title = 'x'"
    assert outlets_named(where) == ["BBC", "it's", "c", "d"]
    assert outlets_named("outlet is null and words > 3 or outlet = title") == []


def test_ids_choose_and_go_with_a_condition(files):
    wanted = ["ape#3", "zebra#3", "zebra#4", "it's none"]
    assert ids(files, ids=wanted) == ["zebra#3", "zebra#4", "ape#3"]
    assert ids(files, ids=wanted, where="outlet = 'dpa'") == ["zebra#3", "ape#3"]
    assert ids(files, ids=[]) == []


def test_no_files_hold_nothing():
    assert ids([]) == []


def test_only_what_is_asked_for_is_read(files):
    """Bytes of columns and groups of rows that nobody needs may be spoilt, and nobody notices."""
    from pyarrow import parquet

    for file in files:
        groups = parquet.ParquetFile(file).metadata
        spoilt = [
            groups.row_group(group).column(column)
            for group in range(groups.num_row_groups)
            for column in range(groups.num_columns)
            # Of the second day text and record are read, of other days nothing but the day itself.
            if (groups.row_group(group).column(column).path_in_schema, group)
            not in {("text", 1), ("record", 1), ("published", 0), ("published", 1), ("published", 2)}
        ]
        with open(file, "r+b") as opened:
            for chunk in spoilt:
                opened.seek(chunk.dictionary_page_offset or chunk.data_page_offset)
                opened.write(b"\xff" * chunk.total_compressed_size)
    found = list(find_rows(files, ["text", "record"], where="published = '2024-06-02'"))
    assert [json.loads(record)["number"] for _, record in found] == [*range(10, 20), *range(10, 20)]
    with pytest.raises(Exception, match=r"."):
        ids(files)


@pytest.mark.parametrize(
    ("where", "told"),
    [
        ("outlt = 'dpa'", "there is no column 'outlt'; .*did you mean 'outlet'"),
        ("outlet = Xinhua", "there is no column 'Xinhua'; .*a text stands between single quotes: 'Xinhua'"),
        ("outlet = 'dpa", "unterminated"),
        ("outlet =", "syntax error"),
        ("", "is empty"),
        (" ", "is empty"),
        ("1", r"is no condition but a value \(integer\)"),
        ("words", r"is no condition but a value \(\w+\)"),
        ("'outlet'", "is no condition but a value"),
        ("words > 'many'", "Could not convert"),
        ("title::int > 1", "Could not convert"),
        ("count(*) > 1", "aggregates"),
        ("published > 'yesterday'", "invalid date"),
        ("published like '2024-06%'", "published_text"),
        ("outlet, id", "single expression"),
    ],
)
def test_a_condition_that_cannot_be_used_is_told_with_the_columns_and_an_example(files, where, told):
    with pytest.raises(UsageError, match=told) as raised:
        ids(files, where=where)
    message = str(raised.value)
    assert where in message
    assert ", ".join(COLUMNS) in message
    assert EXAMPLE in message
    assert "\n" not in message


@pytest.mark.parametrize(
    "where",
    [
        "true; select 1",
        "true; copy articles to '{folder}/out.csv'",
        "true) union select * from articles --",
        "true from read_text('{folder}/secret.txt')",
        "(select count(*) from read_text('{folder}/secret.txt')) > 0",
        "(select content from read_blob('{folder}/secret.txt')) is not null",
        "(select count(*) from read_csv('{folder}/*')) > 0",
        "(select count(*) from glob('{folder}/*')) > 0",
        "(select count(*) from '{folder}/secret.txt') > 0",
        "(select count(*) from query('copy articles to ''{folder}/out.csv''')) > 0",
        "(select count(*) from secret) > 0",
        "(select count(*) from parquet_metadata('{folder}/other.parquet')) > 0",
        "(install httpfs)",
        "true; set enable_external_access = true",
        "true; attach '{folder}/out.db'",
        "(select count(*) from 'https://127.0.0.1/x.parquet') > 0",
    ],
)
def test_a_condition_reads_no_other_file_and_writes_none(files, tmp_path, where):
    secret = [1, 2, 3]  # no variable of this program is a table
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "other.parquet").write_bytes(Path(files[0]).read_bytes())
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    with pytest.raises(UsageError):
        ids(files, where=where.replace("{folder}", str(tmp_path)))
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before
    assert secret


def test_files_in_a_bucket_are_read_and_nothing_else_there(files):
    fsspec = pytest.importorskip("fsspec")
    bucket = fsspec.filesystem("memory")
    for number, file in enumerate(files):
        bucket.pipe_file(f"/store/{number}.parquet", Path(file).read_bytes())
    bucket.pipe_file("/store/secret.txt", b"secret")
    there = [f"memory:///store/{number}.parquet" for number in range(2)]
    assert ids(there, where="words = 4", filesystem=bucket) == ["zebra#4", "ape#4"]
    with pytest.raises(UsageError):
        ids(
            there,
            where="(select count(*) from read_text('memory:///store/secret.txt')) > 0",
            filesystem=bucket,
        )


def test_without_duckdb_the_extra_is_named(files, monkeypatch):
    load = builtins.__import__

    def refuse(name, *more, **named):
        if name == "duckdb":
            raise ImportError(name)
        return load(name, *more, **named)

    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(UsageError, match=r"pip install 'framing\[scale\]'"):
        ids(files)


LINES = [
    b'{"id": "a", "event": "2024-06-19-pyongyang", "title": "x"}\n',
    b'{"id": "b", "event": "2024-06-20-hanoi"}\n',
    b'{"id": "c", "event": "2024-06-19-pyongyang"}\n',
]


def test_an_event_gives_the_ids_of_its_articles():
    assert find_event(LINES, "2024-06-19-pyongyang", "events.jsonl") == (["a", "c"], 3)


def test_an_event_that_is_not_there_names_the_nearest():
    assert find_event(LINES, "2024-06-19-pyonyang", "events.jsonl").ids == []
    near = unknown_event(LINES, "2024-06-19-pyonyang", "events.jsonl")
    assert "none of the 2 events" in str(near)
    assert "did you mean '2024-06-19-pyongyang'" in str(near)
    far = unknown_event(LINES, "zzz", "events.jsonl")
    assert "for instance 2024-06-19-pyongyang, 2024-06-20-hanoi" in str(far)


def test_a_line_that_is_none_of_events_is_told():
    with pytest.raises(UsageError, match=r"events\.jsonl, line 2: is no article of an event"):
        find_event([LINES[0], b'{"id": 3}\n'], "2024-06-19-pyongyang", "events.jsonl")
