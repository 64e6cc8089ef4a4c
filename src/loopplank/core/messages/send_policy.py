"""Whether a message may leave now and with which others; if not, when, or who brings it instead."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID

from loopplank.core.kit.calendar import at_local, deadline, local_day
from loopplank.core.messages import hours
from loopplank.core.messages.looks import TURN
from loopplank.core.messages.rules import Do, Place, Rule, Verdict, Wish
from loopplank.core.messages.wishes import NO_WISHES, Calendar, Wishes

#: Why a message does not leave by itself.
PASSED, TOO_LATE, NOT_WANTED, READ_FIRST = "passed", "too_late", "not_wanted", "read_first"
#: Paper does not arrive in time: somebody goes there, or calls whoever was named.
NO_LETTER = "no_letter"
ON_PAPER = timedelta(days=3)
#: The longest night in which messages are quiet, also when the clock goes back; not a day of rest.
A_NIGHT = timedelta(hours=16)
#: A rest of which the end is so far away has none that anybody knows.
NO_END = timedelta(days=21)


@dataclass(frozen=True, slots=True)
class Queued:
    """One message that waits. `until`: from when on it is of no use. `by_person`: why it cannot
    leave by itself, if so. `pressed`: somebody read it and pressed send."""

    id: UUID
    rule: Rule
    channel: str
    queued_at: datetime
    until: datetime | None = None
    by_person: str = ""
    pressed: bool = False


@dataclass(frozen=True, slots=True)
class Reader:
    """Whoever reads it, and what they were sent lately.

    `took_place`: when messages that take a place left, of the last seven days at least. `thinking`:
    how many of the questions sent to them are still open. `rests_until`: before that instant
    nothing is asked; the end of time when nobody knows. `waiting`: what else waits for them.
    """

    wishes: Wishes = NO_WISHES
    took_place: tuple[datetime, ...] = ()
    thinking: int = 0
    open_asks_at_once: int = 1
    rests_until: datetime | None = None
    waiting: tuple[Queued, ...] = field(default=())


def decide(row: Queued, reader: Reader, calendar: Calendar, now: datetime) -> Verdict:
    """Decide what to do with one message at this moment.

    When only the hours keep a message back until it is of no use, a person brings it, or it is
    dropped if it is not worth a call. What protects a volunteer (a place, rest, one question at a
    time) is never passed by in that way: the message waits until it is of no use, and is then
    dropped.
    """
    over = _over(row, reader.wishes, now)
    if over is not None:
        return over
    held = max(_place(row, reader, calendar, now), _may_ask(row, reader, now))
    if held > now and _digest(row, reader.wishes, calendar) is not None:
        # what has no place in this Monday's waits for the next one
        held = hours.digest_after(held, reader.wishes, calendar)
    at = _in_hours(row, reader, calendar, held)
    too_late = row.until is not None and at >= row.until and held <= now
    if too_late or (row.rule.urgent and at - now > A_NIGHT):
        return Verdict(Do.BY_HAND if row.rule.by_hand else Do.DROP, why=TOO_LATE)
    if at <= now:
        return Verdict(Do.SEND, beside=tuple(one.id for one in _beside(row, reader, calendar, now)))
    why = TURN if _nobody_knows_when(row, reader, now) else ""
    return Verdict(Do.WAIT, at=at if row.until is None else min(at, row.until), why=why)


def letter_is_late(rule: Rule, params: Mapping[str, object], now: datetime) -> bool:
    """Say whether a letter would come too late to somebody who stands at a door."""
    until = of_use_until(rule, params, now)
    return rule.urgent and (until is None or until - now < ON_PAPER)


def of_use_until(rule: Rule, params: Mapping[str, object], queued_at: datetime) -> datetime | None:
    """Return from when on a message is of no use: its own moment or day, or so many days after it
    was queued."""
    said = str(params.get(rule.ends) or "") if rule.ends else ""
    if len(said) > len("2026-01-01"):
        return datetime.fromisoformat(said)
    if said:
        return deadline(date.fromisoformat(said))
    return None if rule.days is None else queued_at + timedelta(days=rule.days)


# --- each rule ------------------------------------------------------------------------------------


def _over(row: Queued, wishes: Wishes, now: datetime) -> Verdict | None:
    """Return the verdict that needs no clock: of no use any more, not wanted, or a person reads it
    first."""
    if row.until is not None and now >= row.until:
        return Verdict(row.rule.late, why=PASSED)
    if row.rule.wish is Wish.VISIT_REMINDER and not wishes.visit_reminder:
        return Verdict(Do.DROP, why=NOT_WANTED)
    if row.rule.read_first and not row.pressed:
        return Verdict(Do.BY_HAND, why=READ_FIRST)
    if row.by_person:
        return Verdict(Do.BY_HAND if row.rule.by_hand else Do.DROP, why=row.by_person)
    return None


def _in_hours(row: Queued, reader: Reader, calendar: Calendar, start: datetime) -> datetime:
    """Return the first moment from `start` on within the hours of this message; for a reader who
    wants one message a week, within those of its Monday."""
    digest = _digest(row, reader.wishes, calendar)
    if digest is not None:
        return hours.next_digest(reader.wishes, calendar, max(start, digest))
    mail = row.channel == "email"
    return hours.next_open(row.rule.hours, reader.wishes, calendar, start, mail=mail)


def _digest(row: Queued, wishes: Wishes, calendar: Calendar) -> datetime | None:
    """Return when it goes in the weekly message; None when it goes by itself, because its reader
    wants no weekly message or because it would be of no use by then."""
    if not (wishes.monday and row.rule.digest):
        return None
    moment = hours.digest_after(row.queued_at, wishes, calendar)
    return moment if row.until is None or moment < row.until else None


def _place(row: Queued, reader: Reader, calendar: Calendar, now: datetime) -> datetime:
    """Return from when on the volunteer has a place for it in the week."""
    if row.rule.place is not Place.WAITS:
        return now
    today = local_day(now)
    free = hours.first_free_day(reader.took_place, calendar.network.most_a_week, today)
    return now if free == today else at_local(free, time(0))


def _may_ask(row: Queued, reader: Reader, now: datetime) -> datetime:
    """Return from when on a new question may be sent: after their rest, and when no other is
    open."""
    if not row.rule.asks:
        return now
    held = max(now, reader.rests_until or now)
    if reader.thinking < reader.open_asks_at_once:
        return held
    # the other may be answered at any moment: look again with the next batch
    return max(held, now + hours.BATCH_LASTS)


def _nobody_knows_when(row: Queued, reader: Reader, now: datetime) -> bool:
    """Say whether a question waits for another answer, or for a rest without an end: it is looked
    at again at a moment at which it may well not leave."""
    if not row.rule.asks:
        return False
    rests_on = reader.rests_until is not None and reader.rests_until - now >= NO_END
    return rests_on or reader.thinking >= reader.open_asks_at_once


def _beside(row: Queued, reader: Reader, calendar: Calendar, now: datetime) -> Iterable[Queued]:
    """Yield the messages that leave within this one: the oldest first, and not more questions than
    one may have open. Together they take one place."""
    if not row.rule.merges:
        return
    thinking = reader.thinking + row.rule.asks
    for one in sorted(reader.waiting, key=lambda other: (other.queued_at, other.id)):
        if one.id == row.id or not one.rule.merges or one.channel != row.channel:
            continue
        if _over(one, reader.wishes, now) or _in_hours(one, reader, calendar, now) > now:
            continue
        if one.rule.asks:
            rests = reader.rests_until is not None and reader.rests_until > now
            if rests or thinking >= reader.open_asks_at_once:
                continue
            thinking += 1
        yield one
