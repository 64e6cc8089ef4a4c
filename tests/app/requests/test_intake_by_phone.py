"""The six questions for a coordinator on the phone: half-filled, saved once, changed with care."""

import re
from datetime import date, time
from typing import Any
from uuid import UUID

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import KNOWN_SAFE, NOW, Cast
from tests.app.questionnaire import text

from loopplank.actions.privacy import erasure
from loopplank.actions.requests import handling
from loopplank.core.kit.calendar import at_local
from loopplank.core.kit.kinds import Kind
from loopplank.core.requests.intake import ANY_TIME, ForWhom, day_parts
from loopplank.store.models import (
    AccessRecord,
    Applicant,
    Draft,
    Event,
    Message,
    Note,
    Request,
)
from loopplank.web.kit import clock

NEW = "/hulpvragen/nieuw/"
WHOLE: dict[str, Any] = {
    "submission": "a" * 32,
    "way_in": "phone",
    "for_whom": "self",
    "salutation": "mrs",
    "first_name": "Truus",
    "last_name": "De Wit",
    "phone": "06-12345678",
    "birth_year": "1943",
    "kinds": ["shopping", "company"],
    "story": "Ik zie de hele week verder niemand.",
    "days": ["3"],
    "parts": ["1"],
    "duration": "months",
    "helped_by": ["home_care"],
    "channel": "sms",
    "postcode": "1013 AB",
}


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def save(client: Client, **changes: Any) -> HttpResponse:
    given = {name: value for name, value in {**WHOLE, **changes}.items() if value is not None}
    response: Any = client.post(NEW, given)
    return response


def amend_url(request_id: UUID) -> str:
    return f"/hulpvragen/{request_id}/wijzigen/"


def as_shown(page: str) -> dict[str, Any]:
    """What a browser would send of a page on which nobody typed anything."""
    given: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]*>", page):
        attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        kind, name = attributes.get("type", "text"), attributes.get("name", "")
        if kind in {"checkbox", "radio"}:
            if re.search(r"\bchecked\b", tag):
                given.setdefault(name, []).append(attributes.get("value", "on"))
        elif name and name != "csrfmiddlewaretoken":
            given[name] = attributes.get("value", "")
    for name, words in re.findall(r'<textarea[^>]*name="(\w+)"[^>]*>\s*(.*?)</textarea>', page):
        given[name] = words
    return given


# --- a new one ------------------------------------------------------------------------------------


def test_all_six_questions_are_on_one_page(cast: Cast) -> None:
    page = text(browsing.member(cast.anna).get(NEW))
    assert "<h1>Nieuwe hulpvraag</h1>" in page
    for name in ("for_whom", "kinds", "days", "parts", "duration", "helped_by", "channel"):
        assert f'name="{name}"' in page
    for kind in Kind:
        assert f'value="{kind}"' in page
    assert re.search(r'name="submission" value="[0-9a-f]{32}"', page)


@pytest.mark.parametrize(
    ("way_in", "door"), [("phone", "triage"), ("paper", "request"), ("professional", "request")]
)
def test_a_talk_goes_on_at_the_eight_questions_and_paper_at_the_call(
    cast: Cast, way_in: str, door: str
) -> None:
    client = browsing.member(cast.anna)
    response = save(client, way_in=way_in, weeg="")
    row = Request.objects.get()
    assert response["Location"] == reverse(door, args=[row.pk])
    assert "Bewaard." in text(client.get(response["Location"]))


def test_a_whole_talk_is_a_request_in_conversation(cast: Cast) -> None:
    client = browsing.member(cast.anna)
    response = save(client)
    row = Request.objects.select_related("help_seeker").get()
    assert (response.status_code, response["Location"]) == (
        302,
        reverse("request", args=[row.pk]),
    )
    assert (row.owner_id, row.state, row.way_in) == (cast.anna.id, "talking", "phone")
    assert (row.day_parts, row.age_band) == (day_parts([3], [1]), "75-84")
    assert row.help_seeker is not None
    assert (row.help_seeker.phone, row.help_seeker.salutation) == ("0612345678", "mrs")
    assert Note.objects.get(request=row).kind == "talk"
    assert "Alle vragen zijn beantwoord." in text(client.get(response["Location"]))


@pytest.mark.parametrize("only", ["last_name", "phone", "first_name"])
def test_a_name_or_a_number_is_enough_and_what_lacks_is_said(cast: Cast, only: str) -> None:
    client = browsing.member(cast.anna)
    response: Any = client.post(NEW, {only: WHOLE[only], "submission": "b" * 32})
    assert response.status_code == 302
    page = text(client.get(response["Location"]))
    assert "Bewaard. Nog niet bekend:" in page
    assert "de postcode" in page
    assert "wanneer hulp uitkomt" in page
    assert ("de naam," in page) is (only != "last_name")


