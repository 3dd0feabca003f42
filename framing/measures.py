"""The registry of measures: each declared once, with what it counts and how far it can be trusted.

The report's "How to read this", the reference page and the headers of the tables are made from it.
"""

from typing import Literal

import msgspec

Unit = Literal["words", "attributions", "mentions", "sentences"]


class MeasureDefinition(msgspec.Struct, frozen=True, kw_only=True):
    """A measure: `scale` times numerator over denominator.

    `minimum` is the smallest denominator for which a value with an interval is given; below it the figure is refused.
    """

    id: str
    name: str
    counts: str
    key: str
    denominator: str
    unit: Unit
    scale: float = 1.0
    range: tuple[float, float]
    higher_means: str
    reference: str
    weaknesses: str
    minimum: int


_DEFINITIONS = (
    MeasureDefinition(
        id="voice_share",
        name="Words by voice",
        counts="words in the outlet's own voice, attributed to a source in indirect report, or quoted",
        key="",
        denominator="all words of title and body",
        unit="words",
        range=(0, 1),
        higher_means="more of the article is told in this voice",
        reference="Pareti 2016 (PARC 3); Leech and Short 2007 on the presentation of speech",
        weaknesses="An attribution that the rules miss leaves its words in the outlet's own voice.",
        minimum=100,
    ),
    MeasureDefinition(
        id="source_type_share",
        name="Words by type of source",
        counts="words that the article attributes to, or quotes from, sources of this type",
        key="type of source",
        denominator="all words of title and body",
        unit="words",
        range=(0, 1),
        higher_means="more of the article comes from sources of this type",
        reference="Gans 1979; Sigal 1973 on officials as sources",
        weaknesses="A source that the registry does not know is typed by its title or role alone.",
        minimum=100,
    ),
    MeasureDefinition(
        id="source_share",
        name="Words carried from a source",
        counts="words attributed to this source, as speaker or as the channel through which the words came",
        key="source",
        denominator="all words of title and body",
        unit="words",
        range=(0, 1),
        higher_means="the article relies more on this source",
        reference="Sigal 1973; Lewis, Williams and Franklin 2008 on reliance on agencies",
        weaknesses="Words taken over without saying so stay the outlet's own. Speaker and channel may both count.",
        minimum=100,
    ),
    MeasureDefinition(
        id="source_attribution_share",
        name="Attributions to a source",
        counts="attributions whose speaker, or channel, is this source",
        key="source",
        denominator="all attributions",
        unit="attributions",
        range=(0, 1),
        higher_means="this source is given the floor more often",
        reference="Newell, Margolin and Ruths 2018 (PolNeAR)",
        weaknesses="A long quotation and a short one count alike.",
        minimum=5,
    ),
    MeasureDefinition(
        id="unnamed_source_share",
        name="Attributions to nobody by name",
        counts="attributions whose speaker has no name (officials, analysts, sources)",
        key="",
        denominator="all attributions",
        unit="attributions",
        range=(0, 1),
        higher_means="a reader can check fewer of the speakers",
        reference="Duffy 2014 on anonymous sources",
        weaknesses="A speaker who is named in another sentence, and is not resolved, counts as unnamed.",
        minimum=5,
    ),
    MeasureDefinition(
        id="cue_class_share",
        name="Verbs of attribution by class",
        counts="attributions introduced by a cue of this class",
        key="class of the cue",
        denominator="all attributions",
        unit="attributions",
        range=(0, 1),
        higher_means="sources are introduced more often in this way",
        reference="Thompson and Ye 1991; Caldas-Coulthard 1994",
        weaknesses="Classes are those of the verb in general, not of each use.",
        minimum=5,
    ),
    MeasureDefinition(
        id="naming_share",
        name="What things are called",
        counts="mentions of a concept by this wording, in this voice",
        key="concept/wording",
        denominator="all mentions of the concept that the lexicon knows",
        unit="mentions",
        range=(0, 1),
        higher_means="this wording is chosen more often, in this voice",
        reference="Hamborg, Donnay and Gipp 2019 on word choice and labelling",
        weaknesses="Wordings that the lexicon does not list are not seen.",
        minimum=5,
    ),
    MeasureDefinition(
        id="stance_per_1k_words",
        name="Stance words",
        counts="hedges, boosters, factives, assertives, implicatives and attitude markers in this voice",
        key="category",
        denominator="words in this voice",
        unit="words",
        scale=1000.0,
        range=(0, 1000),
        higher_means="more stance is taken in this voice",
        reference="Hyland 2005; Recasens, Danescu-Niculescu-Mizil and Jurafsky 2013",
        weaknesses="Words are counted without their context; a word may do other work in a given sentence.",
        minimum=100,
    ),
    MeasureDefinition(
        id="loaded_per_1k_words",
        name="Loaded words",
        counts="words that judge where they seem to report, in this voice",
        key="category",
        denominator="words in this voice",
        unit="words",
        scale=1000.0,
        range=(0, 1000),
        higher_means="more judgement in this voice",
        reference="Recasens, Danescu-Niculescu-Mizil and Jurafsky 2013; Spinde et al. 2021",
        weaknesses="A list cannot know irony, or that a harsh word may fit a harsh event.",
        minimum=100,
    ),
    MeasureDefinition(
        id="sentiment_mean",
        name="Sentiment by voice",
        counts="sum of the VADER compound scores of what each sentence says in this voice",
        key="",
        denominator="sentences with words in this voice",
        unit="sentences",
        range=(-1, 1),
        higher_means="the words are more positive",
        reference="Hutto and Gilbert 2014 (VADER)",
        weaknesses="VADER was made for social media; war news is negative whatever an outlet thinks of it.",
        minimum=8,
    ),
    MeasureDefinition(
        id="frame_share",
        name="Frames",
        counts="sentences with at least one cue of this frame",
        key="frame",
        denominator="all sentences",
        unit="sentences",
        range=(0, 1),
        higher_means="more of the article's sentences speak to this frame",
        reference="Boydstun et al. 2014; Semetko and Valkenburg 2000",
        weaknesses="Cue words suggest a frame; they do not prove it.",
        minimum=8,
    ),
    MeasureDefinition(
        id="source_first_position",
        name="How early a source speaks",
        counts="words that stand before the source's first attribution",
        key="source",
        denominator="all words of title and body",
        unit="words",
        range=(0, 1),
        higher_means="the source first speaks later in the article",
        reference="Van Dijk 1988 on the order of relevance in news",
        weaknesses="In one article this is one place, not a tendency.",
        minimum=100,
    ),
)

MEASURES: dict[str, MeasureDefinition] = {definition.id: definition for definition in _DEFINITIONS}
