"""Set what a volunteer chooses about messages, and take the one click that ends digests."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.messages.own_messages import VOLUNTEER, stopper
from loopplank.access.messages.wishes import wishes_of
from loopplank.access.volunteers.volunteers import volunteer_for_change
from loopplank.actions.kit.action import nothing_changed, record_event, record_of_volunteer_at, verb
from loopplank.actions.messages.messages import judge_anew
from loopplank.core.account.roles import Role
from loopplank.core.messages.wishes import Wishes
from loopplank.store.models import Account, Message, MessageWishes, Volunteer


@verb("volunteer.set_message_wishes", Role.VOLUNTEER)
def set_message_wishes(*, actor: Actor, now: datetime, volunteer_id: UUID, wishes: Wishes) -> None:
    """Choose when and how often to hear of us: somebody's own choice, and nobody else's."""
    volunteer = volunteer_for_change(actor, volunteer_id)
    before = wishes_of(volunteer.pk)
    if before == wishes:
        nothing_changed()
        return
    keep_wishes(volunteer.pk, wishes)
    judge_anew(Message.objects.filter(volunteer=volunteer), now)
    old, new = asdict(before), asdict(wishes)
    columns = sorted(n for n in new if new[n] != old[n])
    record_of_volunteer_at(
        None, actor, now, volunteer.pk, "volunteer.message_wishes_changed", {"columns": columns}
    )


@verb("digest.stop", Role.VISITOR)
def stop_digest(*, actor: Actor, now: datetime, to: str, person_id: UUID, token: str) -> None:
    """End the digest of whoever holds the address in it, once and for all ways of asking."""
    whose = stopper(to, person_id, token)
    if whose.to == VOLUNTEER:
        _stop_of_volunteer(actor, now, whose.id)
    else:
        _stop_of_account(actor, now, whose.id)


def keep_wishes(volunteer_id: UUID, wishes: Wishes) -> None:
    """Keep what a volunteer chose; they are locked."""
    MessageWishes.objects.update_or_create(
        volunteer_id=volunteer_id,
        defaults={
            "ask_at": wishes.ask_at.value,
            "visit_reminder": wishes.visit_reminder,
            "days_before": wishes.days_before,
            "monday": wishes.monday,
            "rest_day": wishes.rest_day,
        },
    )


# --- underneath -----------------------------------------------------------------------------------


def _stop_of_volunteer(actor: Actor, now: datetime, volunteer_id: UUID) -> None:
    row = Volunteer.objects.select_for_update(of=("self",)).filter(pk=volunteer_id).first()
    if row is None:
        raise NotFound(volunteer_id)
    if not MessageWishes.objects.filter(pk=row.pk, monday=True).update(monday=False):
        nothing_changed()
        return
    judge_anew(Message.objects.filter(volunteer=row), now)
    record_of_volunteer_at(
        None, actor, now, row.pk, "volunteer.message_wishes_changed", {"columns": ["monday"]}
    )


def _stop_of_account(actor: Actor, now: datetime, account_id: UUID) -> None:
    row = Account.objects.select_for_update(of=("self",)).filter(pk=account_id).first()
    if row is None:
        raise NotFound(account_id)
    if not row.digest:
        nothing_changed()
        return
    row.digest = False
    row.save(update_fields=["digest"])
    record_event(
        "account", row.pk, "account.digest_stopped", actor=actor, now=now, organisation_id=None
    )
