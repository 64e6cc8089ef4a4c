"""Take "too heavy" or "something is not right": a named person hears it before a day, or it
climbs.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.kit import workdays
from loopplank.access.kit.affiliations import belonging
from loopplank.access.volunteers.volunteers import volunteer_for_change
from loopplank.access.wellbeing.signal import signal_for_change
from loopplank.access.wellbeing.too_heavy import answering, others
from loopplank.actions.kit.action import nothing_changed, verb
from loopplank.actions.kit.bsn import refuse_bsn
from loopplank.actions.messages.messages import queue_to_account
from loopplank.actions.responsibility.member_news import tell_of_signal
from loopplank.actions.wellbeing.safety import open_file, told_again
from loopplank.actions.wellbeing.signal_steps import record_signal, write_step
from loopplank.core.account.roles import AS_VOLUNTEER, Role
from loopplank.core.kit.calendar import local_day
from loopplank.core.matching.matches import HOLDS_CAPACITY
from loopplank.core.requests.states import due_after
from loopplank.core.wellbeing.signal import (
    DECIDED_WITHIN,
    LONGEST_WORDS,
    NO_REASON,
    NOT_SAFE,
    STAYS_AWAY,
    TOO_HEAVY,
    Route,
    Step,
    needs_deciding,
    route_of,
)
from loopplank.store.models import (
    Match,
    Membership,
    Organisation,
    Volunteer,
    VolunteerSignal,
)


@dataclass(frozen=True, slots=True)
class Said:
    """What a volunteer lets know. Nothing of it is required: pressing the button says enough."""

    reason: str = NO_REASON
    words: str = ""
    prefers_call: bool = False
    past_coordinator: bool = False
    adviser: bool = False

    @property
    def route(self) -> Route:
        return route_of(self.reason, past_coordinator=self.past_coordinator, adviser=self.adviser)


@verb("signal.send", Role.VOLUNTEER)
def send_signal(
    *,
    actor: Actor,
    now: datetime,
    reason: str = NO_REASON,
    words: str = "",
    match_id: UUID | None = None,
    prefers_call: bool = False,
    past_coordinator: bool = False,
    adviser: bool = False,
) -> UUID:
    """Say that it is too heavy: new questions stop at once and somebody calls before a day."""
    if actor.id is None:
        raise NotFound("volunteer")
    said = Said(reason, words, prefers_call, past_coordinator, adviser)
    return _said(actor, now, actor.id, said, match_id)


@verb("signal.note", Role.COORDINATOR)
def note_signal(
    *, actor: Actor, now: datetime, volunteer_id: UUID, said: Said, match_id: UUID | None = None
) -> UUID:
    """Note the same, heard on the telephone from somebody who has no other way in."""
    return _said(actor, now, volunteer_id, said, match_id)


@verb("signal.stay_away", Role.VOLUNTEER)
def stay_away(*, actor: Actor, now: datetime, signal_id: UUID) -> None:
    """Stay away ("Ik ga er niet meer heen"): no visit to this person is expected while this is
    open. Whoever coordinates arranges it, and reads nothing of why.
    """
    row = signal_for_change(actor, signal_id)
    matches = Match.objects.select_related("request__owner").filter(volunteer_id=row.volunteer_id)
    match = matches.filter(pk=row.match_id).first() if row.match_id else None
    if match is None or match.state not in HOLDS_CAPACITY or row.answered_at is not None:
        raise NotFound(signal_id)
    if row.stays_away_at is not None:
        nothing_changed()
        return
    row.stays_away_at = now
    row.save(update_fields=["stays_away_at"])
    write_step(row, Step.STAYS_AWAY, now)
    record_signal(actor, now, row, "signal.stays_away", {"match": str(match.pk)})
    let_know(actor, now, row.volunteer, row.organisation, STAYS_AWAY, match=match, holds=False)


def let_know(
    actor: Actor,
    now: datetime,
    volunteer: Volunteer,
    organisation: Organisation,
    reason: str,
    words: str = "",
    *,
    match: Match | None = None,
    holds: bool = True,
) -> UUID:
    """Send a signal to somebody who is there, who calls before a day; said again while it is open
    it makes no second one. `holds` stops new questions until then. Needs the volunteer locked.
    """
    return _let_know(actor, now, volunteer, organisation, Said(reason, words), match, holds=holds)


# --- underneath -----------------------------------------------------------------------------------


def _said(
    actor: Actor, now: datetime, volunteer_id: UUID, said: Said, match_id: UUID | None
) -> UUID:
    volunteer = volunteer_for_change(actor, volunteer_id)
    refuse_bsn(said.words)
    here = {} if actor.role is Role.VOLUNTEER else {"organisation_id": actor.own_organisation}
    match = (
        Match.objects.select_related("request__owner", "organisation")
        .filter(pk=match_id, volunteer=volunteer, **here)
        .first()
        if match_id
        else None
    )
    organisation = match.organisation if match else _joined_first(volunteer, here)
    said = replace(
        said,
        reason=said.reason if said.reason in TOO_HEAVY else NO_REASON,
        words=said.words.strip()[:LONGEST_WORDS],
    )
    return _let_know(actor, now, volunteer, organisation, said, match, holds=True)


def _joined_first(volunteer: Volunteer, here: dict[str, UUID]) -> Organisation:
    found = (
        belonging(volunteer=volunteer, **here)
        .select_related("organisation__first_contact")
        .order_by("since", "pk")
        .first()
    )
    if found is None:
        raise NotFound("affiliation")
    return found.organisation


def _let_know(
    actor: Actor,
    now: datetime,
    volunteer: Volunteer,
    organisation: Organisation,
    said: Said,
    match: Match | None,
    *,
    holds: bool,
) -> UUID:
    who = answering(organisation, match, said.route, said.reason, now)
    # the words of a concern stand in its own file; those for somebody outside stand nowhere
    kept = said.words if who.route is not Route.SAFETY and who.to is not None else ""
    same = VolunteerSignal.objects.filter(
        volunteer=volunteer,
        organisation=organisation,
        match=match,
        reason=said.reason if who.to is not None else NO_REASON,
        route=who.route.value,
        words=kept,
        answered_at=None,
    )
    found = same.first()
    if found is not None and (
        who.route is not Route.SAFETY or told_again(found, said.words, actor=actor, now=now)
    ):
        nothing_changed()
        return found.pk
    row = VolunteerSignal.objects.create(
        organisation=organisation,
        volunteer=volunteer,
        match=match if who.to is not None else None,
        reason=said.reason if who.to is not None else NO_REASON,
        words=kept,
        prefers_call=said.prefers_call,
        wants_call=holds,
        route=who.route.value,
        about=who.about,
        noted_by_id=None if actor.role in AS_VOLUNTEER else actor.id,
        to=who.to,
        of_network=who.of_network,
        call_before=who.before,
        decide_before=_decide_before(organisation, said.reason, who.to, who.before, now),
        at=now,
    )
    write_step(row, Step.SENT, now, to_id=row.to_id)
    record_signal(actor, now, row, "signal.sent", {"reason": row.reason, "route": row.route})
    if who.route is Route.SAFETY and who.to is not None:
        open_file(row, who.to, said.words, actor=actor, now=now)
    _tell(row, now)
    return row.pk


def _decide_before(
    organisation: Organisation,
    reason: str,
    to: Membership | None,
    call_before: date,
    now: datetime,
) -> date | None:
    if to is None or not needs_deciding(reason):
        return None
    today = local_day(now)
    calendar = workdays.of_organisation(organisation, today)
    return max(call_before, due_after(DECIDED_WITHIN, today, calendar, to.weekdays))


def _tell(row: VolunteerSignal, now: datetime) -> None:
    """Tell who does not look at a list every day; who does not feel safe alerts at once, also
    whoever stands in. What is confidential reaches its own reader only, at their own organisation.
    """
    if row.to is None:
        return
    hears = {row.to.account_id: row.to.account}
    template = "signal_yours_now" if row.reason == NOT_SAFE else "signal_yours"
    if row.reason == NOT_SAFE and row.route == Route.COORDINATOR:
        template = "signal_unsafe"
        for one in others(row.organisation_id, hears, local_day(now))[:1]:
            hears[one.account_id] = one.account
    elif row.route == Route.COORDINATOR:
        if row.wants_call:
            tell_of_signal(row.organisation, row.to.account, now)
        return
    for account in hears.values():
        queue_to_account(row.to.organisation, account, template, {}, now=now)
