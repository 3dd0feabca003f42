"""The check of a lexicon: size, overlaps, matches with concordance lines; faults go to the command's exit code."""

from collections.abc import Callable
from pathlib import Path

import pytest

import framing
from framing.api import check_lexicon as check_paths
from framing.cli import main
from framing.errors import LexiconError, UsageError
from framing.resources import lexicon_folder
from framing.schema import Article, Reject, passage_text
from framing.workshop import LexiconReport, check_lexicon

WriteLexicon = Callable[..., Path]
MakeArticle = Callable[..., Article]

LEVY = """
[[entries]]
id = "levy"
label = "the charge on driving into town"
context = ["driver*"]
[[entries.variants]]
label = "congestion charge"
forms = ["congestion charge", "charge"]
used_by = "the council"
since = "2001"
near = ["town*"]
[[entries.variants]]
label = "toll"
forms = ["toll", "toll*"]
used_by = "drivers"
since = "2001"
unless = ["death toll"]
[[entries.variants]]
label = "fee on freedom"
forms = ["fee on freedom"]
used_by = "nobody yet"
since = "2030"
"""


def uses_of(report: LexiconReport) -> dict[str, tuple[int, int]]:
    return {use.entry: (use.matches, use.articles) for use in report.uses}


def test_without_articles_it_tells_what_the_file_holds(write_lexicon: WriteLexicon) -> None:
    path = write_lexicon("naming", LEVY)
    report = check_lexicon(path)
    assert (report.file, report.header.id, report.entries, report.forms) == (str(path), "mine", 1, 5)
    assert [(use.number, use.entry, use.forms) for use in report.uses] == [
        (1, "levy: congestion charge", 2),
        (1, "levy: toll", 2),
        (1, "levy: fee on freedom", 1),
    ]
    assert report.is_clean
    assert not report.replaces
    assert not report.never_found
    assert not report.overlaps


def test_matches_are_those_that_annotating_finds(
    write_lexicon: WriteLexicon, make_article: MakeArticle
) -> None:
    text = (
        "Drivers dislike the congestion charge in town. A charge of theft was dropped. "
        "The toll is high, but the death toll is low.\nMore tolls may come."
    )
    article = make_article("a", text, furniture="Read more about the toll for drivers")
    path = write_lexicon("naming", LEVY)
    report = check_lexicon(path, [article, make_article("b", "The toll of war is known.")])
    assert report.articles == 2
    assert uses_of(report) == {
        "levy: congestion charge": (1, 1),
        "levy: toll": (2, 1),
        "levy: fee on freedom": (0, 0),
    }
    names = framing.annotate(article, [path]).names
    shown = [line for use in report.uses for line in use.lines]
    assert sorted(line.span for line in shown) == sorted(
        name.span for name in names if name.concept == "levy"
    )
    for line in shown:
        assert passage_text(article, line.span, line.where) == line.hit
    assert (shown[0].left, shown[0].right) == ("Drivers dislike the", "in town. A charge of theft")
    assert [use.entry for use in report.never_found] == ["levy: fee on freedom"]
    assert report.is_clean


def test_annotations_serve_as_well_as_articles(
    write_lexicon: WriteLexicon, make_article: MakeArticle
) -> None:
    article = make_article("a", "The toll angers drivers.", title="A new toll for drivers")
    path = write_lexicon("naming", LEVY)
    by_article, by_annotations = (check_lexicon(path, [one]) for one in (article, framing.annotate(article)))
    assert by_article == by_annotations
    lines = by_article.uses[1].lines
    assert [(line.where, line.hit) for line in lines] == [("title", "toll"), ("text", "toll")]


def test_at_most_three_lines_are_shown(write_lexicon: WriteLexicon, make_article: MakeArticle) -> None:
    path = write_lexicon("stance", 'entries = [{ forms = ["zebraish"], category = "hedge" }]')
    (use,) = check_lexicon(path, [make_article("a", "It is zebraish. " * 9)]).uses
    assert (use.matches, len(use.lines)) == (9, 3)


def test_a_lexicon_that_finds_nothing_at_all_is_not_clean(
    write_lexicon: WriteLexicon, make_article: MakeArticle
) -> None:
    path = write_lexicon("stance", 'entries = [{ forms = ["zebraish"], category = "hedge" }]')
    assert not check_lexicon(path, [make_article("a", "Nothing here.")]).is_clean
    assert check_lexicon(path, [make_article("a", "Nichts.", language="de")]).articles == 0


def test_rejects_stand_in_the_report(write_lexicon: WriteLexicon) -> None:
    path = write_lexicon("stance", 'entries = [{ forms = ["zebraish"], category = "hedge" }]')
    reject = Reject(file="x.txt", reason="it is empty")
    report = check_lexicon(path, [], [reject])
    assert report.rejects == [reject]
    assert not report.is_clean


SHARED_BY_KIND = [
    # kind, entries, forms that overlap with a shipped lexicon
    ("stance", 'entries = [{ forms = ["perhaps", "zebraish"], category = "hedge" }]', {"perhaps"}),
    ("stance", 'entries = [{ forms = ["perhap*", "zebraish"], category = "hedge" }]', {"perhap*"}),
    ("loaded", 'entries = [{ forms = ["PERHAPS"], category = "judging word", weight = 0.1 }]', set()),
    (
        "frames",
        'entries = [{ id = "my-frame", label = "x", scheme = "x", definition = "x", forms = ["tax", "war"] }]',
        set(),
    ),
    ("grammar", 'entries = [{ name = "he", forms = ["him", "hym"] }]', {"him"}),
]


