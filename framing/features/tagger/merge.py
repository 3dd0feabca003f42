"""Rules and tagger together: what each found, as one list of attributions (room: features)."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from framing.features.rules import Found
from framing.features.tagger.decode import Tagged, read_tokens
from framing.features.tagger.inputs import LISTED, Inputs, Ruled, Stretch, read_inputs
from framing.features.tagger.tagged import (
    TOKENS_OF_A_QUOTATION,
    find_tagged,
    find_unsaid,
    has_some,
    mark_attributed,
)
from framing.features.tagger.weights import Card, Model
from framing.lexicon.entries import UNLISTED, CueEntry, plain_cue
from framing.lexicon.language import Language
from framing.lexicon.match import Match
from framing.lexicon.words import fold
from framing.schema import Span
from framing.text import Document

RULE: Final = "tagger"
_ENDS_OF_A_SOURCE = frozenset(",.;:")
_FEWEST_TOKENS_BEFORE_A_CUE = 2
_MOST_WORDS_OF_A_NAME = 3
# Classes of the grammar whose words something must follow.
_OPEN_ENDED = ("preposition", "determiner", "coordinator")
# Classes of the grammar of which a word alone brings nothing that nobody says.
_JOINS = ("subordinator", "coordinator", "preposition")
# Classes of the grammar of which a word alone is no source.
_NAMES_NOBODY = ("adverb", "connective", "auxiliary", "coordinator", "negation", "preposition")


def with_tagged(
    document: Document, language: Language, cues: Sequence[Match[CueEntry]], found: list[Found], model: Model
) -> list[Found]:
    """Return the rules' attributions with what the tagger adds, corrects and doubts, in the order of the text.

    Where both find a cue, the tagger says what content and source are, and the rule the rest; the tagger has seen what
    the rule says. A rule's finding falls where the tagger is sure that there is no cue. Neither takes a quotation from
    the rule's cue that no other has then.
    """
    inputs = read_inputs(document, cues, found, model.parser)
    if not inputs.tokens:
        return found
    read = read_tokens(model.weights, inputs, model.words_of(language), language)
    tagged = find_tagged(document, language, model, inputs, read)
    unsaid = find_unsaid(document, inputs, mark_attributed(inputs, tagged), fewest=1)
    by_source: defaultdict[Span | None, list[Found]] = defaultdict(list)
    for each in found:
        by_source[each.source].append(each)
    firm = {ruled.number for ruled in inputs.ruled if found[ruled.number].certain or _holds(ruled, unsaid)}
    merged = []
    confirmed: set[int] = set()
    by_token = {token: ruled for ruled in reversed(inputs.ruled) for token in range(*ruled.cue)}
    for one in tagged:
        ruled = next((by_token[token] for token in range(*one.cue) if token in by_token), None)
        if ruled and ruled.number not in confirmed:
            confirmed.add(ruled.number)
            own = found[ruled.number]
            is_firm = ruled.number in firm
            merged.append(own if is_firm else _corrected(inputs, language, by_source[own.source], own, one))
        elif not ruled:
            new = _new(document, language, inputs, cues, one)
            whole = _up_to_next_cue(document, new, by_source[new.source])
            if whole and _stands_alone(document, language, whole, one, model.card):
                merged.append(whole)
    doubtful = {
        ruled.number
        for ruled in inputs.ruled
        if ruled.number not in firm
        and ruled.number not in confirmed
        and read.roles[slice(*ruled.cue), 0, 1].max() < model.card.least_share_of_ruled
    }
    kept = [one for k, one in enumerate(found) if k not in confirmed and k not in doubtful]
    merged = [_tidied(document, language, one) for one in merged]
    together = _said_once(document, merged + kept)
    told = _told_by_others(together) | _told_twice(together)
    together = [one for k, one in enumerate(together) if one.rule != RULE or k not in told]
    return sorted(together, key=lambda one: one.place)


def _said_once(document: Document, found: list[Found]) -> list[Found]:
    """Let a quotation in another paragraph than its cue belong to the nearest cue alone of those that claim it."""
    spans = sorted((start, end, k) for k, one in enumerate(found) for start, end in one.content)
    claimed: defaultdict[int, set[Span]] = defaultdict(set)
    reached, holder = -1, -1
    for start, end, k in spans:
        if start < reached and holder != k:
            far, near = sorted((holder, k), key=lambda one: -_distance(found[one], start))
            claimed[far].update(span for span in found[far].content if span[0] < end and start < span[1])
            holder = near
        if end > reached:
            reached, holder = end, k
    told = list(found)
    for k, doubled in claimed.items():
        home = _paragraph(document, found[k].cue[0][0])
        own = tuple(
            span for span in found[k].content if span not in doubled or _paragraph(document, span[0]) == home
        )
        if own and not found[k].certain:
            told[k] = replace(found[k], content=own)
    return told


def _distance(found: Found, offset: int) -> int:
    return abs(found.cue[0][0] - offset)


def _paragraph(document: Document, offset: int) -> int | None:
    number = document.sentence_at(offset)
    return None if number is None else document.paragraph_of[number]


def _told_by_others(found: Sequence[Found]) -> set[int]:
    """Return the numbers of attributions that are part of what another one's source says, or its channel."""
    edges = sorted((start, -end, k) for k, one in enumerate(found) for start, end in one.content)
    told: set[int] = set()
    open_ones: list[tuple[int, int]] = []
    for start, negative_end, k in edges:
        open_ones = [edge for edge in open_ones if edge[0] > start]
        for _, other in open_ones:
            if other == k:
                continue
            if _tells(found[other], found[k]):
                told.add(k)
            for outer, inner in ((other, k), (k, other)):
                if _brings(found[outer], found[inner]):
                    told.add(outer)
        open_ones.append((-negative_end, k))
    return told


