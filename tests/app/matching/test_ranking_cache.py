"""Whom to read for one request, from arrays in memory: the same people as reading everybody."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, TODAY, Cast
from tests.app.conftest import Questions
from tests.app.kit.test_queries import fullest_request

from loopplank.access.kit import changes
from loopplank.access.matching import ranking_cache
from loopplank.access.matching.candidates import CandidatePage, Look, candidate_page
from loopplank.actions.wellbeing import signal
from loopplank.core.matching.ranking import Index
from loopplank.core.requests.intake import day_parts
from loopplank.store.models import (
    AccessRecord,
    AccessSubject,
    Affiliation,
    Limits,
    Network,
    PostcodeArea,
    Request,
    Volunteer,
    VolunteerVersion,
)
from loopplank.web.kit import clock

pytestmark = pytest.mark.commits
NEAR, FURTHER, FAR = "1013", "1021", "1055"


@pytest.fixture(autouse=True)
def _arrays_for_everybody(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """However small the organisation; and no test begins with what another one held."""
    monkeypatch.setattr(ranking_cache, "ARRAYS_FROM", 0)
    ranking_cache.let_go()
    yield
    ranking_cache.let_go()


@pytest.fixture
def chosen(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What the arrays answered each time; None where everybody was read."""
    answers: list[Any] = []
    choose = ranking_cache.choose

    def listening(*given: Any, **how: Any) -> Any:
        answers.append(choose(*given, **how))
        return answers[-1]

    monkeypatch.setattr(ranking_cache, "choose", listening)
    return answers


@pytest.fixture
def town(cast: Cast) -> UUID:
    """A request, and thirty volunteers who differ in everything that is weighed."""
    for area, latitude in ((NEAR, 52.37), (FURTHER, 52.40), (FAR, 52.60)):
        PostcodeArea.objects.create(
            postcode=area, place="Waterstad", latitude=latitude, longitude=4.9
        )
    Network.objects.update(open_asks_at_once=99, most_asks_a_month=12)
    for n in range(30):
        one = cast.volunteer(
            f"Helper Nummer{n:02}",
            postcode=f"{(NEAR, FURTHER, FAR)[n % 3]} AA" if n % 7 else "",
        )
        if n % 10 == 1:
            cast.asked(one)
        if n % 10 in {2, 3}:
            cast.running(one)
        if n % 10 == 3:
            signal.send_signal(actor=one, now=NOW, reason="time")
        Limits.objects.filter(pk=one.id).update(
            liked_minutes=30 + 30 * (n % 5),
            max_minutes=45 + 30 * (n % 5),
            max_people=1 + n % 2,
            max_heavy=n % 2,
            travel_counts=n % 4 == 0,
            until=TODAY + timedelta(weeks=4 * n) if n % 5 == 0 else None,
            pause_from=TODAY if n % 11 == 0 else None,
            max_km=(None, 2, 5, 50)[n % 4],
            kinds=["transport"] if n % 6 == 0 else ["company", "shopping"],
            no_gos=["dogs"] if n % 9 == 0 else [],
            day_parts=1 if n % 8 == 0 else day_parts([3], [1]),
        )
        if n % 10 == 0:
            Affiliation.objects.filter(volunteer_id=one.id).update(certificate_seen_on=None)
    request_id = cast.ready()
    Request.objects.filter(pk=request_id).update(brings=["dogs"], visit_minutes=60)
    return request_id


def look(
    cast: Cast, request_id: UUID, *, now: datetime = NOW, slow: bool = False, **how: Any
) -> CandidatePage:
    if slow:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(ranking_cache, "choose", lambda *_args, **_how: None)
            return candidate_page(cast.anna, request_id, now, **how)
    return candidate_page(cast.anna, request_id, now, **how)


def warmed(cast: Cast, request_id: UUID) -> None:
    """The first question reads everybody and notes how many there are; the next makes arrays."""
    look(cast, request_id)
    look(cast, request_id)


