"""The page as PDF: printed by a browser where there is one, and what is said where there is none."""

import os
import sys

import pytest

from framing.errors import UsageError
from framing.report import pdf, write_report


@pytest.fixture
def no_browser(monkeypatch):
    monkeypatch.delenv(pdf.BROWSER_VARIABLE, raising=False)
    monkeypatch.setattr(pdf, "_candidates", lambda: iter(()))


def make_browser(folder, monkeypatch, code):
    """A program that stands in for a browser; its last argument but one says where to print."""
    script = folder / "browser"
    script.write_text(f"#!{sys.executable}\nimport sys\n{code}\n", encoding="utf-8")
    script.chmod(0o755)
    monkeypatch.setenv(pdf.BROWSER_VARIABLE, str(script))


def test_without_a_browser_the_error_says_what_to_do(comparison, annotations, no_browser, tmp_path):
    with pytest.raises(UsageError, match=r"no browser was found.*install one.*index\.html"):
        write_report(comparison, annotations, tmp_path, formats=["pdf"])
    assert not any(tmp_path.iterdir())


def test_a_browser_that_is_none_is_refused(monkeypatch, tmp_path):
    monkeypatch.setenv(pdf.BROWSER_VARIABLE, str(tmp_path / "nowhere"))
    with pytest.raises(UsageError, match="is no program"):
        pdf.find_browser()


@pytest.mark.skipif(os.name == "nt", reason="a script is no program there")
def test_a_browser_that_fails_is_told(monkeypatch, tmp_path):
    make_browser(tmp_path, monkeypatch, "sys.exit('no display')")
    with pytest.raises(UsageError, match="could not print the page: no display"):
        pdf.print_page(b"<p>x</p>")


@pytest.mark.skipif(os.name == "nt", reason="a script is no program there")
def test_the_time_of_printing_is_taken_out(monkeypatch, tmp_path):
    made = "b\"%PDF-1.4 /CreationDate (D:20240619101500+00'00') /ModDate (D:20240619101500+00'00')\""
    target = "next(one for one in sys.argv if one.startswith('--print-to-pdf=')).partition('=')[2]"
    make_browser(tmp_path, monkeypatch, f"open({target}, 'wb').write({made})")
    printed = pdf.print_page(b"<p>x</p>")
    assert b"2024" not in printed
    assert len(printed) == len(eval(made))


def test_the_page_is_printed_whole(comparison, annotations, tmp_path):
    if pdf.find_browser() is None:
        if os.environ.get("CI") or os.environ.get("FRAMING_REQUIRE_BROWSER") == "1":
            pytest.fail("no browser is installed here")
        pytest.skip("no browser is installed here")
    write_report(comparison, annotations, tmp_path, formats=["pdf"])
    printed = (tmp_path / "report.pdf").read_bytes()
    assert printed.startswith(b"%PDF-")
    assert printed.count(b"/Type /Page\n") >= 2
    assert not (tmp_path / "index.html").exists()
