"""The measure of names: by hand on a few mentions."""

import pytest

from framing.schema import Name

TEXT = "The mayor praised the levy. Critics call the levy a toll, and the mayor’s office a sham."


@pytest.fixture(scope="module")
def naming(benchmark_module):
    return benchmark_module("naming")


def row(
    mention: str, concept: str, sentence: str, type_: str = "OBJECT", id_: str = "1_L_0_0"
) -> dict[str, str]:
    return {
        "id": id_,
        "sentence": sentence,
        "code_mention": mention,
        "code_name": concept,
        "code_type": type_,
    }


def name(concept: str, words: str, number: int = 0) -> Name:
    start = -1
    for _ in range(number + 1):
        start = TEXT.index(words, start + 1)
    span = (start, start + len(words))
    return Name(id="n1", concept=concept, variant=words, span=span, voice="own", source=None, distanced=False)


def test_mentions_are_placed_in_their_sentences_whatever_the_apostrophe(naming) -> None:
    second = TEXT[TEXT.index("Critics") :]
    rows = [
        row("the levy", "Levy", TEXT.split(". ")[0]),
        row("the levy", "Levy", second),
        row("the mayor's office", "City", second.replace("’", "'")),
        row("the levy", "Levy", "This sentence is not there."),
        row("the king", "King", second),
    ]
    mentions, lost = naming.place(rows, {"1_L": TEXT})
    assert lost == 2
    assert [TEXT[one.start : one.end] for one in mentions] == ["the levy", "the levy", "the mayor’s office"]
    assert mentions[0].start != mentions[1].start


def test_the_second_of_the_same_words_is_the_second_place(naming) -> None:
    rows = [row("the", "X", TEXT, id_=f"1_L_0_{k}") for k in range(2)]
    mentions, _ = naming.place(rows, {"1_L.txt": TEXT})
    assert [one.start for one in mentions] == [0, TEXT.index("the levy")]


def test_the_name_that_covers_most_decides(naming) -> None:
    mention = naming.Mention("1_L", "City", "GROUP", TEXT.index("the mayor’s"), TEXT.index(" a sham"))
    assert naming.concept_at(mention, []) is None
    assert naming.concept_at(mention, [name("mayor", "mayor", 1)]) == "mayor"
    assert naming.concept_at(mention, [name("mayor", "mayor", 1), name("city", "mayor’s office")]) == "city"
    assert naming.concept_at(mention, [name("levy", "levy")]) is None


def test_figures_by_hand(naming) -> None:
    found = [("A", "x"), ("A", "x"), ("A", None), ("B", "x"), ("B", "y"), ("C", None)]
    held = naming.figures(found)
    assert held.mentions == 6
    assert held.covered == pytest.approx(100 * 4 / 6)
    assert held.right == pytest.approx(100 * 3 / 6)
    assert held.purity == pytest.approx(100 * 3 / 4)
    # Precision: A and A 2/3 each, B in x 1/3, the others 1. Recall: A 2/3, 2/3, 1/3, B 1/2 each, C 1.
    precision = (2 / 3 + 2 / 3 + 1 / 3 + 3) / 6
    recall = (2 / 3 + 2 / 3 + 1 / 3 + 1 / 2 + 1 / 2 + 1) / 6
    assert held.b3 == pytest.approx(100 * 2 * precision * recall / (precision + recall))


def test_one_concept_for_all_is_not_right(naming) -> None:
    held = naming.figures([(str(k), "everything") for k in range(10)])
    assert (held.covered, held.right, held.purity) == (100, 10, 10)


def test_nothing_covered_is_no_error(naming) -> None:
    assert naming.figures([("A", None), ("A", None)])[:4] == (2, 0, 0, 0)
    assert naming.figures([]) == (0, 0, 0, 0, 0)


def test_without_data_it_says_so(naming, monkeypatch, capsys) -> None:
    monkeypatch.delenv("FRAMING_BENCH_DATA", raising=False)
    monkeypatch.setattr("sys.argv", ["naming"])
    assert naming.main() == 0
    assert "skipped" in capsys.readouterr().out
