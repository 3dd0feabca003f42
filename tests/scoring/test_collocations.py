import pytest
from nltk.collocations import BigramCollocationFinder
from scipy.stats import chi2_contingency

from framing import collocates, concordance
from framing.errors import ScoringError, UsageError
from framing.scoring.collocations import find_collocates, find_in_context


def own(*sentences):
    return [[(sentence, "own", None)] for sentence in sentences]


@pytest.fixture
def storms(annotated):
    """Thirteen words beside "storm" twice; of the four next to it two are "icy", which stands once elsewhere."""
    return [
        annotated("a", own("Icy storm hit harbour.", "Icy storm left harbour."), marks=False),
        annotated("b", own("Old ferry left harbour today.", "Icy ferry."), outlet="The Heron", marks=False),
    ]


def by_word(found):
    return {one.word: one for one in found}


# --- collocates ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("measure", "score"),
    [
        # near and icy 2 of an expected 4 * 3 / 13; near and not 2 of 4 * 10 / 13; apart 1 of 9 * 3 / 13 and 8 of
        # 9 * 10 / 13. 2 * (2 log 2.166667 + 2 log 0.65 + log 0.481481 + 8 log 1.155556) = 2 * 1.110581
        ("log-likelihood", 2.221162),
        ("mutual information", 1.115477),  # the binary logarithm of 2 * 13 / (4 * 3)
        ("t-score", 0.761500),  # (2 - 12 / 13) / sqrt(2)
        ("dice", 4 / 7),  # 2 * 2 / (4 + 3)
    ],
)
def test_scores_are_those_worked_by_hand(storms, measure, score):
    (icy,) = find_collocates(storms, "storm", window=1, measure=measure)
    assert (icy.word, icy.near, icy.total, icy.articles) == ("icy", 2, 3, 1)
    assert icy.expected == pytest.approx(12 / 13)
    assert icy.score == pytest.approx(score, abs=1e-5)


@pytest.mark.parametrize(
    ("measure", "lambda_"), [("log-likelihood", "log-likelihood"), ("chi-squared", "pearson")]
)
def test_scores_are_those_of_scipy(storms, measure, lambda_):
    table = [[2, 2], [1, 8]]
    (icy,) = find_collocates(storms, "storm", window=1, measure=measure)
    expected = chi2_contingency(table, correction=False, lambda_=lambda_).statistic
    assert icy.score == pytest.approx(expected)


def test_counts_are_those_of_nltks_windows(annotated):
    words = [
        "grey",
        "gull",
        "saw",
        "the",
        "storm",
        "over",
        "harbour",
        "and",
        "old",
        "ferry",
        "under",
        "grey",
        "cloud",
    ]
    near = find_collocates(
        [annotated("a", own(" ".join(words)), marks=False)],
        "storm",
        window=4,
        minimum_count=1,
        function_words=True,
    )
    pairs = BigramCollocationFinder.from_words(words, window_size=5).ngram_fd
    counts = {word: pairs["storm", word] + pairs[word, "storm"] for word in words}
    assert {one.word: one.near for one in near} == {
        word: count for word, count in counts.items() if count and word != "grey"
    }
    # "grey" stands near no more often than its two places of twelve would have it.
    assert counts["grey"] == 1


def test_words_that_stand_as_often_as_chance_would_have_it_are_not_listed(storms):
    # Of "harbour", three in thirteen words, the window of two holds two of six.
    found = by_word(find_collocates(storms, "storm", window=2, minimum_count=1))
    assert found["harbour"].expected == pytest.approx(6 * 3 / 13)
    assert "ferry" not in found


def test_a_window_ends_with_its_sentence(storms):
    assert by_word(find_collocates(storms, "storm", window=9, minimum_count=1))["hit"].near == 1
    assert not {"today", "ferry"} & set(by_word(find_collocates(storms, "storm", window=9, minimum_count=1)))


def test_only_words_in_the_voice_count_and_places_stay_where_they_are(annotated):
    article = annotated(
        "a",
        [
            [
                ("The storm was", "own", None),
                ("dire storm weather", "quoted", "mayor"),
                ("said Berg", "own", None),
            ],
            *own("Old ferry left harbour today."),
        ],
        marks=False,
    )
    heard = by_word(find_collocates([article], "storm", voice="own", minimum_count=1, window=2))
    assert set(heard) == set()
    quoted = by_word(
        find_collocates([article], "storm", voice="quoted", minimum_count=1, function_words=True)
    )
    assert not {"was", "said"} & set(quoted)
    every = by_word(find_collocates([article], "storm", minimum_count=1, window=1, function_words=True))
    assert every["weather"].near == every["dire"].near == 1


def test_what_an_earlier_article_prints_too_counts_once(annotated):
    copied = "Icy storm hit the old harbour of Marden before dawn today."
    articles = [annotated(id_, own(copied, f"{id_} ferry ran."), marks=False) for id_ in "ab"]
    assert by_word(find_collocates(articles, "storm", minimum_count=1))["icy"].near == 1
    assert len(find_in_context(articles, "storm")) == 2


