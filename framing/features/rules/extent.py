"""Where a content begins and ends: commas, quotations, adjuncts and later cues (room: features)."""

from bisect import bisect_right

from framing.features.clauses import Cue, Sentence, VerbGroup
from framing.lexicon.entries import CueEntry
from framing.schema import Span

_MOST_WORDS_OF_AN_ADJUNCT = 9
OBJECTS_AFTER_CUE = 14


def object_from(sentence: Sentence, start: int, cuts: list[int], cue: Cue) -> Span:
    """Return the content that begins at a token and is no clause: it ends before a verb that shares its subject."""
    shared = [
        other.first - 1
        for other in sentence.cues
        if other.first in sentence.verb_positions and sentence.is_in(other.first - 1, "coordinator")
    ]
    return clause_from(sentence, start, sorted([*cuts, *shared]), cue)


def clause_from(sentence: Sentence, start: int, cuts: list[int], cue: Cue) -> Span:
    """Return the content that begins at token `start`: to the next cut, the quotation's or the sentence's end."""
    first = sentence.tokens[start]
    quotation = sentence.document.quotation_at(first.start)
    if quotation and quotation.start == first.start and quotation.end >= sentence.end - 1:
        return sentence.document.whole_quotation(first.start) or (quotation.start, quotation.end)
    subordinate = _in_opening_subordinate(sentence, cue)
    relative = _in_relative(sentence, cue)
    number = bisect_right(cuts, start)
    cut = cuts[number] if number < len(cuts) else len(sentence)
    for i in range(start + 1, min(cut + 1, len(sentence))):
        if i in sentence.quote_marks:
            # American print puts the comma that ends the quoted part inside the marks.
            ends_quoted_part = (
                sentence.text_is(i - 1, ",") and sentence.quoted[i - 1] and not sentence.quoted[i]
            )
            if ends_quoted_part and i + 1 < len(sentence) and not _list_goes_on(sentence, i + 1):
                return first.start, sentence.tokens[i].end
        elif sentence.folded[i] == "," and (subordinate or (relative and _finite_at(sentence, i + 1))):
            return first.start, sentence.tokens[i - 1].end
    if cut < len(sentence):
        return first.start, sentence.tokens[cut if sentence.is_quote_mark(cut) else cut - 1].end
    return from_token_to_end(sentence, start)


def _list_goes_on(sentence: Sentence, i: int) -> bool:
    """Whether what stands behind a quoted part and its comma belongs to the same content ("“sad,” “weak” and old")."""
    if sentence.is_in(i, "coordinator"):
        return not sentence.text_is(i, "but")
    return sentence.opens_quotation(i + 1 if sentence.is_in(i, "determiner") else i)


def _in_relative(sentence: Sentence, cue: Cue) -> bool:
    """Whether the cue stands in a relative clause that a comma may end ("Bo Lind, who said that ..., resigned")."""
    i = cue.first - 1
    while i > 0 and (sentence.is_adverb(i) or sentence.is_in(i, "auxiliary", "modal")):
        i -= 1
    return sentence.text_is(i, "who", "which")


def _finite_at(sentence: Sentence, i: int) -> bool:
    """Whether a finite verb, or adverbs and then one, stand at i."""
    while sentence.is_adverb(i):
        i += 1
    if i >= len(sentence):
        return False
    regular = sentence.folded[i].endswith("ed") and not sentence.is_capitalised(i)
    return regular or sentence.is_verbal(i)


def _in_opening_subordinate(sentence: Sentence, cue: Cue) -> bool:
    """Whether the cue stands in a clause such as "Although X denied it, ..." that opens the sentence."""
    return sentence.is_in(0, "subordinator") and not any(sentence.is_stop(i) for i in range(cue.first))


def from_token_to_end(sentence: Sentence, start: int) -> Span:
    """Return the stretch from a token to the end of the sentence, or of the quotation that goes on behind it."""
    end = sentence.end
    quotation = sentence.document.whole_quotation(sentence.tokens[-1].start)
    if quotation and quotation[1] > end:
        return sentence.tokens[start].start, quotation[1]
    if sentence.tokens[-1].text == "." and len(sentence) > start + 1:
        end = sentence.tokens[-2].end
    return sentence.tokens[start].start, end


def content_before(sentence: Sentence, boundary: int) -> Span | None:
    """Return the content that ends at a boundary, with the quotation that began in an earlier sentence; or None."""
    end = (
        sentence.tokens[boundary].end
        if sentence.is_quote_mark(boundary)
        else sentence.tokens[boundary - 1].end
    )
    if boundary and not any(True for _ in sentence.words(0, boundary - 1)):
        return None
    start = sentence.start
    last_inside = sentence.tokens[max(0, boundary - 1)].start
    quotation = sentence.document.whole_quotation(last_inside)
    if quotation and quotation[1] <= sentence.tokens[boundary].end:
        announced = quotation[0] > start and sentence.document.text[start : quotation[0]].rstrip().endswith(
            ":"
        )
        if quotation[0] < start or announced:
            start = quotation[0]
    return start, end