def shown(page: CandidatePage) -> tuple[Any, ...]:
    totals = (page.fits_total, page.no_room_total, page.fits_not_total)
    return [one.name for one in page.shown], totals, sorted(page.no_room_counts)


def same_as_reading_everybody(cast: Cast, request_id: UUID, chosen: list[Any]) -> None:
    """The arrays choose, and it is as if everybody had been read."""
    with_arrays = look(cast, request_id)
    assert chosen[-1] is not None
    assert shown(with_arrays) == shown(look(cast, request_id, slow=True))


# --- the same people -----


@pytest.mark.parametrize("how", [{}, {"look": Look(any_day=True)}, {"most": 3}])
def test_the_page_is_that_of_reading_everybody(
    cast: Cast, town: UUID, chosen: list[Any], how: dict[str, Any]
) -> None:
    warmed(cast, town)
    assert [answer is None for answer in chosen] == [True, False]
    page, slow = look(cast, town, **how), look(cast, town, slow=True, **how)
    assert shown(page) == shown(slow)
    assert page.fits_total > 3
    assert page.no_room_total > 0
    assert [(c.now, c.extra, c.state) for c in page.shown] == [
        (c.now, c.extra, c.state) for c in slow.shown
    ]
    # whoever lives beyond the question is too far, whatever else there is; the sum is the same
    assert sum(n for _, n in page.fits_not_counts) == sum(n for _, n in slow.fits_not_counts)
    assert {code for code, _ in page.fits_not_counts} <= {
        code for code, _ in slow.fits_not_counts
    } | {"why_not.pause"}


CHANGES: dict[str, Callable[[Cast, UUID], object]] = {
    "comes nearer": lambda _cast, pk: Volunteer.objects.filter(pk=pk).update(postcode="1013 ZZ"),
    "moves away": lambda _cast, pk: Volunteer.objects.filter(pk=pk).update(postcode="1055 ZZ"),
    "will go further": lambda _cast, pk: Limits.objects.filter(pk=pk).update(max_km=None),
    "does something else": lambda _cast, pk: Limits.objects.filter(pk=pk).update(kinds=["vigil"]),
    "takes a pause": lambda _cast, pk: Limits.objects.filter(pk=pk).update(pause_from=TODAY),
    "leaves": lambda _cast, pk: Affiliation.objects.filter(volunteer_id=pk).update(
        state="ended", ended_on=TODAY
    ),
    "was erased": lambda _cast, pk: Volunteer.objects.filter(pk=pk).update(erased_at=NOW),
    "comes": lambda cast, _pk: cast.volunteer("Nieuw Hier", postcode="1013 AA"),
    "is asked": lambda cast, pk: cast.asked(replace(cast.bram, id=pk)),
    "helps": lambda cast, pk: cast.running(replace(cast.bram, id=pk)),
    "nothing at all": lambda _cast, _pk: None,
}


@pytest.mark.parametrize("change", CHANGES)
def test_the_next_question_knows_of_a_change(
    cast: Cast, town: UUID, chosen: list[Any], change: str
) -> None:
    warmed(cast, town)
    page = look(cast, town)
    before = shown(page)
    CHANGES[change](cast, page.shown[0].volunteer_id)
    same_as_reading_everybody(cast, town, chosen)
    if change == "comes":
        assert "Nieuw Hier" in shown(look(cast, town))[0]
    if change in {"leaves", "was erased", "takes a pause", "does something else"}:
        assert before[0][0] not in shown(look(cast, town))[0]


def test_who_was_far_away_is_found_as_soon_as_they_are_near(
    cast: Cast, town: UUID, chosen: list[Any]
) -> None:
    """Not among those who were read before, so only the arrays can have brought them."""
    far = cast.volunteer("Ver Weg", postcode="1055 AA")
    Limits.objects.filter(pk=far.id).update(max_km=2)
    warmed(cast, town)
    assert far.id not in chosen[-1].ids
    Volunteer.objects.filter(pk=far.id).update(postcode="1013 AA")
    assert "Ver Weg" in shown(look(cast, town))[0]
    assert far.id in chosen[-1].ids


