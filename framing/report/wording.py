"""Room report: how numbers and strangers' text are put into words, the same in every form of report."""

import re

from framing.measures import MEASURES, MeasureDefinition
from framing.schema import Figure

_SMALLEST_SHARE = 0.005
TOO_LITTLE = "too little text"
ACCURACY = (
    "Who says what is found by rules and, unless the signature says “attribution:rules”, by a small learned tagger. "
    "In annotated American news they find two of three attributions, and of four that they find, three are right. "
    "Brackets know nothing of such errors: open a number before you rely on it."
)
NOTHING_NAMED = (
    "None of the things that the lexicons follow is named in these articles: the shipped ones hold wordings of some "
    "forty disputes. Write down those of this event (docs/lexicons.md) and give the file with --lexicon."
)
CUE_CLASSES = {
    "neutral": "only says that somebody speaks (said, told)",
    "emphatic": "adds force (insisted, warned)",
    "factive": "takes it for true (revealed, admitted)",
    "distancing": "leaves it open (claimed, alleged)",
    "negating": "turns something down (denied, rejected)",
    "evaluative": "praises or blames (praised, condemned)",
    "mental": "tells a thought or wish (believes, hopes)",
    "unlisted": "found by the tagger, in no list of verbs yet",
}
VOICE_LABELS = {"own": "own words", "attributed": "attributed", "quoted": "quoted", "all": ""}

# One character stands for one, so that offsets into the text stay true.
_RIGHT_TO_LEFT = dict.fromkeys("\u200f\u061c\u202b\u202e\u2067", "⇐")
_LEFT_TO_RIGHT = dict.fromkeys("\u200e\u202a\u202d\u2066\u2068", "⇒")
_END_OF_DIRECTION = dict.fromkeys("\u202c\u2069", "⇔")
_SYMBOLS = {chr(code): chr(0x2400 + code) for code in range(32) if chr(code) not in "\t\n\r"}
_VISIBLE = {
    **_SYMBOLS,
    **{chr(code): "\ufffd" for code in range(0x7F, 0xA0)},
    **dict.fromkeys("\u2028\u2029", "␤"),
    **_RIGHT_TO_LEFT,
    **_LEFT_TO_RIGHT,
    **_END_OF_DIRECTION,
}
_NOT_TEXT = re.compile("[\ud800-\udfff\ufffe\uffff]")
_TRANSLATION = str.maketrans(_VISIBLE)


def show_controls(text: str) -> str:
    """Return text of the same length in which control characters that hide or turn text are visible symbols.

    A carriage return before a line feed becomes a space, alone a line feed. Empty text stays empty.
    """
    lines = text.replace("\r\n", " \n").replace("\r", "\n")
    return _NOT_TEXT.sub("\ufffd", lines.translate(_TRANSLATION))


def show_on_one_line(text: str) -> str:
    """Return text with controls visible and every run of white space made one space."""
    return " ".join(show_controls(text).split())


def definition_of(measure: str) -> MeasureDefinition:
    """Return a measure's definition; a measure outside the registry is shown as a plain share."""
    known = MEASURES.get(measure)
    if known is not None:
        return known
    return MeasureDefinition(
        id=measure,
        name=measure.replace("_", " "),
        counts="",
        key="",
        denominator="",
        unit="mentions",
        range=(0, 1),
        higher_means="",
        reference="",
        weaknesses="",
        minimum=0,
    )


def shown_as(measure: str) -> str:
    """Return how a measure's value is written: "share" (per cent), "rate" (per thousand) or "mean"."""
    definition = definition_of(measure)
    if definition.scale != 1:
        return "rate"
    return "share" if definition.range == (0, 1) else "mean"


def show_count(amount: float) -> str:
    """Return a count: whole numbers with thousands set apart, others with two decimals."""
    if amount == int(amount):
        return f"{int(amount):,}"
    return _with_minus(f"{amount:.2f}")


def show_value(value: float, kind: str) -> str:
    """Return a value alone, as "23 %", "4.1" or "−0.31"."""
    if kind == "share":
        return "<1 %" if 0 < value < _SMALLEST_SHARE else f"{100 * value:.0f} %"
    if kind == "rate":
        return f"{value:.1f}"
    return _with_minus(f"{value:.2f}")


def show_interval(low: float | None, high: float | None, kind: str) -> str:
    """Return an interval as "[15–31]", or nothing where there is none."""
    if low is None or high is None:
        return ""
    if kind == "share":
        return f"[{100 * low:.0f}–{100 * high:.0f}]"
    if kind == "rate":
        return f"[{low:.1f}–{high:.1f}]"
    return _with_minus(f"[{low:.2f} to {high:.2f}]")


def show_figure(figure: Figure) -> str:
    """Return a figure in short: "23 % [15–31]", "3 of 4" where a share is refused, words where a mean is."""
    kind = shown_as(figure.measure)
    if figure.value is None:
        if kind == "mean":
            return TOO_LITTLE
        return f"{show_count(figure.numerator)} of {show_count(figure.denominator)}"
    return f"{show_value(figure.value, kind)} {show_interval(figure.low, figure.high, kind)}".strip()


def explain_figure(figure: Figure) -> str:
    """Return how far a figure can be trusted, in a sentence."""
    if figure.value is None:
        return f"No share is given: {figure.refusal or 'too little text'}."
    if figure.low is None:
        reason = (figure.refusal or "").removeprefix("no interval: ")
        return f"Without an interval: {reason}." if reason else ""
    if figure.resampled == "none":
        return "With its 95 % interval."
    return f"With its 95 % interval, from resampling {figure.resampled}."


def _with_minus(text: str) -> str:
    return text.replace("-", "−")
