"""The page on which a coordinator offers a question to another party."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from loopplank.access.actors import Actor
from loopplank.access.offering import (
    Choice,
    choices_in,
    days_from,
    facts_of,
    refusals_of,
    shareable,
    track_to,
)
from loopplank.access.request import Brief, request_brief
from loopplank.core.calendar import local_day
from loopplank.core.organisations import OrganisationKind
from loopplank.core.referral import Why
from loopplank.core.sharing import Share, fingerprint, refused_before


@dataclass(frozen=True, slots=True)
class Whom:
    """One organisation to choose. `refused` is why it said no to these very facts, if it did."""

    choice: Choice
    refused: Why | None


@dataclass(frozen=True, slots=True)
class HandOverPage:
    """`facts` is what can be shared of this question; `language` that of the person."""

    brief: Brief
    whom: tuple[Whom, ...]
    facts: dict[Share, object]
    owner: str
    language: str

    def answer_by(self, *, peer: bool, wmo_report: bool, now: datetime) -> date:
        """The last day of an answer when it is sent now."""
        track = track_to(OrganisationKind.VOLUNTEERS if peer else "", "", wmo_report=wmo_report)
        return days_from(track, local_day(now), self.brief.row.organisation).answer_by


def hand_over_page(actor: Actor, request_id: UUID, now: datetime) -> HandOverPage:
    """Whom this question may be offered to, with the room of each offer; constant queries."""
    brief = request_brief(actor, request_id, "hand_over", now)
    row = brief.row
    facts, earlier = fingerprint(facts_of(row)), refusals_of(row)
    whom = []
    for choice in choices_in(row.organisation.network_id, without=row.organisation_id):
        no = refused_before(str(choice.id), facts, earlier)
        whom.append(Whom(choice, no.why if no else None))
    return HandOverPage(
        brief=brief,
        whom=tuple(whom),
        facts=shareable(row),
        owner=row.owner.account.name,
        language=row.help_seeker.language if row.help_seeker else "nl",
    )
