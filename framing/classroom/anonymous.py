"""Room classroom: articles without names, for pupils who shall read before they know who wrote."""

import re
from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from framing.classroom.sentences import Excerpt, Strip
from framing.classroom.texts import texts
from framing.errors import UsageError
from framing.lexicon.entries import OrganisationEntry
from framing.lexicon.language import load_language
from framing.report.wording import show_controls, show_on_one_line
from framing.schema import UNIDENTIFIED, Comparison, Span

COVER = "[outlet]"
# Addresses tell whose page it was, whoever is named in them.
_ADDRESS = re.compile(r"(?:https?://|www\.)\S*\w|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<!\w)@\w+")
_SPACE = re.compile(r"\s+")


class Anonymity:
    """The letter of each article, and the names that the pupils' pages must not show.

    Covered are the names of outlets and agencies in any case, and what the registry knows them by as it is written
    there ("AP" is covered, "ap" is not), with the short forms of longer names, what stands before a word like "News" or
    "Agency" in them ("Hillwire" of "Hillwire News"), and all addresses. What is a common word too ("Times", "Sun") is
    covered as it is written in the name; a town is not covered for a paper that is called after it ("Ellery News").
    """

    def __init__(self, comparison: Comparison, *, named: bool = False) -> None:
        """Gather the names; where articles are `named`, nothing is covered and names stand beside letters."""
        self.named = named
        self._outlets = comparison.outlet_by_article
        self._letters = {article.id: letter_of(place) for place, article in enumerate(comparison.articles)}
        names = {outlet.name for outlet in comparison.outlets}
        names |= {
            name for article in comparison.articles for name in (article.outlet, article.agency) if name
        }
        self.names = sorted(name for name in names if name.strip() and name != UNIDENTIFIED)
        hosts = {urlsplit(one.url).hostname for one in comparison.articles if one.url}
        # "The Times" is covered in any case, "Times" alone as it is written: "three times" is no name.
        bare = {_without_article(name) for name in self.names} - {*self.names}
        self.names = sorted({*self.names, *(name for name in bare if " " in name)})
        articles = [article.text for article in comparison.articles]
        words = {name for name in self.names if _is_word(name, articles)}
        languages = {article.language for article in comparison.articles}
        aliases = {alias for language in sorted(languages) for alias in _aliases(self.names, language)}
        aliases |= {host.removeprefix("www.") for host in hosts if host}
        fronts = {front for language in sorted(languages) for front in _fronts(self.names, language)}
        aliases |= {front for front in fronts if not _is_place(front, articles)}
        aliases |= _introduced(self.names, articles) | bare | words
        self._patterns = [
            pattern
            for pattern in (
                _ADDRESS,
                _pattern({*self.names} - words | _written_together(self.names), re.IGNORECASE),
                _pattern(aliases | _short_forms(self.names) | set(texts("covered")["words"]), re.NOFLAG),
            )
            if pattern is not None and not named
        ]

    def letter(self, sentence: Excerpt) -> str:
        """Return the letter of a sentence's article."""
        return self._letters[sentence.article.id]

    def name(self, article: str) -> str:
        """Return what pupils call an article: "Article A", with its outlet where the articles are named."""
        name = f"Article {self._letters[article]}"
        return f"{name} ({self._outlets.get(article, UNIDENTIFIED)})" if self.named else name

    def letters(self) -> dict[str, str]:
        """Return the letters by article id, in the order of the articles."""
        return dict(self._letters)

    def cover(self, text: str) -> str:
        """Return text on one line in which "[outlet]" stands for every name of an outlet."""
        return self._cover(show_on_one_line(text))

    def cover_strips(self, strips: Sequence[Strip]) -> list[Strip]:
        """Return strips with names covered; as one plain strip where a name would reach over the edge of a mark."""
        covered = [Strip(self._cover(_SPACE.sub(" ", show_controls(s.text))), s.marked) for s in strips]
        whole = self.cover("".join(strip.text for strip in strips))
        return covered if "".join(strip.text for strip in covered).strip() == whole else [Strip(whole)]

    def _cover(self, shown: str) -> str:
        for pattern in self._patterns:
            shown = pattern.sub(COVER, shown)
        return shown

    def names_outlet(self, text: str) -> bool:
        """Return whether text holds a name that would be covered."""
        shown = show_on_one_line(text)
        return any(pattern.search(shown) for pattern in self._patterns)

    def places(self, text: str) -> list[Span]:
        """Return the spans of text that would be covered, in order and without overlap."""
        found = sorted(match.span() for pattern in self._patterns for match in pattern.finditer(text))
        joined: list[Span] = []
        for start, end in found:
            if joined and start < joined[-1][1]:
                joined[-1] = (joined[-1][0], max(joined[-1][1], end))
            else:
                joined.append((start, end))
        return joined

    def hides_source(self, sentence: Excerpt, content: Sequence[Span]) -> bool:
        """Return whether a name would be covered outside the content, where the source stands."""
        text = sentence.article.text
        return any(self.names_outlet(text[start:end]) for start, end in sentence.outside(content))


