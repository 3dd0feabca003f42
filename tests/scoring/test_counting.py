"""The rows of each measure on one small article, against what the registry says is counted, worked by hand.

The article, with the words of each piece (o own, a attributed, q quoted) and who is behind it:

    0  title   storm hits                        o 2
    1          the mayor said | …                o 3  q 3   mayor (government)
    2          the wire said | …                 o 3  a 2   Ivo Lang (expert) through the Coast Wire
    3          officials said | …                o 2  a 1   unnamed official
    4          nobody | …                        o 1  q 2   no source
    5          the wire once more | …            o 4  a 3   Coast Wire (news agency)

26 words; attributions begin after 5, 11, 15, 17 and 23 of them.
"""

import msgspec
import pytest

from framing.schema import Agency, Annotations, Cue, Loaded, Region
from framing.scoring import measure_rows

replace = msgspec.structs.replace


@pytest.fixture
def article(annotated) -> Annotations:
    pieces = [
        [("the mayor said", "own", None), ("one two three", "quoted", "mayor-1")],
        [("the wire said", "own", None), ("four five", "attributed", "wire-1")],
        [("officials said", "own", None), ("six", "attributed", "officials-1")],
        [("nobody", "own", None), ("seven eight", "quoted", "nobody-1")],
        [("the wire once more", "own", None), ("nine ten eleven", "attributed", "agency-1")],
    ]
    return annotated("x", pieces, title=[("storm hits", "own", None)], marks=False)


def above(annotations, measure):
    """What is counted: (sentence, key, voice, amount, passage)."""
    rows = [row for row in measure_rows(annotations) if row.measure == measure and row.passages]
    assert all(row.denominator == 0 and len(row.passages) == 1 for row in rows)
    return sorted(
        (
            row.sentence if row.sentence is not None else -1,
            row.key,
            row.voice,
            row.numerator,
            row.passages[0][2:],
        )
        for row in rows
    )


def below(annotations, measure):
    """What it is counted out of: {(key, voice): {sentence: amount}}."""
    found = {}
    for row in measure_rows(annotations):
        if row.measure == measure and not row.passages:
            assert row.numerator == 0
            held = found.setdefault((row.key, row.voice), {})
            held[row.sentence] = held.get(row.sentence, 0) + row.denominator
    return found


def at(annotations, word, where="text"):
    """The span of a word."""
    text = annotations.article.title if where == "title" else annotations.article.text
    start = text.index(word)
    return start, start + len(word)


ONCE_EACH = {("", "all"): {1: 1, 2: 1, 3: 1, 4: 1, 5: 1}}


def test_a_chain_is_an_attribution_that_names_its_channel(article):
    assert above(article, "chain_share") == [(2, "", "all", 1, "wire-1")]
    assert below(article, "chain_share") == ONCE_EACH
    # An agency that speaks for itself is a speaker and no channel.
    assert article.attributions[4].source.canonical == "Coast Wire"


def test_unnamed_are_speakers_without_a_name_also_behind_a_named_channel(article):
    assert above(article, "unnamed_source_share") == [
        (3, "", "all", 1, "officials-1"),
        (4, "", "all", 1, "nobody-1"),
    ]
    assert below(article, "unnamed_source_share") == ONCE_EACH
    hidden = replace(article.attributions[1], source=None)
    changed = replace(article, attributions=[article.attributions[0], hidden, *article.attributions[2:]])
    assert (2, "", "all", 1, "wire-1") in above(changed, "unnamed_source_share")
    assert (2, "", "all", 1, "wire-1") in above(changed, "chain_share")


def test_unnamed_by_position_counts_each_part_out_of_its_own_attributions(article):
    measure = "unnamed_source_share_by_position"
    assert above(article, measure) == [
        (3, "the rest", "all", 1, "officials-1"),
        (4, "the rest", "all", 1, "nobody-1"),
    ]
    assert below(article, measure) == {
        ("first third", "all"): {1: 1},
        ("the rest", "all"): {2: 1, 3: 1, 4: 1, 5: 1},
    }
    nameless = replace(article.attributions[0], source=None)
    changed = replace(article, attributions=[nameless, *article.attributions[1:]])
    assert (1, "first third", "all", 1, "mayor-1") in above(changed, measure)


