"""Proposals of naming disputes: small made-up events in which the disputes are known."""

import itertools
from pathlib import Path

import msgspec
import pytest

import framing
from framing.cli import main
from framing.errors import UsageError
from framing.schema import Annotations, Article, Region, passage_text
from framing.workshop import NamingProposal, Suggestions, check_lexicon, draft_lexicon, suggest_names
from framing.workshop.suggest.definitions import is_abbreviation
from framing.workshop.suggest.ranking import disagreement

FIRE = {
    "Harbour Post": """Blaze at Ostrava paint factory kills three

A blaze at the Veltmann paint factory in Ostrava killed three workers on Monday, the fire brigade said.
The blaze broke out in a storage hall shortly after midnight. Firefighters needed six hours to put out the blaze.
The accident at the factory is being investigated by the police. Veltmann said it was saddened by the accident.
The company promised to help the families of the workers. The accident was the second at the factory this year.
""",
    "Morning Ledger": """Inferno at Veltmann works: three dead

An inferno at the Veltmann paint works in Ostrava killed three employees on Monday, the fire brigade said.
The inferno broke out in a storage hall shortly after midnight. It took six hours to put out the inferno.
The disaster at the works is being investigated by the police. Unions had warned of the disaster for months.
Veltmann promised to help the families of the employees. The disaster was the second at the works this year.
""",
    "Daily Beacon": """Three die in Ostrava factory fire

A fire at the Veltmann paint factory in Ostrava killed three workers on Monday.
The fire broke out in a storage hall shortly after midnight, the fire brigade said.
The so-called accident is being investigated by the police. The incident at the factory was the second this year.
Unions called the accident a crime. The company promised to help the families of the workers.
""",
}
MERGER = {
    "Market Wire": """Norbank and Altabank announce merger

Norbank and Altabank announced a merger worth nine billion euros on Tuesday.
The merger of Norbank and Altabank will create the largest lender of the country. Shareholders must approve the merger.
The merger will lead to job cuts, analysts said. Norbank said the job cuts would be limited to two thousand.
Regulators will examine the merger in the autumn.
""",
    "Union Voice": """Norbank swallows Altabank

Norbank announced a takeover of Altabank worth nine billion euros on Tuesday.
The takeover of Altabank by Norbank will create the largest lender of the country.
Shareholders must approve the takeover.
The takeover will lead to mass layoffs, unions said. Norbank said the layoffs would be limited to two thousand.
Regulators will examine the takeover in the autumn.
""",
    "City Herald": """Nine billion for Altabank

Norbank announced a tie-up with Altabank worth nine billion euros on Tuesday.
The tie-up of Norbank and Altabank will create the largest lender of the country. Shareholders must approve the tie-up.
The merger will lead to job losses. Norbank said the job losses would be limited to two thousand.
Regulators will examine the deal in the autumn, a deal that is known as Project Anchor.
""",
}
TRANSFER = {
    "Sport Daily": """Mora leaves Rovers for Athletic

Striker Luis Mora completed a transfer to Athletic for a fee of forty million on Friday.
The transfer of Mora to Athletic ends a long dispute. Fans of Rovers welcomed the transfer.
The coach praised the striker. The fee is the highest that Athletic has paid.
""",
    "Terrace Talk": """Mora walks out on Rovers

Striker Luis Mora completed a defection to Athletic for a sum of forty million on Friday.
The defection of Mora to Athletic ends a long dispute. Fans of Rovers burned shirts over the defection.
The coach blamed the mercenary. The sum is the highest that Athletic has paid.
""",
    "Evening Star": """Athletic sign Mora

Striker Luis Mora completed a move to Athletic for a fee of forty million on Friday.
The move of Mora to Athletic ends a long dispute. Fans of Rovers were divided over the move.
The coach praised the striker. The fee is the highest that Athletic has paid.
""",
}


def annotated(event: dict[str, str]) -> list[Annotations]:
    return [
        framing.annotate(
            Article(
                id=outlet.casefold().replace(" ", "-"),
                file=f"{outlet}.txt",
                outlet=outlet,
                text=text,
                regions=[Region(kind="body", start=0, end=len(text), reason="test")],
            )
        )
        for outlet, text in event.items()
    ]


def labels(proposal: NamingProposal) -> set[str]:
    return {variant.label for variant in proposal.variants}


def together(found: Suggestions, *wanted: str) -> bool:
    """Whether one proposal holds all of these wordings."""
    return any(set(wanted) <= labels(proposal) for proposal in found.proposals)


@pytest.fixture(scope="module")
def fire() -> list[Annotations]:
    return annotated(FIRE)


@pytest.fixture(scope="module")
def found(fire: list[Annotations]) -> Suggestions:
    return suggest_names(fire)


@pytest.mark.parametrize(
    ("event", "disputes"),
    [
        (FIRE, [("blaze", "inferno", "fire"), ("workers", "employees"), ("accident", "crime")]),
        (MERGER, [("merger", "takeover", "tie-up"), ("cuts", "layoffs", "losses")]),
        (TRANSFER, [("transfer", "defection", "move")]),
    ],
)
def test_known_disputes_are_proposed(event: dict[str, str], disputes: list[tuple[str, ...]]) -> None:
    proposed = suggest_names(annotated(event))
    for dispute in disputes:
        assert together(proposed, *dispute), dispute


def test_disputes_of_real_news_are_among_the_first(repository: Path) -> None:
    best = framing.suggest_names(repository / "seeds" / "pyongyang-2024", limit=5)
    assert together(best, "North Korea", "DPRK", "the North")
    assert together(best, "treaty", "agreement", "document")
    assert together(best, "war", "special military operation", "full-scale invasion", "war operations")


def test_the_dispute_that_divides_most_comes_first(found: Suggestions) -> None:
    assert labels(found.proposals[0]) == {"blaze", "inferno", "fire"}
    assert found.proposals[0].disagreement == 1
    scores = [proposal.score for proposal in found.proposals]
    assert scores == sorted(scores, reverse=True)


def test_what_keeps_apart_in_sentences_is_not_put_together(found: Suggestions) -> None:
    assert not together(found, "factory", "brigade")
    assert not together(found, "factory", "families")


def test_every_place_is_where_it_says(found: Suggestions, fire: list[Annotations]) -> None:
    articles = {one.article.id: one.article for one in fire}
    lines = [line for proposal in found.proposals for variant in proposal.variants for line in variant.lines]
    assert lines
    for line in lines:
        assert passage_text(articles[line.article], line.span, line.where) == line.hit
        assert line.outlet == articles[line.article].outlet
    for proposal in found.proposals:
        for variant in proposal.variants:
            assert sum(variant.counts.values()) == sum(variant.voices.values()) == len(variant.lines)


def test_quoted_wordings_say_so() -> None:
    event = {
        **MERGER,
        "City Herald": MERGER["City Herald"].replace("The tie-up of", "What it called the “tie-up” of"),
    }
    (tie_up,) = [
        variant
        for proposal in suggest_names(annotated(event)).proposals
        for variant in proposal.variants
        if variant.label == "tie-up"
    ]
    assert any(line.voice != "own" or line.distanced for line in tie_up.lines)


def test_names_of_a_country_come_from_the_registry_and_short_forms_from_the_article() -> None:
    proposed = suggest_names(
        annotated(
            {
                "One": "North Korea closed the border. The North gave no reason. North Korea had done so before.",
                "Two": "The DPRK closed the border. DPRK stands for Democratic People's Republic of Korea.",
            }
        )
    )
    (country,) = [one for one in proposed.proposals if one.kind == "organisation"]
    assert country.label == "North Korea"
    assert labels(country) == {"North Korea", "DPRK", "the North"}
    assert any("registry" in reason for reason in country.evidence)


def test_a_fuller_name_of_a_body_is_no_wording_of_its_own() -> None:
    proposed = suggest_names(
        annotated(
            {
                "One": "The Department of Health and Human Services issued a rule. HHS gave no reason.",
                "Two": "The U.S. Department of Health and Human Services issued a rule.",
            }
        )
    )
    assert not [one for one in proposed.proposals if one.kind == "organisation"]


