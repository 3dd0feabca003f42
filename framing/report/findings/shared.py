"""Room report: the finding on shared text: which two outlets print the same words, and whose words they are in each."""

from collections import Counter
from collections.abc import Sequence
from typing import Literal, NamedTuple

from framing.report.findings.phrases import Phrase, Speakers, fill, finish, merge, name_source, quoted
from framing.report.findings.records import Candidate, Places, size_of
from framing.report.spoken import Speaker, count_speakers, spoken_passage
from framing.report.texts import say
from framing.report.view import View
from framing.schema import Reuse, passage_text

_SAME_WORDS = 12
"""Words in a row that two outlets must share for the story to tell it; fewer are names and titles of office."""


def find_shared(view: View) -> list[Candidate]:
    """Return the longest passage that articles of two outlets share word for word, and from whom each has it."""
    comparison = view.comparison
    outlets = comparison.outlet_by_article
    held = [
        one
        for one in comparison.reuse
        if one.words >= _SAME_WORDS and len({outlets.get(article) for article in one.articles}) == 2
    ]
    if not held:
        return []
    longest = min(held, key=lambda one: (-one.words, one.articles))
    speakers = Speakers(view)
    annotations = {one.article.id: one for one in view.annotations}
    spoken = [
        count_speakers(annotations[article], span, where) if article in annotations else Counter[Speaker]()
        for article, span, where in zip(longest.articles, longest.spans, longest.where, strict=True)
    ]
    phrase = fill(
        "facts.shared",
        words=Places(
            text=f"{longest.words:,}",
            heading=say("story.facts.shared_heading"),
            passages=tuple(
                spoken_passage(article, span, where, whose)
                for article, span, where, whose in zip(
                    longest.articles, longest.spans, longest.where, spoken, strict=True
                )
            ),
        ),
        first=speakers.name(outlets[longest.articles[0]]),
        second=speakers.name(outlets[longest.articles[1]]),
        whose=_tell_whose(view, speakers, longest, spoken) if annotations else "",
        passage="" if view.excerpts else fill("facts.passage", text=quoted(_text_of(view, longest))),
    )
    words = {outlet.name: outlet.words for outlet in comparison.outlets}
    total = min(words[outlets[article]] for article in longest.articles)
    return [
        Candidate(
            kind="reuse", finding=finish(phrase, "reuse"), size=size_of(longest.words / max(total, 1), 0.0)
        )
    ]


def _tell_whose(view: View, speakers: Speakers, shared: Reuse, spoken: Sequence[Counter[Speaker]]) -> Phrase:
    """Return whose words the two print: what both have from one source is no copy of one from the other."""
    first, other = [_main_speaker(one) for one in spoken]
    if first == other:
        return fill("facts.both", how=_say_from(view, shared, first, both=True))
    if first.source and (first.source, first.extent) == (other.source, other.extent):
        return fill("facts.both", how=_say_from(view, shared, first._replace(voice="all")))
    outlets = view.comparison.outlet_by_article
    each = [
        fill("facts.each", outlet=speakers.name(outlets[article]), how=_say_from(view, shared, whose))
        for article, whose in zip(shared.articles, (first, other), strict=True)
    ]
    return merge([part for phrase in each for part in phrase])


class _Whose(NamedTuple):
    """Whose all or most words of a passage are; where most are nobody's, whether some are the outlet's own."""

    extent: Literal["all", "most", "mixed", "several"]
    voice: str = ""
    source: str = ""


def _main_speaker(spoken: Counter[Speaker]) -> _Whose:
    (main, words), *others = spoken.most_common() or [(("own", ""), 0)]
    if not others:
        return _Whose("all", *main)
    if words * 2 > spoken.total():
        return _Whose("most", *main)
    return _Whose("mixed" if any(voice == "own" for voice, _ in spoken) else "several")


def _say_from(view: View, shared: Reuse, whose: _Whose, both: bool = False) -> str:
    """Return "in its own words", "mostly quoting Ada Berg", "reporting others"."""
    if whose.extent in ("mixed", "several"):
        return say(f"story.from.{whose.extent}")
    if whose.voice == "own" or not whose.source:
        how = say(
            "story.from.both_own" if both and whose.voice == "own" else f"story.from.{whose.voice}_unknown"
        )
    else:
        articles = [article for article in view.comparison.articles if article.id in shared.articles]
        how = say(f"story.from.{whose.voice}", source=name_source(whose.source, articles))
    return how if whose.extent == "all" else say("story.from.mostly", how=how)


def _text_of(view: View, reuse: Reuse) -> str:
    article = next(article for article in view.comparison.articles if article.id == reuse.articles[0])
    return passage_text(article, reuse.spans[0], reuse.where[0])
