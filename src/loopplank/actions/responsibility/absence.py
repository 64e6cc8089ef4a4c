"""Note an absence, which is never refused: what was theirs goes to who stands in, and comes back.

Everything here begins with the lock of the organisation, so that two absences, a new turn and a new
request do not cross each other; then the requests. It is the weaker lock: a note or a message of a
request that somebody else holds points at the organisation too, and must not wait for it.
"""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.kit import workdays
from loopplank.access.requests.requests import TO_SEE_TO
from loopplank.access.responsibility.absence import last_absence
from loopplank.access.responsibility.on_duty import colleague_at
from loopplank.access.responsibility.rota import standing_in
from loopplank.actions.kit.action import nothing_changed, record, verb
from loopplank.actions.kit.locks import lock_organisation
from loopplank.actions.messages.messages import queue_to_account
from loopplank.actions.responsibility.applied_to import (
    give_applications_back,
    lend_applications,
    pass_applications_on,
)
from loopplank.actions.transitions.transitions import keep_day_for_new_owner, save_and_record
from loopplank.core.account.roles import Role
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.reason import Reason, Refused, dutch
from loopplank.core.responsibility.clocks import for_new_owner
from loopplank.core.responsibility.rota import Spell
from loopplank.core.wellbeing.signal import Route
from loopplank.store.models import (
    Absence,
    AbsentRequest,
    Membership,
    Organisation,
    Request,
    VolunteerSignal,
)

ENDS_BEFORE_IT_BEGINS = Reason(
    "absence.ends_first", dutch("De laatste vrije dag ligt vóór de eerste. Kies een latere dag.")
)
IS_OVER = Reason("absence.is_over", dutch("Die dagen zijn al voorbij. Kies een latere dag."))


@verb("member.absent", Role.COORDINATOR, Role.BOARD)
def note(
    *, actor: Actor, now: datetime, membership_id: UUID, first: date, last: date | None
) -> UUID:
    """Note that somebody is not there from `first` to `last` (None: until they are back).

    Never refused. From today on all that is theirs is at once with who stands in; for a later day
    the loop sees to it. Said twice, or with days that touch what was noted before, it stays one
    absence.
    """
    today = local_day(now)
    if last is not None and last < first:
        raise Refused(ENDS_BEFORE_IT_BEGINS)
    if last is not None and last < today:
        raise Refused(IS_OVER)
    organisation = lock_organisation(actor.own_organisation)
    person = colleague_at(organisation, membership_id)
    row = _noted(actor, now, person, first, last)
    if row.first_day <= today and row.began_at is None:
        _begin(actor, now, organisation, row)
    return row.pk


@verb("absence.begin", Role.SYSTEM)
def begin(*, actor: Actor, now: datetime, absence_id: UUID) -> None:
    """Give everything to who stands in now: the day has come, or another stands in from today."""
    organisation, row = _locked(None, absence_id)
    today = local_day(now)
    if row.returned_at is not None or not _spell(row).holds(today):
        nothing_changed()
    elif row.began_at is None:
        _begin(actor, now, organisation, row)
    elif not _pass_on(actor, now, organisation, row):
        nothing_changed()


@verb("absence.end", Role.COORDINATOR, Role.BOARD, Role.SYSTEM)
def end(*, actor: Actor, now: datetime, absence_id: UUID) -> None:
    """End it: back, or not going after all. What the cover still has goes back to whose it was."""
    own = None if actor.role is Role.SYSTEM else actor.own_organisation
    organisation, row = _locked(own, absence_id)
    over = row.last_day is not None and row.last_day < local_day(now)
    if row.returned_at is not None or (actor.role is Role.SYSTEM and not over):
        nothing_changed()
        return
    # first the absence ends: whoever is back may be the owner again
    row.returned_at = now
    row.save(update_fields=["returned_at"])
    requests, signals = _give_back(actor, now, organisation, row)
    _record(actor, now, row, "absence.ended", requests, signals)


@verb("absence.read_back", Role.COORDINATOR, Role.BOARD)
def read_back(*, actor: Actor, now: datetime) -> None:
    """Note that somebody who is back read what was done meanwhile; then it leaves Vandaag."""
    row = last_absence(actor, now)
    if row is None or row.read_at is not None:
        nothing_changed()
        return
    row.read_at = now
    row.save(update_fields=["read_at"])
    record(row, "absence.read_back", actor=actor, now=now, data={})


# --- noting ---------------------------------------------------------------------------------------


