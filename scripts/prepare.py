"""All steps from an empty folder to a database that can be served; each step only if needed.

All of it happens in this one process: a second start of Python would cost a second each.
"""

import fcntl
import hashlib
import os
import secrets
import sqlite3
import sys
import time
from contextlib import closing, suppress
from pathlib import Path
from typing import IO, Any

from options import PROJECT, Options, Stop

# without what is easily taken for something else when it is copied from a screen
CODE_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def make_folder(options: Options, key: str = "") -> None:
    """Make the data folder, for its owner only, and the secret key, once (or take `key`).

    Raises Stop when the key of a real database is gone: with another one nobody could sign in.
    """
    options.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    if "LOOPPLANK_SECRET_KEY" in options.settings or options.secret_file.exists():
        return
    database = options.sqlite_file
    if not key and options.mode == "real" and database is not None and database.exists():
        raise Stop(
            f"The secret key {options.secret_file} is missing. Take it from your last backup"
            " (tar -xf FILE secret-key). If it is lost for good, read docs/operations.md."
        )
    write_private(options.secret_file, key or secrets.token_urlsafe(72))


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read, never half."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(text)
    give_to_owner_of_folder(fresh)
    fresh.replace(path)


def give_to_owner_of_folder(path: Path) -> None:
    """Give a file that root put back to the user whose folder it is, and who serves it."""
    if os.geteuid() == 0:
        about = path.parent.stat()
        os.chown(path, about.st_uid, about.st_gid)


def hold(options: Options) -> IO[str]:
    """Hold the lock on this data for as long as the file is open. Raises Stop when another does."""
    file = options.lock_file.open("a+", encoding="ascii")
    give_to_owner_of_folder(options.lock_file)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise Stop(
            f"Loopplank already runs with the data in {options.data_dir}. Stop it first (Ctrl-C)."
        ) from None
    return file


def django(options: Options) -> None:
    """Set Django up with these settings. Raises Stop when it is missing or a setting is wrong."""
    os.environ.update(options.settings)
    os.environ["DJANGO_SETTINGS_MODULE"] = "loopplank.config.settings"
    sys.path.insert(0, str(PROJECT / "src"))
    try:
        import django as framework
    except ImportError:
        raise Stop("The packages are missing. Start with: make run") from None
    from loopplank.config.environment import BadSetting

    try:
        framework.setup()
    except BadSetting as wrong:
        raise Stop(str(wrong)) from None


def translations() -> None:
    """Compile the catalogue when it changed: .mo files are not in git."""
    from django.conf import settings
    from django.core.management import call_command

    po = Path(settings.LOCALE_PATHS[0]) / "en" / "LC_MESSAGES" / "django.po"
    mo, time_of_po = po.with_suffix(".mo"), po.stat().st_mtime_ns
    # the same time, not a later one: after an update that goes back the .po is older
    if mo.exists() and mo.stat().st_mtime_ns == time_of_po:
        return
    call_command("catalogue", "--compile")
    # who only starts it may not own it
    with suppress(PermissionError):
        os.utime(mo, ns=(time_of_po, time_of_po))


def static_files() -> None:
    """Collect style sheets and scripts under hashed names, when any of them changed."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            about = Path(storage.path(name)).stat()
            digest.update(f"{name} {about.st_size} {about.st_mtime_ns}\n".encode())
    folder = Path(settings.STATIC_ROOT)
    mark = folder / ".collected"
    if mark.exists() and mark.read_text(encoding="ascii") == digest.hexdigest():
        return
    folder.mkdir(parents=True, exist_ok=True)
    mark.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    mark.write_text(digest.hexdigest(), encoding="ascii")


def database(options: Options) -> None:
    """Migrate what is behind; refuse what is ahead. Before a change the file is copied."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    refuse_newer(executor)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not plan:
        return
    file = options.sqlite_file
    if file is not None and executor.loader.applied_migrations:
        kept = file.with_name(f"{file.stem}-before-{stamp()}.sqlite3")
        copy_sqlite(file, kept)
        print(f"The database is brought up to date; the old one is kept as {kept}", flush=True)
    call_command("migrate", verbosity=0, interactive=False, skip_checks=True)


def refuse_newer(executor: Any) -> None:
    """Raise Stop when the database knows migrations that this version of Loopplank does not."""
    loader = executor.loader
    apps = {name for name, _ in loader.disk_migrations}
    strange = [m for m in loader.applied_migrations if m[0] in apps]
    strange = sorted(f"{a}.{n}" for a, n in strange if (a, n) not in loader.disk_migrations)
    if strange:
        raise Stop(
            f"This database is of a newer version of Loopplank (it knows {strange[-1]}). Start that"
            " version, or put an older backup back."
        )


def demo(options: Options) -> None:
    """Load the demo network on the first start of the demo."""
    from django.core.management import call_command

    from loopplank.access.organisations.organisations import networks

    if options.mode == "demo" and not networks():
        print("Loading the demo network Waterstad: a few seconds", flush=True)
        call_command("demo")


def setup_code(options: Options) -> str:
    """Return the code for the first set-up, made once, while nobody has an account; "" when
    somebody has."""
    from loopplank.access.account.actors import anybody

    file = options.data_dir / "setup-code"
    if options.mode != "real" or anybody():
        return ""
    if not file.exists():
        groups = ("".join(secrets.choice(CODE_SIGNS) for _ in range(4)) for _ in range(4))
        write_private(file, " ".join(groups))
    return file.read_text(encoding="ascii").strip()


def stamp() -> str:
    """Return this moment for the name of a file, in UTC."""
    return time.strftime("%Y%m%d-%H%M%S", time.gmtime())


def copy_sqlite(source: Path, target: Path) -> None:
    """Copy a database while others write to it, whole and of one moment. Raises Stop."""
    os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    with closing(sqlite3.connect(source)) as here, closing(sqlite3.connect(target)) as there:
        here.backup(there)
        # one file, without a journal beside it
        there.execute("PRAGMA journal_mode=DELETE")
    if not is_whole(target):
        raise Stop(f"The copy of {source} is damaged, and so the database may be.")


def is_whole(file: Path) -> bool:
    """Say whether SQLite finds every page of a database in order."""
    try:
        with closing(sqlite3.connect(file)) as connection:
            return bool(connection.execute("PRAGMA integrity_check").fetchone() == ("ok",))
    except sqlite3.DatabaseError:
        return False
