"""The store (room: corpus): a folder of Parquet files that holds annotations and counts of many articles, by shard.

    annotations/<shard>.parquet   an article a row; `text` once, `record` the rest of its annotations as JSON
    counts/<shard>.parquet        the tidy table: article, measure, key, voice, numerator, denominator
    rejects/<shard>.jsonl         what was set aside in reading or annotating the shard, where there is any
    rejects.jsonl                 all that was set aside, in the order of the articles
    store.json                    signature, lexicons, inputs, shards in their order

A shard is there when its file of annotations is: that is written last.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from math import fsum
from typing import Any

import msgspec

from framing.corpus.storage import Folder
from framing.errors import UsageError
from framing.reading.files import STORE_FILE as STORE_FILE
from framing.reading.listings import needs_scale
from framing.schema import Annotations, Record, Reject, decode_annotations, encode
from framing.scoring.rows import counts_by_measure, score_article

FORMAT = 1
REJECTS_FILE = "rejects.jsonl"
LEXICONS_FOLDER = "lexicons"
SHARD_FOLDERS = ("annotations", "counts", "rejects")

_METADATA = b"framing"
# Memory goes by these: what the Parquet library takes to write a group is many times the group.
_ARTICLES_A_GROUP = 64
_BYTES_A_GROUP = 2_000_000
_COUNTS_A_GROUP = 16_000
_COMPRESSION = "zstd"


class StoredInput(Record, frozen=True, kw_only=True, omit_defaults=True):
    """A file of a shard, or a part of one: its records from `start` up to, not including, `stop`."""

    file: str
    bytes: int | None = None
    start: int = 0
    stop: int | None = None


class StoredShard(Record, frozen=True, kw_only=True):
    """A shard: the name of its files, how many articles and rejects it holds, and what it was made of.

    `failed` says why it has no files.
    """

    name: str
    articles: int
    rejects: int
    inputs: list[StoredInput]
    failed: str | None = None


class Store(Record, frozen=True, kw_only=True):
    """What `store.json` says. Shards stand in the order of the inputs.

    In an unfinished store the shards are those to be made, and their numbers are 0.
    `signatures` is the annotations' signature for each language; `reading` how the inputs were read; `lexicons` are
    the user's own, copied into the store.
    """

    format: int = FORMAT
    complete: bool
    articles: int
    rejects: int
    signatures: dict[str, str]
    reading: dict[str, Any]
    lexicons: list[str]
    given: list[str]
    shards: list[StoredShard]


class PlacedReject(Record, frozen=True, kw_only=True):
    """What was set aside, and how many articles of its shard stand before it."""

    before: int
    reject: Reject


class Dropped(Record, frozen=True, kw_only=True):
    """An article that was in a shard and came before elsewhere: its place among the shard's articles, and its keys."""

    place: int
    id: str
    outlet: str | None
    file: str
    text_digest: str


class ShardHead(Record, frozen=True, kw_only=True):
    """What a shard's file of annotations says of itself: what made it, of what, and what is in it."""

    format: int = FORMAT
    signature: str
    articles: int
    rejects: int
    columns_found: dict[str, bool]
    dropped: list[Dropped] = []


def annotations_file(shard: str) -> str:
    """Return the name of a shard's file of annotations."""
    return f"annotations/{shard}.parquet"


def counts_file(shard: str) -> str:
    """Return the name of a shard's file of counts."""
    return f"counts/{shard}.parquet"


def rejects_file(shard: str) -> str:
    """Return the name of a shard's file of rejects, which is there only if there are any."""
    return f"rejects/{shard}.jsonl"


def read_store(folder: Folder) -> Store:
    """Return what `store.json` says.

    Raises `UsageError` where the folder is no store, and for one of another format.
    """
    try:
        with folder.read(STORE_FILE) as stream:
            return msgspec.json.decode(stream.read(), type=Store)
    except FileNotFoundError:
        raise UsageError(
            folder.address, "is no store", "a folder made by framing annotate -o FOLDER"
        ) from None
    except msgspec.DecodeError as error:
        raise UsageError(
            folder.address_of(STORE_FILE),
            f"cannot be read: {error}",
            f"a store of format {FORMAT}",
            "annotate the articles again",
        ) from error


