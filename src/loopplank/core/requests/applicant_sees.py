"""What somebody who asked for another person may see: only what that person agreed to."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from loopplank.core.kit.reason import Reason, dutch
from loopplank.core.requests.states import State
from loopplank.core.requests.status import Course, StatusBlock


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


def applicant_status(course: Course, sees: Sees) -> StatusBlock:
    """Return the block "Nu" for an applicant who may not see everything."""
    if course.state is State.CLOSED:
        return StatusBlock(
            Reason("applicant.closed", dutch("Deze vraag is klaar.")), (_ask_them(),)
        )
    cares = Reason(
        "applicant.cares",
        dutch("%(name)s van %(organisation)s zorgt nu voor deze vraag."),
        {"name": course.owner, "organisation": course.organisation},
    )
    if sees is Sees.RUNS and course.state is State.RUNNING:
        return StatusBlock(Reason("applicant.runs", dutch("Er loopt hulp.")), (cares, _ask_them()))
    if sees is Sees.RUNS:
        return StatusBlock(
            Reason("applicant.runs_not", dutch("Er loopt nog geen hulp.")), (cares, _ask_them())
        )
    return StatusBlock(cares, (_ask_them(),))


def _ask_them() -> Reason:
    return Reason(
        "applicant.ask",
        dutch(
            "Wilt u meer weten? Vraag het de persoon zelf. Wij vertellen alleen wat die goed vindt."
        ),
    )
