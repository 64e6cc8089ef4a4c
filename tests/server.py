"""The real application as a process of its own: granian on a free port, as `make run` starts it."""

import os
import secrets
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path
from urllib.error import URLError

from scripts.pace import patient
from scripts.processes import die_with_parent

from tests.databases import PROJECT, environment, once, python
from tests.racing import eventually

STARTS_WITHIN = 30


def static_files(folder: Path) -> Path:
    """The collected style sheets and scripts under their hashed names; made once a run.

    This fails when a style sheet names a file that is not there, as it would in use.
    """
    target = folder / "static"

    def collect() -> None:
        settings = {"MODE": "demo", "SECRET_KEY": "0" * 64, "STATIC_DIR": str(target)}
        python("manage.py", "collectstatic", "--no-input", "-v0", **settings)

    once(folder, "static-files", collect)
    return target


def secret_file(folder: Path) -> Path:
    """The key of this run: a link in a prepared database opens under the key it was made with."""
    path = folder / "secret-key"

    def make() -> None:
        path.write_text(secrets.token_hex(32), encoding="ascii")
        path.chmod(0o600)

    once(folder, "secret-key", make)
    return path


class Server:
    """`address` is what a browser opens. `log` holds what the server printed."""

    def __init__(
        self, folder: Path, database: str, *, shared: Path, mode: str = "demo", **more: str
    ) -> None:
        """Prepare a server on the database of this address; `start` starts it.

        `folder` is its own data folder; `shared` that of the run, with static files and the key;
        `more` are other settings, such as where text messages go.
        """
        self.database = database
        self.log = folder / "log"
        self._settings = {
            "MODE": mode,
            "DATABASE_URL": database,
            "DATA_DIR": str(folder),
            "STATIC_DIR": str(static_files(shared)),
            "SECRET_FILE": str(secret_file(shared)),
            **more,
        }
        self._process: subprocess.Popen[bytes] | None = None
        self.port = _free_port()

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    def start(self) -> "Server":
        """Start and wait until it answers; fails with the server's own words."""
        settings = {**self._settings, "ORIGIN": self.address}
        command = [sys.executable, "-m", "granian", "--interface=wsgi", "--host=127.0.0.1"]
        command += [
            "--blocking-threads=8",
            f"--port={self.port}",
            "loopplank.config.wsgi:application",
        ]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                command,
                cwd=PROJECT,
                env=environment(settings),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                # a group of its own, so that `kill` ends the workers together with their parent
                start_new_session=True,
                preexec_fn=die_with_parent,  # noqa: PLW1509  one prctl, no threads
            )
        eventually(self._answers, f"the server answers ({self.log})", seconds=STARTS_WITHIN)
        return self

    def stop(self) -> None:
        """As Ctrl-C: what is being answered is answered first."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """As a power cut: SIGKILL to every process of it, in the middle of whatever it does."""
        self._end(signal.SIGKILL)

    def said(self) -> str:
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def manage(self, *arguments: str) -> str:
        """Run a `manage.py` command on this server's database and secret key."""
        return self.python("manage.py", *arguments)

    def python(self, *arguments: str) -> str:
        """Run any Python with this server's settings."""
        return python(*arguments, **self._settings, ORIGIN=self.address)

    def _answers(self) -> bool:
        assert self._process is not None
        if self._process.poll() is not None:
            raise AssertionError(f"the server stopped by itself:\n{self.said()}")
        try:
            with urllib.request.urlopen(f"{self.address}/gezond/", timeout=patient(5)) as response:
                return bool(response.status == 200)
        except (URLError, OSError):
            return False

    def _end(self, asked: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        for number in (asked, signal.SIGKILL):
            try:
                os.killpg(process.pid, number)
                process.wait(patient(15))
            except ProcessLookupError:
                break
            except subprocess.TimeoutExpired:
                continue
            break
        process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