@pytest.mark.parametrize(("words", "part"), [(4, "first third"), (3, "the rest")])
def test_the_first_third_ends_where_a_third_of_the_words_have_stood(annotated, words, part):
    """Two words stand before the attribution: of seven that is less than a third, of six it is a third."""
    pieces = [[("one two", "own", None), ("a", "quoted", "mayor-1"), ("word " * words, "own", None)]]
    held = annotated("x", pieces, marks=False)
    assert below(held, "unnamed_source_share_by_position") == {(part, "all"): {0: 1}}


def test_classes_of_cues_are_counted_out_of_the_attributions_to_their_type_of_source(article):
    def with_class(n, name):
        one = article.attributions[n]
        return replace(one, cue=Cue(spans=one.cue.spans, lemma="say", class_=name))

    names = ("claim", "neutral", "doubt", "neutral", "claim")
    changed = replace(article, attributions=[with_class(n, name) for n, name in enumerate(names)])
    measure = "cue_class_by_source_type_share"
    assert above(changed, measure) == [
        (1, "government/claim", "all", 1, "mayor-1"),
        (2, "expert/neutral", "all", 1, "wire-1"),
        (3, "unnamed official/doubt", "all", 1, "officials-1"),
        (4, "no source given/neutral", "all", 1, "nobody-1"),
        (5, "news agency/claim", "all", 1, "agency-1"),
    ]
    assert below(changed, measure) == {
        ("government/", "all"): {1: 1},
        ("expert/", "all"): {2: 1},
        ("unnamed official/", "all"): {3: 1},
        ("no source given/", "all"): {4: 1},
        ("news agency/", "all"): {5: 1},
    }
    # Where the speaker is not named, the channel's type stands for it.
    hidden = replace(article.attributions[1], source=None)
    changed = replace(article, attributions=[hidden])
    assert above(replace(changed, utterances=[]), measure) == [(2, "news agency/neutral", "all", 1, "wire-1")]


WORDS = {
    ("", "own"): {0: 2, 1: 3, 2: 3, 3: 2, 4: 1, 5: 4},
    ("", "attributed"): {2: 2, 3: 1, 5: 3},
    ("", "quoted"): {1: 3, 4: 2},
}


def test_weights_of_loaded_words_are_summed_by_class_and_voice_out_of_the_words_in_the_voice(article):
    def mark(n, word, voice, weight, category="label", where="text"):
        return Loaded(
            id=f"l{n}",
            span=at(article, word, where),
            category=category,
            entry=word,
            weight=weight,
            voice=voice,
            where=where,
        )

    marks = [
        mark(1, "hits", "own", 0.75, where="title"),
        mark(2, "two", "quoted", 0.5),
        mark(3, "three", "quoted", 0.25),
        mark(4, "six", "attributed", 1.0, "one-sided term"),
        mark(5, "nobody", "own", 0.0),
    ]
    changed = replace(article, loaded=marks)
    assert above(changed, "loaded_weight_per_1k_words") == [
        (0, "label", "own", 0.75, "w0"),
        (1, "label", "quoted", 0.25, "w2"),
        (1, "label", "quoted", 0.5, "w1"),
        (3, "one-sided term", "attributed", 1.0, "w3"),
        (4, "label", "own", 0.0, "w4"),
    ]
    assert below(changed, "loaded_weight_per_1k_words") == below(changed, "loaded_per_1k_words") == WORDS
    assert [row[3:] for row in above(changed, "loaded_per_1k_words")] == [
        (1, f"l{n}") for n in (1, 2, 3, 4, 5)
    ]


def acts(n, article, word, actor, role, *, passive=False, voice="own", where="text"):
    span = at(article, word, where)
    return Agency(
        id=f"g{n}",
        role=role,
        actor=actor,
        type="government" if actor else None,
        spans=[(span[0], span[0] + 1)] if actor else [],
        verb=span,
        passive=passive,
        voice=voice,
        where=where,
    )


@pytest.fixture
def acting(article) -> Annotations:
    """Avia hits (title) and says twice (sentence 1), Boria is acted on there; passives in sentences 2 to 5."""
    records = [
        acts(0, article, "hits", "Avia", "acts", where="title"),
        acts(1, article, "said", "Avia", "acts"),
        acts(2, article, "one", "Avia", "acts", voice="quoted"),
        acts(3, article, "one", "Boria", "acted on", voice="quoted"),
        acts(4, article, "four", None, "unsaid", passive=True, voice="attributed"),
        acts(5, article, "four", "Boria", "acted on", passive=True, voice="attributed"),
        acts(6, article, "six", None, "unnamed", passive=True, voice="attributed"),
        acts(7, article, "seven", "Avia", "acts", passive=True, voice="quoted"),
        acts(8, article, "seven", "Boria", "acts", passive=True, voice="quoted"),
        acts(9, article, "once", None, "unsaid", passive=True),
    ]
    return replace(article, agency=records)