def write_store(folder: Folder, store: Store) -> None:
    """Write `store.json`, one shard a line."""
    head = msgspec.json.format(msgspec.json.encode(msgspec.structs.replace(store, shards=[])), indent=1)
    shards = b",\n".join(b"  " + msgspec.json.encode(shard) for shard in store.shards)
    with folder.write(STORE_FILE) as stream:
        stream.write(head.replace(b'"shards": []', b'"shards": [\n' + shards + b"\n ]") + b"\n")


def annotations_of(folder: Folder, shard: str, rows: Sequence[int] | None = None) -> Iterator[Annotations]:
    """Yield the annotations of a shard, or of some of its rows, in order; one row group is in memory.

    They are what was written, byte for byte when encoded.
    """
    wanted = None if rows is None else set(rows)
    first = 0
    with folder.read(annotations_file(shard)) as stream:
        file = load_parquet().ParquetFile(stream)
        for group in range(file.num_row_groups):
            count = file.metadata.row_group(group).num_rows
            here = [row for row in range(count) if wanted is None or first + row in wanted]
            first += count
            if not here:
                continue
            table = file.read_row_group(group, columns=["text", "record"])
            texts, records = (table.column(name) for name in ("text", "record"))
            for row in here:
                yield restore(records[row].as_py(), texts[row].as_py())


