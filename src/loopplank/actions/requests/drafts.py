"""Keep answers that were not sent yet, under a random cookie, so that nothing typed is lost."""

from datetime import datetime, timedelta
from uuid import UUID

from loopplank.access.account.actors import Actor
from loopplank.actions.kit.action import nothing_changed, record_event, verb
from loopplank.actions.kit.bsn import refuse_bsn
from loopplank.actions.kit.uses import take
from loopplank.core.account.how_often import Use
from loopplank.core.account.roles import Role
from loopplank.core.kit.reason import Reason, Refused, dutch
from loopplank.store.models import Draft, Network, Request

#: Numbers and addresses to reach somebody by: what is no such thing is refused there.
READ_BY_THEIR_OWN = frozenset({"phone", "applicant_phone", "email", "applicant_email", "postcode"})
KEPT = timedelta(hours=24)
ALREADY_SENT = Reason(
    "draft.sent",
    dutch("U heeft deze vraag al verstuurd. Is er iets veranderd? Zeg het op deze bladzijde."),
)


@verb("draft.keep", Role.VISITOR)
def keep(
    *,
    actor: Actor,
    now: datetime,
    key: str,
    network_id: UUID,
    organisation_id: UUID | None,
    step: int,
    answers: dict[str, object],
    source: str | None = None,
) -> None:
    """Keep the answers of one page beside those of the others; starts the day anew.

    `source` is from where on the network it comes, None when it comes through no door.

    Refused once they were sent: typing on after a lost connection makes no second question.
    """
    if source is not None:
        phone = Network.objects.values_list("phone", flat=True).get(pk=network_id)
        take(now, (Use.FORM_PLACE, source), phone=phone)
    refuse_bsn(*(str(typed) for name, typed in answers.items() if name not in READ_BY_THEIR_OWN))
    row = Draft.objects.select_for_update().filter(pk=key).first()
    if row is None:
        if Request.objects.filter(submission=key).exists():
            raise Refused(ALREADY_SENT)
        row = Draft(key=key)
    row.network_id, row.organisation_id = network_id, organisation_id
    row.answers = {**row.answers, **answers}
    row.changed_at, row.expires_at = now, now + KEPT
    row.save()
    record_event(
        "draft",
        row.reference,
        "draft.kept",
        actor=actor,
        now=now,
        organisation_id=organisation_id,
        data={"step": step},
    )


@verb("draft.drop", Role.VISITOR, Role.SYSTEM)
def drop(*, actor: Actor, now: datetime, key: str) -> None:
    """Throw a draft away: its maker asked so, or its day is over."""
    row = Draft.objects.select_for_update().filter(pk=key).first()
    # its maker may have come back since the loop read that its day was over
    if row is None or (actor.role is Role.SYSTEM and row.expires_at > now):
        nothing_changed()
        return
    reference, organisation_id = row.reference, row.organisation_id
    row.delete()
    record_event(
        "draft",
        reference,
        "draft.dropped",
        actor=actor,
        now=now,
        organisation_id=organisation_id,
    )
