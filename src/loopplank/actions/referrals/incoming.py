"""Keep an incoming question at somebody who is there."""

from datetime import datetime
from uuid import UUID

from loopplank.access.account.actors import Actor
from loopplank.access.referrals.referrals import referral_for_change, who_receives
from loopplank.access.responsibility.on_duty import away
from loopplank.actions.kit.action import nothing_changed, record_event, verb
from loopplank.actions.referrals.transfer import record_referral, tell_sender
from loopplank.core.account.roles import Role
from loopplank.core.kit.calendar import local_day
from loopplank.core.referrals.states import WITH_RECEIVER, Status
from loopplank.core.requests.states import State
from loopplank.store.models import Membership, Organisation, Referral


@verb("referral.pass_on", Role.SYSTEM)
def pass_on(*, actor: Actor, now: datetime, referral_id: UUID) -> None:
    """Give an incoming question to who is there, when whoever would answer is away today.

    The day to answer stays.
    """
    row = referral_for_change(actor, referral_id)
    today = local_day(now)
    handler, house = row.handler, row.to_organisation
    if row.status != Status.REQUESTED or handler is None or house is None:
        nothing_changed()
        return
    there = who_receives(house, today) if away(handler, today) else None
    if there is None or there.pk == handler.pk:
        nothing_changed()
        return
    _hand(row, there, actor=actor, now=now)


def leave_no_answer_behind(
    leaver: Membership, organisation: Organisation, *, actor: Actor, now: datetime
) -> bool:
    """Give what somebody who leaves for good would answer to who is there; False without anybody.

    The leaver is not the first contact any more, and the organisation is locked.
    """
    rows = Referral.objects.select_for_update(of=("self",)).filter(
        handler=leaver, status=Status.REQUESTED
    )
    for row in rows.order_by("pk"):
        there = who_receives(organisation, local_day(now), but=leaver.pk)
        if there is None:
            return False
        _hand(row, there, actor=actor, now=now)
    return True


def _hand(row: Referral, to: Membership, *, actor: Actor, now: datetime) -> None:
    row.handler, row.version = to, row.version + 1
    row.save(update_fields=["handler", "version"])
    record_referral(row, "referral.passed_on", actor=actor, now=now)


@verb("referral.tell_owner", Role.SYSTEM)
def tell_owner(*, actor: Actor, now: datetime, referral_id: UUID) -> None:
    """Tell somebody outside who referred a question that it has another owner: who it is, and the
    day of the next step.
    """
    row = referral_for_change(actor, referral_id)
    request = row.to_request
    if request is None or row.status not in WITH_RECEIVER or request.state == State.CLOSED:
        nothing_changed()
        return
    owner = request.owner
    last = row.told_owner.account.name if row.told_owner else row.taken_by
    if row.told_owner_id == owner.pk or (row.told_owner is None and last == owner.account.name):
        nothing_changed()
        return
    row.told_owner = owner
    row.save(update_fields=["told_owner"])
    tell_sender(
        row,
        "referral_new_owner",
        {
            "referral": str(row.pk),
            "owner": str(owner.pk),
            "taken_by": owner.account.name,
            "day": request.due_on.isoformat() if request.due_on else "",
        },
        now,
    )
    record_event(
        "referral",
        row.pk,
        "referral.owner_told",
        actor=actor,
        now=now,
        organisation_id=actor.organisation_id,
        journey_id=row.journey_id,
        data={"status": str(row.status), "owner": str(owner.pk)},
    )
