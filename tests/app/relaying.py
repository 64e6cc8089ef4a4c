"""A relay or a duo of Noord, as far on its way as a test needs it; made by the real actions."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from tests.app.cast import NOW, Cast

from loopplank.access.account.actors import Actor
from loopplank.actions.matching import matches, proposals, propose, teams
from loopplank.actions.matching.teams import ChosenLeg
from loopplank.core.matching.team_state import Kind
from loopplank.store.models import Leg, Match, Proposal, Request, Team

FIRST = date(2026, 11, 26)
SUNDAY = timedelta(days=3)


def relay_legs(*who: Actor, weeks: int = 4) -> tuple[ChosenLeg, ...]:
    """Each for so many weeks and the one in which the next one comes too, every Thursday."""
    made = []
    for place, one in enumerate(who):
        assert one.id
        first = FIRST + timedelta(weeks=place * weeks)
        last = first + timedelta(weeks=weeks) + SUNDAY
        made.append(ChosenLeg(one.id, first, last, visit_minutes=90))
    return tuple(made)


def duo_legs(*who: Actor) -> tuple[ChosenLeg, ...]:
    last = FIRST + timedelta(weeks=12)
    return tuple(ChosenLeg(one.id, FIRST, last, 90) for one in who if one.id)


@dataclass
class Relay:
    """A team with its members in the order of their legs."""

    cast: Cast
    request_id: UUID
    team_id: UUID
    who: tuple[Actor, ...]

    @property
    def request(self) -> Request:
        return Request.objects.get(pk=self.request_id)

    @property
    def team(self) -> Team:
        return Team.objects.get(pk=self.team_id)

    def leg(self, number: int) -> Leg:
        return Leg.objects.select_related("match").get(team_id=self.team_id, number=number)

    def states(self) -> list[str]:
        return [leg.state for leg in Leg.objects.filter(team_id=self.team_id).order_by("number")]

    def ask(self, *numbers: int) -> "Relay":
        for number in numbers:
            teams.ask_leg(
                actor=self.cast.anna,
                now=NOW,
                team_id=self.team_id,
                number=number,
                plan=self.cast.plan(),
            )
        return self

    def say_yes(self, *numbers: int) -> "Relay":
        for number in numbers:
            proposals.accept(actor=self.who[number - 1], now=NOW, proposal_id=self.question(number))
        return self

    def start(self, number: int) -> "Relay":
        matches.start(actor=self.cast.anna, now=NOW, match_id=self.match(number))
        return self

    def question(self, number: int) -> UUID:
        return Proposal.objects.get(leg__team_id=self.team_id, leg__number=number).pk

    def match(self, number: int) -> UUID:
        return Match.objects.get(leg__team_id=self.team_id, leg__number=number).pk


def agrees_to_change(cast: Cast, request_id: UUID) -> None:
    """The person said that somebody else may come after a while."""
    Request.objects.filter(pk=request_id).update(
        changing_faces="yes", changing_faces_at=NOW, changing_faces_by_id=cast.anna.id
    )


def ready(cast: Cast, *, faces: bool = True) -> UUID:
    """Volunteers may be asked, also one after the other when the person agreed to it."""
    request_id = cast.ready()
    if faces:
        agrees_to_change(cast, request_id)
    return request_id


def chosen(
    cast: Cast,
    *who: Actor,
    legs: tuple[ChosenLeg, ...] | None = None,
    kind: Kind = Kind.RELAY,
    faces: bool = True,
) -> Relay:
    """Chosen, and nobody was asked yet. Without names: Ria and then Samira."""
    members = who or (cast.volunteer("Ria Smit"), cast.volunteer("Samira El Amrani"))
    request_id = ready(cast, faces=faces)
    team_id = teams.choose_team(
        actor=cast.anna,
        now=NOW,
        request_id=request_id,
        kind=kind,
        legs=legs or (relay_legs(*members) if kind is Kind.RELAY else duo_legs(*members)),
    )
    return Relay(cast, request_id, team_id, members)


def agreed(cast: Cast, *who: Actor) -> Relay:
    """Everybody said yes."""
    made = chosen(cast, *who)
    numbers = range(1, len(made.who) + 1)
    return made.ask(*numbers).say_yes(*numbers)


def running(cast: Cast, *who: Actor) -> Relay:
    """The first leg runs, and the others said yes."""
    return agreed(cast, *who).start(1)


# --- dated parts ----------------------------------------------------------------------------------


def two_nights(cast: Cast) -> tuple[UUID, list[tuple[UUID, propose.Plan]]]:
    """A request, and who may be asked for which of its two nights."""
    nights = (FIRST + timedelta(days=n) for n in (1, 2))
    who = (cast.volunteer("Nel Nacht"), cast.volunteer("Dora Donker"))
    return cast.ready(), [
        (one.id, cast.plan(first_day=night, last_day=night, weekday=night.weekday()))
        for one, night in zip(who, nights, strict=True)
        if one.id
    ]


def two_nights_asked(cast: Cast) -> UUID:
    """Both were asked. Returns the team."""
    request_id, parts = two_nights(cast)
    return teams.ask_parts(actor=cast.anna, now=NOW, request_id=request_id, parts=parts)
