"""Ask whether two rows are one volunteer, take the yes of each row, and make one of them.

docs/decisions/0026-two-rows-of-one-volunteer.md says why. All that is live moves in one transaction
under the locks of both volunteers, taken in the order of their ids; a yes to a question takes the
same lock, so that one of both waits and then finds whose question it is.
"""

import uuid
from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from loopplank.access.account import links as link_access
from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.kit.affiliations import belonging
from loopplank.access.kit.closed_rows import MOVED
from loopplank.access.volunteers.same_volunteer import (
    about,
    code_for,
    is_late,
    open_for,
    shares_address,
    stand_beside,
    weighed,
    with_code,
)
from loopplank.access.volunteers.volunteers import volunteer_for_change, volunteers
from loopplank.actions.account.links import make_link
from loopplank.actions.kit.action import nothing_changed, record_of_volunteer_at, verb
from loopplank.actions.ledger.ledger import recount
from loopplank.actions.messages.everywhere import sender_of
from loopplank.actions.messages.messages import (
    queue_to_account,
    queue_to_volunteer,
    readdress_to,
)
from loopplank.actions.volunteers.address_changes import contact_of_house
from loopplank.actions.volunteers.volunteers import limit_columns, unshare
from loopplank.core.account import links
from loopplank.core.account.roles import Role
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.reason import Refused
from loopplank.core.matching.matches import HOLDS_CAPACITY
from loopplank.core.messages.states import MessageState
from loopplank.core.volunteers.affiliations import AffiliationState
from loopplank.core.volunteers.merging import NOT_NOW, Merged, merged
from loopplank.core.volunteers.same_volunteer import (
    ANSWER_WITHIN,
    CODE_WORKS,
    CODE_WRONG,
    NOT_ITSELF,
    TOO_LATE,
    SameState,
    may_put,
    refuse_two_names,
)
from loopplank.core.wellbeing.check_in import CheckInState
from loopplank.store.models import (
    Affiliation,
    CheckIn,
    CreepSign,
    Device,
    Leg,
    Limits,
    Link,
    LoadWeek,
    Match,
    Message,
    MessageWishes,
    Organisation,
    Quote,
    SameVolunteer,
    SentForm,
    Volunteer,
)

THERE = {"erased_at": None, "death_noted_on": None}
LONGEST_NOTE = 1000
ASKED = "same_asked"
TOLD, TOLD_ABOVE = "same_merged", "same_merged_above"
TOLD_HOUSE, TOLD_HOUSE_ABOVE = "same_merged_house", "same_merged_above_house"


# --- asking ---------------------------------------------------------------------------------------


@verb("same_volunteer.ask", Role.COORDINATOR)
def ask(*, actor: Actor, now: datetime, volunteer_id: UUID, other_id: UUID) -> UUID:
    """Put the question to both rows, which both belong to the own organisation. It changes nothing
    but that both can answer.
    """
    for pk in sorted({volunteer_id, other_id}):
        if volunteer_for_change(actor, pk).death_noted_on is not None:
            raise NotFound(pk)
    before = about(volunteer_id, other_id)
    waiting = before.filter(state=SameState.ASKED)
    for old in waiting.filter(answer_by__lte=now):
        _close(old, SameState.LAPSED, now)
    may_put(
        same_row=volunteer_id == other_id,
        said_no=before.filter(state=SameState.NO).exists(),
        open_already=waiting.exists(),
    )
    first, second = sorted((volunteer_id, other_id))
    pair = SameVolunteer.objects.create(
        first_id=first,
        second_id=second,
        organisation_id=actor.own_organisation,
        asked_by_id=actor.own_membership,
        asked_at=now,
        answer_by=now + ANSWER_WITHIN,
    )
    for pk in (first, second):
        row = Volunteer.objects.get(pk=pk)
        link = make_link(link_access.WEEK, pk, None, now)
        queue_to_volunteer(
            actor.own_organisation,
            row,
            ASKED,
            {"by": actor.name, "until": local_day(pair.answer_by).isoformat()},
            now=now,
            link=link,
        )
        record_of_volunteer_at(
            actor.organisation_id, actor, now, pk, "volunteer.same_asked", {"pair": str(pair.pk)}
        )
    return pair.pk


