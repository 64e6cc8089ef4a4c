"""Who asked for another sees what that person agreed to on their own link, by default nothing."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import MRS_DE_WIT, NOW, Cast
from tests.app.questionnaire import FOR_MY_MOTHER, address, text

from loopplank.access.account import links
from loopplank.access.account.actors import Actor
from loopplank.actions.matching import matches, propose
from loopplank.actions.requests import applicant_sees, closing, handling
from loopplank.actions.triage import triage
from loopplank.actions.wellbeing import concern
from loopplank.core.account.roles import Role
from loopplank.core.kit.reason import Refused
from loopplank.core.requests.applicant_sees import Sees
from loopplank.core.requests.closing import ClosingReason
from loopplank.core.requests.intake import ForWhom, HelpedBy, HoldingOut, Knows
from loopplank.core.triage import Route
from loopplank.store.models import AccessRecord, Assessment, Event, Link, Request
from loopplank.web.kit import clock

STATUS = "/uw-vraag/"
FOR_MOTHER = {
    "for_whom": ForWhom.FAMILY,
    "knows": Knows.YES,
    "applicant_name": "Els Kramer",
    "applicant_phone": "0611112222",
}


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def runs(cast: Cast) -> UUID:
    """Help that Ria gives to somebody for whom a daughter asked through the form."""
    ria = cast.volunteer("Ria Smit")
    assert ria.id
    request_id = cast.web_request(**FOR_MOTHER)
    handling.log_contact(actor=cast.anna, now=NOW, request_id=request_id, kind="talk")
    cast.assess(request_id)
    made = Assessment.objects.get(request_id=request_id)
    triage.decide(
        actor=cast.anna,
        now=NOW,
        request_id=request_id,
        decision=triage.Decision(made.pk, Route(made.route)),
    )
    match_id = propose.note_yes(
        actor=cast.anna, now=NOW, request_id=request_id, volunteer_id=ria.id, plan=cast.plan()
    )
    matches.start(actor=cast.anna, now=NOW, match_id=match_id)
    return request_id


def daughter(request_id: UUID) -> Client:
    return browsing.by_link(links.APPLICANT, request_id)


def agree(cast: Cast, request_id: UUID, sees: Sees, channel: str = "phone") -> None:
    applicant_sees.let_applicant_see(
        actor=cast.anna, now=NOW, request_id=request_id, sees=sees, channel=channel
    )


def test_the_browser_that_sent_it_holds_a_link_of_its_own(cast: Cast) -> None:
    client = browsing.visitor()
    for step, given in FOR_MY_MOTHER.items():
        client.post(address(step), given)
    page = text(client.post("/hulp-vragen/waterstad/noord/controleren/", follow=True))
    assert "De vraag die u stelde" in page
    request_id = Request.objects.get().pk
    own, hers = (
        Link.objects.get(subject_id=request_id, purpose=purpose)
        for purpose in (links.APPLICANT, links.STATUS)
    )
    assert links.token_of(own.pk, 1) in page
    assert links.token_of(hers.pk, 1) not in page


def test_without_an_agreement_there_is_only_that_we_have_the_question(cast: Cast) -> None:
    page = text(daughter(runs(cast)).get(STATUS))
    assert "Anna Prins van Noord zorgt nu voor deze vraag." in page
    assert "Wij vertellen alleen wat die goed vindt." in page
    for hidden in ("Ria", "loopt", "18 februari", "Hoe het gaat", "gaat-niet-goed"):
        assert hidden not in page, hidden


def test_whether_help_runs_is_told_without_days_or_names(cast: Cast) -> None:
    request_id = runs(cast)
    agree(cast, request_id, Sees.RUNS)
    page = text(daughter(request_id).get(STATUS))
    assert "Er loopt hulp." in page
    assert "Ria" not in page
    assert "18 februari" not in page


def test_everything_is_days_and_first_names(cast: Cast) -> None:
    request_id = runs(cast)
    agree(cast, request_id, Sees.EVERYTHING)
    page = text(daughter(request_id).get(STATUS))
    assert "Ria helpt mevrouw De Wit tot en met donderdag 18 februari." in page
    assert "Smit" not in page


def test_taking_it_back_works_at_once(cast: Cast) -> None:
    request_id = runs(cast)
    agree(cast, request_id, Sees.EVERYTHING)
    client = daughter(request_id)
    assert "Ria" in text(client.get(STATUS))
    agree(cast, request_id, Sees.NOTHING, "visit")
    assert "Ria" not in text(client.get(STATUS))


def test_the_person_always_sees_all_of_their_own(cast: Cast) -> None:
    request_id = runs(cast)
    agree(cast, request_id, Sees.NOTHING)
    assert "Ria helpt u tot en met" in text(browsing.asker(request_id).get(STATUS))


def test_the_end_is_told_without_the_answer(cast: Cast) -> None:
    request_id = cast.web_request(**FOR_MOTHER)
    handling.log_contact(actor=cast.anna, now=NOW, request_id=request_id, kind="talk")
    closing.close(
        actor=cast.anna,
        now=NOW,
        request_id=request_id,
        closing=closing.Closing(
            ClosingReason.HELPED_ELSEWHERE, next_party="Humanitas", next_party_agreed=True
        ),
    )
    page = text(daughter(request_id).get(STATUS))
    assert "Deze vraag is klaar." in page
    assert "Humanitas" not in page
    assert "Humanitas" in text(browsing.asker(request_id).get(STATUS))


def test_who_asks_for_somebody_who_does_not_know_sees_it_as_before(cast: Cast) -> None:
    request_id = cast.web_request(**{**FOR_MOTHER, "knows": Knows.NO})
    assert not Link.objects.filter(purpose=links.APPLICANT).exists()
    page = text(browsing.asker(request_id).get(STATUS))
    assert "Wij hebben uw vraag" in page
    with pytest.raises(Refused):
        agree(cast, request_id, Sees.RUNS)


def test_when_the_person_hears_of_it_they_get_a_link_that_nobody_had(cast: Cast) -> None:
    request_id = cast.web_request(**{**FOR_MOTHER, "knows": Knows.NO})
    client = browsing.asker(request_id)
    before = Link.objects.get(subject_id=request_id)
    told = replace(MRS_DE_WIT, **FOR_MOTHER)
    handling.amend(actor=cast.anna, now=NOW, request_id=request_id, answers=told)
    hers = Link.objects.get(subject_id=request_id, purpose=links.STATUS)
    assert hers.pk != before.pk
    page = text(client.get(STATUS))
    assert "De vraag die u stelde" in page, "the link in the daughter's browser goes on, with less"
    assert links.token_of(hers.pk, 1) not in page


def test_a_carer_who_cannot_go_on_has_the_numbers_all_the_same(cast: Cast) -> None:
    request_id = cast.web_request(
        **FOR_MOTHER, helped_by=(HelpedBy.FAMILY,), holding_out=HoldingOut.NO_MORE
    )
    assert "030 760 60 55" in text(daughter(request_id).get(STATUS))


def test_what_the_person_says_of_the_help_is_not_for_the_applicant(cast: Cast) -> None:
    request_id = runs(cast)
    for sees in (Sees.RUNS, Sees.EVERYTHING):
        agree(cast, request_id, sees)
        concern.raise_concern(
            actor=Actor(Role.HELP_SEEKER, id=request_id),
            now=NOW,
            request_id=request_id,
            words=f"Mijn dochter beslist alles, {sees}.",
        )
        page = text(daughter(request_id).get(STATUS))
        assert "U schreef dit op" not in page
    client = daughter(request_id)
    client.post("/uw-vraag/gaat-niet-goed/", {"words": "Moeder is alleen."})
    assert "U schreef dit op" in text(client.get(STATUS))


def test_under_nothing_there_is_nothing_to_say_about_help(cast: Cast) -> None:
    assert daughter(runs(cast)).get("/uw-vraag/gaat-niet-goed/").status_code == 404


def test_the_coordinator_writes_down_what_was_agreed_how_and_when(cast: Cast) -> None:
    request_id = runs(cast)
    where = reverse("applicant_sees", args=[request_id])
    client = browsing.member(cast.anna)
    page = text(client.get(where))
    assert "Els Kramer ziet nu alleen dat wij de vraag hebben." in page
    missing = client.post(where, {"sees": "runs"})
    assert missing.status_code == 422
    assert "Kies hoe de persoon dat zei." in text(missing)
    client.post(where, {"sees": "runs", "channel": "visit"})
    row = Request.objects.get(pk=request_id)
    assert (row.applicant_sees, row.applicant_sees_channel) == ("runs", "visit")
    assert (row.applicant_sees_at, row.applicant_sees_by_id) == (NOW, cast.anna.id)
    event = Event.objects.get(type="request.applicant_sees_set")
    assert (event.data["sees"], event.data["channel"]) == ("runs", "visit")
    assert "Opgeschreven door Anna Prins op dinsdag 24 november." in text(client.get(where))
    assert "Alleen of er hulp loopt" in text(client.get(reverse("request", args=[request_id])))


def test_there_is_no_such_page_for_who_asked_for_themselves(cast: Cast) -> None:
    where = reverse("applicant_sees", args=[cast.request()])
    assert browsing.member(cast.anna).get(where).status_code == 404


def test_digits_are_asked_of_this_link_too(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    request_id = cast.web_request(**FOR_MOTHER)
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=89))
    client = daughter(request_id)
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=91))
    assert 'name="digits"' in text(client.get(STATUS))
    client.post("/uw-vraag/cijfers/", {"digits": "2222"})
    assert "De vraag die u stelde" in text(client.get(STATUS))


def test_the_reading_is_recorded(cast: Cast) -> None:
    request_id = runs(cast)
    daughter(request_id).get(STATUS)
    record = AccessRecord.objects.filter(page="status").latest("pk")
    seeker = Request.objects.get(pk=request_id).help_seeker_id
    assert list(record.subjects.values_list("subject_id", flat=True)) == [seeker]


def test_the_link_ends_thirty_days_after_the_end(cast: Cast, monkeypatch: Any) -> None:
    request_id = cast.web_request(**FOR_MOTHER)
    closing.close(
        actor=cast.anna,
        now=NOW,
        request_id=request_id,
        closing=closing.Closing(ClosingReason.DECEASED),
    )
    client = daughter(request_id)
    assert client.get(STATUS).status_code == 200
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=31))
    assert client.get(STATUS).status_code == 403
