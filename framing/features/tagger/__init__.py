"""A small learned tagger of attributions, for what the rules cannot know (room: features)."""

from framing.features.tagger.merge import with_tagged
from framing.features.tagger.parse import DEFAULT_PIPELINE, load_parser
from framing.features.tagger.weights import Model, Variant, load_model, require_weights

__all__ = [
    "DEFAULT_PIPELINE",
    "Model",
    "Variant",
    "load_model",
    "load_parser",
    "require_weights",
    "with_tagged",
]
