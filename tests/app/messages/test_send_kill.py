"""Two senders empty a queue while one of them is killed: nothing is lost, and nothing comes twice.

With a gateway that honours keys every message arrives once. With one that does not, of each kill at
most one message is unsure, and a person decides.
"""

import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from scripts.pace import patient
from scripts.processes import die_with_parent
from tests.app.gateways import Gateway, gateway
from tests.databases import PROJECT, Databases, environment
from tests.proofs import share_of
from tests.racing import eventually
from tests.server import secret_file

from loopplank.store.models import Event, Message

KILLS = 5
#: In these turns the gateway has the message and did not answer yet.
IN_MID_REQUEST = (1, 3, 5)


class Pulse:
    """A database full of queued messages, and senders that are started, killed, started again."""

    def __init__(self, databases: Databases, folder: Path, number: int) -> None:
        self.databases, self.folder, self.number = databases, folder, number
        template = databases.filled(f"pulse{number}", "-m", "tests.app.fill_pulse", str(number))
        self.database = databases.copy(template)
        self.began = datetime.now(UTC).isoformat()  # noqa: TID251  the senders live by the clock
        self.running: list[subprocess.Popen[bytes]] = []

    def start(self, to: Gateway, path: str, *, minutes_ahead: int = 0) -> subprocess.Popen[bytes]:
        settings = {
            "DATABASE_URL": self.databases.address(self.database),
            "DATA_DIR": str(self.folder),
            "SECRET_FILE": str(secret_file(self.databases.folder)),
            "SMS": f"{to.address}/{path}",
            "SMS_KEYS": "yes" if to.honours_keys else "no",
        }
        with (self.folder / "log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "tests.app.send_pulse", self.began, str(minutes_ahead)],
                cwd=PROJECT,
                env=environment(settings),
                stdout=log,
                stderr=log,
                preexec_fn=die_with_parent,  # noqa: PLW1509  one prctl, no threads
            )
        self.running.append(process)
        return process

    def stop(self) -> None:
        for process in self.running:
            process.kill()
            process.wait(patient(30))

    def said(self) -> str:
        return (self.folder / "log").read_text(errors="replace")[-3000:]

    def send_and_kill(self, to: Gateway) -> None:
        """Both send; one is killed five times, in the middle of a request and wherever it is."""
        steady, killed = self.start(to, "steady"), self.start(to, "killed")
        # each that is killed leaves a batch under its lease: half is kept for those that come after
        share = self.number // (2 * KILLS)
        for turn in range(1, KILLS + 1):
            self.wait_for(to, turn * share)
            if turn in IN_MID_REQUEST:
                to.let_go.clear()
                to.hold.set()
                assert to.held.wait(patient(120)), self.said()
            killed.send_signal(signal.SIGKILL)
            killed.wait(patient(30))
            to.let_go.set()
            to.held.clear()
            killed = self.start(to, "killed")
        for process in (steady, killed):
            assert process.wait(patient(1200)) == 0, self.said()
        # what the killed ones left is taken over once their leases ran out, and then tried again
        for minutes in (10, 20):
            assert self.start(to, "steady", minutes_ahead=minutes).wait(patient(600)) == 0, (
                self.said()
            )

    def wait_for(self, to: Gateway, number: int) -> None:
        eventually(lambda: len(to.numbers()) >= number, f"{number} arrived", seconds=900)

    def states(self) -> Counter[str]:
        with self.databases.pointing_at(self.database):
            return Counter(Message.objects.values_list("state", flat=True))


@pytest.fixture
def folder(tmp_path: Path, django_test_environment: None, django_db_blocker: Any) -> Iterator[Path]:
    with django_db_blocker.unblock():
        yield tmp_path


def numbers(pulse: Pulse) -> set[str]:
    return {f"+316{n:08d}" for n in range(pulse.number)}


def all_arrive_once(databases: Databases, folder: Path, number: int) -> None:
    pulse = Pulse(databases, folder, number)
    try:
        with gateway(honours_keys=True) as to:
            pulse.send_and_kill(to)
        assert Counter(to.numbers()) == Counter(numbers(pulse))
        assert pulse.states() == {"told": number}
        with databases.pointing_at(pulse.database):
            told = Event.objects.filter(type="message.told").values_list("aggregate_id", flat=True)
            assert len(told) == len(set(told)) == number
    finally:
        pulse.stop()
        databases.drop(pulse.database)


def none_is_lost(databases: Databases, folder: Path, number: int) -> None:
    pulse = Pulse(databases, folder, number)
    try:
        with gateway() as to:
            pulse.send_and_kill(to)
        arrived = Counter(to.numbers())
        assert max(arrived.values()) == 1, "one came twice"
        with databases.pointing_at(pulse.database):
            rows = Message.objects.values_list("state", "volunteer__phone")
            unsure = {f"+31{phone[1:]}" for state, phone in rows if state == "unsure"}
            told = {f"+31{phone[1:]}" for state, phone in rows if state == "told"}
        assert len(IN_MID_REQUEST) <= len(unsure) <= KILLS
        assert told <= set(arrived)
        assert told | unsure == numbers(pulse), "one was lost"
    finally:
        pulse.stop()
        databases.drop(pulse.database)


def test_with_keys_all_arrive_once_whoever_is_killed(databases: Databases, folder: Path) -> None:
    all_arrive_once(databases, folder, 300)


def test_without_keys_none_is_lost_whoever_is_killed(databases: Databases, folder: Path) -> None:
    none_is_lost(databases, folder, 300)


# one of the two on each engine: together they take a quarter of an hour
@pytest.mark.proof
@pytest.mark.postgresql
def test_of_10000_with_keys_all_arrive_once(databases: Databases, folder: Path) -> None:
    all_arrive_once(databases, folder, share_of(10_000))


@pytest.mark.proof
@pytest.mark.sqlite
def test_of_10000_without_keys_none_is_lost(databases: Databases, folder: Path) -> None:
    none_is_lost(databases, folder, share_of(10_000))
