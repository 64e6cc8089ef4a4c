"""docs/operations.md says what is so: settings, counts, services and make targets."""

import os
import re
import subprocess
import sys
from importlib import import_module

import pytest
from tests.app.cast import NOW, Cast
from tests.databases import PROJECT

from loopplank.access.responsibility import nightly_checks
from loopplank.config import settings
from loopplank.jobs.nightly import daily_work

TEXT = (PROJECT / "docs" / "operations.md").read_text(encoding="utf-8")


def test_it_lists_every_setting_and_no_other() -> None:
    listed = re.findall(r"^\| `LOOPPLANK_([A-Z_]+)`", TEXT, re.MULTILINE)
    assert sorted(listed) == sorted(settings.env.declared)
    named = set(re.findall(r"LOOPPLANK_([A-Z_]+)", TEXT)) - {""}
    assert named == set(listed)


def test_make_run_fills_in_the_settings_with_a_star(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.startswith("LOOPPLANK_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("ORIGIN", "https://hulp.example.nl")
    # it is a program beside the package, and finds its neighbours by itself
    monkeypatch.syspath_prepend(str(PROJECT / "scripts"))
    filled = set(import_module("options").read_options("real").settings) - {"LOOPPLANK_DATA_DIR"}
    assert filled == set(re.findall(r"^\| `(LOOPPLANK_[A-Z_]+)` \*", TEXT, re.MULTILINE))


def test_it_lists_every_count_of_the_nightly_check(cast: Cast) -> None:
    assert set(nightly_checks.broken_promises(NOW)) < set(daily_work.check(NOW, lambda: False))
    for name in daily_work.check(NOW, lambda: False):
        assert f"| `{name}` |" in TEXT


def test_the_events_of_the_log_that_it_names_are_logged_somewhere() -> None:
    code = "".join(p.read_text() for p in (PROJECT / "src/loopplank/jobs").rglob("*.py"))
    sending = ("messages_handled", "message_not_sent", "message_taken_back", "channel_out_of_reach")
    for name in ("promises_kept", "promises_broken", "row_failed", *sending):
        assert f"`{name}`" in TEXT
        assert f'"{name}"' in code


def test_the_make_targets_that_it_names_exist() -> None:
    makefile = (PROJECT / "Makefile").read_text()
    for target in set(re.findall(r"^make ([a-z]+)", TEXT, re.MULTILINE)):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


@pytest.mark.parametrize("command", sorted(set(re.findall(r"manage\.py ([a-z_]+)", TEXT))))
def test_the_commands_that_it_names_exist(command: str) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", command, "--help"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    options = set(re.findall(rf"manage\.py {command} [^\n`]*?(--[a-z-]+)", TEXT))
    assert all(option in done.stdout for option in options)


def test_the_web_service_starts_what_make_run_starts() -> None:
    run = (PROJECT / "scripts" / "run.py").read_text()
    (line,) = re.findall(r"^ExecStart=.*granian (.*)$", TEXT, re.MULTILINE)
    for option in ("--interface=wsgi", "--no-ws", "--respawn-failed-workers"):
        assert option in line
        assert option in run
    assert "WORKERS, THREADS = 2, 2" in run
    assert "--workers=2 --blocking-threads=2" in line
