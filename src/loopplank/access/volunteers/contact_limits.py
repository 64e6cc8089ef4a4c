"""Read what `core/volunteers/contact_limits.py` decides about: of one or of a thousand volunteers
in one query, the same for every path.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import DateTimeField, Exists, F, OuterRef, Q, QuerySet, UUIDField, Value
from django.db.models.functions import Cast

from loopplank.core.kit.calendar import at_local, local_day
from loopplank.core.matching.matches import HOLDS_CAPACITY
from loopplank.core.matching.proposals import TAKEN_BACK, UNDECIDED, ProposalState
from loopplank.core.messages.states import UNHEARD
from loopplank.core.volunteers.contact_limits import Agreed, Known, Question
from loopplank.core.volunteers.load import Limits as LimitFacts
from loopplank.core.wellbeing.signal import Route
from loopplank.core.wellbeing.volunteer_concern import Decision
from loopplank.store.models import (
    Event,
    Limits,
    LimitsRaise,
    Match,
    Message,
    Network,
    Proposal,
    Request,
    SafetyFile,
    VisitCover,
    VolunteerSignal,
)

#: So far back is read; what is still open counts however old it is.
ONE_YEAR = timedelta(days=365)
#: Where a signal waits that a coordinator may not know of.
SOMEWHERE = UUID(int=0)


@dataclass(slots=True)
class Lately:
    """What one volunteer was asked and let know, and with what they help, by organisation."""

    questions: list[Question] = field(default_factory=list)
    waits: set[UUID] = field(default_factory=set)
    raised: set[UUID] = field(default_factory=set)
    carries_at: set[UUID] = field(default_factory=set)
    helped_at: set[UUID] = field(default_factory=set)
    asked_this: bool = False
    helps_here: bool = False

    def last_on(self, at: UUID | None = None) -> date | None:
        """Return the day of the last question, anywhere or at one organisation."""
        days = (one.asked_on for one in self.questions if at is None or one.of == at)
        return max(days, default=None)

    def known(self, row: Limits, facts: LimitFacts) -> Known:
        """Return it with the limits of the volunteer, and these as core reads them."""
        return Known(
            limits=facts,
            stops_on=row.stops_on,
            rests_until=row.rest_until,
            rests_of=row.rest_after_id,
            over_until=row.over_until,
            questions=tuple(self.questions),
            waits=frozenset(self.waits),
            raised=frozenset(self.raised),
            asked_this=self.asked_this,
            helps_here=self.helps_here,
        )


NOTHING = Lately()


def agreed_in(network: Network) -> Agreed:
    """Return what a network set about asking."""
    return Agreed(
        days_of_rest=network.days_of_rest_after_no,
        open_at_once=network.open_asks_at_once,
        most_a_month=network.most_asks_a_month,
    )


def lately_of(
    whose: Mapping[str, Any],
    now: datetime,
    *,
    request: Request | None = None,
    visit_on: date | None = None,
) -> dict[UUID, Lately]:
    """Read what happened to the volunteers whom these lookups choose, by their id; one query.

    About whom nothing is known is left out. With a request, or one visit of it, it also says
    whether they were asked for that, and where they help or helped.
    """
    never, none = Cast(Value(None), DateTimeField()), Cast(Value(None), UUIDField())
    who = ("volunteer_id", "organisation_id")
    asked = Proposal.objects.filter(
        Q(asked_at__gt=now - ONE_YEAR) | Q(state__in=UNDECIDED), **whose
    )
    signals = VolunteerSignal.objects.filter(answered_at=None, wants_call=True, **whose)
    today = local_day(now)
    held = SafetyFile.objects.filter(held_back(today), **whose)
    rows = [
        # nobody reads why: it counts as something that waits elsewhere
        held.values_list(Value("held"), *who, none, Value(""), never, never),
        signals.values_list(Value("signal"), *who, none, "route", never, never),
        *(
            raised.values_list(Value("raised"), "volunteer_id", "by", none, Value(""), never, never)
            for raised in _raised(whose, now)
        ),
    ]
    if request is not None:
        matches = Match.objects.filter(**whose)
        rows.append(matches.values_list(Value("match"), *who, "request_id", "state", never, never))
        this = asked_for([request.pk], visit_on).filter(**whose)
        rows.append(this.values_list(Value("this"), *who, "request_id", "state", never, never))
        if visit_on is not None:
            # whoever cannot come is not asked to stand in for themselves
            absent = _absent(request.pk, visit_on, whose)
            rows.append(
                absent.values_list(Value("this"), *who, "request_id", "state", never, never)
            )
    found: dict[UUID, Lately] = {}
    first = asked.values_list(Value("asked"), *who, none, "state", "asked_at", "answered_at")
    for row in first.union(*rows, all=True):
        what, volunteer_id, organisation_id, request_id, state, asked_at, answered_at = row
        one = found.setdefault(volunteer_id, Lately())
        if what == "asked":
            said_no = state == ProposalState.NO and answered_at is not None
            one.questions.append(
                Question(
                    of=organisation_id,
                    asked_on=local_day(asked_at),
                    is_open=state in UNDECIDED,
                    no_on=local_day(answered_at) if said_no else None,
                )
            )
        elif what == "signal":
            one.waits.add(organisation_id if state == Route.COORDINATOR else SOMEWHERE)
        elif what == "held":
            one.waits.add(SOMEWHERE)
        elif what == "raised":
            one.raised.add(organisation_id)
        elif what == "match":
            one.helped_at.add(organisation_id)
            if state in HOLDS_CAPACITY:
                one.carries_at.add(organisation_id)
                one.helps_here |= request is not None and request_id == request.pk
        else:
            one.asked_this = True
    return found


def asked_for(request_ids: Collection[UUID], visit_on: date | None = None) -> "QuerySet[Proposal]":
    """Return the questions about these requests that reached somebody.

    One that was taken back before anybody heard of it may be put again; one that they heard of may
    not, so that nobody is asked twice. Standing in for one visit is another question each time,
    until somebody says no to it.
    """
    told = Message.objects.filter(
        volunteer_id=OuterRef("volunteer_id"),
        request_id=OuterRef("request_id"),
        template="proposal",
    ).exclude(state__in=UNHEARD)
    rows = Proposal.objects.filter(request_id__in=request_ids)
    if visit_on is not None:
        rows = rows.exclude(state=ProposalState.YES, last_day__lt=visit_on)
    return rows.filter(~Q(state__in=TAKEN_BACK) | Exists(told))


def pairs_asked(request_ids: Collection[UUID]) -> Iterable[tuple[UUID, UUID]]:
    """Return who was asked for which of these requests, as (request, volunteer); one query."""
    return asked_for(request_ids).values_list("request_id", "volunteer_id")


def held_back(today: date) -> Q:
    """Pick the files by which a volunteer is "nu niet beschikbaar" today: the rule of
    `core/wellbeing/volunteer_concern.py`, in the database.
    """
    undecided = Q(decision="", closed_at=None)
    until = Q(decided_until=None) | Q(decided_until__gte=today)
    held = Q(decision__in=[Decision.PAUSE.value, Decision.ENDS.value]) & until
    return Q(about_volunteer=True, suspended_at__isnull=False) & (undecided | held)


def is_held_back(volunteer_id: UUID, today: date) -> bool:
    """Return whether somebody is "nu niet beschikbaar" today; of why nobody reads anything."""
    return SafetyFile.objects.filter(held_back(today), volunteer_id=volunteer_id).exists()


def helpers_not_free(request_ids: Collection[UUID], today: date) -> dict[UUID, str]:
    """Return who of those who help with these requests is "nu niet beschikbaar", for something at
    another question; one query, and none without requests.
    """
    if not request_ids:
        return {}
    held = SafetyFile.objects.filter(
        held_back(today), ~Q(match=OuterRef("pk")), volunteer_id=OuterRef("volunteer_id")
    )
    rows = Match.objects.filter(Exists(held), request_id__in=request_ids, state__in=HOLDS_CAPACITY)
    return dict(rows.order_by("agreed_at").values_list("request_id", "volunteer__first_name"))


# --- underneath -----------------------------------------------------------------------------------


def _raised(whose: Mapping[str, Any], now: datetime) -> Iterable["QuerySet[LimitsRaise, Any]"]:
    """Return who wrote down or confirmed a higher limit today, in a talk with the volunteer."""
    day = at_local(local_day(now), time())
    confirmed = Event.objects.filter(
        aggregate="volunteer",
        aggregate_id=OuterRef("volunteer_id"),
        type="volunteer.raise_confirmed",
        organisation_id=OuterRef("confirmed_by__organisation_id"),
        at__gte=day,
    )
    rows = LimitsRaise.objects.filter(**whose)
    return (
        rows.filter(asked_by__isnull=False, asked_at__gte=day).annotate(
            by=F("asked_by__organisation_id")
        ),
        rows.filter(Exists(confirmed), confirmed_by__isnull=False).annotate(
            by=F("confirmed_by__organisation_id")
        ),
    )


def _absent(request_id: UUID, day: date, whose: Mapping[str, Any]) -> "QuerySet[Match]":
    covers = VisitCover.objects.filter(request_id=request_id, day=day)
    return Match.objects.filter(pk__in=covers.values("visit__match_id"), **whose)
