"""The room that turns a `Document` into `Annotations`: attributions, voice, naming, stance, sentiment, frames."""

from framing.features.annotate import annotate_article, annotation_signature
from framing.features.attribution import OWN_WEIGHTS, Method
from framing.features.tagger import DEFAULT_PIPELINE, load_parser, require_weights

__all__ = [
    "DEFAULT_PIPELINE",
    "OWN_WEIGHTS",
    "Method",
    "annotate_article",
    "annotation_signature",
    "load_parser",
    "require_weights",
]
