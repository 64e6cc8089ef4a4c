"""The check, and sending: once, to the right organisation, or not at all and then it is said."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, Cast
from tests.app.questionnaire import (
    CLIENT_DOES_NOT_KNOW,
    FOR_MY_MOTHER,
    FOR_MYSELF,
    address,
    answer,
    fill_in,
    send,
    text,
)

from loopplank.access.account.actors import SYSTEM
from loopplank.actions.organisations import networks, organisations
from loopplank.actions.requests import intake
from loopplank.store.models import Account, Draft, HelpSeeker, Message, Request
from loopplank.web.kit import clock

CHECK = address("controleren")
STATUS = "/uw-vraag/"


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def test_all_answers_stand_there_with_a_way_to_change_each(cast: Cast) -> None:
    client = browsing.visitor()
    assert fill_in(client)["Location"] == CHECK
    page = text(client.get(CHECK))
    for words in (
        "Voor mijzelf",
        "Boodschappen<br>Gezelschap of een praatje",
        "donderdag: middag",
        "Een paar maanden",
        "Ja, van de thuiszorg",
        "Truus De Wit",
        "Sms<br>06 12 34 56 78",
        "1013 AB",
        "Ik zie de hele week verder niemand.",
        "Uw vraag is pas verstuurd als u op de knop drukt.",
        "Alleen de coördinator ziet alles.",
        "Dan wissen wij uw gegevens na 1 jaar.",
        'Wijzig<span class="unseen"> hoe wij u bereiken</span>',
    ):
        assert words in page, words
    assert not Request.objects.exists()


def test_what_was_skipped_is_said(cast: Cast) -> None:
    client = browsing.visitor()
    fill_in(client, {**FOR_MYSELF, 6: {**FOR_MYSELF[6], "story": ""}})
    assert "Niet ingevuld" in text(client.get(CHECK))


def test_a_change_leads_back_here(cast: Cast) -> None:
    client = browsing.visitor()
    fill_in(client)
    again = f"{address(4)}?naar=controle"
    page = text(client.get(again))
    assert f'class="back" href="{CHECK}"' in page
    response = client.post(again, {"duration": "once"})
    assert response["Location"] == CHECK
    assert "Eén keer" in text(client.get(CHECK))


def test_a_change_that_asks_for_more_leads_to_what_is_missing(cast: Cast) -> None:
    client = browsing.visitor()
    fill_in(client)
    client.post(f"{address(1)}?naar=controle", FOR_MY_MOTHER[1])
    response = client.get(CHECK)
    assert response["Location"] == f"{address(6)}?naar=controle"
    page = text(client.get(response["Location"]))
    assert "Vul uw naam in." in page
    assert 'value="De Wit"' in page
    assert client.post(response["Location"], FOR_MY_MOTHER[6])["Location"] == CHECK


def test_without_answers_it_leads_to_the_start_and_says_why(cast: Cast) -> None:
    client = browsing.visitor()
    response = client.get(CHECK, follow=True)
    assert response.redirect_chain == [("/hulp/waterstad/noord/", 302)]
    assert "Er staan hier nog geen antwoorden." in text(response)
    assert client.post(CHECK).status_code == 302
    assert not Request.objects.exists()


def test_back_after_sending_leads_to_what_became_of_it(cast: Cast) -> None:
    client = browsing.visitor()
    fill_in(client)
    client.post(CHECK)
    response = client.get(CHECK, follow=True)
    assert response.redirect_chain == [(reverse("status"), 302)]
    assert "Uw vraag is al verstuurd." in text(response)


@pytest.mark.parametrize(
    ("story", "shown"), [("Help, ik wil niet meer leven.", True), ("Ik zie niemand.", False)]
)
def test_what_cannot_wait_names_who_can_be_called_now(cast: Cast, story: str, shown: bool) -> None:
    client = browsing.visitor()
    fill_in(client, {**FOR_MYSELF, 6: {**FOR_MYSELF[6], "story": story}})
    page = text(client.get(CHECK))
    # the number is always there; first and apart only where the words ask it
    assert "tel:113" in page
    assert ("Wacht niet op ons." in page) is shown


def test_sending_makes_one_request_and_shows_its_page(cast: Cast) -> None:
    client = browsing.visitor()
    fill_in(client)
    response = send(client)
    assert (response.status_code, response["Location"]) == (302, STATUS)
    row = Request.objects.select_related("help_seeker").get()
    assert (row.owner_id, row.state, row.way_in) == (cast.anna.id, "new", "web")
    assert (row.kinds, row.duration, row.helped_by) == (
        ["shopping", "company"],
        "months",
        ["home_care"],
    )
    assert row.postcode_area == "1013"
    seeker = row.help_seeker
    assert seeker is not None
    assert (seeker.first_name, seeker.last_name, seeker.phone, seeker.postcode) == (
        "Truus",
        "De Wit",
        "0612345678",
        "1013 AB",
    )
    assert not Draft.objects.exists()
    assert response.cookies["loopplank_draft"].value == ""
    page = text(client.get(STATUS))
    assert "Wij hebben uw vraag" in page
    assert row.number in page


def test_pressing_twice_makes_one_request(cast: Cast) -> None:
    client = browsing.visitor()
    fill_in(client)
    cookies = client.cookies.output()
    first = send(client)
    client.cookies.load(cookies.replace("Set-Cookie: ", ""))  # the second press left with the first
    second = send(client)
    assert first["Location"] == second["Location"] == STATUS
    assert Request.objects.count() == 1


@pytest.mark.commits
def test_pressing_twice_at_the_same_moment_makes_one_request(
    cast: Cast, race: Callable[..., list[Any]]
) -> None:
    client = browsing.visitor()
    fill_in(client)
    cookies = client.cookies.output().replace("Set-Cookie: ", "")

    def press() -> tuple[int, str]:
        window = browsing.visitor()
        window.cookies.load(cookies)
        response = send(window)
        return response.status_code, response["Location"]

    assert race([press] * 4) == [(302, STATUS)] * 4
    assert Request.objects.count() == 1


def test_typing_on_after_it_was_sent_makes_no_second_question(cast: Cast) -> None:
    client = browsing.visitor()
    fill_in(client)
    draft = client.cookies["loopplank_draft"].value
    send(client)
    client.cookies["loopplank_draft"] = draft  # the answer to sending never arrived
    response = answer(client, 6, FOR_MYSELF[6])
    assert response["Location"] == STATUS
    assert "U heeft deze vraag al verstuurd." in text(client.get(STATUS))
    client.cookies["loopplank_draft"] = draft
    assert client.get(CHECK)["Location"] == STATUS
    assert Request.objects.count() == 1


def test_the_first_question_begins_a_new_one(cast: Cast) -> None:
    client = browsing.visitor()
    fill_in(client)
    draft = client.cookies["loopplank_draft"].value
    send(client)
    client.cookies["loopplank_draft"] = draft
    fill_in(client)
    send(client)
    assert Request.objects.count() == 2


def test_somebody_else_with_another_cookie_gets_nothing(cast: Cast) -> None:
    client = browsing.visitor()
    fill_in(client)
    stranger = browsing.visitor()
    stranger.cookies["loopplank_draft"] = "guessed"
    assert stranger.get(CHECK)["Location"] == "/hulp/waterstad/noord/"


def test_a_form_that_closed_meanwhile_says_so_with_the_number(cast: Cast) -> None:
    client = browsing.visitor()
    fill_in(client)
    organisations.open_form(actor=cast.anna, now=NOW, is_open=False)
    response = send(client)
    page = text(response)
    assert response.status_code == 409
    assert "Dit formulier is nu dicht. Bel ons, dan nemen wij uw vraag op." in page
    assert "Bel 020 555 01 42" in page
    assert Draft.objects.count() == 1, "the answers stay"
    assert not Request.objects.exists()


def test_when_sending_fails_it_says_so_and_keeps_the_answers(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = browsing.visitor()
    fill_in(client)

    def fails(**_given: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(intake, "send", fails)
    response = send(client)
    page = text(response)
    assert response.status_code == 503
    assert "<title>Fout:" in page
    assert "Uw vraag is nog niet verstuurd. Uw antwoorden zijn wel bewaard." in page
    assert "Bel 020 555 01 42" in page
    monkeypatch.undo()
    monkeypatch.setattr(clock, "now", lambda: NOW)
    assert send(client)["Location"] == STATUS


def test_a_citizen_service_number_leads_back_to_its_field(cast: Cast) -> None:
    client = browsing.visitor()
    fill_in(client)
    draft = Draft.objects.get()
    draft.answers = {**draft.answers, "story": "Mijn nummer is 123456782."}
    draft.save()
    response = send(client)
    assert response["Location"] == f"{address(6)}?naar=controle"
    page = text(client.get(response["Location"]))
    assert '<a href="#id_story">Hier staat een nummer dat op een BSN lijkt.' in page
    assert not Request.objects.exists()


# --- which organisation -------------------------------------------------------------------------


def route(cast: Cast, *rows: networks.RouteRow) -> None:
    networks.set_routing(
        actor=SYSTEM, now=NOW, network_id=cast.network_id, default_id=cast.noord_id, rows=rows
    )


def sent_from_the_network(answers: Any = FOR_MYSELF) -> Request:
    before = set(Request.objects.values_list("pk", flat=True))
    client = browsing.visitor()
    fill_in(client, answers, organisation="")
    assert send(client, "").status_code == 302
    return Request.objects.exclude(pk__in=before).get()


def test_from_the_network_it_goes_by_the_table(cast: Cast) -> None:
    assert sent_from_the_network().organisation_id == cast.noord_id
    route(cast, networks.RouteRow(cast.zuid_id, kind="shopping", postcode_from="1013"))
    row = sent_from_the_network()
    assert (row.organisation_id, row.owner_id) == (cast.zuid_id, cast.carla.id)
    elsewhere = {**FOR_MYSELF, 6: {**FOR_MYSELF[6], "postcode": "1099 ZZ"}}
    assert sent_from_the_network(elsewhere).organisation_id == cast.noord_id


def test_from_an_offer_it_goes_to_that_organisation_whatever_the_table_says(cast: Cast) -> None:
    route(cast, networks.RouteRow(cast.zuid_id, kind="shopping"))
    client = browsing.visitor()
    fill_in(client)
    send(client)
    assert Request.objects.get().organisation_id == cast.noord_id


@pytest.mark.parametrize("how", ["closed", "nobody"])
def test_a_row_of_the_table_that_is_closed_does_not_count(cast: Cast, how: str) -> None:
    """The page was open: whoever answered six questions gets an organisation that reads them."""
    route(cast, networks.RouteRow(cast.zuid_id, kind="shopping"))
    if how == "closed":
        organisations.open_form(actor=cast.carla, now=NOW, is_open=False)
    else:
        Account.objects.filter(pk=cast.carla.account_id).update(is_active=False)
    row = sent_from_the_network()
    assert (row.organisation_id, row.owner_id) == (cast.noord_id, cast.anna.id)


def test_when_what_gets_the_rest_is_closed_the_first_question_says_so(cast: Cast) -> None:
    """Nobody answers six questions first: without the default some would end with nobody."""
    route(cast, networks.RouteRow(cast.zuid_id, kind="shopping"))
    organisations.open_form(actor=cast.anna, now=NOW, is_open=False)
    client = browsing.visitor()
    page = client.get(address(1, organisation=""))
    assert "Dit formulier is nu dicht" in text(page)
    assert client.post(address(1, organisation=""), FOR_MYSELF[1]).status_code == 409


# --- on behalf of somebody else ----------------------------------------------------------------


def test_both_persons_are_kept_and_the_urgency_of_the_carer(cast: Cast) -> None:
    client = browsing.visitor()
    fill_in(client, FOR_MY_MOTHER)
    page = text(client.get(CHECK))
    assert "Els Kramer<br>06 11 11 22 22" in page
    assert "Volhouden: Eigenlijk niet meer" in page
    send(client)
    row = Request.objects.select_related("applicant", "help_seeker").get()
    assert row.applicant is not None
    assert (row.applicant.name, row.applicant.relation) == ("Els Kramer", "family")
    assert row.applicant.phone == "0611112222"
    assert row.person_knows == "yes"
    assert row.holding_out == "no_more"
    assert row.due_on == NOW.date() + timedelta(days=1), "one working day instead of three"
    assert Message.objects.get(request=row).to == "help_seeker"


def test_of_somebody_who_does_not_know_only_the_asker_is_told(cast: Cast) -> None:
    client = browsing.visitor()
    fill_in(client, CLIENT_DOES_NOT_KNOW)
    assert "Bespreek het eerst samen. Wij bellen alleen u." in text(client.get(CHECK))
    send(client)
    row = Request.objects.select_related("applicant", "help_seeker").get()
    assert (row.person_knows, row.way_in) == ("no", "professional")
    assert row.applicant is not None
    assert row.applicant.works_at == "Wijkteam Oost"
    assert row.help_seeker is not None
    assert (row.help_seeker.phone, row.help_seeker.channel) == ("", "")
    assert Message.objects.get(request=row).to == "applicant"


def test_an_address_is_kept_only_for_a_letter(cast: Cast) -> None:
    client = browsing.visitor()
    with_street = {**FOR_MYSELF[6], "street": "Kade 1", "place": "Waterstad"}
    fill_in(client, {**FOR_MYSELF, 6: with_street})
    send(client)
    assert HelpSeeker.objects.latest("created_at").street == ""
    fill_in(client, {**FOR_MYSELF, 6: {**with_street, "channel": "letter"}})
    assert "Brief<br>06 12 34 56 78<br>Kade 1, Waterstad" in text(client.get(CHECK))
    send(client)
    assert HelpSeeker.objects.filter(street="Kade 1").count() == 1


def test_letters_come_in_the_language_of_the_page(cast: Cast) -> None:
    client = browsing.visitor()
    client.get("/taal/?to=en")
    fill_in(client)
    send(client)
    row = Request.objects.select_related("help_seeker").get()
    assert row.help_seeker is not None
    assert row.help_seeker.language == "en"
    assert Message.objects.get(request=row).language == "en"


def test_the_check_costs_few_queries(cast: Cast, queries: Any) -> None:
    client = browsing.visitor()
    fill_in(client)
    with queries() as asked:
        client.get(CHECK)
    # one of them says on which day somebody reads it
    assert len(asked) <= 6, asked
