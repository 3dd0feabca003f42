"""What a line is by its shape (room: reading): byline, line of date, caption, credit, dateline, end credit.

Every test looks at one line and the vocabulary; where in the text the line stands is for `regions` to weigh.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from framing.lexicon.match import Piece, pieces_in
from framing.lexicon.organisations import Organisations
from framing.reading.lines import Line
from framing.reading.vocabulary import Furniture, Vocabulary

_SEPARATORS = re.compile(r"\s*[,;/|:•·()\[\]]\s*|\s+[-–—]+\s*|^[-–—]+\s*|\s+(?:for|of|via|and|with|in)\s+")
_CLOCK = re.compile(r"\b\d{1,2}[:.]\d{2}\b|\b\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\b")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_HALF_DAY = re.compile(r"[ap]\.m\.\Z", re.IGNORECASE)
# Agencies put the initials of those who wrote it before their name: "bur-abc/xyz © Agence France-Presse".
_COPYRIGHT = re.compile(r"(?:[a-z]{2,5}(?:[-/][a-z]{2,5})+\s+)?(?:©|\([cC]\)\s|copyright\b)", re.IGNORECASE)
_BRACKET_AT_END = re.compile(r"[(\[]([^()\[\]]{2,120})[)\]]\.?\Z")
_CLOSING_BRACKETS = (")", "]", ").", "].")
_SLASHES_AT_END = re.compile(r"(?<=[.!?\"”’)])\s*(-?[\w .'’&-]{0,40}(?:/[\w .'’&-]{2,40}){1,3})\Z")
_LABEL_AT_END = re.compile(r"(?<=[.!?\"”’)])\s*(\w+(?: \w+)?):\s*[^.!?:]{2,60}\Z")
_CREDIT_AT_END = re.compile(
    r"(?<=[.!?\"”’])\s*((?:[(\[][^()\[\]]{2,60}[)\]]){1,2}|(?:--|[-–—/])\s?[^-–—/.!?]{2,40}/?"
    r"|(?<=\s)[A-Z][A-Z, -]{2,40})\.?\Z"
)
_PLAIN_WORD = re.compile(r"\b(?!photo|image|picture|file|handout|pool|with|from|courtesy)[a-z]{4,}\b")
_INITIALS = re.compile(r"[(\[][A-Z]{2,5}[)\]]\.?\Z")
_POSITION = re.compile(
    r"\w \([LC]\)|[A-Z][\w.'’-]+ \(R\)|[A-Z][\w.'’-]+, (?:far |second )?(?:left|right|center|centre)(?: rear| front)?,"
)
_PARTY = re.compile(r"\b(?:Sen|Gov|Rep|Sens|Govs|Reps|Senator|Governor|Congressman|Congresswoman)\b|\(D\)")
_PLACE = r"[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,3}"
_PLACES = rf"{_PLACE}(?:\s?[/,]\s?{_PLACE}){{0,3}}"
_OPENING = (
    rf"(?:(?P<place>{_PLACES})(?: \[{_PLACE}\])?)?"
    r"(?P<date>,? ?(?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2}(?:st|nd|rd|th)? [A-Z][a-z]{2,8}\.?)(?:,? \d{4})?)?\.?"
    r"\s*(?:(?::\s)?(?P<by>\([^()]{2,50}\)|/[^/]{2,30}/\.?))?"
)
_PLACE_OF_NAME = re.compile(
    r"[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]*){1,3} in [A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,2}"
)
_SIGNS_OF_DATELINE = "-–—―:"
_WITH_DASH = re.compile(_OPENING + r"(?:\s*(?:--|[—―])\s*|\s+[-–]\s+|(?<=\))\.-\s|:\s)")
_WITHOUT_DASH = re.compile(_OPENING + r"(?<=[)/.])\s*(?=[A-Z\"“])")
_QUIET_DATELINE = re.compile(rf"{_PLACE}(?:, {_PLACE})?\s+(?:[—―–]|--)\s+(?=[A-Z\"“][^—―–]*\Z)")
_MOST_BYLINE_WORDS = 20
MOST_CAPTION_WORDS = 90
_MOST_CREDIT_WORDS = 60
_MOST_CREDIT_NAME_WORDS = 10
_MOST_CREDIT_FORM_WORDS = 16


class Dateline(NamedTuple):
    """A dateline that opens a paragraph: where it ends, and where within it the agency stands, if it does."""

    end: int
    agency: tuple[int, int] | None


def is_byline(line: Line, vocabulary: Vocabulary) -> str | None:
    """Return why a line is a byline or a line of date, or None."""
    ends = line.ends_sentence and not _HALF_DAY.search(line.text)
    if line.words > _MOST_BYLINE_WORDS or ends or not line.pieces or line.text.endswith((":", "?", ",")):
        return None
    furniture, pieces = vocabulary.furniture, line.pieces
    names = _unexplained(pieces, furniture)
    if names is None:
        return None
    opening = furniture.place("byline-start", line.bare, pieces)
    if opening and opening[0] == pieces[0].start:
        after = next((piece for piece in pieces if piece.start >= opening[1]), None)
        if after and after.text[0].isupper():
            return "byline"
    if _has_date(line, furniture):
        by = opening is not None or bool(re.search(r"[|•·]", line.text))
        signed = furniture.holds("date-sign", line)
        if names <= (8 if by else 4 if signed else 2):
            return "line of date"
    if all(piece.folded in furniture.words("byline-word") for piece in pieces):
        return "byline" if any(piece.text[0].isupper() for piece in pieces) and len(pieces) > 1 else None
    signed = _name_and_outlet(line.bare, vocabulary.organisations) or _agency_in_place(line.bare, vocabulary)
    return "byline with outlet" if signed else None


def is_name_alone(line: Line) -> bool:
    """Return whether a line is two to four capitalised words, perhaps with a place ("Jane Doe in Nairobi")."""
    if _PLACE_OF_NAME.fullmatch(line.text):
        return True
    return (
        2 <= len(line.pieces) <= 4
        and not line.ends_sentence
        and all(piece.text[0].isupper() and piece.text.replace(".", "").isalpha() for piece in line.pieces)
        and not re.search(r"[,:;?!\"“”]", line.text)
    )


def is_caption(line: Line, vocabulary: Vocabulary) -> str | None:
    """Return why a line is a photo's caption for what it says of the photo, or None.

    Reasons that hold anywhere start with "photo caption"; one that says "may be" needs a caption's place too, since
    an article's last paragraph may end in a credit and "(R)" may be a party.
    """
    if line.words > MOST_CAPTION_WORDS or not line.words:
        return None
    text, furniture = line.bare, vocabulary.furniture
    # A pattern is tried where the signs stand that it needs: few lines have any.
    bracketed = text.endswith(_CLOSING_BRACKETS)
    if bracketed and (bracket := _BRACKET_AT_END.search(text, max(0, len(text) - 130))):
        words = pieces_in(bracket.group(1))
        if furniture.place("photo-sign", bracket.group(1), words) or (
            words and words[0].folded in ("photo", "image", "picture")
        ):
            return "photo caption: ends in a photo credit"
        # Square brackets close the items of a press review.
        if bracket.group()[0] == "(" and names_outlet(bracket.group(1), vocabulary.organisations):
            return "may be a photo caption: ends in a credit"
    slashes = "/" in text and _SLASHES_AT_END.search(text, max(0, len(text) - 90))
    if slashes and names_outlet(slashes.group(1), vocabulary.organisations):
        return "photo caption: ends in a photo credit"
    label = ":" in text and _LABEL_AT_END.search(text, max(0, len(text) - 100))
    if label and furniture.is_phrase("photo-credit", label.group(1)):
        return "photo caption: ends in a photo credit"
    if furniture.may_hold("photo-sign", line) and _names_photo_source(line, furniture):
        return "photo caption: names the photo's source"
    if ":" in text[:40] and furniture.is_phrase("photo-credit", text.partition(":")[0]):
        return "photo caption: names the photo's source"
    # "(R)" after a politician's title is a party.
    placed = furniture.may_hold("position", line) and _POSITION.search(text)
    if furniture.holds("photo-position", line) or (placed and not _PARTY.search(text)):
        return "may be a photo caption: says who stands where"
    return None


def _names_photo_source(line: Line, furniture: Furniture) -> bool:
    """Return whether a photo's source is named apart from any sentence: "Getty Images sued ..." does not do it."""
    text = line.bare
    opening = furniture.place("photo-sign", text[:40])
    if opening and not text[: opening[0]].strip("[( "):
        short = line.words <= _MOST_CREDIT_NAME_WORDS and not line.ends_sentence
        return short or text[opening[1] :].lstrip()[:1] in (":", "/", "|")
    tail = re.split(r"[.!?…\"”’)]\s+", text[max(0, len(text) - 100) :].rstrip("."))[-1]
    pieces = pieces_in(tail)
    if not furniture.place("photo-sign", tail, pieces):
        return False
    plain = [
        piece
        for piece in pieces
        if piece.text[0].islower() and piece.folded not in furniture.words("photo-credit")
    ]
    return not line.ends_sentence or (len(pieces) <= _MOST_CREDIT_NAME_WORDS and not plain)


