"""Databases for the tests: migrated once a run, then copied.

A run makes each template once, whichever worker comes first, with the commands that an operator
would use (`manage.py migrate`, and on PostgreSQL `manage.py grant`, as the owner of the tables).
A copy takes milliseconds, so a test that needs real commits gets its own and nothing is flushed.
"""

import fcntl
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

PROJECT = Path(__file__).resolve().parent.parent
MIGRATED = "migrated"


def environment(settings: Mapping[str, str]) -> dict[str, str]:
    """For a process of Loopplank: these settings and nobody else's, in test mode."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("LOOPPLANK_")}
    path = os.pathsep.join((str(PROJECT / "src"), str(PROJECT)))
    given = {f"LOOPPLANK_{k}": v for k, v in settings.items()}
    return {**kept, "PYTHONPATH": path, "LOOPPLANK_MODE": "test", **given}


def python(*arguments: str, **settings: str) -> str:
    """Run Python in the project, as `python("manage.py", "migrate", MODE="demo")`; its output."""
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=PROJECT,
        env=environment(settings),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"python {' '.join(arguments)}:\n{done.stdout}{done.stderr}")
    return done.stdout


def once(folder: Path, name: str, make: Callable[[], None]) -> None:
    """Let exactly one worker of this run make something; the others wait until it is there."""
    ready, broken = folder / f"{name}.ready", folder / f"{name}.broken"
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if broken.exists():
            raise RuntimeError(f"{name} could not be made: {broken.read_text()}")
        if not ready.exists():
            try:
                make()
            except Exception as error:
                broken.write_text(str(error))
                raise
            ready.touch()


class Databases:
    """Templates and copies on one engine. A database is known by what Django calls its NAME."""

    vendor: str
    # what in Django's dict of settings tells one database from another
    differs: tuple[str, ...] = ("NAME",)

    def __init__(self, folder: Path, worker: str) -> None:
        self.folder = folder
        self.worker = worker
        self._numbers = count(1)

    def migrated(self) -> str:
        """The template that holds every table and no row."""
        name = self._template_name(MIGRATED)
        once(self.folder, f"{self.vendor}-{MIGRATED}", lambda: self._migrate(name))
        return name

    def filled(
        self, template: str, *command: str, beginning: str | None = None, **settings: str
    ) -> str:
        """A template after one more run of Python has filled it: like `migrated`, or like the
        template that it begins with.
        """
        name, base = self._template_name(template), beginning or self.migrated()

        def fill() -> None:
            self._create(name, base)
            python(*command, **settings, DATABASE_URL=self.address(name))
            self._close(name)

        once(self.folder, f"{self.vendor}-{template}", fill)
        return name

    def copy(self, template: str | None) -> str:
        """A fresh database like `template`; without one it is empty, with no tables at all."""
        name = self._copy_name(f"{self.worker}_{next(self._numbers)}")
        self._create(name, template)
        return name

    def drop(self, name: str) -> None:
        raise NotImplementedError

    def address(self, name: str, *, owner: bool = False) -> str:
        """The address for LOOPPLANK_DATABASE_URL: of the application's role, or the owner's."""
        raise NotImplementedError

    @contextmanager
    def pointing_at(self, name: str, *, owner: bool = False) -> Iterator[None]:
        """Let Django's connection of every thread be one to this database."""
        from django.db import connection

        from loopplank.config.environment import database_settings

        connection.close()
        # one dict, which the connections of all threads share
        settings = connection.settings_dict
        before = dict(settings)
        wanted = database_settings(self.address(name, owner=owner))
        settings.update({key: wanted[key] for key in self.differs})
        try:
            yield
        finally:
            connection.close()
            settings.update(before)

    def _copy_name(self, name: str) -> str:
        raise NotImplementedError

    def _template_name(self, name: str) -> str:
        return self._copy_name(f"template_{name}")

    def _create(self, name: str, template: str | None) -> None:
        raise NotImplementedError

    def _migrate(self, name: str) -> None:
        self._create(name, None)
        python("manage.py", "migrate", "-v0", DATABASE_URL=self.address(name, owner=True))
        self._close(name)

    def _close(self, name: str) -> None:
        """Make a template ready to be copied."""


class Files(Databases):
    """SQLite: a template is a file, a copy is a copy of that file."""

    vendor = "sqlite"

    def drop(self, name: str) -> None:
        for ending in ("", "-wal", "-shm", "-journal"):
            Path(name + ending).unlink(missing_ok=True)

    def address(self, name: str, *, owner: bool = False) -> str:
        return f"sqlite:///{name}"

    def _copy_name(self, name: str) -> str:
        return str(self.folder / f"{name}.sqlite3")

    def _create(self, name: str, template: str | None) -> None:
        self.drop(name)
        if template is not None:
            shutil.copyfile(template, name)

    def _close(self, name: str) -> None:
        # everything into the one file that is copied
        with closing(sqlite3.connect(name)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


class Cluster(Databases):
    """PostgreSQL: templates belong to the owner's role, the tests connect as the application's."""

    vendor = "postgresql"
    differs = ("NAME", "USER", "PASSWORD", "HOST", "PORT")

    def __init__(self, folder: Path, worker: str, *, owner: str, app: str, run: str) -> None:
        super().__init__(folder, worker)
        self._owner, self._app, self._run = owner, app, run

    def drop(self, name: str) -> None:
        self._say(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def address(self, name: str, *, owner: bool = False) -> str:
        parts = urlsplit(self._owner if owner else self._app)
        return urlunsplit(parts._replace(path=f"/{name}"))

    def drop_all(self) -> None:
        """Remove whatever this run left in the cluster, its templates too."""
        found = self._say(f"SELECT datname FROM pg_database WHERE datname LIKE 'lp_{self._run}_%'")
        for (name,) in found:
            self.drop(name)

    def _copy_name(self, name: str) -> str:
        return f"lp_{self._run}_{name}"

    def _create(self, name: str, template: str | None) -> None:
        self.drop(name)
        self._say(f'CREATE DATABASE "{name}" TEMPLATE "{template or "template0"}"')

    def _migrate(self, name: str) -> None:
        super()._migrate(name)
        role = urlsplit(self._app).username or ""
        address = self.address(name, owner=True)
        python("manage.py", "grant", "--role", role, DATABASE_URL=address)

    def _say(self, statement: str) -> list[tuple[str, ...]]:
        import psycopg

        with psycopg.connect(self._owner, autocommit=True) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []
