"""What somebody says in a German sentence: where it begins behind the verb, and where it ends (room: features)."""

from collections.abc import Collection

from framing.features.german.sentence import GermanSentence, Phrase, Report
from framing.schema import Span

_SUBORDINATE = ("dass", "ob")
_ADJUNCT = ("um", "ohne", "statt", "anstatt")
_FARTHEST_FINITE = 9


def find_content(sentence: GermanSentence, report: Report, subject: Phrase | None) -> tuple[int | None, str]:
    """Return where the content of a verb begins behind it, and by which rule; None where it has none."""
    takes = set(report.entry.takes)
    behind = max(report.at, report.finite)
    if subject and subject.first > report.finite:
        behind = max(behind, subject.last)
    clause = sentence.clause_of(report.finite)
    if "as" in takes and (named := _name_given(sentence, report, clause, behind)) is not None:
        return named, "source, cue, name for it"
    if takes & {"that", "quote"}:
        announced = find_announced(sentence, behind, report, takes)
        if announced is not None:
            return announced, "source, cue, content"
    if "to" in takes and (infinitive := _infinitive(sentence, behind)) is not None:
        return infinitive, "source, cue, infinitive"
    if "np" in takes and report.entry.class_ == "negating":
        for i in range(behind + 1, min(len(sentence), behind + 4)):
            phrase = sentence.noun_phrase(i) if not sentence.is_pronoun(i) else None
            if phrase is not None and sentence.addressee_from(i) is None:
                return i, "source, cue, object"
            if sentence.is_stop(i):
                break
    if "quote" in takes:
        for i in range(behind + 1, len(sentence)):
            if sentence.is_stop(i) and not sentence.is_inside(i):
                break
            if sentence.opens_quotation(i) and not _is_name(sentence, i):
                return i, "source, cue, object"
    return None, ""


def _is_name(sentence: GermanSentence, i: int) -> bool:
    """Whether a quotation is the name of an outlet or a work behind its kind ("die Zeitung „Neue Presse“")."""
    before = i - 1
    return before >= 0 and sentence.tokens[before].start in sentence.owned_starts


def _name_given(sentence: GermanSentence, report: Report, clause: Phrase, behind: int) -> int | None:
    """Return where the name begins that somebody gives to something ("als Fehler", "nannte das „absurd“"), or None."""
    for i in range(behind + 1, clause.last + 1):
        if sentence.text_is(i, "als") and not sentence.is_inside(i):
            return i + 1 if i + 1 <= clause.last else None
    spoken_of = report.entry.lemma in sentence.grammar["naming with von"]
    for i in range(behind + 1, clause.last + 1):
        if sentence.opens_quotation(i) and not _is_name(sentence, i):
            return i
    for i in range(behind + 1, clause.last):
        if spoken_of and sentence.text_is(i, "von"):
            return i + 1
    if report.entry.lemma not in sentence.grammar["naming without als"]:
        return None
    named = sentence.noun_phrase(behind + 1)
    start = named.last + 1 if named else behind + 2
    return start if start <= clause.last else None


def find_announced(
    sentence: GermanSentence, behind: int, report: Report, takes: Collection[str]
) -> int | None:
    """Return where a clause or quotation that a verb announces begins, or None."""
    for boundary in [edge for edge in sentence.boundaries if edge > behind]:
        first = boundary + 1
        if first >= len(sentence):
            return None
        if sentence.text_is(boundary, ":"):
            return first
        if sentence.opens_quotation(first):
            return first
        if "that" not in takes:
            continue
        if sentence.text_is(first, *_SUBORDINATE) or sentence.is_in(first, "question word"):
            return first
        if sentence.is_in(first, "subordinator", "coordinator") or sentence.text_is(first, *_ADJUNCT):
            if sentence.is_in(first, "coordinator"):
                return None
            continue
        clause = sentence.clause_of(first)
        if any(clause.first == one.finite for one in sentence.reports):
            return None
        if _is_main_clause(sentence, clause, report):
            return first
    return None


def _is_main_clause(sentence: GermanSentence, clause: Phrase, report: Report) -> bool:
    """Whether a clause without a conjunction is one that somebody says: its verb is second, or in the subjunctive."""
    verb = sentence.subjunctive(clause.first, clause.last, past=True)
    if verb is not None:
        return not (
            sentence.is_in(clause.first, "relative")
            and verb == clause.last
            and verb - clause.first > 1
            and sentence.noun_phrase(clause.first) is None
        )
    if report.entry.process != "speech" and report.entry.class_ != "mental":
        return False
    for i in range(clause.first + 1, min(clause.last, clause.first + _FARTHEST_FINITE)):
        if not sentence.is_inside(i) and sentence.is_in(i, "auxiliary", "modal", "irregular past"):
            return True
    # "die Spieler kommen morgen": a noun phrase, and a small word behind it that can only be its verb.
    phrase = sentence.noun_phrase(clause.first)
    verb = phrase.last + 1 if phrase else clause.last
    return verb < clause.last and not sentence.is_inside(verb) and _may_be_verb(sentence, verb)


def _may_be_verb(sentence: GermanSentence, i: int) -> bool:
    word = sentence.tokens[i]
    return (
        word.is_word
        and word.text.islower()
        and word.text.endswith(("t", "en", "e", "te", "rn", "ln"))
        and not sentence.is_in(
            i, "preposition", "adverb", "determiner", "possessive", "coordinator", "negation"
        )
    )


def _infinitive(sentence: GermanSentence, behind: int) -> int | None:
    """Return where an infinitive with "zu" begins behind a comma, or in the verb's own clause, or None."""
    for boundary in [edge for edge in sentence.boundaries if edge > behind]:
        first = boundary + 1
        if first >= len(sentence) or sentence.is_in(first, "coordinator"):
            return None
        clause = sentence.clause_of(first)
        if sentence.text_is(first, *_ADJUNCT) or sentence.is_in(first, "subordinator"):
            continue
        if _has_infinitive(sentence, clause):
            return first
    return None


def _has_infinitive(sentence: GermanSentence, clause: Phrase) -> bool:
    for i in range(clause.first, clause.last + 1):
        word = sentence.tokens[i].folded
        joined = "zu" in word[2:-3] and word.endswith("n") and not sentence.is_capitalised(i)
        if joined or (
            sentence.text_is(i, "zu") and sentence.tokens[min(i + 1, clause.last)].folded.endswith("n")
        ):
            return True
    return False


def until_clause_ends(sentence: GermanSentence, start: int, report: Report) -> Span:
    """Return the content that begins at a token and ends with its clause, its quotation or its noun phrase."""
    last = sentence.clause_of(start).last
    phrase = sentence.noun_phrase(start)
    if (
        report.entry.class_ == "negating"
        and phrase is not None
        and not sentence.text_is(start, *_SUBORDINATE)
    ):
        last = phrase.last
    if report.particle is not None and start < report.particle <= last:
        last = report.particle - 1
    if sentence.opens_quotation(start):
        last = next((i for i in range(start + 1, last + 1) if sentence.closes_quotation(i)), last)
    return sentence.tokens[start].start, sentence.tokens[last].end


def is_negated(sentence: GermanSentence, report: Report) -> bool:
    """Whether a word that negates stands behind the finite verb in its clause."""
    clause = sentence.clause_of(report.finite)
    return any(sentence.is_in(i, "negation") for i in range(report.finite, clause.last + 1))
