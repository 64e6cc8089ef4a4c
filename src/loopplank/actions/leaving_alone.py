"""When a volunteer is left alone: what they were asked or let know lately, at any organisation.

The same for every way to ask: a page of candidates, a plan, a leg of a duo or relay, a stand-in for
one visit, and a yes on the telephone. Silence is none of these: it gives no rest and no mark.
"""

from datetime import date, datetime, timedelta
from typing import NoReturn

from loopplank.access.volunteers import raised_today_by
from loopplank.core.asking import MONTH, counts, free_again
from loopplank.core.calendar import local_day
from loopplank.core.matches import HOLDS_CAPACITY
from loopplank.core.proposals import TAKEN_BACK, ProposalState
from loopplank.core.reason import Param, Reason, Refused, dutch
from loopplank.core.signals import Route
from loopplank.core.telling.states import UNHEARD
from loopplank.store.models import (
    Match,
    Message,
    Proposal,
    Request,
    Volunteer,
    VolunteerSignal,
)

SIGNALLED = Reason(
    "proposal.signal",
    dutch("%(name)s gaf ‘te zwaar’ aan. Bel eerst; tot dan geen nieuwe vragen."),
)
RESTING = Reason("proposal.rest", dutch("%(name)s zei pas nee. Rust tot en met %(until)s."))
ONE_AT_A_TIME = Reason(
    "proposal.one_at_a_time",
    dutch("%(name)s heeft nog een open vraag. Wacht dat antwoord eerst af."),
)
ASKED_ALREADY = Reason(
    "proposal.asked_already",
    dutch("%(name)s is al gevraagd voor deze vraag. Vraag iemand anders."),
)
RAISED_TODAY = Reason(
    "proposal.raised_today",
    dutch(
        "Vandaag ging een gesprek met %(name)s over een hogere grens. Vraag pas op een andere dag"
        " iets."
    ),
)
ENOUGH_THIS_MONTH = Reason(
    "proposal.enough_this_month",
    dutch("%(name)s kreeg deze maand al genoeg vragen. Vanaf %(again)s mag het weer."),
)
HELPS_ALREADY = Reason(
    "proposal.helps_already", dutch("%(name)s helpt hier al. Vraag iemand anders.")
)
#: Something at another organisation, which this one may not know.
NOT_NOW = Reason(
    "proposal.not_now",
    dutch("%(name)s krijgt nu even geen nieuwe vragen. Vraag iemand anders."),
)
ONE_DAY = timedelta(days=1)


def refuse_at_rest(
    request: Request, volunteer: Volunteer, now: datetime, *, visit_on: date | None = None
) -> None:
    """Raise Refused for who is to be left alone now. Why is said of the own organisation only; of
    another not even that there is one (promise P6). Needs the volunteer locked.

    With `visit_on` it is about standing in for one visit on that day.
    """
    own = {"organisation_id": request.organisation_id}
    waits = VolunteerSignal.objects.filter(volunteer=volunteer, answered_at=None, wants_call=True)
    if waits.exists():
        _refuse(volunteer, SIGNALLED, here=waits.filter(**own, route=Route.COORDINATOR).exists())
    refuse_who_helps(request, volunteer)
    if _asked_for(request, volunteer, visit_on):
        _refuse(volunteer, ASKED_ALREADY, here=True)
    raised = raised_today_by(volunteer, now)
    if raised:
        _refuse(volunteer, RAISED_TODAY, here=request.organisation_id in raised)
    mine = Proposal.objects.filter(volunteer=volunteer)
    network = request.organisation.network
    rest = timedelta(days=network.days_of_rest_after_no)
    noes = mine.filter(state=ProposalState.NO, answered_at__gt=now - rest).order_by("-answered_at")
    last = noes.filter(**own).first() or noes.first()
    if last is not None and last.answered_at is not None:
        here = last.organisation_id == request.organisation_id
        _refuse(volunteer, RESTING, here=here, until=local_day(last.answered_at + rest))
    asked = mine.filter(state=ProposalState.OPEN)
    if asked.count() >= network.open_asks_at_once:
        _refuse(volunteer, ONE_AT_A_TIME, here=asked.filter(**own).exists())
    _refuse_after_enough(request, volunteer, now)


def refuse_who_helps(request: Request, volunteer: Volunteer) -> None:
    """Nobody helps the same person twice at a time; raises Refused. Also for a yes: meanwhile they
    may have said yes to another day.
    """
    if Match.objects.filter(
        request=request, volunteer=volunteer, state__in=HOLDS_CAPACITY
    ).exists():
        _refuse(volunteer, HELPS_ALREADY, here=True)


def _refuse_after_enough(request: Request, volunteer: Volunteer, now: datetime) -> None:
    """So many questions a month reach somebody, of all organisations together and whatever became
    of them; only one that reached nobody does not count.
    """
    today, most = local_day(now), request.organisation.network.most_asks_a_month
    asked = Proposal.objects.filter(volunteer=volunteer, asked_at__gt=now - MONTH - ONE_DAY)
    days = [
        (local_day(asked_at), organisation_id == request.organisation_id)
        for asked_at, organisation_id in asked.values_list("asked_at", "organisation_id")
    ]
    this_month = [(day, own) for day, own in days if counts(day, today)]
    if len(this_month) < most:
        return
    again = free_again((day for day, own in this_month if own), most)
    if again is None:
        _refuse(volunteer, ENOUGH_THIS_MONTH, here=False)
    else:
        _refuse(volunteer, ENOUGH_THIS_MONTH, here=True, again=again)


def _asked_for(request: Request, volunteer: Volunteer, visit_on: date | None) -> bool:
    """Whether this question reached them already. One that was taken back before anybody heard of
    it may be put again; one that they heard of may not, so that nobody is asked twice.

    Standing in for one visit is another question each time, until somebody says no to it.
    """
    mine = Proposal.objects.filter(volunteer=volunteer, request=request)
    if visit_on is not None:
        mine = mine.exclude(state=ProposalState.YES, last_day__lt=visit_on)
    if mine.exclude(state__in=TAKEN_BACK).exists():
        return True
    told = Message.objects.filter(volunteer=volunteer, request=request, template="proposal")
    return mine.exists() and told.exclude(state__in=UNHEARD).exists()


def _refuse(volunteer: Volunteer, reason: Reason, *, here: bool, **params: Param) -> NoReturn:
    name = {"name": volunteer.first_name}
    told = reason if here else NOT_NOW
    raise Refused(Reason(told.code, told.sentence, {**name, **params} if here else name))
