"""Read open requests as the work list sees them: what was asked, agreed, tried and answered."""

from collections.abc import Iterable
from datetime import date
from typing import TypeVar
from uuid import UUID

from django.db.models import Case, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from loopplank.access.matching.teams import facts_of_teams
from loopplank.access.referrals.sides import latest_of, receiver_name, waits_for
from loopplank.access.requests.contact_attempts import tries_of, ways_to
from loopplank.access.volunteers.coming import last_day_of
from loopplank.access.volunteers.contact_limits import helpers_not_free
from loopplank.core.kit.calendar import local_day
from loopplank.core.matching.matches import HOLDS_CAPACITY, MatchState
from loopplank.core.matching.passed_over import OFTEN, longest_search_since
from loopplank.core.matching.proposals import UNDECIDED, ProposalState
from loopplank.core.referrals.states import Waiting
from loopplank.core.requests.intake import HoldingOut, Knows
from loopplank.core.requests.states import State
from loopplank.core.responsibility.today import HELPER_NOT_FREE, Situation
from loopplank.core.triage import Route, Standing
from loopplank.core.triage.readiness import FOR_VOLUNTEER
from loopplank.store.models import Assessment, Match, Proposal, Request

T = TypeVar("T", Proposal, Match)


def alarm() -> Coalesce:
    """Return 1 when the last weighing says danger, or not known, and nobody decided yet; else 0."""
    danger = Q(decision="") & (Q(stance=Standing.ASK_NOW) | Q(route=Route.EMERGENCY))
    one = _last_weighing().values_list(Case(When(danger, then=1), default=0))
    return Coalesce(Subquery(one[:1]), 0)


def decided() -> Subquery:
    """Return the route that was decided on the last weighing: empty as long as nobody decided, NULL
    without any weighing.
    """
    return Subquery(_last_weighing().values_list("decided_route")[:1])


def passed_over(today: date) -> Q:
    """Return those about which a person decides, as `core.matching.passed_over` says."""
    long = Q(passed_over__gte=OFTEN) | Q(sought_since__lte=longest_search_since(today))
    return long & Q(state=State.SEARCHING)


def situations(rows: Iterable[Request], today: date) -> dict[UUID, tuple[Situation, UUID | None]]:
    """Return each request's situation for the work list, in at most seven queries for all of them.

    The rows come with `alarm`, `decided` and `in_team`.
    """
    found = {row.pk: row for row in rows}
    asked = _by_request(
        Proposal.objects.filter(
            request_id__in=found,
            state__in=[*UNDECIDED, ProposalState.NO, ProposalState.SILENT],
        )
        .select_related("volunteer")
        .order_by("asked_at")
    )
    # the last one counts: while help runs who helps, and of those who meet who begins first
    matched = _by_request(
        Match.objects.filter(request_id__in=found, state__in=HOLDS_CAPACITY)
        .select_related("volunteer")
        .order_by(
            Case(When(state=MatchState.RUNNING, request__state=State.RUNNING, then=1), default=0),
            "-first_day",
            "agreed_at",
        )
    )
    not_free = helpers_not_free(
        [pk for pk, row in found.items() if row.change_reported == HELPER_NOT_FREE], today
    )
    teams = facts_of_teams(pk for pk, row in found.items() if vars(row)["in_team"])
    tried = tries_of(found)
    offered = latest_of(pk for pk, row in found.items() if row.state == State.HANDOVER)
    made = {}
    for pk, row in found.items():
        proposal, match = asked.get(pk), matched.get(pk)
        alarming, decided = vars(row)["alarm"], vars(row)["decided"]
        elsewhere = offered.get(pk)
        seeker = row.help_seeker
        made[pk] = (
            Situation(
                state=State(row.state),
                due_on=row.due_on or today,
                received_on=local_day(row.received_at),
                assessed=decided is not None,
                decided=bool(decided),
                against=bool(match and decided and decided not in FOR_VOLUNTEER),
                alarming=bool(alarming),
                carer_is_done=row.holding_out == HoldingOut.NO_MORE,
                # nobody is asked to speak with who is free again
                change_reported=""
                if row.change_reported == HELPER_NOT_FREE and pk not in not_free
                else row.change_reported,
                asked=proposal.volunteer.first_name
                if proposal and proposal.state == ProposalState.OPEN
                else "",
                declined=proposal.volunteer.first_name
                if proposal and proposal.state == ProposalState.NO
                else "",
                has_question=bool(
                    proposal and proposal.state == ProposalState.OPEN and proposal.question
                ),
                yes_waits=proposal.volunteer.first_name
                if proposal and proposal.state == ProposalState.WAITS
                else "",
                agreed=match.volunteer.first_name if match else "",
                not_free=not_free.get(pk, ""),
                meeting_on=local_day(match.meeting_at) if match and match.meeting_at else None,
                last_day=last_day_of(match) if match else None,
                bridging_until=row.bridging_until,
                reachable=bool(seeker and seeker.phone)
                or bool(row.applicant_id and row.person_knows != Knows.YES),
                tries=tried[pk].ways,
                ways=ways_to(seeker),
                written_until=tried[pk].written_until,
                referred_to=receiver_name(elsewhere) if elsewhere else "",
                referral=waits_for(elsewhere) if elsewhere else Waiting.ANSWER,
                passed_over=row.passed_over,
                sought_since=row.sought_since,
                team=teams.get(pk),
            ),
            match.pk if match else None,
        )
    return made


def _last_weighing() -> "QuerySet[Assessment]":
    return Assessment.objects.filter(request=OuterRef("pk")).order_by("-number")


def _by_request(rows: Iterable[T]) -> dict[UUID, T]:
    return {row.request_id: row for row in rows}
