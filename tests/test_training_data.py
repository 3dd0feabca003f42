"""The data of the training are checked before anything is learnt from them."""

import json
import sys

import pytest

ROW = {"text": "Ida Holm said no. Été.", "attributions": []}
GOOD = {"source": [[0, 8]], "cue": [[9, 13]], "content": [[14, 16]]}


@pytest.fixture
def read(repository, monkeypatch, tmp_path):
    """Reads lines of data as the training script does."""
    monkeypatch.syspath_prepend(str(repository / "training"))
    monkeypatch.delitem(sys.modules, "examples", raising=False)
    from examples import read_rows

    def read_lines(*attributions):
        file = tmp_path / "data.jsonl"
        lines = [{**ROW, "attributions": [GOOD]}, {**ROW, "attributions": list(attributions)}]
        file.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
        return list(read_rows(file))

    return read_lines


def test_offsets_in_the_text_are_taken(read):
    last = {"cue": [[18, 21]], "content": [[0, 3], [9, 22]], "source": None}
    assert [len(row.attributions) for row in read(GOOD, last)] == [1, 2]


@pytest.mark.parametrize("span", [[14, 24], [5000, 5010], [-3, 2], [9, 9], [9, 4]])
@pytest.mark.parametrize("role", ["source", "cue", "content"])
def test_offsets_outside_the_text_are_refused_with_their_line(read, role, span):
    told = rf"data\.jsonl, line 2: attribution 2 has the {role} \[.*the text has 22 characters.*count them"
    with pytest.raises(SystemExit, match=told):
        read(GOOD, {**GOOD, role: [span]})