def _noted(
    actor: Actor, now: datetime, person: Membership, first: date, last: date | None
) -> Absence:
    """Return the one absence that holds these days: a new one, or the one that they touch made
    longer.
    """
    touching = [
        row
        for row in Absence.objects.filter(
            organisation_id=person.organisation_id,
            membership__account_id=person.account_id,
            returned_at=None,
        ).order_by("began_at", "first_day")
        if _spell(row).touches(first, last)
    ]
    # one that runs already comes first: it knows what it moved
    touching.sort(key=lambda row: (row.began_at is None, row.first_day))
    if not touching:
        row = Absence.objects.create(
            organisation_id=person.organisation_id,
            membership=person,
            first_day=first,
            last_day=last,
            noted_by_id=actor.own_membership,
            noted_at=now,
        )
    else:
        row, *others = touching
        days = min(first, *(one.first_day for one in touching)), _until(touching, last)
        if not others and days == (row.first_day, row.last_day):
            nothing_changed()
            return row
        row.first_day, row.last_day = days
        row.save(update_fields=["first_day", "last_day"])
        Absence.objects.filter(pk__in=[one.pk for one in others]).update(returned_at=now)
    record(
        row,
        "member.absent",
        actor=actor,
        now=now,
        data={
            "membership": str(row.membership_id),
            "first_day": row.first_day.isoformat(),
            "last_day": row.last_day.isoformat() if row.last_day else None,
        },
    )
    return row


def _until(touching: Iterable[Absence], last: date | None) -> date | None:
    """Return the latest last day; that somebody without one is back on a day is news, and
    counts.
    """
    if last is None:
        return None
    return max([last, *(one.last_day for one in touching if one.last_day is not None)])


# --- moving ---------------------------------------------------------------------------------------


def _begin(actor: Actor, now: datetime, organisation: Organisation, row: Absence) -> None:
    """Pass on first what this person held for others, then their own: each keeps its own way
    back.
    """
    row.began_at = now
    row.save(update_fields=["began_at"])
    for other in Absence.objects.filter(
        organisation=organisation,
        began_at__isnull=False,
        returned_at=None,
        cover__account_id=row.membership.account_id,
    ).exclude(pk=row.pk):
        _pass_on(actor, now, organisation, other)
    cover = _cover(organisation, now)
    requests, signals = 0, 0
    if cover is not None:
        requests = _take_requests(actor, now, organisation, row, cover)
        signals = _take_signals(now, organisation, row, cover)
        lend_applications(row, cover, actor, now)
        row.cover = cover
        row.save(update_fields=["cover"])
        _tell(actor, now, organisation, row, cover, requests)
    _record(actor, now, row, "absence.began", requests, signals)


def _pass_on(actor: Actor, now: datetime, organisation: Organisation, row: Absence) -> bool:
    """Pass on from the cover of yesterday to the one of today, with what reached the absent
    meanwhile. Returns whether there was anything.
    """
    before, cover = row.cover_id, _cover(organisation, now)
    if cover is None:
        return False
    requests, signals = 0, _take_signals(now, organisation, row, cover)
    applied = lend_applications(row, cover, actor, now)
    if before is None:
        requests = _take_requests(actor, now, organisation, row, cover)
    elif before != cover.pk:
        for request in _still_at(row, before):
            _hand(actor, now, request, cover, "request.covered", row)
            requests += 1
        signals += _move_signals(now, organisation, _moved_signals(row, before), cover)
        applied += pass_applications_on(row, before, cover, actor, now)
    if before == cover.pk and not signals and not applied:
        return False
    row.cover = cover
    row.save(update_fields=["cover"])
    _record(actor, now, row, "absence.passed_on", requests, signals)
    _tell(actor, now, organisation, row, cover, requests)
    return True


def _give_back(
    actor: Actor, now: datetime, organisation: Organisation, row: Absence
) -> tuple[int, int]:
    if row.cover_id is None:
        return 0, 0
    owners = {
        one.pk: one
        for one in Membership.objects.filter(
            pk__in=row.moved.values("owner_id"), active=True, account__is_active=True
        ).select_related("account")
    }
    of_request = dict(row.moved.exclude(request=None).values_list("request_id", "owner_id"))
    of_signal = dict(row.moved.exclude(signal=None).values_list("signal_id", "owner_id"))
    requests = signals = 0
    for request in _still_at(row, row.cover_id):
        owner = owners.get(of_request[request.pk])
        if owner is not None:
            _hand(actor, now, request, owner, "request.returned", row)
            requests += 1
    for signal in _moved_signals(row, row.cover_id):
        owner = owners.get(of_signal[signal.pk])
        if owner is not None:
            signals += _move_signals(now, organisation, [signal], owner)
    give_applications_back(row, owners, actor, now)
    return requests, signals


def _cover(organisation: Organisation, now: datetime) -> Membership | None:
    """Return who stands in today, or else whoever is there."""
    rows = standing_in(organisation.pk, local_day(now), anybody=True)
    return rows.select_related("account").first()


