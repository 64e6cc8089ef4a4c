"""Read what the person helped said about the help: for whom it is, and what was done with it.

A volunteer has no way in here. One about the coordinator is only there for whom it was sent to.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.lookups import Exact

from loopplank.access.account.access_records import Purpose, record_reading
from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.kit.names import Named, named
from loopplank.access.responsibility.on_duty import left
from loopplank.access.responsibility.promises import named_on
from loopplank.access.responsibility.rota import standing_in
from loopplank.access.wellbeing.volunteer_concern import named_reader, taken_up
from loopplank.core.account.roles import Role
from loopplank.core.kit.calendar import last_passed, local_day
from loopplank.store.models import AskerConcern

MOST = 25
#: How long the answer stays on the status page.
SHOWN_AFTER = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Concern:
    """One of them as a coordinator reads it; `mine` when it was sent to whoever reads."""

    id: UUID
    request_id: UUID
    who: Named
    at: datetime
    reasons: tuple[str, ...]
    words: str
    to: str
    answer_before: date
    mine: bool
    answered_at: datetime | None
    answered_by: str
    spoken: bool | None
    outcome: str
    done: str
    by_applicant: bool


def concerns(actor: Actor, now: datetime) -> "QuerySet[AskerConcern]":
    """Return the concerns that exist for this coordinator: one about a coordinator passes all but
    its reader.
    """
    if actor.role is not Role.COORDINATOR:
        return AskerConcern.objects.none()
    rows = AskerConcern.objects.filter(
        Q(about_coordinator=False) | _theirs(actor, now),
        organisation_id=actor.own_organisation,
        request__erased_at=None,
        restricted=False,
    )
    return rows.filter(request__owner_id=actor.id) if actor.only_own else rows


def open_concerns(actor: Actor, now: datetime) -> tuple[Concern, ...]:
    """Return what this coordinator is to answer; one query."""
    rows = concerns(actor, now).filter(_theirs(actor, now), answered_at=None)
    found = _with_people(rows).order_by("answer_before", "at")[:MOST]
    return tuple(_concern(row, actor) for row in found)


def any_of_request(actor: Actor, now: datetime) -> Exists:
    """Return whether a request has any for this actor: joined to its own query, so that most pages,
    which have none, ask nothing more.
    """
    return Exists(concerns(actor, now).filter(request_id=OuterRef("pk")))


def concerns_of_request(actor: Actor, request_id: UUID, now: datetime) -> tuple[Concern, ...]:
    """Return those about one request, open ones first; one query. The page records the reading."""
    rows = _with_people(concerns(actor, now).filter(request_id=request_id))
    found = rows.order_by(F("answered_at").desc(nulls_first=True), "-at")[:10]
    return tuple(_concern(row, actor) for row in found)


def concern_page(actor: Actor, concern_id: UUID, now: datetime) -> Concern:
    """Return one concern, to answer it."""
    row = _with_people(concerns(actor, now).filter(pk=concern_id)).first()
    if row is None:
        raise NotFound(concern_id)
    record_reading(actor, "concern", Purpose.HELP, [row.request.help_seeker_id], now)
    return _concern(row, actor)


def concern_for_change(actor: Actor, concern_id: UUID, now: datetime) -> AskerConcern:
    """Return one concern, locked until the end of the transaction."""
    row = (
        concerns(actor, now)
        .select_related("request")
        .select_for_update(of=("self",))
        .filter(pk=concern_id)
        .first()
    )
    if row is None:
        raise NotFound(concern_id)
    return row


@dataclass(frozen=True, slots=True)
class OwnConcern:
    """What the status page tells of it: who answers before when, or what was done."""

    at: datetime
    to: str
    answer_before: date
    answered_at: datetime | None
    answered_by: str
    spoken: bool | None
    outcome: str
    taken_up: bool = False


def own_concern(actor: Actor, now: datetime) -> OwnConcern | None:
    """Return the oldest that nobody answered, else the last one that was answered this month.

    One query. Whoever asked for this person sees only what they raised themselves.
    """
    if actor.role is not Role.HELP_SEEKER or actor.id is None:
        return None
    rows = AskerConcern.objects.filter(request_id=actor.id)
    if actor.for_another:
        rows = rows.filter(by_applicant=True)
    row = (
        rows.filter(Q(answered_at=None) | Q(answered_at__gte=now - SHOWN_AFTER))
        .select_related("organisation", "to__account", "answered_by__account")
        .order_by(F("answered_at").desc(nulls_first=True), "at")
        .first()
    )
    if row is None:
        return None
    return OwnConcern(
        row.at,
        _promised(row),
        row.answer_before,
        row.answered_at,
        row.answered_by.account.name if row.answered_by else "",
        row.spoken,
        row.outcome,
        taken_up=row.restricted and row.answered_at is None and taken_up(row.request_id),
    )


def _promised(row: AskerConcern) -> str:
    """Return who is there on the day that was promised; where nobody is, the organisation."""
    if row.restricted:
        return named_reader(row.to, None, row.organisation, row.answer_before)
    there = named_on(row.to, row.organisation, row.answer_before)
    return there.account.name if there else row.organisation.name


# --- underneath -----------------------------------------------------------------------------------


def _theirs(actor: Actor, now: datetime) -> Q:
    """Return the filter for what is theirs to answer: sent to them; as the stand-in what is late;
    and what was sent to somebody who left, as the owner or whoever answers for the organisation.
    Never what is about themselves.
    """
    me = actor.own_membership
    gone, late = left("to"), Q(answer_before__lte=last_passed(now))
    on_turn = standing_in(actor.own_organisation, local_day(now)).values("pk")[:1]
    stands_in = Q(Exact(Subquery(on_turn), me))
    answers = Q(request__owner_id=me) | Q(organisation__first_contact_id=me) | stands_in
    about_me = Q(about_coordinator=True, request__owner_id=me)
    return Q(to_id=me) | (late & stands_in | gone & answers) & ~about_me


def _with_people(rows: "QuerySet[AskerConcern]") -> "QuerySet[AskerConcern]":
    return rows.select_related("request__help_seeker", "to__account", "answered_by__account")


def _concern(row: AskerConcern, actor: Actor) -> Concern:
    return Concern(
        id=row.pk,
        request_id=row.request_id,
        who=named(row.request.help_seeker, local_day(row.at)),
        at=row.at,
        reasons=tuple(row.reasons),
        words=row.words,
        to=row.to.account.name,
        answer_before=row.answer_before,
        mine=row.to_id == actor.id,
        answered_at=row.answered_at,
        answered_by=row.answered_by.account.name if row.answered_by else "",
        spoken=row.spoken,
        outcome=row.outcome,
        done=row.done,
        by_applicant=row.by_applicant,
    )