def test_who_acts_is_counted_out_of_all_mentions_of_the_actor_in_either_role(acting):
    assert above(acting, "agency_share") == sorted(
        row
        for sentence, actor, role, voice, n in (
            (0, "Avia", "acts", "own", 0),
            (1, "Avia", "acts", "own", 1),
            (1, "Avia", "acts", "quoted", 2),
            (1, "Boria", "acted on", "quoted", 3),
            (2, "Boria", "acted on", "attributed", 5),
            (4, "Avia", "acts", "quoted", 7),
            (4, "Boria", "acts", "quoted", 8),
        )
        for row in (
            (sentence, f"{actor}/{role}", voice, 1, f"g{n}"),
            (sentence, f"any actor/{role}", voice, 1, f"g{n}"),
        )
    )
    assert below(acting, "agency_share") == {
        ("Avia/", "own"): {0: 1, 1: 1},
        ("Avia/", "quoted"): {1: 1, 4: 1},
        ("Boria/", "attributed"): {2: 1},
        ("Boria/", "quoted"): {1: 1, 4: 1},
        ("any actor/", "attributed"): {2: 1},
        ("any actor/", "own"): {0: 1, 1: 1},
        ("any actor/", "quoted"): {1: 2, 4: 2},
        ("Avia/", "all"): {0: 1, 1: 2, 4: 1},
        ("Boria/", "all"): {1: 1, 2: 1, 4: 1},
        ("any actor/", "all"): {0: 1, 1: 3, 2: 1, 4: 2},
    }


def test_passives_without_an_agent_are_counted_out_of_the_passives_in_their_voice(acting):
    assert above(acting, "agentless_passive_share") == [
        (2, "", "attributed", 1, "g4"),
        (5, "", "own", 1, "g9"),
    ]
    # A passive with two agents, or with somebody to whom it is done, is one passive; an active verb is none.
    assert below(acting, "agentless_passive_share") == {
        ("", "own"): {5: 1},
        ("", "attributed"): {2: 1, 3: 1},
        ("", "quoted"): {4: 1},
    }


def test_sentiment_around_an_actor_is_that_of_each_sentence_once_in_each_voice(acting):
    compound = {
        (n, voice): amount
        for n, one in enumerate(acting.sentences)
        for voice, amount in one.sentiment.items()
    }
    # The passages are those of the sentences' sentiment, numbered over sentences and voices.
    number = {key: f"m{n}" for n, key in enumerate(compound)}
    stands = {"Avia": (0, 1, 4), "Boria": (1, 2, 4), "any actor": (0, 1, 2, 4)}
    measure = "actor_sentiment_mean"
    assert above(acting, measure) == sorted(
        (n, actor, voice, amount, number[n, voice])
        for actor, sentences in stands.items()
        for (n, voice), amount in compound.items()
        if n in sentences
    )
    assert below(acting, measure) == {
        ("Avia", "own"): {0: 1, 1: 1, 4: 1},
        ("Avia", "quoted"): {1: 1, 4: 1},
        ("Boria", "own"): {1: 1, 2: 1, 4: 1},
        ("Boria", "attributed"): {2: 1},
        ("Boria", "quoted"): {1: 1, 4: 1},
        ("any actor", "own"): {0: 1, 1: 1, 2: 1, 4: 1},
        ("any actor", "attributed"): {2: 1},
        ("any actor", "quoted"): {1: 1, 4: 1},
    }


def test_where_a_source_first_speaks_is_the_words_before_its_first_attribution(article):
    whole = {(key, "all"): {None: 26} for key in ("Ada Berg", "Ivo Lang", "Coast Wire", "unnamed official")}
    measure = "source_first_position"
    assert {row[1]: row[3] for row in above(article, measure)} == {
        "Ada Berg": 5,
        "Ivo Lang": 11,
        # As a channel: earlier than where it speaks itself.
        "Coast Wire": 11,
        "unnamed official": 15,
    }
    assert {row[0] for row in above(article, measure)} == {-1}
    assert below(article, measure) == whole
    # The words before the whole attribution, source and cue included, not before the quotation alone.
    first = article.attributions[0]
    early = replace(first, source=replace(first.source, spans=[at(article, "the mayor")]))
    changed = replace(article, attributions=[early, *article.attributions[1:]])
    assert {row[1]: row[3] for row in above(changed, measure)}["Ada Berg"] == 2


def test_headline_and_lead_are_the_title_and_two_sentences_and_the_place_is_that_of_the_cue(article):
    measure = "source_salience_share"
    assert above(article, measure) == [
        (1, "Ada Berg", "all", 1, "mayor-1"),
        (2, "Coast Wire", "all", 1, "wire-1"),
        (2, "Ivo Lang", "all", 1, "wire-1"),
    ]
    assert below(article, measure) == {
        ("Ada Berg", "all"): {1: 1},
        ("Ivo Lang", "all"): {2: 1},
        ("Coast Wire", "all"): {2: 1, 5: 1},
        ("unnamed official", "all"): {3: 1},
    }
    # A quotation of the lead whose cue stands below it, and one from below that is announced in the lead.
    below_it = Cue(spans=[at(article, "nobody")], lemma="say", class_="neutral")
    in_lead = Cue(spans=[at(article, "the wire said")], lemma="say", class_="neutral")
    first, *others, last = article.attributions
    changed = replace(
        article, attributions=[replace(first, cue=below_it), *others, replace(last, cue=in_lead)]
    )
    assert [row[1:] for row in above(changed, measure) if row[1] in ("Ada Berg", "Coast Wire")] == [
        ("Coast Wire", "all", 1, "agency-1"),
        ("Coast Wire", "all", 1, "wire-1"),
    ]
    assert below(changed, measure)["Ada Berg", "all"] == {4: 1}


def test_a_title_within_the_text_is_no_part_of_the_lead(article):
    inside = replace(article, article=replace(article.article, title=None), sentences=article.sentences[1:])
    first = inside.sentences[0]
    title = Region(kind="title", start=first.start, end=first.end, reason="made up")
    body = Region(kind="body", start=first.end, end=len(inside.article.text), reason="made up")
    utterances = [one for one in inside.utterances if one.where == "text"]
    held = replace(inside, article=replace(inside.article, regions=[title, body]), utterances=utterances)
    # The headline, then the sentences of the wire and of the officials.
    assert [row[1] for row in above(held, "source_salience_share")] == [
        "Ada Berg",
        "Coast Wire",
        "Ivo Lang",
        "unnamed official",
    ]


def test_wordings_are_counted_in_any_voice_at_the_top_and_where_they_first_stand(annotated):
    pieces = [
        [("one two", "own", None)],
        [("three", "quoted", None)],
        [("four", "own", None)],
        [("five", "own", None)],
    ]
    plain = annotated("x", pieces)
    wordings = ("war", "crisis", "war", "war")
    names = [replace(one, variant=variant) for one, variant in zip(plain.names, wordings, strict=True)]
    held = replace(plain, names=names[::-1])
    # The figure of all voices adds those of each.
    assert above(held, "naming_salience_share") == [
        (0, "storm/war", "own", 1, "n1"),
        (1, "storm/crisis", "quoted", 1, "n2"),
    ]
    assert below(held, "naming_salience_share") == {
        ("storm/war", "own"): {0: 1, 2: 1, 3: 1},
        ("storm/war", "all"): {0: 1, 2: 1, 3: 1},
        ("storm/crisis", "quoted"): {1: 1},
        ("storm/crisis", "all"): {1: 1},
    }
    assert {row[1:3]: row[3] for row in above(held, "naming_first_position")} == {
        ("storm/war", "own"): 0,
        ("storm/war", "all"): 0,
        ("storm/crisis", "all"): 2,
    }
    assert below(held, "naming_first_position") == {
        ("storm/war", "own"): {None: 5},
        ("storm/war", "all"): {None: 5},
        ("storm/crisis", "all"): {None: 5},
    }
    assert above(held, "naming_share") == [
        (0, "storm/war", "own", 1, "n1"),
        (1, "storm/crisis", "quoted", 1, "n2"),
        (2, "storm/war", "own", 1, "n3"),
        (3, "storm/war", "own", 1, "n4"),
    ]
    assert below(held, "naming_share") == {("storm/", "all"): {0: 1, 1: 1, 2: 1, 3: 1}}
