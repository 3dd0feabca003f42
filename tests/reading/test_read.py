import gzip
import json
import os
import sys
from pathlib import Path

import pytest

import framing
from framing.errors import UsageError
from framing.reading import ReadingOptions, read
from framing.schema import Article, Reject

TEXT = """Council passes the budget

The council passed the budget on Monday after a debate that ran for nine hours and was heard by nobody.

The mayor did not vote and left before the count was read.
"""
FRENCH = """Le conseil municipal a adopté lundi, après un long débat, le budget de l'année prochaine. La maire, qui
avait besoin des voix de l'opposition, a parlé d'un bon jour pour la ville, et ses adversaires ont quitté la salle."""
GERMAN = """Der Rat hat am Montag nach einer langen Debatte den Haushalt beschlossen. Die Bürgermeisterin, die um
Aufschub gebeten hatte, stimmte nicht mit ab und verließ den Saal, bevor das Ergebnis verlesen wurde."""
JAPANESE = (
    "市議会は月曜日、九時間に及ぶ討論の末に予算を可決した。市長は採決に加わらず、結果が読み上げられる前に退席した。"
    * 2
)


def split(found: list[Article | Reject]) -> tuple[list[Article], list[Reject]]:
    return (
        [one for one in found if isinstance(one, Article)],
        [one for one in found if isinstance(one, Reject)],
    )


def read_all(options: ReadingOptions, *paths: Path) -> tuple[list[Article], list[Reject]]:
    return split(list(read(paths, options)))


def write_lines(path: Path, *records: object) -> Path:
    lines = "".join((one if isinstance(one, str) else json.dumps(one)) + "\n" for one in records)
    data = lines.encode()
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return path


def test_folder(folder: Path, options: ReadingOptions) -> None:
    (folder / "b").mkdir()
    (folder / ".git").mkdir()
    for name in ("z.txt", "a.md", "b/c.d.txt"):
        (folder / name).write_text(TEXT + name)
    for name in ("README.md", "event.toml", ".hidden.txt", ".git/x.txt"):
        (folder / name).write_text("title = 'x'")
    articles, rejects = read_all(options, folder)
    assert [(one.id, one.file) for one in articles] == [("a", "a.md"), ("z", "z.txt"), ("b/c.d", "b/c.d.txt")]
    assert not rejects
    assert str(folder) not in repr(articles)


def test_file_given_directly(folder: Path, options: ReadingOptions) -> None:
    path = folder / "one.txt"
    path.write_text(TEXT)
    (one,), rejects = read_all(options, path)
    assert (one.id, one.file, one.text, one.encoding, one.language) == ("one", "one.txt", TEXT, "utf-8", "en")
    assert one.title == "Council passes the budget"
    assert not rejects


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"...", "no word"),
        (b"Budget", "one word"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "a picture"),
        (b"\x01\x02" + bytes(range(1, 32)) * 5, "binary"),
        (b"word " * 1_000_001, "5 MB"),
        (FRENCH.encode(), "'fr'"),
        (JAPANESE.encode(), "'ja'"),
        (b"\xff\xfeB", "utf-16"),
        (b"---\ntitle: Only this\n---\n", "empty"),
    ],
)
def test_bad_file_is_set_aside_and_the_rest_goes_on(
    folder: Path, options: ReadingOptions, data: bytes, reason: str
) -> None:
    (folder / "a.txt").write_bytes(data)
    (folder / "b.txt").write_text(TEXT)
    articles, (reject,) = read_all(options, folder)
    assert [one.id for one in articles] == ["b"]
    assert reject.file == "a.txt"
    assert reason in reject.reason
    assert reject.remedy


@pytest.mark.parametrize("name", ["a.pdf", "a.html", "a.json", "a.xyz", "a.txt.gz"])
def test_other_kinds_of_file(folder: Path, options: ReadingOptions, name: str) -> None:
    (folder / name).write_bytes(b"x")
    articles, (reject,) = read_all(options, folder)
    assert not articles
    assert reject.file == name
    assert reject.remedy


