"""Read a question to a volunteer as the volunteer does: no name, no street, no photo."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from loopplank.access.account.access_records import Purpose, record_reading
from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.volunteers.own_pages import (
    Contact,
    agreement_of,
    contact_of,
    open_proposals,
    volunteer_of,
)
from loopplank.access.volunteers.volunteers import commitment_of, facts_of
from loopplank.core.kit.calendar import local_day
from loopplank.core.matching.matches import HOLDS_CAPACITY, MatchState
from loopplank.core.matching.proposals import HAS_ANSWERED, TAKEN_BACK, ProposalState
from loopplank.core.organisations.areas import Distance, Point, between
from loopplank.core.requests.states import State
from loopplank.core.triage import Route
from loopplank.core.volunteers.contact_limits import last_day_of_rest
from loopplank.core.volunteers.load import (
    NOTHING,
    Fullness,
    Limits,
    Load,
    NoRoom,
    first_limit_passed,
    fullness,
    ledger,
    weeks_carried,
)
from loopplank.core.volunteers.visits import Agreement
from loopplank.store.models import (
    Assessment,
    Match,
    PostcodeArea,
    Proposal,
    VisitCover,
    Volunteer,
)


@dataclass(frozen=True, slots=True)
class OwnProposal:
    """One line of the list: what, when, and until when an answer helps."""

    id: UUID
    what: str
    agreement: Agreement
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class ProposalPage:
    """`state`: open, yes, no, solved or expired; and what became of a yes: running or over.

    `before` and `after` are the heaviest week of the term without and with this; `no_room` is the
    first limit that a yes would pass. `meeting_at` is known when a yes has its day. `stands_in`: it
    is about one visit in place of somebody else, without a first meeting. `rests_until` is the last
    day on which nobody asks them anything after a no, while it lasts.
    """

    id: UUID
    state: str
    what: str
    agreement: Agreement
    heavy: bool
    not_included: tuple[str, ...]
    neighbourhood: str
    distance: Distance | None
    reasons: tuple[Mapping[str, object], ...]
    before: Load
    after: Fullness
    no_room: NoRoom | None
    expires_at: datetime
    question: str
    decline_reason: str
    rests_until: date | None
    meeting_at: datetime | None
    contact: Contact
    came_from: str
    paid_before: str
    bridging_until: date | None
    stands_in: bool = False
    organisation: str = ""
    lead: str = ""
    with_lead: bool = False


def proposals_page(actor: Actor, now: datetime) -> tuple[OwnProposal, ...]:
    """Return what this volunteer may answer now."""
    me = volunteer_of(actor)
    rows = list(open_proposals(me, now))
    record_reading(actor, "proposals", Purpose.OWN, [me.pk], now)
    return tuple(OwnProposal(row.pk, row.what, agreement_of(row), row.expires_at) for row in rows)


def proposal_page(actor: Actor, proposal_id: UUID, now: datetime) -> ProposalPage:
    """Return one question to this volunteer, answered or not.

    Raises NotFound for anybody else's.
    """
    me = volunteer_of(actor)
    row = (
        Proposal.objects.filter(volunteer=me, pk=proposal_id)
        .select_related("request__owner__account", "organisation__network")
        .first()
    )
    if row is None:
        raise NotFound(proposal_id)
    limits = facts_of(me.limits)
    match = Match.objects.filter(proposal=row).first()
    before, after, no_room = _load(me, row, limits, local_day(now))
    neighbourhood, distance = _where(me, row)
    record_reading(actor, "proposal", Purpose.OWN, [me.pk, row.request.help_seeker_id], now)
    return ProposalPage(
        id=row.pk,
        state=_state(row, match, now),
        what=row.what,
        agreement=agreement_of(row),
        heavy=row.heavy,
        not_included=tuple(row.not_included),
        neighbourhood=neighbourhood,
        distance=distance,
        reasons=tuple(row.reasons),
        before=before,
        after=after,
        no_room=no_room,
        expires_at=row.expires_at,
        question=row.question,
        decline_reason=row.decline_reason,
        rests_until=_rests_until(row, local_day(now)),
        meeting_at=match.meeting_at if match else None,
        contact=contact_of(row.request.owner, row.organisation.phone),
        came_from=row.request.came_from,
        paid_before=row.request.paid_before,
        bridging_until=row.request.bridging_until,
        organisation=row.organisation.name,
        lead=row.request.lead_name,
        with_lead=_beside_a_professional(row.request_id),
        stands_in=row.first_day == row.last_day
        and VisitCover.objects.filter(request_id=row.request_id, day=row.first_day).exists(),
    )


def _beside_a_professional(request_id: UUID) -> bool:
    """Return whether somebody decided that a professional leads here and a volunteer stands
    beside.
    """
    last = Assessment.objects.filter(request_id=request_id).order_by("-number")
    return last.values_list("decided_route", flat=True).first() == Route.COMBINATION


def _rests_until(row: Proposal, today: date) -> date | None:
    if row.state != ProposalState.NO or row.answered_at is None:
        return None
    days = row.organisation.network.days_of_rest_after_no
    last = last_day_of_rest(local_day(row.answered_at), days)
    return last if last is not None and today <= last else None


def _state(row: Proposal, match: Match | None, now: datetime) -> str:
    if match is not None and match.state != MatchState.MEETING:
        return "running" if match.state == MatchState.RUNNING else "over"
    if row.state in HAS_ANSWERED:
        return str(row.state)
    if row.state in TAKEN_BACK or row.request.state == State.CLOSED:
        return "solved"
    still_open = row.state == ProposalState.OPEN and row.expires_at > now
    return "open" if still_open else "expired"


def _load(
    me: Volunteer, row: Proposal, limits: Limits, today: date
) -> tuple[Load, Fullness, NoRoom | None]:
    """Return the heaviest week of the term: before this, and with this.

    Across all organisations, because it is the volunteer who looks; and as if they were always
    there, since a pause and days away give no room.
    """
    others = [
        commitment_of(match, str(match.pk), str(match.person_key))
        for match in Match.objects.filter(volunteer=me, state__in=HOLDS_CAPACITY)
        if match.proposal_id != row.pk
    ]
    person = str(row.request.help_seeker_id or row.request_id)
    new = commitment_of(row, "new", person)
    back = limits.always_there()
    planned, without = ledger([*others, new], back), ledger(others, back)
    heaviest = max(
        weeks_carried(new),
        key=lambda week: (planned[week].minutes, planned[week].people, week.toordinal()),
    )
    return (
        without.get(heaviest, NOTHING),
        fullness(limits, planned[heaviest], 0, today),
        first_limit_passed(me.first_name, limits, new, others),
    )


def _where(me: Volunteer, row: Proposal) -> tuple[str, Distance | None]:
    """Return the neighbourhood or town of the request, and about how far that is."""
    areas = PostcodeArea.objects.in_bulk([me.postcode[:4], row.request.postcode_area])
    there, here = areas.get(row.request.postcode_area), areas.get(me.postcode[:4])
    if there is None:
        return "", None
    name = there.neighbourhood or there.place
    if here is None:
        return name, None
    points = (Point(area.latitude, area.longitude) for area in (here, there))
    return name, between(*points)
