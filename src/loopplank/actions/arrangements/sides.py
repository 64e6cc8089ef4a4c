"""Keep the sides of an arrangement: who has to say yes, who came in whose place, how each is
asked.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from loopplank.access.account.links import ARRANGEMENT, STATUS, WEEK, of_subject
from loopplank.access.arrangements.arrangements import Sheet
from loopplank.actions.account.links import make_link
from loopplank.actions.messages.messages import queue_to_asker, queue_to_party, queue_to_volunteer
from loopplank.core.arrangements import Answer, Side
from loopplank.core.organisations.organisations import PartyKind
from loopplank.store.models import Arrangement, Party, Request, Signature

#: Of an answer that is asked anew.
UNSAID: Mapping[str, object] = MappingProxyType(
    {
        "answered_at": None,
        "channel": "",
        "said_by": "",
        "said_on": None,
        "noted_by": None,
        "reason": "",
        "words": "",
    }
)


@dataclass(frozen=True, slots=True)
class Outside:
    """A professional or somebody of the family, as a coordinator types them; no name is nobody."""

    name: str = ""
    works_at: str = ""
    phone: str = ""
    email: str = ""


def lost_lead(sheet: Sheet, lead: Outside) -> bool:
    """Return whether the professional who said yes is not the one that is written down now."""
    one = _of_side(sheet, Side.PROFESSIONAL)
    if one is None or one.party is None or one.answer != Answer.YES:
        return False
    return not _same(one.party, lead)


def set_party(sheet: Sheet, side: Side, who: Outside, now: datetime) -> bool:
    """Put somebody in this place.

    Returns whether it is another person; another number of the same one is no change.
    """
    one = _of_side(sheet, side)
    if one is not None and one.party is not None:
        if _same(one.party, who) and one.answer != Answer.LEFT:
            _reach(one.party, who)
            return False
        if one.answer == Answer.LEFT and who.name == one.party.name:
            return False
        if of_subject(ARRANGEMENT, one.pk) is None:
            # nobody read it yet: a name that was typed better, or on second thoughts not at all
            Party.objects.filter(pk=one.party.pk).delete()
        else:
            one.replaced_at = now
            one.save(update_fields=["replaced_at"])
    if not who.name:
        return one is not None
    new_party(sheet.row, side, who, now)
    return True


def new_party(row: Arrangement, side: Side, who: Outside, now: datetime) -> None:
    party = Party.objects.create(
        organisation_id=row.organisation_id,
        kind=PartyKind.FAMILY if side is Side.FAMILY else PartyKind.OTHER,
        works_at=who.works_at,
        name=who.name,
        phone=who.phone,
        email=who.email,
        created_at=now,
    )
    Signature.objects.create(arrangement=row, side=side.value, party=party, version=row.version)


def add_helpers(sheet: Sheet) -> None:
    """Add the volunteers who said yes to helping, since or before."""
    Signature.objects.bulk_create(
        Signature(
            arrangement=sheet.row,
            side=Side.VOLUNTEER.value,
            volunteer_id=match.volunteer_id,
            version=sheet.row.version,
        )
        for match in sheet.unasked
    )


def ask_again(row: Arrangement, sides: set[str]) -> None:
    """Ask these sides again: what they said was about something else.

    Who is not involved any more is asked nothing.
    """
    said = Signature.objects.filter(arrangement=row, side__in=sides, replaced_at=None)
    said.exclude(answer=Answer.LEFT.value).update(
        answer=Answer.NOT_ASKED.value, version=row.version, asked_at=None, **UNSAID
    )


def put_to(request: Request, one: Signature, version: int, now: datetime) -> None:
    """Ask for a yes, with the way to give it: a status page, a week, or a link of one's own."""
    one.answer, one.asked_at, one.version = Answer.WAITING.value, now, version
    for column, value in UNSAID.items():
        setattr(one, column, value)
    one.save(update_fields=["answer", "asked_at", "version", *UNSAID])
    params: dict[str, object] = {"coordinator": request.owner.account.name}
    if one.volunteer:
        link = make_link(WEEK, one.volunteer.pk, None, now)
        queue_to_volunteer(
            request.organisation_id,
            one.volunteer,
            "arrangement_volunteer",
            params,
            now=now,
            link=link,
            request=request,
        )
    elif one.party:
        link = make_link(ARRANGEMENT, one.pk, request.organisation_id, now)
        queue_to_party(one.party, "arrangement_party", params, now=now, link=link, request=request)
    else:
        link = make_link(STATUS, request.pk, request.organisation_id, now)
        queue_to_asker(request, "arrangement", params, now=now, link=link)


def _of_side(sheet: Sheet, side: Side) -> Signature | None:
    return next((one for one in sheet.signatures if one.side == side), None)


def _same(party: Party, who: Outside) -> bool:
    return (party.name, party.works_at) == (who.name, who.works_at)


def _reach(party: Party, who: Outside) -> None:
    if (party.phone, party.email) != (who.phone, who.email):
        party.phone, party.email = who.phone, who.email
        party.save(update_fields=["phone", "email"])
