"""What a lexicon file may hold: one header and one entry class for each kind of lexicon.

A form is literal text. A trailing ``*`` lets the last word go on ("Ukrain*"). A capital letter in a form must
be a capital in the text ("US" is not "us"); a small letter matches either. Spaces and hyphens are alike, and a
possessive ending is ignored.
"""

from typing import Final, Literal

import msgspec


class _Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Unknown keys are errors: a misspelt key must not be lost in silence."""


Kind = Literal[
    "cues",
    "sources",
    "organisations",
    "stance",
    "loaded",
    "frames",
    "naming",
    "grammar",
    "furniture",
    "synonyms",
]

CueClass = Literal[
    "neutral", "emphatic", "distancing", "factive", "negating", "evaluative", "mental", "unlisted"
]

StanceCategory = Literal["hedge", "booster", "factive", "assertive", "implicative", "attitude marker"]

LoadedCategory = Literal["subjective intensifier", "one-sided term", "judging word"]


class CueEntry(_Strict, frozen=True, kw_only=True):
    """A reporting verb, noun or expression with its classes.

    `class_` is the summary that charts show; `author` (does the speaker hold the content true?) and `writer` (does the
    reporting writer?) follow Thompson and Ye 1991, `act` follows Searle 1976, `process` keeps speech apart from thought
    and from what documents and data show.
    `particle` is the part of a separable verb that stands at the end of its clause ("teilte ... mit"): a form that does
    not begin with it is the verb only where it follows.
    `takes` names what may hold the content: ``that`` (a clause), ``quote``, ``np`` (an object), ``to`` (an infinitive),
    ``as`` (described X as Y), ``for`` (praised X for Y), ``ing``. `forms` overrides the regular inflections of a verb.
    """

    lemma: str
    pos: Literal["verb", "noun", "preposition", "adverb", "adjective"] = "verb"
    forms: list[str] = []
    class_: CueClass = msgspec.field(name="class")
    author: Literal["positive", "neutral", "negative"]
    writer: Literal["factive", "counter-factive", "non-factive"]
    act: Literal["assertive", "directive", "commissive", "expressive", "declarative", "none"]
    process: Literal["speech", "mental", "evidence"]
    takes: list[Literal["that", "quote", "np", "to", "as", "for", "ing"]]
    addressee: bool = False
    particle: str = ""


# A cue that no lexicon lists has no class; its words stand for its lemma.
UNLISTED: Final = "unlisted"


def plain_cue(lemma: str, class_: CueClass = "neutral") -> CueEntry:
    """Return the entry of a cue that no lexicon holds, which tells no more than that somebody says something."""
    return CueEntry(
        lemma=lemma,
        class_=class_,
        author="neutral",
        writer="non-factive",
        act="none",
        process="speech",
        takes=[],
    )


class SourceEntry(_Strict, frozen=True, kw_only=True):
    """A word for a kind of speaker.

    `role`: ``person`` (spokesperson, president), ``group`` (officials, analysts), ``body`` (ministry, court),
    ``document`` (report, statement, letter), ``media`` (newspaper, news agency).
    `type` is the source type when a name or an organisation stands with it; `unnamed` is the type when it stands alone.
    """

    forms: list[str]
    role: Literal["person", "group", "body", "document", "media"]
    type: str
    unnamed: str


class Ownership(_Strict, frozen=True, kw_only=True):
    """Who owns an outlet, only ever with a reference and the year for which it is stated."""

    form: str
    reference: str
    year: int


class OrganisationEntry(_Strict, frozen=True, kw_only=True):
    """An outlet, government, ministry, body or country that news cites, under one canonical name.

    `type` is the type of source it is when it speaks. `outlet` marks what can publish an article. `metonyms` are names
    that mean the organisation only where they speak ("Washington"). `credits` are credit lines in which ``{}`` stands
    for nothing else: literal forms such as "© Kyodo News". `demonyms` are adjectives ("Russian").
    """

    name: str
    aliases: list[str] = []
    metonyms: list[str] = []
    demonyms: list[str] = []
    kind: Literal[
        "news agency",
        "newspaper",
        "broadcaster",
        "online media",
        "magazine",
        "country",
        "government",
        "ministry",
        "parliament",
        "military",
        "international organisation",
        "court",
        "party",
        "armed group",
        "company",
        "non-governmental organisation",
        "research body",
        "other",
    ]
    type: str
    country: str | None = None
    outlet: bool = False
    domains: list[str] = []
    credits: list[str] = []
    ownership: Ownership | None = None


class OrganisationNames(_Strict, frozen=True, kw_only=True):
    """What a language calls an organisation of the registry that its lexicon extends; `name` is the registry's."""

    name: str
    aliases: list[str] = []
    metonyms: list[str] = []
    demonyms: list[str] = []
    credits: list[str] = []


