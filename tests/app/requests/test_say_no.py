"""Zeg nee: call first, why, what can be done, who takes it up, and the letter before it goes."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, TODAY, Cast
from tests.app.questionnaire import text

from loopplank.access.messages.messages import messages_of_request
from loopplank.core.requests.intake import ForWhom, Knows
from loopplank.store.models import Message, Refusal, Request
from loopplank.web.kit import clock
from loopplank.web.messages.words import filled_text

NOBODY = {"reason": "no_offer", "next_step": "nobody"}
WIJKTEAM = {
    "reason": "no_for_professional",
    "next_step": "party",
    "next_party": "Wijkteam Oost",
    "next_party_agreed": "on",
    "next_contact_on": "2026-11-27",
}


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def post(cast: Cast, request_id: UUID, step: str, **typed: str) -> Any:
    address = reverse("say_no", args=[request_id])
    return browsing.member(cast.anna).post(address, {"stap": step, **typed})


def test_the_page_leads_and_nothing_is_chosen_beforehand(cast: Cast) -> None:
    request_id = cast.request()
    page = text(browsing.member(cast.anna).get(reverse("say_no", args=[request_id])))
    steps = (
        "1. Bel eerst",
        "Bel mevrouw De Wit eerst",
        "2. Waarom",
        "3. Wat kan wel",
        "4. Wie pakt het op",
        "5. Voor de telling",
        "Lees de brief",
    )
    places = [page.index(words) for words in steps]
    assert places == sorted(places)
    assert "checked" not in page
    for reason in ("no_place", "no_training", "no_for_professional", "no_offer"):
        assert f'value="{reason}"' in page


def test_who_knows_nothing_of_it_is_not_called(cast: Cast) -> None:
    request_id = cast.web_request(
        for_whom=ForWhom.FAMILY, knows=Knows.NO, applicant_phone="0687654321"
    )
    page = text(browsing.member(cast.anna).get(reverse("say_no", args=[request_id])))
    assert "eerst</a>" not in page
    assert "Er is nog geen gesprek opgeschreven." in page


def test_without_a_talk_there_is_no_letter(cast: Cast) -> None:
    request_id = cast.web_request()
    for step in ("lees", "zeg-nee"):
        refused = post(cast, request_id, step, **NOBODY, example="Oppas, drie keer")
        assert refused.status_code == 409
        assert "Vertel een nee eerst aan de telefoon." in text(refused)
        assert "Oppas, drie keer" in text(refused), "nothing typed is lost"
    assert Request.objects.get(pk=request_id).state == "new"


def test_reading_the_letter_changes_nothing_and_it_is_the_letter_that_goes(cast: Cast) -> None:
    request_id = cast.request()
    typed = {**WIJKTEAM, "partial_offer": "Woensdagmiddag naar buiten"}
    preview = post(cast, request_id, "lees", **typed)
    assert preview.status_code == 200
    assert Request.objects.get(pk=request_id).state == "talking"
    assert not Message.objects.filter(template="no").exists()
    shown = text(preview)
    assert "Wijkteam Oost belt u uiterlijk vrijdag 27 november. Zij hebben al ja gezegd." in shown
    sent = post(cast, request_id, "zeg-nee", **typed)
    assert sent.url == reverse("gap_of_no", args=[request_id])
    queued = messages_of_request(cast.anna, request_id).queued[0]
    assert queued.channel == "letter"
    for part in filled_text(queued).split("\n\n"):
        assert part in shown, part


def test_the_letter_to_family_says_for_whom_it_is(cast: Cast) -> None:
    request_id = cast.request(
        for_whom=ForWhom.FAMILY, knows=Knows.NO, applicant_name="Els", applicant_phone="0611112222"
    )
    assert "Dit gaat over uw vraag voor mevrouw De Wit." in text(
        post(cast, request_id, "lees", **NOBODY)
    )


def test_one_goes_back_from_the_letter_with_everything_still_there(cast: Cast) -> None:
    request_id = cast.request()
    again = post(cast, request_id, "wijzig", **WIJKTEAM, example="Oppas, drie keer")
    page = text(again)
    assert again.status_code == 200
    assert 'value="Wijkteam Oost"' in page
    assert 'value="Oppas, drie keer"' in page
    assert Request.objects.get(pk=request_id).state == "talking"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Kies een reden."),
        ({"reason": "no_place", "next_step": "nobody"}, "Kies wat er ontbreekt: plek of uren."),
        ({"reason": "no_offer"}, "Kies wat er nu gebeurt."),
        ({"reason": "no_offer", "next_step": "party"}, "Vul in wie het oppakt."),
        ({**WIJKTEAM, "next_contact_on": ""}, "Kies de dag waarop zij uiterlijk bellen."),
        ({**WIJKTEAM, "next_contact_on": "2026-11-20"}, "Deze dag is al voorbij."),
        ({"reason": "helped", "next_step": "nobody"}, "Selecteer een geldige keuze"),
    ],
)
def test_what_is_missing_is_said(cast: Cast, typed: dict[str, str], sentence: str) -> None:
    refused = post(cast, cast.request(), "lees", **typed)
    assert refused.status_code == 422
    assert sentence in text(refused)


@pytest.mark.parametrize(
    ("reason", "lack", "kept"),
    [
        ("no_place", "coordination", "coordination"),
        ("no_training", "", "skill"),
        ("no_training", "place", "skill"),
        ("no_for_professional", "", "skill"),
        ("no_offer", "", "offer"),
    ],
)
def test_what_lacks_is_kept_with_the_reason(cast: Cast, reason: str, lack: str, kept: str) -> None:
    request_id = cast.request()
    post(cast, request_id, "zeg-nee", reason=reason, lack=lack, next_step="nobody")
    row = Request.objects.get(pk=request_id)
    assert (row.closing_reason, row.lack) == (reason, kept)
    no = Refusal.objects.get(request_id=request_id)
    assert (no.source, no.kind, no.said_on, no.gap_id) == (reason, "shopping", TODAY, None)


def test_a_party_that_did_not_say_yes_is_not_in_the_letter_and_we_call(cast: Cast) -> None:
    request_id = cast.request()
    typed = {"reason": "no_offer", "next_step": "party", "next_party": "Wijkteam Oost"}
    assert (
        "Wijkteam"
        not in text(post(cast, request_id, "lees", **typed))
        .split("<blockquote>")[1]
        .split("</blockquote>")[0]
    )
    post(cast, request_id, "zeg-nee", **typed)
    row = Request.objects.get(pk=request_id)
    assert row.next_contact_on == TODAY + timedelta(weeks=4)
    assert not row.next_party_agreed


@pytest.mark.parametrize("example", ["Mevrouw De Wit wil oppas", "bij 1013 AB", "111222333"])
def test_a_line_for_the_count_that_names_somebody_is_refused(cast: Cast, example: str) -> None:
    request_id = cast.request(last_name="De Wittebol")
    example = example.replace("De Wit", "De Wittebol")
    refused = post(cast, request_id, "zeg-nee", **NOBODY, example=example)
    assert refused.status_code == 409
    assert Request.objects.get(pk=request_id).state == "talking"
    assert not Refusal.objects.exists()


def test_following_choosing_otherwise_and_no_weigh_the_same(cast: Cast) -> None:
    request_id = cast.request()
    cast.assess(request_id)
    page = text(browsing.member(cast.anna).get(f"/hulpvragen/{request_id}/?advies=tonen"))
    start = page.index('<div class="actions equal">')
    buttons = page[start : page.index("</div>", start)]
    for words in ("Volg dit advies", "Kies iets anders", "Zeg nee"):
        assert words in buttons
    assert buttons.count('class="button second"') == 3
    assert 'class="button"' not in buttons


def test_a_closed_request_is_told_no_once(cast: Cast) -> None:
    address = reverse("say_no", args=[cast.said_no()])
    assert browsing.member(cast.anna).get(address).status_code == 404
