"""Agreement of coders: alpha as others compute it, every form of file, and what cannot be measured."""

import csv
import json
from pathlib import Path

import krippendorff
import numpy as np
import pytest
from nltk.metrics.agreement import AnnotationTask

from framing.api import measure_agreement
from framing.classroom.agreement import measure_agreement as measure
from framing.cli import main
from framing.errors import UsageError
from framing.lexicon.words import words_in
from framing.scoring.agreement import Level, krippendorff_alpha

TEXT = "The mayor praised the dam. Critics called the dam a ruin."


def write_csv(file: Path, *rows: tuple[object, ...]) -> Path:
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    return file


# --- alpha ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("level", ["nominal", "ordinal", "interval"])
@pytest.mark.parametrize("seed", range(6))
def test_alpha_is_that_of_the_krippendorff_package(level: str, seed: int) -> None:
    values = [1, 2, 4, 7]
    counts = np.random.default_rng(seed).integers(0, 4, size=(30, 4)).astype(float)
    expected = krippendorff.alpha(
        value_counts=counts.astype(int), value_domain=values, level_of_measurement=level
    )
    assert krippendorff_alpha(counts, level, values).value == pytest.approx(expected, abs=1e-12)  # type: ignore[arg-type]


@pytest.mark.parametrize("seed", range(4))
def test_alpha_is_that_of_nltk(seed: int) -> None:
    random = np.random.default_rng(seed)
    data = [(coder, unit, "abc"[random.integers(3)]) for unit in range(25) for coder in ("x", "y", "z")]
    counts = np.zeros((25, 3))
    for _, unit, label in data:
        counts[unit, "abc".index(label)] += 1
    assert krippendorff_alpha(counts).value == pytest.approx(AnnotationTask(data=data).alpha(), abs=1e-12)


def test_the_worked_example_of_the_literature() -> None:
    # Krippendorff 2011, Computing Krippendorff's Alpha-Reliability, section C: four observers, twelve units.
    rows = [
        "1 2 3 3 2 1 4 1 2 . . .",
        "1 2 3 3 2 2 4 1 2 5 . 3",
        ". 3 3 3 2 3 4 2 2 5 1 .",
        "1 2 3 3 2 4 4 1 2 5 1 .",
    ]
    counts = np.zeros((12, 5))
    for row in rows:
        for unit, label in enumerate(row.split()):
            if label != ".":
                counts[unit, int(label) - 1] += 1
    found = {level: krippendorff_alpha(counts, level).value for level in ("nominal", "ordinal", "interval")}
    assert found == pytest.approx({"nominal": 0.743, "ordinal": 0.815, "interval": 0.849}, abs=0.0005)


def test_what_cannot_be_told_is_a_reason_and_no_number() -> None:
    assert "same label everywhere" in (krippendorff_alpha(np.array([[2.0, 0], [3, 0]])).refusal or "")
    assert "two people" in (krippendorff_alpha(np.array([[1.0, 0], [0, 1]])).refusal or "")
    assert "two people" in (krippendorff_alpha(np.zeros((0, 2))).refusal or "")
    few = krippendorff_alpha(np.array([[2.0, 0], [0, 2]]))
    assert (few.value, few.low) == (1.0, None)
    assert "fewer than 10" in (few.interval_refusal or "")


