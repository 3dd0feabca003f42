import random
from difflib import SequenceMatcher

import msgspec
import pytest

from framing.errors import ScoringError
from framing.lexicon.words import fold, words_in
from framing.schema import Event, passage_text
from framing.scoring import compare, scores, shingles
from framing.scoring.frame import table
from framing.scoring.reuse import measure_reuse
from framing.scoring.shingles import SHINGLE_WORDS, index_shingles, mark_copies
from framing.scoring.words import read_corpus

LEAD = "The ferry Halcyon sank off Marden late on Tuesday with 41 people aboard."
QUOTE = "nobody on the bridge saw the other ship before it struck us"


def tell(annotated, id_, *pieces, **options):
    """Make an article of one sentence for each piece; a bare text is the outlet's own."""
    held = [[(piece, "own", None)] if isinstance(piece, str) else [piece] for piece in pieces]
    return annotated(id_, held, marks=False, **options)


@pytest.fixture
def three(annotated):
    """The lead stands in a and b, a quotation in all three; in c it is taken for the outlet's own words."""
    return [
        tell(annotated, "a", LEAD, "Divers went down.", (QUOTE, "quoted", "mayor")),
        tell(
            annotated,
            "b",
            "Marden, June 4:",
            LEAD.replace("Tuesday", "TUESDAY"),
            (QUOTE, "attributed", "wire"),
        ),
        tell(annotated, "c", "One of the crew told:", QUOTE, "No more is known."),
    ]


def find_reuse(annotations, shingle_words=SHINGLE_WORDS):
    """Return the passages that articles share."""
    corpus = read_corpus(annotations)
    return measure_reuse(corpus, index_shingles(corpus, shingle_words))[0]


def reused_share(annotations):
    """Return how much of each article is shared."""
    corpus = read_corpus(annotations)
    return measure_reuse(corpus, index_shingles(corpus))[1]


def copied_words(annotations):
    """Return the words of each article that are copies, with where they stand."""
    corpus = read_corpus(annotations)
    found = {}
    for place in mark_copies(corpus).nonzero()[0].tolist():
        article = corpus.annotations[corpus.article[place]].article
        where, span = corpus.where_of(place), (corpus.start[place], corpus.end[place])
        found.setdefault(article.id, []).append((where, passage_text(article, span, where)))
    return found


def words_at(annotations, reuse):
    """Return the folded words at both sides of a passage."""
    articles = {one.article.id: one.article for one in annotations}
    return [
        [fold(word.text) for word in words_in(passage_text(articles[id_], span))]
        for id_, span in zip(reuse.articles, reuse.spans, strict=True)
    ]


def counts(one):
    """Own, carried and all words of a share."""
    return one.own_words, one.carried_words, one.total_words


def test_shared_passages_have_offsets_on_both_sides(three):
    reuse = find_reuse(three)
    assert [(one.articles, one.words) for one in reuse] == [
        (("a", "b"), 13),
        (("a", "b"), 12),
        (("a", "c"), 12),
        (("b", "c"), 12),
    ]
    for one in reuse:
        left, right = words_at(three, one)
        assert left == right
        assert len(left) == one.words
    texts = {annotation.article.id: annotation.article for annotation in three}
    assert passage_text(texts["a"], reuse[0].spans[0]) == LEAD.rstrip(".")
    assert passage_text(texts["c"], reuse[2].spans[1]) == QUOTE


def test_shares_tell_own_from_carried_words(three):
    shares = {(one.article, one.other): one for one in reused_share(three)}
    # With b, a shares its lead as its own and the quotation as carried; that c says the quotation in its own voice
    # does not make it a's.
    assert counts(shares["a", "b"]) == (13, 12, 28)
    assert counts(shares["a", "c"]) == (0, 12, 28)
    assert counts(shares["a", None]) == (13, 12, 28)
    assert shares["a", None].share == pytest.approx(25 / 28)
    assert shares["c", None].own_share == pytest.approx(12 / 21)
    assert list(shares) == [
        ("a", None),
        ("a", "b"),
        ("a", "c"),
        ("b", None),
        ("b", "a"),
        ("b", "c"),
        ("c", None),
        ("c", "a"),
        ("c", "b"),
    ]


def test_what_both_carry_is_nobodys_own(three):
    shares = {(one.article, one.other): one for one in reused_share(three[:2])}
    assert counts(shares["a", None]) == (13, 12, 28)
    assert shares["a", None].own_share == pytest.approx(13 / 28)


def test_the_first_id_keeps_the_text_and_later_ones_are_copies(three):
    corpus = read_corpus(three)
    copies = mark_copies(corpus)
    assert [int(copies[corpus.article == n].sum()) for n in range(3)] == [0, 25, 12]
    found = copied_words(three)
    assert set(found) == {"b", "c"}
    assert found["c"] == [("text", word) for word in QUOTE.split()]