def test_what_a_thing_is_called_may_follow_in_quotation_marks() -> None:
    proposed = suggest_names(
        annotated(
            {
                "One": "The council passed a levy. The levy, called “the toll” by drivers, begins in May.",
                "Two": "The council passed a toll. The toll begins in May.",
            }
        )
    )
    assert together(proposed, "levy", "toll")


def test_an_abbreviation_is_no_wording_of_its_own() -> None:
    proposed = suggest_names(
        annotated(
            {
                "One": "The United States closed the border. The United States gave no reason.",
                "Two": "The U.S. closed the border. The US gave no reason.",
            }
        )
    )
    assert not [one for one in proposed.proposals if one.kind == "organisation"]


@pytest.mark.parametrize(
    ("short", "long", "right"),
    [
        ("DNC", "Democratic National Committee", True),
        ("U.S.", "United States", True),
        ("DPRK", "Democratic People's Republic of Korea", True),
        ("DOJ", "Department of Justice", True),
        ("HHS", "US Department of Health and Human Services", True),
        ("DPRK", "North Korea", False),
        ("North", "North Korea", False),
        ("D", "Democrats", False),
    ],
)
def test_abbreviations(short: str, long: str, right: bool) -> None:
    assert is_abbreviation(short, long) is right


def test_disagreement_by_hand() -> None:
    assert disagreement([{"a": 3}, {"b": 1}]) == 1
    assert disagreement([{"a": 1, "b": 2}, {"a": 1, "b": 2}]) == 0
    assert disagreement([{"a": 1, "b": 1}]) == 0
    assert disagreement([{"a": 2}, {"a": 1}]) == 0
    # Halves against one: H(3/4, 1/4) - 1/2 bit.
    assert disagreement([{"a": 1, "b": 2}, {"a": 1}]) == pytest.approx(0.8112781 - 0.5)


def test_no_naming_lexicon_has_a_say(fire: list[Annotations], found: Suggestions, tmp_path: Path) -> None:
    lexicon = tmp_path / "names.toml"
    lexicon.write_text(draft_lexicon(found), encoding="utf-8")
    named = [framing.annotate(one.article, [lexicon]) for one in fire]
    assert any(one.names for one in named)
    assert suggest_names(named) == found
    assert suggest_names(named, lexicons=[lexicon]) == found


def test_the_order_of_articles_changes_nothing(fire: list[Annotations], found: Suggestions) -> None:
    for order in itertools.permutations(fire):
        assert suggest_names(order) == found


def test_limit_keeps_the_best(fire: list[Annotations], found: Suggestions) -> None:
    assert suggest_names(fire, limit=1).proposals == found.proposals[:1]


# --- the draft ----------------------------------------------------------------------------------------------------


def test_the_draft_is_a_lexicon_that_finds_what_was_proposed(
    fire: list[Annotations], found: Suggestions, tmp_path: Path
) -> None:
    path = tmp_path / "draft.toml"
    path.write_text(draft_lexicon(found, "fire-names"), encoding="utf-8")
    report = check_lexicon(path, fire)
    assert report.header.id == "fire-names"
    assert report.entries == len(found.proposals)
    assert not report.never_found
    uses = {use.entry: use.matches for use in report.uses}
    assert uses["blaze: blaze"] >= 4
    text = path.read_text(encoding="utf-8")
    assert "# Morning Ledger, its own words: [Inferno] at Veltmann works: three dead …" in text


def test_without_proposals_there_is_no_draft() -> None:
    with pytest.raises(UsageError, match="there is no article"):
        draft_lexicon(suggest_names([]))


def test_what_stands_in_articles_cannot_break_the_draft(tmp_path: Path) -> None:
    event = {
        'A "quoted"\\ outlet': FIRE["Harbour Post"].replace("The blaze", 'The "blaze" \\ \x07'),
        "B ] = [[x]]": FIRE["Morning Ledger"],
    }
    path = tmp_path / "draft.toml"
    path.write_text(draft_lexicon(suggest_names(annotated(event))), encoding="utf-8")
    assert check_lexicon(path).entries > 0


# --- bad input ----------------------------------------------------------------------------------------------------


