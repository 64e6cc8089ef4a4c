"""Clocks that an organisation or a network sets, and what they cost whoever has to keep them."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import KNOWN_SAFE, NOW, Cast
from tests.app.kit.test_doors import admin_of_noord

from loopplank.access.account.actors import NotFound
from loopplank.access.kit import workdays
from loopplank.access.responsibility.clocks import settings_of
from loopplank.access.responsibility.coordination import fullness
from loopplank.access.responsibility.today import today_page
from loopplank.actions.messages import messages
from loopplank.actions.requests import closing as request_closing
from loopplank.actions.requests import handling
from loopplank.actions.responsibility import clocks
from loopplank.core.kit.reason import Refused
from loopplank.core.requests.closing import SAY_WHY_SAFE, ClosingReason
from loopplank.core.requests.states import Clock, State, Unit
from loopplank.core.responsibility.clocks import DEFAULTS, Urgency
from loopplank.core.triage import Answer
from loopplank.store.models import (
    ClockSetting,
    Event,
    Membership,
    Message,
    Organisation,
    Request,
)
from loopplank.web.kit import clock

NEW, NORMAL = State.NEW, Urgency.NORMAL
RUNNING = (State.RUNNING, NORMAL)


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def typed(**changed: object) -> dict[str, object]:
    """The whole form as it is shown without any setting, with some rows changed."""
    form: dict[str, object] = {}
    for (state, urgency), one in DEFAULTS.items():
        form |= {f"{state}-{urgency}": one.amount, f"{state}-{urgency}-unit": one.unit.value}
    return {**form, "do": "keep", **{name.replace("__", "-"): v for name, v in changed.items()}}


def due_on(request_id: UUID) -> date | None:
    return Request.objects.get(pk=request_id).due_on


# --- setting them ---------------------------------------------------------------------------------


def test_only_what_differs_is_kept_and_new_requests_follow_it(cast: Cast) -> None:
    before = cast.web_request()
    client = browsing.member(cast.anna)
    assert client.post(reverse("clocks"), typed(new__normal=1)).status_code == 302
    (row,) = ClockSetting.objects.all()
    assert (row.organisation_id, row.state, row.urgency, row.amount) == (
        cast.noord_id,
        "new",
        "normal",
        1,
    )
    assert due_on(cast.web_request()) == date(2026, 11, 25)
    assert due_on(before) == date(2026, 11, 26), "a day that was promised stays"
    event = Event.objects.get(type="organisation.clocks_set")
    assert event.data == {"clocks": [["new", "normal", 1, "working_days"]]}
    client.post(reverse("clocks"), typed())
    assert not ClockSetting.objects.exists()


def test_nothing_new_is_no_event(cast: Cast) -> None:
    browsing.member(cast.anna).post(reverse("clocks"), typed())
    assert not Event.objects.filter(type="organisation.clocks_set").exists()


def test_the_network_sets_them_for_who_set_none(cast: Cast) -> None:
    admin = admin_of_noord(cast)
    client = browsing.member(admin)
    assert "Eén hulpvraag kost ongeveer" in client.get(reverse("network_clocks")).content.decode()
    assert client.post(reverse("network_clocks"), typed(new__normal=2)).status_code == 302
    assert due_on(cast.web_request()) == date(2026, 11, 26)
    page = browsing.member(cast.anna).get(reverse("clocks")).content.decode()
    assert page.count("van het netwerk") == 1
    own = {(NEW, NORMAL): Clock(5, Unit.WORKING_DAYS)}
    clocks.set_own(actor=cast.anna, now=NOW, clocks=own)
    settings = settings_of(cast.noord_id, cast.network_id)
    assert settings.own == own
    assert settings.network == {(NEW, NORMAL): Clock(2, Unit.WORKING_DAYS)}
    assert settings_of(cast.zuid_id, cast.network_id).own == {}


@pytest.mark.parametrize(
    "wrong",
    [
        {"new__normal": ""},
        {"new__normal": "drie"},
        {"new__normal": -1},
        {"running__normal": 0},
        {"running__normal": 99},
        {"new__normal-unit": "years"},
    ],
)
def test_a_clock_that_cannot_be_is_a_sentence_and_stays_typed(
    cast: Cast, wrong: dict[str, object]
) -> None:
    response = browsing.member(cast.anna).post(reverse("clocks"), typed(**wrong))
    assert response.status_code == 422
    assert "error-summary" in response.content.decode()
    assert not ClockSetting.objects.exists()


@pytest.mark.both_engines
def test_the_rule_and_the_table_refuse_it_too(cast: Cast) -> None:
    with pytest.raises(Refused):
        clocks.set_own(actor=cast.anna, now=NOW, clocks={RUNNING: Clock(99, Unit.WEEKS)})
    place = {"state": "new", "urgency": "normal", "amount": 1, "unit": "days"}
    ClockSetting.objects.create(organisation_id=cast.noord_id, **place)
    for wrong in (
        {"organisation_id": cast.noord_id},
        {},
        {"organisation_id": cast.zuid_id, "network_id": cast.network_id},
        {"organisation_id": cast.zuid_id, "state": "closed"},
        {"organisation_id": cast.zuid_id, "unit": "years"},
        {"organisation_id": cast.zuid_id, "urgency": "soon"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            ClockSetting.objects.create(**{**place, **wrong})


# --- what they cost -------------------------------------------------------------------------------


def test_the_page_says_what_the_clocks_cost_and_reckons_what_is_typed(cast: Cast) -> None:
    for name in ("Ria Een", "Els Twee", "Jan Drie"):
        cast.running(cast.volunteer(name))
    for _ in range(5):
        cast.web_request()
    client = browsing.member(cast.anna)
    page = client.get(reverse("clocks")).content.decode()
    # five calls of 20 minutes, and three talks of 20 minutes in six weeks
    assert "Deze klokken kosten jou 1¾ uur van je 20." in page
    asked = typed(do="count", running__normal=1)
    reckoned = client.post(reverse("clocks"), asked).content.decode()
    assert "Deze klokken kosten jou 2¾ uur van je 20." in reckoned
    assert 'value="1"' in reckoned
    assert not ClockSetting.objects.exists(), "reckoning keeps nothing"


def test_a_board_reads_the_hours_of_all_coordinators(cast: Cast) -> None:
    cast.web_request()
    page = browsing.member(cast.gerda).get(reverse("clocks")).content.decode()
    assert "van de 40 uur" in page
    Membership.objects.filter(pk=cast.henk.id).update(hours_a_week=None)
    page = browsing.member(cast.gerda).get(reverse("clocks")).content.decode()
    assert "De uren staan er nog niet bij." in page


def test_the_page_asks_as_much_for_many_as_for_one(cast: Cast, queries: Callable[[], Any]) -> None:
    client = browsing.member(cast.anna)
    client.get(reverse("clocks"))
    with queries() as few:
        client.get(reverse("clocks"))
    for _ in range(12):
        cast.web_request()
    with queries() as lots:
        client.get(reverse("clocks"))
    assert len(few) == len(lots) <= 12, lots


def test_who_chooses_an_owner_hears_that_one_is_full(cast: Cast) -> None:
    assert cast.anna.id
    Membership.objects.filter(pk=cast.anna.id).update(max_requests=2)
    cast.web_request()
    assert fullness(cast.anna.id, NOW).full is None
    cast.web_request()
    found = fullness(cast.anna.id, NOW)
    assert found.full is not None
    assert (found.full.code, found.requests, found.minutes) == ("full.requests", 2, 40)
    Membership.objects.filter(pk=cast.anna.id).update(max_requests=None, max_matches=1)
    cast.running(cast.bram)
    found = fullness(cast.anna.id, NOW)
    assert found.full is not None
    assert found.full.code == "full.matches"
    with pytest.raises(NotFound):
        fullness(cast.noord_id, NOW)


def test_a_stop_is_proposed_on_vandaag_before_the_hours_are_gone(cast: Cast) -> None:
    assert today_page(cast.anna, NOW).stop is None
    Membership.objects.filter(pk=cast.anna.id).update(hours_a_week=6)
    for _ in range(5):
        cast.web_request()
    stop = today_page(cast.anna, NOW).stop
    assert stop is not None
    assert fullness(cast.anna.id, NOW).full is None  # type: ignore[arg-type]
    page = browsing.member(cast.anna).get(reverse("today")).content.decode()
    assert "Neem even niets aan?" in page
    assert "Wij nemen tot" in page
    assert today_page(cast.henk, NOW).stop is None


def test_the_agreed_number_of_requests_is_kept_with_a_colleague(cast: Cast) -> None:
    where = reverse("colleague", args=[cast.henk.id])
    typed_days = {"phone": "0205550143", "weekdays": [0, 1], "hours_a_week": "20"}
    client = browsing.member(cast.anna)
    assert client.post(where, {**typed_days, "max_requests": "25"}).status_code == 302
    assert Membership.objects.get(pk=cast.henk.id).max_requests == 25
    assert 'value="25"' in client.get(where).content.decode()


# --- working days ---------------------------------------------------------------------------------


def test_working_days_are_known_over_new_year_and_for_years_ahead(cast: Cast) -> None:
    row = Organisation.objects.get(pk=cast.noord_id)
    calendar = workdays.of_organisation(row, date(2026, 12, 24))
    for year in (2025, 2026, 2027, 2028, 2029):
        assert not calendar.works(date(year, 1, 1)), year
        assert not calendar.works(date(year, 12, 25)), year
    assert not calendar.works(date(2028, 4, 17)), "Easter Monday two years ahead"
    assert calendar.after(date(2026, 12, 24), 1) == date(2026, 12, 28)


# --- safety before closing ------------------------------------------------------------------------


def last_letter(cast: Cast, request_id: UUID, now: datetime) -> datetime:
    """Write and tell the letter before closing; the moment at which its day has passed."""
    request_closing.write_last_letter(actor=cast.anna, now=now, request_id=request_id)
    letter = Message.objects.get(request_id=request_id, template="last_try")
    messages.tell(actor=cast.anna, now=now, message_id=letter.pk, how="printed")
    return now + timedelta(weeks=4)


@pytest.mark.parametrize(
    ("heard", "closes"),
    [
        (None, True),
        ({}, True),
        ({"V1": Answer.UNKNOWN}, False),
        ({"V4": Answer.YES}, False),
        ({"N2": Answer.UNKNOWN}, False),
        ({"N1": Answer.YES}, False),
        ({"K1": Answer.UNKNOWN}, True),
    ],
)
def test_somebody_who_may_be_in_danger_is_not_closed_as_not_reached(
    cast: Cast, heard: dict[str, Answer] | None, closes: bool
) -> None:
    request_id = cast.request()
    if heard is not None:
        cast.assess(request_id, **heard)
    for channel in ("phone", "phone", "letter"):
        handling.log_contact(
            actor=cast.anna, now=NOW, request_id=request_id, kind="not_reached", channel=channel
        )
    closing = request_closing.Closing(ClosingReason.NOT_REACHED, safe=KNOWN_SAFE)
    if closes:
        after = last_letter(cast, request_id, NOW)
        request_closing.close(actor=cast.anna, now=after, request_id=request_id, closing=closing)
        return
    response = browsing.member(cast.anna).post(
        reverse("close", args=[request_id]), {"reason": "not_reached"}
    )
    assert response.status_code == 422
    assert "Over gevaar of veiligheid is nog iets open" in response.content.decode()
    assert Request.objects.get(pk=request_id).state != "closed"


def test_a_newer_weighing_that_answers_it_all_opens_the_way(cast: Cast) -> None:
    request_id = cast.request()
    cast.assess(request_id, V1=Answer.UNKNOWN)
    later = NOW + timedelta(days=1)
    for channel in ("phone", "phone", "letter"):
        handling.log_contact(
            actor=cast.anna, now=later, request_id=request_id, kind="not_reached", channel=channel
        )
    closing = request_closing.Closing(ClosingReason.NOT_REACHED)
    with pytest.raises(Refused) as refused:
        request_closing.close(actor=cast.anna, now=later, request_id=request_id, closing=closing)
    assert refused.value.reason is SAY_WHY_SAFE
    cast.assess(request_id)
    after = last_letter(cast, request_id, later)
    request_closing.close(actor=cast.anna, now=after, request_id=request_id, closing=closing)
