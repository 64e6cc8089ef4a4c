"""Read Vandaag: everything that asks something of one coordinator, and the state of the team."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
    Window,
)
from django.db.models.functions import RowNumber

from loopplank.access.account.access_records import Purpose, record_reading
from loopplank.access.account.actors import Actor
from loopplank.access.kit.names import Named, named
from loopplank.access.kit.rows import count_of
from loopplank.access.matching.week_plan import fresh_proposals
from loopplank.access.organisations.set_up import steps_left
from loopplank.access.referrals.referral_list import Listed, asked_of
from loopplank.access.requests.requests import requests
from loopplank.access.responsibility.absence import to_read_back
from loopplank.access.responsibility.board_today import (
    BoardAsks,
    board_asks,
    board_counts,
)
from loopplank.access.responsibility.coordination import proposed_stop
from loopplank.access.responsibility.late import decision_waits, late_counts
from loopplank.access.responsibility.on_duty import left
from loopplank.access.responsibility.owners import ColleagueToday, colleagues_today
from loopplank.access.responsibility.worklist_rows import alarm, around, passed_over, situations
from loopplank.access.volunteers.applications import (
    Applying,
    applications_to_do,
    unanswered_applications,
)
from loopplank.access.volunteers.fullness import Team, team_of
from loopplank.access.volunteers.long_unspoken import (
    SHOWN,
    LongUnspoken,
    long_unspoken,
    perhaps_unspoken,
)
from loopplank.access.volunteers.visit_notes import VisitNote, notes_to_read, unread_notes
from loopplank.access.wellbeing.check_in_call import CallDue, calls, calls_due
from loopplank.access.wellbeing.concern import Concern, open_concerns
from loopplank.access.wellbeing.creep import (
    Seen,
    over_their_limit,
    signs_to_look_at,
    subjects_of,
    to_look_at,
)
from loopplank.access.wellbeing.observation import Observed, open_observations, unanswered
from loopplank.access.wellbeing.quote import unread
from loopplank.access.wellbeing.safety import FileRow, files_waiting, open_files
from loopplank.access.wellbeing.signal import SignalRow, own_signals
from loopplank.core.kit.calendar import at_local, last_passed, local_day
from loopplank.core.matching.matches import MatchState
from loopplank.core.organisations.set_up import Step as SetUpStep
from loopplank.core.requests.closing import SAYING_NO
from loopplank.core.requests.states import OPEN, State
from loopplank.core.responsibility.coordination import Stop
from loopplank.core.responsibility.next_step import Step, next_step
from loopplank.core.responsibility.today import HORIZON, Task, task_for, total_minutes
from loopplank.core.volunteers.visits import Felt
from loopplank.store.models import Match, Request, Visit

MOST_PER_GROUP = 25
QUIET_AFTER = timedelta(weeks=13)


@dataclass(frozen=True, slots=True)
class Row:
    """A request on the list; `phone` is there to call with."""

    request_id: UUID
    number: str
    who: Named
    kinds: tuple[str, ...]
    task: Task
    step: Step
    alarming: bool
    match_id: UUID | None
    mine: bool
    owner: str


@dataclass(frozen=True, slots=True)
class CallBack:
    """A call that was promised at a closing; `party` was named then, and did not say yes."""

    request_id: UUID
    who: Named
    on: date
    said_no: bool
    party: str


@dataclass(frozen=True, slots=True)
class TodayPage:
    """The totals count requests, also those that are not shown; `minutes` is about how long all
    that is late or for today takes, and `letters` how many letters to who waits are due.
    `late_together` is what is late at once and waits for one decision, and `proposed` how much of
    a fresh plan nobody decided about. `board` is for a board member who owns requests: how much is
    theirs beside those.
    """

    rows: tuple[Row, ...]
    late_total: int
    today_total: int
    later_total: int
    minutes: int
    letters: int
    signals: tuple[SignalRow, ...]
    files: tuple[FileRow, ...]
    concerns: tuple[Concern, ...]
    signals_total: int
    call_backs: tuple[CallBack, ...]
    observations: tuple[Observed, ...]
    asked_of_us: tuple[Listed, ...]
    check_ins: tuple[CallDue, ...]
    team: Team
    own_matches: int
    own_limit: int | None
    refused: tuple[tuple[str, int], ...]
    quiet_matches: int
    unspoken_total: int
    unspoken: tuple[LongUnspoken, ...]
    next_on: date | None
    colleagues: tuple[ColleagueToday, ...]
    late_together: int
    stop: Stop | None
    proposed: int
    grew: tuple[Seen, ...]
    quotes: int
    notes: tuple[VisitNote, ...]
    applying: tuple[Applying, ...] = ()
    set_up: tuple[SetUpStep, ...] = ()
    read_back: UUID | None = None
    board: BoardAsks | None = None


def today_page(actor: Actor, now: datetime) -> TodayPage:
    """Return the work list of the actor: own requests, alarms of anybody, and those of an absent
    owner.

    Shows at most 25 rows a group, danger first, and says how many there are.
    """
    today = local_day(now)
    house = colleagues_today(
        actor,
        today,
        proposed=fresh_proposals(actor, now),
        grew=count_of(to_look_at(actor, today)),
        observations=unanswered(actor),
        quotes=unread(actor),
        notes=unread_notes(actor),
        applying=unanswered_applications(actor),
        files=count_of(files_waiting(actor)),
        check_in_calls=count_of(calls(actor, today)),
        read_back=to_read_back(OuterRef("pk"), now),
        **_matches(actor, today),
        **late_counts(actor.own_organisation, now),
        **(board_counts(actor, now) if actor.only_own else {}),
    )
    me, stands_in, own_matches = house.me, house.stands_in, house.count("own_matches")
    mine = _mine(actor, now, house.working if stands_in else None)
    late, for_today, later, next_on = _totals(mine, now)
    rows = _rows(actor, mine, now)
    signals, signals_total = own_signals(actor, now, late_too=stands_in, most=MOST_PER_GROUP)
    files = open_files(actor) if house.count("files") else ()
    concerns = open_concerns(actor, now)
    call_backs = _call_backs(actor, now, stands_in=stands_in)
    waits = house.count("observations")
    observations = open_observations(actor, now, stands_in=stands_in) if waits else ()
    asked_of_us = asked_of(actor, today + HORIZON, now, stands_in=stands_in)
    working = house.working if stands_in else None
    notes = notes_to_read(actor, now, working) if house.count("notes") else ()
    applying = applications_to_do(actor, now, working) if house.count("applying") else ()
    check_ins = calls_due(actor, today, working) if house.count("check_in_calls") else ()
    team = team_of(actor, today)
    # on most days there is nothing to read
    grew = signs_to_look_at(actor, today) if house.count("grew") else ()
    unspoken = long_unspoken(actor, today) if house.count("unspoken") else ()
    record_reading(
        actor,
        "today",
        Purpose.PLANNING,
        [
            *(r.who.id for r in rows),
            *(s.volunteer_id for s in signals),
            *(s.person.id for s in signals if s.person),
            *(c.who.id for c in concerns),
            *(c.who.id for c in call_backs),
            *(o.volunteer_id for o in observations),
            *(r.subject for r in asked_of_us),
            *(c.volunteer_id for c in check_ins),
            *(one.id for one in applying),
            *(subject for one in notes for subject in (one.volunteer_id, one.who.id)),
            *(m.volunteer_id for m in team.watch),
            *(one.volunteer_id for one in unspoken[:SHOWN]),
            *subjects_of(grew),
            *(c.account_id for c in house.colleagues),
        ],
        now,
    )
    return TodayPage(
        rows=rows,
        late_total=late.total(),
        today_total=for_today.total(),
        later_total=later.total(),
        minutes=total_minutes(late + for_today),
        letters=(late + for_today)[State.WAITING],
        signals=signals,
        files=files,
        concerns=concerns,
        signals_total=signals_total,
        call_backs=call_backs,
        observations=observations,
        asked_of_us=asked_of_us,
        check_ins=check_ins,
        team=team,
        own_matches=own_matches,
        own_limit=me.max_matches,
        refused=_refused(actor, today),
        quiet_matches=house.count("quiet_matches"),
        unspoken_total=len(unspoken),
        unspoken=unspoken[:SHOWN],
        next_on=next_on,
        colleagues=house.colleagues,
        late_together=decision_waits(house.count("late"), house.count("unheard")),
        stop=proposed_stop(me, own_matches, now),
        proposed=house.count("proposed"),
        grew=grew,
        quotes=house.count("quotes"),
        read_back=vars(me)["read_back"],
        notes=notes,
        applying=applying,
        set_up=steps_left(actor),
        board=board_asks(actor, house) if actor.only_own else None,
    )


def counts_of_today(actor: Actor, now: datetime) -> dict[str, int]:
    """Return how much of each kind waits today, as Vandaag would count it; nothing about any
    person.
    """
    today = local_day(now)
    house = colleagues_today(actor, today)
    mine = _mine(actor, now, house.working if house.stands_in else None)
    late, for_today, _later, _next_on = _totals(mine, now)
    calls = _call_backs(actor, now, stands_in=house.stands_in)
    return {
        "late": late.total(),
        "today": for_today.total(),
        "call_backs": sum(one.on <= today for one in calls),
        "answers": len(asked_of(actor, today, now, stands_in=house.stands_in)),
        "concerns": len(open_concerns(actor, now)),
        "over_limit": over_their_limit(actor, today),
    }


def _mine(actor: Actor, now: datetime, working: Iterable[UUID] | None) -> QuerySet[Request]:
    """Return what is this actor's to do: their own, and what lies too long with a colleague: a
    stand-in, who gets to know who is `working`, sees the whole organisation's late ones and alarms,
    and today's of who is not there today.
    """
    theirs = Q(owner_id=actor.own_membership)
    if working is not None:
        theirs |= Q(due_on__lte=last_passed(now)) | Q(alarm=1)
        theirs |= Q(due_on=local_day(now)) & ~Q(owner_id__in=list(working))
    return requests(actor).filter(state__in=OPEN).annotate(alarm=alarm()).filter(theirs)


def _when(now: datetime) -> tuple[Q, Q, Q]:
    """Return the filters late, for today, and in the next seven days, as `task_for` sees each;
    danger is late, and what a person decides instead of a plan is for today.
    """
    today = local_day(now)
    late = Q(alarm=1) | Q(due_on__lte=last_passed(now))
    decides = passed_over(today)
    return (
        late,
        ~late & (Q(due_on__lte=today) | decides),
        ~late & ~decides & Q(due_on__gt=today, due_on__lte=today + HORIZON),
    )


def _totals(
    mine: "QuerySet[Request]", now: datetime
) -> tuple[Counter[State], Counter[State], Counter[State], date | None]:
    """Return how many are late, for today and in the next seven days, by their state, and the first
    day after those; one query.
    """
    late, today, later = _when(now)
    rows = list(
        mine.values("state")
        .annotate(
            late=Count("pk", filter=late),
            today=Count("pk", filter=today),
            later=Count("pk", filter=later),
            next_on=Min("due_on", filter=Q(due_on__gt=local_day(now) + HORIZON)),
        )
        .order_by("state")
    )
    return (
        Counter({State(row["state"]): row["late"] for row in rows}),
        Counter({State(row["state"]): row["today"] for row in rows}),
        Counter({State(row["state"]): row["later"] for row in rows}),
        min((row["next_on"] for row in rows if row["next_on"]), default=None),
    )


def _known() -> dict[str, Any]:
    """Return what the next step of a request needs, beside the `alarm` that is there already."""
    return {name: needed for name, needed in around().items() if name != "alarm"}


def _rows(actor: Actor, mine: "QuerySet[Request]", now: datetime) -> tuple[Row, ...]:
    today = local_day(now)
    # the first of each group in one question: a backlog of one hides no other
    group = Case(
        *(When(when, then=Value(n)) for n, when in enumerate(_when(now))), default=Value(None)
    )
    place = Window(
        RowNumber(),
        partition_by=F("group"),
        order_by=[F("alarm").desc(), "due_on", "received_at", "pk"],
    )
    found = list(
        mine.annotate(group=group)
        .filter(group__isnull=False)
        .annotate(place=place)
        .filter(place__lte=MOST_PER_GROUP)
        .annotate(**_known())
        .select_related("help_seeker", "owner__account", "organisation")
        .order_by("group", "place")
    )
    known = situations(found, now)
    made = []
    for row in found:
        one, match_id = known[row.pk]
        made.append(
            Row(
                request_id=row.pk,
                number=row.number,
                who=named(row.help_seeker, today),
                kinds=tuple(row.kinds or [row.kind]),
                task=task_for(one, now),
                step=next_step(one, now),
                alarming=one.alarming,
                match_id=match_id,
                mine=row.owner_id == actor.id,
                owner=row.owner.account.name,
            )
        )
    return tuple(made)


def _call_backs(actor: Actor, now: datetime, *, stands_in: bool) -> tuple[CallBack, ...]:
    """Return the calls that we promised at a closing.

    A late one is the stand-in's too; of one whose owner left, so that nobody has it, the first
    contact hears as well.
    """
    me, today = actor.own_membership, local_day(now)
    nobodys = left("owner")
    theirs = Q(owner_id=me) | Q(organisation__first_contact_id=me) & nobodys
    if stands_in:
        theirs |= Q(next_contact_on__lte=last_passed(now)) | nobodys
    rows = (
        requests(actor)
        .filter(state=State.CLOSED, next_contact_on__lte=today + HORIZON, next_party_agreed=False)
        .filter(theirs)
        .select_related("help_seeker")
        .order_by("next_contact_on", "pk")[:MOST_PER_GROUP]
    )
    return tuple(
        CallBack(
            row.pk,
            named(row.help_seeker, today),
            row.next_contact_on or today,
            row.closing_reason in SAYING_NO,
            row.next_party,
        )
        for row in rows
    )


def _matches(actor: Actor, today: date) -> dict[str, Subquery]:
    """Return how many matches the actor guides, how many run quietly for long, how many are
    unspoken.
    """
    rows = Match.objects.filter(organisation_id=actor.own_organisation, state=MatchState.RUNNING)
    visits = Visit.objects.filter(match=OuterRef("pk"))
    quiet = rows.filter(
        ~Exists(visits) | Exists(visits.exclude(felt=Felt.HEAVY)),
        started_on__lte=today - QUIET_AFTER,
    )
    return {
        "own_matches": count_of(rows.filter(request__owner_id=actor.own_membership)),
        "quiet_matches": count_of(quiet),
        "unspoken": count_of(perhaps_unspoken(actor, today)),
    }


def _refused(actor: Actor, today: date) -> tuple[tuple[str, int], ...]:
    """Return how often this month each kind of no was said, most first; numbers only."""
    rows = (
        requests(actor)
        .filter(
            closing_reason__in=SAYING_NO,
            closed_at__gte=at_local(today.replace(day=1), time()),
        )
        .values("closing_reason", "kind")
        .annotate(n=Count("pk"))
        .order_by("-n", "kind")
    )
    found: dict[str, int] = {}
    for row in rows:
        found[row["kind"]] = found.get(row["kind"], 0) + row["n"]
    return tuple(sorted(found.items(), key=lambda pair: -pair[1])[:4])
