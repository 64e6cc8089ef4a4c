"""What a process holds of a large organisation is what the tables say, whatever was written."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import transaction
from django.urls import reverse
from tests.app import browsing, planned
from tests.app.cast import NOW, TODAY, Cast
from tests.app.conftest import Questions

from loopplank.access.account.actors import Actor
from loopplank.access.volunteers import kept, volunteer_list
from loopplank.access.volunteers.team_week import TeamWeek, Wanted, team_week
from loopplank.access.volunteers.volunteer_list import Chosen, VolunteersPage, volunteers_page
from loopplank.actions.volunteers import visits
from loopplank.actions.wellbeing import signal
from loopplank.core.kit.calendar import monday
from loopplank.store.models import (
    Affiliation,
    Limits,
    LoadWeek,
    Match,
    Visit,
    Volunteer,
    VolunteerSignal,
)
from loopplank.web.kit import clock

pytestmark = pytest.mark.commits
BY_ROOM = Chosen(order="room")


@pytest.fixture(autouse=True)
def _holds_of_everybody(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """However small the organisation; and no test begins with what another one held."""
    monkeypatch.setattr(kept, "KEPT_FROM", 0)
    kept.let_go()
    yield
    kept.let_go()


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[int | None]:
    """Of how many volunteers the list was read each time; None is everybody."""
    found: list[int | None] = []
    listed = volunteer_list._listed

    def noting(actor: Actor, today: date, of: set[UUID] | None) -> object:
        found.append(None if of is None else len(of))
        return listed(actor, today, of)

    monkeypatch.setattr(volunteer_list, "_listed", noting)
    return found


@pytest.fixture
def helpers(cast: Cast) -> list[Actor]:
    """Six volunteers, of whom three help; the first keeps hours elsewhere to themselves."""
    made = [cast.volunteer(f"Helper Nummer{n}") for n in range(6)]
    for one in made[:3]:
        cast.running(one)
    Match.objects.update(first_day=TODAY - timedelta(weeks=2))
    Limits.objects.filter(pk=made[0].id).update(show_hours_elsewhere=False)
    return made


Pages = tuple[VolunteersPage, VolunteersPage, VolunteersPage, TeamWeek, TeamWeek]


def pages(cast: Cast) -> Pages:
    next_week = monday(TODAY) + timedelta(weeks=1)
    return (
        volunteers_page(cast.anna, "", 1, NOW),
        volunteers_page(cast.anna, "", 1, NOW, BY_ROOM),
        volunteers_page(cast.anna, "", 1, NOW, Chosen(room=True)),
        team_week(cast.anna, Wanted(monday(TODAY)), 1, NOW),
        team_week(cast.anna, Wanted(next_week, room=True), 1, NOW),
    )


def slow(cast: Cast) -> Pages:
    """The same from the tables."""
    with transaction.atomic():
        return pages(cast)


def warmed(cast: Cast) -> Pages:
    """The first page reads everybody and notes how many there are; the next one holds them."""
    pages(cast)
    return pages(cast)


def log(one: Actor, minutes: int) -> None:
    match = Match.objects.get(volunteer_id=one.id)
    by = {"actor": one, "now": NOW, "match_id": match.pk, "day": TODAY}
    visits.log_visit(**by, minutes=minutes, felt="fine")  # type: ignore[arg-type]


def of(one: Actor) -> dict[str, UUID | None]:
    return {"volunteer_id": one.id}


Change = Callable[[Cast, list[Actor]], object]
CHANGES: dict[str, Change] = {
    "is called otherwise": lambda _c, h: Volunteer.objects.filter(pk=h[5].id).update(
        last_name="Aa"
    ),
    "has another number": lambda _c, h: Volunteer.objects.filter(pk=h[5].id).update(phone="0201"),
    "was erased": lambda _c, h: Volunteer.objects.filter(pk=h[5].id).update(erased_at=NOW),
    "does more": lambda _c, h: Limits.objects.filter(pk=h[5].id).update(max_minutes=400),
    "is away": lambda _c, h: Limits.objects.filter(pk=h[5].id).update(
        away=[[str(TODAY), str(TODAY)]]
    ),
    "takes a pause": lambda _c, h: Limits.objects.filter(pk=h[0].id).update(pause_from=TODAY),
    "was over": lambda _c, h: Limits.objects.filter(pk=h[5].id).update(over_until=TODAY),
    "was spoken to": lambda _c, h: Affiliation.objects.filter(**of(h[5])).update(spoken_at=NOW),
    "leaves": lambda _c, h: Affiliation.objects.filter(**of(h[5])).update(
        state="ended", ended_on=TODAY
    ),
    "comes": lambda c, _h: c.volunteer("Nieuw Hier"),
    "helps": lambda c, h: c.running(h[5]),
    "helps otherwise": lambda _c, h: Match.objects.filter(**of(h[0])).update(visit_minutes=45),
    "carries more": lambda _c, h: LoadWeek.objects.filter(**of(h[0])).update(
        planned_minutes=85, allowed_minutes=600
    ),
    "came": lambda _c, h: log(h[0], 30),
    "came for long": lambda _c, h: log(h[0], 600),
    "says it is too heavy": lambda _c, h: signal.send_signal(actor=h[1], now=NOW, reason="time"),
    "is asked": lambda c, h: c.asked(h[4]),
}


@pytest.mark.parametrize("change", CHANGES)
def test_the_next_page_knows_of_a_change(cast: Cast, helpers: list[Actor], change: str) -> None:
    before = warmed(cast)
    assert before == slow(cast)
    CHANGES[change](cast, helpers)
    after = pages(cast)
    assert after == slow(cast)
    assert after != before


def test_what_was_changed_is_changed_back(cast: Cast, helpers: list[Actor]) -> None:
    before = warmed(cast)
    log(helpers[0], 600)
    signal.send_signal(actor=helpers[1], now=NOW, reason="time")
    assert pages(cast) == slow(cast) != before
    Visit.objects.all().delete()
    VolunteerSignal.objects.all().delete()
    Limits.objects.update(over_until=None)
    assert pages(cast) == slow(cast)
    assert pages(cast)[0] == before[0]


def test_only_who_changed_is_read(cast: Cast, helpers: list[Actor], read: list[int | None]) -> None:
    warmed(cast)
    del read[:]
    pages(cast)
    assert read == []
    Limits.objects.filter(pk=helpers[0].id).update(max_minutes=400)
    pages(cast)
    assert read == [1]


def test_the_way_there_counts_at_once(cast: Cast, helpers: list[Actor]) -> None:
    log(helpers[0], 85)
    Limits.objects.update(travel_counts=True)
    before = warmed(cast)
    Match.objects.filter(**of(helpers[0])).update(travel_minutes=60)
    assert pages(cast) == slow(cast) != before


def test_what_is_not_committed_is_not_held(cast: Cast, helpers: list[Actor]) -> None:
    before = warmed(cast)
    with transaction.atomic():
        Limits.objects.update(max_minutes=400)
        assert pages(cast) != before
        transaction.set_rollback(True)
    assert pages(cast) == before


def test_what_breaks_while_it_is_read_is_read_again(
    cast: Cast, helpers: list[Actor], monkeypatch: pytest.MonkeyPatch
) -> None:
    warmed(cast)
    Limits.objects.filter(pk=helpers[0].id).update(max_minutes=400)

    def breaks(*_given: object) -> None:
        raise OSError("gone")

    with monkeypatch.context() as patch:
        patch.setattr(volunteer_list, "_listed", breaks)
        with pytest.raises(OSError, match="gone"):
            volunteers_page(cast.anna, "", 1, NOW)
    assert pages(cast) == slow(cast)


def test_a_new_day_and_another_organisation_are_read_for_themselves(
    cast: Cast, helpers: list[Actor], read: list[int | None]
) -> None:
    warmed(cast)
    del read[:]
    volunteers_page(cast.anna, "", 1, NOW + timedelta(days=1))
    assert volunteers_page(cast.dirk, "", 1, NOW).rows == ()
    assert read == [None, None]


def test_a_small_organisation_holds_nothing(
    cast: Cast,
    helpers: list[Actor],
    read: list[int | None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(kept, "KEPT_FROM", 500)
    warmed(cast)
    assert read == [None] * 6


def test_two_who_look_at_once_wait_for_nobody(
    cast: Cast, helpers: list[Actor], read: list[int | None]
) -> None:
    warmed(cast)
    del read[:]
    place = kept._OF.of(("volunteers", cast.anna.own_organisation))
    assert place is not None
    with place.lock:
        assert volunteers_page(cast.anna, "", 1, NOW).total == len(helpers) + 1
    assert read == [None]


def test_a_page_after_a_change_is_within_25_queries(
    cast: Cast,
    helpers: list[Actor],
    queries: Callable[[], AbstractContextManager[Questions]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    planned.many_at_once()
    planned.sought(cast, last_name="Zoekt")
    planned.plan_now(cast)
    client = browsing.member(cast.anna)
    for name in ("team_week", "volunteers"):
        asked = []
        for _ in range(4):
            with queries() as found:
                client.get(reverse(name))
            asked.append(len(found))
        Limits.objects.filter(pk=helpers[0].id).update(max_minutes=400)
        with queries() as found:
            client.get(reverse(name))
        asked.append(len(found))
        # once everybody, once to hold them, then only what changed
        assert max(asked) <= 25, asked
        assert asked[2] == asked[3] < asked[0]
