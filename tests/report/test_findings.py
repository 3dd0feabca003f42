"""The story at the top: only what holds up is told, in sentences that can stand in a newspaper."""

import random
import re
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

import framing
from framing.report.figures import FigureIndex, Number
from framing.report.findings import Places, tell_story
from framing.report.findings.phrases import Speakers, fill, listed, merge, name_source, quoted, shorten
from framing.report.findings.records import Candidate, Finding, size_of, tempered
from framing.report.findings.shares import find_counted, find_tested, hold_up
from framing.report.findings.story import MOST, choose
from framing.report.focus import focus
from framing.report.summary import summarise
from framing.report.view import build_view
from framing.schema import (
    UNIDENTIFIED,
    Difference,
    Event,
    Fact,
    Figure,
    KeyTerm,
    Silence,
    Telling,
)
from framing.scoring import compare
from framing.scoring.overall import correct_overall

SEEDS = Path(__file__).parents[2] / "seeds" / "pyongyang-2024"


@pytest.fixture
def make_view(make_annotations):
    """Makes the view of articles, given as (outlet, numbers of sentences)."""

    def make(*articles, resamples=50, **changes):
        held = [
            make_annotations(f"{place}-{outlet}", outlet, sentences)
            for place, (outlet, sentences) in enumerate(articles)
        ]
        comparison = compare(
            held, event=Event(title="A dam bursts"), concepts={"flood": "the flood"}, resamples=resamples
        )
        return build_view(msgspec.structs.replace(comparison, **changes), held)

    return make


def told(view):
    return [finding.text for finding in tell_story(view).findings]


def figure(outlet, value, passages=(), measure="voice_share", key="", voice="own", denominator=1000.0):
    return Figure(
        measure=measure,
        outlet=outlet,
        key=key,
        voice=voice,
        numerator=value * denominator,
        denominator=denominator,
        passages=list(passages),
        value=value,
        low=value - 0.03,
        high=value + 0.03,
    )


def difference(
    value, low, high, q=0.01, outlets=("Alpha", "Reuters"), measure="voice_share", key="", voice="own"
):
    one = Difference(
        measure=measure, key=key, voice=voice, outlets=outlets, value=value, low=low, high=high, p=q, q=q
    )
    return correct_overall([one])[0]


PLAIN = (("Alpha", (0, 5, 6)), ("Reuters", (0, 6, 5)))


def test_what_holds_up_has_a_test_and_an_interval_apart_from_nought():
    differences = [
        difference(0.2, 0.1, 0.3),
        difference(-0.2, -0.3, -0.1),
        difference(0.2, -0.1, 0.5),
        difference(0.2, 0.1, 0.3, q=0.06),
        difference(0.2, 0.1, 0.3, q=None),
        difference(0.2, None, None),
        difference(0.2, 0.1, 0.3, voice="quoted"),
        difference(0.2, 0.1, 0.3, measure="agentless_passive_share"),
        difference(0.2, 0.1, 0.3, measure="source_share", key="unnamed official", voice="all"),
    ]
    tested = hold_up(differences)
    assert tested.held == differences[:2]
    assert tested.count == 4


def test_a_difference_is_told_with_both_figures_and_its_interval(make_view):
    view = make_view(*PLAIN, figures=[figure("Alpha", 0.25), figure("Reuters", 0.62)])
    index = FigureIndex(view.comparison)
    (candidate,) = find_tested(view, index, hold_up([difference(-0.37, -0.45, -0.29)]))
    assert candidate.finding.text == (
        "In Reuters' article, 62 % [59–65] of the words are the outlet's own; "
        "in Alpha's 25 % [22–28]: 37 percentage points [29–45] apart."
    )
    assert [part.text for part in candidate.finding.parts if isinstance(part, Number)] == [
        "62 % [59–65]",
        "25 % [22–28]",
    ]


