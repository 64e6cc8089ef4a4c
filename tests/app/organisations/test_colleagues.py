"""Colleagues: inviting, their days, a forgotten password, and leaving."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, Cast
from tests.app.conftest import Questions
from tests.app.joining import join

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.organisations.settings import contact_page
from loopplank.access.responsibility import late
from loopplank.access.responsibility.absence import absence_page
from loopplank.access.responsibility.rota import rota_page
from loopplank.access.responsibility.today import today_page
from loopplank.access.wellbeing.safety import trusted_page
from loopplank.actions.organisations import colleagues, invitations, organisations
from loopplank.actions.requests import closing as request_closing
from loopplank.actions.responsibility import absence, rota, takeovers
from loopplank.actions.wellbeing import safety, signal, signal_steps
from loopplank.core.account.roles import Role
from loopplank.core.requests.closing import ClosingReason, Lack
from loopplank.store.models import (
    AccessRecord,
    Account,
    Invitation,
    Membership,
    Request,
    VolunteerSignal,
)
from loopplank.web.kit import clock

NEW = {
    "name": "Yusuf Demir",
    "email": "Yusuf@Example.nl",
    "phone": "06-12345678",
    "role": "coordinator",
    "weekdays": ["1", "3"],
    "hours_a_week": "16",
    "max_matches": "",
}


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def one(actor: Actor) -> str:
    return reverse("colleague", args=[actor.id])


def in_use(actor: Actor) -> None:
    Account.objects.filter(pk=actor.account_id).update(
        password=make_password("een brug over het water"), last_login=NOW
    )


@pytest.mark.parametrize("name", ["anna", "gerda"])
def test_coordinators_and_board_members_see_their_colleagues(cast: Cast, name: str) -> None:
    text = browsing.member(getattr(cast, name)).get(reverse("colleagues")).content.decode()
    assert "Henk Achterwacht" in text
    assert "Carla" not in text
    shown = set(
        AccessRecord.objects.get(page="colleagues").subjects.values_list("subject_id", flat=True)
    )
    assert {cast.anna.account_id, cast.henk.account_id, cast.gerda.account_id} == shown


@pytest.mark.parametrize("name", ["ella", "fred"])
def test_others_do_not(cast: Cast, name: str) -> None:
    client = browsing.member(getattr(cast, name))
    for page in ("colleagues", "invite_colleague"):
        assert client.get(reverse(page)).status_code == 404, page
    assert client.get(one(cast.henk)).status_code == 404


def test_the_list_asks_as_much_for_twenty_as_for_three(
    cast: Cast, queries: Callable[[], object]
) -> None:
    client = browsing.member(cast.anna)
    # the first page of a session writes that it began
    client.get(reverse("colleagues"))
    with queries() as few:  # type: ignore[attr-defined]
        client.get(reverse("colleagues"))
    for n in range(20):
        person = colleagues.Person(f"Collega {n}", f"collega{n}@example.nl")
        join(
            now=NOW,
            organisation_id=cast.noord_id,
            person=person,
            role=Role.COORDINATOR,
        )
    with queries() as many:  # type: ignore[attr-defined]
        client.get(reverse("colleagues"))
    assert isinstance(many, Questions)
    assert len(many) == len(few) <= 16, many


def test_an_invited_colleague_gets_a_link_to_pass_on(cast: Cast) -> None:
    client = browsing.member(cast.anna)
    response = client.post(reverse("invite_colleague"), NEW)
    row = Invitation.objects.get(email="yusuf@example.nl")
    assert response["Location"] == reverse("invitation", args=[row.pk])
    assert (row.weekdays, row.hours_a_week, row.max_matches) == ([1, 3], 16, None)
    assert row.phone == "0612345678"
    text = client.get(response["Location"]).content.decode()
    address = re.search(r"http://localhost:8000/l/([\w-]{22})", text)
    assert address
    spoken = "".join(re.findall(r"<span>([\w-]{1,4})</span>", text))
    assert spoken == address[1]
    paper = client.get(reverse("colleague_invitation", args=[row.pk])).content.decode()
    assert address[0] in paper
    assert "Dag Yusuf Demir," in paper
    # a new link ends the old one
    client.post(reverse("invite_colleague_again", args=[row.pk]))
    assert address[0] not in client.get(response["Location"]).content.decode()
    # another organisation has no such invitation
    stranger = browsing.member(cast.dirk)
    assert stranger.get(response["Location"]).status_code == 404
    for name in ("invite_colleague_again", "withdraw_invitation"):
        assert stranger.post(reverse(name, args=[row.pk])).status_code == 404


def test_a_mistake_keeps_what_was_typed(cast: Cast) -> None:
    response = browsing.member(cast.anna).post(
        reverse("invite_colleague"), {**NEW, "email": "geen adres", "hours_a_week": "400"}
    )
    text = response.content.decode()
    assert response.status_code == 422
    assert "Dit e-mailadres klopt niet." in text
    assert "Vul een heel getal in, van 1 tot en met 60." in text
    assert 'value="Yusuf Demir"' in text
    assert 'value="400"' in text
    assert not Account.objects.filter(name="Yusuf Demir").exists()


def test_nobody_invites_an_administrator_of_the_network(cast: Cast) -> None:
    response = browsing.member(cast.anna).post(
        reverse("invite_colleague"), {**NEW, "role": "network_admin"}
    )
    assert response.status_code == 422
    with pytest.raises(NotFound):
        invitations.invite(
            actor=cast.anna,
            now=NOW,
            organisation_id=cast.noord_id,
            person=colleagues.Person("Yusuf Demir", "yusuf@example.nl"),
            role=Role.NETWORK_ADMIN,
        )


def test_days_can_be_changed(cast: Cast) -> None:
    browsing.member(cast.anna).post(
        one(cast.henk),
        {"phone": "0687654321", "weekdays": ["0"], "hours_a_week": "8", "max_matches": "12"},
    )
    row = Membership.objects.select_related("account").get(pk=cast.henk.id)
    assert (row.weekdays, row.hours_a_week, row.max_matches) == ([0], 8, 12)
    # news of who is after his sign-in goes to that number, so no colleague puts another one there
    assert row.account.phone == "0205550143"


def test_nobody_writes_themselves_out(cast: Cast) -> None:
    response = browsing.member(cast.anna).post(reverse("let_colleague_leave", args=[cast.anna.id]))
    assert response.status_code == 409
    assert "Jezelf kun je niet" in response.content.decode()


def test_leaving_waits_for_the_requests_that_somebody_owns(cast: Cast) -> None:
    cast.request(of=cast.henk)
    client = browsing.member(cast.anna)
    response = client.post(reverse("let_colleague_leave", args=[cast.henk.id]))
    assert response.status_code == 409
    assert "Henk Achterwacht is nog eigenaar van open hulpvragen: 1." in response.content.decode()
    assert Membership.objects.get(pk=cast.henk.id).active


def test_leaving_waits_for_the_volunteers_who_would_be_called(cast: Cast) -> None:
    """A signal to somebody who is not there any more reaches nobody."""
    match_id = cast.running(cast.bram)
    signal_id = signal.send_signal(actor=cast.bram, now=NOW, reason="time", match_id=match_id)
    VolunteerSignal.objects.filter(pk=signal_id).update(to_id=cast.henk.id)
    client, leave = browsing.member(cast.anna), reverse("let_colleague_leave", args=[cast.henk.id])
    text = client.post(leave).content.decode()
    assert "Henk Achterwacht zou nog vrijwilligers bellen: 1. Zij staan bovenaan bij" in text
    signal_steps.answer_signal(actor=cast.anna, now=NOW, signal_id=signal_id, outcome="other")
    assert client.post(leave).status_code == 302


def test_leaving_waits_for_who_would_be_called_back(cast: Cast) -> None:
    request_id = cast.request(of=cast.henk)
    closing = request_closing.Closing(
        ClosingReason.NO_PLACE, nobody_discussed=True, lack=Lack.PLACE
    )
    request_closing.close(actor=cast.henk, now=NOW, request_id=request_id, closing=closing)
    number = Request.objects.get(pk=request_id).number
    client, leave = browsing.member(cast.anna), reverse("let_colleague_leave", args=[cast.henk.id])
    text = client.post(leave).content.decode()
    assert f"Henk Achterwacht zou nog terugbellen na een nee: {number}." in text
    page = client.get(reverse("request", args=[request_id])).content.decode()
    assert "Ik neem deze vraag over" in page
    client.post(reverse("take_over", args=[request_id]))
    assert client.post(leave).status_code == 302
    later = NOW + timedelta(weeks=4)
    assert [one.request_id for one in today_page(cast.anna, later).call_backs] == [request_id]


def test_who_leaves_comes_nowhere(cast: Cast) -> None:
    gone = browsing.member(cast.henk)
    client = browsing.member(cast.anna)
    response = client.post(reverse("let_colleague_leave", args=[cast.henk.id]))
    assert response["Location"] == reverse("colleagues")
    assert gone.get(reverse("settings")).status_code == 404
    assert "hier niet meer werkt" in client.get(reverse("colleagues")).content.decode()
    # Henk stood in: without a stand-in the form is shut
    assert not Membership.objects.get(pk=cast.henk.id).organisation.form_open


def test_colleagues_of_another_organisation_do_not_exist(cast: Cast) -> None:
    client = browsing.member(cast.dirk)
    assert client.get(one(cast.anna)).status_code == 404
    for name in ("send_colleague_password", "second_step_lost", "let_colleague_leave"):
        assert client.post(reverse(name, args=[cast.anna.id])).status_code == 404, name


def _id(actor: Actor):  # type: ignore[no-untyped-def]
    assert actor.id
    return actor.id


def test_who_cannot_sign_in_may_be_named_for_nothing(cast: Cast) -> None:
    """An owner is an active person (promise P1); every page and action asks the same of both."""
    cast.request(of=cast.henk)
    Account.objects.filter(pk=cast.gerda.account_id).update(is_active=False)
    gone, day = cast.gerda.id, NOW.date()
    assert gone is not None
    offered = {
        "contact": {one.membership_id for one in contact_page(cast.anna, NOW).could},
        "trusted": {pk for pk, _name in trusted_page(cast.anna, NOW).could},
        "rota": {pk for pk, _name in rota_page(cast.anna, NOW).could},
        "late": {row.pk for row in late.colleagues(cast.noord_id)},
    }
    assert {page for page, people in offered.items() if gone in people} == set()
    assert all(cast.henk.id in people for people in offered.values())
    me: dict[str, Any] = {"actor": cast.anna, "now": NOW}
    named: list[Callable[[], object]] = [
        lambda: absence_page(cast.anna, gone, NOW),
        lambda: rota.add_turn(**me, membership_id=gone, first=day, last=day, heard_yes=True),
        lambda: absence.note(**me, membership_id=gone, first=day, last=day),
        lambda: takeovers.offer(**me, membership_id=gone, colleague_id=cast.henk.id),
        lambda: safety.set_trusted(**me, safety_contact_id=gone),
        lambda: organisations.set_people(**me, first_contact_id=cast.anna.id, stand_in_id=gone),
    ]
    for call in named:
        with pytest.raises(NotFound):
            call()
