"""The room that turns a `Document` into `Annotations`: attributions, voice, naming, stance, sentiment, frames."""

from framing.features.annotate import annotate_article, annotation_signature

__all__ = ["annotate_article", "annotation_signature"]
