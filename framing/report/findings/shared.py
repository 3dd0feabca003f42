"""Room report: the finding on shared text: which two outlets print the same words, and whose words they are in each."""

from collections import Counter

from framing.report.evidence import make_passage
from framing.report.findings.phrases import Phrase, Speakers, fill, finish, merge, name_source, quoted
from framing.report.findings.records import Candidate, Places, size_of
from framing.report.texts import say
from framing.report.view import View
from framing.schema import Annotations, Reuse, Span, Voice, Where, passage_text

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
        _whose(annotations.get(article), span, where)
        for article, span, where in zip(longest.articles, longest.spans, longest.where, strict=True)
    ]
    phrase = fill(
        "facts.shared",
        words=Places(
            text=f"{longest.words:,}",
            heading=say("story.facts.shared_heading"),
            passages=tuple(
                make_passage(article, span, voice, where, source=source)
                for article, span, where, (voice, source) in zip(
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


def _whose(held: Annotations | None, span: Span, where: Where) -> tuple[Voice, str]:
    """Return the voice in which most of a passage stands, and whose words it is by name; nobody's of the own."""
    letters: Counter[tuple[Voice, str]] = Counter()
    for one in held.utterances if held else ():
        shared = min(one.end, span[1]) - max(one.start, span[0])
        if one.where == where and shared > 0:
            source = held.voice_at(one.start, where)[1] if held and one.voice != "own" else None
            speaker = (source.source or source.via) if source else None
            letters[one.voice, (speaker.canonical or "") if speaker else ""] += shared
    return max(letters, key=lambda key: (letters[key], key), default=("own", ""))


def _tell_whose(view: View, speakers: Speakers, shared: Reuse, spoken: list[tuple[Voice, str]]) -> Phrase:
    """Return whose words the two print: what both have from one source is no copy of one from the other."""
    (voice, source), (other_voice, other_source) = spoken
    if voice == other_voice == "own":
        return fill("facts.both_own")
    if voice == other_voice and source == other_source:
        return fill("facts.both", how=_say_from(view, shared, voice, source))
    if source and source == other_source:
        return fill("facts.both", how=_say_from(view, shared, "all", source))
    outlets = view.comparison.outlet_by_article
    each = [
        fill("facts.each", outlet=speakers.name(outlets[article]), how=_say_from(view, shared, *whose))
        for article, whose in zip(shared.articles, spoken, strict=True)
    ]
    return merge([part for phrase in each for part in phrase])


def _say_from(view: View, shared: Reuse, voice: str, source: str) -> str:
    """Return "in its own words", "quoting Ada Berg", "reporting others"."""
    if voice == "own" or not source:
        return say(f"story.from.{voice}_unknown")
    articles = [article for article in view.comparison.articles if article.id in shared.articles]
    return say(f"story.from.{voice}", source=name_source(source, articles))


def _text_of(view: View, reuse: Reuse) -> str:
    article = next(article for article in view.comparison.articles if article.id == reuse.articles[0])
    return passage_text(article, reuse.spans[0], reuse.where[0])
