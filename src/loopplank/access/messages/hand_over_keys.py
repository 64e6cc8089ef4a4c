"""Read the hand-over keys of a volunteer, and what somebody who came in with one may see."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from loopplank.access.account.access_records import Purpose, record_reading
from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.account.links import WEEK, address_of_key, by_key_token, token_of_key
from loopplank.access.kit.affiliations import belonging, who_belong_to
from loopplank.access.kit.names import Named
from loopplank.access.messages.channels import told_by_hand
from loopplank.access.messages.devices import maker_of
from loopplank.access.volunteers.own_pages import (
    Contact,
    agreement_of,
    contact_of,
    open_proposals,
    person_of,
)
from loopplank.access.volunteers.volunteers import facts_of, volunteers
from loopplank.core.account.hand_over import KeyFacts, KeyState, is_full, last_whole_day, state_of
from loopplank.core.account.links import in_groups
from loopplank.core.account.roles import Role
from loopplank.core.kit.calendar import local_day, monday
from loopplank.core.matching.matches import MatchState
from loopplank.core.messages.devices import Browser, DeviceLabel, Kind, System
from loopplank.core.messages.states import Addressee
from loopplank.core.volunteers.visits import Agreement, visits_in_week
from loopplank.store.models import (
    Device,
    HandOverKey,
    KeyAct,
    Match,
    Message,
    PostcodeArea,
    Proposal,
    Visit,
    Volunteer,
)

MOST_SHOWN = 12


def facts_of_key(key: HandOverKey, *, belongs: bool | None = None) -> KeyFacts:
    """Return one key as core reads it; needs volunteer and maker loaded. `belongs` where the caller
    knows that the volunteer is there and joined.
    """
    maker = key.made_by
    if belongs is None:
        belongs = _joined(key)
    return KeyFacts(
        made_at=key.made_at,
        used_at=key.used_at,
        withdrawn_at=key.withdrawn_at,
        maker_there=maker is not None and maker.active and maker.account.is_active,
        belongs=belongs,
    )


def _joined(key: HandOverKey) -> bool:
    return belonging(volunteer_id=key.volunteer_id, organisation_id=key.organisation_id).exists()


def maker_of_yes(actor: Actor, row: Proposal) -> str:
    """Say "Anna Prins (Noord)": who made the key with which this yes was said, now by this actor or
    earlier, before a coordinator let it count.
    """
    rows = HandOverKey.objects.select_related("made_by__account", "organisation")
    if actor.role is Role.KEY_HOLDER:
        key = rows.filter(pk=actor.held_key).first()
    else:
        said = {"acts__request_id": row.request_id, "acts__type": "request.yes_waits"}
        key = rows.filter(volunteer_id=row.volunteer_id, **said).order_by("-acts__at").first()
    return maker_of(key) if key is not None else ""


# --- before it is used ----------------------------------------------------------------------------


def key_behind(token: str, now: datetime) -> HandOverKey | None:
    """Return the key of a token while it opens."""
    row = by_key_token(token)
    if row is None:
        return None
    return row if state_of(facts_of_key(row), now) is KeyState.OPEN else None


# --- for a coordinator ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OpenedDevice:
    """What came in with a key. `full_from` when somebody wrote down a meeting."""

    id: UUID
    told: DeviceLabel
    first_seen_on: date
    ended: bool
    full: bool
    full_from: datetime | None
    met_on: date | None
    met_by: str


@dataclass(frozen=True, slots=True)
class KeyLine:
    """One key of the own organisation. Its address is there for its maker alone, while it opens."""

    id: UUID
    made_by: str
    made_on: date
    until: date
    state: KeyState
    address: str
    spoken: tuple[str, ...]
    device: OpenedDevice | None


@dataclass(frozen=True, slots=True)
class KeysPage:
    row: Volunteer
    keys: tuple[KeyLine, ...]
    has_own_way: bool


def keys_page(actor: Actor, volunteer_id: UUID, now: datetime) -> KeysPage:
    """Return the keys that the own organisation made for one of its volunteers, newest first."""
    row = volunteers(actor).filter(pk=volunteer_id).first()
    if row is None or actor.role is not Role.COORDINATOR:
        raise NotFound(volunteer_id)
    record_reading(actor, "hand_over_keys", Purpose.PLANNING, [row.pk], now)
    found = HandOverKey.objects.filter(
        volunteer=row, organisation_id=actor.own_organisation
    ).select_related("made_by__account", "volunteer", "organisation")
    keys = list(found.order_by("-made_at", "pk")[:MOST_SHOWN])
    opened = {
        one.key_id: one
        for one in Device.objects.filter(key__in=keys).select_related("confirmed_by__account")
    }
    return KeysPage(
        row,
        tuple(_line(key, opened.get(key.pk), actor, now) for key in keys),
        bool(row.email) or row.channel in {"sms", "email"},
    )


def _line(key: HandOverKey, device: Device | None, actor: Actor, now: datetime) -> KeyLine:
    state = state_of(facts_of_key(key, belongs=True), now)
    mine = state is KeyState.OPEN and key.made_by_id == actor.id
    return KeyLine(
        id=key.pk,
        made_by=key.made_by.account.name if key.made_by else "",
        made_on=local_day(key.made_at),
        until=last_whole_day(key.made_at),
        state=state,
        address=address_of_key(key.pk) if mine else "",
        spoken=in_groups(token_of_key(key.pk)) if mine else (),
        device=_opened(device, now) if device is not None else None,
    )


def _opened(row: Device, now: datetime) -> OpenedDevice:
    return OpenedDevice(
        id=row.pk,
        told=DeviceLabel(Kind(row.kind), System(row.system), Browser(row.browser)),
        first_seen_on=row.first_seen_on,
        ended=row.revoked_at is not None,
        full=is_full(row.full_from, now),
        full_from=row.full_from,
        met_on=row.met_on,
        met_by=row.confirmed_by.account.name if row.confirmed_by else "",
    )


@dataclass(frozen=True, slots=True)
class KeyOfMessage:
    """The key that stands in a message, for its maker."""

    address: str
    spoken: tuple[str, ...]
    until: date


def keys_of_messages(
    actor: Actor, message_ids: Iterable[UUID], now: datetime
) -> Mapping[UUID, KeyOfMessage]:
    """Return by message the key that this member made for it, while it opens."""
    rows = HandOverKey.objects.filter(
        message__in=list(message_ids),
        made_by_id=actor.own_membership,
        used_at=None,
        withdrawn_at=None,
        **who_belong_to(actor.own_organisation, of="volunteer__"),
    ).select_related("made_by__account", "volunteer", "organisation")
    return {
        key.message_id: KeyOfMessage(
            address_of_key(key.pk), in_groups(token_of_key(key.pk)), last_whole_day(key.made_at)
        )
        for key in rows.order_by("made_at")
        if key.message_id is not None
        and state_of(facts_of_key(key, belongs=True), now) is KeyState.OPEN
    }


def letters_without_key(actor: Actor) -> list[UUID]:
    """Return the letters to volunteers that wait on paper and would lead to their own page."""
    rows = Message.objects.filter(
        told_by_hand(),
        organisation_id=actor.own_organisation,
        channel="letter",
        link__purpose=WEEK,
        to=Addressee.VOLUNTEER,
    )
    return list(rows.order_by("queued_at", "pk").values_list("pk", flat=True))


# --- for whoever holds one ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AskedWithKey:
    """One open question of the organisation that made the key; no load, which is of everywhere."""

    id: UUID
    what: str
    agreement: Agreement
    not_included: tuple[str, ...]
    neighbourhood: str
    expires_at: datetime
    contact: Contact


@dataclass(frozen=True, slots=True)
class VisitWithKey:
    """One visit of the next two weeks at somebody whom that organisation helps."""

    match_id: UUID
    who: Named
    what: str
    day: date
    start: time | None


@dataclass(frozen=True, slots=True)
class WithKeyPage:
    """All that an unconfirmed device shows."""

    first_name: str
    organisation: str
    phone: str
    made_by: str
    until: date | None
    asked: tuple[AskedWithKey, ...]
    visits: tuple[VisitWithKey, ...]
    own_ways: tuple[str, ...]


def with_key_page(actor: Actor, now: datetime) -> WithKeyPage:
    """Return what one organisation asks of a volunteer, for whoever holds a key of it."""
    rows_of_me = volunteers(actor).select_related("limits")
    me = rows_of_me.filter(pk=actor.as_volunteer).first()
    if me is None or actor.role is not Role.KEY_HOLDER:
        raise NotFound("key")
    key = HandOverKey.objects.select_related("organisation", "made_by__account").get(
        pk=actor.held_key
    )
    rows = list(
        open_proposals(me, now)
        .filter(organisation_id=key.organisation_id)
        .select_related("request__owner__account", "organisation")
    )
    visits = tuple(_visits(me, key.organisation_id, now))
    shown = {row.request.help_seeker_id for row in rows} | {one.who.id for one in visits}
    record_reading(actor, "with_key", Purpose.OWN, [me.pk, *shown], now)
    device = Device.objects.filter(key=key, revoked_at=None).order_by("-last_seen_on").first()
    return WithKeyPage(
        first_name=me.first_name,
        organisation=key.organisation.name,
        phone=key.organisation.phone,
        made_by=key.made_by.account.name if key.made_by else "",
        until=local_day(device.full_from) if device and device.full_from else None,
        asked=tuple(_asked(row) for row in rows),
        visits=visits,
        own_ways=tuple(
            way for way, known in (("email", bool(me.email)), ("phone", bool(me.phone))) if known
        ),
    )


def _asked(row: Proposal) -> AskedWithKey:
    area = PostcodeArea.objects.filter(pk=row.request.postcode_area).first()
    return AskedWithKey(
        id=row.pk,
        what=row.what,
        agreement=agreement_of(row),
        not_included=tuple(row.not_included),
        neighbourhood=(area.neighbourhood or area.place) if area else "",
        expires_at=row.expires_at,
        contact=contact_of(row.request.owner, row.organisation.phone),
    )


def _visits(me: Volunteer, organisation_id: UUID, now: datetime) -> Iterable[VisitWithKey]:
    """Return visits on a fixed day from today to the end of next week of which nothing is known."""
    today, limits = local_day(now), facts_of(me.limits)
    rows = (
        Match.objects.filter(
            volunteer=me, organisation_id=organisation_id, state=MatchState.RUNNING
        )
        .select_related("request__help_seeker")
        .order_by("pk")
    )
    found = []
    for row in rows:
        known = set(Visit.objects.filter(match=row, day__gte=today).values_list("day", flat=True))
        for week in (monday(today), monday(today) + timedelta(weeks=1)):
            for visit in visits_in_week(agreement_of(row), week, limits, known):
                if visit.day is not None and visit.day >= today:
                    who = person_of(row, now)
                    found.append(VisitWithKey(row.pk, who, row.what, visit.day, visit.start))
    return sorted(found, key=lambda one: (one.day, str(one.match_id)))


# --- what was done with one -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DoneWithKey:
    """One act with a hand-over key. `confirmed`: afterwards the device turned out to be theirs."""

    at: datetime
    type: str
    made_by: str
    volunteer: str
    confirmed: bool


def any_done_with_keys() -> Exists:
    """Return whether anything was, as a question beside a query of requests."""
    return Exists(KeyAct.objects.filter(request=OuterRef("pk")))


def done_with_keys(request_id: UUID, now: datetime) -> tuple[DoneWithKey, ...]:
    """Return what was done about one request with hand-over keys; the page records the reading."""
    return _done(KeyAct.objects.filter(request_id=request_id), now)


def own_done_with_keys(actor: Actor, now: datetime) -> tuple[DoneWithKey, ...]:
    """Return the last of what was done in the name of one volunteer, for the volunteer."""
    if actor.role is not Role.VOLUNTEER:
        raise NotFound("key")
    return _done(KeyAct.objects.filter(key__volunteer_id=actor.as_volunteer), now)


def _done(rows: "QuerySet[KeyAct]", now: datetime) -> tuple[DoneWithKey, ...]:
    shown = rows.select_related(
        "key__made_by__account", "key__organisation", "key__volunteer"
    ).prefetch_related("key__devices")
    return tuple(
        DoneWithKey(
            at=row.at,
            type=row.type,
            made_by=maker_of(row.key),
            volunteer=f"{row.key.volunteer.first_name} {row.key.volunteer.last_name}".strip(),
            confirmed=any(is_full(one.full_from, now) for one in row.key.devices.all()),
        )
        for row in shown.order_by("-at", "-pk")[:MOST_SHOWN]
    )
