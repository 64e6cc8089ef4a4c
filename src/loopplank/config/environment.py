"""Typed reading of the environment. Every setting is declared once; an unknown one is refused.

A misspelt variable that is silently ignored is how a limit or a secret goes missing in production,
so any `LOOPPLANK_*` name that nobody declared stops the start with a sentence.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from email.utils import parseaddr
from pathlib import Path
from typing import TypeVar
from urllib.parse import unquote, urlsplit

T = TypeVar("T")
PREFIX = "LOOPPLANK_"


class BadSetting(Exception):
    """A setting that cannot be used, with what to write instead."""


@dataclass(frozen=True, slots=True)
class Mail:
    """Which server takes our mail, and whom it comes from; without a host no mail leaves."""

    host: str = ""
    port: int = 0
    user: str = ""
    password: str = field(default="", repr=False)
    tls: bool = False
    starttls: bool = False
    sender: str = ""


@dataclass(frozen=True, slots=True)
class Sms:
    """Where text messages go: `kind` is console, file or http; empty when none leave."""

    kind: str = ""
    target: str = ""
    token: str = field(default="", repr=False)
    honours_keys: bool = False


@dataclass
class Environment:
    """Reads `LOOPPLANK_<NAME>` from `values`; `refuse_unknown()` closes the list."""

    values: Mapping[str, str]
    declared: dict[str, str] = field(default_factory=dict)

    def text(self, name: str, default: str, why: str) -> str:
        return self._read(name, default, why, str)

    def path(self, name: str, default: Path, why: str) -> Path:
        return self._read(name, default, why, lambda raw: Path(raw).expanduser().resolve())

    def whole(self, name: str, default: int, why: str, *, least: int, most: int) -> int:
        def parse(raw: str) -> int:
            if not raw.isdecimal() or not least <= int(raw) <= most:
                raise BadSetting(f"write a whole number from {least} to {most}")
            return int(raw)

        return self._read(name, default, why, parse)

    def choice(self, name: str, options: Iterable[str], default: str, why: str) -> str:
        allowed = tuple(options)

        def parse(raw: str) -> str:
            if raw not in allowed:
                raise BadSetting(f"write one of: {', '.join(allowed)}")
            return raw

        return self._read(name, default, why, parse)

    def origin(self, name: str, default: str, why: str) -> str:
        """An address such as https://help.example.nl: https, or http on this machine only."""

        def parse(raw: str) -> str:
            parts = urlsplit(raw)
            local = parts.hostname in {"localhost", "127.0.0.1", "::1"}
            if not parts.hostname or parts.path not in {"", "/"} or parts.query:
                raise BadSetting("write an address without a path, such as https://hulp.example.nl")
            if parts.scheme != "https" and not (parts.scheme == "http" and local):
                raise BadSetting("an address other than localhost must begin with https://")
            return f"{parts.scheme}://{parts.netloc}"

        return self._read(name, default, why, parse)

    def database(self, name: str, default: str, why: str) -> dict[str, object]:
        """A database address as Django's dict: sqlite:///path or postgresql://user:pw@host/name."""
        return self._read(name, database_settings(default), why, database_settings, shown=_secret)

    def mail(self, name: str, why: str, from_name: str, from_why: str) -> Mail:
        """A mail server such as smtps://user:password@host:465, with the address we write from."""
        server = self._read(name, Mail(), why, mail_server, shown=_secret)
        sender = self._read(from_name, "", from_why, _sender)
        if server.host and not sender:
            raise BadSetting(
                f"{PREFIX}{from_name}: {PREFIX}{name} is set, so write which address mail comes"
                " from, such as hulp@example.nl"
            )
        return replace(server, sender=sender)

    def sms(self, name: str, why: str, token_why: str, keys_why: str) -> Sms:
        """Where text messages go: console, file:PATH, or a gateway such as https://sms.example.nl."""
        gateway = self._read(name, Sms(), why, sms_gateway, shown=_secret)
        secret = self.text(f"{name}_TOKEN", "", token_why)
        honours = self.choice(f"{name}_KEYS", ("no", "yes"), "no", keys_why)
        return replace(gateway, token=secret, honours_keys=honours == "yes")

    def planner(self, name: str, default: str, why: str) -> str:
        """Where plans are made: local, or a Dask scheduler such as dask://host:8786."""

        def parse(raw: str) -> str:
            if raw == "local":
                return raw
            try:
                parts = urlsplit(raw)
                port = parts.port
            except ValueError:
                parts, port = urlsplit(""), None
            whole = parts.scheme == "dask" and parts.hostname and port
            if not whole or parts.path or parts.query or parts.username:
                raise BadSetting("write local, or a Dask scheduler such as dask://host:8786")
            return raw

        return self._read(name, default, why, parse)

    def refuse_unknown(self) -> None:
        """Raise BadSetting for a LOOPPLANK_ variable that no line above declared."""
        unknown = sorted(
            key
            for key in self.values
            if key.startswith(PREFIX) and key.removeprefix(PREFIX) not in self.declared
        )
        if unknown:
            known = ", ".join(PREFIX + name for name in sorted(self.declared))
            raise BadSetting(f"{', '.join(unknown)}: there is no such setting. Known: {known}")

    def _read(
        self,
        name: str,
        default: T,
        why: str,
        parse: Callable[[str], T],
        shown: Callable[[str], str] = repr,
    ) -> T:
        self.declared[name] = why
        raw = self.values.get(PREFIX + name, "").strip()
        if not raw:
            return default
        try:
            return parse(raw)
        except BadSetting as wrong:
            raise BadSetting(f"{PREFIX}{name}={shown(raw)}: {wrong}") from None


