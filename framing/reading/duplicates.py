"""What comes twice (room: reading): each id is read once, and each text once an outlet.

What two outlets print word for word is an article of each: which outlets take one agency's copy is a finding.
"""

import hashlib
from typing import NamedTuple

from framing.schema import Article, Reject

_DIGEST_BYTES = 16


class Listed(NamedTuple):
    """What tells an article from others: its id, file and outlet, and the digest of its text."""

    id: str
    file: str
    outlet: str | None
    text_digest: str


def list_article(article: Article) -> Listed:
    """Return what tells an article from others."""
    return Listed(article.id, article.file, article.outlet, text_digest(article.text))


def text_digest(text: str) -> str:
    """Return 32 hexadecimal digits for the words of a text; the space between them does not count."""
    words = " ".join(text.split()).encode("utf-8", "replace")
    return hashlib.blake2b(words, digest_size=_DIGEST_BYTES).hexdigest()


class Seen:
    """The ids and texts that came so far; of a text only its digest is kept."""

    def __init__(self) -> None:
        self._ids: set[str] = set()
        self._texts: dict[tuple[str, str | None], str] = {}

    def check(self, one: Listed) -> Reject | None:
        """Note an article; return why it is set aside where its id or its outlet's text has come before."""
        text = (one.text_digest, one.outlet)
        earlier = self._texts.get(text)
        place = one.file if one.file.rpartition(".")[0] == one.id else f"{one.file} ({one.id})"
        if earlier is not None:
            return Reject(
                file=place,
                reason=f"same text as {earlier}",
                remedy="keep one of the two; it is counted once",
            )
        if one.id in self._ids:
            return Reject(
                file=place,
                reason=f"the id {one.id!r} has come before with another text",
                remedy="give each article an id of its own",
            )
        self._ids.add(one.id)
        self._texts[text] = place
        return None
