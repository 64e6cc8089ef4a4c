"""Visits to every page of a tree as everybody: who there is, what there is to open, and what it
shows.

Part of behaviour.py, and like it without the names of modules, which may move.
"""

import hashlib
import importlib
import inspect
import io
import json
import pkgutil
import sys
import uuid
from collections.abc import Iterable, Iterator
from contextlib import redirect_stdout
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

#: Its name, what the browser carries, and the address.
Visit = tuple[str, dict[str, str], str]
#: A value, and the organisation that it is of, if it is of one.
Thing = tuple[object, object]
HEADERS_LEFT_OUT = {"Content-Length"}
READABLE = ("text/", "application/json", "application/manifest", "application/javascript")

#: What stands in an address: rows of a model, by its name or this one; or any of these words.
MODELS = {
    "concern_id": "AskerConcern",
    "file_id": "SafetyFile",
    "raise_id": "LimitsRaise",
    "run_id": "PlanRun",
    "sign_id": "CreepSign",
    "signal_id": "VolunteerSignal",
    "stop_id": "IntakeStop",
}
#: A person belongs to more than one organisation: through which rows.
THROUGH = {"volunteer_id": "Affiliation", "person_id": "Affiliation"}
WORDS = {
    "answer": ["ja", "nee"],
    "number": [1, 2, 3],
    "pk": [1, 2],
    "step": [1, 2, 3, 4, 5, 6],
    "to": ["volunteer", "account"],
    "token": ["x" * 22],
}
#: How many rows of their own organisation each sees; members try one of another besides.
MOST_ROWS = {"coordinator": 6, "link": 1, "visitor": 3}
MOST_ROWS_OF_OTHERS = 2
IN_ENGLISH = ("visitor", "coordinator marleen", "link week")


def own_visits() -> Iterator[Visit]:
    """Yield every page as the tree's own tests open it in a browser, in the situation that they set
    up."""
    files = sorted(Path("tests").rglob("every_address.py"))
    if not files:
        print("no every_address.py below tests: nobody sets a scene", file=sys.stderr)
    for file in files:
        with redirect_stdout(io.StringIO()) as printed:
            importlib.import_module(".".join(file.with_suffix("").parts)).main()
        told = json.loads(printed.getvalue())
        for one in told["visits"]:
            for language in ("nl", "en"):
                key = f"{language} {one['who']} {one['address']}"
                yield key, in_language(told["cookies"][one["who"]], language), one["address"]


def doors(now: datetime) -> Iterator[Visit]:
    """Yield every address as everybody, with rows of every organisation in every state."""
    from django.urls import get_resolver, reverse

    patterns = list(flat(get_resolver().url_patterns))
    chosen = {part: things(part, now) for one in patterns for part in one.pattern.converters}
    only_sent: set[str] = set()
    for who, house, cookies in persons():
        for pattern in (one for one in patterns if one.name not in only_sent):
            parts = {part: theirs(who, house, chosen[part]) for part in pattern.pattern.converters}
            for n in range(max(map(len, parts.values()), default=1)):
                taken = {part: values[n % len(values)] for part, values in parts.items()}
                address = reverse(pattern.name, kwargs=taken)
                if who == "visitor" and look({}, address).startswith("status 405"):
                    # that comes before who asks: it is the same for everybody
                    only_sent.add(pattern.name)
                for language in ("nl", "en") if who.startswith(IN_ENGLISH) else ("nl",):
                    key = f"{language} {who} {address}"
                    yield key, in_language(cookies, language), address


def theirs(who: str, house: object, things: list[Thing]) -> list[object]:
    """Choose what may stand in an address: some rows of this organisation, and one of another."""
    kind = who.split(maxsplit=1)[0]
    own = [value for value, of in things if of in {None, house}]
    others = [value for value, of in things if of not in {None, house}]
    most = MOST_ROWS.get(kind, MOST_ROWS_OF_OTHERS)
    return own[:most] + others[: 0 if own and kind in {"link", "visitor"} else 1]


def flat(patterns: Iterable[Any]) -> Iterator[Any]:
    for one in patterns:
        if hasattr(one, "url_patterns"):
            yield from flat(one.url_patterns)
        else:
            yield one