def test_nothing_is_not_enough(cast: Cast) -> None:
    response: Any = browsing.member(cast.anna).post(NEW, {"kinds": ["shopping"]})
    page = text(response)
    assert response.status_code == 422
    assert '<a href="#id_last_name">Vul ten minste een naam of een telefoonnummer in.' in page
    assert 'value="shopping" id="id_kinds_0" checked' in page
    assert not Request.objects.exists()


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("phone", "06 12", "Dit telefoonnummer klopt niet."),
        ("postcode", "1 AB", "Deze postcode klopt niet."),
        ("birth_year", "1843", "Vul een jaar in, bijvoorbeeld 1943."),
        ("birth_year", "2030", "Vul een jaar in, bijvoorbeeld 1943."),
        ("email", "truus", "Dit e-mailadres klopt niet."),
        ("story", "BSN 123456782", "Hier staat een nummer dat op een BSN lijkt."),
        ("helped_by", ["nobody", "family"], "Kies ‘niemand’, of wie er helpt."),
    ],
)
def test_what_is_wrong_is_said_and_all_else_is_kept(
    cast: Cast, name: str, typed: Any, sentence: str
) -> None:
    response = save(browsing.member(cast.anna), **{name: typed})
    page = text(response)
    assert response.status_code == 422
    assert sentence in page
    assert 'value="De Wit"' in page
    assert f'name="submission" value="{"a" * 32}"' in page
    assert not Request.objects.exists()


def test_saving_twice_makes_one_request(cast: Cast) -> None:
    client = browsing.member(cast.anna)
    assert save(client)["Location"] == save(client)["Location"]
    assert Request.objects.count() == 1


@pytest.mark.both_engines
def test_the_key_of_another_organisation_leads_nowhere(cast: Cast) -> None:
    save(browsing.member(cast.anna))
    theirs = Request.objects.get()
    client = browsing.Browser(SERVER_NAME=browsing.HOST, raise_request_exception=False)
    client.cookies = browsing.member(cast.carla).cookies
    response = save(client)
    assert str(theirs.pk) not in response.get("Location", "")


def test_on_paper_nobody_was_spoken_with_yet(cast: Cast) -> None:
    save(browsing.member(cast.anna), way_in="paper")
    row = Request.objects.get()
    assert (row.way_in, row.state, row.first_contact_at) == ("paper", "new", None)


def test_on_behalf_both_persons_are_kept(cast: Cast) -> None:
    save(
        browsing.member(cast.anna),
        for_whom="professional",
        knows="cannot",
        applicant_name="Ella",
        applicant_works_at="Wijkteam Oost",
        applicant_phone="020 555 01 50",
    )
    row = Request.objects.select_related("applicant").get()
    assert row.applicant is not None
    assert (row.applicant.name, row.applicant.works_at) == ("Ella", "Wijkteam Oost")
    assert row.person_knows == "cannot"
    assert Message.objects.get(request=row).to == "applicant"


def test_whether_the_person_knows_was_not_asked_so_only_the_asker_is_called(cast: Cast) -> None:
    save(browsing.member(cast.anna), for_whom="family", applicant_name="Els")
    assert Request.objects.get().person_knows == "no"


def test_a_second_person_is_forgotten_when_somebody_asks_for_themselves(cast: Cast) -> None:
    save(browsing.member(cast.anna), for_whom="self", applicant_name="Els", knows="no")
    row = Request.objects.get()
    assert (row.applicant_id, row.person_knows) == (None, "yes")


def test_any_time_is_any_time(cast: Cast) -> None:
    save(browsing.member(cast.anna), any_time="on", days=None, parts=None)
    assert Request.objects.get().day_parts == ANY_TIME


def test_a_flag_in_the_words_is_pointed_out_after_saving(cast: Cast) -> None:
    client = browsing.member(cast.anna)
    response = save(client, story="Zij vergeet soms haar medicijnen.")
    assert "<mark>“Zij vergeet soms haar medicijnen.”</mark>" in text(
        client.get(response["Location"])
    )


@pytest.mark.parametrize("name", ["gerda", "ella", "fred"])
def test_only_coordinators_take_questions_down(cast: Cast, name: str) -> None:
    client = browsing.member(getattr(cast, name))
    assert client.get(NEW).status_code == 404
    assert client.post(NEW, WHOLE).status_code == 404
    assert not Request.objects.exists()


# --- changing what was answered ---


def test_the_page_holds_what_was_answered_and_saving_it_changes_nothing(cast: Cast) -> None:
    request_id = cast.request(
        for_whom=ForWhom.FAMILY, applicant_name="Els Kramer", applicant_phone="0611112222"
    )
    client = browsing.member(cast.anna)
    page = text(client.get(amend_url(request_id)))
    assert "Mevrouw De Wit" in page
    response: Any = client.post(amend_url(request_id), as_shown(page))
    assert response["Location"] == reverse("request", args=[request_id])
    event = Event.objects.filter(aggregate_id=request_id, type="request.amended").get()
    assert event.data["columns"] == []
    assert Applicant.objects.get().name == "Els Kramer"


def test_a_change_is_kept(cast: Cast) -> None:
    request_id = cast.request()
    client = browsing.member(cast.anna)
    shown = as_shown(text(client.get(amend_url(request_id))))
    client.post(amend_url(request_id), {**shown, "duration": "once", "days": ["0", "4"]})
    row = Request.objects.get(pk=request_id)
    assert (row.duration, row.day_parts) == ("once", day_parts([0, 4], [1]))


def test_from_somebody_else_to_oneself_removes_that_person(cast: Cast) -> None:
    request_id = cast.request(for_whom=ForWhom.FAMILY, applicant_name="Els Kramer")
    client = browsing.member(cast.anna)
    shown = as_shown(text(client.get(amend_url(request_id))))
    client.post(amend_url(request_id), {**shown, "for_whom": "self"})
    assert Request.objects.get(pk=request_id).applicant_id is None
    assert not Applicant.objects.exists()


def test_a_colleague_was_first_so_both_answers_are_shown_and_nothing_is_lost(cast: Cast) -> None:
    request_id = cast.request()
    client = browsing.member(cast.anna)
    shown = as_shown(text(client.get(amend_url(request_id))))
    henk = browsing.member(cast.henk)
    theirs = as_shown(text(henk.get(amend_url(request_id))))
    henk.post(amend_url(request_id), {**theirs, "place": "Waterstad"})
    response: Any = client.post(
        amend_url(request_id), {**shown, "story": "Wat ik hoorde.", "duration": "once"}
    )
    page = text(response)
    assert response.status_code == 409
    assert handling.STALE.sentence in page
    assert "Wat ik hoorde." in page
    assert "<dt>Woonplaats</dt><dd>Waterstad</dd>" in page
    assert "<dt>In eigen woorden</dt><dd>Ik zie de hele week verder niemand.</dd>" in page
    assert Request.objects.get(pk=request_id).story == "Ik zie de hele week verder niemand."
    # having read that, saving once more is a choice
    again: Any = client.post(amend_url(request_id), as_shown(page))
    assert again.status_code == 302
    assert Request.objects.get(pk=request_id).story == "Wat ik hoorde."


def test_a_wrong_number_keeps_what_was_typed(cast: Cast) -> None:
    request_id = cast.request()
    client = browsing.member(cast.anna)
    shown = as_shown(text(client.get(amend_url(request_id))))
    response: Any = client.post(amend_url(request_id), {**shown, "phone": "06", "place": "Hier"})
    assert response.status_code == 422
    assert 'value="Hier"' in text(response)


def test_a_stranger_finds_nothing_and_reading_is_recorded(cast: Cast) -> None:
    request_id = cast.request()
    assert browsing.member(cast.dirk).get(amend_url(request_id)).status_code == 404
    assert browsing.member(cast.dirk).post(amend_url(request_id), WHOLE).status_code == 404
    assert not AccessRecord.objects.filter(page="amend_request").exists()
    browsing.member(cast.anna).get(amend_url(request_id))
    record = AccessRecord.objects.get(page="amend_request")
    person = Request.objects.get(pk=request_id).help_seeker_id
    assert list(record.subjects.values_list("subject_id", flat=True)) == [person]


def test_a_request_on_the_phone_makes_no_draft(cast: Cast) -> None:
    save(browsing.member(cast.anna))
    assert not Draft.objects.exists()


def test_the_page_costs_few_queries(cast: Cast, queries: Any) -> None:
    request_id = cast.request()
    client = browsing.member(cast.anna)
    with queries() as asked:
        client.get(amend_url(request_id))
    assert len(asked) <= 12, asked


def test_a_number_never_comes_back(cast: Cast) -> None:
    """A letter says: name it when you call. Whoever has it on paper must not mean somebody else."""

    def number_of(request_id: UUID) -> str:
        return Request.objects.get(pk=request_id).number

    numbers = [number_of(cast.request()) for _ in range(2)]
    last = cast.request()
    numbers.append(number_of(last))
    erasure.erase_help_seeker(actor=cast.anna, now=NOW, request_id=last, safe=KNOWN_SAFE)
    assert number_of(cast.request()) not in numbers
    # another organisation counts for itself, and a new month begins again
    assert number_of(cast.request(of=cast.carla)) == numbers[0]
    cast.now = at_local(date(2026, 12, 1), time(0, 5))
    assert number_of(cast.request()) == "2612-001"


def test_the_same_sentence_at_two_fields_names_its_field(cast: Cast) -> None:
    wrong = {"for_whom": "family", "phone": "12", "applicant_phone": "34", "way_in": "phone"}
    response = browsing.member(cast.anna).post(reverse("new_request"), wrong)
    assert response.status_code == 422
    page = response.content.decode()
    summary = re.search(r'<div class="error-summary".*?</div>', page, re.DOTALL)
    assert summary
    named = re.findall(r'<a href="#(\w+)">(.*?: )?Dit telefoonnummer klopt niet', summary[0])
    assert [target for target, _name in named] == ["id_applicant_phone", "id_phone"]
    assert all(name for _target, name in named)
    assert len({name for _target, name in named}) == 2