def test_one_article_and_one_outlet_are_told_apart(fire: list[Annotations]) -> None:
    one = suggest_names(fire[:1])
    assert one.proposals == []
    assert "one article" in one.notes[0]
    same = [
        msgspec.structs.replace(held, article=msgspec.structs.replace(held.article, outlet="Post"))
        for held in fire
    ]
    alone = suggest_names(same)
    assert alone.proposals == []
    assert "by one outlet (Post)" in alone.notes[0]


def test_rules_for_english_propose_nothing_in_another_language(fire: list[Annotations]) -> None:
    def in_german(held: Annotations) -> Annotations:
        return msgspec.structs.replace(held, article=msgspec.structs.replace(held.article, language="de"))

    german = suggest_names([in_german(held) for held in fire])
    assert german.proposals == []
    assert german.language == "de"
    assert "rules for English" in german.notes[0]
    assert "in German" in german.notes[0]
    more = [
        msgspec.structs.replace(
            held, article=msgspec.structs.replace(held.article, id=f"{n}-{held.article.id}")
        )
        for n in range(2)
        for held in map(in_german, fire)
    ]
    mixed = suggest_names([*fire, *more])
    assert mixed.language == "en"
    assert mixed.proposals == suggest_names(fire).proposals
    assert f"Only the {len(fire)} articles in English" in mixed.notes[0]


def test_articles_without_an_outlet_stand_for_themselves(fire: list[Annotations]) -> None:
    nobody = [
        msgspec.structs.replace(held, article=msgspec.structs.replace(held.article, outlet=None))
        for held in fire
    ]
    proposed = suggest_names(nobody)
    assert together(proposed, "blaze", "inferno", "fire")
    assert "unidentified (morning-ledger)" in proposed.outlets


def test_articles_that_share_no_subject_have_no_proposals() -> None:
    proposed = suggest_names(annotated({"One": "Rain fell.", "Two": "Bread is dear."}))
    assert proposed.proposals == []
    assert proposed.notes[0].startswith("No proposals: no two wordings")


# --- the command --------------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    articles = tmp_path / "fire"
    articles.mkdir()
    for outlet, text in FIRE.items():
        (articles / f"{outlet}.txt").write_text(f"---\noutlet: {outlet}\n---\n{text}", encoding="utf-8")
    return articles


def run(*arguments: object) -> int:
    with pytest.raises(SystemExit) as left:
        main(["lexicon", "suggest", *map(str, arguments)])
    assert isinstance(left.value.code, int)
    return left.value.code


def test_command_prints_a_table_and_writes_a_draft(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draft = tmp_path / "my names.toml"
    assert run(folder, "-o", draft) == 0
    printed = capsys.readouterr().out
    assert "3 articles, 3 outlets" in printed
    assert "inferno" in printed
    assert "Morning Ledger 4" in printed
    assert str(draft) in printed
    assert check_lexicon(draft).header.id == "my-names"
    assert run(folder, "-o", draft) == 2
    assert "--force" in capsys.readouterr().err
    assert run(folder, "-o", draft, "--force", "--quiet") == 0


def test_command_prints_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(folder, "--json") == 0
    held = msgspec.json.decode(capsys.readouterr().out, type=Suggestions)
    assert together(held, "blaze", "inferno", "fire")


def test_command_says_why_there_is_nothing(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draft = tmp_path / "draft.toml"
    assert run(folder / "Harbour Post.txt", "-o", draft) == 0
    assert not draft.exists()
    assert "a dispute needs two outlets" in capsys.readouterr().err
    empty = tmp_path / "empty"
    empty.mkdir()
    assert run(empty) == 2
    assert "no article could be read" in capsys.readouterr().err


def test_rejects_are_told_and_change_the_exit_code(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "broken.txt").write_text("", encoding="utf-8")
    assert run(folder) == 1
    assert "set aside" in capsys.readouterr().err


def test_python_takes_paths_and_annotations(folder: Path, fire: list[Annotations]) -> None:
    by_path = framing.suggest_names(folder)
    assert together(by_path, "blaze", "inferno", "fire")
    assert together(framing.suggest_names(fire), "blaze", "inferno", "fire")
    with pytest.raises(UsageError):
        framing.suggest_names(folder / "nowhere")
