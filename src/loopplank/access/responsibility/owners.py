"""Find who may own requests at the own organisation: who is there today, and who stands in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Subquery

from loopplank.access.account.actors import Actor
from loopplank.access.responsibility.on_duty import absences_of, may_own, works_on
from loopplank.access.responsibility.rota import Why, with_choice
from loopplank.core.account.roles import Role
from loopplank.store.models import Membership, Takeover


@dataclass(frozen=True, slots=True)
class ColleagueToday:
    """A colleague: away now (then with that absence and its last day), or asking the actor to take
    over what is theirs.
    """

    membership_id: UUID
    account_id: UUID
    name: str
    is_me: bool
    absence_id: UUID | None
    until: date | None
    asks_me: bool


@dataclass(frozen=True, slots=True)
class Today:
    """`me` has its organisation, and the counts that were asked for; `working` are the memberships
    of whoever works today.
    """

    me: Membership
    stands_in: bool
    working: tuple[UUID, ...]
    colleagues: tuple[ColleagueToday, ...]

    def count(self, name: str) -> int:
        return vars(self.me)[name] or 0


def colleagues_today(actor: Actor, today: date, **counts: Subquery) -> Today:
    """Return everybody who may own requests here, each once, with counts that come along.

    One query.
    """
    away = absences_of(OuterRef("organisation_id"), OuterRef("account_id"), today)
    asks = Takeover.objects.filter(
        leaver=OuterRef("pk"), colleague_id=actor.own_membership, accepted_at=None
    )
    members = may_own(organisation_id=actor.own_organisation)
    rows = list(
        with_choice(members, today)
        .select_related("account", "organisation")
        .annotate(
            absence=Subquery(away.values("pk")[:1]),
            until=Subquery(away.values("last_day")[:1]),
            asks=Exists(asks),
            **counts,
        )
    )
    there = [row for row in rows if vars(row)["absence"] is None]
    first = there[0] if there and vars(there[0])["choice"] <= Why.BOARD else None
    return Today(
        me=next(row for row in rows if row.pk == actor.own_membership),
        stands_in=first is not None and first.pk == actor.own_membership,
        working=tuple(row.pk for row in there if works_on(row, today)),
        colleagues=_each_once(actor, rows),
    )


def _each_once(actor: Actor, rows: Iterable[Membership]) -> tuple[ColleagueToday, ...]:
    found: dict[UUID, ColleagueToday] = {}
    for row in sorted(rows, key=lambda row: (row.account.name, row.role != Role.COORDINATOR)):
        around = vars(row)
        known = found.get(row.account_id)
        if known is None or around["asks"]:
            found[row.account_id] = ColleagueToday(
                row.pk,
                row.account_id,
                row.account.name,
                row.account_id == actor.account_id,
                around["absence"],
                around["until"],
                around["asks"],
            )
    return tuple(found.values())
