"""Another day is never silent; and how soon something must be decides how long each clock is."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, Cast

from loopplank.access.messages.messages import message
from loopplank.actions.matching import matches, propose
from loopplank.actions.requests import handling
from loopplank.actions.responsibility import clocks
from loopplank.core.kit.reason import Refused
from loopplank.core.requests.intake import ForWhom, HelpedBy, HoldingOut
from loopplank.core.responsibility.clocks import Urgency
from loopplank.core.volunteers.load import Limits
from loopplank.store.models import (
    Event,
    HelpSeeker,
    Match,
    Membership,
    Message,
    Proposal,
    Request,
    Volunteer,
)
from loopplank.store.models import Limits as LimitsRow
from loopplank.web.kit import clock
from loopplank.web.messages.render_message import letter

THURSDAY, MONDAY = date(2026, 11, 26), date(2026, 11, 30)
RIGHT = {"day": "2026-11-30", "reason": "busy", "told": "message"}


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def address(request_id: UUID) -> str:
    return reverse("move_day", args=[request_id])


def moved(request_id: UUID) -> list[Message]:
    return list(Message.objects.filter(request=request_id, template="moved", state="queued"))


def due_on(request_id: UUID) -> date | None:
    return Request.objects.get(pk=request_id).due_on


# --- another day ----------------------------------------------------------------------------------


def test_the_page_shows_the_words_before_anything_changes(cast: Cast) -> None:
    request_id = cast.request()
    client = browsing.member(cast.anna)
    page = client.get(address(request_id)).content.decode()
    assert "Nu staat er: donderdag 26 november." in page
    assert "Wat zeggen we tegen mevrouw De Wit?" in page
    assert "Noord belt u uiterlijk vrijdag 27 november." in page
    typed = {**RIGHT, "reason": "waits", "do": "preview"}
    seen = client.post(address(request_id), typed).content.decode()
    assert "Wij wachten zelf nog op antwoord." in seen
    assert "Anna Prins belt u uiterlijk maandag 30 november." in seen
    assert due_on(request_id) == THURSDAY
    assert not moved(request_id)


def test_a_later_day_makes_a_message_and_both_are_recorded(cast: Cast) -> None:
    request_id = cast.request()
    response = browsing.member(cast.anna).post(address(request_id), RIGHT)
    assert response.status_code == 302
    assert due_on(request_id) == MONDAY
    (told,) = moved(request_id)
    text = letter(message(cast.anna, told.pk, NOW)).text
    assert "U zou uiterlijk donderdag 26 november van ons horen. Dat redden wij niet." in text
    assert "Anna Prins belt u uiterlijk maandag 30 november." in text
    event = Event.objects.get(type="request.day_moved")
    assert event.data["from_day"] == "2026-11-26"
    assert event.data["day"] == event.data["due_on"] == "2026-11-30"
    assert (event.data["reason"], event.data["told"]) == ("busy", "message")
    page = browsing.member(cast.anna).get(reverse("request", args=[request_id])).content.decode()
    assert "koos een andere dag: maandag 30 november." in page


def test_who_heard_it_on_the_phone_gets_no_message_with_an_old_day(cast: Cast) -> None:
    request_id = cast.web_request()
    browsing.member(cast.anna).post(address(request_id), RIGHT)
    browsing.member(cast.anna).post(
        address(request_id), {**RIGHT, "day": "2026-12-01", "told": "phone"}
    )
    assert not moved(request_id)
    first = Message.objects.get(request=request_id, template="received")
    assert first.params["due_on"] == "2026-12-01"


def test_a_second_move_replaces_what_was_not_told_yet(cast: Cast) -> None:
    request_id = cast.request()
    for day in ("2026-11-30", "2026-12-03"):
        browsing.member(cast.anna).post(address(request_id), {**RIGHT, "day": day})
    (told,) = moved(request_id)
    assert told.params["again"] == "2026-12-03"


def test_a_day_that_comes_sooner_is_no_apology(cast: Cast) -> None:
    request_id = cast.request()
    browsing.member(cast.anna).post(address(request_id), {**RIGHT, "day": "2026-11-25"})
    text = letter(message(cast.anna, moved(request_id)[0].pk, NOW)).text
    assert "U hoort eerder van ons dan wij zeiden." in text
    assert "spijt" not in text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"day": ""}, "Kies een dag."),
        ({"day": "2026-11-23"}, "Deze dag is al voorbij."),
        ({"day": "2026-11-28"}, "Op die dag werken jullie niet."),
        ({"day": "2026-12-25"}, "Op die dag werken jullie niet."),
        ({"day": "2027-11-24"}, "Kies een dag binnen een half jaar."),
        ({"day": "2026-11-26"}, "Dit is de dag die er al staat."),
        ({"reason": ""}, "Kies een reden."),
        ({"told": ""}, "Kies hoe de persoon het hoort."),
        ({"told": "never"}, "error"),
    ],
)
def test_what_cannot_be_is_a_sentence_and_nothing_typed_is_lost(
    cast: Cast, typed: dict[str, str], said: str
) -> None:
    request_id = cast.request()
    response = browsing.member(cast.anna).post(address(request_id), {**RIGHT, **typed})
    assert response.status_code in {409, 422}
    page = response.content.decode()
    assert said in page
    if "day" not in typed:
        assert 'value="2026-11-30"' in page
    assert due_on(request_id) == THURSDAY
    assert not moved(request_id)


def test_a_day_that_hangs_on_somebody_else_is_not_moved_here(cast: Cast) -> None:
    asked = Proposal.objects.get(pk=cast.asked(cast.bram)).request_id
    match = Match.objects.get(pk=cast.agreed(cast.volunteer("Ria Smit")))
    matches.plan_meeting(
        actor=cast.anna, now=NOW, match_id=match.pk, meeting_at=NOW + timedelta(days=2)
    )
    for request_id in (asked, match.request_id):
        assert browsing.member(cast.anna).post(address(request_id), RIGHT).status_code == 409


def test_only_somebody_with_a_number_is_promised_a_call(cast: Cast) -> None:
    request_id = cast.request()
    HelpSeeker.objects.filter(pk=Request.objects.get(pk=request_id).help_seeker_id).update(phone="")
    browsing.member(cast.anna).post(address(request_id), RIGHT)
    text = letter(message(cast.anna, moved(request_id)[0].pk, NOW)).text
    assert "U hoort uiterlijk maandag 30 november van Anna Prins." in text


def test_a_new_owner_has_it_on_an_own_day_and_never_later(cast: Cast) -> None:
    request_id = cast.request()
    Membership.objects.filter(pk=cast.henk.id).update(weekdays=[2, 4])
    handling.take_over(actor=cast.henk, now=NOW, request_id=request_id)
    assert due_on(request_id) == date(2026, 11, 25)
    Membership.objects.filter(pk=cast.anna.id).update(weekdays=[3, 4])
    handling.take_over(actor=cast.anna, now=NOW, request_id=request_id)
    assert due_on(request_id) == date(2026, 11, 25), "without an own day left it stays"


# --- how soon -------------------------------------------------------------------------------------


def test_what_must_be_today_comes_today_and_never_goes_later_in_silence(cast: Cast) -> None:
    request_id = cast.web_request()
    client = browsing.member(cast.anna)
    where = reverse("urgency", args=[request_id])
    assert client.post(where, {"urgency": "today"}).status_code == 302
    assert due_on(request_id) == NOW.date()
    assert "Vandaag</span>" in client.get(reverse("request", args=[request_id])).content.decode()
    client.post(where, {"urgency": "normal"})
    assert due_on(request_id) == NOW.date()
    assert client.post(where, {"urgency": "at once"}).status_code == 422
    assert Event.objects.filter(type="request.urgency_set").count() == 2


def test_after_five_today_is_tomorrow(cast: Cast) -> None:
    request_id = cast.web_request()
    evening = datetime(2026, 11, 24, 18, tzinfo=UTC)
    clocks.set_urgency(actor=cast.anna, now=evening, request_id=request_id, urgency=Urgency.TODAY)
    assert due_on(request_id) == date(2026, 11, 25)


def test_a_closed_request_is_not_urgent_any_more(cast: Cast) -> None:
    request_id = cast.request()
    Request.objects.filter(pk=request_id).update(
        state="closed", closed_at=NOW, closing_reason="helped", nobody_discussed=True, due_on=None
    )
    with pytest.raises(Refused):
        clocks.set_urgency(actor=cast.anna, now=NOW, request_id=request_id, urgency=Urgency.TODAY)


def test_a_carer_who_cannot_go_on_is_called_within_a_day(cast: Cast) -> None:
    request_id = cast.web_request(
        for_whom=ForWhom.FAMILY,
        applicant_name="Els",
        applicant_phone="0611112222",
        helped_by=(HelpedBy.FAMILY,),
        holding_out=HoldingOut.NO_MORE,
    )
    row = Request.objects.get(pk=request_id)
    assert (row.urgency, row.due_on) == ("this_week", date(2026, 11, 25))


def test_the_stand_in_has_it_when_the_owner_has_no_day_left(cast: Cast) -> None:
    """First contact within a working day, Wednesday: Anna is not there, Henk is."""
    Membership.objects.filter(pk=cast.henk.id).update(weekdays=[2])
    request_id = cast.web_request()
    clocks.set_urgency(actor=cast.anna, now=NOW, request_id=request_id, urgency=Urgency.THIS_WEEK)
    assert due_on(request_id) == date(2026, 11, 25)
    from loopplank.access.responsibility.today import today_page

    wednesday = datetime(2026, 11, 25, 8, tzinfo=UTC)
    assert [row.request_id for row in today_page(cast.henk, wednesday).rows] == [request_id]


def test_at_short_notice_several_who_agreed_to_it_are_called(cast: Cast) -> None:
    for name in ("Ria Snel", "Els Snel", "Jan Rustig"):
        one = cast.volunteer(name)
        if "Snel" in name:
            LimitsRow.objects.filter(pk=one.id).update(short_notice=True)
    request_id = cast.ready()
    where = reverse("candidates", args=[request_id])
    client = browsing.member(cast.anna)
    assert "bel deze mensen" not in client.get(where).content.decode()
    clocks.set_urgency(actor=cast.anna, now=NOW, request_id=request_id, urgency=Urgency.TODAY)
    page = client.get(where).content.decode()
    to_call = page.split('id="to-call"')[1].split("</section>")[0]
    assert "Ria Snel" in to_call
    assert "Els Snel" in to_call
    assert "Jan" not in to_call
    phone = Volunteer.objects.get(first_name="Ria").phone
    assert f"tel:{phone}" in to_call
    assert not Message.objects.filter(template="proposal").exists()


@pytest.mark.parametrize(
    ("urgency", "answer_by"),
    [
        ("normal", date(2026, 11, 27)),
        ("this_week", date(2026, 11, 25)),
        ("today", date(2026, 11, 25)),
    ],
)
def test_a_volunteer_gets_less_time_to_answer_what_cannot_wait(
    cast: Cast, urgency: str, answer_by: date
) -> None:
    request_id = cast.ready()
    Request.objects.filter(pk=request_id).update(urgency=urgency)
    LimitsRow.objects.update(short_notice=True)
    propose.ask(
        actor=cast.anna,
        now=NOW,
        request_id=request_id,
        volunteer_id=cast.bram_id,
        plan=cast.plan(),
    )
    assert due_on(request_id) == answer_by


# --- help beside somebody who is dying ------------------------------------------------------------


def test_terminal_care_is_talked_about_after_days(cast: Cast) -> None:
    helper = cast.volunteer("Ria Smit", limits=Limits(600, 900, 9, 5))
    ordinary = Match.objects.get(pk=cast.running(helper))
    match_id = cast.agreed(cast.volunteer("Els Waakt"))
    Request.objects.filter(matches=match_id).update(kind="vigil", kinds=["vigil"])
    matches.start(actor=cast.anna, now=NOW, match_id=match_id)
    row = Match.objects.get(pk=match_id)
    assert row.started_on is not None
    assert row.evaluate_on == row.started_on + timedelta(days=3)
    assert ordinary.started_on is not None
    assert ordinary.evaluate_on == ordinary.started_on + timedelta(weeks=2)
    # Sunday 29 November lies before Anna's Monday: her last own day is Thursday
    assert due_on(row.request_id) == THURSDAY
    matches.evaluate(actor=cast.anna, now=NOW + timedelta(days=3), match_id=match_id)
    later = Match.objects.get(pk=match_id).evaluate_on
    assert later == NOW.date() + timedelta(days=10)
