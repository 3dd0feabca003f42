"""Annotating to a file leaves Python's search for cycles as it was, and starts none when it ends."""

import gc

from framing.corpus.annotate import annotate_to_file
from framing.reading.article import read_text


def test_what_annotating_made_is_not_looked_through(tmp_path):
    article = read_text("The mayor said the bridge would open in May. " * 200, file="a.txt", id="a")
    annotate_to_file([article], tmp_path / "annotations.jsonl")
    gc.collect()
    thresholds, searches = gc.get_threshold(), gc.get_stats()[0]["collections"]
    annotate_to_file([article] * 3, tmp_path / "annotations.jsonl")
    made: list[list[int]] = [[] for _ in range(thresholds[0] // 2)]
    assert gc.get_stats()[0]["collections"] == searches, f"{len(made)} records started one"
    assert gc.get_threshold() == thresholds
    assert gc.get_freeze_count() == 0
