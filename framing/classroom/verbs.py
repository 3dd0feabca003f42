"""Room classroom: the exercise "Find the source and the verb", and what another verb would change."""

from collections.abc import Sequence

from framing.classroom.anonymous import Anonymity
from framing.classroom.exercises import Answer, Exercise, Group, Item, make_id, shuffle, take_in_turns
from framing.classroom.reports import Report, is_statement
from framing.classroom.voices import anonymity_lane, rank, show_rule, show_source

PASSAGES, FEWEST = 6, 2

CLASSES = {
    "neutral": "tells that something was said, and no more",
    "emphatic": "tells that the speaker stands behind the words with force",
    "distancing": "leaves the words to the speaker, as something that may be doubted",
    "factive": "presents the words as true",
    "negating": "tells that something is denied, refused or doubted",
    "evaluative": "tells that somebody or something is judged, or felt about",
    "mental": "tells what somebody thinks, wants or expects, rather than what was said",
    "unlisted": "ties words to a source, in a way that the lists of verbs do not hold",
}
# For each class, verbs of other classes that most sentences can take instead; a test holds them to the lexicon.
SWAPS = {
    "neutral": (("claimed", "distancing"), ("revealed", "factive")),
    "distancing": (("said", "neutral"), ("revealed", "factive")),
    "factive": (("said", "neutral"), ("claimed", "distancing")),
    "emphatic": (("said", "neutral"), ("claimed", "distancing")),
}
_PLAIN_SWAP = (("said", "neutral"),)


def make_verbs(reports: Sequence[Report], used: set[str], anonymity: Anonymity, seed: int) -> Exercise:
    """Return the exercise with up to six passages, other ones than those `used` as far as there are.

    It is missing where fewer than two passages can be found. Verbs of many classes come first.
    """
    fit = [report for report in reports if is_statement(report.passage)]
    classes = [report.entry.class_ for report in fit]
    ranked = sorted(
        fit,
        key=lambda report: (
            report.sentence.folded in used,
            classes.count(report.entry.class_),
            rank(report.sentence, anonymity),
        ),
    )
    items = [_item(report) for report in ranked]
    chosen = take_in_turns(items, anonymity_lane, PASSAGES, lambda item: item.passage.folded)
    enough = len(chosen) >= FEWEST
    return Exercise(
        id="verbs",
        title="Find the source and the verb",
        task=(
            "Each passage tells what somebody said. Circle the words that name the source, and underline the verb or "
            "expression that brings the words in. Then put another verb in its place (said, claimed, revealed) and "
            "write what a reader would now think."
        ),
        for_teachers=(
            "Classes are those of the verb in general; a sentence may soften or sharpen them. A verb says how the "
            "words are handed on. It does not say whether they are true, nor what the journalist wanted."
        ),
        blanks=["Source", "Verb or expression", "With another verb"],
        groups=[Group(heading="", items=shuffle(chosen, lambda item: item.passage.id, seed))]
        if enough
        else [],
        missing=""
        if enough
        else "The articles hold fewer than two sentences with one plain source and verb.",
    )


def _item(report: Report) -> Item:
    sentence, entry = report.sentence, report.entry
    cue = sentence.article.text[report.cue[0] : report.cue[1]]
    return Item(
        id=make_id("verbs", sentence.id),
        shown=(sentence.mark([report.named, report.cue]),),
        answers=[
            Answer(label="Source", text=show_source(sentence, report.source, report.named)),
            Answer(label="Verb or expression", text=f"“{cue}” ({entry.class_}) {CLASSES[entry.class_]}."),
            Answer(
                label="With another verb",
                text=_swap(sentence.article.text[report.named[0] : report.named[1]], entry.class_),
            ),
        ],
        evidence=f"{show_rule(report.passage)} Lexicon of cues, entry “{entry.lemma}” ({entry.class_}).",
    )


def _swap(source: str, class_: str) -> str:
    swaps = SWAPS.get(class_, _PLAIN_SWAP)
    return "; ".join(f"“{source} {verb}” {CLASSES[other]}" for verb, other in swaps) + "."
