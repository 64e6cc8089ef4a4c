"""What the event log says about responsibility, replayed and compared with the rows.

The nightly check goes through all journeys with this. A check looks at one journey and names each
promise that it finds broken; a new check is one more function in `CHECKS`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from loopplank.core.requests.states import Ownership, State

#: Events by which a request changes hands and nothing else: the day may not become later by them.
OTHER_HANDS = frozenset({"request.taken_over", "request.covered", "request.returned"})


#: Events after which a record may follow another one: a yes, or a record that was opened again or
#: that the person took their consent from, while another owns the question.
FOLLOWS_AFTER = frozenset(
    {
        "request.handed_over",
        "request.consent_withdrawn",
        "request.reopened",
        "request.partial_offer_answered",
        "request.next_party_withdrew",
    }
)


@dataclass(frozen=True, slots=True)
class Standing:
    """Who is responsible for a request and until when, as its row and each of its events say it."""

    state: str
    owner: str
    due_on: date | None
    standing: str
    closing_reason: str
    next_step: bool

    @property
    def is_open(self) -> bool:
        return self.state != State.CLOSED


@dataclass(frozen=True, slots=True)
class Change:
    """One event of a request. An event that says nothing about responsibility has no standing."""

    sequence: int
    type: str
    at: datetime
    standing: Standing | None


@dataclass(frozen=True, slots=True)
class Record:
    """One request: the row as it is, and its events in sequence."""

    row: Standing
    changes: Sequence[Change]


@dataclass(frozen=True, slots=True)
class Journey:
    """All records of one question; `worked` tells whether a membership was active at a moment."""

    records: Sequence[Record]
    worked: Callable[[str, datetime], bool]


Check = Callable[[Journey], Iterable[str]]


def standing_from(data: Mapping[str, object]) -> Standing | None:
    """Read the standing from an event; None for one that says nothing about it, such as a new
    link."""
    if "state" not in data:
        return None
    due_on = data.get("due_on")
    return Standing(
        state=str(data["state"]),
        owner=str(data.get("owner") or ""),
        due_on=date.fromisoformat(str(due_on)) if due_on else None,
        standing=str(data.get("standing") or ""),
        closing_reason=str(data.get("closing_reason") or ""),
        next_step=bool(data.get("next_step")),
    )


def replayed(changes: Iterable[Change]) -> Standing | None:
    """Return the standing of a request according to its events alone."""
    last = None
    for change in changes:
        last = change.standing or last
    return last


def faults(journey: Journey) -> Iterator[str]:
    """Yield everything that is broken in one journey, by name; a name as often as it occurs."""
    for check in CHECKS:
        yield from check(journey)


def log_gives_the_row(journey: Journey) -> Iterator[str]:
    """Check that replaying the events gives the state, owner, day and outcome of the row."""
    for record in journey.records:
        if replayed(record.changes) != record.row:
            yield "log_differs_from_row"


def log_is_whole(journey: Journey) -> Iterator[str]:
    """Check that no event is missing between two others; those before the first may have
    expired."""
    for record in journey.records:
        if any(b.sequence != a.sequence + 1 for a, b in pairwise(record.changes)):
            yield "log_has_a_gap"


def an_active_owner_at_every_event(journey: Journey) -> Iterator[str]:
    """Check promise P1: after each event an open request names an owner, who worked there then."""
    for record in journey.records:
        for change in record.changes:
            now = change.standing
            if now and now.is_open and not (now.owner and journey.worked(now.owner, change.at)):
                yield "log_without_active_owner"


def one_owning_record_at_every_moment(journey: Journey) -> Iterator[str]:
    """Check promise P1: of the open records of a journey never more than one is owning.

    What one transaction did in several records has one moment, and is looked at as a whole.
    """
    if len(journey.records) < 2:
        return
    moments: dict[datetime, dict[int, Standing]] = {}
    for number, record in enumerate(journey.records):
        for change in record.changes:
            if change.standing:
                moments.setdefault(change.at, {})[number] = change.standing
    now: dict[int, Standing] = {}
    for moment in sorted(moments):
        now |= moments[moment]
        if sum(one.is_open and one.standing == Ownership.OWNING for one in now.values()) > 1:
            yield "log_with_two_owners"


def closed_with_a_next_step(journey: Journey) -> Iterator[str]:
    """Check promise P4: a request closes with a reason and a next step, and an open one has a
    day."""
    for record in journey.records:
        for change in record.changes:
            now = change.standing
            if now and not now.is_open and not (now.closing_reason and now.next_step):
                yield "log_closed_without_next_step"
            if now and now.is_open and now.due_on is None:
                yield "log_open_without_a_day"


def other_hands_make_it_no_later(journey: Journey) -> Iterator[str]:
    """Check that a new owner never makes the day later."""
    for record in journey.records:
        before: Standing | None = None
        for change in record.changes:
            now = change.standing
            if now is None:
                continue
            if (
                change.type in OTHER_HANDS
                and before
                and before.due_on
                and now.due_on
                and now.due_on > before.due_on
            ):
                yield "log_day_made_later"
            before = now


def following_only_after_a_yes(journey: Journey) -> Iterator[str]:
    """Check promise P3: the sender of a referral owns the question until somebody elsewhere said
    yes; no other event makes a record follow."""
    for record in journey.records:
        before: Standing | None = None
        for change in record.changes:
            now = change.standing
            if now is None:
                continue
            turned = (
                before
                and before.standing == Ownership.OWNING
                and now.standing == Ownership.FOLLOWING
            )
            if turned and change.type not in FOLLOWS_AFTER:
                yield "log_handed_over_without_yes"
            before = now


CHECKS: tuple[Check, ...] = (
    log_gives_the_row,
    log_is_whole,
    an_active_owner_at_every_event,
    one_owning_record_at_every_moment,
    closed_with_a_next_step,
    other_hands_make_it_no_later,
    following_only_after_a_yes,
)
