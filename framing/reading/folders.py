"""Outlets that folders are named after (room: reading): of the subfolders of one folder all are, or none is.

What the folders say is weaker evidence than what an article says of itself, and is marked as such; asked for by
`ReadingOptions.outlet_folders`, it goes before all but the article's metadata.
"""

from collections.abc import Iterable, Mapping

import msgspec

from framing.lexicon.entries import OrganisationEntry
from framing.lexicon.organisations import Organisations
from framing.reading.options import ReadingOptions
from framing.reading.vocabulary import load_vocabulary
from framing.schema import Article, OutletEvidence

_AGENCY = "news agency"


class FolderNames:
    """What the names of folders say about outlets, under given options."""

    def __init__(self, options: ReadingOptions) -> None:
        self._any = options.outlet_folders
        self._options = options

    def outlets(self, names: Iterable[str], top: bool) -> Mapping[str, str]:
        """Return the outlet of each subfolder of one folder; nothing unless every one names an outlet of the registry.

        Where folders are asked for as outlets, each of the `top` folder's is one, known or not.
        """
        listed = list(names)
        if self._any:
            return {name: self._known(name) or _spoken(name) for name in listed} if top else {}
        known = {name: self._known(name) for name in listed}
        return {name: outlet for name, outlet in known.items() if outlet} if all(known.values()) else {}

    def outlets_below(self, files: Iterable[str]) -> Mapping[str, str]:
        """Return the outlet of each folder of an archive, the folders by their paths, from the paths of its files.

        A folder that holds all the others, as packing a folder makes it, is looked through.
        """
        inside: dict[str, set[str]] = {}
        top = ""
        for file in files:
            folders = file.split("/")[:-1]
            for depth, name in enumerate(folders):
                inside.setdefault("/".join(folders[:depth]), set()).add(name)
            inside.setdefault("/".join(folders), set()).add("")  # a file beside the folders
        while len(inside.get(top, ())) == 1 and "" not in inside[_below(top, *inside[top])]:
            top = _below(top, *inside[top])
        outlets: dict[str, str] = {}
        for folder in sorted(inside):
            names = sorted(inside[folder] - {""})
            named = self.outlets(names, top=folder == top)
            for name in names:
                outlet = named.get(name) or outlets.get(folder)
                if outlet:
                    outlets[_below(folder, name)] = outlet
        return outlets

    def place(self, article: Article, folder: str | None) -> Article:
        """Return an article with the outlet of its folder, where that is better evidence than the article has."""
        if folder is None or (article.outlet_evidence and article.outlet_evidence.kind == "metadata"):
            return article
        agency = article.agency
        if article.outlet == folder:
            return article
        if article.outlet:
            own = self._registry.find(article.outlet)
            # What an agency wrote and a paper printed names the agency alone; the folder then names the paper.
            printed = _is_agency(own) and not _is_agency(self._registry.find(folder))
            if not self._any and not printed:
                return article
            agency = agency or (article.outlet if printed else None)
        evidence = OutletEvidence(kind="folder", registered=self._registry.find(folder) is not None)
        return msgspec.structs.replace(article, outlet=folder, outlet_evidence=evidence, agency=agency)

    @property
    def _registry(self) -> Organisations:
        options = self._options
        return (options.vocabulary or load_vocabulary("en", options.lexicons)).organisations

    def _known(self, name: str) -> str | None:
        found = self._registry.find(_spoken(name)) or self._registry.find(name)
        entry = found if found and found.outlet else self._registry.find_domain(name)
        return entry.name if entry else None


def _below(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name


def _spoken(name: str) -> str:
    return " ".join(name.replace("_", " ").replace("-", " ").split()) or name


def _is_agency(entry: OrganisationEntry | None) -> bool:
    return entry is not None and entry.kind == _AGENCY