@verb("same_volunteer.make_code", Role.VOLUNTEER)
def make_code(*, actor: Actor, now: datetime) -> UUID:
    """Say on one's own page that there is another page too, which is the first yes. Its code is
    typed there within a day; a new one ends the one before.
    """
    volunteer = volunteer_for_change(actor, actor.as_volunteer)
    for old in SameVolunteer.objects.filter(first=volunteer, second=None, state=SameState.ASKED):
        _close(old, SameState.LAPSED, now)
    pair_id = uuid.uuid4()
    SameVolunteer.objects.create(
        pk=pair_id,
        first=volunteer,
        lookup=links.lookup(code_for(pair_id)),
        asked_at=now,
        answer_by=now + CODE_WORKS,
        first_yes_at=now,
    )
    record_of_volunteer_at(
        None, actor, now, volunteer.pk, "volunteer.same_code_made", {"pair": str(pair_id)}
    )
    return pair_id


@verb("same_volunteer.use_code", Role.VOLUNTEER)
def use_code(*, actor: Actor, now: datetime, token: str) -> None:
    """Type on this page the code of the other one: the second yes, so that both become one.

    Raises Refused for a code that is not, or no longer, one.
    """
    found = with_code(token, now)
    if found is None:
        raise Refused(CODE_WRONG)
    if found.first_id == actor.as_volunteer:
        raise Refused(NOT_ITSELF)
    _lock_both(actor, found.first_id, actor.as_volunteer)
    pair = _locked(found.pk)
    if pair.state != SameState.ASKED or is_late(pair, now):
        raise Refused(CODE_WRONG)
    for other in about(pair.first_id, actor.as_volunteer).filter(state=SameState.ASKED):
        # a coordinator asked the same; this answers it
        _close(other, SameState.LAPSED, now)
    pair.second_id, pair.second_yes_at, pair.lookup = actor.as_volunteer, now, ""
    pair.save(update_fields=["second", "second_yes_at", "lookup"])
    _merge(actor, now, pair)


# --- answering ------------------------------------------------------------------------------------


@verb("same_volunteer.yes", Role.VOLUNTEER)
def say_yes(*, actor: Actor, now: datetime, pair_id: UUID) -> bool:
    """Say, from the own page of one of both rows, that the other is oneself too. With the yes of
    the other page both become one; returns whether that is so now.
    """
    pair = _pair_of(actor, pair_id)
    if is_late(pair, now):
        raise Refused(TOO_LATE)
    mine = "first_yes_at" if pair.first_id == actor.id else "second_yes_at"
    if getattr(pair, mine) is None:
        setattr(pair, mine, now)
        pair.save(update_fields=[mine])
        record_of_volunteer_at(
            None, actor, now, actor.as_volunteer, "volunteer.same_yes", {"pair": str(pair.pk)}
        )
    elif pair.first_yes_at is None or pair.second_yes_at is None:
        nothing_changed()
    if pair.first_yes_at is None or pair.second_yes_at is None:
        return False
    _merge(actor, now, pair)
    return True


@verb("same_volunteer.no", Role.VOLUNTEER)
def say_no(*, actor: Actor, now: datetime, pair_id: UUID) -> None:
    """Say that the other row is somebody else, or shall stay apart. It is not asked again."""
    pair = _pair_of(actor, pair_id)
    if is_late(pair, now):
        raise Refused(TOO_LATE)
    _close(pair, SameState.NO, now)
    record_of_volunteer_at(
        None, actor, now, actor.as_volunteer, "volunteer.same_no", {"pair": str(pair.pk)}
    )


@verb("same_volunteer.lapse", Role.SYSTEM)
def lapse(*, actor: Actor, now: datetime, pair_id: UUID) -> None:
    """Let a question end that was not answered on both pages in time."""
    found = SameVolunteer.objects.filter(pk=pair_id).first()
    if found is None:
        raise NotFound(pair_id)
    Volunteer.objects.select_for_update(of=("self",)).get(pk=found.first_id)
    pair = _locked(pair_id)
    if pair.state != SameState.ASKED or not is_late(pair, now):
        nothing_changed()
        return
    _close(pair, SameState.LAPSED, now)
    record_of_volunteer_at(
        pair.organisation_id,
        actor,
        now,
        pair.first_id,
        "volunteer.same_lapsed",
        {"pair": str(pair.pk)},
    )


