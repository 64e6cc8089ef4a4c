"""No rule compares a state, an answer or a reason with a raw code: codes live in their enum."""

import ast
import re
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

import pytest

from loopplank.core import arrangements, triage
from loopplank.core.account.hand_over import KeyState
from loopplank.core.gaps.gaps import GapState, PossibleOwner
from loopplank.core.kit.periodic import PeriodicState
from loopplank.core.matching.matches import EndReason, MatchState
from loopplank.core.matching.plan_states import Decision, Failure, PlanProposalState, RunState
from loopplank.core.matching.proposals import AnsweredVia, DeclineReason, ProposalState
from loopplank.core.matching.team_state import LegState, TeamState
from loopplank.core.messages.delivery import Trouble
from loopplank.core.messages.states import Addressee, MessageState
from loopplank.core.referrals.consent import Space
from loopplank.core.referrals.states import Status, Why
from loopplank.core.requests import states
from loopplank.core.requests.applicant_sees import Sees
from loopplank.core.requests.change_of_volunteer import ChangingFaces
from loopplank.core.requests.closing import ClosingReason, Lack
from loopplank.core.requests.intake import HoldingOut, Knows
from loopplank.core.requests.refusal import PartialAnswer
from loopplank.core.requests.states import Ownership
from loopplank.core.responsibility.clocks import Urgency
from loopplank.core.triage import Decided, Impression
from loopplank.core.triage.paid_work import CameFrom, PaidBefore
from loopplank.core.volunteers.affiliations import AffiliationState
from loopplank.core.volunteers.cover import Cover
from loopplank.core.volunteers.limits import RaiseState
from loopplank.core.volunteers.visits import Felt, VisitState
from loopplank.core.wellbeing import signal
from loopplank.core.wellbeing.check_in import CheckInState
from loopplank.core.wellbeing.quote import Permission, Reading

SOURCES = Path(__file__).resolve().parents[3] / "src" / "loopplank"
_STATES: tuple[type[StrEnum], ...] = (
    AffiliationState,
    CheckInState,
    Cover,
    GapState,
    KeyState,
    LegState,
    MatchState,
    MessageState,
    PeriodicState,
    ProposalState,
    PlanProposalState,
    RaiseState,
    RunState,
    TeamState,
    VisitState,
    arrangements.State,
    states.State,
)
#: The columns that hold such a code, with the enums that it may be of.
COLUMNS: dict[str, tuple[type[StrEnum], ...]] = {
    "state": _STATES,
    "standing": (Ownership,),
    "status": (Status,),
    "why": (Why,),
    "closing_reason": (ClosingReason,),
    "lack": (Lack,),
    "decline_reason": (DeclineReason,),
    "answered_via": (AnsweredVia,),
    "end_reason": (EndReason,),
    "felt": (Felt,),
    "person_knows": (Knows,),
    "partial_answer": (PartialAnswer,),
    "to": (Addressee,),
    "failure": (Failure,),
    "decision": (Decision, Decided),
    "impression": (Impression,),
    "route": (triage.Route, signal.Route),
    "decided_route": (triage.Route,),
    "urgency": (Urgency,),
    "heard": (signal.Heard,),
    "holding_out": (HoldingOut,),
    "permission": (Permission,),
    "reading": (Reading,),
    "came_from": (CameFrom,),
    "paid_before": (PaidBefore,),
    "applicant_sees": (Sees,),
    "changing_faces": (ChangingFaces,),
    "possible_owner": (PossibleOwner,),
    "trouble": (Trouble,),
    "space": (Space,),
}
CODES = {
    name: {str(code) for one in enums for code in one if code} for name, enums in COLUMNS.items()
}
#: What bears the name of a column and is something else.
ELSEWHERE = {
    "state": {
        # how full a week is drawn
        "access/matching/candidates.py",
        "access/matching/plan_loads.py",
        # how far the settings are
        "web/organisations/views/settings.py",
    },
}


def _column(name: str) -> str:
    """The column that a name or a look-up is about: `match__state__in` is about `state`."""
    return name.removesuffix("__in").rsplit("__", 1)[-1]


