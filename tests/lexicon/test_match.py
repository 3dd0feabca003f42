"""Golden cases of the matcher, and a slow and plain matcher that it must agree with."""

import random
import re
from collections.abc import Iterable

import pytest
from msgspec.structs import astuple

from framing.lexicon.match import Match, Matcher, Piece, folded_words, pieces_in, without_overlap

CASES = [
    # forms, text, what is found
    (["war"], "The war, a warning, wars: WAR.", ["war", "WAR"]),
    (["war"], "anti-war and post‑war protests, war-torn, war - as ever", ["war"]),
    (["supplied"], "U.S.-supplied shells; shells supplied by the U.S.", ["supplied"]),
    (["led"], "It was led--at last--by U.N.-led teams.", ["led"]),
    (["noon"], "a noon-to-9 p.m.-ish noon.", ["noon"]),
    (["DPRK"], "the DPRK-Russia pact, pro-DPRK, dprk", ["DPRK", "DPRK"]),
    (
        ["foreign minist*"],
        "Foreign ministries, a foreign minister; all of it is foreign",
        ["Foreign ministries", "foreign minister"],
    ),
    (["US"], "US aid reached us; the US's aid", ["US", "US"]),
    (["us"], "US aid reached us", ["US", "us"]),
    (["BelTA"], "BelTA, Belta and BELTA", ["BelTA", "BELTA"]),
    (["Moscow"], "Moscow's, Moscow’s and Moscows", ["Moscow", "Moscow"]),
    (["Putin's war"], "Putin's war, Putin’s war, Putin war", ["Putin's war", "Putin’s war", "Putin war"]),
    (["countries' debts"], "other countries’ debts", ["countries’ debts"]),
    (["don't know"], "I don’t know", ["don’t know"]),
    (["Ukrain*"], "Ukraine, Ukrainians, Ukrain, ukraine", ["Ukraine", "Ukrainians", "Ukrain"]),
    (["death tax*"], "death taxes and a death-tax, tax death", ["death taxes", "death-tax"]),
    (["denazif*"], "The denazification of the denazi", ["denazification"]),
    (["full-scale war"], "full scale war, full-scale war, full-scale  war", 3),
    (["full scale war"], "a full‐scale war, a full-\nscale war", 2),
    (["North Korea*"], "North\nKorea, North\r\nKorean, N. Korea", ["North\nKorea", "North\r\nKorean"]),
    (["war in Ukraine"], "the end of the war. In Ukraine, the war, in Ukraine; war\n\nin Ukraine", []),
    (["N. Korea*"], "N. Korean, N Korea, N.Korea", ["N. Korean", "N Korea"]),
    (["U.S. Army"], "the U.S. Army; he left the U.S. Army posts stay", ["U.S. Army", "U.S. Army"]),
    (["Mail & Guardian"], "the Mail & Guardian, mail guardian, Mail Guardian", ["Mail & Guardian"]),
    (["AT&T"], "AT&T and AT T", ["AT&T"]),
    (["9/11"], "after 9/11, after 9 11", ["9/11"]),
    (["the war", "war", "the war on drugs"], "the war on drugs", ["the war on drugs"]),
    (["a b", "b c d"], "a b c d", ["a b"]),
    (["a"], "", []),
    (["the North"], "the North. The North", ["the North", "The North"]),
]


@pytest.mark.parametrize(("forms", "text", "found"), CASES)
def test_golden_case(forms: list[str], text: str, found: list[str] | int) -> None:
    matcher = Matcher((form, None) for form in forms)
    hits = [text[match.start : match.end] for match in matcher.find_longest(text, pieces_in(text))]
    assert (len(hits) if isinstance(found, int) else hits) == found


def test_find_gives_overlapping_forms_longest_first_and_payloads_in_their_order() -> None:
    matcher = Matcher([("war", 1), ("the war", 2), ("the", 3), ("war", 4), ("wa*", 5), ("war*", 6)])
    text = "the war"
    assert [(match.form, match.payload) for match in matcher.find(text, pieces_in(text))] == [
        ("the war", 2),
        ("the", 3),
        ("war", 1),
        ("war", 4),
        ("war*", 6),
    ]


def test_matches_do_not_reach_beyond_the_pieces_given() -> None:
    text = "the war in Ukraine"
    assert Matcher([("war in Ukraine", None)]).find(text, pieces_in(text)[:3]) == []


def test_pieces_leave_out_possessive_endings_and_keep_offsets() -> None:
    text = "Kim’s U.S.-made 's-Gravenhage"
    assert [(piece.folded, text[piece.start : piece.end]) for piece in pieces_in(text)] == [
        ("kim", "Kim"),
        ("u.s", "U.S"),
        ("made", "made"),
        ("s", "s"),
        ("gravenhage", "Gravenhage"),
    ]
    assert pieces_in("") == []


def test_no_text_takes_long() -> None:
    matcher = Matcher([("a a a a a a a a b", None), ("aaa*", None)])
    for text in ("a " * 20_000, "a" * 200_000, "a-" * 50_000, "a's" * 50_000, "." * 200_000):
        assert matcher.find_longest(text, pieces_in(text)) == [] or text.startswith("aaa")


# --- the plain matcher: every form is tried at every word ------------------------------------------------------

_LIKE_A_SPACE = re.compile(r"(?:['’][sS]?)?\s?\s?[-‐‑]?\s?")


def plain_find(
    forms: Iterable[tuple[str, int]], text: str, pieces: list[Piece]
) -> list[tuple[int, int, str, int]]:
    found = []
    for form, payload in forms:
        words = pieces_in(form.rstrip("*"))
        for first in range(len(pieces) - len(words) + 1):
            stretch = pieces[first : first + len(words)]
            if all(
                fits(word, piece, form.endswith("*") and k == len(words) - 1)
                for k, (word, piece) in enumerate(zip(words, stretch, strict=True))
            ) and parted_alike(form, words, text, stretch):
                start, end = stretch[0].start, stretch[-1].end
                if any(map(str.isupper, form)) or (
                    not re.search(r"\w\.?[-‐‑]$", text[:start]) and not re.match(r"\.?[-‐‑]\w", text[end:])
                ):
                    found.append((start, end, form, payload))
    return sorted(found)


def fits(word: Piece, piece: Piece, open_ended: bool) -> bool:
    same = piece.folded.startswith(word.folded) if open_ended else piece.folded == word.folded
    return same and all(piece.text[k].isupper() for k, letter in enumerate(word.text) if letter.isupper())


def parted_alike(form: str, words: list[Piece], text: str, stretch: list[Piece]) -> bool:
    for k in range(len(words) - 1):
        own = form[words[k].end : words[k + 1].start]
        gap = text[stretch[k].end : stretch[k + 1].start]
        like = _LIKE_A_SPACE.fullmatch(gap) and gap.count("\n") < 2
        if gap != own and not (like and (own == ". " or _LIKE_A_SPACE.fullmatch(own))):
            return False
    return True


@pytest.mark.parametrize("seed", range(20))
def test_agrees_with_the_plain_matcher_on_random_texts(seed: int) -> None:
    chance = random.Random(seed)
    words = [
        "us",
        "US",
        "war",
        "War",
        "warn",
        "the",
        "The",
        "N",
        "Korea",
        "Korean",
        "U.S",
        "Kim's",
        "un",
        "Un",
    ]
    gaps = [" "] * 6 + ["-", ". ", ", ", "\n", "\n\n", " & ", "’s ", ".-", "  "]
    text = "".join(chance.choice(words) + chance.choice(gaps) for _ in range(400))
    forms = [
        (
            "".join(
                chance.choice(words) + chance.choice([" ", " ", "-", ". "]) for _ in range(length)
            ).rstrip(" -.")
            + chance.choice(["", "", "*"]),
            number,
        )
        for number in range(150)
        for length in [chance.choice([1, 1, 2, 2, 3])]
    ]
    pieces = pieces_in(text)
    found = Matcher(forms).find(text, pieces)
    assert sorted(map(astuple, found)) == plain_find(forms, text, pieces)
    assert [(match.start, -match.end) for match in found] == sorted(
        (match.start, -match.end) for match in found
    )


def test_without_overlap_keeps_the_leftmost() -> None:
    spans = [(0, 5), (0, 3), (2, 9), (5, 6), (5, 6)]
    kept = without_overlap(Match(start, end, "", number) for number, (start, end) in enumerate(spans))
    assert [match.payload for match in kept] == [0, 3]


@pytest.mark.parametrize(
    "text",
    ["Full-scale  war", "the Mail's U.S. Army", "ΟΔΟΣ ΣΑΣ", "İzmir ǅ", "_ a", " a", "", "’s oʼclock o’clock"],
)
def test_folded_words_are_those_of_the_pieces(text):
    assert folded_words(text) == " ".join(piece.folded for piece in pieces_in(text))