def test_the_interval_holds_the_value_and_is_the_same_on_every_run() -> None:
    counts = np.random.default_rng(3).integers(0, 3, size=(60, 3)).astype(float)
    first, second = krippendorff_alpha(counts), krippendorff_alpha(counts)
    assert first == second
    assert first.value is not None
    assert first.low is not None
    assert first.high is not None
    assert first.low < first.value < first.high
    # Units that hang together tell less than units that do not.
    together = krippendorff_alpha(np.repeat(counts, 4, axis=0), groups=[n // 4 for n in range(240)])
    apart = krippendorff_alpha(np.repeat(counts, 4, axis=0))
    assert together.high is not None
    assert together.low is not None
    assert apart.high is not None
    assert apart.low is not None
    assert together.high - together.low > 1.5 * (apart.high - apart.low)


# --- files ------------------------------------------------------------------------------------------------------

LONG = (
    ("unit", "coder", "label"),
    (1, "ann", "a"),
    (1, "bo", "a"),
    (2, "ann", "a"),
    (2, "bo", "b"),
    (3, "ann", "b"),
)
WIDE = (("item", "ann", "bo"), (1, "a", "a"), (2, "a", "b"), (3, "b", ""))


@pytest.mark.parametrize("rows", [LONG, WIDE])
def test_tables_of_units(tmp_path: Path, rows: tuple[tuple[object, ...], ...]) -> None:
    report = measure_agreement(write_csv(tmp_path / "c.csv", *rows))
    assert (report.coders, report.units) == (["ann", "bo"], 2)
    (pair,) = report.pairs
    assert (pair.coders, pair.units, pair.same) == (("ann", "bo"), 2, 0.5)
    (one,) = report.disagreements
    assert (one.unit, one.labels) == ("2", {"a": ["ann"], "b": ["bo"]})


MARKS = (
    ("article", "coder", "start", "end", "label"),
    ("dam", "ann", 10, 17, "loaded"),
    ("dam", "ann", 52, 56, "loaded"),
    ("dam", "bo", 50, 56, "loaded"),
    ("dam", "cy", "", "", ""),
)


def test_words_that_a_coder_left_alone_are_a_label_or_are_not_judged(tmp_path: Path) -> None:
    rows = (
        MARKS[0],
        ("dam", "ann", 0, 17, "own"),
        ("dam", "bo", 0, 8, "own"),
        ("dam", "bo", 9, 17, "quoted"),
    )
    table = write_csv(tmp_path / "c.csv", *rows)
    whole = measure([table], {"dam": TEXT})
    assert "(unmarked)" in whole.by_label
    report = measure([table], {"dam": TEXT}, unmarked="skip")
    assert list(report.by_label) == ["own", "quoted"]
    assert report.units == len(words_in(TEXT[:17])) < whole.units


def test_outside_of_headline_and_body_words_count_that_somebody_marked(tmp_path: Path) -> None:
    table = write_csv(tmp_path / "c.csv", *MARKS)
    every = len(words_in(TEXT))
    assert measure([table], {"dam": TEXT}).units == every
    # All marks lie before the end of this stretch, or behind it: those words count too.
    report = measure([table], {"dam": TEXT}, prose={"dam": [(0, 17)]})
    marked = [word for word in words_in(TEXT) if word.start < 17 or (word.start < 56 and word.end > 50)]
    assert report.units == len(marked) < every


def test_articles_without_a_text_are_all_told_with_those_that_are_there(tmp_path: Path) -> None:
    ids = [f"event/dam-{n}" for n in range(5)]
    table = write_csv(tmp_path / "c.csv", MARKS[0], *((one, "ann", 0, 3, "loaded") for one in ids))
    with pytest.raises(UsageError) as told:
        measure([table])
    assert "5 articles with marks: no text is here of 'event/dam-0', 'event/dam-1', " in str(told.value)
    assert "'event/dam-2' and 2 more" in str(told.value)
    assert "give them with --articles" in str(told.value)
    with pytest.raises(UsageError) as told:
        measure([table], {"event/dam-0": TEXT, "event/dam-9": TEXT})
    assert "--articles: 4 articles with marks are not among them: 'event/dam-1'" in str(told.value)
    assert "given were 'event/dam-0', 'event/dam-9'" in str(told.value)
    assert "did you mean 'event/dam-" in str(told.value)


def brat(folder: Path) -> Path:
    marks = {"ann": ["loaded 10 17", "loaded 52 56"], "bo": ["loaded 50 51;52 56"], "cy": []}
    for coder, lines in marks.items():
        (folder / coder).mkdir(parents=True)
        (folder / coder / "dam.txt").write_text(TEXT, encoding="utf-8")
        text = (
            "".join(f"T{n}\t{line}\tany words\n" for n, line in enumerate(lines, 1)) + "#1\tNote T1\tremark\n"
        )
        (folder / coder / "dam.ann").write_text(text, encoding="utf-8")
    return folder


def label_studio(file: Path) -> Path:
    def mark(start: int, end: int) -> dict[str, object]:
        return {"type": "labels", "value": {"start": start, "end": end, "labels": ["loaded"]}}

    annotations = [
        {"completed_by": {"email": "ann"}, "result": [mark(10, 17), mark(52, 56)]},
        {"completed_by": {"email": "bo"}, "result": [mark(50, 56)]},
        {"completed_by": {"email": "cy"}, "result": []},
        {"completed_by": {"email": "cy"}, "result": [mark(0, 3)], "was_cancelled": True},
    ]
    file.write_text(json.dumps([{"id": "dam", "data": {"text": TEXT}, "annotations": annotations}]))
    return file


@pytest.mark.parametrize("form", ["csv", "brat", "label studio"])
def test_marks_in_articles_are_compared_word_by_word(tmp_path: Path, form: str) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "dam.txt").write_text(TEXT, encoding="utf-8")
    made = {
        "csv": lambda: measure_agreement(write_csv(tmp_path / "c.csv", *MARKS), tmp_path / "articles"),
        "brat": lambda: measure_agreement(brat(tmp_path / "brat")),
        "label studio": lambda: measure_agreement(label_studio(tmp_path / "c.json")),
    }
    report = made[form]()
    assert (report.coders, report.units) == (["ann", "bo", "cy"], 11)
    told = [(one.start, one.text, one.labels) for one in report.disagreements]
    assert told == [
        (10, "praised", {"(unmarked)": ["bo", "cy"], "loaded": ["ann"]}),
        (50, "a", {"(unmarked)": ["ann", "cy"], "loaded": ["bo"]}),
        (52, "ruin", {"loaded": ["ann", "bo"], "(unmarked)": ["cy"]}),
    ]
    assert [TEXT[one.start : one.end] for one in report.disagreements] == ["praised", "a", "ruin"]
    counts = np.array([[3.0, 0]] * 8 + [[2, 1], [2, 1], [1, 2]])
    assert report.alpha == pytest.approx(krippendorff_alpha(counts).value)


def test_words_in_a_row_over_which_the_same_coders_differ_are_one_passage(tmp_path: Path) -> None:
    rows = (MARKS[0], ("dam", "ann", 0, 17, "own"), ("dam", "bo", 0, 3, "quoted"), ("dam", "cy", "", "", ""))
    (tmp_path / "dam.txt").write_text(TEXT, encoding="utf-8")
    report = measure_agreement(write_csv(tmp_path / "c.csv", *rows), tmp_path / "dam.txt")
    assert [one.text for one in report.disagreements] == ["The", "mayor praised"]


def studio(file: Path, data: dict[str, str], *by_coder: list[dict[str, object]]) -> Path:
    annotations = [{"completed_by": n, "result": result} for n, result in enumerate(by_coder)]
    file.write_text(json.dumps([{"id": "dam", "data": data, "annotations": annotations}]))
    return file


def ruin(**changed: object) -> dict[str, object]:
    return {
        "type": "labels",
        "value": {"start": 52, "end": 56, "text": "ruin", "labels": ["loaded"], **changed},
    }


def test_the_text_of_label_studio_is_that_which_holds_the_marked_words(tmp_path: Path) -> None:
    data = {"url": "https://example.org/a-dam-and-what-critics-of-it-said-in-the-town", "body": TEXT}
    relation: dict[str, object] = {"type": "relation", "from_id": "a", "to_id": "b", "direction": "right"}
    report = measure_agreement(studio(tmp_path / "c.json", data, [ruin(), relation], [relation]))
    assert report.units == 11
    assert [(one.text, one.labels) for one in report.disagreements] == [
        ("ruin", {"(unmarked)": ["1"], "loaded": ["0"]})
    ]
    tasks = json.loads((tmp_path / "c.json").read_text())
    unmarked = {**tasks[0], "id": "first", "annotations": [{"completed_by": n, "result": []} for n in (0, 1)]}
    (tmp_path / "two.json").write_text(json.dumps([unmarked, *tasks]))
    assert measure_agreement(tmp_path / "two.json").units == 22
    # What a task's own marks say goes before what is so in most tasks.
    other = {**tasks[0], "id": "other", "data": {"body": "x" * 70, "url": TEXT + " Again."}}
    (tmp_path / "two.json").write_text(json.dumps([*tasks, {**tasks[0], "id": "b"}, other]))
    report = measure_agreement(tmp_path / "two.json")
    assert (report.units, [one.text for one in report.disagreements]) == (34, ["ruin"] * 3)
    lines = {"title": "x" * 90, "body": TEXT.replace(". ", ".\n")}
    mark = ruin(start=22, end=34, text="dam.\\nCritics")
    report = measure_agreement(studio(tmp_path / "c.json", lines, [mark], []))
    assert [one.text for one in report.disagreements] == ["dam Critics"]


@pytest.mark.parametrize(
    ("result", "says"),
    [
        (ruin(text="dam"), "task 1: has marks whose words stand in no text"),
        (ruin(start="first"), "task 1: cannot be read: ValueError"),
        (ruin(end=float("inf")), "task 1: cannot be read: OverflowError"),
        ({"type": "rating", "value": {"rating": 3}}, "task 1: has a result of the type 'rating'"),
        ({"type": "hypertextlabels", "value": {"hypertextlabels": ["x"]}}, "type 'hypertextlabels'"),
    ],
)
def test_results_of_label_studio_that_cannot_be_read_are_named(
    tmp_path: Path, result: dict[str, object], says: str
) -> None:
    with pytest.raises(UsageError, match=says):
        measure_agreement(studio(tmp_path / "c.json", {"text": TEXT}, [ruin()], [result]))


def test_choices_of_label_studio_are_units(tmp_path: Path) -> None:
    def by(coder: int, choice: str) -> dict[str, object]:
        value = {"choices": [choice]}
        return {"completed_by": coder, "result": [{"from_name": "kind", "value": value}]}

    tasks = [
        {"id": n, "data": {"text": "x"}, "annotations": [by(1, "fact"), by(2, "view")]} for n in range(2)
    ]
    (tmp_path / "c.json").write_text(json.dumps(tasks))
    report = measure_agreement(tmp_path / "c.json")
    assert [one.unit for one in report.disagreements] == ["0:kind", "1:kind"]


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ((("a", "b"), (1, 2)), "unit, coder and label"),
        ((("unit", "coder", "label"), (1, "ann", "")), "line 2: has nothing in the column 'label'"),
        ((("unit", "coder", "label"), (1, "ann", "a"), (1, "ann", "b")), "two labels by ann"),
        ((("unit", "coder", "label"), (1, "ann", "a")), "one coder"),
        ((("unit", "ann"), (1, "a")), "no two columns"),
        ((*MARKS[:2], ("dam", "bo", 3, "x", "loaded")), "line 3: has the mark 3 to x"),
        ((*MARKS[:2], ("dam", "bo", "\u0663", "9", "loaded")), "line 3: has the mark"),
        ((*MARKS[:2], ("dam", "bo", "3", "9" * 5000, "loaded")), "line 3: has the mark"),
        (MARKS, "--articles"),
        # A misspelt column is not a coder's.
        ((("unit", "coder", "lable"), (1, "ann", "a"), (1, "bo", "b")), "unit, coder and label"),
        ((("unit", "codr", "label"), (1, "ann", "a"), (1, "bo", "b")), "unit, coder and label"),
        ((("unit", "item", "coder", "label"), (1, 2, "ann", "a")), "two columns for one thing: 'unit' and"),
        ((("unit", "ann", "bo", "Ann "), (1, "a", "a", "b")), "two columns for one thing: 'Ann ' and"),
        # A quiz, which has a column "id" too.
        (
            (("id", "kind", "question", "right"), (1, "choice", "Who?", "own"), (2, "order", "What?", "own")),
            "no coder's.*: kind, question$|no coder's.*kind, question;",
        ),
        ((*LONG[:2], (2, "ann", "x" * 140_000)), "line 3: cannot be read: field larger"),
    ],
)
def test_what_cannot_be_read_is_named(
    tmp_path: Path, rows: tuple[tuple[object, ...], ...], says: str
) -> None:
    with pytest.raises(UsageError, match=says):
        measure_agreement(write_csv(tmp_path / "c.csv", *rows))


