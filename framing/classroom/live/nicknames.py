"""Room classroom, live session: nicknames that can be read, and told apart from one another on a projector.

What is a nickname at all is RFC 8266's business; what looks alike is that of Unicode's table of confusables (UTS 39).
"""

import unicodedata
from functools import cache

LONGEST_NICKNAME = 24

# A blank pattern of Braille is no space to Unicode, and none to see.
_BLANK = "\u2800"


def clean_nickname(given: str) -> str | None:
    """Return a nickname as it is shown, or None for one that cannot be: 1 to 24 printable letters, not a sign first.

    Letters of full width and the like become plain ones, what nobody sees is taken out, spaces become one.
    """
    from precis_i18n import get_profile

    seen = "".join(one for one in given if unicodedata.category(one) != "Cf" and not _only_styles(one))
    try:
        name = get_profile("NicknameCasePreserved").enforce(seen.replace(_BLANK, " "))
    except UnicodeEncodeError:
        return None
    if not (1 <= len(name) <= LONGEST_NICKNAME and name[0].isalnum() and name.isprintable()):
        return None
    # Marks that pile up over letters reach over lines of a projector's screen.
    return None if sum(unicodedata.category(one) == "Mn" for one in name) > len(name) / 3 else name


def look_alike(one: str, other: str) -> bool:
    """Return whether two nicknames look the same on a screen, or are said the same: Ann and ann, Ian and lan."""
    # Each with its like: Ian looks like lan, and Lan is said like lan, and yet Ian and Lan are two.
    return _shape(one) == _shape(other) or _shape(one.casefold()) == _shape(other.casefold())


def _only_styles(sign: str) -> bool:
    """Return whether a sign only says in which style the one before is drawn."""
    return "\ufe00" <= sign <= "\ufe0f" or "\U000e0100" <= sign <= "\U000e01ef"


def _shape(name: str) -> str:
    """Return UTS 39's skeleton of a name, without spaces: what looks the same has the same."""
    apart = unicodedata.normalize("NFD", name).replace(" ", "")
    return unicodedata.normalize("NFD", "".join(_prototype(sign) for sign in apart))


@cache
def _prototype(sign: str) -> str:
    """Return the sign that stands for all that look like this one.

    The library's table has each pair of Unicode's both ways, so that what has several partners is their prototype;
    of two that have only each other, one will do as well as the other.
    """
    from confusable_homoglyphs.confusables import confusables_data

    partners = [one["c"] for one in confusables_data.get(sign, ())]
    if len(partners) != 1:
        return sign
    (partner,) = partners
    return str(min(sign, partner) if len(confusables_data.get(partner, ())) < 2 else partner)
