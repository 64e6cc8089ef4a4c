"""Read from the rows whether a queued message may leave now, by the rules of telling."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import F, Q
from django.db.models.functions import Coalesce

from loopplank.access.account.actors import is_practice
from loopplank.access.kit.workdays import time_away
from loopplank.access.messages.channels import why_by_hand
from loopplank.access.messages.messages import with_people
from loopplank.access.messages.safe_channel import held_until_safe
from loopplank.access.messages.staleness import why_not
from loopplank.access.messages.wishes import calendar_of, wishes_of
from loopplank.access.volunteers.address_changes import key_waits_until
from loopplank.core.arrangements.coming import yes_waits
from loopplank.core.kit.calendar import at_local, local_day
from loopplank.core.matching.proposals import ProposalState
from loopplank.core.messages.looks import TURN
from loopplank.core.messages.rules import Do, Place, Rule, Verdict
from loopplank.core.messages.send_policy import NOT_WANTED, Queued, Reader, decide, of_use_until
from loopplank.core.messages.states import NEVER_HEARD, Addressee, MessageState
from loopplank.core.messages.table import RULES
from loopplank.core.volunteers.contact_limits import last_day_of_rest
from loopplank.store.models import Limits, Message, Network, Proposal, VolunteerSignal

#: Of what was told within another message: together they took one place.
MERGED = "merged"
UNKNOWN = "unknown"
PRACTICE = "practice"
#: When nobody knows how long somebody rests, it is looked at again after so long.
NO_END_IN_SIGHT = timedelta(days=30)
#: So soon a message that waits for a safe way is looked at again.
LOOKED_AT_AGAIN = timedelta(hours=1)
#: More than the seven days of which places are counted.
LATELY = timedelta(days=8)
_HAVE_A_PLACE = [name for name, rule in RULES.items() if rule.place is not Place.NONE]
_ASK = [name for name, rule in RULES.items() if rule.asks]


def verdict(row: Message, now: datetime) -> Verdict:
    """Call it under the lock of the message: what it says holds for this moment.

    Of one volunteer only one message may be judged and under way at a time: how many they got this
    week is read from those that left.
    """
    rule = RULES.get(row.template)
    if rule is None:
        return Verdict(Do.BY_HAND, why=UNKNOWN)
    row = with_people(Message.objects.select_related("organisation__network")).get(pk=row.pk)
    if is_practice(row.organisation):
        # a person may read, copy and print it, to practise; it goes to nobody
        return Verdict(Do.BY_HAND if rule.by_hand else Do.DROP, why=PRACTICE)
    if held_until_safe(row):
        return Verdict(Do.WAIT, at=now + LOOKED_AT_AGAIN)
    over = why_not(row, rule, now)
    if over is not None:
        return over
    if rule.own_link and (until := key_waits_until(row, now)):
        return Verdict(Do.WAIT, at=until)
    if rule.sums_up and row.account is not None and not row.account.digest:
        return Verdict(Do.DROP, why=NOT_WANTED)
    calendar = calendar_of(row.organisation, local_day(now))
    queued = _queued(row, rule)
    return decide(queued, _reader(row, rule, now), calendar, now)


def foreseen(row: Message, until: datetime, now: datetime) -> Verdict:
    """Say what would be done with a question that is not asked yet. `row` was not saved, and comes
    with its volunteer, its request and its organisation; `until` is when it is of no use.
    """
    rule = RULES[row.template]
    if is_practice(row.organisation):
        return Verdict(Do.BY_HAND, why=PRACTICE)
    if row.request is not None and yes_waits(row.request.change_reported):
        return Verdict(Do.WAIT, at=now + LOOKED_AT_AGAIN, why=TURN)
    queued = Queued(row.pk, rule, row.channel, row.queued_at, until, by_person=why_by_hand(row))
    calendar = calendar_of(row.organisation, local_day(now))
    return decide(queued, _reader(row, rule, now), calendar, now)


# --- underneath -----------------------------------------------------------------------------------


def _queued(row: Message, rule: Rule) -> Queued:
    return Queued(
        row.pk,
        rule,
        row.channel,
        row.queued_at,
        _until(row, rule),
        by_person=why_by_hand(row),
        pressed=row.pressed_at is not None,
    )


def _until(row: Message, rule: Rule) -> datetime | None:
    """Return until when this is of use: a question until it is over, whatever was written in the
    message.
    """
    if not rule.asks:
        return of_use_until(rule, row.params, row.queued_at)
    asked = Proposal.objects.filter(
        volunteer=row.volunteer, request=row.request, state=ProposalState.OPEN
    )
    return asked.values_list("expires_at", flat=True).first()


def _reader(row: Message, rule: Rule, now: datetime) -> Reader:
    if row.volunteer_id is None or row.to != Addressee.VOLUNTEER:
        return Reader()
    wishes = wishes_of(row.volunteer_id)
    if rule.place is Place.NONE:
        return Reader(wishes)
    network = row.organisation.network
    beside = tuple(_beside(row, now)) if rule.merges else ()
    if not rule.asks and not any(one.rule.asks for one in beside):
        return Reader(wishes, _took_place(row.volunteer_id, now), waiting=beside)
    return Reader(
        wishes,
        _took_place(row.volunteer_id, now),
        _thinking(row.volunteer_id, row.request_id if rule.asks else None, now),
        network.open_asks_at_once,
        _rests_until(row.volunteer_id, network, now),
        beside,
    )


def _took_place(volunteer_id: UUID, now: datetime) -> tuple[datetime, ...]:
    """Return when messages that take a place were told lately, by whom and of which organisation
    ever.

    One of which nobody knows whether it arrived counts too: better one too few than one too many.
    """
    told = Message.objects.filter(
        volunteer_id=volunteer_id, to=Addressee.VOLUNTEER, template__in=_HAVE_A_PLACE
    ).exclude(Q(state__in=NEVER_HEARD) | Q(done_how=MERGED))
    at = told.annotate(at=Coalesce(F("done_at"), F("queued_at"))).filter(at__gt=now - LATELY)
    return tuple(at.values_list("at", flat=True))


def _beside(row: Message, now: datetime) -> Iterable[Queued]:
    """Return what else waits for this volunteer from this organisation and may be told along with
    it.

    Of one organisation only: the sender and the number to call are of one, and what another does
    with the same volunteer is not for this one to know (promise P6).
    """
    rows = with_people(
        Message.objects.filter(
            volunteer=row.volunteer,
            organisation_id=row.organisation_id,
            to=Addressee.VOLUNTEER,
            state=MessageState.QUEUED,
            channel=row.channel,
            template__in=[name for name, rule in RULES.items() if rule.merges],
        ).exclude(pk=row.pk)
    ).select_related("organisation__network")
    for other in rows.order_by("queued_at", "pk"):
        rule = RULES[other.template]
        if why_not(other, rule, now) is None:
            yield _queued(other, rule)


def _thinking(volunteer_id: UUID, but: UUID | None, now: datetime) -> int:
    """Count the open questions that this volunteer was told of, besides the one about that
    request.
    """
    asked = Proposal.objects.filter(
        volunteer_id=volunteer_id, state=ProposalState.OPEN, expires_at__gt=now
    )
    asked_at = dict(
        (asked.exclude(request_id=but) if but else asked).values_list("request_id", "asked_at")
    )
    told = (
        Message.objects.filter(
            volunteer_id=volunteer_id, template__in=_ASK, request_id__in=list(asked_at)
        )
        .exclude(state__in=NEVER_HEARD)
        .values_list("request_id", "queued_at")
    )
    return len({request for request, at in told if request and at >= asked_at[request]})


def _rests_until(volunteer_id: UUID, network: Network, now: datetime) -> datetime | None:
    """Return until when nobody asks them anything: after a no, in a pause or away, and while
    somebody still has to speak with them.
    """
    lately = now - timedelta(days=network.days_of_rest_after_no + 1)
    noes = Proposal.objects.filter(
        volunteer_id=volunteer_id, state=ProposalState.NO, answered_at__gt=lately
    ).values_list("answered_at", flat=True)
    lasts = (last_day_of_rest(local_day(at), network.days_of_rest_after_no) for at in noes if at)
    ends = [at_local(last + timedelta(days=1), time(0)) for last in lasts if last]
    if paused := _paused_until(volunteer_id, local_day(now)):
        ends.append(paused if isinstance(paused, datetime) else now + NO_END_IN_SIGHT)
    row = Limits.objects.filter(pk=volunteer_id).first()
    if row is not None and (spell := time_away(row).on(local_day(now))):
        ends.append(at_local(spell.last + timedelta(days=1), time(0)))
    signals = VolunteerSignal.objects.filter(
        volunteer_id=volunteer_id, answered_at=None, wants_call=True
    )
    if signals.exists():
        ends.append(now + NO_END_IN_SIGHT)
    return max(ends, default=None)


def _paused_until(volunteer_id: UUID, today: date) -> datetime | bool:
    limits = Limits.objects.filter(pk=volunteer_id).values_list("pause_from", "pause_to").first()
    first, last = limits or (None, None)
    if first is None or first > today or (last is not None and last < today):
        return False
    return at_local(last + timedelta(days=1), time(0)) if last else True
