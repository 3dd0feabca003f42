"""Room classroom: an article as pupils read it, its headline and numbered paragraphs."""

from collections.abc import Sequence
from dataclasses import dataclass

from framing.classroom.anonymous import Anonymity
from framing.classroom.sentences import Excerpt
from framing.classroom.texts import texts
from framing.schema import Article, Comparison


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """An article's headline, empty where it has none, and its paragraphs in order; captions and credits are none."""

    article: Article
    headline: str
    paragraphs: list[Excerpt]

    def number_of(self, excerpt: Excerpt) -> int | None:
        """Return the number, from 1, of the paragraph in which an excerpt begins; None where it begins in none."""
        places = enumerate(self.paragraphs, 1)
        return next((n for n, one in places if one.start <= excerpt.start < one.end), None)


class Sheets:
    """The sheets of all articles, and where in them a passage stands."""

    def __init__(self, comparison: Comparison, anonymity: Anonymity) -> None:
        self._anonymity = anonymity
        self.by_article = {article.id: make_sheet(article) for article in comparison.articles}

    def name(self, article: str) -> str:
        """Return what pupils call an article: "Article A"."""
        return self._anonymity.name(article)

    def names(self, articles: Sequence[str]) -> str:
        """Return what pupils call several articles, without their outlets: "Articles A, C and D"; empty for none."""
        words, letters = texts("pages")["list"], self._anonymity.letters()
        held = [letters[article] for article in articles]
        if len(held) < 2:
            return str(words["one"].format(letters=held[0])) if held else ""
        return str(words["other"].format(letters=", ".join(held[:-1]), last=held[-1]))

    def place(self, excerpt: Excerpt) -> str:
        """Return where a passage stands: "Article A, paragraph 3"."""
        name = self.name(excerpt.article.id)
        number = self.by_article[excerpt.article.id].number_of(excerpt)
        return name if number is None else f"{name}, paragraph {number}"

    def number_of(self, excerpt: Excerpt) -> int | None:
        """Return the number of a passage's paragraph in its article, or None."""
        return self.by_article[excerpt.article.id].number_of(excerpt)


def make_sheet(article: Article) -> Sheet:
    """Return an article's sheet: each line of its body that holds a word is a paragraph."""
    paragraphs = []
    for region in article.regions:
        if region.kind != "body":
            continue
        start = region.start
        for line in article.text[region.start : region.end].splitlines(keepends=True):
            end = start + len(line)
            if any(character.isalnum() for character in line):
                left, right = len(line) - len(line.lstrip()), len(line) - len(line.rstrip())
                paragraphs.append(Excerpt(article=article, start=start + left, end=end - right))
            start = end
    return Sheet(article=article, headline=article.title or "", paragraphs=paragraphs)