def test_shares_without_an_interval_are_said_to_rest_on_little(make_view):
    def limits(**changes):
        passages = make_view(*PLAIN).comparison.passages_by_id
        held = [
            msgspec.structs.replace(one, passages=list(passages)[:3] if one.numerator else [], **changes)
            for one in source_figures({"Alpha": 3, "Reuters": 0})
        ]
        return tell_story(make_view(*PLAIN, figures=held, reuse=[])).limits

    assert any("without brackets" in limit for limit in limits(low=None, high=None))
    assert not any("without brackets" in limit for limit in limits(low=0.1, high=0.5))


def test_of_several_pairs_the_farthest_is_told(make_view):
    shares = {"Alpha": 0.2, "Reuters": 0.6, "Gamma": 0.4}
    view = make_view(
        *PLAIN, ("Gamma", (5, 6)), figures=[figure(name, share) for name, share in shares.items()]
    )
    differences = [
        difference(-0.4, -0.5, -0.3),
        difference(-0.2, -0.3, -0.1, outlets=("Alpha", "Gamma")),
        difference(0.2, 0.1, 0.3, outlets=("Reuters", "Gamma")),
    ]
    (candidate,) = find_tested(view, FigureIndex(view.comparison), hold_up(differences))
    assert "Gamma" not in candidate.finding.text


def test_one_outlet_against_all_others_together(make_view):
    view = make_view(*PLAIN, figures=[figure("Alpha", 0.25), figure("Reuters", 0.62)])
    against = difference(-0.2, -0.3, -0.1, outlets=("Alpha", "all other outlets"))
    (candidate,) = find_tested(view, FigureIndex(view.comparison), hold_up([against]))
    assert candidate.finding.text == (
        "In Alpha's article, 25 % [22–28] of the words are the outlet's own: "
        "20 percentage points [10–30] less than in all other articles together."
    )


def test_rates_are_told_per_thousand_words(make_view):
    measure, key = "stance_per_1k_words", "hedge"
    rates = [figure(name, 0.0, measure=measure, key=key) for name in ("Alpha", "Reuters")]
    rates = [
        msgspec.structs.replace(rate, numerator=count, value=count, low=count - 1, high=count + 1)
        for rate, count in zip(rates, (12.0, 4.0), strict=True)
    ]
    view = make_view(*PLAIN, figures=rates)
    (candidate,) = find_tested(
        view, FigureIndex(view.comparison), hold_up([difference(8.0, 5.0, 11.0, measure=measure, key=key)])
    )
    assert candidate.finding.text == (
        "In Alpha's article, the outlet's own words hold 12.0 [11.0–13.0] hedges (such as “may”) in every 1,000; "
        "in Reuters' 4.0 [3.0–5.0]: 8.0 [5.0–11.0] apart."
    )


def source_figures(counts, denominator=1000.0, key="KCNA"):
    return [
        figure(
            outlet,
            count / 10,
            [f"{outlet}{n}" for n in range(count)],
            measure="source_share",
            key=key,
            voice="all",
            denominator=denominator,
        )
        for outlet, count in counts.items()
    ]


@pytest.mark.parametrize(("passages", "is_told"), [(2, False), (3, True)])
def test_none_is_told_where_three_passages_would_be_expected(make_view, make_annotations, passages, is_told):
    view = make_view(*PLAIN, figures=source_figures({"Alpha": passages, "Reuters": 0}))
    passage = next(iter(view.comparison.passages_by_id.values()))
    held = {f"Alpha{n}": passage for n in range(passages)}
    view = replace(view, comparison=msgspec.structs.replace(view.comparison, passages_by_id=held))
    texts = [candidate.finding.text for candidate in find_counted(view, FigureIndex(view.comparison))]
    expected = "In Alpha's article, 30 % [27–33] of the words come from KCNA; in Reuters' none were found."
    assert texts == ([expected] if is_told else [])