class StanceEntry(_Strict, frozen=True, kw_only=True):
    """Words by which a writer takes a stance (Hyland; Hooper; Karttunen; Recasens)."""

    forms: list[str]
    category: StanceCategory


class LoadedEntry(_Strict, frozen=True, kw_only=True):
    """Words that judge where they seem to report; `weight` from 0 (hardly) to 1 (plainly)."""

    forms: list[str]
    category: LoadedCategory
    weight: float


class FrameEntry(_Strict, frozen=True, kw_only=True):
    """A frame and the words that speak for it."""

    id: str
    label: str
    scheme: str
    definition: str
    forms: list[str]


class Variant(_Strict, frozen=True, kw_only=True):
    """One wording for a concept.

    `near` narrows: one of these must stand in the same sentence. `unless` are longer forms that mean something else:
    what one of them covers is not counted ("the North" is not in "the North Atlantic").
    """

    label: str
    forms: list[str]
    used_by: str
    since: str
    reference: str = ""
    near: list[str] = []
    unless: list[str] = []


class NamingEntry(_Strict, frozen=True, kw_only=True):
    """A thing that news disputes, with the wordings chosen for it; none of them is called right.

    `context`: words of which at least one must stand somewhere in the article, for forms that would else mean
    something different; empty where every form is unmistakable.
    """

    id: str
    label: str
    context: list[str] = []
    variants: list[Variant]


class GrammarEntry(_Strict, frozen=True, kw_only=True):
    """A closed class of words that steers rules: pronouns, prepositions, months, abbreviations."""

    name: str
    forms: list[str]


class FurnitureEntry(_Strict, frozen=True, kw_only=True):
    """Words by which a page's furniture is known: share buttons, errors, teasers' headings."""

    name: str
    forms: list[str]


class SynonymEntry(_Strict, frozen=True, kw_only=True):
    """Single words that news uses for one and the same thing or deed.

    `nouns` count with their plurals, `verbs` with their regular forms, `forms` as they are written: irregular
    forms, adjectives, and words of which not every form is meant ("troops", but not "troop").
    """

    name: str
    nouns: list[str] = []
    verbs: list[str] = []
    forms: list[str] = []

    def __post_init__(self) -> None:
        """Raise `ValueError` for a phrase: words are compared one by one, so it would never be found."""
        for form in (*self.nouns, *self.verbs, *self.forms):
            if len(form.split()) != 1 or "*" in form:
                raise ValueError(f"{form!r} is not a single word")


Entry = (
    CueEntry
    | SourceEntry
    | OrganisationEntry
    | OrganisationNames
    | StanceEntry
    | LoadedEntry
    | FrameEntry
    | NamingEntry
    | GrammarEntry
    | FurnitureEntry
    | SynonymEntry
)

ENTRY_CLASSES: dict[Kind, type[_Strict]] = {
    "cues": CueEntry,
    "sources": SourceEntry,
    "organisations": OrganisationEntry,
    "stance": StanceEntry,
    "loaded": LoadedEntry,
    "frames": FrameEntry,
    "naming": NamingEntry,
    "grammar": GrammarEntry,
    "furniture": FurnitureEntry,
    "synonyms": SynonymEntry,
}


EVERY_LANGUAGE = "mul"
"""The language of a lexicon that holds in every one, as a registry of outlets does (ISO 639-2: multiple languages)."""


class Header(_Strict, frozen=True, kw_only=True):
    """What a lexicon is: the keys that stand above its entries.

    `extends` is the language whose registry of organisations a lexicon adds names to; empty for any other.
    """

    id: str
    version: str
    kind: Kind
    title: str
    language: str
    licence: str
    references: list[str]
    notes: str
    extends: str = ""
