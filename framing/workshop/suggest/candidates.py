"""Candidates: things, organisations and persons with the different wordings that stand for them (room: workshop)."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from framing.lexicon.language import Language
from framing.schema import Annotations, passage_text
from framing.workshop.suggest.definitions import is_abbreviation
from framing.workshop.suggest.groups import Group
from framing.workshop.suggest.mentions import Kind, Mention
from framing.workshop.suggest.wordings import Wording

REGISTRY = "the registry of organisations knows both as one"
SHORT_FORM = "one is the short form of the other in the same article"
NAMED = "an article says so (“known as”, “stands for”, “called it a …”)"
INTRODUCED = "the articles introduce a person so"
SYNONYMS = "the lexicon of synonyms has them in one group"
ALIGNED = "outlets tell the same fact with one or the other"
OF_THE_SAME = "they are of the same things"
SAME_MODIFIERS = "the same words describe them"
SAME_VERBS = "they stand beside the same verbs"
SAME_WORDS = "they stand among the same words"

_OF_KIND = {
    "anchor": OF_THE_SAME,
    "parties": OF_THE_SAME,
    "party": OF_THE_SAME,
    "modifier": SAME_MODIFIERS,
    "governor": SAME_VERBS,
    "group": SYNONYMS,
}


class Candidate(NamedTuple):
    """Something with two or more wordings, each with the numbers of its mentions, and how sure it is, 0 to 1."""

    kind: Kind
    subject: str | None
    variants: tuple[tuple[int, ...], ...]
    evidence: tuple[str, ...]
    sureness: float


class Corpus(NamedTuple):
    """The mentions of some articles, the articles, their language, and the words written small somewhere."""

    mentions: Sequence[Mention]
    annotations: Sequence[Annotations]
    language: Language
    small: frozenset[str]

    def text(self, number: int) -> str:
        """Return a mention as it is written, on one line."""
        mention = self.mentions[number]
        article = self.annotations[mention.article].article
        return " ".join(passage_text(article, mention.span, mention.where).split())


def things(
    corpus: Corpus,
    wordings: Sequence[Wording],
    groups: Iterable[Group],
    defined: Mapping[tuple[int, int], str],
) -> list[Candidate]:
    """Return the groups of wordings as candidates: of one noun one variant, unless it never stands alone."""
    found = []
    for group in groups:
        variants = _variants(corpus, [wordings[k] for k in group.wordings])
        if len(variants) < 2:
            continue
        evidence = [says for key, says in defined.items() if set(key) <= set(group.wordings)]
        if any(pair.aligned for pair in group.pairs):
            evidence.append(ALIGNED)
        kinds = Counter(kind for pair in group.pairs for kind, _ in pair.shared)
        evidence += [_OF_KIND[kind] for kind, _ in sorted(kinds.items()) if kind in _OF_KIND]
        evidence = evidence or [SAME_WORDS]
        found.append(Candidate("thing", None, tuple(variants), tuple(dict.fromkeys(evidence)), group.score))
    return found


def _variants(corpus: Corpus, wordings: Sequence[Wording]) -> list[tuple[int, ...]]:
    plain = corpus.language.grammar.get("plain adjective", frozenset())
    by_head: defaultdict[str, set[int]] = defaultdict(set)
    for wording in wordings:
        by_head[wording.words[-1]].update(wording.mentions)
    found = []
    for head in sorted(by_head):
        numbers = sorted(by_head[head])
        whole: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
        for k in numbers:
            whole[_without(corpus.mentions[k].words, plain)].append(k)
        if (head,) in whole or (len(by_head) > 1 and len(whole) > 2):
            found.append(tuple(numbers))
        else:
            found += [tuple(held) for _, held in sorted(whole.items())]
    return found


def _without(words: Sequence[str], plain: frozenset[str]) -> tuple[str, ...]:
    first = 0
    while first < len(words) - 1 and words[first] in plain:
        first += 1
    return tuple(words[first:])


def organisations(corpus: Corpus) -> list[Candidate]:
    """Return the organisations and countries that go by two or more names; an abbreviation is no name of its own."""
    held: defaultdict[str, dict[str, list[int]]] = defaultdict(dict)
    for number, mention in enumerate(corpus.mentions):
        if mention.kind == "organisation" and mention.subject:
            held[mention.subject].setdefault(_plain_name(corpus.text(number)), []).append(number)
    short = _short_forms(corpus, held)
    found = []
    for subject in sorted(held):
        names = held[subject]
        demonyms = {form for form, entry in corpus.language.demonyms.items() if entry.name == subject}
        own = [name for name in names if name.casefold() not in demonyms]
        merged = _merge(own)
        for name in names:
            if name.casefold() in demonyms:
                near = next((k for k, one in enumerate(merged) if _common_start(name, one[0]) >= 4), None)
                if near is not None:
                    merged[near].append(name)
        variants = [sorted(k for name in one for k in names[name]) for one in merged]
        evidence = [REGISTRY] if len(variants) > 1 else []
        if short.get(subject):
            variants += [sorted(numbers) for _, numbers in sorted(short[subject].items())]
            evidence.append(SHORT_FORM)
        if len(variants) > 1:
            found.append(
                Candidate("organisation", subject, tuple(map(tuple, variants)), tuple(evidence), 0.6)
            )
    return found


def _plain_name(text: str) -> str:
    text = text.removesuffix("'s").removesuffix("’s").rstrip(".,'’")
    return text.removeprefix("the ").removeprefix("The ")


def _merge(names: Sequence[str]) -> list[list[str]]:
    """Put names together that are spellings or abbreviations of each other, the longest name first."""
    merged: list[list[str]] = []
    for name in sorted(names, key=lambda one: (-len(one), one)):
        bare = name.replace(".", "").casefold()
        for one in merged:
            if any(
                is_abbreviation(name, other)
                or bare == other.replace(".", "").casefold()
                or _begins(name, other)
                or _ends(name, other)
                for other in one
            ):
                one.append(name)
                break
        else:
            merged.append([name])
    return merged


def _ends(short: str, long: str) -> bool:
    """Whether a name of several words is the end of a fuller one ("Energy Office", "US Energy Office")."""
    return " " in short and long.casefold().endswith(f" {short.casefold()}")


def _begins(short: str, long: str) -> bool:
    """Whether a name is another one with words cut short or left out at its end ("N. Korea", "FBI agents")."""
    one, two = short.replace(".", "").casefold().split(), long.casefold().split()
    return len(one) == len(two) and all(b.startswith(a) for a, b in zip(one, two, strict=True))


def _common_start(one: str, two: str) -> int:
    return next(
        (k for k, (a, b) in enumerate(zip(one.casefold(), two.casefold(), strict=False)) if a != b),
        min(len(one), len(two)),
    )


def _short_forms(
    corpus: Corpus, held: Mapping[str, Mapping[str, Sequence[int]]]
) -> dict[str, dict[str, list[int]]]:
    """Return names such as "the North" that begin just one longer name of their article."""
    firsts: defaultdict[tuple[int, str], Counter[str]] = defaultdict(Counter)
    for subject, names in held.items():
        for name, numbers in names.items():
            words = name.split()
            if len(words) > 1:
                for k in numbers:
                    firsts[corpus.mentions[k].article, words[0]][subject] += 1
    found: defaultdict[str, dict[str, list[int]]] = defaultdict(dict)
    for number, mention in enumerate(corpus.mentions):
        if mention.kind == "thing" and mention.definite and len(mention.words) == 1:
            text = corpus.text(number)
            meant = firsts.get((mention.article, text))
            if text[:1].isupper() and meant and len(meant) == 1:
                found[next(iter(meant))].setdefault(f"the {text}", []).append(number)
    return found


def persons(corpus: Corpus) -> list[Candidate]:
    """Return the persons whom articles call by name and by two or more descriptions."""
    names: defaultdict[str, list[int]] = defaultdict(list)
    called: defaultdict[str, defaultdict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for number, mention in enumerate(corpus.mentions):
        if mention.kind != "person" or not mention.subject:
            continue
        if mention.named:
            names[mention.subject].append(number)
        else:
            called[mention.subject][mention.words[-1]].append(number)
    found = []
    for subject in sorted(called):
        described = [numbers for _, numbers in sorted(called[subject].items())]
        if len(described) > 1:
            variants = [names[subject], *described] if names[subject] else described
            found.append(Candidate("person", subject, tuple(map(tuple, variants)), (INTRODUCED,), 0.5))
    return found
