"""Find who comes in place of a volunteer for one visit: sought, found, told; or nobody.

The question itself goes by the way of every question (`propose`), for one day. What is here follows
what came of it. The caller of a plain function holds the locks of the volunteer and the request.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.kit import workdays
from loopplank.access.kit.workdays import time_away
from loopplank.access.requests.requests import any_request_for_change, request_for_change
from loopplank.access.volunteers.own_pages import hour_of
from loopplank.actions.kit.action import nothing_changed, record_event, verb
from loopplank.actions.kit.bsn import refuse_bsn
from loopplank.actions.ledger.ledger import recount
from loopplank.actions.messages.messages import drop_questions, queue_to_asker
from loopplank.core.account.roles import Role
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.reason import Refused
from loopplank.core.matching.matches import EndReason, MatchState
from loopplank.core.matching.proposals import UNDECIDED, ProposalState
from loopplank.core.messages.states import UNHEARD, MessageState
from loopplank.core.volunteers.cover import (
    YOURSELF,
    Cover,
    Named,
    decide_by,
    may_be,
    may_come_after_all,
    may_name,
    sought_until,
)
from loopplank.core.wellbeing.signal import CANNOT_COME
from loopplank.store.models import (
    Limits,
    Match,
    Proposal,
    Request,
    Visit,
    VisitCover,
    Volunteer,
    VolunteerSignal,
)

#: What the person hears, by where it stands; and when the volunteer comes after all.
_NEWS = {
    Cover.SOUGHT: "visit_sought",
    Cover.FOUND: "visit_covered",
    Cover.NOBODY: "visit_nobody",
}
COMES_AFTER_ALL = "visit_on_again"
#: What is kept of whom the volunteer named, once that is nobody.
NAMES_NOBODY: dict[str, Any] = {"named": "", "named_phone": "", "named_at": None}


def seek(match: Match, volunteer: Volunteer, visit: Visit, now: datetime) -> VisitCover:
    """Seek somebody for a visit that its volunteer cannot make: the person hears it, and until
    when. When they stood in themselves, that is for the volunteer who could not come first.
    """
    first = VisitCover.objects.filter(match=match, day=visit.day)
    cover = first.select_related("visit__match__volunteer", "message").first()
    if cover is not None:
        end_of_one_day(match, volunteer, local_day(now))
        _seek_again(cover, now)
        return cover
    working = workdays.of_organisation(match.organisation, local_day(now))
    by = decide_by(visit.day, hour_of(match, visit.day), now, working)
    cover = VisitCover.objects.create(
        organisation_id=match.organisation_id,
        request_id=match.request_id,
        visit=visit,
        day=visit.day,
        state=sought_until(by, now).value,
        decide_by=by,
    )
    _tell(cover, volunteer, now)
    return cover


def seek_again(match: Match, now: datetime) -> None:
    """Open the visit again: somebody who would stand in does not come after all."""
    rows = VisitCover.objects.filter(match=match, day__gte=local_day(now), state=Cover.FOUND.value)
    for cover in rows.select_related("visit__match__volunteer", "message"):
        _seek_again(cover, now)


def _seek_again(cover: VisitCover, now: datetime) -> None:
    cover.state = sought_until(cover.decide_by, now).value
    cover.match, cover.told_at = None, None
    cover.save(update_fields=["state", "match", "told_at"])
    _tell(cover, cover.visit.match.volunteer, now)


def found(cover: VisitCover, match: Match, now: datetime) -> None:
    """Note who comes on that one day; who was asked besides hears that it is solved."""
    asked = Proposal.objects.filter(
        request_id=match.request_id,
        state__in=UNDECIDED,
        first_day=cover.day,
        last_day=cover.day,
    )
    for row in asked:
        row.state, row.answered_at = ProposalState.GONE, now
        row.save(update_fields=["state", "answered_at"])
        drop_questions(match.request, now, row.volunteer_id)
    cover.state, cover.match, cover.told_at = Cover.FOUND.value, match, None
    _names_nobody(cover)
    cover.save(update_fields=["state", "match", "told_at", *NAMES_NOBODY])
    _tell(cover, cover.visit.match.volunteer, now)


def seek_no_more(match: Match, now: datetime) -> None:
    """Take back what was asked of others for visits of a match that ends: nobody comes in its place
    any more, unless somebody said yes to that already.
    """
    rows = VisitCover.objects.filter(
        visit__match=match, day__gte=local_day(now), state=Cover.SOUGHT.value
    )
    for cover in rows.select_related("message"):
        asked = Proposal.objects.filter(
            request_id=cover.request_id,
            state__in=UNDECIDED,
            first_day=cover.day,
            last_day=cover.day,
        )
        for volunteer_id in asked.values_list("volunteer_id", flat=True):
            drop_questions(match.request, now, volunteer_id)
        asked.update(state=ProposalState.GONE, answered_at=now)
        cover.state = Cover.NOBODY.value
        _names_nobody(cover)
        cover.save(update_fields=["state", *NAMES_NOBODY])
        _drop_news(cover, now)


@verb("visit.told", Role.COORDINATOR)
def told(*, actor: Actor, now: datetime, visit_id: UUID) -> None:
    """Note that the person knows it: who comes instead or, when nobody was found, that nobody
    does.
    """
    cover, _volunteer, request = locked(actor, visit_id)
    if cover.told_at is not None:
        nothing_changed()
        return
    if cover.state == Cover.SOUGHT:
        cover.state = Cover.NOBODY.value
    cover.told_at = now
    # it is settled: whoever was named has nothing to do with it any more
    _names_nobody(cover)
    cover.save(update_fields=["state", "told_at", *NAMES_NOBODY])
    _drop_news(cover, now)
    _answer_signal(cover, actor, now)
    record(cover, request, "visit.told", actor, now)


@verb("visit.can_come", Role.VOLUNTEER, Role.COORDINATOR)
def can_come(*, actor: Actor, now: datetime, visit_id: UUID) -> None:
    """Note that the volunteer can come after all, as long as nobody counts on something else.

    Raises Refused when somebody else comes, the person was told that nobody does, or the volunteer
    is away on that day.
    """
    cover, volunteer, request = locked(actor, visit_id)
    if cover.day < local_day(now):
        raise NotFound(visit_id)
    away = time_away(Limits.objects.get(pk=volunteer.pk)).on(cover.day) is not None
    may_come_after_all(Cover(cover.state), told=_knows(cover), away=away)
    asked = Proposal.objects.filter(
        request=request, state__in=UNDECIDED, first_day=cover.day, last_day=cover.day
    )
    for row in asked:
        row.state, row.answered_at = ProposalState.GONE, now
        row.save(update_fields=["state", "answered_at"])
        drop_questions(request, now, row.volunteer_id)
    heard = cover.message is not None and cover.message.state not in UNHEARD
    _drop_news(cover, now)
    if heard:
        queue_to_asker(request, COMES_AFTER_ALL, _params(cover, volunteer), now=now)
    _answer_signal(cover, actor, now)
    record(cover, request, "visit.can_come", actor, now)
    # nothing was written down about this day, as before
    cover.visit.delete()


@verb("visit.name_stand_in", Role.VOLUNTEER)
def name_stand_in(*, actor: Actor, now: datetime, visit_id: UUID, said: Named) -> None:
    """Note whom the volunteer names, who said yes to them: a coordinator sees whether that can be,
    and asks. Nothing is looked up for the volunteer. Named again, only the last one counts.

    Raises Refused when it is settled already, and for their own name.
    """
    cover, volunteer, request = locked(actor, visit_id)
    if cover.day < local_day(now):
        raise NotFound(visit_id)
    runs = cover.visit.match.state == MatchState.RUNNING
    may_name(Cover(cover.state), told=cover.told_at is not None, runs=runs)
    if may_be(said, volunteer.first_name, volunteer.last_name, volunteer.phone):
        raise Refused(YOURSELF)
    refuse_bsn(said.name)
    if (cover.named, cover.named_phone) == (said.name, said.phone):
        nothing_changed()
        return
    cover.named, cover.named_phone, cover.named_at = said.name, said.phone, now
    cover.save(update_fields=list(NAMES_NOBODY))
    record(cover, request, "visit.stand_in_named", actor, now)


def forget_named(today: date) -> None:
    """Throw away whom volunteers named for days that are over."""
    rows = VisitCover.objects.filter(day__lt=today).exclude(named="")
    rows.update(**NAMES_NOBODY)


@verb("cover.give_up", Role.SYSTEM)
def give_up(*, actor: Actor, now: datetime, visit_id: UUID) -> None:
    """Give up when the moment has come: nobody comes this time, and the person hears that."""
    cover, volunteer, request = locked(actor, visit_id)
    if cover.state != Cover.SOUGHT or cover.decide_by > now:
        nothing_changed()
        return
    cover.state = Cover.NOBODY.value
    cover.save(update_fields=["state"])
    if cover.visit.match.state == MatchState.RUNNING:
        _tell(cover, volunteer, now)
    else:
        # the help stopped meanwhile, and the person heard that
        _drop_news(cover, now)
    record(cover, request, "cover.given_up", actor, now)


# --- underneath -----------------------------------------------------------------------------------


def end_of_one_day(match: Match, volunteer: Volunteer, day: date) -> None:
    """Free whoever stood in for one day; ended on `day` it has nothing of that day any more."""
    match.state, match.ended_on, match.end_reason = MatchState.ENDED, day, EndReason.DONE
    match.save(update_fields=["state", "ended_on", "end_reason"])
    recount(volunteer)


def _names_nobody(cover: VisitCover) -> None:
    for name, value in NAMES_NOBODY.items():
        setattr(cover, name, value)


def _tell(cover: VisitCover, volunteer: Volunteer, now: datetime) -> None:
    """Tell the person where it stands now; what they were to hear before is not true any more."""
    _drop_news(cover, now)
    request = Request.objects.select_related("help_seeker", "applicant").get(pk=cover.request_id)
    cover.message = queue_to_asker(
        request, _NEWS[Cover(cover.state)], _params(cover, volunteer), now=now
    )
    cover.save(update_fields=["message"])


def _params(cover: VisitCover, volunteer: Volunteer) -> dict[str, object]:
    params: dict[str, object] = {
        "volunteer": volunteer.first_name,
        "day": cover.day.isoformat(),
        "at": cover.decide_by.isoformat(),
    }
    if cover.match is not None:
        params["next"] = cover.match.volunteer.first_name
    return params


def _drop_news(cover: VisitCover, now: datetime) -> None:
    if cover.message is not None and cover.message.state == MessageState.QUEUED:
        cover.message.state, cover.message.done_at = MessageState.DROPPED, now
        cover.message.save(update_fields=["state", "done_at"])


def _knows(cover: VisitCover) -> bool:
    heard = cover.message is not None and cover.message.state not in UNHEARD
    return cover.told_at is not None or heard


def _answer_signal(cover: VisitCover, actor: Actor, now: datetime) -> None:
    """Close what was let know about this visit: it asks nothing of anybody any more."""
    coordinator = actor.id if actor.role is Role.COORDINATOR else None
    open_ones = VolunteerSignal.objects.filter(
        match__request_id=cover.request_id,
        reason=CANNOT_COME,
        words=cover.day.isoformat(),
        answered_at=None,
    )
    open_ones.update(answered_at=now, answered_by_id=coordinator, outcome="arranged")


def locked(actor: Actor, visit_id: UUID) -> tuple[VisitCover, Volunteer, Request]:
    """Lock the volunteer first, then the request, always in this order; then read the cover as it
    is now.
    """
    rows = VisitCover.objects.filter(visit_id=visit_id)
    if actor.role is Role.VOLUNTEER and actor.id is not None:
        rows = rows.filter(visit__volunteer_id=actor.id)
    elif actor.role is not Role.SYSTEM:
        rows = rows.filter(organisation_id=actor.own_organisation)
    found = rows.values_list("visit__volunteer_id", "request_id").first()
    if found is None:
        raise NotFound(visit_id)
    volunteer = Volunteer.objects.select_for_update(of=("self",)).get(pk=found[0])
    request = (
        any_request_for_change(found[1])
        if actor.role is Role.VOLUNTEER
        else request_for_change(actor, found[1])
    )
    cover = (
        VisitCover.objects.select_related("visit__match", "match__volunteer", "message")
        .filter(visit_id=visit_id)
        .first()
    )
    if cover is None:
        raise NotFound(visit_id)
    return cover, volunteer, request


def record(cover: VisitCover, request: Request, type_: str, actor: Actor, now: datetime) -> None:
    record_event(
        "visit",
        cover.visit_id,
        type_,
        actor=actor,
        now=now,
        organisation_id=cover.organisation_id,
        journey_id=request.journey_id,
        data={
            "request": str(cover.request_id),
            "match": str(cover.visit.match_id),
            "day": cover.day.isoformat(),
            "state": cover.state,
        },
    )
