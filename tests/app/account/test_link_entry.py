"""The one page that sees a token: into a cookie, and on without it."""

import logging
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from tests.app import browsing
from tests.app.cast import NO_LIMIT_IN_SIGHT, NOW, Cast
from tests.app.questionnaire import text

from loopplank.access.account.actors import SYSTEM, Actor
from loopplank.access.account.links import INVITE, STATUS, WEEK, token_of
from loopplank.actions.account import links
from loopplank.actions.matching import matches, proposals
from loopplank.actions.organisations import colleagues, invitations, networks
from loopplank.actions.volunteers import volunteers
from loopplank.core.account.roles import Role
from loopplank.store.models import (
    AccessRecord,
    Affiliation,
    Event,
    Limits,
    LimitsRaise,
    Link,
    Volunteer,
)
from loopplank.web.kit import clock


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def token(purpose: str, subject_id: object) -> str:
    link = Link.objects.get(purpose=purpose, subject_id=subject_id)
    return token_of(link.pk, link.generation)


def invited(cast: Cast) -> str:
    invitation_id = invitations.invite(
        actor=cast.anna,
        now=NOW,
        organisation_id=cast.noord_id,
        person=colleagues.Person("Nieuwe Collega", "nieuw@example.nl"),
        role=Role.COORDINATOR,
    )
    return token(INVITE, invitation_id)


def test_each_link_goes_to_its_own_page_without_the_token(cast: Cast) -> None:
    request_id = cast.web_request()
    for made, cookie, page in (
        (token(STATUS, request_id), "loopplank_status", "/uw-vraag/"),
        (token(WEEK, cast.bram_id), "loopplank_week", None),
        (invited(cast), "loopplank_invite", "/uitnodiging/"),
    ):
        client = browsing.visitor()
        response = client.get(f"/l/{made}")
        assert response.status_code == 302
        assert made not in response["Location"]
        assert page is None or response["Location"] == page
        assert response["Referrer-Policy"] == "no-referrer"
        assert response["Cache-Control"] == "no-store"
        kept = response.cookies[cookie]
        assert (kept["httponly"], kept["samesite"]) == (True, "Lax")
        assert client.get(response["Location"]).status_code == 200


@pytest.mark.parametrize(
    ("chosen", "browser", "title"),
    [
        ("en", {}, "Hello Bram, this is your week"),
        ("nl", {}, "Dag Bram, dit is je week"),
        # nobody may ever have chosen Dutch: the browser of who reads no Dutch knows better
        ("nl", {"headers": {"accept-language": "en"}}, "Hello Bram, this is your week"),
    ],
)
def test_a_week_opens_in_the_language_of_the_message(
    cast: Cast, chosen: str, browser: dict[str, Any], title: str
) -> None:
    Volunteer.objects.filter(pk=cast.bram_id).update(language=chosen)
    client = Client(SERVER_NAME=browsing.HOST, **browser)
    page = client.get(f"/l/{token('week', cast.bram_id)}", follow=True).content.decode()
    assert title in page


def test_a_browser_that_was_told_otherwise_stays_with_it(cast: Cast) -> None:
    Volunteer.objects.filter(pk=cast.bram_id).update(language="en")
    client = browsing.visitor()
    client.get("/taal/?to=nl&next=/")
    page = client.get(f"/l/{token('week', cast.bram_id)}", follow=True).content.decode()
    assert "dit is je week" in page
    assert '?to=en&amp;next=%2Fmijn-week%2F" lang="en">English' in page


def test_a_mail_scanner_changes_nothing_and_uses_nothing_up(cast: Cast) -> None:
    made = token(STATUS, cast.web_request())
    before = Event.objects.count(), list(Link.objects.order_by("pk").values())
    for _ in range(3):
        assert browsing.visitor().get(f"/l/{made}").status_code == 302
        assert browsing.visitor().head(f"/l/{made}").status_code == 302
    assert (Event.objects.count(), list(Link.objects.order_by("pk").values())) == before


@pytest.mark.parametrize("behind", [".", ",", ")", "..."])
def test_what_a_message_puts_behind_a_link_is_no_part_of_it(cast: Cast, behind: str) -> None:
    made = token(STATUS, cast.web_request())
    assert browsing.visitor().get(f"/l/{made}{behind}").status_code == 302


def test_a_wrong_link_is_a_sentence_and_a_number(cast: Cast) -> None:
    for wrong in ("x" * 22, "kort", "é" * 22):
        response = browsing.visitor().get(f"/l/{wrong}")
        page = text(response)
        assert response.status_code == 404
        assert "Deze link werkt niet meer" in page
        assert "Bel ons. Dan vertellen wij hoe het staat, en krijgt u een nieuwe link." in page
        assert 'href="tel:0205550140"' in page
        assert wrong not in page
        assert not response.cookies


def test_with_two_networks_a_wrong_link_names_no_number_of_the_other(cast: Cast) -> None:
    networks.open_network(
        actor=SYSTEM, now=NOW, name="Duindorp", place="Duindorp", phone="0705550100", phone_hours=""
    )
    assert "tel:" not in text(browsing.visitor().get(f"/l/{'x' * 22}")).replace("tel:112", "")


