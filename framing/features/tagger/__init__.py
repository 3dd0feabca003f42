"""A small learned tagger of attributions, for what the rules cannot know (room: features)."""

from framing.features.tagger.merge import with_tagged
from framing.features.tagger.parse import DEFAULT_PIPELINE, load_parser
from framing.features.tagger.weights import Model, load_model

__all__ = ["DEFAULT_PIPELINE", "Model", "load_model", "load_parser", "with_tagged"]
