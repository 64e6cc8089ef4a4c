"""Read how long people really wait for a kind of help, and who of them is to hear from us."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from uuid import UUID

from django.db.models import Min

from loopplank.access.account.access_records import Purpose, record_reading
from loopplank.access.account.actors import Actor
from loopplank.access.kit.names import Named, named
from loopplank.access.kit.workdays import of_organisation
from loopplank.access.messages.messages import MessageFacts, facts_of
from loopplank.access.requests.request import Brief, request_brief
from loopplank.access.requests.requests import requests
from loopplank.core.kit.calendar import at_local, local_day
from loopplank.core.messages.states import Addressee, MessageState
from loopplank.core.referrals.consent import Space
from loopplank.core.requests.closing import ClosingReason
from loopplank.core.requests.intake import Knows
from loopplank.core.requests.states import State, due_after
from loopplank.core.requests.waiting import (
    LOOKS_BACK,
    Case,
    WaitRange,
    range_in_weeks,
    rhythm,
    weeks_waited,
)
from loopplank.store.models import Message, Offer, Request

MOST = 50
LETTERS = ("wait", "wait_again")
#: An organisation and a kind of help.
Key = tuple[UUID, str]


def wait_ranges(keys: Collection[Key], today: date) -> dict[Key, WaitRange | None]:
    """Return the range of each organisation and kind of help, of the past year.

    One query for all.
    """
    if not keys:
        return {}
    rows = (
        Request.objects.filter(
            organisation_id__in={organisation_id for organisation_id, _kind in keys},
            kind__in={kind for _organisation_id, kind in keys},
            received_at__gte=at_local(today - LOOKS_BACK, time()),
        )
        .exclude(closing_reason=ClosingReason.DUPLICATE)
        .annotate(helped_on=Min("matches__started_on"))
        .values_list("organisation_id", "kind", "received_at", "helped_on", "closed_at")
    )
    cases: dict[Key, list[Case]] = defaultdict(list)
    for organisation_id, kind, received_at, helped_on, closed_at in rows:
        left_on = local_day(closed_at) if closed_at else None
        cases[organisation_id, kind].append(Case(local_day(received_at), helped_on, left_on))
    return {key: range_in_weeks(cases[key], today) for key in keys}


@dataclass(frozen=True, slots=True)
class WaitFacts:
    """What somebody who waits may know: the range, the organisation's own words about it, and what
    can be done meanwhile.
    """

    found: WaitRange | None
    own_words: str
    meanwhile: str


def wait_facts(keys: Collection[Key], today: date) -> dict[Key, WaitFacts]:
    """Return them for each organisation and kind of help; two queries for all of them."""
    ranges = wait_ranges(keys, today)
    own, meanwhile = dict[Key, str](), dict[Key, str]()
    offers = Offer.objects.filter(
        organisation_id__in={organisation_id for organisation_id, _kind in keys}, active=True
    )
    for offer in offers.order_by("name", "pk"):
        key = (offer.organisation_id, offer.kind)
        if offer.space == Space.WAITING and offer.space_words:
            own.setdefault(key, offer.space_words)
        if offer.meanwhile:
            meanwhile.setdefault(key, offer.meanwhile)
    return {
        key: WaitFacts(ranges.get(key), own.get(key, ""), meanwhile.get(key, "")) for key in keys
    }


def facts_of_one(row: Request, today: date) -> WaitFacts:
    key = (row.organisation_id, row.kind)
    return wait_facts([key], today)[key]


def facts_as_told(row: Request, today: date) -> WaitFacts:
    """Return the same for the person's own page: what can be done meanwhile is as they were told
    last.
    """
    facts = facts_of_one(row, today)
    told = (
        Message.objects.filter(request=row, template__in=LETTERS, state=MessageState.TOLD)
        .order_by("-queued_at", "-pk")
        .values_list("params", flat=True)
        .first()
    )
    return replace(facts, meanwhile=str(told.get("meanwhile", ""))) if told else facts


def letter_params(
    row: Request, facts: WaitFacts, due_on: date | None, today: date
) -> dict[str, object]:
    """Return what a letter to somebody who waits is filled with; the range as it is on this day."""
    return {
        "due_on": due_on.isoformat() if due_on else "",
        "coordinator": row.owner.account.name,
        "low": facts.found.low if facts.found else None,
        "high": facts.found.high if facts.found else None,
        "waited": weeks_waited(local_day(row.received_at), today),
        "meanwhile": facts.meanwhile,
    }


# --- the page of one, and the letters of all ------------------------------------------------------


@dataclass(frozen=True, slots=True)
class WaitPage:
    brief: Brief
    facts: WaitFacts


def wait_page(actor: Actor, request_id: UUID, now: datetime) -> WaitPage:
    """Return one request that goes to the waiting list, with what that means for the person."""
    brief = request_brief(actor, request_id, "wait", now)
    return WaitPage(brief, facts_of_one(brief.row, local_day(now)))


@dataclass(frozen=True, slots=True)
class DueLetter:
    """A letter as it would be told: `message` is not stored yet, and has the text in full."""

    request_id: UUID
    who: Named
    kind: str
    owner: str
    due_on: date
    received_on: date
    meanwhile: str
    message: MessageFacts


@dataclass(frozen=True, slots=True)
class LettersPage:
    letters: tuple[DueLetter, ...]
    total: int
    next_on: date | None


def letters_page(actor: Actor, now: datetime) -> LettersPage:
    """Return every letter of the organisation that is due today, the longest silence first.

    Nine queries however many there are.
    """
    today = local_day(now)
    waiting = requests(actor).filter(state=State.WAITING)
    due = waiting.filter(due_on__lte=today)
    rows = list(
        due.select_related("help_seeker", "applicant", "owner__account", "organisation").order_by(
            "due_on", "received_at", "pk"
        )[:MOST]
    )
    facts = wait_facts({(row.organisation_id, row.kind) for row in rows}, today)
    drafts = [_draft(row, facts[row.organisation_id, row.kind], now) for row in rows]
    messages: Mapping[UUID | None, MessageFacts] = {
        message.request_id: message for message in facts_of(drafts, today)
    }
    record_reading(actor, "wait_messages", Purpose.HELP, [row.help_seeker_id for row in rows], now)
    return LettersPage(
        tuple(
            DueLetter(
                request_id=row.pk,
                who=named(row.help_seeker, today),
                kind=row.kind,
                owner=row.owner.account.name,
                due_on=row.due_on or today,
                received_on=local_day(row.received_at),
                meanwhile=facts[row.organisation_id, row.kind].meanwhile,
                message=messages[row.pk],
            )
            for row in rows
        ),
        total=due.count() if len(rows) == MOST else len(rows),
        next_on=waiting.filter(due_on__gt=today)
        .order_by("due_on")
        .values_list("due_on", flat=True)
        .first(),
    )


def _draft(row: Request, facts: WaitFacts, now: datetime) -> Message:
    """Return the message as the action would queue it, on paper; it is never saved."""
    today = local_day(now)
    calendar = of_organisation(row.organisation, today)
    due_on = due_after(rhythm(row.wait_message_weeks), today, calendar, row.owner.weekdays)
    seeker = row.help_seeker
    return Message(
        organisation=row.organisation,
        request=row,
        to=Addressee.APPLICANT
        if row.applicant and row.person_knows != Knows.YES
        else Addressee.HELP_SEEKER,
        channel="letter",
        template="wait_again",
        language=seeker.language if seeker else "nl",
        params=letter_params(row, facts, due_on, today),
        queued_at=now,
        state=MessageState.QUEUED,
    )
