"""Nobody's files are lost or read for what they are not: inputs, outputs and stores that stand in each other's way."""

import json
import os
import shutil
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from framing import api
from framing.cli.commands import cli
from framing.corpus import annotate_folder, shards
from framing.corpus.storage import Folder
from framing.corpus.store import annotations_of, read_store
from framing.errors import UsageError

pytest.importorskip("pyarrow")

RULES = {"attribution": "rules"}


def texts_in(store):
    folder = Folder(str(store))
    return [
        one.article.text for shard in read_store(folder).shards for one in annotations_of(folder, shard.name)
    ]


def test_another_folder_with_files_of_the_same_names_is_refused(tmp_path, write_stories, content):
    write_stories(tmp_path / "new" / "a.jsonl", range(4))
    write_stories(tmp_path / "other" / "a.jsonl", range(4, 8))
    api.annotate_folder(tmp_path / "new", tmp_path / "store", **RULES)
    before = content(tmp_path / "store")
    with pytest.raises(UsageError, match=r"was made of .*new, which is not given now"):
        api.annotate_folder(tmp_path / "other", tmp_path / "store", resume=True, **RULES)
    assert content(tmp_path / "store") == before
    # However a folder is written, and with one more, it is gone on with.
    written = [f"{tmp_path}/./new/", tmp_path / "other"]
    with pytest.raises(UsageError, match="made of files that are not given now"):
        api.annotate_folder(written, tmp_path / "store", resume=True, **RULES)
    summary = api.annotate_folder(f"{tmp_path}/./new/", tmp_path / "store", resume=True, **RULES)
    assert summary.done_before == len(summary.store.shards) == 1


def test_a_file_put_in_the_place_of_another_is_done_again(tmp_path, write_stories):
    file = write_stories(tmp_path / "news" / "a.jsonl", range(3))
    file.parent.joinpath("b.txt").write_text("The mayor said it is late.\n")
    api.annotate_folder(file.parent, tmp_path / "store", **RULES)
    old = file.stat()
    file.write_text(file.read_text().replace("shameful", "terrific"))
    os.utime(file, (1, 1))
    assert file.stat().st_size == old.st_size
    summary = api.annotate_folder(file.parent, tmp_path / "store", resume=True, **RULES)
    assert summary.done_before == 0
    assert sum("terrific" in text for text in texts_in(tmp_path / "store")) == 3
    # A newer time alone is no change.
    os.utime(file)
    assert api.annotate_folder(file.parent, tmp_path / "store", resume=True, **RULES).done_before == 1


def test_a_store_does_not_lie_within_its_articles(tmp_path, write_stories):
    news = write_stories(tmp_path / "news" / "a.jsonl", range(3)).parent
    for store in (news / "store", news, news / "a.jsonl"):
        with pytest.raises(UsageError, match="lies within the articles"):
            api.annotate_folder(news, store, **RULES)
    assert [one.name for one in news.iterdir()] == ["a.jsonl"]


def test_a_store_at_an_address_does_not_lie_within_its_articles(write_stories, tmp_path):
    fsspec = pytest.importorskip("fsspec")
    file = write_stories(tmp_path / "a.jsonl", range(3))
    memory = fsspec.filesystem("memory")
    memory.pipe("/within/a.jsonl", file.read_bytes())
    with pytest.raises(UsageError, match="lies within the articles"):
        api.annotate_folder("memory://within", "memory://within/store", **RULES)
    # Beside the files of a pattern it may stand, and is never read for articles.
    for _ in range(2):
        summary = api.annotate_folder("memory://within/*", "memory://within/store", resume=True, **RULES)
        assert summary.store.articles == 3
    assert len(api.read("memory://within")[0]) == 3
    memory.rm("/within", recursive=True)


