"""The room that turns a `Document` into `Annotations`: attributions, voice, naming, stance, sentiment, frames."""

from framing.features.annotate import annotate_article, annotation_signature
from framing.features.attribution import Method
from framing.features.tagger import DEFAULT_PIPELINE, load_parser

__all__ = ["DEFAULT_PIPELINE", "Method", "annotate_article", "annotation_signature", "load_parser"]
