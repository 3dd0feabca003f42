"""Propose naming disputes from the articles of an event, without any naming lexicon (room: workshop)."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import msgspec

from framing.lexicon.language import load_language
from framing.lexicon.load import normal_form
from framing.lexicon.words import fold
from framing.schema import Annotations, Reject, passage_text
from framing.scoring.coverage import coverage
from framing.scoring.languages import LANGUAGE_NAMES
from framing.workshop.records import NamingProposal, ProposedVariant, Suggestions, VariantLine
from framing.workshop.suggest.candidates import NAMED, Candidate, Corpus, organisations, persons, things
from framing.workshop.suggest.definitions import Definition, find_definitions
from framing.workshop.suggest.groups import group_wordings
from framing.workshop.suggest.mentions import Mention, read_mentions
from framing.workshop.suggest.ranking import outlet_names, rank
from framing.workshop.suggest.wordings import Pair, Wording, compare_wordings, find_wordings

LIMIT = 20

RULES_KNOWN = ("en",)
"""Languages whose noun phrases are found: endings and word order of English steer the rules."""

_REACH = 160
_WORDS_AROUND = 7
_SURE_WHEN_NAMED = 0.6


def suggest_names(
    annotations: Sequence[Annotations],
    *,
    limit: int = LIMIT,
    lexicons: Sequence[Path] = (),
    rejects: Sequence[Reject] = (),
) -> Suggestions:
    """Return naming disputes that the articles themselves seem to have, the best first, at most `limit`.

    No naming lexicon is used, shipped or not: a proposal comes from what the articles say ("known as"), from facts that
    one outlet tells with one wording and another outlet with another, from what stands beside a wording, from the
    registry of organisations and the lexicon of synonyms. Articles in English are looked at; without any there are no
    proposals, and a note says so.

    One article, or articles of one outlet, cannot disagree: no proposals, and a note that says why. The order of the
    articles changes nothing. `lexicons` are files that add to the shipped ones, such as synonyms. Loads scikit-learn,
    SciPy and NLTK; raises `UsageError` for a language without lexicons.
    """
    notes: list[str] = []
    ordered = _of_one_language(sorted(annotations, key=lambda one: one.article.id), notes)
    outlets = sorted(set(outlet_names(ordered)))
    if reason := _why_none(ordered, outlets):
        notes.append(reason)
        return Suggestions(
            proposals=[],
            articles=len(ordered),
            outlets=outlets,
            language=_language_of(ordered),
            notes=notes,
            rejects=list(rejects),
        )
    corpus = _read(ordered, tuple(lexicons))
    candidates = _find(corpus, tuple(lexicons), notes)
    proposals = [
        _propose(corpus, score, differing, candidate)
        for score, differing, candidate in rank(candidates, corpus)[:limit]
    ]
    if not proposals:
        notes.append(
            "No proposals: no two wordings for the same thing were found in different outlets. Longer or more articles "
            "on one event give more to go by."
        )
    return Suggestions(
        proposals=_with_own_ids(proposals),
        articles=len(ordered),
        outlets=outlets,
        language=_language_of(ordered),
        notes=notes,
        rejects=list(rejects),
    )


def _of_one_language(annotations: Sequence[Annotations], notes: list[str]) -> list[Annotations]:
    """Return the articles of the language that has rules, of several the one that most have."""
    counted = Counter(annotated.article.language for annotated in annotations)
    if len(counted) < 2:
        return list(annotations)
    chosen = min(counted, key=lambda code: (code not in RULES_KNOWN, -counted[code], code))
    notes.append(
        f"Only the {counted[chosen]} articles in {_name(chosen)} were looked at; "
        f"{counted.total() - counted[chosen]} are in another language."
    )
    return [annotated for annotated in annotations if annotated.article.language == chosen]


def _name(code: str) -> str:
    return LANGUAGE_NAMES.get(code, f"the language {code!r}")


def _why_none(annotations: Sequence[Annotations], outlets: Sequence[str]) -> str:
    """Return why nothing can be proposed; empty where something can."""
    language = _language_of(annotations)
    if language not in RULES_KNOWN:
        known = " or ".join(map(_name, RULES_KNOWN))
        return (
            f"No proposals: they are found by rules for {known}, and these articles are in {_name(language)}. "
            "Write the lexicon by hand: `framing lexicon new` begins one."
        )
    return _too_few(len(annotations), outlets) if len(outlets) < 2 else ""


def _language_of(annotations: Sequence[Annotations]) -> str:
    return annotations[0].article.language if annotations else "en"


def _too_few(articles: int, outlets: Sequence[str]) -> str:
    if articles < 2:
        number = "one article" if articles else "no article"
        return f"No proposals: there is {number}, and a dispute needs two outlets. Add articles on the same event."
    return (
        f"No proposals: all {articles} articles are by one outlet ({outlets[0]}), and a dispute needs two. Add "
        "articles on the same event by others."
    )


def _read(annotations: list[Annotations], lexicons: tuple[Path, ...]) -> Corpus:
    from nltk.stem.snowball import EnglishStemmer

    language = load_language(annotations[0].article.language, lexicons)
    stem = lru_cache(maxsize=None)(EnglishStemmer().stem)
    read = read_mentions(annotations, language, stem)
    return Corpus(read.mentions, annotations, language, read.small)


def _find(corpus: Corpus, lexicons: tuple[Path, ...], notes: list[str]) -> list[Candidate]:
    facts = _facts_of(corpus, lexicons, notes)
    articles = len(corpus.annotations)
    # In many articles, what stands once is a chance, and there would be too many to compare.
    at_least = 1 if articles <= 12 else 2 if articles <= 50 else 3
    wordings = find_wordings(corpus.mentions, corpus.language, at_least)
    definitions = find_definitions(corpus.mentions, corpus.annotations, corpus.language)
    pairs = compare_wordings(wordings, corpus.mentions, facts, corpus.language)
    pairs, defined = _with_definitions(pairs, definitions, wordings, corpus.mentions)
    return [
        *things(corpus, wordings, group_wordings(wordings, pairs), defined),
        *organisations(corpus),
        *persons(corpus),
    ]


def _facts_of(corpus: Corpus, lexicons: tuple[Path, ...], notes: list[str]) -> list[frozenset[int]]:
    """Return for each mention the facts, told by two or more articles, in which it stands."""
    # A naming lexicon would know already what is to be found.
    nameless = [msgspec.structs.replace(annotated, names=[]) for annotated in corpus.annotations]
    aligned = coverage(nameless, lexicons)
    notes += [
        note.replace("The coverage matrix was left out", "Facts were not aligned") for note in aligned.notes
    ]
    numbers = {annotated.article.id: number for number, annotated in enumerate(corpus.annotations)}
    spans: defaultdict[tuple[int, str], list[tuple[int, int, int]]] = defaultdict(list)
    for number, fact in enumerate(aligned.facts):
        if len(fact.told) > 1:
            for article, tellings in fact.told.items():
                for telling in tellings:
                    spans[numbers[article], telling.where].append((*telling.span, number))
    return [
        frozenset(
            fact
            for start, end, fact in spans.get((mention.article, mention.where), ())
            if start <= mention.span[0] and mention.span[1] <= end
        )
        for mention in corpus.mentions
    ]


def _with_definitions(
    pairs: Sequence[Pair],
    definitions: Sequence[Definition],
    wordings: Sequence[Wording],
    mentions: Sequence[Mention],
) -> tuple[list[Pair], dict[tuple[int, int], str]]:
    """Return the pairs with those that articles define, and what the articles say of each of these."""
    of_mention: defaultdict[int, list[int]] = defaultdict(list)
    for number, wording in enumerate(wordings):
        for k in wording.mentions:
            of_mention[k].append(number)
    by_key = {(pair.first, pair.second): pair for pair in pairs}
    says: dict[tuple[int, int], str] = {}
    for definition in definitions:
        for one in of_mention[definition.first]:
            for two in of_mention[definition.second]:
                if wordings[one].words[-1] == wordings[two].words[-1]:
                    continue
                first, second = min(one, two), max(one, two)
                known = by_key.get((first, second), Pair(first, second, 0.0, (), 0))
                score = min(1.0, known.score + _SURE_WHEN_NAMED)
                by_key[first, second] = known._replace(score=score)
                says[first, second] = NAMED
    return [by_key[key] for key in sorted(by_key)], says


def _propose(corpus: Corpus, score: float, differing: float, candidate: Candidate) -> NamingProposal:
    outlets = outlet_names(corpus.annotations)
    variants = [
        _variant(corpus, outlets, numbers, candidate.kind) for numbers in candidate.variants if numbers
    ]
    variants.sort(key=lambda one: (-sum(one.counts.values()), one.label))
    variants = _with_own_forms(variants)
    label = candidate.subject or variants[0].label
    return NamingProposal(
        id=_slug(label),
        label=candidate.subject or f"what is called {_enumerate([one.label for one in variants[:3]])}",
        kind=candidate.kind,
        variants=variants,
        evidence=list(candidate.evidence),
        disagreement=differing,
        score=score,
    )


def _with_own_forms(variants: Sequence[ProposedVariant]) -> list[ProposedVariant]:
    """Return variants with each form once: as it finds most, in the variant that is said most."""
    written: dict[str, str] = {}
    for variant in variants:
        for form in variant.forms:
            known = written.setdefault(normal_form(form), form)
            if _capitals(form) < _capitals(known):
                written[normal_form(form)] = form
    kept = []
    for variant in variants:
        keys = [key for key in dict.fromkeys(map(normal_form, variant.forms)) if key in written]
        forms = [written.pop(key) for key in keys]
        if forms:
            kept.append(msgspec.structs.replace(variant, label=forms[0], forms=forms))
    return kept


def _capitals(form: str) -> int:
    return sum(letter.isupper() for letter in form)


def _enumerate(labels: Sequence[str]) -> str:
    return " or ".join(filter(None, (", ".join(labels[:-1]), labels[-1])))


def _variant(corpus: Corpus, outlets: Sequence[str], numbers: Sequence[int], kind: str) -> ProposedVariant:
    mentions = [corpus.mentions[k] for k in numbers]
    forms = _forms(corpus, numbers, kind)
    counts = Counter(outlets[mention.article] for mention in mentions)
    voices = Counter(mention.voice for mention in mentions)
    return ProposedVariant(
        label=forms[0],
        forms=forms,
        counts=dict(sorted(counts.items())),
        voices={voice: voices[voice] for voice in ("own", "attributed", "quoted") if voices[voice]},
        lines=[_line(corpus, outlets, mention) for mention in mentions],
    )


def _forms(corpus: Corpus, numbers: Sequence[int], kind: str) -> list[str]:
    """Return the forms that find a variant's mentions, the commonest first."""
    counted: Counter[str] = Counter()
    plain = corpus.language.grammar.get("plain adjective", frozenset())
    whole = {corpus.mentions[k].words for k in numbers}
    shortest = min(whole, key=lambda words: (len(words), words))
    alone = kind == "thing" and len(shortest) == 1
    for k in numbers:
        mention, text = corpus.mentions[k], corpus.text(k)
        words = text.split()
        if alone:
            words = words[-1:]
        elif kind == "thing":
            while len(words) > 1 and words[0].casefold() in plain:
                words = words[1:]
        if kind == "thing":
            words = [_small(word, corpus) for word in words]
        if kind == "organisation" and mention.kind == "thing":
            words = ["the", *words]  # "the North"
        counted[" ".join(words).removesuffix("'s").removesuffix("’s").strip("-.,'’\"“”")] += 1
    forms = sorted((form for form in counted if normal_form(form)), key=lambda form: (-counted[form], form))
    # "Agreement", then "partnership agreement": the plainest form that all others end in names the variant.
    ends = [form for form in forms if all(other.endswith(form) for other in forms)]
    return [*ends, *(form for form in forms if form not in ends)]