def test_folder_without_articles(folder: Path, options: ReadingOptions) -> None:
    (folder / "README.md").write_text("nothing")
    _, (reject,) = read_all(options, folder)
    assert (reject.file, reject.reason) == ("event", "the folder holds no articles")


def test_missing_path(folder: Path, options: ReadingOptions) -> None:
    _, (reject,) = read_all(options, folder / "none.txt")
    assert "no such file" in reject.reason


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="needs a user without all rights")
def test_unreadable_file(folder: Path, options: ReadingOptions) -> None:
    path = folder / "a.txt"
    path.write_text(TEXT)
    path.chmod(0)
    _, (reject,) = read_all(options, folder)
    assert "cannot be read" in reject.reason


def test_unreadable_file_by_error(
    folder: Path, options: ReadingOptions, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Path, mode: str) -> object:
        raise PermissionError(13, "Permission denied", str(self))

    (folder / "a.txt").write_text(TEXT)
    monkeypatch.setattr(Path, "open", refuse)
    _, (reject,) = read_all(options, folder)
    assert reject.reason == "cannot be read: Permission denied"
    assert str(folder) not in reject.reason


def test_same_text_twice(folder: Path, options: ReadingOptions) -> None:
    (folder / "a.txt").write_text(TEXT)
    (folder / "b.txt").write_text(TEXT.replace("\n", "\r\n") + "\n\n")
    articles, (reject,) = read_all(options, folder)
    assert [one.id for one in articles] == ["a"]
    assert (reject.file, reject.reason) == ("b.txt", "same text as a.txt")


def test_a_text_of_two_outlets_is_an_article_of_each(folder: Path, options: ReadingOptions) -> None:
    rows = [{"text": TEXT, "outlet": outlet} for outlet in ("The Guardian", "BBC", "the guardian", "BBC")]
    articles, rejects = read_all(options, write_lines(folder / "a.jsonl", *rows))
    assert [one.outlet for one in articles] == ["The Guardian", "BBC"]
    assert [one.reason for one in rejects] == [
        "same text as a.jsonl (a#1)",
        "same text as a.jsonl (a#2)",
    ]


def test_files_that_differ_in_their_ending_keep_it_in_their_ids(
    folder: Path, options: ReadingOptions
) -> None:
    (folder / "a.txt").write_text(TEXT)
    (folder / "a.md").write_text(TEXT + "More.")
    articles, rejects = read_all(options, folder)
    assert [one.id for one in articles] == ["a.md", "a.txt"]
    assert not rejects


def test_folders_with_files_of_one_name_stand_before_them(tmp_path: Path, options: ReadingOptions) -> None:
    for name in ("reuters", "ap"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "001.txt").write_text(TEXT + name)
    articles, rejects = read_all(options, tmp_path / "reuters", tmp_path / "ap")
    assert [(one.id, one.file) for one in articles] == [
        ("reuters/001", "reuters/001.txt"),
        ("ap/001", "ap/001.txt"),
    ]
    assert not rejects


def test_same_id_twice(folder: Path, options: ReadingOptions) -> None:
    (folder / "a.txt").write_text(f"---\nid: same\n---\n{TEXT}")
    (folder / "b.txt").write_text(f"---\nid: same\n---\n{TEXT}More.")
    articles, (reject,) = read_all(options, folder)
    assert [one.file for one in articles] == ["a.txt"]
    assert "'same'" in reject.reason


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes with names")
def test_a_pipe_is_set_aside_and_never_waited_for(folder: Path, options: ReadingOptions) -> None:
    os.mkfifo(folder / "pipe.txt")
    _, (reject,) = read_all(options, folder)
    assert reject.file == "pipe.txt"


@pytest.mark.skipif(sys.platform != "linux", reason="needs a file system that takes any bytes")
def test_a_name_that_is_no_text_is_shown_with_marks(folder: Path, options: ReadingOptions) -> None:
    (folder / os.fsdecode(b"caf\xe9.txt")).write_text(TEXT)
    (article,), _ = read_all(options, folder)
    assert article.file == "caf\ufffd.txt"
    article.file.encode("utf-8")


