"""Articles made up for the classroom, annotated by the real rules, with names that must not be seen."""

from collections.abc import Callable

import pytest

from framing import api
from framing.classroom.anonymous import Anonymity
from framing.classroom.exercises import Exercise
from framing.classroom.making import make_exercises
from framing.classroom.material import Material, gather
from framing.classroom.write import make_pages
from framing.schema import Article, Comparison, Region

FIRST = (
    "The river rose over the lower streets of the old town before sunrise on Friday.\n\n"
    "Mayor Helen Brook said the flood was a natural disaster that no engineer could have foreseen.\n\n"
    "Forty houses and two bridges stood under water by the early afternoon of the same day.\n\n"
    '"We will rebuild every house in the lower town before the winter comes," Mayor Helen Brook told reporters.\n\n'
    "Engineers insisted that the wall had shown deep cracks for more than three years.\n"
)
SECOND = (
    "Water stood two metres high in the market square when the first boats arrived.\n\n"
    "Residents claimed that nobody in the town hall had read their letters about the wall.\n\n"
    'The farmer Paul Reed said the town hall had "looked the other way for years and years" after the letters.\n\n'
    "The Valley Post reported that a photographer of the valley post was hurt near the <b>old</b> mill on Friday.\n\n"
    "The school and the library will stay closed until the end of the coming week.\n"
)


@pytest.fixture(scope="session")
def compare_texts() -> Callable[..., Comparison]:
    """Returns the comparison of texts, each given with its outlet's name or None, and an agency or none."""

    def compare(
        *articles: tuple[str | None, str], agency: str | None = None, title: str = "A flood"
    ) -> Comparison:
        held = [
            api.annotate(
                Article(
                    id=f"{place}-{outlet}",
                    file=f"{place}.txt",
                    text=text,
                    regions=[Region(kind="body", start=0, end=len(text), reason="paragraph")],
                    outlet=outlet,
                    agency=agency,
                    title=f"How {outlet} saw it",
                )
            )
            for place, (outlet, text) in enumerate(articles)
        ]
        return api.compare(held, title, resamples=0)

    return compare


@pytest.fixture(scope="session")
def comparison(compare_texts: Callable[..., Comparison]) -> Comparison:
    """Two articles on a flood, by The Valley Post and by Kyodo, both from an agency."""
    return compare_texts(
        ("Kyodo", FIRST),
        ("The Valley Post", SECOND),
        agency="Hillwire",
        title="A flood, told by Hillwire and kyodo news",
    )


@pytest.fixture(scope="session")
def material_of() -> Callable[..., Material]:
    """Returns what exercises for a level are made from."""
    return lambda comparison, level="15-18": gather(comparison, Anonymity(comparison), level=level)


@pytest.fixture(scope="session")
def made_of(material_of: Callable[..., Material]) -> Callable[..., dict[str, Exercise]]:
    """Returns every exercise for a level, as large as it can be, by its id."""
    return lambda comparison, level="15-18": {
        one.id: one for one in make_exercises(material_of(comparison, level))
    }


@pytest.fixture(scope="session")
def page_of() -> Callable[..., str]:
    """Returns everything that a page says, heading, tables, footer and all."""

    def show(comparison: Comparison, name: str, **given: object) -> str:
        page = next(one for one in make_pages(comparison, **given) if one.name == name)
        return "\n".join([page.about, *map(str, page.blocks), *page.footer])

    return show