def test_a_phrase_is_a_term_and_a_star_stands_for_any_ending(annotated):
    text = own(
        "Icy storm surge hit Marden.", "Icy Storm-Surges left.", "Icy storm surges left.", "Old ferry ran."
    )
    article = annotated("a", text, marks=False)
    assert [one.term for one in find_in_context([article], "storm surge")] == ["storm surge"]
    assert [one.term for one in find_in_context([article], "STORM surge*")] == ["storm surge", "storm surges"]
    assert by_word(find_collocates([article], "storm surge*"))["icy"].near == 2


def test_a_phrase_does_not_run_from_one_sentence_into_the_next(annotated):
    article = annotated("a", own("Icy storm.", "Surge left."), marks=False)
    with pytest.raises(ScoringError, match="stands in none"):
        find_in_context([article], "storm surge")


def test_function_words_are_listed_when_they_are_asked_for(annotated):
    article = annotated(
        "a", own("The storm hit.", "The storm left.", "Old ferries ran to Marden."), marks=False
    )
    assert "the" not in by_word(find_collocates([article], "storm"))
    assert by_word(find_collocates([article], "storm", function_words=True))["the"].near == 2


# --- in context ---------------------------------------------------------------------------------------------


def test_each_place_has_its_offsets_voice_source_and_words_around_it(annotated):
    article = annotated(
        "a",
        [*own("Old ferry left."), [("“Dire storm,”", "quoted", "mayor"), ("said Berg.", "own", None)]],
        title=[("Storm’s end", "own", None)],
        marks=False,
    )
    title, text = find_in_context([article], "storm", words=2)
    assert (title.where, title.left, title.term, title.right) == ("title", "", "Storm’s", "end")
    assert (text.voice, text.source, text.outlet, text.article) == ("quoted", "Ada Berg", "The Gull", "a")
    assert article.article.text[text.start : text.end] == text.term == "storm"
    assert (text.left, text.right) == ("left. “Dire", ",” said Berg")


def test_the_order_of_the_articles_changes_nothing(storms):
    assert find_in_context(storms, "icy") == find_in_context(storms[::-1], "icy")
    assert find_collocates(storms, "icy", minimum_count=1) == find_collocates(
        storms[::-1], "icy", minimum_count=1
    )


# --- what cannot be asked -----------------------------------------------------------------------------------


def test_a_term_that_no_article_holds_is_told_with_the_nearest(storms):
    with pytest.raises(ScoringError, match="did you mean 'harbour'"):
        find_collocates(storms, "harbor")
    with pytest.raises(ScoringError, match="stands in none"):
        find_in_context(storms, "")
    with pytest.raises(ScoringError, match="stands in none"):
        find_in_context([], "storm")


def test_a_term_that_others_hold_has_no_rows(storms):
    assert (
        find_collocates(storms, "storm", "The Heron") == find_in_context(storms, "storm", "The Heron") == []
    )
    assert find_in_context(storms, "storm", voice="quoted") == []


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ({"outlet": "The Heronn"}, "did you mean 'The Heron'"),
        ({"voice": "owned"}, "did you mean 'own'"),
        ({"measure": "log-likely"}, "did you mean 'log-likelihood'"),
        ({"window": 0}, "1 or more"),
        ({"minimum_count": 0}, "1 or more"),
    ],
)
def test_what_there_is_not_is_told(storms, arguments, told):
    with pytest.raises(ScoringError, match=told):
        find_collocates(storms, "storm", **arguments)


def test_the_public_functions_give_tables(storms):
    table = collocates(storms, "storm", window=1)
    assert list(table.columns) == ["word", "near", "expected", "total", "articles", "score"]
    assert table.word.tolist() == ["icy"]
    with pytest.warns(UserWarning, match="no word stands"):
        assert list(collocates(storms, "storm", "The Heron").columns) == list(table.columns)
    assert concordance(storms, "storm", words=1).left.tolist() == ["Icy", "Icy"]


@pytest.mark.parametrize("ask", [collocates, concordance])
def test_what_are_no_annotations_is_told(ask):
    with pytest.raises(
        UsageError, match=r"annotations: are 'sdev'; expected a list of what framing\.annotate"
    ):
        ask("sdev", "storm")
    with pytest.raises(UsageError, match="annotations: are"):
        ask(["sdev"], "storm")
    with pytest.raises(UsageError, match="annotations: there are none"):
        ask([], "storm")


def test_that_nothing_was_found_is_told_with_what_was_asked_for(storms):
    with pytest.warns(
        UserWarning, match="within 1 words of 'storm' 9 times or more.*minimum_count=1 lists rarer"
    ):
        assert collocates(storms, "storm", window=1, minimum_count=9).empty