def _pair_of(actor: Actor, pair_id: UUID) -> SameVolunteer:
    """Lock both rows and then their question. Raises NotFound where the actor is none of both, and
    where it was answered already.
    """
    found = (
        SameVolunteer.objects.filter(pk=pair_id, second__isnull=False)
        .values_list("first_id", "second_id")
        .first()
    )
    if found is None or actor.id not in found:
        raise NotFound(pair_id)
    _lock_both(actor, *found)
    pair = _locked(pair_id)
    if pair.state != SameState.ASKED:
        raise NotFound(pair_id)
    return pair


def _lock_both(actor: Actor, one: UUID, other: UUID) -> None:
    """Lock both volunteers in the order of their ids. Raises NotFound where one is there no more or
    died, or the actor is none of them.
    """
    rows = Volunteer.objects.select_for_update(of=("self",)).order_by("pk")
    there = {row.pk for row in rows.filter(pk__in=(one, other), **THERE)}
    if there != {one, other} or not volunteers(actor).filter(pk=actor.as_volunteer).exists():
        raise NotFound("volunteer")


def _locked(pair_id: UUID) -> SameVolunteer:
    return SameVolunteer.objects.select_for_update(of=("self",)).get(pk=pair_id)


def _close(pair: SameVolunteer, state: SameState, now: datetime) -> None:
    pair.state, pair.closed_at, pair.lookup = state, now, ""
    pair.save(update_fields=["state", "closed_at", "lookup"])
    told = Message.objects.filter(template=ASKED, state=MessageState.QUEUED)
    told.filter(
        volunteer__in=[pk for pk in (pair.first_id, pair.second_id) if pk],
        queued_at=pair.asked_at,
    ).update(state=MessageState.DROPPED, done_at=now)


# --- one of two -----------------------------------------------------------------------------------


def _merge(actor: Actor, now: datetime, pair: SameVolunteer) -> None:
    """Make one of both rows, of which each said yes; both are locked. Raises Refused with what must
    be finished first, and then nothing of it happened, the last yes neither.
    """
    both = Volunteer.objects.filter(pk__in=[pair.first_id, pair.second_id or pair.first_id])
    kept, closed = both.order_by("created_at", "pk")
    proven = pair.first_yes_at is not None and pair.second_yes_at is not None
    left = merged(
        weighed(kept, now, proven=proven),
        weighed(closed, now, proven=proven),
        local_day(now),
    )
    refuse_two_names(kept.first_name, closed.first_name, share_address=shares_address(kept, closed))
    if stand_beside(kept, closed):
        raise Refused(NOT_NOW)
    of_both = _houses(kept) & _houses(closed)
    _join_affiliations(kept, closed)
    _join_limits(kept, closed, left, now)
    _join_wishes(kept, closed)
    LoadWeek.objects.filter(volunteer=closed).delete()
    _lead_keys_to(kept, closed, now)
    _move(kept, closed)
    _let_go(kept, closed, now)
    carried = Match.objects.filter(volunteer=kept, state__in=HOLDS_CAPACITY)
    carried.update(leaves_on=left.known.stops_on)
    if not left.choices.share_in_network:
        unshare(kept)
    recount(kept)
    readdress_to(kept)
    _close(pair, SameState.MERGED, now)
    _end_other_questions(kept, closed, pair, now)
    _tell(kept, left, of_both, now)
    said: dict[str, object] = {"pair": str(pair.pk)}
    record_of_volunteer_at(
        None,
        actor,
        now,
        kept.pk,
        "volunteer.merged",
        {**said, "closed": str(closed.pk), "weeks_above": len(left.above)},
    )
    record_of_volunteer_at(
        None, actor, now, closed.pk, "volunteer.closed_as_same", {**said, "kept": str(kept.pk)}
    )


def _houses(row: Volunteer) -> set[UUID]:
    return set(belonging(volunteer=row).values_list("organisation_id", flat=True))


_BEST = (AffiliationState.ACTIVE, AffiliationState.PENDING, AffiliationState.ENDED)


