"""A report in another language: a folder of texts, and words in place of those that other rooms bring in English."""

import shutil
from pathlib import Path

import msgspec
import pytest

from framing.measures import MEASURES
from framing.report import texts, write_report
from framing.report.texts import in_language
from framing.report.wording import definition_of, say_refusal
from framing.schema import UNIDENTIFIED, OutletMap

MEASURES_FILE = """
[name]
frame_share = "Quadros"
voice_share = "Palavras por voz"

[refusal]
"# words, at least # needed" = "só # palavras, de #"
"at least # words needed" = "precisa de # palavras"
"nothing was counted" = "nada"
"""


@pytest.fixture
def made_up(tmp_path, monkeypatch):
    """A language "xx": the English texts, with other names for a unit, two measures and some refusals."""
    folder = tmp_path / "texts"
    shutil.copytree(Path(texts.__file__).parent / "en", folder / "xx")
    (folder / "xx" / "measures.toml").write_text(MEASURES_FILE, encoding="utf-8")
    page = folder / "xx" / "page.toml"
    told = page.read_text(encoding="utf-8")
    page.write_text(told.replace('words = "words"', 'words = "palavras"'), encoding="utf-8")
    monkeypatch.setattr(texts, "_FOLDER", folder)
    texts._load.cache_clear()
    yield "xx"
    texts._load.cache_clear()


def test_a_language_names_measures_units_and_refusals(made_up, comparison, annotations, tmp_path):
    names = [outlet.name for outlet in comparison.outlets]
    drawn = OutletMap(
        profile="words",
        outlets=names,
        words=150,
        distances=[[0.0, 0.4, 0.4], [0.4, 0.0, 0.4], [0.4, 0.4, 0.0]],
        coordinates=[(0.2, 0.0), (-0.2, 0.0), (0.0, 0.3)],
        order=names,
        refusal=f"at least 150 words needed; left out: {UNIDENTIFIED} (11 words)",
    )
    comparison = msgspec.structs.replace(comparison, maps=[drawn])
    write_report(comparison, annotations, tmp_path / "report", language=made_up)
    page = (tmp_path / "report" / "index.html").read_text(encoding="utf-8")
    told = (tmp_path / "report" / "report.md").read_text(encoding="utf-8")
    for text in (page, told):
        assert "Quadros" in text
        assert MEASURES["frame_share"].name not in text
        assert "precisa de 150 palavras; left out: " in text.replace("\\", "")
    assert '"words":"palavras"' in page
    assert "Without an interval: nada." in page


def test_what_a_language_does_not_say_stays_as_it_came(made_up):
    with in_language(made_up):
        assert definition_of("voice_share").name == "Palavras por voz"
        assert definition_of("source_share") is MEASURES["source_share"]
        assert say_refusal("1,234 words, at least 2.5 needed") == "só 1,234 palavras, de 2.5"
        assert say_refusal("nothing was counted; all of 9 # agree") == "nada; all of 9 # agree"
        assert say_refusal("") == ""
