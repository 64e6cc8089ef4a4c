"""In real use behind HTTPS, Django's own check for deployment finds nothing to say."""

from pathlib import Path

import pytest
from tests.databases import python

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
