"""Take over for good what is somebody's: one colleague is asked, and says yes themselves."""

from datetime import datetime
from uuid import UUID

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.requests.requests import answered_for_by
from loopplank.access.responsibility.applied_to import applied_to
from loopplank.access.responsibility.on_duty import colleague_at
from loopplank.actions.kit.action import nothing_changed, record, verb
from loopplank.actions.kit.locks import lock_organisation
from loopplank.actions.messages.messages import queue_to_account
from loopplank.actions.responsibility.applied_to import take_applications
from loopplank.actions.transitions.transitions import keep_day_for_new_owner, save_and_record
from loopplank.core.account.roles import Role
from loopplank.core.kit.reason import Reason, Refused, dutch
from loopplank.core.wellbeing.signal import Route
from loopplank.store.models import (
    AbsentRequest,
    Takeover,
    VolunteerSignal,
)

NOT_FROM_YOURSELF = Reason(
    "takeover.yourself", dutch("Dit is al van jou. Vraag een collega om het over te nemen.")
)
NOTHING_LEFT = Reason("takeover.nothing", dutch("Hier is niets meer om over te nemen."))


@verb("request.offer_to_colleague", Role.COORDINATOR, Role.BOARD)
def offer(*, actor: Actor, now: datetime, membership_id: UUID, colleague_id: UUID) -> UUID:
    """Ask one colleague to take over for good all that is somebody's. Nothing moves by asking."""
    organisation = lock_organisation(actor.own_organisation)
    leaver = colleague_at(organisation, membership_id)
    colleague = colleague_at(organisation, colleague_id)
    if colleague.role != Role.COORDINATOR:
        raise NotFound(colleague_id)
    if colleague.account_id == leaver.account_id:
        raise Refused(NOT_FROM_YOURSELF)
    count = answered_for_by(leaver).count() + applied_to(leaver).count()
    if not count:
        raise Refused(NOTHING_LEFT)
    row = Takeover.objects.filter(leaver=leaver, accepted_at=None).first()
    if row is not None and row.colleague_id == colleague.pk:
        nothing_changed()
        return row.pk
    row, _created = Takeover.objects.update_or_create(
        leaver=leaver,
        accepted_at=None,
        defaults={
            "organisation": organisation,
            "colleague": colleague,
            "asked_by_id": actor.own_membership,
            "asked_at": now,
        },
    )
    if colleague.pk != actor.id:
        queue_to_account(
            organisation,
            colleague.account,
            "take_over",
            {"by": leaver.account.name, "count": count},
            now=now,
        )
    _record(actor, now, row, "request.offered_to_colleague", {"requests": count})
    return row.pk


@verb("request.accept_from_colleague", Role.COORDINATOR)
def accept(*, actor: Actor, now: datetime, membership_id: UUID) -> int:
    """Take over for good all that is a colleague's, also what an absence lent to another.

    Nobody can say this yes for somebody else. Returns how many requests became the actor's.
    """
    organisation = lock_organisation(actor.own_organisation)
    leaver = colleague_at(organisation, membership_id)
    me = colleague_at(organisation, actor.own_membership)
    if me.account_id == leaver.account_id:
        raise Refused(NOT_FROM_YOURSELF)
    rows = list(
        answered_for_by(leaver)
        .select_related("owner__account", "organisation")
        .select_for_update(of=("self",))
        .order_by("pk")
    )
    for row in rows:
        before, row.owner = row.owner_id, me
        keep_day_for_new_owner(row, now)
        row.changed_at, row.version = now, row.version + 1
        save_and_record(
            row, "request.taken_over", actor=actor, now=now, data={"from_owner": str(before)}
        )
    # what is confidential does not move along; once they left it climbs by itself
    signals = VolunteerSignal.objects.filter(
        organisation=organisation, to=leaver, answered_at=None, route=Route.COORDINATOR.value
    ).update(to=me)
    applied = take_applications(applied_to(leaver).values_list("pk", flat=True), me, actor, now)
    AbsentRequest.objects.filter(owner=leaver).delete()
    asked = Takeover.objects.filter(leaver=leaver, accepted_at=None).first()
    if not rows and not signals and not applied and asked is None:
        nothing_changed()
        return 0
    if asked is None:
        asked = Takeover.objects.create(
            organisation=organisation,
            leaver=leaver,
            colleague=me,
            asked_by=me,
            asked_at=now,
            accepted_at=now,
        )
    else:
        asked.colleague, asked.accepted_at = me, now
        asked.save(update_fields=["colleague", "accepted_at"])
    _record(
        actor,
        now,
        asked,
        "request.accepted_from_colleague",
        {"requests": len(rows), "signals": signals, "applications": applied},
    )
    return len(rows) + applied


def _record(
    actor: Actor, now: datetime, row: Takeover, type_: str, data: dict[str, object]
) -> None:
    record(
        row,
        type_,
        actor=actor,
        now=now,
        data={"leaver": str(row.leaver_id), "colleague": str(row.colleague_id), **data},
    )