def is_credit(line: Line, vocabulary: Vocabulary) -> str | None:
    """Return why a line is a credit (copyright, agencies, contributors), or None."""
    if line.words > _MOST_CREDIT_WORDS:
        return None
    text, furniture = line.bare, vocabulary.furniture
    copyright_sign = furniture.may_hold("copyright", line) and _COPYRIGHT.match(text)
    if copyright_sign and ("©" in text or _YEAR.search(text) or (line.words <= 8 and not line.ends_sentence)):
        return "credit: copyright line"
    if furniture.holds("rights", line):
        return "credit: rights"
    if furniture.may_hold("contribution", line) and _is_contribution(line, furniture):
        return "credit: who worked on it"
    organisations = vocabulary.organisations
    maybe = line.words <= _MOST_CREDIT_FORM_WORDS and organisations.may_hold_credit(line.low)
    if maybe and _is_own_form(text, organisations):
        return "credit: names the outlet"
    if line.words > _MOST_CREDIT_NAME_WORDS or line.ends_sentence:
        return None
    parts = [part for part in _SEPARATORS.split(text) if part]
    if not parts or not all(_may_credit(part, vocabulary) for part in parts):
        return None
    named = any(map(organisations.find_outlet, parts)) or furniture.holds("agencies", line)
    return "credit: names the outlet" if named else None