def _join_affiliations(kept: Volunteer, closed: Volunteer) -> None:
    """Let every organisation keep what it noted. Where both belong to one, the older row stays,
    with the certificates of both and the later talk.
    """
    for row in Affiliation.objects.select_for_update(of=("self",)).filter(volunteer=closed):
        other = Affiliation.objects.filter(
            volunteer=kept, organisation_id=row.organisation_id
        ).first()
        stays = row
        if other is not None:
            order = sorted((other, row), key=lambda one: (_BEST.index(_state(one)), one.since))
            _into(*order)
            stays = order[0]
        stays.volunteer = kept
        stays.save()


def _state(row: Affiliation) -> AffiliationState:
    return AffiliationState(row.state)


def _into(stays: Affiliation, goes: Affiliation) -> None:
    if goes.certificate_seen_on is not None and (
        stays.certificate_seen_on is None or goes.certificate_seen_on > stays.certificate_seen_on
    ):
        stays.certificate_seen_on = goes.certificate_seen_on
        stays.certificate_seen_by_id = goes.certificate_seen_by_id
    stays.trained_for = sorted({*stays.trained_for, *goes.trained_for})
    note = "\n".join(one for one in (stays.note, goes.note) if one)
    if len(note) > LONGEST_NOTE:
        # nobody's words are cut off: whoever wrote them shortens them first
        raise Refused(NOT_NOW)
    stays.note = note
    if _state(goes) is not AffiliationState.PENDING:
        stays.since = min(stays.since, goes.since)
    stays.spoken_at = max((at for at in (stays.spoken_at, goes.spoken_at) if at), default=None)
    stays.thanked_on = max((on for on in (stays.thanked_on, goes.thanked_on) if on), default=None)
    if goes.shared_by_id is None and _state(goes) is AffiliationState.ACTIVE:
        stays.shared_by, stays.shared_at = None, None
    goes.delete()


def _join_limits(kept: Volunteer, closed: Volunteer, left: Merged, now: datetime) -> None:
    row, other = (Limits.objects.get(pk=one.pk) for one in (kept, closed))
    known, chosen = left.known, left.choices
    columns: dict[str, object] = {
        **limit_columns(known.limits),
        "stops_on": known.stops_on,
        "rest_until": known.rests_until,
        "rest_after_id": known.rests_of,
        "over_until": known.over_until,
        "kinds": sorted(chosen.kinds),
        "day_parts": chosen.day_parts,
        "no_gos": sorted(chosen.no_gos),
        "max_km": chosen.max_km,
        "short_notice": chosen.short_notice,
        "show_hours_elsewhere": chosen.show_hours_elsewhere,
        "share_in_network": chosen.share_in_network,
        "lowered_on": _latest(row.lowered_on, other.lowered_on),
        "raised_on": _latest(row.raised_on, other.raised_on),
        "minutes_before": min(
            (one for one in (row.minutes_before, other.minutes_before) if one is not None),
            default=None,
        ),
        "raises_counted": row.raises_counted + other.raises_counted,
        "set_at": now,
        "set_by_self": True,
    }
    for name, value in columns.items():
        setattr(row, name, value)
    row.save(update_fields=[name.removesuffix("_id") for name in columns])
    other.delete()


def _latest(one: date | None, other: date | None) -> date | None:
    return max((day for day in (one, other) if day is not None), default=None)


def _join_wishes(kept: Volunteer, closed: Volunteer) -> None:
    """Keep the quieter choice of both about messages."""
    other = MessageWishes.objects.filter(pk=closed.pk).first()
    if other is None:
        return
    row = MessageWishes.objects.filter(pk=kept.pk).first() or MessageWishes(
        volunteer=kept, ask_at=other.ask_at, days_before=other.days_before
    )
    row.visit_reminder = row.visit_reminder and other.visit_reminder
    row.monday = row.monday or other.monday
    row.rest_day = other.rest_day if row.rest_day is None else row.rest_day
    row.save()
    other.delete()


def _lead_keys_to(kept: Volunteer, closed: Volunteer, now: datetime) -> None:
    """Let what was remembered of the closed row open the kept one: devices, and messages that still
    wait. Its links stay, and lead on until the kept row's own are renewed.
    """
    link = make_link(link_access.WEEK, kept.pk, None, now)
    old = link_access.of_subject(link_access.WEEK, closed.pk)
    devices = Device.objects.filter(volunteer=closed, revoked_at=None)
    if old is None:
        devices.update(revoked_at=now)
        return
    devices.exclude(generation=old.generation).update(revoked_at=now)
    devices.update(generation=link.generation)
    Message.objects.filter(volunteer=closed, link=old).update(link=link)


