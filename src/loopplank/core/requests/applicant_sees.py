"""What somebody who asked for another person may see: only what that person agreed to."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from loopplank.core.kit.reason import Param, Reason, dutch
from loopplank.core.requests.closing import ClosingReason
from loopplank.core.requests.headlines import headline
from loopplank.core.requests.states import State
from loopplank.core.requests.status import Course, StatusBlock, open_status


class Sees(StrEnum):
    """What the person agreed to, in order: that we have the question; whether help runs; days and
    first names."""

    NOTHING = "nothing"
    RUNS = "runs"
    EVERYTHING = "everything"


SEES_WORDS: Mapping[Sees, str] = MappingProxyType(
    {
        Sees.NOTHING: dutch("Niets: alleen dat wij de vraag hebben"),
        Sees.RUNS: dutch("Alleen of er hulp loopt"),
        Sees.EVERYTHING: dutch("Ook de dagen en de voornamen"),
    }
)


def applicant_status(course: Course, sees: Sees, now: datetime) -> StatusBlock:
    """Return the block "Nu" for an applicant who may not see everything.

    Before anybody spoke with the person there is nothing of theirs to keep: then whoever asked
    reads who calls, and before which day. After it they read what was agreed in that talk. Of
    somebody who died nobody is told to ask them.
    """
    if course.state is State.CLOSED:
        if course.closed_as is ClosingReason.DECEASED:
            quiet = _told(course, "applicant.closed_quiet")
            return StatusBlock(quiet, (_told(course, "closed.death_then"),))
        return StatusBlock(_told(course, "applicant.closed"), (_told(course, "applicant.ask"),))
    cares = _told(course, "applicant.cares", name=course.owner, organisation=course.organisation)
    if course.state is State.NEW:
        told = open_status(course, now)
        return StatusBlock(
            told.promise, (*told.lines[:1], _told(course, "applicant.ask")), told.mood
        )
    if sees is Sees.RUNS:
        runs = course.state is State.RUNNING and not course.stand_still
        said = _told(course, "applicant.runs" if runs else "applicant.runs_not")
        if course.state is State.RUNNING and course.stand_still:
            said = _told(course, "applicant.still")
        return StatusBlock(said, (cares, _told(course, "applicant.ask")))
    return StatusBlock(cares, (_told(course, "applicant.ask"),))


def _told(course: Course, code: str, **params: Param) -> Reason:
    return headline(code, course.voice, course.person, params)
