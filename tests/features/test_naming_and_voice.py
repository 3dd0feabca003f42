import pytest

from framing.errors import UsageError
from framing.features.naming import find_wordings
from framing.lexicon.entries import NamingEntry, Variant
from framing.lexicon.language import Wording, load_language, match_contexts
from framing.lexicon.match import Matcher
from framing.text.document import parse_text

CASES = [
    # text, concept, variant, words, voice, source, distanced
    (
        "Russia's full-scale invasion of Ukraine began in 2022.",
        ("ukraine-war", "full-scale invasion", "own", None, False),
    ),
    (
        "“Ukraine will outlast this aggression,” President Olena Bondar of Ukraine said.",
        ("ukraine-war", "aggression", "quoted", "Olena Bondar", False),
    ),
    (
        "Foreign Minister Pavel Orlov said the special military operation in Ukraine would go on.",
        ("ukraine-war", "special military operation", "attributed", "Pavel Orlov", False),
    ),
    (
        'He thanked troops in the "special military operation" in Ukraine, using Moscow\'s term for the war.',
        ("ukraine-war", "special military operation", "own", None, True),
    ),
    (
        "Troops in the so-called special military operation in Ukraine were paid late.",
        ("ukraine-war", "special military operation", "own", None, True),
    ),
    ("The DPRK's envoy left early.", ("north-korea", "DPRK", "own", None, False)),
    ("Flights to Kiev were cancelled.", ("kyiv", "Kiev", "own", None, False)),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_a_naming_choice_has_variant_voice_speaker_and_distance(text, expected, annotate):
    found = [
        (name.concept, name.variant, name.voice, name.source, name.distanced)
        for name in annotate(text).names
        if name.variant == expected[1]
    ]
    assert found == [expected]


def test_a_form_without_its_context_means_something_else(annotate):
    assert not annotate("The boxer's aggression surprised the crowd.").names
    assert not annotate("Militants shut the port and union leaders called for talks.").names
    assert not annotate("Troops looked on as union militants shut the port.").names
    assert annotate("Militants shut the port after troops had left it.").names


def test_of_two_lexicons_that_add_to_a_concept_each_asks_for_its_own_context():
    entries = [
        NamingEntry(
            id="port",
            label="a port",
            context=[context],
            variants=[Variant(label=form, forms=[form], used_by="", since="")],
        )
        for form, context in (("the gate", "ship*"), ("the harbour", "boats"))
    ]
    naming = Matcher(
        (form, Wording(entry, variant))
        for entry in entries
        for variant in entry.variants
        for form in variant.forms
    )

    def found(text: str) -> list[str]:
        document = parse_text(text, load_language())
        return [match.form for match in find_wordings(document, naming, match_contexts(entries))]

    assert found("Shipping passed the gate and the harbour.") == ["the gate"]
    assert found("At the gate and the harbour lay boats.") == ["the harbour"]
    assert found("They shut the gate and the harbour.") == []


def test_utterances_cover_the_paragraphs_without_overlap(annotate):
    text = "Rain fell. The mayor said “we are ready” for it.\nNobody was hurt, KCNA said."
    found = annotate(text)
    covered = "".join(text[one.start : one.end] for one in found.utterances)
    assert covered == text.replace("\n", "")
    assert [one.voice for one in found.utterances] == [
        "own",
        "quoted",
        "attributed",
        "own",
        "attributed",
        "own",
    ]


def test_sentences_count_words_by_voice_and_score_them(annotate):
    (sentence,) = annotate("The mayor said “it is a wonderful day” in town.").sentences
    assert sum(sentence.words.values()) == 10
    assert sentence.words["quoted"] == 5
    assert sentence.sentiment["quoted"] > 0 == sentence.sentiment["own"]


def test_stance_loaded_and_frame_words_carry_entry_and_voice(annotate):
    found = annotate("Perhaps the brutal regime will fall. The court ruled on the law.")
    assert any(one.category == "hedge" and one.voice == "own" for one in found.stance)
    assert {"brutal", "regime"} <= {one.entry for one in found.loaded}
    assert all(0 <= one.weight <= 1 for one in found.loaded)
    assert any("legal" in one.frame for one in found.frames)


def test_the_voice_at_any_offset_is_that_of_the_naming_choices(annotate):
    text = "The war goes on. “It is a special military operation,” the Kremlin said. Kyiv said the aggression must end."
    annotations = annotate(text)
    assert {name.voice for name in annotations.names} == {"own", "quoted", "attributed"}
    for name in annotations.names:
        voice, attribution = annotations.voice_at(name.span[0])
        assert voice == name.voice
        assert name.source == (attribution.source.canonical if attribution else None)
    assert annotations.voice_at(len(text)) == ("own", None)
    assert annotations.voice_at(0, where="title") == ("own", None)


@pytest.mark.parametrize(("offset", "where"), [(-1, "text"), (10**9, "text"), (17, "text"), (1, "title")])
def test_an_offset_outside_the_text_is_refused(annotate, offset, where):
    annotations = annotate("The war goes on.")
    with pytest.raises(UsageError, match=rf"offset {offset}: lies outside the {where} of the article 'one'"):
        annotations.voice_at(offset, where)