def test_a_store_is_never_read_for_articles(tmp_path, write_stories):
    news = write_stories(tmp_path / "news" / "a.jsonl", range(3)).parent
    for _ in range(2):
        summary = api.annotate_folder(f"{news}/*.jsonl", news / "store", resume=True, **RULES)
        assert (summary.store.articles, summary.rejects) == (3, [])
    for paths in (news, f"{news}/**", f"{news}/**/*.json*", f"{news}/*"):
        articles, rejects = api.read(paths)
        assert (len(articles), rejects) == (3, []), paths
    for call in (api.read, api.check, lambda paths: api.annotate_file(paths, tmp_path / "x.jsonl")):
        with pytest.raises(UsageError, match="is a store of annotations; expected articles"):
            call(news / "store")
    with pytest.raises(UsageError, match="is a store of annotations"):
        api.group_events([news / "a.jsonl", news / "store"], tmp_path / "events.jsonl")
    # A folder of one's own is read, whatever one of its files is called.
    shutil.rmtree(news / "store" / "annotations")
    assert len(api.read(news)[1]) > 0


def test_events_may_stand_in_a_store_that_stands_among_its_articles(tmp_path, write_stories):
    news = write_stories(tmp_path / "news" / "a.jsonl", range(3)).parent
    api.annotate_folder(f"{news}/*.jsonl", news / "store", **RULES)
    with pytest.raises(UsageError, match="would be read as articles next time"):
        api.group_events(news, news / "events.jsonl")
    assert api.group_events(news, news / "store" / "events.jsonl").articles == 3
    assert len(api.read(news)[0]) == 3


@pytest.mark.parametrize("write", [api.group_events, api.annotate_file])
def test_an_output_never_takes_the_place_of_an_input(tmp_path, write_stories, write):
    file = write_stories(tmp_path / "news" / "a.jsonl", range(3))
    before = file.read_bytes()
    (tmp_path / "link.jsonl").symlink_to(file)
    for paths, target in (
        (file, file),
        (file.parent, file.parent / ".." / "news" / "a.jsonl"),
        (f"{file.parent}/*.jsonl", file),
        (tmp_path / "link.jsonl", file),
    ):
        with pytest.raises(UsageError, match="is one of the files to be read"):
            write(paths, target)
    assert file.read_bytes() == before
    with pytest.raises(UsageError, match="is an address"):
        write(file, "memory://bucket/out.jsonl")


@pytest.mark.parametrize("write", [api.group_events, api.annotate_file])
def test_an_output_never_takes_the_place_of_a_file_of_a_store(tmp_path, write_stories, content, write):
    file = write_stories(tmp_path / "news" / "a.jsonl", range(3))
    store = tmp_path / "store"
    api.annotate_folder(file, store, **RULES)
    before = content(store)
    (tmp_path / "link").symlink_to(store)
    for name in ("rejects.jsonl", "Rejects.jsonl", "rejects/a.jsonl", "annotations/a.jsonl", "mine/a.jsonl"):
        for place in (store, tmp_path / "link"):
            with pytest.raises(UsageError, match="belongs to a store of annotations"):
                write(file, place / name)
    with pytest.raises(UsageError, match=r"belongs to a store|is no name for JSON Lines"):
        write(file, store / "store.json")
    assert content(store) == before
    # Events stand in the folder of their store.
    api.group_events(store, store / "events.jsonl")
    assert content(store).keys() - before.keys() == {"events.jsonl"}


def test_the_commands_refuse_outputs_at_addresses(tmp_path, write_stories, monkeypatch):
    monkeypatch.chdir(tmp_path)
    file = write_stories(tmp_path / "a.jsonl", range(3))
    for command in ("annotate", "events"):
        run = CliRunner().invoke(cli, [command, str(file), "-o", "memory://bucket/out.jsonl"])
        assert isinstance(run.exception, UsageError)
        assert "is an address" in str(run.exception)
    assert [one.name for one in tmp_path.iterdir()] == ["a.jsonl"]