def test_an_article_without_is_said_to_be_written_before_where_it_was(make_view):
    view = make_view(*PLAIN, figures=source_figures({"Alpha": 3, "Reuters": 0}))
    passage = next(iter(view.comparison.passages_by_id.values()))
    before = {article.id: "not yet happened" for article in view.columns[1].articles}
    view = replace(
        view,
        comparison=msgspec.structs.replace(
            view.comparison,
            passages_by_id={f"Alpha{n}": passage for n in range(3)},
            coverage=[Fact(label="A dam bursts", told={}, cells=before)],
        ),
    )
    (candidate,) = find_counted(view, FigureIndex(view.comparison))
    assert candidate.finding.text.endswith(
        "in Reuters' (written before some of this happened) none were found."
    )


def test_the_heading_claims_no_more_than_the_findings(make_view):
    assert tell_story(make_view(*PLAIN)).heading == "What stands in one article and not in another"
    assert tell_story(make_view(("Alpha", (5,)))).heading == "What stands in these articles"
    nothing = make_view(*PLAIN, figures=[], reuse=[], coverage=[], silence=[], keyness=[])
    assert tell_story(nothing).heading == "No difference that holds up"


def test_none_is_not_told_of_an_article_that_may_have_the_source_by_another_name(make_view):
    view = make_view(*PLAIN, figures=source_figures({"Alpha": 3, "Reuters": 0}))
    passage = next(iter(view.comparison.passages_by_id.values()))

    def texts(namesake):
        (other,) = source_figures({"Reuters": 1})
        figures = [*view.comparison.figures, msgspec.structs.replace(other, key=namesake)]
        held = {f"{outlet}{n}": passage for outlet in ("Alpha", "Reuters") for n in range(3)}
        changed = msgspec.structs.replace(view.comparison, figures=figures, passages_by_id=held)
        candidates = find_counted(replace(view, comparison=changed), FigureIndex(changed))
        return [one.finding.text for one in candidates]

    assert any("KCNA" in text for text in texts("Coast Wire"))
    assert not any("KCNA" in text for text in texts("Agency KCNA"))


def test_figures_refused_for_want_of_text_are_no_ground_for_none(make_view):
    some, none = source_figures({"Alpha": 5, "Reuters": 0})
    refused = msgspec.structs.replace(none, value=None, low=None, high=None)
    view = make_view(*PLAIN, figures=[some, refused])
    assert find_counted(view, FigureIndex(view.comparison)) == []


def test_the_seeds_have_a_story_whose_numbers_are_the_sums_of_their_passages():
    articles, _ = framing.read(SEEDS)
    held = [framing.annotate(article) for article in articles]
    view = build_view(framing.compare(held, "A visit", resamples=100), held)
    story = tell_story(view)
    assert 4 <= len(story.findings) <= MOST
    assert 3 <= len(story.limits) <= 7
    numbers = [part for finding in story.findings for part in finding.parts if isinstance(part, Number)]
    assert len(numbers) >= 3
    for number in numbers:
        assert sum(view.comparison.passages_by_id[id_].amount for id_ in number.passages) == pytest.approx(
            number.numerator
        )


def test_strangers_text_stays_text(comparison, annotations):
    story = tell_story(build_view(comparison, annotations))
    sentences = [*(finding.text for finding in story.findings), *story.limits]
    assert len(story.findings) >= 2
    assert any("alert(" in sentence for sentence in sentences)
    for sentence in sentences:
        assert not re.search("[\x00-\x1f\u202a-\u202e\u2066-\u2069]", sentence)
        assert "None" not in sentence
        assert "  " not in sentence
        assert sentence.endswith((".", "”"))
        assert sentence[0] == sentence[0].upper() or sentence.startswith("12")


def test_equal_articles_do_not_differ(make_view):
    view = make_view(("Alpha", (0, 1, 2, 3, 4, 5)), ("Reuters", (0, 1, 2, 3, 4, 5)))
    story = tell_story(view)
    assert [finding.section for finding in story.findings] == ["reuse"]
    assert "differ" not in story.findings[0].text


