"""What whoever starts Loopplank asked for: read from the environment, checked, and said clearly.

make run                        the demo network, on http://localhost:8000
make run DEMO=0                 for real use: an empty start, with its own database
make run PORT=8001              on another port
make run DEMO=0 ORIGIN=https://hulp.example.nl    behind a proxy that speaks https
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

PROJECT = Path(__file__).resolve().parent.parent
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class Stop(Exception):
    """Why it cannot go on, as a sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class Options:
    """How to start. `settings` are the LOOPPLANK_ variables that follow from it."""

    mode: str
    host: str
    port: int
    origin: str
    data_dir: Path
    settings: Mapping[str, str]

    def again(self, port: int) -> str:
        """Return the command that starts the same on another port, and never the demo for real
        use."""
        return f"make run {'DEMO=0 ' if self.mode == 'real' else ''}PORT={port}"

    @property
    def lock_file(self) -> Path:
        return self.data_dir / f"{self.mode}.lock"

    @property
    def secret_file(self) -> Path:
        return Path(self.settings["LOOPPLANK_SECRET_FILE"])

    @property
    def database(self) -> str:
        return self.settings["LOOPPLANK_DATABASE_URL"]

    @property
    def sqlite_file(self) -> Path | None:
        """The database as a file; None on PostgreSQL."""
        return sqlite_path(self.database)


def sqlite_path(address: str) -> Path | None:
    if not address.startswith("sqlite:"):
        return None
    path = urlsplit(address).path
    return Path(path[1:] if path.startswith("//") else path)


def read_options(mode: str = "") -> Options:
    """Read the environment; `mode` overrules what it says. Raises Stop."""
    mode = mode or _mode()
    data_dir = Path(os.environ.get("LOOPPLANK_DATA_DIR") or PROJECT / "var").expanduser().resolve()
    port, host = _port(), os.environ.get("HOST") or "127.0.0.1"
    origin = os.environ.get("ORIGIN") or os.environ.get("LOOPPLANK_ORIGIN") or ""
    origin = origin.rstrip("/") or f"http://localhost:{port}"
    https = origin.startswith("https://")
    if mode == "real" and host not in LOOPBACK and not https:
        raise Stop(
            f"For real use Loopplank listens on this machine only (HOST={host} does not). To let"
            " others in, put a proxy with https in front, and give its address:"
            " make run DEMO=0 ORIGIN=https://hulp.example.nl"
        )
    # of the demo and of real use apart, so that neither can open what the other signed
    secret_name = "secret-key" if mode == "real" else f"{mode}-secret-key"
    settings = {
        "LOOPPLANK_DATABASE_URL": f"sqlite:///{data_dir}/{mode}.sqlite3",
        "LOOPPLANK_SECRET_FILE": str(data_dir / secret_name),
        # granian itself speaks http; who gives an https address has a proxy that speaks https
        **({"LOOPPLANK_BEHIND_PROXY": "yes"} if https else {}),
        **{k: v for k, v in os.environ.items() if k.startswith("LOOPPLANK_") and v},
        "LOOPPLANK_MODE": mode,
        "LOOPPLANK_DATA_DIR": str(data_dir),
        "LOOPPLANK_ORIGIN": origin,
    }
    return Options(mode, host, port, origin, data_dir, settings)


def mode_with_data() -> str:
    """Return the mode for a backup: the one asked for, else real use when it has data, else the
    demo."""
    if os.environ.get("DEMO") or os.environ.get("LOOPPLANK_MODE"):
        return _mode()
    real = read_options("real")
    on_server = "LOOPPLANK_DATABASE_URL" in os.environ
    return "real" if on_server or (real.sqlite_file and real.sqlite_file.exists()) else "demo"


def _mode() -> str:
    asked = os.environ.get("DEMO", "").strip().lower()
    if asked in {"0", "no", "false"}:
        return "real"
    if asked in {"1", "yes", "true"}:
        return "demo"
    if asked:
        raise Stop(f"DEMO={asked} says nothing: write DEMO=0 for real use, or leave it out.")
    mode = os.environ.get("LOOPPLANK_MODE") or "demo"
    if mode not in {"demo", "real"}:
        raise Stop(f"LOOPPLANK_MODE={mode} cannot be started: write demo or real.")
    return mode


def _port() -> int:
    raw = os.environ.get("PORT") or "8000"
    if not raw.isdigit() or not 0 < int(raw) < 65536:
        raise Stop(f"PORT={raw} is no port: write a number such as PORT=8001.")
    return int(raw)
