"""Read how full the volunteers of a page of proposals would be, as this organisation may see it: a
fixed number of queries, however many there are.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef

from loopplank.access.account.actors import Actor
from loopplank.access.kit.affiliations import belonging
from loopplank.access.kit.distances import points_of, there_and_back
from loopplank.access.volunteers.contact_limits import NOTHING, agreed_in, lately_of, pairs_asked
from loopplank.access.volunteers.volunteer_sharing import shared_with
from loopplank.access.volunteers.volunteers import commitment_of, facts_of
from loopplank.core.kit.calendar import local_day, monday
from loopplank.core.matching.matches import HOLDS_CAPACITY
from loopplank.core.organisations.areas import Point
from loopplank.core.volunteers.away import in_the_way
from loopplank.core.volunteers.contact_limits import verdict
from loopplank.core.volunteers.load import (
    Commitment,
    Limits,
    Load,
    heaviest_beside,
    ledger,
    load_in,
    measured,
    weeks_carried,
)
from loopplank.store.models import (
    LoadWeek,
    Match,
    PlanPart,
    PlanProposal,
    Request,
    Volunteer,
)


@dataclass(frozen=True, slots=True)
class LoadAfter:
    """The heaviest week after a yes, in `unit` ("minutes" or "people"), what is tightest; with
    hidden hours they are the own minutes. Of somebody of another organisation only that there is
    room. It counts `together` other proposals of the same plan; with `clashes` there is room for
    this one, and not for all of them.
    """

    state: str
    now: int
    extra: int
    limit: int
    hidden: bool
    unit: str = "minutes"
    together: int = 0
    clashes: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known now of everybody on the page. `own` are those who belong here; `shared` are of
    another organisation, by its id and name, which both they and it agreed to. `alone` may not be
    asked anything now, and `asked_for` holds who was asked for which request already. `proposed`
    is what else of the plan is open for each of them, by its request.
    """

    own: frozenset[UUID]
    shared: Mapping[UUID, tuple[UUID, str]]
    planned: Mapping[UUID, Mapping[date, Load]]
    carried_here: Mapping[UUID, Sequence[Match]]
    elsewhere: frozenset[UUID]
    alone: frozenset[UUID]
    asked_for: frozenset[tuple[UUID, UUID]]
    proposed: Mapping[UUID, Mapping[UUID, Commitment]]
    points: Mapping[str, Point]

    def travel(self, volunteer: Volunteer, request: Request) -> int:
        """Return the minutes there and back, 0 where a place is not known."""
        return there_and_back(self.points, volunteer.postcode[:4], request.postcode_area)

    def load_after(
        self, volunteer: Volunteer, new: Commitment, request_id: UUID
    ) -> LoadAfter | None:
        """Return the load after a yes, with what else is proposed to the same volunteer; None for
        somebody who cannot be asked for it any more.
        """
        limits = facts_of(volunteer.limits)
        if (
            not (volunteer.pk in self.own or volunteer.pk in self.shared)
            or volunteer.erased_at is not None
            or volunteer.pk in self.alone
            or (request_id, volunteer.pk) in self.asked_for
            or in_the_way(limits.away, new.first_day, new.last_day) is not None
            or (limits.until is not None and limits.until < new.last_day)
        ):
            return None
        weeks = self.planned.get(volunteer.pk, {})
        others = [
            one for of, one in self.proposed.get(volunteer.pk, {}).items() if of != request_id
        ]
        extra = new.minutes_a_week(travel_counts=limits.travel_counts)
        together_with = {
            week: _sum(weeks.get(week, Load()), load_in(week, others, limits))
            for week in weeks_carried(new)
        }
        most = heaviest_beside(new, weeks, limits)
        most_beside = heaviest_beside(new, together_with, limits)
        allowed = Load(limits.max_minutes, limits.max_people, limits.max_heavy)
        if not _with(most, extra, new).within(allowed):
            return None
        after = _with(most_beside, extra, new)
        together = len(others) if after != _with(most, extra, new) else 0
        clashes = not after.within(allowed)
        if volunteer.pk not in self.own:
            return LoadAfter("room", 0, 0, 1, hidden=True, clashes=clashes)
        hidden = volunteer.pk in self.elsewhere and not volunteer.limits.show_hours_elsewhere
        if hidden:
            own = self._own_minutes(volunteer.pk, limits, new)
            own_extra = extra + sum(
                one.minutes_a_week(travel_counts=limits.travel_counts) for one in others
            )
            more = own_extra if together else extra
            return LoadAfter(
                "room",
                own,
                more,
                limits.max_minutes,
                hidden=True,
                together=together,
                clashes=clashes,
            )
        bar = measured(limits, most, after)
        return LoadAfter(
            bar.state,
            bar.now,
            bar.after - bar.now,
            bar.limit,
            hidden=False,
            unit=bar.unit,
            together=together,
            clashes=clashes,
        )

    def _own_minutes(self, volunteer_id: UUID, limits: Limits, new: Commitment) -> int:
        """Return the minutes of the heaviest week with a visit, counting what this organisation
        planned only.
        """
        ones = [
            commitment_of(row, str(row.pk), str(row.person_key))
            for row in self.carried_here.get(volunteer_id, ())
        ]
        return heaviest_beside(new, ledger(ones, limits), limits).minutes


