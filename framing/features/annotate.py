"""The whole of the features room: one article in, its `Annotations` out. Nothing here knows other articles."""

from pathlib import Path

from msgspec.structs import replace

from framing.features.agency import find_agency
from framing.features.attribution import Method, describe_method, find_document_attributions, make_cast
from framing.features.naming import find_names
from framing.features.sentences import describe_sentences
from framing.features.tagger import DEFAULT_PIPELINE
from framing.features.voice import Voices
from framing.features.wording import find_frame_cues, find_loaded, find_stance
from framing.lexicon.language import Language
from framing.schema import (
    Agency,
    Annotations,
    Article,
    Attribution,
    FrameCue,
    Loaded,
    Name,
    Sentence,
    Stance,
    Utterance,
)
from framing.text import parse_article
from framing.version import __version__


def annotate_article(
    article: Article,
    language: Language,
    attribution: Method = "hybrid",
    pipeline: str = DEFAULT_PIPELINE,
    weights: Path | None = None,
) -> Annotations:
    """Return all that is found in an article; an article without prose has empty lists.

    `attribution` says who finds the attributions: the rules with the tagger ("hybrid"), the rules alone ("rules"), or
    the rules with a tagger that sees the trees of a spaCy pipeline too ("spacy"). That `pipeline` must be installed.
    `weights` is a folder with weights of the tagger in place of the shipped ones.
    """
    attributions: list[Attribution] = []
    names: list[Name] = []
    stance: list[Stance] = []
    loaded: list[Loaded] = []
    frames: list[FrameCue] = []
    sentences: list[Sentence] = []
    utterances: list[Utterance] = []
    agency: list[Agency] = []
    *headline, text = parse_article(article, language)
    cast_of_text = make_cast(text, language)
    casts = [*(make_cast(one, language, cast_of_text.people) for one in headline), cast_of_text]
    for cast in casts:
        document = cast.document
        found = find_document_attributions(
            document, language, len(attributions) + 1, cast, attribution, pipeline, weights
        )
        found = [_without_own_channel(one, article.outlet) for one in found]
        voices = Voices(document, found)
        attributions += found
        names += find_names(document, voices, language, len(names) + 1)
        stance += find_stance(document, voices, language, len(stance) + 1)
        loaded += find_loaded(document, voices, language, len(loaded) + 1)
        frames += find_frame_cues(document, voices, language, len(frames) + 1)
        sentences += describe_sentences(document, voices, language.code)
        utterances += voices.utterances
        agency += find_agency(document, voices, language, found, len(agency) + 1, cast)
    return Annotations(
        article=article,
        attributions=attributions,
        names=names,
        stance=stance,
        loaded=loaded,
        frames=frames,
        sentences=sentences,
        utterances=utterances,
        signature=annotation_signature(language, attribution, pipeline, weights),
        agency=agency,
    )


def _without_own_channel(attribution: Attribution, outlet: str | None) -> Attribution:
    """Return an attribution without the channel that is the article's own outlet.

    What people "told the BBC" came to the BBC's reader through nobody else.
    """
    if outlet is None or attribution.source is None or attribution.via is None:
        return attribution
    return replace(attribution, via=None) if attribution.via.canonical == outlet else attribution


def annotation_signature(
    language: Language,
    attribution: Method = "hybrid",
    pipeline: str = DEFAULT_PIPELINE,
    weights: Path | None = None,
) -> str:
    """Return what made the annotations: version, lexicons and tagger with their digests, in the manner of sacreBLEU."""
    tagger = describe_method(language, attribution, pipeline, weights)
    return f"framing:{__version__}|attribution:{tagger}|lexicons:{language.digests}"