def test_an_enormous_number_in_front_matter_is_no_id(folder: Path, options: ReadingOptions) -> None:
    (folder / "a.txt").write_text(f"---\nid: 0x{'F' * 4000}\noutlett: Reuters\n---\n{TEXT}")
    (article,), rejects = read_all(options, folder)
    assert article.id == "a"
    assert any("'outlett'" in note for note in article.notes)
    assert not rejects


@pytest.mark.parametrize(
    ("data", "encoding", "noted"),
    [
        ("Café prices rose on Monday.".encode(), "utf-8", False),
        ("Café prices rose on Monday.".encode("utf-8-sig"), "utf-8-sig", False),
        ("Café prices rose on Monday.".encode("utf-16"), "utf-16", True),
        ("Café prices rose on Monday.".encode("utf-16-le"), "utf-16-le", True),
        ("Café prices rose on Monday.".encode("utf-16-be"), "utf-16-be", True),
        ("Café “prices” rose on Monday.".encode("cp1252"), "cp1252", True),
        ("Café prices rose on Monday. ".encode("latin-1") * 9 + b"\x81", "latin-1", True),
    ],
)
def test_encodings(folder: Path, options: ReadingOptions, data: bytes, encoding: str, noted: bool) -> None:
    (folder / "a.txt").write_bytes(data)
    (one,), _ = read_all(options, folder)
    assert one.text.startswith("Café ")
    assert (one.encoding, bool(one.notes)) == (encoding, noted)