def _may_credit(part: str, vocabulary: Vocabulary) -> bool:
    """Return whether a part of a line is an outlet, or words that stand in any credit."""
    return vocabulary.organisations.find_outlet(part) is not None or _all_in(
        pieces_in(part), vocabulary.furniture, "credit-word", "photo-credit"
    )


def dateline(text: str, organisations: Organisations, first: bool = False) -> Dateline | None:
    """Return the dateline with which a paragraph opens: place, perhaps a date and an agency, and a dash.

    Of the article's first paragraph a place in small letters and a dash are enough ("Lagos — Long queues ...").
    """
    head = text[:120]
    if not head[:1].isupper() and head[:1] not in ("(", "/"):
        return None
    signed = any(map(head.__contains__, _SIGNS_OF_DATELINE))
    # A pattern is tried where the signs stand that it needs: few paragraphs have any.
    for pattern, may_fit in ((_WITH_DASH, signed), (_WITHOUT_DASH, "(" in head or "/" in head)):
        found = pattern.match(head) if may_fit else None
        if found and (agency := _is_dateline(found, organisations)) is not None:
            return Dateline(found.end(), agency or None)
    quiet = _QUIET_DATELINE.match(head) if first and signed else None
    return Dateline(quiet.end(), None) if quiet else None


def end_credit(text: str, organisations: Organisations) -> int | None:
    """Return where the credit starts that closes a paragraph after its last sentence ("... state visit. (Yonhap)")."""
    found = _CREDIT_AT_END.search(text, max(0, len(text) - 80))
    if not found:
        return None
    words = found.group(1)
    if _INITIALS.match(words) or names_outlet(words, organisations) or _is_own_form(words, organisations):
        return found.start(1)
    return None


def _is_own_form(line: str, organisations: Organisations) -> bool:
    """Return whether most of a line is an outlet's own form of credit."""
    credit = organisations.find_credit(line)
    return credit is not None and 2 * (credit.end - credit.start) > len(line)


def names_outlet(words: str, organisations: Organisations) -> tuple[int, int] | None:
    """Return where in a credit an outlet is named as one of its parts, or None.

    Parts are parted by commas, slashes, dashes, brackets or "via"; the last part that names an outlet counts.
    Where another part holds a plain word, as in "(a daughter of the BBC)", it is no credit.
    """
    place = None
    for start, end in _parts(words):
        if organisations.find_outlet(words[start:end]):
            place = (start, end)
        elif _PLAIN_WORD.search(words, start, end):
            return None
    return place


