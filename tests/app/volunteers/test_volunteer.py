"""One volunteer, and what a coordinator may and may not change for them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, Cast

from loopplank.access.account.actors import Actor
from loopplank.actions.volunteers import visits
from loopplank.actions.wellbeing import signal as wellbeing_signal
from loopplank.core.kit.calendar import local_day
from loopplank.core.volunteers.load import Limits
from loopplank.store.models import (
    Affiliation,
    LimitsRaise,
    Link,
    Match,
    Message,
    Visit,
    Volunteer,
    VolunteerSignal,
)
from loopplank.store.models import Limits as LimitsRow
from loopplank.web.kit import clock

TODAY = local_day(NOW)


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def ria(cast: Cast) -> Actor:
    return cast.volunteer("Ria Loopt", limits=Limits(270, 360, 2, 1), phone="0612345678")


def page(name: str, who: Actor) -> str:
    return reverse(name, args=[who.id])


def limits_typed(**changes: object) -> dict[str, object]:
    typed = {"most": "6", "liked": "4,5", "people": "2", "heavy": "1"}
    return {**typed, **changes}


def test_the_talk_comes_first_and_the_limit_is_in_words(cast: Cast, ria: Actor) -> None:
    text = browsing.member(cast.anna).get(page("volunteer", ria)).content.decode()
    assert text.index("Het gesprek") < text.index("Deze week")
    assert "6 uur per week, 2 mensen, waarvan zwaar: 1." in text
    assert "Nog geen koppel." in text


def test_what_was_written_down_shows_in_the_weeks(cast: Cast, ria: Actor) -> None:
    match_id = cast.running(ria)
    match = Match.objects.get(pk=match_id)
    Match.objects.filter(pk=match_id).update(first_day=TODAY - timedelta(days=40))
    visits.log_visit(
        actor=ria,
        now=NOW,
        match_id=match.pk,
        day=TODAY - timedelta(days=7),
        minutes=420,
        felt="fine",
    )
    text = browsing.member(cast.anna).get(page("volunteer", ria)).content.decode()
    assert "1 week over de grens van 6 uur." in text


def test_a_lower_limit_on_behalf_works_at_once_and_is_told(cast: Cast, ria: Actor) -> None:
    typed = limits_typed(most="3", liked="2")
    response = browsing.member(cast.anna).post(page("volunteer_limits", ria), typed)
    assert response.status_code == 302, response.content.decode()
    assert LimitsRow.objects.get(pk=ria.id).max_minutes == 180
    assert Message.objects.filter(volunteer_id=ria.id, template="changed_for_you").exists()


def test_a_higher_limit_is_refused_and_nothing_typed_is_lost(cast: Cast, ria: Actor) -> None:
    """Promise P10: somebody with a link raises their own limit, nobody else does."""
    typed = limits_typed(most="8", kinds=["odd_jobs"])
    response = browsing.member(cast.anna).post(page("volunteer_limits", ria), typed)
    text = response.content.decode()
    assert response.status_code == 409
    assert 'value="8"' in text
    row = LimitsRow.objects.get(pk=ria.id)
    assert row.max_minutes == 360
    assert row.kinds == ["shopping", "company"]


def test_who_has_only_a_telephone_gets_more_after_a_second_person(cast: Cast) -> None:
    toon = cast.volunteer("Toon Telefoon", channel="phone", email="")
    before = LimitsRow.objects.get(pk=toon.id).max_minutes
    more = limits_typed(most="9", liked="4", people="2")
    response = browsing.member(cast.anna).post(page("volunteer_limits", toon), more)
    assert response.status_code == 302
    assert LimitsRow.objects.get(pk=toon.id).max_minutes == before
    waiting = LimitsRaise.objects.get(volunteer_id=toon.id)
    confirm = reverse("confirm_raise", args=[waiting.pk])
    browsing.member(cast.anna).post(confirm, {"terug": str(toon.id)})
    waiting.refresh_from_db()
    assert waiting.confirmed_by_id is None
    browsing.member(cast.henk).post(confirm, {"terug": str(toon.id)})
    waiting.refresh_from_db()
    assert waiting.confirmed_by_id == cast.henk.id
    assert LimitsRow.objects.get(pk=toon.id).max_minutes == before  # it still waits for its day


def test_a_pause_on_behalf_stops_new_questions(cast: Cast, ria: Actor) -> None:
    response = browsing.member(cast.anna).post(page("volunteer_pause", ria), {"length": "month"})
    assert response.status_code == 302
    row = LimitsRow.objects.get(pk=ria.id)
    assert row.pause_from == TODAY
    assert row.pause_to
    assert row.pause_to > TODAY + timedelta(days=26)


def test_a_pause_without_a_length_says_what_to_choose(cast: Cast, ria: Actor) -> None:
    response = browsing.member(cast.anna).post(page("volunteer_pause", ria), {})
    assert response.status_code == 422
    assert "Kies hoe lang" in response.content.decode()


def test_what_an_organisation_keeps_stays_there(cast: Cast, ria: Actor) -> None:
    Affiliation.objects.create(
        volunteer_id=ria.id, organisation_id=cast.zuid_id, since=TODAY, state="active"
    )
    typed = {
        "note": "Houdt van katten.",
        "trained_for": ["C4"],
        "certificate_seen_on": "2026-11-02",
    }
    response = browsing.member(cast.anna).post(page("keep_about", ria), typed)
    assert response.status_code == 302
    here = browsing.member(cast.anna).get(page("volunteer", ria)).content.decode()
    there = browsing.member(cast.dirk).get(page("volunteer", ria)).content.decode()
    assert "Houdt van katten." in here
    assert "2 november 2026 door Anna" in here
    assert "Houdt van katten." not in there
    assert "Nog niet gezien" in there


def test_a_certificate_of_tomorrow_is_refused(cast: Cast, ria: Actor) -> None:
    typed = {"note": "Blijft staan", "certificate_seen_on": "2030-01-01"}
    response = browsing.member(cast.anna).post(page("keep_about", ria), typed)
    assert response.status_code == 422
    assert "Deze dag moet nog komen." in response.content.decode()
    assert "Blijft staan" in response.content.decode()


def test_a_number_of_a_citizen_is_not_kept_in_a_note(cast: Cast, ria: Actor) -> None:
    response = browsing.member(cast.anna).post(page("keep_about", ria), {"note": "111222333"})
    assert response.status_code == 422
    assert Affiliation.objects.get(volunteer_id=ria.id).note == ""


def test_a_signal_is_answered_once_and_a_stranger_cannot(cast: Cast, ria: Actor) -> None:
    cast.running(ria)
    wellbeing_signal.send_signal(actor=ria, now=NOW, reason="touches_me", words="Ik slaap slecht.")
    signal = VolunteerSignal.objects.get(volunteer_id=ria.id)
    where = reverse("answer_signal", args=[signal.pk])
    assert browsing.member(cast.dirk).post(where, {"outcome": "talked"}).status_code == 404
    browsing.member(cast.anna).post(where, {"outcome": "lighter", "terug": str(ria.id)})
    signal.refresh_from_db()
    assert signal.outcome == "lighter"
    text = browsing.member(cast.anna).get(page("volunteer", ria)).content.decode()
    assert "Wij maakten de afspraak lichter" in text
    assert "Wij spraken hierover" not in text


def test_a_visit_told_on_the_phone(cast: Cast, ria: Actor) -> None:
    match_id = cast.running(ria)
    where = reverse("visit_on_behalf", args=[match_id])
    typed = {"day": TODAY.isoformat(), "felt": "heavy", "minutes": "90"}
    client = browsing.member(cast.anna)
    assert client.post(where, typed).status_code == 422  # "heavy" asks whether to talk
    assert client.post(where, {**typed, "wants_call": "no"}).status_code == 302
    visit = Visit.objects.get(match_id=match_id)
    assert (visit.minutes, visit.felt, visit.logged_by_self) == (90, "heavy", False)
    ahead = {**typed, "wants_call": "no", "day": (TODAY + timedelta(days=1)).isoformat()}
    assert client.post(where, ahead).status_code == 409


def test_cannot_come_once_is_on_the_list_of_today(cast: Cast, ria: Actor) -> None:
    match_id = cast.running(ria)
    day = (TODAY + timedelta(days=2)).isoformat()
    client = browsing.member(cast.anna)
    client.post(reverse("cannot_visit_on_behalf", args=[match_id]), {"day": day})
    assert Visit.objects.get(match_id=match_id).state == "cannot"
    text = client.get(reverse("today")).content.decode()
    assert "Kan een keer niet komen: donderdag 26 november." in text


def test_details_on_behalf_are_told_and_wrong_ones_keep_what_was_typed(
    cast: Cast, ria: Actor
) -> None:
    client, where = browsing.member(cast.anna), page("volunteer_details", ria)
    typed = {
        "first_name": "Ria",
        "last_name": "Anders",
        "phone": "12",
        "channel": "sms",
        "language": "nl",
    }
    wrong = client.post(where, typed)
    assert wrong.status_code == 422
    assert "Anders" in wrong.content.decode()
    assert client.post(where, {**typed, "phone": "06 87654321"}).status_code == 302
    assert Volunteer.objects.get(pk=ria.id).last_name == "Anders"
    assert Message.objects.filter(volunteer_id=ria.id, template="changed_for_you").exists()


def test_a_new_link_ends_the_old_one(cast: Cast, ria: Actor) -> None:
    old = browsing.volunteer(ria)
    assert old.get(reverse("week")).status_code == 200
    before = Link.objects.get(purpose="week", subject_id=ria.id).generation
    browsing.member(cast.anna).post(page("renew_week_link", ria))
    assert Link.objects.get(purpose="week", subject_id=ria.id).generation == before + 1
    assert old.get(reverse("week")).status_code == 403


@pytest.mark.both_engines
def test_erasing_asks_first_and_leaves_no_name(cast: Cast, ria: Actor) -> None:
    client, where = browsing.member(cast.anna), page("erase_volunteer", ria)
    assert client.get(where).status_code == 200
    assert Volunteer.objects.get(pk=ria.id).first_name == "Ria"
    assert client.post(where).status_code == 302
    assert Volunteer.objects.filter(pk=ria.id, first_name="Ria").count() == 0


def test_a_new_volunteer_can_be_asked_after_one_page(cast: Cast) -> None:
    typed = limits_typed(
        first_name="Nora",
        last_name="Nieuw",
        phone="06 11223344",
        channel="sms",
        language="nl",
        day_parts=["0", "1"],
        kinds=["shopping"],
        certificate_seen_on="2026-11-01",
    )
    client = browsing.member(cast.anna)
    response = client.post(reverse("new_volunteer"), typed)
    assert response.status_code == 302, response.content.decode()
    nora = Volunteer.objects.get(last_name="Nieuw")
    assert nora.limits.max_minutes == 360
    assert nora.limits.day_parts == 3
    assert Message.objects.filter(volunteer=nora, template="welcome").exists()


def test_a_new_volunteer_without_a_way_to_reach_them_is_sent_back(cast: Cast) -> None:
    typed = limits_typed(first_name="Nora", last_name="Nieuw", channel="sms", language="nl")
    response = browsing.member(cast.anna).post(reverse("new_volunteer"), typed)
    assert response.status_code == 422
    assert "Vul een telefoonnummer of een e-mailadres in." in response.content.decode()
    assert not Volunteer.objects.filter(last_name="Nieuw").exists()


@pytest.mark.parametrize(("outcome", "page_after"), [("stopped", "end_match"), ("talked", "")])
def test_a_match_that_stops_is_stopped_on_the_next_page(
    cast: Cast, ria: Actor, outcome: str, page_after: str
) -> None:
    match_id = cast.running(ria)
    wellbeing_signal.send_signal(actor=ria, now=NOW, reason="time", match_id=match_id)
    signal = VolunteerSignal.objects.get(volunteer_id=ria.id)
    response = browsing.member(cast.anna).post(
        reverse("answer_signal", args=[signal.pk]), {"outcome": outcome, "terug": str(ria.id)}
    )
    expected = reverse(page_after, args=[match_id]) if page_after else page("volunteer", ria)
    assert response.headers["Location"].split("#")[0] == expected
