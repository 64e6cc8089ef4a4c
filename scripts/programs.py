"""The programs that the tests need: found, or installed by apt where that is allowed."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
SERVERS = Path("/usr/lib/postgresql")


class Missing(Exception):
    """Something that the tests need and that cannot be set up here, with what to do about it."""


def chromium() -> str:
    """Return the path of a Chromium that runs, after installing it if need be. Raises Missing."""
    found = _chromium()
    if found is None:
        _install("chromium")
        found = _chromium()
    if found is None:
        raise Missing("chromium was installed and yet does not run")
    return found


def postgresql() -> Path:
    """Return the folder with the programs of the newest server, after installing it if need be.
    Raises Missing."""
    found = _postgresql()
    if found is None:
        with _no_cluster_of_debian():
            _install("postgresql")
        found = _postgresql()
    if found is None:
        raise Missing("the PostgreSQL server was installed and yet its programs are not found")
    return found


def _chromium() -> str | None:
    for name in BROWSERS:
        path = shutil.which(name)
        # a name on the PATH may be a shim that only says what to install
        if path and _runs(path, "--version"):
            return path
    return None


def _postgresql() -> Path | None:
    folders = sorted(SERVERS.glob("*/bin"), key=_version, reverse=True)
    asking = shutil.which("pg_config")
    if asking:
        said = subprocess.run([asking, "--bindir"], capture_output=True, text=True, check=False)
        folders.append(Path(said.stdout.strip()))
    on_path = shutil.which("initdb")
    if on_path:
        folders.append(Path(on_path).parent)
    needed = ("initdb", "postgres", "psql")
    return next((f for f in folders if all((f / name).is_file() for name in needed)), None)


def _version(folder: Path) -> tuple[int, ...]:
    return tuple(int(part) for part in folder.parent.name.split(".") if part.isdigit())


def _runs(*command: str) -> bool:
    quiet = subprocess.DEVNULL
    try:
        return subprocess.run(command, stdout=quiet, stderr=quiet, check=False).returncode == 0
    except OSError:
        return False


def _as_root() -> list[str]:
    """Return the words before a command to run it as root. Raises Missing when that is not
    allowed."""
    if shutil.which("apt-get") is None:
        raise Missing("there is no apt-get here to install it")
    if os.environ.get("LPTEST_APT") == "no":
        raise Missing("LPTEST_APT=no forbids to install it")
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and _runs("sudo", "-n", "true"):
        return ["sudo", "-n"]
    raise Missing("apt is not allowed without root")


def _install(package: str) -> None:
    before = [*_as_root(), "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    print(f"Installing {package} with apt", flush=True)
    for command in (["update"], ["install", "-y", "--no-install-recommends", package]):
        done = subprocess.run([*before, *command], capture_output=True, text=True, check=False)
        if done.returncode:
            last = (done.stderr.strip() or done.stdout.strip()).splitlines()[-3:]
            raise Missing(f"apt-get {command[0]} failed: {' '.join(last)}")


@contextmanager
def _no_cluster_of_debian() -> Iterator[None]:
    """Keep Debian from making a cluster of its own, and so from starting a service, while it
    installs the server."""
    before = _as_root()
    folder = "/etc/postgresql-common/createcluster.d"
    subprocess.run([*before, "mkdir", "-p", folder], check=True)
    subprocess.run(
        [*before, "tee", f"{folder}/loopplank-tests.conf"],
        input=b"create_main_cluster = false\n",
        stdout=subprocess.DEVNULL,
        check=True,
    )
    try:
        yield
    finally:
        subprocess.run([*before, "rm", "-f", f"{folder}/loopplank-tests.conf"], check=True)
