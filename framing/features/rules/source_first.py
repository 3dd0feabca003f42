"""Source before its content: "Putin said (that) ...", "praised Kim for ...", ", adding that ..." (room: features)."""

from collections.abc import Sequence
from itertools import islice

from framing.features.clauses import OPENING_ADJUNCTS, Cue, Phrase, Sentence, VerbGroup
from framing.features.rules.extent import (
    OBJECTS_AFTER_CUE,
    clause_from,
    holds_verb,
    is_plain_participle,
    object_from,
    only_speaks,
    opens_plainly,
    parts_content,
)
from framing.features.rules.found import Found, verb_span
from framing.lexicon.entries import CueEntry
from framing.schema import Span


def find_source_first(
    sentence: Sentence, cue: Cue, entry: CueEntry, group: VerbGroup, cuts: list[int]
) -> Found | None:
    """Return the attribution of a cue with its source before and its content behind it, or None."""
    if group.passive:
        return None
    elliptic = group.participle or group.infinitive
    subject = (
        None
        if elliptic
        else sentence.subject_before(group.first) or _subject_before_aside(sentence, entry, group)
    )
    if subject is None and not elliptic:
        # "He also thanked Kim and promised to return": the verb shares its subject with the one before.
        if not sentence.is_in(group.first - 1, "coordinator"):
            return None
        elliptic = True
    if group.infinitive and not opens_plainly(sentence, cue.last + 1):
        return None
    if group.participle and not _reports(sentence, cue, entry, group):
        return None
    if subject and _is_aside(sentence, subject, cue):
        return None
    if subject and not sentence.agrees(subject, cue, entry):
        return None
    start, addressee, rule = _content_start(sentence, cue, entry)
    while start is not None and sentence.text_is(start, ","):
        start += 1
    if start is None or start >= len(sentence):
        return None
    extent = object_from if "object" in rule else clause_from
    return Found(
        rule,
        entry,
        (verb_span(sentence, group),),
        (extent(sentence, start, cuts, cue),),
        sentence.span(subject) if subject else _span_or_none(sentence, sentence.main_subject(group.first)),
        addressee=sentence.span(addressee) if addressee else None,
        negated=group.negated,
        elliptic=elliptic,
    )


def _subject_before_aside(sentence: Sentence, entry: CueEntry, group: VerbGroup) -> Phrase | None:
    """Return what opens a sentence and an aside with a verb behind it, to a verb of speech alone; or None.

    "Bo Lind, a lawyer whose firm advised the port, said it was late".
    """
    last = group.first - 1
    parted = sentence.text_is(last, ",") or sentence.is_dash(last)
    if not parted or not only_speaks(entry) or sentence.folded[group.verb] == entry.lemma:
        return None
    head = next((i for i in range(last) if sentence.is_stop(i)), last)
    if not 0 < head < last or not sentence.is_capitalised(0) or any(sentence.quoted[:last]):
        return None
    if sentence.is_in(0, "adjunct opener", "subordinator", "coordinator", "time word", "preposition"):
        return None
    if any(sentence.is_verbal(i) or sentence.is_in(i, "irregular past") for i in range(head)):
        return None
    if any(sentence.folded[i].endswith(("ed", "ing", "ly")) for i in range(head)):
        return None
    return Phrase(0, last - 1)


def _reports(sentence: Sentence, cue: Cue, entry: CueEntry, group: VerbGroup) -> bool:
    """Whether a participle reports something."""
    return (
        ("as" in entry.takes and _has_complement(sentence, cue.last + 1))
        or is_plain_participle(sentence, cue, entry, group)
        or _tells_somebody(sentence, cue, entry, group)
    )


def _tells_somebody(sentence: Sentence, cue: Cue, entry: CueEntry, group: VerbGroup) -> bool:
    """Whether a participle with its listener plainly announces what is said (", telling reporters, “...”")."""
    if not entry.addressee or not parts_content(sentence, group.first - 1):
        return False
    addressee = find_addressee(sentence, entry, cue.last + 1)
    return addressee is not None and opens_plainly(sentence, addressee.last + 1)


def _is_aside(sentence: Sentence, subject: Phrase, cue: Cue) -> bool:
    """Whether source and cue only comment on what stands before (", as he said in April")."""
    opening = subject.first - 1
    behind_comma = sentence.text_is(opening, "as") and opening > 0
    return behind_comma and not opens_plainly(sentence, cue.last + 1)


def _content_start(sentence: Sentence, cue: Cue, entry: CueEntry) -> tuple[int | None, Phrase | None, str]:
    """Return where the content of a cue with its source before it begins, whom it addresses, and by which rule."""
    takes = entry.takes
    i = cue.last + 1
    while sentence.is_adverb(i):
        i += 1
    i = _behind_citation(sentence, i)
    addressee = None
    if entry.addressee and not opens_plainly(sentence, i):
        addressee = find_addressee(sentence, entry, i)
        if addressee:
            i = addressee.last + 1
    if "that" in takes and sentence.is_in(i, "question word"):
        return i, addressee, "source, cue, question"
    intended = "to" in takes and sentence.text_is(i, "to")
    announced = None if intended else _announced(sentence, i, len(sentence))
    if announced is not None and ("that" in takes or "quote" in takes):
        return announced, addressee, "source, cue, content"
    ordered = entry.act == "directive" and entry.addressee and addressee is None
    if ordered and sentence.text_is(i, "to") and sentence.folded[cue.last] != entry.lemma:
        return None, None, ""  # "Thousands ordered to leave": the subject is the one addressed
    if "to" in takes and sentence.text_is(i, "to") and not sentence.is_stop(i + 1):
        return i, addressee, "source, cue, infinitive"
    if "for" in takes or "as" in takes or "ing" in takes:
        start = _behind_object(sentence, i, takes)
        if start is not None:
            return start, addressee, "source, cue, object, content"
    if "as" in takes and _has_complement(sentence, i):
        return i, addressee, "source, cue, object and name for it"
    if "that" in takes and _opens_clause(sentence, cue, i, entry, addressee is not None):
        behind = _behind_adjunct(sentence, i)
        return behind if behind > 0 else i, addressee, "source, cue, content"
    if ("np" in takes and _opens_object(sentence, i, entry)) or (
        entry.process == "mental" and _opens_likelihood(sentence, i)
    ):
        return i, addressee, "source, cue, object"
    return None, addressee, ""


def _behind_citation(sentence: Sentence, i: int) -> int:
    """Return the token behind ", citing two officials," at i, where "that" or a colon follows; else i.

    When or where it was reported may stand before it ("reported on Monday, citing ...").
    """
    comma = i
    if sentence.is_in(i, "adjunct opener", "preposition", "time word"):
        while not sentence.is_stop(comma):
            if sentence.is_verbal(comma) or sentence.is_quote_mark(comma) or sentence.text_is(comma, "that"):
                return i
            comma += 1
    if not (sentence.text_is(comma, ",") and sentence.text_is(comma + 1, "citing", "quoting")):
        return i
    for k in range(comma + 2, min(len(sentence), comma + 2 + OBJECTS_AFTER_CUE)):
        if sentence.is_quote_mark(k) or (sentence.is_stop(k) and not sentence.text_is(k, ",")):
            return i
        if sentence.text_is(k, ",") and sentence.text_is(k + 1, "that", ":"):
            return k + 1
    return i


def _announced(sentence: Sentence, i: int, end: int) -> int | None:
    """Return the token after "that", a colon or a comma before a quotation, if only an adjunct stands before it."""
    for k in range(i, min(end, i + OBJECTS_AFTER_CUE)):
        word = sentence.folded[k]
        if word == "that":
            return None if k > i and sentence.is_in(k - 1, "preposition") else k + 1
        if word == ":" or (word == "," and sentence.opens_quotation(k + 1)):
            return k + 1
        if sentence.is_quote_mark(k):
            return k if k == i and sentence.opens_quotation(k) else None
        if sentence.is_stop(k):
            return None
        classes = sentence.classes[k]
        if k == i and classes.isdisjoint(OPENING_ADJUNCTS):
            return None
        if (k > i and sentence.is_verbal(k)) or "relative" in classes or "subject pronoun" in classes:
            return None
    return None


def find_addressee(sentence: Sentence, entry: CueEntry, i: int) -> Phrase | None:
    """Return whom a cue addresses ("told reporters"), or None."""
    if not entry.addressee or sentence.is_stop(i) or sentence.is_quote_mark(i):
        return None
    if sentence.is_in(i, "subordinator", "preposition", "time word") or sentence.text_is(i, "to"):
        return None
    words = 0
    last = i - 1
    for k in range(i, len(sentence)):
        if (
            sentence.is_stop(k)
            or sentence.is_quote_mark(k)
            or sentence.is_in(k, "subordinator", "preposition")
        ):
            break
        if sentence.is_in(k, "time word") or sentence.is_verbal(k):
            break
        opens = sentence.is_in(k, "determiner", "possessive", "subject pronoun")
        if words and opens and not sentence.is_in(k - 1, "determiner", "possessive"):
            break
        last = k
        words += 1
    return Phrase(i, last) if words else None


def _behind_object(sentence: Sentence, i: int, takes: Sequence[str]) -> int | None:
    for k in range(i, min(len(sentence) - 1, i + OBJECTS_AFTER_CUE)):
        if sentence.is_stop(k) or sentence.is_quote_mark(k) or sentence.is_in(k, "relative"):
            return None
        if "for" in takes and sentence.text_is(k, "for"):
            return k + 1
        if "as" in takes and sentence.text_is(k, "as") and k > i:
            return k + 1
        if (
            "ing" in takes
            and sentence.folded[k].endswith("ing")
            and (k == i or sentence.text_is(k - 1, "of", "from"))
        ):
            return k
    return None


def _has_complement(sentence: Sentence, i: int) -> bool:
    """Whether an object with a name for it follows ("called him a coward", "dubbed the deal “historic”")."""
    if sentence.is_stop(i) or sentence.is_quote_mark(i) or sentence.is_in(i, "preposition", "auxiliary"):
        return False
    long = False
    for k in range(i + 1, min(len(sentence), i + OBJECTS_AFTER_CUE)):
        if sentence.is_stop(k) or sentence.is_in(k, "subordinator") or sentence.is_verbal(k):
            return False
        if sentence.opens_quotation(k):
            return True
        long = long or sentence.is_in(k, "preposition") or k >= i + 8
        if sentence.text_is(k, "a", "an") and not long:
            return True
    return False


def _opens_clause(sentence: Sentence, cue: Cue, i: int, entry: CueEntry, addressed: bool) -> bool:
    """Whether a clause without "that" begins at i: something that can be a subject, and a verb behind it."""
    if sentence.is_stop(i) or sentence.is_in(i, "preposition", "coordinator", "auxiliary", "subordinator"):
        if _counts(sentence, i):
            i += 1
        elif not _opens_subordinate(sentence, i, entry):
            i = _behind_adjunct(sentence, i)
        if i < 0:
            return False
    if sentence.is_in(i, "time word"):
        i += 1
    rest = list(islice(sentence.words(i, min(len(sentence) - 1, i + 40)), 10))
    if len(rest) < 2 or sentence.folded[i].endswith("ing"):
        return False
    transitive = "np" in entry.takes or entry.lemma in sentence.grammar["verb with object"]
    surely_speech = entry.process == "speech" and not transitive
    participle = sentence.folded[cue.first].endswith("ing")
    if surely_speech and not addressed and (not participle or holds_verb(sentence, i)):
        return True
    if sentence.is_in(i, "subject pronoun", "first person"):
        return True
    for k in rest[1:]:
        if sentence.is_stop(k - 1) or sentence.is_in(k, "relative"):
            return False
        if sentence.is_in(k, "auxiliary", "modal", "contraction"):
            return True
    return False


def _counts(sentence: Sentence, i: int) -> bool:
    """Whether a preposition makes a number rough ("said about 1,000 people had come")."""
    if not sentence.is_in(i, "preposition") or i + 1 >= len(sentence):
        return False
    return sentence.tokens[i + 1].text[0].isdigit() or sentence.is_in(i + 1, "numeral")


def _opens_subordinate(sentence: Sentence, i: int, entry: CueEntry) -> bool:
    """Whether "said" is followed by a clause such as "if ..., ..." or "while ..., ...", and its main clause."""
    if entry.lemma != "say" or not sentence.is_in(i, "subordinator") or sentence.is_in(i, "relative"):
        return False
    comma = next((k for k in range(i, len(sentence)) if sentence.text_is(k, ",")), len(sentence))
    within = any(sentence.is_verbal(k) for k in range(i, comma))
    return within and any(sentence.is_verbal(k) or sentence.quoted[k] for k in range(comma, len(sentence)))


def _behind_adjunct(sentence: Sentence, i: int) -> int:
    """Return the first token of the clause behind an adjunct ("said in a statement it would ..."), or -1."""
    if not sentence.is_in(i, "adjunct opener", "preposition"):
        return -1
    for k in range(i + 2, min(len(sentence), i + OBJECTS_AFTER_CUE)):
        if sentence.is_stop(k):
            return -1
        if sentence.is_in(k, "subject pronoun") and not sentence.is_in(k - 1, "preposition", "determiner"):
            return k
        if sentence.is_in(k, "determiner", "possessive") and not sentence.is_in(
            k - 1, "preposition", "adjunct opener", "determiner"
        ):
            return k
    return -1


def _opens_object(sentence: Sentence, i: int, entry: CueEntry) -> bool:
    """Whether a noun phrase at i is reported content: any object of a denial, else one with a noun that reports."""
    if sentence.is_stop(i) or sentence.is_in(i, "preposition", "coordinator", "subordinator", "auxiliary"):
        return False
    definite = sentence.is_in(i, "determiner", "possessive") or sentence.is_capitalised(i)
    if entry.class_ == "negating" and definite:
        return True
    nouns = {cue.first for cue in sentence.cues if cue.entry("noun")}
    for k in range(i, min(len(sentence), i + 6)):
        if sentence.is_stop(k):
            return False
        if k in nouns:
            return True
        if sentence.is_in(k, "preposition"):
            return False
    return False


def _opens_likelihood(sentence: Sentence, i: int) -> bool:
    """Whether what is thought likely or not follows ("see a low possibility of a treaty", "saw no risk that")."""
    if not sentence.is_in(i, "determiner", "negation"):
        return False
    noun = next((k for k in range(i + 1, i + 5) if sentence.is_in(k, "likelihood")), None)
    return noun is not None and sentence.text_is(noun + 1, "of", "that", "for")


def _span_or_none(sentence: Sentence, phrase: Phrase | None) -> Span | None:
    return sentence.span(phrase) if phrase else None