def test_who_comes_back_is_there_again(cast: Cast, town: UUID, chosen: list[Any]) -> None:
    warmed(cast, town)
    first = look(cast, town).shown[0].volunteer_id
    mine = Affiliation.objects.filter(volunteer_id=first)
    for state, day in (("ended", TODAY), ("active", None), ("ended", TODAY), ("active", None)):
        mine.update(state=state, ended_on=day)
        same_as_reading_everybody(cast, town, chosen)
    assert look(cast, town).shown[0].volunteer_id == first


# --- who sees whom (promise P6) -----


def test_of_another_organisation_nobody_is_in_the_arrays(
    cast: Cast, town: UUID, chosen: list[Any]
) -> None:
    dirks = cast.ready(of=cast.dirk)
    here = cast.volunteer("Zuid Alleen", of=cast.dirk, postcode="1013 AA")
    warmed(cast, town)
    for _ in range(2):
        page = candidate_page(cast.dirk, dirks, NOW)
    assert chosen[-1].ids == {here.id}
    assert (page.fits_total, page.no_room_total, page.fits_not_total) == (1, 0, 0)
    # one who is at both stands in both, with what each of them wrote down
    Affiliation.objects.create(
        volunteer_id=cast.bram_id, organisation_id=cast.zuid_id, since=TODAY + timedelta(days=9)
    )
    page = candidate_page(cast.dirk, dirks, NOW)
    assert chosen[-1].ids == {here.id, cast.bram_id}
    assert ("why_not.certificate", 1) in page.fits_not_counts


# --- when there are no arrays -----


def test_a_small_organisation_holds_nothing(
    cast: Cast, town: UUID, chosen: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ranking_cache, "ARRAYS_FROM", 500)
    warmed(cast, town)
    look(cast, town)
    assert chosen == [None, None, None]


def test_inside_a_transaction_everybody_is_read(cast: Cast, town: UUID, chosen: list[Any]) -> None:
    warmed(cast, town)
    with transaction.atomic():
        look(cast, town)
    assert chosen[-1] is None


def test_a_code_that_nobody_knows_stops_no_page(cast: Cast, town: UUID, chosen: list[Any]) -> None:
    warmed(cast, town)
    before = shown(look(cast, town))
    Limits.objects.filter(pk=cast.volunteer("Raar Geval", postcode="1055 AA").id).update(
        no_gos=["juggling"], max_km=1
    )
    after = shown(look(cast, town))
    assert chosen[-1] is None
    assert after[0] == before[0]
    Limits.objects.filter(no_gos=["juggling"]).update(no_gos=[])
    same_as_reading_everybody(cast, town, chosen)


