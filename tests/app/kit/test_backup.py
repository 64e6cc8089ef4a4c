"""A backup while people work, and putting it back: the same data, defences and key."""

import fcntl
import json
import os
import socket
import sqlite3
import subprocess
import sys
import tarfile
import threading
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, connections, transaction
from scripts.pace import patient
from tests.app.cast import Cast
from tests.databases import PROJECT, Databases, environment

from loopplank.store.models import Event, Policy, Request

pytestmark = pytest.mark.commits
KEY = "a-secret-key-of-the-backup-test-0123456789-0123456789-0123456789-0123"


class Installation:
    """One data folder, and scripts/run.py on it in real mode."""

    def __init__(self, folder: Path, address: str = "") -> None:
        self.folder = folder
        self.address = address
        folder.mkdir(exist_ok=True)

    @property
    def key(self) -> Path:
        return self.folder / "secret-key"

    @property
    def database(self) -> Path:
        return self.folder / "real.sqlite3"

    def run(self, *arguments: str | Path, **more: str) -> "subprocess.CompletedProcess[str]":
        settings = {"DATA_DIR": str(self.folder), "MODE": "real", **more}
        if self.address:
            settings["DATABASE_URL"] = self.address
        return subprocess.run(
            [sys.executable, "scripts/run.py", *map(str, arguments)],
            cwd=PROJECT,
            env={**environment(settings), "PORT": str(_free_port())},
            capture_output=True,
            text=True,
            check=False,
            timeout=patient(60),
        )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def here(committed: str, databases: Databases, tmp_path: Path) -> Installation:
    """The installation whose database this test works in."""
    owner = databases.vendor == "postgresql"
    made = Installation(tmp_path / "here", databases.address(committed, owner=owner))
    made.key.write_text(KEY, encoding="ascii")
    return made


@pytest.fixture
def there(tmp_path: Path) -> Installation:
    return Installation(tmp_path / "there")


class Writer(threading.Thread):
    """Somebody who goes on taking down questions; `done` is what was answered to them."""

    def __init__(self, cast: Cast) -> None:
        super().__init__(daemon=True)
        self.cast = cast
        self.done: list[Any] = []
        self.error: Exception | None = None
        self.enough = threading.Event()

    def run(self) -> None:
        try:
            while not self.enough.is_set():
                self.done.append(self.cast.ready())
        except Exception as error:  # noqa: BLE001  the test looks at it
            self.error = error
        finally:
            connections.close_all()

    def stop(self) -> None:
        self.enough.set()
        self.join(patient(20))
        assert not self.is_alive()
        assert self.error is None, self.error


