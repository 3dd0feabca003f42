"""A command that is stopped with Ctrl-C could not run: one line, exit code 2."""

import pytest
from click.testing import CliRunner

from framing import api
from framing.cli.commands import cli


@pytest.mark.parametrize(
    ("arguments", "function"),
    [
        (["events", "news.jsonl", "-o", "events.jsonl"], "group_events"),
        (["annotate", "news.jsonl", "-o", "annotations.jsonl"], "annotate_file"),
        (["report", "news.jsonl", "-o", "report"], "make_report"),
        (["lexicon", "list"], "list_lexicons"),
    ],
)
def test_a_command_that_is_stopped(arguments, function, monkeypatch):
    def stop(*args, **how):
        raise KeyboardInterrupt

    monkeypatch.setattr(api, function, stop)
    result = CliRunner().invoke(cli, arguments)
    assert (result.exit_code, result.stderr) == (2, "stopped\n")
