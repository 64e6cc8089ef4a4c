"""A PostgreSQL cluster that exists for one run: in a temporary folder, reached by a socket only.

    with running(folder_of_programs) as cluster:
        cluster.address("loopplank_app", "some_database")

It runs as an unprivileged user, since the server refuses root. What was confirmed may be lost in
a power cut (`fsync=off`): nothing in it is worth keeping.
"""

import os
import pwd
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from pace import patient
from processes import die_with_parent, end
from programs import Missing
from quick_folder import quick_folder

OWNER, APP = "loopplank_owner", "loopplank_app"
# The kernel keeps a socket's path in 108 bytes.
LONGEST_SOCKET = 100
ROLES = (
    f"CREATE ROLE {OWNER} LOGIN CREATEDB; CREATE ROLE {APP} LOGIN;"
    # the owner drops a database in which a connection of a test is just closing
    f"GRANT pg_signal_backend TO {OWNER};"
)
OPTIONS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_connections": "100",
    "shared_buffers": "128MB",
    # it would hold the template for a moment, and making a copy then waits
    "autovacuum": "off",
    # compiling a statement takes longer than any of ours, which meet few rows
    "jit": "off",
    "timezone": "UTC",
}


@dataclass(frozen=True, slots=True)
class Cluster:
    folder: Path
    version: str

    def address(self, role: str, database: str) -> str:
        """Return a database address as Loopplank's settings take it."""
        return f"postgresql://{role}@/{database}?host={self.folder}"


@contextmanager
def running(programs: Path) -> Iterator[Cluster]:
    """Start a cluster with both roles; stop and remove it at the end. Raises Missing."""
    with quick_folder() as folder:
        if len(os.fsencode(folder / ".s.PGSQL.5432")) >= LONGEST_SOCKET:
            raise Missing(f"the path of the temporary folder is too long for a socket: {folder}")
        user = _unprivileged()
        if user is not None:
            os.chown(folder, user.pw_uid, user.pw_gid)
        _make(programs, folder, user)
        server = _start(programs, folder, user)
        try:
            _wait_until_it_answers(programs, folder, server)
            yield Cluster(folder, _say(programs, folder, "SHOW server_version").split()[0])
        finally:
            end(server, signal.SIGINT, signal.SIGQUIT)


def _unprivileged() -> pwd.struct_passwd | None:
    """Return the user to run the server as: None for ourselves, or for root an account that may do
    little."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise Missing("root cannot run PostgreSQL, and there is no user postgres or nobody")


def _identity(user: pwd.struct_passwd | None) -> dict[str, object]:
    if user is None:
        return {}
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _make(programs: Path, folder: Path, user: pwd.struct_passwd | None) -> None:
    said = ""
    for locale in ("C.UTF-8", "C"):
        shutil.rmtree(folder / "data", ignore_errors=True)
        command = [programs / "initdb", "-D", folder / "data", "-U", "postgres", "--auth=trust"]
        command += ["-E", "UTF8", f"--locale={locale}", "--no-sync"]
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, cwd=folder, **_identity(user)
        )
        if done.returncode == 0:
            return
        said = done.stderr.strip()
    raise Missing(f"initdb failed: {said}")


def _start(programs: Path, folder: Path, user: pwd.struct_passwd | None) -> subprocess.Popen[bytes]:
    options = {**OPTIONS, "unix_socket_directories": str(folder)}
    command = [programs / "postgres", "-D", folder / "data"]
    for name, value in options.items():
        command += ["-c", f"{name}={value}"]
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=folder,
            # Ctrl-C reaches the tests first; the server is stopped after them
            start_new_session=True,
            preexec_fn=partial(die_with_parent, signal.SIGINT),  # noqa: PLW1509  one prctl, no threads
            **_identity(user),
        )


def _wait_until_it_answers(programs: Path, folder: Path, server: subprocess.Popen[bytes]) -> None:
    for _attempt in range(round(patient(200))):
        if server.poll() is not None:
            break
        try:
            _say(programs, folder, ROLES)
        except subprocess.CalledProcessError:
            time.sleep(0.05)
        else:
            return
    log = (folder / "log").read_text(errors="replace").strip().splitlines()[-5:]
    raise Missing("PostgreSQL does not start: " + " ".join(log))


def _say(programs: Path, folder: Path, statement: str) -> str:
    command = [programs / "psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-h", folder]
    command += ["-U", "postgres", "-d", "postgres", "-c", statement]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout
