"""In real use behind HTTPS: Django's own check is clean, and another WSGI server serves it too."""

import http.client
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from scripts.pace import patient
from scripts.processes import die_with_parent, end
from tests.databases import PROJECT, Databases, environment, python
from tests.racing import eventually
from tests.server import static_files

REAL = {"MODE": "real", "ORIGIN": "https://hulp.example.nl", "BEHIND_PROXY": "yes"}


def check(data: Path, **settings: str) -> str:
    return python(
        "manage.py", "check", "--deploy", "--fail-level=WARNING", DATA_DIR=str(data), **settings
    )


def test_the_check_for_deployment_is_clean(tmp_path: Path) -> None:
    (tmp_path / "secret-key").write_text("b7Zqx" * 13, encoding="ascii")
    assert "no issues" in check(tmp_path, **REAL)


def test_without_a_secret_key_it_does_not_start(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="there is no secret key: run `make run` once"):
        check(tmp_path, **REAL)


def test_an_unknown_setting_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="LOOPPLANK_ORIGINN: there is no such setting"):
        check(tmp_path, **REAL, ORIGINN="https://hulp.example.nl", SECRET_KEY="b7Zqx" * 13)


def ask(port: int, path: str) -> tuple[int, dict[str, str]]:
    """As the proxy in front asks: for the name that people see, and it says that it was https."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=patient(10))
    headers = {"Host": "hulp.example.nl", "X-Forwarded-Proto": "https"}
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status, dict(answer.getheaders())


@pytest.mark.commits(empty=True)
def test_gunicorn_serves_it_too(committed: str, databases: Databases, tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    settings = {
        **REAL,
        "DATABASE_URL": databases.address(committed),
        "DATA_DIR": str(tmp_path),
        "SECRET_KEY": "b7Zqx" * 13,
        "STATIC_DIR": str(static_files(databases.folder)),
    }
    command = [sys.executable, "-m", "gunicorn", "--workers=1", "--no-control-socket"]
    command += [f"--bind=127.0.0.1:{port}", "loopplank.config.wsgi:application"]
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(
            command,
            cwd=PROJECT,
            env=environment(settings),
            stdout=log,
            stderr=log,
            preexec_fn=die_with_parent,  # noqa: PLW1509  one prctl, no threads
        )
    try:

        def answers() -> bool:
            assert process.poll() is None, (tmp_path / "log").read_text()
            try:
                return ask(port, "/gezond/")[0] == 200
            except OSError:
                return False

        eventually(answers, "gunicorn answers", seconds=30)
        status, headers = ask(port, "/")
        assert (status, headers["Location"]) == (302, "/begin/")
        status, headers = ask(port, "/begin/")
        assert status == 200
        assert headers["Strict-Transport-Security"]
        # nothing that only granian would do: the style sheets come from the application itself
        names = [f.name for f in (static_files(databases.folder) / "loopplank").glob("*.css")]
        assert ask(port, f"/static/loopplank/{names[0]}")[0] == 200
    finally:
        end(process, signal.SIGTERM)
