"""A temporary folder in memory where there is plenty of it.

Copying a database there is five times as quick, and none of it is worth keeping.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ENOUGH = 2 * 1024**3
MEMORY = "/dev/shm"
PREFIX = "lp-test"
PROCESSES = Path("/proc")


@contextmanager
def quick_folder() -> Iterator[Path]:
    """Make a fresh folder with a short path; it is gone at the end, also after Ctrl-C."""
    place = Path(_place())
    _sweep(place)
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}-{os.getpid()}-", dir=place))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _place() -> str:
    """Choose a place in memory, or else /tmp, whose path is short enough for a socket in it."""
    for place in (MEMORY, "/tmp"):
        if os.access(place, os.W_OK | os.X_OK) and shutil.disk_usage(place).free >= ENOUGH:
            return place
    return tempfile.gettempdir()


def _sweep(place: Path) -> None:
    """Remove what a killed run left behind: the name of a folder holds who made it."""
    if not (PROCESSES / "self").exists():
        return
    for left in place.glob(f"{PREFIX}-*-*"):
        maker = left.name.split("-")[2]
        if maker.isdecimal() and not (PROCESSES / maker).exists():
            shutil.rmtree(left, ignore_errors=True)
