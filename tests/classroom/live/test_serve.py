"""The real server: a class that marks while the machine stops and starts again, and what framing class tells."""

import os
import socket
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from framing.classroom.live import serve
from framing.classroom.live.files import hold_file
from framing.classroom.live.store import NotSavedError, open_store
from framing.cli.commands import cli
from framing.errors import UsageError

from .conftest import FIRST, SECOND

# These tests speak to a server on this machine; the network stays closed.
loopback = pytest.mark.allow_hosts(["127.0.0.1"])


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("event")
    for name, text in (("first", FIRST), ("second", SECOND)):
        (made / f"{name}.txt").write_text(text + "\n".join(SECOND for _ in range(3)), encoding="utf-8")
    return made


@pytest.fixture
def live(benchmark_module):
    return benchmark_module("live")


@loopback
@pytest.mark.skipif(os.name == "nt", reason="Windows knows no kill -9")
def test_a_killed_server_loses_no_acknowledged_mark_and_nobody_joins_anew(live, folder):
    outcome = _apart(live.measure, folder, pupils=12, seconds=4, kill=True)
    assert len(outcome.sent) >= 12  # how many more depends on the machine
    assert outcome.retries > 0  # it was away indeed
    assert {one for one in outcome.sent if one not in outcome.acknowledged} == set()
    assert (outcome.missing, outcome.unknown, outcome.doubled, outcome.turned_away) == (0, 0, 0, 0)


@loopback
def test_sixty_pupils_lose_no_mark(live, folder):
    outcome = _apart(live.measure, folder, pupils=60, seconds=2)
    assert len(outcome.acknowledged) == len(outcome.sent) >= 60
    assert (outcome.missing, outcome.unknown, outcome.doubled, outcome.turned_away) == (0, 0, 0, 0)


@loopback
def test_a_port_that_is_taken_is_told():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(UsageError, match="taken by another program"):
            serve._listen("127.0.0.1", other.getsockname()[1])


@loopback
def test_an_address_of_another_machine_is_told(monkeypatch):
    with pytest.raises(UsageError, match=r"192\.0\.2\.1: is not an address of this machine"):
        serve._listen("192.0.2.1", 0)


class _Probe:
    """A socket that would send to a network, or is in none."""

    def __init__(self, address=None):
        self.address = address

    def __call__(self, *_):
        return self

    def connect(self, _):
        if self.address is None:
            raise OSError("unreachable")

    def getsockname(self):
        return (self.address, 1)

    def close(self):
        pass


def _network(monkeypatch, address, named="127.0.1.1"):
    """Let the module see a network of its own; the real one stays closed."""
    fake = SimpleNamespace(
        AF_INET=socket.AF_INET,
        SOCK_DGRAM=socket.SOCK_DGRAM,
        socket=_Probe(address),
        gethostname=lambda: "teacher",
        getaddrinfo=lambda *_: [(0, 0, 0, "", (named, 0))],
    )
    monkeypatch.setattr(serve, "socket", fake)


def test_the_address_in_the_room_s_network_is_found(monkeypatch):
    _network(monkeypatch, "10.0.0.7")
    assert serve.find_address() == "10.0.0.7"


def test_in_a_network_without_a_way_out_the_name_s_address_is_found(monkeypatch):
    _network(monkeypatch, None, "10.1.1.1")
    assert serve.find_address() == "10.1.1.1"


def test_in_no_network_the_remedy_is_told(monkeypatch):
    _network(monkeypatch, None)
    with pytest.raises(UsageError, match="--address"):
        serve.find_address()