def all_outlets(words: str, organisations: Organisations) -> list[tuple[int, int]]:
    """Return the places of all parts of a credit that name an outlet, in order."""
    return [(start, end) for start, end in _parts(words) if organisations.find_outlet(words[start:end])]


def _is_dateline(found: re.Match[str], organisations: Organisations) -> tuple[int, int] | tuple[()] | None:
    """Return where the agency stands in a dateline, an empty pair where none does, None for no dateline."""
    place, date, by = found["place"], found["date"], found["by"]
    agency = found.span("by") if by else ()
    if by and names_outlet(by.strip("()/."), organisations):
        return agency
    if found.re is _WITHOUT_DASH or not place:
        return None
    first = re.search(r"[^\W\d_]+", place)
    loud = first is not None and len(first.group()) > 1 and first.group().isupper()
    colon = found.group().rstrip().endswith(":")
    dated = bool(date) and (loud or str(date).startswith(","))
    goes_on = found.string[found.end() : found.end() + 1].islower()  # "NATO — which has no army — ..."
    return agency if dated or (loud and not colon and not goes_on) else None


def _parts(words: str) -> Iterable[tuple[int, int]]:
    reached = 0
    for separator in _SEPARATORS.finditer(words):
        if separator.start() > reached:
            yield reached, separator.start()
        reached = separator.end()
    if reached < len(words):
        yield reached, len(words)


def _all_in(pieces: list[Piece], furniture: Furniture, *names: str) -> bool:
    return bool(pieces) and all(
        any(piece.folded in furniture.words(name) for name in names) for piece in pieces
    )


def _unexplained(pieces: list[Piece], furniture: Furniture) -> int | None:
    """Return how many words can only be names; None where a word can be neither name nor date nor byline."""
    names = 0
    for piece in pieces:
        if piece.text[0].isdigit() or any(
            piece.folded in furniture.words(name) for name in ("date-word", "byline-word")
        ):
            continue
        if not piece.text[0].isupper():
            return None
        if piece.folded not in furniture.words("month") and piece.folded not in furniture.words("weekday"):
            names += 1
    return names


def _has_date(line: Line, furniture: Furniture) -> bool:
    pieces = line.pieces
    month = any(piece.folded in furniture.words("month") and piece.text[0].isupper() for piece in pieces)
    number = any(piece.text[0].isdigit() for piece in pieces)
    return (
        (month and number)
        or bool(_CLOCK.search(line.bare))
        or (number and furniture.holds("date-sign", line))
        or (number and any(piece.folded in furniture.words("weekday") for piece in pieces))
    )


def _name_and_outlet(text: str, organisations: Organisations) -> bool:
    if not all(word[0].isupper() or not word[0].isalpha() for word in text.split()):
        return False
    credit = organisations.outlet_at_end(text)
    if credit is None or not text[: credit.start].strip():
        return False
    before = text[: credit.start].rstrip()
    return before[-1] in ",|/•·–—-" or (before.isupper() and not text[credit.start :].isupper())


def _agency_in_place(text: str, vocabulary: Vocabulary) -> bool:
    """Return whether a line is an agency and where it wrote: "Reuters in Seoul"."""
    joint = vocabulary.furniture.place("place-joint", text)
    if joint is None:
        return False
    name, place = text[: joint[0]].rstrip(), text[joint[1] :].lstrip()
    entry = vocabulary.organisations.find_outlet(name) if place[:1].isupper() else None
    return entry is not None and entry.kind == "news agency"


def _is_contribution(line: Line, furniture: Furniture) -> bool:
    pieces = line.pieces or pieces_in(line.bare)
    place = furniture.place("contribution", line.bare, pieces)
    if place is None:
        return False
    plain = [
        piece
        for piece in pieces
        if piece.text[0].islower()
        and not any(piece.folded in furniture.words(name) for name in ("byline-word", "contribution"))
    ]
    if len(plain) > max(2, len(pieces) // 5):
        return False
    if place[0] <= pieces[0].start:
        return True
    # Elsewhere in the line only names may stand before it, as in "Jane Doe and John Roe contributed to this report".
    before = [piece for piece in pieces if piece.start < place[0]]
    return len(before) > 1 and all(
        piece.text[0].isupper() or piece.folded in furniture.words("byline-word") or piece.text[0].isdigit()
        for piece in before
    )
