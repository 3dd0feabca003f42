"""Who shares the work of annotating: chosen by how many articles there are, without a change in what comes out."""

import pytest

from framing.corpus import annotate
from framing.corpus.annotate import annotate_stream
from framing.schema import Reject


def rejects(count):
    """Stand-ins for articles that cost nothing to annotate."""
    return [Reject(file=f"{number}.txt", reason="empty") for number in range(count)]


@pytest.mark.parametrize(
    ("count", "workers"), [(0, 1), (1, 1), (annotate._MANY_ARTICLES - 1, 1), (annotate._MANY_ARTICLES, 6)]
)
def test_many_articles_get_all_processors(monkeypatch, count, workers):
    monkeypatch.setattr(annotate, "count_processors", lambda: 6)
    chosen, articles = annotate._choose_workers(iter(rejects(count)))
    assert chosen == workers
    assert list(articles) == rejects(count)


def test_choosing_loses_no_article(monkeypatch):
    monkeypatch.setattr(annotate, "count_processors", lambda: 2)
    many = rejects(annotate._MANY_ARTICLES + 5)
    assert list(annotate_stream(many, workers=None)) == many


def test_there_is_a_processor():
    assert annotate.count_processors() >= 1