def _told_twice(found: Sequence[Found]) -> set[int]:
    """Return the numbers of the tagger's attributions whose source, or a surer one behind it, says the same.

    A source behind the words is surer: it is set beside them ("The crowd cheered. “At last,” said the mayor").
    """
    said = {(one.source, one.content) for one in found if one.rule != RULE}
    told_behind = {
        one.content
        for one in found
        if one.rule != RULE and one.source and one.content[-1][1] <= min(one.source[0], one.cue[0][0])
    }
    return {
        k
        for k, one in enumerate(found)
        if one.rule == RULE
        and (
            (one.source, one.content) in said
            or (one.content in told_behind and one.cue[0][0] < one.content[0][0])
        )
    }


def _tells(outer: Found, inner: Found) -> bool:
    parts = (*inner.cue, *inner.content, *([inner.source] if inner.source else []))
    return all(any(start <= part[0] and part[1] <= end for start, end in outer.content) for part in parts)


def _brings(outer: Found, inner: Found) -> bool:
    return outer.source is not None and inner.via == outer.source


def _holds(ruled: Ruled, unsaid: bytearray) -> bool:
    """Whether what a rule found has a quotation that nobody else has said."""
    return any(has_some(unsaid, stretch) for stretch in ruled.content)


def _tidied(document: Document, language: Language, found: Found) -> Found:
    """Let content begin and end where its quotations do, and not end with a word that something must follow."""
    if found.certain:
        return found
    content: list[Span] = []
    for start, end in found.content:
        first, last = document.quotation_at(start), document.quotation_at(end - 1)
        if first and not first.start <= found.cue[0][0] < first.end:
            start = first.start
        if last and not last.start <= found.cue[0][0] < last.end:
            end = last.end
        elif not last:
            end = _without_open_end(document, language, start, end)
        if not content or start >= content[-1][1]:
            content.append((start, end))
    return replace(found, content=tuple(content))


def _without_open_end(document: Document, language: Language, start: int, end: int) -> int:
    """Return the end of a content without a preposition, determiner or conjunction that it would break off after.

    At the end of a sentence it breaks off nothing ("would go on").
    """
    number = document.sentence_at(end - 1)
    stop = document.sentences[number][1] if number is not None else end
    if not any(token.is_word for token in document.tokens(end, max(end, stop))):
        return end
    tokens = document.tokens(start, end)
    while len(tokens) > 1 and language.is_in(tokens[-1].folded, *_OPEN_ENDED):
        tokens.pop()
    return tokens[-1].end


def _corrected(
    inputs: Inputs, language: Language, same_source: Sequence[Found], rules_own: Found, tagged: Tagged
) -> Found:
    """Return what a rule found as the tagger has it, but for what the rules know better, also of the same source."""
    content = tuple(_span(inputs, stretch) for stretch in tagged.content)
    source = _source(inputs, language, tagged)
    names = rules_own.source
    if source and names and _only_dates(inputs, language, source, names):
        source = names
    if not _touch(content, rules_own.content) or (names and _touch(content, (names,))):
        return rules_own
    corrected = replace(
        rules_own,
        # A cue in two parts ("quoted ... as saying") is one that only rules know.
        cue=rules_own.cue if len(rules_own.cue) > 1 else (_span(inputs, tagged.cue),),
        content=rules_own.content if _says_more(same_source, rules_own, content) else content,
        source=names if source is None or _cuts_name(inputs, source, names) else source,
    )
    return corrected if corrected == rules_own else replace(corrected, rule=f"{rules_own.rule}; {RULE}")


