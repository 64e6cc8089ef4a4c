"""May the helper change after a while? Asked, written down, told, and taken back."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import KNOWN_SAFE, NOW, Cast
from tests.app.questionnaire import text

from loopplank.access.account.actors import NotFound
from loopplank.actions.privacy import erasure
from loopplank.actions.requests import change_of_volunteer, handling
from loopplank.core.requests.intake import ForWhom, Knows
from loopplank.store.models import Event, Request
from loopplank.web.kit import clock

AGREED = {
    "summary": "Samen boodschappen doen",
    "visit_minutes": "60",
    "visits_per_week": "1",
    "every_weeks": "1",
    "last_day": "2027-02-01",
}


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.mark.parametrize(
    ("answer", "on_the_request", "to_the_person"),
    [
        ("yes", "Ja, dat mag (Anna Prins", "na een tijd mag er een andere helper komen"),
        ("no", "Nee, liever steeds dezelfde (Anna Prins", "wij zoeken één vaste helper voor u"),
    ],
)
def test_what_was_said_shows_to_both(
    cast: Cast, answer: str, on_the_request: str, to_the_person: str
) -> None:
    request_id = cast.ready()
    client = browsing.member(cast.anna)
    where, page = (reverse(name, args=[request_id]) for name in ("agree", "request"))
    assert "Mag de helper na een tijd wisselen?" in text(client.get(where))
    assert client.post(where, {**AGREED, "changing_faces": answer}).status_code == 302
    row = Request.objects.get(pk=request_id)
    assert (row.changing_faces, row.changing_faces_at) == (answer, NOW)
    assert row.changing_faces_by_id == cast.anna.id
    assert row.visit_minutes == 60
    shown = text(client.get(page))
    assert on_the_request in shown
    assert "schreef op of de helper mag wisselen." in shown
    assert to_the_person in text(browsing.asker(request_id).get("/uw-vraag/"))
    event = Event.objects.get(type="request.changing_faces_set")
    assert (event.data["answer"], event.data["before"]) == (answer, "")


def test_what_nobody_asked_is_said_to_be_so_and_never_told(cast: Cast) -> None:
    request_id = cast.ready()
    client = browsing.member(cast.anna)
    assert client.post(reverse("agree", args=[request_id]), AGREED).status_code == 302
    page = text(client.get(reverse("request", args=[request_id])))
    assert "<dt>Wisselen van helper</dt><dd>Nog niet gevraagd</dd>" in page
    assert not Event.objects.filter(type="request.changing_faces_set").exists()
    assert "helper komen" not in text(browsing.asker(request_id).get("/uw-vraag/"))


def test_it_is_taken_back_at_once_and_twice_is_nothing_new(cast: Cast) -> None:
    request_id = cast.ready()
    for answer in ("yes", "no", "no", ""):
        change_of_volunteer.set_changing_faces(
            actor=cast.anna, now=NOW, request_id=request_id, answer=answer
        )
    row = Request.objects.get(pk=request_id)
    assert (row.changing_faces, row.changing_faces_at, row.changing_faces_by) == ("", None, None)
    assert Event.objects.filter(type="request.changing_faces_set").count() == 3


def test_agreeing_without_the_question_leaves_the_answer(cast: Cast) -> None:
    request_id = cast.ready()
    by = {"actor": cast.anna, "now": NOW, "request_id": request_id}
    handling.agree(**by, agreed={"changing_faces": "yes", "visit_minutes": 90})
    handling.agree(**by, agreed={"visit_minutes": 60})
    row = Request.objects.get(pk=request_id)
    assert (row.changing_faces, row.visit_minutes) == ("yes", 60)


def test_who_does_not_know_of_it_cannot_have_said_so(cast: Cast) -> None:
    request_id = cast.ready(for_whom=ForWhom.FAMILY, applicant_name="Els", knows=Knows.NO)
    kept = Request.objects.get(pk=request_id).visit_minutes
    response = browsing.member(cast.anna).post(
        reverse("agree", args=[request_id]),
        {**AGREED, "visit_minutes": "75", "changing_faces": "yes"},
    )
    assert response.status_code == 409
    assert "De persoon weet nog niet van deze vraag." in text(response)
    row = Request.objects.get(pk=request_id)
    assert (row.changing_faces, row.visit_minutes) == ("", kept), "nothing of the page is kept"


@pytest.mark.both_engines
def test_another_answer_does_not_exist(cast: Cast) -> None:
    request_id = cast.ready()
    with pytest.raises(NotFound):
        change_of_volunteer.set_changing_faces(
            actor=cast.anna, now=NOW, request_id=request_id, answer="perhaps"
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Request.objects.filter(pk=request_id).update(changing_faces="yes")


def test_erasing_leaves_no_answer(cast: Cast) -> None:
    request_id = cast.said_no()
    Request.objects.filter(pk=request_id).update(
        changing_faces="yes", changing_faces_at=NOW, changing_faces_by=cast.anna.id
    )
    erasure.erase_help_seeker(actor=cast.anna, now=NOW, request_id=request_id, safe=KNOWN_SAFE)
    row = Request.objects.get(pk=request_id)
    assert (row.changing_faces, row.changing_faces_at, row.changing_faces_by) == ("", None, None)
