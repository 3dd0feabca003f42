"""Room classroom, quiz: questions on who says what and with which verb, from sentences with one plain source."""

from collections import Counter
from collections.abc import Callable
from functools import lru_cache

from framing.classroom.exercises import make_id, shuffle, take_in_turns
from framing.classroom.material import Material
from framing.classroom.plan import rules_of
from framing.classroom.quiz.build import show
from framing.classroom.quiz.questions import Option, Pair, Question
from framing.classroom.reports import THAT_WITHIN, Report, says, takes_any_verb
from framing.classroom.texts import for_level, texts
from framing.classroom.verbs import CLASSES
from framing.classroom.voices import show_source
from framing.lexicon.entries import OrganisationEntry
from framing.lexicon.language import Language, load_language
from framing.lexicon.match import pieces_in
from framing.lexicon.words import fold, words_in
from framing.schema import Comparison

A_KIND, FEWEST_WRONG, FEWEST_PAIRS = 4, 2, 3
_TOLD = "tell"

VERBS: dict[str, list[str]] = texts("quiz")["verb"]["verbs"]


def from_reports(material: Material) -> dict[str, list[Question]]:
    """Return up to four questions of each kind, by kind: who says it, which words bring it in, another verb.

    One matching ("classes") puts verbs of the articles beside what they do, where these are three or more.
    """
    reports = material.reports
    made: dict[str, list[Question]] = {}
    used: set[str] = set()
    # How to ask, and what is asked for, which no two questions of a kind share.
    kinds: dict[str, tuple[Callable[[Report, Material], Question | None], Callable[[Report], str]]] = {
        "who": (_who, lambda report: report.source),
        "verb": (_other_verb, _folded_cue),
        "cue": (_bringing_in, _folded_cue),
    }
    for kind, (ask, asked) in kinds.items():
        held = Counter(map(asked, reports))
        # What is rare comes first, then passages that no other question has shown.
        ranked = sorted((held[asked(one)], one.sentence.folded in used, n) for n, one in enumerate(reports))
        found = [
            (reports[n], question) for *_, n in ranked if (question := ask(reports[n], material)) is not None
        ]
        chosen = take_in_turns(found, lambda pair: pair[0].sentence.article.id, A_KIND, _first_of(asked))
        used |= {report.sentence.folded for report, _ in chosen}
        made[kind] = [question for _, question in chosen]
    matching = _verbs_and_classes(material)
    return {**made, "classes": [] if matching is None else [matching]}


def _first_of(asked: Callable[[Report], str]) -> Callable[[tuple[Report, Question]], str]:
    return lambda pair: asked(pair[0])


def _who(report: Report, material: Material) -> Question | None:
    """Ask who speaks. Wrong options are other sources of the articles; those that the passage speaks of come first."""
    sentence, anonymity, words = report.sentence, material.anonymity, texts("quiz")["who"]
    language = load_language(sentence.article.language)
    if not _is_name(report.source) or anonymity.names_outlet(report.source) or not says(report):
        return None
    spoken = " ".join(sentence.article.text[start:end] for start, end in report.passage.spans)
    outside = " ".join(
        sentence.article.text[start:end] for start, end in sentence.outside(report.passage.spans)
    )
    others = [
        source
        for source in _sources(material.comparison)
        if cannot_be_meant(source, report.source, language)
        and not _stands_in(source, outside, language)
        and not anonymity.names_outlet(source)
    ]
    others = shuffle(others, str, material.seed)
    others.sort(key=lambda source: not _stands_in(source, spoken, language))
    wrong: list[str] = []
    most = int(rules_of(material.level)["wrong_options"])
    for source in others:
        if len(wrong) < most and not any(_shares_word(source, one) for one in wrong):
            wrong.append(source)
    if len(wrong) < FEWEST_WRONG:
        return None
    options = [Option(text=report.source, right=True)]
    for source in wrong:
        told = words["spoken_of" if _stands_in(source, spoken, language) else "not_named"]
        options.append(Option(text=source, feedback=told.format(source=source)))
    shown = show_source(sentence, report.source, report.named)
    return Question(
        id=make_id("who", sentence.id),
        kind="choice",
        name=words["name"],
        prompt=for_level(words["prompt"], material.level),
        passages=(show(sentence, anonymity, marked=False),),
        options=tuple(shuffle(options, lambda option: sentence.id + option.text, material.seed)),
        explanation=words["explanation"].format(source=shown, cue=_cue(report)),
        proof=(show(sentence.mark([report.named, report.cue]), anonymity),),
    )


def _other_verb(report: Report, material: Material) -> Question | None:
    """Ask which verb would change how the words are handed on; wrong options are verbs of other classes."""
    class_, sentence, words = report.entry.class_, report.sentence, texts("quiz")["verb"]
    if class_ not in CLASSES or not takes_any_verb(report):
        return None
    wanted = shuffle(
        [one for one in words["asked"] if one != class_], lambda one: sentence.id + one, material.seed
    )
    held = {fold(word.text) for word in words_in(sentence.text)}
    verbs = {one: [verb for verb in VERBS[one] if fold(verb) not in held] for one in VERBS}
    if not wanted or not verbs[wanted[0]]:
        return None
    right, effect = verbs[wanted[0]][0], CLASSES[wanted[0]]
    wrong = [(verb, one) for one in VERBS if one != wanted[0] for verb in verbs[one]]
    # The first of each class, then the second.
    wrong.sort(key=lambda pair: verbs[pair[1]].index(pair[0]))
    wrong = wrong[: int(rules_of(material.level)["wrong_options"])]
    if len(wrong) < FEWEST_WRONG:
        return None
    options = [Option(text=right, right=True)]
    options += [
        Option(text=verb, feedback=words["feedback"].format(verb=verb, effect=CLASSES[one]))
        for verb, one in wrong
    ]
    return Question(
        id=make_id("verb", sentence.id),
        kind="choice",
        name=words["name"],
        prompt=words["prompt"].format(cue=_cue(report), effect=words["asked"][wanted[0]]),
        passages=(show(sentence.mark([report.cue]), material.anonymity),),
        options=tuple(shuffle(options, lambda option: sentence.id + option.text, material.seed)),
        explanation=words["explanation"].format(
            verb=right, effect=effect, cue=_cue(report), before=CLASSES[class_]
        ),
        proof=(show(sentence.mark([report.named, report.cue]), material.anonymity),),
    )