def _touch(some: Sequence[Span], others: Sequence[Span]) -> bool:
    return any(start < stop and first < end for start, end in some for first, stop in others)


def _says_more(same_source: Sequence[Found], rules_own: Found, content: tuple[Span, ...]) -> bool:
    """Whether a content holds another cue of its source ("said … and demanded …"), which the rule's does not."""
    return rules_own.source is not None and any(
        _touch(content, other.cue) and not _touch(rules_own.content, other.cue) for other in same_source
    )


def _only_dates(inputs: Inputs, language: Language, source: Span, rules_own: Span) -> bool:
    """Whether a source has but a date before the rule's ("In 2019 | officials said")."""
    if not source[0] < rules_own[0] < source[1] == rules_own[1]:
        return False
    first, stop = (bisect_left(inputs.starts, offset) for offset in (source[0], rules_own[0]))
    dates = [token.folded for token in inputs.tokens[first + 1 : stop]]
    dated = all(word.isdigit() or language.is_in(word, "time word") for word in dates)
    return dated and language.is_in(inputs.tokens[first].folded, "preposition")


def _cuts_name(inputs: Inputs, source: Span, rules_own: Span | None) -> bool:
    """Whether a source ends within a name that the rule's source has whole."""
    if rules_own is None or not rules_own[0] <= source[0] < source[1] < rules_own[1]:
        return False
    # The rule's source ends behind it, so that a token follows.
    following = bisect_left(inputs.starts, source[1])
    return all(inputs.tokens[number].text[0].isupper() for number in (following - 1, following))


def _source(inputs: Inputs, language: Language, tagged: Tagged) -> Span | None:
    """Return the source without a relative clause and a mark at its end; of a source in parts, the first.

    One that breaks off before a word which must follow is none.
    """
    if not tagged.source:
        return None
    first, stop = tagged.source[0]
    for number in range(first + 2, stop):
        if (
            inputs.tokens[number].folded in language.grammar["relative"]
            and inputs.tokens[number - 1].text == ","
        ):
            stop = number
            break
    while stop > first + 1 and inputs.tokens[stop - 1].text in _ENDS_OF_A_SOURCE:
        stop -= 1
    if stop != tagged.cue[0]:
        stop = _whole_name(inputs, language, stop)
    while stop > first + 2 and _is_day(inputs, language, stop):
        stop -= 2
    while stop > first + 1 and _leads_on(inputs, language, stop - 1):
        stop -= 1  # "Bo Lind on | Thursday said"
    last = inputs.tokens[stop - 1].folded
    if last in language.grammar["article"] or (stop == first + 1 and language.is_in(last, *_NAMES_NOBODY)):
        return None
    return _span(inputs, (first, stop))


def _whole_name(inputs: Inputs, language: Language, stop: int) -> int:
    """Return where a source ends that breaks off within a name ("President Bo | Lind"), or behind a title."""
    tokens = inputs.tokens
    within = stop < len(tokens) and all(token.text[0].isupper() for token in tokens[stop - 1 : stop + 1])
    if within and not inputs.context[stop, LISTED].any() and tokens[stop].folded not in language.classes_of:
        return stop + 1
    return _behind_name(inputs, language, stop)


def _leads_on(inputs: Inputs, language: Language, number: int) -> bool:
    """Whether a token is a mark or a preposition, with which no source ends."""
    token = inputs.tokens[number]
    return token.text in _ENDS_OF_A_SOURCE or language.is_in(token.folded, "preposition")


def _is_day(inputs: Inputs, language: Language, stop: int) -> bool:
    """Whether the two tokens before a stop tell when it was said ("Bo Lind | on Thursday")."""
    preposition, day = (inputs.tokens[number].folded for number in (stop - 2, stop - 1))
    return language.is_in(day, "time word") and language.is_in(preposition, "preposition")


def _behind_name(inputs: Inputs, language: Language, stop: int) -> int:
    """Return where a source ends that breaks off behind a title: behind the name that the title goes with."""
    tokens = inputs.tokens
    title = tokens[stop - 1]
    if not (title.text[0].isupper() and language.is_in(title.folded, "title")):
        return stop
    shortened = language.is_in(title.folded, "abbreviation")
    name = stop + 1 if shortened and stop < len(tokens) and tokens[stop].text == "." else stop
    behind = name
    # A word that can report is no name: headlines have capitals everywhere.
    while (
        behind < min(len(tokens), name + _MOST_WORDS_OF_A_NAME)
        and tokens[behind].text[0].isupper()
        and not inputs.context[behind, LISTED].any()
    ):
        behind += 1
    return behind if behind > name else stop