def test_nothing_found_is_said(make_view):
    story = tell_story(make_view(("Alpha", (5,)), ("Reuters", (6,))))
    assert story.findings == []
    assert story.limits[0].startswith("There is nothing to tell that holds up")


def test_one_outlet_is_described_and_not_compared(make_view):
    view = make_view(("Alpha", (0, 1, 2, 3, 4, 5, 6, 1)))
    story = tell_story(view)
    assert story.limits[0] == (
        "There is one outlet here, and so nothing to compare: these sentences describe it, and no more."
    )
    texts = [finding.text for finding in story.findings]
    assert "In its own words, Alpha calls the flood “accident” (once)." not in texts  # held at a distance
    assert any("of the words are the outlet's own." in text for text in texts)
    assert not any("none were found" in text or "apart" in text for text in texts)


def test_no_articles_tell_nothing(comparison):
    empty = msgspec.structs.replace(
        comparison, outlets=[], articles=[], figures=[], coverage=[], silence=[], reuse=[], differences=[]
    )
    assert tell_story(build_view(empty, [])).findings == []


def rename(view, *names):
    """Give a comparison the namings (outlet, wording, voice, source, count) of one concept and no others."""
    passage = next(iter(view.comparison.passages_by_id.values()))
    figures, passages = [], {}
    for outlet, wording, voice, source, count in names:
        ids = [f"{outlet}{wording}{n}" for n in range(count)]
        passages |= {
            id_: msgspec.structs.replace(passage, id=id_, voice=voice, source=source, amount=1.0, spans=[])
            for id_ in ids
        }
        figures.append(
            Figure(
                measure="naming_share",
                outlet=outlet,
                key=f"war/{wording}",
                voice=voice,
                numerator=float(count),
                denominator=float(count),
                passages=ids,
            )
        )
    return build_view(
        msgspec.structs.replace(
            view.comparison,
            figures=figures,
            passages_by_id=passages,
            concepts={"war": "the war"},
            silence=[],
            reuse=[],
        ),
        view.annotations,
    )


def test_naming_is_told_by_whose_words_they_are(make_view):
    view = make_view(*PLAIN, ("Gamma", (5, 6)), (None, (5,)))
    assert told(
        rename(
            view,
            ("Alpha", "invasion", "own", None, 3),
            ("Gamma", "conflict", "own", None, 1),
            ("Reuters", "aggression", "quoted", "Ann Hill", 1),
            (UNIDENTIFIED, "operation", "attributed", None, 2),
        )
    ) == [
        "In their own words, Alpha calls the war “invasion” (3 times) and Gamma “conflict” (once). "
        "Reuters prints “aggression” (once), quoting Ann Hill; "
        "the article without an outlet prints “operation” (twice), reporting others."
    ]
    assert told(
        rename(
            view,
            ("Alpha", "invasion", "own", None, 3),
            ("Alpha", "aggression", "attributed", None, 1),
            ("Gamma", "conflict", "own", None, 1),
            ("Reuters", "aggression", "quoted", "Ann Hill", 1),
        )
    ) == [
        "In their own words, Alpha calls the war “invasion” (3 times) and Gamma “conflict” (once). "
        "Reuters prints “aggression” (once), quoting Ann Hill, and Alpha (once) prints it too, from others."
    ]
    assert told(
        rename(
            view,
            ("Alpha", "invasion", "own", None, 3),
            ("Gamma", "invasion", "own", None, 1),
            (UNIDENTIFIED, "conflict", "own", None, 2),
        )
    ) == [
        "In their own words, Alpha (3 times) and Gamma (once) call the war “invasion”; "
        "the article without an outlet “conflict” (twice)."
    ]
    assert told(
        rename(view, ("Alpha", "invasion", "own", None, 1), ("Gamma", "operation", "quoted", None, 1))
    ) == [
        "In its own words, only Alpha calls the war “invasion” (once). "
        "Gamma prints “operation” (once) in quotation marks."
    ]
    assert told(rename(view, ("Alpha", "war", "own", None, 1), ("Gamma", "war", "own", None, 1))) == []


