"""Write down what one tree does: the rows of the demo and every page, as text.

    cd TREE && PYTHONPATH=TREE/src:TREE behaviour.py FILE NOW FOLDER

Run by same_behaviour.py, once in each tree. It asks the tree for as little as it can by name, so
that the same file runs before and after modules move: Django's resolver knows the addresses, the
commands `catalogue`, `migrate` and `demo` make the database, and tables are read as tables.
"""

import hashlib
import inspect
import json
import os
import random  # noqa: TID251  only to replace where it gets its chance from
import re
import sys
import time
import uuid
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

from every_door import doors, flat, look, model, modules, own_visits, token_of

#: Whatever may be chance: the hash in the name of a static file, and every long word.
CHANCE = re.compile(r"(?<=\.)[0-9a-f]{12}(?=\.(?:css|js|svg|png|woff2|json)\b)|[\w-]{16,}")
DIGIT = re.compile(r"\d")
UUIDS = re.compile(
    r"(?<![0-9a-f])[0-9a-f]{8}(-?)[0-9a-f]{4}(?:\1[0-9a-f]{4}){3}[0-9a-f]{8}(?![0-9a-f])"
)
HASH = re.compile(r"(?<![0-9a-z])(?=[0-9]*[a-f])[0-9a-f]{16,}(?![0-9a-z])")
#: When each was applied, and which sessions there are, is of this run and not of the tree.
TABLES_LEFT_OUT = {"django_migrations", "django_session", "sqlite_sequence"}
SECRET_COLUMNS = {"password"}


def main() -> None:
    file, now, folder = Path(sys.argv[1]), datetime.fromisoformat(sys.argv[2]), Path(sys.argv[3])
    chance = freeze_chance()
    time.time = now.timestamp  # noqa: TID251  this is where the clock stops
    set_up(folder)
    from django.urls import get_resolver, resolve

    freeze_clocks(now)
    told: dict[str, Any] = {"tables": {}, "pages": {}, "files": static_files()}
    told["doors"] = {f"{one.name} {one.pattern}": "" for one in flat(get_resolver().url_patterns)}
    fill(folder)
    told["tables"] |= tables("demo")
    say("the demo stands")
    visits, shown = [*own_visits(), *doors(now)], set()
    say(f"{len(visits)} pages to see")
    for key, cookies, address in visits:
        chance.begin(key)
        told["pages"][key] = page = look(cookies, address)
        if page.startswith("status 200"):
            shown.add(resolve(address.split("?")[0]).url_name)
    told["shown"] = sorted(shown)
    told["tables"] |= tables("after")
    names = Names()
    told["pages"] = {names(key): names(page) for key, page in told["pages"].items()}
    file.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    say("written down")


def say(what: str) -> None:
    print(f"{Path.cwd()}: {what} ({time.process_time():.0f} s of work)", file=sys.stderr)


# --- the same moment and the same chance ---------------------------------------------------------


class Chance:
    """Bytes that look random and are the same in every run; `begin` makes parts independent."""

    def __init__(self) -> None:
        self.begin("")

    def begin(self, word: str) -> None:
        self._word, self._numbers = word, count()

    def bytes(self, size: int) -> bytes:
        return hashlib.shake_256(f"{self._word} {next(self._numbers)}".encode()).digest(size)


def freeze_chance() -> Chance:
    """Replace chance, before anything of the tree is loaded. Random keys then grow in the order of
    creation, so that one more or one less changes no order between rows."""
    chance, keys = Chance(), count(1)
    os.urandom = random._urandom = chance.bytes  # type: ignore[attr-defined]  # noqa: SLF001  as secrets reads it

    def key() -> uuid.UUID:
        number = next(keys)
        return uuid.UUID(int=number << 96 | number, version=4)

    uuid.uuid4 = key
    return chance


def freeze_clocks(now: datetime) -> None:
    """Replace every `now` of a module called clock, wherever it lies, and in whatever imported
    it."""
    from django.utils import timezone

    real = {timezone.now}  # noqa: TID251  the framework's own
    for module in modules("loopplank", "clock"):
        real.add(module.now)
    for module in [
        m for name, m in sys.modules.items() if name.startswith(("loopplank", "django"))
    ]:
        for name, value in list(vars(module).items()):
            if inspect.isfunction(value) and value in real:
                setattr(module, name, lambda: now)
    if len(real) < 2:
        sys.exit("no module called clock is left: say in behaviour.py where time is read now")