def _new(
    document: Document, language: Language, inputs: Inputs, cues: Sequence[Match[CueEntry]], tagged: Tagged
) -> Found:
    span = _span(inputs, tagged.cue)
    words = [token.folded for token in inputs.tokens[slice(*tagged.cue)]]
    before = [token.folded for token in inputs.tokens[max(0, tagged.cue[0] - 2) : tagged.cue[0]]]
    active = not _is_passive(language, before, words)
    return Found(
        RULE,
        _entry(document, cues, span),
        (span,),
        tuple(_span(inputs, stretch) for stretch in tagged.content),
        _source(inputs, language, tagged) if active or _is_agent(inputs, tagged) else None,
        negated=any(word in language.grammar["negation"] for word in (*before, *words)),
    )


def _up_to_next_cue(document: Document, found: Found, same_source: Sequence[Found]) -> Found | None:
    """Let what follows a cue end before another cue of its source, which the rules know ("claimed … and refused …").

    Where no more than a word is left, the cue was an auxiliary of that other one ("has | long maintained"): None.
    """
    if found.source is None:
        return found
    content = []
    cues = [one.cue[0][0] for one in same_source]
    for start, end in found.content:
        stop = min((cue for cue in cues if found.cue[0][0] < start < cue < end), default=end)
        if stop < end and len(document.tokens(start, stop)) < _FEWEST_TOKENS_BEFORE_A_CUE:
            return None
        content.append((start, len(document.text[:stop].rstrip())))
    return replace(found, content=tuple(content))


def _is_passive(language: Language, before: Sequence[str], words: Sequence[str]) -> bool:
    """Whether a cue is a passive ("is expected"), whose subject is not the one who thinks or says it."""
    participle = words[-1].endswith("ed") or words[-1] in language.grammar["irregular past"]
    return participle and any(word in language.grammar["be"] for word in (*before, *words[:-1]))


def _is_agent(inputs: Inputs, tagged: Tagged) -> bool:
    """Whether the source is by whom it was said ("was disputed by the police")."""
    first = tagged.source[0][0] if tagged.source else 0
    return first > tagged.cue[0] and inputs.tokens[first - 1].folded == "by"


def _stands_alone(document: Document, language: Language, found: Found, tagged: Tagged, card: Card) -> bool:
    """Whether the tagger is sure enough of what no rule found.

    What a speaker asks for himself ("not to be named") is no content, and what somebody's wording refers to is the
    outlet's own. A quotation has a speaker. Elsewhere a cue that no lexicon lists must be surer than others, and what
    nobody in the text thinks ("is expected to") is the outlet's own view.
    """
    cue = fold(document.text[slice(*found.cue[0])]).split()
    if cue[0] in language.grammar["wording"]:
        return False
    if found.source is None and len(cue) == 1 and (not cue[0].isalpha() or language.is_in(cue[0], *_JOINS)):
        return False
    first = document.text[slice(*found.content[0])].casefold()
    if first.startswith(tuple(language.grammar["anonymity"])):
        return False
    if any(_quotes(document, edge) for start, end in found.content for edge in (start, end - 1)):
        return True
    if found.source is None and found.entry.process == "mental":
        return False
    return found.entry.class_ != UNLISTED or tagged.cue_share >= card.least_cue_share_unlisted


def _quotes(document: Document, offset: int) -> bool:
    """Whether a quotation stands there, and not only a word or two in marks."""
    quotation = document.quotation_at(offset)
    return quotation is not None and (
        len(document.tokens(quotation.inner_start, quotation.inner_end)) >= TOKENS_OF_A_QUOTATION
    )


def _entry(document: Document, cues: Sequence[Match[CueEntry]], span: Span) -> CueEntry:
    """Return the last verb of the lexicon in a cue, else its last other entry, else one of its own."""
    first, stop = (bisect_left(cues, edge, key=lambda match: match.start) for edge in span)
    inside = [match.payload for match in cues[first:stop] if match.end <= span[1]]
    verbs = [entry for entry in inside if entry.pos == "verb"]
    if verbs or inside:
        return (verbs or inside)[-1]
    return plain_cue(fold(" ".join(document.text[slice(*span)].split())), UNLISTED)


def _span(inputs: Inputs, stretch: Stretch) -> Span:
    return inputs.starts[stretch[0]], inputs.ends[stretch[1] - 1]