def _bringing_in(report: Report, material: Material) -> Question | None:
    """Ask for the words that bring in what a source says, to be typed."""
    sentence, cue, anonymity, words = report.sentence, _cue(report), material.anonymity, texts("quiz")["cue"]
    named = sentence.article.text[report.named[0] : report.named[1]]
    if anonymity.names_outlet(named) or not says(report):
        return None
    return Question(
        id=make_id("cue", sentence.id),
        kind="short",
        name=words["name"],
        prompt=for_level(words["prompt"], material.level).format(source=named),
        passages=(show(sentence, anonymity, marked=False),),
        accepted=_accepted(report),
        explanation=words["explanation"].format(
            cue=cue, effect=CLASSES.get(report.entry.class_, CLASSES["unlisted"])
        ),
        proof=(show(sentence.mark([report.named, report.cue]), anonymity),),
    )


def _accepted(report: Report) -> tuple[str, ...]:
    """Return the verb, alone, with the auxiliaries before it ("has revealed"), and with "that" or "as" after each.

    "That" may stand a few words on ("reported on Wednesday that"); then what stands between is accepted with it, and
    whoever is told ("told reporters") with what tells it.
    """
    sentence = report.sentence
    auxiliaries = load_language(sentence.article.language).grammar.get("auxiliary", ())
    before = [word.text for word in words_in(sentence.article.text, sentence.start, report.cue[0])]
    verbs = [_cue(report)]
    while before and fold(before[-1]) in auxiliaries:
        verbs.append(f"{before.pop()} {verbs[-1]}")
    text, end = sentence.article.text, report.cue[1]
    after = words_in(text, end, sentence.end)[:THAT_WITHIN]
    ties = next((word for word in after if fold(word.text) == "that"), None)
    if after and fold(after[0].text) == "as":
        ties = after[0]
    further = []
    if report.entry.lemma == _TOLD and after and text[end : after[0].start].isspace():
        further.append(text[end : after[0].end])
    if ties is not None and not any(sign in text[end : ties.start] for sign in ",;:"):
        further.append(text[end : ties.end])
    accepted = (f"{verb}{more}" for more in ("", *further) for verb in verbs)
    return tuple(dict.fromkeys(" ".join(one.split()) for one in accepted))


def _verbs_and_classes(material: Material) -> Question | None:
    """Ask to put verbs beside what they do: the first of each class that the articles hold, in its passage.

    Classes are those whose effect is plain in every sentence, and verbs those that bring in a statement.
    """
    words, by_class = texts("quiz")["classes"], dict[str, Report]()
    for report in filter(says, material.reports):
        if report.entry.class_ in words["held"] and report.entry.pos == "verb":
            by_class.setdefault(report.entry.class_, report)
    pairs = [Pair(prompt=_cue(one).lower(), answer=CLASSES[class_]) for class_, one in by_class.items()]
    if len({pair.prompt for pair in pairs}) < max(FEWEST_PAIRS, len(pairs)):
        return None
    return Question(
        id=make_id("classes", *sorted({report.sentence.article.id for report in material.reports})),
        kind="matching",
        name=words["name"],
        prompt=words["prompt"],
        passages=tuple(show(one.sentence.mark([one.cue]), material.anonymity) for one in by_class.values()),
        pairs=tuple(shuffle(pairs, lambda pair: pair.prompt, material.seed)),
        explanation=" ".join(
            words["explanation"].format(cue=pair.prompt, effect=pair.answer) for pair in pairs
        ),
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
        return _may_be_person(source, language) and _may_be_person(right, language)
    if one is None or other is None:
        return False
    return None not in (one.country, other.country) and one.country != other.country


def _may_be_person(source: str, language: Language) -> bool:
    """Whether a name is of two words or more that begins and ends with a name, unlike "Russian media".

    Neither is a person who is called by a title ("Prime Minister"), nor a house ("Foreign Office"): who speaks for it
    may be the one with whom it would be held apart.
    """
    words = source.split()
    if len(words) < 2 or not (words[0][0].isupper() and words[-1][0].isupper()):
        return False
    titles = language.sources.find_longest(source, pieces_in(source))
    return not titles and not {fold(word) for word in words} & _houses(language.code)


@lru_cache
def _houses(language: str) -> frozenset[str]:
    """Return the words that make a name that of an office or a house: the last ones of those the registry knows."""
    names = (
        name
        for entry in _registry(language).values()
        if entry.kind not in ("country", "company", "party", "armed group") and not entry.outlet
        for name in (entry.name, *entry.aliases)
    )
    return frozenset({fold(name.split()[-1]) for name in names if " " in name}) | set(
        texts("quiz")["houses"]["words"]
    )


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


def _folded_cue(report: Report) -> str:
    return _cue(report).lower()


def _cue(report: Report) -> str:
    return report.sentence.article.text[report.cue[0] : report.cue[1]]
