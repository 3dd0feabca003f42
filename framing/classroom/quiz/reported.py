"""Room classroom, quiz: questions on who says what and with which verb, from sentences with one plain source."""

from collections import Counter
from collections.abc import Callable, Sequence
from functools import lru_cache

from framing.classroom.anonymous import Anonymity
from framing.classroom.exercises import make_id, shuffle, take_in_turns
from framing.classroom.material import Material
from framing.classroom.quiz.build import show
from framing.classroom.quiz.questions import Option, Pair, Question
from framing.classroom.reports import Report, is_statement
from framing.classroom.verbs import CLASSES
from framing.classroom.voices import show_source
from framing.lexicon.entries import OrganisationEntry
from framing.lexicon.language import Language, load_language
from framing.lexicon.match import pieces_in
from framing.lexicon.words import fold, words_in
from framing.schema import Comparison

A_KIND, WRONG_OPTIONS, FEWEST_PAIRS = 4, 3, 3
_THAT_WITHIN = 5

# A verb for each class that most sentences can take: used where the articles themselves hold none of the class.
VERBS = {"neutral": "said", "distancing": "claimed", "factive": "revealed", "emphatic": "insisted"}
_NO_SAYING = {"evaluative", "mental"}
_ASKED = {
    "factive": "would present the words as true",
    "distancing": "would leave the words to the speaker, as something that may be doubted",
}


def from_reports(material: Material) -> list[Question]:
    """Return up to four questions of each kind: who says it, which words bring it in, what another verb would do.

    One matching puts verbs of the articles beside what they do, where these are three or more.
    """
    reports, anonymity, seed = material.reports, material.anonymity, material.seed
    sources = _sources(material.comparison)
    made: list[Question] = []
    used: set[str] = set()
    # How to ask, and what is asked for, which no two questions of a kind share.
    kinds: list[tuple[Callable[[Report], Question | None], Callable[[Report], str]]] = [
        (lambda report: _who(report, sources, anonymity, seed), lambda report: report.source),
        (lambda report: _other_verb(report, reports, anonymity, seed), _folded_cue),
        (lambda report: _bringing_in(report, anonymity), _folded_cue),
    ]
    for ask, asked in kinds:
        held = Counter(map(asked, reports))
        # What is rare comes first, then passages that no other question has shown.
        ranked = sorted((held[asked(one)], one.sentence.folded in used, n) for n, one in enumerate(reports))
        found = [(reports[n], question) for *_, n in ranked if (question := ask(reports[n])) is not None]
        chosen = take_in_turns(found, lambda pair: pair[0].sentence.article.id, A_KIND, _first_of(asked))
        used |= {report.sentence.folded for report, _ in chosen}
        made += [question for _, question in chosen]
    matching = _verbs_and_classes(reports, anonymity, seed)
    return [*made, matching] if matching is not None else made


def _first_of(asked: Callable[[Report], str]) -> Callable[[tuple[Report, Question]], str]:
    return lambda pair: asked(pair[0])


def _who(report: Report, sources: Sequence[str], anonymity: Anonymity, seed: int) -> Question | None:
    """Ask who speaks. Wrong options are other sources of the articles; those that the passage speaks of come first."""
    sentence = report.sentence
    language = load_language(sentence.article.language)
    if not _is_name(report.source) or anonymity.names_outlet(report.source) or not _says(report):
        return None
    spoken = " ".join(sentence.article.text[start:end] for start, end in report.passage.spans)
    outside = " ".join(
        sentence.article.text[start:end] for start, end in sentence.outside(report.passage.spans)
    )
    others = [
        source
        for source in sources
        if cannot_be_meant(source, report.source, language)
        and not _stands_in(source, outside, language)
        and not anonymity.names_outlet(source)
    ]
    others = shuffle(others, str, seed)
    others.sort(key=lambda source: not _stands_in(source, spoken, language))
    wrong: list[str] = []
    for source in others:
        if len(wrong) < WRONG_OPTIONS and not any(_shares_word(source, one) for one in wrong):
            wrong.append(source)
    if len(wrong) < 2:
        return None
    options = [Option(text=report.source, right=True)]
    for source in wrong:
        told = (
            "is spoken of here, but does not speak"
            if _stands_in(source, spoken, language)
            else "is not named here"
        )
        options.append(Option(text=source, feedback=f"{source} {told}."))
    shown = show_source(sentence, report.source, report.named)
    return Question(
        id=make_id("who", sentence.id),
        kind="choice",
        name="Who says this?",
        prompt="Who says what this passage reports?",
        passages=(show(sentence, anonymity, marked=False),),
        options=tuple(shuffle(options, lambda option: sentence.id + option.text, seed)),
        explanation=f"The passage names its source: {shown}, with “{_cue(report)}”.",
        proof=(show(sentence.mark([report.named, report.cue]), anonymity),),
    )