def test_numbers_need_not_be_the_same_in_two_columns(tmp_path: Path) -> None:
    rows = (("unit", "ann", "bo"), (1, "1.5", "2"), (2, "3", "2.5"))
    assert measure_agreement(write_csv(tmp_path / "c.csv", *rows), level="interval").units == 2


def test_of_a_class_s_file_the_export_is_named(tmp_path: Path) -> None:
    (tmp_path / "class.sqlite").touch()
    with pytest.raises(UsageError, match=r"framing class export .*class\.sqlite -o marks\.csv"):
        measure_agreement(tmp_path / "class.sqlite")


def test_the_quiz_of_a_lesson_is_no_table_of_coders(tmp_path: Path) -> None:
    header = "id,kind,name,passages,question,options,right,feedback,proof"
    kinds = ["choice,Whose words?,Passage,Whose?,own | quoted,own,Voice,Passage"]
    kinds += ["order,What first?,,Which first?,A | B,A,Time,A then B"]
    rows = [f"q{number},{kind}" for number, kind in enumerate(kinds * 5)]
    (tmp_path / "questions.csv").write_text("\n".join([header, *rows]), encoding="utf-8")
    with pytest.raises(UsageError, match=r"no coder's.*: kind, name, question, options, right, feedback;"):
        measure_agreement(tmp_path / "questions.csv")


