"""One person under a surname in one article and the full name in another is one source."""

import msgspec
import pytest

from framing.schema import Event, Source
from framing.scoring import compare, figures
from framing.scoring.spelling import unify_names


@pytest.fixture
def article(annotated):
    """Make an article whose sentences are said by sources given as (canonical, type, the words of the text)."""

    def make(id_, *sources, outlet="The Gull"):
        held = annotated(
            id_, [[(f"words number {n}", "quoted", f"mayor-{n}")] for n, _ in enumerate(sources)]
        )
        attributions = [
            msgspec.structs.replace(
                attribution,
                source=Source(spans=[], text=text or canonical, canonical=canonical, type=type_),
            )
            for attribution, (canonical, type_, text) in zip(held.attributions, sources, strict=True)
        ]
        named = msgspec.structs.replace(held.article, outlet=outlet)
        return msgspec.structs.replace(held, article=named, attributions=attributions)

    return make


def names_after(*articles):
    return [[one.source.canonical for one in held.attributions] for held in unify_names(articles)]


@pytest.mark.parametrize(
    ("one", "other", "name"),
    [
        ("Orla Venn", "Venn", "Orla Venn"),
        ("Orla Venn", "Mayor Venn", "Orla Venn"),
        ("Orla Venn", "Mr. Venn", "Orla Venn"),
        ("Orla Venn", "Orla J. Venn", "Orla J. Venn"),
        ("Orla Venn", "President Orla Venn", "Orla Venn"),
        ("Orla van Venn", "Prime Minister Venn", "Orla van Venn"),
    ],
)
def test_a_person_is_one_source_across_articles(article, one, other, name):
    first, second = article("a", (one, "government", None)), article("b", (other, "other", None))
    assert names_after(first, second) == [[name], [name]]
    assert names_after(second, first) == [[name], [name]]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Orla Venn", "Tam Venn"),
        ("Orla A. Venn", "Orla B. Venn"),
        ("Coast Union", "Union"),
        ("Coast Guards", "Guards"),
        ("North Korea", "Korea"),
        ("Harbour VENN", "VENN"),
        ("White House", "House"),
    ],
)
def test_who_may_be_two_stay_two(article, one, other):
    first, second = article("a", (one, "other", None)), article("b", (other, "other", None))
    text = "Some guards were there. "
    second = msgspec.structs.replace(
        second, article=msgspec.structs.replace(second.article, text=text + second.article.text)
    )
    assert names_after(first, second) == [[one], [other]]


def test_of_two_bearers_of_a_surname_the_type_tells_which_is_meant(article):
    both = article("a", ("Orla Venn", "government", None), ("Tam Venn", "citizen", None))
    assert names_after(both, article("b", ("Venn", "government", None)))[1] == ["Orla Venn"]
    assert names_after(both, article("b", ("Venn", "other", None)))[1] == ["Venn"]
    alike = article("a", ("Orla Venn", "government", None), ("Tam Venn", "government", None))
    assert names_after(alike, article("b", ("Venn", "government", None)))[1] == ["Venn"]


def test_a_surname_that_is_a_common_word_too_needs_a_pronoun(article):
    first = article("a", ("Orla Brook", "other", None))

    def by_the_brook(*sources):
        held = article("b", *sources)
        words = msgspec.structs.replace(held.article, text=held.article.text + " By the brook.")
        return msgspec.structs.replace(held, article=words)

    assert names_after(first, by_the_brook(("Brook", "other", None)))[1] == ["Brook"]
    spoken = by_the_brook(("Brook", "other", None), ("Brook", "other", "she"))
    assert names_after(first, spoken)[1] == ["Orla Brook"] * 2


def test_a_joint_source_of_one_person_twice_is_that_person(article):
    joint = article("b", ("Orla Venn and Venn", "other", None))
    assert names_after(article("a", ("Orla Venn", "other", None)), joint)[1] == ["Orla Venn"]


def test_no_outlet_lacks_a_source_that_it_has_by_the_surname(article):
    articles = [
        article("a", ("Orla Venn", "other", None)),
        article("b", ("Venn", "other", None), outlet="Heron"),
    ]
    comparison = compare(articles, event=Event(title="A storm"), resamples=0, facts=False)
    shares = figures(comparison, "source_attribution_share")
    assert [(one.outlet, one.key, one.numerator) for one in shares] == [
        ("The Gull", "Orla Venn", 1),
        ("Heron", "Orla Venn", 1),
    ]
