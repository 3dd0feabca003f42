"""Weights that a user has trained take the place of the shipped ones, in every process, and signatures say so."""

import json
import shutil
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner

import framing
from framing import api
from framing.cli.commands import cli
from framing.errors import UsageError
from framing.features import tagger
from framing.features.tagger import load_model
from framing.features.tagger.weights import save_arrays, save_card

SHIPPED = load_model("en")
# Only the tagger knows this cue.
TEXT = "The plan has few friends left. Senator Bo Lind championed the idea that the ferry should be free."


@pytest.fixture
def weights(tmp_path):
    """A folder of weights that find no cue which no lexicon lists."""
    folder = tmp_path / "mine"
    folder.mkdir()
    digest = save_arrays(SHIPPED.weights, "en", folder)
    save_card(msgspec.structs.replace(SHIPPED.card, digest=digest, least_cue_share_unlisted=1.0), folder)
    return folder


@pytest.fixture
def news(tmp_path):
    folder = tmp_path / "news"
    folder.mkdir()
    for number in range(3):
        text = f"{TEXT}\n\nThat was said at meeting {number} in the town hall of Aldern."
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    return folder


def test_own_weights_find_what_they_were_trained_to_find(news, weights):
    article = framing.read(news)[0][0]
    shipped, own = framing.annotate(article), framing.annotate(article, weights=weights)
    assert "championed" in [one.cue.lemma for one in shipped.attributions]
    assert "championed" not in [one.cue.lemma for one in own.attributions]
    digest = load_model("en", weights).digest
    assert f"|attribution:hybrid@{digest}+own-weights|" in own.signature
    assert f"|attribution:hybrid@{SHIPPED.digest}|" in shipped.signature


def test_the_shipped_weights_in_another_folder_are_the_shipped_ones(news, tmp_path):
    for name in ("en.npz", "en.json"):
        shutil.copy(Path(tagger.__file__).with_name(name), tmp_path)
    article = framing.read(news)[0][0]
    assert framing.annotate(article, weights=tmp_path) == framing.annotate(article)


def test_every_process_has_them(news, weights, tmp_path):
    files = [tmp_path / "one.jsonl", tmp_path / "two.jsonl"]
    for file, workers in zip(files, ("1", "2"), strict=True):
        command = ["annotate", str(news), "-o", str(file), "--weights", str(weights), "--workers", workers]
        run = CliRunner().invoke(cli, command)
        assert run.exit_code == 0, run.output
    assert files[0].read_bytes() == files[1].read_bytes()
    assert b"+own-weights|" in files[0].read_bytes()


def test_a_report_is_signed_with_them_and_one_from_a_store_is_the_same(news, weights, tmp_path):
    how = {"weights": weights, "formats": ["json"], "resamples": 0}
    summary = api.make_report(news, tmp_path / "report", **how)
    assert "+own-weights|" in summary.comparison.signature
    pytest.importorskip("pyarrow")
    pytest.importorskip("duckdb")
    api.annotate_folder(news, tmp_path / "store", weights=weights)
    api.make_report(tmp_path / "store", tmp_path / "again", formats=["json"], resamples=0)
    one, other = (json.loads((tmp_path / name / "scores.json").read_text()) for name in ("report", "again"))
    assert one == other
    with pytest.raises(UsageError, match="is not annotated again; expected no weights"):
        api.make_report(tmp_path / "store", tmp_path / "third", **how)


def test_what_are_no_weights_is_told_with_what_to_do(news, weights, tmp_path):
    (article, *_), _ = framing.read(news)
    with pytest.raises(
        UsageError, match=r"news: holds no weights; expected .*; python training/attribution\.py"
    ):
        framing.annotate(article, weights=news)
    with pytest.raises(UsageError, match="no tagger is asked for"):
        framing.annotate(article, weights=weights, attribution="rules")
    with (weights / "en.npz").open("ab") as arrays:
        arrays.write(b"more")
    load_model.cache_clear()
    with pytest.raises(UsageError, match=r"holds weights that cannot be used: .*is the card of other arrays"):
        framing.annotate(article, weights=weights)
    assert (
        CliRunner().invoke(cli, ["annotate", str(news), "-o", "x.jsonl", "--weights", "nowhere"]).exit_code
        == 2
    )