def test_a_renewed_link_ends_the_old_one_in_every_browser(cast: Cast) -> None:
    request_id = cast.web_request()
    old, client = token(STATUS, request_id), browsing.asker(request_id)
    links.renew_status(actor=cast.anna, now=NOW, request_id=request_id)
    assert browsing.visitor().get(f"/l/{old}").status_code == 404
    assert client.get("/uw-vraag/").status_code == 403
    assert browsing.visitor().get(f"/l/{token(STATUS, request_id)}").status_code == 302


def test_an_invitation_that_ended_says_so(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    made = invited(cast)
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=15))
    response = browsing.visitor().get(f"/l/{made}")
    assert response.status_code == 410
    assert "020 555 01 42" in text(response)


def test_no_token_reaches_a_log(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    from loopplank.config.logs import clean

    good, wrong = token(STATUS, cast.web_request()), "x" * 22
    with caplog.at_level(logging.DEBUG):
        browsing.visitor().get(f"/l/{good}")
        browsing.visitor().get(f"/l/{wrong}")
        browsing.visitor().post(f"/l/{good}")
    for line in caplog.records:
        written = clean(line.getMessage())
        assert good not in written
        assert wrong not in written


# --- in the browser of a member -----


def with_week(cast: Cast, member: Actor, volunteer_id: UUID) -> Client:
    """A browser that held the link of a volunteer before its member signed in."""
    client = browsing.by_link(WEEK, volunteer_id)
    signed_in = browsing.member(member)
    for name, morsel in signed_in.cookies.items():
        client.cookies[name] = morsel.value
    return client


def of_both(cast: Cast) -> Actor:
    """Zora helps somebody at Zuid, and belongs to Noord too."""
    given = {"email": "zora@example.nl", "phone": "0688888888"}
    zora = cast.volunteer("Zora Zuid", of=cast.carla, **given)
    cast.volunteer("Zora Zuid", **given)
    here = Affiliation.objects.get(volunteer_id=zora.id, organisation_id=cast.noord_id)
    volunteers.join(actor=zora, now=NOW, affiliation_id=here.pk, yes=True)
    proposal_id = cast.asked(zora, of=cast.carla)
    match_id = proposals.accept(actor=zora, now=NOW, proposal_id=proposal_id)
    matches.start(actor=cast.carla, now=NOW, match_id=match_id)
    return zora


@pytest.mark.parametrize("how", ["follows", "held"])
def test_a_member_opens_nobodys_week(cast: Cast, how: str) -> None:
    zora = of_both(cast)
    assert zora.id
    client = browsing.member(cast.anna) if how == "follows" else with_week(cast, cast.anna, zora.id)
    where = f"/l/{token(WEEK, zora.id)}" if how == "follows" else "/mijn-week/"
    response = client.get(where)
    page = text(response)
    assert response.status_code == 403
    assert "Dit is de link van Zora" in page
    assert "Open hem op het toestel van Zora" in page
    assert "De Wit" not in page
    assert "loopplank_week" not in response.cookies
    record = AccessRecord.objects.latest("pk")
    assert (record.page, record.actor_id) == ("week_link", cast.anna.id)
    assert list(record.subjects.values_list("subject_id", flat=True)) == [zora.id]


def test_a_member_raises_no_limit_with_the_link(cast: Cast) -> None:
    zora = of_both(cast)
    assert zora.id
    client = with_week(cast, cast.anna, zora.id)
    typed = {"most": "20", "liked": "15", "people": "9", "heavy": "3"}
    assert client.post("/mijn-week/grenzen/", typed).status_code == 403
    assert not LimitsRaise.objects.exists()
    assert Limits.objects.get(pk=zora.id).max_minutes == NO_LIMIT_IN_SIGHT.max_minutes
    for page in ("pauze/", "gegevens/", "te-zwaar/", "voorstellen/", "wissen/"):
        assert client.get(f"/mijn-week/{page}").status_code == 403, page


def test_of_somebody_elsewhere_not_even_the_name_is_said(cast: Cast) -> None:
    stranger = cast.volunteer("Zora Zuid", of=cast.carla)
    response = browsing.member(cast.anna).get(f"/l/{token(WEEK, stranger.id)}")
    assert "Dit is de link van een vrijwilliger" in text(response)
    assert "Zora" not in text(response)


def test_who_is_member_and_volunteer_opens_their_own(cast: Cast) -> None:
    Volunteer.objects.filter(pk=cast.bram_id).update(account_id=cast.anna.account_id)
    client = browsing.member(cast.anna)
    assert client.get(f"/l/{token(WEEK, cast.bram_id)}")["Location"] == "/mijn-week/"
    assert client.get("/mijn-week/").status_code == 200


def test_who_looks_around_in_the_demo_is_everybody_at_once(cast: Cast, settings: Any) -> None:
    settings.MODE = "demo"
    client = browsing.member(cast.anna)
    assert client.get(f"/l/{token(WEEK, cast.bram_id)}")["Location"] == "/mijn-week/"


def test_a_link_can_not_be_posted(cast: Cast) -> None:
    assert browsing.visitor().post(f"/l/{token(STATUS, cast.web_request())}").status_code == 405
