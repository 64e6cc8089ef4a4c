"""Read whom a volunteer named to come in their place, once: who that may be among the volunteers of
this organisation, and whether they can, by the same rules as every other question.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from loopplank.access.account.access_records import Purpose, record_reading
from loopplank.access.account.actors import Actor
from loopplank.access.kit.search_words import looked_for
from loopplank.access.matching.candidate_rows import everybody
from loopplank.access.matching.candidates import Shown, shown_of
from loopplank.access.matching.request_needs import asked_of, last_facts
from loopplank.access.requests.request import request_row
from loopplank.access.volunteers.cover import CoverPage, cover_page, visit_sought
from loopplank.access.volunteers.volunteers import volunteers
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.folding import Searched
from loopplank.core.kit.lookup import looked_up
from loopplank.core.kit.reason import Reason
from loopplank.core.matching.candidates import rank
from loopplank.core.matching.proposals import ProposalState
from loopplank.core.volunteers.cover import Named, may_be
from loopplank.core.volunteers.visit_plan import VisitPlan
from loopplank.store.models import Request, Volunteer

#: So many who bear that name are shown; whoever looks for another one searches by hand.
MOST = 3


@dataclass(frozen=True, slots=True)
class Possible:
    """Somebody who may be meant; `same_number`: their number is the one that was given. `chosen`
    when they can come, and else `why_not`; `proposal_id` when they were asked and think it over.
    """

    volunteer_id: UUID
    name: str
    phone: str
    same_number: bool
    chosen: Shown | None
    why_not: Reason | None
    proposal_id: UUID | None


@dataclass(frozen=True, slots=True)
class Sought:
    """What somebody would be asked: one visit of one request."""

    row: Request
    plan: VisitPlan


@dataclass(frozen=True, slots=True)
class NamedPage:
    """The page of a visit that cannot be, with who may be meant; `sought` while somebody is
    welcome.
    """

    cover: CoverPage
    sought: Sought | None = None
    possible: tuple[Possible, ...] = ()


def named_page(actor: Actor, visit_id: UUID, now: datetime) -> NamedPage:
    """Return one visit that cannot be, with those of the own organisation who may be the one that
    was named; nobody of another organisation is looked up. At most eleven queries more.

    Raises NotFound for a visit of somebody else.
    """
    page = cover_page(actor, visit_id, now)
    if page.named is None or page.past:
        return NamedPage(page)
    row = request_row(actor, page.request_id)
    once = visit_sought(row.pk, page.day)
    if once is None:
        return NamedPage(page)
    meant = [one for one in _meant(actor, page.named) if one.pk != page.volunteer_id]
    if not meant:
        return NamedPage(page, Sought(row, once.plan))
    asked = asked_of(row, last_facts(row), once.plan)
    term = once.plan.commitment(str(row.help_seeker_id))
    ids = [one.pk for one in meant]
    people = everybody(actor, row, term, now, only=ids, visit_on=once.day)
    ranking = rank(asked, people, local_day(now))
    fits = {one.volunteer_id: one for one in shown_of(actor, ranking, None)}
    fits_not = {
        UUID(one.someone.key): one.reason for one in (*ranking.fits_no_room, *ranking.fits_not)
    }
    asks = row.proposals.filter(
        state=ProposalState.OPEN, expires_at__gt=now, first_day=once.day, last_day=once.day
    )
    thinks = dict(asks.values_list("volunteer_id", "pk"))
    record_reading(actor, "cover", Purpose.PLANNING, [row.help_seeker_id, *ids], now)
    return NamedPage(
        page,
        Sought(row, once.plan),
        tuple(
            Possible(
                volunteer_id=one.pk,
                name=f"{one.first_name} {one.last_name}".strip(),
                phone=one.phone,
                same_number=bool(one.phone) and one.phone == page.named.phone,
                chosen=fits.get(one.pk),
                why_not=fits_not.get(one.pk),
                proposal_id=thinks.get(one.pk),
            )
            for one in meant
        ),
    )


def _meant(actor: Actor, said: Named) -> list[Volunteer]:
    """Return who may be meant: whoever has that number, and else who bears that name."""
    mine = volunteers(actor).filter(erased_at=None)
    if said.phone:
        found = list(mine.filter(phone=said.phone).order_by("pk")[:MOST])
        if found:
            return found
    first = said.name.split()[0]
    found = list(
        mine.filter(looked_for(Searched.VOLUNTEER, None, looked_up(first))).order_by("pk")[:200]
    )
    return [one for one in found if may_be(said, one.first_name, one.last_name, one.phone)][:MOST]
