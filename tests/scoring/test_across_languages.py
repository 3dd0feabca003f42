"""What is compared between outlets whose articles are in two languages, be they few or many."""

import msgspec
import pytest

from framing.schema import Event
from framing.scoring import compare
from framing.scoring.differences import OUTLETS_IN_PAIRS, THE_OTHERS


def in_languages(made_up, codes):
    held = [made_up(f"{n:02}", n, outlet=f"Outlet {n:02}") for n in range(len(codes))]
    return [
        msgspec.structs.replace(one, article=msgspec.structs.replace(one.article, language=code))
        for one, code in zip(held, codes, strict=True)
    ]


@pytest.mark.parametrize(
    ("codes", "across"),
    [
        (["en", "en", "de"], {("Outlet 00", "Outlet 02"), ("Outlet 01", "Outlet 02")}),
        # Of so many, each stands against all others together, and those are in both languages.
        (
            ["en"] * OUTLETS_IN_PAIRS + ["de"],
            {(f"Outlet {n:02}", THE_OTHERS) for n in range(OUTLETS_IN_PAIRS + 1)},
        ),
    ],
)
def test_between_two_languages_only_naming_choices_are_compared(made_up, codes, across):
    found = compare(in_languages(made_up, codes), event=Event(title="Storm"), resamples=20).differences
    refused = [one for one in found if one.refusal and "different languages" in one.refusal]
    assert {one.outlets for one in refused} == across
    assert all(one.value is None and one.p is None for one in refused)
    assert not {one.measure for one in refused} & {"naming_share"}
    named = [one for one in found if one.measure == "naming_share" and one.outlets in across]
    assert any(one.value is not None for one in named)
