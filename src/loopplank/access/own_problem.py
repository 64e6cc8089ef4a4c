"""The problem of one organisation: its own requests beside its own volunteers, and those of others
who are shared with the network. Of nobody else a row is read (promise P6).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import numpy as np

from loopplank.access.contact_limits import pairs_asked
from loopplank.access.planning_facts import requests_of
from loopplank.access.planning_frame import Frame
from loopplank.access.planning_volunteers import UpTo, volunteers_of
from loopplank.core.matching.problem import Problem


@dataclass(frozen=True, slots=True)
class OwnProblem:
    """`own` is the number of the organisation in the problem. Week 0 begins on `first`."""

    problem: Problem
    volunteer_ids: tuple[UUID, ...]
    request_ids: tuple[UUID, ...]
    own: int
    first: date


def own_problem(
    frame: Frame, organisation_id: UUID, requests: Collection[UUID], *, up_to: UpTo = UpTo.LIMIT
) -> OwnProblem:
    """These requests of this organisation beside everybody it may ask; ten queries."""
    volunteers, volunteer_ids = volunteers_of(frame, of=organisation_id, up_to=up_to)
    asked, request_ids = requests_of(frame, only=requests)
    place_r = {pk: place for place, pk in enumerate(request_ids)}
    place_v = {pk: place for place, pk in enumerate(volunteer_ids)}
    answered = pairs_asked(request_ids)
    refused = sorted({(place_r[r], place_v[v]) for r, v in answered if v in place_v})
    return OwnProblem(
        problem=Problem(volunteers, asked, refused=np.array(refused, np.int32).reshape(-1, 2)),
        volunteer_ids=volunteer_ids,
        request_ids=request_ids,
        own=frame.organisations.index(organisation_id),
        first=frame.first,
    )
