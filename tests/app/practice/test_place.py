"""The place to practise in: invented people at once, and nothing of it reaches anybody."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, TODAY, Cast
from tests.app.gateways import MailServer, mail_server

from loopplank.access.account.actors import SYSTEM, VISITOR, Actor, NotFound, actor_of, memberships
from loopplank.access.messages import channels as message_channels
from loopplank.access.messages.delivery import to_send
from loopplank.access.organisations import organisations as public
from loopplank.access.responsibility import nightly_checks
from loopplank.actions.account import links
from loopplank.actions.account.links import Wanted
from loopplank.actions.gaps import gaps
from loopplank.actions.kit.action import VERBS
from loopplank.actions.messages import claims
from loopplank.actions.practice import place
from loopplank.actions.responsibility import member_news
from loopplank.actions.volunteers import volunteers
from loopplank.actions.wellbeing import check_in_totals
from loopplank.core.practice.place import REAL_ONLY
from loopplank.core.volunteers.load import Limits
from loopplank.jobs.messages.sending import Sender
from loopplank.jobs.planning import plan_runs
from loopplank.store.models import (
    Affiliation,
    LinkAsk,
    Match,
    Membership,
    Message,
    Network,
    Organisation,
    PlanRun,
    Proposal,
    QuarterBand,
    Request,
    Volunteer,
)
from loopplank.web.kit import clock

STRIP = "Dit is een oefenplek. Niets van wat hier gebeurt, gaat naar iemand toe."


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def there(cast: Cast) -> Actor:
    """Anna, in the place where she practises."""
    return practising(cast.anna)


def practising(actor: Actor) -> Actor:
    membership = place.begin(actor=actor, now=NOW)
    return actor_of(Membership.objects.get(pk=membership))


def text(page: Any) -> str:
    return str(page.content.decode())


# --- beginning ------------------------------------------------------------------------------------


def test_six_invented_volunteers_and_five_requests_in_five_states(cast: Cast, there: Actor) -> None:
    here = {"organisation_id": there.organisation_id}
    states = Request.objects.filter(**here).values_list("state", flat=True)
    assert sorted(states) == ["closed", "new", "proposed", "running", "talking"]
    people = Volunteer.objects.filter(affiliations__organisation_id=there.organisation_id)
    assert people.count() == 6
    assert all(one.is_practice and not one.email for one in people)
    assert {one.phone[:7] for one in people} == {"0612491"}
    assert Match.objects.filter(**here).count() == 1
    assert Proposal.objects.filter(request__organisation_id=there.organisation_id).count() == 2
    assert not any(nightly_checks.broken_promises(NOW).values())


def test_a_colleague_comes_into_the_same_place_with_their_own_role(
    cast: Cast, there: Actor
) -> None:
    gerda = practising(cast.gerda)
    assert gerda.organisation_id == there.organisation_id
    assert (gerda.role, gerda.practice) == (cast.gerda.role, True)
    before = Request.objects.count()
    assert practising(cast.anna) == there
    assert Request.objects.count() == before
    carla = practising(cast.carla)
    assert carla.network_id != there.network_id


def test_the_board_may_begin_and_does_what_a_coordinator_does(cast: Cast) -> None:
    gerda = practising(cast.gerda)
    assert gerda.only_own
    assert text(browsing.member(gerda).get(reverse("today"))).count(STRIP) == 1


def test_nobody_practises_in_a_practice_place_or_for_where_they_left(
    cast: Cast, there: Actor
) -> None:
    with pytest.raises(NotFound):
        place.begin(actor=there, now=NOW)
    account = cast.anna.account_id
    assert account
    assert [one.pk for one in memberships(account)] == [cast.anna.id, there.id]
    Membership.objects.filter(pk=cast.anna.id).update(active=False, ended_on=TODAY)
    assert memberships(account) == []


# --- the pages ------------------------------------------------------------------------------------


def test_from_the_checklist_to_the_place_and_back_to_what_is_real(cast: Cast) -> None:
    browser = browsing.member(cast.anna)
    browser.opened_as = None
    assert reverse("practice") in text(browser.get(reverse("settings")))
    first = text(browser.get(reverse("practice")))
    assert STRIP not in first
    assert "Oefenen met voorbeelden</button>" in first
    today = browser.post(reverse("practice_begin"), follow=True)
    assert STRIP in text(today)
    assert "Oefenorganisatie (van Noord)" in text(today)
    assert "22 februari" in text(browser.get(reverse("practice")))
    for door in ("requests", "volunteers", "messages", "settings", "account", "team_week"):
        assert text(browser.get(reverse(door))).count(STRIP) == 1, door
    asked = browser.get(reverse("practice_remove"))
    assert "Bij Noord verandert er niets." in text(asked)
    gone = browser.post(reverse("practice_remove"), follow=True)
    assert "De oefenplek is weg." in text(gone)
    assert STRIP not in text(gone)
    assert browser.session["membership"] == str(cast.anna.id)
    assert "Oefenen met voorbeelden</button>" in text(browser.get(reverse("practice_remove")))


def test_who_looks_by_a_link_of_that_place_reads_it_too(cast: Cast, there: Actor) -> None:
    whose = Affiliation.objects.filter(organisation_id=there.organisation_id)[0].volunteer_id
    week = browsing.by_link("week", whose).get(reverse("week"))
    assert STRIP in text(week)
    assert STRIP not in text(browsing.volunteer(cast.bram).get(reverse("week")))


@pytest.mark.parametrize(
    "door", ["invite_colleague", "import_volunteers", "settings_form", "own_limits"]
)
def test_what_reaches_real_people_says_where_it_is_done(
    cast: Cast, there: Actor, door: str
) -> None:
    page = browsing.member(there).get(reverse(door))
    assert page.status_code == 403
    assert "Dit kan niet op een oefenplek" in text(page)
    assert browsing.member(cast.anna).get(reverse(door)).status_code == 200


def test_no_action_of_the_list_is_done_by_who_practises(there: Actor) -> None:
    assert set(VERBS) >= REAL_ONLY
    for name in REAL_ONLY:
        with pytest.raises(NotFound):
            VERBS[name].function(actor=there, now=NOW)


# --- nothing leaves -------------------------------------------------------------------------------


@pytest.fixture
def mail(settings: Any) -> Any:
    with mail_server() as server:
        settings.SENDS_MAIL = True
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.DEFAULT_FROM_EMAIL = "Hulp <hulp@example.nl>"
        yield server


@pytest.mark.both_engines
def test_no_message_of_the_place_leaves(cast: Cast, there: Actor, mail: MailServer) -> None:
    """Neither by the rules, nor when something went past them; the same message of a real place
    does leave."""
    Message.objects.all().delete()
    whose = Volunteer.objects.filter(is_practice=True)[0]
    real = Volunteer.objects.get(pk=cast.bram_id)
    for one, house in ((whose, there.own_organisation), (real, cast.noord_id)):
        Volunteer.objects.filter(pk=one.pk).update(email="iemand@example.nl", channel="email")
        Message.objects.create(
            organisation_id=house,
            volunteer=one,
            to="volunteer",
            channel="email",
            template="limit_raised",
            queued_at=NOW,
        )
    assert "email" in message_channels.channels()
    Sender().until_empty(lambda: NOW)
    assert Message.objects.get(volunteer=real).state == "told"
    kept = Message.objects.get(volunteer=whose)
    assert (kept.state, kept.by_hand) == ("queued", "practice")
    assert len(mail.mails) == 1
    # claimed all the same, by a fault of ours: the text is never made
    assert to_send([kept.pk], NOW) == {}


@pytest.mark.both_engines
def test_what_nobody_tells_by_hand_is_dropped(cast: Cast, there: Actor) -> None:
    row = Message.objects.create(
        organisation_id=there.organisation_id,
        account_id=there.account_id,
        to="account",
        channel="email",
        template="quarter_figures",
        queued_at=NOW,
    )
    claims.claim(NOW, ["email"])
    row.refresh_from_db()
    assert row.state == "dropped"


def test_news_of_an_own_sign_in_comes_from_the_real_place(
    cast: Cast, there: Actor, settings: Any
) -> None:
    settings.SENDS_MAIL = True
    member_news.new_device(actor=there, now=NOW)
    told = Message.objects.get(template="new_sign_in")
    assert told.organisation_id == cast.noord_id


# --- apart from what is real ----------------------------------------------------------------------


def test_the_world_knows_of_no_place_to_practise_in(cast: Cast, there: Actor) -> None:
    network = Network.objects.get(pk=there.network_id)
    house = Organisation.objects.get(pk=there.organisation_id)
    assert [one.slug for one in public.networks()] == ["waterstad"]
    assert public.phone_to_call() == "0205550140"
    for address in (
        reverse("start", args=[network.slug]),
        reverse("start_organisation", args=[network.slug, house.slug]),
        reverse("ask", args=[network.slug, 1]),
        reverse("apply", args=[network.slug]),
        reverse("privacy", args=[network.slug]),
    ):
        assert browsing.visitor().get(address).status_code == 404, address


def test_figures_and_plans_of_the_night_leave_it_out(cast: Cast, there: Actor) -> None:
    gaps.close_quarter(actor=SYSTEM, now=NOW)
    check_in_totals.close_quarter(actor=SYSTEM, now=NOW)
    assert not QuarterBand.objects.filter(network_id=there.network_id).exists()
    plan_runs.ask_for_night(NOW)
    assert not PlanRun.objects.filter(network_id=there.network_id).exists()


def test_who_practises_meets_nobody_real_and_nobody_real_meets_them(
    cast: Cast, there: Actor
) -> None:
    """Whoever types a real volunteer there makes an invented one, and asks them nothing."""

    def enter(actor: Actor, phone: str, name: str) -> Volunteer:
        affiliation = volunteers.register(
            actor=actor,
            now=NOW,
            details=volunteers.Details(name, "Iemand", phone=phone),
            limits=Limits(liked_minutes=60, max_minutes=90, max_people=1, max_heavy=0),
            wishes=volunteers.Wishes(),
        )
        return Affiliation.objects.select_related("volunteer").get(pk=affiliation).volunteer

    bram = Volunteer.objects.get(pk=cast.bram_id)
    invented = enter(there, bram.phone, bram.first_name)
    assert invented.is_practice
    assert invented.pk != bram.pk
    assert enter(there, bram.phone, bram.first_name).pk == invented.pk
    other = practising(cast.carla)
    assert enter(other, bram.phone, bram.first_name).pk not in {invented.pk, bram.pk}
    assert enter(cast.carla, bram.phone, bram.first_name).pk == bram.pk
    links.ask_again(
        actor=VISITOR, now=NOW + timedelta(hours=1), wanted=Wanted("sms", bram.phone), source="1"
    )
    assert set(LinkAsk.objects.values_list("volunteer_id", flat=True)) == {bram.pk}
