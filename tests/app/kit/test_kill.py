"""The server is killed in the middle of writes, again and again: nothing confirmed is lost.

Several people write over HTTP all the while: volunteers write down visits, others send the public
form. Whatever got its answer must be in the database; what was being written is there as a whole or
not at all.
"""

import html
import http.client
import json
import re
import sqlite3
import threading
import urllib.error
import urllib.parse
import urllib.request
from contextlib import closing
from datetime import date, timedelta
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any, ClassVar

import pytest
from scripts.pace import patient
from tests.app.questionnaire import FOR_MYSELF, address
from tests.databases import Databases
from tests.proofs import some_of
from tests.racing import eventually
from tests.server import Server, secret_file

from loopplank.access.responsibility.nightly_checks import broken_promises
from loopplank.actions.ledger.ledger import differing_weeks
from loopplank.jobs import clock
from loopplank.store.models import Event, Match, Request, Used, Visit, Volunteer

SENDERS = 2
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')

#: So many questions from one place are held, and told so: nothing was confirmed.
HELD = 429


class NoAnswer(Exception):
    """The server was gone before it answered."""


class Browser:
    """Cookies, and forms that are sent as a browser does; redirects are not followed."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(CookieJar()), _Stay()
        )
        self.token = ""

    def get(self, path: str) -> tuple[int, str]:
        status, body = self._open(path, None)
        found = _TOKEN.search(body)
        self.token = html.unescape(found[1]) if found else self.token
        return status, body

    def post(self, path: str, fields: dict[str, Any]) -> tuple[int, str]:
        given = {**fields, "csrfmiddlewaretoken": self.token}
        return self._open(path, urllib.parse.urlencode(given, doseq=True).encode())

    def _open(self, path: str, data: bytes | None) -> tuple[int, str]:
        try:
            with self._opener.open(
                f"{self._server.address}{path}", data, timeout=patient(20)
            ) as answer:
                return int(answer.status), answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode(errors="replace")
        except (OSError, http.client.HTTPException):
            raise NoAnswer from None


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


class Writer(threading.Thread):
    """Writes until the server is gone. What got its answer is in `confirmed`."""

    def __init__(self, server: Server) -> None:
        super().__init__(daemon=True)
        self.server = server
        self.confirmed: list[Any] = []
        self.strange: list[Any] = []

    def run(self) -> None:
        try:
            browser = Browser(self.server)
            self.begin(browser)
            while True:
                self.write(browser)
        except NoAnswer:
            pass
        except Exception as error:  # noqa: BLE001  the test looks at it
            self.strange.append(repr(error))

    def begin(self, browser: Browser) -> None:
        """Open what is needed once."""

    def write(self, browser: Browser) -> None:
        raise NotImplementedError


class VisitWriter(Writer):
    """A volunteer who writes visits down: every day another one, and then all of them again."""

    minutes = (60, 90, 120)
    written: ClassVar[dict[str, int]] = {}

    def __init__(self, server: Server, who: dict[str, str]) -> None:
        super().__init__(server)
        self.match, self.token = who["match"], who["token"]
        self.first = date.fromisoformat(who["first"])

    def begin(self, browser: Browser) -> None:
        browser.get(f"/l/{self.token}")
        browser.get(f"/mijn-week/bezoek/{self.match}/{self.first.isoformat()}/")

    def write(self, browser: Browser) -> None:
        turn = VisitWriter.written.get(self.match, 0)
        VisitWriter.written[self.match] = turn + 1
        day = (self.first + timedelta(days=turn % 50)).isoformat()
        fields = {"felt": "fine", "minutes": "other", "other_minutes": 60, "note": f"beurt {turn}"}
        status, body = browser.post(f"/mijn-week/bezoek/{self.match}/{day}/", fields)
        if status == 302:
            self.confirmed.append((self.match, day, turn))
        else:
            self.strange.append((status, body[-1500:]))


class Sender(Writer):
    """Somebody who fills in the six questions and sends them; then the next one does."""

    number: ClassVar[int] = 0

    def write(self, browser: Browser) -> None:
        Sender.number += 1
        name = f"Vraag{Sender.number}"
        browser.get(address(1))
        for step, fields in FOR_MYSELF.items():
            given = {**fields, "last_name": name} if step == 6 else dict(fields)
            status, body = browser.post(address(step), given)
            if status == HELD:
                return
            if status != 302:
                self.strange.append((step, status, body[-1500:]))
                return
        status, body = browser.post(address("controleren"), {})
        if status == HELD:
            return
        if status == 302:
            self.confirmed.append(name)
        else:
            self.strange.append((status, body[-1500:]))


# --- the test --------------------------------------------------------------------------------


class Killed:
    """A server on its own database, what was confirmed by it, and what must hold after a kill."""

    def __init__(self, databases: Databases, folder: Path) -> None:
        self.databases = databases
        shared = databases.folder
        people = shared / f"{databases.vendor}-people.json"
        command = ("-m", "tests.app.fill_for_kill", str(people))
        template = databases.filled("kill", *command, SECRET_FILE=str(secret_file(shared)))
        self.people: list[dict[str, str]] = json.loads(people.read_text(encoding="ascii"))
        self.database = databases.copy(template)
        self.server = Server(folder, databases.address(self.database), shared=shared)
        self.visits: list[tuple[str, str, int]] = []
        self.sent: list[str] = []
        VisitWriter.written.clear()

    def one_life(self, visits: int) -> None:
        """Start, let everybody write until so many visits and one question are in, and kill. Each
        life is another hour: nothing that was sent in an earlier one holds a question.
        """
        with self.databases.pointing_at(self.database):
            Used.objects.all().delete()
        self.server.start()
        visiting = [VisitWriter(self.server, who) for who in self.people]
        sending = [Sender(self.server) for _ in range(SENDERS)]
        for writer in (*visiting, *sending):
            writer.start()

        def enough() -> bool:
            both = ((visiting, visits), (sending, 1))
            wrong = any(one.strange for one in (*visiting, *sending))
            return wrong or all(sum(len(w.confirmed) for w in ws) >= most for ws, most in both)

        # nobody waits for anybody, so that it is in the middle of work whenever this is so
        eventually(enough, "everybody wrote", seconds=60)
        self.server.kill()
        for writer in (*visiting, *sending):
            writer.join(patient(30))
            assert not writer.is_alive()
            assert writer.strange == []
        self.visits += [c for writer in visiting for c in writer.confirmed]
        self.sent += [c for writer in sending for c in writer.confirmed]

    def check(self) -> None:
        if self.databases.vendor == "sqlite":
            with closing(sqlite3.connect(self.database)) as file:
                assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
                assert file.execute("PRAGMA foreign_key_check").fetchall() == []
        with self.databases.pointing_at(self.database):
            self._nothing_lost()
            self._nothing_half()

    def _nothing_lost(self) -> None:
        there = set(Request.objects.values_list("help_seeker__last_name", flat=True))
        assert [name for name in self.sent if name not in there] == []
        # a later turn on the same day took the place of an earlier one
        latest = {(match, day): turn for match, day, turn in self.visits}
        kept = {
            (str(visit.match_id), visit.day.isoformat()): int(visit.note.split()[1])
            for visit in Visit.objects.filter(note__startswith="beurt")
        }
        assert [key for key, turn in latest.items() if kept.get(key, -1) < turn] == []
        for who in self.people:
            confirmed = sum(match == who["match"] for match, _, _ in self.visits)
            logged = Event.objects.filter(type="visit.logged", data__match=who["match"]).count()
            assert confirmed <= logged <= VisitWriter.written.get(who["match"], 0)

    def _nothing_half(self) -> None:
        assert not any(broken_promises(clock.now()).values())
        for pk in Volunteer.objects.values_list("pk", flat=True):
            assert differing_weeks(pk) == 0
        for request in Request.objects.all():
            events = list(Event.objects.filter(aggregate_id=request.pk).order_by("sequence"))
            assert events, request.pk
            assert [event.sequence for event in events] == list(range(1, len(events) + 1))
            assert events[-1].data["owner"] == str(request.owner_id)
            assert request.help_seeker_id is not None
            assert request.messages.filter(template="received").count() == 1
        assert Match.objects.filter(state="running").count() == len(self.people)


@pytest.fixture
def killed(
    databases: Databases, tmp_path: Path, django_test_environment: None, django_db_blocker: Any
) -> Any:
    with django_db_blocker.unblock():
        made = Killed(databases, tmp_path)
        yield made
        made.server.stop()
        databases.drop(made.database)


@pytest.mark.both_engines
def test_nothing_confirmed_is_lost_when_the_server_is_killed(killed: Killed) -> None:
    for visits in (12, 3, 7):
        killed.one_life(visits)
        killed.check()
    assert len(killed.visits) >= 20
    assert len(killed.sent) >= 3


@pytest.mark.proof
def test_nothing_confirmed_is_lost_in_25_lives(killed: Killed) -> None:
    lives = some_of(range(25))
    for life in lives:
        killed.one_life(1 + life)
        killed.check()
    assert len(killed.visits) >= sum(1 + life for life in lives)
    assert len(killed.sent) >= len(lives)