def _sum(one: Load, other: Load) -> Load:
    return Load(one.minutes + other.minutes, one.people + other.people, one.heavy + other.heavy)


def _with(load: Load, extra: int, new: Commitment) -> Load:
    return Load(load.minutes + extra, load.people + 1, load.heavy + new.heavy)


def parts_of(actor: Actor, rows: Iterable[PlanProposal]) -> dict[UUID, list[PlanPart]]:
    """Return the parts of each proposal, with their volunteer, and as `own` whether they belong to
    the organisation of the actor; one query."""
    own = belonging(volunteer=OuterRef("volunteer"), organisation_id=actor.own_organisation)
    found: dict[UUID, list[PlanPart]] = {}
    for part in (
        PlanPart.objects.filter(proposal__in=[row.pk for row in rows])
        .select_related("volunteer__limits")
        .annotate(own=Exists(own))
        .order_by("proposal_id", "number")
    ):
        found.setdefault(part.proposal_id, []).append(part)
    return found


def facts_about(
    actor: Actor, parts: Sequence[PlanPart], rows: Iterable[PlanProposal], now: datetime
) -> Facts:
    """Read what is known of everybody in these parts, as `parts_of` returns them; six queries."""
    rows = list(rows)
    ids = {part.volunteer_id for part in parts}
    planned: dict[UUID, dict[date, Load]] = {}
    for pk, week, *load in LoadWeek.objects.filter(
        volunteer_id__in=ids, monday__gte=monday(local_day(now))
    ).values_list("volunteer_id", "monday", "planned_minutes", "planned_people", "planned_heavy"):
        planned.setdefault(pk, {})[week] = Load(*load)
    here: dict[UUID, list[Match]] = {}
    elsewhere = set()
    for match in Match.objects.filter(volunteer_id__in=ids, state__in=HOLDS_CAPACITY):
        if match.organisation_id == actor.organisation_id:
            here.setdefault(match.volunteer_id, []).append(match)
        else:
            elsewhere.add(match.volunteer_id)
    return Facts(
        own=frozenset(part.volunteer_id for part in parts if vars(part)["own"]),
        shared={
            pk: (organisation_id, name)
            for pk, organisation_id, name in shared_with(actor)
            .filter(volunteer_id__in=ids)
            .values_list("volunteer_id", "organisation_id", "organisation__name")
        },
        planned=planned,
        carried_here=here,
        elsewhere=frozenset(elsewhere),
        alone=_alone(actor, parts, rows, now),
        asked_for=frozenset(pairs_asked({row.request_id for row in rows})),
        proposed={},
        points=points_of(
            {
                *(part.volunteer.postcode[:4] for part in parts),
                *(row.request.postcode_area for row in rows),
            }
        ),
    )


def _alone(
    actor: Actor, parts: Sequence[PlanPart], rows: Sequence[PlanProposal], now: datetime
) -> frozenset[UUID]:
    """Return whom no question may reach now, as the action that asks looks at it too; one query."""
    if not rows:
        return frozenset()
    # the rows are of one network, which set the same for everybody
    agreed, today = agreed_in(rows[0].request.organisation.network), local_day(now)
    who = {part.volunteer_id: part.volunteer.limits for part in parts}
    lately = lately_of({"volunteer_id__in": list(who)}, now)
    return frozenset(
        pk
        for pk, limits in who.items()
        if not verdict(
            lately.get(pk, NOTHING).known(limits, facts_of(limits)),
            agreed,
            actor.own_organisation,
            today,
        ).may_ask
    )
