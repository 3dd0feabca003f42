"""Room classroom, quiz: the records of a quiz, which every format writes and none changes."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from framing.classroom.sentences import Strip
from framing.classroom.texts import texts

Kind = Literal["choice", "multiple", "matching", "short"]

# All but what XML 1.0 (fifth edition, section 2.2) allows: it cannot be written there, not even escaped.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

RIGHT: str = texts("quiz")["right"]
WRONG: str = texts("quiz")["wrong"]


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A passage as pupils see it: the article it comes from ("Article A"), and its text, marked or plain."""

    label: str
    strips: tuple[Strip, ...]

    @property
    def text(self) -> str:
        """The passage without its marks."""
        return "".join(strip.text for strip in self.strips)


@dataclass(frozen=True, kw_only=True)
class Option:
    """An answer to choose; `feedback` is for whoever chooses it, empty where there is nothing to say of it alone."""

    text: str
    right: bool = False
    feedback: str = ""

    @property
    def id(self) -> str:
        """A name that rests on the text alone, so that it stays while other options change."""
        return _digest("o", self.text)


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Two things that belong together: what is asked, and its answer."""

    prompt: str
    answer: str

    @property
    def id(self) -> str:
        """A name that rests on the prompt alone."""
        return _digest("p", self.prompt)

    @property
    def answer_id(self) -> str:
        """A name that rests on the answer alone; pairs of one answer share it."""
        return _digest("a", self.answer)


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question with its answers and the passages that prove them, names of outlets covered.

    A choice has one right option and a multiple some; both have a wrong one at least, but a multiple may have none.
    A matching has pairs, a short question the words that are `accepted`, the usual form first. `keep_order` says that
    options stand in an order that means something. `explanation` and `proof` are shown after an answer. `id` stays the
    same as long as the articles do, whatever the options. Raises `ValueError` where no answer, or the same answer as
    right and wrong, is held.
    """

    id: str
    kind: Kind
    name: str
    prompt: str
    passages: tuple[Shown, ...] = ()
    options: tuple[Option, ...] = ()
    pairs: tuple[Pair, ...] = ()
    accepted: tuple[str, ...] = ()
    keep_order: bool = False
    explanation: str
    proof: tuple[Shown, ...] = field(default=())

    def __post_init__(self) -> None:
        right = sum(option.right for option in self.options)
        texts = [fold_answer(option.text) for option in self.options]
        prompts = [fold_answer(pair.prompt) for pair in self.pairs]
        held = {
            "choice": right == 1 < len(texts),
            "multiple": right >= 1 and len(texts) > 1,
            "matching": len({fold_answer(pair.answer) for pair in self.pairs}) > 1,
            "short": bool(self.accepted) and all(map(clean, self.accepted)),
        }[self.kind]
        if not held or len(set(texts)) < len(texts) or len(set(prompts)) < len(prompts) or "" in texts:
            raise ValueError(f"{self.id}: the answers of this {self.kind} question are not clear")

    @property
    def feedback_right(self) -> str:
        """What follows a right answer, before the proof."""
        return f"{RIGHT} {self.explanation}".strip()

    @property
    def feedback_wrong(self) -> str:
        """What follows a wrong answer, before the proof."""
        return f"{WRONG} {self.explanation}".strip()

    @property
    def right(self) -> tuple[str, ...]:
        """The right answers in words; a pair as "prompt: answer"."""
        if self.kind == "matching":
            return tuple(f"{pair.prompt}: {pair.answer}" for pair in self.pairs)
        return self.accepted or tuple(option.text for option in self.options if option.right)


@dataclass(frozen=True, kw_only=True)
class Written:
    """What a format makes of a quiz: files by name, and what it could not hold, in words for a teacher."""

    files: dict[str, bytes]
    losses: tuple[str, ...] = ()


# A format takes a title and questions.
Writer = Callable[[str, tuple[Question, ...]], Written]


def clean(text: str) -> str:
    """Return text on one line, with U+FFFD for every character that XML forbids."""
    return " ".join(_FORBIDDEN.sub("\ufffd", text).split())


def fold_answer(text: str) -> str:
    """Return an answer as platforms compare it: small letters, single spaces."""
    return clean(text).casefold()


def _digest(letter: str, text: str) -> str:
    return letter + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:10]
