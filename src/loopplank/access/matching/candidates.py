"""Find who could do this: the ranking of everybody for one request, as this organisation may see
it.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from loopplank.access.account.access_records import Purpose, record_reading
from loopplank.access.account.actors import Actor
from loopplank.access.kit.affiliations import who_belong_to
from loopplank.access.kit.names import Named, named
from loopplank.access.matching import ranking_cache
from loopplank.access.matching.candidate_rows import everybody, someone
from loopplank.access.matching.request_needs import asked_of, last_facts, plan_of
from loopplank.access.matching.teams import LegOnPage, TeamOnPage, team_on_page
from loopplank.access.requests.request import request_row
from loopplank.access.volunteers.cover import VisitSought, visit_sought
from loopplank.access.volunteers.volunteer_sharing import SharedVolunteer, who_could_elsewhere
from loopplank.access.volunteers.volunteers import commitment_of
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.reason import Reason
from loopplank.core.matching.candidate_order import USUAL, By, in_turn
from loopplank.core.matching.candidates import (
    Asked,
    Candidate,
    NotProposed,
    OnDay,
    Ranking,
    Someone,
    bar_of,
    binding_no,
    more_on_other_days,
    rank,
    whole_day,
)
from loopplank.core.matching.matches import HOLDS_CAPACITY
from loopplank.core.matching.teams import Together, best_duo, best_relays
from loopplank.core.organisations.areas import Point
from loopplank.core.requests.change_of_volunteer import why_no_relay
from loopplank.core.requests.intake import ANY_TIME
from loopplank.core.requests.states import State
from loopplank.core.responsibility.clocks import Urgency
from loopplank.core.triage import Facts
from loopplank.core.triage.codes import keys_in
from loopplank.core.volunteers.load import Load, Measured, load_in, weeks_carried
from loopplank.core.volunteers.visit_plan import VisitPlan
from loopplank.store.models import (
    Affiliation,
    Match,
    PostcodeArea,
    Request,
    Volunteer,
)

#: So many stand on the page, and so many when somebody asks for more.
SHOWN, MORE_SHOWN = 12, 40
SHOWN_NOT = 30
#: The map shows the areas around the question, so many degrees away, and no more than these.
AROUND, MOST_AROUND = 0.03, 12
MOST_TO_CALL = 8


@dataclass(frozen=True, slots=True)
class Shown:
    """One volunteer who fits, with the bar that this organisation may see (promise P6).

    `now` and `extra` in `unit` ("minutes" or "people"), what is tightest in the heaviest week; with
    hidden hours they are the own minutes.
    """

    volunteer_id: UUID
    name: str
    candidate: Candidate
    state: str
    now: int
    extra: int
    limit: int
    hidden: bool
    first_match: bool
    unit: str = "minutes"


@dataclass(frozen=True, slots=True)
class ToCall:
    """Somebody who agreed to be called at short notice."""

    volunteer_id: UUID
    name: str
    phone: str


@dataclass(frozen=True, slots=True)
class AreaCount:
    """How many of those who fit live in one four-digit postcode area; never an address. Without a
    place it is not on the map."""

    postcode: str
    name: str
    at: Point | None
    people: int
    here: bool


@dataclass(frozen=True, slots=True)
class CandidatePage:
    """Three groups that together hold every volunteer of the organisation; `to_call` are the first
    of those who fit, when it must happen today. `together` are duos and relays, `other_days` what
    another day would bring, and `leg` the one part that somebody is sought for, or the one
    `visit` that somebody may make once. `elsewhere` are volunteers of other organisations, after
    two yeses. `turn` is what the order goes by. `among` says of how many of the nearest that is,
    where an organisation is so large that not everybody was read, and else 0. `kept` are those
    left by the filters, and `areas` how many of them live in each postcode area.
    """

    row: Request
    who: Named
    plan: VisitPlan
    shown: tuple[Shown, ...]
    no_room: tuple[NotProposed, ...]
    fits_not: tuple[NotProposed, ...]
    no_room_counts: tuple[tuple[str, int], ...]
    fits_not_counts: tuple[tuple[str, int], ...]
    fits_total: int
    no_room_total: int
    fits_not_total: int
    to_call: tuple[ToCall, ...] = ()
    together: tuple[Together, ...] = ()
    other_days: tuple[OnDay, ...] = ()
    no_relay: Reason | None = None
    team: TeamOnPage | None = None
    leg: LegOnPage | None = None
    elsewhere: tuple[SharedVolunteer, ...] = ()
    visit: VisitSought | None = None
    today: date | None = None
    asked: Asked | None = None
    turn: tuple[By, ...] = USUAL
    among: int = 0
    kept: int = 0
    areas: tuple[AreaCount, ...] = ()

    @property
    def may_divide(self) -> bool:
        """Whether each day of it may go to somebody else: it is searched for, and takes more than
        one day and no more than four weeks.
        """
        free = self.team is None and self.visit is None and self.row.state == State.SEARCHING
        span = self.plan.last_day - self.plan.first_day
        return free and timedelta(days=1) <= span <= timedelta(weeks=4)


class Who(StrEnum):
    """Whom a coordinator wants to see of those who fit."""

    ALL = ""
    KNOWN = "bekend"
    NEW = "nieuw"


@dataclass(frozen=True, slots=True)
class Look:
    """What is negotiable: every day, or some days more than were asked; or one leg of a team, or
    one visit that its volunteer cannot make. `first` leads the order; `at_most` minutes one way and
    `who` only leave away.
    """

    any_day: bool = False
    days: frozenset[int] = frozenset()
    leg: int = 0
    visit_on: date | None = None
    first: By | None = None
    more: bool = False
    at_most: int = 0
    who: Who = Who.ALL

    def keeps(self, one: Someone) -> bool:
        """Say whether somebody who fits stays in the list. Of an unknown place nobody knows that
        it is too far."""
        near = not self.at_most or one.km is None or one.minutes_one_way <= self.at_most
        return near and (self.who is Who.ALL or (self.who is Who.KNOWN) is one.helped_before)

    def widened(self, asked: Asked) -> Asked:
        """Return the same request with the days that may be good too."""
        if self.any_day:
            return replace(asked, also_parts=ANY_TIME)
        more = sum(whole_day(day) for day in self.days if day in range(7))
        return replace(asked, also_parts=more)


AS_ASKED = Look()


def candidate_page(
    actor: Actor,
    request_id: UUID,
    now: datetime,
    look: Look = AS_ASKED,
    *,
    most: int | None = None,
    apart: bool = True,
    about: UUID | None = None,
) -> CandidatePage:
    """Rank everybody for one request, alone and (with `apart`) together and on other days; or only
    the one volunteer whom it is about.
    """
    row = request_row(actor, request_id)
    team, facts = team_on_page(row), last_facts(row)
    page = candidates_of(
        actor,
        row,
        facts,
        now,
        most=most or (MORE_SHOWN if look.more else SHOWN),
        look=look,
        team=team,
        apart=apart,
        about=about,
        elsewhere=about is None,
        with_areas=about is None,
    )
    return replace(page, to_call=_to_call(actor, row, page.shown[:MOST_TO_CALL]))


def all_candidates(
    actor: Actor, request_id: UUID, now: datetime, look: Look = AS_ASKED
) -> CandidatePage:
    """Return the same with everybody in it, for a file; recorded as an export."""
    row = request_row(actor, request_id)
    return candidates_of(actor, row, last_facts(row), now, most=None, look=look)


def candidates_of(  # noqa: PLR0913  what a page looks at
    actor: Actor,
    row: Request,
    facts: Facts | None,
    now: datetime,
    *,
    most: int | None,
    look: Look = AS_ASKED,
    team: TeamOnPage | None = None,
    apart: bool = False,
    about: UUID | None = None,
    few: int = SHOWN_NOT,
    elsewhere: bool = False,
    with_areas: bool = False,
) -> CandidatePage:
    """Return the same for a request that was read already, with the facts of its last triage.

    Without `most` it is the whole list, to keep; of each of the other two groups a `few` come
    along. `apart` also looks at who could do it together, and on another day, and `elsewhere` at
    other organisations. A large organisation has its volunteers in arrays, which say whom to read
    (`ranking_cache`), at two questions more; where there are none everybody is read, as for a leg
    or for one visit.
    """
    today = local_day(now)
    leg = next((one for one in team.legs if one.facts.number == look.leg), None) if team else None
    plan = plan_of(row, now)
    if leg is not None:
        plan = plan_of_leg(plan, leg, team.counted_from if team else None)
    once = visit_sought(row.pk, look.visit_on) if look.visit_on else None
    plan = once.plan if once else plan
    term = plan.commitment(str(row.help_seeker_id))
    precise = asked_of(row, facts, plan)
    asked = look.widened(precise)
    chosen = None
    if most is not None and about is None and leg is None and once is None:
        # where something else leads than how near somebody lives, as many as can be are looked at
        near = look.first in {None, By.DAY, By.MINUTES} and not look.at_most and look.who is Who.ALL
        reads = most if near else ranking_cache.MOST_READ
        chosen = ranking_cache.choose(actor, row, asked, plan, now, most=reads, few=few)
    only = chosen.ids if chosen else None if about is None else frozenset({about})
    # where so many help that a few were chosen, nobody is weighed together or on another day
    apart = apart and only is None and once is None
    visit_on = once.day if once else None
    people = everybody(actor, row, term, now, only=only, by_part=apart, visit_on=visit_on)
    if team is not None and leg is not None:
        with_them = {str(one.volunteer_id) for one in team.legs if one is not leg}
        people = tuple(one for one in people if one.key not in with_them)
    turn = in_turn(look.first, short_notice=once is not None)
    ranking = rank(asked, people, today, turn)
    together = _together(row, asked, people, today) if apart and team is None else ()
    counts = chosen.counts(ranking) if chosen else ranking_cache.counts_of(ranking)
    if only is None:
        ranking_cache.note_size(actor, len(people))
    read = len(ranking.fits)
    if most is not None and about is None:
        kept = tuple(one for one in ranking.fits if look.keeps(one.someone))
        ranking = replace(ranking, fits=kept)
    shown = shown_of(actor, ranking, most)
    alone = elsewhere and leg is None and team is None and once is None
    others = who_could_elsewhere(actor, asked, row.postcode_area, now) if alone else ()
    not_more = None if most is None else few
    no_room, fits_not = ranking.fits_no_room[:not_more], ranking.fits_not[:not_more]
    record_reading(
        actor,
        "candidates_csv" if most is None else "candidates",
        Purpose.EXPORT if most is None else Purpose.PLANNING,
        [
            row.help_seeker_id,
            *(s.volunteer_id for s in shown),
            *(UUID(n.someone.key) for n in (*no_room, *fits_not)),
            *(UUID(seat.candidate.someone.key) for one in together for seat in one.seats),
            *(one.volunteer_id for one in others),
        ],
        now,
    )
    return CandidatePage(
        row=row,
        who=named(row.help_seeker, today),
        plan=plan,
        shown=shown,
        no_room=no_room,
        fits_not=fits_not,
        no_room_counts=counts.no_room,
        fits_not_counts=counts.fits_not,
        fits_total=counts.fits,
        no_room_total=counts.no_room_total,
        fits_not_total=counts.fits_not_total,
        together=together,
        other_days=more_on_other_days(precise, people, today) if apart else (),
        no_relay=why_no_relay(row.changing_faces),
        team=team,
        leg=leg,
        elsewhere=others,
        visit=once,
        today=today,
        asked=asked,
        turn=turn,
        among=read if read < counts.fits else 0,
        kept=len(ranking.fits),
        areas=_areas(row, ranking.fits) if with_areas else (),
    )


def _areas(row: Request, fits: Iterable[Candidate]) -> tuple[AreaCount, ...]:
    """Count those who fit by their four-digit postcode, with the area of the request itself and,
    as a background, those around it; most people first. Two queries."""
    people = Counter(one.someone.area for one in fits)
    here = row.postcode_area
    known = PostcodeArea.objects.in_bulk([area for area in {*people, here} if area][:400])
    if at := known.get(here):
        around = PostcodeArea.objects.filter(
            latitude__range=(at.latitude - AROUND, at.latitude + AROUND),
            longitude__range=(at.longitude - AROUND, at.longitude + AROUND),
        )
        known |= {one.pk: one for one in around[:MOST_AROUND]}
    made = [
        AreaCount(
            postcode=area,
            name=(found.neighbourhood or found.place) if (found := known.get(area)) else "",
            at=Point(found.latitude, found.longitude) if found else None,
            people=people[area],
            here=bool(area) and area == here,
        )
        for area in {*people, *known, *([here] if here else [])}
    ]
    return tuple(sorted(made, key=lambda one: (not one.here, -one.people, one.postcode)))


def plan_of_leg(plan: VisitPlan, leg: LegOnPage, counted_from: date | None = None) -> VisitPlan:
    """Return the visits of one leg; who is found late begins on the first day that is still
    possible. Every so many weeks stays in the weeks of the whole, or of who was asked before.
    """
    facts = leg.facts
    if facts.first_day == facts.last_day:
        return replace(plan.on(facts.first_day), visit_minutes=leg.visit_minutes, complete=True)
    return replace(
        plan,
        first_day=max(facts.first_day, min(plan.first_day, facts.last_day)),
        last_day=facts.last_day,
        visit_minutes=leg.visit_minutes,
        visits_per_week=leg.visits_per_week,
        complete=True,
        counted_from=counted_from or plan.phase,
    )


def _together(
    row: Request, asked: Asked, people: tuple[Someone, ...], today: date
) -> tuple[Together, ...]:
    """Return the duos and relays from which one may be chosen while somebody is sought."""
    if row.state != State.SEARCHING:
        return ()
    duo = best_duo(asked, people, today)
    return (*((duo,) if duo else ()), *best_relays(asked, people, today, beside=duo))


def what_binds(row: Request, volunteer: Volunteer, now: datetime) -> Reason | None:
    """Return why this volunteer may not be asked for this request, whoever asks; None when they
    may.

    Training binds where an own offer covers a concern by it; beside a professional who leads it
    only says who goes first. For an action that holds both rows; two queries.
    """
    own = Affiliation.objects.get(volunteer=volunteer, organisation_id=row.organisation_id)
    facts = last_facts(row)
    asked = asked_of(row, facts, plan_of(row, now))
    covered = frozenset(keys_in(facts.covers)) if facts else frozenset()
    asked = replace(asked, needs_training=asked.needs_training & covered)
    return binding_no(asked, someone(volunteer, own), local_day(now))


def _to_call(actor: Actor, row: Request, chosen: Iterable[Shown]) -> tuple[ToCall, ...]:
    """Return who agreed to be called at short notice, with their number, for what must happen
    today.

    They are called one after the other or at the same time; no message goes out.
    """
    if row.urgency != Urgency.TODAY:
        return ()
    names = {one.volunteer_id: one.name for one in chosen}
    phones = (
        Volunteer.objects.filter(
            pk__in=names,
            limits__short_notice=True,
            **who_belong_to(actor.own_organisation),
        )
        .exclude(phone="")
        .values_list("pk", "phone")
    )
    known = dict(phones)
    return tuple(ToCall(pk, name, known[pk]) for pk, name in names.items() if pk in known)


def shown_of(actor: Actor, ranking: Ranking, most: int | None) -> tuple[Shown, ...]:
    """Return the first of those who fit, each with the bar that the actor may see; one query where
    somebody hides hours.
    """
    chosen = ranking.fits[:most]
    own = _own_most(actor, chosen)
    made = []
    for candidate in chosen:
        one = candidate.someone
        hidden = one.hides_hours
        bar = bar_of(one, candidate.after)
        if hidden:
            before = own.get(one.key, Load()).minutes
            more = candidate.after.minutes - one.most_planned.minutes
            bar = Measured(bar.state, "minutes", before, before + more, one.limits.max_minutes)
        made.append(
            Shown(
                volunteer_id=UUID(one.key),
                name=one.name,
                candidate=candidate,
                state=bar.state,
                now=bar.now,
                extra=bar.after - bar.now,
                limit=bar.limit,
                hidden=hidden,
                first_match=not one.helped_before,
                unit=bar.unit,
            )
        )
    return tuple(made)


def _own_most(actor: Actor, chosen: Iterable[Candidate]) -> dict[str, Load]:
    """Return the heaviest week at this organisation alone, of those who do not show their hours
    elsewhere.
    """
    hiding = {c.someone.key: c.someone for c in chosen if c.someone.hides_hours}
    if not hiding:
        return {}
    carried: dict[str, list[Match]] = {}
    for match in Match.objects.filter(
        organisation_id=actor.own_organisation,
        volunteer_id__in=list(hiding),
        state__in=HOLDS_CAPACITY,
    ):
        carried.setdefault(str(match.volunteer_id), []).append(match)
    most = {}
    for key, rows in carried.items():
        ones = [commitment_of(r, str(r.pk), str(r.person_key)) for r in rows]
        weeks = {week for one in ones for week in weeks_carried(one)}
        loads = [load_in(week, ones, hiding[key].limits) for week in weeks]
        most[key] = max(loads, key=lambda load: load.minutes, default=Load())
    return most
