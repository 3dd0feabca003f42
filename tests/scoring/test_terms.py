"""The terms by which sentences are held to tell the same: synonyms, names, countries, numbers, concepts."""

import msgspec
import pytest

from framing.lexicon.language import load_language
from framing.lexicon.words import words_in
from framing.schema import Name
from framing.scoring.content import Content, bound_names
from framing.scoring.tellings import Part

from .conftest import note


def terms_of(annotated, sentence, **names):
    reader = Content(load_language("en"))
    annotation = annotated("a", [[(sentence, "own", None)]], marks=False)
    if names:
        annotation = msgspec.structs.replace(annotation, **names)
    ((terms, _),) = reader.terms(annotation, reader.parts(annotation))
    return terms


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Rebels delivered munitions at dawn.", "Rebels supplied weapons at dawn."),
        ("Officials denounced the explosion.", "Officials condemned the blast."),
        ("Moscow denied the allegation.", "Russia refuted the accusation."),
    ],
)
def test_synonyms_are_one_term(annotated, first, second):
    assert terms_of(annotated, first) == terms_of(annotated, second)


ONE_THING = """
    died killed; deaths dying; injured wounds; bombs bombings; gunmen shooting; arms weaponry; weapons munitions;
    fled flee; arrested detains; cops policeman; alleged accusation; jailed imprisonment; inmates prisoner;
    lawyers attorney; inquiry investigators; thieves stolen; won victory; lost losses; quit resigned; met meetings;
    invited invitation; treaty accords; ties relations; deterred deterrence; denounced condemnation; denies refuted;
    probed investigation; began started; halted stopped; prohibits banned; forbade barred; delays postponed;
    rose increasing; grew growth; supplied delivery; provides supplying; sent dispatches; bought purchases; sold sale;
    built construction; discovered discoveries; shuts closed; hid concealed; companies corporation; firms company;
    universities college; women woman; pregnant pregnancies; trains train; judges magistrate; justices judge;
    co-operation collaborate; cancelled cancellation
"""

TWO_THINGS = """
    strikes overturned; struck overturn; fires ousted; fired ouster; called telephone; calls phoned; training railway;
    trained railways; forces compelled; land arrived; landed arrival; relatives ties; related relations; relative
    relationship; firmly company; firm companies; roses increased; universe university; universal universities;
    left departed; leave departure; wife husband; wives spouse; missiles weapons; rockets arms; shells munitions;
    warhead weapon; missile rocket; shooting bombing; shot bomb; court judge; arm weapons; troop soldiers;
    justice judge; building constructed; aide assistance; celebrity celebration; lying falsehood; declined decreased;
    fell decreased; damages harm; shell artillery; house home; meeting summit; talks negotiations; lead led;
    passed approved; prisoner prison; shots bombs; welcomed greeted; firing ouster; arming weapons;
    verdict ruling; embassy consulate; citizen citizenship; older elderly; admission admitted; concluded ended;
    commute pardon; promising pledge; compelling forced; army military; hostage kidnapped; hurricanes earthquake
"""


@pytest.mark.parametrize(
    ("words", "one"),
    [*((pair, True) for pair in ONE_THING.split(";")), *((pair, False) for pair in TWO_THINGS.split(";"))],
)
def test_golden_pairs_of_synonyms(annotated, words, one):
    first, second = words.split()
    both = [terms_of(annotated, f"They also {word}.") for word in (first, second)]
    assert (both[0] == both[1]) == one


def test_every_synonym_is_a_word_that_can_tell_facts_apart():
    language = load_language("en")
    reader = Content(language)
    assert [form for form in language.synonyms if not reader.is_content(form)] == []


@pytest.mark.parametrize(
    ("sentence", "is_name"),
    [
        ("They built a college in Marden.", False),
        ("They spoke to College leaders in Marden.", True),
        ("College Republicans met in Marden.", True),
        ("College prices increased in Marden.", False),
        ("They saw, when the mayor had opened Marden Bridge, College leaders leaving.", True),
        ("Marden College Burns Down", False),
    ],
)
def test_no_synonym_is_looked_for_in_a_name(annotated, sentence, is_name):
    reader = Content(load_language("en"))
    annotation = annotated("a", [[(sentence, "own", None)]], marks=False)
    terms = frozenset().union(*(one.all for one in reader.terms(annotation, reader.parts(annotation))))
    assert ("colleg" in terms, "~university" in terms) == (is_name, not is_name)


@pytest.mark.parametrize(
    ("other", "is_name"),
    [
        ("They wrote to the College again.", True),
        ("They wrote to the owner of the college again.", False),
        ("They left the college, a college that the College had bought.", False),
        ("To The College Again", False),
    ],
)
def test_a_first_word_is_a_name_where_the_article_makes_it_one(annotated, other, is_name):
    reader = Content(load_language("en"))
    annotation = annotated(
        "a", [[("College leaders met twice.", "own", None)], [(other, "own", None)]], marks=False
    )
    (first, _), *_ = reader.terms(annotation, reader.parts(annotation))
    assert ("colleg" in first, "~university" in first) == (is_name, not is_name)


def test_a_country_is_one_term_in_whatever_wording():
    noted = note("North Korean envoys left. The DPRK's envoys left. The North left.")
    content = Content(load_language("en"))
    terms = [one.all for one in content.terms(noted, content.parts(noted))]
    assert all("@North Korea" in one for one in terms)
    assert not any(term.startswith("^north") for one in terms for term in one)
    assert "korean" not in terms[0]


def test_numbers_in_words_tell_facts_apart_but_for_pairs():
    content = Content(load_language("en"))
    assert content.is_content("nine")
    assert not content.is_content("two")


def test_a_concept_is_one_term_in_whatever_wording(annotated):
    def speak(sentence, wording):
        start = sentence.index(wording)
        name = Name(
            id="n0",
            concept="strait",
            variant=wording,
            span=(start, start + len(wording)),
            voice="own",
            source=None,
            distanced=False,
        )
        return terms_of(annotated, sentence, names=[name])

    first = speak("Ferries cross the narrows daily.", "narrows")
    second = speak("Storms closed the eastern channel.", "eastern channel")
    assert first & second == {"^strait"}


def test_a_name_in_two_words_is_one_thing():
    def part(text):
        return Part((0, len(text)), "text", 0, tuple(words_in(text)))

    parts = [part("Mayor Ada Berg spoke"), part("Ada Berg left"), part("Berg returned to Port Marden")]
    assert bound_names(parts, str) == {"mayor", "ada", "port"}