def read_columns(folder: Folder, name: str, columns: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a Parquet file of the store, of some columns; one row group is in memory."""
    with folder.read(name) as stream:
        for batch in load_parquet().ParquetFile(stream).iter_batches(columns=list(columns)):
            yield from zip(*(batch.column(column).to_pylist() for column in columns), strict=True)


def restore(record: str | bytes, text: str) -> Annotations:
    """Return the annotations of an article from the two columns that hold them."""
    annotations = decode_annotations(record)
    msgspec.structs.force_setattr(annotations.article, "text", text)
    return annotations


def read_head(folder: Folder, shard: str) -> ShardHead | None:
    """Return what a shard's file says of itself; None where there is none, or none that can be read."""
    parquet = load_parquet()
    try:
        with folder.read(annotations_file(shard)) as stream:
            metadata = parquet.ParquetFile(stream).metadata.metadata or {}
            return msgspec.json.decode(metadata[_METADATA], type=ShardHead)
    except (OSError, ValueError, KeyError, msgspec.DecodeError):
        return None


def read_rejects(folder: Folder, shard: str) -> list[PlacedReject]:
    """Return what was set aside within a shard; none where there is no file."""
    try:
        with folder.read(rejects_file(shard)) as stream:
            return [msgspec.json.decode(line, type=PlacedReject) for line in stream]
    except FileNotFoundError:
        return []


def count_rows(annotations: Annotations) -> list[tuple[str, str, str, float, float]]:
    """Return an article's counts, `measure_rows` added up over its sentences: measure, key, voice, counted, of.

    What a measure counts and what it is a share of may stand under different keys and voices, as in `measure_rows`:
    both add up over any set of articles. Rows are in the order of the registry, then of key and voice.
    """
    rows: list[tuple[str, str, str, float, float]] = []
    for measure, counts in counts_by_measure(score_article(annotations)):
        sums: defaultdict[tuple[str, str], tuple[list[float], list[float]]] = defaultdict(lambda: ([], []))
        for _, key, voice, amount, passage in counts:
            sums[key, voice][passage is None].append(amount)
        rows += [(measure, *at, fsum(above), fsum(below)) for at, (above, below) in sorted(sums.items())]
    return rows


class ShardWriter:
    """Writes the files of one shard, in a few row groups of memory; nothing is there until `finish`, or after an error.

    A context manager. Raises `UsageError` where the files cannot be written.
    """

    def __init__(self, folder: Folder, shard: str) -> None:
        self._folder, self._shard = folder, shard
        self._files = ExitStack()
        self._rows: list[tuple[Any, ...]] = []
        self._counts: list[tuple[Any, ...]] = []
        self._bytes = 0
        self._rejects: list[PlacedReject] = []
        self.articles = 0

    def __enter__(self) -> "ShardWriter":
        # Closed in the opposite order: the file of annotations takes its name last.
        with ExitStack() as opened:
            self._annotations = opened.enter_context(
                _Table(self._folder, annotations_file(self._shard), True)
            )
            self._counted = opened.enter_context(_Table(self._folder, counts_file(self._shard), False))
            self._files = opened.pop_all()
        return self

    def __exit__(self, *error: Any) -> None:
        self._files.__exit__(*error)

    def add(self, annotations: Annotations, text_digest: str) -> None:
        """Add an article; raises `UnicodeEncodeError` for one whose text cannot be written, and is as before."""
        article = annotations.article
        bare = msgspec.structs.replace(annotations, article=msgspec.structs.replace(article, text=""))
        record, text = encode(bare), article.text.encode()
        counts = count_rows(annotations)
        words = int(sum(below for measure, _, _, _, below in counts if measure == "voice_share"))
        self._rows.append(
            (
                *(article.id, article.outlet, article.agency, article.published, article.language),
                *(article.title, article.url, article.file, words, text_digest, text, record),
            )
        )
        self._counts += [(article.id, *row) for row in counts]
        self._bytes += len(record) + len(text)
        self.articles += 1
        if len(self._rows) >= _ARTICLES_A_GROUP or self._bytes >= _BYTES_A_GROUP:
            self._flush_articles()
        if len(self._counts) >= _COUNTS_A_GROUP:
            self._flush_counts()

    def set_aside(self, reject: Reject) -> None:
        """Note what is no article of the shard."""
        self._rejects.append(PlacedReject(before=self.articles, reject=reject))

    def keep(self, rejects: Sequence[PlacedReject]) -> None:
        """Take over what was set aside when the shard was first written."""
        self._rejects = list(rejects)

    @property
    def rejects(self) -> list[Reject]:
        """What was set aside so far."""
        return [one.reject for one in self._rejects]

    def finish(self, head: ShardHead) -> None:
        """Say what the shard is; leaving the context then puts its files in place."""
        self._flush_articles()
        self._flush_counts()
        if self._rejects:
            with self._folder.write(rejects_file(self._shard)) as stream:
                stream.writelines(encode(one) + b"\n" for one in self._rejects)
        else:
            self._folder.remove(rejects_file(self._shard))
        for table in (self._annotations, self._counted):
            table.describe(head)

    def _flush_articles(self) -> None:
        self._annotations.add(self._rows)
        self._rows, self._bytes = [], 0

    def _flush_counts(self) -> None:
        self._counted.add(self._counts)
        self._counts = []


class _Table:
    """A Parquet file in the making: rows go into it a group at a time."""

    def __init__(self, folder: Folder, name: str, articles: bool) -> None:
        self._folder, self._name = folder, name
        self._schema, self._small = _annotations_schema() if articles else _counts_schema()

    def __enter__(self) -> "_Table":
        with ExitStack() as opened:
            stream = opened.enter_context(self._folder.write(self._name))
            self._writer = opened.enter_context(
                load_parquet().ParquetWriter(
                    stream,
                    self._schema,
                    compression=_COMPRESSION,
                    use_dictionary=self._small,
                    write_statistics=self._small,
                )
            )
            self._opened = opened.pop_all()
        return self

    def __exit__(self, *error: Any) -> None:
        self._opened.__exit__(*error)

    def add(self, rows: list[tuple[Any, ...]]) -> None:
        if rows:
            import pyarrow

            columns = [
                pyarrow.array(values, type=field.type)
                for values, field in zip(zip(*rows, strict=True), self._schema, strict=True)
            ]
            self._writer.write_batch(pyarrow.record_batch(columns, schema=self._schema))

    def describe(self, head: ShardHead) -> None:
        self._writer.add_key_value_metadata({_METADATA: encode(head)})


def _annotations_schema() -> tuple[Any, list[str]]:
    import pyarrow

    text, whole = pyarrow.string(), pyarrow.int32()
    names = ("id", "outlet", "agency", "published", "language", "title", "url", "file")
    fields = [pyarrow.field(name, text) for name in names]
    fields += [pyarrow.field("words", whole), pyarrow.field("text_digest", text)]
    schema = pyarrow.schema([*fields, pyarrow.field("text", text), pyarrow.field("record", text)])
    return schema, [name for name in schema.names if name not in ("text_digest", "text", "record")]


def _counts_schema() -> tuple[Any, list[str]]:
    import pyarrow

    fields = [pyarrow.field(name, pyarrow.string()) for name in ("article", "measure", "key", "voice")]
    fields += [pyarrow.field(name, pyarrow.float64()) for name in ("numerator", "denominator")]
    schema = pyarrow.schema(fields)
    return schema, list(schema.names)


def load_parquet() -> Any:
    """Return `pyarrow.parquet`; raises `UsageError`, with what to install, where it is not there."""
    try:
        import pyarrow.parquet
    except ImportError:
        raise needs_scale("a folder of annotations", "writing or reading one") from None
    return pyarrow.parquet