def test_a_file_that_is_missing_or_in_another_encoding_is_told_in_plain_words(tmp_path: Path) -> None:
    (tmp_path / "latin.csv").write_bytes("unit,coder,label\n1,Zoë,a\n".encode("latin-1"))
    for name, says in (
        ("no.csv", "no such file"),
        ("no.json", "no such file"),
        ("latin.csv", "not in UTF-8"),
    ):
        with pytest.raises(UsageError, match=says) as told:
            measure_agreement(tmp_path / name)
        assert "Errno" not in str(told.value)


@pytest.mark.parametrize("level", ["ordinal", "interval"])
def test_labels_that_are_equal_numbers_are_one_label(tmp_path: Path, level: Level) -> None:
    rows = (("unit", "ann", "bo"), (1, "1", "1.0"), (2, "2", "02"), (3, "3", "1"))
    plain = (("unit", "ann", "bo"), (1, "1", "1"), (2, "2", "2"), (3, "3", "1"))
    report = measure_agreement(write_csv(tmp_path / "c.csv", *rows), level=level)
    assert report == measure_agreement(write_csv(tmp_path / "p.csv", *plain), level=level)
    assert [one.unit for one in report.disagreements] == ["3"]
    for label in ("nan", "-inf", "1e999"):
        with pytest.raises(UsageError, match=f"label '{label}': is no number"):
            measure_agreement(write_csv(tmp_path / "n.csv", *plain, (4, label, "1")), level=level)


