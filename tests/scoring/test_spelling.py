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


def article(kind: str, name: str = "Ada Berg", text: str | None = None) -> Annotations:
    source = Source(spans=[], text=text or name, canonical=name, type=kind)
    found = Attribution(
        id="a1", source=source, via=None, cue=Cue(spans=[], lemma="say", class_="neutral"), content=[(0, 1)],
        form="indirect", polarity="asserted", rule="test", where="text",
    )  # fmt: skip
    return Annotations(
        article=Article(id=kind, file="one.txt", text="x", regions=[]), attributions=[found], names=[], stance=[],
        loaded=[], frames=[], sentences=[], utterances=[], agency=[], signature="",
    )  # fmt: skip


def sources_of(*annotations: Annotations) -> list[Source]:
    return [
        one.source for annotation in unify_names(annotations) for one in annotation.attributions if one.source
    ]


def test_one_person_has_one_type_in_an_event():
    def types(*kinds: str) -> set[str]:
        return {source.type for source in sources_of(*map(article, kinds))}

    assert types("other", "civil society", "other") == {"civil society"}
    assert types("government", "civil society", "civil society") == {"civil society"}
    assert types("police", "expert") == types("expert", "police") == {"expert"}
    assert types("other", "other") == {"other"}


def test_a_surname_behind_a_title_is_the_one_person_who_bears_it():
    def names(*annotations: Annotations) -> list[str | None]:
        return [source.canonical for source in sources_of(*annotations)]

    full, titled = article("expert"), article("other", "Berg", "Ms Berg")
    assert names(full, titled) == ["Ada Berg", "Ada Berg"]
    assert names(full, article("expert", "Otto Berg"), titled)[-1] == "Berg", "whose it is cannot be told"
