"""Room report: the finding on words: the term that most tells one outlet's own words from all others'."""

from dataclasses import replace

from framing.lexicon.language import load_grammar
from framing.lexicon.words import fold
from framing.report.between import count_term, print_term
from framing.report.findings.phrases import Speakers, count_times, fill, finish, quoted
from framing.report.findings.records import Candidate, size_of
from framing.report.view import View

LEVEL = 0.01
"""The false discovery rate of a term that the story tells: the list below has 0.05, and the story picks its best."""

_ARTICLES = 3
_BITS = 1.0


def list_titles(view: View) -> set[str]:
    """Return the titles before names ("Mr") in the languages of the articles: to write them or not is house style."""
    return {
        title
        for language in {article.language for article in view.comparison.articles}
        for title in load_grammar(language).get("title", ())
    }


def find_terms(view: View) -> list[Candidate]:
    """Return the term that an outlet uses at least twice as often as all others, and in several articles."""
    speakers = Speakers(view)
    counts = {column.name: len(column.articles) for column in view.columns}
    titles = list_titles(view)
    found = []
    for term in view.comparison.keyness:
        if fold(term.term) in titles:
            continue  # whether an outlet writes "Mr" is its house style
        in_enough = term.articles >= min(_ARTICLES, counts.get(term.outlet, 0))
        if term.voice == "own" and term.q <= LEVEL and term.log_ratio >= _BITS and in_enough:
            phrase = fill(
                "facts.term",
                term=quoted(print_term(view.comparison, term)),
                article=speakers.articles(term.outlet),
                count=replace(count_term(term), text=count_times(term.count)),
                total=f"{term.total:,}",
                other=count_times(term.other_count),
                other_total=f"{term.other_total:,}",
            )
            uses, words = term.count + term.other_count, term.total + term.other_total
            size = size_of(term.count / max(uses, 1), term.total / max(words, 1))
            found.append(Candidate(kind="keyness", finding=finish(phrase, "keyness"), size=size, tested=True))
    return found