def _take_requests(
    actor: Actor, now: datetime, organisation: Organisation, row: Absence, cover: Membership
) -> int:
    """Move all that is theirs to see to: open requests, and calls to make after a no.

    Returns how many.
    """
    theirs = list(
        _locked_requests().filter(
            organisation=organisation, owner__account_id=row.membership.account_id
        )
    )
    AbsentRequest.objects.bulk_create(
        AbsentRequest(absence=row, request=one, owner_id=one.owner_id) for one in theirs
    )
    for one in theirs:
        _hand(actor, now, one, cover, "request.covered", row)
    return len(theirs)


def _still_at(row: Absence, cover_id: UUID) -> "QuerySet[Request]":
    """Return what this absence moved and the cover has still to see to, locked."""
    moved = row.moved.exclude(request=None).values("request_id")
    return _locked_requests().filter(pk__in=moved, owner_id=cover_id)


def _locked_requests() -> "QuerySet[Request]":
    rows = Request.objects.filter(TO_SEE_TO, erased_at=None).select_related(
        "owner__account", "organisation"
    )
    return rows.select_for_update(of=("self",)).order_by("pk")


def _hand(
    actor: Actor,
    now: datetime,
    request: Request,
    to: Membership,
    type_: str,
    absence: Absence,
) -> None:
    """Give it another owner; the day is their last working day on or before it, never a later
    one.
    """
    before, request.owner = request.owner_id, to
    keep_day_for_new_owner(request, now)
    request.changed_at, request.version = now, request.version + 1
    save_and_record(
        request,
        type_,
        actor=actor,
        now=now,
        data={"from_owner": str(before), "absence": str(absence.pk)},
    )


def _day_of(organisation: Organisation, to: Membership, day: date, now: datetime) -> date:
    today = local_day(now)
    return for_new_owner(day, today, workdays.of_organisation(organisation, today), to.weekdays)


def _take_signals(
    now: datetime, organisation: Organisation, row: Absence, cover: Membership
) -> int:
    """Let somebody else call about the signals that wait for the absent, on no later day.

    Returns how many.
    """
    waiting = list(
        VolunteerSignal.objects.filter(
            organisation=organisation,
            to__account_id=row.membership.account_id,
            answered_at=None,
            # a confidential one finds its own next reader
            route=Route.COORDINATOR.value,
        )
        .select_related("to")
        .select_for_update(of=("self",))
        .order_by("pk")
    )
    AbsentRequest.objects.bulk_create(
        (AbsentRequest(absence=row, signal=one, owner=one.to) for one in waiting if one.to),
        ignore_conflicts=True,
    )
    return _move_signals(now, organisation, waiting, cover)


def _moved_signals(row: Absence, cover_id: UUID) -> list[VolunteerSignal]:
    moved = row.moved.exclude(signal=None).values("signal_id")
    rows = VolunteerSignal.objects.filter(pk__in=moved, to_id=cover_id, answered_at=None)
    return list(rows.select_for_update(of=("self",)).order_by("pk"))


def _move_signals(
    now: datetime,
    organisation: Organisation,
    rows: Iterable[VolunteerSignal],
    to: Membership,
) -> int:
    moved = 0
    for row in rows:
        row.to = to
        row.call_before = _day_of(organisation, to, row.call_before, now)
        row.save(update_fields=["to", "call_before"])
        moved += 1
    return moved


# --- underneath -----------------------------------------------------------------------------------


def _locked(organisation_id: UUID | None, absence_id: UUID) -> tuple[Organisation, Absence]:
    """Return the absence under the lock of its organisation.

    Raises NotFound for another organisation's.
    """
    rows = Absence.objects.filter(pk=absence_id)
    if organisation_id is not None:
        rows = rows.filter(organisation_id=organisation_id)
    found = rows.values_list("organisation_id", flat=True).first()
    if found is None:
        raise NotFound(absence_id)
    organisation = lock_organisation(found)
    row = rows.select_related("membership").select_for_update(of=("self",)).get()
    return organisation, row


def _spell(row: Absence) -> Spell:
    return Spell(row.membership_id, row.first_day, row.last_day)


def _tell(
    actor: Actor,
    now: datetime,
    organisation: Organisation,
    row: Absence,
    cover: Membership,
    requests: int,
) -> None:
    """Tell who did not do this themselves that they have the ball now."""
    if not requests or cover.pk == actor.id:
        return
    said = {"by": row.membership.account.name, "count": requests}
    queue_to_account(organisation, cover.account, "cover", said, now=now)


def _record(
    actor: Actor, now: datetime, row: Absence, type_: str, requests: int, signals: int
) -> None:
    record(
        row,
        type_,
        actor=actor,
        now=now,
        data={
            "membership": str(row.membership_id),
            "cover": str(row.cover_id) if row.cover_id else None,
            "requests": requests,
            "signals": signals,
        },
    )