def _move(kept: Volunteer, closed: Volunteer) -> None:
    """Point all that is live to the kept row. What there can be one of was seen to before: of two
    open check-ins the older is answered, of two quotes the later one holds.
    """
    if CheckIn.objects.filter(volunteer=kept, state=CheckInState.OPEN).exists():
        CheckIn.objects.filter(volunteer=closed, state=CheckInState.OPEN).update(
            state=CheckInState.LAPSED
        )
    for quote in Quote.objects.filter(volunteer=closed):
        twin = Quote.objects.filter(volunteer=kept, organisation_id=quote.organisation_id).first()
        if twin is not None:
            min((quote, twin), key=lambda one: one.said_at).delete()
    signs = CreepSign.objects.filter(volunteer=kept, match=None)
    for sign in signs.values("organisation_id", "sign"):
        # counted anew tonight, of both together
        CreepSign.objects.filter(volunteer=closed, match=None, **sign).delete()
    sent = SentForm.objects.filter(volunteer=kept).values("key")
    SentForm.objects.filter(volunteer=closed, key__in=list(sent)).delete()
    for table in MOVED:
        rows = table.objects.filter(volunteer=closed)
        if table is Leg:
            in_teams = Leg.objects.filter(volunteer=kept).values("team_id")
            rows = rows.exclude(team_id__in=list(in_teams))
        rows.update(volunteer=kept)


def _let_go(kept: Volunteer, closed: Volunteer, now: datetime) -> None:
    """Empty the closed row. What the kept one has not, an address or an account, it gets."""
    account_id = closed.account_id
    filled = {
        name: getattr(closed, name)
        for name in ("phone", "email", "postcode")
        if not getattr(kept, name)
    }
    closed.first_name = closed.last_name = closed.phone = closed.email = closed.postcode = ""
    closed.account, closed.erased_at, closed.same_as = None, now, kept
    closed.channel, closed.feed_address_at = "phone", None
    closed.save(
        update_fields=[
            "first_name",
            "last_name",
            "phone",
            "email",
            "postcode",
            "account",
            "erased_at",
            "same_as",
            "channel",
            "feed_address_at",
        ]
    )
    Volunteer.objects.filter(same_as=closed).update(same_as=kept)
    if account_id is not None:
        filled["account_id"] = account_id
    for name, value in filled.items():
        setattr(kept, name, value)
    kept.save(update_fields=[name.removesuffix("_id") for name in filled])


def _end_other_questions(
    kept: Volunteer, closed: Volunteer, pair: SameVolunteer, now: datetime
) -> None:
    """End what else was asked about the closed row; a no about it holds for the kept one."""
    for row in open_for(closed.pk, now).exclude(pk=pair.pk):
        _close(row, SameState.LAPSED, now)
    made = SameVolunteer.objects.filter(first=closed, second=None, state=SameState.ASKED)
    for row in made:
        _close(row, SameState.LAPSED, now)
    noes = SameVolunteer.objects.filter(state=SameState.NO).exclude(pk=pair.pk)
    noes.filter(first=closed).exclude(second=kept).update(first=kept)
    noes.filter(second=closed).exclude(first=kept).update(second=kept)


def _tell(kept: Volunteer, left: Merged, of_both: Collection[UUID], now: datetime) -> None:
    """Tell the volunteer, and whoever had both rows; nobody who had one of them (promise P6)."""
    above = {"week": left.above[0].isoformat()} if left.above else {}
    sender = sender_of(kept)
    if sender is not None:
        link = Link.objects.filter(purpose=link_access.WEEK, subject_id=kept.pk).first()
        template = TOLD_ABOVE if above else TOLD
        queue_to_volunteer(sender, kept, template, above, now=now, link=link)
    for house in Organisation.objects.filter(pk__in=of_both).order_by("pk"):
        contact = contact_of_house(house)
        if contact is None:
            continue
        name = f"{kept.first_name} {kept.last_name}".strip()
        template = TOLD_HOUSE_ABOVE if above else TOLD_HOUSE
        message = queue_to_account(house, contact.account, template, {"whose": name}, now=now)
        message.volunteer = kept
        message.save(update_fields=["volunteer"])