def test_what_is_refused_leaves_no_trace(tmp_path, write_stories):
    file = write_stories(tmp_path / "a.jsonl", range(3))
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("x")
    with pytest.raises(UsageError, match="is no store"):
        api.annotate_folder(file, tmp_path / "mine", **RULES)
    assert [one.name for one in (tmp_path / "mine").iterdir()] == ["thesis.txt"]
    with pytest.raises(UsageError, match="standard input"):
        api.annotate_folder("-", tmp_path / "fresh", **RULES)
    assert not (tmp_path / "fresh").exists()


def test_a_folder_that_held_no_article_then_may_be_given_again(tmp_path, write_stories, content):
    news, store = tmp_path / "news", tmp_path / "store"
    news.mkdir()
    (news / "empty.txt").write_text("\n")
    own = tmp_path / "own.toml"
    api.new_lexicon(own, "naming")
    with pytest.raises(UsageError, match="no article could be read"):
        api.annotate_folder(news, store, lexicons=[own], **RULES)
    write_stories(news / "a.jsonl", range(3))
    assert api.annotate_folder(news, store, **RULES).store.articles == 3
    api.annotate_folder(news, tmp_path / "whole", **RULES)
    assert content(store) == content(tmp_path / "whole")


def test_a_run_that_ends_before_the_lexicons_are_copied_is_gone_on_with(
    tmp_path, write_stories, monkeypatch, content
):
    file = write_stories(tmp_path / "a.jsonl", range(3))
    own = tmp_path / "own.toml"
    api.new_lexicon(own, "naming")
    write = Folder.write

    def stop(folder, name):
        if name.startswith("lexicons/") == early:
            raise KeyboardInterrupt
        return write(folder, name)

    # Before store.json is there, nothing else may be; and after it, what follows may be missing.
    for early in (True, False):
        store = tmp_path / f"store-{early}"
        monkeypatch.setattr(Folder, "write", stop)
        with pytest.raises(KeyboardInterrupt):
            api.annotate_folder(file, store, lexicons=[own], **RULES)
        monkeypatch.setattr(Folder, "write", write)
        summary = api.annotate_folder(file, store, lexicons=[own], resume=True, **RULES)
        assert summary.store.articles == 3
    assert content(tmp_path / "store-True") == content(tmp_path / "store-False")


