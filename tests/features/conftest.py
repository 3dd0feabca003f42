"""Annotations of bare texts, for the tests of the features."""

from collections.abc import Callable

import pytest

import framing
from framing.features.attribution import find_document_attributions
from framing.lexicon.language import load_language
from framing.schema import Annotations, Article, Attribution, Region
from framing.text import parse_text


@pytest.fixture
def attribute() -> Callable[[str], list[Attribution]]:
    """Find the attributions of a bare text."""
    language = load_language("en")
    return lambda text: find_document_attributions(parse_text(text, language), language)


@pytest.fixture
def annotate() -> Callable[[str], Annotations]:
    """Annotate a bare text, all of it body, by rules alone unless a test asks for the tagger."""

    def annotate_text(text: str, title: str | None = None, attribution: str = "rules") -> Annotations:
        body = Region(kind="body", start=0, end=len(text), reason="test")
        article = Article(id="one", file="one.txt", text=text, title=title, regions=[body])
        return framing.annotate(article, attribution=attribution)

    return annotate_text
