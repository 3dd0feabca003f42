"""Room classroom, live session: the class beside the tool: where pupils agree, where with the tool, what divides them.

Agreement is Krippendorff's alpha over words, the same as `framing agreement` finds in the exported tables. Whose words:
a word counts where a pupil has labelled it, and one without a label is not judged. Loaded words: whoever has marked one
in an article, or has finished it, has judged all its words.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

import numpy as np

from framing.classroom.codings import WORDS_A_STRETCH
from framing.classroom.live.marks import Mark, Task, chosen_facts, label_words
from framing.classroom.live.text import Lesson, LiveArticle, single_voiced
from framing.lexicon.words import fold, words_in
from framing.scoring.agreement import Alpha, krippendorff_alpha

LABELS = ("own", "reported", "quoted")
FEWEST_JUDGES = 2
FEWEST_WORDS = 4
DIVIDED_BELOW = 2 / 3
_LOADED = ("plain", "loaded")
_AROUND = "\"'“”„‘’«»()[]{},;:!?…–—-"
_SHOWN = 8

Marks = Mapping[tuple[int, str, Task], Sequence[Mark]]


class Passage(NamedTuple):
    """A passage, how many pupils gave it each label, and what the tool says.

    A pupil's label is the one that most of the words have which they labelled; `before` and `after` are what stands
    around it in its sentence.
    """

    letter: str
    line: int
    before: str
    text: str
    after: str
    counts: dict[str, int]
    tool: str

    @property
    def words(self) -> int:
        """How many words it has."""
        return len(self.text.split())

    @property
    def judges(self) -> int:
        """How many have judged it."""
        return sum(self.counts.values())

    @property
    def most(self) -> str:
        """The label that most gave; "" where two have as many."""
        ranked = Counter(self.counts).most_common()
        return "" if ranked[0][1] == ranked[1][1] else ranked[0][0]

    @property
    def together(self) -> float:
        """The share of the most frequent label (0 to 1)."""
        return max(self.counts.values()) / self.judges


class LoadedWord(NamedTuple):
    """A word or phrase of an article that two pupils or the tool call loaded, with every place where it is so called.

    Capitals and the punctuation around it make no other word of it. Who marked it in several places counts once.
    """

    text: str
    counts: dict[str, int]
    tool: str
    places: list[Passage]

    @property
    def judges(self) -> int:
        """How many have looked for loaded words in the article."""
        return sum(self.counts.values())


class ArticleResult(NamedTuple):
    """An article: who worked on it, how far they agree, and with the tool.

    `same` of `judged` words have with most pupils the label that they have with the tool; in `agreed` sentences, which
    the class labels as a whole, it is the label that most of their words have with the tool. `lookers` have chosen
    something that is missing; `missed` says of each fact how many of them chose it.
    """

    letter: str
    outlet: str
    readers: int
    voices: Alpha
    loaded: Alpha
    judged: int
    same: int
    agreed: frozenset[int]
    passages: list[Passage]
    loaded_words: list[LoadedWord]
    lookers: int
    missed: list[int]
    notes: list[tuple[str, str]]


class Result(NamedTuple):
    """The class beside the tool: alpha over all articles, each article, and the passages to talk about."""

    voices: Alpha
    loaded: Alpha
    articles: list[ArticleResult]

    @property
    def judged(self) -> int:
        """Words that two or more pupils labelled."""
        return sum(one.judged for one in self.articles)

    @property
    def same(self) -> int:
        """Of these, the words that most pupils and the tool label alike."""
        return sum(one.same for one in self.articles)

    @property
    def dividing(self) -> list[Passage]:
        """The passages over which the class is divided, those with least agreement and most judges first."""
        found = [one for one in self._passages if one.together < DIVIDED_BELOW]
        return _one_a_sentence(sorted(found, key=lambda one: (one.together, -one.judges, -one.words)))

    @property
    def beside_tool(self) -> list[Passage]:
        """The passages that most of the class label otherwise than the tool, those most agreed on first.

        Left out is what the class marked as part of a whole sentence with which the tool mostly agrees, and what has
        fewer than four words: "she said" and the like.
        """
        agreed = {article.letter: article.agreed for article in self.articles}
        found = [
            one
            for one in self._passages
            if one.together >= DIVIDED_BELOW
            and one.most not in ("", one.tool)
            and one.words >= FEWEST_WORDS
            and one.line not in agreed[one.letter]
        ]
        return _one_a_sentence(sorted(found, key=lambda one: (-one.together, -one.judges, -one.words)))

    @property
    def _passages(self) -> Iterable[Passage]:
        return (one for article in self.articles for one in article.passages if one.judges >= FEWEST_JUDGES)


def compare_class(lesson: Lesson, marks: Sequence[tuple[int, Mark]], nicknames: Mapping[int, str]) -> Result:
    """Set what the class has marked beside what the tool has found; without marks every alpha says why it is none."""
    held: defaultdict[tuple[int, str, Task], list[Mark]] = defaultdict(list)
    for pupil, mark in marks:
        held[pupil, mark.article, mark.task].append(mark)
    voices = {one.letter: _voice_table(one, held) for one in lesson.articles}
    loaded = {one.letter: _loaded_table(one, held) for one in lesson.articles}
    return Result(
        voices=_alpha(lesson.articles, voices, LABELS),
        loaded=_alpha(lesson.articles, loaded, _LOADED),
        articles=[
            _article(one, lesson, held, nicknames, voices[one.letter], loaded[one.letter])
            for one in lesson.articles
        ],
    )


def _voice_table(article: LiveArticle, held: Marks) -> dict[int, list[str]]:
    """Return each pupil's label of every word, "" for a word that they left alone."""
    return {
        pupil: label_words(marks, len(article.voices))
        for (pupil, letter, task), marks in held.items()
        if letter == article.letter and task == "voices"
    }