def test_a_shared_headline_that_stands_apart_is_a_copy(annotated):
    title = [("Ferry sinks off Marden with forty-one people aboard, police say", "own", None)]
    held = [tell(annotated, id_, f"Only {id_} says this.", title=title) for id_ in "ab"]
    words = title[0][0].replace(",", "").split()
    assert copied_words(held) == {"b": [("title", word) for word in words]}


def test_copies_of_neighbours_in_the_table_stay_apart(annotated):
    held = [tell(annotated, id_, LEAD) for id_ in "abc"]
    words = [("text", word) for word in LEAD.rstrip(".").split()]
    assert copied_words(held) == {"b": words, "c": words}


def test_shorter_passages_are_no_reuse_and_the_length_can_be_set(annotated):
    held = [tell(annotated, id_, f"{id_} says the ferry Halcyon sank off Marden {id_}") for id_ in "ab"]
    assert find_reuse(held) == []
    assert [one.words for one in find_reuse(held, shingle_words=7)] == [7]
    with pytest.raises(ScoringError, match="2 or more"):
        find_reuse(held, shingle_words=1)


def test_a_passage_repeated_within_one_article_is_no_reuse(annotated):
    held = [tell(annotated, "a", LEAD, "And again:", LEAD), tell(annotated, "b", "Nothing of the kind.")]
    assert find_reuse(held) == []
    assert not mark_copies(read_corpus(held)).any()


@pytest.mark.parametrize("at_most", [2, 3, 12])
def test_matches_are_those_of_a_slow_comparison(annotated, monkeypatch, at_most):
    """All maximal matches of every pair, found word by word: common shingles hide none that is longer than they."""
    monkeypatch.setattr(shingles, "PLACES_AT_MOST", at_most)
    dice = random.Random(7)
    blocks = [[f"w{dice.randrange(300)}" for _ in range(dice.randint(2, 9))] for _ in range(12)]
    texts = {f"a{n}": [w for block in dice.choices(blocks, k=14) for w in block] for n in range(6)}
    held = [tell(annotated, id_, " ".join(words)) for id_, words in texts.items()]
    found = {
        (*one.articles, *(span[0] for span in one.spans), one.words)
        for one in find_reuse(held, shingle_words=4)
    }
    expected = set()
    for a in texts:
        for b in texts:
            if a < b:
                for i, j, length in slow_matches(texts[a], texts[b], 4):
                    expected.add((a, b, offset(texts[a], i), offset(texts[b], j), length))
    assert expected
    if at_most == 12:
        # Every shingle stands at few places here, so nothing is left to its first place alone.
        monkeypatch.setattr(shingles, "PLACES_AT_MOST", 1000)
        every = find_reuse(held, shingle_words=4)
        assert {(*one.articles, *(span[0] for span in one.spans), one.words) for one in every} == expected
    assert found <= expected


def slow_matches(left, right, shortest):
    for i in range(len(left)):
        for j in range(len(right)):
            if left[i] == right[j] and (i == 0 or j == 0 or left[i - 1] != right[j - 1]):
                length = 0
                while (
                    i + length < len(left)
                    and j + length < len(right)
                    and left[i + length] == right[j + length]
                ):
                    length += 1
                if length >= shortest:
                    yield i, j, length


def offset(words, number):
    return sum(len(word) + 1 for word in words[:number])


def test_the_longest_match_agrees_with_difflib(three):
    left, right = ([fold(w.text) for w in words_in(one.article.text)] for one in three[:2])
    longest = SequenceMatcher(None, left, right, autojunk=False).find_longest_match()
    assert longest.size == max(one.words for one in find_reuse(three[:2]))


def test_a_text_in_every_paper_is_found_with_few_records(annotated):
    dice = random.Random(8)
    agency = " ".join(f"w{dice.randrange(10_000)}" for _ in range(80))
    held = [tell(annotated, f"p{n:03}", f"Paper {n} has it:", agency) for n in range(200)]
    reuse = find_reuse(held)
    assert {one.articles for one in reuse} == {("p000", f"p{n:03}") for n in range(1, 200)}
    assert {one.words for one in reuse} == {82}  # "has it" stands before it everywhere
    shares = [one for one in reused_share(held) if one.other is None]
    assert [one.own_words for one in shares] == [82] * 200
    assert mark_copies(read_corpus(held)).sum() == 199 * 82


def test_a_longer_passage_of_two_is_found_around_a_common_one(annotated):
    dice = random.Random(9)
    agency = " ".join(f"w{dice.randrange(10_000)}" for _ in range(30))
    held = [tell(annotated, f"p{n:03}", f"x{n} y{n}", agency, f"z{n}") for n in range(20)]
    more = "and these eight words stand in two papers only"
    held += [tell(annotated, id_, agency, more) for id_ in ("q1", "q2")]
    found = {one.articles: one.words for one in find_reuse(held)}
    assert found["q1", "q2"] == 39
    assert found["p000", "q2"] == 30


