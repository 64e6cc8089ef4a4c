"""Take what a volunteer says that a visit gives, with who may read it; taken back at once.

No event holds a word of it. Who has only a telephone is written down by a coordinator, with whom.
"""

from datetime import datetime, time
from uuid import UUID

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.kit.affiliations import belonging
from loopplank.access.volunteers.volunteers import (
    affiliation_for_change,
    only_telephone,
    volunteer_for_change,
)
from loopplank.access.wellbeing.quote import left_behind, own_quotes, readable_quotes
from loopplank.actions.kit.action import nothing_changed, record, record_of_installation, verb
from loopplank.actions.kit.bsn import refuse_bsn
from loopplank.actions.wellbeing.name_check import refuse_naming
from loopplank.core.account.roles import Role
from loopplank.core.kit.calendar import at_local, local_day, months_after
from loopplank.core.kit.reason import Refused
from loopplank.core.volunteers.affiliations import AffiliationState
from loopplank.core.wellbeing.quote import (
    LONGEST,
    MONTHS_KEPT,
    SAYS_ANOTHER_THING,
    Permission,
    Reading,
    covers,
    may_say,
    reading_after,
    refuse_choosing_for,
)
from loopplank.store.models import Quote, Volunteer


@verb("quote.say", Role.VOLUNTEER)
def say(
    *,
    actor: Actor,
    now: datetime,
    words: str,
    permission: Permission,
    organisation_id: UUID | None = None,
) -> UUID:
    """Say it to an organisation where this volunteer belongs, in place of what they said there
    before: the one joined first unless another is named.
    """
    if actor.id is None:
        raise NotFound("quote")
    volunteer = volunteer_for_change(actor, actor.id)
    here = belonging(volunteer=volunteer)
    if organisation_id is not None:
        here = here.filter(organisation_id=organisation_id)
    at = here.order_by("since", "pk").values_list("organisation_id", flat=True).first()
    if at is None:
        raise NotFound(organisation_id)
    return _keep(actor, now, volunteer, at, words, permission)


@verb("quote.note", Role.COORDINATOR)
def note(
    *, actor: Actor, now: datetime, volunteer_id: UUID, words: str, permission: Permission
) -> UUID:
    """Write down what somebody with only a telephone said, and who may read it."""
    volunteer = volunteer_for_change(actor, volunteer_id)
    at = affiliation_for_change(actor, volunteer_id)
    if at.state != AffiliationState.ACTIVE:
        raise NotFound(volunteer_id)
    refuse_choosing_for(volunteer.first_name, only_telephone=only_telephone(volunteer, now))
    return _keep(actor, now, volunteer, at.organisation_id, words, permission)


@verb("quote.permit", Role.VOLUNTEER)
def permit(*, actor: Actor, now: datetime, quote_id: UUID, permission: Permission) -> None:
    """Let more or fewer people read it; fewer works at once."""
    row = _own(actor, quote_id)
    before = Permission(row.permission)
    if before is permission:
        nothing_changed()
        return
    if not covers(before, permission):
        refuse_naming(row.volunteer, row.words)
    _settle(row, row.words, permission)
    row.save(update_fields=["permission", "reading", "read_at", "read_by", "version"])
    data: dict[str, object] = {"permission": permission.value, "before": before.value}
    record(row, "quote.permitted", actor=actor, now=now, data=data)


@verb("quote.erase", Role.VOLUNTEER)
def erase(*, actor: Actor, now: datetime, quote_id: UUID) -> None:
    """Throw it away."""
    row = _own(actor, quote_id)
    record(row, "quote.erased", actor=actor, now=now)
    row.delete()