def _apart(work, *arguments, **options):
    """Work in a thread of its own: where a browser is tested too, this one has an event loop already."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(work, *arguments, **options).result()


def _serve_at_once(monkeypatch, lesson, file, **options):
    """Start a class whose server ends at once; return what was told and where it listened."""
    listened, told = [], []
    sockets = []

    def listen(host, port):
        listened.append((host, port))
        sockets.append(SimpleNamespace(getsockname=lambda: (host, 8000), close=lambda: None))
        return sockets[-1]

    async def end(self, sockets):
        self.config.load()

    monkeypatch.setattr(serve, "_listen", listen)
    monkeypatch.setattr("uvicorn.Server.serve", end)
    _apart(serve.serve_class, lesson, file, told.append, **options)
    return told[0], listened


def test_this_machine_alone_can_reach_a_class_that_nobody_opened(monkeypatch, lesson, file):
    started, listened = _serve_at_once(monkeypatch, lesson, file)
    assert listened == [("127.0.0.1", 8000)]
    assert started.pupils == "http://127.0.0.1:8000/"
    assert started.qr == ""


def test_the_room_can_when_the_teacher_asks_for_it(monkeypatch, lesson, file):
    monkeypatch.setattr(serve, "find_address", lambda: "10.0.0.7")
    started, listened = _serve_at_once(monkeypatch, lesson, file, network=True)
    assert listened == [("127.0.0.1", 8000), ("10.0.0.7", 8000)]
    assert started.pupils == "http://10.0.0.7:8000/"
    assert started.teacher.startswith("http://127.0.0.1:8000/teacher#")
    assert "█" in started.qr


@pytest.mark.parametrize("address", ["0.0.0.0", "0", "0x0", "0.0"])
def test_every_network_at_once_is_refused(monkeypatch, lesson, file, address):
    with pytest.raises(UsageError, match="every network of this machine"):
        _serve_at_once(monkeypatch, lesson, file, address=address)
    assert not file.exists()


@pytest.mark.parametrize("address", ["abc", "999.1.1.1", "::1", "http://10.0.0.7", "10.0.0.7:80", "ä"])
def test_what_is_no_address_is_told_with_one_that_is(monkeypatch, lesson, file, address):
    with pytest.raises(UsageError, match=r"no address of the kind 192\.168\.1\.20"):
        _serve_at_once(monkeypatch, lesson, file, address=address)
    assert not file.exists()


@loopback
def test_any_free_port_is_one_at_both_addresses():
    sockets = serve._listen_everywhere(["127.0.0.1", "127.0.0.2"], 0)
    ports = {one.getsockname()[1] for one in sockets}
    hosts = [one.getsockname()[0] for one in sockets]
    for one in sockets:
        one.close()
    assert len(ports) == 1
    assert hosts == ["127.0.0.1", "127.0.0.2"]


def test_a_port_that_is_free_at_one_address_alone_is_left(monkeypatch):
    free = {("10.0.0.7", 3)}
    ports = iter((1, 2, 3))
    closed = []

    def listen(host, port):
        if host != serve.LOOPBACK and (host, port) not in free:
            raise UsageError(f"port {port}", "is taken by another program")
        port = port or next(ports)
        return SimpleNamespace(getsockname=lambda: (host, port), close=lambda: closed.append(port))

    monkeypatch.setattr(serve, "_listen", listen)
    sockets = serve._listen_everywhere([serve.LOOPBACK, "10.0.0.7"], 0)
    assert [one.getsockname()[1] for one in sockets] == [3, 3]
    assert closed == [1, 2]
    with pytest.raises(UsageError, match="port 8000"):
        serve._listen_everywhere([serve.LOOPBACK, "10.0.0.7"], 8000)


def test_as_many_may_join_as_the_teacher_says(monkeypatch, lesson, file):
    _serve_at_once(monkeypatch, lesson, file)
    with closing(open_store(file, lesson)) as store:
        assert store.places == 60
    for given, places in ((25, 25), (None, 25)):
        _serve_at_once(monkeypatch, lesson, file, places=given)
        with closing(open_store(file, lesson)) as store:
            assert store.places == places


def test_the_secret_is_another_one_each_time_and_the_code_stays(monkeypatch, lesson, file):
    first, _ = _serve_at_once(monkeypatch, lesson, file)
    second, _ = _serve_at_once(monkeypatch, lesson, file)
    assert first.teacher != second.teacher
    assert first.code == second.code


def test_a_new_start_ends_all_keys_of_teachers_and_none_of_pupils(monkeypatch, lesson, file):
    with closing(open_store(file, lesson)) as store:
        pupil, teacher = store.join("Ann"), store.admit_teacher()
    _serve_at_once(monkeypatch, lesson, file)
    with closing(open_store(file, lesson)) as store:
        assert not store.is_teacher(teacher)
        assert store.pupil(pupil).nickname == "Ann"


def test_a_class_that_runs_is_not_started_twice(monkeypatch, lesson, file):
    with hold_file(file), pytest.raises(UsageError, match="class is running"):
        _serve_at_once(monkeypatch, lesson, file)
    _serve_at_once(monkeypatch, lesson, file)
    assert not file.with_name("class.sqlite-lock").exists()


@loopback
@pytest.mark.parametrize("content", [b"somebody's thesis", None], ids=["another's file", "held"])
def test_where_the_file_is_refused_nothing_listens_any_more(lesson, file, content):
    sockets = []
    listen = serve._listen

    def keep(host, port):
        sockets.append(listen(host, port))
        return sockets[-1]

    with pytest.MonkeyPatch.context() as patch, ExitStack() as held:
        patch.setattr(serve, "_listen", keep)
        if content is None:
            held.enter_context(hold_file(file))
        else:
            file.write_bytes(content)
        with pytest.raises(UsageError, match=r"no file of a class|is in use"):
            serve.serve_class(lesson, file, print, port=0)
    # Nobody listens at all while another class holds the file.
    assert [one.fileno() for one in sockets] == [-1] * (content is not None)


@pytest.mark.parametrize("places", [0, -1, 201, 5000])
def test_so_many_places_cannot_be_given(lesson, file, places):
    with pytest.raises(UsageError, match="from 1 to 200"):
        serve.serve_class(lesson, file, print, places=places)
    assert not file.exists()


def test_a_start_on_a_full_disk_says_so(monkeypatch, lesson, file):
    """The file is there, and the disk takes no change of it."""
    _serve_at_once(monkeypatch, lesson, file)

    def refuse(self):
        raise NotSavedError("database or disk is full")

    monkeypatch.setattr("framing.classroom.live.store.Store.dismiss_teachers", refuse)
    with pytest.raises(UsageError, match="cannot be written: database or disk is full; make room"):
        _serve_at_once(monkeypatch, lesson, file)


def test_a_missing_extra_is_named(monkeypatch, lesson, file):
    monkeypatch.setitem(sys.modules, "segno", None)
    with pytest.raises(UsageError, match=r"framing\[classroom\]"):
        serve.serve_class(lesson, file, print)
    assert not file.exists()


# --- the commands -------------------------------------------------------------------------------------------------


def _run(*arguments, **options):
    return CliRunner().invoke(cli, list(map(str, arguments)), **options)


def test_marks_are_exported_and_agreement_reads_them(store, lesson, folder, tmp_path):
    table = tmp_path / "marks.csv"
    done = _run("class", "export", store.file, "-o", table)
    assert done.exit_code == 0, done.output
    assert table.read_text(encoding="utf-8") == "article,coder,start,end,label,text,letter\n"
    assert "note: two tasks in one table" in done.stderr
    done = _run("class", "export", store.file, "-o", table, "--only", "voices")
    assert "--unmarked skip gives the figure of your screen" in done.stderr


def test_to_delete_asks_first(store):
    assert _run("class", "delete", store.file, input="n\n").exit_code == 1
    assert store.file.exists()
    done = _run("class", "delete", store.file, "--yes")
    assert done.exit_code == 0
    assert not store.file.exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows lets few make links")
def test_of_a_link_the_real_files_are_named_and_deleted(store, tmp_path):
    store.join("Ann")
    (tmp_path / "links").mkdir()
    link = tmp_path / "links" / "marks.sqlite"
    link.symlink_to(store.file)
    with hold_file(store.file):
        assert "class is running" in str(_run("class", "delete", link, "--yes").exception)
    assert str(store.file) in _run("class", "delete", link, input="n\n").output
    done = _run("class", "delete", link, "--yes")
    assert done.exit_code == 0
    for ending in ("", "-wal", "-shm"):
        assert f"deleted {store.file}{ending}\n" in done.output
    assert [one for one in tmp_path.rglob("*") if one.name != "links"] == []


@pytest.mark.parametrize("arguments", [("exprt", "class.sqlite"), ("my-event",), ("stop",)])
def test_a_word_that_is_neither_command_nor_folder_is_told(arguments):
    result = _run("class", *arguments)
    assert result.exit_code == 2
    assert f"{arguments[0]!r} is no command here (delete, export, start), and no folder" in result.output


def test_a_near_folder_is_named(tmp_path, monkeypatch):
    folder = tmp_path / "harbour"
    folder.mkdir()
    monkeypatch.chdir(tmp_path)
    near = "harbou"
    told = _run("class", near).output
    assert f"did you mean {folder.name!r}?" in " ".join(told.split())
    assert "did you mean 'export'?" in _run("class", "exprt").output
    whole = folder.with_name(near)
    assert f"did you mean {str(folder)!r}?" in str(_run("class", "start", whole).exception)


def test_one_article_alone_is_said_to_allow_no_comparison(monkeypatch, folder, lesson):
    monkeypatch.setattr(serve, "serve_class", lambda *given, **options: None)
    result = _run("class", "start", str(folder / "first.txt"))
    assert result.exit_code == 0
    assert "note: “What is missing?” is left out: it takes a second article" in result.output
    assert "it takes a second article" not in _run("class", "start", str(folder)).output


def test_a_class_of_articles_that_are_not_there_is_told(tmp_path):
    done = _run("class", tmp_path / "nowhere")
    assert done.exit_code != 0


def test_the_file_of_a_class_is_no_article(folder, lesson, tmp_path):
    from framing import api

    (tmp_path / "one.txt").write_text(FIRST, encoding="utf-8")
    for ending in ("", "-wal", "-shm"):
        (tmp_path / f"class.sqlite{ending}").write_bytes(b"SQLite format 3\0")
    articles, rejects = api.read(tmp_path)
    assert len(articles) == 1
    assert rejects == []


def test_help_shows_how_to_start_export_and_delete():
    shown = _run("class", "--help").output
    for words in ("framing class my-event --network", "framing class export", "framing class delete"):
        assert words in shown
    assert "--network" in _run("class", "start", "--help").output