@pytest.mark.parametrize(("kind", "entries", "forms"), SHARED_BY_KIND)
def test_overlaps_with_shipped_lexicons(
    write_lexicon: WriteLexicon, kind: str, entries: str, forms: set[str]
) -> None:
    report = check_lexicon(write_lexicon(kind, entries))
    assert {overlap.form for overlap in report.overlaps} == forms
    assert report.is_clean == (not forms)
    assert all(overlap.lexicon and overlap.other_entry and overlap.other_form for overlap in report.overlaps)


def test_a_lexicon_overlaps_not_with_the_one_that_it_replaces(write_lexicon: WriteLexicon) -> None:
    entries = 'entries = [{ forms = ["perhaps"], category = "hedge" }]'
    shipped = check_lexicon(lexicon_folder("en") / "stance.toml")
    report = check_lexicon(write_lexicon("stance", entries, id_=shipped.header.id))
    assert shipped.replaces
    assert report.replaces
    assert report.overlaps == []


def test_a_language_without_lexicons_has_no_overlaps(write_lexicon: WriteLexicon) -> None:
    entries = 'entries = [{ forms = ["perhaps"], category = "hedge" }]'
    assert check_lexicon(write_lexicon("stance", entries, language="xx")).is_clean


@pytest.mark.parametrize("kind", ["cues", "frames", "furniture", "grammar", "organisations", "sources"])
def test_every_kind_can_be_tried_on_articles(kind: str, make_article: MakeArticle) -> None:
    article = make_article("a", "The ministry said in Moscow that officials denied the tax.", "Share this")
    report = check_lexicon(lexicon_folder("en") / f"{kind}.toml", [article])
    assert sum(use.matches for use in report.uses) > 0


def test_a_fault_is_raised(write_lexicon: WriteLexicon) -> None:
    with pytest.raises(LexiconError, match="entry 1"):
        check_lexicon(write_lexicon("stance", 'entries = [{ forms = [""], category = "hedge" }]'))


def test_the_api_reads_the_articles(write_lexicon: WriteLexicon, tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "one.txt").write_text(
        "Tolls anger drivers. A toll in town rises. Who likes tolls?", encoding="utf-8"
    )
    (folder / "two.txt").write_text("", encoding="utf-8")
    report = check_paths(write_lexicon("naming", LEVY), folder)
    assert uses_of(report)["levy: toll"] == (3, 1)
    assert [Path(reject.file).name for reject in report.rejects] == ["two.txt"]
    with pytest.raises(UsageError):
        check_paths(write_lexicon("naming", LEVY), tmp_path / "nowhere")


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as left:
        main(["lexicon", "check", *arguments])
    assert isinstance(left.value.code, int)
    return left.value.code


def test_command_prints_a_table_and_lines(
    write_lexicon: WriteLexicon, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    article = tmp_path / "one.txt"
    article.write_text("Tolls anger drivers who come to town each day.\n", encoding="utf-8")
    assert run(str(write_lexicon("naming", LEVY)), str(article)) == 0
    printed = capsys.readouterr().out
    assert "mine 1, naming, language en\n1 entry, 5 forms\n" in printed
    assert "levy: toll               2      1        1\n" in printed
    assert "\n  [Tolls] anger drivers who come to town  (one)" in printed
    assert "never found: 2\n  levy: congestion charge\n  levy: fee on freedom\n" in printed


def test_command_leaves_with_1_for_an_overlap_and_2_for_a_fault(
    write_lexicon: WriteLexicon, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(str(write_lexicon("stance", 'entries = [{ forms = ["perhaps"], category = "hedge" }]'))) == 1
    assert (
        "overlaps with shipped lexicons: 1\n  'perhaps' (perhaps) and 'perhaps' (" in capsys.readouterr().out
    )
    path = write_lexicon("stance", 'entries = [{ forms = ["perhaps", "perhaps"], category = "hedge" }]')
    assert run(str(path)) == 2
    error = capsys.readouterr().err
    assert error.startswith(f"error: {path}, entry 1 (perhaps): the form 'perhaps' stands twice; ")
    assert "remove 'perhaps' from entry 1" in error


@pytest.mark.parametrize(
    "entries",
    [
        'entries = [\n  { forms = ["maybe so"], category = "hedge" },\n  { forms = ["*"], category = "hedge" },\n]',
        '[[entries]]\nforms = ["maybe so"]\ncategory = "hedge"\n\n[[entries]]\nforms = ["*"]\ncategory = "hedge"',
    ],
)
def test_a_fault_is_named_with_its_line(write_lexicon: WriteLexicon, entries: str) -> None:
    path = write_lexicon("stance", entries)
    at = next(
        number
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if '"*"' in line or (line == "[[entries]]" and '"*"' in path.read_text().splitlines()[number])
    )
    with pytest.raises(LexiconError, match=rf", line {at}, entry 2 \(\*\)"):
        check_lexicon(path)
