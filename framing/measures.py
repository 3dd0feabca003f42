"""The registry of measures: each declared once, with what it counts and how far it can be trusted.

The report's "How to read this", the reference page and the headers of the tables are made from it.
"""

from math import inf
from typing import Literal

import msgspec

Unit = Literal["words", "attributions", "mentions", "sentences", "passives", "articles"]


class MeasureDefinition(msgspec.Struct, frozen=True, kw_only=True):
    """A measure: `scale` times numerator over denominator.

    `minimum` is the smallest denominator for which a value with an interval is given; below it the figure is refused.
    A `derived` measure is no ratio of counts that each article gives by itself: `derived` says how it is computed.
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
    derived: str = ""


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
        weaknesses="An attribution that is missed leaves its words in the outlet's own voice; a false one takes them.",
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
        id="channel_share",
        name="Words carried through a channel",
        counts="words of other speakers that came through this source, as in “KCNA quoted the minister as saying”",
        key="source",
        denominator="all words of title and body",
        unit="words",
        range=(0, 1),
        higher_means="more of what the article tells others to have said comes by way of this source",
        reference="Lewis, Williams and Franklin 2008 on reliance on agencies",
        weaknesses="A channel that the article does not name is not seen.",
        minimum=100,
    ),
    MeasureDefinition(
        id="channel_attribution_share",
        name="Attributions through a channel, by channel",
        counts="attributions of other speakers that came through this source",
        key="source",
        denominator="all attributions",
        unit="attributions",
        range=(0, 1),
        higher_means="this source passes on more of what others are told to have said",
        reference="Newell, Margolin and Ruths 2018 (PolNeAR)",
        weaknesses="A channel that the article does not name is not seen.",
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
        counts="sentences with at least one cue of this frame in this voice, or in any",
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
    MeasureDefinition(
        id="chain_share",
        name="Attributions through a channel",
        counts="attributions that name the outlet or agency through which the words came",
        key="",
        denominator="all attributions",
        unit="attributions",
        range=(0, 1),
        higher_means="more of what is told is told at second hand, and said to be",
        reference="Zelizer 1995 on quoting what others quote; Lewis, Williams and Franklin 2008",
        weaknesses="A channel that the article does not name is not seen.",
        minimum=5,
    ),
    MeasureDefinition(
        id="unnamed_source_share_by_position",
        name="Attributions to nobody by name, early and late",
        counts="attributions in this part of the article whose speaker has no name",
        key="part of the article (first third of its words, or the rest)",
        denominator="all attributions in this part",
        unit="attributions",
        range=(0, 1),
        higher_means="a reader can check fewer of the speakers in this part",
        reference="Van Dijk 1988 on the order of relevance in news; Duffy 2014 on anonymous sources",
        weaknesses="A speaker who is named further on counts as unnamed where the words stand, unless resolved.",
        minimum=5,
    ),
    MeasureDefinition(
        id="cue_class_by_source_type_share",
        name="Verbs of attribution by type of source",
        counts="attributions to sources of this type that are introduced by a cue of this class",
        key="type of source/class of the cue",
        denominator="all attributions to sources of this type",
        unit="attributions",
        range=(0, 1),
        higher_means="sources of this type are introduced more often in this way",
        reference="Thompson and Ye 1991; Gidengil and Everitt 2003 on verbs of speech by speaker",
        weaknesses="Classes are those of the verb in general; what was said may call for the verb.",
        minimum=5,
    ),
    MeasureDefinition(
        id="loaded_weight_per_1k_words",
        name="Loaded words by weight",
        counts="sum of the weights (0 hardly, 1 plainly) of words that judge where they seem to report, in this voice",
        key="category",
        denominator="words in this voice",
        unit="words",
        scale=1000.0,
        range=(0, 1000),
        higher_means="more, or plainer, judgement in this voice",
        reference="Recasens, Danescu-Niculescu-Mizil and Jurafsky 2013; Martin and White 2005 on graduation",
        weaknesses="The weights are the lexicon's judgement, word by word, and open to correction.",
        minimum=100,
    ),
    MeasureDefinition(
        id="actor_sentiment_mean",
        name="Sentiment where an actor stands",
        counts="sum of the VADER scores of what sentences in which the actor acts, or is acted on, say in this voice",
        key="named actor",
        denominator="such sentences",
        unit="sentences",
        range=(-1, 1),
        higher_means="the words around the actor are more positive",
        reference="Hutto and Gilbert 2014 (VADER); Hamborg and Donnay 2021 on sentiment toward targets in news",
        weaknesses="A negative sentence about an actor may take its side. Actors named otherwise are not seen.",
        minimum=8,
    ),
    MeasureDefinition(
        id="frame_first_position",
        name="How early a frame stands",
        counts="words that stand before the first cue of the frame, in the outlet's own voice or in any",
        key="frame",
        denominator="all words of title and body",
        unit="words",
        range=(0, 1),
        higher_means="the frame first stands later in the article",
        reference="Entman 1993 on salience; Van Dijk 1988 on the order of relevance in news",
        weaknesses="One cue word is enough. In one article this is one place, not a tendency.",
        minimum=100,
    ),
    MeasureDefinition(
        id="naming_first_position",
        name="How early a wording stands",
        counts="words that stand before the first mention by this wording, in the outlet's own voice or in any",
        key="concept/wording",
        denominator="all words of title and body",
        unit="words",
        range=(0, 1),
        higher_means="the wording first stands later in the article",
        reference="Entman 1993 on salience; Van Dijk 1988 on the order of relevance in news",
        weaknesses="In one article this is one place, not a tendency.",
        minimum=100,
    ),
    MeasureDefinition(
        id="source_salience_share",
        name="Sources in headline and lead",
        counts="attributions to this source in the headline or the first two sentences of the body",
        key="source",
        denominator="all attributions to this source",
        unit="attributions",
        range=(0, 1),
        higher_means="more of what this source says stands at the top",
        reference="Bell 1991 on leads; Entman 1993 on salience",
        weaknesses="Two sentences are a larger part of a short article than of a long one.",
        minimum=5,
    ),
    MeasureDefinition(
        id="naming_salience_share",
        name="Wordings in headline and lead",
        counts="mentions by this wording, in this voice or in any, in the headline or the first two sentences",
        key="concept/wording",
        denominator="all mentions by this wording in the same voice",
        unit="mentions",
        range=(0, 1),
        higher_means="this wording is kept for the top of the article",
        reference="Bell 1991 on leads; Entman 1993 on salience",
        weaknesses="Two sentences are a larger part of a short article than of a long one.",
        minimum=5,
    ),
    MeasureDefinition(
        id="agency_share",
        name="Who acts, and who is acted on",
        counts="mentions of a named actor, in this voice or in any, as the party that acts, or that is acted on",
        key="named actor/role",
        denominator="mentions of the actor in either role in the same voice",
        unit="mentions",
        range=(0, 1),
        higher_means="the actor stands in this role more often",
        reference="Van Leeuwen 1996 on the representation of social actors; Fowler et al. 1979",
        weaknesses=(
            "Rules without a parser see a name beside its verb in the past, perfect, future or passive; "
            "verbs of saying are left to the sources, and headlines in the present tense are missed."
        ),
        minimum=5,
    ),
    MeasureDefinition(
        id="agentless_passive_share",
        name="Passives without an agent",
        counts="passives in this voice that do not say by whom",
        key="",
        denominator="all passives in this voice",
        unit="passives",
        range=(0, 1),
        higher_means="it is left unsaid more often who did it",
        reference="Fowler et al. 1979; Trew 1979; Van Leeuwen 1996 on backgrounding",
        weaknesses="Participles used as adjectives may count; most passives in any English text name no agent.",
        minimum=5,
    ),
)

_FACTS = "after the articles of the event were aligned: one alone does not know its facts (coverage matrix)"

_DERIVED = (
    MeasureDefinition(
        id="effective_sources",
        name="Effective number of sources",
        counts="attributions whose source is known by name or by type",
        key="",
        denominator="all attributions",
        unit="attributions",
        range=(1, inf),
        higher_means="attributions are spread over more sources, more evenly",
        reference="Shannon 1948; Jost 2006 on effective numbers",
        weaknesses=(
            "Few attributions hide rare sources, so that the number is too low. "
            "Speakers without a name count as one source for each type."
        ),
        minimum=10,
        derived="the exponential of the Shannon entropy of the shares of the sources",
    ),
    MeasureDefinition(
        id="naming_divergence",
        name="How far wordings differ from the others'",
        counts="mentions of the concept by this outlet, in its own voice or in all",
        key="concept",
        denominator="the same mentions",
        unit="mentions",
        range=(0, 1),
        higher_means="the outlet's mix of wordings is further from that of the other outlets together",
        reference="Lin 1991 on the Jensen-Shannon divergence",
        weaknesses="Small counts differ by chance alone, the fewer the more: look at the random splits beside it.",
        minimum=10,
        derived=(
            "the Jensen-Shannon divergence, in bits, between the outlet's shares of wordings and those of "
            "all other outlets together"
        ),
    ),
    MeasureDefinition(
        id="fact_first_position",
        name="How early a fact stands",
        counts="words that stand before the first passage that tells the fact, in any voice",
        key="fact",
        denominator="all words of title and body of the articles that tell it",
        unit="words",
        range=(0, 1),
        higher_means="the fact is first told later in the article",
        reference="Van Dijk 1988 on the order of relevance in news; Entman 1993 on salience",
        weaknesses="A telling in other words that the coverage matrix misses may stand earlier.",
        minimum=100,
        derived=f"the ratio, {_FACTS}",
    ),
    MeasureDefinition(
        id="fact_salience_share",
        name="Facts in headline and lead",
        counts="articles that tell the fact in the headline or the first two sentences of the body",
        key="fact",
        denominator="all articles that tell it",
        unit="articles",
        range=(0, 1),
        higher_means="the fact is told at the top of more articles",
        reference="Bell 1991 on leads; Entman 1993 on salience",
        weaknesses="Of one article it is yes (1) or no (0). Two sentences are a larger part of a short article.",
        minimum=1,
        derived=f"the ratio, {_FACTS}",
    ),
)

DERIVED: dict[str, MeasureDefinition] = {definition.id: definition for definition in _DERIVED}

MEASURES: dict[str, MeasureDefinition] = {
    definition.id: definition for definition in (*_DEFINITIONS, *_DERIVED)
}

ENGLISH_ALONE = frozenset(
    {"sentiment_mean", "actor_sentiment_mean", "agency_share", "agentless_passive_share"}
)
"""Measures that rest on English words or English word order; of an article in another language they are undefined."""


def is_measured(measure: str, language: str) -> bool:
    """Whether a measure is defined for articles in the language of a code."""
    return language == "en" or measure not in ENGLISH_ALONE