def _other_verb(
    report: Report, reports: Sequence[Report], anonymity: Anonymity, seed: int
) -> Question | None:
    """Ask which verb would change how the words are handed on; wrong options are verbs of other classes."""
    class_, sentence = report.entry.class_, report.sentence
    if class_ not in VERBS or not is_statement(report.passage) or not _takes_any_verb(report):
        return None
    wanted = shuffle([one for one in _ASKED if one != class_], lambda one: sentence.id + one, seed)[0]
    held = {fold(word.text) for word in words_in(report.sentence.text)}
    verbs = {one: _verb_of(one, reports, held) for one in VERBS if one != class_ or one == wanted}
    if verbs[wanted] is None:
        return None
    options = [
        Option(
            text=verb,
            right=one == wanted,
            feedback="" if one == wanted else f"“{verb}” {CLASSES[one]}.",
        )
        for one, verb in verbs.items()
        if verb is not None
    ]
    if len(options) < 3:
        return None
    return Question(
        id=make_id("verb", report.sentence.id),
        kind="choice",
        name="Another verb",
        prompt=f"Put another verb in the place of “{_cue(report)}”. Which of these {_ASKED[wanted]}?",
        passages=(show(report.sentence.mark([report.cue]), anonymity),),
        options=tuple(shuffle(options, lambda option: report.sentence.id + option.text, seed)),
        explanation=f"“{verbs[wanted]}” {CLASSES[wanted]}. “{_cue(report)}” {CLASSES[class_]}.",
        proof=(show(report.sentence.mark([report.named, report.cue]), anonymity),),
    )


def _verb_of(class_: str, reports: Sequence[Report], held: set[str]) -> str | None:
    """Return a verb of a class that is not in the passage: of the articles where they hold one, else the usual one."""
    found = sorted({_cue(one).lower() for one in reports if one.entry.class_ == class_ and _swaps(one)})
    usual = VERBS[class_]
    found.sort(key=lambda verb: verb != usual)
    return next((verb for verb in [*found, usual] if fold(verb) not in held), None)


def _takes_any_verb(report: Report) -> bool:
    """Whether another verb can stand in this one's place: after the content, or before "that"."""
    if " " in _cue(report):
        return False
    after = words_in(report.sentence.article.text, report.cue[1], report.sentence.end)[:_THAT_WITHIN]
    said_before = all(end <= report.cue[0] for _, end in report.passage.spans)
    return said_before or any(fold(word.text) == "that" for word in after)


def _swaps(report: Report) -> bool:
    """Whether a verb can take another's place: one word, of the past as news tells, that brings in a statement."""
    cue = _cue(report)
    return (
        is_statement(report.passage) and cue.endswith("ed") and cue.isalpha() and "that" in report.entry.takes
    )


def _bringing_in(report: Report, anonymity: Anonymity) -> Question | None:
    """Ask for the words that bring in what a source says, to be typed."""
    sentence, cue = report.sentence, _cue(report)
    named = sentence.article.text[report.named[0] : report.named[1]]
    if anonymity.names_outlet(named) or not _says(report):
        return None
    return Question(
        id=make_id("cue", sentence.id),
        kind="short",
        name="Find the verb",
        prompt=f"Which word or words bring in what comes from “{named}”? Write them as they stand in the passage.",
        passages=(show(sentence, anonymity, marked=False),),
        accepted=_accepted(report),
        explanation=f"“{cue}” {CLASSES.get(report.entry.class_, 'ties words to a source')}.",
        proof=(show(sentence.mark([report.named, report.cue]), anonymity),),
    )