def made_anew(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many people stood in each index that was made from now on."""
    made: list[int] = []

    class Counting(Index):
        def __init__(self, volunteers: Any, prices: Any = None) -> None:
            made.append(len(volunteers))
            super().__init__(volunteers, prices)

    monkeypatch.setattr(ranking_cache, "Index", Counting)
    return made


def test_too_many_changes_and_a_new_day_are_read_anew(
    cast: Cast, town: UUID, chosen: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    warmed(cast, town)
    made = made_anew(monkeypatch)
    Limits.objects.update(max_km=9)
    same_as_reading_everybody(cast, town, chosen)
    assert made == []
    monkeypatch.setattr(changes, "MOST_CHANGES", 5)
    Limits.objects.update(max_km=3)
    same_as_reading_everybody(cast, town, chosen)
    assert len(made) == 1
    # a rest ends with the day, and nothing is written then
    look(cast, town, now=NOW + timedelta(days=1))
    assert len(made) == 2
    assert chosen[-1] is not None


def test_a_process_holds_so_many_organisations_and_no_more(
    cast: Cast, town: UUID, chosen: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ranking_cache, "MOST_HELD", 1)
    warmed(cast, town)
    dirks = cast.ready(of=cast.dirk)
    cast.volunteer("Zuid Alleen", of=cast.dirk)
    for _ in range(2):
        candidate_page(cast.dirk, dirks, NOW)
    assert chosen[-1] is not None
    look(cast, town)
    assert chosen[-1] is None


def test_many_volunteers_cost_the_same_queries(
    cast: Cast, town: UUID, queries: Callable[[], AbstractContextManager[Questions]]
) -> None:
    def asked() -> Questions:
        with queries() as found:
            look(cast, town)
        return found

    warmed(cast, town)
    few = asked()
    for n in range(5):
        cast.volunteer(f"Meer Nummer{n}", postcode="1013 AA")
    look(cast, town)
    assert len(asked()) == len(few) <= 25


# --- the page of one request, where a volunteer is sought -----


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The row of every volunteer who was read as one of the organisation."""
    rows: list[str] = []
    from_db = Affiliation.from_db.__func__  # type: ignore[attr-defined]

    def noted(of: type[Affiliation], *given: Any) -> Affiliation:
        row: Affiliation = from_db(of, *given)
        rows.append(str(row.volunteer_id))
        return row

    monkeypatch.setattr(Affiliation, "from_db", classmethod(noted))
    return rows


@pytest.fixture
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def page_of(cast: Cast, request_id: UUID, client: Client | None = None) -> Any:
    response = (client or browsing.member(cast.anna)).get(reverse("request", args=[request_id]))
    assert response.status_code == 200
    return response.context["candidates"]


@pytest.mark.usefixtures("_at_the_time_of_the_cast")
def test_the_page_of_one_request_reads_whom_it_shows_and_counts_everybody(
    cast: Cast, town: UUID, chosen: list[Any], read: list[str]
) -> None:
    def how_many() -> int:
        read.clear()
        page_of(cast, town)
        return len(read)

    everybody = how_many()
    how_many()
    few = how_many()
    assert [answer is None for answer in chosen] == [True, False, False]
    # three who fit and who live as near, and of who has no room and who does not fit three each
    assert 3 < few <= 20 < everybody
    for n in range(60):
        one = cast.volunteer(f"Ver Nummer{n}", postcode="1055 AA")
        Limits.objects.filter(pk=one.id).update(max_km=1)
    how_many()
    assert how_many() == few
    page = page_of(cast, town)
    slow = look(cast, town, slow=True)
    assert (page.fits_total, page.no_room_total, page.fits_not_total) == shown(slow)[1]
    assert page.fits_not_total > 60
    assert [one.name for one in page.shown] == shown(slow)[0][:3]


@pytest.mark.usefixtures("_at_the_time_of_the_cast")
def test_who_is_not_on_the_page_of_one_request_was_not_read(cast: Cast, town: UUID) -> None:
    """Whoever looks up who read their data finds the pages that they stood on, and no more."""
    for _ in range(3):
        page = page_of(cast, town)
        on_it = {one.volunteer_id for one in page.shown}
        on_it |= {UUID(one.someone.key) for one in (*page.no_room, *page.fits_not)}
        assert 3 < len(on_it) <= 9
        record = AccessRecord.objects.filter(page="candidates").latest("pk")
        seen = AccessSubject.objects.filter(record=record).values_list("subject_id", flat=True)
        assert set(seen) == on_it | {page.row.help_seeker_id}


@pytest.mark.usefixtures("_at_the_time_of_the_cast")
def test_with_arrays_the_fullest_page_of_one_request_stays_within_the_number(
    cast: Cast, chosen: list[Any], queries: Callable[[], AbstractContextManager[Questions]]
) -> None:
    request_id, client = fullest_request(cast), browsing.member(cast.anna)
    for _ in range(2):
        page_of(cast, request_id, client)
    with queries() as asked:
        page = page_of(cast, request_id, client)
    assert chosen[-1] is not None
    assert any(one.hidden for one in page.shown)
    assert len(asked) <= 25, asked


# --- changes that are committed in another order -----


@pytest.mark.postgresql
def test_a_change_that_is_committed_late_is_not_missed(
    cast: Cast, town: UUID, chosen: list[Any]
) -> None:
    """An open transaction got the lower number. On SQLite there is one writer at a time."""
    far = cast.volunteer("Ver Weg", postcode="1055 AA")
    Limits.objects.filter(pk=far.id).update(max_km=2)
    warmed(cast, town)
    late = connection.copy()
    try:
        late.set_autocommit(False)
        with late.cursor() as cursor:
            cursor.execute(
                "UPDATE store_volunteer SET postcode = '1013 AA' WHERE id = %s", [far.id]
            )
        Limits.objects.filter(pk=cast.bram_id).update(max_km=4)
        assert "Ver Weg" not in shown(look(cast, town))[0]
        assert chosen[-1] is not None
        late.commit()
        newest = VolunteerVersion.objects.order_by("version").last()
        assert newest is not None
        assert newest.volunteer_id == cast.bram_id  # the late one has a lower number
        assert "Ver Weg" in shown(look(cast, town))[0]
    finally:
        late.close()


@pytest.mark.postgresql
def test_a_change_that_was_open_when_the_arrays_were_made_is_not_missed(
    cast: Cast, town: UUID, chosen: list[Any]
) -> None:
    far = cast.volunteer("Ver Weg", postcode="1055 AA")
    Limits.objects.filter(pk=far.id).update(max_km=2)
    look(cast, town)
    late = connection.copy()
    try:
        late.set_autocommit(False)
        with late.cursor() as cursor:
            cursor.execute(
                "UPDATE store_volunteer SET postcode = '1013 AA' WHERE id = %s", [far.id]
            )
        Limits.objects.filter(pk=cast.bram_id).update(max_km=4)
        look(cast, town)
        assert chosen[-1] is not None
        late.commit()
        assert "Ver Weg" in shown(look(cast, town))[0]
    finally:
        late.close()


def test_what_was_rolled_back_is_not_waited_for_for_ever(
    cast: Cast, town: UUID, chosen: list[Any], queries: Callable[[], Any]
) -> None:
    warmed(cast, town)
    with transaction.atomic():
        Limits.objects.filter(pk=cast.bram_id).update(max_km=1)
        transaction.set_rollback(True)
    Limits.objects.filter(pk=cast.bram_id).update(max_km=2)
    same_as_reading_everybody(cast, town, chosen)
    later = NOW + changes.WAITS + timedelta(seconds=1)
    look(cast, town, now=later)
    with queries() as asked:
        look(cast, town, now=later)
    (question,) = [sql for sql in asked if "store_volunteerversion" in sql]
    assert " IN (" not in question


# --- one volunteer -----


def test_asking_somebody_reads_only_them(cast: Cast, town: UUID, chosen: list[Any]) -> None:
    """Also somebody who is far down the list of a large organisation."""
    everybody = look(cast, town, slow=True, most=1000)
    not_opened = everybody.shown[1].volunteer_id
    read_before = AccessSubject.objects.filter(subject_id=not_opened).count()
    for one in (everybody.shown[-1], everybody.shown[0]):
        address = reverse("ask_volunteer", args=[town, one.volunteer_id])
        page = candidate_page(cast.anna, town, NOW, about=one.volunteer_id)
        assert [row.name for row in page.shown] == [one.name]
        assert browsing.member(cast.anna).get(address).status_code in {200, 302}
    for other in (everybody.no_room[-1], everybody.fits_not[-1]):
        page = candidate_page(cast.anna, town, NOW, about=UUID(other.someone.key))
        assert page.shown == ()
        assert [row.reason for row in (*page.no_room, *page.fits_not)] == [other.reason]
    assert chosen == []
    assert AccessSubject.objects.filter(subject_id=not_opened).count() == read_before
