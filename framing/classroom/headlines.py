"""Room classroom: the exercise "Headline workshop": what a headline says, and who says it in the article."""

import re

from framing.classroom.exercises import Answer, Exercise, Group, Item, assemble, make_id
from framing.classroom.facts import OTHER
from framing.classroom.material import Material
from framing.classroom.reports import find_sayings, list_reports, says
from framing.classroom.sentences import SHORTEST, Sentence
from framing.classroom.texts import texts
from framing.classroom.voices import CHOICES, MOSTLY
from framing.schema import VOICES, Article, Voice

# How much of a headline's weight the sentence holds that says it again: it may do so in other words ("has landed"), and
# no sentence before it holds nearly as much.
_SAID_AGAIN = 0.4
# Classes of verbs that always have a speaker; "show" and "expect" may have none.
_SAYING = ("neutral", "emphatic", "distancing", "negating")
# A headline of two sentences says two things.
_TWO_SENTENCES = re.compile(r"[.!?][\"”’']?\s+\S")
# A headline that asks or announces an answer says nothing that a sentence could say again.
_ASKS = re.compile(
    r"(?:what|why|how|who|where|when|which|here|explained|explainer)\b|.*\?\W*\Z", re.IGNORECASE
)


def make_headlines(material: Material, wanted: int) -> Exercise:
    """Return the exercise with up to `wanted` headlines, of which a sentence of known voice says the same."""
    reports = list_reports(material.comparison, material.sentences)
    plain = frozenset(report.sentence.id for report in reports if says(report))
    items = [
        item
        for article in material.comparison.articles
        if article.title and (item := _item(material, article, plain)) is not None
    ]
    return assemble(
        "headlines", [Group(heading="", items=items[:wanted])], material.level, choices=CHOICES.values()
    )


def _item(material: Material, article: Article, plain: frozenset[str]) -> Item | None:
    headline = article.title or ""
    if _TWO_SENTENCES.search(headline) or _ASKS.match(headline):
        return None
    sentences = [one for one in material.sentences if one.article.id == article.id]
    scored = [(material.likeness.of(headline, one.text), one) for one in sentences]
    place = next((n for n, (score, _) in enumerate(scored) if score >= _SAID_AGAIN), None)
    # A sentence before it that says nearly the same would be as good an answer.
    if place is None or any(score > OTHER for score, _ in scored[:place]):
        return None
    sentence = scored[place][1]
    voice, number = _voice(sentence, plain), material.sheets.number_of(sentence)
    if voice is None or number is None:
        return None
    words = texts("exercises")["headlines"]
    answers = [Answer(label="Paragraph", text=str(number))]
    lacking = [f"“{one}”" for one in material.likeness.lacking(headline, sentence.text)]
    if lacking:
        nearly = words["nearly" if len(lacking) == 1 else "nearly_all"]
        answers.append(Answer(label="Look", text=nearly.format(words=", ".join(lacking))))
    return Item(
        id=make_id("headlines", article.id, headline),
        question=words["question"].format(article=material.sheets.name(article.id), headline=headline),
        right=(CHOICES[voice],),
        article=article.id,
        answers=answers,
        quoted=(sentence.mark(span for span, spoken in sentence.parts if spoken != "own"),),
        evidence=f"The first sentence that holds {_SAID_AGAIN:.0%} or more of the headline’s words, weighed by rarity.",
    )


def _voice(sentence: Sentence, plain: frozenset[str]) -> Voice | None:
    """Return the voice of a sentence, None where no voice has most of its words or a reader may hear another.

    In a sentence of the outlet's own, no word of saying stands and no quotation; one that reports is one of the `plain`
    reports, or begins with what is said.
    """
    if sentence.length < SHORTEST or sentence.quotes_singly or not sentence.has_verb:
        return None
    if sentence.voices == {"own"}:
        said = any(cue.payload.class_ in _SAYING for cue in find_sayings(sentence, []))
        return None if said else "own"
    share = {voice: sentence.words(voice) / max(1, sentence.length) for voice in VOICES}
    if share["attributed"] >= MOSTLY:
        return "attributed" if sentence.id in plain or sentence.parts[0][1] == "attributed" else None
    return "quoted" if share["quoted"] >= MOSTLY else None
