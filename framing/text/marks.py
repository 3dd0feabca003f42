"""Quotation marks of other languages as the marks that the rest of this room knows, letter for letter (room: text).

German opens below and closes above („…“, ‚…‘), or turns the arrows inwards (»…«, ›…‹). Each mark becomes one mark, so
that all offsets stay what they are; a mark that nothing closes stays open.
"""

# ruff: noqa: RUF001, RUF002 (marks that look like others are what this is about)

import re
from collections.abc import Callable

_INSIDE = r"[^„“”»«\n]*?"
# What opens, what stands inside, what closes; typists close „ with any of three marks.
_DOUBLE = re.compile(rf"„{_INSIDE}[“”]|„[^„“”\"\n]*\"|»{_INSIDE}«")
_SINGLE = re.compile(r"‚[^‚‘’\n]{1,400}?[‘’](?!\w)|›[^›‹\n]*?‹")
_LEFT_OPEN = str.maketrans({"„": "“", "‚": ","})


def with_known_marks(text: str, language: str) -> str:
    """Return a text of the same length in which the quotation marks of a language are “ ” and ‘ ’."""
    translate = _TRANSLATIONS.get(language)
    return translate(text) if translate else text


def _from_german(text: str) -> str:
    text = _SINGLE.sub(lambda found: f"‘{found[0][1:-1]}’", text)
    text = _DOUBLE.sub(lambda found: f"“{found[0][1:-1]}”", text)
    return text.translate(_LEFT_OPEN)


_TRANSLATIONS: dict[str, Callable[[str], str]] = {"de": _from_german}
