"""Room classroom: the exercise "The same thing by other names": who calls it what, in whose voice."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from framing.classroom.exercises import Answer, Exercise, Group, Item, assemble, make_id
from framing.classroom.material import Material
from framing.classroom.plan import rules_of
from framing.classroom.reports import (
    TELLING_NO_STATEMENT,
    find_sayings,
    find_source,
    is_statement,
    is_unsaid,
    list_attributions,
)
from framing.classroom.sentences import Sentence
from framing.classroom.texts import texts
from framing.classroom.voices import STANDS, show_stand
from framing.lexicon.language import load_language
from framing.lexicon.words import fold, words_in
from framing.schema import VOICES, Comparison, Passage, Span

PASSAGES = 5
# What a wording's label says of its sense: "Pyongyang (for the state)".
_NOTE = re.compile(r"\(.*\)")

# How a passage's source reads where no person, office or group is named.
_NOBODY = (None, "unnamed source")

# A passage that names a concept, with the variant that it chooses.
Mention = tuple[str, Passage]


@dataclass(frozen=True)
class _Candidate:
    """A sentence and all its mentions of one concept; `for_talk` where a part of it is said by nobody who is named."""

    sentence: Sentence
    mentions: tuple[Mention, ...]
    for_talk: bool = False

    @property
    def variants(self) -> frozenset[str]:
        return frozenset(variant for variant, _ in self.mentions)


def make_names(material: Material, wanted: int) -> Exercise:
    """Return the exercise with up to `wanted` things on whose names the articles differ.

    They are the event's own where it names any: of what else has two names, some have little to do with it, and a list
    of them may hold rivals for one place ("the West", "a multipolar world"). Else those with most wordings come first.
    It is missing where there is none.
    """
    good = [sentence for sentence in material.sentences if material.fits(sentence)]
    attributions = list_attributions(material.comparison)
    accounts = [passage for passage, class_ in attributions if _tells(material.comparison, passage, class_)]
    of_nobody = [passage for passage, _ in attributions if _is_for_talk(passage)]
    groups = (
        _make_group(material, concept, mentions, good, accounts, of_nobody)
        for concept, mentions in _by_concept(material.comparison)
    )
    held = [group for group in groups if group is not None]
    several = int(rules_of(material.level)["names"]) > 1
    return assemble("names", held[:wanted], material.level, choices=STANDS.values(), several=several)


def _by_concept(comparison: Comparison) -> list[tuple[str, list[Mention]]]:
    held: dict[str, list[Mention]] = {}
    for figure in comparison.figures:
        concept, slash, variant = figure.key.partition("/")
        if figure.measure == "naming_share" and slash:
            held.setdefault(concept, []).extend(
                (variant, comparison.passages_by_id[id_]) for id_ in figure.passages
            )
    first = comparison.event.concepts

    def place(concept: str) -> tuple[int, int, str]:
        wordings = len({variant for variant, _ in held[concept]})
        return (first.index(concept) if concept in first else len(first), -wordings, concept)

    wanted = [concept for concept in held if not first or concept in first]
    return [(concept, held[concept]) for concept in sorted(wanted, key=place)]


def _tells(comparison: Comparison, passage: Passage, class_: str) -> bool:
    """Whether an attribution tells what somebody did, felt or wanted ("voted to close"), and not what was said."""
    text = next(one.text for one in comparison.articles if one.id == passage.article)
    return (
        not is_statement(passage)
        or class_ in (*TELLING_NO_STATEMENT, "unlisted")
        or text.startswith("to ", passage.spans[0][0])
    )


def _make_group(
    material: Material,
    concept: str,
    mentions: Sequence[Mention],
    sentences: Sequence[Sentence],
    accounts: Sequence[Passage],
    of_nobody: Sequence[Passage],
) -> Group | None:
    """Return the passages of one concept, or None where two articles with different wordings cannot be shown."""
    found = [
        candidate
        for sentence in sentences
        if _is_clear(
            candidate := _Candidate(
                sentence,
                _mentions_in(sentence, mentions),
                for_talk=any(
                    one.article == sentence.article.id and sentence.holds(one.spans[0]) for one in of_nobody
                ),
            ),
            material,
        )
        and not any(_is_account(passage, accounts) for _, passage in candidate.mentions)
    ]
    found.sort(key=lambda one: (one.for_talk, material.rank(one.sentence)))
    chosen = _choose(found)
    by_article: dict[str, frozenset[str]] = {}
    for one in chosen:
        article = one.sentence.article.id
        by_article[article] = by_article.get(article, frozenset()) | one.variants
    if len(set(by_article.values())) < 2:
        return None
    comparison = material.comparison
    label = comparison.concepts.get(concept, concept)
    order = {article.id: place for place, article in enumerate(comparison.articles)}
    chosen.sort(key=lambda one: (order[one.sentence.article.id], one.sentence.start))
    items = [_item(concept, one) for one in chosen]
    return Group(heading=label[:1].upper() + label[1:], items=items)


def _choose(ranked: Sequence[_Candidate]) -> list[_Candidate]:
    """Return up to five candidates: articles not yet shown first, of theirs wordings not yet shown, rare ones first."""
    users: dict[str, set[str]] = {}
    for one in ranked:
        for variant in one.variants:
            users.setdefault(variant, set()).add(one.sentence.article.id)
    chosen: list[_Candidate] = []
    left = list(ranked)
    while left and len(chosen) < PASSAGES:
        shown = [one.sentence.article.id for one in chosen]
        variants = {variant for one in chosen for variant in one.variants}
        best = min(
            left,
            key=lambda one: (
                shown.count(one.sentence.article.id),
                one.variants <= variants,
                min(len(users[variant]) for variant in one.variants),
            ),
        )
        if best.sentence.article.id in shown and best.variants <= variants:
            break
        chosen.append(best)
        left = [one for one in left if one.sentence.folded != best.sentence.folded]
    return chosen


def _mentions_in(sentence: Sentence, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    inside = [
        (variant, passage)
        for variant, passage in mentions
        if passage.article == sentence.article.id
        and passage.where == "text"
        and sentence.holds(passage.spans[0])
    ]
    return tuple(sorted(inside, key=lambda mention: mention[1].spans))


def _is_clear(candidate: _Candidate, material: Material) -> bool:
    """Whether pupils can find every mention, see every source that is named, and know of one whose word it is.

    In a sentence that closes with "the agency reported", no word is plainly the outlet's own.
    """
    most = int(rules_of(material.level)["names"])
    if not 1 <= len(candidate.mentions) <= most or (most == 1 and candidate.for_talk):
        return False
    spoken = [span for span, voice in candidate.sentence.parts if voice != "own"]
    sources = {passage.source for _, passage in candidate.mentions if passage.voice != "own"}
    reports = any(passage.voice == "attributed" for _, passage in candidate.mentions)
    if reports and any(
        is_unsaid(candidate.sentence, (cue.start, cue.end))
        for cue in find_sayings(candidate.sentence, spoken)
    ):
        return False
    own = [passage.spans[0] for _, passage in candidate.mentions if passage.voice == "own"]
    if any(_may_be_reported(candidate.sentence, span, spoken) for span in own):
        return False
    return (bool(own) or sources != {None}) and all(
        find_source(candidate.sentence, source, spoken)
        and not material.anonymity.hides_source(candidate.sentence, spoken)
        for source in sources
        if source
    )


def _is_account(passage: Passage, accounts: Sequence[Passage]) -> bool:
    """Whether a reported mention stands in an account ("thanked them for help in the war") and in no statement.

    Whose wording such an account has is anybody's guess.
    """
    return passage.voice == "attributed" and any(
        account.article == passage.article
        and any(start <= passage.spans[0][0] < end for start, end in account.spans)
        for account in accounts
    )


def _may_be_reported(sentence: Sentence, span: Span, spoken: Sequence[Span]) -> bool:
    """Whether words of saying stand before a mention in the outlet's voice, or close the sentence.

    Then it may be somebody else's ("analysts said that …, but they saw …").
    """
    tail = sentence.start + sentence.text.rfind(", ") if ", " in sentence.text else sentence.end
    sayings = [cue for cue in find_sayings(sentence, spoken) if "that" in cue.payload.takes]
    return any(cue.start < span[0] or cue.start > tail for cue in sayings)


def _item(concept: str, candidate: _Candidate) -> Item:
    sentence = candidate.sentence
    places = [_words_of(sentence, *mention) for mention in candidate.mentions]
    answers = [
        Answer(label=f"“{sentence.article.text[start:end]}”", text=_where(passage))
        for (start, end), (_, passage) in zip(places, candidate.mentions, strict=True)
    ]
    # A word that nobody is named for is the outlet's own by the rule of the sheet.
    voices = {"own" if _is_for_talk(one) else one.voice for _, one in candidate.mentions}
    wordings = [f"wording “{variant}”, entry “{passage.entry}”" for variant, passage in candidate.mentions]
    return Item(
        id=make_id("names", concept, sentence.id),
        shown=(sentence.mark(places),),
        right=tuple(STANDS[voice] for voice in VOICES if voice in voices),
        answers=answers,
        evidence=f"Lexicon of names, {concept}: {'; '.join(dict.fromkeys(wordings))}.",
        for_talk=candidate.for_talk,
    )


def _words_of(sentence: Sentence, variant: str, passage: Passage) -> Span:
    """Return where the wording itself stands; the form that was found may hold words that only showed its sense.

    "Pyongyang accused" is found where the capital stands for the state, and names it with "Pyongyang" alone. A wording
    without such a note goes on to the end of its noun: "undocumented immigrants", where the list has "undocumented".
    """
    start, end = passage.spans[0]
    found, wanted = words_in(sentence.article.text, start, end), fold(_NOTE.sub("", variant)).split()
    grammar = load_language(sentence.article.language).grammar
    for place in range(len(found) - len(wanted) + 1):
        part = found[place : place + len(wanted)]
        if wanted and [fold(word.text) for word in part] == wanted:
            after = [] if _NOTE.search(variant) else found[place + len(wanted) :]
            noun = takewhile(lambda word: fold(word.text) not in grammar.get("preposition", ()), after)
            return part[0].start, [part[-1], *noun][-1].end
    determiners = grammar.get("determiner", ())
    first = next((word for word in found if fold(word.text) not in determiners), None)
    return (first.start if first and wanted[:1] != [fold(found[0].text)] else start), end


def _is_for_talk(passage: Passage) -> bool:
    """Whether nobody is named whose word it is ("accused of aiding the aggression"): it may be the outlet's own."""
    return passage.voice == "attributed" and passage.source in _NOBODY


def _where(passage: Passage) -> str:
    words = texts("exercises")["names"]
    if _is_for_talk(passage):
        return str(words["for_talk"])
    where = show_stand(passage.voice, passage.source or words["nobody"])
    return str(words["distanced"].format(where=where)) if passage.distanced else where