def test_of_many_outlets_a_sentence_on_naming_names_few(make_view):
    names = [f"The Evening Outlet {n}" for n in range(12)]
    wordings = ["invasion of the islands", "conflict at sea", "operation"]
    view = make_view(*[(name, (5, 6)) for name in names])
    own = [(name, wordings[place % 3], "own", None, 1) for place, name in enumerate(names[:9])]
    others = [(name, f"aggression {name[-2:]}", "quoted", "Ann Hill", 1) for name in names[9:]]
    (text,) = told(rename(view, *own, *others))
    assert len(text.split()) <= 60
    assert text.count("Outlet") < len(names)
    assert " more" in text
    assert all(f"“{wording}”" in text for wording in wordings[:2])


def test_what_only_introduces_a_quotation_is_not_told_as_an_outlets_own(make_view):
    view = make_view(("Alpha", (1, 3)), ("Reuters", (0, 5)), ("Gamma", (5, 6)), reuse=[], figures=[])
    id_, text = view.comparison.articles[0].id, view.comparison.articles[0].text

    def alone(label):
        start = text.index(label)
        telling = Telling(span=(start, start + len(label)), voice="own")
        fact = Fact(label=label, told={id_: [telling]}, cells={id_: "own"})
        silence = Silence(outlet="Alpha", kind="told by no other", fact=0, label=label, articles=[id_])
        return told(
            build_view(
                msgspec.structs.replace(view.comparison, coverage=[fact], silence=[silence]), view.annotations
            )
        )

    assert alone("Mayor Ann Hill said") == []
    assert len(alone(text[text.index("The so-called") : text.index(" valley.") + 7])) == 1


@pytest.mark.parametrize(
    ("label", "is_told"),
    [
        ("Its figures for the coming harvest could not be verified.", False),
        ("“Their boats were counted by neighbours on the evening before.", False),
        ("She arrived at the harbour without a single companion.", False),
        ("This was the longest crossing of the season.", False),
        ("Some were found asleep under tarpaulins beside the quay.", False),
        ("This winter's crossing was the longest of the decade.", True),
        ("Some sixty vehicles were found under tarpaulins.", True),
        ("Italian figures for the coming harvest could not be verified.", True),
    ],
)
def test_a_fact_that_begins_with_a_word_for_something_earlier_is_not_told(make_view, label, is_told):
    view = make_view(("Alpha", (1, 3)), ("Reuters", (0, 5)), ("Gamma", (5, 6)), reuse=[], figures=[])
    id_, text = view.comparison.articles[0].id, view.comparison.articles[0].text
    span = (text.index("The so-called"), text.index(" valley.") + 8)
    fact = Fact(label=label, told={id_: [Telling(span=span, voice="own")]}, cells={id_: "own"})
    silence = Silence(outlet="Alpha", kind="told by no other", fact=0, label=label, articles=[id_])
    changed = msgspec.structs.replace(view.comparison, coverage=[fact], silence=[silence])
    assert bool(told(build_view(changed, view.annotations))) is is_told


def test_page_and_terminal_name_one_source_though_the_page_shows_fewer_outlets(make_view, monkeypatch):
    held = [("Alpha", (0, 1, 3, 5)), ("Gamma", (0, 5, 6, 4, 5)), ("Delta", (1,))]
    view = make_view(*held)
    changed = msgspec.structs.replace(
        view.whole,
        figures=[
            *source_figures({"Alpha": 40, "Gamma": 30, "Delta": 0}, key="Ann Hill"),
            *source_figures({"Alpha": 0, "Gamma": 0, "Delta": 900}, key="Bo Lind"),
        ],
    )
    monkeypatch.setattr(focus, "__defaults__", (2,))
    shown = build_view(changed, view.annotations)
    assert [column.name for column in shown.columns] == ["Alpha", "Gamma"]
    assert shown.reliance == "Bo Lind"
    assert any("Bo Lind" in head for head in summarise(changed).header)