def _small(word: str, corpus: Corpus) -> str:
    return word.lower() if fold(word) in corpus.small else word


def _line(corpus: Corpus, outlets: Sequence[str], mention: Mention) -> VariantLine:
    article = corpus.annotations[mention.article].article
    start, end = mention.span
    before = passage_text(article, (max(0, start - _REACH), start), mention.where)
    after = passage_text(article, (end, end + _REACH), mention.where)
    return VariantLine(
        article=article.id,
        left=_joined(_last_line(before).split()[-_WORDS_AROUND:], before[-1:].isspace(), at_end=True),
        hit=" ".join(passage_text(article, mention.span, mention.where).split()),
        right=_joined(_first_line(after).split()[:_WORDS_AROUND], after[:1].isspace(), at_end=False),
        span=mention.span,
        where=mention.where,
        outlet=outlets[mention.article],
        voice=mention.voice,
        distanced=mention.distanced,
    )


def _last_line(text: str) -> str:
    return text.rpartition("\n")[2]


def _first_line(text: str) -> str:
    return text.partition("\n")[0]


def _joined(words: Sequence[str], spaced: bool, at_end: bool) -> str:
    text = " ".join(words)
    if not text or not spaced:
        return text
    return f"{text} " if at_end else f" {text}"


def _slug(label: str) -> str:
    return re.sub(r"[^\w]+", "-", label.casefold()).strip("-") or "concept"


def _with_own_ids(proposals: Sequence[NamingProposal]) -> list[NamingProposal]:
    """Number the ids that come twice."""
    seen: Counter[str] = Counter()
    found = []
    for proposal in proposals:
        seen[proposal.id] += 1
        number = seen[proposal.id]
        found.append(
            msgspec.structs.replace(proposal, id=f"{proposal.id}-{number}") if number > 1 else proposal
        )
    return found