def _loaded_table(article: LiveArticle, held: Marks) -> dict[int, list[str]]:
    """Return for each pupil who looked for loaded words "loaded" or "plain" for every word."""
    finished = {
        pupil
        for (pupil, letter, task), marks in held.items()
        if letter == article.letter and task == "done" and marks[-1].label == "done"
    }
    table = {}
    lookers = {pupil for pupil, letter, task in held if letter == article.letter and task == "loaded"}
    for pupil in sorted(finished | lookers):
        labels = label_words(held.get((pupil, article.letter, "loaded"), ()), len(article.voices))
        if pupil in finished or any(labels):
            table[pupil] = [label or "plain" for label in labels]
    return table


def _alpha(
    articles: Iterable[LiveArticle],
    tables: Mapping[str, Mapping[int, Sequence[str]]],
    labels: Sequence[str],
) -> Alpha:
    """Return alpha over the words of several articles, whose tables are given by letter."""
    order = {label: place for place, label in enumerate(labels)}
    rows, groups = [np.zeros((0, len(labels)))], [np.zeros(0, dtype=int)]
    for article in articles:
        counts = np.zeros((len(article.voices), len(labels)))
        for given in tables[article.letter].values():
            for word, label in enumerate(given):
                if label:
                    counts[word, order[label]] += 1
        units = _units(article)
        rows.append(counts[units])
        groups.append(np.arange(len(units)) // WORDS_A_STRETCH + sum(map(len, groups)))
    return krippendorff_alpha(np.concatenate(rows), groups=np.concatenate(groups).tolist())


def _units(article: LiveArticle) -> list[int]:
    """Return for each word of the text, in order, the number of the word to mark in which it stands.

    What a finger hits may hold several words of the text, as a covered name does, or none, as a dash alone.
    """
    return [word.number for word in article.words for _ in words_in(article.text, word.start, word.end)]


def _article(
    article: LiveArticle,
    lesson: Lesson,
    held: Marks,
    nicknames: Mapping[int, str],
    voices: Mapping[int, Sequence[str]],
    loaded: Mapping[int, Sequence[str]],
) -> ArticleResult:
    mine = {(pupil, task): marks for (pupil, letter, task), marks in held.items() if letter == article.letter}
    choices = {pupil: chosen_facts(marks) for (pupil, task), marks in mine.items() if task == "missing"}
    notes = [
        (nicknames.get(pupil, ""), mark.text)
        for (pupil, task), marks in mine.items()
        if task == "notes"
        for mark in marks
    ]
    judged, same, agreed = _with_tool(article, voices)
    return ArticleResult(
        letter=article.letter,
        outlet=article.outlet,
        readers=len({pupil for pupil, _ in mine}),
        voices=_alpha([article], {article.letter: voices}, LABELS),
        loaded=_alpha([article], {article.letter: loaded}, _LOADED),
        judged=judged,
        same=same,
        agreed=agreed,
        passages=[_passage(article, a, b, voices, article.voices[a]) for a, b in single_voiced(article)],
        loaded_words=_loaded_words(article, loaded),
        lookers=sum(bool(chosen) for chosen in choices.values()),
        missed=[sum(fact.number in chosen for chosen in choices.values()) for fact in lesson.facts],
        notes=notes,
    )


def _with_tool(article: LiveArticle, voices: Mapping[int, Sequence[str]]) -> tuple[int, int, frozenset[int]]:
    """Return how many words two or more have judged, on how many of these most of them and the tool agree, and where.

    A reader who calls a whole sentence "quoted" does not mean "she said". So a sentence that the class labels as a
    whole agrees with the tool in all its words where most of them have that label with the tool; the numbers of these
    sentences come last. Everything else is compared word by word.
    """
    judged = same = 0
    agreed = set()
    for line in article.lines:
        told = [_most(voices.values(), word.number) for word in line.words]
        tools = [article.voices[word.number] for word in line.words]
        judged += sum(one is not None for one in told)
        if told[0] and set(told) == {told[0]} and 2 * tools.count(told[0]) > len(tools):
            agreed.add(line.number)
            same += len(told)
        else:
            same += sum(one == tool for one, tool in zip(told, tools, strict=True))
    return judged, same, frozenset(agreed)


def _most(given: Iterable[Sequence[str]], word: int) -> str | None:
    """Return the label that most pupils gave to a word, "" where two have as many, None where too few have judged."""
    ranked = Counter(labels[word] for labels in given if labels[word]).most_common(2)
    if sum(count for _, count in ranked) < FEWEST_JUDGES:
        return None
    return "" if len(ranked) > 1 and ranked[0][1] == ranked[1][1] else ranked[0][0]


def _passage(
    article: LiveArticle, first: int, last: int, table: Mapping[int, Sequence[str]], tool: str
) -> Passage:
    counts = dict.fromkeys(LABELS, 0)
    for given in table.values():
        ranked = Counter(label for label in given[first : last + 1] if label).most_common(1)
        if ranked:
            counts[ranked[0][0]] += 1
    return Passage(article.letter, *_show(article, first, last), counts, tool)


def _one_a_sentence(passages: Iterable[Passage]) -> list[Passage]:
    """Return the first passage of each sentence, at most as many as a class can talk about."""
    first: dict[tuple[str, int], Passage] = {}
    for one in passages:
        first.setdefault((one.letter, one.line), one)
    return list(first.values())[:_SHOWN]


def _show(article: LiveArticle, first: int, last: int) -> tuple[int, str, str, str]:
    """Return a passage's sentence, what stands before the passage in it, the passage, and what stands after it."""
    line = next(one for one in article.lines if one.words[0].number <= first <= one.words[-1].number)
    return (
        line.number,
        " ".join(word.shown for word in line.words if word.number < first),
        " ".join(word.shown for word in line.words if first <= word.number <= last),
        " ".join(word.shown for word in line.words if word.number > last),
    )


def _loaded_words(article: LiveArticle, table: Mapping[int, Sequence[str]]) -> list[LoadedWord]:
    """Return what two pupils or the tool call loaded, phrase by phrase, what most pupils marked first."""
    marked = [
        frozenset(pupil for pupil, given in table.items() if given[word] == "loaded")
        for word in range(len(article.voices))
    ]
    found: defaultdict[str, list[Sequence[int]]] = defaultdict(list)
    for line in article.lines:
        numbers = [word.number for word in line.words]
        for told, run in groupby(numbers, lambda at: article.loaded[at] or len(marked[at]) >= FEWEST_JUDGES):
            for phrase in _phrases(list(run), marked, article.loaded) if told else ():
                found[fold(_bare(article, phrase))].append(phrase)
    words = [_loaded_word(article, phrases, marked, len(table)) for phrases in found.values()]
    return sorted(words, key=lambda one: -one.counts["loaded"])


def _loaded_word(
    article: LiveArticle, phrases: Sequence[Sequence[int]], marked: Sequence[frozenset[int]], judges: int
) -> LoadedWord:
    places = []
    for phrase in phrases:
        tool = "loaded" if any(article.loaded[at] for at in phrase) else "plain"
        shown = _show(article, phrase[0], phrase[-1])
        places.append(Passage(article.letter, *shown, _count_loaded(phrase, marked, judges), tool))
    return LoadedWord(
        text=_bare(article, phrases[0]),
        counts=_count_loaded([at for phrase in phrases for at in phrase], marked, judges),
        tool="loaded" if any(one.tool == "loaded" for one in places) else "plain",
        places=places,
    )


def _count_loaded(words: Iterable[int], marked: Sequence[frozenset[int]], judges: int) -> dict[str, int]:
    """Return how many have marked one of some words, and how many have marked none of them."""
    loaded = len(frozenset[int]().union(*(marked[at] for at in words)))
    return {"loaded": loaded, "plain": judges - loaded}


def _bare(article: LiveArticle, phrase: Sequence[int]) -> str:
    """Return a phrase without the punctuation around it; the last dot of "U.S." belongs to the word."""
    words = article.words
    shown = " ".join(words[at].shown for at in phrase)
    bare = shown.strip(_AROUND)
    if bare.endswith(".") and "." not in bare.split()[-1][:-1]:
        bare = bare[:-1].strip(_AROUND)
    return bare or shown


def _phrases(
    run: Sequence[int], marked: Sequence[frozenset[int]], loaded: Sequence[bool]
) -> Iterable[Sequence[int]]:
    """Yield the phrases of a run of words: the word that most have marked, with neighbours that half as many have.

    What the tool marks together stays together. Words around a phrase are one of their own only where the tool, or two
    pupils who did not mark the phrase, mark them: who marks a whole sentence for one word is counted with that word.
    """
    top = max(range(len(run)), key=lambda place: len(marked[run[place]]))
    most = len(marked[run[top]])

    def belongs(word: int, beside: int) -> bool:
        return 2 * len(marked[word]) >= most > 0 or (loaded[word] and loaded[beside])

    first = last = top
    while first > 0 and belongs(run[first - 1], run[first]):
        first -= 1
    while last + 1 < len(run) and belongs(run[last + 1], run[last]):
        last += 1
    phrase = run[first : last + 1]
    yield phrase
    counted = frozenset[int]().union(*(marked[word] for word in phrase))
    for rest in (run[:first], run[last + 1 :]):
        others = frozenset[int]().union(*(marked[word] for word in rest)) - counted
        if len(others) >= FEWEST_JUDGES or any(loaded[word] for word in rest):
            yield from _phrases(rest, marked, loaded)
