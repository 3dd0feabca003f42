"""Who publishes an article, on a table of articles that are signed as outlets sign them."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from framing.reading import Metadata, read_text

TABLE = Path(__file__).with_name("outlets.toml")
ARTICLES: list[dict[str, Any]] = tomllib.loads(TABLE.read_text(encoding="utf-8"))["articles"]


def test_the_table_is_large_enough_to_mean_something() -> None:
    assert len(ARTICLES) >= 30
    assert sum("agency" in one for one in ARTICLES) >= 8
    assert sum("outlet" not in one for one in ARTICLES) >= 5
    assert len({one["text"] for one in ARTICLES}) == len(ARTICLES)


@pytest.mark.parametrize("given", ARTICLES, ids=lambda given: given["name"])
def test_outlet_agency_and_evidence(given: dict[str, Any]) -> None:
    beside = Metadata(outlet=given.get("given"), url=given.get("url"), site=given.get("site"))
    read = read_text(given["text"].lstrip("\n"), file="a.txt", id="a", metadata=beside)
    evidence = read.outlet_evidence
    assert (read.outlet, evidence and evidence.kind) == (given.get("outlet"), given.get("evidence"))
    assert read.agency == given.get("agency")
    if evidence:
        assert evidence.registered is given.get("registered", True)