def test_marks_outside_of_their_article_are_named(tmp_path: Path) -> None:
    folder = brat(tmp_path / "brat")
    (folder / "bo" / "dam.ann").write_text("T1\tloaded 48 99\tx\n")
    with pytest.raises(UsageError, match=r"a mark by bo from 48 to 99, and 57 characters"):
        measure_agreement(folder)
    (folder / "bo" / "dam.ann").write_text("T1\tloaded\n")
    with pytest.raises(UsageError, match=r"dam.ann, line 1: is no mark of brat"):
        measure_agreement(folder)


def test_offsets_of_brat_hold_in_a_text_with_line_ends_of_windows(tmp_path: Path) -> None:
    text = TEXT.replace(". ", ".\r\n\r\n")
    for coder, marks in (
        ("ann", f"T1\tloaded {text.index('ruin')} {text.index('ruin') + 4}\truin\r\n"),
        ("bo", ""),
    ):
        (tmp_path / coder).mkdir()
        (tmp_path / coder / "dam.txt").write_bytes(text.encode())
        (tmp_path / coder / "dam.ann").write_bytes(marks.encode())
    report = measure_agreement(tmp_path)
    assert [(one.text, text[one.start : one.end]) for one in report.disagreements] == [("ruin", "ruin")]


def test_command_prints_alpha_pairs_and_passages(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["agreement", str(brat(tmp_path / "brat"))])
    assert stop.value.code == 0
    printed = capsys.readouterr().out
    assert "3 coders, 11 units coded by two or more" in printed
    assert "Krippendorff's alpha: 0." in printed
    assert "3 passages over which coders differ" in printed
    assert "(unmarked): words that a coder left alone; --unmarked skip does not count them" in printed
    with pytest.raises(SystemExit):
        main(["agreement", str(write_csv(tmp_path / "o.csv", *LONG)), "--level", "ordinal"])
    assert "label 'a': is no number" in capsys.readouterr().err
