"""Find the arrangements that exist for an actor, locked when they change, and as core reads
them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.requests.requests import any_request_for_change, request_for_change, requests
from loopplank.core import arrangements as core
from loopplank.core.account.roles import Role
from loopplank.core.matching.matches import HOLDS_CAPACITY
from loopplank.core.requests.intake import Knows
from loopplank.core.triage import Route
from loopplank.store.models import (
    Arrangement,
    ArrangementTask,
    Assessment,
    Match,
    Request,
    Signature,
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One arrangement with its tasks, whoever has to say yes, and who helps or will."""

    row: Arrangement
    tasks: tuple[ArrangementTask, ...]
    signatures: tuple[Signature, ...]
    helpers: tuple[Match, ...]

    @property
    def terms(self) -> core.Terms:
        row = self.row
        return core.Terms(
            tasks=tuple(
                core.Task(t.what, core.Who(t.who) if t.who else None, t.moment, t.leaves_out)
                for t in self.tasks
            ),
            call_by_day=row.call_by_day,
            call_outside_hours=row.call_outside_hours,
            evaluate_on=row.evaluate_on,
            last_day=row.last_day,
            if_ill=row.if_ill,
            stop_rule=row.stop_rule,
        )

    @property
    def unasked(self) -> tuple[Match, ...]:
        """Volunteers who came after it was put to everybody."""
        known = {one.volunteer_id for one in self.signatures}
        return tuple(match for match in self.helpers if match.volunteer_id not in known)

    def facts(self, today: date, starts_on: date | None = None) -> core.Arrangement:
        """Return it as the rules read it; `starts_on` when help begins now."""
        begins = [match.started_on or match.first_day for match in self.helpers]
        return core.Arrangement(
            state=core.State(self.row.state),
            terms=self.terms,
            signatories=(
                *(_signatory(one) for one in self.signatures),
                *(
                    core.Signatory(
                        core.Side.VOLUNTEER,
                        name=match.volunteer.first_name,
                        key=str(match.volunteer_id),
                    )
                    for match in self.unasked
                ),
            ),
            starts_on=starts_on or self.row.starts_on or max([today, *sorted(begins)[:1]]),
        )


def current(request_id: UUID) -> Sheet | None:
    """Return the arrangement of a request that is not over; four queries. The caller may see it."""
    row = _open(Arrangement.objects.filter(request_id=request_id)).first()
    return _sheet(row) if row else None


def sheet(row: Arrangement) -> Sheet:
    """Return a row that was read already, with all that stands on it; three queries."""
    return _sheet(row)


def route_of(request_id: UUID) -> Route | None:
    """Return what was decided last for a request: with a professional, or a volunteer alone."""
    last = Assessment.objects.filter(request_id=request_id).order_by("-number").first()
    return Route(last.decided_route) if last and last.decided_route else None


def signatures(actor: Actor) -> "QuerySet[Signature]":
    """Return the signatures that exist for this actor: each sees its own, a coordinator the
    house's.
    """
    rows = Signature.objects.filter(replaced_at=None, arrangement__request__erased_at=None)
    if actor.id is None:
        return rows.none()
    if actor.role is Role.COORDINATOR:
        return rows.filter(arrangement__organisation_id=actor.own_organisation)
    if actor.role is Role.SIGNATORY:
        return rows.filter(pk=actor.id)
    if actor.role is Role.VOLUNTEER:
        return rows.filter(volunteer_id=actor.id)
    if actor.role is Role.HELP_SEEKER and not actor.for_another:
        # a yes to what is agreed about somebody is theirs, whatever their family may read
        return rows.filter(
            arrangement__request__in=requests(actor).exclude(person_knows=Knows.NO),
            side=core.Side.PERSON.value,
        )
    return rows.none()


def arrangement_for_change(actor: Actor, request_id: UUID) -> tuple[Request, Sheet]:
    """Return the arrangement of a request of the actor, both locked, the request first."""
    request = request_for_change(actor, request_id)
    found = for_change(request)
    if found is None:
        raise NotFound(request_id)
    return request, found


def for_change(request: Request) -> Sheet | None:
    """Return the arrangement of a request that is locked already."""
    rows = _open(Arrangement.objects.filter(request=request))
    row = rows.select_for_update(of=("self",)).first()
    return _sheet(row) if row else None


def signature_for_change(actor: Actor, signature_id: UUID) -> tuple[Request, Sheet, Signature]:
    """Return a signature of the actor, with its request and arrangement locked.

    Raises NotFound for a stranger. One of an arrangement that is over is not there any more.
    """
    request_id = (
        signatures(actor)
        .filter(pk=signature_id)
        .values_list("arrangement__request_id", flat=True)
        .first()
    )
    if request_id is None:
        raise NotFound(signature_id)
    request = any_request_for_change(request_id)
    found = for_change(request)
    one = next((s for s in found.signatures if s.pk == signature_id), None) if found else None
    if found is None or one is None:
        raise NotFound(signature_id)
    return request, found, one


def own_signature_id(actor: Actor) -> UUID:
    """Return the signature of whoever has exactly one: a signatory, or the person of a request."""
    row = signatures(actor).exclude(arrangement__state=core.State.ENDED.value).first()
    if row is None:
        raise NotFound("signature")
    return row.pk


# --- underneath -----------------------------------------------------------------------------------


def _open(rows: "QuerySet[Arrangement]") -> "QuerySet[Arrangement]":
    return rows.exclude(state=core.State.ENDED.value)


def _sheet(row: Arrangement) -> Sheet:
    signed = Signature.objects.filter(arrangement=row, replaced_at=None).select_related(
        "party", "volunteer", "noted_by__account"
    )
    helpers = Match.objects.filter(
        request_id=row.request_id, state__in=HOLDS_CAPACITY
    ).select_related("volunteer")
    return Sheet(
        row=row,
        tasks=tuple(ArrangementTask.objects.filter(arrangement=row).order_by("position")),
        signatures=in_order(signed),
        helpers=tuple(helpers.order_by("agreed_at", "pk")),
    )


def in_order(rows: Iterable[Signature]) -> tuple[Signature, ...]:
    """Return the person first, then whoever helps, in the order of their names."""
    order = {side.value: n for n, side in enumerate(core.Side)}
    return tuple(sorted(rows, key=lambda one: (order[one.side], name_of(one), str(one.pk))))


def name_of(row: Signature) -> str:
    """Return the first name of a volunteer, the name of a professional or of family; "" for the
    person.
    """
    if row.volunteer:
        return row.volunteer.first_name
    return row.party.name if row.party else ""


def _signatory(row: Signature) -> core.Signatory:
    party = row.party
    return core.Signatory(
        side=core.Side(row.side),
        answer=core.Answer(row.answer),
        name=name_of(row),
        works_at=party.works_at if party else "",
        phone=party.phone if party else "",
        key=str(row.volunteer_id or ""),
    )
