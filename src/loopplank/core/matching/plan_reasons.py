"""Why a plan puts a volunteer and a request together: a few reasons, as a coordinator reads them.

They are stored as codes with their numbers (promise P8), under the same codes as in the list of
candidates of one request, so that a volunteer reads the same reasons on their own page.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from loopplank.core.kit.reason import Minutes, Param, Reason, dutch
from loopplank.core.matching.problem import Problem
from loopplank.core.matching.result import Help, Part
from loopplank.core.matching.rules import count_parts, square_km, travel_minutes

MOST = 3
#: From so many weeks without a question on, that is a reason to ask somebody.
LONG_UNASKED = 13
#: From so many weeks on, that somebody waits is a reason to help them now.
LONG_WAITED = 4

SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "why.near": dutch("Ongeveer %(minutes)s fietsen"),
        "why.day": dutch("Kan op de gevraagde dag"),
        "why.kind": dutch("Doet dit graag"),
        "why.training": dutch("Heeft de scholing die nodig is"),
        "why.unasked": dutch("Is al %(weeks)s weken niet gevraagd"),
        "why.waited": dutch("Deze vraag wacht al %(weeks)s weken"),
    }
)


def reasons_of(problem: Problem, one: Help) -> tuple[dict[str, object], ...]:
    """Return the reasons of one help as they are stored, each with the number of its part."""
    made: list[dict[str, object]] = []
    waited = int(problem.requests.waited[one.request])
    for number, part in enumerate(one.parts):
        found = list(_of_pair(problem, one.request, part))
        if waited >= LONG_WAITED and number == 0:
            found.insert(1, _reason("why.waited", weeks=waited))
        made += [{**reason.as_stored(), "part": number} for reason in found[:MOST]]
    return tuple(made)


def _of_pair(problem: Problem, request: int, part: Part) -> Iterable[Reason]:
    """Yield what speaks for this volunteer, in the order of weight."""
    vs, rs, v = problem.volunteers, problem.requests, part.volunteer
    if vs.located[v] and rs.located[request]:
        square = square_km(vs.x[v], vs.y[v], rs.x[request], rs.y[request], 1)
        there_and_back = travel_minutes(float(square) ** 0.5)
        yield _reason("why.near", minutes=Minutes(int(there_and_back) // 2))
    if rs.skills[request]:
        yield _reason("why.training")
    if int(vs.kinds[v]) & int(rs.kinds[request]):
        yield _reason("why.kind")
    if vs.weeks_unasked[v] >= LONG_UNASKED:
        yield _reason("why.unasked", weeks=int(vs.weeks_unasked[v]))
    asked = int(rs.day_parts[request]) & int(vs.day_parts[v])
    if count_parts(asked) >= int(rs.visits[request]):
        yield _reason("why.day")


def _reason(code: str, **params: Param) -> Reason:
    return Reason(code, SENTENCES[code], params)


def read(stored: Iterable[Mapping[str, object]], part: int) -> tuple[Reason, ...]:
    """Return the reasons of one part as they were stored; codes that no longer exist are left
    out."""
    return tuple(
        Reason(code, SENTENCES[code], _params(one.get("params")))
        for one in stored
        if one.get("part") == part and (code := str(one.get("code"))) in SENTENCES
    )


def _params(stored: object) -> dict[str, Param]:
    if not isinstance(stored, Mapping):
        return {}
    return {
        str(name): Minutes(value) if name == "minutes" else value
        for name, value in stored.items()
        if isinstance(value, int | str)
    }
