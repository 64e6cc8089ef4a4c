"""Het gaat niet goed met de hulp: to a named person, before a day, and never to the volunteer."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, Cast
from tests.app.questionnaire import text

from loopplank.access.account.actors import Actor, NotFound
from loopplank.actions.matching import matches
from loopplank.actions.requests import closing
from loopplank.actions.wellbeing import concern
from loopplank.core.account.roles import Role
from loopplank.core.requests.closing import Lack
from loopplank.store.models import AskerConcern, Event, Match, Organisation, Request
from loopplank.web.kit import clock

pytestmark = pytest.mark.both_engines

WHERE, STATUS = "/uw-vraag/gaat-niet-goed/", "/uw-vraag/"
WORDS = "Zij komt steeds niet opdagen."


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Any:
    """`at(moment)`: the pages believe that it is then."""

    def then(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    return then


def helped(cast: Cast, volunteer: Actor | None = None) -> UUID:
    match_id = cast.running(volunteer or cast.volunteer("Ria Smit"))
    return Match.objects.get(pk=match_id).request_id


def send(request_id: UUID, **typed: Any) -> Any:
    return browsing.asker(request_id).post(WHERE, typed, follow=True)


def test_the_page_says_who_reads_it_and_whom_to_call_in_danger(cast: Cast) -> None:
    request_id = helped(cast)
    asker = browsing.asker(request_id)
    assert f'href="{WHERE}"' in text(asker.get(STATUS))
    page = text(asker.get(WHERE))
    assert page.index("112") < page.index("<label")
    assert "Anna Prins leest dit, en neemt contact met u op." in page
    assert "De vrijwilliger ziet dit niet." in page
    assert "Dan leest Henk Achterwacht het, en Anna Prins niet." in page
    assert "Ria" not in page


def test_it_is_confirmed_with_a_name_and_a_latest_day_until_it_is_closed(cast: Cast) -> None:
    request_id = helped(cast)
    page = text(send(request_id, words=WORDS))
    assert "Wij hebben uw bericht. Goed dat u het zegt." in page
    assert "U schreef dit op dinsdag 24 november." in page
    assert (
        "Anna Prins leest het en neemt contact met u op, uiterlijk donderdag 26 november." in page
    )
    assert WORDS not in page, "whoever finds the link does not read what was said"
    row = AskerConcern.objects.get()
    concern.answer(
        actor=cast.anna,
        now=NOW + timedelta(days=1),
        concern_id=row.pk,
        answer=concern.Answer("somebody_else", spoken=True, done="Ria kan niet meer."),
    )
    page = text(browsing.asker(request_id).get(STATUS))
    assert "Op woensdag 25 november sprak Anna Prins met u." in page
    assert "Er komt iemand anders." in page
    assert "Ria kan niet meer." not in page


def test_about_the_coordinator_it_goes_to_the_stand_in(cast: Cast) -> None:
    page = text(send(helped(cast), reasons=["coordinator"], words=WORDS))
    assert "Henk Achterwacht leest het" in page
    assert AskerConcern.objects.get().to_id == cast.henk.id


def test_without_a_stand_in_another_coordinator_reads_it(cast: Cast) -> None:
    Organisation.objects.filter(pk=cast.noord_id).update(stand_in=None, form_open=False)
    send(helped(cast), reasons=["coordinator"])
    assert AskerConcern.objects.get().to_id == cast.henk.id


def test_who_does_not_feel_safe_hears_on_the_next_working_day(cast: Cast) -> None:
    page = text(send(helped(cast), reasons=["not_safe"]))
    # Anna works on Monday, Tuesday and Thursday; there is no day of hers before Wednesday ends
    assert AskerConcern.objects.get().answer_before.isoformat() == "2026-11-25"
    assert "112" in page


def test_nothing_said_is_a_sentence_and_a_citizen_number_too(cast: Cast) -> None:
    request_id = helped(cast)
    nothing = send(request_id)
    assert nothing.status_code == 409
    assert "Schrijf op wat er niet goed gaat, of kies een reden." in text(nothing)
    number = send(request_id, words="Mijn nummer is 111222333.")
    assert number.status_code == 422
    assert "Mijn nummer is 111222333." in text(number), "nothing typed is lost"
    assert not AskerConcern.objects.exists()


def test_pressed_twice_it_is_said_once(cast: Cast) -> None:
    request_id = helped(cast)
    send(request_id, words=WORDS)
    send(request_id, words=WORDS)
    assert AskerConcern.objects.count() == 1
    send(request_id, words="En nog iets.")
    assert AskerConcern.objects.count() == 2


def test_without_help_there_is_no_such_page(cast: Cast) -> None:
    request_id = cast.request()
    asker = browsing.asker(request_id)
    assert WHERE not in text(asker.get(STATUS))
    assert asker.get(WHERE).status_code == 404


def test_a_late_answer_is_an_apology_and_asks_to_call(cast: Cast, at: Any) -> None:
    request_id = helped(cast)
    send(request_id, words=WORDS)
    at(datetime(2026, 11, 26, 16, 30, tzinfo=UTC))
    page = text(browsing.asker(request_id).get(STATUS))
    assert "U zou uiterlijk donderdag 26 november van Anna Prins horen." in page
    assert "Het spijt ons. Bel ons." in page


def test_the_volunteer_sees_nothing_of_it_anywhere(cast: Cast) -> None:
    ria = cast.volunteer("Ria Smit")
    request_id = helped(cast, ria)
    match_id = Match.objects.get(request_id=request_id).pk
    client = browsing.volunteer(ria)
    addresses = [
        reverse("week"),
        reverse("proposals"),
        reverse("other_visit"),
        reverse("too_heavy"),
        reverse("limits"),
        reverse("own_details"),
        reverse("visit", args=[match_id, "2026-11-26"]),
    ]
    before = [text(client.get(address)) for address in addresses]
    send(request_id, words=WORDS, reasons=["not_safe"])
    after = [text(client.get(address)) for address in addresses]
    for page in after:
        assert WORDS not in page
        assert "niet goed" not in page
    assert [len(page) for page in before] == [len(page) for page in after], "not even a trace"
    assert client.get(WHERE).status_code == 403
    concern_id = AskerConcern.objects.get().pk
    assert client.get(reverse("concern", args=[concern_id])).status_code in {302, 403}


def test_no_event_and_no_history_holds_what_was_said(cast: Cast) -> None:
    request_id = helped(cast)
    send(request_id, words=WORDS, reasons=["coordinator"])
    event = Event.objects.get(type="concern.raised")
    assert WORDS not in str(event.data)
    assert not Event.objects.filter(aggregate="request", type__startswith="concern").exists()


def test_the_status_page_costs_little_with_a_concern_and_while_waiting(
    cast: Cast, queries: Any
) -> None:
    running, waits = helped(cast), cast.ready()
    send(running, words=WORDS)
    closing.wait(actor=cast.anna, now=NOW, request_id=waits, lack=Lack.PLACE)
    for request_id in (running, waits):
        client = browsing.asker(request_id)
        with queries() as asked:
            client.get(STATUS)
        assert len(asked) <= 14, asked


def test_an_asker_of_another_question_raises_nothing_here(cast: Cast) -> None:
    request_id = helped(cast)
    other = Actor(Role.HELP_SEEKER, id=cast.request())
    with pytest.raises(NotFound):
        concern.raise_concern(actor=other, now=NOW, request_id=request_id, words=WORDS)


def test_help_that_ended_meanwhile_is_said_kindly(cast: Cast) -> None:
    request_id = helped(cast)
    client = browsing.asker(request_id)
    matches.end(actor=cast.anna, now=NOW, match_id=Match.objects.get(request_id=request_id).pk)
    assert Request.objects.get(pk=request_id).state == "talking"
    assert client.post(WHERE, {"words": WORDS}).status_code == 404
