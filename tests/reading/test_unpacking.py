"""Packed files: what they hold is read as a folder is, and what is wrong with one member costs no other."""

import gzip
import io
import os
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from framing.reading import ReadingOptions, read, unpacking
from framing.schema import Article, Reject

Found = tuple[list[Article], list[Reject]]

TEXT = "The council voted on Monday, after nine hours, to close the old harbour. The mayor did not vote. "


@pytest.fixture
def read_path(options: ReadingOptions) -> Callable[..., Found]:
    def read_one(*paths: Path) -> Found:
        found = list(read(paths, options))
        return (
            [one for one in found if isinstance(one, Article)],
            [one for one in found if isinstance(one, Reject)],
        )

    return read_one


def pack(members: dict[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()


def test_an_archive_is_read_as_a_folder(folder: Path, read_path: Callable[..., Found]) -> None:
    members = {
        "b/two.md": TEXT + "2",
        "a.txt": TEXT + "1",
        "b/": "",
        "README.txt": "about",
        "event.toml": "title = 'x'",
        ".hidden/x.txt": TEXT,
        "__MACOSX/._a.txt": b"\0\5\x16\7",
        "b/The vote.html": "",
        "b/The vote_files/note.txt": TEXT + "5",
        "Putin: a visit.txt": TEXT + "6",
        "news.csv": f'text,title\n"{TEXT}3",The vote\n',
        "a.md": TEXT + "4",
    }
    (folder / "all.zip").write_bytes(pack(members))
    articles, rejects = read_path(folder)
    assert [(one.id, one.file) for one in articles] == [
        ("all/Putin: a visit", "all.zip/Putin: a visit.txt"),
        ("all/a.md", "all.zip/a.md"),
        ("all/a.txt", "all.zip/a.txt"),
        ("all/b/two", "all.zip/b/two.md"),
        ("all/news#2", "all.zip/news.csv"),
    ]
    assert [one.file for one in rejects] == ["all.zip/b/The vote.html"]  # which is empty


def test_an_archive_beside_the_folder_it_was_made_from(folder: Path, read_path: Callable[..., Found]) -> None:
    (folder / "all").mkdir()
    (folder / "all" / "a.txt").write_text(TEXT + "1")
    (folder / "all.zip").write_bytes(pack({"a.txt": TEXT + "2"}))
    articles, rejects = read_path(folder)
    assert sorted(one.id for one in articles) == ["all.zip/a", "all/a"]
    assert not rejects


@pytest.mark.parametrize("name", ["a.txt.gz", "a.gz", "a.txt", "a.dat"])
def test_gzip_is_found_by_content(folder: Path, read_path: Callable[..., Found], name: str) -> None:
    (folder / name).write_bytes(gzip.compress(TEXT.encode()))
    articles, rejects = read_path(folder)
    if name == "a.dat":
        assert "'.dat'" in rejects[0].reason  # what is in it is plain text, of a name that says nothing
        return
    assert [(one.id, one.file, one.text) for one in articles] == [("a", name, TEXT)]


def test_what_zip_and_gzip_have_packed(repository: Path, read_path: Callable[..., Found]) -> None:
    forms = repository / "tests" / "data" / "forms"
    articles, rejects = read_path(forms / "folders.zip")
    assert [(one.id, one.outlet) for one in articles] == [
        ("folders/reuters/harbour", "Reuters"),
        ("folders/yonhap/march", "Yonhap"),
    ]
    assert not rejects
    articles, (reject,) = read_path(forms / "locked.zip")
    assert (articles, reject.file) == ([], "locked.zip/reuters/harbour.txt")
    assert "encrypted" in reject.reason
    assert "password" in reject.remedy


def test_packed_in_packed(folder: Path, read_path: Callable[..., Found]) -> None:
    inner = pack({"x.txt": TEXT + "1", "t.jsonl.gz": gzip.compress(b'{"text": "The council met."}\n')})
    (folder / "all.zip").write_bytes(pack({"inner.zip": inner, "y.txt.gz": gzip.compress(TEXT.encode())}))
    articles, rejects = read_path(folder)
    assert [one.id for one in articles] == ["all/inner/t#1", "all/inner/x", "all/y"]
    assert not rejects


def test_packed_too_deep(folder: Path, read_path: Callable[..., Found]) -> None:
    data = TEXT.encode()
    for _ in range(5):
        data = gzip.compress(data)
    (folder / "a.txt.gz").write_bytes(data)
    (folder / "b.txt").write_text(TEXT)
    articles, (reject,) = read_path(folder)
    assert [one.id for one in articles] == ["b"]
    assert "too many times" in reject.reason


@pytest.mark.parametrize(
    "name", ["../a.txt", "x/../../a.txt", "/etc/a.txt", "C:/a.txt", "..\\a.txt", "\\\\host\\a.txt"]
)
def test_a_path_that_leads_out(folder: Path, read_path: Callable[..., Found], name: str) -> None:
    archive = pack({"X" * len(name): TEXT + "evil", "good.txt": TEXT})
    (folder / "all.zip").write_bytes(archive.replace(b"X" * len(name), name.encode()))
    articles, (reject,) = read_path(folder)
    assert [one.id for one in articles] == ["all/good"]
    assert "leads out of the archive" in reject.reason
    assert {path.name for path in folder.rglob("*")} == {"all.zip"}


def test_paths_as_windows_writes_them(folder: Path, read_path: Callable[..., Found]) -> None:
    archive = pack({"reuters/a.txt": TEXT, "tass/a.txt": TEXT + "2"})
    (folder / "all.zip").write_bytes(archive.replace(b"/a.txt", b"\\a.txt"))
    articles, rejects = read_path(folder)
    assert [(one.id, one.outlet) for one in articles] == [
        ("all/reuters/a", "Reuters"),
        ("all/tass/a", "TASS"),
    ]
    assert not rejects


def test_a_name_that_comes_twice(folder: Path, read_path: Callable[..., Found]) -> None:
    with zipfile.ZipFile(folder / "all.zip", "w") as archive:
        archive.writestr("a.txt", TEXT + "first")
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("a.txt", TEXT + "second")
        archive.writestr("b.txt", TEXT)
    articles, (reject,) = read_path(folder)
    assert [one.text[-5:] for one in articles] == ["first", "ote. "]
    assert "comes twice" in reject.reason


@pytest.fixture
def small_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let little be always allowed, so that a bomb for a test is soon made."""
    monkeypatch.setattr(unpacking, "ALWAYS_ALLOWED_BYTES", 1_000_000)


@pytest.mark.usefixtures("small_limits")
def test_a_bomb_in_an_archive(folder: Path, read_path: Callable[..., Found]) -> None:
    (folder / "all.zip").write_bytes(pack({"bomb.txt": bytes(3_000_000), "good.txt": TEXT}))
    articles, (reject,) = read_path(folder)
    assert [one.id for one in articles] == ["all/good"]
    assert (reject.file, "200 times" in reject.reason) == ("all.zip/bomb.txt", True)


@pytest.mark.usefixtures("small_limits")
def test_a_bomb_that_lies_about_its_size(folder: Path, read_path: Callable[..., Found]) -> None:
    archive = pack({"bomb.csv": b"text\n" + b"x y z\n" * 500_000, "good.txt": TEXT})
    true = struct.pack("<I", 5 + 6 * 500_000)
    assert archive.count(true) == 2
    (folder / "all.zip").write_bytes(archive.replace(true, struct.pack("<I", 1000)))
    articles, rejects = read_path(folder)
    assert articles[-1].id == "all/good"
    assert rejects[-1].file == "all.zip/bomb.csv"
    assert "damaged" in rejects[-1].reason


@pytest.mark.usefixtures("small_limits")
def test_a_bomb_of_gzip(folder: Path, read_path: Callable[..., Found]) -> None:
    line = b'{"text": "The council met."}\n'
    (folder / "a.jsonl.gz").write_bytes(gzip.compress(line + b" " * 3_000_000))
    (folder / "b.txt").write_text(TEXT)
    articles, rejects = read_path(folder)
    assert articles[-1].id == "b"
    assert "200 times" in rejects[0].reason
    assert "unpack it and give the folder" in rejects[0].remedy


@pytest.mark.usefixtures("small_limits")
def test_a_bomb_within_bombs_is_stopped_by_what_comes_out(
    folder: Path, read_path: Callable[..., Found], monkeypatch: pytest.MonkeyPatch
) -> None:
    # No single step packs to a two-hundredth, both together do.
    monkeypatch.setattr(unpacking, "LARGEST_RATIO", 1500)
    inner = pack({"zeros.jsonl": b" " * 3_000_000})
    (folder / "a.zip").write_bytes(pack({f"{n}.zip": inner for n in range(9)}))
    articles, rejects = read_path(folder)
    assert not articles
    assert any("1500 times" in reject.reason for reject in rejects)


@pytest.mark.usefixtures("small_limits")
def test_a_workbook_that_is_a_bomb(folder: Path, read_path: Callable[..., Found]) -> None:
    members = {"xl/workbook.xml": "<workbook/>", "xl/worksheets/sheet1.xml": b" " * 3_000_000}
    (folder / "a.xlsx").write_bytes(pack(members))
    articles, (reject,) = read_path(folder)
    assert not articles
    assert "200 times" in reject.reason


@pytest.mark.parametrize("share", [0.0, 0.01, 0.5, 0.99])
@pytest.mark.parametrize("ending", [".zip", ".txt.gz", ".csv.gz"])
def test_cut_off(folder: Path, read_path: Callable[..., Found], ending: str, share: float) -> None:
    noise = "\n".join(str(zlib.crc32(str(n).encode())) for n in range(20_000))
    whole = pack({"a.txt": TEXT + noise}) if ending == ".zip" else gzip.compress(f"text\n{noise}".encode())
    (folder / f"a{ending}").write_bytes(whole[: int(len(whole) * share)])
    (folder / "b.txt").write_text(TEXT)
    articles, rejects = read_path(folder)
    assert articles[-1].id == "b"
    assert rejects[-1].file == f"a{ending}"
    assert "damaged" in rejects[-1].reason or "is empty" in rejects[-1].reason
    assert rejects[-1].remedy


def test_damaged_within(folder: Path, read_path: Callable[..., Found]) -> None:
    archive = bytearray(pack({"a.txt": TEXT + "1", "b.txt": TEXT + "2"}, zipfile.ZIP_STORED))
    archive[archive.index(b"nine hours")] ^= 0xFF
    (folder / "all.zip").write_bytes(bytes(archive))
    articles, (reject,) = read_path(folder)
    assert [one.id for one in articles] == ["all/b"]
    assert (reject.file, "damaged" in reject.reason) == ("all.zip/a.txt", True)


def test_a_way_of_packing_that_is_not_read(folder: Path, read_path: Callable[..., Found]) -> None:
    archive = bytearray(pack({"a.txt": TEXT + "1"}, zipfile.ZIP_STORED))
    for place in (8, archive.index(b"PK\1\2") + 10):
        archive[place : place + 2] = struct.pack("<H", 9)  # Deflate64, as Windows packs large files
    (folder / "all.zip").write_bytes(bytes(archive))
    _, (reject,) = read_path(folder)
    assert "packed in a way that is not read" in reject.reason


@pytest.mark.parametrize("members", [{}, {"README": "about", ".x": "y"}])
def test_an_archive_without_articles(
    folder: Path, read_path: Callable[..., Found], members: dict[str, bytes | str]
) -> None:
    (folder / "all.zip").write_bytes(pack(members))
    _, (reject,) = read_path(folder)
    assert reject.reason.startswith("holds no articles")


@pytest.mark.parametrize(
    ("data", "form"),
    [
        (TEXT.encode(), "text"),
        (gzip.compress(TEXT.encode()), "gzip"),
        (pack({"a.txt": TEXT}), "zip"),
        (b'{"text": "%s"}\n' % TEXT.encode(), "jsonl"),
        (b'text,id\n"%s",7\n' % TEXT.encode(), "csv"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_standard_input(tmp_path: Path, data: bytes, form: str) -> None:
    code = (
        "import sys; from pathlib import Path; from framing.api import read\n"
        "articles, rejects = read('-')\n"
        "print([(one.id, one.file, one.text) for one in articles], rejects)"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    finished = subprocess.run(
        [sys.executable, "-c", code], input=data, cwd=tmp_path, env=environment, capture_output=True
    )
    id_ = {"text": "stdin", "gzip": "stdin", "zip": "stdin/a", "jsonl": "stdin#1", "csv": "7"}[form]
    file = "standard input/a.txt" if form == "zip" else "standard input"
    assert finished.stdout.decode().strip() == f"{[(id_, file, TEXT)]} []", finished.stderr.decode()
