"""The room for many articles: annotate a stream of them into one file, with as many workers as asked for."""

from framing.corpus.annotate import AnnotateSummary, annotate_stream, annotate_to_file

__all__ = ["AnnotateSummary", "annotate_stream", "annotate_to_file"]
