"""Keep what every action is: allowed for a role, one transaction, and never without an event."""

from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from types import MappingProxyType
from typing import ParamSpec, TypeVar
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Max, Model

from loopplank.access.account.actors import Actor, NotFound
from loopplank.actions.kit.search_words import write_due_words
from loopplank.core.account.roles import Role
from loopplank.core.kit.calendar import local_day
from loopplank.core.practice.place import REAL_ONLY
from loopplank.store import models
from loopplank.store.models import Event, KeyAct, Match, Organisation

P = ParamSpec("P")
T = TypeVar("T")
#: What the log calls each kind of row.
_NAMES: dict[type[Model], str] = {
    models.Absence: "absence",
    models.Account: "account",
    models.Arrangement: "arrangement",
    models.AskerConcern: "concern",
    models.CheckIn: "check_in",
    models.Invitation: "invitation",
    models.Membership: "membership",
    models.Message: "message",
    models.Network: "network",
    models.Observation: "observation",
    models.Organisation: "organisation",
    models.PlanRun: "plan",
    models.Quote: "quote",
    models.Relative: "relative",
    models.Request: "request",
    models.SafetyFile: "safety",
    models.Takeover: "takeover",
    models.Team: "team",
    models.Turn: "turn",
    models.Volunteer: "volunteer",
    models.VolunteerApplication: "application",
}
EVENTS_KEPT = timedelta(days=15 * 365)


@dataclass(frozen=True, slots=True)
class Verb:
    """One action as the outside may know it: its name, who may do it, and the function."""

    name: str
    roles: frozenset[Role]
    function: Callable[..., object]


@dataclass
class _Book:
    events: int = 0
    unchanged: bool = False


_verbs: dict[str, Verb] = {}
VERBS = MappingProxyType(_verbs)
_book: ContextVar[_Book | None] = ContextVar("loopplank_book", default=None)


def verb(name: str, *roles: Role) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Make a function an action: role check, one transaction, at least one event.

    The function takes keywords only, among them `actor` and `now`. A role that may not do this
    gets NotFound, as if it were not there, and so does who practises what is for real places
    only. An action that leaves no event and does not say
    `nothing_changed()` is rolled back with an error: silence is how a record gets lost.
    """

    def decorate(function: Callable[P, T]) -> Callable[P, T]:
        @wraps(function)
        def act(*args: P.args, **kwargs: P.kwargs) -> T:
            actor = kwargs["actor"]
            if not isinstance(actor, Actor) or actor.role not in allowed:
                raise NotFound(name)
            if actor.practice and name in REAL_ONLY:
                raise NotFound(name)
            outer = _book.get()
            book = outer or _Book()
            before = book.events
            token = _book.set(book)
            try:
                with transaction.atomic():
                    _tell_database(actor)
                    result = function(*args, **kwargs)
                    if book.events == before and not book.unchanged:
                        raise RuntimeError(f"{name} left no event")
                    if outer is None:
                        write_due_words()
            finally:
                _book.reset(token)
            return result

        allowed = frozenset(roles)
        _verbs[name] = Verb(name, allowed, act)
        return act

    return decorate


def nothing_changed() -> None:
    """Say that this call found everything as it should be, such as a button pressed twice."""
    book = _book.get()
    if book is not None:
        book.unchanged = True


def record_event(
    aggregate: str,
    aggregate_id: UUID,
    type_: str,
    *,
    actor: Actor,
    now: datetime,
    organisation_id: UUID | None,
    journey_id: UUID | None = None,
    data: dict[str, object] | None = None,
) -> None:
    """Write one event in the running transaction; the caller holds the lock of the aggregate.

    `data` holds random ids, codes, numbers and ISO dates only. What somebody did with a hand-over
    key says which key, in the event and in a row that pages read.
    """
    last = Event.objects.filter(aggregate=aggregate, aggregate_id=aggregate_id).aggregate(
        last=Max("sequence")
    )["last"]
    Event.objects.create(
        aggregate=aggregate,
        aggregate_id=aggregate_id,
        sequence=(last or 0) + 1,
        type=type_,
        actor_role=actor.role,
        actor_id=actor.id,
        organisation_id=organisation_id,
        journey_id=journey_id,
        at=now,
        data={**(data or {}), **({"key": str(actor.key_id)} if actor.key_id else {})},
        expires_on=local_day(now) + EVENTS_KEPT,
    )
    if actor.key_id is not None:
        KeyAct.objects.create(
            key_id=actor.key_id,
            request_id=_request_of(aggregate, aggregate_id, data or {}),
            type=type_,
            at=now,
        )
    book = _book.get()
    if book is not None:
        book.events += 1


def _request_of(aggregate: str, aggregate_id: UUID, data: Mapping[str, object]) -> UUID | None:
    if aggregate == "request":
        return aggregate_id
    if "match" not in data:
        return None
    of_match = Match.objects.filter(pk=UUID(str(data["match"])))
    return of_match.values_list("request_id", flat=True).first()


def record(
    row: Model,
    type_: str,
    *,
    actor: Actor,
    now: datetime,
    journey_id: UUID | None = None,
    data: dict[str, object] | None = None,
) -> None:
    """Write one event about a row that the caller locked, at the organisation that the row is of.

    A row of no organisation, such as a volunteer or a network, has its event at the actor's.
    """
    own = row.pk if isinstance(row, Organisation) else actor.organisation_id
    record_event(
        _NAMES[type(row)],
        row.pk,
        type_,
        actor=actor,
        now=now,
        organisation_id=getattr(row, "organisation_id", own),
        journey_id=journey_id or getattr(row, "journey_id", None),
        data=data,
    )


def record_of_volunteer(
    actor: Actor, now: datetime, volunteer_id: UUID, type_: str, data: dict[str, object]
) -> None:
    """Write one event about a volunteer, whose row the caller locked, where the actor works."""
    record_of_volunteer_at(actor.organisation_id, actor, now, volunteer_id, type_, data)


def record_of_volunteer_at(
    organisation_id: UUID | None,
    actor: Actor,
    now: datetime,
    volunteer_id: UUID,
    type_: str,
    data: dict[str, object],
) -> None:
    """Write the same at another organisation than the one that acts, or at none."""
    record_event(
        "volunteer",
        volunteer_id,
        type_,
        actor=actor,
        now=now,
        organisation_id=organisation_id,
        data=data,
    )


def record_of_installation(
    actor: Actor, now: datetime, type_: str, data: dict[str, object]
) -> None:
    """Write one event about what belongs to nobody, such as how much was thrown away."""
    record_event(
        "installation", UUID(int=0), type_, actor=actor, now=now, organisation_id=None, data=data
    )


def _tell_database(actor: Actor) -> None:
    """Set the actor of this transaction, so that row-level security can be the second wall."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('loopplank.organisation', %s, true),"
                " set_config('loopplank.role', %s, true)",
                [str(actor.organisation_id or ""), actor.role],
            )
