"""The page "Write a lexicon for your event in ten minutes": its commands are run, and print what the page shows."""

import re
from pathlib import Path

import pytest

from framing.cli import main

_FILE = re.compile(r"^`([\w./-]+)`(?:, edited)?:\n\n```\w*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_BLOCK = re.compile(r"^```\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def test_the_page_tells_the_truth(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = (repository / "docs" / "lexicon-in-ten-minutes.md").read_text(encoding="utf-8")
    files = dict(_FILE.findall(page))
    assert len(files) == 4
    monkeypatch.chdir(tmp_path)
    for name, text in files.items():
        if name.startswith("fire/"):
            Path("fire").mkdir(exist_ok=True)
            Path(name).write_text(text, encoding="utf-8")
    blocks = [block for block in _BLOCK.findall(page) if block not in files.values()]
    commands = [number for number, block in enumerate(blocks) if block.startswith("framing ")]
    assert len(commands) == 3
    for number in commands:
        if "check" in blocks[number]:
            Path("fire-names.toml").write_text(files["fire-names.toml"], encoding="utf-8")
        with pytest.raises(SystemExit) as left:
            main(blocks[number].split()[1:])
        assert left.value.code == 0, blocks[number]
        printed = capsys.readouterr().out
        shown = blocks[number + 1] if number + 1 < len(blocks) and number + 1 not in commands else ""
        assert shown in printed
    quoted = re.search(r"```toml\n(\[\[entries.variants\]\]\n.*?)```", page, re.DOTALL)
    assert quoted
    with pytest.raises(SystemExit):
        main(["lexicon", "suggest", "fire", "-o", "again.toml", "--quiet"])
    again = Path("again.toml").read_text(encoding="utf-8")
    assert all(line in again for line in quoted[1].splitlines())
    assert Path("reports/fire/index.html").is_file()
