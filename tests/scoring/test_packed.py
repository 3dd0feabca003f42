import pytest

from framing.scoring.packed import PackedPassages
from framing.scoring.places import WHERES, Places
from framing.scoring.rows import score_article
from framing.scoring.words import read_corpus


def test_packed_passages_are_the_passages_in_the_order_of_their_ids(few):
    passages = [passage for annotation in few for passage in score_article(annotation).passages]
    packed = PackedPassages(reversed(passages))
    assert dict(packed) == {passage.id: passage for passage in passages}
    assert list(packed) == sorted(packed) == sorted(passage.id for passage in passages)
    assert list(packed.items()) == [(id_, packed[id_]) for id_ in packed]
    assert len(packed) == len(passages) > 100


def test_passages_may_be_added_after_some_were_read(few):
    first, second, *_ = score_article(few[0]).passages
    packed = PackedPassages([second])
    assert list(packed) == [second.id]
    packed.add([first])
    assert packed == {first.id: first, second.id: second}


def test_an_unknown_passage_is_a_key_error():
    packed = PackedPassages()
    assert "a#u0" not in packed
    with pytest.raises(KeyError, match="a#u0"):
        packed["a#u0"]


def test_the_words_of_the_corpus_are_those_of_the_articles(few):
    starts_of = read_corpus(few).find_starts()
    for annotation in few:
        found, given = Places(annotation), Places(annotation, starts_of(annotation.article.id))
        assert given.words == found.words
        for where in WHERES:
            offsets = range(len(annotation.article.text) + 1)
            before = [found.words_before(n, where) for n in offsets]
            assert [given.words_before(n, where) for n in offsets] == before
        assert score_article(annotation, starts_of(annotation.article.id)) == score_article(annotation)
