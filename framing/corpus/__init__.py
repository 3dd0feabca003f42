"""The room for many articles: annotate a stream of them into one file, with as many workers as asked for."""

from framing.corpus.annotate import (
    AnnotateSummary,
    Settings,
    annotate_stream,
    annotate_to_file,
    read_annotated,
)

__all__ = ["AnnotateSummary", "Settings", "annotate_stream", "annotate_to_file", "read_annotated"]