# --- the database --------------------------------------------------------------------------------


def set_up(folder: Path) -> None:
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "loopplank.config.settings",
        "LOOPPLANK_MODE": "demo",
        "LOOPPLANK_SECRET_KEY": "0" * 64,
        "LOOPPLANK_DATA_DIR": str(folder),
        "LOOPPLANK_STATIC_DIR": str(folder / "static"),
    }
    import django

    django.setup()
    from django.contrib.auth.hashers import PBKDF2PasswordHasher

    PBKDF2PasswordHasher.iterations = 1


def fill(folder: Path) -> None:
    from django.core.management import call_command

    (folder / "static").mkdir()
    call_command("catalogue", "--compile")
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
    call_command("demo")


def static_files() -> dict[str, str]:
    from django.contrib.staticfiles.finders import get_finders

    return {
        name: hashlib.sha256(Path(storage.path(name)).read_bytes()).hexdigest()
        for finder in get_finders()
        for name, storage in finder.list([])
    }


def ask(sql: str) -> list[tuple[Any, ...]]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def names_of_tables() -> list[str]:
    found = ask("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    return [name for (name,) in found if name not in TABLES_LEFT_OUT]


def tables(when: str) -> dict[str, list[str]]:
    """Return every row in the order of creation, and the schema with its triggers."""
    names, told = Names(), {}
    for table in names_of_tables():
        columns = [row[1] for row in ask(f"PRAGMA table_info({table})")]
        told[f"{when} {table}"] = [
            names(" ¦ ".join(f"{c}={said(c, v)}" for c, v in zip(columns, row, strict=True)))
            for row in ask(f"SELECT * FROM {table} ORDER BY rowid")
        ]
    schema = ask("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type, name")
    told[f"{when} schema"] = [" ".join(sql.split()) for (sql,) in schema]
    return told


def said(column: str, value: object) -> str:
    if column in SECRET_COLUMNS:
        return "‹secret›"
    if isinstance(value, bytes):
        return f"{len(value)} bytes {hashlib.sha256(value).hexdigest()[:12]}"
    return str(value)


class Names:
    """One word for one row in both trees, whatever its random key, its link or its hash is."""

    def __init__(self) -> None:
        self.rows: dict[str, str] = {}
        for table in names_of_tables():
            keys = [(row[1], row[2]) for row in ask(f"PRAGMA table_info({table})") if row[5]]
            borrowed = {row[3] for row in ask(f"PRAGMA foreign_key_list({table})")}
            for key, kind in keys:
                if kind == "char(32)" and key not in borrowed:
                    found = ask(f"SELECT {key} FROM {table} ORDER BY rowid")
                    word = table.removeprefix("store_")
                    self.rows |= {value: f"‹{word} {n}›" for n, (value,) in enumerate(found, 1)}
        self.tokens = {
            token_of(link.pk, link.generation): f"‹token of {self.rows[link.pk.hex]}›"
            for link in model("Link").objects.all()
        }

    def __call__(self, text: str) -> str:
        return CHANCE.sub(lambda found: self._named(found[0]), text)

    def _named(self, word: str) -> str:
        if len(word) == 12:
            return "‹hash›"
        if not DIGIT.search(word):
            return word
        if word in self.tokens:
            return self.tokens[word]
        told = UUIDS.sub(lambda found: self.rows.get(found[0].replace("-", ""), "‹id›"), word)
        told = HASH.sub("‹hash›", told)
        return "‹token›" if told == word and is_opaque(word) else told


def is_opaque(word: str) -> bool:
    """Say whether a word is chance or a signature: those mix small letters, capitals and digits."""
    kinds = (str.islower, str.isupper, str.isdigit)
    return len(word) > 19 and all(any(is_it(sign) for sign in word) for is_it in kinds)


if __name__ == "__main__":
    main()
