"""Read who does what, as each may: the coordinator everything, everybody else this sheet alone."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from loopplank.access.account.access_records import Purpose, record_reading
from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.arrangements.arrangements import Sheet, current, route_of, sheet, signatures
from loopplank.access.kit.names import NOBODY, Named, named
from loopplank.access.organisations.organisations import PublicPlace, place_of
from loopplank.access.requests.request import request_row
from loopplank.access.volunteers.own_pages import person_of
from loopplank.core import arrangements as core
from loopplank.core.account.roles import Role
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.reason import Reason
from loopplank.core.requests.intake import Knows
from loopplank.core.requests.states import OPEN
from loopplank.core.triage import Route
from loopplank.store.models import HelpSeeker, Match, Request, Signature


@dataclass(frozen=True, slots=True)
class Signed:
    """What one side said. Without an id it is a volunteer to whom it was not put yet."""

    id: UUID | None
    side: core.Side
    answer: core.Answer
    name: str
    works_at: str = ""
    phone: str = ""
    email: str = ""
    channel: str = ""
    asked_on: date | None = None
    answered_on: date | None = None
    said_by: str = ""
    noted_by: str = ""
    reason: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """The sheet itself. `helpers` are first names of volunteers; `person` is as much of a name as
    whoever reads this may see.
    """

    state: core.State
    version: int
    terms: core.Terms
    person: Named
    helpers: tuple[str, ...]
    lead: str
    lead_works_at: str
    family: str
    coordinator: str
    organisation: str
    phone: str


@dataclass(frozen=True, slots=True)
class ArrangementPage:
    """For the coordinator. `unfinished` is to be written; `missing` is also what is to be said."""

    row: Request
    who: Named
    is_open: bool
    route: Route | None
    shown: Shown | None
    signed: tuple[Signed, ...]
    unfinished: tuple[Reason, ...]
    missing: tuple[Reason, ...]
    may_resume: bool

    def of(self, side: core.Side) -> Signed | None:
        return next((one for one in self.signed if one.side is side), None)


def arrangement_page(actor: Actor, request_id: UUID, page: str, now: datetime) -> ArrangementPage:
    """Return who does what around one request; the reading is recorded under the name of the
    page.
    """
    row, today = request_row(actor, request_id), local_day(now)
    found, route = current(row.pk), route_of(row.pk)
    who = named(row.help_seeker, today)
    record_reading(
        actor, page, Purpose.HELP, [row.help_seeker_id, *(_people_on(found) if found else ())], now
    )
    facts = found.facts(today) if found else None
    together = route is Route.COMBINATION
    return ArrangementPage(
        row=row,
        who=who,
        is_open=row.state in OPEN,
        route=route,
        shown=_shown(found, row, who) if found else None,
        signed=(*map(_signed, found.signatures), *map(_unasked, found.unasked)) if found else (),
        unfinished=core.unfinished(route, facts) if facts else (),
        missing=core.missing(facts) if facts and together else (),
        may_resume=facts is not None
        and facts.state is core.State.SUSPENDED
        and not core.may_resume(route, facts),
    )


@dataclass(frozen=True, slots=True)
class SignaturePage:
    """One side's answer, to be written down by a coordinator."""

    row: Request
    who: Named
    signed: Signed


def signature_page(actor: Actor, signature_id: UUID, page: str, now: datetime) -> SignaturePage:
    one = _own(actor, signature_id)
    row = request_row(actor, one.arrangement.request_id)
    record_reading(
        actor, page, Purpose.HELP, [row.help_seeker_id, one.party_id, one.volunteer_id], now
    )
    return SignaturePage(row, named(row.help_seeker, local_day(now)), _signed(one))


@dataclass(frozen=True, slots=True)
class OwnSide:
    """What one who has to say yes may see: this sheet with first names, and their own answer.

    `may_answer`: it is put to them now. No story, no address, and nothing of anybody's answer.
    """

    id: UUID
    place: PublicPlace
    shown: Shown
    mine: Signed
    may_answer: bool
    may_withdraw: bool


def own_side(actor: Actor, now: datetime) -> OwnSide:
    """Return what a professional or family reads through a link of their own."""
    if actor.id is None:
        raise NotFound("signature")
    one = _own(actor, actor.id)
    return _side(actor, one, "sign", now, None)


def own_arrangement(actor: Actor, signature_id: UUID, now: datetime) -> OwnSide:
    """Return what a volunteer reads through their own week: until they meet without a name."""
    one = _own(actor, signature_id)
    return _side(actor, one, "own_arrangement", now, _named_for_volunteer(one, now))


