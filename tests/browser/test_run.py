"""`make run`: what it makes, what it says, and that nothing of it stays behind."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from scripts.pace import in_time, patient
from tests.databases import PROJECT, environment
from tests.racing import eventually


class Run:
    """scripts/run.py on a data folder of its own, and every process that came of it."""

    def __init__(self, folder: Path, static: Path) -> None:
        self.folder, self.static = folder, static
        self.port = _free_port()
        self.process: subprocess.Popen[str] | None = None
        self.log = folder.parent / f"{folder.name}.log"

    def environment(self, **more: str) -> dict[str, str]:
        kept = environment({"DATA_DIR": str(self.folder), "STATIC_DIR": str(self.static)})
        del kept["LOOPPLANK_MODE"]
        return {**kept, "DEMO": "0", "PORT": str(self.port), **more}

    def said_when_refused(self, **more: str) -> str:
        """Start it where it cannot start; its sentence."""
        done = subprocess.run(
            [sys.executable, "scripts/run.py"],
            cwd=PROJECT,
            env=self.environment(**more),
            capture_output=True,
            text=True,
            check=False,
            timeout=patient(60),
        )
        assert done.returncode == 1, done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        return done.stderr

    def start(self, **more: str) -> float:
        """Start it, and wait until it says where it is; how many seconds that took."""
        begun = time.monotonic()
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "scripts/run.py"],
                cwd=PROJECT,
                env=self.environment(**more),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                text=True,
            )
        eventually(lambda: "loop_started" in self.said(), "it starts", seconds=60)
        return time.monotonic() - begun

    def said(self) -> str:
        return self.log.read_text()

    def stop(self, number: signal.Signals) -> int:
        assert self.process is not None
        self.process.send_signal(number)
        return self.process.wait(patient(20))

    def processes(self) -> list[str]:
        """Whatever runs with this data folder in its environment."""
        found = []
        for place in Path("/proc").glob("[0-9]*"):
            try:
                if f"LOOPPLANK_DATA_DIR={self.folder}".encode() in (place / "environ").read_bytes():
                    found.append((place / "cmdline").read_bytes().replace(b"\0", b" ").decode())
            except OSError:
                continue
        return [line for line in found if line]

    def language_after(self, address: str) -> str:
        """The language of the page that this printed address leads to, for who reads Dutch."""
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
        asked = urllib.request.Request(address, headers={"Accept-Language": "nl"})
        with opener.open(asked, timeout=patient(10)) as answer:
            found = re.search(r'<html lang="(\w+)"', answer.read().decode())
        return found[1] if found else ""

    def status(self, path: str) -> int:
        with urllib.request.urlopen(
            f"http://localhost:{self.port}{path}", timeout=patient(10)
        ) as answer:
            return int(answer.status)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def run(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    made = Run(tmp_path / "var", tmp_path_factory.getbasetemp() / "static-of-run")
    yield made
    if made.process is not None:
        made.process.kill()
        made.process.wait()


def test_a_first_start_a_second_one_and_nothing_left_behind(run: Run) -> None:
    run.start()
    first = run.said()
    code = re.search(r"De code is:\s+((?:[A-Z0-9]{4} ?){4})", first)
    assert code is not None, first
    assert f"http://localhost:{run.port}/begin/" in first
    assert (run.folder / "setup-code").read_text() == code[1].strip()
    key = (run.folder / "secret-key").read_text()
    assert len(key) >= 64
    for file in (run.folder, *run.folder.iterdir()):
        assert file.stat().st_mode & 0o077 == 0, file
    assert any("granian" in line for line in run.processes())
    assert any("manage.py loop" in line for line in run.processes())
    # one at a time on the same data
    assert "already runs" in run.said_when_refused(PORT=str(_free_port()))
    assert run.status("/gezond/") == 200
    assert run.status("/begin/") == 200
    english = re.search(r"http://\S+to=en\S+", first)
    assert english is not None, first
    assert run.language_after(f"http://localhost:{run.port}/begin/") == "nl"
    assert run.language_after(english[0]) == "en"
    assert run.stop(signal.SIGINT) == 0
    assert run.processes() == []

    # with other work beside it; by itself it takes two
    assert in_time(run.start(), 15)
    assert (run.folder / "secret-key").read_text() == key
    assert code[1].strip() in run.said()
    # even when it is killed its children stop
    assert len(run.processes()) >= 4
    run.stop(signal.SIGKILL)
    eventually(lambda: run.processes() == [], "nothing is left of it", seconds=15)


def test_a_port_that_is_taken(run: Run) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", run.port))
        other.listen()
        said = run.said_when_refused()
    assert f"Port {run.port} is taken" in said
    # never a command that would start the demo in place of real use
    assert f"make run DEMO=0 PORT={run.port + 1}" in said


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"HOST": "0.0.0.0"}, "proxy with https"),
        ({"DEMO": "maybe"}, "DEMO=0"),
        ({"PORT": "http"}, "PORT=8001"),
        ({"ORIGIN": "http://hulp.example.nl"}, "https://"),
        ({"LOOPPLANK_ORIGN": "https://hulp.example.nl"}, "there is no such setting"),
        ({"LOOPPLANK_DATABASE_URL": "mysql://x/y"}, "postgresql://"),
        ({"LOOPPLANK_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/x"}, "cannot be used"),
    ],
)
def test_a_wish_that_cannot_be_is_answered_with_a_sentence(
    run: Run, settings: dict[str, str], sentence: str
) -> None:
    assert sentence in run.said_when_refused(**settings)
    assert run.processes() == []


def test_behind_a_proxy_with_https_it_may_listen_elsewhere(run: Run) -> None:
    run.start(ORIGIN="https://hulp.example.nl", HOST="0.0.0.0")
    assert "https://hulp.example.nl/begin/" in run.said()
    asking = urllib.request.Request(
        f"http://127.0.0.1:{run.port}/gezond/",
        headers={"Host": "hulp.example.nl", "X-Forwarded-Proto": "https"},
    )
    with urllib.request.urlopen(asking, timeout=patient(10)) as answer:
        assert answer.headers["Strict-Transport-Security"]
    assert run.stop(signal.SIGTERM) == 0
    assert run.processes() == []


def test_without_the_packages_it_says_how_to_start(run: Run, tmp_path: Path) -> None:
    bare = tmp_path / "bare"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", bare], check=True)
    done = subprocess.run(
        [bare / "bin" / "python", "scripts/run.py"],
        cwd=PROJECT,
        env={k: v for k, v in run.environment().items() if k != "PYTHONPATH"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.strip() == "The packages are missing. Start with: make run"


@pytest.mark.proof
def test_the_demo_loads_on_its_first_start_and_names_its_accounts(run: Run) -> None:
    assert in_time(run.start(DEMO="1"), 60)
    said = run.said()
    assert "marleen@waterstad.example" in said
    assert "English" in said
    for path in re.findall(rf"http://localhost:{run.port}(/\S*)", said):
        assert run.status(path) == 200, path
    english = re.search(r"http://\S+to=en\S+", said)
    assert english is not None, said
    assert run.language_after(english[0]) == "en"
    run.stop(signal.SIGINT)
    assert in_time(run.start(DEMO="1"), 15)
    assert "Loading the demo" not in run.said()
    assert os.path.exists(run.folder / "demo.sqlite3")
