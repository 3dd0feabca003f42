import pytest

from framing.lexicon.language import load_language
from framing.schema import Annotations, Article, Attribution, Cue, Source
from framing.scoring.spelling import spelling_key, unify_names


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Yury Petrov", "Yuri Petrov"),
        ("Kim Jong Un", "Kim Jong-un"),
        ("Dmitry Peskov", "Dmitriy Peskov"),
        ("José García", "Jose Garcia"),
        ("Karine Jean-Pierre", "karine jean pierre"),
    ],
)
def test_spellings_of_one_name_have_one_key(one, other):
    assert spelling_key(one) == spelling_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Kim Jong Un", "Kim Jong Il"), ("TASS", "RIA Novosti"), ("AAP", "AP"), ("CCTV", "CTV")],
)
def test_different_names_have_different_keys(one, other):
    assert spelling_key(one) != spelling_key(other)


def test_no_two_names_of_the_registry_are_taken_for_one():
    names = [entry.name for entry in load_language("en").organisation_entries]
    assert len({spelling_key(name) for name in names}) == len(set(names))


def test_one_person_has_one_type_in_an_event():
    def article(kind: str, name: str = "Ada Berg") -> Annotations:
        source = Source(spans=[], text=name, canonical=name, type=kind)
        found = Attribution(
            id="a1", source=source, via=None, cue=Cue(spans=[], lemma="say", class_="neutral"), content=[(0, 1)],
            form="indirect", polarity="asserted", rule="test", where="text",
        )  # fmt: skip
        text = Article(id=kind, file="one.txt", text="x", regions=[])
        return Annotations(
            article=text, attributions=[found], names=[], stance=[], loaded=[], frames=[], sentences=[],
            utterances=[], agency=[], signature="",
        )  # fmt: skip

    def types(*kinds: str) -> set[str]:
        unified = unify_names([article(kind) for kind in kinds])
        return {one.source.type for annotation in unified for one in annotation.attributions}

    assert types("other", "civil society", "other") == {"civil society"}
    assert types("government", "civil society", "civil society") == {"civil society"}
    assert types("police", "expert") == types("expert", "police") == {"expert"}
    assert types("other", "other") == {"other"}
    assert len(unify_names([article("government"), article("police", "Ivo Lang")])) == 2
