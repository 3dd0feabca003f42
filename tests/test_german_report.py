"""The whole way in German: three articles on one event, and beside them one in a language without lexicons."""

import json
from pathlib import Path

import pytest

import framing
from framing.api import write_classroom
from framing.errors import UsageError

AGENCY = """Muster - Der Handelsminister tritt zurück

Von Anna Muster, dpa

19.06.2024, 14:05 Uhr

Pjöngjang (dpa) - Russland und Nordkorea haben ein Abkommen über eine umfassende strategische Partnerschaft \
unterzeichnet. Das teilte der Kreml am Mittwoch mit.

„Das ist ein bahnbrechendes Dokument“, sagte Präsident Wladimir Putin in Pjöngjang. Der Vertrag sehe gegenseitigen \
Beistand im Fall einer Aggression vor. Er sei gegen niemanden gerichtet.

Nordkoreas Machthaber Kim Jong Un sprach von einer „neuen Epoche“. Nach Angaben der Staatsagentur KCNA dauerte das \
Gespräch zwei Stunden.

Die US-Regierung äußerte sich besorgt. Kein Land solle Putin eine Bühne für seinen Angriffskrieg gegen die Ukraine \
geben, sagte eine Sprecherin des Weißen Hauses.

© dpa-infocom, dpa:240619-99-451290/3
"""

PAPER = """---
outlet: Neue Hafenpost
title: Putin und Kim besiegeln Beistandspakt
published: 2024-06-20
---
Putin und Kim besiegeln Beistandspakt

Kremlchef Wladimir Putin und der nordkoreanische Machthaber Kim Jong Un haben in Pjöngjang einen Beistandspakt \
unterschrieben. Der Krieg in der Ukraine rückt beide Länder näher zusammen.

Laut Südkoreas Generalstab hat Nordkorea bereits Munition geliefert. Die Lieferungen verstießen gegen Sanktionen der \
Vereinten Nationen, sagte der südkoreanische Außenminister Cho Tae Yul. Seoul werde darauf antworten.

„Das Abkommen ist eine Gefahr für die ganze Region“, sagte die Politologin Ruth Adam der Zeitung. Moskau wies die \
Vorwürfe zurück. Die Zusammenarbeit sei legitim, hieß es aus dem Kreml.
"""

BROADCASTER = """---
outlet: Radio Nordlicht
title: Partnerschaftsabkommen unterzeichnet
published: 2024-06-19
---
Russlands Präsident Putin hat bei seinem Besuch in Nordkorea ein Partnerschaftsabkommen unterzeichnet. Wie der Kreml \
mitteilte, ersetzt der Vertrag frühere Vereinbarungen.

Putin sagte, Russland schätze die Unterstützung Nordkoreas. Er dankte Kim für dessen Haltung zur „militärischen \
Spezialoperation“. Damit ist der Angriff auf die Ukraine gemeint.

Die Bundesregierung verurteilte das Treffen. Ein Sprecher des Auswärtigen Amts erklärte, dass die Waffenlieferungen \
enden müssten. Russlands Krieg werde so nur verlängert.
"""

FRENCH = """Vladimir Poutine et Kim Jong-un ont signé mercredi à Pyongyang un accord de partenariat stratégique. \
Selon le Kremlin, le texte prévoit une assistance mutuelle en cas d'agression contre l'un des deux pays. La Maison \
Blanche s'est dite préoccupée par ce rapprochement, qui pourrait prolonger la guerre en Ukraine.
"""