@verb("quote.read", Role.COORDINATOR)
def read(*, actor: Actor, now: datetime, quote_id: UUID, version: int, reading: Reading) -> None:
    """Say "kan zo", or that it is to be said otherwise; of the very words that were read."""
    row = _readable(actor, quote_id)
    if reading is Reading.NOT_YET:
        raise NotFound(quote_id)
    if row.version != version:
        raise Refused(SAYS_ANOTHER_THING)
    if row.reading == reading:
        nothing_changed()
        return
    if reading is Reading.FINE:
        # help may have begun since it was written
        refuse_naming(row.volunteer, row.words)
    row.reading, row.read_at, row.read_by_id = reading.value, now, actor.own_membership
    row.save(update_fields=["reading", "read_at", "read_by"])
    record(row, "quote.read", actor=actor, now=now, data={"reading": reading.value})


@verb("quote.withdraw", Role.COORDINATOR)
def withdraw(*, actor: Actor, now: datetime, quote_id: UUID) -> None:
    """Let nobody read it any more: the volunteer said so, by whatever way.

    Their own words stay theirs; what somebody wrote down for them is gone.
    """
    row = _readable(actor, quote_id)
    record(row, "quote.withdrawn", actor=actor, now=now, data={"before": row.permission})
    if row.noted_by_id is not None:
        row.delete()
        return
    _settle(row, row.words, Permission.NOBODY)
    row.save(update_fields=["permission", "reading", "read_at", "read_by", "version"])


@verb("quote.forget", Role.SYSTEM)
def forget(*, actor: Actor, now: datetime) -> int:
    """Delete what was said more than a year ago, and of who does not belong there any more."""
    before = at_local(months_after(local_day(now), -MONTHS_KEPT), time())
    gone, _ = left_behind(before).delete()
    if not gone:
        nothing_changed()
        return 0
    record_of_installation(actor, now, "quotes.forgotten", {"quotes": gone})
    return gone


# --- underneath -----------------------------------------------------------------------------------


def _keep(
    actor: Actor,
    now: datetime,
    volunteer: Volunteer,
    organisation_id: UUID,
    words: str,
    permission: Permission,
) -> UUID:
    """Keep the words and who may read them. Needs the volunteer locked."""
    words = " ".join(words.split())[:LONGEST]
    may_say(words)
    refuse_bsn(words)
    refuse_naming(volunteer, words)
    rows = Quote.objects.filter(volunteer=volunteer, organisation_id=organisation_id)
    row = rows.select_for_update(of=("self",)).first()
    if row is not None and (row.words, row.permission) == (words, permission):
        nothing_changed()
        return row.pk
    if row is None:
        row = Quote(volunteer=volunteer, organisation_id=organisation_id, permission=permission)
        row.words = words
    else:
        _settle(row, words, permission)
    row.said_at = now
    row.noted_by_id = actor.own_membership if actor.role is Role.COORDINATOR else None
    # a new row, or one that is locked: every column of it is of these words
    row.save()
    data: dict[str, object] = {
        "permission": permission.value,
        "on_behalf": row.noted_by_id is not None,
    }
    record(row, "quote.said", actor=actor, now=now, data=data)
    return row.pk


def _settle(row: Quote, words: str, permission: Permission) -> None:
    """Set the words and the permission that hold now, and whether somebody has to read them
    anew.
    """
    kept = reading_after(
        Reading(row.reading),
        Permission(row.permission),
        permission,
        same_words=words == row.words,
    )
    if kept is Reading.NOT_YET:
        row.read_at, row.read_by = None, None
        row.version += 1
    row.words, row.permission, row.reading = words, permission.value, kept.value


def _own(actor: Actor, quote_id: UUID) -> Quote:
    """Return one of the volunteer's own, with the volunteer locked before it."""
    if actor.id is None:
        raise NotFound(quote_id)
    volunteer = volunteer_for_change(actor, actor.id)
    row = own_quotes(volunteer).select_for_update(of=("self",)).filter(pk=quote_id).first()
    if row is None:
        raise NotFound(quote_id)
    row.volunteer = volunteer
    return row


def _readable(actor: Actor, quote_id: UUID) -> Quote:
    rows = readable_quotes(actor).select_related("volunteer").select_for_update(of=("self",))
    row = rows.filter(pk=quote_id).first()
    if row is None:
        raise NotFound(quote_id)
    return row