def letter_of(place: int) -> str:
    """Return A for 0, B for 1, Z for 25, AA for 26, AB for 27 and so on."""
    letters = ""
    while place >= 0:
        place, rest = divmod(place, 26)
        letters = chr(ord("A") + rest) + letters
        place -= 1
    return letters


def _without_article(name: str) -> str:
    return name[4:] if name[:4].lower() == "the " else name


def _short_forms(names: Iterable[str]) -> set[str]:
    """Return by what an article speaks of its own paper: "the Courier", "Courier reporter" for The Ellery Courier."""
    last = {name.split()[-1] for name in names if len(name.split()) > 1}
    return {
        form
        for word in last
        if word[:1].isupper()
        for form in (
            f"the {word}",
            f"The {word}",
            *(f"{word} {staff}" for staff in texts("covered")["staff"]),
        )
    }


def _is_word(name: str, articles: Iterable[str]) -> bool:
    """Return whether a name is a common word, with or without "The": an article writes it in small letters ("sun")."""
    bare = _without_article(name)
    small = bare.lower()
    if " " in bare or small == bare:
        return False
    found = re.compile(rf"(?<!\w){re.escape(small)}(?!\w)")
    return any(found.search(text) for text in articles)


def _is_place(name: str, articles: Iterable[str]) -> bool:
    """Return whether articles speak of a place by a name: "in Ellery", but not "published in Ellery"."""
    words = texts("covered")
    before, not_in = ("|".join(map(re.escape, words[key])) for key in ("places", "printed"))
    found = re.compile(
        rf"(?:(\w+)\s+)?(?<!\w)(?:{before})\s+{re.escape(name)}(?!\w)(?!\s+(?:{'|'.join(words['generic'])})\b)"
    )
    printed = re.compile(rf"(?:{not_in})\Z", re.IGNORECASE)
    return any(not printed.match(match[1] or "") for text in articles for match in found.finditer(text))


def _fronts(names: Iterable[str], language: str) -> set[str]:
    """Return what is left of names without last words like "News": "Hillwire" of "Hillwire News Agency".

    Left out is what would be covered where it means something else: common words, countries and their people.
    """
    words = texts("covered")
    return {
        front
        for name in names
        if (front := _without_last(name, frozenset(words["generic"]))) != name
        and front[:1].isupper()
        and not set(front.split()) <= set(words["common"])
        and front not in _countries(language)
    }


def _without_last(name: str, generic: frozenset[str]) -> str:
    """Return a name without the generic words at its end; one word at least is left."""
    first, *rest = name.split()
    while rest and rest[-1] in generic:
        rest.pop()
    return " ".join([first, *rest])


def _countries(language: str) -> frozenset[str]:
    """Return by what countries, cities that stand for them, and their people are called."""
    return frozenset(
        form
        for entry in _organisations(language)
        if entry.kind == "country"
        for form in (entry.name, *entry.aliases, *entry.metonyms, *entry.demonyms)
    )


def _written_together(names: Iterable[str]) -> set[str]:
    """Return names as addresses and hashtags write them: "ellerycourier", "ellery-courier"."""
    return {between.join(name.split()) for name in names if " " in name.strip() for between in ("", "-", "_")}


def _introduced(names: Sequence[str], articles: Iterable[str]) -> set[str]:
    """Return the short names that articles introduce in brackets: "NNA" in "Northern News Agency (NNA)"."""
    pattern = _pattern(names, re.IGNORECASE)
    if pattern is None:
        return set()
    found = re.compile(rf"{pattern.pattern}\s*\(([^\W\d_]{{2,8}})\)", re.IGNORECASE)
    return {match[1] for text in articles for match in found.finditer(text) if match[1].isupper()}


def _aliases(names: Iterable[str], language: str) -> set[str]:
    """Return all that the registry knows outlets by: aliases, domains, the words of credit lines."""
    wanted = set(names)
    return {
        form
        for entry in _organisations(language)
        if entry.outlet and entry.name in wanted
        for form in (*entry.aliases, *entry.domains, *entry.credits)
    }


def _organisations(language: str) -> list[OrganisationEntry]:
    """Return the language's registry of who is who; none where the language has none."""
    try:
        lexicons = load_language(language).lexicons
    except UsageError:
        return []
    return [
        entry for lexicon in lexicons for entry in lexicon.entries if isinstance(entry, OrganisationEntry)
    ]


def _pattern(names: Iterable[str], flags: re.RegexFlag) -> re.Pattern[str] | None:
    """Return what finds any of the names as whole words, the longest first; None for no names."""
    shown = {show_on_one_line(name) for name in names} - {""}
    ordered = sorted(shown, key=lambda name: (-len(name), name))
    if not ordered:
        return None
    forms = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in ordered)
    return re.compile(rf"(?<!\w)(?:{forms})(?!\w)", flags)
