"""What a notebook shows: asked of IPython itself, in a process of its own, as a reader's kernel would be."""

import json
import os
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from matplotlib.figure import Figure

import framing
from framing.errors import UsageError
from framing.report.notebook import print_figure, show_annotations, show_article, show_comparison
from framing.schema import encode

SHELL = """
import json, sys
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
shell.run_cell("import framing")
loaded = sorted({"framing.schema", "framing.report", "matplotlib"} & set(sys.modules))
shell.run_cell(open(sys.argv[1], encoding="utf-8").read())
shown = {name: shell.display_formatter.format(shell.user_ns[name])[0] for name in sys.argv[2:]}
tell = lambda value: "picture" if value[:4] == b"\\x89PNG" else "?"
print(json.dumps({"loaded": loaded, "shown": shown}, default=tell))
"""
CELL = """
from pathlib import Path
from framing.schema import decode_annotations
lines = Path({path!r}).read_bytes().splitlines()
annotations = [decode_annotations(line) for line in lines]
held, article = annotations[0], annotations[0].article
comparison = framing.compare(annotations, "A <b>dam</b> bursts", resamples=0)
figure = framing.figure(comparison, annotations, "voices")
"""


@pytest.fixture(scope="module")
def in_ipython(annotations, tmp_path_factory):
    folder = tmp_path_factory.mktemp("notebook")
    (folder / "annotations.jsonl").write_bytes(b"\n".join(encode(one) for one in annotations))
    (folder / "cell.py").write_text(CELL.format(path=str(folder / "annotations.jsonl")), encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "IPYTHONDIR": str(folder)}
    done = subprocess.run(
        [sys.executable, "-c", SHELL, str(folder / "cell.py"), "comparison", "held", "article", "figure"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment,
        cwd=Path(folder),
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_importing_in_a_notebook_loads_nothing(in_ipython):
    assert in_ipython["loaded"] == []


@pytest.mark.parametrize("name", ["comparison", "held", "article"])
def test_objects_show_themselves(in_ipython, name):
    shown = in_ipython["shown"][name]
    assert shown["text/html"].startswith("<div>")
    assert "text/plain" in shown


def test_whatever_asks_for_the_method_gets_it(comparison, annotations):
    framing.read  # noqa: B018 - whatever is used first gives the records their method
    for shown, show in (
        (comparison, show_comparison),
        (annotations[0], show_annotations),
        (annotations[0].article, show_article),
    ):
        assert shown._repr_html_() == show(shown)


def test_a_figure_without_pyplot_is_a_picture(in_ipython):
    assert in_ipython["shown"]["figure"]["image/png"] == "picture"


def test_every_chart_of_a_report_comes_as_a_figure(comparison, annotations, report):
    names = {path.stem for path in (report / "charts").glob("*.svg")}
    assert len(names) > 5
    for name in sorted(names):
        figure = framing.figure(comparison, annotations, name)
        assert isinstance(figure, Figure)
        assert print_figure(figure).startswith(b"\x89PNG")


def test_an_unknown_chart_is_told_with_the_nearest(comparison, annotations):
    with pytest.raises(UsageError, match=r"'barcod' is no chart.*did you mean 'barcode'"):
        framing.figure(comparison, annotations, "barcod")


def test_a_comparison_shows_its_table_and_signature(comparison):
    shown = show_comparison(comparison)
    assert shown.count("<tr>") == 1 + len(comparison.outlets)
    assert comparison.signature in shown
    assert f"{len(comparison.figures)} figures" in shown
    assert "1 article set aside" in shown


class _Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.depth, self.text = set(), [], ""

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        assert {name for name, _ in attributes} <= {"style", "title"}
        self.depth.append(tag)

    def handle_endtag(self, tag):
        assert self.depth.pop() == tag

    def handle_data(self, data):
        self.text += data


def test_strangers_text_is_shown_and_not_run(comparison, annotations):
    pages = [show_comparison(comparison)]
    pages += [
        show(one) for one in annotations for show in (show_annotations, lambda one: show_article(one.article))
    ]
    for page in pages:
        parser = _Tags()
        parser.feed(page)
        assert parser.tags <= {"div", "strong", "table", "thead", "tbody", "tr", "th", "td", "span", "p"}
        assert parser.depth == []
        assert not set("\u202e\u2067\x07") & set(page)
    text = _Tags()
    text.feed(pages[1])
    assert "</script><script>alert(2)</script>" in text.text


def test_words_of_others_are_underlined_with_their_source(annotations):
    for held in annotations:
        shown = show_annotations(held)
        spoken = [one.voice for one in held.utterances if one.voice != "own" and one.where == "text"]
        assert shown.count('title="attributed') == spoken.count("attributed")
        assert shown.count('title="quoted, unnamed person"') == spoken.count("quoted")


def test_a_long_text_is_cut_and_says_so(make_annotations):
    held = make_annotations("long", None, (1, 3) * 150)
    assert len(held.article.text) > 20_000
    more = f"… and {len(held.article.text) - 20_000} characters more."
    assert more in show_annotations(held)
    assert more in show_article(held.article)


def test_records_print_themselves_in_a_line(annotations, comparison, in_ipython):
    held = annotations[0]
    for one, name in ((comparison, "comparison"), (held, "held"), (held.article, "article")):
        assert "\n" not in repr(one)
        assert len(repr(one)) < 200
        assert len(in_ipython["shown"][name]["text/plain"]) < 200
    assert repr(held.article.id) in repr(held)
    assert f"{len(comparison.articles)} articles" in repr(comparison)
