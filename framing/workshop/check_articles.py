"""What was read, before anything is annotated (room: workshop): one row an article, and what to put right first."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

import msgspec

from framing.lexicon.words import count_words
from framing.schema import PROSE, Annotations, Article, Event, Record, Reject, Utterance
from framing.scoring.reuse import measure_reuse
from framing.scoring.shingles import index_shingles
from framing.scoring.words import read_corpus

NEAR_SHARE = 0.5
"""From this share of an article's words on, in passages that another one holds too, the two are told to be near."""

FEW_WORDS = 80
"""Fewer words are seldom a whole article: a page behind a paywall gives two sentences."""

_MOST_ASIDE = 0.5
_MOST_NAMED = 3


class NearArticle(Record, frozen=True, kw_only=True):
    """Another article that holds a share (0 to 1) of one's words in the same order."""

    id: str
    share: float


class CheckedArticle(Record, frozen=True, kw_only=True):
    """One article as it was read.

    `evidence` says what names the outlet and `evidence_text` quotes it; `registered` is null where no outlet was found.
    `words` are those of title and body, `aside_share` is the share (0 to 1) of all words that was set aside.
    """

    id: str
    file: str
    outlet: str | None
    registered: bool | None
    evidence: str | None
    evidence_text: str | None
    agency: str | None
    title: str | None
    published: str | None
    language: str
    words: int
    aside_share: float
    near: list[NearArticle]
    notes: list[str]


class ArticleCheck(Record, frozen=True, kw_only=True):
    """What a check of articles found: the articles, what was set aside, the event, and what to do next.

    `lexicons` are the user's own that are used, the later ones first in rank.
    """

    event: Event
    articles: list[CheckedArticle]
    rejects: list[Reject]
    lexicons: list[str]
    next_steps: list[str]

    def as_data(self) -> dict[str, Any]:
        """Return it as plain data, for JSON."""
        data: dict[str, Any] = msgspec.to_builtins(self)
        return data


def check_articles(
    articles: Sequence[Article],
    rejects: Sequence[Reject] = (),
    event: Event | None = None,
    lexicons: Sequence[str] = (),
    has_event_file: bool = True,
    notes: Sequence[str] = (),
) -> ArticleCheck:
    """Return what was read of some articles, and what to do before a report is made of them; nothing is annotated.

    `notes` are faults that are known already, the next steps begin with them.
    """
    near = _find_near(articles)
    checked = [_check(article, near.get(article.id, [])) for article in articles]
    return ArticleCheck(
        event=event or Event(title="Articles"),
        articles=checked,
        rejects=list(rejects),
        lexicons=list(lexicons),
        next_steps=[*notes, *_next_steps(checked, len(rejects), event, has_event_file)],
    )


def _check(article: Article, near: list[NearArticle]) -> CheckedArticle:
    text = article.text
    told = sum(count_words(text[one.start : one.end]) for one in article.regions if one.kind in PROSE)
    whole = sum(count_words(text[one.start : one.end]) for one in article.regions)
    evidence = article.outlet_evidence
    words = told + (count_words(article.title or "") if article.title_stands_apart else 0)
    aside = 1 - told / whole if whole else 0.0
    notes = list(article.notes)
    if words < FEW_WORDS:
        notes.append(f"only {words} words: is this the whole article?")
    if aside > _MOST_ASIDE:
        notes.append(f"{aside:.0%} of it was set aside as what is not the article: look whether rightly")
    return CheckedArticle(
        id=article.id,
        file=article.file,
        outlet=article.outlet,
        registered=evidence.registered if evidence else None,
        evidence=evidence.kind if evidence else None,
        evidence_text=text[slice(*evidence.span)] if evidence and evidence.span else None,
        agency=article.agency,
        title=article.title,
        published=article.published,
        language=article.language,
        words=words,
        aside_share=round(aside, 3),
        near=near,
        notes=notes,
    )


def _find_near(articles: Sequence[Article]) -> dict[str, list[NearArticle]]:
    """Return for each article those that hold half of its words or more, the nearest first."""
    corpus = read_corpus([_unannotated(article) for article in articles])
    _, shares = measure_reuse(corpus, index_shingles(corpus))
    near: dict[str, list[NearArticle]] = {}
    for one in shares:
        if one.other is not None and (share := one.share or 0.0) >= NEAR_SHARE:
            near.setdefault(one.article, []).append(NearArticle(id=one.other, share=round(share, 3)))
    for held in near.values():
        held.sort(key=lambda one: (-one.share, one.id))
    return near