def _secret(_raw: str) -> str:
    """What stands in place of a value with a password in it: an error ends up in a log."""
    return "…"


def _sender(raw: str) -> str:
    address = parseaddr(raw)[1]
    before, at, after = address.partition("@")
    if not (before and at and after) or any(c.isspace() for c in address) or "\n" in raw:
        raise BadSetting("write one address, such as hulp@example.nl or Hulp <hulp@example.nl>")
    return raw


_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


def mail_server(address: str) -> Mail:
    """Translate one mail server; raises BadSetting with what to write, never with what stood."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError:  # its own words hold a piece of the password
        parts, host, port = urlsplit(""), None, None
    if parts.scheme not in _PORTS or not host or parts.path not in {"", "/"} or parts.query:
        raise BadSetting(
            "write smtps://user:password@host:465, smtp+starttls://user:password@host:587 or"
            " smtp://host:25; write other signs than letters and digits in a password as %40"
        )
    if parts.fragment:
        raise BadSetting("write # in a password as %23")
    return Mail(
        host=host,
        port=port or _PORTS[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        tls=parts.scheme == "smtps",
        starttls=parts.scheme == "smtp+starttls",
    )


def sms_gateway(address: str) -> Sms:
    """Translate one place for text messages; raises BadSetting with what to write."""
    wrong = BadSetting(
        "write console, file:/full/path, or a gateway such as https://sms.example.nl/send"
    )
    if address == "console":
        return Sms("console")
    if address.startswith("file:/"):
        return Sms("file", address.removeprefix("file:"))
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname, parts.port
    except ValueError:
        raise wrong from None
    # http to this machine only: elsewhere everybody on the way could read along
    local = host in {"localhost", "127.0.0.1", "::1"}
    if not host or parts.username or parts.query or parts.fragment:
        raise wrong
    if parts.scheme != "https" and not (parts.scheme == "http" and local):
        raise wrong
    return Sms("http", address)


def database_settings(address: str) -> dict[str, object]:
    """Translate one database address; raises BadSetting with what to write."""
    parts = urlsplit(address)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path[1:]) if parts.path.startswith("//") else unquote(parts.path),
            "OPTIONS": {
                # IMMEDIATE: a writer takes its turn at the start, so no check can be overtaken.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                # FULL: what was confirmed on a screen survives a power cut too.
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                # ON: who is erased is overwritten in the file too, not only left out of it.
                " PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;"
                # ON: a row that INSERT OR REPLACE throws out meets its triggers as well.
                " PRAGMA recursive_triggers=ON;",
            },
        }
    if parts.scheme in {"postgresql", "postgres"}:
        name = unquote(parts.path.removeprefix("/"))
        if not name:
            raise BadSetting("write a database name: postgresql://user:password@host/name")
        query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": name,
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(query.get("host", parts.hostname or "")),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
        }
    raise BadSetting("write sqlite:////full/path or postgresql://user:password@host/name")
