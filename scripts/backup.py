"""A backup of everything in one file, taken while Loopplank runs; and how it is put back.

The file is a tar with `database.sqlite3` (or `database.pgdump`), the `secret-key` on which links
and second steps depend, and `about.json`. It holds personal data: whoever has it can read all of
it.
"""

import io
import json
import os
import shutil
import socket
import sqlite3
import subprocess
import tarfile
import tempfile
import time
from contextlib import closing
from pathlib import Path

import prepare
from options import Options, Stop, mode_with_data, read_options

SQLITE, POSTGRESQL, KEY, ABOUT = "database.sqlite3", "database.pgdump", "secret-key", "about.json"


def back_up(target: Path) -> None:
    """Write everything to `target`, which must not exist. Raises Stop."""
    options = read_options(mode_with_data())
    if target.exists():
        raise Stop(
            f"{target} is there already. A backup never replaces another: give another name."
        )
    if not target.parent.is_dir():
        raise Stop(f"There is no folder {target.parent}.")
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as folder:
        name = _copy_database(options, Path(folder))
        fresh = Path(folder) / "whole"
        descriptor = os.open(fresh, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w+b") as file:
            with tarfile.open(fileobj=file, mode="w") as tar:
                tar.add(Path(folder) / name, arcname=name)
                _add(tar, KEY, _key_of(options).encode())
                _add(tar, ABOUT, json.dumps(_about(options, name), indent=1).encode())
            file.flush()
            os.fsync(file.fileno())
        try:
            # a link refuses what exists, where a rename would replace it
            os.link(fresh, target)
        except FileExistsError:
            raise Stop(f"{target} was made by somebody else meanwhile.") from None
        except OSError:
            # many a memory stick knows no links
            fresh.rename(target)
    size = target.stat().st_size / 1e6
    print(f"{target} ({size:.1f} MB) holds the {options.mode} database and its secret key.")
    print("It holds personal data. Keep it where only you can read it, and encrypted elsewhere.")


def restore(source: Path) -> None:
    """Put everything from `source` back; what it replaces is kept beside it. Raises Stop."""
    if not source.is_file():
        raise Stop(f"There is no file {source}.")
    with tempfile.TemporaryDirectory(prefix="loopplank-restore-") as folder:
        about = _unpack(source, Path(folder))
        options = read_options(str(about["mode"]))
        prepare.make_folder(options, (Path(folder) / KEY).read_text(encoding="ascii"))
        _nobody_answers(options)
        with prepare.hold(options):
            if about["database"] == SQLITE:
                _put_file_back(options, Path(folder))
            else:
                _put_dump_back(options, Path(folder))
    print(
        f"Put back: the {options.mode} database of {about['made_at']}. Start it with: make run",
        end="",
    )
    print(" DEMO=0" if options.mode == "real" else "")


# --- backing up ----------------------------------------------------------------------------------


def _copy_database(options: Options, folder: Path) -> str:
    file = options.sqlite_file
    if file is not None:
        if not file.exists():
            raise Stop(f"There is no database {file} yet: nothing to back up.")
        prepare.copy_sqlite(file, folder / SQLITE)
        return SQLITE
    command = [_program("pg_dump"), "--format=custom", "--no-owner", "--no-privileges"]
    _run([*command, f"--file={folder / POSTGRESQL}"], options)
    return POSTGRESQL


def _key_of(options: Options) -> str:
    given = options.settings.get("LOOPPLANK_SECRET_KEY")
    if given:
        return given
    if not options.secret_file.exists():
        raise Stop(
            f"The secret key {options.secret_file} is missing; without it links do not work."
        )
    return options.secret_file.read_text(encoding="ascii")


def _about(options: Options, name: str) -> dict[str, str]:
    made_at = time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime())
    return {"mode": options.mode, "database": name, "made_at": made_at}


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    about = tarfile.TarInfo(name)
    about.size, about.mode = len(content), 0o600
    tar.addfile(about, io.BytesIO(content))


# --- putting back --------------------------------------------------------------------------------


def _unpack(source: Path, folder: Path) -> dict[str, str]:
    """Unpack only the three files that a backup has, whatever else the tar may hold."""
    try:
        with tarfile.open(source) as tar:
            for name in {ABOUT, KEY, SQLITE, POSTGRESQL} & set(tar.getnames()):
                content = tar.extractfile(name)
                if content is not None:
                    with (folder / name).open("wb") as file:
                        shutil.copyfileobj(content, file)
        about: dict[str, str] = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
        whole = about["mode"] in {"demo", "real"} and about["database"] in {SQLITE, POSTGRESQL}
        whole = whole and all((folder / name).is_file() for name in (KEY, about["database"]))
    except (tarfile.TarError, OSError, ValueError, KeyError, TypeError):
        whole, about = False, {}
    if not whole:
        raise Stop(f"{source} is no backup of Loopplank, or it is damaged.")
    return about


def _put_file_back(options: Options, folder: Path) -> None:
    file, fresh = options.sqlite_file, folder / SQLITE
    if file is None:
        raise Stop("This backup is of a SQLite database: leave LOOPPLANK_DATABASE_URL out.")
    if not prepare.is_whole(fresh):
        raise Stop("The database in this backup is damaged; what stands here is left as it is.")
    _refuse_newer(options, f"sqlite:///{fresh}")
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(f".{file.name}.{os.getpid()}")
    shutil.copyfile(fresh, beside)
    beside.chmod(0o600)
    prepare.give_to_owner_of_folder(beside)
    if file.exists():
        kept = file.with_name(f"{file.stem}-replaced-{prepare.stamp()}.sqlite3")
        _close_journal(file)
        file.rename(kept)
        print(f"The database that stood here is kept as {kept}")
    beside.replace(file)
    _put_key_back(options, folder)


def _put_key_back(options: Options, folder: Path) -> None:
    """Write the key of the backup to its file; one that the environment gives can only be
    compared."""
    key, secret = (folder / KEY).read_text(encoding="ascii"), options.secret_file
    given = options.settings.get("LOOPPLANK_SECRET_KEY")
    if given is not None:
        if given.strip() != key.strip():
            print(
                "LOOPPLANK_SECRET_KEY is not the key of this backup: its links and second steps do"
                " not work until it is. The key stands in the backup, as secret-key."
            )
        return
    if secret.exists() and secret.read_text(encoding="ascii") != key:
        kept = secret.with_name(f"{secret.name}-replaced-{prepare.stamp()}")
        secret.rename(kept)
        print(f"The secret key that stood here is kept as {kept}")
    prepare.write_private(secret, key)


def _close_journal(file: Path) -> None:
    """Move everything into the one file that is kept, and remove what is left beside it."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("PRAGMA journal_mode=DELETE")
    for ending in ("-wal", "-shm"):
        Path(f"{file}{ending}").unlink(missing_ok=True)


def _put_dump_back(options: Options, folder: Path) -> None:
    """Load the dump into an empty database; the one that was there before stays as it is."""
    if options.sqlite_file is not None:
        raise Stop(
            "This backup is of PostgreSQL. Make an empty database, and give its address in"
            " LOOPPLANK_DATABASE_URL."
        )
    prepare.django(options)
    from django.db import connection

    if connection.introspection.table_names():
        raise Stop(
            f"The database {connection.settings_dict['NAME']} is not empty. Make a new one"
            " (createdb), give its address in LOOPPLANK_DATABASE_URL, and keep the old one."
        )
    command = [_program("pg_restore"), "--no-owner", "--no-privileges", "--exit-on-error"]
    name = str(connection.settings_dict["NAME"])
    _run([*command, "--single-transaction", f"--dbname={name}", folder / POSTGRESQL], options)
    _put_key_back(options, folder)
    print("Next, let the application's role in: manage.py grant --role NAME")


def _refuse_newer(options: Options, address: str) -> None:
    from dataclasses import replace

    settings = {**options.settings, "LOOPPLANK_DATABASE_URL": address}
    prepare.django(replace(options, settings=settings))
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    prepare.refuse_newer(MigrationExecutor(connection))
    connection.close()


def _nobody_answers(options: Options) -> None:
    with socket.socket() as probe:
        probe.settimeout(1)
        if probe.connect_ex(("127.0.0.1", options.port)) == 0:
            raise Stop(
                f"Something answers on port {options.port}. Stop Loopplank before you put a backup"
                " back; if it is something else, give another PORT."
            )


# --- PostgreSQL's own programs -------------------------------------------------------------------


def _program(name: str) -> str:
    found = shutil.which(name) or next(
        (str(p) for p in sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)),
        None,
    )
    if found is None:
        raise Stop(f"{name} is missing. On Debian: apt-get install postgresql-client")
    return found


def _run(command: list[object], options: Options) -> None:
    """Run a program. The password goes by the environment, since everybody can read a command
    line."""
    os.environ.update(options.settings)
    from loopplank.config.environment import database_settings

    about = database_settings(options.database)
    given = {
        "PGHOST": about["HOST"],
        "PGPORT": about["PORT"],
        "PGUSER": about["USER"],
        "PGPASSWORD": about["PASSWORD"],
        "PGDATABASE": about["NAME"],
    }
    environment = {**os.environ, **{k: str(v) for k, v in given.items() if v}}
    done = subprocess.run(
        [str(part) for part in command],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if "permission denied" in done.stderr:
        raise Stop("This role may not read everything: give the owner's LOOPPLANK_DATABASE_URL.")
    if done.returncode:
        raise Stop(f"{command[0]} failed: {done.stderr.strip()[-600:]}")
