"""What the story tells of names: what outlets call a thing, and by whose words."""

import msgspec

from framing.report.view import build_view
from framing.schema import (
    UNIDENTIFIED,
    Figure,
)

from .conftest import PLAIN, told


def rename(view, *names):
    """Give a comparison the namings (outlet, wording, voice, source, count) of one concept and no others."""
    passage = next(iter(view.comparison.passages_by_id.values()))
    figures, passages = [], {}
    for outlet, wording, voice, source, count in names:
        ids = [f"{outlet}{wording}{n}" for n in range(count)]
        passages |= {
            id_: msgspec.structs.replace(passage, id=id_, voice=voice, source=source, amount=1.0, spans=[])
            for id_ in ids
        }
        figures.append(
            Figure(
                measure="naming_share",
                outlet=outlet,
                key=f"war/{wording}",
                voice=voice,
                numerator=float(count),
                denominator=float(count),
                passages=ids,
            )
        )
    return build_view(
        msgspec.structs.replace(
            view.comparison,
            figures=figures,
            passages_by_id=passages,
            concepts={"war": "the war"},
            silence=[],
            reuse=[],
        ),
        view.annotations,
    )


def test_naming_is_told_by_whose_words_they_are(make_view):
    view = make_view(*PLAIN, ("Gamma", (5, 6)), (None, (5,)))
    assert told(
        rename(
            view,
            ("Alpha", "invasion", "own", None, 3),
            ("Gamma", "conflict", "own", None, 1),
            ("Reuters", "aggression", "quoted", "Ann Hill", 1),
            (UNIDENTIFIED, "operation", "attributed", None, 2),
        )
    ) == [
        "In their own words, Alpha calls the war “invasion” (3 times) and Gamma “conflict” (once). "
        "Reuters prints “aggression” (once), quoting Ann Hill; "
        "the article without an outlet prints “operation” (twice), reporting others."
    ]
    assert told(
        rename(
            view,
            ("Alpha", "invasion", "own", None, 3),
            ("Alpha", "aggression", "attributed", None, 1),
            ("Gamma", "conflict", "own", None, 1),
            ("Reuters", "aggression", "quoted", "Ann Hill", 1),
        )
    ) == [
        "In their own words, Alpha calls the war “invasion” (3 times) and Gamma “conflict” (once). "
        "Reuters prints “aggression” (once), quoting Ann Hill, and Alpha (once) prints it too, as others' words."
    ]
    assert told(
        rename(
            view,
            ("Alpha", "invasion", "own", None, 3),
            ("Gamma", "invasion", "own", None, 1),
            (UNIDENTIFIED, "conflict", "own", None, 2),
        )
    ) == [
        "In their own words, Alpha (3 times) and Gamma (once) call the war “invasion”; "
        "the article without an outlet “conflict” (twice)."
    ]
    assert told(
        rename(
            view,
            ("Alpha", "invasion", "own", None, 3),
            ("Alpha", "war", "own", None, 1),
            ("Gamma", "conflict", "own", None, 1),
        )
    ) == [
        "In their own words, Alpha most often calls the war “invasion” (3 times) and Gamma “conflict” (once)."
    ]
    assert told(
        rename(view, ("Alpha", "invasion", "own", None, 1), ("Gamma", "operation", "quoted", None, 1))
    ) == [
        "In its own words, only Alpha calls the war “invasion” (once). "
        "Gamma prints “operation” (once) in quotation marks."
    ]
    assert told(rename(view, ("Alpha", "war", "own", None, 1), ("Gamma", "war", "own", None, 1))) == []


def test_of_many_outlets_a_sentence_on_naming_names_few(make_view):
    names = [f"The Evening Outlet {n}" for n in range(12)]
    wordings = ["invasion of the islands", "conflict at sea", "operation"]
    view = make_view(*[(name, (5, 6)) for name in names])
    own = [(name, wordings[place % 3], "own", None, 1) for place, name in enumerate(names[:9])]
    others = [(name, f"aggression {name[-2:]}", "quoted", "Ann Hill", 1) for name in names[9:]]
    (text,) = told(rename(view, *own, *others))
    assert len(text.split()) <= 60
    assert text.count("Outlet") < len(names)
    assert " more" in text
    assert all(f"“{wording}”" in text for wording in wordings[:2])


def test_of_two_own_wordings_used_alike_both_are_told(make_view):
    view = make_view(("Alpha", (5, 6)), ("Reuters", (5, 6)))
    names = [("Alpha", "war", "own", None, 2), ("Alpha", "conflict", "own", None, 2)]
    (text,) = told(rename(view, *names, ("Reuters", "war", "own", None, 3)))
    assert "“war”" in text
    assert "Alpha “conflict” (twice)" in text


def test_an_outlets_own_wording_hides_none_that_it_quotes(make_view):
    view = make_view(("Alpha", (5, 6)), ("Reuters", (5, 6)))
    names = [("Alpha", "war", "own", None, 2), ("Alpha", "operation", "quoted", "Ann Hill", 1)]
    (text,) = told(rename(view, *names, ("Reuters", "invasion", "own", None, 3)))
    assert "Alpha prints “operation” (once), quoting Ann Hill" in text