def test_what_all_others_tell_is_told_unless_it_had_not_happened(make_view):
    view = make_view(*PLAIN, ("Gamma", (5, 6)), reuse=[])
    ids = [article.id for article in view.comparison.articles]
    tellings = {id_: [Telling(span=(0, 30), voice="own")] for id_ in ids[:2]}
    cells = {ids[0]: "own", ids[1]: "own", ids[2]: "absent"}
    fact = Fact(label='The dam "broke".', told=tellings, cells=cells)
    silence = Silence(outlet="Gamma", kind="told by all others", fact=0, label=fact.label, articles=[])
    changed = msgspec.structs.replace(view.comparison, coverage=[fact], silence=[silence], figures=[])
    assert told(build_view(changed, view.annotations)) == [
        "“The dam 'broke'”: told by both others, not found in Gamma's article."
    ]
    (finding,) = tell_story(build_view(changed, view.annotations)).findings
    (places,) = [part for part in finding.parts if isinstance(part, Places)]
    assert [(passage.article, passage.spans) for passage in places.passages] == [
        (id_, [(0, 30)]) for id_ in ids[:2]
    ]
    early = Fact(label="Later", told={}, cells={**cells, ids[2]: "not yet happened"})
    late = build_view(msgspec.structs.replace(changed, coverage=[fact, early]), view.annotations)
    story = tell_story(late)
    assert story.findings == []
    assert any(limit.startswith("Gamma's article was written before") for limit in story.limits)
    twice = make_view(*PLAIN, ("Gamma", (5, 6)), ("Gamma", (5,)), reuse=[], figures=[])
    early = Fact(
        label="Later",
        told={},
        cells=dict.fromkeys((a.id for a in twice.comparison.articles), "not yet happened"),
    )
    late = msgspec.structs.replace(twice.comparison, coverage=[early], silence=[])
    limits = tell_story(build_view(late, twice.annotations)).limits
    assert any(
        "were written before some of this had happened: what they do not tell" in limit for limit in limits
    )


def test_what_one_tells_alone_is_told_where_its_words_are_its_own(make_view):
    view = make_view(("Alpha", (3, 5)), ("Reuters", (0, 5)), ("Gamma", (5, 6)), reuse=[], figures=[])
    id_ = view.comparison.articles[0].id
    labels = ["Rescue teams arrived in the night with boats", "The so-called accident damaged forty houses"]
    facts = [
        Fact(label=label, told={id_: [Telling(span=(0, 30), voice="own")]}, cells={id_: "own"})
        for label in labels
    ]
    silence = [
        Silence(outlet="Alpha", kind="told by no other", fact=number, label=label, articles=[id_])
        for number, label in enumerate(labels)
    ]
    changed = msgspec.structs.replace(view.comparison, coverage=facts, silence=silence)
    assert told(build_view(changed, view.annotations)) == [
        f"Found in Alpha's article alone, and in the outlet's own words: “{labels[1]}”."
    ]
    text = view.comparison.articles[0].text
    amid = text[: text.index(" ", 12)]  # begins a sentence and breaks off
    for label in (
        "damaged forty houses and the only school",
        f"{labels[1]}!’ said”",
        f"{labels[1]}!'",
        amid,
        f"{labels[1]} #levee",
    ):
        scrap = msgspec.structs.replace(silence[1], label=label)
        span = (0, len(amid)) if label == amid else (0, 30)
        facts[1] = Fact(label=label, told={id_: [Telling(span=span, voice="own")]}, cells={id_: "own"})
        changed = msgspec.structs.replace(changed, coverage=facts, silence=[scrap])
        assert told(build_view(changed, view.annotations)) == [], label