def _texts(node: ast.expr) -> Iterator[str]:
    """The texts that an expression is or chooses from."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.Tuple | ast.List | ast.Set):
        for one in node.elts:
            yield from _texts(one)
    elif isinstance(node, ast.IfExp):
        yield from _texts(node.body)
        yield from _texts(node.orelse)


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _pairs(tree: ast.Module) -> Iterator[tuple[int, str, ast.expr]]:
    """Everything that is compared, looked up, passed or stored: line, name and what with."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            yield from (
                (node.lineno, _name(one), other)
                for one in sides
                for other in sides
                if one is not other
            )
        elif isinstance(node, ast.Call):
            yield from ((node.lineno, word.arg, word.value) for word in node.keywords if word.arg)
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                    pairs = zip(target.elts, node.value.elts, strict=False)
                    yield from ((node.lineno, _name(a), b) for a, b in pairs)
                else:
                    yield node.lineno, _name(target), node.value


def raw_codes(tree: ast.Module) -> list[str]:
    """Each place where a code of one of the columns stands as a text."""
    return [
        f"{line}: {name} and {text!r}"
        for line, name, with_what in _pairs(tree)
        for text in _texts(with_what)
        if text in CODES.get(_column(name), ())
    ]


def test_no_code_is_compared_or_stored_as_a_text() -> None:
    wrong = []
    for path in sorted(SOURCES.rglob("*.py")):
        place = path.relative_to(SOURCES).as_posix()
        if "migrations" in path.parts:
            continue
        found = raw_codes(ast.parse(path.read_text(encoding="utf-8")))
        if any(place in places for places in ELSEWHERE.values()):
            found = [one for one in found if " state and " not in one]
        wrong += [f"{place}:{one}" for one in found]
    assert not wrong, "\n".join(["", *wrong])


@pytest.mark.parametrize(
    "source",
    [
        'row.state == "open"',
        'Proposal.objects.filter(state="open")',
        'rows.exclude(match__state__in=["running", "ended"])',
        'row.state, row.done_at = "told", now',
        'row.standing = "owning" if here else "following"',
        'if row.closing_reason in {"no_place"}: pass',
    ],
)
def test_the_walk_sees_each_way_to_write_one(source: str) -> None:
    assert raw_codes(ast.parse(source))


def test_the_walk_leaves_other_texts_alone() -> None:
    assert not raw_codes(ast.parse('row.state == "somewhere"; f(kind="open"); x.name = "ended"'))


# --- templates: they have no enums, so what they compare with must at least be one ----------------

#: Words that a page makes for its own drawing under the name of a column.
OF_PAGES = {
    "state": {"now", "here", "done", "missing", "expected", "yes", "no", "over", "solved", "pause"}
    | {"away"},
}
_COMPARED = re.compile(r"""([\w.]+) (?:==|!=) ["']([\w-]*)["']""")


def unknown_codes(template: str) -> list[str]:
    """Each comparison of a column with a text that is no code of it, and no word of a page."""
    return [
        f"{name} and {text!r}"
        for name, text in _COMPARED.findall(template)
        if (column := name.rsplit(".", 1)[-1]) in CODES
        and text not in CODES[column] | OF_PAGES.get(column, set()) | {""}
    ]


def test_a_template_compares_with_codes_that_exist() -> None:
    """Whoever renames a code finds every template that still has the old one."""
    wrong = [
        f"{path.relative_to(SOURCES).as_posix()}: {one}"
        for path in sorted((SOURCES / "web" / "templates").rglob("*.html"))
        for one in unknown_codes(path.read_text(encoding="utf-8"))
    ]
    assert not wrong, "\n".join(["", *wrong])


def test_the_words_of_pages_are_used_and_an_old_code_is_found() -> None:
    html = "".join(
        path.read_text(encoding="utf-8") for path in (SOURCES / "web" / "templates").rglob("*.html")
    )
    used = {(name.rsplit(".", 1)[-1], text) for name, text in _COMPARED.findall(html)}
    never = [
        (column, word)
        for column, words in OF_PAGES.items()
        for word in words
        if (column, word) not in used
    ]
    assert not never, "words that no page uses any more"
    assert unknown_codes('{% if page.state == "serching" %}') == ["page.state and 'serching'"]
    assert not unknown_codes('{% if page.state == "searching" and x.name != "serching" %}')