def test_order_changes_nothing(three):
    for seed in range(3):
        shuffled = random.Random(seed).sample(three, 3)
        assert find_reuse(shuffled) == find_reuse(three)
        assert reused_share(shuffled) == reused_share(three)


def test_little_or_nothing_shares_nothing(annotated, three):
    assert find_reuse([]) == reused_share([]) == []
    assert find_reuse(three[:1]) == []
    empty = [annotated("a", []), annotated("b", [])]
    assert find_reuse(empty) == []
    shares = reused_share(empty)
    assert [(one.article, one.total_words, one.share, one.own_share) for one in shares] == [
        ("a", 0, None, None),
        ("b", 0, None, None),
    ]
    assert copied_words([]) == {}


def test_the_comparison_its_tables_and_its_scores_hold_the_shares(three):
    named = [
        msgspec.structs.replace(one, article=msgspec.structs.replace(one.article, outlet=outlet))
        for one, outlet in zip(three, ("The Gull", "The Heron", "The Tern"), strict=True)
    ]
    comparison = compare(named, event=Event(title="A ferry"), resamples=0)
    assert comparison.reuse == find_reuse(three)
    assert comparison.reuse_shares == reused_share(three)
    written = scores(comparison)["reuse_shares"]
    first = {"article": "a", "other": None, "own_words": 13, "carried_words": 12, "total_words": 28}
    assert written[0] == first | {"share": round(25 / 28, 6), "own_share": round(13 / 28, 6)}
    assert len(written) == len(comparison.reuse_shares)
    pytest.importorskip("pandas")
    frame = table(comparison, "reuse_shares")
    assert list(frame.columns) == [*first, "share", "own_share"]
    assert frame["share"].tolist() == pytest.approx([one.share for one in comparison.reuse_shares])
    alone = compare(three[:1], event=Event(title="A ferry"), resamples=0)
    assert [counts(one) for one in alone.reuse_shares] == [(0, 0, 28)]


def test_shares_do_not_depend_on_the_blocks_in_which_they_are_counted(annotated, monkeypatch):
    dice = random.Random(10)
    blocks = [" ".join(f"w{dice.randrange(300)}" for _ in range(9)) for _ in range(10)]
    held = [tell(annotated, f"a{n}", " ".join(dice.choices(blocks, k=8))) for n in range(8)]
    reuse = find_reuse(held)
    whole = reused_share(held)
    monkeypatch.setattr("framing.scoring.reuse._BLOCK", 3)
    assert reused_share(held) == whole
    assert sum(share.other is not None for share in whole) == len(
        {p for r in reuse for p in (r.articles, r.articles[::-1])}
    )


def test_articles_that_are_nearly_the_same_are_told(annotated, three):
    twice = [tell(annotated, id_, QUOTE, QUOTE.replace("the", "a"), outlet=id_) for id_ in ("y", "x")]
    (note,) = compare([three[0], *twice], event=Event(title="x"), resamples=0, facts=False).notes
    assert note.startswith("Nearly the same, and each counts: x and y (100%). Where")
    apart = [three[0], twice[0]]
    assert not any(
        "Nearly" in one for one in compare(apart, event=Event(title="x"), resamples=0, facts=False).notes
    )


def test_the_share_of_an_outlet_of_many_articles_is_an_estimate_and_has_an_interval(annotated):
    # Every second article of the Gull begins with a lead of the Heron's; one has nothing of its own.
    gulls = [
        tell(annotated, f"g{n:02}", LEAD if n % 2 else "Nobody knows.", f"w{n} " * (20 + n))
        for n in range(12)
    ]
    heron = tell(annotated, "h", LEAD, outlet="The Heron")
    comparison = compare([*gulls, heron], event=Event(title="x"), resamples=300, facts=False)
    found = {(one.outlet, one.voice): one for one in comparison.reuse_by_outlet}
    gull, alone = found["The Gull", "all"], found["The Heron", "all"]
    held = [one for one in comparison.reuse_shares if one.other is None and one.article != "h"]
    assert gull.words == sum(one.own_words + one.carried_words for one in held)
    assert gull.total_words == sum(one.total_words for one in held)
    assert gull.value == gull.words / gull.total_words
    assert 0 < gull.low < gull.value < gull.high < 1
    assert (gull.articles, gull.resampled) == (12, "articles")
    assert found["The Gull", "own"].low < gull.value
    # One article's share is a count of its words.
    assert (alone.value, alone.low, alone.resampled) == (1.0, None, "none")
    assert "a count in these texts" in alone.refusal
    again = compare([heron, *gulls[::-1]], event=Event(title="x"), resamples=300, facts=False)
    assert {(one.outlet, one.voice): one for one in again.reuse_by_outlet} == found