def test_words_of_outlets_that_are_not_shown_count_too(make_view, monkeypatch):
    monkeypatch.setattr(focus, "__defaults__", (3,))
    shown = [("Alpha", (3, 5, 3, 5)), ("Reuters", (0, 5, 0, 5)), ("Gamma", (5, 6, 5, 6))]
    view = make_view(*shown, ("Delta", (1,)), reuse=[], figures=[])
    id_ = view.comparison.articles[0].id
    label = "The so-called accident damaged forty houses"
    fact = Fact(label=label, told={id_: [Telling(span=(0, 30), voice="own")]}, cells={id_: "own"})
    silence = Silence(outlet="Alpha", kind="told by no other", fact=0, label=label, articles=[id_])
    told_alone = msgspec.structs.replace(view.whole, coverage=[fact], silence=[silence])
    assert [column.name for column in view.columns] == ["Alpha", "Reuters", "Gamma"]
    assert any("alone" in text for text in told(build_view(told_alone, view.annotations)))
    *others, delta = told_alone.articles
    same = msgspec.structs.replace(delta, text=f"{delta.text} {label}.")
    told_twice = msgspec.structs.replace(told_alone, articles=[*others, same])
    assert not any("alone" in text for text in told(build_view(told_twice, view.annotations)))


def test_excerpts_are_not_taken_for_whole_articles(make_view):
    view = make_view(*[(name, (0, 1, 2)) for name in ("Alpha", "Reuters")], ("Gamma", (3, 5, 6)))
    assert any("alone" in text for text in told(view))
    cut = replace(view, excerpts=True)
    assert [text for text in told(cut) if "words" in text] == [
        "Alpha and Reuters print the same 52 words in a row, both in their own words."
    ]
    assert not any("alone" in text for text in told(cut))


def test_a_key_term_is_told_with_its_counts(make_view):
    term = KeyTerm(
        outlet="Alpha",
        term="levee",
        voice="own",
        count=12,
        total=1200,
        other_count=1,
        other_total=3400,
        articles=1,
        log_odds=2.0,
        low=1.0,
        high=3.0,
        z=5.0,
        g2=30.0,
        log_ratio=4.0,
        q=0.001,
        dispersion=None,
        passages=[],
    )
    weak = msgspec.structs.replace(term, term="weak", q=0.02)
    # Whether an outlet writes "Mr" is its house style.
    title = msgspec.structs.replace(term, term="Mr", count=60)
    view = make_view(*PLAIN, figures=[], reuse=[], keyness=[weak, title, term])
    assert not any("therefore tell only what stands" in limit for limit in tell_story(view).limits)
    assert told(view) == [
        "“levee” stands 12 times in the 1,200 own words of Alpha's article, and once in the 3,400 of all others."
    ]


@pytest.mark.parametrize(
    ("outlet", "articles", "long", "short", "name"),
    [
        ("Kyodo", 1, "Kyodo's article", "Kyodo's", "Kyodo"),
        ("Reuters", 1, "Reuters' article", "Reuters'", "Reuters"),
        ("Reuters", 3, "Reuters' articles", "Reuters'", "Reuters"),
        ("dpa", 2, "dpa's articles", "dpa's", "dpa"),
        ("A\u202eB\nC", 1, "A⇐B C's article", "A⇐B C's", "A⇐B C"),
        (
            None,
            1,
            "the article without an outlet",
            "the one without an outlet",
            "the article without an outlet",
        ),
        (
            None,
            2,
            "the articles without an outlet",
            "those without an outlet",
            "the articles without an outlet",
        ),
    ],
)
def test_articles_are_called_after_their_outlet(make_view, outlet, articles, long, short, name):
    speakers = Speakers(make_view(*[(outlet, (0, 5))] * articles))
    held = outlet or UNIDENTIFIED
    assert (speakers.articles(held), speakers.short(held), speakers.name(held)) == (long, short, name)


