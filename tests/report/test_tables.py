"""The tables as others use them: what every column means, the same values in every form, scores.json and its schema."""

import csv
import io
import json
import re
import sys
from pathlib import Path

import jsonschema
import pytest

import framing.report
from framing.errors import ScoringError, UsageError
from framing.measures import MEASURES
from framing.report import tables as tables_module
from framing.report import write_report
from framing.report.tables import write_parquet, write_tables
from framing.report.texts import say_all
from framing.scoring.attributions import attribution_view
from framing.scoring.table import round_numbers
from framing.scoring.views import View, kind_of, view_names, view_of

# How code and templates ask for the file of a table: view.file_of("naming"), left_out(n, text, "naming").
_TABLE = re.compile(r'(?:file_of\(|"page\.\w+\.left_out", )"(\w+)"')


def read_csv(written):
    return list(csv.DictReader(io.StringIO(written.decode("utf-8"))))


@pytest.fixture(scope="module")
def tables(comparison, annotations):
    return write_tables(comparison, annotations)


@pytest.fixture(scope="module")
def views(comparison, annotations):
    """All tables but those about tables, by name."""
    told = attribution_view(annotations, comparison.outlet_by_article)
    return {name: view_of(comparison, name) for name in view_names()} | {"attributions": told}


@pytest.fixture(scope="module")
def scores(report):
    return json.loads((report / "scores.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def schema(report):
    return json.loads((report / "scores.schema.json").read_text(encoding="utf-8"))


def test_there_is_a_table_for_every_view(tables, views):
    assert {f"{name}.csv" for name in views} | {"measures.csv", "codebook.csv", "README.md"} == set(tables)
    for name, view in views.items():
        rows = read_csv(tables[f"{name}.csv"])
        assert len(rows) == len(view.rows)
        assert tables[f"{name}.csv"].decode("utf-8").splitlines()[0].split(",") == view.columns


def test_cells_are_quoted_as_the_standard_library_quotes_them():
    texts = ["plain", "a, b", 'he said "no"', "two\nlines", "", " spaced ", '"', "x;y", "naïve"]
    rows = [(text, 1.0, True) for text in texts] + [("1", 0.5, False), ("yes", 1, None)]
    expected = io.StringIO()
    csv.writer(expected).writerows(
        [["text", "number", "distanced"]]
        + [[text, 1, "yes"] for text in texts]
        + [["1", 0.5, "no"], ["yes", 1, ""]]
    )
    view = View(["text", "number", "distanced"], rows)
    written = tables_module._to_csv(view.columns, tables_module._write_rows(view))
    assert written.decode("utf-8") == expected.getvalue()


def test_every_table_holds_the_rows_of_its_view(views, tables):
    for name, view in views.items():
        alone = tables_module._to_csv(view.columns, tables_module._write_rows(view))
        assert tables[f"{name}.csv"] == alone, name


def test_the_codebook_describes_every_column_of_every_table(tables, views):
    book = read_csv(tables["codebook.csv"])
    described = {(row["table"], row["column"]) for row in book}
    there = {
        (name, column)
        for name in views
        for column in tables[f"{name}.csv"].decode("utf-8").splitlines()[0].split(",")
    }
    assert described == there
    assert len(book) == len(described)
    assert all(row["meaning"] and row["kind"] for row in book)
    page = tables["README.md"].decode("utf-8")
    assert all(f"\n## {name}\n" in page for name in views)


def test_no_text_of_the_codebook_describes_what_is_not_there(views):
    columns = {name: set(view.columns) for name, view in views.items()}
    assert set(say_all("tables.about")) == set(columns)
    special = say_all("tables.special")
    assert all(set(about) <= columns[table] for table, about in special.items())
    plain = set().union(
        *({c for c in held if c not in special.get(name, {})} for name, held in columns.items())
    )
    assert set(say_all("tables.columns")) == plain


def test_an_empty_cell_is_explained(tables, views):
    empty = {(row["table"], row["column"]) for row in read_csv(tables["codebook.csv"]) if row["empty"]}
    for name in views:
        for row in read_csv(tables[f"{name}.csv"]):
            for column, cell in row.items():
                assert cell or (name, column) in empty, (name, column, row)


def test_every_table_is_a_pandas_view_of_the_same_name(comparison, annotations, tables, views):
    pandas = pytest.importorskip("pandas")
    for name in views:
        told = name == "attributions"
        frame = framing.attributions(annotations) if told else framing.table(comparison, name)
        assert isinstance(frame, pandas.DataFrame)
        assert list(frame.columns) == tables[f"{name}.csv"].decode("utf-8").splitlines()[0].split(",")
        assert len(frame) == len(read_csv(tables[f"{name}.csv"]))


def test_who_says_what_stands_in_a_table_of_its_own(tables, annotations):
    rows = read_csv(tables["attributions.csv"])
    assert len(rows) == sum(len(held.attributions) for held in annotations)
    mayor, residents = rows[0], rows[1]
    assert mayor["source"].startswith("'=HYPERLINK(")
    words = "the flood was a natural disaster that nobody could possibly have foreseen or stopped"
    assert (mayor["text"], mayor["source_words"], mayor["cue"]) == (words, "Mayor Ann Hill", "said")
    start, end = int(mayor["start"]), int(mayor["end"])
    assert annotations[0].article.text[start:end] == words
    assert mayor["spans"] == f"{start}-{end}"
    assert (residents["source"], residents["source_type"], residents["form"]) == (
        "",
        "unnamed person",
        "direct",
    )
    assert (mayor["speech"], residents["speech"]) == ("no", "yes")  # this cue is in no list
    passages = {row["passage"]: row["text"] for row in read_csv(tables["passages.csv"])}
    assert all(passages[row["passage"]] == row["text"] for row in rows)


def test_the_table_of_attributions_is_asked_for_by_annotations(comparison):
    with pytest.raises(ScoringError, match=r"take framing\.attributions\(annotations\)"):
        comparison.table("attributions")
    with pytest.raises(UsageError, match="a list of what framing"):
        framing.attributions(comparison.articles)


def test_the_measures_are_those_of_the_registry(tables):
    rows = read_csv(tables["measures.csv"])
    assert [row["measure"] for row in rows] == list(MEASURES)
    assert all(row["counts"] and row["reference"] and row["weaknesses"] for row in rows)


def test_figures_are_those_of_the_scores(tables, scores):
    rows = read_csv(tables["figures.csv"])
    assert len(rows) == len(scores["figures"])
    for row, figure in zip(rows, scores["figures"], strict=True):
        assert row["measure"] == figure["measure"]
        assert int(row["passages"]) == len(figure["passages"])
        for name in ("numerator", "denominator", "value", "low", "high"):
            assert (float(row[name]) if row[name] else None) == figure[name]


def test_the_amounts_of_the_passages_are_those_of_the_scores(tables, scores):
    rows = read_csv(tables["passages.csv"])
    assert {row["passage"].removeprefix("'"): float(row["amount"]) for row in rows} == {
        id_: one["amount"] for id_, one in scores["passages"].items()
    }
    assert all(row["text"] for row in rows)


def test_parquet_holds_what_the_views_hold(comparison, annotations, views):
    parquet = pytest.importorskip("pyarrow.parquet")
    files = write_parquet(comparison, annotations)
    assert files == write_parquet(comparison, annotations)
    assert {f"{name}.parquet" for name in views} == set(files)
    types = {"text": "string", "whole number": "int64", "number": "double", "yes or no": "bool"}
    for name, view in views.items():
        table = parquet.read_table(io.BytesIO(files[f"{name}.parquet"]))
        assert table.column_names == view.columns
        assert [str(field.type) for field in table.schema] == [types[kind_of(name, c)] for c in view.columns]
        assert table.to_pylist() == [
            dict(zip(view.columns, row, strict=True)) for row in round_numbers(view.rows)
        ]


def test_without_pyarrow_the_error_says_what_to_install(comparison, annotations, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(UsageError, match=r"pyarrow is not installed.*framing\[parquet\]"):
        write_parquet(comparison, annotations)


def test_scores_keep_to_their_schema(scores, schema):
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(scores, schema, jsonschema.Draft202012Validator)


@pytest.mark.parametrize(
    "break_it",
    [
        lambda scores: scores.pop("figures"),
        lambda scores: scores.update(more=1),
        lambda scores: scores["figures"][0].update(voice="somebody"),
        lambda scores: scores["figures"][0].pop("unit"),
        lambda scores: next(iter(scores["passages"].values())).update(spans=[[1]]),
    ],
)
def test_the_schema_refuses_other_scores(scores, schema, break_it):
    broken = json.loads(json.dumps(scores))
    break_it(broken)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(broken, schema, jsonschema.Draft202012Validator)


def names_in(folder):
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_every_table_that_a_report_speaks_of_is_there(tables):
    room = Path(framing.report.__file__).parent
    sources = [path for path in room.rglob("*") if path.suffix in (".py", ".toml", ".j2")]
    named = {name for path in sources for name in _TABLE.findall(path.read_text(encoding="utf-8"))}
    assert len(named) > 5
    assert {f"{name}.csv" for name in named} <= set(tables)


def test_only_the_forms_asked_for_are_written_and_others_removed(comparison, annotations, tmp_path):
    always = {"scores.json", "scores.schema.json"}
    write_report(comparison, annotations, tmp_path)
    (tmp_path / "mine.txt").write_text("my own", encoding="utf-8")
    write_report(comparison, annotations, tmp_path, formats=["csv"])
    assert {name for name in names_in(tmp_path) if "/" not in name} == {*always, "mine.txt"}
    assert {name.partition("/")[0] for name in names_in(tmp_path) if "/" in name} == {"tables"}
    write_report(comparison, annotations, tmp_path, formats=["parquet"])
    assert {name for name in names_in(tmp_path) if name.endswith((".csv", ".md"))} == set()
    write_report(comparison, annotations, tmp_path, formats=["markdown", "json"])
    kept = {name for name in names_in(tmp_path) if not name.startswith("charts/")}
    assert kept == {*always, "mine.txt", "report.md", "annotations.jsonl"}


def test_unknown_forms_and_languages_are_refused(comparison, annotations, tmp_path):
    with pytest.raises(UsageError, match="'word'"):
        write_report(comparison, annotations, tmp_path, formats=["word"])
    with pytest.raises(UsageError, match="none was given"):
        write_report(comparison, annotations, tmp_path, formats=[])
    with pytest.raises(UsageError, match=r"'xx'.*no texts"):
        write_report(comparison, annotations, tmp_path, language="xx")
    assert not any(tmp_path.iterdir())