@pytest.mark.parametrize(
    "front",
    [
        "---\ntitle: Council passes the budget\noutlet: The Town Gazette\ndate: 2024-06-19\nurl: https://a.example/1\n"
        "author: Jane Doe\n---\n",
        '+++\ntitle = "Council passes the budget"\noutlet = "The Town Gazette"\npublished = 2024-06-19\n'
        'url = "https://a.example/1"\ntags = ["a"]\n+++\n',
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_front_matter(folder: Path, options: ReadingOptions, front: str, end: str) -> None:
    text = (front + TEXT).replace("\n", end)
    (folder / "a.md").write_bytes(text.encode())
    (one,), _ = read_all(options, folder)
    assert one.text == text
    assert (one.title, one.outlet) == ("Council passes the budget", "The Town Gazette")
    assert (one.published, one.url, one.notes) == ("2024-06-19", "https://a.example/1", [])
    assert [region.kind for region in one.regions] == ["boilerplate", "title", "body"]
    assert one.regions[0].reason == "front matter"


@pytest.mark.parametrize(
    "front",
    [
        "---\ntitle: [unclosed\n---\n",
        "---\n- a: 1\n- b\n---\n",
        "+++\ntitle = = 1\n+++\n",
        "---\ntitle: never closed\n",
        "---\ndate: 2024-99-99\n---\n",
        "---\na: " + "[" * 3000 + "\n---\n",
    ],
)
def test_malformed_front_matter_is_a_note(folder: Path, options: ReadingOptions, front: str) -> None:
    (folder / "a.txt").write_text(front + TEXT)
    (one,), rejects = read_all(options, folder)
    assert not rejects
    assert len(one.notes) == 1
    assert "front matter" in one.notes[0]


def test_a_colon_in_a_title_costs_no_field(folder: Path, options: ReadingOptions) -> None:
    front = (
        "---\ntitle: Bridge fiasco: ministers slept\noutlet: 'The Hill Post'\npublished: 2024-06-19\n---\n"
    )
    (folder / "a.txt").write_text(front + TEXT)
    (one,), _ = read_all(options, folder)
    assert one.title == "Bridge fiasco: ministers slept"
    assert (one.outlet, one.published) == ("The Hill Post", "2024-06-19")
    assert "quotation marks" in one.notes[0]


def test_rules_around_text_are_no_front_matter(folder: Path, options: ReadingOptions) -> None:
    (folder / "a.txt").write_text(f"---\nA first thought\n---\n{TEXT}")
    (one,), _ = read_all(options, folder)
    assert not one.notes


@pytest.mark.parametrize("name", ["news.jsonl", "news.jsonl.gz"])
def test_json_lines(folder: Path, options: ReadingOptions, name: str) -> None:
    write_lines(
        folder / name,
        {"text": TEXT, "id": 7, "outlet": "reuters", "published": "2024-01-02", "gold_label": "secret"},
        {"text": TEXT + "b", "title": "Another title", "url": "https://www.bbc.com/news/1", "id": None},
        "",
        "{broken",
        '["a list"]',
        {"id": "x"},
        {"text": 5},
        {"text": ""},
        {"text": "---\ntitle: x\n---\n" + TEXT},
    )
    articles, rejects = read_all(options, folder)
    assert [one.id for one in articles] == ["7", "news#2", "news#9"]
    assert {one.file for one in articles} == {name}
    assert "secret" not in repr(articles)
    assert (articles[0].outlet, articles[0].published) == ("Reuters", "2024-01-02")
    assert (articles[1].outlet, articles[1].title_stands_apart) == ("BBC", True)
    assert articles[2].title != "x"
    assert [one.file for one in rejects] == [f"{name}, line {line}" for line in (4, 5, 6, 7, 8)]
    assert all(one.reason and one.remedy for one in rejects)


def test_json_lines_are_streamed(folder: Path, options: ReadingOptions) -> None:
    path = folder / "big.jsonl.gz"
    with gzip.open(path, "wt") as out:
        for number in range(2000):
            out.write(json.dumps({"text": f"Sentence number {number} is here.", "pad": "x" * 500}) + "\n")
        out.write("{")
    stream = read([path], options)
    first = next(stream)
    assert isinstance(first, Article)
    assert first.id == "big#1"
    articles, rejects = split(list(stream))
    assert (len(articles), len(rejects)) == (1999, 1)


def test_damaged_gzip(folder: Path, options: ReadingOptions) -> None:
    (folder / "a.jsonl.gz").write_bytes(b"no gzip at all")
    whole = gzip.compress((json.dumps({"text": TEXT}) + "\n").encode() * 50)
    (folder / "b.jsonl.gz").write_bytes(whole[: len(whole) - 12])
    (folder / "c.txt").write_text(TEXT + "c")
    articles, rejects = read_all(options, folder)
    assert articles[-1].id == "c"
    assert {one.file for one in rejects if "damaged" in one.reason} == {"a.jsonl.gz", "b.jsonl.gz"}


def test_empty_table_and_too_long_record(folder: Path, options: ReadingOptions) -> None:
    (folder / "a.jsonl").write_text("\n\n")
    write_lines(folder / "b.jsonl", {"text": "word " * 1_000_001}, {"text": TEXT})
    articles, rejects = read_all(options, folder)
    assert [one.id for one in articles] == ["b#2"]
    assert ["empty" in rejects[0].reason, "5 MB" in rejects[1].reason] == [True, True]


def test_windows_bytes_in_a_record(folder: Path, options: ReadingOptions) -> None:
    (folder / "a.jsonl").write_bytes('{"text": "Café prices rose."}\n'.encode("cp1252"))
    (one,), _ = read_all(options, folder)
    assert (one.text, one.encoding) == ("Café prices rose.", "cp1252")


@pytest.mark.parametrize(
    "text",
    [
        "Ja zum Brexit",
        "Macron: 'La France est une puissance'",
        "Emmanuel Macron and Olaf Scholz met in Berlin, where Ursula von der Leyen and Giorgia Meloni had already met",
        "Sinn Fein, Plaid Cymru, Fianna Fail, Fine Gael, Die Linke, Forza Italia, La France Insoumise, Vox, PiS: "
        "the parties of Europe before the vote",
    ],
)
def test_english_is_never_set_aside_in_doubt(folder: Path, options: ReadingOptions, text: str) -> None:
    (folder / "a.txt").write_text(text)
    (one,), _ = read_all(options, folder)
    assert one.language == "en"


def test_twice_the_same(folder: Path, options: ReadingOptions) -> None:
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text(TEXT + name)
    assert list(read([folder], options)) == list(read([folder], options))


def test_seeds(repository: Path, options: ReadingOptions) -> None:
    articles, rejects = read_all(options, repository / "seeds" / "pyongyang-2024")
    assert [one.outlet for one in articles] == ["Kyodo", "dpa", "Yonhap", "Xinhua", None]
    assert not rejects


def test_german_is_read_with_its_own_words(folder: Path, options: ReadingOptions) -> None:
    (folder / "a.txt").write_text(
        "Rat beschließt Haushalt\n\nVon Jana Muster\n\nBerlin (dpa) - "
        + GERMAN
        + "\n\nAlle Rechte vorbehalten\n",
        encoding="utf-8",
    )
    (one,), rejects = read_all(ReadingOptions(), folder)
    assert not rejects
    assert one.language == "de"
    assert one.outlet == "dpa"
    assert [region.kind for region in one.regions] == ["title", "byline", "dateline", "body", "credit"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Der Minister sagte, die Lage sei ernst.", "de"),
        ("Die Welt ist nicht genug", "de"),
        ("The minister called it a Wirtschaftswunder.", "en"),
        ("Die Hard was on in the evening", "en"),
    ],
)
def test_few_words_are_german_only_where_no_english_word_stands(
    folder: Path, text: str, language: str
) -> None:
    (folder / "a.txt").write_text(text, encoding="utf-8")
    (one,), _ = read_all(ReadingOptions(), folder)
    assert one.language == language


@pytest.mark.parametrize(
    ("date", "published"),
    [
        ("19.06.2024", "2024-06-19"),
        ("19. Juni 2024", "2024-06-19"),
        ("3. März 2024, 08:15 Uhr", "2024-03-03"),
    ],
)
def test_german_dates(folder: Path, date: str, published: str) -> None:
    (folder / "a.txt").write_text(f"Der Rat tagt\n\nStand: {date}\n\n{GERMAN}\n", encoding="utf-8")
    (one,), _ = read_all(ReadingOptions(), folder)
    assert one.published == published


@pytest.mark.parametrize(
    ("given", "published", "told"),
    [
        ("3 June 2024", "2024-06-03", ""),
        ("Wed, 19 Jun 2024 05:07:00 GMT", "2024-06-19", ""),
        ("June 19th, 2024 at 5 p.m.", "2024-06-19", ""),
        ("2024-06-19T05:07:00+09:00", "2024-06-19T05:07:00+09:00", ""),
        ("2024/6/9", "2024-06-09", ""),
        ("20240619", "2024-06-19", ""),
        ("31/05/2024", "2024-05-31", ""),
        ("05/31/2024", "2024-05-31", ""),
        ("19.06.2024", "2024-06-19", ""),
        (1717372800, "2024-06-03", ""),
        (1717372800123, "2024-06-03", ""),
        (1717372800.5, "2024-06-03", ""),
        ("03/04/2024", "03/04/2024", "may be of two days"),
        ("31.02.2024", "31.02.2024", "names no day"),
        ("2024-02-31", "2024-02-31", "names no day"),
        ("yesterday", "yesterday", "names no day"),
        ("2024", "2024", "names no day"),
    ],
)
def test_dates_of_a_table(
    folder: Path, options: ReadingOptions, given: object, published: str, told: str
) -> None:
    path = write_lines(folder / "a.jsonl", {"text": TEXT, "published": given})
    (article,), _ = read_all(options, path)
    assert article.published == published
    notes = " ".join(article.notes)
    assert told in notes
    assert bool(notes) == bool(told)


@pytest.mark.parametrize("given", ["", ["news", ""]])
def test_an_empty_path_is_not_the_current_folder(given: str | list[str]) -> None:
    with pytest.raises(UsageError, match=r"paths: one of them is empty.*'\.' is the folder you are in"):
        framing.read(given)
