"""One function says who belongs to an organisation: whoever was erased belongs nowhere."""

import ast
from collections.abc import Callable, Iterable
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from tests.app.cast import NO_LIMIT_IN_SIGHT, NOW, Cast

from loopplank.access.account.actors import Actor
from loopplank.access.matching.planning_volunteers import frame_of, volunteers_of
from loopplank.access.volunteers.fullness import fullness_of_all, team_of
from loopplank.access.volunteers.long_unspoken import perhaps_unspoken
from loopplank.access.volunteers.own_pages import affiliations
from loopplank.access.volunteers.rest import weeks_in_force
from loopplank.access.volunteers.volunteer_list import all_volunteers, volunteers_page
from loopplank.access.volunteers.volunteers import volunteers
from loopplank.actions.privacy import erasure
from loopplank.actions.volunteers import volunteers as volunteer_actions
from loopplank.core.kit.calendar import local_day
from loopplank.core.volunteers.affiliations import AffiliationState
from loopplank.store.models import Affiliation, Message, Network, Volunteer

SOURCES = Path(__file__).resolve().parents[3] / "src" / "loopplank"
LATER = NOW + timedelta(days=400)
DAY = local_day(LATER)

#: Who belongs to Noord, as each of these readers has it.
READERS: dict[str, Callable[[Cast], Iterable[UUID]]] = {
    "volunteers": lambda c: volunteers(c.anna).values_list("pk", flat=True),
    "fullness": lambda c: (own.volunteer_id for own, _ in fullness_of_all(c.anna, DAY)),
    "long unspoken": lambda c: perhaps_unspoken(c.anna, DAY).values_list("volunteer_id", flat=True),
    "list": lambda c: (row.id for row in volunteers_page(c.anna, "", 1, LATER).rows),
    "file": lambda c: (row.id for row in all_volunteers(c.anna, LATER)),
    "plan": lambda c: volunteers_of(frame_of(c.network_id, LATER))[1],
}


def test_an_affiliation_of_somebody_erased_counts_nowhere(cast: Cast) -> None:
    """Erasing deletes the affiliations; should one come back, every reader leaves it out."""
    Network.objects.update(weeks_of_rest_after_heavy=3)
    ria = cast.volunteer("Ria Smit")
    row = Volunteer.objects.get(pk=ria.id)
    before = team_of(cast.anna, DAY).size
    for name, read in READERS.items():
        assert ria.id in set(read(cast)), name
    assert weeks_in_force(row) == 3
    assert affiliations(row)
    Volunteer.objects.filter(pk=ria.id).update(erased_at=NOW)
    for name, read in READERS.items():
        assert ria.id not in set(read(cast)), name
    assert team_of(cast.anna, DAY).size == before - 1
    assert weeks_in_force(row) == 0
    assert affiliations(row) == []
    Affiliation.objects.filter(volunteer=row).update(
        state=AffiliationState.PENDING, typed_name="Ria"
    )
    assert volunteers_page(cast.anna, "", 1, LATER).pending == ()


def test_who_is_erased_while_another_enters_them_is_entered_as_somebody_new(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Zuid enters Ria; between finding her and having the lock she erases herself."""
    ria = cast.volunteer("Ria Smit", phone="0612345678")
    find = volunteer_actions.known_person

    def found_just_before(details: volunteer_actions.Details, actor: Actor) -> Volunteer | None:
        known = find(details, actor)
        if known is not None:
            erasure.erase_volunteer(actor=ria, now=NOW, volunteer_id=known.pk)
        return known

    monkeypatch.setattr(volunteer_actions, "known_person", found_just_before)
    affiliation_id = volunteer_actions.register(
        actor=cast.carla,
        now=NOW,
        details=volunteer_actions.Details("Ria", "Smit", phone="0612345678"),
        limits=NO_LIMIT_IN_SIGHT,
        wishes=volunteer_actions.Wishes(),
    )
    made = Affiliation.objects.select_related("volunteer").get(pk=affiliation_id)
    assert made.volunteer_id != ria.id
    assert made.volunteer.erased_at is None
    assert not Affiliation.objects.filter(volunteer_id=ria.id).exists()
    assert not Message.objects.filter(volunteer_id=ria.id).exists()


def _asks_for_itself(tree: ast.AST) -> Iterable[int]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and str(node.value).endswith("affiliations__state"):
            yield node.lineno
        if not isinstance(node, ast.Call) or getattr(node.func, "attr", "") not in _ASKS:
            continue
        for keyword in node.keywords:
            names = {one.id for one in ast.walk(keyword.value) if isinstance(one, ast.Name)}
            if names & {"AffiliationState", "NOT_LEFT"}:
                yield keyword.value.lineno


_ASKS = {"filter", "exclude", "get", "Q"}


def test_no_reader_says_for_itself_who_belongs() -> None:
    """A query that asks for a state of an affiliation forgets who was erased."""
    # there a volunteer is locked who is there, and every state but one counts
    right = {"access/kit/affiliations.py", "actions/privacy/erasure.py"}
    found = [
        f"{name}:{line}"
        for layer in ("access", "actions")
        for path in sorted((SOURCES / layer).rglob("*.py"))
        for line in _asks_for_itself(ast.parse(path.read_text(encoding="utf-8")))
        if (name := str(path.relative_to(SOURCES))) not in right
    ]
    assert found == []
