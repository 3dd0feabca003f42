"""Room report: how numbers and strangers' text are put into words, the same in every form of report."""

import re
from collections.abc import Iterable

from msgspec.structs import replace

from framing.measures import MEASURES, MeasureDefinition
from framing.report.texts import say, say_all, say_instead
from framing.schema import Article, Figure

_SMALLEST_SHARE = 0.005
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")

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


def voice_labels() -> dict[str, str]:
    """Return what each voice is called; "all" of them together are called nothing."""
    return say_all("wording.voice")


def cue_classes() -> dict[str, str]:
    """Return what each class of verb of attribution means, by class."""
    return say_all("wording.class")


def nothing_named() -> str:
    """Return what is said where no wording of the lexicons is found, and what to do about it."""
    return say("wording.nothing_named")


def rests_on_rules(articles: Iterable[Article]) -> bool:
    """Whether some article is in a language for which there is no tagger and no measured accuracy."""
    return any(article.language != "en" for article in articles)


def show_controls(text: str) -> str:
    """Return text of the same length in which control characters that hide or turn text are visible symbols.

    A carriage return before a line feed becomes a space, alone a line feed. Empty text stays empty.
    """
    if text.isprintable():  # as nearly all of a million cells are
        return text
    lines = text.replace("\r\n", " \n").replace("\r", "\n")
    return _NOT_TEXT.sub("\ufffd", lines.translate(_TRANSLATION))


def show_on_one_line(text: str) -> str:
    """Return text with controls visible and every run of white space made one space."""
    return " ".join(show_controls(text).split())


def definition_of(measure: str) -> MeasureDefinition:
    """Return a measure's definition, its name in the report's language.

    A measure outside the registry is shown as a plain share.
    """
    known = MEASURES.get(measure)
    if known is not None:
        name = say_instead("measures.name", measure, known.name)
        return known if name == known.name else replace(known, name=name)
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
            return say("wording.too_little")
        return say(
            "wording.figure.refused",
            numerator=show_count(figure.numerator),
            denominator=show_count(figure.denominator),
        )
    return f"{show_value(figure.value, kind)} {show_interval(figure.low, figure.high, kind)}".strip()


def explain_figure(figure: Figure) -> str:
    """Return how far a figure can be trusted, in a sentence."""
    if figure.value is None:
        reason = say_refusal(figure.refusal) if figure.refusal else say("wording.too_little")
        return say("wording.figure.no_share", reason=reason)
    if figure.low is None:
        reason = say_refusal((figure.refusal or "").removeprefix("no interval: "))
        return say("wording.figure.no_interval", reason=reason) if reason else ""
    if figure.resampled == "none":
        return say("wording.figure.interval")
    return say("wording.figure.resampled", unit=say_all("wording.resampled")[figure.resampled])


def say_refusal(refusal: str) -> str:
    """Return why a number is refused in the report's language, as far as that knows the reason; else in English."""
    return "; ".join(_say_reason(reason) for reason in refusal.split("; "))


def _say_reason(reason: str) -> str:
    numbers = iter(_NUMBER.findall(reason))
    said = say_instead("measures.refusal", _NUMBER.sub("#", reason), "")
    return re.sub("#", lambda mark: next(numbers, mark.group()), said) if said else reason


def _with_minus(text: str) -> str:
    return text.replace("-", "−")
