"""Leave a volunteer alone, by what they were asked or let know lately, at any organisation.

The same for every way to ask: a page of candidates, a plan, a leg of a duo or relay, a stand-in for
one visit, and a yes on the telephone. Silence is none of these: it gives no rest and no mark.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from types import MappingProxyType

from loopplank.access.volunteers.contact_limits import (
    NOTHING,
    agreed_in,
    is_held_back,
    lately_of,
)
from loopplank.access.volunteers.volunteers import facts_of
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.reason import Reason, Refused, dutch
from loopplank.core.volunteers.contact_limits import Limit, verdict
from loopplank.core.wellbeing.volunteer_concern import NOT_AVAILABLE
from loopplank.store.models import Limits, Request, Volunteer

#: By what stands in the way. Of another organisation not even that there is one (promise P6).
SAID: Mapping[Limit, Reason] = MappingProxyType(
    {
        Limit.HELPS: Reason(
            "proposal.helps_already", dutch("%(name)s helpt hier al. Vraag iemand anders.")
        ),
        Limit.ASKED_ALREADY: Reason(
            "proposal.asked_already",
            dutch("%(name)s is al gevraagd voor deze vraag. Vraag iemand anders."),
        ),
        Limit.SIGNAL: Reason(
            "proposal.signal",
            dutch("%(name)s gaf ‘te zwaar’ aan. Bel eerst; tot dan geen nieuwe vragen."),
        ),
        Limit.PAUSE: Reason("proposal.pause", dutch("%(name)s heeft pauze. Vraag nu niets.")),
        Limit.AWAY: Reason(
            "proposal.away", dutch("%(name)s is weg tot en met %(last)s. Vraag daarna weer iets.")
        ),
        Limit.STOPS: Reason(
            "asking.stops", dutch("%(name)s stopt op %(day)s en krijgt geen nieuwe vragen meer.")
        ),
        Limit.RESTS: Reason(
            "asking.rests",
            dutch("%(name)s krijgt rust tot en met %(until)s. Vraag daarna weer iets."),
        ),
        Limit.OVER: Reason(
            "asking.over",
            dutch("%(name)s deed laatst meer dan de eigen grens. Bel eerst, en vraag nu niets."),
        ),
        Limit.IS_BACK: Reason(
            "asking.is_back",
            dutch("%(name)s is vandaag terug van een pauze. Vraag morgen pas weer iets."),
        ),
        Limit.RAISED_TODAY: Reason(
            "proposal.raised_today",
            dutch(
                "Vandaag ging een gesprek met %(name)s over een hogere grens. Vraag pas op een"
                " andere dag iets."
            ),
        ),
        Limit.SAID_NO: Reason(
            "proposal.rest", dutch("%(name)s zei pas nee. Rust tot en met %(until)s.")
        ),
        Limit.OPEN_QUESTION: Reason(
            "proposal.one_at_a_time",
            dutch("%(name)s heeft nog een open vraag. Wacht dat antwoord eerst af."),
        ),
        Limit.ASKED_OFTEN: Reason(
            "proposal.enough_this_month",
            dutch("%(name)s kreeg deze maand al genoeg vragen. Vanaf %(again)s mag het weer."),
        ),
        Limit.ELSEWHERE: Reason(
            "proposal.not_now",
            dutch("%(name)s krijgt nu even geen nieuwe vragen. Vraag iemand anders."),
        ),
    }
)


def refuse_left_alone(
    request: Request, volunteer: Volunteer, now: datetime, *, visit_on: date | None = None
) -> None:
    """Raise Refused for who is to be left alone now. Needs the volunteer locked.

    With `visit_on` it is about standing in for one visit on that day.
    """
    row = Limits.objects.get(pk=volunteer.pk)
    who = {"volunteer_id": volunteer.pk}
    lately = lately_of(who, now, request=request, visit_on=visit_on).get(volunteer.pk, NOTHING)
    found = verdict(
        lately.known(row, facts_of(row)),
        agreed_in(request.organisation.network),
        request.organisation_id,
        local_day(now),
    )
    if found.limit is not None:
        raise Refused(found.said(SAID[found.limit], name=volunteer.first_name))


def refuse_not_available(volunteer: Volunteer, now: datetime) -> None:
    """Raise Refused for who is "nu niet beschikbaar": no help begins, whoever said yes before.

    Needs the volunteer locked.
    """
    if is_held_back(volunteer.pk, local_day(now)):
        raise Refused(replace(NOT_AVAILABLE, params={"name": volunteer.first_name}))
