"""Read the demo network as a newcomer walks through it: its accounts, a few links, every message.

Only in demo mode; elsewhere nothing of this exists, whoever asks.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings

from loopplank.access.account.access_records import Purpose, record_reading
from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.account.links import STATUS, WEEK, address_of
from loopplank.access.kit.names import Named, named
from loopplank.access.messages.messages import MessageFacts, facts_of, with_people
from loopplank.core.account.roles import MEMBER_ROLES, Role
from loopplank.core.kit.calendar import local_day
from loopplank.core.matching.matches import MatchState
from loopplank.core.matching.proposals import ProposalState
from loopplank.core.messages.states import MessageState
from loopplank.core.requests.intake import Knows
from loopplank.core.requests.states import State
from loopplank.store.models import (
    Link,
    Match,
    Membership,
    Message,
    Network,
    Proposal,
    Request,
    Volunteer,
)

#: The one password of all demo accounts; it stands on the page that everybody sees.
DEMO_PASSWORD = "waterstad-demo-2026"  # noqa: S105  no secret: everybody reads it there
ON_A_PAGE = 30
SHOWN_STATES = (State.NEW, State.WAITING, State.MEETING, State.RUNNING, State.CLOSED)


@dataclass(frozen=True, slots=True)
class DemoAccount:
    membership_id: UUID
    email: str
    name: str
    role: Role
    organisation: str


@dataclass(frozen=True, slots=True)
class DemoVolunteer:
    """`has_question`: a proposal waits for an answer; else their help runs."""

    name: str
    link: str
    has_question: bool


@dataclass(frozen=True, slots=True)
class DemoSeeker:
    who: Named
    state: State
    link: str


@dataclass(frozen=True, slots=True)
class DemoPage:
    network: str
    network_slug: str
    place: str
    accounts: tuple[DemoAccount, ...]
    volunteers: tuple[DemoVolunteer, ...]
    seekers: tuple[DemoSeeker, ...]
    messages: int


def demo_page(actor: Actor, now: datetime) -> DemoPage:
    """Return who is there to try; at most eleven queries."""
    _only_demo()
    network = Network.objects.filter(practice_of=None).order_by("place").first()
    members = _members()
    volunteers, seekers = _volunteers(), _seekers()
    record_reading(
        actor,
        "demo",
        Purpose.ACCOUNT,
        [
            *(m.account_id for m in members),
            *(v.pk for v, _ in volunteers),
            *(r.help_seeker_id for r in seekers),
        ],
        now,
    )
    links = _links([*(v.pk for v, _ in volunteers), *(r.pk for r in seekers)])
    return DemoPage(
        network=network.name if network else "",
        network_slug=network.slug if network else "",
        place=network.place if network else "",
        accounts=tuple(
            DemoAccount(m.pk, m.account.email, m.account.name, Role(m.role), m.organisation.name)
            for m in members
        ),
        volunteers=tuple(
            DemoVolunteer(f"{v.first_name} {v.last_name}", links[str(v.pk)], asked)
            for v, asked in volunteers
            if str(v.pk) in links
        ),
        seekers=tuple(
            DemoSeeker(named(r.help_seeker, local_day(now)), State(r.state), links[str(r.pk)])
            for r in seekers
            if str(r.pk) in links
        ),
        messages=Message.objects.exclude(state=MessageState.DROPPED).count(),
    )


@dataclass(frozen=True, slots=True)
class DemoOutbox:
    rows: tuple[MessageFacts, ...]
    number: int
    pages: int
    total: int


def demo_outbox(actor: Actor, now: datetime, number: int) -> DemoOutbox:
    """Return every message of every organisation that would have gone out, newest first."""
    _only_demo()
    rows = Message.objects.exclude(state=MessageState.DROPPED).exclude(
        request__erased_at__isnull=False
    )
    total = rows.count()
    pages = max(1, -(-total // ON_A_PAGE))
    number = min(max(1, number), pages)
    start = (number - 1) * ON_A_PAGE
    shown = facts_of(
        with_people(rows).order_by("-queued_at", "-pk")[start : start + ON_A_PAGE],
        local_day(now),
        to_own_address_at=now,
    )
    record_reading(actor, "demo_outbox", Purpose.HELP, [one.subject_id for one in shown], now)
    return DemoOutbox(tuple(shown), number, pages, total)


def demo_account(membership_id: str) -> DemoAccount:
    """Return the account and role as which somebody may sign in with one click."""
    _only_demo()
    found = next((m for m in _members() if str(m.pk) == membership_id), None)
    if found is None:
        raise NotFound(membership_id)
    return DemoAccount(
        found.pk,
        found.account.email,
        found.account.name,
        Role(found.role),
        found.organisation.name,
    )


# --- underneath -----------------------------------------------------------------------------------


def _only_demo() -> None:
    if settings.MODE != "demo":
        raise NotFound("demo")


def _members() -> list[Membership]:
    """Return everybody who can sign in; coordinators, and the organisations that have any, come
    first.
    """
    rows = [
        row
        for row in Membership.objects.filter(active=True).select_related("account", "organisation")
        if row.account.password
    ]
    coordinated = {row.organisation_id for row in rows if row.role == Role.COORDINATOR}
    return sorted(
        rows,
        key=lambda row: (
            row.organisation_id not in coordinated,
            row.organisation.name,
            MEMBER_ROLES.index(Role(row.role)),
            row.account.name,
        ),
    )


def _volunteers() -> list[tuple[Volunteer, bool]]:
    """Return two volunteers with an open question and two whose help runs."""
    asked = (
        Proposal.objects.filter(state=ProposalState.OPEN)
        .select_related("volunteer")
        .order_by("-asked_at")
    )
    running = (
        Match.objects.filter(state=MatchState.RUNNING)
        .select_related("volunteer")
        .order_by("-agreed_at")
    )
    found: dict[UUID, tuple[Volunteer, bool]] = {}
    for proposal in asked[:2]:
        found.setdefault(proposal.volunteer_id, (proposal.volunteer, True))
    for match in running[:4]:
        if len(found) < 4:
            found.setdefault(match.volunteer_id, (match.volunteer, False))
    return list(found.values())


def _seekers() -> list[Request]:
    """Return the newest request in each of a few states."""
    newest: dict[str, Request] = {}
    rows = (
        Request.objects.filter(state__in=SHOWN_STATES, erased_at=None, person_knows=Knows.YES)
        .select_related("help_seeker")
        .order_by("-changed_at")
    )
    for row in rows[:200]:
        newest.setdefault(row.state, row)
    return [newest[state] for state in SHOWN_STATES if state in newest]


def _links(subjects: list[UUID]) -> Mapping[str, str]:
    return {
        str(link.subject_id): address_of(link)
        for link in Link.objects.filter(purpose__in=[WEEK, STATUS], subject_id__in=subjects)
    }
