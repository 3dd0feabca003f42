"""The room of reading: a path in, articles with their regions out, and a reject for whatever is no article."""

from framing.reading.article import read_text
from framing.reading.metadata import Metadata
from framing.reading.options import ReadingOptions
from framing.reading.read import read
from framing.reading.vocabulary import Vocabulary, load_vocabulary

__all__ = ["Metadata", "ReadingOptions", "Vocabulary", "load_vocabulary", "read", "read_text"]
