"""Room classroom: abbreviations in the passages of a worksheet, and what the registry knows of them."""

from collections.abc import Sequence

from framing.classroom.exercises import Exercise
from framing.classroom.material import Material
from framing.classroom.texts import texts
from framing.lexicon.entries import OrganisationEntry
from framing.lexicon.language import load_language
from framing.lexicon.match import pieces_in


def list_abbreviations(material: Material, exercises: Sequence[Exercise]) -> tuple[tuple[str, str], ...]:
    """Return the abbreviations of the passages that pupils read, each with what it stands for, in alphabetical order.

    Outlets whose names are covered are left out, and so is what the registry does not know.
    """
    language = load_language("en")
    found: dict[str, OrganisationEntry] = {}
    for exercise in exercises:
        for item in exercise.items:
            for passage in (item.question, *item.options, *(one.text for one in item.shown)):
                for match in language.organisations.find_longest(passage, pieces_in(passage)):
                    form = passage[match.start : match.end].removeprefix("the ")
                    if form.isupper() and form.isalpha() and not material.anonymity.names_outlet(form):
                        found.setdefault(form, match.payload)
    return tuple((form, _explain(form, found[form])) for form in sorted(found))


def _explain(form: str, entry: OrganisationEntry) -> str:
    """Return the full name, with kind and country where the name is not a country's."""
    words = texts("pages")["worksheet"]["abbreviation"]
    spelt = (name for name in (entry.name, *entry.aliases) if _initials(name) == form)
    full = next(spelt, entry.name if entry.name != form else "")
    if entry.kind == "country" and full:
        return full
    where = words["in"].format(kind=entry.kind, country=entry.country) if entry.country else entry.kind
    return str(words["full"].format(full=full, where=where)) if full else where


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.replace("-", " ").split() if word[0].isupper())
