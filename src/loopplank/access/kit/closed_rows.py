"""What hangs on a volunteer, and must not be left at a row that was closed because two rows were
one: docs/decisions/0026-two-rows-of-one-volunteer.md.
"""

from typing import Any

from loopplank.store.models import (
    AddressChange,
    Affiliation,
    CheckIn,
    CreepSign,
    Device,
    HandOverKey,
    Leg,
    Limits,
    LimitsRaise,
    LinkAsk,
    LoadWeek,
    Match,
    Message,
    MessageWishes,
    Observation,
    PlanPart,
    Proposal,
    Quote,
    SafetyFile,
    SentForm,
    Signature,
    Visit,
    Volunteer,
    VolunteerApplication,
    VolunteerSignal,
)

#: What moves to the row that is kept, as it is.
MOVED: tuple[Any, ...] = (
    AddressChange,
    CheckIn,
    CreepSign,
    Device,
    HandOverKey,
    Leg,
    LimitsRaise,
    LinkAsk,
    Match,
    Message,
    Observation,
    PlanPart,
    Proposal,
    Quote,
    SafetyFile,
    SentForm,
    Signature,
    Visit,
    VolunteerApplication,
    VolunteerSignal,
)
#: Of what there is one for a volunteer, or one at an organisation: both become one.
JOINED: tuple[Any, ...] = (Affiliation, Limits, LoadWeek, MessageWishes)


def left_at_closed() -> int:
    """Count what still hangs on a row that was closed, and closed rows that lead to another one;
    must be 0.

    A part in a team that is over stays where it is: one person may not stand in a team twice.
    """
    closed = Volunteer.objects.filter(same_as__isnull=False)
    found = closed.filter(same_as__same_as__isnull=False).count()
    for table in (*MOVED, *JOINED):
        rows = table.objects.filter(volunteer__in=closed.values("pk"))
        if table is Leg:
            rows = rows.filter(team__ended_at=None)
        found += rows.count()
    return found
