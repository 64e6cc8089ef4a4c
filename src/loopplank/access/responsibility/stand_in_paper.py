"""Read what a coordinator hands over to whoever stands in: what runs, what is due, whom to call."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from loopplank.access.account.access_records import Purpose, record_reading
from loopplank.access.account.actors import Actor
from loopplank.access.kit.names import Named, may_call, named
from loopplank.access.requests.requests import TO_SEE_TO, requests
from loopplank.access.responsibility.rota import standing_in
from loopplank.core.kit.calendar import local_day
from loopplank.core.matching.matches import HOLDS_CAPACITY
from loopplank.core.requests.states import State
from loopplank.core.wellbeing.signal import Route
from loopplank.store.models import Match, Membership, VolunteerSignal

MOST = 200


@dataclass(frozen=True, slots=True)
class HandedOver:
    """One request of the actor; `helpers` are names and numbers of who helps or meets."""

    id: UUID
    number: str
    who: Named
    phone: str
    state: State
    due_on: date | None
    helpers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ToCall:
    """A volunteer who waits for a call of the actor."""

    name: str
    phone: str
    before: date
    reason: str


@dataclass(frozen=True, slots=True)
class StandInPaper:
    """`due` has a day on or before today, `coming` one after it; `runs` asks for nothing now."""

    name: str
    organisation: str
    stand_in: str
    stand_in_phone: str
    today: date
    calls: tuple[ToCall, ...]
    due: tuple[HandedOver, ...]
    coming: tuple[HandedOver, ...]
    runs: tuple[HandedOver, ...]


def stand_in_paper(actor: Actor, now: datetime) -> StandInPaper:
    """Return all that one coordinator answers for, for paper; recorded as an export.

    What was told in confidence is not in it, whoever reads it otherwise.
    """
    today = local_day(now)
    me = Membership.objects.select_related("account", "organisation").get(pk=actor.own_membership)
    rows = list(
        requests(actor)
        .filter(TO_SEE_TO, owner_id=actor.own_membership)
        .select_related("help_seeker", "applicant")
        .order_by("due_on", "received_at", "pk")[:MOST]
    )
    helpers: dict[UUID, list[tuple[str, str]]] = {}
    seen: list[UUID | None] = [row.help_seeker_id for row in rows]
    for match in (
        Match.objects.filter(request__in=[row.pk for row in rows], state__in=HOLDS_CAPACITY)
        .select_related("volunteer")
        .order_by("agreed_at", "pk")
    ):
        one = match.volunteer
        helpers.setdefault(match.request_id, []).append(
            (f"{one.first_name} {one.last_name}", one.phone)
        )
        seen.append(one.pk)
    signals = list(
        VolunteerSignal.objects.filter(
            to_id=actor.own_membership,
            route=Route.COORDINATOR.value,
            wants_call=True,
            answered_at=None,
        )
        .select_related("volunteer")
        .order_by("call_before", "pk")
    )
    stands_in = (
        standing_in(me.organisation_id, today).exclude(pk=me.pk).select_related("account").first()
    )
    record_reading(
        actor,
        "stand_in_paper",
        Purpose.EXPORT,
        [*seen, *(one.volunteer_id for one in signals)],
        now,
    )
    made = [
        HandedOver(
            id=row.pk,
            number=row.number,
            who=named(row.help_seeker, today),
            phone=row.help_seeker.phone
            if row.help_seeker and not row.applicant_id and may_call(row)
            else "",
            state=State(row.state),
            # of a no of which a call is still to be made
            due_on=row.due_on or row.next_contact_on,
            helpers=tuple(helpers.get(row.pk, ())),
        )
        for row in rows
    ]
    return StandInPaper(
        name=me.account.name,
        organisation=me.organisation.name,
        stand_in=stands_in.account.name if stands_in else "",
        stand_in_phone=(stands_in.account.phone if stands_in else "") or me.organisation.duty_phone,
        today=today,
        calls=tuple(
            ToCall(
                f"{one.volunteer.first_name} {one.volunteer.last_name}",
                one.volunteer.phone,
                one.call_before,
                one.reason,
            )
            for one in signals
        ),
        due=tuple(one for one in made if one.due_on and one.due_on <= today),
        coming=tuple(one for one in made if one.due_on and one.due_on > today),
        runs=tuple(one for one in made if one.due_on is None),
    )