def things(part: str, now: datetime) -> list[Thing]:
    """Return what may stand in this part of an address. A new kind of part must be added here."""
    if part.endswith("_id"):
        name = THROUGH.get(part) or MODELS.get(part) or part[:-3].replace("_", "")
        rows = first_of_each(model(name), "organisation_id", "state")
        key = "volunteer_id" if part in THROUGH else "pk"
        found = [(getattr(row, key), getattr(row, "organisation_id", None)) for row in rows]
        return found or [(uuid.UUID(int=0), None)]
    if part in {"network", "organisation"}:
        slugs = model(part.title()).objects.order_by("pk").values_list("slug", flat=True)
        return [(slug, None) for slug in slugs]
    if part == "day":
        days = (now.date() + timedelta(days=n) for n in (-7, 0, 7))
        return [(day.isoformat(), None) for day in days]
    return [(word, None) for word in WORDS[part]]


def first_of_each(rows: Any, *by: str) -> list[Any]:
    """Return one row for every combination of these fields, as far as the model has them."""
    firsts: dict[tuple[object, ...], Any] = {}
    for row in rows.objects.order_by("pk"):
        firsts.setdefault(tuple(getattr(row, field, None) for field in by), row)
    return list(firsts.values())


def persons() -> Iterator[tuple[str, object, dict[str, str]]]:
    """Yield a visitor; a member of each role in each organisation; and a holder of each kind of
    link."""
    yield "visitor", None, {}
    for member in first_of_each(model("Membership"), "role", "organisation_id"):
        client = browser({})
        client.force_login(member.account)
        session = client.session
        session["membership"] = str(member.pk)
        session.save()
        yield f"{member.role} {member.account.email}", member.organisation_id, cookies_of(client)
    for link in first_of_each(model("Link"), "purpose", "organisation_id"):
        client = browser({})
        client.get(f"/l/{token_of(link.pk, link.generation)}")
        yield f"link {link.purpose} {link.pk}", link.organisation_id, cookies_of(client)


_HANDLER: dict[str, Any] = {}


def browser(cookies: dict[str, str]) -> Any:
    from django.test import Client

    client = Client(SERVER_NAME="localhost")
    # loading the middleware, with all static files, takes longer than a page
    client.handler = _HANDLER.setdefault("one", client.handler)
    for name, value in cookies.items():
        client.cookies[name] = value
    return client


def cookies_of(client: Any) -> dict[str, str]:
    return {name: morsel.value for name, morsel in client.cookies.items()}


def in_language(cookies: dict[str, str], language: str) -> dict[str, str]:
    return {**cookies, "loopplank_language": language}


def look(cookies: dict[str, str], address: str) -> str:
    """Return status, headers, cookies and text of a page; or how it broke."""
    try:
        response = browser(cookies).get(address)
    except Exception as error:  # noqa: BLE001  whatever breaks a page is what we write down
        return f"broken {type(error).__name__}: {error}"
    headers = [f"{k}: {v}" for k, v in response.headers.items() if k not in HEADERS_LEFT_OUT]
    for cookie in response.cookies.values():
        kept = {name: value for name, value in cookie.items() if value}
        headers.append(f"cookie {cookie.key}: {'kept' if cookie.value else 'gone'} {kept}")
    body: bytes = response.getvalue()
    text = f"sha256 {hashlib.sha256(body).hexdigest()[:12]}"
    if response.get("Content-Type", "").startswith(READABLE):
        text = body.decode()
    return "\n".join((f"status {response.status_code}", *sorted(headers), "", text))


# --- what is found in a tree by its name --------------------------------------------------------


def model(name: str) -> Any:
    from django.apps import apps

    return apps.get_model("store", name)


def token_of(link_id: uuid.UUID, generation: int) -> str:
    """Make the token of a link by the tree's own function, found by its name and what it takes."""
    if not _TOKEN_OF:
        for module in modules("loopplank.access"):
            way = vars(module).get("token_of")
            if way and list(inspect.signature(way).parameters) == ["link_id", "generation"]:
                _TOKEN_OF.append(way)
                break
    return str(_TOKEN_OF[0](link_id, generation))


_TOKEN_OF: list[Any] = []


def modules(package: str, name: str = "") -> Iterator[Any]:
    """Yield the modules below a package, or those of this name, loaded."""
    path = importlib.import_module(package).__path__
    for found in pkgutil.walk_packages(path, f"{package}."):
        if not name or found.name.endswith(f".{name}"):
            yield importlib.import_module(found.name)