def asked_of_person(row: Request) -> OwnSide | None:
    """Return what was put to the person, for their own status page, which records the reading.

    Whoever asked without their knowing reads nothing of it. One query when there is nothing.
    """
    if row.person_knows == Knows.NO:
        return None
    found = current(row.pk)
    if found is None or found.row.state == core.State.DRAFT:
        return None
    mine = next((s for s in found.signatures if s.side == core.Side.PERSON.value), None)
    return _made(found, row, mine, None) if mine else None


# --- underneath -----------------------------------------------------------------------------------


def _own(actor: Actor, signature_id: UUID) -> Signature:
    row = (
        signatures(actor)
        .select_related(
            "party",
            "volunteer",
            "noted_by__account",
            "arrangement__request__help_seeker",
            "arrangement__request__owner__account",
            "arrangement__request__organisation__network",
            "arrangement__request__organisation__first_contact__account",
        )
        .filter(pk=signature_id)
        .first()
    )
    if row is None:
        raise NotFound(signature_id)
    return row


def _side(actor: Actor, one: Signature, page: str, now: datetime, person: Named | None) -> OwnSide:
    found = sheet(one.arrangement)
    request = one.arrangement.request
    purpose = Purpose.HELP if actor.role is Role.SIGNATORY else Purpose.OWN
    record_reading(actor, page, purpose, [request.help_seeker_id, *_people_on(found)], now)
    return _made(found, request, one, person)


def _made(found: Sheet, request: Request, one: Signature, person: Named | None) -> OwnSide:
    state, answer = core.State(found.row.state), core.Answer(one.answer)
    running = state is not core.State.ENDED
    return OwnSide(
        id=one.pk,
        place=place_of(request.organisation.network, request.organisation),
        shown=_shown(found, request, person or first_name_of(request.help_seeker)),
        mine=_signed(one),
        may_answer=answer is core.Answer.WAITING
        and state in {core.State.OFFERED, core.State.SUSPENDED},
        may_withdraw=answer is core.Answer.YES and running,
    )


def first_name_of(row: HelpSeeker | None) -> Named:
    """Return a first name and nothing more, for whoever knows the person already."""
    if row is None:
        return NOBODY
    return Named(NOBODY.id, row.salutation, row.first_name, "", None)


def _named_for_volunteer(one: Signature, now: datetime) -> Named:
    match = (
        Match.objects.filter(request_id=one.arrangement.request_id, volunteer__signatures=one)
        .select_related("request__help_seeker")
        .order_by("-agreed_at")
        .first()
    )
    return person_of(match, now) if match else NOBODY


def _people_on(found: Sheet) -> list[UUID | None]:
    return [
        *(one.party_id for one in found.signatures),
        *(one.volunteer_id for one in found.signatures),
        *(match.volunteer_id for match in found.helpers),
    ]


def _shown(found: Sheet, request: Request, person: Named) -> Shown:
    row = found.row
    there = [one for one in found.signatures if one.answer != core.Answer.LEFT]
    parties = {one.side: one.party for one in there if one.party}
    lead = parties.get(core.Side.PROFESSIONAL.value)
    family = parties.get(core.Side.FAMILY.value)
    owner, house = request.owner.account, request.organisation
    return Shown(
        state=core.State(row.state),
        version=row.version,
        terms=found.terms,
        person=person,
        helpers=tuple(match.volunteer.first_name for match in found.helpers),
        lead=lead.name if lead else "",
        lead_works_at=lead.works_at if lead else "",
        family=family.name if family else "",
        coordinator=owner.name,
        organisation=house.name,
        phone=owner.phone or house.phone,
    )


def _signed(one: Signature) -> Signed:
    party, volunteer = one.party, one.volunteer
    answered = local_day(one.answered_at) if one.answered_at else None
    person = party or volunteer
    return Signed(
        id=one.pk,
        side=core.Side(one.side),
        answer=core.Answer(one.answer),
        name=party.name if party else volunteer.first_name if volunteer else "",
        works_at=party.works_at if party else "",
        phone=person.phone if person else "",
        email=person.email if person else "",
        channel=one.channel,
        asked_on=local_day(one.asked_at) if one.asked_at else None,
        answered_on=one.said_on or answered,
        said_by=one.said_by,
        noted_by=one.noted_by.account.name if one.noted_by else "",
        reason=one.reason,
        words=one.words,
    )


def _unasked(match: Match) -> Signed:
    return Signed(
        id=None,
        side=core.Side.VOLUNTEER,
        answer=core.Answer.NOT_ASKED,
        name=match.volunteer.first_name,
    )
