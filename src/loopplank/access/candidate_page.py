"""Who could do this: the ranking of everybody for one request, as this organisation may see it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from loopplank.access import ranking_cache
from loopplank.access.actors import Actor
from loopplank.access.asked import asked_of, last_facts, plan_of
from loopplank.access.candidates import everybody, someone
from loopplank.access.people import Named, named
from loopplank.access.reading import Purpose, record_reading
from loopplank.access.request import request_row
from loopplank.access.volunteers import commitment_of
from loopplank.core.calendar import local_day
from loopplank.core.clocks import Urgency
from loopplank.core.load import Load, load_in, state_at, weeks_carried
from loopplank.core.matching.candidates import (
    Candidate,
    NotProposed,
    Ranking,
    binding_no,
    rank,
)
from loopplank.core.reason import Reason
from loopplank.core.triage import Facts
from loopplank.core.triage.codes import keys_in
from loopplank.core.visit_plan import VisitPlan
from loopplank.store.models import (
    HOLDS_CAPACITY,
    Affiliation,
    Match,
    Request,
    Volunteer,
)

SHOWN_NOT = 30
MOST_TO_CALL = 8


@dataclass(frozen=True, slots=True)
class Shown:
    """One volunteer who fits, with the bar that this organisation may see (promise P6).

    `now`, `after` in minutes in the heaviest week; with hidden hours they are the own ones.
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


@dataclass(frozen=True, slots=True)
class ToCall:
    """Somebody who agreed to be called at short notice."""

    volunteer_id: UUID
    name: str
    phone: str


@dataclass(frozen=True, slots=True)
class CandidatePage:
    """Three groups that together hold every volunteer of the organisation; `to_call` are the first
    of those who fit, when it must happen today.
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


def candidate_page(
    actor: Actor, request_id: UUID, now: datetime, *, most: int = 20, any_day: bool = False
) -> CandidatePage:
    """Rank everybody for one request. `any_day` looks as if every day were good."""
    row = request_row(actor, request_id)
    facts = last_facts(row)
    page = candidates_of(actor, row, facts, now, most=most, any_day=any_day)
    return replace(page, to_call=_to_call(actor, row, page.shown[:MOST_TO_CALL]))


def all_candidates(
    actor: Actor, request_id: UUID, now: datetime, *, any_day: bool = False
) -> CandidatePage:
    """The same with everybody in it, for a file; recorded as an export."""
    row = request_row(actor, request_id)
    facts = last_facts(row)
    return candidates_of(actor, row, facts, now, most=None, any_day=any_day)


def candidates_of(
    actor: Actor,
    row: Request,
    facts: Facts | None,
    now: datetime,
    *,
    most: int | None,
    any_day: bool = False,
) -> CandidatePage:
    """The same for a request that was read already, with the facts of its last triage. Without
    `most` it is the whole list, to keep.
    """
    today = local_day(now)
    plan = plan_of(row, now)
    term = plan.commitment(str(row.help_seeker_id))
    asked = asked_of(row, facts, plan, any_day=any_day)
    chosen = None
    if most is not None:
        chosen = ranking_cache.choose(actor, row, asked, plan, now, most=most, few=SHOWN_NOT)
    people = everybody(actor, row, term, now, only=chosen.ids if chosen else None)
    ranking = rank(asked, people, today)
    if chosen is None:
        ranking_cache.note_size(actor, len(people))
        counts = ranking_cache.counts_of(ranking)
    else:
        counts = chosen.counts(ranking)
    shown = _shown(actor, ranking, most)
    others = None if most is None else SHOWN_NOT
    no_room, fits_not = ranking.fits_no_room[:others], ranking.fits_not[:others]
    record_reading(
        actor,
        "candidates_csv" if most is None else "candidates",
        Purpose.EXPORT if most is None else Purpose.PLANNING,
        [
            row.help_seeker_id,
            *(s.volunteer_id for s in shown),
            *(UUID(n.someone.key) for n in (*no_room, *fits_not)),
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
    )


def what_binds(row: Request, volunteer: Volunteer, now: datetime) -> Reason | None:
    """Why this volunteer may not be asked for this request, whoever asks; None when they may.

    Training binds where an own offer covers a concern by it; beside a professional who leads it
    only says who goes first. For an action that holds both rows; two queries.
    """
    own = Affiliation.objects.get(volunteer=volunteer, organisation_id=row.organisation_id)
    facts = last_facts(row)
    asked = asked_of(row, facts, plan_of(row, now), any_day=True)
    covered = frozenset(keys_in(facts.covers)) if facts else frozenset()
    asked = replace(asked, needs_training=asked.needs_training & covered)
    return binding_no(asked, someone(volunteer, own), local_day(now))


def _to_call(actor: Actor, row: Request, chosen: Iterable[Shown]) -> tuple[ToCall, ...]:
    """For what must happen today: who agreed to be called at short notice, with their number.

    They are called one after the other or at the same time; no message goes out.
    """
    if row.urgency != Urgency.TODAY:
        return ()
    names = {one.volunteer_id: one.name for one in chosen}
    phones = (
        Volunteer.objects.filter(
            pk__in=names,
            limits__short_notice=True,
            affiliations__organisation_id=actor.own_organisation,
            affiliations__state="active",
        )
        .exclude(phone="")
        .values_list("pk", "phone")
    )
    known = dict(phones)
    return tuple(ToCall(pk, name, known[pk]) for pk, name in names.items() if pk in known)


def _shown(actor: Actor, ranking: Ranking, most: int | None) -> tuple[Shown, ...]:
    chosen = ranking.fits[:most]
    own = _own_most(actor, chosen)
    made = []
    for candidate in chosen:
        one = candidate.someone
        hidden = one.hides_hours
        before = own.get(one.key, Load()) if hidden else one.most_planned
        extra = candidate.after.minutes - one.most_planned.minutes
        limit = one.limits.max_minutes
        share = max(
            candidate.after.minutes / limit,
            candidate.after.people / max(1, one.limits.max_people),
        )
        made.append(
            Shown(
                volunteer_id=UUID(one.key),
                name=one.name,
                candidate=candidate,
                state="room" if hidden else state_at(share),
                now=before.minutes,
                extra=extra,
                limit=limit,
                hidden=hidden,
                first_match=not one.helped_before,
            )
        )
    return tuple(made)


def _own_most(actor: Actor, chosen: Iterable[Candidate]) -> dict[str, Load]:
    """For those who do not show their hours elsewhere: the heaviest week of this organisation."""
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