ENGLISH = """---
outlet: Harbour Times
---
Putin and Kim signed a partnership agreement in Pyongyang on Wednesday, the Kremlin said. The treaty provides for \
mutual help in case of aggression, Russian President Vladimir Putin said. "It is not directed against anybody," he \
told reporters. The White House called the meeting a concern and spoke of Russia's war of aggression against Ukraine. \
Analysts said that the deal would bring North Korea food and fuel, and Russia more arms for its invasion of Ukraine.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "pjoengjang"
    folder.mkdir()
    for name, text in (("a", AGENCY), ("b", PAPER), ("c", BROADCASTER), ("d", FRENCH)):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def test_a_report_on_german_articles(folder: Path, tmp_path: Path) -> None:
    summary = framing.make_report(folder, tmp_path / "out", resamples=50)
    comparison = summary.comparison
    assert [one.name for one in comparison.outlets] == ["dpa", "Neue Hafenpost", "Radio Nordlicht"]
    assert {one.language for one in comparison.articles} == {"de"}
    assert comparison.articles[0].published == "2024-06-19"

    (reject,) = comparison.rejects
    assert reject.file.endswith("d.txt")
    assert "'fr'" in reject.reason
    assert "one of: de, en" in reject.reason

    named = {
        (one.outlet, one.key) for one in comparison.figures if one.measure == "naming_share" and one.numerator
    }
    assert ("dpa", "ukraine-war/war on Ukraine") in named
    assert ("Radio Nordlicht", "ukraine-war/special military operation") in named
    assert ("Neue Hafenpost", "agreement/mutual defence pact") in named

    sources = {one.key for one in comparison.figures if one.measure == "source_share" and one.numerator}
    assert {
        "Kremlin",
        "Wladimir Putin",
        "KCNA",
        "White House",
        "Ruth Adam",
        "German Foreign Ministry",
    } <= sources
    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert "rules alone" in page


def test_what_german_is_not_measured_in_has_a_reason_and_no_number(folder: Path, tmp_path: Path) -> None:
    comparison = framing.make_report(folder, tmp_path / "out", resamples=0, formats=["json"]).comparison
    left_out = [
        one
        for one in comparison.figures
        if one.measure
        in ("sentiment_mean", "actor_sentiment_mean", "agency_share", "agentless_passive_share")
    ]
    assert left_out
    assert {(one.value, one.refusal) for one in left_out} == {(None, "not measured in German")}


def test_speech_that_runs_on_is_attributed(folder: Path) -> None:
    articles, _ = framing.read(folder)
    paper = framing.annotate(articles[1])
    text = paper.article.text
    runs_on = [one for one in paper.attributions if one.rule == "subjunctive, goes on"]
    assert [text[slice(*one.content[0])] for one in runs_on] == ["Seoul werde darauf antworten."]
    assert runs_on[0].source is not None
    assert runs_on[0].source.canonical == "Cho Tae Yul"


def test_german_and_english_side_by_side_compare_names_and_nothing_that_rests_on_words(
    folder: Path, tmp_path: Path
) -> None:
    (folder / "e.txt").write_text(ENGLISH, encoding="utf-8")
    comparison = framing.make_report(folder, tmp_path / "out", resamples=20, formats=["json"]).comparison
    assert {one.language for one in comparison.articles} == {"de", "en"}
    assert any(
        "in German and English" in note or "in English and German" in note for note in comparison.notes
    )
    assert comparison.keyness == []
    assert "different languages" in comparison.keyness_notes[0]
    assert comparison.coverage == []
    assert {one.refusal for one in comparison.maps} == {
        "not compared: the articles are in different languages"
    }
    across = [one for one in comparison.differences if "Harbour Times" in one.outlets]
    valued = {one.measure for one in across if one.value is not None}
    assert valued <= {"naming_share", "naming_first_position", "naming_salience_share"}
    concepts = {
        (one.outlet, one.key.partition("/")[0])
        for one in comparison.figures
        if one.measure == "naming_share" and one.numerator
    }
    assert {("dpa", "ukraine-war"), ("Harbour Times", "ukraine-war")} <= concepts
    assert "||" in comparison.signature


def test_german_output_is_the_same_on_every_run(folder: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        framing.annotate_file(folder, tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    (line, *_) = (tmp_path / "one").read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["article"]["language"] == "de"


def test_french_alone_is_set_aside_with_the_way_out(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(FRENCH, encoding="utf-8")
    with pytest.raises(UsageError, match="no lexicons"):
        framing.make_report(tmp_path, tmp_path / "out")


def test_a_source_may_be_named_in_german(folder: Path, tmp_path: Path) -> None:
    comparison = framing.make_report(
        folder, tmp_path / "out", reliance="Kreml", resamples=0, formats=["json"]
    ).comparison
    assert comparison.event.reliance == "Kremlin"


def test_worksheets_are_made_from_english_alone(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"another language than English \(de\)"):
        write_classroom(folder, tmp_path / "sheets")
