"""Room classroom: the exercise "What comes first?", from the places at which articles tell the same facts."""

from itertools import combinations, pairwise

from framing.classroom.exercises import Answer, Exercise, Group, Item, assemble, make_id, shuffle
from framing.classroom.facts import PlainFact
from framing.classroom.material import Material
from framing.classroom.sentences import Excerpt, Sentence
from framing.classroom.texts import texts
from framing.lexicon.language import load_language
from framing.lexicon.words import fold, words_in
from framing.schema import VOICES

FEWEST, MOST = 3, 5
# Every pair and triple of these is tried.
MOST_ARTICLES = 20
# The share of a label’s weight that a sentence must hold to tell it.
ALIKE = 0.4
# The share from which a reader may think that a sentence tells it, too.
NEAR = 0.2
_DENYING = ("negation", "nobody", "refusal")


def make_order(material: Material, wanted: int) -> Exercise:
    """Return the exercise for up to `wanted` articles, at least two, which tell three or more of the same facts.

    The articles are those that share most facts, each in a paragraph of its own. It is missing where there are none.
    """
    places = _places(material)
    rich = sorted(places, key=lambda article: -len(places[article]))[:MOST_ARTICLES]
    among = [article for article in places if article in rich and len(places[article]) >= FEWEST]
    found: tuple[int, tuple[str, ...], list[PlainFact]] | None = None
    for size in range(min(wanted, len(among)), 1, -1):
        for articles in combinations(among, size):
            shared = _apart(
                [fact for fact in material.facts if all(fact.label in places[a] for a in articles)],
                [_numbers(material, places[a]) for a in articles],
            )
            if len(shared) >= FEWEST and (found is None or len(shared) * size > found[0]):
                found = (len(shared) * size, articles, shared)
    if found is None:
        return assemble("order", [], material.level)
    _, articles, facts = found
    items = [_item(material, article, facts, places[article]) for article in articles]
    return assemble("order", [Group(heading="", items=items)], material.level)


def _places(material: Material) -> dict[str, dict[str, Excerpt]]:
    """Return the sentence in which each article first tells each fact, by label, where that is plain.

    It is plain where the coverage matrix has it as a telling and nothing before it is as much like the label.
    """
    held: dict[str, dict[str, Excerpt]] = {one.id: {} for one in material.comparison.articles}
    for fact in material.facts:
        for article, tellings in fact.fact.told.items():
            if fact.fact.cells.get(article) not in VOICES:
                continue
            spans = [one.span for one in tellings if one.where == "text"]
            alike = [
                one
                for one in material.sentences
                if one.article.id == article and _tells(material, fact.label, one)
            ]
            if alike and any(alike[0].start < end and alike[0].end > start for start, end in spans):
                held[article][fact.label] = alike[0]
    return held


def _tells(material: Material, label: str, sentence: Sentence) -> bool:
    """Whether a sentence holds enough of a label, and denies it no more and no less than the label does."""
    grammar = load_language(sentence.article.language).grammar
    denying = {word for group in _DENYING for word in grammar.get(group, ())}
    label_denies, sentence_denies = (
        any(fold(word.text) in denying for word in words_in(text)) for text in (label, sentence.text)
    )
    return label_denies == sentence_denies and material.likeness.of(label, sentence.text) >= ALIKE


def _apart(facts: list[PlainFact], places: list[dict[str, int]]) -> list[PlainFact]:
    """Return up to five facts of which no two stand in one paragraph of an article."""
    chosen: list[PlainFact] = []
    for fact in facts:
        if len(chosen) < MOST and all(
            place[fact.label] != place[other.label] for other in chosen for place in places
        ):
            chosen.append(fact)
    return chosen


def _numbers(material: Material, places: dict[str, Excerpt]) -> dict[str, int]:
    return {label: material.sheets.number_of(one) or 0 for label, one in places.items()}


def _item(material: Material, article: str, facts: list[PlainFact], places: dict[str, Excerpt]) -> Item:
    name = material.sheets.name(article)
    ordered = sorted(facts, key=lambda fact: places[fact.label].start)
    labels = tuple(material.anonymity.cover(fact.label) for fact in ordered)
    near = _near_before(material, article, [(fact.label, places[fact.label]) for fact in ordered])
    words = texts("exercises")["order"]
    return Item(
        id=make_id("order", article, *sorted(labels)),
        question=words["question"].format(article=name),
        options=tuple(shuffle(labels, str, material.seed)),
        right=labels,
        ordered=True,
        article=article,
        answers=[
            Answer(
                label=f"{number}.",
                text=f"“{fact.label}” {material.sheets.place(places[fact.label])}: “{places[fact.label].text}”",
            )
            for number, fact in enumerate(ordered, 1)
        ],
        evidence=" ".join(
            [
                "Coverage matrix and the places of the passages.",
                *(
                    words["near"].format(label=label, place=material.sheets.place(one), text=one.text)
                    for label, one in near
                ),
            ]
        ),
        for_talk=bool(near),
    )


def _near_before(
    material: Material, article: str, ordered: list[tuple[str, Excerpt]]
) -> list[tuple[str, Excerpt]]:
    """Return the lines that a reader may find told before the line above them, each with the passage that may tell it.

    The lines are given by their words: the worksheet has them in another order, and no numbers.
    """
    found: list[tuple[str, Excerpt]] = []
    for (_, above), (label, place) in pairwise(ordered):
        perhaps = (
            one
            for one in material.sentences
            if one.article.id == article
            and one.start < above.start < place.start
            and material.sheets.number_of(one) is not None
            and material.likeness.of(label, one.text) >= NEAR
            # A long sentence that shares a few words with everything is near to nothing.
            and material.likeness.between(label, one.text) >= NEAR
        )
        first = next(perhaps, None)
        if first is not None:
            found.append((label, first))
    return found
