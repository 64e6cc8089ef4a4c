"""Read what closed quarters told of the check-ins: of the own organisation, and of the network.

No answer and no count is read here: only what was frozen when there were ten people to tell it of.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from loopplank.access.account.actors import Actor, NotFound
from loopplank.core.account.roles import MAY_OWN, Role
from loopplank.core.gaps.disclosure import Group
from loopplank.core.gaps.gaps import last_closed
from loopplank.core.kit.calendar import local_day, months_after
from loopplank.core.wellbeing.check_in import Question
from loopplank.store.models import CheckInCount

QUARTERS_SHOWN = 4
SEES_COUNTS = MAY_OWN | {Role.NETWORK_ADMIN}
Groups = Mapping[Question, tuple[Group, ...]]


@dataclass(frozen=True, slots=True)
class Quarter:
    """What may be told of one quarter; a question without groups may not be told."""

    first_day: date
    own: Groups
    network: Groups


@dataclass(frozen=True, slots=True)
class CountsPage:
    """Newest quarter first; `of_organisation` when the reader belongs to one that asks."""

    quarters: tuple[Quarter, ...]
    of_organisation: bool
    next_closes: date


def counts_page(actor: Actor, now: datetime) -> CountsPage:
    """Return the last four closed quarters; one query."""
    if actor.role not in SEES_COUNTS or actor.network_id is None:
        raise NotFound("counts")
    last = last_closed(local_day(now))
    of_organisation = actor.role is not Role.NETWORK_ADMIN
    whose = Q(organisation=None)
    if of_organisation:
        whose |= Q(organisation_id=actor.own_organisation)
    rows = CheckInCount.objects.filter(
        whose, network_id=actor.network_id, quarter__gt=months_after(last, -3 * QUARTERS_SHOWN)
    )
    found: dict[date, tuple[dict[Question, tuple[Group, ...]], dict[Question, tuple[Group, ...]]]]
    found = {}
    for row in rows.order_by("-quarter"):
        own, network = found.setdefault(row.quarter, ({}, {}))
        groups = tuple(Group(tuple(answers), people) for answers, people in row.groups)
        (network if row.organisation_id is None else own)[Question(row.question)] = groups
    return CountsPage(
        tuple(Quarter(first, own, network) for first, (own, network) in found.items()),
        of_organisation,
        months_after(last, 3),
    )