def _accepted(report: Report) -> tuple[str, ...]:
    """Return the verb, and the verb with the auxiliaries before it ("has revealed")."""
    sentence = report.sentence
    auxiliaries = load_language(sentence.article.language).grammar.get("auxiliary", ())
    before = [word.text for word in words_in(sentence.article.text, sentence.start, report.cue[0])]
    accepted = [_cue(report)]
    while before and fold(before[-1]) in auxiliaries:
        accepted.append(f"{before.pop()} {accepted[-1]}")
    return tuple(accepted)


def _verbs_and_classes(reports: Sequence[Report], anonymity: Anonymity, seed: int) -> Question | None:
    """Ask to put verbs beside what they do: the first of each class that the articles hold, in its passage."""
    by_class: dict[str, Report] = {}
    for report in reports:
        if report.entry.class_ in CLASSES and report.entry.class_ != "unlisted":
            by_class.setdefault(report.entry.class_, report)
    pairs = [Pair(prompt=_cue(one).lower(), answer=CLASSES[class_]) for class_, one in by_class.items()]
    if len({pair.prompt for pair in pairs}) < max(FEWEST_PAIRS, len(pairs)):
        return None
    return Question(
        id=make_id("classes", *sorted({report.sentence.article.id for report in reports})),
        kind="matching",
        name="What does the verb do?",
        prompt="The marked words bring in what somebody says. What does each of them do?",
        passages=tuple(show(one.sentence.mark([one.cue]), anonymity) for one in by_class.values()),
        pairs=tuple(shuffle(pairs, lambda pair: pair.prompt, seed)),
        explanation=" ".join(f"“{pair.prompt}” {pair.answer}." for pair in pairs),
    )


def _sources(comparison: Comparison) -> list[str]:
    """Return the sources that articles name, one each, in alphabetical order."""
    figures = (figure for figure in comparison.figures if figure.measure == "source_attribution_share")
    return sorted({figure.key for figure in figures if _is_name(figure.key)})


def _is_name(source: str) -> bool:
    return source[:1].isupper() and " and " not in source and not source.startswith("unnamed")


def cannot_be_meant(source: str, right: str, language: Language) -> bool:
    """Return whether a source cannot be the right one under another name, nor speak for it.

    Two people are two; of organisations, those of two countries are, for a ministry speaks for its government. A person
    and an organisation are not held apart: who speaks may speak for a house.
    """
    one, other = _registered(source, language), _registered(right, language)
    if _shares_word(source, right):
        return False
    if one is None and other is None:
        return _may_be_person(source) and _may_be_person(right)
    if one is None or other is None:
        return False
    return None not in (one.country, other.country) and one.country != other.country


def _may_be_person(source: str) -> bool:
    """Whether a name is of two words or more that begins and ends with a name, unlike "Russian media"."""
    words = source.split()
    return len(words) > 1 and words[0][0].isupper() and words[-1][0].isupper()


def _registered(name: str, language: Language) -> OrganisationEntry | None:
    return _registry(language.code).get(name)


@lru_cache
def _registry(language: str) -> dict[str, OrganisationEntry]:
    entries = (entry for lexicon in load_language(language).lexicons for entry in lexicon.entries)
    return {entry.name: entry for entry in entries if isinstance(entry, OrganisationEntry)}


def _shares_word(one: str, other: str) -> bool:
    return bool({fold(word.text) for word in words_in(one)} & {fold(word.text) for word in words_in(other)})


def _stands_in(source: str, text: str, language: Language) -> bool:
    """Whether a text names a source, by any of the registry's names or by a word of the name itself."""
    found = language.organisations.find_longest(text, pieces_in(text))
    return any(one.payload.name == source for one in found) or _shares_word(source, text)


def _says(report: Report) -> bool:
    """Whether a source says something, rather than thanks, thinks or wants."""
    return is_statement(report.passage) and report.entry.class_ not in _NO_SAYING


def _folded_cue(report: Report) -> str:
    return _cue(report).lower()


def _cue(report: Report) -> str:
    return report.sentence.article.text[report.cue[0] : report.cue[1]]
