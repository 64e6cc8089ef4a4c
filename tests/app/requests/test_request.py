"""The page of one request, and every step that starts from it."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import KNOWN_SAFE, NOW, Cast

from loopplank.core.kit.calendar import local_day
from loopplank.core.triage import Answer
from loopplank.store.models import (
    AccessRecord,
    Assessment,
    HelpSeeker,
    Match,
    Message,
    Note,
    PhoneReferral,
    Proposal,
    Request,
)
from loopplank.web.kit import clock


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def page(request_id: UUID) -> str:
    return reverse("request", args=[request_id])


def test_the_page_says_who_has_the_ball_and_before_when(cast: Cast) -> None:
    request_id = cast.ready()
    text = browsing.member(cast.anna).get(page(request_id)).content.decode()
    assert "Mevrouw De Wit: boodschappen en gezelschap" in text
    assert "Nu: Anna Prins" in text
    assert "Voorstel doen vóór" in text
    assert "Ik zie de hele week verder niemand." in text


def test_a_colleague_of_another_organisation_finds_nothing(cast: Cast) -> None:
    request_id = cast.ready()
    for name in (
        "request",
        "triage",
        "candidates",
        "agree",
        "close",
        "say_no",
        "print_request",
        "who_looked",
    ):
        response = browsing.member(cast.dirk).get(reverse(name, args=[request_id]))
        assert response.status_code == 404, name


def test_opening_it_leaves_an_access_record_with_the_person(cast: Cast) -> None:
    request_id = cast.ready()
    person = Request.objects.get(pk=request_id).help_seeker_id
    browsing.member(cast.anna).get(page(request_id))
    record = AccessRecord.objects.filter(page="request").latest("id")
    assert record.actor_id == cast.anna.id
    assert person in record.subjects.values_list("subject_id", flat=True)


def test_a_sentence_that_raises_a_question_is_pointed_out_and_answers_nothing(cast: Cast) -> None:
    request_id = cast.request(story="Ik vergeet soms mijn medicijnen. Ik wil graag wandelen.")
    text = browsing.member(cast.anna).get(page(request_id)).content.decode()
    assert "<mark>“Ik vergeet soms mijn medicijnen.”</mark>" in text
    assert "Nog niet gewogen" in text


def test_eight_ordinary_taps_give_an_advice(cast: Cast) -> None:
    request_id = cast.request()
    taps = {f"gate-{gate}": "ordinary" for gate in "NVHKCRTM"}
    client = browsing.member(cast.anna)
    response = client.post(reverse("triage", args=[request_id]), {**taps, "said_by": "family"})
    assert response.status_code == 302
    made = Assessment.objects.get(request_id=request_id)
    assert (made.route, made.stance) == ("volunteer", "ready")
    assert made.said_by["N"] == "family"
    assert (
        "Alles wat gevraagd is, past bij een vrijwilliger."
        in client.get(page(request_id)).content.decode()
    )


def test_what_nobody_touched_stays_unknown_and_no_volunteer_is_asked(cast: Cast) -> None:
    request_id = cast.request()
    taps = {f"gate-{gate}": "ordinary" for gate in "NVHKRTM"}
    client = browsing.member(cast.anna)
    client.post(reverse("triage", args=[request_id]), taps)
    assert Assessment.objects.get(request_id=request_id).stance == "ask_first"
    made = Assessment.objects.get(request_id=request_id)
    refused = client.post(
        reverse("follow_advice", args=[request_id]),
        {"weging": made.pk, "route": "volunteer"},
        follow=True,
    ).content.decode()
    assert "Er is nog iets onbekend over de veiligheid." in refused
    assert Request.objects.get(pk=request_id).state == "talking"


def test_yes_unfolds_its_codes_and_the_rest_can_be_answered_at_once(cast: Cast) -> None:
    request_id = cast.request()
    taps = {f"gate-{gate}": "ordinary" for gate in "NVKCRTM"}
    browsing.member(cast.anna).post(
        reverse("triage", args=[request_id]),
        {**taps, "gate-H": "yes", "code-H1": "yes", "rest-H": "no"},
    )
    made = Assessment.objects.get(request_id=request_id)
    assert made.route == "professional"
    assert "H1" in made.facts["yes"]
    assert "H3" in made.facts["no"]


def test_danger_that_is_not_ruled_out_shows_the_numbers_and_alerts_the_stand_in(
    cast: Cast,
) -> None:
    request_id = cast.request()
    cast.assess(request_id, N2=Answer.UNKNOWN)
    text = browsing.member(cast.anna).get(page(request_id)).content.decode()
    assert "Wij weten nog niet of er gevaar is. Vraag het nu." in text
    assert "0800-0113" in text
    assert "Past deze vraag bij ons?" not in text
    alert = Message.objects.get(template="alert")
    assert alert.account_id == cast.henk.account_id
    assert "De Wit" not in str(alert.params)


def test_the_first_impression_comes_before_a_less_plain_advice_and_can_be_skipped(
    cast: Cast,
) -> None:
    request_id = cast.request()
    cast.assess(request_id, C4=Answer.YES)
    client = browsing.member(cast.anna)
    assert "Past deze vraag bij ons?" in client.get(page(request_id)).content.decode()
    shown = client.get(page(request_id) + "?advies=tonen").content.decode()
    assert "Waarom dit advies?" in shown
    client.post(reverse("impression", args=[request_id]), {"impression": "doubt"})
    assert Assessment.objects.get(request_id=request_id).impression == "doubt"
    assert "ik twijfel" in client.get(page(request_id)).content.decode()


def test_choosing_otherwise_asks_one_reason_and_keeps_what_was_typed(cast: Cast) -> None:
    request_id = cast.request()
    made = cast.assess(request_id, R2=Answer.YES)
    client = browsing.member(cast.anna)
    address = reverse("decide", args=[request_id])
    without = client.post(
        address, {"weging": made, "route": "volunteer", "words": "Er is geen geld voor."}
    )
    assert without.status_code == 422
    assert "Er is geen geld voor." in without.content.decode()
    assert "<title>Fout:" in without.content.decode()
    client.post(address, {"weging": made, "route": "volunteer", "reason": "know_them"})
    stored = Assessment.objects.get(pk=made)
    assert (stored.decision, stored.decided_route) == ("otherwise", "volunteer")
    assert Request.objects.get(pk=request_id).state == "searching"


def test_candidates_stand_in_three_groups_with_why_not(cast: Cast) -> None:
    from loopplank.core.volunteers.load import Limits

    cast.volunteer("Volle Vera", limits=Limits(0, 30, 1, 0))
    request_id = cast.ready()
    text = browsing.member(cast.anna).get(reverse("candidates", args=[request_id])).content.decode()
    assert "Vraag Bram" in text
    assert "Volle Vera" in text
    assert "Geen ruimte: wordt 1 uur van 30 minuten" in text


def test_each_block_counts_its_own(cast: Cast) -> None:
    from loopplank.core.volunteers.load import Limits

    cast.volunteer("Volle Vera", limits=Limits(0, 30, 1, 0))
    paused = Limits(270, 360, 2, 1, pause_from=local_day(NOW))
    cast.volunteer("Rustige Rob", limits=paused)
    request_id = cast.ready()
    text = browsing.member(cast.anna).get(reverse("candidates", args=[request_id])).content.decode()
    no_room, fits_not = text.split('id="fits-not"')
    assert "<p>geen uren over 1</p>" in no_room
    assert "<p>pauze 1</p>" in fits_not
    assert "geen uren over 1" not in fits_not


def test_a_decision_keeps_the_last_day_that_was_proposed_so_that_asking_needs_no_form(
    cast: Cast,
) -> None:
    request_id = cast.ready()
    row = Request.objects.get(pk=request_id)
    assert row.visit_minutes
    assert row.last_day
    client = browsing.member(cast.anna)
    assert "Die laatste dag is ons voorstel." in client.get(page(request_id)).content.decode()
    response = client.get(reverse("ask_volunteer", args=[request_id, cast.bram_id]))
    assert response.status_code == 200


def test_when_and_how_long_is_changed_in_place_and_what_is_wrong_stays_typed(cast: Cast) -> None:
    request_id = cast.ready()
    client = browsing.member(cast.anna)
    address = reverse("plan_days", args=[request_id])
    wrong = client.post(address, {"visit_minutes": "90", "last_day": "2020-01-01"})
    assert wrong.status_code == 422
    assert "De laatste dag ligt in het verleden." in wrong.content.decode()
    right = {"visit_minutes": "90", "weekday": "3", "start_time": "14:00", "last_day": "2026-12-24"}
    done = client.post(address, right)
    assert done["Location"] == f"{page(request_id)}#uitkomst"
    row = Request.objects.get(pk=request_id)
    assert (row.visit_minutes, row.weekday, str(row.last_day)) == (90, 3, "2026-12-24")
    text = client.get(page(request_id)).content.decode()
    assert "Donderdag 14:00, 1½ uur, tot en met" in text
    assert "ons voorstel" not in text


AGREED = {
    "summary": "Samen boodschappen doen",
    "visit_minutes": "90",
    "visits_per_week": "1",
    "every_weeks": "1",
    "weekday": "3",
    "start_time": "14:00",
    "last_day": (local_day(NOW) + timedelta(weeks=12)).isoformat(),
    "not_included": "steunen bij lopen, geldzaken",
}


def ready_to_ask(cast: Cast) -> UUID:
    request_id = cast.ready()
    browsing.member(cast.anna).post(reverse("agree", args=[request_id]), AGREED)
    return request_id


def test_asking_puts_a_message_with_a_link_ready_and_takes_no_room(cast: Cast) -> None:
    request_id = ready_to_ask(cast)
    client = browsing.member(cast.anna)
    client.post(reverse("ask_volunteer", args=[request_id, cast.bram_id]), {"how": "link"})
    asked = Proposal.objects.get(request_id=request_id)
    assert asked.state == "open"
    assert asked.not_included == ["steunen bij lopen", "geldzaken"]
    assert Message.objects.get(template="proposal").link is not None
    assert not Match.objects.filter(request_id=request_id).exists()
    assert Request.objects.get(pk=request_id).state == "proposed"


def test_a_yes_on_the_phone_makes_a_match_and_tells_the_volunteer(cast: Cast) -> None:
    request_id = ready_to_ask(cast)
    client = browsing.member(cast.anna)
    client.post(reverse("ask_volunteer", args=[request_id, cast.bram_id]), {"how": "said_yes"})
    match = Match.objects.get(request_id=request_id)
    assert match.state == "meeting"
    assert match.last_day.isoformat() == AGREED["last_day"]
    assert Message.objects.filter(template="noted_yes", volunteer_id=cast.bram_id).exists()


@pytest.mark.both_engines
def test_from_the_yes_to_running_and_an_evaluation(cast: Cast) -> None:
    request_id = ready_to_ask(cast)
    client = browsing.member(cast.anna)
    client.post(reverse("ask_volunteer", args=[request_id, cast.bram_id]), {"how": "said_yes"})
    match = Match.objects.get(request_id=request_id)
    past = client.post(reverse("meeting", args=[match.pk]), {"day": "2026-11-20", "at": "14:00"})
    assert past.status_code == 422
    assert "Deze tijd is al voorbij." in past.content.decode()
    client.post(reverse("meeting", args=[match.pk]), {"day": "2026-11-27", "at": "14:00"})
    assert set(
        Message.objects.filter(request_id=request_id, template__startswith="meeting").values_list(
            "template", flat=True
        )
    ) == {"meeting", "meeting_volunteer"}
    client.post(reverse("start_match", args=[match.pk]))
    assert Request.objects.get(pk=request_id).state == "running"
    client.post(reverse("evaluation", args=[match.pk]), {"text": "Gaat goed.", "new_last_day": ""})
    assert Note.objects.filter(request_id=request_id, kind="evaluation").exists()
    client.post(reverse("end_match", args=[match.pk]), {"reason": "done"})
    row = Request.objects.get(pk=request_id)
    assert row.state == "talking"
    assert Match.objects.get(pk=match.pk).state == "ended"


def test_a_new_request_is_called_first_and_the_talk_moves_it_on(cast: Cast) -> None:
    request_id = cast.web_request()
    client = browsing.member(cast.anna)
    assert "Bel eerst" in client.get(page(request_id)).content.decode()
    client.post(
        reverse("log_contact", args=[request_id]),
        {"kind": "talk", "channel": "phone", "minutes": "18", "text": "Dochter mag meedenken."},
    )
    row = Request.objects.get(pk=request_id)
    assert row.state == "talking"
    assert "Dochter mag meedenken." in client.get(page(request_id)).content.decode()


def test_who_does_not_know_yet_is_not_called(cast: Cast) -> None:
    from loopplank.core.requests.intake import ForWhom, Knows

    request_id = cast.web_request(
        for_whom=ForWhom.FAMILY,
        knows=Knows.NO,
        applicant_name="Dochter De Wit",
        applicant_phone="0687654321",
    )
    text = browsing.member(cast.anna).get(page(request_id)).content.decode()
    assert "Bel alleen wie het vroeg." in text
    assert "06 87 65 43 21" in text
    assert "06 12 34 56 78" not in text


def test_a_no_is_told_by_phone_first_and_says_what_lacks(cast: Cast) -> None:
    request_id = cast.web_request()
    client = browsing.member(cast.anna)
    address = reverse("say_no", args=[request_id])
    typed = {
        "stap": "zeg-nee",
        "reason": "no_place",
        "next_step": "nobody",
        "partial_offer": "Op dinsdag mee-eten",
    }
    no_lack = client.post(address, typed)
    assert no_lack.status_code == 422
    assert "Kies wat er ontbreekt" in no_lack.content.decode()
    assert "Op dinsdag mee-eten" in no_lack.content.decode()
    not_called = client.post(address, {**typed, "lack": "place"})
    assert not_called.status_code == 409
    assert "Vertel een nee eerst aan de telefoon." in not_called.content.decode()
    client.post(reverse("log_contact", args=[request_id]), {"kind": "talk", "channel": "phone"})
    assert client.post(address, {**typed, "lack": "place"}).status_code == 302
    row = Request.objects.get(pk=request_id)
    assert (row.state, row.closing_reason, row.lack) == ("closed", "no_place", "place")
    assert row.next_contact_on == local_day(NOW) + timedelta(weeks=4)
    letter = Message.objects.get(request_id=request_id, template="no")
    assert letter.channel == "letter"


def test_closing_without_a_next_step_is_refused(cast: Cast) -> None:
    request_id = cast.request()
    response = browsing.member(cast.anna).post(
        reverse("close", args=[request_id]), {"reason": "helped", "next_step": "party"}
    )
    assert response.status_code == 422
    assert "Vul in wie het oppakt." in response.content.decode()
    assert Request.objects.get(pk=request_id).state == "talking"


def test_not_reached_closes_only_after_three_tries_in_two_ways(cast: Cast) -> None:
    request_id = cast.web_request()
    client = browsing.member(cast.anna)
    safe = {"safe_why": KNOWN_SAFE.why, "safe_tried": KNOWN_SAFE.tried}
    close = {"reason": "not_reached", "next_step": "nobody", **safe}
    for channel in ("phone", "phone"):
        client.post(
            reverse("log_contact", args=[request_id]), {"kind": "not_reached", "channel": channel}
        )
    refused = client.post(reverse("close", args=[request_id]), close)
    assert "2 pogingen op 1 manieren" in refused.content.decode()
    client.post(
        reverse("log_contact", args=[request_id]), {"kind": "not_reached", "channel": "letter"}
    )
    refused = client.post(reverse("close", args=[request_id]), close)
    assert "Maak de laatste brief en vertel hem." in refused.content.decode()


def test_closing_stops_the_help_and_frees_the_volunteer(cast: Cast) -> None:
    from loopplank.actions.ledger.ledger import differences
    from loopplank.store.models import LoadWeek, Volunteer, VolunteerSignal

    match_id = cast.running(cast.bram)
    request_id = Match.objects.get(pk=match_id).request_id
    browsing.member(cast.anna).post(
        reverse("close", args=[request_id]), {"reason": "deceased", "next_step": "nobody"}
    )
    assert Match.objects.get(pk=match_id).state == "ended"
    assert not LoadWeek.objects.filter(
        volunteer_id=cast.bram_id, monday__gt=local_day(NOW), planned_minutes__gt=0
    ).exists()
    assert differences(Volunteer.objects.get(pk=cast.bram_id)) == []
    # no message tells of a death: a person calls the volunteer
    assert not Message.objects.filter(request_id=request_id, state="queued").exists()
    call = VolunteerSignal.objects.get()
    assert (call.volunteer_id, call.reason, call.to_id) == (cast.bram_id, "died", cast.anna.id)


def test_waiting_says_what_lacks_and_prepares_a_message(cast: Cast) -> None:
    request_id = cast.ready()
    client = browsing.member(cast.anna)
    assert client.post(reverse("wait", args=[request_id]), {}).status_code == 422
    client.post(reverse("wait", args=[request_id]), {"lack": "place"})
    row = Request.objects.get(pk=request_id)
    assert (row.state, row.lack) == ("waiting", "place")
    assert row.due_on == local_day(NOW) + timedelta(weeks=3) - timedelta(days=0) or row.due_on
    assert Message.objects.filter(request_id=request_id, template="wait").exists()
    client.post(reverse("search_on", args=[request_id]))
    assert Request.objects.get(pk=request_id).state == "searching"


def test_a_referral_by_phone_is_noted_and_the_owner_stays(cast: Cast) -> None:
    request_id = cast.request()
    client = browsing.member(cast.anna)
    typed = {
        "party": "Wijkteam Oost",
        "spoke_with": "Ella",
        "phone": "12",
        "spoken_on": "2026-11-24",
        "answer": "yes",
    }
    wrong = client.post(reverse("refer", args=[request_id]), typed)
    assert wrong.status_code == 422
    assert "Dit telefoonnummer klopt niet." in wrong.content.decode()
    client.post(reverse("refer", args=[request_id]), {**typed, "phone": "020 555 01 99"})
    noted = PhoneReferral.objects.get(request_id=request_id)
    assert (noted.party, noted.phone) == ("Wijkteam Oost", "0205550199")
    assert Request.objects.get(pk=request_id).owner_id == cast.anna.id


def test_a_colleague_takes_over_and_the_day_does_not_move(cast: Cast) -> None:
    request_id = cast.request()
    before = Request.objects.get(pk=request_id)
    browsing.member(cast.henk).post(reverse("take_over", args=[request_id]))
    after = Request.objects.get(pk=request_id)
    assert after.owner_id == cast.henk.id
    assert after.due_on == before.due_on


def test_a_bsn_in_a_note_is_refused_and_the_note_stays_typed(cast: Cast) -> None:
    request_id = cast.request()
    response = browsing.member(cast.anna).post(
        reverse("log_contact", args=[request_id]),
        {"kind": "note", "channel": "phone", "text": "Zijn nummer is 111222333."},
    )
    assert response.status_code == 409
    assert "op een BSN lijkt" in response.content.decode()
    assert "Zijn nummer is 111222333." in response.content.decode()
    assert not Note.objects.filter(request_id=request_id, kind="note").exists()


def test_erasing_asks_first_and_leaves_no_name(cast: Cast) -> None:
    request_id = cast.request()
    client = browsing.member(cast.anna)
    assert (
        "Dit kan niet terug."
        in client.get(reverse("erase_request", args=[request_id])).content.decode()
    )
    # nobody weighed danger: it is not erased away without a word
    assert client.post(reverse("erase_request", args=[request_id])).status_code == 422
    safe = {"safe_why": "Wij spraken haar gisteren.", "safe_tried": "Gebeld en langs geweest."}
    assert client.post(reverse("erase_request", args=[request_id]), safe).status_code == 302
    assert not HelpSeeker.objects.filter(last_name="De Wit").exists()
    assert client.get(page(request_id)).status_code == 404