def continuation_after(sentence: Sentence, tail: int, *, quoted: bool = False) -> Span | None:
    """Return the content that goes on behind an inserted source and cue ("Trade, she said, will grow").

    What goes on from a quotation is `quoted` too: what else stands there belongs to the speaker or the outlet.
    """
    comma = tail
    while comma < len(sentence) and not sentence.is_stop(comma):
        comma += 1
    if not sentence.text_is(comma, ",") or comma + 1 >= len(sentence):
        return None
    nearest = comma + 1
    participle = sentence.folded[nearest].endswith("ing")
    opens_other = sentence.is_in(nearest, "relative", "coordinator", "subordinator", "adjunct opener")
    goes_on = sentence.is_in(nearest, "coordinator") and sentence.opens_quotation(nearest + 1)
    if (opens_other or participle) and not goes_on:
        return None
    opens = sentence.opens_quotation(nearest)
    if not opens and not goes_on and (quoted or comma != tail):
        return None
    if not (
        opens or _is_verb(sentence, nearest) or any(map(sentence.is_verbal, range(nearest, len(sentence))))
    ):
        return None
    return from_token_to_end(sentence, nearest)


def _is_verb(sentence: Sentence, i: int) -> bool:
    """Whether a word behind a comma and before an object or adjunct looks like a verb ("..., she said, depends on")."""
    word = sentence.folded[i]
    shaped = word.endswith(("s", "ed")) and not word.endswith("ss") and not sentence.is_capitalised(i)
    return shaped and sentence.is_in(i + 1, "preposition", "determiner", "possessive")


def parts_content(sentence: Sentence, i: int) -> bool:
    """Whether a comma, closing quotation mark or dash at i can part content from what follows."""
    if i < 1:
        return i == 0 and sentence.closes_quotation(0)  # the end of a quotation on the lines before
    return (
        sentence.text_is(i, ",")
        or sentence.is_dash(i)
        or sentence.is_quote_mark(i)
        or (sentence.text_is(i, "?", "!"))
    )


def is_statement(sentence: Sentence, first: int, boundary: int) -> bool:
    """Whether tokens ``[first, boundary)`` can be content: they hold a quotation or a clause, not an adjunct alone."""
    inside = [i for i in range(first, boundary) if sentence.tokens[i].is_word]
    if any(cue.first == first and cue.entry("preposition") for cue in sentence.cues):
        return False  # "According to the report, they agreed"
    if any(sentence.quoted[i] for i in inside):
        return True
    if not inside:
        return False
    if sentence.is_in(inside[0], "adjunct opener", "subordinator") or sentence.is_adverb(inside[0]):
        if len(inside) > _MOST_WORDS_OF_AN_ADJUNCT and any(sentence.is_verbal(i) for i in inside):
            return True
        if not any(sentence.is_in(i, "subordinator") for i in inside) and any(
            sentence.is_in(i, "auxiliary", "modal") for i in inside
        ):
            return True  # "At least nine people were injured"
        commas = [i for i in range(first, boundary) if sentence.text_is(i, ",")]
        return any(is_statement(sentence, comma + 1, boundary) for comma in commas[:1])
    if sentence.is_in(inside[0], "coordinator") and len(inside) < 4:
        return False
    return len(inside) >= 3


def tail_is_adjunct(sentence: Sentence, i: int) -> bool:
    """Whether nothing but the sentence's end, a comma or an adjunct ("on Monday") follows at i, and no content."""
    while sentence.is_adverb(i):
        i += 1
    if sentence.is_stop(i):
        return not sentence.text_is(i, ":")
    if sentence.is_quote_mark(i):
        return False
    if not sentence.is_in(i, "adjunct opener", "preposition", "time word"):
        return False
    for k in range(i, len(sentence)):
        if sentence.is_stop(k):
            return not (sentence.text_is(k, ":", ",") and sentence.is_quote_mark(k + 1))
        if sentence.text_is(k, "that") and not sentence.is_in(k - 1, "preposition"):
            return False
        if sentence.is_quote_mark(k):
            return False
        if (
            k > i + 1
            and sentence.is_in(k, "subject pronoun", "modal")
            and not sentence.is_in(i, "subordinator")
        ):
            return False
    return True


def opens_plainly(sentence: Sentence, i: int) -> bool:
    """Whether a clause or quotation is plainly announced at i: "that", a colon or a quotation mark."""
    return (
        sentence.text_is(i, "that", ":")
        or sentence.opens_quotation(i)
        or (sentence.text_is(i, ",") and sentence.opens_quotation(i + 1))
    )


def is_plain_participle(sentence: Sentence, cue: Cue, entry: CueEntry, group: VerbGroup) -> bool:
    """Whether a participle reports: ", adding that ...", or with a verb of speech alone ", saying he ..."."""
    if opens_plainly(sentence, cue.last + 1):
        return True
    return (
        only_speaks(entry) and parts_content(sentence, group.first - 1) and holds_verb(sentence, cue.last + 1)
    )


def only_speaks(entry: CueEntry) -> bool:
    """Whether a verb can mean nothing but speech: it takes a clause, and no object."""
    return entry.process == "speech" and "that" in entry.takes and "np" not in entry.takes


def holds_verb(sentence: Sentence, first: int) -> bool:
    """Whether a verb stands between a token and the next stop: ", saying it was late", not ", countering the claim".

    Words in quotation marks are somebody's, whatever the verb before them ("saying it goes “too far”").
    """
    for i in range(first, len(sentence)):
        if sentence.is_stop(i):
            return False
        if i > first + 1 and sentence.opens_quotation(i):
            return True
        past = sentence.folded[i].endswith("ed") and not sentence.follows_determiner(i)
        if past or sentence.is_verbal(i) or sentence.is_in(i, "irregular past"):
            return True
    return False
