"""Room classroom: the exercise "Whose words are these?", own, reported or quoted."""

from collections.abc import Sequence

from framing.classroom.anonymous import Anonymity
from framing.classroom.exercises import Answer, Exercise, Group, Item, make_id, shuffle, take_in_turns
from framing.classroom.reports import FEWEST_WORDS, Report, find_cues, find_source
from framing.classroom.sentences import Excerpt, Sentence, distance_from_ideal, is_good, leans
from framing.schema import VOICES, Comparison, Passage, Span, Voice

A_VOICE = 3
MOSTLY = 0.6
CHOICES: dict[Voice, str] = {"own": "own words", "attributed": "reported", "quoted": "quoted"}
_LABELS = {**CHOICES, "own": "the outlet’s own words"}
_MARKS = ('"', "“", "”", "«", "»")


def make_voices(
    comparison: Comparison,
    sentences: Sequence[Sentence],
    reports: Sequence[Report],
    anonymity: Anonymity,
    seed: int,
) -> Exercise:
    """Return the exercise with up to three passages a voice, in an order that tells nothing.

    It is missing where passages of at least two voices cannot be found.
    """
    found: dict[Voice, list[Item]] = {
        "own": _own(sentences),
        "attributed": [_reported(report) for report in reports if _is_mostly_reported(report.sentence)],
        "quoted": _quoted(comparison, sentences, anonymity),
    }
    chosen: list[Item] = []
    for voice in VOICES:
        chosen += _choose(found[voice], anonymity, {item.passage.folded for item in chosen})
    voices_held = sum(1 for voice in VOICES if found[voice])
    return Exercise(
        id="voices",
        title="Whose words are these?",
        task=(
            "Every passage comes from a news article. Tick what it mostly gives you: the outlet’s own words, in which "
            "nobody else is said to have told this; the words of somebody else, reported without quotation marks; or "
            "the words of somebody else, quoted. Underline the words that come from somebody else, and write down "
            "who that is."
        ),
        for_teachers=(
            "Own words are not better or truer than reported ones: they are what the outlet itself answers for. "
            "Where somebody is quoted for a few words only, the rest of the sentence is reported, and worth a talk."
        ),
        choices=list(CHOICES.values()),
        blanks=["Whose words?"],
        groups=[Group(heading="", items=shuffle(chosen, lambda item: item.passage.id, seed))]
        if voices_held > 1
        else [],
        missing="" if voices_held > 1 else "The articles hold clear passages of fewer than two voices.",
    )


def _choose(items: list[Item], anonymity: Anonymity, taken: set[str]) -> list[Item]:
    fresh = [item for item in items if item.passage.folded not in taken]
    ranked = sorted(fresh, key=lambda item: rank(item.passage, anonymity))
    return take_in_turns(ranked, anonymity_lane, A_VOICE, lambda item: item.passage.folded)


def anonymity_lane(item: Item) -> str:
    """Return the article of an item: passages are taken from the articles in turn."""
    return item.passage.article.id


def rank(sentence: Excerpt, anonymity: Anonymity) -> tuple[bool, bool, int, str]:
    """Return a sentence's place among candidates: nothing covered, nothing that points back, of a good length."""
    covered = anonymity.names_outlet(sentence.text)
    return covered, leans(sentence), distance_from_ideal(sentence), sentence.id


def _own(sentences: Sequence[Sentence]) -> list[Item]:
    """Return sentences that nobody could take for anybody else's words.

    The paragraph holds the outlet's own words alone, for a source may reach over several sentences, and the sentence
    holds no word of saying, thinking or judging and no quotation mark.
    """
    mixed = {(s.article.id, s.paragraph) for s in sentences if s.voices != {"own"}}
    return [
        Item(
            id=make_id("voices", sentence.id),
            shown=(sentence.mark([]),),
            right=(CHOICES["own"],),
            answers=[
                Answer(label="Voice", text=_LABELS["own"]),
                Answer(label="Whose words", text="the outlet’s"),
            ],
            evidence="No source and no word of reporting in the paragraph.",
        )
        for sentence in sentences
        if is_good(sentence)
        and (sentence.article.id, sentence.paragraph) not in mixed
        and not any(mark in sentence.text for mark in _MARKS)
        and not find_cues(sentence, [(sentence.start, sentence.end)])
    ]


def _is_mostly_reported(sentence: Sentence) -> bool:
    return not sentence.words("quoted") and sentence.words("attributed") >= MOSTLY * sentence.length


def _reported(report: Report) -> Item:
    return Item(
        id=make_id("voices", report.sentence.id),
        shown=(report.sentence.mark(report.passage.spans),),
        right=(CHOICES["attributed"],),
        answers=[
            Answer(label="Voice", text=_LABELS["attributed"]),
            Answer(label="Whose words", text=show_source(report.sentence, report.source, report.named)),
        ],
        evidence=show_rule(report.passage),
    )


def _quoted(comparison: Comparison, sentences: Sequence[Sentence], anonymity: Anonymity) -> list[Item]:
    """Return sentences that quote a source whom they name, and quote more of it than they report."""
    held: dict[str, list[Passage]] = {}
    for figure in comparison.figures:
        if figure.measure == "voice_share" and figure.voice == "quoted":
            for id_ in figure.passages:
                passage = comparison.passages_by_id[id_]
                if passage.where == "text":
                    held.setdefault(passage.article, []).append(passage)
    items = []
    for sentence in filter(is_good, sentences):
        inside = [p for p in held.get(sentence.article.id, ()) if sentence.holds(p.spans[0])]
        sources = {passage.source for passage in inside}
        quoted, reported = sentence.words("quoted"), sentence.words("attributed")
        if len(sources) != 1 or quoted < FEWEST_WORDS or quoted <= reported:
            continue
        source = next(iter(sources))
        spoken = [span for span, voice in sentence.parts if voice != "own"]
        named = find_source(sentence, source, spoken) if source else []
        if source and named and not anonymity.hides_source(sentence, spoken):
            items.append(_quotation(sentence, source, named[0], inside))
    return items


def _quotation(sentence: Sentence, source: str, named: Span, passages: list[Passage]) -> Item:
    return Item(
        id=make_id("voices", sentence.id),
        shown=(sentence.mark(span for passage in passages for span in passage.spans),),
        right=(CHOICES["quoted"],),
        answers=[
            Answer(label="Voice", text=_LABELS["quoted"]),
            Answer(label="Whose words", text=show_source(sentence, source, named)),
        ],
        evidence=show_rule(passages[0]),
    )


def show_source(sentence: Sentence, source: str, named: Span) -> str:
    """Return who speaks: the words of the sentence, and the full name where it is another."""
    words = sentence.article.text[named[0] : named[1]]
    return words if words == source else f"{words} ({source})"


def show_rule(passage: Passage) -> str:
    """Return the rule that found a passage, for the key."""
    return f"Rule “{passage.entry}”." if passage.entry else "No rule of attribution applied."
