"""A second start does nothing again that the first one did, and notices what changed since."""

import os
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.core import management
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from tests.app.cast import Cast
from tests.databases import PROJECT

PO = 'msgid "Hulp vragen"\nmsgstr "Ask for help"\n'


class Start:
    """The steps of `make run` between an empty folder and a web server, and which commands ran."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        # they are programs beside the package, and find their neighbours by themselves
        monkeypatch.syspath_prepend(str(PROJECT / "scripts"))
        self.steps, self.options = import_module("prepare"), import_module("options")
        self.ran: list[str] = []
        command = management.call_command

        def noted(name: str, *args: Any, **options: Any) -> None:
            self.ran.append(name)
            # the others would only take time: whether they are asked for is the question
            if name == "catalogue":
                command(name, *args, **options)

        monkeypatch.setattr(management, "call_command", noted)

    def again(self) -> list[str]:
        """Start; the names of the commands that it took."""
        self.ran.clear()
        options = self.options.read_options("demo")
        self.steps.translations()
        self.steps.database(options)
        self.steps.static_files()
        self.steps.demo(options)
        return list(self.ran)


@pytest.fixture
def sources(tmp_path: Path, settings: Any) -> Path:
    """A catalogue and a style sheet that nobody else has; as if their files were yesterday's."""
    po, css = tmp_path / "locale/en/LC_MESSAGES/django.po", tmp_path / "styles/own.css"
    for path, text in ((po, PO), (css, "p { margin: 0 }")):
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    settings.STATICFILES_DIRS = [tmp_path / "styles"]
    settings.STATIC_ROOT = tmp_path / "collected"
    return tmp_path


@pytest.fixture
def start(sources: Path, monkeypatch: pytest.MonkeyPatch) -> Start:
    # no file that would be copied before it is migrated: the tests' own database is asked
    monkeypatch.setenv("LOOPPLANK_DATABASE_URL", "postgresql://nobody@localhost/none")
    return Start(monkeypatch)


def test_a_second_start_takes_no_step_again(cast: Cast, start: Start) -> None:
    assert start.again() == ["catalogue", "collectstatic"]
    assert start.again() == []


def moved(path: Path, seconds: int) -> None:
    about = path.stat()
    os.utime(path, (about.st_atime, about.st_mtime + seconds))


@pytest.mark.parametrize("seconds", [60, -60])
def test_a_catalogue_of_another_moment_is_compiled(
    cast: Cast, start: Start, sources: Path, seconds: int
) -> None:
    start.again()
    (po,) = sources.rglob("django.po")
    po.write_text(PO.replace("Ask for", "Request"), encoding="utf-8")
    moved(po, seconds)
    assert start.again() == ["catalogue"]
    assert b"Request help" in po.with_suffix(".mo").read_bytes()
    assert start.again() == []


def test_a_catalogue_that_was_not_compiled_yet_is(cast: Cast, start: Start, sources: Path) -> None:
    start.again()
    (mo,) = sources.rglob("django.mo")
    mo.unlink()
    assert start.again() == ["catalogue"]
    assert mo.exists()


def test_a_style_sheet_that_changed_is_collected(cast: Cast, start: Start, sources: Path) -> None:
    start.again()
    moved(sources / "styles/own.css", 60)
    assert start.again() == ["collectstatic"]
    assert start.again() == []


def test_a_migration_that_is_behind_is_run(
    cast: Cast, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    start.again()
    (last,) = MigrationLoader(connection).graph.leaf_nodes("store")
    applied = MigrationRecorder.applied_migrations

    def all_but_the_last(self: MigrationRecorder) -> dict[tuple[str, str], Any]:
        return {name: row for name, row in applied(self).items() if name != last}

    monkeypatch.setattr(MigrationRecorder, "applied_migrations", all_but_the_last)
    assert start.again() == ["migrate"]


@pytest.mark.commits(empty=True)
def test_the_demo_is_loaded_where_there_is_no_network(start: Start) -> None:
    assert start.again() == ["catalogue", "collectstatic", "demo"]
