import pytest

from framing.schema import encode


@pytest.fixture
def told(annotate):
    """Return who does what in a text, as (role, actor, verb)."""

    def tell(text, **more):
        annotations = annotate(text, **more)
        found = []
        for one in annotations.agency:
            held = annotations.article.title if one.where == "title" else text
            found.append((one.role, one.actor, held[slice(*one.verb)]))
        return found

    return tell


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Norway seized two boats.", [("acts", "Norway", "seized")]),
        ("Norway has quietly seized two boats.", [("acts", "Norway", "has quietly seized")]),
        ("Norway will seize two boats.", [("acts", "Norway", "will seize")]),
        ("Norway is building two boats.", [("acts", "Norway", "is building")]),
        ("Norway did not help the crew.", [("acts", "Norway", "did not help")]),
        ("Norway has used force.", [("acts", "Norway", "has used")]),
        ("Norway committed more troops.", [("acts", "Norway", "committed")]),
        ("Norway took two boats.", [("acts", "Norway", "took")]),
        ("Norway attacked Sweden.", [("acts", "Norway", "attacked"), ("acted on", "Sweden", "attacked")]),
        (
            "Norway and Sweden left the bloc.",
            [("acts", "Norway", "left"), ("acts", "Sweden", "left")],
        ),
        ("Two boats were seized.", [("unsaid", None, "were seized")]),
        ("Two boats were not seized by Norway.", [("acts", "Norway", "were not seized")]),
        ("Two boats were seized by masked men.", [("unnamed", None, "were seized")]),
        (
            "Two men were freed by Prime Minister Anna Holm.",
            [("acts", "Anna Holm", "were freed")],
        ),
        ("Two men got arrested in the harbour.", [("unsaid", None, "got arrested")]),
        (
            "Sweden was attacked.",
            [("unsaid", None, "was attacked"), ("acted on", "Sweden", "was attacked")],
        ),
        (
            "Sweden was attacked by Norway.",
            [("acts", "Norway", "was attacked"), ("acted on", "Sweden", "was attacked")],
        ),
        ("Sweden is expected to leave.", [("unsaid", None, "is expected")]),
    ],
)
def test_names_beside_verbs_and_passives_are_told_apart(told, text, expected):
    assert told(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Norway is a country in the north.",
        "The fleet of Norway attacked two boats.",
        "Norway's fleet attacked two boats.",
        "Rebels backed by Norway left the town.",
        "Norway is set to leave the bloc.",
        "Norway was pleased with the result.",
        "Norway became a Sweden of its own.",
        "The pro-Norway party won the vote.",
        "They crossed into Norway at dawn.",
        "Nothing happened.",
        "",
    ],
)
def test_what_is_no_role_is_left_alone(told, text):
    assert told(text) == []


@pytest.mark.parametrize("when", ["by Friday", "by 30 per cent", "by sending boats", "by 2030"])
def test_a_by_that_brings_in_no_agent_leaves_it_unsaid(told, when):
    assert told(f"The aid was raised {when}.") == [("unsaid", None, "was raised")]


def test_an_agent_in_the_next_clause_is_not_the_agent(told):
    assert told("Two boats were seized, and the crews were freed by Norway.") == [
        ("unsaid", None, "were seized"),
        ("acts", "Norway", "were freed"),
    ]


def test_a_name_that_describes_what_follows_is_not_acted_on(told):
    assert told("Sweden lifted Norway sanctions.") == [("acts", "Sweden", "lifted")]


def test_verbs_of_saying_are_left_to_the_sources(told):
    assert told("Norway said on Monday that the talks had ended.") == []


def test_a_person_acts_under_the_fullest_name(told):
    text = "Prime Minister Anna Holm arrived on Monday. On Tuesday, Holm visited the port."
    assert told(text) == [("acts", "Anna Holm", "arrived"), ("acts", "Anna Holm", "visited")]


def test_voice_offsets_and_title_are_kept(annotate):
    text = 'The minister said: "Norway attacked Sweden." Sweden was warned.'
    annotations = annotate(text, title="Norway invaded Sweden")
    ids = [one.id for one in annotations.agency]
    assert len(set(ids)) == len(ids)
    assert [one.where for one in annotations.agency] == ["title"] * 2 + ["text"] * 4
    acts, hit, unsaid, warned = annotations.agency[2:]
    assert (acts.voice, hit.voice, unsaid.voice, warned.voice) == ("quoted", "quoted", "own", "own")
    assert [text[slice(*span)] for span in (*acts.spans, *hit.spans, *warned.spans)] == [
        "Norway",
        "Sweden",
        "Sweden",
    ]
    assert unsaid.passive
    assert unsaid.spans == []
    assert encode(annotations) == encode(annotate(text, title="Norway invaded Sweden"))