def _rows() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, as the database gives them."""
    found = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f'SELECT * FROM "{table}"')
            found[table] = sorted(cursor.fetchall(), key=repr)
    return found


def _defended() -> None:
    """The database still refuses what it must refuse."""
    row = Event.objects.first()
    assert row is not None
    changes = [
        lambda: Event.objects.filter(pk=row.pk).update(type="changed"),
        lambda: Event.objects.filter(pk=row.pk).delete(),
    ]
    if Policy.objects.exists():
        changes.append(lambda: Policy.objects.update(version=99))
    for change in changes:
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


# --- SQLite --------------------------------------------------------------------------------------


@pytest.mark.sqlite
def test_a_backup_while_writes_go_on_is_one_moment_of_it_whole(
    cast: Cast, here: Installation, there: Installation, databases: Databases, tmp_path: Path
) -> None:
    before = cast.ready()
    writer = Writer(cast)
    writer.start()
    made = here.run("--backup", tmp_path / "copy.tar")
    writer.stop()
    assert made.returncode == 0, made.stderr
    assert "personal data" in made.stdout
    assert len(writer.done) >= 3, "nothing was written meanwhile"
    restored = there.run("--restore", tmp_path / "copy.tar")
    assert restored.returncode == 0, restored.stderr
    with databases.pointing_at(str(there.database)):
        kept = {row.pk: row for row in Request.objects.all()}
        assert before in kept
        # of what was confirmed in order, the copy holds the first so many, each of them whole
        copied = [pk for pk in writer.done if pk in kept]
        assert copied == writer.done[: len(copied)]
        for pk in copied[:-1]:
            types = list(
                Event.objects.filter(aggregate_id=pk)
                .order_by("sequence")
                .values_list("type", flat=True)
            )
            assert types[0] == "request.received"
            assert types[-1] == "request.decided"
            assert kept[pk].state == "searching"
        _defended()


@pytest.mark.sqlite
def test_what_is_put_back_is_the_same(
    cast: Cast, here: Installation, there: Installation, databases: Databases, tmp_path: Path
) -> None:
    cast.running(cast.bram)
    rows = _rows()
    connection.close()
    assert here.run("--backup", tmp_path / "copy.tar").returncode == 0
    done = there.run("--restore", tmp_path / "copy.tar")
    assert "kept as" not in done.stdout, "nothing stood there"
    with databases.pointing_at(str(there.database)):
        assert _rows() == rows
        _defended()
        # and it goes on from there
        cast.ready()
    assert there.key.read_text(encoding="ascii") == KEY
    for file in (there.key, there.database, tmp_path / "copy.tar"):
        assert file.stat().st_mode & 0o077 == 0, file


@pytest.mark.sqlite
def test_what_stood_there_is_kept_beside_it(
    cast: Cast, here: Installation, databases: Databases, tmp_path: Path
) -> None:
    connection.close()
    here.run("--backup", tmp_path / "copy.tar")
    here.key.write_text("another" + KEY, encoding="ascii")
    lost = cast.ready()
    connection.close()
    done = here.run("--restore", tmp_path / "copy.tar")
    assert done.returncode == 0, done.stderr
    assert not Request.objects.filter(pk=lost).exists()
    connection.close()
    (kept,) = Path(here.address.removeprefix("sqlite:///")).parent.glob("*-replaced-*.sqlite3")
    assert str(kept) in done.stdout
    with closing(sqlite3.connect(kept)) as old:
        count = old.execute("SELECT count(*) FROM store_request WHERE id = ?", [lost.hex])
        assert count.fetchone() == (1,)
    kept.unlink()
    (key,) = here.folder.glob("secret-key-replaced-*")
    assert key.read_text(encoding="ascii") == "another" + KEY
    assert here.key.read_text(encoding="ascii") == KEY


@pytest.mark.sqlite
def test_a_key_that_the_environment_gives_is_backed_up_and_is_compared(
    cast: Cast, here: Installation, there: Installation, tmp_path: Path
) -> None:
    connection.close()
    here.key.unlink()
    made = here.run("--backup", tmp_path / "copy.tar", SECRET_KEY=KEY)
    assert made.returncode == 0, made.stderr
    same = there.run("--restore", tmp_path / "copy.tar", SECRET_KEY=KEY)
    assert same.returncode == 0, same.stderr
    assert "is not the key of this backup" not in same.stdout
    other = there.run("--restore", tmp_path / "copy.tar", SECRET_KEY="another" + KEY)
    assert "is not the key of this backup" in other.stdout
    assert KEY not in other.stdout
    assert not there.key.exists()


@pytest.mark.sqlite
def test_a_real_database_is_not_started_with_another_key(cast: Cast, here: Installation) -> None:
    here.key.unlink()
    done = here.run()
    assert done.returncode == 1
    assert "Take it from your last backup" in done.stderr
    assert not here.key.exists()


@pytest.mark.sqlite
def test_a_backup_replaces_no_file(cast: Cast, here: Installation, tmp_path: Path) -> None:
    target = tmp_path / "copy.tar"
    target.write_text("an older backup")
    done = here.run("--backup", target)
    assert done.returncode == 1
    assert "is there already" in done.stderr
    assert target.read_text() == "an older backup"
    assert [f.name for f in tmp_path.iterdir() if f.name.startswith(".")] == []


@pytest.mark.sqlite
def test_nothing_is_put_back_while_it_runs(cast: Cast, here: Installation, tmp_path: Path) -> None:
    connection.close()
    here.run("--backup", tmp_path / "copy.tar")
    rows = _rows()
    with (here.folder / "real.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        done = here.run("--restore", tmp_path / "copy.tar")
    assert done.returncode == 1
    assert "already runs" in done.stderr
    assert _rows() == rows


@pytest.mark.sqlite
def test_nothing_is_put_back_while_something_answers_on_the_port(
    cast: Cast, here: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    connection.close()
    here.run("--backup", tmp_path / "copy.tar")
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        port = server.getsockname()[1]
        monkeypatch.setattr(f"{__name__}._free_port", lambda: port)
        done = here.run("--restore", tmp_path / "copy.tar")
    assert done.returncode == 1
    assert f"answers on port {port}" in done.stderr


@pytest.mark.sqlite
@pytest.mark.parametrize(
    "damage", ["no tar", "cut short", "no database", "no key", "a broken database"]
)
def test_a_damaged_backup_touches_nothing(
    cast: Cast, here: Installation, tmp_path: Path, damage: str
) -> None:
    connection.close()
    good, bad = tmp_path / "copy.tar", tmp_path / "bad.tar"
    here.run("--backup", good)
    content = good.read_bytes()
    if damage == "no tar":
        bad.write_bytes(b"hello")
    elif damage == "cut short":
        bad.write_bytes(content[: len(content) // 2])
    elif damage == "no database":
        _only(good, bad, {"about.json", "secret-key"})
    elif damage == "no key":
        _only(good, bad, {"about.json", "database.sqlite3"})
    else:
        bad.write_bytes(content[:20_000] + os.urandom(200_000) + content[220_000:])
    rows = _rows()
    connection.close()
    done = here.run("--restore", bad)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1, done.stderr
    assert _rows() == rows
    assert here.key.read_text(encoding="ascii") == KEY


def _only(source: Path, target: Path, names: set[str]) -> None:
    with tarfile.open(source) as whole, tarfile.open(target, "w") as part:
        for member in whole.getmembers():
            if member.name in names:
                part.addfile(member, whole.extractfile(member))


@pytest.mark.sqlite
def test_a_database_of_a_newer_version_is_refused(
    cast: Cast, here: Installation, there: Installation, tmp_path: Path
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied)"
            " VALUES ('store', '0999_of_next_year', '2027-01-01')"
        )
    connection.close()
    here.run("--backup", tmp_path / "copy.tar")
    for done in (there.run("--restore", tmp_path / "copy.tar"), here.run()):
        assert done.returncode == 1
        assert "newer version" in done.stderr
        assert "0999_of_next_year" in done.stderr
    assert not there.database.exists()


@pytest.mark.sqlite
def test_a_backup_says_what_it_is(cast: Cast, here: Installation, tmp_path: Path) -> None:
    connection.close()
    here.run("--backup", tmp_path / "copy.tar")
    with tarfile.open(tmp_path / "copy.tar") as tar:
        assert sorted(tar.getnames()) == ["about.json", "database.sqlite3", "secret-key"]
        about = tar.extractfile("about.json")
        assert about is not None
        assert json.loads(about.read())["mode"] == "real"


# --- PostgreSQL ----------------------------------------------------------------------------------


@pytest.mark.postgresql
def test_on_postgresql_a_dump_goes_into_an_empty_database(
    cast: Cast,
    here: Installation,
    there: Installation,
    databases: Databases,
    committed: str,
    tmp_path: Path,
) -> None:
    cast.running(cast.bram)
    rows = _rows()
    done = here.run("--backup", tmp_path / "copy.tar")
    assert done.returncode == 0, done.stderr
    here.address = databases.address(committed)
    refused = here.run("--backup", tmp_path / "by-the-application.tar")
    assert "give the owner's" in refused.stderr
    here.address = databases.address(committed, owner=True)
    again = here.run("--restore", tmp_path / "copy.tar")
    assert again.returncode == 1
    assert "is not empty" in again.stderr
    empty = databases.copy(None)
    there.address = databases.address(empty, owner=True)
    there.key.write_text("another" + KEY, encoding="ascii")
    restored = there.run("--restore", tmp_path / "copy.tar")
    assert restored.returncode == 0, restored.stderr
    with databases.pointing_at(empty, owner=True):
        assert _rows() == rows
        _defended()
    assert there.key.read_text(encoding="ascii") == KEY
    (key,) = there.folder.glob("secret-key-replaced-*")
    assert key.read_text(encoding="ascii") == "another" + KEY
    databases.drop(empty)