def test_lists_and_quotations():
    assert listed(["one"]) == ("one",)
    assert listed(["one", "two", "three"]) == ("one, two and three",)
    assert merge(["a", ("b", ""), "c"]) == ("abc",)
    assert quoted('"A summit is') == "“A summit is”"
    assert quoted('He said “no” to "it".') == "“He said ‘no’ to 'it'”"
    assert shorten("word " * 60).endswith("word…")
    assert len(shorten("x" * 10_000)) <= 181
    assert fill("compare.plain", start="{start} {0}") == ("{start} {0}.",)


def test_a_source_takes_the_article_that_the_texts_give_it(make_annotations):
    article = make_annotations("a", "A", (0, 5)).article

    def name(text, source):
        return name_source(source, [msgspec.structs.replace(article, text=text)])

    assert name("The Kremlin said so. Others told the Kremlin.", "Kremlin") == "the Kremlin"
    assert name("KCNA said so; the KCNA report is long.", "KCNA") == "KCNA"
    assert name("Nobody is named.", "US Justice Department") == "US Justice Department"


def make_candidate(kind, size, passages=(), *, tested=False, first=0, text=""):
    number = Number(
        text="1",
        kind="count",
        heading="",
        detail="",
        numerator=1,
        denominator=1,
        unit="",
        measure="",
        passages=tuple(passages),
        value=None,
        low=None,
        high=None,
    )
    finding = Finding(parts=(text or f"{kind} {size}", number), section="words")
    return Candidate(kind=kind, finding=finding, size=size, tested=tested, first=first)


def test_the_best_of_each_kind_come_first_and_none_twice():
    large = make_candidate("source", 0.9, ["a", "b", "c"])
    same = make_candidate("type", 0.8, ["a", "b"])
    other = make_candidate("type", 0.3, ["d"])
    tiny = make_candidate("cues", 0.01, ["e"])
    tested = make_candidate("frames", 0.02, ["f"], tested=True)
    assert choose([tiny, other, same, large, tested]) == [tested, large, other]


def test_a_story_has_at_most_eight_findings_whatever_the_order():
    kinds = ["reliance", "voice", "source", "type", "unnamed", "naming", "cues", "left out", "alone", "reuse"]
    candidates = [make_candidate(kind, 0.1 + 0.01 * n, [f"{kind}{n}"]) for kind in kinds for n in range(4)]
    chosen = choose(candidates)
    assert len(chosen) == MOST
    assert [candidate.kind for candidate in chosen] == sorted(
        (candidate.kind for candidate in chosen), key=kinds.index
    )
    random.Random(3).shuffle(candidates)
    assert choose(candidates) == chosen


def test_sizes_are_on_one_scale():
    assert size_of(0, 1) == pytest.approx(1)
    assert size_of(0.4, 0.4) == 0
    assert size_of(0.1, 0) > size_of(0.6, 0.5)
    assert tempered(1, 1) < tempered(9, 10)


def test_random_halves_hardly_ever_differ(make_annotations):
    dice = random.Random(11)
    claims = 0
    for round_ in range(20):
        halves = [
            make_annotations(name, name, tuple(dice.choices(range(8), k=40))) for name in ("one", "two")
        ]
        comparison = compare(halves, event=Event(title="Halves"), resamples=100, seed=round_)
        claims += bool(hold_up(comparison.differences).held)
    assert claims <= 2


def test_the_story_of_many_outlets_names_few(make_view):
    view = make_view(
        *[(f"Outlet {n}", (0, 1, 1, 4, 4) if n else (3, 5, 6, 3, 5)) for n in range(20)], resamples=10
    )
    for text in told(view):
        assert text.count("Outlet") <= 8