def test_events_of_a_store_at_an_address_and_of_an_unfinished_one(tmp_path, write_stories, monkeypatch):
    pytest.importorskip("fsspec")
    file = write_stories(tmp_path / "a.jsonl", range(3))
    api.group_events(file, tmp_path / "raw.jsonl")
    api.annotate_folder(file, "memory://told", **RULES)
    api.group_events("memory://told", tmp_path / "stored.jsonl")
    assert (tmp_path / "stored.jsonl").read_bytes() == (tmp_path / "raw.jsonl").read_bytes()

    def stop(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(annotate_folder, "annotate_shard", stop)
    with pytest.raises(KeyboardInterrupt):
        api.annotate_folder(file, tmp_path / "unfinished", **RULES)
    with pytest.raises(UsageError, match=r"is unfinished.*--resume"):
        api.group_events(tmp_path / "unfinished", tmp_path / "never.jsonl")
    assert not (tmp_path / "never.jsonl").exists()


def test_a_shard_that_was_lost_is_told_by_every_choice(tmp_path, write_stories, monkeypatch):
    pytest.importorskip("duckdb")
    monkeypatch.setattr(shards, "COUNTED_BYTES", 0)
    monkeypatch.setattr(shards, "FEWEST_RECORDS", 4)
    news = write_stories(tmp_path / "news" / "a.jsonl", range(8)).parent
    (news / "empty.txt").write_text("\n")
    whole = annotate_folder.annotate_shard

    def die(job, shard, **more):
        if any(part.start == 4 for part in shard.parts):
            raise annotate_folder.LOST[0]
        return whole(job, shard, **more)

    monkeypatch.setattr(annotate_folder, "annotate_shard", die)
    summary = api.annotate_folder(news, tmp_path / "store", **RULES)
    assert [one.file for one in summary.rejects] == ["a.jsonl, records from 5 on", "empty.txt"]
    lost = summary.rejects[:1]
    quick = {"resamples": 0, "formats": ["json"]}
    chosen = api.make_report(tmp_path / "store", tmp_path / "report", where="words > 0", **quick)
    assert (len(chosen.comparison.articles), chosen.comparison.rejects) == (4, lost)
    assert api.make_report(tmp_path / "store", tmp_path / "report", **quick).comparison.rejects == (
        summary.rejects
    )
    events = api.group_events(tmp_path / "store", tmp_path / "events.jsonl")
    assert (events.articles, events.rejects) == (4, lost)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a file's name is always text")
def test_a_name_that_is_no_text_is_read_from_a_pattern_as_from_a_folder(tmp_path):
    folder = os.fsencode(tmp_path / "news")
    os.mkdir(folder)
    with open(folder + b"/caf\xe9.txt", "w") as file:
        file.write("The mayor said it is late.\n\nIt rained on Monday in the town.")
    pattern = str(tmp_path / "news" / "*.txt")
    assert api.read(pattern) == api.read(tmp_path / "news")
    summary = api.annotate_folder(pattern, tmp_path / "store", **RULES)
    assert (summary.store.articles, summary.rejects) == (1, [])
    given = os.fsdecode(folder + b"/caf\xe9.txt")
    for _ in range(2):
        assert api.annotate_folder(given, tmp_path / "one", resume=True, **RULES).store.articles == 1
    assert api.annotate_file(pattern, tmp_path / "x.jsonl", **RULES).articles == 1


def test_corrections_that_are_gone_leave_the_store(tmp_path, write_stories):
    news = write_stories(tmp_path / "news" / "a.jsonl", range(3)).parent
    wanted = '[[outlet]]\narticle = "a#1"\noutlet = "Reuters"\nreason = "a reprint"\n'
    (news / "corrections.toml").write_text(wanted, encoding="utf-8")
    store = tmp_path / "store"
    api.annotate_folder(news, store, **RULES)
    assert (store / "corrections" / "0.toml").read_text(encoding="utf-8") == wanted
    (news / "corrections.toml").unlink()
    api.annotate_folder(news, store, resume=True, **RULES)
    assert list((store / "corrections").iterdir()) == []


def test_ids_of_events_are_never_the_same(tmp_path):
    # A hundred events of no telling words, which are counted, and one that is called by the last number.
    rows = [
        {"id": f"x{n}", "title": "Go on", "text": f"Qq{n}zzz wwq{n}kk pplm{n} ttr{n} zzk{n}oo eek{n}."}
        for n in range(100)
    ]
    rows.append({"id": "last", "title": "100", "text": "Nothing happened at the harbour, officials said."})
    (tmp_path / "a.jsonl").write_text(
        "".join(json.dumps(row | {"published": "2024-06-19"}) + "\n" for row in rows)
    )
    summary = api.group_events(tmp_path / "a.jsonl", tmp_path / "events.jsonl")
    told = [json.loads(line)["event"] for line in (tmp_path / "events.jsonl").read_text().splitlines()]
    assert summary.events == len(set(told)) == len(rows)
    assert {"2024-06-19", "2024-06-19-2", "2024-06-19-100", "2024-06-19-100-2"} <= set(told)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["-o", "x.jsonl.gz"], "would be a folder"),
        (["-o", "notes.txt"], "would be a folder"),
        (["-o", "x", "--engine", "dask", "--scheduler", "tcp://127.0.0.1:1", "--workers", "2"], "--workers"),
    ],
)
def test_options_that_would_be_passed_over_are_refused(options, told, tmp_path, write_stories, monkeypatch):
    monkeypatch.chdir(tmp_path)
    file = write_stories(tmp_path / "a.jsonl", range(3))
    run = CliRunner().invoke(cli, ["annotate", str(file), *options])
    assert run.exit_code == 2
    assert told in run.stderr
    assert [one.name for one in Path().iterdir()] == ["a.jsonl"]
