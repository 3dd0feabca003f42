"""Which column or field holds what: found by its name, asked for, or said to be unclear."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from framing.errors import UsageError
from framing.reading import ReadingOptions, read
from framing.reading.forms.rows import HEADERS
from framing.schema import Article, Reject

from .made_tables import TEXT, Found, write_candidates, write_csv


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".parquet", ".jsonl"])
def test_three_columns_that_may_be_the_text(
    folder: Path, read_one: Callable[..., Found], ending: str
) -> None:
    path = write_candidates(folder, ending)
    articles, (reject,) = read_one(path)
    assert not articles
    assert "3 columns that may hold the articles' text: article_text, body, content" in reject.reason
    assert "--columns text=article_text" in reject.remedy
    (article,), rejects = read_one(path, text="body")
    assert (article.text, rejects) == (TEXT, [])
    assert 'text from "body"' in article.notes[0]


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".parquet", ".jsonl"])
def test_a_column_that_is_asked_for_and_missing(
    folder: Path, read_one: Callable[..., Found], ending: str
) -> None:
    articles, (reject,) = read_one(write_candidates(folder, ending), text="Boddy")
    assert not articles
    assert "has no column 'Boddy'" in reject.reason
    assert "id, content, body, article_text" in reject.reason


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".parquet", ".jsonl"])
def test_columns_are_asked_of_the_tables_that_have_them(
    folder: Path, options: ReadingOptions, ending: str
) -> None:
    write_candidates(folder, ending)
    write_csv(folder / "b.csv", ("Copy", "Day"), (TEXT + " Twice.", "2024-03-04"))
    (folder / "c.txt").write_text(TEXT + " Thrice.")
    (folder / "d.jsonl").write_text(json.dumps({"text": TEXT + " Again.", "content": "x"}) + "\n")
    chosen = ReadingOptions(vocabulary=options.vocabulary, columns={"text": "Copy", "published": "Day"})
    found = list(read([folder], chosen))
    (reject,) = [one for one in found if isinstance(one, Reject)]
    assert "has no column 'Copy', which is asked for as text" in reject.reason
    articles = {one.file: one for one in found if isinstance(one, Article)}
    assert (articles["b.csv"].published, len(articles)) == ("2024-03-04", 3)
    assert 'no "Copy" for text' in articles["d.jsonl"].notes[0]


def test_a_column_that_no_table_has(folder: Path, options: ReadingOptions) -> None:
    path = write_csv(folder / "a.csv", ("text", "date"), (TEXT, "2024-03-04"))
    chosen = ReadingOptions(vocabulary=options.vocabulary, columns={"published": "Dayt"})
    for _ in range(2):
        article, reject = read([path], chosen)
        assert isinstance(article, Article), article
        assert isinstance(reject, Reject), reject
        assert "no table has a column 'Dayt'" in reject.reason


def test_the_page_lists_the_names_of_columns(repository: Path) -> None:
    page = (repository / "docs" / "inputs.md").read_text(encoding="utf-8")
    for field, names in HEADERS.items():
        (listed,) = re.findall(rf"^\| `{field}` \| (.+) \|$", page, flags=re.MULTILINE)
        assert [name.replace("_", "").casefold() for name in listed.split(", ")] == list(names)


def test_a_field_that_there_is_not() -> None:
    with pytest.raises(UsageError, match=r"'titel' is no field.*did you mean 'title'"):
        ReadingOptions(columns={"titel": "Headline"})


def test_columns_of_any_name_when_asked_for(folder: Path, read_one: Callable[..., Found]) -> None:
    path = write_csv(folder / "a.csv", ("Was, wann", "x y"), ("The vote", TEXT), delimiter=";")
    (article,), _ = read_one(path, text="x y", title="Was, wann")
    assert (article.text, article.title) == (TEXT, "The vote")


def test_fields_of_json_lines_are_found_too(folder: Path, read_one: Callable[..., Found]) -> None:
    first = {"headline": "The vote", "articleBody": TEXT, "publisher": {"name": "Reuters"}, "docid": 7.0}
    (folder / "a.jsonl").write_text(json.dumps(first) + "\n" + json.dumps({"articleBody": TEXT + " More."}))
    (one, two), rejects = read_one(folder / "a.jsonl")
    assert (one.id, one.title, one.outlet, two.id, rejects) == ("7", "The vote", "Reuters", "a#2", [])


def test_the_field_text_is_the_text_of_json_lines(folder: Path, read_one: Callable[..., Found]) -> None:
    (folder / "a.jsonl").write_text(json.dumps({"text": TEXT, "body": "x", "content": 3}) + "\n")
    (article,), rejects = read_one(folder / "a.jsonl")
    assert (article.text, article.notes, rejects) == (TEXT, [], [])


def test_two_columns_of_one_name(folder: Path, read_one: Callable[..., Found]) -> None:
    _, (reject,) = read_one(write_csv(folder / "a.csv", ("text", "text", "date"), (TEXT, TEXT, "2024-03-04")))
    assert "--columns" not in reject.remedy
    assert "rename" in reject.remedy


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".parquet", ".jsonl"])
def test_found_by_content_under_another_ending(
    folder: Path, read_one: Callable[..., Found], ending: str
) -> None:
    data = write_candidates(folder, ending).read_bytes()
    (folder / "b.txt").write_bytes(data)
    (article,), rejects = read_one(folder / "b.txt", text="body")
    assert (article.text, rejects) == (TEXT, [])