def _unannotated(article: Article) -> Annotations:
    """Return an article as if all of its title and body were said by its outlet: all that comparing words asks."""
    utterances = [
        Utterance(start=one.start, end=one.end, voice="own") for one in article.regions if one.kind in PROSE
    ]
    return Annotations(
        article=article,
        attributions=[],
        names=[],
        stance=[],
        loaded=[],
        frames=[],
        sentences=[],
        utterances=utterances,
        signature="",
    )


def _next_steps(
    articles: Sequence[CheckedArticle], rejects: int, event: Event | None, has_event_file: bool
) -> Iterator[str]:
    return chain(
        _about_outlets(articles),
        _about_near(articles),
        _about_short(articles),
        _about_event(articles, rejects, event, has_event_file),
    )


def _about_outlets(articles: Sequence[CheckedArticle]) -> list[str]:
    steps = []
    unnamed = [one for one in articles if one.outlet is None]
    if unnamed:
        steps.append(
            f"{_count(unnamed, 'has', 'have')} no outlet ({_name(unnamed)}): begin the file with the lines ---, "
            "outlet: NAME, ---, give the table a column outlet, or put the file into a subfolder of the outlet's name."
        )
    unknown = [one for one in articles if one.registered is False]
    names = list(dict.fromkeys(one.outlet or "" for one in unknown))
    if names:
        some = ", ".join(names[:_MOST_NAMED]) + (" …" if len(names) > _MOST_NAMED else "")
        steps.append(
            f"{_count(unknown, 'is of an outlet', 'are of outlets')} that the registry does not know ({some}): "
            "fine as it is; `framing outlets add` tells a name, a country and forms of credit."
        )
    return steps


def _about_near(articles: Sequence[CheckedArticle]) -> list[str]:
    pairs: dict[tuple[str, str], float] = {}
    for one in articles:
        for other in one.near:
            pair = (min(one.id, other.id), max(one.id, other.id))
            pairs[pair] = max(other.share, pairs.get(pair, 0.0))
    if not pairs:
        return []
    (first, second), share = max(pairs.items(), key=lambda held: held[1])
    more = f" ({len(pairs) - 1:,} more such pair{'s' if len(pairs) > 2 else ''})" if len(pairs) > 1 else ""
    return [
        f"{first} and {second} share {share:.0%} of the words of one of them{more}: where one is a later version or a "
        "second copy, keep one; where two outlets print one agency's copy, keep both."
    ]


def _about_short(articles: Sequence[CheckedArticle]) -> list[str]:
    short = [one for one in articles if one.words < FEW_WORDS]
    if not short:
        return []
    return [
        f"{_count(short, 'is', 'are')} very short ({_name(short)}): put the whole text in, or leave it out."
    ]


def _about_event(
    articles: Sequence[CheckedArticle], rejects: int, event: Event | None, has_event_file: bool
) -> list[str]:
    steps = []
    if rejects:
        steps.append(
            f"{rejects} {'was' if rejects == 1 else 'were'} set aside: the lines that begin so say why, and what helps."
        )
    undated = [one for one in articles if one.published is None]
    if undated and len(undated) < len(articles):
        steps.append(
            f"{_count(undated, 'has', 'have')} no date ({_name(undated)}): published: 2024-06-19 gives it."
        )
    outlets = Counter(one.outlet or one.id for one in articles)
    if len(outlets) == 1:
        steps.append("There is one outlet only: a comparison needs two.")
    for name in event.outlets if event else ():
        if name not in outlets:
            steps.append(f"event.toml puts {name} in order, of which there is no article: is it spelled so?")
    if not has_event_file and len(articles) > 1:
        steps.append('Name the event: an event.toml beside the articles, with title = "…".')
    return steps


def _count(articles: Sequence[CheckedArticle], one: str, several: str) -> str:
    return f"1 article {one}" if len(articles) == 1 else f"{len(articles):,} articles {several}"


def _name(articles: Sequence[CheckedArticle]) -> str:
    names = ", ".join(one.id for one in articles[:_MOST_NAMED])
    return names + (" …" if len(articles) > _MOST_NAMED else "")
