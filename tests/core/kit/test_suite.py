"""The suite itself: which share a run takes, how long it waits, and what it says when it ends."""

import subprocess
import sys
from pathlib import Path

import pytest
from scripts import pace
from tests import proofs

ROOT = Path(__file__).resolve().parents[3]
A_SUITE = """
import pytest

@pytest.mark.proof
@pytest.mark.parametrize("trial", range(40))
def test_many_times(trial): ...

@pytest.mark.proof
def test_once(): ...

@pytest.mark.parametrize("trial", range(400))
def test_quick(trial): ...

@pytest.mark.both_engines
@pytest.mark.parametrize("trial", range(20))
def test_of_the_engine(trial): ...
"""


def collected(folder: Path, asked: str, **told: str) -> list[str]:
    """The tests that a run with these variables takes."""
    (folder / "pytest.ini").write_text(
        "[pytest]\nmarkers =\n    proof\n    also_proof\n    both_engines\n", encoding="utf-8"
    )
    (folder / "test_small.py").write_text(A_SUITE, encoding="utf-8")
    (folder / "conftest.py").write_text(
        "from tests import proofs\n"
        "def pytest_configure(config):\n"
        f"    taking = proofs.Taking('sqlite', quarter={told.pop('quarter', 'no') == 'yes'})\n"
        "    config.pluginmanager.register(taking)\n",
        encoding="utf-8",
    )
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:django"]
    command += ["-p", "no:cacheprovider", "-m", asked, str(folder)]
    done = subprocess.run(
        command,
        cwd=folder,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), **told},
        capture_output=True,
        text=True,
        check=True,
    )
    return [line.partition("::")[2] for line in done.stdout.splitlines() if "::" in line]


def test_a_share_of_the_proofs_is_another_one_with_another_seed(tmp_path: Path) -> None:
    asked = "proof or also_proof"
    one, again, other = (
        collected(tmp_path, asked, LPTEST_PROVE="share", LPTEST_SEED=seed) for seed in "aab"
    )
    assert one == again
    assert one != other
    for taken in (one, other):
        assert "test_once" in taken
        assert sum(test.startswith("test_many_times") for test in taken) == 40 / proofs.SHARE
    assert len(collected(tmp_path, asked, LPTEST_PROVE="full")) == 41


def test_a_quarter_holds_whatever_meets_the_engine(tmp_path: Path) -> None:
    one, other = (
        collected(tmp_path, "not proof", LPTEST_SEED=seed, quarter="yes") for seed in "ab"
    )
    assert one != other
    for taken in (one, other):
        assert sum(test.startswith("test_of_the_engine") for test in taken) == 20
        assert 50 < len(taken) - 20 < 150
    assert len(collected(tmp_path, "not proof")) == 420


def test_of_the_app_on_sqlite_alone_a_quarter_will_do() -> None:
    code = """
import sys
sys.path.insert(0, "scripts")
import test as suites
for suite in suites.SUITES:
    print(suite.name, suites._in_part(suite, on_postgresql=True))
"""
    said = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    in_part = [line.split()[0] for line in said.stdout.splitlines() if "True" in line]
    assert in_part == ["app-sqlite"]


def test_a_slow_machine_is_given_more_time(monkeypatch: pytest.MonkeyPatch) -> None:
    pace.pace.cache_clear()
    monkeypatch.setenv(pace.TOLD, "2.5")
    try:
        assert pace.patient(10) == 25
    finally:
        pace.pace.cache_clear()
    assert 1 <= pace.measured() <= pace.SLOWEST


HANGS = """
import threading

def test_that_hangs():
    threading.Event().wait()
"""


def test_a_suite_that_is_ended_names_the_test_that_was_running(tmp_path: Path) -> None:
    (tmp_path / "test_hangs.py").write_text(HANGS, encoding="utf-8")
    (tmp_path / "conftest.py").write_text(
        "from tests.conftest import pytest_runtest_protocol\n", encoding="utf-8"
    )
    code = f"""
import sys, threading
from pathlib import Path
sys.path.insert(0, {str(ROOT / "scripts")!r})
import test as suites
suites.SUITE_HANGS_AFTER = {{False: 0}}
folder = Path({str(tmp_path)!r})
suite = suites.Suite("hanging", "a suite that hangs", str(folder), django=False)
plan = suites.Plan(False, False, False, "a", 1.0, 1, ["-p", "no:cacheprovider", "-n1"])
tally = suites.Tally()
started = suites._start(suite, plan, folder, tally, whole=True)
while started.process.poll() is None and not any(suites._at_work(started.folder)):
    threading.Event().wait(0.05)
(ended,) = suites._ended([started], plan)
suites._tell(ended, plan, tally)
assert tally.broken
"""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "a suite that hangs: still not ready after 0 s, ended. At work were:" in done.stdout
    assert "  gw0: " in done.stdout
    assert "test_hangs.py::test_that_hangs (" in done.stdout
